"""Where the documents of an export begin: none is lost because a rule, a number or an anchor is missing."""

from collections.abc import Container, Sequence
from itertools import pairwise

import attrs

from newsarchive.text import Line

from .labels import BELOW, HEAD, TITLE, label_of
from .layout import CLOSING, EDGE, LINK, NUMBER, RULE

#: Labels that stand below every text, and only there.
_LAST = frozenset((TITLE, "ProQuest document ID", "Database"))

#: So many lines above the first label are looked at for what parts documents.
_ABOVE = 12
#: And so many of labels and their values.
_MOST = 60


@attrs.frozen
class Within:
    """The lines of a document, and those in front of it that are of none."""

    cover: Sequence[Line]
    lines: Sequence[Line]


def documents(lines: Sequence[Line], marked: Container[int] | None = None, anchored: bool = False) -> list[Within]:
    """The documents in their order, and behind them what is of none, without lines.

    `marked` says where the labels of markup stand; `anchored` that a document begins with the first line.
    """
    begins = starts(lines)
    if anchored and lines:
        begins[:1] = [0]
    found = []
    reached = 0
    for start, stop in pairwise([*begins, len(lines)]):
        end = _end(lines, start, stop, marked)
        found.append(Within(lines[reached:start], lines[start:end]))
        reached = end
    return [*found, Within(lines[reached:], ())]


def _end(lines: Sequence[Line], start: int, stop: int, marked: Container[int] | None) -> int:
    """Where a document ends: behind what its last label says, where it has those that stand below every text."""
    below = [(number, label[0]) for number in range(start, stop) if (label := label_of(lines[number].stripped()))]
    if marked is not None:
        below = [(number, name) for number, name in below if lines[number].start in marked]
    if not _LAST.intersection(name for _, name in below):
        return stop
    end, name = below[-1]
    if marked is not None:
        # The value of a label is a block of its own.
        end = next((number for number in range(end + 1, stop) if not lines[number].blank), stop - 1) + 1
    elif name in BELOW:
        while end < stop and not lines[end].blank:
            end += 1
    else:
        return stop
    while end < stop and (lines[end].blank or RULE.fullmatch(text := lines[end].text.strip()) or CLOSING.fullmatch(text)):
        end += 1
    return min(end, stop)


def starts(lines: Sequence[Line]) -> list[int]:
    """The first line of each document: above its headline, which stands above its author, its publication and its link."""
    found: list[int] = []
    seen: set[str] = set()
    current = None
    for number, line in enumerate(lines):
        label = label_of(line.stripped())
        current = label[0] if label else current
        name = _pivot(line, label)
        if name is None or (name == "link" and current == "Document URL"):
            if label and label[0] not in HEAD:
                seen.add("below")
            continue
        if not found or name in seen or "below" in seen:
            found.append(_above(lines, number, found[-1] + 1 if found else 0))
            seen = set()
        seen.add(name)
    return found


def _pivot(line: Line, label: tuple[str, Line, Line] | None) -> str | None:
    """What each document has once."""
    bare = line.stripped()
    if label and label[0] == "Publication info":
        return label[0]
    return (
        "link"
        if label is None and bare.text[:8] in ("ProQuest", "https://", "http://s") and LINK.fullmatch(bare.text)
        else None
    )


def _above(lines: Sequence[Line], pivot: int, lowest: int) -> int:
    """The first line of the document with this pivot."""
    top = pivot
    number = pivot - 1
    while number >= max(lowest, pivot - _MOST) and not _parts(lines[number]):
        label = label_of(lines[number].stripped())
        if label and label[0] not in HEAD:
            break
        if label:
            top = number
        number -= 1
    stop = number  # the last line of the document before, or what parts them
    number = top - 1
    while number > stop and lines[number].blank:
        number -= 1
    while number > stop and not lines[number].blank:
        number -= 1
    start = number + 1
    edge = next((each for each in range(start - 1, max(lowest, start - _ABOVE) - 1, -1) if not lines[each].blank), None)
    while edge is not None and (_parts(lines[edge]) or (stop >= lowest and edge > stop and _parts(lines[stop]))):
        start = edge
        edge = next((each for each in range(start - 1, max(lowest, start - _ABOVE) - 1, -1) if not lines[each].blank), None)
    return start


def _parts(line: Line) -> bool:
    """Whether a line parts documents."""
    text = line.text.strip()
    return any(mark.fullmatch(text) is not None for mark in (RULE, NUMBER, EDGE))


def numbered(lines: Sequence[Line]) -> tuple[int, int]:
    """How many documents the export says that it has (`Document 1 of 100`), and how many of them are there by their numbers.

    Where the numbers begin again, another export was put behind the first one.
    """
    stated = there = last = 0
    for match in filter(None, (NUMBER.fullmatch(line.text.strip()) for line in lines)):
        number = int(match["number"])
        stated += int(match["all"]) if number <= last or not last else 0
        there += 1
        last = number
    return stated, there
