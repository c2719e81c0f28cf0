"""Recover from many states of a disk, one process for all of them: `python recover.py PLAN`, problems on standard output.

PLAN is a JSON file: `drop`, `plugins` and `expected` (a pickle of what an undisturbed run leaves), and `states`, a list of
archives, each with `ledger`: what must be there of each run's file.
"""

import json
import pickle
import sys
from pathlib import Path
from typing import Any

from newsarchive.errors import NewsarchiveError
from newsarchive.pipeline.ingest import Options, ingest
from newsarchive.pipeline.workers import Pool, Setting
from newsarchive.store.archive import open_archive
from tests.crash import small_batches  # noqa: F401  # tars have to be as small as they were
from tests.crash.homes import halves
from tests.crash.scenarios import archived, differences, problems

_OPTIONS = Options(version="0", now=lambda: "2026-01-01T00:00:00Z")


def recover(archive: Path, acknowledged: dict[str, str], pool: Pool, drop: Path) -> list[str]:
    """Read, recover and finish; what was wrong on the way."""
    found = halves(archive)
    with open_archive(archive) as opened:
        for name, text in acknowledged.items():
            path = archive / "ledger" / name
            if not path.exists() or not path.read_text().startswith(text):
                found.append(f"{name} lost something that it had acknowledged")
        ingest(opened, pool, [drop], _OPTIONS)
    return found


def main(plan: dict[str, Any]) -> None:
    """Every state, one after the other."""
    expected = pickle.loads(Path(plan["expected"]).read_bytes())
    with Pool(Setting((Path(plan["plugins"]),)), 1) as pool:
        for each in plan["states"]:
            archive = Path(each["archive"])
            try:
                found = recover(archive, each["ledger"], pool, Path(plan["drop"]))
                found += differences(expected, archived(archive)) + problems(archive)
            except NewsarchiveError as error:
                found = [f"{type(error).__name__}: {error}"]
            for problem in found:
                print(f"{each['name']}: {problem}", flush=True)


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text()))
