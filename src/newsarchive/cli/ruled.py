"""Rules on the command line: where they come from, and which hold for a file that is named there."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from ..rules import NONE, Entry, Match, Rules, read_rules
from ..store.layout import Layout
from ..text import printable_name

Command = TypeVar("Command", bound=Callable[..., Any])


def rules_options(command: Command) -> Command:
    """`--rules` and `--drop`."""
    drop = click.option(
        "--drop",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        default=Path(),
        show_default="the current folder",
        help="The folder that paths in rules are relative to.",
    )
    rules = click.option(
        "--rules",
        "rules_file",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="A file with `[[source]]` entries, which say what documents do not.",
    )
    return rules(drop(command))


def archive_rules(layout: Layout) -> Rules:
    """The rules in an archive's settings; none where there is no archive. Raises NewsarchiveError."""
    return read_rules(layout.settings) if layout.settings.exists() else NONE


def match_file(rules: Rules, path: bytes, drop: Path) -> Match:
    """What rules say of a file, by its path below `drop`; by its path as it was given if it lies elsewhere."""
    folder = os.fsencode(os.path.realpath(drop)).rstrip(b"/") + b"/"
    parent, name = os.path.split(path)
    real = os.path.join(os.path.realpath(parent), name)
    return rules.match(printable_name(real.removeprefix(folder) if real.startswith(folder) else path))


def words(entry: Entry) -> str:
    """An entry as one line."""
    return f"{entry.label}, path = {entry.path.text!r}: " + ", ".join(f"{key} {value!r}" for key, value in entry.hints.items())


def rules_json(match: Match) -> list[dict[str, Any]]:
    """The entries that match."""
    return [
        {"entry": entry.number, "line": entry.line, "path": entry.path.text, "hints": dict(entry.hints)}
        for entry in match.entries
    ]
