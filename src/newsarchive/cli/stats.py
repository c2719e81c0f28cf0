"""`newsarchive stats`: what the archive holds, counted."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import attrs
import click

from ..catalog.counts import Run, groups, runs, totals
from ..holdings import open_holdings
from ..store.volumes import Volumes
from . import output
from .options import archive_option, json_option, while_running

#: Rows of a group that a person is shown; `--json` has all.
_ROWS = 20
_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB")


@click.command()
@archive_option
@json_option
def stats(archive: Path, as_json: bool) -> None:
    """Count what the archive holds."""
    holdings = while_running(open_holdings(archive))
    numbers = totals(holdings.catalog)
    found = list(runs(holdings.ledger))
    counted = [run.counts for run in found if run.counts is not None and run.command != "reparse"]  # else counted twice
    sums = {name: sum(counts.get(name, 0) for counts in counted) for name in ("defects", "ignored", "notice")}
    sizes = {
        "records": Volumes(holdings.layout).size(),
        "originals": sum(path.stat().st_size for path in holdings.layout.originals.glob("*.tar")),
    }
    by = groups(holdings.catalog)
    if as_json:
        described = {"totals": numbers | sums, "bytes": sizes, "by": by, "runs": [attrs.asdict(run) for run in found]}
        output.json_line({"archive": str(archive)} | described)
        return
    rows = [[name, f"{count:,}"] for name, count in (numbers | sums).items()]
    rows += [[f"{name}, size", _size(count)] for name, count in sizes.items()]
    rows.append(["runs", _runs(found)])
    for text in output.table(rows):
        output.line(text)
    years = Counter[str]()
    for month, count in by["month"].items():
        years[month[:4]] += count
    _show_group("source", by["source"])
    _show_group("publisher", by["publisher"])
    _show_group("language", by["language"])
    _show_group("year", dict(sorted(years.items())), by_count=False)


def _show_group(name: str, counts: Mapping[str, int], by_count: bool = True) -> None:
    """The largest of a group, or, for years, all of them in order."""
    if not counts or list(counts) == [""]:
        return
    items = sorted(counts.items(), key=lambda item: (-item[1], item[0])) if by_count else list(counts.items())
    shown = items[:_ROWS] if by_count else items
    output.line(f"\nby {name}")
    for text in output.table([[f"  {value or '(not stated)'}", f"{count:,}"] for value, count in shown], right=(1,)):
        output.line(text)
    if len(items) > len(shown):
        output.line(f"  and {len(items) - len(shown):,} more: `--json` has all")


def _runs(found: list[Run]) -> str:
    if not found:
        return "0"
    broken = sum(run.counts is None for run in found)
    return f"{len(found):,}, the last at {found[-1].at}" + (
        f"; {broken:,} were interrupted and are not in the counts of defects" if broken else ""
    )


def _size(count: int) -> str:
    """Bytes in the unit that keeps the number below 1,024."""
    value, unit = float(count), 0
    while value >= 1024 and unit < len(_UNITS) - 1:
        value, unit = value / 1024, unit + 1
    return f"{count:,} {_UNITS[0]}" if unit == 0 else f"{value:,.1f} {_UNITS[unit]}"
