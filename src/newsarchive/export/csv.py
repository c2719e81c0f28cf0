"""CSV by RFC 4180, UTF-8, for spreadsheets: one row a record, lists joined by `; `.

A cell that a spreadsheet would take for a formula gets an apostrophe in front (CWE-1236; OWASP, "CSV Injection").
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .flat import said
from .rows import COLUMNS

#: Not in a table of cells: `text` has the body, and the rest is structure.
_LEFT_OUT = frozenset({"body", "evidence", "extra", "provenance", "dateline"})
#: What of objects is worth a column: (column, object, part).
_PARTS = (
    ("dateline", "dateline", "text"),
    ("dateline_place", "dateline", "place"),
    ("dateline_date", "dateline", "date"),
    ("original", "provenance", "original"),
    ("original_name", "provenance", "name"),
    ("original_member", "provenance", "member"),
    ("source", "provenance", "source"),
    ("source_version", "provenance", "source_version"),
    ("encoding", "provenance", "encoding"),
)
_SCALARS = tuple(name for name in COLUMNS if name not in _LEFT_OUT)
HEADER = (*_SCALARS, *(column for column, _, _ in _PARTS))
#: How a formula begins, in full width as well; after a tab or a line end it still is one.
_EXECUTABLE = tuple("=+-@\t\r\n＝＋－＠")


def lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """The file, row by row, its header first."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")

    def written(values: Iterable[str]) -> bytes:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow(values)
        return buffer.getvalue().encode()

    yield written(HEADER)
    for row in rows:
        values = [_cell(row[name]) for name in _SCALARS]
        yield written([*values, *(_cell(row[whole][part]) for _, whole, part in _PARTS)])


def _cell(value: Any) -> str:
    """A value as a cell. Pairs are `scheme=value`, and so is what was filled: `published=drop/story.txt`."""
    if isinstance(value, list):
        value = "; ".join(_pair(each) or said(each) for each in value)
    text = "" if value is None else said(value)
    return f"'{text}" if text.startswith(_EXECUTABLE) else text


def _pair(value: Any) -> str | None:
    if isinstance(value, Mapping) and value.keys() in ({"scheme", "value"}, {"field", "sighting"}):
        return "=".join(map(str, value.values()))
    return None
