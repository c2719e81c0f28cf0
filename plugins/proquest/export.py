"""Where the documents of an export begin: none is lost because a rule, a number or an anchor is missing."""

from collections.abc import Sequence

from newsarchive.text import Line

from .labels import HEAD, label_of
from .layout import EDGE, LINK, NUMBER, RULE

#: So many lines above the first label are looked at for what parts documents.
_ABOVE = 12
#: And so many of labels and their values.
_MOST = 60


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


def declared(lines: Sequence[Line]) -> int | None:
    """How many documents the export says that it has: `Document 1 of 100`."""
    several = [match for line in lines if (match := NUMBER.fullmatch(line.text.strip()))]
    return max((int(match["all"]) for match in several), default=None)
