"""ninjs, the news in JSON of the IPTC, 1.0 to 3.1: one item, a list, a page of a service's answer, or JSON Lines."""

import re
from collections.abc import Iterator
from typing import Any

from newsarchive import Bid, Confidence, Defect, Document, Draft, NotArticle, Notice, Sample, Source, hookimpl

from .._json import json_head, read_values
from .item import read_item

# ninjs 1.x to 3.x, top-level properties. An item has a `uri`, and two of these at least; others have some of them, too.
_IDENTIFIER = re.compile(r'"(?:uri|guid)"\s*:\s*"')
_MARK = (
    r"versioncreated|firstcreated|pubstatus|headlines?|headline_\w+|body_\w+|bodies|profile|copyrightnotice|located|renditions"
    r"|representationtype|description_\w+|usageterms|ednote|contentcreated"
)
_MARKS = re.compile(rf'"({_MARK})"\s*:', re.IGNORECASE)
_TYPE = re.compile(r'"type"\s*:\s*"(?:text|audio|video|picture|graphic|composite|component|event|planning|story)"')
#: An item that states little: `uri` is its first name, as in all schemas, and the next is another one of theirs.
_FIRST = re.compile(
    r'\{\s*+"uri"\s*+:\s*+"[^"]{0,2000}+"\s*+,\s*+"(?:type|profile|title|by|place|person|people|organisations?|objects?|events?|'
    r"subjects?|genres?|language|urgency|version|embargoed|infosources?|altids|advices|associations|expires|expectedduration|"
    r"plannedcoverage|rights|mimetype|trustindicators?|slugline|headline|body|description|" + _MARK + ")",
    re.IGNORECASE,
)
_STANDARD = re.compile(r'"\$?standard"\s*:\s*\{[^{}]{0,500}"name"\s*:\s*"(?:IPTC )?ninjs\b')
#: Other formats in JSON that have such names: AP's, dpa's, JSON Feed, schema.org.
_OTHERS = re.compile(
    r'"api_version"\s*:|"digitalwires@|"https://jsonfeed\.org|"@context"\s*:|"media_type"\s*:|"contentUrl"\s*:'
)
#: Where pages of services have their items.
_PAGES = ("items", "item", "_items", "data")


def sniff(sample: Sample) -> Bid | None:
    """The names that an item has, wherever in the head they stand."""
    text = json_head(sample)
    if not text or _OTHERS.search(text) or not _IDENTIFIER.search(text):
        return None
    marks = {match[1].lower() for match in _MARKS.finditer(text)} | ({"type"} if _TYPE.search(text) else set())
    if _STANDARD.search(text):
        return Bid(Confidence.CERTAIN, "it says that its standard is ninjs")
    if len(marks) >= 2:
        return Bid(Confidence.LIKELY, f"it has a uri and {', '.join(sorted(marks)[:4])}")
    return Bid(Confidence.POSSIBLE, "it begins with a uri and another name of ninjs") if _FIRST.match(text) else None


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
