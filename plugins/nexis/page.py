"""One article of a classic export: its top, labels, the text, labels again, and whose it is."""

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Any

import attrs

from newsarchive import Block
from newsarchive.text import Line

from .fields import RIGHTS, NexisFields, is_address
from .labels import FRONT, WORDS, Label, label_of
from .terms import Said

# article = top [ headline ] *( label ) *( paragraph ) *( label ) [ copyright ]
# top     = *( owner ) publication [ url ] date [ edition ], centred; a date may also stand below the headline
# Each piece stands between blank lines. What is centred is told by its indent, since a long name may fill its line.
#: Pieces in which the date is looked for, and those of a headline: what is farther from the first label is no headline.
_TOP, _HEADLINES = 8, 3
#: Pieces without a label that may stand between two labels.
_BETWEEN = 2
_SHORT = 100
_SIGNED = ("von ", "by ", "door ", "par ", "por ")


# What the vendor shows in the place of an article that its store does not give out.
_ERROR = re.compile(
    r"[^.]{0,80}\b(?:error|Fehler|erreur|fout)\b.{0,200}\b(?:displayed|retrieved|angezeigt|affiché|weergegeven)", re.IGNORECASE
)
_ERROR_PIECES = 2


@attrs.define
class Piece:
    """Lines between blank ones, without white space at their ends, whether all of them are centred, the label of the first."""

    lines: list[Line]
    centred: bool
    kind: Any = None  #: of its block, where that is known; else the layout tells
    label: Label | None = None

    @classmethod
    def of(cls, lines: Sequence[Line], centred: bool, kind: Any = None) -> "Piece":
        """A piece and its label."""
        stripped = [line.stripped() for line in lines]
        return cls(stripped, centred, kind, label_of(stripped[0]))

    @property
    def entries(self) -> list[tuple[Label, list[Line]]]:
        """The labels of a piece that begins with one, and the lines below each."""
        found: list[tuple[Label, list[Line]]] = []
        for line in self.lines:
            label = label_of(line)
            if label is not None:
                found.append((label, []))
            else:
                found[-1][1].append(line)
        return found


def read_article(story: NexisFields, pieces: Sequence[Piece], order: str | None, margin: int) -> None:
    """What the pieces of one article say; `order` is that of dates in digits, `margin` what its lines are broken at."""
    left = _read_rights(story, pieces)
    left = _read_top(story, left, order)
    left = _read_front(story, left)
    end = _text_end(left)
    body = list(left[:end])
    _read_back(story, left[end:], margin)
    if body and "byline" not in story and _is_signed(body[0]):
        story.byline(body.pop(0).lines)
    _read_text(story, body, margin)


def error_of(pieces: Sequence[Piece]) -> str | None:
    """What the vendor says instead of an article, if that is all that is there."""
    if not 1 <= len(pieces) <= _ERROR_PIECES or any(piece.label is not None for piece in pieces):
        return None
    said = " ".join(line.text for piece in pieces for line in piece.lines)
    return said if _ERROR.match(said[:400]) else None


def _read_text(story: NexisFields, pieces: Sequence[Piece], margin: int) -> None:
    """Blocks of the body, told by markup or by the layout of the lines."""
    lines: list[Line] = []
    for piece in pieces:
        if piece.kind is not None:
            story.block(Block(piece.kind, "\n".join(line.text for line in piece.lines)), piece.kind, *piece.lines)
        else:
            lines += [*piece.lines, Line("", piece.lines[-1].end, piece.lines[-1].end)]
    if lines:
        story.prose(lines, margin)


def _read_rights(story: NexisFields, pieces: Sequence[Piece]) -> list[Piece]:
    """The copyright at the end; the other pieces."""
    left = list(pieces)
    lines: list[Line] = []
    while left and left[-1].label is None and (RIGHTS.match(left[-1].lines[0].text) or (left[-1].centred and _is_owned(left))):
        lines[:0] = left.pop().lines
    if lines:
        story.take("copyright", "copyright", *lines)
    return left


def _is_owned(pieces: Sequence[Piece]) -> bool:
    """Whether a last, centred piece goes with a copyright above it."""
    return any(RIGHTS.match(line.text) for piece in pieces[-2:] if piece.centred for line in piece.lines)


def _read_top(story: NexisFields, pieces: Sequence[Piece], order: str | None) -> list[Piece]:
    """Where and when it appeared; the pieces below, among them a headline that stood above the date."""
    top = list(takewhile(lambda piece: piece.label is None, pieces[:_TOP]))
    centred = [piece for piece in top if piece.centred] or top[:3]
    dated = next(((piece, n) for piece in centred for n, line in enumerate(piece.lines) if _is_date(story, line, order)), None)
    if dated is None:
        return _read_undated(story, pieces, top)
    place = next(n for n, piece in enumerate(top) if piece is dated[0])
    above = [piece for piece in top[:place] if piece.centred or not any(each.centred for each in top)]
    first, last = dated[0].lines[: dated[1]], dated[0].lines[dated[1] + 1 :]
    _read_names(story, [*(piece.lines for piece in above), *([first] if first else [])])
    below = list(takewhile(lambda piece: piece.centred, top[place + 1 :]))
    _read_editions(story, [*last, *(line for piece in below for line in piece.lines)])
    taken = [*above, dated[0], *below]
    return [piece for piece in pieces if not any(piece is each for each in taken)]


def _is_date(story: NexisFields, line: Line, order: str | None) -> bool:
    return any(map(str.isdecimal, line.text)) and not RIGHTS.match(line.text) and story.date(line, order)


def _read_undated(story: NexisFields, pieces: Sequence[Piece], top: Sequence[Piece]) -> list[Piece]:
    """The top of an article without a date that can be read; what stands in its place is kept."""
    names = list(takewhile(lambda piece: piece.centred, top))
    if names:
        _read_names(story, [names[0].lines])
        rest = [line for piece in names[1:] for line in piece.lines]
        dated = next((line for line in rest if _has_year(line.text)), None)
        if dated is not None:
            story.extra_of("date", dated)
            story.defect("no-date", f"{dated.text!r:.60} is no date that can be read", dated.span)
        _read_editions(story, [line for line in rest if line is not dated])
    return list(pieces[len(names) :])


def _has_year(text: str) -> bool:
    return any(len(word) == 4 and word.isdecimal() for word in text.replace("/", " ").split())


def _read_names(story: NexisFields, names: Sequence[Sequence[Line]]) -> None:
    """What stands above the date: who owns the publication, its name, an address, a copyright."""
    said = []
    for lines in names:
        left = [line for line in lines if not is_address(line) and not RIGHTS.match(line.text)]
        for line in lines:
            if is_address(line):
                story.url(line)
            elif RIGHTS.match(line.text):
                story.add("copyright", "copyright", line)
        if left:
            said.append(left)
    for lines in said[:-1]:
        story.extra_of("owner", *lines)
    if said:
        story.take("publisher", "publication", *said[-1])


def _read_editions(story: NexisFields, lines: Sequence[Line]) -> None:
    """What stands between the date and the headline."""
    for line in lines:
        if is_address(line):
            story.url(line)
        elif RIGHTS.match(line.text):
            story.add("copyright", "copyright", line)
        else:
            story.add("edition", "edition", line)


def _read_front(story: NexisFields, pieces: Sequence[Piece]) -> list[Piece]:
    """The headline and the labels above the text; the text and what is below it."""
    first = next((n for n, piece in enumerate(pieces[: _HEADLINES + 1]) if _is_front(piece)), None)
    count = first if first is not None else min(1, sum(1 for _ in takewhile(lambda piece: piece.label is None, pieces[:1])))
    if count:
        story.headline(pieces[0].lines)
    for piece in pieces[1:count]:
        story.add("summary", "subheadline", *piece.lines)
    left = list(pieces[count:])
    while left and first is not None:
        piece = left[0]
        if piece.label is None and WORDS.fullmatch(piece.lines[0].text) and len(piece.lines) == 1:
            story.words(Said(piece.lines))
        elif piece.label is not None and piece.label.role == "body":
            left[0] = _unlabelled(story, piece)
            return [piece for piece in left if piece.lines]
        elif piece.label is not None:
            more = _continued(left)
            for label, lines in piece.entries[:-1]:
                story.state(label, lines)
            label, lines = piece.entries[-1]
            story.state(label, [*lines, *(line for each in left[1 : 1 + more] for line in each.lines)])
            del left[1 : 1 + more]
        else:
            break
        del left[0]
    return left


def _is_front(piece: Piece) -> bool:
    if piece.label is not None:
        return piece.label.role in FRONT
    return len(piece.lines) == 1 and WORDS.fullmatch(piece.lines[0].text) is not None


def _continued(pieces: Sequence[Piece]) -> int:
    """Pieces behind a label that are of its value: those that the length of the text stands behind."""
    for count in range(1, _BETWEEN + 1):
        following = pieces[count + 1 : count + 2]
        if any(piece.label is not None for piece in pieces[1 : count + 1]):
            return 0
        if following and following[0].label is not None and following[0].label.role == "length":
            return count
    return 0


def _unlabelled(story: NexisFields, piece: Piece) -> Piece:
    """The text behind the label `BODY:`."""
    assert piece.label is not None
    story.aside(piece.label.mark)
    first = [piece.label.value] if piece.label.value.text else []
    return Piece([*first, *piece.lines[1:]], centred=False, kind=piece.kind)


def _text_end(pieces: Sequence[Piece]) -> int:
    """Where the labels below the text begin: up from the end, over a few pieces without labels at a time."""
    end, gap = len(pieces), 0
    for number in range(len(pieces) - 1, -1, -1):
        if pieces[number].label is not None:
            end, gap = number, 0
        else:
            gap += 1
            if gap > _BETWEEN:
                break
    return end


def _read_back(story: NexisFields, pieces: Sequence[Piece], margin: int) -> None:
    """The labels below the text. What has none goes with a picture's caption, or is text."""
    role = ""
    for piece in pieces:
        if piece.label is not None:
            for label, lines in piece.entries:
                story.state(label, lines)
                role = label.role
        elif role == "graphic":
            story.caption(piece.lines)
        else:
            _read_text(story, [piece], margin)


def _is_signed(piece: Piece) -> bool:
    text = piece.lines[0].text
    return len(piece.lines) == 1 and len(text) <= _SHORT and text[-1] not in ".!?:" and text.lower().startswith(_SIGNED)
