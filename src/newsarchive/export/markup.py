"""Text as HTML that `newsarchive.text.html_blocks` reads again, block by block, kind by kind.

A text that white space lays out is `pre`: HTML makes one space of any run of it elsewhere.
"""

from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Any

#: Of each kind of block, what is written round several that follow each other, and round each.
_ELEMENTS = {
    "paragraph": ("{}", "<p>{}</p>"),
    "crosshead": ("{}", "<h2>{}</h2>"),
    "quote": ("{}", "<blockquote><p>{}</p></blockquote>"),
    "list_item": ("<ul>{}</ul>", "<li><p>{}</p></li>"),
    "table_row": ("<table>{}</table>", "<tr>{}</tr>"),
    "caption": ("{}", "<figure><figcaption><p>{}</p></figcaption></figure>"),
    "credit": ("{}", '<div class="credit"><p>{}</p></div>'),
    "note": ("{}", '<div class="note"><p>{}</p></div>'),
}


def body_html(blocks: Sequence[Mapping[str, Any]]) -> str:
    """The body as HTML. Blocks are plain objects with `kind` and `text`."""
    pieces = []
    for kind, run in groupby(blocks, key=lambda block: str(block["kind"])):
        around, each = _ELEMENTS[kind]
        pieces.append(around.format("".join(_element(kind, each, block["text"]) for block in run)))
    return "".join(pieces)


def text_form(text: str) -> dict[str, str]:
    """A text as a value with its content type, which it needs only where it is not one line of plain text."""
    if text == _spaced(text) and "<" not in text:
        return {"value": text}
    return {"contentType": "text/html", "value": _element("paragraph", "<p>{}</p>", text)}


def _element(kind: str, element: str, text: str) -> str:
    if kind == "table_row":
        return element.format("".join(f"<td>{escape(cell, quote=False)}</td>" for cell in text.split("\t")))
    lines = text.split("\n")
    if "" not in lines and all(line == _spaced(line) for line in lines):
        return element.format("<br>".join(escape(line, quote=False) for line in lines))
    return element.replace("<p", "<pre").replace("</p>", "</pre>").format(escape(text, quote=False))


def _spaced(text: str) -> str:
    return " ".join(text.split())
