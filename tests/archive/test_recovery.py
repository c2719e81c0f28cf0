"""What is left after a crash: the next run takes back what was never acknowledged, and goes on."""

import os
import random
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

from newsarchive.errors import ArchiveError, DamageError
from newsarchive.store.archive import open_archive

from .support import PROGRAM, contents, drop_of, ingest, run, story


def test_kills_at_random_moments_leave_the_archive_of_an_undisturbed_run(tmp_path: Path) -> None:
    """SIGKILL at any moment, again and again, then one whole run: records, manifests and originals are the same."""
    drop = drop_of(tmp_path / "drop", 1500)
    archive = tmp_path / "A"
    chance = random.Random(7)

    for _ in range(6):
        process = subprocess.Popen([PROGRAM, "ingest", drop, "-a", archive], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(chance.uniform(0.15, 0.9))
        process.send_signal(signal.SIGKILL)
        process.communicate()
    last = run("ingest", drop, "-a", archive)
    ingest(tmp_path / "B", drop)

    assert 0 == last.returncode, last.stderr
    assert contents(tmp_path / "B") == contents(archive)
    assert 0 == run("verify", "-a", archive).returncode


def test_what_the_ledger_does_not_say_is_discarded(tmp_path: Path) -> None:
    """Half records, records without a ledger line, a longer tar, a longer manifest and a torn line are taken back."""
    drop, archive = drop_of(tmp_path / "drop", 3), tmp_path / "A"
    ingest(archive, drop)
    before = contents(archive)
    ledger = (archive / "ledger" / "000001.jsonl").read_bytes()
    (archive / "records/000/003_0123456789abcdef.json").write_text("{}")
    (archive / "records/000/004_0123456789abcdef.json.tmp").write_text("{")
    (archive / "records/001").mkdir()
    (archive / "records/001/000_0123456789abcdef.json").write_text("{}")
    (archive / "manifests/001.sha256").write_text("x")
    (archive / "originals/001.tar").write_bytes(b"x" * 512)
    for name in ("originals/000.tar", "manifests/000.sha256", "ledger/000001.jsonl"):
        with (archive / name).open("ab") as file:
            file.write(b'{"torn')
    (archive / "ledger/000002.jsonl").write_bytes(b'{"at":"2026')

    report = ingest(archive, drop)

    assert 3 == report["unchanged"]
    assert before == contents(archive)
    assert ledger == (archive / "ledger" / "000001.jsonl").read_bytes()
    assert 0 == run("verify", "-a", archive).returncode


@pytest.mark.parametrize("name", ["originals/000.tar", "manifests/000.sha256"])
def test_less_than_the_ledger_acknowledged_is_damage(tmp_path: Path, name: str) -> None:
    """A shortened file is never repaired silently."""
    ingest(tmp_path / "A", drop_of(tmp_path / "drop", 3))
    os.truncate(tmp_path / "A" / name, 100)

    with pytest.raises(DamageError, match="damaged"), open_archive(tmp_path / "A"):
        pass


def test_a_last_line_whose_line_end_was_changed_is_damage_and_not_torn(tmp_path: Path) -> None:
    """An acknowledged batch is not taken back because one bit of its line end flipped."""
    ingest(tmp_path / "A", drop_of(tmp_path / "drop", 3))
    path = tmp_path / "A" / "ledger" / "000001.jsonl"
    path.write_bytes(path.read_bytes()[:-1] + b"\x0b")

    with pytest.raises(DamageError, match="line end"), open_archive(tmp_path / "A"):
        pass


@pytest.mark.parametrize(("size", "named"), [(9_000, "catalog.sqlite"), (150_000, "the archive")])
def test_a_full_disk_stops_the_run_with_no_half_state(tmp_path: Path, size: int, named: str) -> None:
    """Where files may not grow beyond a size, the run says why with exit 1; with space again it is finished."""
    drop, archive = drop_of(tmp_path / "drop", 200), tmp_path / "A"
    limited = run("ingest", drop, "-a", archive, wrapper=["prlimit", f"--fsize={size}", "--"])

    finished = run("ingest", drop, "-a", archive)
    ingest(tmp_path / "B", drop)

    assert 1 == limited.returncode
    assert re.search(f"{named} cannot be (written|used): ", limited.stderr)
    assert "Traceback" not in limited.stderr
    assert 0 == finished.returncode, finished.stderr
    assert contents(tmp_path / "B") == contents(archive)
    assert 0 == run("verify", "-a", archive).returncode


def test_an_unwritable_archive_is_a_clear_error(tmp_path: Path) -> None:
    """What cannot be written is named, with what helps."""
    archive = tmp_path / "A"
    ingest(archive, drop_of(tmp_path / "drop", 1))
    (tmp_path / "drop" / "more.txt").write_text(story(9))
    (archive / "records" / "000").rename(tmp_path / "aside")
    (archive / "records" / "000").write_text("a file in the way")

    done = run("ingest", tmp_path / "drop", "-a", archive)

    assert 1 == done.returncode
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_archive_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    """No traceback where a folder of the system says no."""
    done = run("ingest", drop_of(tmp_path / "drop", 1), "-a", "/proc/archive")

    assert 1 == done.returncode
    assert done.stderr.startswith("newsarchive: /proc/archive: ")
    assert "Traceback" not in done.stderr


def test_a_writer_that_failed_writes_no_more(tmp_path: Path) -> None:
    """After an append that failed the ledger is not touched again by this process."""
    from newsarchive.entries import EndLine
    from newsarchive.ledger import GENESIS, Ledger, Writer

    writer = Writer(Ledger(tmp_path / "nowhere"), "000001", GENESIS)

    with pytest.raises(FileNotFoundError):
        writer.append([EndLine(at="2026-01-01T00:00:00Z")])
    (tmp_path / "nowhere").mkdir()
    writer._failed = True
    with pytest.raises(ArchiveError, match="not written again"):
        writer.append([EndLine(at="2026-01-01T00:00:00Z")])


def _interrupted(tmp_path: Path) -> tuple[Path, Path]:
    """An archive whose last run ended with a batch line, right after it was written; the catalog has not heard of it."""
    archive = tmp_path / "A"
    ingest(archive, drop_of(tmp_path / "drop", 40))
    path = archive / "ledger/000001.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    assert b'"event":"end"' in lines.pop()
    path.write_bytes(b"".join(lines))
    (archive / "catalog.sqlite").unlink()
    return archive, path


def test_a_batch_with_a_block_that_never_arrived_is_taken_back(tmp_path: Path) -> None:
    """Zeros up to a block's end within the last batch: it was being written as the power went, its batch line included."""
    archive, path = _interrupted(tmp_path)
    expected = contents(archive)
    data = path.read_bytes()
    path.write_bytes(data[:4096] + bytes(4096) + data[8192:])

    report = ingest(archive, tmp_path / "drop")

    assert 40 == report["new"]
    assert expected == contents(archive)
    assert 0 == run("verify", "-a", archive).returncode


def test_a_changed_byte_in_the_last_batch_is_damage_and_not_torn(tmp_path: Path) -> None:
    """Not even a NUL is taken for a block that never arrived, unless a block ends with it."""
    archive, path = _interrupted(tmp_path)
    data = bytearray(path.read_bytes())
    place = data.index(b"plain", 5000)
    data[place + (1 if (place + 1) % 512 == 0 else 0)] = 0
    path.write_bytes(data)
    before = contents(archive)

    with pytest.raises(DamageError, match="its digest is not"), open_archive(archive):
        pass

    assert before == contents(archive)


def test_a_hole_in_what_was_acknowledged_is_damage(tmp_path: Path) -> None:
    """The line of the run's end shows that the batch before it was synced."""
    archive = tmp_path / "A"
    ingest(archive, drop_of(tmp_path / "drop", 40))
    path = archive / "ledger/000001.jsonl"
    data = path.read_bytes()
    path.write_bytes(data[:4096] + bytes(4096) + data[8192:])
    (archive / "catalog.sqlite").unlink()
    before = contents(archive)

    done = run("ingest", tmp_path / "drop", "-a", archive)

    assert 1 == done.returncode
    assert "damaged" in done.stderr
    assert before == contents(archive)


def test_a_lost_ledger_file_does_not_cost_what_only_it_named(tmp_path: Path) -> None:
    """The catalog has read more of the ledger than there is: nothing is taken away, and the error says so."""
    drop, archive = drop_of(tmp_path / "drop", 3), tmp_path / "A"
    ingest(archive, drop)
    ingest(archive, drop_of(tmp_path / "drop", 6))
    before = contents(archive)
    (archive / "ledger/000002.jsonl").unlink()

    done = run("ingest", drop, "-a", archive)

    assert 1 == done.returncode
    assert re.search(r"ledger: damaged: it ends before byte [\d,]+ of run 000002", done.stderr)
    assert before == contents(archive)
