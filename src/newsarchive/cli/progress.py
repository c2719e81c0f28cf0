"""Progress on a terminal: documents, rate, time left. Elsewhere nothing."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ..pipeline.report import Report

#: A display is touched after so many documents.
_STEP = 20


@contextmanager
def progress(total: Callable[[], int]) -> Iterator[Callable[[Report], None]]:
    """A function to call with the report after each document. `total` is only asked if somebody looks."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[outcomes]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as display:
        task = display.add_task("", total=total(), rate="", outcomes="")

        def advance(report: Report) -> None:
            if report.seen % _STEP == 0:
                speed = display.tasks[0].speed
                totals = report.totals
                outcomes = ", ".join(f"{count:,} {name}" for name, count in totals.most_common(3))
                rate = f"{speed:,.0f}/s" if speed else ""
                display.update(task, completed=report.seen, rate=rate, outcomes=outcomes)

        yield advance
