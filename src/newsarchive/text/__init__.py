"""Text as it lies in files: lines, paragraphs and hard wraps, markup, and names and texts made safe to show."""

from .markup import KINDS, html_blocks, markup_blocks, said
from .plain import (
    WHITE_SPACE,
    HardWrap,
    Line,
    blocks,
    hard_wrapped,
    lines,
    one_line,
    printable_name,
    terminal_safe,
    universal_newlines,
    unwrap,
)

__all__ = [
    "KINDS",
    "WHITE_SPACE",
    "HardWrap",
    "Line",
    "blocks",
    "hard_wrapped",
    "html_blocks",
    "lines",
    "markup_blocks",
    "one_line",
    "printable_name",
    "said",
    "terminal_safe",
    "universal_newlines",
    "unwrap",
]
