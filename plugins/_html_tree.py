"""HTML as a tree, as browsers mend it, by lxml: whole pages and pieces of them."""

from typing import Any


def read_tree(text: str) -> Any:
    """The root of a page or of a piece of one, without comments; None where there is neither markup nor text."""
    from lxml import etree

    parser = etree.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(text.replace("\0", "").encode(errors="replace"), parser)  # a NUL would end it
    except etree.XMLSyntaxError:
        return None
