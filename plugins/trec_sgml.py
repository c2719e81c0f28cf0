"""The news of TREC: AP Newswire, Wall Street Journal and their relatives, as SGML without a root."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from newsarchive import (
    Bid,
    Confidence,
    Dateline,
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
from ._sgml import SgmlFields, Stretch, spans_of, stretches, tag_of

# file     = 1*( "<DOC>" 1*element [ "</DOC>" ] )
# element  = "<" name ">" text "</" name ">"; "<P>" parts paragraphs
# The names are those of AP, WSJ, FT, LA Times, SJMN, FBIS and AQUAINT.
_DOCUMENT = "DOC"
_BREAKS = frozenset(("P", "F"))
_TEXTS = frozenset(("LP", "LEADPARA", "TEXT"))
_HEADLINES = ("HEAD", "HL", "HEADLINE", "TTL", "TITLE", "TI")
_FIELDS = {"PUB": "publisher", "PAGE": "page", "SECTION": "section", "EDITION": "edition", "COPYRIGHT": "copyright"}
_NOTES = ("NOTE", "MEMO", "CORRECTION")
_CAPTIONS = ("CAPTION", "GRAPHIC")
#: Lists of the Wall Street Journal, an entry a line with its code behind it: `ACQUISITIONS & MERGERS (TNM)`.
_LISTS = ("CO", "IN", "NS", "G", "MS", "RE")
_ENTRY = re.compile(r"(?P<name>.*\S)\s*\((?P<code>[A-Z0-9.]{1,8})\)")
_DATES = ("DATE", "DD", "DATE_TIME", "DATE1")
_KEPT = (
    *("DOCID", "FILEID", "FIRST", "SECOND", "UNK", "SO", "PROFILE", "LENGTH", "TYPE", "SUBJECT", "DESCRIPT", "ACCESS"),
    *("DOCTYPE", "HEADER", "SLUG", "TRAILER", "H3", "COUNTRY", "CITY", "JOURNAL", "NAME"),
)
_KNOWN = (
    *(_DOCUMENT, "DOCNO", "BYLINE", "DATELINE", "BODY", *_BREAKS, *_TEXTS, *_HEADLINES, *_FIELDS, *_NOTES, *_CAPTIONS),
    *(*_LISTS, *_DATES, *_KEPT),
)
_TAG = tag_of(_KNOWN)
_START = re.compile(rf"[{WHITE_SPACE}]*<DOC>[{WHITE_SPACE}]*<DOCNO>", re.IGNORECASE)
_DOC = re.compile(r"<DOC>", re.IGNORECASE)
_SOURCE = re.compile(r"(?P<name>.+?)(?:\s*\([A-Z]+\))?,\s*PAGE\s+(?P<page>\S.*)", re.IGNORECASE)
_DATELINE = re.compile(r"(?P<place>[^()]*[^()\s,])\s*(?:\((?P<credit>[^()]{1,40})\))?\s*(?:--?|_)?")
_RULE = re.compile(r"-{3,}")
# FILEID = "AP-NR-" month "-" day "-" year time zone, DOCNO = letters year month day "-" number
_FILE_ID = re.compile(r"\S*?-(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d\d)\s+(?P<hour>\d\d)(?P<minute>\d\d)(?P<zone>E[SD]T)")
_NUMBER_DATE = re.compile(r"[A-Z]+(?P<year>\d\d)(?P<month>\d\d)(?P<day>\d\d)-.*")
_NUMERIC = (
    re.compile(r"=?\s*(?P<year>(?:19|20)?\d\d)(?P<month>\d\d)(?P<day>\d\d)"),
    re.compile(r"(?P<month>\d\d?)/(?P<day>\d\d?)/(?P<year>(?:19|20)?\d\d)"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?:\s+(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?)?"),
)
_WRITTEN = re.compile(DAY)
_ZONES = {"EST": -300, "EDT": -240}
#: What is longer is no line of a header.
_SHORT = 300
#: Years of two digits: the corpora begin in the eighties.
_PIVOT = 70


def sniff(sample: Sample) -> Bid | None:
    """A document, and its number first."""
    ends = text_ends(sample)
    return Bid(Confidence.CERTAIN, "it begins with DOC and DOCNO") if ends and _START.match(ends.head) else None


def parse(document: Document) -> Iterator[Draft | Defect | NotArticle | Notice]:
    """One article for each DOC."""
    text = document.decoded().text
    found, furniture = text_lines(text)
    end = found[-1].end
    starts = [match.start() for match in _DOC.finditer(text)] or [0]
    if text[: starts[0]].strip(WHITE_SPACE):
        yield Defect("before-the-first", "what stands before the first DOC is not read", Span("codepoint", 0, starts[0]))
    for number, (start, stop) in enumerate(pairwise([*starts, end])):
        story = _Document(text, start, stop, [] if number else furniture)
        if len(starts) > 1:
            story.span = Span("codepoint", start, stop)
        yield from story.found("it has neither a headline nor a text")


class _Document(SgmlFields):
    """One DOC."""

    def __init__(self, text: str, start: int, end: int, furniture: Sequence[Span]) -> None:
        super().__init__("trec", [Line(text[start:end], start, end)], furniture)
        self.elements: dict[str, list[list[Line]]] = {}
        body: list[Line] = []
        for each in stretches(text, start, end, _TAG, _BREAKS):
            if not isinstance(each, Stretch):
                self.furniture.append(each)
            elif each.name in _TEXTS:
                body += [*each.lines, Line("", each.start, each.start)]
            elif said := [line.stripped() for line in each.lines if not line.blank]:
                self.elements.setdefault(each.name, []).append(said)
        self.prose(body)
        self._about()
        self._date()
        if "identifiers" in self:
            self._first("DOCNO")
        self._signed()
        self._lists()
        self._rest()

    def _first(self, *names: str) -> tuple[str, list[Line]] | None:
        """The first element of these names, taken out, with its name. Others stay, and come to be kept."""
        for name in names:
            if several := self.elements.get(name):
                return name, several.pop(0)
        return None

    def _about(self) -> None:
        """Number, headline, and what has a field of its own."""
        if number := self.elements.get("DOCNO"):
            self.set("identifiers", {"docno": self.said(number[0])}, "DOCNO", span=spans_of(number[0]))
        if headline := self._first(*_HEADLINES):
            name, said = headline
            rule = next((number for number, line in enumerate(said) if _RULE.fullmatch(line.text)), len(said))
            self.take("headline", name, *said[:rule])
            self.aside(*said[rule : rule + 1])
            if said[rule + 1 :]:
                self.elements.setdefault("BYLINE", []).insert(0, said[rule + 1 :])
        for name, field in _FIELDS.items():
            if found := self._first(name):
                self.take(field, name, *found[1])
        if note := self._first(*_NOTES):
            self.take("note", note[0], *note[1])
        if source := self._first("SO"):
            self._source(source[1])
        for line in self.elements.get("FIRST", [[]])[0][:1]:
            self.keyword_line(line)

    def _source(self, said: Sequence[Line]) -> None:
        """`WALL STREET JOURNAL (J), PAGE 16`: who published it, and where."""
        match = _SOURCE.fullmatch(said[0].text[:_SHORT])
        if match is None or said[1:] or len(said[0].text) > _SHORT or "page" in self or "publisher" in self:
            self.elements["SO"] = [list(said)]
            return
        name, page = said[0].part(*match.span("name")), said[0].part(*match.span("page"))
        self.take("publisher", "SO", name)
        self.take("page", "SO", page)
        self.label(said[0], name, page)

    def _date(self) -> None:
        """An element that says it, else the number of the file, else that of the document. What says more is kept, too."""
        for name, read in (*((name, _written) for name in _DATES), ("FILEID", _file_date), ("DOCNO", _number_date)):
            said = self.elements.get(name, [[]])[0]
            if not said or "published" in self:
                continue
            text = self.said(said)
            try:
                date = read(text)
            except NewsarchiveError as error:
                self.defect("impossible-date", f"{name} is {text!r:.60}: {error.message}", spans_of(said))
                continue
            if date is not None:
                self.set("published", date, name, span=spans_of(said))
                if name in _DATES and not _WRITTEN.match(text):
                    self._first(name)
            elif name in _DATES:
                self.defect("no-date", f"{name} is {text!r:.60}, which is no date", spans_of(said))

    def _signed(self) -> None:
        if byline := self._first("BYLINE"):
            self.take("byline", "BYLINE", *byline[1])
            self.set("authors", signers(self.get("byline") or ""), "BYLINE", span=spans_of(byline[1]))
        if (dateline := self._first("DATELINE")) and (text := self.said(dateline[1])):
            match = _DATELINE.fullmatch(text)
            place = match["place"] if match else None
            self.set("dateline", Dateline(text, place=place), "DATELINE", span=spans_of(dateline[1]))
            self.set("credit", match["credit"] if match else None, "DATELINE", span=())
        while found := self._first(*_CAPTIONS, *_NOTES):
            for line in found[1]:
                self.say("caption" if found[0] in _CAPTIONS else "note", found[0], line)

    def _lists(self) -> None:
        """Companies, regions, and subjects of all kinds: an entry a line."""
        for name in _LISTS:
            if (found := self._first(name)) is None:
                continue
            entries = [_entry(name, self.said([line])) for line in found[1]]
            entries = [each for each in entries if each.name]
            said = [each.name for each in entries if each.name]
            if name == "CO":
                self.set("organisations", said, name, span=spans_of(found[1]))
            elif name == "RE":
                self.set("places", said, name, span=spans_of(found[1]))
            spans = self.evidence["subjects"].span if "subjects" in self else ()
            coded = [each for each in entries if each.code or name not in ("CO", "RE")]
            self.set("subjects", [*(self.get("subjects") or []), *coded], name, span=[*spans, *spans_of(found[1])])

    def _rest(self) -> None:
        """What stands in no element is a defect; all others are kept by their names, those that gave a date included."""
        untagged = [line for said in self.elements.pop("", []) for line in said]
        untagged += [line for name in (_DOCUMENT, "BODY") for said in self.elements.pop(name, []) for line in said]
        self.untagged(untagged)
        for name, several in self.elements.items():
            if not several:
                continue
            text = "\n".join(filter(None, map(self.said, several)))
            spans = spans_of([line for said in several for line in said])
            self.keep(name, text)
            self.evident(f"extra.{name}", name, span=spans)


def _entry(name: str, text: str) -> Subject:
    """A line of a list, its code apart."""
    match = _ENTRY.fullmatch(text)
    return Subject(f"wsj-{name.lower()}", match["code"] if match else None, match["name"] if match else text or " ")


def _written(text: str) -> PartialDate | None:
    """A date in an element: `03/24/87`, `= 870324`, `July 3, 1989, Monday, Home Edition`."""
    for pattern in _NUMERIC:
        if match := pattern.fullmatch(text):
            return _date(match)
    match = _WRITTEN.match(text)
    if match is None or match["year"] is None:
        return None
    year, month, day = day_of(match)
    return PartialDate(year or 0, month, day)


def _file_date(text: str) -> PartialDate | None:
    match = _FILE_ID.fullmatch(text)
    return _date(match) if match else None


def _number_date(text: str) -> PartialDate | None:
    match = _NUMBER_DATE.fullmatch(text)
    return _date(match) if match else None


def _date(match: re.Match[str]) -> PartialDate:
    """The date of a match, years of two digits in the century that the corpora are of. Raises DateError."""
    found = match.groupdict()
    year = int(found["year"])
    if year < 100:
        year += 1900 if year >= _PIVOT else 2000
    hour, minute, second = (int(found[name]) if found.get(name) else None for name in ("hour", "minute", "second"))
    zone = _ZONES[found["zone"]] if found.get("zone") else None
    return PartialDate(year, int(found["month"]), int(found["day"]), hour, minute, second, None, zone)


@hookimpl
def newsarchive_sources() -> Source:
    """The source `trec-sgml`."""
    return Source("trec-sgml", title="SGML of TREC: AP, WSJ and relatives", sniff=sniff, parse=parse, lossless=True)
