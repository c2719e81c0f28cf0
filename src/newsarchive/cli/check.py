"""`newsarchive verify` and `newsarchive rebuild`: trust, and the catalog made anew."""

import sys
from pathlib import Path

import attrs
import click

from .. import quarantine
from ..catalog import rebuild as rebuild_catalog
from ..ledger import Ledger
from ..store.layout import Layout, read_settings
from ..store.lock import locked
from ..store.verify import Verification
from . import output
from .options import archive_option, holder, json_option


@click.command()
@archive_option
@json_option
def verify(archive: Path, as_json: bool) -> None:
    """Check every digest and every link between the archive's files.

    Reads all of the archive and changes nothing. Each problem names its file; exit 1 if there is any.
    """
    layout = Layout(archive)
    read_settings(layout)
    verification = Verification(layout)
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
        described = {"checked": checked, "removed": removed, "problems": [attrs.asdict(problem) for problem in problems]}
        output.json_line(described)
    else:
        counts = f"{checked['records']:,} records, {checked['originals']:,} originals, {checked['lines']:,} lines of the ledger"
        output.line(f"{'sound' if not problems else _count(len(problems))}: {counts} checked")
    sys.exit(output.FATAL if problems else output.DONE)


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
