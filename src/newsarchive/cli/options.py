"""Options that several commands share."""

import datetime
import os
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeVar

import click

T = TypeVar("T")
Command = TypeVar("Command", bound=Callable[..., Any])

archive_option = click.option(
    "-a",
    "--archive",
    type=click.Path(path_type=Path),
    default=Path("archive"),
    envvar="NEWSARCHIVE",
    show_default="$NEWSARCHIVE, else ./archive",
    help="The archive's folder.",
)
plugins_option = click.option(
    "--plugins-dir",
    "plugins_dirs",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    multiple=True,
    envvar="NEWSARCHIVE_PLUGINS_DIR",
    help="Also load the source plugins in this folder, one a file. May be repeated.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")


def resolved(folders: Sequence[Path]) -> tuple[Path, ...]:
    """Plugin folders as absolute paths: workers have no current directory to speak of."""
    return tuple(folder.resolve() for folder in folders)


def while_running(resource: AbstractContextManager[T]) -> T:
    """What a command opens for as long as it runs."""
    return click.get_current_context().with_resource(resource)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def utc_now() -> str:
    """The clock, as the ledger writes it."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def holder() -> str:
    """Who holds the archive's lock, for those who find it locked."""
    return f"{click.get_current_context().command_path}, since {utc_now()}"


def today() -> datetime.datetime:
    """The clock, for embargoes."""
    return datetime.datetime.now(datetime.UTC)
