"""The trace of a reading: a document in stretches, each with what became of it. Together they are the document."""

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import Any, Literal

import attrs

from ..conservation import WHITE_BYTES
from ..fields import Unit
from ..model import Span
from ..reading import Reading
from ..text import WHITE_SPACE, lines
from .findings import fields, gives_places, own
from .places import Places, shortened

#: What can become of a stretch; of two that are as long, the later is shown.
Kind = Literal["elsewhere", "furniture", "ignored", "field", "defect", "unaccounted"]
_RANKS: tuple[Kind, ...] = ("elsewhere", "furniture", "ignored", "field", "defect", "unaccounted")
NOT_SHOWN = "its text is not shown: no source read it to its end, or its bytes are not at hand"
#: Bytes in a row of a document that is no text, and rows that are shown at either end of a long stretch of it.
ROW_BYTES = 16
_ENDS = 4 * ROW_BYTES


@attrs.frozen
class Label:
    """What became of some spans: a field of the found thing with this number (from 1), furniture, a defect, or nothing.

    `about` is the rule that read a field, or the reason of a defect; `value` the field's, in words.
    """

    kind: Kind
    name: str
    number: int | None = None
    about: str = ""
    value: str | None = None
    spans: tuple[Span, ...] = ()

    @property
    def field(self) -> str:
        """The field of the record: `authors` of `authors[0].name`."""
        return re.split(r"[.\[]", self.name, maxsplit=1)[0]


@attrs.frozen
class Stretch:
    """A piece of a document, in its unit, and the labels that cover it: longest span first, so the last is closest."""

    start: int
    end: int
    labels: tuple[Label, ...] = ()


@attrs.frozen
class Row:
    """A line of a text by its number (from 1), cut where the labels change; or up to 16 bytes by their offset, with one label.

    `left_out` counts rows that are not shown because they lie deep within one stretch of bytes.
    """

    place: int
    pieces: tuple[Stretch, ...] = ()
    left_out: int = 0


@attrs.frozen
class Trace:
    """A document (a text, or bytes) and what became of it; without content and stretches where that cannot be told."""

    labels: tuple[Label, ...]
    content: str | bytes = b""
    stretches: tuple[Stretch, ...] = ()
    _places: Places = attrs.field(init=False)

    @_places.default
    def _find_lines(self) -> Places:
        return Places(self.content)

    def text(self, start: int, end: int) -> str:
        """What stands there; bytes in hexadecimal and, where they are, in ASCII."""
        piece = self.content[start:end]
        if isinstance(piece, str):
            return piece
        ascii_only = "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in piece)
        return f"{piece.hex(' '):<{ROW_BYTES * 3}} {ascii_only}"

    def place(self, offset: int) -> str:
        """`12:1`, line and column, as everywhere; in bytes the offset in hexadecimal."""
        if isinstance(self.content, bytes):
            return f"{offset:08x}"
        line, column = self._places.at(offset)
        return f"{line}:{column}"

    def by_number(self) -> dict[int | None, list[Label]]:
        """The labels of each thing found, and under None those of the document itself."""
        found: dict[int | None, list[Label]] = {}
        for label in self.labels:
            found.setdefault(label.number, []).append(label)
        return found

    def value(self, label: Label) -> str:
        """A field's value, else what stands at the first of the label's spans, in words."""
        spans = self.within(label)
        return label.value or (shortened(self._places.text(spans[0])) if spans else "")

    def within(self, label: Label) -> list[Span]:
        """The spans of a label that can be shown."""
        return [span for span in label.spans if self.stretches and self._places.fits(span)]

    def rows(self) -> Iterator[Row]:
        """The document row by row. Line ends are in no piece, all else is in one."""
        starts = [stretch.start for stretch in self.stretches]
        skipped = 0
        for place, start, end in self._bounds():
            first = max(bisect.bisect_right(starts, start) - 1, 0)
            within = self.stretches[first : bisect.bisect_left(starts, end)]
            if isinstance(self.content, bytes) and _deep(start, end, within):
                skipped += 1
                continue
            if skipped:
                yield Row(place, left_out=skipped)
                skipped = 0
            pieces = [attrs.evolve(each, start=max(each.start, start), end=min(each.end, end)) for each in within]
            if isinstance(self.content, bytes):
                yield from (Row(piece.start, (piece,)) for piece in pieces)
            else:
                yield Row(place, tuple(pieces) or (Stretch(start, end),))

    def _bounds(self) -> Iterator[tuple[int, int, int]]:
        """Place, start and end of each row."""
        if isinstance(self.content, str):
            yield from ((number, line.start, line.end) for number, line in enumerate(lines(self.content), 1))
        else:
            size = len(self.content)
            yield from ((start, start, min(start + ROW_BYTES, size)) for start in range(0, size, ROW_BYTES))


def trace(reading: Reading, data: bytes | None) -> Trace:
    """What became of a document. It has no stretches if nothing read it to its end, or its bytes are not at hand."""
    labels = tuple(_labels(reading))
    content = reading.text if reading.text is not None else data
    if content is None or reading.source_version is None:  # a source without a version was killed
        return Trace(labels)
    if gives_places(reading):
        return Trace(labels, content, tuple(stretches(content, labels)))
    if isinstance(content, bytes):  # nothing counts in bytes: markup and JSON are shown as text
        with suppress(UnicodeDecodeError):
            content = content.decode("utf-8-sig")
    return Trace(labels, content, (Stretch(0, len(content)),))


def _labels(reading: Reading) -> Iterator[Label]:
    """Everything that a reading says of its document, parts apart: in the order in which it was found, the rest behind."""
    for number, found in enumerate(own(reading), 1):
        for field in fields(found.article) if found.article is not None else ():
            evidence = field.evidence
            about = "" if evidence is None else evidence.rule + (f", at {evidence.path}" if evidence.path else "")
            yield Label("field", field.path, number, about, field.value, evidence.span if evidence else ())
        for reason in found.reasons:
            kind: Kind = "ignored" if found.kind == "ignored" else "defect"
            yield Label(kind, reason.code, number, reason.reason, spans=reason.span)
    for span in reading.furniture:
        yield Label("furniture", "furniture", spans=(span,))
    missed = [(span.start, span.end) for span in reading.unaccounted]
    for reason in reading.defects:
        sums_up = bool(missed) and missed == [(span.start, span.end) for span in reason.span]  # it says the same again
        if reason.member == reading.member and not sums_up:
            yield Label("defect", f"defect {reason.code}", about=reason.reason, spans=reason.span)
    for span in reading.unaccounted if gives_places(reading) else ():
        yield Label("unaccounted", "unaccounted", spans=(span,))


def stretches(content: str | bytes, labels: Iterable[Label]) -> Iterator[Stretch]:
    """The document in order and without gaps, cut where a label begins or ends.

    Spans in another unit are passed over, and what lies beyond the document's end is cut off, as conservation counts.
    What no label covers and is not white space gets the label that it is in no field.
    """
    unit: Unit = "codepoint" if isinstance(content, str) else "byte"
    size = len(content)
    opened: dict[int, list[tuple[int, int, Label]]] = {}
    cuts = {0, size}
    for label in labels:
        for start, end in {(span.start, min(span.end, size)) for span in label.spans if span.unit == unit}:
            if start < end:
                opened.setdefault(start, []).append((start, end, label))
                cuts |= {start, end}
    white: Any = WHITE_SPACE if isinstance(content, str) else WHITE_BYTES
    covering: list[tuple[int, int, Label]] = []
    for start, end in pairwise(sorted(cuts)):
        covering = [each for each in covering if each[1] > start] + opened.get(start, [])
        covering.sort(key=lambda each: (each[0] - each[1], _RANKS.index(each[2].kind)))
        if covering or not content[start:end].strip(white):
            closest_first = {id(label): label for _, _, label in reversed(covering)}  # each once, by its shortest span
            yield Stretch(start, end, tuple(closest_first.values())[::-1])
        else:
            yield Stretch(start, end, (_ELSEWHERE,))


def named(labels: Sequence[Label]) -> str:
    """Labels in few words: `1. byline, authors[0].name; 2. headline`."""
    said: dict[int | None, list[str]] = {}
    for label in labels:
        said.setdefault(label.number, []).append(label.name)
    groups = (", ".join(dict.fromkeys(names)) for names in said.values())
    return "; ".join(f"{number}. {names}" if number else names for number, names in zip(said, groups, strict=True))


#: What was accounted for by a notice, a part, or a draft that made no article: the reading does not say by which.
_ELSEWHERE = Label("elsewhere", "in no field", about="accounted for by a notice, a part or what made no article")


def _deep(start: int, end: int, within: Sequence[Stretch]) -> bool:
    """Whether a row lies within one stretch, far from its ends."""
    return len(within) == 1 and start - within[0].start >= _ENDS and within[0].end - end >= _ENDS
