"""`newsarchive remove`: takedown."""

import sys
from pathlib import Path
from typing import Any

import click

from .. import __version__
from ..catalog import Catalog, read_catalog
from ..catalog.references import label, removed, resolve
from ..errors import ArchiveError, NewsarchiveError
from ..ledger import Ledger
from ..pipeline.remove import Plan, Planner, readmit
from ..pipeline.remove import remove as carry_out
from ..store.archive import open_archive
from ..store.layout import Layout, read_settings
from . import output
from .options import archive_option, holder, json_option, utc_now


@click.command()
@click.argument("references", metavar="REF…", nargs=-1, required=True)
@click.option("--reason", metavar="TEXT", help="Why, for the tombstone. It is needed, and it should not quote the text.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--dry-run", is_flag=True, help="Say what would go; write nothing.")
@click.option(
    "--whole-originals", is_flag=True, help="Blank originals whole where nothing less will do, with all else in them."
)
@click.option(
    "--undo", is_flag=True, help="Let the text of a removed record in again. What is gone does not come back by itself."
)
@click.option("--no-wait", is_flag=True, help="Do not wait if another process is writing to the archive.")
@archive_option
@json_option
def remove(
    references: tuple[str, ...],
    reason: str | None,
    yes: bool,
    dry_run: bool,
    whole_originals: bool,
    undo: bool,
    no_wait: bool,
    archive: Path,
    as_json: bool,
) -> None:
    """Take records down, for good.

    The record is deleted, its text blanked in the originals that it was read from, its fields in the ledger. A tombstone
    with the reason stays, and the text is not taken in again. Other versions of the story are records of their own.
    """
    layout = Layout(archive)
    read_settings(layout)
    if not reason and not dry_run:
        raise click.UsageError("`--reason` says why; it stays in the archive.")
    if undo:
        _undo(archive, references, reason or "", dry_run, wait=not no_wait)
        return
    with read_catalog(layout.catalog) as catalog:
        plan = _plan(layout, catalog, references)
        if as_json:
            output.json_line(_as_json(plan))
        else:
            _show(plan, catalog)
    if plan.crowded and not whole_originals:
        raise ArchiveError(
            f"{_count(len(plan.crowded), 'original')} can only be blanked whole, with what else is in it",
            help="`--whole-originals` does so. The other records stay; only the bytes that they were read from go.",
        )
    if dry_run:
        return
    if not yes:
        _ask(plan)
    with open_archive(archive, not no_wait, holder()) as opened:
        again = _plan(layout, opened.catalog, references)
        if again != plan:
            raise ArchiveError("the archive changed in the meantime, and nothing was removed", help="Run the command again.")
        carry_out(opened, plan, reason or "", __version__, utc_now)
    output.say(f"{_count(len(plan.removed), 'record')} removed")


def _plan(layout: Layout, catalog: Catalog, references: tuple[str, ...]) -> Plan:
    return Planner(layout, catalog, Ledger(layout.ledger)).plan([resolve(catalog, each) for each in references])


def _ask(plan: Plan) -> None:
    """Raises Abort if the person says no, UsageError where there is none."""
    if not sys.stdin.isatty():
        raise click.UsageError("nobody can be asked here: `--yes` removes without asking, `--dry-run` only says what would go.")
    click.confirm(f"Remove {_count(len(plan.removed), 'record')} for good?", abort=True, err=True)


def _undo(archive: Path, references: tuple[str, ...], reason: str, dry_run: bool, wait: bool) -> None:
    """Let texts in again. Raises NewsarchiveError if a reference names no removed record."""
    with open_archive(archive, wait, holder()) as opened:
        hashes = []
        for reference in references:
            gone = [each for each in removed(opened.catalog, reference) if each.readmitted is None]
            if len({each.content_hash for each in gone}) != 1:
                named = ", ".join(label(each.accession) for each in gone) or "none"
                raise NewsarchiveError(
                    f"{reference!r} names {named} of the removed records whose texts are barred",
                    help="`newsarchive verify` lists the removed records.",
                )
            hashes.append(gone[0].content_hash)
        if not dry_run:
            readmit(opened, hashes, reason, __version__, utc_now)
    for content_hash in hashes:
        output.line(f"{content_hash} may be taken in again: the next `newsarchive ingest` does, where a drop folder holds it")


def _show(plan: Plan, catalog: Catalog) -> None:
    """What goes, and what does not."""
    for gone in plan.removed:
        row = catalog.row(gone.accession)
        output.line(f"{label(gone.accession)}  {(row and row.headline) or '(no headline)'}")
        output.line(f"  {gone.record}")
    output.line(f"seen {_count(plan.sightings, 'time')}, blanked in {_count(len(plan.lines), 'line')} of the ledger")
    for original in plan.originals:
        name = ", ".join(original.names) or original.digest
        if not original.kept:
            output.line(f"{name}: its bytes are not kept here; the file is not ours: delete it yourself")
            continue
        beside = f", with {', '.join(original.beside)} in it" if original.beside else ""
        size = sum(cut.end - cut.start for each in plan.blanked if each.original == original.digest for cut in each.cuts)
        extent = (
            f"blanked whole{beside}" if original.whole or not original.beside else f"{size:,} bytes of it are blanked{beside}"
        )
        output.line(f"the archive's copy of {name}: {extent}")
    if plan.relatives:
        names = ", ".join(map(label, plan.relatives))
        output.line(f"other versions of the story stay unless you name them, too: {names}")


def _as_json(plan: Plan) -> dict[str, Any]:
    described = [
        {
            "original": each.digest,
            "names": list(each.names),
            "kept": bool(each.kept),
            "beside": list(each.beside),
            "blanked": [[cut.start, cut.end] for one in plan.blanked if one.original == each.digest for cut in one.cuts],
        }
        for each in plan.originals
    ]
    records = [{"accession": each.accession, "content_hash": each.content_hash, "path": each.record} for each in plan.removed]
    return {"records": records, "originals": described, "other_versions": list(plan.relatives), "sightings": plan.sightings}


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
