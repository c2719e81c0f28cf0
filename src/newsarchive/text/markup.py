"""Blocks of the body from markup: XHTML, HTML and what is modelled on them (NITF, NewsML), as lxml trees."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from ..fields import BlockKind
from ..model import Block
from .plain import WHITE_SPACE, one_line

#: What an element's own text is in the body. HTML 5.2, 4.3 to 4.9; elements that stand nowhere here are transparent.
KINDS: Mapping[str, BlockKind] = MappingProxyType(
    {
        **dict.fromkeys(("p", "pre", "address"), "paragraph"),
        **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "legend", "summary"), "crosshead"),
        **dict.fromkeys(("li", "dt", "dd"), "list_item"),
        **dict.fromkeys(("caption", "figcaption"), "caption"),
        "blockquote": "quote",
        "tr": "table_row",
    }
)
#: Elements that begin and end a block without being one: text within them stands by itself.
_CONTAINERS = frozenset(
    """
    html body div section article main aside header footer nav figure form fieldset details dialog center table thead tbody
    tfoot ul ol dl menu hr body.content body.head body.end block media hedline
    """.split()  # noqa: SIM905  # a list of words is read as one
)
#: Paragraphs within these are of their kind.
_ENCLOSING = frozenset({"quote", "list_item", "caption", "table_row", "note", "credit"})
#: What says nothing to a reader.
_SILENT = frozenset(("script", "style", "head", "template", "noscript", "iframe", "object", "svg", "math", "select", "button"))
#: A break with white space before it is where a line was wrapped; without, where the author broke it.
_BREAK = re.compile(f"([{WHITE_SPACE}]*)\x00[{WHITE_SPACE}]*")
_BREAKS = re.compile(f"\x00[{WHITE_SPACE}]*\x00[{WHITE_SPACE}\x00]*")


def markup_blocks(root: Any, kinds: Mapping[str, BlockKind] | None = None) -> list[Block]:
    """The blocks of an lxml element, in their order, by `kinds`: local name → kind, or KINDS. Names in any namespace and case.
    `div.note` is a `div` of the class `note`.

    Text outside of block elements is a paragraph. A `br` within a line is a line feed, several part paragraphs, one behind
    a space is where the sender wrapped the line: a space. The cells of a row are parted by tabs; `pre` keeps its lines.
    """
    reader = _Blocks(KINDS if kinds is None else kinds)
    reader.read(root)
    return reader.found


def said(element: Any) -> str:
    """All the text of an element on one line, comments and what says nothing left out; empty for None."""
    if element is None:
        return ""
    if not len(element) and isinstance(element.tag, str) and name_of(element) not in _SILENT:
        return one_line(element.text or "")
    return one_line("".join(_texts(element)))


def _texts(element: Any) -> Iterator[str]:
    """The text of an element, in its order; a break and the borders of blocks and cells are spaces."""
    if not len(element):
        yield (element.text or "") if name_of(element) not in _SILENT else ""
        return
    from lxml import etree

    for event, each in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        name = name_of(each) if isinstance(each.tag, str) else ""
        if event == "start":
            if each is not element and (name == "br" or name in _PARTED):
                yield " "
            if name and each.text and name not in _SILENT:
                yield each.text
        elif each is not element and each.tail:
            if name in _PARTED:
                yield " "
            yield each.tail


_PARTED = frozenset({*KINDS, *_CONTAINERS, "td", "th"})


def name_of(element: Any) -> str:
    """An element's local name, in small letters."""
    return _local(element.tag)


@lru_cache(maxsize=1024)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2].lower()


class _Blocks:
    """A walk through a tree: text gathers until a block begins or ends."""

    def __init__(self, kinds: Mapping[str, BlockKind]) -> None:
        self.kinds = kinds
        self.classed = any("." in name for name in kinds)
        self.found: list[Block] = []
        self.gathered: list[str] = []
        self.open: list[BlockKind] = ["paragraph"]
        self.rows = 0
        self.kept = 0

    def read(self, root: Any) -> None:
        name = self._name(root)
        if name in _SILENT:
            return
        self._start(name, root)
        opened = [(name, root, iter(root))]
        while opened:
            name, element, children = opened[-1]
            for child in children:
                # A comment says nothing, nor does an entity that nobody resolved; behind them the text goes on.
                within = self._name(child) if isinstance(child.tag, str) else None
                if within is not None and within not in _SILENT:
                    if len(child):
                        self._start(within, child)
                        opened.append((within, child, iter(child)))
                        break
                    self._leaf(within, child)
                if child.tail:
                    self.gathered.append(child.tail)
            else:
                opened.pop()
                self._end(name, element)
                if opened and element.tail:
                    self.gathered.append(element.tail)
        self._flush()

    def _leaf(self, name: str, element: Any) -> None:
        """An element without others in it; a paragraph that is one, as most are, is a block at once."""
        kind = self.kinds.get(name)
        if kind is None or self.rows or self.kept or name in ("tr", "pre"):
            self._start(name, element)
            self._end(name, element)
            return
        self._flush()
        if text := one_line(element.text or ""):
            above = self.open[-1]
            self.found.append(Block(above if kind == "paragraph" and above in _ENCLOSING else kind, text))

    def _name(self, element: Any) -> str:
        name = name_of(element)
        classed = f"{name}.{element.get('class')}" if self.classed else name
        return classed if classed in self.kinds else name

    def _start(self, name: str, element: Any) -> None:
        if name == "br":
            self.gathered.append("\x00")
        elif name in ("td", "th") and self.rows:
            self.gathered.append("\x01" if any(map(str.strip, self.gathered)) else "")
        elif self.rows and name != "tr":
            self.gathered.append(" " if name in self.kinds or name in _CONTAINERS else "")
        elif name in self.kinds:
            self._flush()
            kind = self.kinds[name]
            above = self.open[-1]
            self.open.append(above if kind == "paragraph" and above in _ENCLOSING else kind)
            self.rows += name == "tr"
            self.kept += name == "pre"
        elif name in _CONTAINERS:
            self._flush()
        if element.text:
            self.gathered.append(element.text)

    def _end(self, name: str, _element: Any) -> None:
        if self.rows and name != "tr":
            return
        if name in self.kinds:
            self._flush()
            self.open.pop()
            self.rows -= name == "tr"
            self.kept -= name == "pre"
        elif name in _CONTAINERS:
            self._flush()

    def _flush(self) -> None:
        if not self.gathered:
            return
        text = "".join(self.gathered)
        self.gathered.clear()
        kind = self.open[-1]
        for piece in self._pieces(text):
            if piece:
                self.found.append(Block(kind, piece))

    def _pieces(self, text: str) -> list[str]:
        if self.kept:
            return [text.replace("\x00", "\n").strip("\n").rstrip()]
        if self.rows:
            cells = text.replace("\x00", " ").split("\x01")
            return ["\t".join(one_line(cell) for cell in cells).strip("\t")]
        if "\x00" not in text:
            return [one_line(text)]
        return [_lines(piece) for piece in _BREAKS.split(text)]


def _lines(text: str) -> str:
    """A paragraph with its lines, where they are the author's."""
    broken = _BREAK.sub(lambda match: " " if match[1] else "\x00", text.strip(WHITE_SPACE + "\x00"))
    return "\n".join(one_line(line) for line in broken.split("\x00"))


def html_blocks(text: str, kinds: Mapping[str, BlockKind] | None = None) -> list[Block]:
    """The blocks of a piece of HTML, as browsers mend it. Scripts, comments and what cannot be parsed are left out."""
    from lxml import etree

    parser = etree.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8")
    try:
        root = etree.fromstring(f"<div>{text}</div>".encode(errors="replace"), parser)
    except etree.XMLSyntaxError:  # nothing but control characters
        return []
    return [] if root is None else markup_blocks(root, kinds)
