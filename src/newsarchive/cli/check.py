"""`newsarchive verify` and `newsarchive rebuild`: trust, and the catalog made anew."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import click

from .. import quarantine
from ..catalog import rebuild as rebuild_catalog
from ..ledger import Ledger
from ..pipeline.repair import Repair, Repaired
from ..pipeline.workers import Pool, Setting
from ..store.layout import Layout, read_settings
from ..store.lock import locked
from ..store.verify import Verification
from . import output
from .options import archive_option, cores, holder, json_option, plugins_option, resolved


@click.command()
@archive_option
@plugins_option
@click.option("--deep", is_flag=True, help="Also parse each record and compute its content hash anew.")
@click.option("--repair", is_flag=True, help="Make anew what can be: records from originals, the rest from the ledger.")
@click.option("--source", metavar="NAME", help="With `--repair`: read originals with this source, without sniffing.")
@click.option("--no-wait", is_flag=True, help="With `--repair`: do not wait if another process is writing.")
@json_option
def verify(
    archive: Path,
    plugins_dirs: tuple[Path, ...],
    deep: bool,
    repair: bool,
    source: str | None,
    no_wait: bool,
    as_json: bool,
) -> None:
    """Check every digest and every link between the archive's files.

    Reads all of the archive and, without `--repair`, changes nothing. Each problem names its file; exit 1 if there is any,
    or any is left. A file is repaired to the byte or not at all, and none is deleted.
    """
    layout = Layout(archive)
    settings = read_settings(layout)
    repaired: list[Repaired] = []
    if repair:
        with locked(layout.lock, not no_wait, holder()):
            pool = Setting(resolved(plugins_dirs), settings.prefer, source)
            repaired = list(_repair(layout, lambda: Pool(pool, cores()), as_json))
    verification = Verification(layout, deep)
    problems = []
    for problem in verification.problems():
        problems.append(problem)
        if not as_json:
            output.line(f"{problem.path}: {problem.what}" + (f" ({problem.remedy})" if problem.remedy else ""))
    for path, words in () if as_json else verification.removals.records.items():
        output.line(f"{path}: {words}")
    checked = {name: getattr(verification, name) for name in ("records", "originals", "lines")}
    if as_json:
        removed = [{"path": path, "what": words} for path, words in verification.removals.records.items()]
        said = {"checked": checked, "removed": removed, "problems": [attrs.asdict(problem) for problem in problems]}
        output.json_line(said | ({"repaired": [attrs.asdict(each) for each in repaired]} if repair else {}))
    else:
        counts = f"{checked['records']:,} records, {checked['originals']:,} originals, {checked['lines']:,} lines of the ledger"
        output.line(f"{'sound' if not problems else _count(len(problems))}: {counts} checked")
    sys.exit(output.FATAL if problems else output.DONE)


def _repair(layout: Layout, open_pool: Callable[[], Pool], quiet: bool) -> Iterator[Repaired]:
    """Repair what can be, and say so."""
    verification = Verification(layout)
    problems = list(verification.problems())
    if not verification.sound:
        output.say("nothing was repaired: the ledger is what all else is checked against, and it is damaged")
        return
    for each in Repair(layout, verification.expected, open_pool).run(problems):
        if not quiet:
            output.line(f"{each.path}: " + (f"not repaired: {each.failure}" if each.failure else "repaired"))
        yield each


def _count(problems: int) -> str:
    return "1 problem" if problems == 1 else f"{problems:,} problems"


@click.command()
@archive_option
@click.option("--no-wait", is_flag=True, help="Do not wait if another process is writing to the archive.")
def rebuild(archive: Path, no_wait: bool) -> None:
    """Make the catalog anew from the ledger.

    The search index is thrown away as well; the next search builds it.
    """
    layout = Layout(archive)
    read_settings(layout)
    with locked(layout.lock, not no_wait, holder()):
        for path in layout.root.glob("search.sqlite*"):
            path.unlink()
        ledger = Ledger(layout.ledger)
        catalog = rebuild_catalog(layout.catalog, ledger)
        quarantine.update(layout.quarantine, catalog, ledger)
        output.line(f"rebuilt {layout.catalog}: {catalog.count():,} records")
        catalog.connection.close()
