"""HTML as a tree, as browsers mend it, by lxml: whole pages and pieces of them."""

import re
from collections.abc import Iterator
from typing import Any

from newsarchive.text import said

#: C0 controls but tab and line ends: no page shows them, and a NUL would end the reading.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
# What frames a page. Within a piece of one it says nothing, and libxml2 reads no further behind the end of a page.
_FRAME = re.compile(r"<!doctype\b[^<>]{0,400}>|</?(?:html|head|body)\b[^<>]{0,2000}>", re.IGNORECASE)


def read_tree(text: str) -> Any:
    """The root of what stands in a page or a piece of one, without comments; None where there is neither markup nor text."""
    from lxml import etree

    parser = etree.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(_FRAME.sub(" ", _CONTROLS.sub("", text)).encode(errors="replace"), parser)
    except etree.XMLSyntaxError:
        return None


def of_class(root: Any, name: str) -> Iterator[Any]:
    """The elements below one that are of a class, in whatever case, itself included."""
    for element in root.iter():
        if isinstance(element.tag, str) and name in (element.get("class") or "").lower().split():
            yield element


def of_id(root: Any, name: str) -> Any:
    """The first element with an id, or None."""
    return next((element for element in root.iter() if isinstance(element.tag, str) and element.get("id") == name), None)


def says(element: Any) -> str | None:
    """What an element says, or None."""
    return said(element) or None


def remove(element: Any) -> None:
    """Take an element out of its tree, without what follows it. A root stays."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)
