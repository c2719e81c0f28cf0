"""Concepts of NewsML-G2: what a property refers to by QCode, URI, literal or name, and what an item asserts of them."""

from collections.abc import Iterator
from typing import Any

import attrs

from newsarchive.text import said

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_VALUES = ("qcode", "uri", "literal")
#: Levels of elements that `stated` keeps apart; what is deeper is kept as one text.
_DEPTH = 6


def local(element: Any) -> str:
    """An element's local name, as it is written."""
    tag: str = element.tag
    return tag.rpartition("}")[2]


def code(element: Any, name: str = "qcode") -> str:
    """What a controlled value says behind its scheme, in small letters: `caption` of `drol:caption`; empty if there is none.

    The alias of a scheme is a document's own choice, so it is not looked at. `type` may be `typeuri` instead, `qcode` `uri`.
    """
    if value := (element.get(name) or "").strip():
        return value.rpartition(":")[2].lower()
    uri = (element.get("uri" if name == "qcode" else f"{name}uri") or "").strip()
    return (_parted(uri)[1] or "").lower()


def _parted(uri: str) -> tuple[str | None, str | None]:
    """The URI of a scheme, and the code that stands behind its last `/` or `#`; a URI without one is a code."""
    end = max(uri.rfind("/"), uri.rfind("#")) + 1
    if 0 < end < len(uri) and not uri[:end].endswith("://"):
        return uri[:end], uri[end:]
    return None, uri or None


@attrs.frozen
class Concept:
    """What a property refers to."""

    scheme: str | None = None
    code: str | None = None
    name: str | None = None

    @property
    def words(self) -> str | None:
        """What it is called; a code where there is no name, a URI whole."""
        if self.name or self.scheme is None or "://" not in self.scheme:
            return self.name or self.code
        return f"{self.scheme}{self.code or ''}"


class Concepts:
    """The catalogue of an item and its assertions. `language` is that of the item: names in it come first."""

    def __init__(self, item: Any, language: str | None) -> None:
        self.language = (language or "").partition("-")[0].lower()
        schemes = item.iterfind("{*}catalog/{*}scheme")
        self.schemes = {each.get("alias"): each.get("uri") for each in schemes if each.get("alias") and each.get("uri")}
        self.asserted = {(name, each.get(name)): each for each in item.iterfind("{*}assert") for name in _VALUES if each.get(name)}

    def of(self, element: Any) -> Concept:
        """The concept of a property. A scheme is the URI that the item's catalogue gives, or the alias."""
        qcode, uri = (element.get("qcode") or "").strip(), (element.get("uri") or "").strip()
        alias, colon, rest = qcode.partition(":")
        if rest.startswith("//"):  # a URI in the wrong place
            qcode, uri, colon = "", qcode, ""
        scheme, behind = (self.schemes.get(alias, alias) or None, rest or None) if colon else _parted(qcode or uri)
        return Concept(scheme, behind, self.name(element))

    def name(self, element: Any) -> str | None:
        """What a concept is called: by the property, else by an assertion of the same value, else by its literal."""
        asserted = [self.asserted[each] for each in ((name, element.get(name)) for name in _VALUES) if each in self.asserted]
        for each in (element, *asserted):
            if names := self.texts(each.iterfind("{*}name")):
                return names[0]
        literal = (element.get("literal") or "").strip()
        return literal or None if not asserted else None

    def texts(self, elements: Iterator[Any] | list[Any]) -> list[str]:
        """What elements say, those in the item's language first."""
        found = [(self.foreign(each), text) for each in elements if (text := said(each))]
        found.sort(key=lambda pair: pair[0])
        return [text for _, text in found]

    def foreign(self, element: Any) -> bool:
        """Whether an element is in another language than its item."""
        language = element.get(LANGUAGE)
        return bool(language and self.language) and language.partition("-")[0].lower() != self.language


def stated(element: Any, depth: int = _DEPTH) -> Any:
    """An element for `extra`: its text or its one value, or an object of attributes and children; None if it says nothing."""
    children = list(element.iterchildren("*")) if len(element) else []
    mixed = depth == 0 or any((each.tail or "").strip() for each in children) or (children and (element.text or "").strip())
    text = said(element) if mixed or not children else ""
    found: dict[str, list[Any]] = {}
    for name, value in element.attrib.items():
        if value.strip() and not name.endswith("schemaLocation"):
            found.setdefault(name.rpartition("}")[2], []).append(value)
    for each in () if mixed else children:
        if (below := stated(each, depth - 1)) is not None:
            found.setdefault(local(each), []).append(below)
    if not found:
        return text or None
    if text:
        found["text"] = [text]
    if len(found) == 1 and not text and (value := next((found[name] for name in _VALUES if name in found), None)):
        return value[0]
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}
