"""Conservation: every character of a document is in a field, in furniture, or reported.

Unaccounted for is whatever is not white space and in no span. Design section 7.
"""

from collections.abc import Iterable

from .fields import Unit
from .model import Span
from .text import WHITE_SPACE

_WHITE_BYTES = b"\t\n\v\f\r "


def unaccounted(content: str | bytes, spans: Iterable[Span]) -> list[Span]:
    """The stretches of `content` that no span covers, trimmed of white space, in order."""
    unit: Unit = "codepoint" if isinstance(content, str) else "byte"
    gaps = []
    reached = 0
    length = len(content)
    for start, end in sorted((min(span.start, length), min(span.end, length)) for span in spans if span.unit == unit):
        if start > reached:
            gaps.append((reached, start))
        reached = max(reached, end)
    gaps.append((reached, length))
    return [Span(unit, start, end) for start, end in (_trimmed(content, *gap) for gap in gaps) if start < end]


def _trimmed(content: str | bytes, start: int, end: int) -> tuple[int, int]:
    piece = content[start:end]
    if isinstance(piece, str):
        left, right = len(piece.lstrip(WHITE_SPACE)), len(piece.rstrip(WHITE_SPACE))
    else:
        left, right = len(piece.lstrip(_WHITE_BYTES)), len(piece.rstrip(_WHITE_BYTES))
    return end - left, start + right
