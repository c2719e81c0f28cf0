"""What a reading found, as people read it: fields with their values and evidence, bids, sums."""

import re
from collections.abc import Iterator
from typing import Any

import attrs

from ..canonical import field_names, plain
from ..identity import content_hash
from ..model import Article, Evidence
from ..reading import Found, Offer, Reading
from .places import shortened

#: Fields whose evidence is that of each element.
_LISTED = ("body", "authors", "subjects", "media", "keywords", "places", "people", "organisations")
_PATH = re.compile(r"(?P<name>\w+)(?:\[\d+\])?(?=[.\[]|$)")
_APART = ("evidence", "provenance")


@attrs.frozen
class Field:
    """A field or an element of one: its value in words, and where it stood.

    What the evidence names beyond that (`authors[0].name`, or a whole list) has no value of its own.
    """

    path: str
    value: str | None = None
    evidence: Evidence | None = None


def fields(article: Article) -> Iterator[Field]:
    """The fields of an article in the order of the record's definition, and all its evidence."""
    below: dict[str, dict[str, Evidence]] = {}
    for key, evidence in article.evidence.items():
        below.setdefault(_owner(key), {})[key] = evidence
    for path, value in _values(plain(article)):
        within = below.pop(path, {})
        yield Field(path, said(value), within.pop(path, None))
        yield from (Field(key, None, evidence) for key, evidence in within.items())
    for rest in below.values():  # of a whole list
        yield from (Field(key, None, evidence) for key, evidence in rest.items())


def _owner(key: str) -> str:
    """The field, or the element of one, that evidence belongs to: `authors[0]` for `authors[0].name`."""
    match = _PATH.match(key)
    if match is None:
        return key
    return match[0] if match["name"] in _LISTED else match["name"]


def _values(article: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each value under the path that its evidence has."""
    for name in filter(article.__contains__, field_names(Article)):
        value = article[name]
        if name in _LISTED:
            for number, each in enumerate(value):
                yield f"{name}[{number}]", each
        elif name not in _APART:
            yield name, value


def said(value: Any) -> str:
    """A value of a record as one line, long texts shortened."""
    if isinstance(value, dict) and value.keys() == {"kind", "text"}:
        return f"{value['kind']}: {said(value['text'])}"
    if isinstance(value, dict):
        return ", ".join(f"{key} {said(each)}" for key, each in value.items())
    if isinstance(value, list):
        return ", ".join(map(said, value))
    return shortened(value) if isinstance(value, str) else str(value)


def own(reading: Reading) -> list[Found]:
    """What was found in the document itself and not in its parts."""
    return [found for found in reading.found if found.member == reading.member]


def heading(number: int, found: Found) -> str:
    """`1. article sha256:…`; of a notice its status and what it names."""
    if found.article is not None:
        return f"{number}. article {content_hash(found.article)}"
    if found.message is not None:
        return f"{number}. notice: {said(plain(found.message))}"
    return f"{number}. {found.kind}"


def bid(offer: Offer) -> list[str]:
    """A bid as a row: source, confidence, reason."""
    if offer.error:
        return [offer.source, "failed", offer.error]
    return [offer.source, offer.confidence or "no bid", offer.reason]


def read_by(reading: Reading) -> str:
    """Which source read it, and why that one."""
    if reading.source is None:
        return "no source reads it"
    because = f": {reading.because}" if reading.because else ""
    return f"read by {reading.source} {reading.source_version or ''}".rstrip() + because


def encoding(reading: Reading) -> str:
    """How the bytes became text, if they did."""
    return f"encoding {reading.encoding}" if reading.encoding else "read as bytes, not as text"


def gives_places(reading: Reading) -> bool:
    """Whether its source says where things stood. One that reads by a library may know paths, or parts, and no spans."""
    if reading.lossless or [span.start for span in reading.unaccounted] != [0]:
        return True
    articles = [found.article for found in own(reading) if found.article is not None]
    return not reading.parts and not any(each.path for article in articles for each in article.evidence.values())


def unaccounted(reading: Reading) -> str:
    """How much of it is unaccounted for."""
    if not gives_places(reading):
        return f"{reading.source} gives no spans, so what it passed over is not told; its samples and renderer are held to that"
    count = sum(span.end - span.start for span in reading.unaccounted)
    unit = "bytes" if count and reading.encoding is None else "characters"
    return f"{count} {unit} unaccounted for"


def promise(reading: Reading) -> str | None:
    """What to know of that sum where the source promised nothing."""
    if reading.lossless or not gives_places(reading):
        return None
    return f"{reading.source} does not promise to account for every character"
