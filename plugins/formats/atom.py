"""What formats that are Atom share: a feed of several documents, each an entry or a feed itself."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

ATOM = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def joined(documents: Sequence[bytes]) -> bytes:
    """One feed. What a feed states for all of its entries goes into each of them."""
    from lxml import etree

    together = etree.Element(f"{{{ATOM}}}feed")
    for data in documents:
        root = etree.fromstring(data)
        entries = [root] if root.tag == f"{{{ATOM}}}entry" else root.findall(f"{{{ATOM}}}entry")
        for entry in entries:
            if entry is not root:
                _inherit(entry, root)
            together.append(deepcopy(entry))
    return etree.tostring(together, encoding="utf-8")


def _inherit(entry: Any, feed: Any) -> None:
    for name in ("author", "rights"):
        stated = feed.find(f"{{{ATOM}}}{name}")
        if stated is not None and entry.find(f"{{{ATOM}}}{name}") is None:
            entry.append(deepcopy(stated))
    if feed.get(_LANGUAGE) and not entry.get(_LANGUAGE):
        entry.set(_LANGUAGE, feed.get(_LANGUAGE))
