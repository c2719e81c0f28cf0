"""Reuters-21578, the collection of Reuters news of 1987 that Lewis distributed, as SGML without a root."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

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
    Span,
    Subject,
    hookimpl,
)
from newsarchive.text import WHITE_SPACE, Line

from ._english import DAY, day_of
from ._names import signers
from ._prose import text_lines
from ._sample import text_ends
from ._sgml import SgmlFields, Stretch, attributes_of, spans_of, stretches, tag_of

# file     = [ "<!DOCTYPE lewis ...>" ] 1*( "<REUTERS" attributes ">" date lists unknown text "</REUTERS>" )
# lists    = TOPICS PLACES PEOPLE ORGS EXCHANGES COMPANIES, each of them *( "<D>" name "</D>" )
# text     = "<TEXT>" [ title ] [ author ] [ dateline ] [ body ] "</TEXT>"
#            of TYPE BRIEF it has no body, of TYPE UNPROC no elements
# body     = paragraphs, which begin with three blanks or more, and " REUTER" behind the last
_DOCTYPE = re.compile(r"<!DOCTYPE lewis\b[^<>]*>", re.IGNORECASE)
_START = re.compile(r"<REUTERS\b(?P<attributes>[^<>]*)>", re.IGNORECASE)
_HEAD_LENGTH = 4096
_TYPE = re.compile(r'<TEXT\s+TYPE="(\w{1,20})"', re.IGNORECASE)
_SUBJECTS = ("TOPICS", "EXCHANGES", "COMPANIES")
_LISTS = {"PLACES": "places", "PEOPLE": "people", "ORGS": "organisations"}
_TEXTS = ("TEXT", "BODY")
_TAG = tag_of(("REUTERS", "DATE", "MKNOTE", *_SUBJECTS, *_LISTS, "D", "UNKNOWN", "TITLE", "AUTHOR", "DATELINE", *_TEXTS))
_DATE = re.compile(rf"{DAY}(?:\s+(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?:\.(?P<fraction>\d{{1,9}}))?)?")
_DATELINE = re.compile(rf"(?P<place>[^\r\n]{{1,120}}?)(?:,\s*|\s+){DAY}(?P<rest>.*)")
_DASH = re.compile(r"\s*-{1,2}\s*\Z")
#: References of control characters, and the stars before a brief's title.
_NOISE = re.compile(r"(?:&#(?:[0-9]|1\d|2\d|3[01]);|\*|\s)*")
_SIGNER = re.compile(r"reuters?(?:\s+\d{1,4})?[;.]?", re.IGNORECASE)
_INDENT = 3
_ROW = re.compile(r"[^\s.,!?:;] {2,}\S")


def sniff(sample: Sample) -> Bid | None:
    """The document type, or the tag of a document with its number."""
    ends = text_ends(sample)
    head = ends.head[:_HEAD_LENGTH].lstrip(WHITE_SPACE) if ends else ""
    if _DOCTYPE.match(head):
        return Bid(Confidence.CERTAIN, "its document type is lewis")
    match = _START.match(head)
    if match and "NEWID" in match["attributes"].upper():
        return Bid(Confidence.CERTAIN, "it begins with REUTERS, and its NEWID")
    return None


def parse(document: Document) -> Iterator[Draft | Defect | NotArticle | Notice]:
    """One article for each REUTERS."""
    text = document.decoded().text
    found, furniture = text_lines(text)
    matches = list(_START.finditer(text))
    first = matches[0].start() if matches else 0
    doctype = _DOCTYPE.search(text, 0, first)
    if doctype:
        furniture.append(Span("codepoint", *doctype.span()))
    if (text[: doctype.start()] + text[doctype.end() : first] if doctype else text[:first]).strip(WHITE_SPACE):
        yield Defect("before-the-first", "what stands before the first REUTERS is not read", Span("codepoint", 0, first))
    starts = [match.start() for match in matches] or [0]
    for number, (start, end) in enumerate(pairwise([*starts, found[-1].end])):
        match = matches[number] if matches else None
        yield from _Story(text, start, end, match, [] if number else furniture).found("it has neither a title nor a text")


class _Story(SgmlFields):
    """One REUTERS."""

    def __init__(self, text: str, start: int, end: int, match: re.Match[str] | None, furniture: Sequence[Span]) -> None:
        super().__init__("reuters", [Line(text[start:end], start, end)], furniture)
        self.span = Span("codepoint", start, end)
        self.elements: dict[str, list[Line]] = {}
        if match is not None:
            self._attributes(match)
        body: list[Line] = []
        for each in stretches(text, match.end() if match else start, end, _TAG, frozenset("D")):
            if not isinstance(each, Stretch):
                self.furniture.append(each)
            elif each.name in ("", "REUTERS", *_TEXTS):
                body += [*each.lines, Line("", each.start, each.start)]
            else:
                self.elements.setdefault(each.name, []).extend(line.stripped() for line in each.lines if not line.blank)
        if kind := _TYPE.search(text, start, end):
            self.keep("TYPE", kind[1])
        for name, field in {"TITLE": "headline", "AUTHOR": "byline", "MKNOTE": "note"}.items():
            self.take(field, name, *self.elements.get(name, []))
        self.set("authors", signers(self.get("byline") or ""), "AUTHOR", span=spans_of(self.elements.get("AUTHOR", [])))
        self._date()
        self._dateline()
        self._lists()
        self._body(body)

    def _attributes(self, match: re.Match[str]) -> None:
        """The numbers of the document, and to which splits of the collection it belongs."""
        whole = Line(match[0], *match.span())
        found = attributes_of(whole)
        numbers = {f"reuters21578-{name.lower()}": found[name] for name in found if name in ("NEWID", "OLDID")}
        for name, value in found.items():
            if name not in ("NEWID", "OLDID"):
                self.keep(name, value.text)
                self.evident(f"extra.{name}", name, span=value.span)
        self.set(
            "identifiers", {name: value.text for name, value in numbers.items()}, "NEWID", span=spans_of(list(numbers.values()))
        )
        self.label(whole, *found.values())

    def _date(self) -> None:
        """When it was sent; the zone is not stated. A few dates have something before or behind them."""
        said = self.elements.get("DATE", [])
        text = self.said(said)
        match = _DATE.search(text[:_HEAD_LENGTH])
        if match is None or match["year"] is None:
            if said:
                self.defect("no-date", f"DATE is {text!r:.60}, which is no date", spans_of(said))
            return
        year, month, day = day_of(match)
        hour, minute, second = (int(match[name]) if match[name] else None for name in ("hour", "minute", "second"))
        try:
            date = PartialDate(year or 0, month, day, hour, minute, second, match["fraction"])
        except NewsarchiveError as error:
            self.defect("impossible-date", f"DATE is {text!r:.60}: {error.message}", spans_of(said))
            return
        self.set("published", date, "DATE", span=spans_of(said))

    def _dateline(self) -> None:
        """`BAHRAIN, Oct 19 -`: the place and the day; the year is that of DATE, if the month is."""
        said = self.elements.get("DATELINE", [])
        text = _DASH.sub("", self.said(said))
        if not text:
            self.aside(*said)
            return
        match = _DATELINE.match(text)
        self.dated(text, match["place"].split(",")[0] if match else None, day_of(match)[1:] if match else None, said)

    def _lists(self) -> None:
        """Topics and exchanges, places, people, organisations; the line of keywords."""
        if unknown := self.elements.get("UNKNOWN"):
            self.keep("UNKNOWN", "\n".join(filter(None, (self.said([line]) for line in unknown))))
            self.evident("extra.UNKNOWN", "UNKNOWN", span=spans_of(unknown))
            self.keyword_line(unknown[-1])
        for name, field in _LISTS.items():
            several = self.elements.get(name, [])
            self.set(field, list(filter(None, (self.said([line]) for line in several))), name, span=spans_of(several))
        subjects: list[Subject] = []
        spans: list[Span] = []
        for name in _SUBJECTS:
            several = self.elements.get(name, [])
            subjects += [Subject(f"reuters21578-{name.lower()}", said) for line in several if (said := self.said([line]))]
            spans += spans_of(several)
        if subjects:
            slug = self.evidence["subjects"].span if "subjects" in self else ()
            self.set("subjects", [*(self.get("subjects") or []), *subjects], "TOPICS", span=[*slug, *spans])

    def _body(self, lines: Sequence[Line]) -> None:
        """Paragraphs begin with an indent; what has gaps of several blanks is the row of a table; the last line signs."""
        said: list[tuple[Line, bool]] = []
        parted = True
        for line in lines:
            bare = line.stripped()
            if _NOISE.fullmatch(bare.text) or _DOCTYPE.fullmatch(bare.text):
                self.aside(bare)
                parted = True
            else:
                said.append((bare, parted or bare.start - line.start >= _INDENT))
                parted = False
        if said and _SIGNER.fullmatch(said[-1][0].text):
            self.take("credit", "signer", said.pop()[0])
        paragraph: list[Line] = []
        for line, first in said:
            row = _ROW.search(line.text) is not None
            if paragraph and (row or first):
                self._paragraph(paragraph)
                paragraph = []
            if row:
                self.say("table_row", "row", line)
            else:
                paragraph.append(line)
        if paragraph:
            self._paragraph(paragraph)

    def _paragraph(self, lines: Sequence[Line]) -> None:
        self.say("paragraph", "paragraph", *lines)


@hookimpl
def newsarchive_sources() -> Source:
    """The source `reuters-21578`."""
    return Source("reuters-21578", title="Reuters-21578, SGML of Lewis", sniff=sniff, parse=parse, lossless=True)
