"""What lies in drop folders beside news: every entry is named with a reason that a person understands."""

import os
import socket
import subprocess
from pathlib import Path

import pytest

from .support import ingest, lines, run, story


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A folder with everything that is no news text, and one that is."""
    drop = tmp_path / "drop"
    (drop / "locked").mkdir(parents=True)
    (drop / "empty.txt").write_bytes(b"")
    (drop / "white.txt").write_text("  \n\n\t \n")
    (drop / "dangling").symlink_to("nowhere")
    (drop / "link.txt").symlink_to("/etc/passwd")
    os.mkfifo(drop / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(drop / "socket"))
    with (drop / "zeros.bin").open("wb") as file:
        file.truncate(300 << 20)
    (drop / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    Path(os.fsdecode(os.fsencode(drop) + b"/caf\xe9.txt")).write_text(story(1))
    (drop / "locked" / "inside.txt").write_text(story(2))
    (drop / "locked").chmod(0)
    return drop


def test_every_entry_ends_with_a_reason_that_a_person_understands(odd: Path, tmp_path: Path) -> None:
    """Seconds, exit 3, and in the ledger what each one was."""
    # An ordinary user has no right to override rights; root gives that up here.
    ordinary = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []

    done = run("ingest", odd, "-a", tmp_path / "A", wrapper=ordinary)

    assert 3 == done.returncode, done.stderr
    said = {}
    for line in lines(tmp_path / "A"):
        if line["event"] == "refused":
            said[line["name"]] = line["reason"]
        elif line["event"] == "document":
            reasons = [reason["reason"] for found in line["found"] for reason in found.get("reasons", [])]
            said[line["name"]] = reasons[0] if reasons else line["found"][0]["outcome"]
    expected = {
        "caf\\xe9.txt": "new",
        "dangling": "symbolic link",
        "empty.txt": "0 bytes",
        "link.txt": "symbolic link",
        "locked": "Permission denied",
        "picture.png": "PNG",
        "pipe": "FIFO",
        "socket": "socket",
        "white.txt": "white space",
        "zeros.bin": "NUL",
    }
    assert expected.keys() == said.keys()
    assert {} == {name: said[name] for name, words in expected.items() if words not in said[name]}


def test_refusals_are_counted_again_but_written_once(odd: Path, tmp_path: Path) -> None:
    """A FIFO that is still there is refused again, and leaves no second trace."""
    first = ingest(tmp_path / "A", odd)
    ledger = lines(tmp_path / "A")

    second = run("ingest", odd, "-a", tmp_path / "A")

    assert 3 == second.returncode
    assert f"{first['refused']} refused" in second.stdout
    assert ledger == lines(tmp_path / "A")


def test_names_are_told_apart_as_bytes(tmp_path: Path) -> None:
    """Names that differ in case, in normalization or in escapes only are different inputs."""
    drop = tmp_path / "drop"
    drop.mkdir()
    names = [b"a.txt", b"A.txt", "é.txt".encode(), "e\u0301.txt".encode(), b"\\xe9.txt", b"\xe9.txt", b"x" * 251 + b".txt"]
    for number, name in enumerate(names):
        Path(os.fsdecode(os.fsencode(drop) + b"/" + name)).write_text(story(number))

    report = ingest(tmp_path / "A", drop)

    named = {line["name"] for line in lines(tmp_path / "A") if line["event"] == "document"}
    assert len(names) == report["new"] == len(named)
    assert {"\\\\xe9.txt", "\\xe9.txt"} <= named
    assert len(names) == ingest(tmp_path / "A", drop)["unchanged"]


def test_folders_deeper_than_python_calls_are_walked(tmp_path: Path) -> None:
    """A nesting of 1,200 folders is no recursion."""
    top = tmp_path / "drop"
    top.mkdir()
    descriptor = os.open(top, os.O_RDONLY)
    for _ in range(1200):
        os.mkdir("d", dir_fd=descriptor)
        below = os.open("d", os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = below
    with os.fdopen(os.open("deep.txt", os.O_WRONLY | os.O_CREAT, dir_fd=descriptor), "w") as file:
        file.write(story(1))
    os.close(descriptor)

    report = ingest(tmp_path / "A", top)
    subprocess.run(["rm", "-rf", top], check=True)  # deeper than pytest's own clean-up calls

    assert 1 == report["new"]


def test_a_large_file_is_read_twice_and_kept_whole(tmp_path: Path) -> None:
    """A text of more than 8 MiB goes through the file and not through memory, and comes out the same."""
    drop = tmp_path / "drop"
    drop.mkdir()
    text = "Long story\n\n" + "\n\n".join(
        f"Paragraph {number} of a very long story about harbours." for number in range(160_000)
    )
    (drop / "long.txt").write_text(text)

    report = ingest(tmp_path / "A", drop)

    assert 1 == report["new"]
    assert text.encode() in (tmp_path / "A" / "originals" / "000.tar").read_bytes()
