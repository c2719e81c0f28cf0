"""`newsarchive export`: records for the tools of others."""

import os
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import click

from ..catalog.filters import Filters
from ..dates import PartialDate
from ..errors import ArchiveError
from ..export import csv, jsonl, ninjs
from ..export.rows import Rows
from ..holdings import open_holdings
from ..store.durable import sync_path
from . import output
from .options import archive_option, today, while_running
from .reading import filter_options, say_left_out

FORMATS = {"jsonl": jsonl.lines, "csv": csv.lines, "ninjs": ninjs.lines}


@click.command()
@archive_option
@click.option(
    "--format", "kind", type=click.Choice(tuple(FORMATS)), required=True, help="JSON Lines, CSV for spreadsheets, or ninjs 3.1."
)
@click.option(
    "-o", "--output", "target", default="-", metavar="FILE", help="Where to write; - is standard output.  [default: -]"
)
@filter_options
@click.option("--all", "everything", is_flag=True, help="Also what is canceled, withheld, under embargo or superseded.")
def export(
    archive: Path,
    kind: str,
    target: str,
    since: PartialDate | None,
    until: PartialDate | None,
    publisher: str | None,
    language: str | None,
    source: str | None,
    everything: bool,
) -> None:
    """Write records as JSON Lines, CSV or ninjs.

    One line a record, in the order of accession, with the columns id (the content hash), text (the body) and every
    field of the record, filled where only a later sighting knows it. FILE is there once all of it is written.

    ninjs is one item of ninjs 3.1 a line, with what the standard has a place for.
    """
    filters = Filters(since, until, publisher, language, source)
    rows = Rows(while_running(open_holdings(archive)), today(), filters, everything)
    unsaid: Counter[str] = Counter()
    lines = ninjs.lines(rows, unsaid) if kind == "ninjs" else FORMATS[kind](rows)
    if target == "-":
        for each in lines:
            output.data(each)
        sys.stdout.buffer.flush()
    else:
        _write(Path(target), lines)
        output.say(f"{rows.written:,} records in {target}")
    say_left_out(rows.left_out, filters)
    if unsaid:
        told = ", ".join(f"{count:,} {field}" for field, count in sorted(unsaid.items()))
        output.say(f"dates left out because ninjs holds none without time, seconds and zone: {told}")


def _write(path: Path, lines: Iterable[bytes]) -> None:
    """Write aside and rename; what is no regular file (a pipe, a device) is written to as it is. Raises ArchiveError."""
    path = Path(os.path.realpath(path))  # a link stays a link
    aside = path if path.exists() and not path.is_file() else path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with aside.open("wb") as file:
            file.writelines(lines)
        if aside != path:
            sync_path(aside)
            aside.rename(path)
    except OSError as error:
        raise ArchiveError(f"{path} cannot be written: {error.strerror}", help="What was there before is unchanged.") from None
    finally:
        if aside != path:
            aside.unlink(missing_ok=True)
