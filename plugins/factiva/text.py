"""Factiva's text: articles behind each other, with codes or without, each ended by its accession number."""

import re
from collections.abc import Iterator, Sequence

import attrs

from newsarchive import Bid, Block, Confidence, Defect, Document, Draft, NotArticle, Notice, Sample, Span
from newsarchive.text import Line, lines, unwrap

from .._names import signers
from .._prose import text_lines
from .._sample import text_ends
from .._text_fields import TextFields
from .codes import BODY, CAPTION, LAST_LINE, Row, count_of, read_rows, signature
from .header import kinds
from .records import BELOW, coded, counted_line, fields, header_end, records, stated_count

_TOLD_BY = frozenset(("HD", "WC", "PD", "SN", "SC", "LA", "CY", "AN", "LP", "TD"))
_ENOUGH = 4
_SECTION_WORDS = 3
_HEAD_LINES = 4000
#: Lines of other formats with tags of two letters go on with a dash: `SN  - 0000-0000` (RIS).
_RIS = re.compile(r"\A\s*TY {2}- ", re.MULTILINE)
#: A publisher's company behind the text, where no code says so.
_COMPANY = re.compile(
    r"[^.!?:;]{2,100}\s(?:AG|GmbH|SA|S\.A\.?|SAS|SARL|SpA|S\.p\.A\.?|S\.L\.?|Ltd\.?|Limited|Inc\.?|LLC|plc|PLC|Corp\.?|BV|NV|AB)"
)


def sniff(sample: Sample) -> Bid | None:
    """Codes in front of lines, a headline and another four at least; or a header without them, and an accession number."""
    ends = text_ends(sample)
    if ends is None or ends.head.lstrip()[:1] in ("<", "{", "[") or _RIS.match(ends.head):
        return None
    found = lines(ends.head)[:_HEAD_LINES]
    codes = {label[0] for line in found if (label := coded(line))}
    if "HD" in codes and len(codes & _TOLD_BY) > _ENOUGH:
        return Bid(Confidence.CERTAIN, f"it has Factiva's codes {', '.join(sorted(codes & _TOLD_BY))}")
    numbered = LAST_LINE.search(ends.head) or LAST_LINE.search(ends.tail)
    if numbered and found and counted_line(found, 0, len(found) - 1) is not None:
        return Bid(Confidence.CERTAIN, f"it has a header as Factiva prints it, and ends with {numbered[0]}")
    return None


def parse(document: Document) -> Iterator[Draft | Defect | NotArticle | Notice]:
    """The articles, in their order."""
    found, furniture = text_lines(document.decoded("cp1252").text)
    yield from read_lines(found, furniture, document.hints.get("date_order"))


def read_lines(
    found: Sequence[Line], furniture: Sequence[Span], order: str | None
) -> Iterator[Draft | Defect | NotArticle | Notice]:
    """What some lines hold: articles, and round them lists of headlines and the summary of the search."""
    several = records(found)
    articles = 0
    for number, record in enumerate(several):
        ends = furniture if number == 0 else ()
        front = found[record.first : record.last + 1 if record.start is None else record.start]
        if any(not line.blank for line in front):
            stated = stated_count(front)
            count = count_of(stated[0]) if stated and articles else None
            if stated and count is not None and count != articles:
                yield Defect("count", f"the search found {count} articles, {articles} are here", stated[1].span)
            articles = 0 if stated else articles
            yield NotArticle("a list or a summary round the articles", (_span(front), *(ends if record.start is None else ())))
        if record.start is None:
            continue
        articles += 1
        story = _Story(found[record.start : record.last + 1], ends)
        (story.read_coded if record.coded else story.read_bare)(order)
        yield from story.found("it has neither a headline nor a text")


def _span(several: Sequence[Line]) -> Span:
    return Span("codepoint", several[0].start, several[-1].end)


def _headline(above: Sequence[str]) -> int:
    """Which line above the number of words is the headline. A few words over a longer line that signs nothing are a section."""
    few = len(above) > 1 and len(above[0].split()) <= _SECTION_WORDS < len(above[1].split())
    return 1 if few and not signers(above[1]) else 0


class _Story(TextFields):
    """One article."""

    def __init__(self, found: Sequence[Line], furniture: Sequence[Span]) -> None:
        super().__init__("factiva", found, furniture)
        self.span = _span(found)

    def read_coded(self, order: str | None) -> None:
        """Each field behind its code."""
        rows = []
        body: list[Line] = []
        for field in fields(self.lines):
            self.aside(field.label)
            said = [line.stripped() for line in field.lines if not line.blank]
            if field.code in BODY:
                body += [*field.lines, field.lines[-1].part(len(field.lines[-1].text))]
            elif field.code == CAPTION and said:
                self.block(Block("caption", unwrap(said)), CAPTION, *said)
            elif said:
                rows.append(Row(field.code, unwrap(said), None, [line.span for line in said]))
        self._finish(rows, body, order)

    def read_bare(self, order: str | None) -> None:
        """A header line by line, and the text behind it."""
        numbers = [number for number, line in enumerate(self.lines) if not line.blank]
        counted = counted_line(self.lines, 0, len(self.lines) - 1) or 0
        above = [number for number in numbers if number < counted]
        below = [number for number in numbers if number >= counted][:BELOW]
        known = {_headline([self.lines[number].text for number in above]): "HD"} if above else {}
        codes = kinds([self.lines[number].text.strip() for number in (*above, *below)], known)
        count = len(above) + header_end(self.lines, below, codes[len(above) :])
        header = [self.lines[number].stripped() for number in numbers[:count]]
        rows = [Row(code, line.text, None, [line.span]) for code, line in zip(codes, header, strict=False)]
        body = list(self.lines[numbers[count] :]) if count < len(numbers) else []
        rows += self._ended(body)
        self._finish(rows, body, order)

    def _ended(self, body: list[Line]) -> Iterator[Row]:
        """The accession number, and the company above it; they are taken out of the text."""
        for code, form in (("AN", LAST_LINE), ("PUB", _COMPANY)):
            while body and body[-1].blank:
                body.pop()
            if body and len(body[-1].text) <= BELOW * BELOW and form.fullmatch(body[-1].stripped().text):
                line = body.pop().stripped()
                yield Row(code, line.text, None, [line.span])

    def _finish(self, rows: Sequence[Row], body: Sequence[Line], order: str | None) -> None:
        if any(not line.blank for line in body):
            self.prose(body)
        self.pieces = [attrs.evolve(piece, block=signature(piece.block)) for piece in self.pieces]
        read_rows(self, rows, order)
        if "identifiers" not in self:
            self.defect("incomplete", "the article does not end with its accession number: it may be cut off", self.span or ())
