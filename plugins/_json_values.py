"""What single values of a JSON document say: texts, dates, names, bodies; each as a list, an object or a bare text."""

import re
from collections.abc import Mapping
from typing import Any

from newsarchive import Block, PartialDate
from newsarchive.text import html_blocks, universal_newlines

from ._iptc import iso_date
from ._markup import is_markup

_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_NAMES = ("name", "literal", "value", "headline")


def texts_of(value: Any) -> list[str]:
    """A text or a number as a list of one; anything else as none."""
    if isinstance(value, str):
        return [value] if value.strip() else []
    return [str(value)] if isinstance(value, int) and not isinstance(value, bool) else []


def text_of(value: Any) -> str | None:
    """A text or a number, or None."""
    return next(iter(texts_of(value)), None)


def listed(value: Any) -> list[dict[str, Any]]:
    """The objects of a list, or of an object that numbers them."""
    several = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [each for each in several if isinstance(each, dict)]


def blocks_of(value: Any, kinds: Mapping[str, Any] | None = None) -> list[Block]:
    """A body: markup by its elements, plain text by blank lines or, where there are none, by lines."""
    text = value if isinstance(value, str) else ""
    if is_markup(text):
        return html_blocks(text, kinds)
    text = universal_newlines(text).strip()
    pieces = _BLANK_LINES.split(text) if "\n\n" in text or _BLANK_LINES.search(text) else text.split("\n")
    return [Block("paragraph", " ".join(piece.split())) for piece in pieces if piece.strip()]


def date_of(value: Any) -> PartialDate | None:
    """A date of ISO 8601, or None if it is none."""
    return iso_date(value.strip()) if isinstance(value, str) else None


def names_of(value: Any) -> list[str]:
    """The names in a list of objects or of texts, each once."""
    several = value if isinstance(value, list) else [value]
    found = []
    for each in several:
        stated = [each.get(name) for name in _NAMES] if isinstance(each, dict) else [each]
        found += next((texts_of(text)[:1] for text in stated if texts_of(text)), [])
    return list(dict.fromkeys(found))


def widest(renditions: Any, address: str = "href", width: str = "width") -> str | None:
    """The address of the widest of several renditions, or None if none has one."""
    sized = [(_number(each.get(width)), each[address]) for each in listed(renditions) if _is_text(each.get(address))]
    return max(sized)[1] if sized else None


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value.strip() != ""


def _number(value: Any) -> int:
    digits = str(value or "0")
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 0
