"""The text of a message as it was typed: quotes of others, who is quoted, a signature, and prose between them."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

import attrs

from newsarchive import Block, Evidence, Span
from newsarchive.text import WHITE_SPACE, HardWrap, Line, blocks, hard_wrapped, lines, unwrap

from ._prose import read_pieces

# quote = 1*( [ blanks ] [ initials ] ">" / "|>" ) [ blank ]: RFC 3676, 4.5, and what older readers put there: `JS> `, `|> `
_QUOTE = re.compile(r"(?:[ \t]{0,3}(?:\|?>|[A-Z]{1,3}>(?=[ >])))+[ \t]?")
_STARTS = frozenset(" \t>|ABCDEFGHIJKLMNOPQRSTUVWXYZ")
# Who is quoted, above a quote: `In article <1@a> ada@a (Ada Byrne) writes:`, `On Friday, Ada wrote:`; two lines at most.
_ATTRIBUTION = re.compile(
    r"(?:writes|wrote|said|says|schrieb|schreibt|a écrit|escribió|scrisse|ha scritto|schreef|skrev|escreveu)\b.{0,40}:\Z",
    re.IGNORECASE,
)
_ATTRIBUTION_LENGTH = 300
# signature = "-- " alone on its line, to the end (RFC 3676, 4.3); "--" where nobody wrote more than so many lines below it.
_SIGNATURE, _TRIMMED, _SIGNATURE_LINES = "-- ", "--", 12


@attrs.frozen
class Passage:
    """A block of the body, and where its text stands."""

    block: Block
    evidence: Evidence


def lines_from(text: str, start: int) -> list[Line]:
    """The lines of a text from a place on; they count from its beginning."""
    return [Line(line.text, line.start + start, line.end + start) for line in lines(text[start:])]


def read_message_text(found: Sequence[Line]) -> tuple[list[Passage], list[Span]]:
    """The blocks of a text in its order, and the marks round them; together they cover it."""
    found, signature, marks = _signed(found)
    depths = [_QUOTE.match(line.text) if line.text[:1] in _STARTS else None for line in found]
    quotes, quote_marks = _quotes(found, depths)
    own = [Line("", line.start, line.start) if depth else line for line, depth in zip(found, depths, strict=True)]
    pieces, _ = read_pieces(own)
    above = _above_quotes(own, depths)
    passages = [
        Passage(
            Block("note", piece.block.text) if piece.end in above and _is_attribution(piece.block.text) else piece.block,
            Evidence(piece.rule, (Span("codepoint", piece.start, piece.end),)),
        )
        for piece in pieces
    ]
    ordered = sorted([*passages, *quotes], key=lambda passage: passage.evidence.span[0].start)
    return ordered + signature, [*marks, *quote_marks, *(mark for piece in pieces for mark in piece.marks)]


def _signed(found: Sequence[Line]) -> tuple[Sequence[Line], list[Passage], list[Span]]:
    """The lines above the signature, the signature, and its mark."""
    for number in range(len(found) - 1, -1, -1):
        text = found[number].text
        if text[:1] != "-" or text.rstrip(WHITE_SPACE) != _TRIMMED:
            continue
        below = [line.stripped() for line in found[number + 1 :] if not line.blank]
        if text != _SIGNATURE and len(below) > _SIGNATURE_LINES:
            break
        said = Block("note", "\n".join(line.text for line in below)) if below else None
        passages = [Passage(said, Evidence("signature", tuple(line.span for line in below)))] if said else []
        return found[:number], passages, [found[number].stripped().span]
    return found, [], []


def _above_quotes(found: Sequence[Line], depths: Sequence[object]) -> set[int]:
    """The ends of lines that stand directly above a quote."""
    ends = set()
    last: Line | None = None
    for line, depth in zip(found, depths, strict=True):
        if depth and last is not None:
            ends.add(last.stripped().end)
        if depth or not line.blank:
            last = None if depth else line
    return ends


def _is_attribution(text: str) -> bool:
    return len(text) <= _ATTRIBUTION_LENGTH and _ATTRIBUTION.search(text) is not None


def _quotes(found: Sequence[Line], depths: Sequence["re.Match[str] | None"]) -> tuple[list[Passage], list[Span]]:
    """The quotes, paragraph by paragraph, and their marks."""
    paragraphs: list[list[Line]] = []
    marks = []
    for depth, numbers in groupby(range(len(found)), lambda number: _depth(depths[number])):
        if depth:
            run = [_unquoted(found[number], depths[number]) for number in numbers]
            paragraphs += blocks(line for line, _ in run)
            marks += [mark for _, mark in run]
    wrap = hard_wrapped(paragraphs)
    passages = []
    for number, paragraph in enumerate(paragraphs):
        for several in _joined(paragraph, wrap, number):
            bare = [line.stripped() for line in several]
            passages.append(Passage(Block("quote", unwrap(bare)), Evidence("quote", tuple(line.span for line in bare))))
    return passages, marks


def _depth(match: "re.Match[str] | None") -> int:
    return match[0].count(">") if match else 0


def _unquoted(line: Line, match: "re.Match[str] | None") -> tuple[Line, Span]:
    """A quoted line without its marks, and the marks."""
    end = match.end() if match else 0
    return Line(line.text[end:], line.start + end, line.end), Span("codepoint", line.start, line.start + end)


def _joined(paragraph: Sequence[Line], wrap: HardWrap | None, number: int) -> Iterator[list[Line]]:
    """The lines that are one: those that a margin parted, else each by itself."""
    together = [paragraph[0]]
    runs_on = wrap.runs_on[number] if wrap else [False] * (len(paragraph) - 1)
    for line, same in zip(paragraph[1:], runs_on, strict=True):
        if not same:
            yield together
            together = []
        together.append(line)
    yield together


def unflowed(text: str, delsp: bool = False) -> list[Line]:
    """The lines of a flowed text (RFC 3676, 4): those that end in a blank run on, at the same depth of quotes.

    With `delsp` (4.1) that blank is none of the text. Quotes keep their marks, as `> `.
    """
    found: list[list[str]] = []
    runs_on = None
    for line in lines(text):
        bare = line.text.lstrip(">")
        depth = len(line.text) - len(bare)
        bare = bare.removeprefix(" ")
        flows = bare.endswith(" ") and bare != _SIGNATURE
        said = bare[:-1] if flows and delsp else bare
        if runs_on == depth and bare != _SIGNATURE:
            found[-1].append(said)
        else:
            found.append([">" * depth + " " if depth else "", said])
        runs_on = depth if flows else None
    return lines("\n".join(map("".join, found)))
