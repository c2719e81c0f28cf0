"""Bulletins of the Australian Bureau of Meteorology as text: warnings, alerts, forecasts."""

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile, takewhile

from newsarchive import (
    Bid,
    Confidence,
    Defect,
    Document,
    Draft,
    NewsarchiveError,
    NotArticle,
    Notice,
    PartialDate,
    Sample,
    Source,
    hookimpl,
)
from newsarchive.text import WHITE_SPACE, Line

from ._english import DAY, day_of
from ._prose import read_prose, text_lines
from ._sample import text_ends
from ._text_fields import TextFields

# bulletin = product agency [ region ] blank [ priority ] title issued body
# product  = "ID" state 5*digit, by the Bureau's catalogue: N, V, Q, W, S, T, D for states and territories, Y for Antarctica
# issued   = "Issued at" time [ zone ] [ "on" ] [ weekday ] day
_PRODUCT = re.compile(r"ID[A-Z]\d{5}(?:\.txt)?")
_AGENCY = re.compile(r"(?:Australian Government\s+)?Bureau of Meteorology\b.*", re.IGNORECASE)
_AGENCY_WITHIN = 300
_REGIONS = frozenset(
    (
        *("new south wales", "victoria", "queensland", "western australia", "south australia", "tasmania"),
        *("northern territory", "australian capital territory", "antarctica"),
    )
)
_PRIORITY = re.compile(r"(?:TOP PRIORITY|FOR IMMEDIATE) .*(?:BROADCAST|RELEASE).*")
_ISSUED = re.compile(
    r"Issued\s+at\s+(?P<hour>\d\d?)(?:[:.](?P<minute>\d\d)|(?P<hundred>\d\d)\s+hours)?\s*(?P<half>[ap]\.?m\.?)?"
    rf"(?:\s+(?P<zone>[A-Z]{{3,4}}))?,?(?:\s+on)?(?:\s+[A-Z][a-z]{{2,8}},?)?(?:\s+the)?\s+(?P<date>{DAY})",
)
#: Minutes from UTC as the Bureau names its zones. EST is eastern Australia's here, not that of America.
_ZONES = {
    "UTC": 0,
    "GMT": 0,
    **dict.fromkeys(("WST", "AWST"), 480),
    **dict.fromkeys(("CST", "ACST"), 570),
    **dict.fromkeys(("EST", "AEST"), 600),
    **dict.fromkeys(("CDT", "ACDT"), 630),
    **dict.fromkeys(("EDT", "AEDT"), 660),
}
#: What follows the title is for whom it was issued.
_AREA = re.compile(r"(?:For|for) people in\b|[Ff]or the (?:area|period)\b")
_TITLE_LINES = 4
_TITLE_WITHIN = 12
_MARGIN = 80


def sniff(sample: Sample) -> Bid | None:
    """The number of a product alone on the first line, and the Bureau's name soon behind it."""
    ends = text_ends(sample)
    head = ends.head.lstrip(WHITE_SPACE)[:_AGENCY_WITHIN] if ends else ""
    first, _, others = head.replace("\r", "\n").partition("\n")
    if _PRODUCT.fullmatch(first.strip(WHITE_SPACE)) and "bureau of meteorology" in others.lower():
        return Bid(Confidence.CERTAIN, f"a product of the Bureau of Meteorology: {first.strip(WHITE_SPACE)}")
    return None


def parse(document: Document) -> Iterator[Draft | Defect | NotArticle | Notice]:
    """One bulletin; what does not begin as one is read as prose."""
    text = document.decoded().text
    found, furniture = text_lines(text)
    said = [line.stripped() for line in found if not line.blank]
    if not _PRODUCT.fullmatch(said[0].text):
        yield read_prose(text)
        return
    bulletin = TextFields("bom", found, furniture)
    bulletin.take("slugline", "product", said[0])
    title = _read_agency(bulletin, said)
    body = {line.end: line for line in _read_title(bulletin, said[title:])}
    bulletin.prose([body.get(line.stripped().end, line.part(len(line.text))) for line in found], _MARGIN)
    yield from bulletin.found("it has neither a title nor a text")


def _read_agency(bulletin: TextFields, said: Sequence[Line]) -> int:
    """The Bureau, its region and the priority, up to the first line of the title; that line's number."""
    number = 1
    if number < len(said) and _AGENCY.fullmatch(said[number].text):
        bulletin.take("publisher", "agency", said[number])
        number += 1
    regions = []
    while number < len(said) and (said[number].text.lower() in _REGIONS):
        regions.append(said[number])
        number += 1
    bulletin.set("places", [line.text for line in regions], "region", span=[line.span for line in regions])
    if number < len(said) and _PRIORITY.fullmatch(said[number].text):
        bulletin.take("note", "priority", said[number])
        number += 1
    return number


def _read_title(bulletin: TextFields, said: Sequence[Line]) -> list[Line]:
    """The title and when it was issued; the lines of the body."""
    issued = next((number for number, line in enumerate(said[:_TITLE_WITHIN]) if _ISSUED.match(line.text)), None)
    before = list(said[:issued]) if issued is not None else _run(bulletin.lines, said[:1])
    title = list(takewhile(lambda line: not _AREA.match(line.text), before[:_TITLE_LINES]))
    bulletin.take("headline", "title", *title)
    body = list(said[len(title) :])
    if issued is not None:
        place = issued - len(title)
        body[place : place + 1] = _read_issued(bulletin, body[place])
    return body


def _run(found: Sequence[Line], first: Sequence[Line]) -> list[Line]:
    """The line `first`, if there is one, and those below it up to a blank one."""
    below = dropwhile(lambda line: not first or line.end < first[0].end, found)
    return [line.stripped() for line in takewhile(lambda line: not line.blank, below)]


def _read_issued(bulletin: TextFields, line: Line) -> list[Line]:
    """When it was issued; what the line says beyond that."""
    match = _ISSUED.match(line.text)
    assert match is not None
    stretch = line.part(0, match.end())
    try:
        bulletin.set("published", _time(match), "issued", span=stretch.span)
    except NewsarchiveError as error:
        bulletin.defect("impossible-date", f"{stretch.text!r} is not a time: {error.message}", stretch.span)
    if not line.text[match.end() :].strip(WHITE_SPACE + "."):
        bulletin.aside(line.part(match.end()))
        return []
    return [line.part(match.end()).stripped()]


def _time(match: re.Match[str]) -> PartialDate:
    """The time on twelve or on twenty-four hours; without a year it is none. Raises DateError."""
    year, month, day = day_of(match)
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"][0] == "p" else 0)
    minute = int(match["minute"] or match["hundred"] or 0)
    return PartialDate(year or 0, month, day, hour, minute, zone=_ZONES.get(match["zone"] or ""))


@hookimpl
def newsarchive_sources() -> Source:
    """The source `bom-text`."""
    return Source("bom-text", title="Bulletins of the Bureau of Meteorology", sniff=sniff, parse=parse, lossless=True)
