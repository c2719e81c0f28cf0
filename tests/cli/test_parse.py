"""`newsarchive parse`: records on standard output, everything else on standard error, nothing written."""

import hashlib
import json
import os
import re
from pathlib import Path

import pytest

from newsarchive.canonical import decode_record
from newsarchive.identity import content_hash
from tests.cli.helpers import STORY, document, plugin, rows, run

#: A parser of everything that a document can hold.
MANY = """decoded = document.decoded()
    lines = decoded.text.splitlines()
    yield Draft(headline=lines[0], body=lines[1])
    yield Defect("odd", "an odd line", Span("codepoint", decoded.text.index("odd"), len(decoded.text)))
    yield NotArticle("an index")
    yield Notice({"guid": "tag:port.example,2024:1"}, "canceled", reason="withdrawn")
    yield Part("inner.bin", b"\\0\\1")"""


@pytest.fixture
def plugins(tmp_path: Path) -> Path:
    plugin(tmp_path / "plugins", "acme")
    plugin(tmp_path / "plugins", "many", parse=MANY)
    plugin(tmp_path / "plugins", "broken", parse="raise KeyError('x')\n    yield")
    return tmp_path / "plugins"


def test_prints_the_record_that_ingest_would_make(tmp_path: Path, plugins: Path) -> None:
    document(tmp_path / "drop", "acme")
    done = run("parse", "acme.own", "--plugins-dir", plugins, cwd=tmp_path / "drop")
    taken = run("ingest", tmp_path / "drop", "-a", tmp_path / "archive", "--plugins-dir", plugins)

    assert (done.returncode, done.stderr) == (0, "")
    assert taken.returncode == 0
    (record,) = (tmp_path / "archive/records/000").iterdir()
    assert done.stdout == record.read_text("utf-8")
    held = decode_record(done.stdout.encode())
    assert held.content_hash == content_hash(held)


def test_writes_nothing(tmp_path: Path, plugins: Path) -> None:
    path = document(tmp_path / "drop", "acme")
    path.chmod(0o444)
    before = [(each, each.stat().st_mtime_ns) for each in sorted(tmp_path.rglob("*"))]
    done = run("parse", path, "--plugins-dir", plugins, cwd=tmp_path, PYTHONDONTWRITEBYTECODE="1")
    after = [(each, each.stat().st_mtime_ns) for each in sorted(tmp_path.rglob("*")) if "__pycache__" not in each.parts]

    assert done.returncode == 0
    assert [path for path, _ in after] == [path for path, _ in before]


def test_the_name_is_the_path_as_it_was_given(tmp_path: Path, plugins: Path) -> None:
    document(tmp_path, "acme")
    done = run("parse", "./acme.own", f"../{tmp_path.name}/acme.own", "--plugins-dir", plugins, cwd=tmp_path)

    assert [row["provenance"]["name"] for row in rows(done)] == ["./acme.own", f"../{tmp_path.name}/acme.own"]


def test_a_name_that_is_not_utf8_is_printed_so_that_it_can_be_turned_back(tmp_path: Path, plugins: Path) -> None:
    folder = os.fsencode(document(tmp_path, "acme").parent)
    Path(os.fsdecode(folder + b"/acme.own")).rename(os.fsdecode(folder + b"/caf\xe9"))
    done = run("parse", folder + b"/caf\xe9", "--source", "acme", "--plugins-dir", plugins)

    assert done.returncode == 0, done.stderr
    assert [row["provenance"]["name"] for row in rows(done)] == [f"{tmp_path}/caf\\xe9"]


def test_a_large_file_is_read_by_the_worker(tmp_path: Path, plugins: Path) -> None:
    """Beyond 8 MiB it is not sent through a pipe; its name may be any bytes all the same."""
    path = os.fsencode(document(tmp_path, "acme", "Headline\n" + STORY * 100_000))
    Path(os.fsdecode(path)).rename(os.fsdecode(path + b"\xff"))
    done = run("parse", path + b"\xff", "--source", "acme", "--plugins-dir", plugins)
    (row,) = rows(done)

    assert done.returncode == 0
    assert row["provenance"]["original"] == hashlib.sha256(("Headline\n" + STORY * 100_000).encode()).hexdigest()


def test_articles_come_in_the_order_of_the_files(tmp_path: Path, plugins: Path) -> None:
    """Also with more than one worker."""
    names = [f"{number:03}.txt" for number in range(200)]
    for name in names:
        (tmp_path / name).write_text(f"Story {name}\n\nIt is told to its end here.\n")
    done = run("parse", *reversed(names), "--source", "acme", "--plugins-dir", plugins, cwd=tmp_path)

    assert done.returncode == 0
    assert [row["provenance"]["name"] for row in rows(done)] == names[::-1]


def test_all_else_is_said_on_standard_error_with_its_line(tmp_path: Path, plugins: Path) -> None:
    document(tmp_path, "many", "Headline\r\nStory\r\n\r\nodd\r\n")
    done = run("parse", "many.own", "--plugins-dir", plugins, cwd=tmp_path)

    assert [row["headline"] for row in rows(done)] == ["Headline"]
    assert done.returncode == 3  # the part
    said = done.stderr.splitlines()
    assert "many.own:4: odd: an odd line" in said
    assert "many.own: not-an-article: not an article: an index" in said
    assert "many.own: notice: canceled: guid tag:port.example,2024:1 (withdrawn)" in said
    assert "many.own!/inner.bin: unclaimed: " in done.stderr


def test_a_failing_parser_is_named_and_the_rest_goes_on(tmp_path: Path, plugins: Path) -> None:
    document(tmp_path, "broken")
    document(tmp_path, "acme")
    done = run("parse", "broken.own", "acme.own", "--plugins-dir", plugins, cwd=tmp_path)

    assert done.returncode == 3
    assert done.stderr == "broken.own: parse-failed: broken: parse raised KeyError: 'x'\n"
    assert [row["headline"] for row in rows(done)] == ["Headline of acme"]


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(tmp_path: Path, plugins: Path) -> None:
    document(tmp_path, "acme")
    (tmp_path / "empty").touch()
    (tmp_path / "link").symlink_to("nowhere")
    os.mkfifo(tmp_path / "fifo")
    done = run("parse", "missing", "empty", "link", "fifo", ".", "acme.own", "--plugins-dir", plugins, cwd=tmp_path)

    assert done.returncode == 3
    assert len(rows(done)) == 1
    assert sorted(done.stderr.splitlines()) == [
        ".: folder: a folder; name files, or take folders in with `newsarchive ingest`",
        "empty: empty: the file is empty (0 bytes)",
        "fifo: fifo: a FIFO (named pipe), not a file",
        "link: missing: a symbolic link that leads nowhere",
        "missing: missing: there is no such file",
    ]


def test_a_link_to_a_file_is_followed(tmp_path: Path, plugins: Path) -> None:
    """It was asked for by name, unlike one within a drop folder."""
    (tmp_path / "link").symlink_to(document(tmp_path, "acme"))
    done = run("parse", "link", "--source", "acme", "--plugins-dir", plugins, cwd=tmp_path)

    assert [row["provenance"]["name"] for row in rows(done)] == ["link"]


def test_nothing_executable_reaches_a_terminal(tmp_path: Path, plugins: Path) -> None:
    path = document(tmp_path, "broken").rename(tmp_path / "a\x1b[31m.own")
    done = run("parse", path, "--source", "broken", "--plugins-dir", plugins)

    assert "\x1b" not in done.stderr
    assert "\\x1b[31m" in done.stderr


def test_an_unknown_source_says_which_there_are(tmp_path: Path, plugins: Path) -> None:
    done = run("parse", document(tmp_path, "acme"), "--source", "nobody", "--plugins-dir", plugins)

    assert done.returncode == 1
    installed = re.search(r"there is no source 'nobody'; installed are (.*)", done.stderr)
    assert installed is not None
    assert {"acme", "plain-text"} <= set(installed[1].split(", "))


def test_pretty_is_the_same_for_people(tmp_path: Path, plugins: Path) -> None:
    path = document(tmp_path, "acme")
    lines = run("parse", path, "--plugins-dir", plugins)
    pretty = run("parse", path, "--pretty", "--plugins-dir", plugins)

    assert json.loads(pretty.stdout) == json.loads(lines.stdout)
    assert pretty.stdout.startswith("{\n  ")
