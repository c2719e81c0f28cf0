"""The rows of the table: what is timed against what, and which ratio is to be reached."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
from benchmarks.room import HERE, Room, ingest
from benchmarks.timing import Command, Job

# What `verify` reads: all of an archive but its caches and its lock.
SHA256SUM = 'find "$1" -type f ! -name "*.sqlite*" ! -name .lock -print0 | xargs -0 sha256sum'


@attrs.frozen
class Figure:
    """One row. `speed`: the ratio is one of articles a second, more is better; else one of time, less is better.

    `warmed` answers with the folder that is read before each pair. Without `goal` the row is a report.
    """

    key: str
    ours: Job
    theirs: Job
    speed: bool
    warmed: Callable[[], Path]
    goal: float | None = None

    @property
    def title(self) -> str:
        return f"{self.ours.label} ÷ {self.theirs.label}, {'articles a second' if self.speed else 'time'}"

    def reached(self, ratio: float) -> bool | None:
        if self.goal is None:
            return None
        return ratio >= self.goal if self.speed else ratio <= self.goal


# The rows in their order, and what has to be there for each.
NEEDS = {
    "loose": "",
    "packed": "ingest --packed",
    "datatrove": "datatrove",
    "polars": "polars",
    "polars-read": "polars",
    "least": "",
    "again": "",
    "verify-loose": "",
    "verify-packed": "ingest --packed",
}
RIVALS = {"datatrove", "polars"}  # in an environment of their own


def figures(room: Room, packed: bool) -> Iterator[Figure]:
    """Every row that can be measured here, in the order of NEEDS.

    Where `ingest --packed` is not there, the loose one stands in for it against the others, as the labels say.
    """
    copy = Job("cp -r + sync -f", lambda target: [["cp", "-r", room.drop, target], ["sync", "-f", target]])
    loose = Job("loose ingest", lambda target: [ingest(room.settings, room.drop, target, packed=False)])
    bulk = Job("packed ingest", lambda target: [ingest(room.settings, room.drop, target, packed=True)]) if packed else loose

    def over_drop(key: str, ours: Job, theirs: Job, goal: float | None) -> Figure:
        return Figure(key, ours, theirs, True, lambda: room.drop, goal)

    yield over_drop("loose", loose, copy, 1.0)
    if packed:
        yield over_drop("packed", bulk, copy, 3.0)
    rivals = room.settings.rivals
    if rivals:
        yield over_drop("datatrove", bulk, _script("datatrove", room, rivals, "with_datatrove.py"), 8.0)
        yield over_drop("polars", bulk, _script("polars", room, rivals, "with_polars.py", "scan"), None)
        yield over_drop(
            "polars-read", bulk, _script("polars, files read by Python", room, rivals, "with_polars.py", "read"), None
        )
    least = _script("the least that Python needs", room, Path(sys.executable), "with_python.py")
    yield over_drop("least", least, copy, None)
    yield _again(room)
    yield _verify("verify-loose", "verify, loose", room, lambda: room.loose)
    if packed:
        yield _verify("verify-packed", "verify, packed", room, lambda: room.packed)


def _script(label: str, room: Room, python: Path, name: str, *arguments: str) -> Job:
    return Job(label, lambda target: [[python, HERE / name, *arguments, room.drop, target]])


def _again(room: Room) -> Figure:
    """A run over a folder that is archived already, and the cheapest program that looks at every file."""

    def find(_: Path) -> list[Command]:
        return [["find", room.drop, "-printf", r"%s %T@ %p\n"]]

    def again(_: Path) -> list[Command]:
        return [ingest(room.settings, room.drop, room.loose, packed=False)]

    return Figure("again", Job("second run", again), Job("find -printf", find), False, lambda: room.drop, 3.0)


def _verify(key: str, label: str, room: Room, archive: Callable[[], Path]) -> Figure:
    def verify(_: Path) -> list[Command]:
        return [[room.settings.newsarchive, "verify", "--archive", archive()]]

    def sha256sum(_: Path) -> list[Command]:
        return [["sh", "-c", SHA256SUM, "sh", archive()]]

    return Figure(key, Job(label, verify), Job("sha256sum", sha256sum), False, archive, 2.0)
