"""What a run did, for a person: one line a source, the sum, and what to do next."""

from pathlib import Path

from ..pipeline.report import OUTCOMES, Report
from . import output


def show_report(report: Report, archive: Path, dry_run: bool = False) -> None:
    """Print a run's report."""
    for error in report.plugin_errors:
        output.say(f"plugin not loaded: {error}")
    inputs = ", ".join(
        f"{getattr(report, name):,} {name}" for name in ("read", "unchanged", "deferred", "refused") if getattr(report, name)
    )
    output.line(f"seen {report.seen:,}" + (f" = {inputs}" if inputs else ""))
    totals = report.totals
    if report.found:
        rows = [["source", "found", *OUTCOMES]]
        for source, row in sorted(report.rows.items()):
            rows.append([source, f"{row.total():,}", *(f"{row[outcome]:,}" for outcome in OUTCOMES)])
        if len(report.rows) > 1:
            rows.append(["all", f"{report.found:,}", *(f"{totals[outcome]:,}" for outcome in OUTCOMES)])
        for text in output.table(rows, right=range(1, len(rows[0]))):
            output.line(text)
    elif report.interrupted:
        output.line("found nothing before it was interrupted")
    else:
        output.line("found nothing new: nothing was added")
    if dry_run:
        output.line("this was a dry run: nothing was written")
    if report.defects:
        noted = _count(report.defects, "defect")
        output.line(f"{noted} beside what was found: `newsarchive quarantine --defects -a {archive}` lists them")
    if totals["quarantined"] and not dry_run:
        output.line(f"{totals['quarantined']:,} in quarantine: `newsarchive quarantine -a {archive}` says why")
    for entry in report.unmatched:
        output.line(f"no file of this run matches {entry}")
    if report.outdated:
        again = f"`newsarchive reparse -a {archive}` reads them again, and `retry` what is in quarantine"
        output.line(f"{_count(report.outdated, 'input')} of the archive, read under other rules: {again}")
    if report.refused:
        output.line(f"{report.refused:,} refused: `newsarchive quarantine --refused -a {archive}` says why")
    if report.deferred:
        output.line(f"{report.deferred:,} deferred: they were still being written; run again to take them in")
    if report.interrupted:
        output.line("interrupted: what is counted here is safe; run the same command again to go on")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
