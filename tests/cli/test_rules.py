"""Rules for `parse` and `explain`, which have no archive, or need none."""

import json
from pathlib import Path

import pytest

from ..archive.support import run, story

RULES = """\
[[source]]
path = "post/**/*.txt"
publisher = "Orsund Post"
language = "en"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "drop/post").mkdir(parents=True)
    (tmp_path / "drop/post/a.txt").write_text(story(1))
    (tmp_path / "rules.toml").write_text(RULES)
    return tmp_path


def test_parse_reads_under_the_rules_of_a_file(folder: Path) -> None:
    """Paths are below `--drop`, and the record's name is the path as it was given."""
    given = run("parse", "post/a.txt", "--rules", "../rules.toml", cwd=folder / "drop")
    below = run("parse", "drop/post/a.txt", "--rules", "rules.toml", "--drop", "drop", cwd=folder)
    elsewhere = run("parse", "drop/post/a.txt", "--rules", "rules.toml", cwd=folder)

    assert [("Orsund Post", "en"), ("Orsund Post", "en"), (None, None)] == [
        (record.get("publisher"), record.get("language"))
        for record in (json.loads(done.stdout) for done in (given, below, elsewhere))
    ]
    assert "drop/post/a.txt" == json.loads(below.stdout)["provenance"]["name"]


def test_explain_says_which_entry_holds(folder: Path) -> None:
    arguments = ("drop/post/a.txt", "--drop", "drop", "--rules", "rules.toml")
    shown = run("explain", *arguments, cwd=folder).stdout
    (said,) = map(json.loads, run("explain", *arguments, "--json", cwd=folder).stdout.splitlines())

    assert (
        "rules [[source]] entry 1 (line 1), path = 'post/**/*.txt': publisher 'Orsund Post', language 'en'"
        == shown.splitlines()[1]
    )
    assert "by rule rules/publisher" in shown
    hints = {"publisher": "Orsund Post", "language": "en"}
    assert [{"entry": 1, "line": 1, "path": "post/**/*.txt", "hints": hints}] == said["rules"]


def test_explain_takes_the_rules_of_the_archive(folder: Path) -> None:
    (folder / "archive").mkdir()
    (folder / "archive/newsarchive.toml").write_text(f"[archive]\nformat = 1\n{RULES}")
    shown = run("explain", "post/a.txt", "-a", "../archive", cwd=folder / "drop").stdout

    assert "rules [[source]] entry 1 (line 3)" in shown


def test_entries_that_contradict_each_other_are_an_error(folder: Path) -> None:
    (folder / "rules.toml").write_text(f'{RULES}\n[[source]]\npath = "**"\nlanguage = "de"\n')
    done = run("parse", "drop/post/a.txt", "--drop", "drop", "--rules", "rules.toml", cwd=folder)

    assert (3, "") == (done.returncode, done.stdout)
    both = "[[source]] entry 1 (line 1) says language = 'en' and [[source]] entry 2 (line 6) 'de'"
    assert f"drop/post/a.txt: rules: rules.toml: of this file {both}" in done.stderr


def test_a_bad_entry_is_said_with_its_help(folder: Path) -> None:
    (folder / "rules.toml").write_text('[[source]]\npath = "**"\nlangauge = "de"\n')
    done = run("explain", "drop/post/a.txt", "--rules", "rules.toml", cwd=folder)

    assert 1 == done.returncode
    assert "rules.toml: [[source]] entry 1 (line 1): there is no `langauge`" in done.stderr
    assert "Did you mean `language`?" in done.stderr
