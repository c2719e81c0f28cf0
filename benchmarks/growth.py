"""What a document costs in a large archive, against a small one."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from benchmarks.room import Settings, generate, ingest
from benchmarks.timing import settle, timed, warm

SMALL = 10_000  # inputs in the small archive
NEW = 2_000  # inputs that are then added to each
GOAL = 1.2


def growth(settings: Settings, work: Path, large: int, packed: bool) -> Iterator[tuple[float, float]]:
    """Time the ingest of NEW texts into an archive of `large` inputs and into one of SMALL: pairs of seconds, in that order.

    The archives are kept in `work` for the next time. The small one is copied for each pair; the large one grows by NEW with
    each, because a copy of it would take longer than anything measured here.
    """
    mother, base = (_archive(settings, work, count, packed) for count in (large, SMALL))
    copied, new = work / "copied", work / "new"
    for number in range(settings.pairs):
        for left in (copied, new):
            shutil.rmtree(left, ignore_errors=True)
        subprocess.run(["cp", "-r", base, copied], check=True)
        # Every ingest adds a run to the ledger: its number makes a seed that was never used, so that all texts are new.
        generate(new, NEW, seed=1_000 + len(list((mother / "ledger").iterdir())))
        for folder in (new, copied, mother):
            warm(folder)
        seconds = {}
        for archive in (mother, copied) if number % 2 == 0 else (copied, mother):
            settle(work)
            seconds[archive] = timed([ingest(settings, new, archive, packed)])
        yield seconds[mother], seconds[copied]
    for left in (copied, new):
        shutil.rmtree(left)


def _archive(settings: Settings, work: Path, count: int, packed: bool) -> Path:
    """The archive of so many texts, made if it is not there yet."""
    archive = work / f"{count}-{'packed' if packed else 'loose'}"
    if not archive.exists():
        drop, unfinished = work / "drop", work / "unfinished"
        for left in (drop, unfinished):
            shutil.rmtree(left, ignore_errors=True)
        generate(drop, count)
        timed([ingest(settings, drop, unfinished, packed)])
        unfinished.rename(archive)
        shutil.rmtree(drop)
    return archive
