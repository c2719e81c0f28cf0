"""`newsarchive quarantine`: what waits, what was wrong beside it, what was refused; each with its reason."""

import os
from pathlib import Path

import pytest

from tests.cli.helpers import document, plugin, rows, run

#: Fails in the fourth line.
FAILS = """text = document.decoded().text
    place = Span("codepoint", text.index("here"), text.index("here") + 4)
    yield Defect("doubtful", "this may be wrong", place)
    raise Unreadable("it is broken", code="broken", span=place)"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with one of everything."""
    folder = tmp_path_factory.mktemp("quarantine")
    plugin(folder / "plugins", "fails", parse=FAILS)
    plugin(folder / "plugins", "raises", parse="raise KeyError('x')\n    yield")
    plugin(
        folder / "plugins",
        "doubts",
        parse="yield Draft(headline='Sound')\n    yield Defect('odd', 'an odd line', Span('codepoint', 3, 4))",
    )
    drop = folder / "drop"
    document(drop, "fails", "One\nTwo\nThree\nbroken here\n")
    document(drop, "doubts", "A\nB\nC\n")
    for name in ("a", "b"):
        document(drop / name, "raises")
    (drop / "notes.bin").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    (drop / "link").symlink_to("nowhere")
    os.mkfifo(drop / "fifo\x1b[2J")
    done = run("ingest", drop, "-a", folder / "archive", "--plugins-dir", folder / "plugins")
    assert done.returncode == 3, done.stderr
    return folder / "archive"


def listed(archive: Path, *options: str) -> list[str]:
    done = run("quarantine", "-a", archive, *options)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_what_waits_is_grouped_by_what_went_wrong(archive: Path) -> None:
    drop = archive.parent / "drop"
    lines = listed(archive)
    start = lines.index("parse-failed (raises): 2")

    assert [line.partition("raises.own")[0] for line in lines[start + 1 : start + 5 : 2]] == [f"  {drop}/a/", f"  {drop}/b/"]
    assert lines[start + 2] == "    raises: parse raised KeyError: 'x'"
    assert "unclaimed: 1" in lines
    assert "    no installed source claims it; it looks like a PNG picture" in lines


def test_every_reason_is_said_with_its_line(archive: Path) -> None:
    lines = listed(archive)
    start = lines.index("broken (fails): 1")

    assert lines[start + 2] == "    line 4: it is broken"
    assert lines[start + 3] == "    and doubtful: line 4: this may be wrong"


def test_json_is_one_object_a_line(archive: Path) -> None:
    told = {
        Path(row["path"]).relative_to(archive.parent / "drop").as_posix(): row
        for row in rows(run("quarantine", "-a", archive, "--json"))
    }

    assert sorted(told) == ["a/raises.own", "b/raises.own", "fails.own", "notes.bin"]
    first, second = told["fails.own"]["reasons"]
    assert (first["code"], first["source"], first["line"]) == ("broken", "fails", 4)
    assert first["span"] == [{"unit": "codepoint", "start": 21, "end": 25}]
    assert second["code"] == "doubtful"
    assert told["a/raises.own"]["original"] == told["b/raises.own"]["original"]


def test_defects_are_listed_apart(archive: Path) -> None:
    lines = listed(archive, "--defects")

    assert lines[0] == "odd (doubts): 1"
    assert lines[1].startswith(f"  {archive.parent}/drop/doubts.own  ")
    assert lines[2] == "    line 2: an odd line"
    assert len(lines) == 3


def test_what_was_refused_is_listed_apart(archive: Path) -> None:
    lines = listed(archive, "--refused")

    assert lines == [
        "fifo: 1",
        f"  {archive.parent}/drop/fifo\\x1b[2J",
        "    a FIFO (named pipe), not a file",
        "link: 1",
        f"  {archive.parent}/drop/link",
        "    a symbolic link; links are not followed",
    ]


def test_it_is_one_list_at_a_time(archive: Path) -> None:
    assert run("quarantine", "-a", archive, "--defects", "--refused").returncode == 2


def test_what_is_no_longer_refused_is_not_listed(tmp_path: Path) -> None:
    (tmp_path / "drop").mkdir()
    plugin(tmp_path / "plugins", "acme")
    os.mkfifo(tmp_path / "drop/acme.own")
    assert run("ingest", tmp_path / "drop", "-a", tmp_path / "archive").returncode == 3
    (tmp_path / "drop/acme.own").unlink()
    document(tmp_path / "drop", "acme")
    done = run("ingest", tmp_path / "drop", "-a", tmp_path / "archive", "--plugins-dir", tmp_path / "plugins")
    assert done.returncode == 0

    assert listed(tmp_path / "archive", "--refused") == ["nothing was refused"]
    assert listed(tmp_path / "archive") == ["nothing is in quarantine"]
    assert listed(tmp_path / "archive", "--defects") == ["no defects"]


def test_where_there_is_no_archive_it_says_so(tmp_path: Path) -> None:
    done = run("quarantine", "-a", tmp_path / "none")

    assert done.returncode == 1
    assert "there is no archive at" in done.stderr
    assert not (tmp_path / "none").exists()


def test_what_was_mended_can_be_let_go(tmp_path: Path) -> None:
    """The old bytes of a file that was mended wait until they are dismissed; they stay in the archive."""
    drop, archive = tmp_path / "drop", tmp_path / "archive"
    drop.mkdir()
    (drop / "a.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\r")
    assert run("ingest", drop, "-a", archive).returncode == 3
    (drop / "a.txt").write_text("Harbour closed\n\nA crane fell into the basin on Monday, the port said.\n")
    assert run("ingest", drop, "-a", archive).returncode == 0
    (path,) = (archive / "quarantine").iterdir()

    wrong = run("quarantine", "--dismiss", "000000", "-a", archive)
    done = run("quarantine", "--dismiss", path.stem[:12], "--because", "it was mended", "-a", archive)

    assert (1, 0) == (wrong.returncode, done.returncode)
    assert "nothing in quarantine begins so" in wrong.stderr
    assert ["nothing is in quarantine"] == listed(archive)
    assert not list((archive / "quarantine").iterdir())
    assert run("retry", "-a", archive).returncode == 0
    assert run("ingest", drop, "-a", archive).stdout.startswith("seen 1 = 1 unchanged")
    assert run("verify", "-a", archive).returncode == 0
    assert any("dismissed by hand: it was mended" in run.read_text() for run in (archive / "ledger").iterdir())
