"""The layout of prose: a headline, paragraphs, crossheads, credit lines and lists."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from newsarchive import Block, Draft, Evidence, Span, Unreadable
from newsarchive.text import WHITE_SPACE, Line, blocks, hard_wrapped, lines, runs_on, unwrap

from ._sample import END_OF_FILE
from ._signature import read_signature, sign, split_signatures

_SPACE = f"[{WHITE_SPACE}]"
# crosshead = dash 1*space text 1*space dash, alone on its line: "- Boots on ground? -"
_CROSSHEAD = re.compile(rf"(?P<dash>--?|–|—){_SPACE}+(?P<text>.*\w.*?){_SPACE}+(?P=dash)")
# credit    = "Source: " who, alone on its line: "Source: EFE/EPA"
_CREDIT = re.compile(rf"(?:Source|Sources|SOURCE|SOURCES){_SPACE}*:{_SPACE}*[^{WHITE_SPACE}].*")
_SPECIAL_LENGTH = 100
_SPECIAL_START = re.compile(rf"{_SPACE}*[-–—S]")
# list      = 2*( marker 1*space text )
_MARKER = re.compile(rf"{_SPACE}*[-*•]{_SPACE}+(?=[^{WHITE_SPACE}])")
# headline  = the first line, shorter than the text below it, that does not end as a sentence does
_HEADLINE_LENGTH = 150
_CLOSING = "\"'’”»)]」』"
_UNFINISHED = re.compile(r"[.,;。．۔।։]$")
_ABBREVIATED = re.compile(r"(?:^|[^\w.])(?:\w\.){2,}$|\.\.\.$")


class _Piece(NamedTuple):
    """A block of the body to be: the lines that make its text, and the marks round them."""

    block: Block
    rule: str
    lines: Sequence[Line]
    marks: Sequence[Span] = ()


def read_prose(text: str, signed: bool = False) -> Draft:
    """The article that a text makes; evidence and furniture cover all of it. Raises Unreadable if there is none.

    With `signed` a signature at its end is read.
    """
    end = len(text.rstrip(END_OF_FILE))
    furniture = [Span("codepoint", place, place + 1) for place in range(end, len(text)) if text[place] == "\x1a"]
    found: Sequence[Line] = lines(text[:end])
    if end == 0:
        raise Unreadable("the file holds only white space", code="no-text")
    found, signatures = split_signatures(found) if signed else (found, [])
    pieces, wrapped = _pieces(found)
    draft = Draft(furniture=furniture)
    evidence: dict[str, Evidence] = {}
    if _has_headline(found, pieces, wrapped):
        first = pieces.pop(0)
        draft.headline = first.block.text
        evidence["headline"] = _evidence("headline/first-line", first)
    draft.body = [piece.block for piece in pieces]
    for number, piece in enumerate(pieces):
        evidence[f"body[{number}]"] = _evidence(piece.rule, piece)
        furniture.extend(piece.marks)
    draft.evidence = evidence
    sign(draft, signatures)
    return draft


def blanked(text: str, start: int, end: int) -> str:
    """The text with spaces for what another rule has read, so that what follows keeps its place."""
    return text[:start] + re.sub(r"[^\r\n]", " ", text[start:end]) + text[end:]


def _evidence(rule: str, piece: _Piece) -> Evidence:
    return Evidence(rule, tuple(line.span for line in piece.lines))


def _has_headline(found: Sequence[Line], pieces: Sequence[_Piece], wrapped: bool) -> bool:
    """Whether the first piece is the headline of what follows it."""
    first, *others = pieces
    below = next((piece for piece in others if piece.block.kind in ("paragraph", "list_item")), None)
    if below is None or first.block.kind != "paragraph" or len(first.lines) > 1:
        return False
    text = first.block.text
    unfinished = _UNFINISHED.search(text.rstrip(_CLOSING)) and not _ABBREVIATED.search(text)
    if len(text) > _HEADLINE_LENGTH or unfinished or read_signature(first.lines[0]):
        return False
    line = next(number for number, line in enumerate(found) if not line.blank)
    if not found[line + 1].blank and (wrapped or below.block.text[0].islower()):
        return False  # the sentence runs on
    return below.block.kind == "list_item" or len(text) < len(below.block.text)


def _pieces(found: Sequence[Line]) -> tuple[list[_Piece], bool]:
    """The text in pieces, and whether it was hard-wrapped: then lines are joined, else each non-blank line is one."""
    runs = list(_runs(found))
    margin = hard_wrapped(runs)
    paragraphs = [paragraph for run in runs for paragraph in _paragraphs(run, margin)]
    marked = [False, *(_is_marked(paragraph[0]) for paragraph in paragraphs), False]
    return [
        _special(paragraph[0]) or _piece(paragraph, listed=marked[n] and (marked[n - 1] or marked[n + 1]))
        for n, paragraph in enumerate(paragraphs, 1)
    ], margin is not None


def _runs(found: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that may be of one paragraph: without a blank line, a mark or the indent of a new one between them."""
    for block in blocks(found):
        indents = [len(line.text) - len(line.text.lstrip(WHITE_SPACE)) for line in block]
        base = min(indents)
        # Indents of first lines are on half of the lines at most; more of them hang below a first line.
        first_lines = 2 * sum(indent > base for indent in indents) < len(block) + (indents[0] > base)
        run: list[Line] = []
        for line, indent in zip(block, indents, strict=True):
            marked = _special(line) or _is_marked(line)
            indented = first_lines and indent > base and run and not _is_marked(run[0])
            if run and (marked or indented or _special(run[-1])):
                yield run
                run = []
            run.append(line)
        yield run


def _paragraphs(run: Sequence[Line], margin: int | None) -> Iterator[list[Line]]:
    paragraph = [run[0]]
    for line, following in pairwise(run):
        if margin is None or not runs_on(line, following, margin):
            yield paragraph
            paragraph = []
        paragraph.append(following)
    yield paragraph


def _is_marked(line: Line) -> bool:
    return _MARKER.match(line.text) is not None and _special(line) is None


def _special(line: Line) -> _Piece | None:
    """A line that is a piece by itself: a crosshead or a credit."""
    if not _SPECIAL_START.match(line.text):
        return None
    line = line.stripped()
    if len(line.text) > _SPECIAL_LENGTH:
        return None
    if match := _CROSSHEAD.fullmatch(line.text):
        text = _part(line, *match.span("text"))
        marks = (Span("codepoint", line.start, text.start), Span("codepoint", text.end, line.end))
        return _Piece(Block("crosshead", text.text), "crosshead/dashes", [text], marks)
    if _CREDIT.fullmatch(line.text):
        return _Piece(Block("credit", line.text), "credit/source-line", [line])
    return None


def _piece(paragraph: Sequence[Line], listed: bool) -> _Piece:
    stripped = [line.stripped() for line in paragraph]
    if not listed:
        rule = "paragraph/unwrapped" if len(stripped) > 1 else "paragraph/line"
        return _Piece(Block("paragraph", unwrap(stripped)), rule, stripped)
    first = stripped[0]
    marker = _MARKER.match(first.text)
    assert marker is not None
    stripped[0] = _part(first, marker.end(), len(first.text))
    mark = Span("codepoint", first.start, first.start + marker.end())
    return _Piece(Block("list_item", unwrap(stripped)), "list-item/marker", stripped, [mark])


def _part(line: Line, start: int, end: int) -> Line:
    return Line(line.text[start:end], line.start + start, line.start + end)
