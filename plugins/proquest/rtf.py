"""Exports as RTF: not numbered, without labels above the text, with a table below it."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import attrs

from newsarchive import Span
from newsarchive.text import Line

from .._rtf import Paragraph, Rtf
from .labels import BELOW, DETAILS, TITLE, label_of
from .layout import Layout, read_layout
from .record import APPEARED

# document = headline [ byline ] link [ "ABSTRACT" text ] [ "LINKS" text ] "FULL TEXT" text "DETAILS" table
LINK = "ProQuest document link"
#: An entry of the table of contents that may stand in front.
_NUMBERED = re.compile(r"(?P<number>\d{1,5})[.)]?\s+(?P<title>.*?\S)[\s.]*\d{0,6}")
_CONTENTS = re.compile(r"table of contents|contents", re.IGNORECASE)
#: The headline, and who wrote it, where and when it appeared.
_ABOVE = 3


@attrs.frozen
class Export:
    """The documents of an export with their stretches, what stands in front of them, and how many it lists there."""

    cover: Sequence[Paragraph]
    documents: Sequence[tuple[Layout, Span]]
    listed: int | None


def read_export(rtf: Rtf) -> Export:
    """The documents: each begins behind the table of the one before it, and has one link."""
    paragraphs = [each for each in rtf.paragraphs if each.text]
    links = [number for number, each in enumerate(paragraphs) if each.text == LINK]
    starts: list[tuple[int, int]] = []  # behind the last table, and at the headline
    cover: list[Paragraph] = []
    reached = 0
    for link in links:
        details = [number for number in range(reached, link) if _is_detail(paragraphs[number])]
        start = details[-1] + 1 if details else reached
        first = start if starts and link - start <= _ABOVE else _first(paragraphs, start, link)
        cover += paragraphs[start:first]
        starts.append((start, first))
        reached = link + 1
    cover += [] if starts else paragraphs
    entries = [match for each in cover if (match := _NUMBERED.fullmatch(each.text))]
    documents = []
    for (_, first), (end, _) in pairwise([*starts, (len(paragraphs), 0)]):
        within = paragraphs[first:end]
        documents.append((_layout(within), Span("byte", within[0].start, within[-1].end)))
    return Export(cover, documents, len(entries) or None)


def _is_detail(paragraph: Paragraph) -> bool:
    label = label_of(Line(paragraph.text, 0, len(paragraph.text)))
    return label is not None and (label[0] in BELOW or label[0] == DETAILS)


def _first(paragraphs: Sequence[Paragraph], start: int, link: int) -> int:
    """Where the first document begins: at the headline that the table of contents has, too, or that is set in bold."""
    several = range(max(start, link - _ABOVE), link)
    above = {_title(each.text) for each in paragraphs[start : max(start, link - 1)]}
    listed = [n for n in several if paragraphs[n].text in {_title(each.text) for each in paragraphs[start:n]}]
    set_apart = [n for n in several if paragraphs[n].bold or paragraphs[n].level]
    if listed:
        return listed[-1]
    if set_apart:
        return set_apart[0]
    return max(start, link - 2) if above else start


def _title(text: str) -> str:
    match = _NUMBERED.fullmatch(text)
    return match["title"] if match else text


def _layout(paragraphs: Sequence[Paragraph]) -> Layout:
    """The lines of one document, a blank one between paragraphs; the link is its address."""
    lines: list[Line] = []
    at = 0
    for each in paragraphs:
        text = next((link.url for link in each.links if link.url), each.text) if each.text == LINK else each.text
        lines += [Line(text, at, at + len(text)), Line("", at + len(text), at + len(text))]
        at += len(text) + 2
    layout = read_layout(lines)
    above, layout.headline = layout.headline[1:], layout.headline[:1]
    title = "".join(line.text for line in layout.entries.get(TITLE, [])).partition(";")[0]
    for line in above:
        found = APPEARED.search(line.text)
        at = max(line.text.find(title), 0) if found and title else 0 if found else len(line.text)
        author, info = line.part(0, at).stripped(), line.part(at)
        if author.text:
            layout.entries.setdefault("Author", []).append(author.part(0, len(author.text.rstrip(". "))))
        if info.text:
            layout.entries.setdefault("Publication info", []).append(info)
    return layout


def texts(paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    """What stands in front of the first document."""
    return (each.text for each in paragraphs if not _CONTENTS.fullmatch(each.text))
