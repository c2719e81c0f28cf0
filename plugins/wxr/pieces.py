"""An export that is no XML, item by item: exports break off when a server's time is up, and a bad item costs itself only."""

import re
from typing import Any

from newsarchive import Defect, Unreadable

from .._feed_xml import mended
from .._xml import read_xml

_ROOT = re.compile(r"<rss\b[^<>]*+>")
# What may hold anything, and where items begin and end.
_ITEMS = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|(?P<start><item\b[^<>]*+>)|(?P<end></item\s*>)", re.DOTALL)


def pieces(text: str) -> tuple[Any, list[Any], list[Defect]]:
    """The channel, the items, and what is wrong with them. Raises Unreadable where there is no root to begin with."""
    root = _ROOT.search(text)
    if root is None:
        raise Unreadable("it is no XML, and has no rss element", code="bad-xml")
    spans = _spans(text)
    defects: list[Defect] = []
    head = text[root.end() : spans[0][0] if spans else len(text)].replace("</channel>", "").replace("</rss>", "")
    channel, error = _read(root[0], head)
    if error:
        defects.append(Defect("bad-xml", f"the channel is no XML: {error}"))
    items = []
    for number, (start, end) in enumerate(spans, 1):
        tree, error = _read(root[0], text[start:end])
        items += tree.iter("{*}item")
        if error:
            defects.append(Defect("bad-xml", f"item[{number}] is no XML: {error}; what can be read of it is read"))
    return channel, items, defects


def _spans(text: str) -> list[tuple[int, int]]:
    """From each beginning of an item to its end, to the next one, or to the end of all."""
    spans: list[tuple[int, int]] = []
    begun = None
    for match in _ITEMS.finditer(text):
        if match["start"] or match["end"]:
            if begun is not None:
                spans.append((begun, match.end() if match["end"] else match.start()))
            begun = match.start() if match["start"] else None
    return [*spans, (begun, len(text))] if begun is not None else spans


def _read(root: str, piece: str) -> tuple[Any, str]:
    """A piece below a root element, and what is wrong with it if it cannot be mended."""
    from lxml import etree

    if piece.rfind("<![CDATA[") > piece.rfind("]]>"):  # libxml2 drops a section that does not end
        piece += "]]>"
    data = mended(f"{root}<channel>{piece}</channel></rss>").encode()
    try:
        return read_xml(data), ""
    except Unreadable as error:
        parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
        tree = etree.fromstring(data, parser)
        return (tree if tree is not None else etree.Element("rss")), error.message
