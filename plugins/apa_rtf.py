r"""Press reviews of the APA-OnlineManager (Austria) as RTF: articles in sections, their headlines in bold."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

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
    Span,
    Unreadable,
    hookimpl,
)

from ._fields import Fields
from ._names import signers
from ._printed_dates import printed_date
from ._rtf import Paragraph, is_rtf, read_rtf

# article = source line-end [ "Ressort: " section ] *above headline *paragraph, parted by \sect, by rules or by nothing
# source  = quote medium quote [ section ] ( "vom" / "gefunden am" ) date [ time [ "Uhr" ] ] [ "Seite" [ ":" ] page ]
_SOURCE = re.compile(
    r"(?:[„\"“”](?P<quoted>[^„\"“”]{1,120})[\"“”](?P<between>[^\"]{0,80}?)|(?P<bare>[^\"]{1,120}?))\s*\b(?:vom|gefunden am)\s+"
    r"(?P<date>\d{1,2}\.\s?(?:\d{1,2}\.|[A-ZÄ][a-zä]{2,9}\.?)\s?\d{4})"
    r"(?:\s+(?P<hour>\d{1,2})[.:](?P<minute>\d\d)(?:\s*Uhr)?)?(?:\s+Seite:?\s*(?P<page>\S.{0,40}))?"
)
_ISSUE = re.compile(r"Nr\.\s*(?P<issue>\S+)")
_RULE = re.compile(r"_{4,}")
_SECTION = re.compile(r"Ressort:\s*(?P<section>.*)")
_BYLINE = re.compile(r"Von (?=[^\W\d_])[^\d.!?]{2,80}")
_INITIALS = re.compile(r"[a-zäöü]{2,4}")
_TERMS = "Der gegenständliche Text ist eine Abschrift"
_ATTACHED = re.compile(r"Gespeicherter? Anh(?:ang|änge):?\s*(?P<rest>.*)", re.DOTALL)
_QUERY = re.compile(r"Suche nach .*")
_EXPORTED = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}")
_MARGIN = re.compile(r"APA-OnlineManager|Seite\s*\d*\s*von\s*\d*|")
# Online articles come with their tags as text, and those escaped.
_BREAK = re.compile(r"(?:<|&lt;)/?(?:p|br|div)\s*/?(?:>|&gt;)", re.IGNORECASE)
_INLINE = re.compile(r"(?:<|&lt;)/?(?:b|i|u|em|strong|span)(?:>|&gt;)", re.IGNORECASE)
#: A dateline is a place that is one, no first word of a sentence.
_PLACE = re.compile(
    r"(?P<text>(?P<place>wien|linz|graz|salzburg|innsbruck|klagenfurt|bregenz|eisenstadt|st\. pölten|villach|wels|steyr|brüssel"
    r"|dornbirn|berlin|paris|london|rom|washington|kärnten|tirol|vorarlberg|burgenland|steiermark|oberösterreich|niederösterreich)\.)\s",
    re.IGNORECASE,
)
#: How far down a headline may stand, where none is set in bold.
_ABOVE = 4


def sniff(sample: Sample) -> Bid | None:
    """Who wrote the file, or what stands in its header."""
    if not is_rtf(sample.head):
        return None
    if b"{\\author AOMweb}" in sample.head[:2048] or b"APA-OnlineManager" in sample.head[:16_384]:
        return Bid(Confidence.CERTAIN, "was written by the APA-OnlineManager")
    return None


def parse(document: Document) -> Iterator[Draft | Defect | NotArticle | Notice]:
    """One article for each source line or section; what is wrong with one does not end the others."""
    if not is_rtf(document.data):
        raise Unreadable("it does not begin as RTF does", code="not-rtf")
    rtf = read_rtf(document.data)
    yield from rtf.defects
    paragraphs = [each for each in rtf.paragraphs if each.text]
    margins = [cell.text for row in rtf.margins for cell in (sum(row.cells, ()) or (row,))]
    starts = _starts(paragraphs)
    for start, end in pairwise([*starts, len(paragraphs)]):
        several = [each for each in paragraphs[start:end] if not _RULE.fullmatch(each.text)]
        if several:
            story = _Article(several, margins)
            story.span = Span("byte", several[0].start, several[-1].end)
            yield from story.found("it has neither a headline nor a text")
    if not starts:
        yield NotArticle("it is a press review without articles")


def _starts(paragraphs: Sequence[Paragraph]) -> list[int]:
    """Where articles begin: with a section, behind a rule, or with a line that says where it appeared."""
    starts = []
    sections = bool(paragraphs) and paragraphs[-1].section > 0
    section, fresh = -1, True
    for number, each in enumerate(paragraphs):
        if _RULE.fullmatch(each.text):
            fresh = True
            continue
        fresh = fresh or each.section != section
        section = each.section
        below = paragraphs[number + 1].text if number + 1 < len(paragraphs) else ""
        match = None if fresh else _SOURCE.fullmatch(each.text)
        if fresh or (match and match["quoted"] and (not sections or _SECTION.fullmatch(below))):
            starts.append(number)
        fresh = False
    return starts


class _Article(Fields):
    """One article."""

    def __init__(self, paragraphs: Sequence[Paragraph], margins: Sequence[str]) -> None:
        super().__init__("apa")
        rest = self._source(list(paragraphs))
        if rest and (match := _SECTION.fullmatch(rest[0].text)):
            self.set("section", match["section"], "Ressort")
            rest = rest[1:]
        rest = self._above(rest)
        rest = self._below(rest)
        if rest and rest[0].bold and "headline" in self:
            self.set("summary", rest[0].text, "bold")
            rest = rest[1:]
        body = [block for number, each in enumerate(rest) for block in _blocks(each, last=number > 0)]
        if match := next(filter(None, (_PLACE.match(block.text) for block in body[:2])), None):  # there may be a lead above it
            self.set("dateline", Dateline(match["text"], place=match["place"]), "first")
        self.set("body", body, "paragraph")
        self._margins(margins)

    def _source(self, paragraphs: list[Paragraph]) -> list[Paragraph]:
        """Where and when it appeared."""
        match = _SOURCE.fullmatch(paragraphs[0].text)
        if match is None:
            self.defect("no-source", f"{paragraphs[0].text!r:.80} does not say where it appeared", _span(paragraphs[0]))
            return paragraphs
        self.set("publisher", match["quoted"] or match["bare"], "source")
        between = (match["between"] or "").strip()
        if issue := _ISSUE.fullmatch(between):
            self.keep("issue", issue["issue"])
        else:
            self.set("section", between, "source")
        self.set("page", match["page"], "source")
        date = printed_date(match["date"], "DMY")
        if date is None:
            self.defect("no-date", f"{match['date']!r} is no date", _span(paragraphs[0]))
        elif match["hour"]:
            try:
                date = PartialDate(date.year, date.month, date.day, int(match["hour"]), int(match["minute"]))
            except NewsarchiveError as error:
                self.defect("no-time", f"{match[0]!r:.80}: {error.message}", _span(paragraphs[0]))
        self.set("published", date, "source")
        return paragraphs[1:]

    def _above(self, paragraphs: list[Paragraph]) -> list[Paragraph]:
        """Editions, who wrote it, what stands above the headline, and the headline, which is bold."""
        bold = next((number for number, each in enumerate(paragraphs) if each.bold), None)
        if bold is None:  # the file is not from the vendor, or was saved again
            upright = (
                number for number, each in enumerate(paragraphs[:_ABOVE]) if not each.italic and not _is_byline(each.text)
            )
            first = next(upright, None)
            short = first is not None and len(paragraphs) > first + 1 and paragraphs[first].text[-1] not in ".!?:;,"
            bold = first if short else None
        if bold is None:
            return paragraphs
        editions, kickers = [], []
        for each in paragraphs[:bold]:
            if _is_byline(each.text):
                self.set("byline", each.text, "above")
                self.set("authors", signers(each.text), "above")
            elif each.italic:
                editions.append(each.text)
            else:
                kickers.append(each.text)
        self.set("edition", " / ".join(editions), "above")
        self.keep("kicker", " / ".join(kickers))
        self.set("headline", paragraphs[bold].text, "bold")
        return paragraphs[bold + 1 :]

    def _below(self, paragraphs: list[Paragraph]) -> list[Paragraph]:
        """Attachments and terms, which stand behind the text; a byline right behind the headline."""
        for number, each in enumerate(paragraphs):
            match = _ATTACHED.match(each.text)
            if match or each.text.startswith(_TERMS):
                behind = paragraphs[number:]
                if match:
                    links = [Media("document", link.url, link.text or None) for one in behind for link in one.links]
                    self.set("media", links, "attached")
                    said = [match["rest"], *(one.text for one in behind[1:])]
                    self.keep("attachments", [text for text in said if text])
                else:
                    self.set("usage_terms", " ".join(one.text for one in behind), "terms")
                paragraphs = paragraphs[:number]
                break
        if paragraphs and "byline" not in self and _BYLINE.fullmatch(paragraphs[0].text):
            self.set("byline", paragraphs[0].text, "below")
            self.set("authors", signers(paragraphs[0].text), "below")
            return paragraphs[1:]
        return paragraphs

    def _margins(self, margins: Sequence[str]) -> None:
        """What the page's margins say: what was looked for, when it was exported, what may be done with it."""
        for text in margins:
            if _QUERY.fullmatch(text):
                self.keep("query", text)
            elif _EXPORTED.fullmatch(text):
                self.keep("export-date", text)
            elif not _MARGIN.fullmatch(text):
                self.set("usage_terms", " ".join(filter(None, [self.get("usage_terms"), text])), "margin")


def _is_byline(text: str) -> bool:
    return _BYLINE.fullmatch(text) is not None or _INITIALS.fullmatch(text) is not None


def _blocks(paragraph: Paragraph, last: bool) -> Iterator[Block]:
    """The blocks of a paragraph: italics behind the text are captions, what is bold a crosshead."""
    kind = "caption" if paragraph.italic and last else "crosshead" if paragraph.bold else "paragraph"
    for piece in _BREAK.split(paragraph.text):
        if text := _INLINE.sub("", piece).strip():
            yield Block("table_row" if paragraph.cells else kind, text)  # type: ignore[arg-type]  # each is a kind


def _span(paragraph: Paragraph) -> Span:
    return Span("byte", paragraph.start, paragraph.end)


@hookimpl
def newsarchive_sources() -> Source:
    """The source `apa-rtf`."""
    return Source("apa-rtf", title="APA-OnlineManager (RTF)", sniff=sniff, parse=parse, refines=("rtf",))
