"""What single values of ninjs say: texts, dates, names, subjects, pictures; each as a list, an object or a bare text."""

import re
from typing import Any

from newsarchive import Block, Media, PartialDate, Subject
from newsarchive.text import KINDS, html_blocks, universal_newlines

from .._iptc import iso_date

#: A text that is markup, whatever its name says: a tag of a block, a break, or inline markup.
_MARKUP = re.compile(
    r"</?(?:p|div|br|h[1-6]|[uo]l|li|table|section|article|blockquote|pre|hl2|em|strong|b|i|a|span)\b[^<>]*>", re.I
)
#: Elements of bodies; the last two are what `newsarchive export` writes for blocks that HTML has no element for.
_KINDS = {**KINDS, "div.credit": "credit", "div.note": "note"}
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
#: `subj:15000000`, `category:planning`: a code with its scheme.
_QCODE = re.compile(r"(?P<scheme>[A-Za-z][\w-]*):(?P<code>(?!//).+)", re.DOTALL)
_NAMES = ("name", "literal", "value", "headline")


def texts_of(value: Any) -> list[str]:
    """A text or a number as a list of one; anything else as none."""
    if isinstance(value, str):
        return [value] if value.strip() else []
    return [str(value)] if isinstance(value, int) and not isinstance(value, bool) else []


def blocks_of(value: Any) -> list[Block]:
    """A body: markup by its elements, plain text by blank lines or, where there are none, by lines."""
    text = value if isinstance(value, str) else ""
    if _MARKUP.search(text):
        return html_blocks(text, _KINDS)
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


def subjects_of(value: Any) -> list[Subject]:
    """Subjects by scheme, code and name."""
    found = []
    for each in value if isinstance(value, list) else [value]:
        if not isinstance(each, dict):
            continue
        code = next((texts_of(each.get(name))[0] for name in ("code", "qcode", "uri") if texts_of(each.get(name))), None)
        named = texts_of(each.get("name"))
        if code is None and named:  # 3.1: a `literal` is a code; where it stands alone, agencies write names there
            code = next(iter(texts_of(each.get("literal"))), None)
        scheme = texts_of(each.get("scheme"))[0] if texts_of(each.get("scheme")) else None
        match = _QCODE.fullmatch(code) if code and scheme is None else None
        if match is not None:
            scheme, code = match["scheme"], match["code"]
        name = names_of(each)
        if code or name:
            found.append(Subject(scheme=scheme, code=code, name=name[0] if name else None))
    return found


def media_of(item: dict[str, Any]) -> Media | None:
    """A picture, film or sound: the largest of its renditions."""
    renditions = item.get("renditions")
    several = list(renditions.values()) if isinstance(renditions, dict) else renditions if isinstance(renditions, list) else []
    sized = [(_width(each), each["href"]) for each in several if isinstance(each, dict) and texts_of(each.get("href"))]
    url = max(sized)[1] if sized else None
    described = item.get("descriptions")
    stated = [each.get("value") for each in described if isinstance(each, dict)] if isinstance(described, list) else []
    stated += [value for name, value in item.items() if name.startswith("description_")]
    captions = [text for each in stated for text in texts_of(each)]
    signed = [text for name in ("byline", "by", "copyrightholder") for text in texts_of(item.get(name))]
    if url is None and not captions:
        return None
    return Media(str(item.get("type") or "other"), url, next(iter(captions), None), next(iter(signed), None))


def _width(rendition: dict[str, Any]) -> int:
    width = str(rendition.get("width") or "0")
    return int(width) if width.isdecimal() and len(width) < 10 else 0
