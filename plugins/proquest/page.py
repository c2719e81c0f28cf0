"""Exports as HTML: a page, or what was mailed of one."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import attrs

from newsarchive import Span
from newsarchive.text import KINDS, Line, markup_blocks, said

from .._html_tree import read_tree
from .export import documents
from .labels import label_of
from .layout import Layout, read_layout

# page    = cover *document closing
# document = anchor headline *label-paragraph; its text may hold a page of its own, whose end ends the outer one for a parser
ANCHOR = re.compile(r"<a\s[^<>]{0,200}?\bname\s*=\s*[\"']?DocID_MSTAR_\d", re.IGNORECASE)
_LINK = "ProQuest document link"
_ADDRESS = re.compile(r"https?://[!-~]{1,800}")
_KINDS = {**KINDS, "newsarchive-label": "credit"}


@attrs.frozen
class Piece:
    """A stretch of the page: its documents, each with what stands before it, and what stands behind them."""

    span: Span
    documents: Sequence[tuple[str, Layout]]
    rest: str


def pieces(text: str) -> Iterator[Piece]:
    """What stands before the first anchor, then the documents from one anchor to the next, each parsed by itself."""
    anchors = [match.start() for match in ANCHOR.finditer(text)]
    for start, end in pairwise([0, *anchors, len(text)]):
        if start < end:
            lines, kinds = _lines(text[start:end])
            marked = {line.start for line in lines if kinds.get(line.start) == "label"}
            *within, rest = documents(lines, marked, anchored=start in anchors[:1] or start > 0)
            layouts = [(_told(each.cover), read_layout(each.lines, kinds)) for each in within]
            yield Piece(Span("codepoint", start, end), layouts, _told(rest.cover))


def _told(lines: Sequence[Line]) -> str:
    return " ".join(line.text for line in lines if line.text)


def _lines(markup: str) -> tuple[list[Line], dict[int, Any]]:
    """The blocks of a piece as lines, a blank one behind each; their kinds by where they start; `label` is marked so."""
    root = read_tree(f"<div>{markup}</div>")
    lines: list[Line] = []
    kinds: dict[int, Any] = {}
    if root is None:
        return lines, kinds
    for element in root.iter("a", "strong", "b", "title"):
        if element.tag == "title":
            element.text = None
        elif element.tag == "a":
            if (address := _ADDRESS.match(element.get("href") or "")) and said(element) == _LINK:
                element.text = address[0]
        elif label_of(Line(name := said(element), 0, len(name))):
            element.tag = "newsarchive-label"
    at = 0
    for block in markup_blocks(root, _KINDS):
        end = at + len(block.text)
        lines += [Line(block.text, at, end), Line("", end, end)]
        kinds[at] = "label" if block.kind == "credit" else block.kind
        at = end + 1
    return lines, kinds
