"""`newsarchive stats`."""

from pathlib import Path

from ..archive.support import ingest, plugin_folder, write_fields
from .support import FERRY, answer, answer_json, build


def test_the_numbers_add_up(world: Path) -> None:
    stats = answer_json(world, "stats")

    expected = {
        "inputs": 12,
        "refused": 0,
        "articles": 9,
        "stories": 8,
        "versions": 1,
        "superseded": 0,
        "sightings": 11,
        "quarantined": 0,
        "originals": 12,
        "removed": 0,
        "defects": 0,
        "ignored": 0,
        "notice": 1,
    }
    assert expected == stats["totals"]
    assert {"fields": 9} == stats["by"]["source"]
    assert {"": 5, "Assembly Wire": 1, "Orsund Post": 3} == stats["by"]["publisher"]
    assert {"": 3, "2019-03": 1, "2023": 1, "2024-11": 1, "2024-12": 3} == stats["by"]["month"]
    assert all(sum(group.values()) == 9 for group in stats["by"].values())
    assert ["000001", "000002"] == [run["run"] for run in stats["runs"]]
    assert [8, 4] == [run["counts"]["read"] for run in stats["runs"]]
    assert sum(path.stat().st_size for path in (world / "records").rglob("*.json")) == stats["bytes"]["records"]


def test_what_went_wrong_is_counted(tmp_path: Path) -> None:
    drop, archive = tmp_path / "drop", tmp_path / "archive"
    write_fields(
        drop / "a.fields", {"headline": "Ferry", "body": FERRY, "published": "yesterday"}, {"ignored": "a list of ships"}
    )
    (drop / "b.fields").write_text("no JSON")
    (drop / "c.fields").symlink_to("nowhere")
    ingest(archive, drop, options=("--plugins-dir", plugin_folder(tmp_path / "plugins")))

    totals = answer_json(archive, "stats")["totals"]

    assert (1, 1, 1, 1) == (totals["defects"], totals["ignored"], totals["quarantined"], totals["refused"])


def test_a_person_gets_years_and_names(world: Path) -> None:
    shown = answer(world, "stats")

    assert "articles         9\n" in shown
    assert "by year\n  (not stated)  3\n  2019          1\n  2023          1\n  2024          4\n" in shown
    assert "  Orsund Post    3\n" in shown


def test_an_empty_archive_counts_nothing(tmp_path: Path) -> None:
    archive = build(tmp_path, {"a.fields": [{"ignored": "nothing here"}]})

    assert 0 == answer_json(archive, "stats")["totals"]["articles"]
    assert "articles         0\n" in answer(archive, "stats")
