"""`newsarchive export`."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from newsarchive.export.csv import HEADER
from newsarchive.export.rows import COLUMNS
from newsarchive.model import Record

from ..archive.support import run
from .support import FERRY, answer, build


def rows(archive: Path, *options: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer(archive, "export", "--format", "jsonl", *options).splitlines()]


def cells(archive: Path, *options: str) -> list[dict[str, str]]:
    text = run("export", "--format", "csv", *options, "-a", archive).stdout
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_line_has_every_key(world: Path) -> None:
    """Also of what is inside: tools that infer columns from the first lines see the same shape everywhere."""
    found = rows(world, "--all")

    def shape(value: Any) -> Any:
        return {key: shape(each) for key, each in value.items()} if isinstance(value, dict) else None

    assert 9 == len(found)
    assert set(Record.__annotations__) | {"headline", "body", "provenance", "id", "text", "accession"} <= found[0].keys()
    assert list(COLUMNS) == list(found[0])
    assert all(list(found[0]) == list(row) for row in found)
    assert 1 == len({json.dumps(shape(row)) for row in found})
    assert all(isinstance(row[name], list) for row in found for name in ("body", "authors", "keywords", "identifiers", "media"))


def test_a_line_says_what_the_record_says_filled(world: Path) -> None:
    ferry = rows(world)[1]

    assert f"{FERRY}\n\nAll safe" == ferry["text"]
    assert ferry["id"] == ferry["content_hash"]
    assert ("2024-11-30", "Orsund Post", None) == (ferry["published"], ferry["publisher"], ferry["byline"])
    assert {"field": "url", "sighting": "b-ferry-2.fields"} in ferry["filled_from"]
    assert {"text": None, "place": None, "date": None} == ferry["dateline"]
    assert [{"scheme": "guid", "value": "post-1"}] == rows(world)[0]["identifiers"]


def test_what_may_not_be_shown_is_left_out_and_counted(world: Path) -> None:
    done = run("export", "--format", "jsonl", "-a", world)

    assert [0, 1, 2, 6, 7, 8] == [json.loads(line)["accession"] for line in done.stdout.splitlines()]
    assert "3 canceled, withheld, under embargo or superseded left out; `--all` includes them\n" == done.stderr
    assert ["embargoed", "canceled", "withheld"] == [row["standing"] for row in rows(world, "--all")[3:6]]


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_the_same_archive_gives_the_same_bytes(world: Path, kind: str) -> None:
    assert answer(world, "export", "--format", kind) == answer(world, "export", "--format", kind)


def test_filters_narrow_what_is_written(world: Path) -> None:
    assert [0, 1, 8] == [row["accession"] for row in rows(world, "--publisher", "Orsund Post")]
    assert [0, 2] == [row["accession"] for row in rows(world, "--language", "en")]
    assert [2] == [row["accession"] for row in rows(world, "--until", "2019", "--all")]


def test_csv_has_the_same_columns_flat(world: Path) -> None:
    found = cells(world)

    assert list(HEADER) == list(found[0])
    assert ("guid=post-1", "a-harbour.fields", "fields") == (
        found[0]["identifiers"],
        found[0]["original_name"],
        found[0]["source"],
    )
    assert f"{FERRY}\n\nAll safe" == found[1]["text"]
    assert "published=b-ferry-1.fields; publisher=b-ferry-1.fields; url=b-ferry-2.fields" == found[1]["filled_from"]
    assert "" == found[1]["byline"]


def test_lines_end_as_rfc_4180_says(world: Path, tmp_path: Path) -> None:
    answer(world, "export", "--format", "csv", "-o", str(tmp_path / "x.csv"))

    assert (tmp_path / "x.csv").read_bytes().startswith(",".join(HEADER).encode() + b"\r\n")


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1"])
def test_a_spreadsheet_executes_no_cell(tmp_path: Path, formula: str) -> None:
    archive = build(
        tmp_path, {"a.fields": [{"headline": formula, "body": f"{formula}\n\n{FERRY}", "keywords": [formula, "b"]}]}
    )

    (row,) = cells(archive)

    assert (f"'{formula}", f"'{formula}; b") == (row["headline"], row["keywords"])
    assert row["text"].startswith(f"'{formula}")
    assert formula == rows(archive)[0]["headline"]


def test_a_file_is_there_whole_or_not_at_all(world: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("before")
    done = run("export", "--format", "jsonl", "-o", target, "-a", world)

    assert (0, "") == (done.returncode, done.stdout)
    assert f"6 records in {target}" in done.stderr
    assert answer(world, "export", "--format", "jsonl") == target.read_text()
    assert [target.name] == [path.name for path in tmp_path.iterdir()]
    failed = run("export", "--format", "jsonl", "-o", tmp_path / "no" / "out", "-a", world)
    assert 1 == failed.returncode
    assert "cannot be written: No such file or directory" in failed.stderr


def test_a_device_is_written_to_and_stays_one(world: Path) -> None:
    assert 0 == run("export", "--format", "csv", "-o", "/dev/null", "-a", world).returncode
    assert Path("/dev/null").is_char_device()


def test_a_link_stays_a_link(world: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "target")
    run("export", "--format", "jsonl", "-o", tmp_path / "link", "-a", world)

    assert (True, 6) == ((tmp_path / "link").is_symlink(), len((tmp_path / "target").read_text().splitlines()))
