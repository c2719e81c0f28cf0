"""Factiva's RTF: its paragraphs and rows as lines, which are read as text is."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

import attrs

from newsarchive import Bid, Confidence, Defect, Document, Draft, Evidence, NotArticle, Notice, Sample, Span, Unreadable
from newsarchive.text import Line

from .._rtf import Paragraph, is_rtf, read_rtf
from .codes import ACCESSION, CODES
from .text import read_lines

# A code alone in its cell or before a tab: `\b HD\b0\cell`, `{\b WC}\tab`.
_CODE = re.compile(
    rb"(?<![A-Za-z0-9])(?P<code>[A-Z]{2,3})\s?[{}]{0,3}(?:\\(?!cell|tab)[a-z]{1,12}-?\d{0,5}\s?){0,6}[{}]{0,3}\s?\\(?:cell|tab)\b"
)
_NUMBER = re.compile(rf"(?<![A-Za-z0-9]){ACCESSION}(?![A-Za-z0-9])".encode())
_VENDOR = re.compile(rb"Factiva|Dow Jones")
_ENOUGH = 4


def sniff(sample: Sample) -> Bid | None:
    """RTF with Factiva's codes, or with its accession numbers and its name."""
    if not is_rtf(sample.head):
        return None
    codes = {match["code"].decode() for match in _CODE.finditer(sample.head)} & CODES
    if "HD" in codes and len(codes) > _ENOUGH:
        return Bid(Confidence.CERTAIN, f"RTF with Factiva's codes {', '.join(sorted(codes))}")
    for data in (sample.head, sample.tail):
        if _NUMBER.search(data) and (_VENDOR.search(sample.head) or _VENDOR.search(sample.tail)):
            return Bid(Confidence.LIKELY, "RTF with an accession number of Factiva and its name")
    return None


def parse(document: Document) -> Iterator[Draft | Defect | NotArticle | Notice]:
    """The articles, in their order; stretches are in bytes."""
    if not is_rtf(document.data):
        raise Unreadable("it does not begin as RTF does", code="not-rtf")
    rtf = read_rtf(document.data)
    yield from rtf.defects
    said = [each for paragraph in rtf.paragraphs for each in _lines(paragraph)]
    starts = [0, *accumulate(len(text) + 1 for text, _ in said)]
    found = [Line(text, start, start + len(text)) for (text, _), start in zip(said, starts, strict=False)]
    while found and found[-1].blank:
        found.pop()
    if not found:
        yield NotArticle("the document holds no text")
        return
    places = _Places(starts, [paragraph for _, paragraph in said])
    for each in read_lines(found, (), document.hints.get("date_order")):
        yield places.in_bytes(each)


def _lines(paragraph: Paragraph) -> Iterator[tuple[str, Paragraph]]:
    """A paragraph, with a blank line behind it; a row of two cells is a code and what it says."""
    if len(paragraph.cells) > 1 and len(paragraph.cells[0]) == 1 and paragraph.cells[0][0].text.strip() in CODES:
        label, *values = paragraph.cells
        texts = [each.text for cell in values for each in cell]
        first, *others = texts or [""]
        yield from ((text, paragraph) for text in f"{label[0].text.strip()}\t{first}".split("\n"))
        for other in others:
            yield "", paragraph
            yield from ((text, paragraph) for text in other.split("\n"))
        return
    yield from ((text, paragraph) for text in paragraph.text.split("\n"))
    yield "", paragraph


class _Places:
    """Where lines stood in the document."""

    def __init__(self, starts: Sequence[int], paragraphs: Sequence[Paragraph]) -> None:
        self.starts = starts
        self.paragraphs = paragraphs

    def in_bytes(self, each: Any) -> Any:
        """What was read, with the stretches of the paragraphs instead of those of the lines."""
        if not isinstance(each, Draft):
            spans = (each.span,) if isinstance(each.span, Span) else each.span
            return attrs.evolve(each, span=tuple(map(self._bytes, spans)))
        # Of a paragraph the bytes hold more than its text: no stretch of them is just what a field says.
        evidence = {field: Evidence(found.rule) for field, found in each.evidence.items()}
        span = self._bytes(each.span) if each.span else None
        return attrs.evolve(each, evidence=evidence, furniture=(), span=span)

    def _bytes(self, span: Span) -> Span:
        first = self.paragraphs[max(bisect_right(self.starts, span.start) - 1, 0)]
        last = self.paragraphs[max(min(bisect_right(self.starts, max(span.end - 1, span.start)), len(self.paragraphs)) - 1, 0)]
        return Span("byte", min(first.start, last.start), max(first.end, last.end))
