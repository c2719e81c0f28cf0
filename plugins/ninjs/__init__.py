"""ninjs, the news in JSON of the IPTC, 1.0 to 3.1: one item, a list, a page of a service's answer, or JSON Lines."""

import re
from collections.abc import Iterator
from typing import Any

from newsarchive import Bid, Confidence, Defect, Document, Draft, NotArticle, Notice, Sample, Source, hookimpl

from .._json import read_values
from .item import read_item

# ninjs 1.x to 3.x, top-level properties. An item has a `uri`, and two of these at least; others have some of them, too.
_IDENTIFIER = re.compile(r'"(?:uri|guid)"\s*:\s*"')
_MARKS = re.compile(
    r'"(versioncreated|firstcreated|pubstatus|headlines?|headline_\w+|body_\w+|bodies|profile|copyrightnotice|located|renditions'
    r"|representationtype|description_\w+|usageterms|ednote|contentcreated)\"\s*:",
    re.IGNORECASE,
)
_TYPE = re.compile(r'"type"\s*:\s*"(?:text|audio|video|picture|graphic|composite|component|event|planning|story)"')
#: Other formats in JSON that have such names: AP's, dpa's, JSON Feed, schema.org.
_OTHERS = re.compile(
    r'"api_version"\s*:|"digitalwires@|"https://jsonfeed\.org|"@context"\s*:|"media_type"\s*:|"contentUrl"\s*:'
)
_WINDOW = 16 * 1024
#: Where pages of services have their items.
_PAGES = ("items", "item", "_items", "data")


def sniff(sample: Sample) -> Bid | None:
    """The names that an item has, wherever in the head they stand."""
    text = sample.head[:_WINDOW].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if text[:1] not in ("{", "[") or _OTHERS.search(text) or not _IDENTIFIER.search(text):
        return None
    marks = {match[1].lower() for match in _MARKS.finditer(text)} | ({"type"} if _TYPE.search(text) else set())
    return Bid(Confidence.LIKELY, f"it has a uri and {', '.join(sorted(marks)[:4])}") if len(marks) >= 2 else None


def parse(document: Document) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """An item each; a bad one costs itself."""
    found = [(item, path) for value, path in read_values(document) for item, path in _items(value, path)]
    if not found:
        yield NotArticle("a page of ninjs items that has none")
    for item, path in found:
        if isinstance(item, dict):
            yield from read_item(item, path)
        else:
            yield Defect("no-item", f"{path or '/'} is {item!r:.60}, and no ninjs item")


def _items(value: Any, path: str) -> list[tuple[Any, str]]:
    """The items of a value, with their JSON pointers."""
    if isinstance(value, list):
        return [found for number, each in enumerate(value) for found in _items(each, f"{path}/{number}")]
    if isinstance(value, dict) and not {"uri", "guid"} & value.keys():
        for name in _PAGES:
            if isinstance(value.get(name), list | dict):
                return _items(value[name], f"{path}/{name}")
    return [(value, path)]


@hookimpl
def newsarchive_sources() -> Source:
    """The source `ninjs`."""
    return Source("ninjs", title="ninjs 1.0 to 3.1", sniff=sniff, parse=parse, libraries=("lxml",))
