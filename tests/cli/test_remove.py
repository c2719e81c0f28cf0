"""`newsarchive remove` as a command: what it says, whom it asks, and what it refuses."""

import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

from ..archive.support import PROGRAM, contents, ingest, lines, plugin_folder, run, write_fields
from .support import FERRY, answer, answer_json, build, hits, world


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return world(tmp_path_factory.mktemp("world"))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return world(tmp_path)


def test_a_dry_run_says_what_would_go_and_writes_nothing(built: Path) -> None:
    """The records, each document and what else is in it, and the other versions of the story."""
    before = contents(built), lines(built)

    told = answer(built, "remove", "0", "1", "--dry-run")
    plan = answer_json(built, "remove", "0", "1", "--dry-run")

    assert before == (contents(built), lines(built))
    assert "000/000  Harbour closed\n" in told
    assert "seen 4 times, blanked in 4 lines of the ledger\n" in told
    assert "other versions of the story stay unless you name them, too: 000/008" in told
    assert ([0, 1], [8], 4) == ([each["accession"] for each in plan["records"]], plan["other_versions"], len(plan["originals"]))
    assert all(each["kept"] and each["blanked"] and not each["beside"] for each in plan["originals"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["0", "--yes"], "`--reason` says why"),
        (["0", "--reason", "x"], "nobody can be asked here"),
    ],
)
def test_usage_is_said_clearly(built: Path, arguments: list[str], said: str) -> None:
    """Without a reason, or with nobody to ask, nothing is removed."""
    before = lines(built)

    done = run("remove", *arguments, "-a", built)

    assert (2, before) == (done.returncode, lines(built))
    assert said in done.stderr


@pytest.mark.parametrize(("said", "code", "gone"), [("y", 0, True), ("n", 130, False)])
def test_a_person_is_asked(archive: Path, said: str, code: int, gone: bool) -> None:
    """On a terminal; whoever says no has changed nothing."""
    ours, theirs = pty.openpty()
    command = [str(PROGRAM), "remove", "1", "--reason", "x", "-a", str(archive)]
    with subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        os.write(ours, f"{said}\n".encode())
        _, errors = process.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)

    assert b"Remove 1 record for good?" in errors
    assert (code, gone) == (process.returncode, any(line["event"] == "removal" for line in lines(archive)))


def test_every_reading_command_knows_that_it_is_gone(archive: Path) -> None:
    """`show` and `copies` say why, by any name of the record; `search`, `export` and `stats` go on without it."""
    digest = json.loads(answer(archive, "show", "1", "--json"))["content_hash"]
    assert [1] == hits(archive, "southern line")

    assert 0 == run("remove", "1", "--yes", "--reason", "asked to", "-a", archive).returncode

    for name in ("1", "000/001", digest, digest[7:15], f"001_{digest[7:23]}.json"):
        for command in ("show", "copies", "versions"):
            done = run(command, name, "-a", archive)
            assert (1, "") == (done.returncode, done.stdout)
            assert "record 000/001 was removed on 2" in done.stderr
            assert ": asked to\n" in done.stderr
    assert [] == hits(archive, "southern line")
    assert [0, 8] == sorted(hits(archive, "vellmar"))
    assert FERRY not in answer(archive, "export", "--format", "jsonl", "--all")
    totals = answer_json(archive, "stats")["totals"]
    assert (1, 8) == (totals["removed"], totals["articles"])
    again = run("remove", "1", "--yes", "--reason", "asked to", "-a", archive)
    assert 1 == again.returncode
    assert "was removed on" in again.stderr


def test_undo_takes_only_what_is_barred(archive: Path) -> None:
    """What was not removed, or is let in already, is named."""
    assert 0 == run("remove", "1", "--yes", "--reason", "x", "-a", archive).returncode

    wrong = run("remove", "2", "--undo", "--reason", "x", "-a", archive)
    right = run("remove", "1", "--undo", "--reason", "x", "-a", archive)
    twice = run("remove", "1", "--undo", "--reason", "x", "-a", archive)

    assert [1, 0, 1] == [wrong.returncode, right.returncode, twice.returncode]
    assert "names none of the removed records" in wrong.stderr
    assert "may be taken in again since" in run("show", "1", "-a", archive).stderr


def test_what_a_removed_text_was_rejected_for_is_gone_too(tmp_path: Path) -> None:
    """Reasons and defects may quote the text; of a document that goes whole their words go."""
    item = {"headline": "Quoted", "body": "A body that is long enough to be told from all others."}
    archive = build(tmp_path, {"a.fields": [item, {"defect": {"code": "odd", "reason": "cannot read 'secret words'"}}]})
    assert "secret words" in answer(archive, "quarantine", "--defects")

    assert 0 == run("remove", "0", "--yes", "--reason", "x", "-a", archive).returncode

    assert not any(b"secret words" in path.read_bytes() for path in archive.rglob("*") if path.is_file())
    assert "sound" in answer(archive, "verify")
    assert "odd" in answer(archive, "quarantine", "--defects")


def test_a_rehearsal_knows_what_is_barred(archive: Path, tmp_path: Path) -> None:
    """`ingest --dry-run` counts it as ignored, and gives the next number to nobody."""
    assert 0 == run("remove", "8", "--yes", "--reason", "x", "-a", archive).returncode
    write_fields(tmp_path / "new" / "b.fields", {"headline": "Ferry aground", "body": "Something else altogether."})
    plugins = plugin_folder(tmp_path / "plugins")

    report = ingest(archive, tmp_path / "drop2", tmp_path / "new", options=("--plugins-dir", plugins, "--dry-run", "--rehash"))

    assert 1 == report["new"]
