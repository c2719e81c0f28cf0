"""Real documents of all formats in one drop folder: each ends in one outcome, and a second run has nothing to do."""

import json
from pathlib import Path
from typing import Any

from ..archive.support import run

OUTCOMES = ("new", "version", "duplicate", "notice", "quarantined", "ignored")


def _ingest(archive: Path, drop: Path) -> tuple[dict[str, Any], str]:
    done = run("ingest", drop, "-a", archive, "--json")
    assert done.returncode in (0, 3), done.stderr
    counts: dict[str, Any] = json.loads(done.stdout)
    return counts, done.stderr


def test_every_fixture_ends_in_one_outcome(shared: Path, tmp_path: Path) -> None:
    """No exception escapes, counts add up, and what was read once is left alone."""
    archive, drop = tmp_path / "archive", shared / "samples"
    files = sum(path.is_file() for path in drop.rglob("*"))

    counts, said = _ingest(archive, drop)
    assert files == counts["seen"] == counts["read"]
    assert counts["found"] == sum(counts[outcome] for outcome in OUTCOMES) >= files
    rows = counts["sources"].values()
    assert {outcome: counts[outcome] for outcome in OUTCOMES} == {each: sum(row[each] for row in rows) for each in OUTCOMES}
    assert "Traceback" not in said

    again, _ = _ingest(archive, drop)
    assert (files, files, 0) == (again["seen"], again["unchanged"], again["found"])
    assert 0 == run("verify", "-a", archive).returncode


def test_no_fixture_makes_a_parser_fail(shared: Path, tmp_path: Path) -> None:
    """What is quarantined is damaged, or nobody reads it: no parser raised, no value was refused."""
    archive = tmp_path / "archive"
    _ingest(archive, shared / "samples")
    done = run("quarantine", "-a", archive, "--json")
    codes = {reason["code"] for line in done.stdout.splitlines() for reason in json.loads(line)["reasons"]}

    assert set() == codes & {"parse-failed", "sniff-failed", "bad-value", "bad-evidence", "ambiguous", "unaccounted"}
