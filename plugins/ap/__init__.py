"""The Associated Press: items and feeds of its Media API in JSON, and the Atom of WebFeeds that came before."""

import re
from collections.abc import Iterator
from typing import Any

from newsarchive import Bid, Confidence, Defect, Document, Draft, NotArticle, Notice, Sample, Source, hookimpl

from .._atom import entries, is_atom
from .._json import read_values
from .._xml import read_xml, unresolved, xml_bytes
from .entry import read_entry
from .item import read_item

# AP Media API: an answer says the API's version, and its method or how many items it has.
_ANSWER = re.compile(r'"api_version"\s*:')
_METHOD = re.compile(r'"method"\s*:\s*"/(?:content|account)|"(?:altids|current_item_count)"\s*:')
# "Content metadata fields": `altids` names an item and its revision. ninjs took the names over.
_ALTIDS = re.compile(r'"altids"\s*:\s*\{[^{}]{0,2000}"(?:itemid|etag)"\s*:')
_STATUS = re.compile(r'"pubstatus"\s*:')
_NINJS = re.compile(r'"ninjs"|iptc\.org/std/ninjs')
#: Of `apcm` (content metadata) and `apnm` (news management), the namespaces of AP's Atom.
_NAMESPACES = ("ap.org/schemas/03/2005/apcm", "ap.org/schemas/03/2005/apnm")


def sniff(sample: Sample) -> Bid | None:
    """An answer of the API, or an item by its identifiers."""
    text = sample.head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if text[:1] not in ("{", "["):
        return None
    if _ANSWER.search(text) and _METHOD.search(text):
        return Bid(Confidence.CERTAIN, "it is an answer of AP's Media API")
    bare = _ALTIDS.search(text) and _STATUS.search(text) and not _NINJS.search(text)
    return Bid(Confidence.LIKELY, "it has AP's altids and a pubstatus") if bare else None


def sniff_atom(sample: Sample) -> Bid | None:
    """Atom that names one of AP's namespaces."""
    return Bid(Confidence.CERTAIN, "it is Atom with AP's metadata") if is_atom(sample, *_NAMESPACES) else None


def parse(document: Document) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """An item each; a bad one costs itself."""
    found = [each for value, path in read_values(document) for each in _items(value, path, None)]
    if not found:
        yield NotArticle("an answer of AP's Media API that has no items")
    for item, path, nitf in found:
        if isinstance(item, dict):
            yield from read_item(item, path, nitf)
        else:
            yield Defect("no-item", f"{path or '/'} is {item!r:.60}, and no item of AP's")


def parse_atom(document: Document) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """A story for each entry."""
    root = read_xml(xml_bytes(document))
    yield from unresolved(root)
    found = entries(root)
    if not found:
        yield NotArticle("a feed of AP's that has no entries")
    for entry in found:
        yield from read_entry(entry)


def _items(value: Any, path: str, nitf: Any) -> list[tuple[Any, str, Any]]:
    """The items of an answer, with their JSON pointers, and the NITF that whoever fetched it put beside the item."""
    if isinstance(value, list):
        return [found for number, each in enumerate(value) for found in _items(each, f"{path}/{number}", nitf)]
    if isinstance(value, dict) and "altids" not in value:
        for name in ("data", "items", "item"):
            if isinstance(value.get(name), list | dict):
                return _items(value[name], f"{path}/{name}", value.get("nitf", nitf))
        if "api_version" in value or "current_item_count" in value:
            return []
    return [(value, path, nitf)]


@hookimpl
def newsarchive_sources() -> list[Source]:
    """The sources `ap-media` and `ap-atom`."""
    lxml = ("lxml",)
    return [
        Source("ap-media", title="AP Media API, JSON", sniff=sniff, parse=parse, refines=("ninjs",), libraries=lxml),
        Source("ap-atom", title="AP WebFeeds, Atom", sniff=sniff_atom, parse=parse_atom, refines=("feed",), libraries=lxml),
    ]
