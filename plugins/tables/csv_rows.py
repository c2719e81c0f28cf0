"""The rows of a table in text: cells parted by commas, semicolons, tabs or bars, quoted as RFC 4180 has it.

Quotes are held to strictly. A quote that nobody closes, or that goes on behind its end, costs the line in which it stands: what
csv has read beyond it is read again from the next line.
"""

import csv
import re
from collections.abc import Iterator
from typing import NamedTuple

from newsarchive import Defect, Unreadable

from .columns import Plan, plan_of
from .text import UNDECODABLE, is_damaged

_DELIMITERS = (",", ";", "\t", "|")
# Excel says so of itself in front of the header.
_SEPARATOR = re.compile(r"sep=(.)\n", re.IGNORECASE)
#: Code points of a cell: a page with its pictures within it, and no whole table behind a stray quote.
_LONGEST_CELL = 16 * 1024 * 1024
#: As much of a table is looked at for its dialect.
_HEAD = 64 * 1024
_MOST_COLUMNS = 1000
#: What may stand around a column's name.
_MARGIN = " \t\ufeff"

Rules = tuple[tuple[str, str], ...]


class Dialect(NamedTuple):
    """How cells are parted and quoted, the names of the columns, and what they are."""

    delimiter: str
    escaped: bool  #: quotes within cells behind a backslash (MySQL, Spark), else doubled
    names: tuple[str, ...]
    plan: Plan


class CsvRow(NamedTuple):
    """A row with its number from 1, the header not counted."""

    cells: dict[str, str]
    number: int


def dialect_of(text: str, rules: Rules = ()) -> Dialect | None:
    """The dialect whose header names the most fields, then has the most columns; None for a text without a header of several.

    `text` is a table or its beginning.
    """
    separator = _SEPARATOR.match(text)
    head = text[separator.end() if separator else 0 :][:_HEAD].lstrip("\n")
    line = head.partition("\n")[0]
    escaped = '\\"' in head and '""' not in head
    found = []
    for delimiter in (separator[1],) if separator else _DELIMITERS:
        if (not delimiter.isprintable() and delimiter != "\t") or delimiter in '"\\':
            continue
        if delimiter not in line and not rules:
            continue
        try:
            names = _named(next(_reader(_Lines(head, None), delimiter, escaped), []))
        except csv.Error:
            continue
        if names and len(names) <= _MOST_COLUMNS:
            plan = plan_of(names, rules)
            found.append((len(plan.fields), len(names), Dialect(delimiter, escaped, names, plan)))
    return max(found, key=lambda each: each[:2])[2] if found else None


def csv_rows(text: str, dialect: Dialect) -> Iterator[CsvRow | Defect]:
    """The rows of a table, and what is damaged. Its header was read by `dialect_of`."""
    lines = _Lines(text, _SEPARATOR.match(text))
    reader = _reader(lines, dialect.delimiter, dialect.escaped)
    number = -1
    while True:
        lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            lines.back()
            number += 1
            yield Defect("bad-row", f"line {lines.number}: {error}")
            continue
        if not any(cells):
            continue
        number += 1
        if cells[0].strip(_MARGIN) == dialect.names[0] and _named(cells) == dialect.names:
            if number:
                yield Defect("header", f"line {lines.first}: the header once more")
            continue
        while len(cells) > len(dialect.names) and not cells[-1].strip():
            cells.pop()
        if len(cells) != len(dialect.names):
            yield Defect("bad-row", f"line {lines.first}: {len(cells)} cells, where the header names {len(dialect.names)}")
        elif any(map(is_damaged, cells)):
            yield Defect("bad-row", f"line {lines.first}: {UNDECODABLE}")
        else:
            yield CsvRow(dict(zip(dialect.names, cells, strict=True)), number)


class _Lines:
    """The lines of a text, of which those behind the first of a row can be put back."""

    def __init__(self, text: str, separator: "re.Match[str] | None") -> None:
        self.text = text
        self.at = separator.end() if separator else 0
        self.number = 1 if separator else 0  #: of the line that was read last
        self.first = 0  #: of the row's first line
        self._second: int | None = None

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self.at >= len(self.text):
            raise StopIteration
        end = self.text.find("\n", self.at) + 1 or len(self.text)
        line = self.text[self.at : end]
        self.at = end
        self.number += 1
        if self._second is None:
            self.first, self._second = self.number, end
        return line

    def begin(self) -> None:
        """A row begins with the next line."""
        self._second = None

    def back(self) -> None:
        """Whatever was read of a row behind its first line is read again."""
        if self._second is not None:
            self.at, self.number = self._second, self.first


def _reader(lines: Iterator[str], delimiter: str, escaped: bool) -> Iterator[list[str]]:
    # csv has one bound for the process; it is the same for all tables, and higher than its own.
    if csv.field_size_limit() < _LONGEST_CELL:
        csv.field_size_limit(_LONGEST_CELL)
    return csv.reader(lines, delimiter=delimiter, doublequote=not escaped, escapechar="\\" if escaped else None, strict=True)


def _named(cells: list[str]) -> tuple[str, ...]:
    """The names of a header; those that stand twice are numbered."""
    seen: dict[str, int] = {}
    names = []
    for cell in cells:
        name = cell.strip(_MARGIN)
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return tuple(names)


def no_table() -> Unreadable:
    """For what has no header."""
    return Unreadable("its first line names no columns", code="no-header")
