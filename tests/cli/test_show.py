"""`newsarchive show`."""

import json
from pathlib import Path

import pytest

from ..archive.support import run
from .support import FERRY, answer, answer_json, build


def test_a_person_sees_the_text_and_where_each_fact_is_from(world: Path) -> None:
    shown = answer(world, "show", "1")

    assert shown.startswith("Ferry aground\n")
    assert "published: 2024-11-30  (known from b-ferry-1.fields)\n" in shown
    assert f"\n{FERRY}\n\n[crosshead] All safe\n\n[caption] The ferry at dawn\n" in shown
    assert "seen: 3 times" in shown
    assert "\x1b" not in shown


def test_what_may_not_be_shown_is_marked(world: Path) -> None:
    assert "status: canceled by e-kill.fields" in answer(world, "show", "4")
    assert "status: under embargo until 2999-01-01" in answer(world, "show", "3")


def test_json_is_the_record_byte_for_byte(world: Path) -> None:
    (path,) = (world / "records/000").glob("001_*.json")

    assert path.read_text() == answer(world, "show", "1", "--json")
    assert path.read_text() * 2 == answer(world, "show", "1", path.name, "--json")


def test_filled_json_says_what_is_from_where(world: Path) -> None:
    filled = answer_json(world, "show", "1", "--filled")

    assert "https://lune.example/ferry" == filled["record"]["url"]
    assert "b-ferry-2.fields" == filled["filled_from"]["url"]


def test_one_field_is_printed_bare(world: Path) -> None:
    assert "By R. Ames\n" == answer(world, "show", "0", "--field", "byline")
    assert "-x\nport\n" == answer(world, "show", "7", "--field", "keywords")
    assert '{"guid":"post-1"}\n' == answer(world, "show", "0", "--field", "identifiers")
    filled = run("show", "1", "--field", "published", "-a", world)
    assert ("2024-11-30\n", "000/001: published is known from b-ferry-1.fields\n") == (filled.stdout, filled.stderr)
    absent = run("show", "1", "--field", "page", "-a", world)
    assert ("", "000/001 has no page\n") == (absent.stdout, absent.stderr)


def test_the_text_is_printed_bare(world: Path) -> None:
    assert f"{FERRY}\n\nAll safe\n\nThe ferry at dawn\n" == answer(world, "show", "1", "--body")


def test_nothing_that_a_terminal_would_execute_is_shown_to_a_person(tmp_path: Path) -> None:
    evil = "Red \x1b[31malert\u202e, \x07and more of the text that follows here"
    archive = build(tmp_path, {"evil\x1b[2J.fields": [{"headline": evil, "body": evil}]})

    shown = answer(archive, "show", "0")

    assert not {"\x1b", "\u202e", "\x07"} & set(shown)
    assert r"Red \x1b[31malert\u202e, \x07and" in shown
    assert evil + "\n" == answer(archive, "show", "0", "--body")
    assert evil == json.loads(answer(archive, "show", "0", "--json"))["headline"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["99"], 1, "no record is named '99': the archive holds 000/000 to 000/008"),
        (["0", "--field", "colour"], 2, "'colour' is not one of"),
        (["0", "--json", "--body"], 2, "exclude one another"),
        (["0", "--filled"], 2, "needs `--json`"),
        ([], 2, "Missing argument"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(world: Path, arguments: list[str], code: int, said: str) -> None:
    done = run("show", *arguments, "-a", world)

    assert (code, "") == (done.returncode, done.stdout)
    assert said in done.stderr


def test_without_an_archive_the_error_says_how_to_make_one(tmp_path: Path) -> None:
    done = run("show", "0", cwd=tmp_path)

    assert 1 == done.returncode
    assert "there is no archive at archive" in done.stderr
    assert "newsarchive ingest DROP" in done.stderr
