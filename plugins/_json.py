"""JSON by RFC 8259, as sources need it: bounded depth, every key once, no numbers that are none, text that UTF-8 can hold."""

import re
from typing import Any

from newsarchive import Document, Sample, Unreadable

#: Arrays and objects within each other.
DEPTH = 100
#: Digits of an integer: more is no count of anything, and takes the square of its length to read.
DIGITS = 100
# RFC 8259, 7 and 2: strings, and what opens and closes. A string that nobody ends goes on to the end: it is looked at once.
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_BRACKETS = re.compile(r"[\[{\]}]")
_EXCESS = re.compile(rf"\d{{{DIGITS + 1},}}")
_STRUCTURE = re.compile(rf"{_STRING.pattern}|{_BRACKETS.pattern}|(?P<number>{_EXCESS.pattern})", re.DOTALL)
_WINDOW = 16 * 1024
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_HALF = re.compile("[\ud800-\udfff]")


def json_head(sample: Sample, window: int = _WINDOW) -> str:
    """The first bytes of a document that may be JSON, 16 KiB or more, from its first bracket on; empty if it is none."""
    head = sample.head[:window]
    text = head.decode("utf-16" if head.startswith(_UTF_16) else "utf-8", "replace").lstrip("\ufeff \t\r\n")
    return text if text[:1] in ("{", "[") else ""


def read_json(document: Document) -> Any:
    """The document's one value. Raises Unreadable, with line and column where there is one."""
    text = document.decoded().text
    bounded(text)
    import json

    try:
        value = json.loads(text, object_pairs_hook=members, parse_constant=_constant)
    except json.JSONDecodeError as error:
        raise Unreadable(f"line {error.lineno}, column {error.colno}: {error.msg}", code="bad-json") from None
    except ValueError as error:
        raise Unreadable(str(error), code="bad-json") from None
    return value


def read_values(document: Document) -> list[tuple[Any, str]]:
    """The document's one value, or one a line (JSON Lines), each with its JSON pointer. Raises Unreadable."""
    try:
        return [(read_json(document), "")]
    except Unreadable:
        # Line feeds only: U+2028 and its like may stand in a string.
        lines = [line for line in document.text().split("\n") if line.strip()]
        if len(lines) < 2 or not all(line.lstrip()[:1] in ("{", "[") for line in lines):
            raise
    return [(read_json(Document(document.name, line.encode())), f"/{number}") for number, line in enumerate(lines)]


def bounded(text: str) -> None:
    """Raises Unreadable with the place that goes too far. Most texts do not: what is no string tells that at once."""
    if text.count("[") + text.count("{") <= DEPTH and not _EXCESS.search(text):
        return
    outside = _STRING.sub("", text)
    depth = deepest = 0
    for bracket in _BRACKETS.findall(outside):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    if deepest > DEPTH or _EXCESS.search(outside):
        _find_excess(text)


def end_of_value(text: str, start: int) -> int:
    """Where an array or object ends that begins at `start`, by its brackets alone; the end of the text if it does not."""
    depth = 0
    for match in _STRUCTURE.finditer(text, start):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match[0], 0)
        if depth <= 0:
            return match.end()
    return len(text)


def _find_excess(text: str) -> None:
    depth = 0
    for match in _STRUCTURE.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match[0], 0)
        if depth > DEPTH:
            raise Unreadable(f"{_at(text, match.start())}: nested deeper than {DEPTH} levels", code="bad-json")
        if match["number"]:
            raise Unreadable(f"{_at(text, match.start())}: a number of more than {DIGITS} digits", code="bad-json")


def _at(text: str, position: int) -> str:
    """A place as editors count it."""
    before = text[:position]
    return f"line {before.count(chr(10)) + 1}, column {position - before.rfind(chr(10))}"


def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object, as `object_pairs_hook`. Raises ValueError for a key that stands twice, and for half a surrogate pair."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key!r} stands twice in one object")
        for text in (key, value):
            if isinstance(text, str) and not text.isascii() and _HALF.search(text):
                raise ValueError(f"the value of {key!r} holds half a surrogate pair")
        found[key] = value
    return found


def _constant(name: str) -> Any:
    raise ValueError(f"{name} is no number in JSON")
