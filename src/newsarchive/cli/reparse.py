"""`newsarchive reparse`: everything once more, with the parsers of today."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import click

from .. import __version__
from ..canonical import plain
from ..catalog import read_catalog
from ..catalog.references import label, resolve
from ..export.flat import said
from ..ledger import Ledger
from ..pipeline.differences import Change
from ..pipeline.reparse import Choice, Reparse, Summary, Told
from ..pipeline.workers import Pool, Setting
from ..store.archive import open_archive
from ..store.layout import Layout, read_settings
from ..text import terminal_safe
from . import output
from .options import archive_option, cores, holder, json_option, plugins_option, resolved, utc_now, while_running
from .progress import progress
from .ruled import archive_rules
from .worddiff import marked, word_diff

_KINDS = {
    "better": ("better reading", "better readings"),
    "superseded": ("superseded", "superseded"),
    "new": ("new", "new"),
    "withdrawn": ("withdrawn", "withdrawn"),
    "notice": ("notice reads otherwise", "notices read otherwise"),
    "ignored": ("other thing reads otherwise", "other things read otherwise"),
    "document": (
        "document with other defects, encoding, rules, source or order",
        "documents with other defects, encoding, rules, source or order",
    ),
}


@click.command()
@click.argument("references", metavar="[RECORD…]", nargs=-1)
@archive_option
@plugins_option
@click.option("--dry-run", is_flag=True, help="Show what would change, field by field; write nothing.")
@click.option("--source", metavar="NAME", help="Only documents that this source read.")
@click.option("--all", "everything", is_flag=True, help="Also what was read by the very sources that are installed now.")
@click.option("--workers", type=click.IntRange(1, 256), default=None, help="Parser processes. [default: one a core]")
@click.option("--no-wait", is_flag=True, help="Do not wait if another process is writing to the archive.")
@json_option
def reparse(
    references: tuple[str, ...],
    archive: Path,
    plugins_dirs: tuple[Path, ...],
    dry_run: bool,
    source: str | None,
    everything: bool,
    workers: int | None,
    no_wait: bool,
    as_json: bool,
) -> None:
    """Read the kept originals again with today's parsers.

    Where the text stays, the better reading is noted and answered from now on; where it changes, a new record supersedes
    the old one. Records are never changed, and what reads the same writes nothing. RECORD limits it to the documents of
    these records. Documents are passed over if the sources and newsarchive are the very versions that read them last, and
    the rules in newsarchive.toml say the same of them;
    what is in quarantine is left to `newsarchive retry`. Exit code 3: something could not be read again.
    """
    layout = Layout(archive)
    settings = read_settings(layout)  # where there is no archive, none is made
    rules = archive_rules(layout)
    if dry_run:
        opened = None
        catalog, ledger = while_running(read_catalog(layout.catalog)), Ledger(layout.ledger)
    else:
        opened = while_running(open_archive(archive, not no_wait, holder()))
        catalog, ledger = opened.catalog, opened.ledger
    records = tuple(resolve(catalog, each) for each in references) or None
    pool = while_running(Pool(Setting(resolved(plugins_dirs), settings.prefer, None, rules.sources), workers or cores()))
    total = catalog.connection.execute("SELECT count(*) FROM inputs").fetchone
    with progress(lambda: int(total()[0])) as advance:
        tell = _tell(dry_run, as_json)
        choice = Choice(records, source, everything)
        run = Reparse(layout, catalog, ledger, opened, pool, __version__, utc_now, choice, rules, tell, advance)
        summary = run.run()
    for error in run.plugin_errors:
        output.say(f"plugin not loaded: {error}")
    if as_json:
        output.json_line({"summary": _counts(summary), "archive": str(archive), "dry_run": dry_run})
    else:
        _show(summary, archive, dry_run)
    sys.exit(output.INCOMPLETE if summary.failed or summary.lost else output.DONE)


def _tell(dry_run: bool, as_json: bool) -> Any:
    """What is said of each document that does not read as before, at once: none of it is kept in memory."""

    def tell(told: Told) -> None:
        if as_json:
            output.json_line(_described(told))
            return
        for reason in told.failed:
            output.say(f"{told.path}: cannot be read any more, and stays as it was: {reason.code}: {reason.reason}")
        if told.lost:
            output.say(f"{told.path}: cannot be read again, and stays as it was: {told.lost}")
        if dry_run and told.changes:
            output.line(f"{told.path}  {told.original[:12]}")
            for change in told.changes:
                _show_change(change)
        for change in told.changes:
            if change.kind == "withdrawn" and not dry_run:
                output.say(f"{_record(change.accession)} is withdrawn: {told.path} does not hold it as it is read now")

    return tell


def _described(told: Told) -> dict[str, Any]:
    """A document as JSON: each change with its fields, old and new, and of a text the words that differ."""
    changes = []
    for change in told.changes:
        described = {name: value for name, value in attrs.asdict(change, recurse=False).items() if value is not None}
        fields = {name: list(both) for name, both in change.fields.items()}
        changes.append(described | {"fields": fields} | ({"text": _words(change)} if _both_bodies(change) else {}))
    answer: dict[str, Any] = {"path": told.path, "original": told.original}
    if told.failed:
        answer["failed"] = [plain(reason) for reason in told.failed]
    if told.lost:
        answer["lost"] = told.lost
    return answer | ({"changes": changes} if changes else {})


def _show_change(change: Change) -> None:
    """What a change is about, then its fields, then the text word by word."""
    heads = {
        "better": f"better reading of {_record(change.accession)}",
        "superseded": f"{_record(change.accession)} is superseded by {_record(change.by)}",
        "new": f"new: {_record(change.by)}",
        "withdrawn": f"{_record(change.accession)} is withdrawn",
    }
    output.line(f"  {heads.get(change.kind, change.kind)}")
    whole = change.kind in ("new", "withdrawn")
    for name, (old, new) in change.fields.items():
        if name == "body" and _both_bodies(change):
            continue
        if whole and name not in ("headline", "body"):
            continue
        output.line(f"    {name}: {_value(old)} → {_value(new)}")
    if _both_bodies(change):
        diff = [(op, terminal_safe(text)) for op, text in _words(change)]
        if all(op == "equal" for op, _ in diff):
            output.line("    body: the same words in other blocks")
        for text in marked(diff, output.colours(sys.stdout)) if any(op != "equal" for op, _ in diff) else ():
            click.echo(f"    body: {text}")


def _both_bodies(change: Change) -> bool:
    return all(change.fields.get("body", (None, None)))


def _words(change: Change) -> list[Any]:
    old, new = ([block["text"] for block in body] for body in change.fields["body"])
    return list(word_diff(old, new))


def _value(value: Any) -> str:
    return "(none)" if value is None else said(value)


def _record(accession: int | None) -> str:
    return "" if accession is None else label(accession)


def _counts(summary: Summary) -> Mapping[str, Any]:
    """The numbers of a run, each kind of difference among them."""
    counts = attrs.asdict(summary, recurse=False)
    fields = dict(sorted(counts.pop("fields").items()))
    kinds = counts.pop("kinds")
    return counts | {kind: kinds[kind] for kind in _KINDS} | {"fields": fields}


def _show(summary: Summary, archive: Path, dry_run: bool) -> None:
    """The summary for a person, on standard error."""
    output.say(f"{summary.read:,} read again: {summary.unchanged:,} unchanged, {summary.changed:,} read otherwise")
    fields = ", ".join(f"{name} {count:,}" for name, count in summary.fields.most_common())
    for kind, (one, several) in _KINDS.items():
        if count := summary.kinds[kind]:
            output.say(f"{count:,} {one if count == 1 else several}" + (f": {fields}" if kind == "better" else ""))
    if summary.failed:
        output.say(f"{summary.failed:,} failed, and stay as they were")
    if summary.lost:
        output.say(f"{summary.lost:,} lost: their originals were only referenced, and they stay as they were")
    if summary.passed_over:
        output.say(
            f"{summary.passed_over:,} passed over: not asked for, or the same sources read them; `--all` reads these, too"
        )
    if summary.waiting:
        output.say(f"{summary.waiting:,} wait in quarantine: `newsarchive retry -a {archive}` takes them again")
    if summary.blanked:
        output.say(f"{summary.blanked:,} left as they are: a text that they held was removed from their originals")
    if dry_run:
        output.say("this was a dry run: nothing was written")
