"""AsiaNet: press releases of PR Newswire, Business Wire, Xinhua and others, as text for the newsrooms of Asia and Australia."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from newsarchive import (
    Bid,
    Block,
    Confidence,
    Dateline,
    Defect,
    Document,
    Draft,
    Media,
    NewsarchiveError,
    NotArticle,
    Notice,
    PartialDate,
    Sample,
    Source,
    hookimpl,
)
from newsarchive.text import WHITE_SPACE, Line, blocks, lines, unwrap

from ._english import DAY, day_of
from ._prose import read_prose, text_lines
from ._sample import text_ends
from ._text_fields import TextFields

# release    = source number headline blank *( subheadline blank ) dateline body [ contact ] [ signer ]
# source     = "Source:" name, on three lines at most
# number     = "MEDIA RELEASE" [ "PR" 1*digit ]
# headline   = the lines up to a blank one
# dateline   = town [ "," region ] "," day "/" wire "/" [ dash ], over two lines at most; the text may follow at once
# contact    = "Contact" and its like, alone or with a colon, and the lines up to a blank one
# signer     = "SOURCE" [ ":" ] name, the last lines
_SPACE = f"[{WHITE_SPACE}]"
_SOURCE = re.compile(r"Source\s*:", re.IGNORECASE)
_SOURCE_LINES = 3
_NUMBER = re.compile(r"MEDIA\s+(?:INFORMATION\s+)?RELEASE\b[\s:]*(?P<number>[A-Z]{0,8}\s?\d{1,12})?\s*", re.IGNORECASE)
_WIRE = r"/(?P<wire>[^/\r\n]{2,60}?)\s*/|\((?P<wire_between>[^()\r\n]{2,60})\)"
_DATELINE = re.compile(
    rf"(?P<place>[^/()\r\n]{{1,120}}?)(?:,{_SPACE}*|{_SPACE}+)(?P<date>{DAY}){_SPACE}{{0,4}}(?P<wire_all>{_WIRE})"
    rf"(?:{_SPACE}{{0,4}}(?P<dash>-{{1,2}}|[–—]))?"
)
#: Behind the headline; a place, a day and a wire further down are a sentence.
_DATELINE_WITHIN = 12
_CONTACT = re.compile(
    r"(?:(?:media|press|news|investor|public|company|further)\s+(?:relations\s+)?)?"
    r"(?:contacts?|enquir(?:y|ies)|inquir(?:y|ies))(?:\s+(?:details|information|person))?\s*(?::.*)?",
    re.IGNORECASE,
)
_SIGNER = re.compile(r"(?:SOURCE\b\s*:?|[Ss]ource\s*:)\s*\S")
_SIGNER_LINES = 3
# media = [ "(" ] label ( "-" / ":" ) address [ ")" ]
_MEDIA = re.compile(
    r"\(?(?P<label>photo|picture|image|logo|infographic|video)s?\s*(?:[-–:]\s*){1,2}(?P<url>https?://[^\s()]+)\s*\)?",
    re.IGNORECASE,
)
_MARGIN = 80
_MEDIA_LENGTH = 400
_MEDIA_LINES = 6


class _Front(NamedTuple):
    """Where the source ends and where the number stands, as numbers of lines."""

    first: int
    number: int
    match: re.Match[str]


def _front(found: Sequence[Line]) -> _Front | None:
    """The source and the number, or None if a text does not begin with them."""
    first = next((number for number, line in enumerate(found) if not line.blank), 0)
    if not found or not _SOURCE.match(found[first].stripped().text):
        return None
    for number in range(first + 1, min(first + 1 + _SOURCE_LINES, len(found))):
        if match := _NUMBER.fullmatch(found[number].stripped().text):
            return _Front(first, number, match)
    return None


def sniff(sample: Sample) -> Bid | None:
    """The source of a release, and below it "MEDIA RELEASE", with a number or without."""
    ends = text_ends(sample)
    front = ends and _SOURCE.match(ends.head.lstrip(WHITE_SPACE)) and _front(lines(ends.head[:4096]))
    if not front:
        return None
    if front.match["number"]:
        return Bid(Confidence.CERTAIN, f"a source and the number of a media release: {front.match['number']}")
    return Bid(Confidence.LIKELY, "a source and the words MEDIA RELEASE")


def parse(document: Document) -> Iterator[Draft | Defect | NotArticle | Notice]:
    """One release; what does not begin as one is read as prose."""
    text = document.decoded().text
    found, furniture = text_lines(text)
    front = _front(found)
    if front is None:
        yield read_prose(text)
        return
    release = TextFields("asianet", found, furniture)
    _read_front(release, front)
    body = _read_headline(release, front.number + 1)
    _read_body(release, _read_dateline(release, text, body))
    yield from release.found("it has neither a headline nor a text")


def _read_front(release: TextFields, front: _Front) -> None:
    """The company that speaks, and the number of its release."""
    source = [line.stripped() for line in release.lines[front.first : front.number] if not line.blank]
    label = _SOURCE.match(source[0].text)
    assert label is not None
    release.aside(source[0].part(0, label.end()))
    source[0] = source[0].part(label.end())
    release.take("credit", "source", *source)
    if "credit" in release:
        release.set("organisations", [release.get("credit")], "source", span=[each.span for each in source])
    line = release.lines[front.number].stripped()
    if front.match["number"] is None:
        release.aside(line)
        return
    start, end = front.match.span("number")
    release.aside(line.part(0, start))
    number = line.part(start, end)
    release.set("identifiers", {"asianet": number.text}, "number", span=number.span)


def _read_headline(release: TextFields, start: int) -> int:
    """The headline; the number of the line behind it."""
    while start < len(release.lines) and release.lines[start].blank:
        start += 1
    headline = list(takewhile(lambda line: not line.blank, release.lines[start:]))
    if headline and not _DATELINE.match(headline[0].stripped().text):
        release.take("headline", "headline", *(line.stripped() for line in headline))
        start += len(headline)
    return start


def _read_dateline(release: TextFields, text: str, start: int) -> list[Line]:
    """The dateline, and what stands round it: blanks where it stood, so that its line keeps its width."""
    rest = list(release.lines[start:])
    for number, line in enumerate(rest[:_DATELINE_WITHIN]):
        if line.blank:
            continue
        bare = line.stripped()
        following = rest[number + 1] if number + 1 < len(rest) else line
        end = line.end if following.blank else following.end
        match = _DATELINE.match(text, bare.start, end)
        if match is None or not (match["year"] or "asianet" in match["wire_all"].lower()):
            continue
        _take_dateline(release, text, match)
        for place in range(number, number + 1 + (match.end() > line.end)):
            rest[place] = _blanked(rest[place], match.end())
        break
    return rest


def _take_dateline(release: TextFields, text: str, match: re.Match[str]) -> None:
    stretch = Line(text[match.start() : match.end("wire_all")], match.start(), match.end("wire_all"))
    town = match["place"].split(",")[0]
    year, month, day = day_of(match)
    date = None
    if year is not None:
        start, end = match.span("date")
        when = Line(match["date"], start, end)
        try:
            date = PartialDate(year, month, day)
        except NewsarchiveError as error:
            release.defect("impossible-date", f"{when.text!r} is not a date: {error.message}", when.span)
        release.set("published", date, "dateline", span=when.span)
    shown = re.sub(f"{_SPACE}+", " ", stretch.text)
    release.set("dateline", Dateline(shown, place=town, date=date), "dateline", span=stretch.span)
    start, end = match.span("wire" if match["wire"] else "wire_between")
    wire = Line(text[start:end], start, end)
    release.take("publisher", "dateline", wire)
    if match["dash"]:
        release.aside(Line(match["dash"], *match.span("dash")))


def _blanked(line: Line, end: int) -> Line:
    """A line with spaces for what stands before `end`, a place in the text."""
    width = min(max(end - line.start, 0), len(line.text))
    return Line(" " * width + line.text[width:], line.start, line.end)


def _read_body(release: TextFields, rest: list[Line]) -> None:
    """The text without pictures, the headline's repetition, contacts and the signer, which are told by their look."""
    media: list[Media] = []
    pictured: list[Line] = []
    taken: set[int] = set()
    several = blocks(rest)
    for number, block in enumerate(several):
        run = [line.stripped() for line in block]
        if found := _media(run):
            media += found
            pictured += run
        elif number + 1 == len(several) and len(run) <= _SIGNER_LINES and _SIGNER.match(run[0].text):
            release.block(Block("credit", unwrap(run)), "signer", *run)
        elif _CONTACT.fullmatch(run[0].text):
            for line in run:
                release.block(Block("note", line.text), "contact", line)
        elif unwrap(run) == release.get("headline"):
            release.aside(*run)
        else:
            continue
        taken.update(line.start for line in run)
    release.set("media", media, "media", span=[line.span for line in pictured])
    release.prose([line.part(len(line.text)) if line.stripped().start in taken else line for line in rest], _MARGIN)


def _media(run: Sequence[Line]) -> list[Media]:
    """The pictures and films whose addresses are all that some lines say."""
    text = unwrap(run[:_MEDIA_LINES])
    if len(run) > _MEDIA_LINES or len(text) > _MEDIA_LENGTH or _MEDIA.sub("", text).strip(WHITE_SPACE):
        return []
    return [
        Media("video" if match["label"].lower() == "video" else "picture", url=match["url"]) for match in _MEDIA.finditer(text)
    ]


@hookimpl
def newsarchive_sources() -> Source:
    """The source `asianet`."""
    return Source("asianet", title="Press releases of AsiaNet", sniff=sniff, parse=parse, lossless=True)
