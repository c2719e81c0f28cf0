"""JSON Lines: one row a line, every key in every line, in the same order.

A column that is null in the first lines is still there. Tools that guess its type from those alone (DuckDB from 20,480
lines, polars from 100) stop at the first value that they did not expect, and read all of it when they are told to look at all
of it: `read_json(…, sample_size=-1)`, `read_ndjson(…, infer_schema_length=None)`.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson


def lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """The file, line by line."""
    for row in rows:
        yield orjson.dumps(row) + b"\n"
