"""A feed of one story in JSON, among the sound sources that the kit is tested on.

    {"feed": "1", "headline": "Port Ellery to rebuild sea wall", "authors": ["O.Byrne"],
     "published": "2024-12-03T09:30:00+01:00", "body": ["The harbour board voted on Tuesday."]}

`feed` stands first. Every value is a string or a list of strings; keys that have no field are kept in `extra`.
"""

import re
from collections.abc import Iterator
from typing import Any

from newsarchive import (
    Author,
    Bid,
    Block,
    Confidence,
    Defect,
    Document,
    Draft,
    Evidence,
    NewsarchiveError,
    PartialDate,
    Sample,
    Source,
    Unreadable,
    hookimpl,
)
from newsarchive.text import WHITE_SPACE

_BEGINNING = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"feed"\s*:\s*"1"')
#: Levels of arrays and objects: one more than a feed has, so that a value of the wrong kind costs only itself.
_DEPTH = 3
TEXTS = ("headline", "byline", "section")
DATES = ("published", "modified")


def sniff(sample: Sample) -> Bid | None:
    """Sure of a document that begins as a feed does."""
    return Bid(Confidence.CERTAIN, 'it begins with "feed": "1"') if _BEGINNING.match(sample.head) else None


def parse(document: Document) -> Iterator[Draft | Defect]:
    """One article, and a defect for each value that cannot be kept."""
    draft = Draft()
    evidence: dict[str, Evidence] = {}
    extra: dict[str, Any] = {}
    seen: set[str] = set()
    for key, value in _pairs(document.data):
        path = f"/{key.replace('~', '~0').replace('/', '~1')}"  # RFC 6901
        where = Evidence(f"feed {path}", path=path)
        if key in seen:
            yield Defect("repeated-key", f"{path} stands twice, and the first one counts; the other is {value!r:.80}")
            continue
        seen.add(key)
        texts: Any = [value] if isinstance(value, str) else value if isinstance(value, list) else [None]
        if not all(isinstance(each, str) for each in texts) or (key in TEXTS + DATES and texts is value):
            yield Defect("odd-type", f"{path} is {value!r:.80}, and not text as it should be")
            continue
        said = {f"{path}/{number}": text for number, text in enumerate(texts) if text.strip(WHITE_SPACE)}
        listed = [Evidence(f"feed /{key}", path=pointer) for pointer in said]
        if key in DATES and said:
            try:
                setattr(draft, key, PartialDate.parse(value))
                evidence[key] = where
            except NewsarchiveError as error:
                yield Defect("impossible-date", f"{path}: {error.message}")
        elif key in TEXTS and said:
            setattr(draft, key, value)
            evidence[key] = where
        elif key == "authors":
            draft.authors = [Author(name) for name in said.values()]
            evidence |= {f"authors[{number}].name": each for number, each in enumerate(listed)}
        elif key == "keywords":
            draft.keywords = list(said.values())
            evidence |= {f"keywords[{number}]": each for number, each in enumerate(listed)}
        elif key == "body":
            draft.body = [Block("paragraph", text) for text in said.values()]
            evidence |= {f"body[{number}]": each for number, each in enumerate(listed)}
        elif said and key != "feed":
            extra[key] = value
    draft.extra, draft.evidence = extra, evidence
    yield draft


def _pairs(data: bytes) -> tuple[tuple[str, Any], ...]:
    """The keys and values of the one object, in order. Raises Unreadable for what is none.

    orjson is strict and bounds the depth that it reads; only the standard library shows keys that stand twice.
    """
    import json

    import orjson

    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise Unreadable(f"line {error.lineno}, column {error.colno}: {error.msg}", code="bad-json") from None
    if not isinstance(value, dict):
        raise Unreadable("a feed is an object", code="bad-json")
    if _depth(value) > _DEPTH:
        raise Unreadable(f"nested deeper than {_DEPTH} levels", code="bad-json")
    pairs: tuple[tuple[str, Any], ...] = json.loads(data.decode(), object_pairs_hook=tuple, parse_int=float)
    return pairs


def _depth(value: Any) -> int:
    """Levels of arrays and objects, counted level by level: a recursion would need a stack as deep."""
    depth, level = 0, [value]
    while level := [each for each in level if isinstance(each, dict | list)]:
        depth += 1
        level = [below for each in level for below in (each.values() if isinstance(each, dict) else each)]
    return depth


@hookimpl
def newsarchive_sources() -> Source:
    """The source `feed-json`."""
    return Source("feed-json", title="Feed in JSON", sniff=sniff, parse=parse, version="1")
