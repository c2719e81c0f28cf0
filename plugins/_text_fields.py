"""Fields from the lines of a text, each with the stretch where it stood. What no field takes is prose."""

from collections.abc import Iterator, Sequence

import attrs

from newsarchive import Block, Defect, Draft, NotArticle, Notice, Span
from newsarchive.text import Line, unwrap

from ._fields import Fields
from ._prose import Piece, read_pieces


class TextFields(Fields):
    """What one story states, whose lines are `lines`: fields, blocks of the body in any order, and furniture."""

    def __init__(self, rule: str, lines: Sequence[Line], furniture: Sequence[Span] = ()) -> None:
        super().__init__(rule)
        self.lines = lines
        self.pieces: list[Piece] = []
        self.furniture += furniture

    def take(self, field: str, rule: str, *stretches: Line) -> None:
        """A field that some lines or parts of lines say, joined into one line."""
        said = [each for each in stretches if not each.blank]
        self.set(field, unwrap(said), rule, span=[each.span for each in said])

    def aside(self, *stretches: Line) -> None:
        """What says nothing by itself: labels, rules, lines of the transport."""
        self.furniture += [each.span for each in stretches]

    def label(self, line: Line, *taken: Line) -> None:
        """What of a line stands round the parts of it that fields take, which are in its order."""
        starts, ends = [line.start, *(each.end for each in taken)], [*(each.start for each in taken), line.end]
        self.furniture += [Span("codepoint", start, end) for start, end in zip(starts, ends, strict=True)]

    def block(self, block: Block, rule: str, *stretches: Line) -> None:
        """A block of the body, which neighbouring lines say."""
        self.pieces.append(Piece(block, f"{self.rule}/{rule}", stretches[0].start, stretches[-1].end))

    def prose(self, lines: Sequence[Line], margin: int | None = None) -> None:
        """Blocks of the body, told by the layout of the lines; `margin` is what the format breaks them at, in columns."""
        self.pieces += read_pieces(lines, margin)[0]

    def found(self, otherwise: str) -> Iterator[Draft | Notice | NotArticle | Defect]:
        """What is left to be said when all lines are read: an article, or none with the reason `otherwise`."""
        self.pieces.sort(key=lambda piece: piece.start)
        for number, piece in enumerate(self.pieces):
            self.evidence[f"body[{number}]"] = piece.evidence
            self.furniture += piece.marks
        if self.pieces:
            self.values["body"] = [piece.block for piece in self.pieces]
        whole = Span("codepoint", self.lines[0].start, self.lines[-1].end)
        for each in super().found(otherwise):
            yield attrs.evolve(each, span=(whole, *self.furniture)) if isinstance(each, NotArticle) else each
