"""What the kit says when something does not hold: which document, where, what was found in it, and what to do."""

import re
import textwrap

import attrs

from ..cli.places import Places, shortened
from ..model import Span
from ..reading import Reading
from ..sources import Document
from ..text import terminal_safe

#: Characters of a document that a message shows; of a longer one, the surroundings of the place.
_SHOWN = 600
_AROUND = 200
_WIDTH = 100
_HEX_WIDTH = 16
_HEX_LINES = 12
#: Findings of one document that a message lists.
_LISTED = 12


class ConformanceError(AssertionError):
    """A source does not do what every source has to. The message is for the author of the plugin.

    `what` stays the same while a document is made smaller: it names the rule and not the case. `costly` says that
    finding it out took so long that no smaller one is looked for.
    """

    def __init__(self, what: str, message: str, costly: bool = False) -> None:
        super().__init__(message)
        self.what = what
        self.costly = costly


@attrs.frozen
class Case:
    """A document that a source was tried on, for the message."""

    document: Document
    reading: Reading | None = None

    def failure(
        self, what: str, *, why: str = "", where: tuple[Span, ...] = (), advice: str = "", costly: bool = False
    ) -> ConformanceError:
        """The exception to raise: what does not hold, why that is known, where it stands, and what mends it."""
        lines = [what]
        if why:
            lines += ["", *why.splitlines()]
        lines += ["", *self._document(where)]
        if self.reading is not None:
            lines += ["", *_findings(self.reading, self._places())]
        if advice:
            lines += ["", *textwrap.wrap(f"What to do: {advice}.", _WIDTH)]
        return ConformanceError(what, "\n".join(terminal_safe(line) for line in lines), costly)

    def _places(self) -> Places:
        decoded = self.document.encoding
        return Places(decoded.text if decoded else self.document.data)

    def _document(self, where: tuple[Span, ...]) -> list[str]:
        places = self._places()
        data, decoded = self.document.data, self.document.encoding
        kind = decoded.encoding if decoded else "read as bytes"
        lines = [f"The document ({self.document.name}, {len(data):,} bytes, {kind}):"]
        fitting = [span for span in where if places.fits(span)]
        start, end = _window(len(places.content), fitting)
        piece = places.content[start:end]
        text = _as_text(piece)
        if text is not None:
            left = " … " if start else ""
            right = " … " if end < len(places.content) else ""
            lines += [f"    {line!r}" for line in f"{left}{text}{right}".splitlines(keepends=True)]
        if text is None or not re.sub(r"[\n\t]|\r\n", "", text).isprintable() or self._hidden():
            lines += ["Its bytes:", *_hex(data, start if isinstance(piece, bytes) else 0)]
        for span in fitting:
            lines.append("Where: " + place(span, places))
        return lines

    def _hidden(self) -> bool:
        """Whether the text does not show the bytes: another encoding, a byte order mark."""
        decoded = self.document.encoding
        return decoded is not None and decoded.text.encode() != self.document.data


def place(span: Span, places: Places) -> str:
    """`3:1, codepoints 40-52: "…"`."""
    if not places.fits(span):
        return f"{span.unit}s {span.start}-{span.end}, which is outside of the document"
    line, column = places.at(span.start)
    return f"{line}:{column}, {span.unit}s {span.start}-{span.end}: {shortened(places.text(span))}"


def _as_text(piece: str | bytes) -> str | None:
    """A piece of a document as text, if it is any."""
    try:
        return piece if isinstance(piece, str) else piece.decode()
    except UnicodeDecodeError:
        return None


def _window(length: int, where: list[Span]) -> tuple[int, int]:
    """Which part of a document to show: the whole of a short one."""
    if length <= _SHOWN:
        return 0, length
    start = max(0, where[0].start - _AROUND) if where else 0
    return start, min(length, start + _SHOWN)


def _hex(data: bytes, start: int) -> list[str]:
    """`00000000  50 4b 03 04 …  PK..`, as `hexdump -C` prints it."""
    start -= start % _HEX_WIDTH
    lines = []
    for offset in range(start, min(len(data), start + _HEX_LINES * _HEX_WIDTH), _HEX_WIDTH):
        row = data[offset : offset + _HEX_WIDTH]
        shown = "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in row)
        lines.append(f"    {offset:08x}  {row.hex(' '):<{_HEX_WIDTH * 3}} {shown}")
    return lines


def _findings(reading: Reading, places: Places) -> list[str]:
    """What was found, field by field, with where it stood."""
    lines = ["What was read:"]
    for number, found in enumerate(reading.found[:_LISTED], 1):
        if found.article is None:
            reasons = "; ".join(f"{reason.code}: {reason.reason}" for reason in found.reasons)
            lines.append(f"    {number}. {found.kind} {reasons}".rstrip())
            continue
        article = found.article
        lines.append(f"    {number}. article")
        for name in ("headline", "byline", "credit", "published"):
            if (value := getattr(article, name)) is not None:
                lines.append(f"       {name} {shortened(str(value))}")
        lines += [f"       authors[{n}] {shortened(author.name)}" for n, author in enumerate(article.authors[:_LISTED])]
        lines += [f"       body[{n}] {block.kind} {shortened(block.text)}" for n, block in enumerate(article.body[:_LISTED])]
        for key, evidence in list(article.evidence.items())[:_LISTED]:
            stood = "; ".join(place(span, places) for span in evidence.span) or evidence.path or "no place"
            lines.append(f"       evidence of {key}: {evidence.rule}, {stood}")
    if len(reading.found) > _LISTED:
        lines.append(f"    … and {len(reading.found) - _LISTED} more")
    lines += [f"    defect {defect.code}: {defect.reason}" for defect in reading.defects[:_LISTED]]
    lines += [f"    furniture {place(span, places)}" for span in reading.furniture[:_LISTED]]
    return lines
