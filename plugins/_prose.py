"""The layout of prose: a headline, paragraphs, crossheads, credit lines and lists."""

import re
from collections.abc import Iterator, Sequence

import attrs

from newsarchive import Block, Draft, Evidence, Span, Unreadable
from newsarchive.text import WHITE_SPACE, Line, blocks, hard_wrapped, lines, unwrap

from ._sample import END_OF_FILE
from ._signature import read_signature, sign, split_signatures

_SPACE = f"[{WHITE_SPACE}]"
# crosshead = dash 1*space text 1*space dash, alone on its line: "- Boots on ground? -"
_CROSSHEAD = re.compile(rf"(?P<dash>--?|–|—){_SPACE}+(?P<text>.*\w.*?){_SPACE}+(?P=dash)")
# credit    = "Source: " who, alone on its line: "Source: EFE/EPA"
_CREDIT = re.compile(rf"(?:Source|Sources|SOURCE|SOURCES){_SPACE}*:{_SPACE}*[^{WHITE_SPACE}].*")
_SPECIAL_LENGTH = 100
_SPECIAL_STARTS = frozenset("-–—S")
# list      = 2*( marker 1*space text )
_MARKER = re.compile(rf"[-*•]{_SPACE}+(?=[^{WHITE_SPACE}])")
_MARKER_STARTS = frozenset("-*•")
# headline  = the first line, shorter than the text below it, that does not end as a sentence does
_HEADLINE_LENGTH = 150
_CLOSING = "\"'’”»)]」』"
_UNFINISHED = re.compile(r"[.,;。．۔।։]$")
_ABBREVIATED = re.compile(r"(?:^|[^\w.])(?:\w\.){2,}$|\.\.\.$")


@attrs.define
class Piece:
    """A block of the body to be: the stretch that its text is made of, in how many lines, and the marks round it."""

    block: Block
    rule: str
    start: int
    end: int
    lines: int = 1
    marks: Sequence[Span] = ()

    @property
    def evidence(self) -> Evidence:
        """Where it stands."""
        return Evidence(self.rule, (Span("codepoint", self.start, self.end),))


def read_prose(text: str, signed: bool = False) -> Draft:
    """The article that a text makes; evidence and furniture cover all of it. Raises Unreadable if there is none.

    With `signed` a signature at its end is read.
    """
    found, furniture = text_lines(text)
    found, signatures = split_signatures(found) if signed else (found, [])
    pieces, wrapped = read_pieces(found)
    draft = Draft(furniture=furniture)
    evidence: dict[str, Evidence] = {}
    if _has_headline(found, pieces, wrapped):
        first = pieces.pop(0)
        draft.headline = first.block.text
        evidence["headline"] = attrs.evolve(first.evidence, rule="headline/first-line")
    draft.body = [piece.block for piece in pieces]
    for number, piece in enumerate(pieces):
        evidence[f"body[{number}]"] = piece.evidence
        furniture.extend(piece.marks)
    draft.evidence = evidence
    sign(draft, signatures)
    return draft


def prose_blocks(text: str) -> list[Block]:
    """The paragraphs, crossheads, credits and list items of a text that is a body and nothing else."""
    return [piece.block for piece in read_pieces(lines(text))[0]]


def text_lines(text: str) -> tuple[Sequence[Line], list[Span]]:
    """The lines of a file up to the last that says anything, and the end-of-file marks behind them. Raises Unreadable."""
    end = len(text.rstrip(END_OF_FILE))
    if end == 0:
        raise Unreadable("the file holds only white space", code="no-text")
    return lines(text[:end]), [Span("codepoint", place, place + 1) for place in range(end, len(text)) if text[place] == "\x1a"]


def blanked(text: str, start: int, end: int) -> str:
    """The text with spaces for what another rule has read, so that what follows keeps its place."""
    return text[:start] + re.sub(r"[^\r\n]", " ", text[start:end]) + text[end:]


def _has_headline(found: Sequence[Line], pieces: Sequence[Piece], wrapped: bool) -> bool:
    """Whether the first piece is the headline of what follows it."""
    first, *others = pieces
    below = next((piece for piece in others if piece.block.kind in ("paragraph", "list_item")), None)
    if below is None or first.block.kind != "paragraph" or first.lines > 1:
        return False
    text = first.block.text
    unfinished = _UNFINISHED.search(text.rstrip(_CLOSING)) and not _ABBREVIATED.search(text)
    if len(text) > _HEADLINE_LENGTH or unfinished or read_signature(Line(text, first.start, first.end)):
        return False
    line = next(number for number, line in enumerate(found) if not line.blank)
    if not found[line + 1].blank and (wrapped or below.block.text[0].islower()):
        return False  # the sentence runs on
    return below.block.kind == "list_item" or len(text) < len(below.block.text)


@attrs.define
class _Row:
    """A line that says something, as it stands and bare, and what it is by its look alone."""

    line: Line
    bare: Line
    special: Piece | None
    marked: bool


def read_pieces(found: Sequence[Line], margin: int | None = None) -> tuple[list[Piece], bool]:
    """The text in pieces, and whether it was hard-wrapped: then lines are joined, else each non-blank line is one.

    `margin` is what the format is known to break lines at, in columns.
    """
    runs = [run for block in blocks(found) for run in _runs(list(map(_row, block)))]
    wrap = hard_wrapped([[row.line for row in run] for run in runs], margin)
    if wrap is None:
        paragraphs = [[row] for run in runs for row in run]
    else:
        paragraphs = [paragraph for run, runs_on in zip(runs, wrap.runs_on, strict=True) for paragraph in _joined(run, runs_on)]
    marked = [False, *(paragraph[0].marked for paragraph in paragraphs), False]
    return [
        paragraph[0].special or _piece(paragraph, listed=marked[n] and (marked[n - 1] or marked[n + 1]))
        for n, paragraph in enumerate(paragraphs, 1)
    ], wrap is not None


def _row(line: Line) -> _Row:
    bare = line.stripped()
    start = bare.text[0]
    special = _special(bare) if start in _SPECIAL_STARTS else None
    return _Row(line, bare, special, start in _MARKER_STARTS and special is None and _MARKER.match(bare.text) is not None)


def _runs(block: Sequence[_Row]) -> Iterator[Sequence[_Row]]:
    """Rows that may be of one paragraph: without a mark or the indent of a new one between them."""
    if len(block) == 1:
        yield block
        return
    indents = [row.bare.start - row.line.start for row in block]
    base = min(indents)
    # Indents of first lines are on half of the lines at most; more of them hang below a first line.
    first_lines = 2 * sum(indent > base for indent in indents) < len(block) + (indents[0] > base)
    run: list[_Row] = []
    for row, indent in zip(block, indents, strict=True):
        indented = first_lines and indent > base and run and not run[0].marked
        if run and (row.special or row.marked or indented or run[-1].special):
            yield run
            run = []
        run.append(row)
    yield run


def _joined(run: Sequence[_Row], runs_on: Sequence[bool]) -> Iterator[list[_Row]]:
    """The paragraphs of a run of hard-wrapped rows."""
    paragraph = [run[0]]
    for row, same in zip(run[1:], runs_on, strict=True):
        if not same:
            yield paragraph
            paragraph = []
        paragraph.append(row)
    yield paragraph


def _special(line: Line) -> Piece | None:
    """A line that is a piece by itself: a crosshead or a credit."""
    if len(line.text) > _SPECIAL_LENGTH:
        return None
    if match := _CROSSHEAD.fullmatch(line.text):
        text = line.part(*match.span("text"))
        marks = (Span("codepoint", line.start, text.start), Span("codepoint", text.end, line.end))
        return Piece(Block("crosshead", text.text), "crosshead/dashes", text.start, text.end, marks=marks)
    if _CREDIT.fullmatch(line.text):
        return Piece(Block("credit", line.text), "credit/source-line", line.start, line.end)
    return None


def _piece(paragraph: Sequence[_Row], listed: bool) -> Piece:
    first, last = paragraph[0].bare, paragraph[-1].bare
    if not listed and first is last:
        return Piece(Block("paragraph", first.text), "paragraph/line", first.start, first.end)
    stripped = [row.bare for row in paragraph]
    if not listed:
        text = unwrap(stripped)
        return Piece(Block("paragraph", text), "paragraph/unwrapped", first.start, last.end, len(stripped))
    marker = _MARKER.match(first.text)
    assert marker is not None
    stripped[0] = first.part(marker.end())
    start = stripped[0].start
    mark = Span("codepoint", first.start, start)
    return Piece(Block("list_item", unwrap(stripped)), "list-item/marker", start, last.end, len(stripped), [mark])
