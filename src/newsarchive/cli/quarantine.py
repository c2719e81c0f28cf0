"""`newsarchive quarantine` and `newsarchive retry`: what could not be taken in, and another try."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs
import click

from .. import __version__
from ..canonical import plain
from ..catalog import Catalog, read_catalog
from ..entries import DocumentLine
from ..errors import DamageError
from ..intake import WHOLE_BYTES
from ..ledger import Ledger
from ..pipeline.complaints import defective, refused
from ..pipeline.dismiss import dismiss as dismiss_case
from ..pipeline.retry import Retry, waiting
from ..pipeline.workers import Pool, Setting
from ..reading import Reason
from ..store.archive import open_archive
from ..store.layout import Layout, read_settings
from ..store.originals import Member, Originals
from . import output
from .options import archive_option, holder, json_option, plugins_option, resolved, utc_now, while_running
from .places import Places, places_of
from .progress import progress
from .ruled import archive_rules
from .summary import show_report


@click.command()
@archive_option
@click.option("--defects", is_flag=True, help="List defects beside what was taken in instead.")
@click.option("--refused", "refusals", is_flag=True, help="List what could not be read in the drop folders instead.")
@click.option("--dismiss", metavar="DIGEST", help="Let go of this original: `retry` leaves it out from now on.")
@click.option("--because", metavar="TEXT", default="no reason given", help="Why it is dismissed, for the ledger.")
@json_option
def quarantine(archive: Path, defects: bool, refusals: bool, dismiss: str | None, because: str, as_json: bool) -> None:
    """List what could not be taken in, and why.

    `newsarchive retry` takes it again with what is installed then. `--json` prints one object a line. What was mended in
    the drop folder and ingested since still waits here as it was: `--dismiss` lets go of it, and keeps its bytes.
    """
    if defects + refusals + (dismiss is not None) > 1:
        raise click.UsageError("`--defects`, `--refused` and `--dismiss` are three things: ask for one.")
    layout = Layout(archive)
    read_settings(layout)
    if dismiss is not None:
        if not re.fullmatch(r"[0-9a-f]{6,64}", dismiss):
            raise click.UsageError("`--dismiss` takes six or more hex digits of an original, as the list shows them.")
        with open_archive(archive, holder=holder()) as opened:
            gone = dismiss_case(opened, dismiss, because, __version__, utc_now)
        for case in gone:
            output.line(f"dismissed {_path(case.drop, case.line.name)}: its original stays in the archive")
        return
    catalog, ledger = while_running(read_catalog(layout.catalog)), Ledger(layout.ledger)
    if refusals:
        rows = [
            _Row(_path(each.drop, each.line.name), None, None, (Reason(each.line.code, each.line.reason),), ())
            for each in refused(catalog, ledger)
        ]
    elif defects:
        rows = _defects(catalog, ledger, Originals(layout.originals))
    else:
        rows = _waiting(catalog, ledger, Originals(layout.originals))
    if as_json:
        for row in rows:
            output.json_line(row.as_json())
        return
    for text in _listing(rows):
        output.line(text)
    if not rows:
        output.line("no defects" if defects else "nothing was refused" if refusals else "nothing is in quarantine")
    elif not defects and not refusals:
        count = len({(row.path, row.original) for row in rows})
        output.say(f"{count:,} waiting: `newsarchive retry -a {archive}` takes them again with what is installed now")


@attrs.frozen
class _Row:
    """One thing that went wrong in one file. `lines` are those of the reasons' first spans, where they are known."""

    path: str
    original: str | None
    member: str | None
    reasons: tuple[Reason, ...]
    lines: tuple[int | None, ...]

    @property
    def place(self) -> str:
        return self.path + (f"!/{self.member}" if self.member else "")

    def reason(self, number: int) -> str:
        """A reason with where it stands."""
        reason = self.reasons[number]
        line = self.lines[number] if self.lines else None
        where = f"line {line}: " if line else "".join(f"{span.unit}s {span.start}-{span.end}: " for span in reason.span[:1])
        return f"{where}{reason.reason}"

    def as_json(self) -> dict[str, Any]:
        reasons = [
            plain(reason) | ({"line": line} if line else {})
            for reason, line in zip(self.reasons, self.lines or (None,) * len(self.reasons), strict=True)
        ]
        optional = {"original": self.original, "member": self.member}
        return {"path": self.path, "reasons": reasons} | {name: value for name, value in optional.items() if value}


def _listing(rows: Sequence[_Row]) -> list[str]:
    """The rows under what went wrong: its code, and the source that said so."""
    groups: dict[tuple[str, str], list[_Row]] = {}
    for row in rows:
        groups.setdefault((row.reasons[0].code, row.reasons[0].source or ""), []).append(row)
    lines: list[str] = []
    for (code, source), group in sorted(groups.items()):
        lines.append(f"{code}{f' ({source})' if source else ''}: {len(group):,}")
        for row in group:
            digest = f"  {row.original[:12]}" if row.original else ""
            lines.append(f"  {row.place}{digest}")
            lines.append(f"    {row.reason(0)}")
            for number in range(1, len(row.reasons)):
                lines.append(f"    and {row.reasons[number].code}: {row.reason(number)}")
    return lines


def _waiting(catalog: Catalog, ledger: Ledger, originals: Originals) -> list[_Row]:
    rows = []
    for document in waiting(catalog, ledger):
        for outcome in document.failed:
            member = outcome.member or next((reason.member for reason in outcome.reasons if reason.member), None)
            lines = _lines(document.line, outcome.reasons, originals)
            path = _path(document.drop, document.line.name)
            rows.append(_Row(path, document.line.original, member, outcome.reasons, lines))
    return rows


def _defects(catalog: Catalog, ledger: Ledger, originals: Originals) -> list[_Row]:
    rows = []
    for document in defective(catalog, ledger):
        lines = _lines(document.line, document.line.defects, originals)
        for reason, line in zip(document.line.defects, lines, strict=True):
            path = _path(document.drop, document.line.name)
            rows.append(_Row(path, document.line.original, reason.member, (reason,), (line,)))
    return rows


def _lines(document: DocumentLine, reasons: Sequence[Reason], originals: Originals) -> tuple[int | None, ...]:
    """The line of each reason that has a span in the document itself, if the original is at hand and small."""
    known: dict[str, Places | None] = {}
    lines: list[int | None] = []
    for reason in reasons:
        span = reason.span[0] if reason.span and not reason.member else None
        if span is not None and span.unit not in known:
            data = _original(document, originals)
            known[span.unit] = None if data is None else places_of(data, span.unit)
        places = known[span.unit] if span is not None else None
        lines.append(places.at(span.start)[0] if span is not None and places is not None and places.fits(span) else None)
    return tuple(lines)


def _original(document: DocumentLine, originals: Originals) -> bytes | None:
    if document.kept is None or document.size > WHOLE_BYTES:
        return None
    try:
        return originals.read(Member(document.kept.tar, document.original, document.kept.offset, document.size))
    except (OSError, DamageError):  # `verify` says so; the list is not the place
        return None


def _path(drop: str, name: str) -> str:
    return f"{drop}/{name}"


@click.command()
@archive_option
@plugins_option
@click.option("--source", metavar="NAME", help="Read everything with this source, without sniffing.")
@click.option("--no-wait", is_flag=True, help="Do not wait if another process is writing to the archive.")
@json_option
def retry(archive: Path, plugins_dirs: tuple[Path, ...], source: str | None, no_wait: bool, as_json: bool) -> None:
    """Try what is in quarantine again, with what is installed now.

    The originals are read as they were kept. What succeeds becomes records and leaves quarantine; what fails stays there
    with today's reasons. Exit code 3: something still waits.
    """
    read_settings(Layout(archive))  # where there is no archive, none is made
    rules = archive_rules(Layout(archive))
    with (
        open_archive(archive, not no_wait, holder()) as opened,
        Pool(Setting(resolved(plugins_dirs), opened.settings.prefer, source, rules.sources)) as pool,
        progress(lambda: len(waiting(opened.catalog, opened.ledger))) as advance,
    ):
        run = Retry(opened, pool, __version__, utc_now, rules, advance)
        report = run.run()
    if as_json:
        output.json_line(report.as_json() | {"archive": str(archive), "lost": [attrs.asdict(each) for each in run.lost]})
    else:
        show_report(report, archive)
    for each in run.lost:
        output.say(f"{each.name}: {each.reason}; it stays in quarantine")
    sys.exit(output.INCOMPLETE if run.lost or report.totals["quarantined"] else output.DONE)
