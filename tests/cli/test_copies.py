"""`newsarchive copies`."""

import shutil
from pathlib import Path

from ..archive.support import ingest, write_fields
from .support import FERRY, answer, answer_json, build


def test_what_is_alike_is_said_once_and_what_differs_for_each(world: Path) -> None:
    shown = answer(world, "copies", "1")

    assert "seen 3 times, in 3 different files\n" in shown
    assert 1 == shown.count("headline: Ferry aground")
    assert ["(none)", "Orsund Post", "Lune Daily"] == [
        line.removeprefix("  publisher: ") for line in shown.splitlines() if line.startswith("  publisher: ")
    ]
    assert ["1. b-ferry.fields", "2. b-ferry-1.fields", "3. b-ferry-2.fields"] == [
        line.partition("  ")[0] for line in shown.splitlines() if line[:1].isdigit() and ". " in line[:4]
    ]


def test_json_has_every_sighting(world: Path) -> None:
    copies = answer_json(world, "copies", "1")

    assert ["published", "publisher", "url"] == copies["differing"]
    assert {"headline": "Ferry aground", "encoding": "utf-8", "source": "fields"} == copies["alike"]
    expected = [
        {},
        {"published": "2024-11-30", "publisher": "Orsund Post"},
        {"published": "2024-12-01", "publisher": "Lune Daily", "url": "https://lune.example/ferry"},
    ]
    assert expected == [sighting["fields"] for sighting in copies["sightings"]]
    assert ["new", "duplicate", "duplicate"] == [sighting["outcome"] for sighting in copies["sightings"]]


def test_copies_of_the_same_bytes_are_told_from_others(tmp_path: Path) -> None:
    """The same file in two drop folders under two names, and the same article in another file."""
    item = {"headline": "Ferry", "body": FERRY}
    archive = build(tmp_path, {"a.fields": [item]})
    (tmp_path / "again").mkdir()
    shutil.copy(tmp_path / "drop1/a.fields", tmp_path / "again/copy.fields")
    write_fields(tmp_path / "again/other.fields", item | {"byline": "By A. Sailor"})
    ingest(archive, tmp_path / "again", options=("--plugins-dir", tmp_path / "plugins"))

    shown = answer(archive, "copies", "0")

    assert "seen 3 times, in 2 different files" in shown
    assert 1 == shown.count("the same bytes as 1. a.fields")
    first, second, third = (each["original"] for each in answer_json(archive, "copies", "0")["sightings"])
    assert (True, False) == (first == second, first == third)


def test_a_record_that_was_seen_once_shows_its_fields(world: Path) -> None:
    shown = answer(world, "copies", "2")

    assert "seen 1 time, in one file" in shown
    assert "publisher: Assembly Wire" in shown


def test_a_killed_record_is_marked(world: Path) -> None:
    assert "canceled by e-kill.fields" in answer(world, "copies", "4")
    assert "canceled" == answer_json(world, "copies", "4")["standing"]
