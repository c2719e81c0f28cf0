"""JSON by RFC 8259, as sources need it: bounded depth, every key once, no numbers that are none, text that UTF-8 can hold."""

import re
from typing import Any

from newsarchive import Document, Unreadable

#: Arrays and objects within each other.
DEPTH = 100
#: Digits of an integer: more is no count of anything, and takes the square of its length to read.
DIGITS = 100
# RFC 8259, 7 and 2: strings, and what opens and closes.
_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)
_LONG_NUMBER = re.compile(rf'"(?:[^"\\]|\\.)*"|(?P<number>\d{{{DIGITS + 1},}})', re.DOTALL)
_HALF = re.compile("[\ud800-\udfff]")


def read_json(document: Document) -> Any:
    """The document's one value. Raises Unreadable, with line and column where there is one."""
    text = document.decoded().text
    _bounded(text)
    import json

    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
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


def _bounded(text: str) -> None:
    depth = 0
    for match in _STRUCTURE.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match[0], 0)
        if depth > DEPTH:
            raise Unreadable(f"{_at(text, match.start())}: nested deeper than {DEPTH} levels", code="bad-json")
    for match in _LONG_NUMBER.finditer(text):
        if match["number"]:
            raise Unreadable(f"{_at(text, match.start())}: a number of more than {DIGITS} digits", code="bad-json")


def _at(text: str, position: int) -> str:
    """A place as editors count it."""
    before = text[:position]
    return f"line {before.count(chr(10)) + 1}, column {position - before.rfind(chr(10))}"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key!r} stands twice in one object")
        for text in (key, value):
            if isinstance(text, str) and _HALF.search(text):
                raise ValueError(f"the value of {key!r} holds half a surrogate pair")
        found[key] = value
    return found


def _constant(name: str) -> Any:
    raise ValueError(f"{name} is no number in JSON")
