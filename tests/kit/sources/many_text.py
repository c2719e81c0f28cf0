"""An export of many articles in one text, among the sound sources that the kit is tested on.

    *** Item 1 of 2 ***
    HEADLINE: Port Ellery to rebuild sea wall
    BYLINE: By O.Byrne
    DATE: 3 December 2024

    The harbour board voted on Tuesday to rebuild the sea wall.

    *** Item 2 of 2 ***
    …

A line of stars begins an item; labelled lines follow, up to a blank line; then paragraphs, parted by blank lines.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from newsarchive import (
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
    Span,
    Unreadable,
    hookimpl,
)
from newsarchive.text import WHITE_SPACE, Line, blocks, lines

MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
FIELDS = {"HEADLINE": "headline", "BYLINE": "byline", "SECTION": "section", "DATE": "published"}
# separator = "*** Item " number " of " count " ***", alone on its line
_SEPARATOR = re.compile(r"\*\*\* Item (?P<number>[0-9]{1,9}) of (?P<count>[0-9]{1,9}) \*\*\*")
_BEGINNING = re.compile(rb"\s*\*\*\* Item [0-9]{1,9} of [0-9]{1,9} \*\*\*")
# label     = capitals ":"
_LABELLED = re.compile(rf"(?P<label>[A-Z]{{1,20}}):[{WHITE_SPACE}]*(?P<value>.+)?")
# date      = [ [ day ] month ] year; "3 December" without a year is no date
_DATE = re.compile(rf"(?:(?:(?P<day>\d{{1,2}}) )?(?P<month>{'|'.join(MONTHS)}) )?(?P<year>\d{{4}})", re.ASCII)


def sniff(sample: Sample) -> Bid | None:
    """Sure of a document that begins with a separator, in UTF-8 or UTF-16."""
    head = sample.head.lstrip(b"\xef\xbb\xbf\xfe\xff").translate(None, b"\0")
    return Bid(Confidence.CERTAIN, "it begins with a separator") if _BEGINNING.match(head) else None


def parse(document: Document) -> Iterator[Draft | Defect]:
    """An article for each item, and a defect where fewer or more are found than are declared."""
    found = [line.stripped() for line in lines(document.decoded().text)]
    starts = [number for number, line in enumerate(found) if _SEPARATOR.fullmatch(line.text)]
    if not starts:
        raise Unreadable("there is no line *** Item 1 of 1 ***")
    before = [line.span for line in found[: starts[0]] if not line.blank]
    if before:
        yield Defect("before-first-item", "text stands before the first item", before)
    for start, end in zip(starts, [*starts[1:], len(found)], strict=True):
        yield from _item(found[start], found[start + 1 : end])
    counts = {int(match["count"]) for start in starts if (match := _SEPARATOR.fullmatch(found[start].text))}
    if counts != {len(starts)}:
        declared = " and ".join(map(str, sorted(counts)))
        yield Defect("count", f"{declared} items are declared, {len(starts)} are there", found[starts[0]].span)


def _item(separator: Line, found: Sequence[Line]) -> Iterator[Draft | Defect]:
    """The article between two separators, behind what is wrong with it."""
    end = next((number for number, line in enumerate(found) if line.blank), len(found))
    fields: dict[str, Any] = {}
    extra: dict[str, str] = {}
    evidence: dict[str, Evidence] = {}
    furniture = [separator.span]
    for line in found[:end]:
        match = _LABELLED.fullmatch(line.text)
        label = match["label"] if match else ""
        if match is None or label in extra or FIELDS.get(label) in fields:
            yield Defect("no-label", f"it is no labelled line, or the label stood before: {line.text!r:.80}", line.span)
            continue
        furniture.append(Span("codepoint", line.start, line.start + match.end("label") + 1))
        if match["value"] is None:
            continue
        where = Span("codepoint", line.start + match.start("value"), line.end)
        value: Any = match["value"]
        if FIELDS.get(label) == "published":
            try:
                value = _date(value)
            except NewsarchiveError as error:
                yield Defect("no-date", error.message, where)
                continue
        name = FIELDS.get(label)
        if name is None:
            extra[label] = value
        else:
            fields[name] = value
        evidence[name or f"extra.{label}"] = Evidence(f"label {label}", (where,))
    body = []
    for number, run in enumerate(blocks(found[end:])):
        body.append(Block("paragraph", " ".join(line.text for line in run)))
        evidence[f"body[{number}]"] = Evidence("paragraph", (Span("codepoint", run[0].start, run[-1].end),))
    last = found[-1].end if found else separator.end
    span = Span("codepoint", separator.start, last)
    yield Draft(**fields, body=body, extra=extra, evidence=evidence, furniture=furniture, span=span)


def _date(text: str) -> PartialDate:
    """A date as it is printed, at its own precision. Raises NewsarchiveError."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise NewsarchiveError(f"{text!r:.80} is no date such as 3 December 2024, December 2024 or 2024")
    month = MONTHS.index(match["month"]) + 1 if match["month"] else None
    return PartialDate(int(match["year"]), month, int(match["day"]) if match["day"] else None)


@hookimpl
def newsarchive_sources() -> Source:
    """The source `many-text`."""
    return Source("many-text", title="Export of many articles", sniff=sniff, parse=parse, version="1", lossless=True)
