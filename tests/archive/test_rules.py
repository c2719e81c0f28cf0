"""Rules of the drop folder in an archive: what they say is read, noted, and said again to the byte."""

import json
from pathlib import Path
from typing import Any

import pytest

from .support import contents, ingest, lines, plugin_folder, records, run, story, write_fields

Item = dict[str, Any]
PUBLISHED = "2024-07-01T12:00:00"
PARIS = """
[[source]]
path = "paris/**"
publisher = "Orsund Post"
language = "fr"
time_zone = "Europe/Paris"
"""


@pytest.fixture
def plugins(tmp_path: Path) -> Path:
    return plugin_folder(tmp_path / "plugins")


def ruled(archive: Path, text: str) -> Path:
    """An archive that is nothing but its settings, or has these from now on."""
    archive.mkdir(exist_ok=True)
    (archive / "newsarchive.toml").write_text(f"[archive]\nformat = 1\n{text}")
    return archive


def again(command: str, archive: Path, plugins: Path, *options: str) -> tuple[int, str]:
    done = run(command, "-a", archive, "--plugins-dir", plugins, *options)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    """One document that states nothing, one that states all, and one that no rule matches."""
    items: list[tuple[str, Item]] = [
        ("paris/deep/bare.fields", {"headline": "A", "body": story(1), "published": PUBLISHED}),
        (
            "paris/full.fields",
            {"headline": "B", "body": story(2), "publisher": "AFP", "published": f"{PUBLISHED}Z", "language": "en"},
        ),
        ("other.fields", {"headline": "C", "body": story(3), "published": PUBLISHED}),
    ]
    for name, item in items:
        write_fields(tmp_path / "drop" / name, item)
    return tmp_path / "drop"


def said(archive: Path, headline: str) -> tuple[Any, ...]:
    (found,) = (record for record in records(archive).values() if record["headline"] == headline)
    return tuple(found.get(name) for name in ("publisher", "language", "published"))


def test_what_a_document_does_not_state_is_filled_and_noted(tmp_path: Path, drop: Path, plugins: Path) -> None:
    archive = ruled(tmp_path / "A", PARIS)
    report = ingest(archive, drop, options=["--plugins-dir", plugins])

    assert {"unmatched": [], "outdated": 0} == report["rules"]
    assert ("Orsund Post", "fr", f"{PUBLISHED}+02:00") == said(archive, "A")
    assert ("AFP", "en", f"{PUBLISHED}+00:00") == said(archive, "B")
    assert (None, None, PUBLISHED) == said(archive, "C")
    hints = {line["name"]: line.get("hints") for line in lines(archive) if line["event"] == "document"}
    paris = {"publisher": "Orsund Post", "language": "fr", "time_zone": "Europe/Paris"}
    assert {"paris/deep/bare.fields": paris, "paris/full.fields": paris, "other.fields": None} == hints
    assert 0 == run("verify", "--deep", "-a", archive).returncode


def test_the_same_rules_give_the_same_bytes(tmp_path: Path, drop: Path, plugins: Path) -> None:
    """Whatever the number of workers; and another set of rules other ones."""
    options: list[str | Path] = ["--plugins-dir", plugins]
    made = [ruled(tmp_path / name, PARIS) for name in "AB"]
    for number, archive in enumerate(made, 1):
        ingest(archive, drop, options=[*options, "--workers", str(number)])
    other = ruled(tmp_path / "C", "")
    ingest(other, drop, options=options)

    assert contents(made[0]) == contents(made[1])
    assert contents(made[0]) != contents(other)


def test_changed_rules_are_told_and_reparse_applies_them(tmp_path: Path, drop: Path, plugins: Path) -> None:
    """Nothing is read again before, and nothing is told after."""
    archive = ruled(tmp_path / "A", PARIS)
    options: list[str | Path] = ["--plugins-dir", plugins]
    ingest(archive, drop, options=options)
    before = contents(archive)
    ruled(archive, PARIS.replace("Orsund Post", "Lune Daily"))
    told = [ingest(archive, drop, options=options) for _ in range(2)]
    code, text = again("reparse", archive, plugins)

    assert [(3, 2), (3, 2)] == [(report["unchanged"], report["rules"]["outdated"]) for report in told]
    assert 0 == code, text
    assert "1 better reading: publisher 1" in text
    shown = json.loads(run("export", "--format", "jsonl", "-a", archive).stdout.splitlines()[1])
    assert ("A", "Lune Daily") == (shown["headline"], shown["publisher"])
    assert before == contents(archive)
    assert 0 == ingest(archive, drop, options=options)["rules"]["outdated"]
    assert "0 read again" in again("reparse", archive, plugins)[1]
    run("rebuild", "-a", archive)
    assert 0 == ingest(archive, drop, options=options)["rules"]["outdated"]


def test_rules_that_come_back_are_compared_anew(tmp_path: Path, drop: Path, plugins: Path) -> None:
    """What is remembered of them does not outlive a reading under others."""
    archive = ruled(tmp_path / "A", PARIS)
    options: list[str | Path] = ["--plugins-dir", plugins]
    ingest(archive, drop, options=options)
    ruled(archive, PARIS.replace("fr", "de"))
    again("reparse", archive, plugins)
    ruled(archive, PARIS)

    assert 2 == ingest(archive, drop, options=options)["rules"]["outdated"]


def test_rules_that_are_taken_away_are_told_too(tmp_path: Path, drop: Path, plugins: Path) -> None:
    """Also by a catalog that was made anew in between."""
    archive = ruled(tmp_path / "A", PARIS)
    ingest(archive, drop, options=["--plugins-dir", plugins])
    ruled(archive, "")
    run("rebuild", "-a", archive)
    done = run("ingest", drop, "-a", archive, "--plugins-dir", plugins)

    assert f"2 inputs of the archive, read under other rules: `newsarchive reparse -a {archive}`" in done.stdout


def test_a_record_is_repaired_under_the_rules_that_made_it(tmp_path: Path, drop: Path, plugins: Path) -> None:
    """Whatever the rules are now, and whoever read its document again since."""
    archive = ruled(tmp_path / "A", PARIS)
    ingest(archive, drop, options=["--plugins-dir", plugins])
    before = contents(archive)
    ruled(archive, PARIS.replace("fr", "de"))
    again("reparse", archive, plugins)
    ruled(archive, "")
    for path in (archive / "records").rglob("*.json"):
        path.unlink()
    code, text = again("verify", archive, plugins, "--repair")

    assert 0 == code, text
    assert before == contents(archive)


def test_retry_reads_under_the_rules_of_today(tmp_path: Path, plugins: Path) -> None:
    """A rule that names the source takes out of quarantine what nobody claims."""
    write_fields(tmp_path / "drop/a.unknown", {"headline": "A"})
    (tmp_path / "drop/a.unknown").write_bytes(b"\n" + (tmp_path / "drop/a.unknown").read_bytes())
    archive = ruled(tmp_path / "A", "")
    report = ingest(archive, tmp_path / "drop", options=["--plugins-dir", plugins])
    ruled(archive, '[[source]]\npath = "*.unknown"\nsource = "fields"\nlanguage = "fr"\n')
    code, text = again("retry", archive, plugins)

    assert 1 == report["quarantined"]
    assert 0 == code, text
    assert (None, "fr", None) == said(archive, "A")
    assert 0 == ingest(archive, tmp_path / "drop", options=["--plugins-dir", plugins])["rules"]["outdated"]


def test_entries_that_contradict_each_other_cost_the_file_only(tmp_path: Path, drop: Path, plugins: Path) -> None:
    """It waits, with both entries named, until the rules are mended."""
    archive = ruled(tmp_path / "A", f'{PARIS}\n[[source]]\npath = "**/bare.*"\nlanguage = "de"\n')
    report = ingest(archive, drop, options=["--plugins-dir", plugins])
    reason = run("quarantine", "-a", archive).stdout

    assert (2, 1) == (report["new"], report["quarantined"])
    assert "[[source]] entry 1 (line 4) says language = 'fr' and [[source]] entry 2 (line 10) 'de'" in reason
    ruled(archive, PARIS)
    assert 0 == again("retry", archive, plugins)[0]
    assert ("Orsund Post", "fr", f"{PUBLISHED}+02:00") == said(archive, "A")


def test_an_entry_that_matches_nothing_is_reported(tmp_path: Path, drop: Path, plugins: Path) -> None:
    """What is unchanged counts as matched."""
    archive = ruled(tmp_path / "A", f'{PARIS}\n[[source]]\npath = "pairs/*"\nlanguage = "fr"\n')
    told = [ingest(archive, drop, options=["--plugins-dir", plugins])["rules"]["unmatched"] for _ in range(2)]

    assert [["[[source]] entry 2 (line 10), path = 'pairs/*'"]] * 2 == told


def test_parts_inherit_what_is_said_of_the_outer_document(tmp_path: Path, plugins: Path) -> None:
    """The source apart: a part is sniffed."""
    text = json.dumps([{"headline": "Inner", "body": story(1), "published": PUBLISHED}])
    write_fields(tmp_path / "drop/paris/outer.fields", {"part": {"name": "inner.fields", "text": text}})
    archive = ruled(tmp_path / "A", PARIS + 'source = "fields"\n')
    ingest(archive, tmp_path / "drop", options=["--plugins-dir", plugins])

    assert ("Orsund Post", "fr", f"{PUBLISHED}+02:00") == said(archive, "Inner")


def test_an_encoding_is_the_users_to_say(tmp_path: Path) -> None:
    """Bytes that are no such text are read by what they are, with a defect."""
    (tmp_path / "drop").mkdir()
    (tmp_path / "drop/a.txt").write_bytes(
        "Żółw w porcie\n\nŻółw morski wpłynął w sobotę do portu w Vellmar, podał zarząd.\n".encode("iso8859-2")
    )
    (tmp_path / "drop/b.txt").write_bytes(b"\xef\xbb\xbf" + story(1).encode())
    archive = ruled(tmp_path / "A", '[[source]]\npath = "*"\nencoding = "iso-8859-2"\n')
    ingest(archive, tmp_path / "drop")
    defects = [reason["code"] for line in lines(archive) for reason in line.get("defects", ())]

    assert "Żółw w porcie" in [record["headline"] for record in records(archive).values()]
    assert ["encoding"] == defects


def test_a_source_that_is_not_installed_is_an_error_before_anything_is_read(tmp_path: Path, drop: Path) -> None:
    archive = ruled(tmp_path / "A", '[[source]]\npath = "**"\nsource = "nobody"\n')
    done = run("ingest", drop, "-a", archive)

    assert 1 == done.returncode
    assert f"{archive}/newsarchive.toml: [[source]] entry 1 (line 3): there is no source 'nobody'; installed are" in done.stderr
    assert "`newsarchive plugins` lists them." in done.stderr
    assert [] == lines(archive)


def test_a_bad_entry_stops_the_run_before_it_begins(tmp_path: Path, drop: Path) -> None:
    archive = ruled(tmp_path / "A", '[[source]]\npath = "**"\ntime_zone = "Orsund"\n')
    done = run("ingest", drop, "-a", archive)

    assert 1 == done.returncode
    assert "newsarchive.toml: [[source]] entry 1 (line 3): there is no time zone 'Orsund'" in done.stderr
    assert [] == lines(archive)
