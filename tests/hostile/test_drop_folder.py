"""Drop folders that change under the reader's hands, and entries that are more than one thing."""

import json
import os
import subprocess
import threading
from pathlib import Path

from ..archive.support import PROGRAM, drop_of, ingest, lines, run, story


def test_hard_links_are_files_like_others(tmp_path: Path) -> None:
    """Two names of the same bytes are two sightings of one record, and the bytes are kept once."""
    drop = drop_of(tmp_path / "drop", 1)
    (drop / "other.txt").hardlink_to(drop / "story-000.txt")

    report = ingest(tmp_path / "A", drop)

    assert (1, 1) == (report["new"], report["duplicate"])
    assert 0 == run("verify", "-a", tmp_path / "A").returncode


def test_links_to_folders_are_not_walked(tmp_path: Path) -> None:
    """Neither out of the drop folder nor in a circle."""
    drop = drop_of(tmp_path / "drop", 1)
    drop_of(tmp_path / "secret", 2)
    (drop / "out").symlink_to(tmp_path / "secret")
    (drop / "circle").symlink_to(drop)

    report = ingest(tmp_path / "A", drop)

    assert (1, 2) == (report["new"], report["refused"])


def test_devices_are_not_opened(tmp_path: Path) -> None:
    """/dev as a drop folder's entry: named, refused, and nothing blocks."""
    report = ingest(tmp_path / "A", Path("/dev/zero"), Path("/dev/null"))

    assert (0, 2) == (report["read"], report["refused"])
    assert {"device"} == {line["code"] for line in lines(tmp_path / "A") if line["event"] == "refused"}


def test_files_that_are_written_meanwhile_are_whole_or_deferred(tmp_path: Path) -> None:
    """Whatever is taken in are the bytes that the ledger's digest names; the rest waits for the next run."""
    drop = drop_of(tmp_path / "drop", 300)
    ended = threading.Event()

    def scribble() -> None:
        number = 0
        while not ended.is_set():
            number += 1
            path = drop / f"story-{number % 300:03}.txt"
            match number % 3:
                case 0:
                    path.write_text(story(number % 300) * 2)
                case 1:
                    with path.open("a") as file:
                        file.write(f"One line more, number {number}.\n")
                case _:
                    (drop / "new").write_text(story(1000 + number))
                    (drop / "new").rename(path)

    writer = threading.Thread(target=scribble)
    writer.start()
    try:
        first = run("ingest", drop, "-a", tmp_path / "A", "--json")
    finally:
        ended.set()
        writer.join()
    second = ingest(tmp_path / "A", drop)

    assert first.returncode in (0, 3), first.stderr
    report = json.loads(first.stdout)
    assert report["seen"] == report["read"] + report["deferred"] + report["unchanged"] + report["refused"]
    assert 0 == second["deferred"] == second["quarantined"]
    assert 0 == run("verify", "-a", tmp_path / "A").returncode


def test_a_folder_that_disappears_half_way_costs_what_was_in_it(tmp_path: Path) -> None:
    """The run ends in order, what was read is archived, and the archive is sound."""
    drop = drop_of(tmp_path / "drop", 5)
    drop_of(drop / "z", 3000)
    process = subprocess.Popen(
        [PROGRAM, "ingest", drop, "-a", tmp_path / "A", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    for path in sorted((drop / "z").iterdir(), reverse=True):
        path.unlink()
    (drop / "z").rmdir()
    output, errors = process.communicate(timeout=120)

    assert process.returncode in (0, 3), errors
    assert "Traceback" not in errors
    report = json.loads(output)
    assert report["seen"] == report["read"] + report["deferred"] + report["unchanged"] + report["refused"]
    assert report["new"] >= 5
    assert 0 == run("verify", "-a", tmp_path / "A").returncode


def test_the_longest_names_are_taken_as_they_are(tmp_path: Path) -> None:
    """255 bytes of any kind but a slash and a NUL; and no name leads out of the archive."""
    drop = tmp_path / "drop"
    drop.mkdir()
    names = [b"n" * 255, b"\xff" * 255, "\u202e".encode() * 85, b"\n" * 100, b"..." + b" " * 200, b"%00%2e%2e", b"-a"]
    for number, name in enumerate(names):
        with open(os.fsencode(drop) + b"/" + name, "w") as file:  # noqa: PTH123  # a name as bytes
            file.write(story(number))

    report = ingest(tmp_path / "A", drop)

    assert (len(names), 0) == (report["new"], report["quarantined"])
    assert 0 == run("verify", "-a", tmp_path / "A").returncode
