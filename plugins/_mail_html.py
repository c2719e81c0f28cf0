"""HTML as it is mailed: what is hidden is left out, tables that only lay it out are none, pictures are media."""

import re
from typing import Any

from newsarchive import Block, Media
from newsarchive.text import KINDS, markup_blocks

from ._html_tree import remove

# What senders hide: a preview of the text for lists of mails, and pictures that count readers.
_HIDDEN = re.compile(
    r"display\s*:\s*none|max-height\s*:\s*0(?:px)?\s*(?:;|\Z)|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I
)
_TINY = re.compile(r"\s*[01](?:px)?\s*")
#: What stands in no cell of a table that holds data.
_LAYS_OUT = frozenset(("table", "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "center", "img"))
_CELLS = frozenset(("td", "th"))


def read_html(text: str) -> tuple[list[Block], list[Media]]:
    """The blocks of a page, and its pictures: their addresses (`cid:` is one, RFC 2392) and what stands for them."""
    from lxml import etree

    parser = etree.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.replace("\0", "").encode(errors="replace"), parser)  # which would end it
    except etree.XMLSyntaxError:  # nothing that is markup or text
        return [], []
    if root is None:
        return [], []
    for element in [each for each in root.iter() if isinstance(each.tag, str) and _is_hidden(each)]:
        remove(element)
    _flatten(root)
    media = [_media(image) for image in root.iter("img")]
    return markup_blocks(root, KINDS), list(dict.fromkeys(each for each in media if each is not None))


def _is_hidden(element: Any) -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and _HIDDEN.search(style) is not None)


def _flatten(root: Any) -> None:
    """Rows whose cells hold more than text, and rows of one cell, are blocks of a page."""
    laid_out = set()
    for element in root.iter(*_LAYS_OUT):
        above = element.getparent()
        while above is not None and above not in laid_out:
            laid_out.add(above)
            above = above.getparent()
    for row in list(root.iter("tr")):
        cells = [cell for cell in row if cell.tag in _CELLS]
        if row in laid_out or len(cells) < 2:
            for element in (row, *cells):
                element.tag = "div"


def _media(image: Any) -> Media | None:
    url = (image.get("src") or "").strip()
    tiny = [value for value in (image.get("width"), image.get("height")) if value and _TINY.fullmatch(value)]
    if not url or url.lower().startswith("data:") or tiny:
        return None
    return Media("image", url, caption=" ".join((image.get("alt") or "").split()) or None)
