"""The text of a table, of which some rows may be damaged."""

import codecs
import re

from newsarchive import Document
from newsarchive.text import universal_newlines

_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
#: PEP 383: a byte that is no UTF-8.
_ESCAPED = re.compile("[\udc80-\udcff]")
#: The reason for a row that is not decoded.
UNDECODABLE = "bytes that are no UTF-8, in a table that is UTF-8 otherwise"


def table_text(document: Document) -> str:
    r"""The document's text with `\n` line ends.

    Where more lines are UTF-8 than are none, those that are none are damaged: their bytes are escaped, so that
    `is_damaged` knows the rows, and the others are not read in another encoding. Raises UndecodableText.
    """
    if "encoding" not in document.hints and not document.data.startswith(_MARKS):
        try:
            document.data.decode()
        except UnicodeDecodeError:
            if _mostly_utf_8(document.data):
                data = document.data.removeprefix(codecs.BOM_UTF8)
                return universal_newlines(data.decode(errors="surrogateescape"))
    return document.text()


def is_damaged(text: str) -> bool:
    """Whether a byte was escaped in it."""
    return not text.isascii() and _ESCAPED.search(text) is not None


def _mostly_utf_8(data: bytes) -> bool:
    sound = broken = 0
    for line in data.split(b"\n"):
        if not line.isascii():
            try:
                line.decode()
                sound += 1
            except UnicodeDecodeError:
                broken += 1
    return sound > broken
