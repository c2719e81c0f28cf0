"""The disk is full, or fails, once or for ever, at any step: no success that was not one, no half state, a clear message."""

import os
import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import attrs
import pytest

from tests.archive.support import lines

from .homes import Home, Point, halves, homes_for, in_parallel, spread, turn
from .scenarios import SCENARIOS, Scenario, archived, command_line, differences, lost, problems, state
from .tracing import Call, needs_strace, parse, strace

#: What may fail for want of space, and what for a broken disk.
_FULL = ("openat", "write", "pwrite64", "mkdir", "rename", "ftruncate", "fsync", "fdatasync", "syncfs")
_BROKEN = (*_FULL, "unlink", "truncate", "rmdir")
_ERRORS = (("ENOSPC", _FULL), ("EIO", _BROKEN))
#: What a person reads: what failed and why in one line, then what helps.
_MESSAGE = re.compile(r"newsarchive: .*(cannot be|: (No space left on device|Input/output error)).*\n(  .*\n)?")
#: How many calls of each scenario `make test` disturbs.
SAMPLE = 4


@attrs.frozen
class Fault:
    """An error at one call, and with `ever` at all later ones of that name."""

    error: str
    ever: str
    point: Point


def failed_syncs_repeated(calls: Sequence[Call]) -> list[str]:
    """Files whose sync failed and was asked for again by the same process. SQLite does so with the catalog, a cache."""
    failed: set[str] = set()
    found = []
    for call in calls:
        path = call.paths[0]
        if call.name in ("fsync", "fdatasync", "syncfs") and "catalog.sqlite" not in path:
            if path in failed:
                found.append(f"{call.name} of {path} after it had failed")
            if call.result == -1:
                failed.add(path)
    return found


@needs_strace
def test_an_error_at_any_call_is_said_and_leaves_no_half_state(place: Path, some_scenario: Scenario, full: bool) -> None:
    """Once or for ever: exit 1 and a clear message, or a success that is one; then the same command completes."""
    homes = homes_for(place, some_scenario)
    points = homes[0].points
    everything = [
        Fault(error, ever, point) for error, names in _ERRORS for ever in ("", "+") for point in points if point.name in names
    ]
    # The sample has each kind of call once or more in three scenarios in a row, and errors and their duration in turn.
    sample = [
        Fault(_ERRORS[number % 2][0], "+" if number % 4 < 2 else "", point)
        for number, point in enumerate(
            turn(
                SCENARIOS.index(some_scenario) // 2,
                spread([each for each in points if each.name in _BROKEN], lambda each: each.name, SAMPLE),
                count=3,
            )
        )
    ]
    expected = homes[0].undisturbed

    def work(home: Home, fault: Fault) -> list[str]:
        home.restore()
        point = fault.point
        done = home.disturbed(f"{point.name}:error={fault.error}:when={point.number}{fault.ever}")
        found = failed_syncs_repeated(parse(home.trace, home.path))
        if done.returncode == 1:
            found += [] if _MESSAGE.fullmatch(done.stderr) else [f"it says {done.stderr}"]
        elif done.returncode in (0, 3):  # it was made up for
            found += differences(expected, state(home.path)) + problems(home.archive)
        else:
            found += [f"exit {done.returncode}: {done.stderr}"]
        found += [f"{name} is gone" for name in lost(home.path, home.inputs)] + halves(home.archive)
        again = home.run()
        found += [] if again.returncode in (0, 3) else [again.stderr]
        found += differences(expected, state(home.path)) + problems(home.archive)
        return [f"{fault}: {each}" for each in found]

    assert [] == in_parallel(homes, everything if full else sample, work)


@needs_strace
def test_a_batch_whose_sync_failed_is_not_believed(place: Path) -> None:
    """What can be read back after a failed fsync need not be on the disk: it is cut off, and not synced again."""
    home = Home(place / "home", SCENARIOS[0])
    syncs = [point for point in home.points if point.name == "fsync" and point.path.endswith("/ledger/000001.jsonl")]
    for point in syncs[:2]:  # of the first batch and of the second
        home.restore()
        done = home.disturbed(f"fsync:error=EIO:when={point.number}")
        batches = [line for line in lines(home.archive) if line["event"] == "batch"]

        assert 1 == done.returncode
        assert syncs.index(point) == len(batches)
        assert [] == failed_syncs_repeated(parse(home.trace, home.path))


@needs_strace
@pytest.mark.parametrize("first", [1, 12])
def test_a_full_disk_costs_neither_the_catalog_nor_its_message(place: Path, first: int) -> None:
    """Also where nothing but the catalog is written, as for a file with the same bytes and another time: as it is opened,
    and as that is noted.
    """
    home = Home(place / "home", next(each for each in SCENARIOS if each.name == "rebuild"))
    command = command_line(home.path, SCENARIOS[0].command)
    os.utime(home.path / "drop/plain-00.txt", ns=(1, 1))
    before = (home.archive / "catalog.sqlite").stat().st_ino
    paths = [str(home.archive / f"catalog.sqlite{suffix}") for suffix in ("", "-wal", "-shm")]

    full = strace(command, home.trace, paths=paths, inject=f"pwrite64:error=ENOSPC:when={first}+")
    again = strace(command, home.trace)

    assert 1 == full.returncode
    assert full.stderr.startswith(f"newsarchive: {home.archive}/catalog.sqlite cannot be used: d")
    assert _MESSAGE.fullmatch(full.stderr)
    assert 3 == again.returncode
    assert before == (home.archive / "catalog.sqlite").stat().st_ino


@needs_strace
def test_a_move_to_another_file_system_leaves_no_half_copy(place: Path) -> None:
    """Where a rename cannot do it, the copy is durable under its name before the input goes."""
    home = Home(place / "home", next(each for each in SCENARIOS if each.name == "move"))
    expected = home.undisturbed
    home.restore()
    inputs = [str(home.path / "drop" / name) for name in home.inputs]

    done = strace(home.command, home.trace, paths=inputs, inject="rename:error=EXDEV")
    found = differences(expected, state(home.path))

    assert (3, []) == (done.returncode, found), done.stderr
    assert [] == list((home.path / "done").rglob(".newsarchive.part"))


#: From too small for the empty catalog to nearly enough.
_SIZES = [size << 10 for size in (48, 96, 160, 224, 300, 380, 460, 540, 640, 760)]


@contextmanager
def mounted(folder: Path, size: int) -> Iterator[Callable[[int], None]]:
    """A file system of so many bytes, in memory; gives what changes its size."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "newsarchive-test", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("a file system cannot be mounted here")

    def resize(size: int) -> None:
        subprocess.run(["mount", "-o", f"remount,size={size}", str(folder)], check=True)

    try:
        yield resize
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_small_disk_is_full_for_real(place: Path) -> None:
    """On a file system of any of 10 sizes the run says that there is no space, with exit 1; once it has grown, it completes."""
    home = Home(place / "home", SCENARIOS[0])
    expected = home.undisturbed
    del expected["left"]
    stopped = 0
    for size in _SIZES:
        archive = place / "small" / "archive"
        command = [str(archive) if each == str(home.archive) else each for each in home.command]
        with mounted(place / "small", size) as resize:
            first = subprocess.run(command, capture_output=True, text=True, check=False)
            torn = halves(archive)
            resize(64 << 20)
            second = subprocess.run(command, capture_output=True, text=True, check=False)
            found = differences(expected, archived(archive)) + problems(archive)
        (place / "small").rmdir()
        stopped += first.returncode == 1

        assert first.returncode == 3 or _MESSAGE.fullmatch(first.stderr), (size, first.stderr)
        assert (3, [], []) == (second.returncode, torn, found), (size, second.stderr)
    assert 8 <= stopped
