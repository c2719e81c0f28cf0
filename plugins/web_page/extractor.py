"""trafilatura, for the pages whose text the fast way cannot find for certain. An extra: `pip install 'newsarchive[html]'`."""

from functools import cache
from typing import Any

from newsarchive import Block
from newsarchive.text import markup_blocks

#: trafilatura's elements, after TEI.
_KINDS = {
    "p": "paragraph",
    "head": "crosshead",
    "item": "list_item",
    "quote": "quote",
    "row": "table_row",
    "code": "paragraph",
}


@cache
def _extraction() -> Any:
    try:
        from trafilatura import bare_extraction
    except ImportError:
        return None
    return bare_extraction


def extracted_blocks(root: Any) -> list[Block]:
    """The blocks that trafilatura finds, in its fast mode; none if it is not installed.

    Neither deduplication nor metadata are asked for: the one remembers other pages, the other looks at the clock.
    """
    extract = _extraction()
    found = extract(root, fast=True, include_comments=False, deduplicate=False, with_metadata=False) if extract else None
    return markup_blocks(found.body, _KINDS) if found is not None and found.body is not None else []
