"""`newsarchive reparse`: what a better parser reads is shown, noted and answered."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.cli.helpers import STORY, document, plugin, rows, run

FIRST = """headline, _, body = document.text().partition("\\n")
    yield Draft(headline=headline, body=body, keywords=["port"])"""
BETTER = """headline, _, body = document.text().partition("\\n")
    yield Draft(headline=headline, body=body, byline="By A. Writer", published="2024-12-02")"""
OTHER = """headline, _, body = document.text().partition("\\n")
    yield Draft(headline=headline, body=body.replace("Monday", "Tuesday"))"""


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """A folder with `plugins`, `drop` and, made of them, `archive`: two documents of two sources."""
    for name in ("one", "two"):
        plugin(tmp_path / "plugins", name, parse=FIRST)
        document(tmp_path / "drop", name)
    done = ask(tmp_path, "ingest", tmp_path / "drop", "--json")
    assert json.loads(done.stdout)["new"] == 2
    return tmp_path


def better(world: Path, name: str, parse: str = BETTER) -> None:
    """The plugin's next version."""
    path = plugin(world / "plugins", name, parse=parse)
    path.write_text(path.read_text().replace("parse=parse)", 'parse=parse, version="2")'))


def ask(world: Path, command: str, *arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    plugins = ("--plugins-dir", world / "plugins") if command in ("ingest", "reparse", "retry") else ()
    return run(command, *arguments, "-a", world / "archive", *plugins)


def answer(world: Path, command: str, *arguments: str | Path, code: int = 0) -> str:
    done = ask(world, command, *arguments)
    assert done.returncode == code, done.stderr
    return done.stdout


def summary(world: Path, *arguments: str | Path, code: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer(world, "reparse", "--json", *arguments, code=code).splitlines()[-1])["summary"]
    return found


def files(world: Path) -> dict[str, bytes]:
    kept = (path for part in ("ledger", "records", "manifests", "originals") for path in (world / "archive" / part).rglob("*"))
    return {str(path): path.read_bytes() for path in kept if path.is_file()}


def test_a_dry_run_shows_each_field_and_writes_nothing(world: Path) -> None:
    """Old and new; of a text the words that differ; evidence is left out."""
    better(world, "one")
    better(world, "two", OTHER)
    before = files(world)
    done = ask(world, "reparse", "--dry-run")

    assert (0, before) == (done.returncode, files(world))
    lines = done.stdout.splitlines()
    assert f"{world}/drop/one.own" == lines[0].rpartition("  ")[0]
    assert lines[1:5] == [
        "  better reading of 000/000",
        "    byline: (none) → By A. Writer",
        "    keywords: port → (none)",
        "    published: (none) → 2024-12-02",
    ]
    assert "  000/001 is superseded by 000/002" == lines[6]
    assert "[-Monday-]{+Tuesday+}" in lines[-1]
    assert "evidence" not in done.stdout
    assert "2 read again: 0 unchanged, 2 read otherwise" in done.stderr
    assert "1 better reading: byline 1, keywords 1, published 1" in done.stderr
    assert "this was a dry run" in done.stderr


def test_a_dry_run_for_programs(world: Path) -> None:
    """One object a document, and the summary."""
    better(world, "two", OTHER)
    found, last = rows(ask(world, "reparse", "--dry-run", "--json", "--source", "two"))

    assert f"{world}/drop/two.own" == found["path"]
    (change,) = found["changes"]
    assert ("superseded", 1, 2) == (change["kind"], change["accession"], change["by"])
    assert [["port"], None] == change["fields"]["keywords"]
    assert ["delete", "Monday "] in change["text"]
    counted = last["summary"]
    assert (1, 1, 1, {}) == (counted["read"], counted["superseded"], counted["passed_over"], counted["fields"])


def test_the_better_reading_is_answered_everywhere(world: Path) -> None:
    """`show` says from where; the record's own bytes stay; what is no longer stated is gone; the search knows."""
    own = answer(world, "show", "0", "--json")
    assert "nothing matches" in ask(world, "search", "Writer").stderr
    better(world, "one")
    counted = summary(world)
    shown = answer(world, "show", "0")

    assert (2, 1, 1, 1) == (counted["read"], counted["unchanged"], counted["changed"], counted["better"])
    assert {"byline": 1, "keywords": 1, "published": 1} == counted["fields"]
    assert "byline: By A. Writer  (known from one.own, read by one 2 in run 000002)" in shown
    assert "keywords:" not in shown
    assert "read again: unlike the record's own bytes (`--json`): byline, keywords, published" in shown
    assert own == answer(world, "show", "0", "--json")
    record = json.loads(answer(world, "show", "0", "--json", "--filled"))
    assert "2024-12-02" == record["record"]["published"]
    assert {"byline", "keywords", "provenance", "published"} == record["read_again"].keys()
    assert "one.own, read by one 2 in run 000002" == record["read_again"]["byline"]
    row = json.loads(answer(world, "export", "--format", "jsonl").splitlines()[0])
    assert ("By A. Writer", [], "2024-12-02") == (row["byline"], row["keywords"], row["published"])
    assert [0] == [json.loads(line)["accession"] for line in answer(world, "search", "Writer", "--json").splitlines()]
    assert [0] == [
        json.loads(line)["accession"]
        for line in answer(world, "search", "harbour", "--since", "2024-12", "--json").splitlines()
    ]
    assert "By A. Writer" in answer(world, "copies", "0")
    answer(world, "verify")


def test_another_text_supersedes_the_record(world: Path) -> None:
    """`show` says by which, `versions` shows both, `search` and `export` leave the old one out unless asked."""
    better(world, "two", OTHER)
    summary(world)

    assert "status: superseded by 000/002" in answer(world, "show", "1")
    shown = answer(world, "versions", "1")
    assert shown.index("[superseded by 000/002") < shown.index("000/002  no date")
    assert "[-Monday-]{+Tuesday+}" in shown
    assert [0, 2] == [json.loads(line)["accession"] for line in answer(world, "export", "--format", "jsonl").splitlines()]
    everything = [json.loads(line) for line in answer(world, "export", "--format", "jsonl", "--all").splitlines()]
    assert ["usable", "superseded", "usable"] == [row["standing"] for row in everything]
    found = [json.loads(line)["accession"] for line in answer(world, "search", "harbour", "--json").splitlines()]
    assert [0, 2] == sorted(found)
    assert 1 == json.loads(answer(world, "stats", "--json"))["totals"]["superseded"]


def test_the_second_run_and_the_next_ingest_write_nothing(world: Path) -> None:
    better(world, "one")
    better(world, "two", OTHER)
    assert 2 == summary(world)["changed"]
    before = files(world)
    second = summary(world, "--all")
    ingested = json.loads(answer(world, "ingest", world / "drop", "--json"))

    assert (2, 2, 0) == (second["read"], second["unchanged"], second["changed"])
    assert (2, 0) == (ingested["unchanged"], ingested["found"])
    assert before == files(world)


def test_a_rebuilt_catalog_answers_alike(world: Path) -> None:
    better(world, "one")
    better(world, "two", OTHER)
    summary(world)
    commands = (("show", "0"), ("show", "1"), ("versions", "1"), ("copies", "0"), ("export", "--format", "jsonl", "--all"))
    before = [answer(world, *command) for command in commands]
    (world / "archive/catalog.sqlite").unlink()
    answer(world, "rebuild")

    assert before == [answer(world, *command) for command in commands]
    answer(world, "verify")


def test_records_are_named_to_be_read_again(world: Path) -> None:
    better(world, "one")
    better(world, "two")

    assert (1, 1) == (summary(world, "000/001")["changed"], summary(world)["changed"])


def test_what_cannot_be_read_any_more_is_said(world: Path) -> None:
    """Exit code 3, and the archive answers as before."""
    better(world, "one", "raise KeyError('x')\n    yield")
    before = files(world)
    done = ask(world, "reparse", "--source", "one")

    assert 3 == done.returncode
    assert f"{world}/drop/one.own: cannot be read any more, and stays as it was: parse-failed" in done.stderr
    assert "1 failed" in done.stderr
    assert before == files(world)


@pytest.mark.parametrize("change", ["gone", "other", "there"])
def test_a_reference_is_read_from_its_folder(world: Path, change: str) -> None:
    """Where its file is not there as it was, it is lost, and stays as it was."""
    shutil.rmtree(world / "archive")
    answer(world, "ingest", world / "drop", "--originals", "reference")
    better(world, "one")
    path = world / "drop/one.own"
    if change != "there":
        path.unlink() if change == "gone" else path.write_text(f"Other\n{STORY}")
    counted = summary(world, code=0 if change == "there" else 3)

    assert (change != "there", change == "there") == (counted["lost"], counted["changed"])


def test_a_withdrawn_record_is_named(world: Path) -> None:
    better(world, "one", "yield NotArticle('an index')")
    done = ask(world, "reparse")

    assert 0 == done.returncode
    assert f"000/000 is withdrawn: {world}/drop/one.own does not hold it as it is read now" in done.stderr
    assert "status: withdrawn" in answer(world, "show", "0")


def test_a_notice_that_reads_otherwise_counts_as_it_reads_now(world: Path) -> None:
    """A kill that was none is taken back, and a kill that was missed is obeyed."""
    kill = (
        'yield Draft(headline="Killed", body=document.text(), identifiers={"urn": "urn:x:1"})\n'
        '    yield Notice({"urn": "urn:x:%d"}, "canceled")'
    )
    plugin(world / "plugins", "three", parse=kill % 1)
    document(world / "drop", "three")
    answer(world, "ingest", world / "drop")
    assert "status: canceled" in answer(world, "show", "2")
    better(world, "three", kill % 2)
    assert 1 == summary(world)["notice"]

    assert "canceled" not in answer(world, "show", "2")


def test_a_packed_archive_is_read_again_like_any_other(world: Path) -> None:
    """Where records lie makes no difference."""
    shutil.rmtree(world / "archive")
    answer(world, "ingest", world / "drop", "--packed")
    better(world, "one")
    better(world, "two", OTHER)

    counted = summary(world)

    assert (1, 1) == (counted["better"], counted["superseded"])
    assert 2 == summary(world, "--all")["unchanged"]
    assert "superseded by 000/002" in answer(world, "show", "1")
    answer(world, "verify")


def test_what_was_removed_is_left_alone(world: Path) -> None:
    """A superseded record can be taken down with its successor; its document is not read again, and nothing comes back."""
    better(world, "two", OTHER)
    summary(world)
    answer(world, "remove", "1", "2", "--reason", "court order", "--yes", "--whole-originals")
    answer(world, "verify")
    better(world, "two", FIRST)
    better(world, "one")
    counted = summary(world, "--all")

    assert (1, 1, 1) == (counted["read"], counted["changed"], counted["blanked"])
    assert [0] == [json.loads(line)["accession"] for line in answer(world, "export", "--format", "jsonl", "--all").splitlines()]
    before = answer(world, "stats", "--json")
    answer(world, "verify")
    answer(world, "rebuild")
    assert before == answer(world, "stats", "--json")


def test_a_removed_text_in_a_referenced_file_stays_out(world: Path) -> None:
    """Nothing else was taken in of its document, which is left alone; the other one is read again."""
    shutil.rmtree(world / "archive")
    answer(world, "ingest", world / "drop", "--originals", "reference")
    answer(world, "remove", "1", "--reason", "court order", "--yes")
    better(world, "one")
    better(world, "two", FIRST)
    counted = summary(world)

    assert (1, 0, 0) == (counted["changed"], counted["new"], counted["failed"])
    assert 0 == summary(world, "--all")["changed"]
    answer(world, "verify")


def test_where_there_is_no_archive_none_is_made(tmp_path: Path) -> None:
    done = run("reparse", "-a", tmp_path / "none")

    assert 1 == done.returncode
    assert not (tmp_path / "none").exists()


def test_an_unknown_record_is_named(world: Path) -> None:
    done = ask(world, "reparse", "77")

    assert 1 == done.returncode
    assert "no record is named '77'" in done.stderr
