"""`newsarchive retry`: what waits is taken again, from where it was kept, once."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.helpers import STORY, document, plugin, rows, run

FAILING = "raise KeyError('x')\n    yield"
#: Two articles, a notice and something that is none; fails between them while `broken` is true.
PARTLY = f"""yield Draft(headline="First", body={STORY!r} + "one")
    yield NotArticle("an index")
    yield Notice({{"guid": "tag:port.example,2024:1"}}, "canceled")
    yield Draft(headline="First", body={STORY!r} + "one")
    yield Part("inner", b"\\0") if broken else Draft(headline="Inner", body={STORY!r} + "two")
    yield Draft(headline="Last", body={STORY!r} + "three")"""


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """A folder with `plugins`, `drop` and, made of them, `archive`: one sound document and one that fails."""
    plugin(tmp_path / "plugins", "sound")
    plugin(tmp_path / "plugins", "failing", parse=FAILING)
    document(tmp_path / "drop", "sound")
    document(tmp_path / "drop/below", "failing")
    return tmp_path


def ingest(world: Path, *options: str) -> dict[str, Any]:
    done = run("ingest", world / "drop", "-a", world / "archive", "--plugins-dir", world / "plugins", "--json", *options)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def retry(world: Path, *options: str, code: int = 0) -> dict[str, Any]:
    done = run("retry", "-a", world / "archive", "--plugins-dir", world / "plugins", "--json", *options)
    assert done.returncode == code, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def waiting(world: Path) -> list[Any]:
    return rows(run("quarantine", "-a", world / "archive", "--json"))


def ledger(world: Path) -> list[dict[str, Any]]:
    paths = sorted((world / "archive/ledger").iterdir())
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]


def sound(world: Path) -> None:
    """The archive verifies, and its catalog can be rebuilt to the same quarantine."""
    before = waiting(world)
    verified = run("verify", "-a", world / "archive")
    assert verified.returncode == 0, verified.stderr
    (world / "archive/catalog.sqlite").unlink()
    assert run("rebuild", "-a", world / "archive").returncode == 0
    assert waiting(world) == before


def test_a_mended_plugin_takes_the_document_in(world: Path) -> None:
    """Its original is what was kept: the drop folder is not needed."""
    assert ingest(world)["quarantined"] == 1
    shutil.rmtree(world / "drop")
    plugin(world / "plugins", "failing")
    report = retry(world)

    assert (report["read"], report["new"], report["quarantined"]) == (1, 1, 0)
    assert waiting(world) == []
    assert not list((world / "archive/quarantine").iterdir())
    record = json.loads(next((world / "archive/records/000").glob("001_*")).read_bytes())
    assert (record["headline"], record["provenance"]["name"]) == ("Headline of failing", "below/failing.own")
    (run_line,) = (line for line in ledger(world) if line.get("command") == "retry")
    assert run_line["drops"] == [str(world / "drop")]


def test_the_record_is_what_ingest_would_have_made(world: Path) -> None:
    ingest(world)
    plugin(world / "plugins", "failing")
    retry(world)
    run("ingest", world / "drop", "-a", world / "other", "--plugins-dir", world / "plugins")

    def records(archive: str) -> set[bytes]:
        return {path.read_bytes() for path in (world / archive / "records").rglob("*.json")}

    assert records("archive") == records("other")


def test_ingest_afterwards_finds_nothing_changed(world: Path) -> None:
    ingest(world)
    plugin(world / "plugins", "failing")
    retry(world)
    report = ingest(world)

    assert (report["unchanged"], report["found"]) == (2, 0)


def test_what_still_fails_stays_with_the_reasons_of_today(world: Path) -> None:
    ingest(world)
    plugin(world / "plugins", "failing", parse="raise ValueError('y')\n    yield")
    report = retry(world, code=3)

    assert report["quarantined"] == 1
    (row,) = waiting(world)
    assert [reason["reason"] for reason in row["reasons"]] == ["failing: parse raised ValueError: y"]


def test_a_retry_that_changes_nothing_writes_nothing(world: Path) -> None:
    ingest(world)
    before = ledger(world)
    report = retry(world, code=3)

    assert (report["read"], report["quarantined"]) == (1, 1)
    assert ledger(world) == before


def test_a_document_of_which_a_part_failed_is_not_seen_twice(world: Path) -> None:
    """It is parsed again as a whole; what is noted of it already is not noted again."""
    plugin(world / "plugins", "partly", top="broken = True", parse=PARTLY)
    document(world / "drop", "partly")
    report = ingest(world)
    assert (report["new"], report["duplicate"], report["quarantined"]) == (3, 1, 2)
    plugin(world / "plugins", "partly", top="broken = False", parse=PARTLY)
    report = retry(world, code=3)

    assert {name: report[name] for name in ("found", "new", "duplicate", "notice", "ignored", "quarantined")} == {
        "found": 2,
        "new": 1,
        "duplicate": 0,
        "notice": 0,
        "ignored": 0,
        "quarantined": 1,
    }
    assert [Path(row["path"]).name for row in waiting(world)] == ["failing.own"]
    found = [outcome for line in ledger(world) for outcome in line.get("found", [])]
    assert [outcome["outcome"] for outcome in found].count("duplicate") == 1
    assert [outcome["outcome"] for outcome in found].count("notice") == 1
    copies = run("copies", "000", "-a", world / "archive")
    assert "seen 2 times" in copies.stdout
    sound(world)


def test_what_is_noted_otherwise_by_now_becomes_a_duplicate(world: Path) -> None:
    """The same story in another document is a sighting, as it is for `ingest`."""
    ingest(world)
    plugin(world / "plugins", "failing", parse=f"yield Draft(headline='Headline of sound', body={STORY!r})")
    report = retry(world)

    assert (report["new"], report["duplicate"]) == (0, 1)
    assert waiting(world) == []


def test_an_original_that_was_only_referenced_is_read_from_its_folder(world: Path) -> None:
    (world / "drop/below/failing.own").rename(world / "drop/below/caf\udce9 \\ failing.own")
    ingest(world, "--originals", "reference", "--source", "failing")
    assert f"{world}/drop/below/caf\\xe9 \\\\ failing.own" in [row["path"] for row in waiting(world)]
    plugin(world / "plugins", "failing")

    assert retry(world, "--source", "failing")["new"] == 2
    assert waiting(world) == []


@pytest.mark.parametrize("change", ["gone", "other"])
def test_a_reference_whose_file_is_not_there_as_it_was_is_named(world: Path, change: str) -> None:
    ingest(world, "--originals", "reference")
    path = world / "drop/below/failing.own"
    path.unlink() if change == "gone" else path.write_text("other bytes")
    plugin(world / "plugins", "failing")
    report = retry(world, code=3)

    (lost,) = report["lost"]
    assert lost["name"] == str(path)
    assert "only referenced" in lost["reason"]
    assert len(waiting(world)) == 1


def test_a_large_original_is_read_from_its_tar(world: Path) -> None:
    """Beyond 8 MiB the worker reads it where it is kept."""
    document(world / "drop/below", "failing", "Headline\n" + STORY * 100_000)
    ingest(world)
    shutil.rmtree(world / "drop")
    plugin(world / "plugins", "failing", parse="yield Draft(headline=document.text()[:8], body=str(len(document.data)))")

    assert retry(world)["new"] == 1
    (path,) = (world / "archive/records/000").glob("001_*")
    assert json.loads(path.read_bytes())["body"][0]["text"] == str(9 + len(STORY) * 100_000)


@pytest.mark.parametrize("size", [1, 100_000])
def test_a_damaged_original_stops_the_run(world: Path, size: int) -> None:
    document(world / "drop/below", "failing", "Headline\n" + STORY * size)
    ingest(world)
    tar = world / "archive/originals/000.tar"
    data = tar.read_bytes()
    tar.write_bytes(data.replace(b"Headline\nThe", b"Headline\nTha"))
    plugin(world / "plugins", "failing")
    done = run("retry", "-a", world / "archive", "--plugins-dir", world / "plugins")

    assert done.returncode == 1
    assert f"{tar}: damaged" in done.stderr
    assert len(waiting(world)) == 1


def test_a_source_can_be_named(world: Path) -> None:
    ingest(world)

    assert retry(world, "--source", "sound")["new"] == 1


def test_it_is_said_to_people_as_ingest_says_it(world: Path) -> None:
    ingest(world)
    done = run("retry", "-a", world / "archive", "--plugins-dir", world / "plugins")

    assert done.returncode == 3
    assert done.stdout.splitlines()[0] == "seen 1 = 1 read"
    assert "1 in quarantine" in done.stdout


def test_nothing_to_do(world: Path) -> None:
    plugin(world / "plugins", "failing")
    ingest(world)

    assert retry(world)["found"] == 0


def test_where_there_is_no_archive_none_is_made(tmp_path: Path) -> None:
    done = run("retry", "-a", tmp_path / "none")

    assert done.returncode == 1
    assert not (tmp_path / "none").exists()
