"""The rows of a Parquet file, by pyarrow."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from newsarchive import Defect, Document, Unreadable

from .values import moment

_PARTS = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
#: Rows that are in memory at once.
_BATCH = 256


class ParquetRow(NamedTuple):
    """A row with its number from 1."""

    cells: dict[str, Any]
    number: int


def parquet_rows(document: Document) -> Iterator[ParquetRow | Defect]:
    """The rows of a file, and groups of rows that are damaged. Raises Unreadable, also where pyarrow is not installed."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        remedy = "`pip install 'newsarchive[parquet]'` installs it, then `newsarchive retry` reads the file"
        raise Unreadable(f"reading Parquet takes pyarrow, which is not installed; {remedy}", code="missing-library") from None

    faults = (pyarrow.ArrowException, OSError, ValueError, OverflowError)
    try:
        file = parquet.ParquetFile(pyarrow.BufferReader(document.data))
    except faults as error:
        raise Unreadable(f"it is no Parquet that pyarrow reads: {_told(error)}", code="bad-parquet") from None
    number = 0
    for group in range(file.num_row_groups):
        stated = file.metadata.row_group(group).num_rows
        try:
            for batch in file.iter_batches(_BATCH, row_groups=[group], use_threads=False):
                rows = _rows(batch)
                for cells in rows:
                    number += 1
                    stated -= 1
                    yield ParquetRow(cells, number)
        except faults as error:
            yield Defect("bad-row", f"row group {group}, behind row {number}: {_told(error)}; {stated} rows are lost")
            number += max(stated, 0)
    if number != file.metadata.num_rows:
        yield Defect("count", f"the file states {file.metadata.num_rows} rows, {number} were found")


def _rows(batch: Any) -> list[dict[str, Any]]:
    columns = {name: _values(column) for name, column in zip(batch.schema.names, batch.columns, strict=True)}
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def _values(column: Any) -> list[Any]:
    """The cells of a column as JSON has them: times as ISO 8601, bytes as text where they are UTF-8."""
    import pyarrow

    kind = column.type
    if pyarrow.types.is_timestamp(kind):
        # With a zone, the instant is stored in UTC and the zone is how to show it; without, it is what a clock showed.
        zone = None if kind.tz is None else 0
        counts = column.cast(pyarrow.int64()).to_pylist()
        return [None if count is None else str(moment(count, _PARTS[kind.unit], zone) or count) for count in counts]
    values: list[Any] = column.to_pylist()
    if pyarrow.types.is_binary(kind) or pyarrow.types.is_large_binary(kind):
        return [value if value is None else value.decode("utf-8", "backslashreplace") for value in values]
    if pyarrow.types.is_date(kind):
        return [value if value is None else value.isoformat()[:10] for value in values]
    return values


def _told(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]
