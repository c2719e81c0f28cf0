"""Conservation: every character of a document is in a field, in furniture, or reported.

Unaccounted for is whatever is not white space and in no span. Design section 7.
"""

from collections.abc import Iterable
from typing import Any

from .fields import Unit
from .model import Span
from .text import WHITE_SPACE

#: White space in bytes: that of ASCII.
WHITE_BYTES = b"\t\n\v\f\r "


def unaccounted(content: str | bytes, spans: Iterable[Span]) -> list[Span]:
    """The stretches of `content` that no span covers, trimmed of white space, in order."""
    unit: Unit = "codepoint" if isinstance(content, str) else "byte"
    gaps = []
    reached = 0
    length = len(content)
    for start, end in sorted([(span.start, span.end) for span in spans if span.unit == unit]):
        if start > reached:
            gaps.append((reached, min(start, length)))
        if end > reached:
            reached = end
    gaps.append((reached, length))
    white: Any = WHITE_SPACE if isinstance(content, str) else WHITE_BYTES
    said = [(start, end) for start, end in gaps if content[start:end].strip(white)]
    return [Span(unit, *_trimmed(content, start, end, white)) for start, end in said]


def _trimmed(content: str | bytes, start: int, end: int, white: Any) -> tuple[int, int]:
    piece: Any = content[start:end]
    return end - len(piece.lstrip(white)), start + len(piece.rstrip(white))
