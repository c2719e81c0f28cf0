"""Concepts of NewsML-G2: what a property refers to by QCode, URI, literal or name, and what an item asserts of them."""

from collections.abc import Iterator
from typing import Any

import attrs

from newsarchive.text import said

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
#: How a property says what its concept is.
VALUES = ("qcode", "uri", "literal")


def local(element: Any) -> str:
    """An element's local name, as it is written."""
    tag: str = element.tag
    return tag.rpartition("}")[2]


def code(element: Any, name: str = "qcode") -> str:
    """What a controlled value says behind its scheme, in small letters: `caption` of `drol:caption`; empty if there is none.

    The alias of a scheme is a document's own choice, so it is not looked at. `type` may be `typeuri` instead, `qcode` `uri`.
    """
    if value := (element.get(name) or "").strip():
        return (value.partition(":")[2] or value).lower()
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
        #: The names that the item asserts, by what has them; None for what it describes without a name.
        self.asserted: dict[tuple[str, str], str | None] = {}
        for each in item.iterfind("{*}assert"):
            name = next(iter(self.texts(each.iterfind("{*}name"))), None)
            self.asserted |= {(kind, value): name for kind in VALUES if (value := each.get(kind))}

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
        if names := self.texts(element.iterfind("{*}name")):
            return names[0]
        asserted = [each for each in ((kind, element.get(kind)) for kind in VALUES) if each in self.asserted]
        if asserted:
            return next(filter(None, map(self.asserted.get, asserted)), None)
        return (element.get("literal") or "").strip() or None

    def texts(self, elements: Iterator[Any] | list[Any]) -> list[str]:
        """What elements say, those in the item's language first, and parts of names (`nprt:given`) behind whole ones."""
        found = [((self.foreign(each), bool(each.get("part"))), text) for each in elements if (text := said(each))]
        found.sort(key=lambda pair: pair[0])
        return [text for _, text in found]

    def foreign(self, element: Any) -> bool:
        """Whether an element is in another language than its item."""
        language = element.get(LANGUAGE)
        return bool(language and self.language) and language.partition("-")[0].lower() != self.language
