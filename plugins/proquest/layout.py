"""Which lines of one document are its headline, its labels, its text, and what only lays it out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import attrs

from newsarchive.text import Line, blocks

from .labels import BELOW, DETAILS, FULL_TEXT, ILLUSTRATION, TITLE, label_of

# document = [ rule ] [ "Document n of m" ] headline *entry link [ abstract ] full-text *paragraph *entry
RULE = re.compile(r"_{20,}")
NUMBER = re.compile(r"Document (?P<number>\d{1,6}) of (?P<all>\d{1,6})", re.IGNORECASE)
#: Mail programs show an anchor so where they make text of HTML.
EDGE = re.compile(r"<>")
LINK = re.compile(r"(?:ProQuest document link)?\s*(?:<?https?://[^\s<>]{1,400}/docview/\d[^\s<>]{0,400}>?)?(?<=.)")
CLOSING = re.compile(
    r"Contact (?:us|ProQuest)\b.{0,80}|(?:Database copyright|Copyright) (?:©|\(c\)) ?\d{4} ProQuest LLC.{0,120}"
    r"|Terms and Conditions",
    re.IGNORECASE,
)
#: What stands where there is no text: the picture of a page is not exported.
NONE = re.compile(r"none available\.?|none|not available\.?", re.IGNORECASE)
_PARTED = re.compile(r"[-–—*_=•\s]{2,}")
_SPECIAL = re.compile(r"(?P<caption>Caption:\s*)|(?P<credit>Credit:)|(?P<note>CORRECTION\b|FOR THE RECORD\b)")


@attrs.define
class Layout:
    """One document, by its lines. `prose` is text whose paragraphs are to be told, `blocks` those that are known."""

    lines: Sequence[Line]
    headline: list[Line] = attrs.Factory(list)
    links: list[Line] = attrs.Factory(list)
    entries: dict[str, list[Line]] = attrs.Factory(dict)
    blocks: list[tuple[Any, list[Line]]] = attrs.Factory(list)
    prose: list[Line] = attrs.Factory(list)
    aside: list[Line] = attrs.Factory(list)


def read_layout(lines: Sequence[Line], kinds: Mapping[int, Any] | None = None) -> Layout:
    """The lines of one document. `kinds` are the blocks of markup, by where they start: `label` for what is marked as one."""
    layout = Layout(lines)
    bare = [line.stripped() for line in lines]
    labels = [label_of(line) for line in bare]
    start = next((number for number, label in enumerate(labels) if label and label[0] == FULL_TEXT), len(bare))
    end = _details(bare, labels, start + 1, kinds)
    _read_entries(layout, bare[:start], labels)
    if start < len(bare):
        _, mark, rest = labels[start] or ("", bare[start], bare[start])
        layout.aside.append(mark)
        text = [line for line in (rest, *bare[start + 1 : end]) if line.text.strip()]
        if len(text) == 1 and NONE.fullmatch(text[0].text.strip()):
            layout.entries[FULL_TEXT] = [text[0].stripped()]
        else:
            _read_body(layout, [rest, *bare[start + 1 : end]], kinds)
        _read_entries(layout, bare[end:], labels[end:], below=True)
    return layout


def _details(bare: Sequence[Line], labels: Sequence[Any], start: int, kinds: Mapping[int, Any] | None) -> int:
    """Where the labels below the text begin. In markup they are marked; else it is the last of what reads as them."""
    below = [number for number in range(start, len(bare)) if labels[number] and labels[number][0] in BELOW]
    if kinds is not None:
        return next((number for number in below if kinds.get(bare[number].start) == "label"), len(bare))
    heading = next((n for n in range(start, len(bare)) if labels[n] and labels[n][0] == DETAILS), None)
    if heading is not None:
        return heading
    reached = next((number for number in reversed(below) if labels[number][0] == TITLE), len(bare))
    known = set(below)
    first = start  # of the run of lines in which a line stands
    begins = []
    for number, line in enumerate(bare[start:], start):
        first = first if line.text and number > start and bare[number - 1].text else number
        begins.append(first)
    number = reached - 1
    while number >= start:
        if not bare[number].text or number in known or begins[number - start] in known:
            reached = number if number in known else reached
            number -= 1
            continue
        break
    return reached


def _read_entries(layout: Layout, bare: Sequence[Line], labels: Sequence[Any], below: bool = False) -> None:
    """Labels and what they say; above the first of them the headline."""
    current: list[Line] | None = None
    for line, label in zip(bare, labels, strict=False):
        if not line.text:
            continue
        if label is not None:
            name, mark, rest = label
            layout.aside.append(mark)
            current = layout.entries.setdefault(name, [])
            current += [rest.stripped()] if rest.text else []
        elif (
            EDGE.fullmatch(line.text)
            or RULE.fullmatch(line.text)
            or (below and CLOSING.fullmatch(line.text))
            or (not below and NUMBER.fullmatch(line.text) and not layout.headline)
        ):
            layout.aside.append(line)
        elif not below and LINK.fullmatch(line.text):
            layout.links.append(line)
            current = None
        elif current is not None:
            current.append(line)
        elif not below and not layout.links and not layout.entries:
            layout.headline.append(line)
        else:
            layout.entries.setdefault("Text", []).append(line)


def _read_body(layout: Layout, lines: Sequence[Line], kinds: Mapping[int, Any] | None) -> None:
    """The text: captions, credits and corrections by their labels, everything else by its layout or its markup."""
    for run in ([[line] for line in lines if line.text.strip()]) if kinds is not None else _runs(lines):
        first = run[0].stripped()
        if not first.text:
            layout.prose.append(first)
        elif first.text == ILLUSTRATION or (len(run) == 1 and _PARTED.fullmatch(first.text)):
            layout.aside.append(first)
        elif match := _SPECIAL.match(first.text):
            mark = match.end("caption") if match["caption"] else 0
            layout.aside.append(first.part(0, mark))
            said = [each for each in (first.part(mark), *run[1:]) if each.text]
            layout.blocks += [(match.lastgroup, said)] if said else []
        elif kinds is not None:
            kind = kinds.get(first.start, "paragraph")
            layout.blocks.append(("paragraph" if kind == "label" else kind, [first]))
        else:
            layout.prose += run


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that stand together, with a blank one between them; a caption or a credit begins a run of its own."""
    for run in blocks(lines):
        begins = [number for number, line in enumerate(run) if number and _begins(run[number - 1], line)]
        for start, end in pairwise([0, *begins, len(run)]):
            yield run[start:end]
        yield [Line("", run[-1].end, run[-1].end)]


def _begins(above: Line, line: Line) -> bool:
    bare = line.text.strip()
    return bare == ILLUSTRATION or above.text.strip() == ILLUSTRATION or _SPECIAL.match(bare) is not None
