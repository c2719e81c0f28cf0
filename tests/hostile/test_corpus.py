"""A corpus of hostile files through the real program: one outcome each, within the limits, and nothing else written.

A sample runs with all tests; `make hostile` runs 2,000 files (HOSTILE_FILES says how many, HOSTILE_SEED which).
"""

import json
import os
import sys
from pathlib import Path

from ..archive.support import lines, run
from . import corpus, measured

FILES = int(os.environ.get("HOSTILE_FILES", "150"))
SEED = int(os.environ.get("HOSTILE_SEED", "3"))
MEMORY = 512 << 20


def test_every_hostile_file_has_one_outcome_within_the_limits(tmp_path: Path) -> None:
    """Nobody needs 10 seconds of CPU time or 512 MB; the archive is sound, and nothing is written beside it."""
    drop, elsewhere = tmp_path / "drop", tmp_path / "cwd"
    drop.mkdir()
    elsewhere.mkdir()
    count = corpus.write(drop, SEED, FILES)
    before = {path.name for path in drop.iterdir()}

    wrapper = (sys.executable, str(measured.__file__))
    done = run("ingest", drop, "-a", tmp_path / "A", "--json", wrapper=wrapper, cwd=elsewhere)

    assert done.returncode in (0, 3), done.stderr
    used = json.loads(done.stderr.splitlines()[-1])
    documents = [line for line in lines(tmp_path / "A") if line["event"] == "document" and not line.get("more")]
    reasons = [
        (line["name"], reason["reason"])
        for line in lines(tmp_path / "A")
        for found in line.get("found", [])
        for reason in found.get("reasons", [])
        if reason["code"] in ("parser-killed", "parse-failed", "sniff-failed")
    ]
    assert FILES == count == len(documents) == len({line["name"] for line in documents})
    assert [] == reasons  # the kernel ends who goes beyond a limit, and the reason would say so
    assert used["memory"] <= MEMORY
    assert used["cpu"] <= 10 * FILES
    assert 0 == run("verify", "-a", tmp_path / "A").returncode
    assert before == {path.name for path in drop.iterdir()}
    assert [] == list(elsewhere.iterdir())
    assert {"A", "cwd", "drop"} == {path.name for path in tmp_path.iterdir()}


def test_a_line_of_60_mb_is_an_article(tmp_path: Path) -> None:
    """It takes no more than 10 seconds, and no more than twenty times its size."""
    (tmp_path / "drop").mkdir()
    (tmp_path / "drop" / "line.txt").write_bytes(corpus.LONG_LINE)

    done = run("ingest", tmp_path / "drop", "-a", tmp_path / "A", wrapper=(sys.executable, str(measured.__file__)))

    assert 0 == done.returncode, done.stderr
    used = json.loads(done.stderr.splitlines()[-1])
    assert used["cpu"] <= 10
    assert used["memory"] <= 20 * len(corpus.LONG_LINE)


def test_the_corpus_is_the_same_for_the_same_seed() -> None:
    """What fails can be made again."""
    assert list(corpus.corpus(1, 400)) == list(corpus.corpus(1, 400))
