"""trafilatura, for the pages whose text the fast way cannot find for certain. An extra: `pip install 'newsarchive[html]'`."""

from typing import Any

from newsarchive import Block, Unreadable
from newsarchive.text import markup_blocks

#: trafilatura's elements, after TEI.
_KINDS: Any = {
    "p": "paragraph",
    "head": "crosshead",
    "item": "list_item",
    "quote": "quote",
    "row": "table_row",
    "code": "paragraph",
}


def extracted_blocks(root: Any) -> list[Block]:
    """The blocks that trafilatura finds in a copy of the tree, in its fast mode. Raises Unreadable if it is not installed.

    Neither deduplication nor metadata are asked for: the one remembers other pages, the other looks at the clock. What else it
    remembers are results of pure functions.
    """
    try:
        from trafilatura import bare_extraction
    except ImportError as error:
        raise Unreadable(
            f"where its text stands is not certain, and trafilatura, which would tell, is not there ({error}): "
            "pip install 'newsarchive[html]', then newsarchive retry",
            code="missing-library",
        ) from None
    found: Any = bare_extraction(_copy(root), fast=True, include_comments=False, deduplicate=False, with_metadata=False)
    return markup_blocks(found.body, _KINDS) if found is not None and found.body is not None else []


def _copy(root: Any) -> Any:
    """As an HTML document: trafilatura takes elements of `lxml.html` only, and changes them."""
    from lxml import etree, html

    return html.document_fromstring(etree.tostring(root, encoding="unicode", method="html"))
