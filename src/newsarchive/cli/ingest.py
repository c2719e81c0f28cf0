"""`newsarchive ingest`: the main job."""

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import get_args

import click

from .. import __version__
from ..catalog import read_catalog
from ..pipeline.afterwards import Afterwards, Then
from ..pipeline.ingest import Options, OriginalsPolicy, rehearse
from ..pipeline.ingest import ingest as run_ingest
from ..pipeline.report import Report
from ..pipeline.workers import Pool, Setting
from ..store.archive import open_archive
from ..store.layout import Layout, Settings, read_settings
from ..walk import Drop, Input, scan
from . import output
from .options import archive_option, cores, holder, json_option, plugins_option, resolved, utc_now, while_running
from .progress import progress
from .ruled import archive_rules
from .summary import show_report


@click.command()
@click.argument("drops", metavar="DROP…", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@archive_option
@plugins_option
@click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
@click.option("--workers", type=click.IntRange(1, 256), default=None, help="Parser processes. [default: one a core]")
@click.option("--source", metavar="NAME", help="Read everything with this source, without sniffing.")
@click.option("--rehash", is_flag=True, help="Read files again whose size and time are known.")
@click.option(
    "--originals",
    type=click.Choice(get_args(OriginalsPolicy)),
    default="keep",
    show_default=True,
    help="Keep the inputs' own bytes up to 256 MiB a file, copy all of them, or only reference them by path and digest.",
)
@click.option("--packed", is_flag=True, help="Pack new volumes of the archive from now on: a file for a thousand records.")
@click.option(
    "--then",
    type=click.Choice(get_args(Then)),
    default="keep",
    show_default=True,
    help="What to do with an input once it is safe in the archive. What was quarantined always stays.",
)
@click.option("--done", type=click.Path(file_okay=False, path_type=Path), help="Where `--then move` moves to.")
@click.option("--no-wait", is_flag=True, help="Do not wait if another process is writing to the archive.")
@json_option
def ingest(
    drops: tuple[Path, ...],
    archive: Path,
    plugins_dirs: tuple[Path, ...],
    dry_run: bool,
    workers: int | None,
    source: str | None,
    rehash: bool,
    originals: OriginalsPolicy,
    packed: bool,
    then: Then,
    done: Path | None,
    no_wait: bool,
    as_json: bool,
) -> None:
    """Take the files of drop folders into the archive.

    A DROP may also be a single file.

    Nothing is read twice: a file whose size and time are known is left alone. Nothing is lost: what cannot be read
    is kept in quarantine with the reason, and the run goes on.
    """
    _check_overlap(drops)
    afterwards = _afterwards(then, done, originals, drops)
    count = workers or cores()
    gc.freeze()  # what is loaded by now stays: collecting garbage need not look at it again, which saves a tenth of the time
    folders = resolved(plugins_dirs)
    layout = Layout(archive)
    rules = archive_rules(layout)
    with _stopping() as stopped, progress(lambda: _total(drops)) as advance:
        options = Options(
            version=__version__,
            now=utc_now,
            rules=rules,
            rehash=rehash,
            originals=originals,
            stop=stopped,
            progress=advance,
            afterwards=afterwards,
        )
        if dry_run:
            settings = read_settings(layout) if layout.settings.exists() else Settings(0)
            catalog = while_running(read_catalog(layout.catalog)) if layout.settings.exists() else None
            with Pool(Setting(folders, settings.prefer, source, rules.sources), count) as pool:
                report = rehearse(catalog, layout, pool, drops, options)
        else:
            with (
                open_archive(archive, not no_wait, holder(), packed) as opened,
                Pool(Setting(folders, opened.settings.prefer, source, rules.sources), count) as pool,
            ):
                report = run_ingest(opened, pool, drops, options)
    if as_json:
        output.json_line(report.as_json() | {"archive": str(archive), "dry_run": dry_run})
    else:
        show_report(report, archive, dry_run)
    sys.exit(exit_code(report))


def exit_code(report: Report) -> int:
    """0 done, 3 done but this run quarantined or refused something, 130 interrupted."""
    if report.interrupted:
        return output.INTERRUPTED
    return output.INCOMPLETE if report.refused or report.totals["quarantined"] else output.DONE


def _afterwards(
    then: Then, done: Path | None, originals: OriginalsPolicy, drops: Sequence[Path]
) -> Callable[[Sequence[Input]], None] | None:
    if then == "keep":
        return None
    if originals == "reference":
        raise click.UsageError(f"`--then {then}` with `--originals reference` would lose the inputs' only copy.")
    if (then == "move") != (done is not None):
        raise click.UsageError("`--then move` needs `--done DIR`, and nothing else does.")
    return Afterwards(then, [Drop.of(path) for path in drops], done.resolve() if done else None)


def _check_overlap(drops: Sequence[Path]) -> None:
    """A file that two DROPs hold would be counted twice."""
    found = [(path, Path(os.path.realpath(path))) for path in drops]
    for number, (path, real) in enumerate(found):
        for other, outer in found[:number] + found[number + 1 :]:
            if real.is_relative_to(outer):
                raise click.UsageError(f"{path} lies within {other}: name one of them.")


def _total(drops: Sequence[Path]) -> int:
    return sum(1 for _ in scan([Drop.of(path) for path in drops]))


@contextmanager
def _stopping() -> Iterator[Callable[[], bool]]:
    """The first Ctrl-C or SIGTERM ends the run after what is in hand; a second one at once, and loses nothing either."""
    asked = False

    def ask(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        output.say("stopping after the documents in hand; press Ctrl-C again to stop at once")

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
