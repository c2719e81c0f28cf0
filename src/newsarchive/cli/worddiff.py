"""What differs between two texts, word by word."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

from ..catalog.query import UNSPACED

Op = Literal["equal", "delete", "insert"]
#: A word with the white space after it; a character where words are not marked by spaces.
_TOKEN = re.compile(rf"[{UNSPACED}]\s*|[^\s{UNSPACED}]+\s*|\s+")
#: difflib is quadratic: regions with more pairs of words than this are shown as replaced whole.
_MOST_PAIRS = 4_000_000
#: Words of an unchanged stretch that are shown beside a change.
_CONTEXT = 8


def word_diff(old: Sequence[str], new: Sequence[str]) -> list[tuple[Op, str]]:
    """How one text's paragraphs become another's: stretches that are equal, deleted or inserted, in order.

    Equal paragraphs are matched first and words only in what lies between them, so that long texts stay quick. Equal
    and deleted stretches give the old text, equal and inserted ones the new, but for the white space within a line.
    """
    found: list[tuple[Op, str]] = []
    before, after = [f"{text}\n\n" for text in old], [f"{text}\n\n" for text in new]
    for tag, start, end, other, other_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            _add(found, "equal", "".join(before[start:end]))
        else:
            for op, text in _words(_TOKEN.findall("".join(before[start:end])), _TOKEN.findall("".join(after[other:other_end]))):
                _add(found, op, text)
    return found


def _words(old: list[str], new: list[str]) -> Iterator[tuple[Op, str]]:
    if len(old) * len(new) > _MOST_PAIRS:
        yield "delete", "".join(old)
        yield "insert", "".join(new)
        return
    bare = SequenceMatcher(None, [word.rstrip() for word in old], [word.rstrip() for word in new], autojunk=False)
    for tag, start, end, other, other_end in bare.get_opcodes():
        if tag == "equal":
            yield "equal", "".join(new[other:other_end])
        else:
            yield "delete", "".join(old[start:end])
            yield "insert", "".join(new[other:other_end])


def _add(found: list[tuple[Op, str]], op: Op, text: str) -> None:
    """Append a stretch, or lengthen the last one."""
    if text and found and found[-1][0] == op:
        found[-1] = (op, found[-1][1] + text)
    elif text:
        found.append((op, text))


def marked(diff: Sequence[tuple[Op, str]], colours: bool) -> Iterator[str]:
    """A diff as lines for a person, `[-old-]{+new+}`; of what did not change only what stands beside a change."""
    text = ""
    for number, (op, stretch) in enumerate(diff):
        if op == "equal":
            text += _shortened(stretch, first=number == 0, last=number == len(diff) - 1)
            continue
        bare = stretch.rstrip()
        signs = ("[-", "-]") if op == "delete" else ("{+", "+}")
        paint = ("\x1b[31m" if op == "delete" else "\x1b[32m", "\x1b[0m") if colours else ("", "")
        text += paint[0] + signs[0] + bare + signs[1] + paint[1]
        following = diff[number + 1][0] if number + 1 < len(diff) else None
        text += "" if op == "delete" and following == "insert" else stretch[len(bare) :]
    return (line for line in text.strip().split("\n") if line)


def _shortened(text: str, first: bool, last: bool) -> str:
    words = _TOKEN.findall(text)
    head, tail = (0 if first else _CONTEXT), (0 if last else _CONTEXT)
    if len(words) <= head + tail + 1:
        return text
    return "".join(words[:head]) + "… " + "".join(words[len(words) - tail :])
