"""The rows of a table in JSON: a list, JSON Lines, objects one behind the other, and what services wrap them in.

What is damaged costs one row: reading goes on at the next line, or where an object begins as the first one did.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from newsarchive import Defect, Unreadable

from .._json import DIGITS, bounded, end_of_value, members
from .columns import plan_of
from .keys import ENVELOPES, LISTS
from .text import UNDECODABLE, is_damaged

#: Counts that services state beside a list.
_COUNTS = ("count", "total", "totalResults", "num_rows")
_BLANK = re.compile(r"[\s,\ufeff]*")
_FIRST_KEY = re.compile(r'\{\s*+("(?:[^"\\]|\\.){0,200}+")\s*+:')
_KEY = re.compile(r'"([^"\\]{0,200}+)"\s*+:')
_LIST_WITHIN = re.compile(r'"([^"\\]{0,200}+)"\s*+:\s*+\[\s*+(?=\{)')


class JsonRow(NamedTuple):
    """An object with its JSON pointer, and whose list it is in, where the list is called by a publisher's name."""

    value: dict[str, Any]
    path: str
    publisher: str | None = None


Rules = tuple[tuple[str, str], ...]


def json_rows(text: str, rules: Rules = ()) -> Iterator[JsonRow | Defect]:
    """The rows of a text, one after the other, and what is damaged. Raises Unreadable if it is no JSON at all."""
    start = _BLANK.match(text).end()  # type: ignore[union-attr]  # it matches nothing, too
    if text[start : start + 1] == "[":
        yield from _Sequence(text, start + 1, "", rules).rows()
    elif text[start : start + 1] != "{":
        raise Unreadable("it begins neither with an object nor with a list", code="bad-json")
    elif _is_lines(text, start):
        yield from _lines(text, rules)
    else:
        yield from _objects(text, start, rules)


def _is_lines(text: str, start: int) -> bool:
    """JSON Lines: the first line is a whole object, or the second one begins with one as well."""
    end = text.find("\n", start)
    if end < 0 or not text[end:].strip():
        return False
    rest = _BLANK.match(text, end)
    second = text[rest.end() : rest.end() + 1] if rest else ""
    return text[start:end].rstrip()[-1:] == "}" or (second == "{" and text[start:end].strip() not in ("{", "["))


def _lines(text: str, rules: Rules) -> Iterator[JsonRow | Defect]:
    start = number = count = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end].strip(" \t\r\ufeff,\x1e")
        start = end + 1
        number += 1
        if not line:
            continue
        try:
            yield from _within(_loads(line), f"/{count}", rules)
        except ValueError as error:
            yield Defect("bad-row", f"line {number}: {_told(error)}")
        count += 1


def _loads(text: str) -> Any:
    """One value. Raises ValueError."""
    if is_damaged(text):
        raise ValueError(UNDECODABLE)
    try:
        bounded(text)
        return _DECODER.decode(text)
    except Unreadable as error:
        raise ValueError(error.message.rpartition(": ")[2]) from None
    except RecursionError:
        raise ValueError("nested too deep") from None


def _told(error: ValueError) -> str:
    return f"column {error.colno}: {error.msg}" if isinstance(error, json.JSONDecodeError) else str(error)


def _integer(digits: str) -> int | str:
    """A number of many digits is no count of anything, and stays as it stands."""
    return int(digits) if len(digits) <= DIGITS else digits


#: Fractions stay as they stand; pandas writes NaN where nothing is, and others line feeds within strings.
_DECODER = json.JSONDecoder(
    object_pairs_hook=members, parse_float=str, parse_int=_integer, parse_constant=lambda _name: None, strict=False
)


def _objects(text: str, start: int, rules: Rules) -> Iterator[JsonRow | Defect]:
    """One object that is the document, or several that are one behind the other."""
    try:
        bounded(text)
        value, end = _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError, Unreadable):
        # A list within the object may be read up to the place where it is damaged.
        match = _LIST_WITHIN.search(text, start)
        if match and not plan_of(tuple(_KEY.findall(text, start, match.end())), rules).says_anything:
            yield from _Sequence(text, match.end(), f"/{_escaped(match[1])}", rules).rows()
        else:
            yield from _Sequence(text, start, "", rules).rows()
        return
    if is_damaged(text[start:end]):
        yield Defect("bad-row", UNDECODABLE)
    elif _BLANK.fullmatch(text, end):
        yield from _within(value, "", rules)
        return
    else:
        yield from _within(value, "/0", rules)
    yield from _Sequence(text, end, "", rules, 1).rows()


def _decoded(text: str, start: int) -> tuple[Any, int]:
    """The value that begins there, and where it ends. Raises ValueError, RecursionError or Unreadable."""
    value, end = _DECODER.raw_decode(text, start)
    bounded(text[start:end])
    if is_damaged(text[start:end]):
        raise ValueError(UNDECODABLE)
    return value, end


class _Sequence:
    """Objects parted by commas, blanks or nothing, from a place in a text on."""

    def __init__(self, text: str, at: int, path: str, rules: Rules, count: int = 0) -> None:
        self.text = text
        self.at = at
        self.path = path
        self.rules = rules
        self.count = count
        self._line, self._counted = 1, 0
        first = _FIRST_KEY.search(text, at)
        #: How an object begins: tools write their keys in one order.
        self.begins = re.compile(r"\{\s*+" + re.escape(first[1]) + r"\s*+:") if first else None

    def rows(self) -> Iterator[JsonRow | Defect]:
        text = self.text
        while (start := _BLANK.match(text, self.at).end()) < len(text):  # type: ignore[union-attr]  # it matches nothing, too
            if text[start] in "]}":
                self.at = start + 1
                continue
            try:
                value, self.at = _decoded(text, start)
            except json.JSONDecodeError as error:
                yield Defect("bad-row", f"line {self.line(start)}: {error.msg} in line {self.line(error.pos)}")
                # A string that nobody ends reaches to the end: behind it is nothing.
                unended = error.msg.startswith("Unterminated")
                found = None if unended or self.begins is None else self.begins.search(text, max(error.pos, start + 1))
                self.at = found.start() if found else len(text)
            except (ValueError, RecursionError, Unreadable) as error:
                why = "nested too deep" if isinstance(error, RecursionError) else str(error)
                yield Defect("bad-row", f"line {self.line(start)}: {why}")
                self.at = end_of_value(text, start)
            else:
                yield from _within(value, f"{self.path}/{self.count}", self.rules)
            self.count += 1

    def line(self, position: int) -> int:
        """The line of a place behind all others that were asked for."""
        if position > self._counted:
            self._line += self.text.count("\n", self._counted, position)
            self._counted = position
        return self._line


def _within(value: Any, path: str, rules: Rules, publisher: str | None = None) -> Iterator[JsonRow | Defect]:
    """The rows of a value: itself, or those in its lists."""
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from _within(each, f"{path}/{number}", rules, publisher)
        return
    if not isinstance(value, dict):
        yield Defect("bad-row", f"{path or '/'} is {value!r:.60}, and no object")
        return
    plan = plan_of(tuple(value), rules)
    if plan.says_anything and not (rules and plan.missing):
        yield JsonRow(value, path, publisher if plan.tool == "fundus" else None)
        return
    lists = {
        name: each for name, each in value.items() if isinstance(each, list) and any(isinstance(row, dict) for row in each)
    }
    envelope = next((name for name in ENVELOPES if isinstance(value.get(name), dict)), None)
    if envelope:
        yield JsonRow({**value[envelope], **_flag(value)}, f"{path}/{envelope}")
    elif isinstance(value.get("hits"), dict):  # Elasticsearch
        yield from _within(value["hits"], f"{path}/hits", rules)
    elif lists:
        for name, each in lists.items():
            yield from _within(each, f"{path}/{_escaped(name)}", rules, None if name.lower() in LISTS else name)
        if len(lists) == 1:
            yield from _counted(value, len(next(iter(lists.values()))), path)
    else:
        yield JsonRow(value, path)


def _flag(value: dict[str, Any]) -> dict[str, Any]:
    """Cells that Hugging Face's viewer cut off."""
    return {"truncated_cells": value["truncated_cells"]} if value.get("truncated_cells") else {}


def _counted(value: dict[str, Any], found: int, path: str) -> Iterator[Defect]:
    for name in _COUNTS:
        stated = value.get(name)
        if isinstance(stated, int) and not isinstance(stated, bool) and stated != found:
            yield Defect("count", f"{path}/{name} states {stated}, {found} were found")


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
