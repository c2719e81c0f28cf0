"""Whole processes, timed in pairs."""

import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import attrs

Command = Sequence[str | Path]


class FailedError(Exception):
    """A command that was to be timed has failed: there is nothing to compare."""


@attrs.frozen
class Job:
    """What is timed: processes one after the other, from the start of the first to the exit of the last.

    `commands` is asked before the clock starts. It is given a path that does not exist, to write to; what is there
    afterwards is removed.
    """

    label: str
    commands: Callable[[Path], list[Command]]


@attrs.frozen
class Pairs:
    """Seconds that two jobs took, pair by pair."""

    ours: list[float]
    theirs: list[float]

    def ratios(self, speed: bool) -> list[float]:
        """Of each pair, ours ÷ theirs: in work a second, or in time."""
        return [theirs / ours if speed else ours / theirs for ours, theirs in zip(self.ours, self.theirs, strict=True)]

    def medians(self) -> tuple[float, float]:
        return statistics.median(self.ours), statistics.median(self.theirs)


def timed(commands: list[Command]) -> float:
    """Seconds that the commands take together. Raises FailedError."""
    with tempfile.TemporaryFile() as complaints:
        start = time.perf_counter()
        for command in commands:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=complaints, check=False)
            if done.returncode:
                complaints.seek(0)
                said = complaints.read().decode(errors="replace")[-2000:]
                raise FailedError(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{said}")
        return time.perf_counter() - start


def pairs(ours: Job, theirs: Job, count: int, room: Path, warmed: Path) -> Iterator[tuple[float, float]]:
    """Time both jobs `count` times, one directly after the other, each first in turn: (ours, theirs) of each pair.

    All files below `warmed` are read before each pair, so that neither job waits for a disk to read them.
    """
    for number in range(count):
        warm(warmed)
        seconds = {}
        for job in (ours, theirs) if number % 2 == 0 else (theirs, ours):
            seconds[job.label] = _alone(job, room)
        yield seconds[ours.label], seconds[theirs.label]


def _alone(job: Job, room: Path) -> float:
    target = room / "target"
    commands = job.commands(target)
    settle(room)
    try:
        return timed(commands)
    finally:
        if target.is_dir():
            shutil.rmtree(target)
        else:
            target.unlink(missing_ok=True)


def settle(room: Path) -> None:
    """Have earlier writes and deletions done with before the clock starts."""
    subprocess.run(["sync", "-f", room], check=True)


def warm(folder: Path) -> None:
    """Read every file once, into the page cache."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb", buffering=0) as file:
                while file.read(1 << 20):
                    pass
