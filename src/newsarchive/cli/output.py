"""How the command line speaks: data on standard output, everything else on standard error, nothing executable."""

import os
import sys
from collections.abc import Sequence
from typing import Any

import click
import orjson

from ..errors import NewsarchiveError
from ..text import terminal_safe

DONE, FATAL, USAGE, INCOMPLETE, INTERRUPTED = 0, 1, 2, 3, 130


def say(text: str) -> None:
    """A line for a person, on standard error."""
    click.echo(terminal_safe(text), err=True)


def line(text: str = "") -> None:
    """A line of data for a person, on standard output; what a terminal would execute is shown escaped."""
    click.echo(terminal_safe(text))


def json_line(value: Any) -> None:
    """A line of JSON on standard output."""
    data(orjson.dumps(value, option=orjson.OPT_SORT_KEYS) + b"\n")


def json_pretty(value: Any) -> None:
    """JSON for a person: indented."""
    data(orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2) + b"\n")


def data(written: bytes) -> None:
    """Data on standard output: as it is for a program; on a terminal what that would execute is escaped as JSON does it."""
    if sys.stdout.isatty():
        text = written.decode().replace("\r\n", "\n")
        if terminal_safe(text) != text:
            text = "".join(each if terminal_safe(each) == each else _escaped(each) for each in text)
        written = text.encode()
    sys.stdout.buffer.write(written)
    sys.stdout.buffer.flush()


def _escaped(character: str) -> str:
    r"""RFC 8259, 7: `\uXXXX`, twice for what UTF-16 says in two units."""
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def fail(error: NewsarchiveError) -> int:
    """Say what failed, why, and what helps; the exit code."""
    say(f"newsarchive: {error.message}")
    if error.help:
        say(f"  {error.help}")
    return FATAL


def table(rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> list[str]:
    """Rows as lines with aligned columns; the columns numbered in `right` are aligned to the right."""
    from rich.cells import cell_len

    widths = [max(cell_len(terminal_safe(row[column])) for row in rows) for column in range(len(rows[0]))] if rows else []
    lines = []
    for row in rows:
        cells = []
        for column, cell in enumerate(row):
            safe = terminal_safe(cell)
            blank = " " * (widths[column] - cell_len(safe))
            cells.append(blank + safe if column in right else safe + blank)
        lines.append("  ".join(cells).rstrip())
    return lines


def colours(stream: Any) -> bool:
    """Whether to colour: on a terminal, unless NO_COLOR says otherwise."""
    return bool(stream.isatty()) and not os.environ.get("NO_COLOR")
