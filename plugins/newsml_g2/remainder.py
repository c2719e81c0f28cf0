"""What of an item has no field: its elements as JSON, for `extra`."""

from typing import Any

from newsarchive.text import said

from .concepts import VALUES, code, local
from .parties import ENTITIES

SECTIONS = ("rightsInfo", "itemMeta", "contentMeta")
#: What is a field as a whole, or kept by its own rule.
_TAKEN = frozenset(
    """
    versionCreated firstCreated embargoed edNote language urgency by headline slugline dateline creditline description keyword
    copyrightNotice usageTerms pubStatus contentCreated contentModified
    """.split()  # noqa: SIM905  # a list of words is read as one
)
#: Properties that name a concept: kept where they say more than its name.
_CONCEPTS = frozenset(("provider", "located", "creator", "contributor", "infoSource", "copyrightHolder", "subject", "altId"))
_ELSEWHERE = frozenset((*SECTIONS, "contentSet", "catalog", "catalogRef", "groupSet"))
#: Levels of elements that are kept apart; what is deeper is kept as one text.
_DEPTH = 6


def remainder(index: dict[str, list[Any]], headline: str | None) -> dict[str, Any]:
    """What an item says elsewhere than in a field, by the names of its elements. `index` has them by their paths."""
    found: dict[str, list[Any]] = {}
    for path, elements in index.items():
        section, _, name = path.partition("/")
        if (section not in SECTIONS if name else section in _ELSEWHERE) or name in _TAKEN:
            continue
        kept = [each for each in elements if name not in _CONCEPTS or _says_more(each)]
        values = [each for each in map(stated, kept) if each is not None and (name != "title" or each != headline)]
        found.setdefault(name or section, []).extend(values)
    remote = index.get("contentSet/remoteContent", [])
    found["remoteContent"] = list(map(stated, remote)) if len(remote) > 1 else []
    return {name: values[0] if len(values) == 1 else values for name, values in found.items() if values}


def _says_more(element: Any) -> bool:
    """Whether a concept says more than which it is, and by one name."""
    plain = {"literal", "type", "typeuri", "rank"}
    if local(element) == "subject" and code(element, "type") not in ENTITIES:
        plain |= {"qcode", "uri"}
    children = [local(each) for each in element.iterchildren("*")]
    return bool(set(element.attrib) - plain) or children not in ([], ["name"])


def stated(element: Any, depth: int = _DEPTH) -> Any:
    """An element for `extra`: its text or its one value, or an object of attributes and children; None if it says nothing."""
    if not len(element) and not element.attrib:
        return said(element) or None
    children = list(element.iterchildren("*"))
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
    if len(found) == 1 and not text and (value := next((found[name] for name in VALUES if name in found), None)):
        return value[0]
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}
