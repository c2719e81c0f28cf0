"""Homes that are put back to where they were, as often as a test disturbs them."""

import hashlib
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar

import attrs

from newsarchive.errors import ArchiveError
from newsarchive.holdings import open_holdings

from .scenarios import Scenario, command_line, newsarchive, state
from .tracing import Call, parse, strace

Item = TypeVar("Item")


@attrs.frozen
class Point:
    """The `number`th call of a name that touches the home, and what it touches there."""

    name: str
    number: int
    path: str


@attrs.define(slots=False)
class Home:
    """A prepared home at a path of its own, since the ledger names drop folders by their path."""

    path: Path
    scenario: Scenario
    inputs: dict[str, str] = attrs.Factory(dict)

    def __attrs_post_init__(self) -> None:
        self.path.mkdir(parents=True)
        self.scenario.prepare(self.path)
        for path in sorted((self.path / "drop").rglob("*")):
            if path.is_file() and not path.is_symlink():
                name = str(path.relative_to(self.path / "drop"))
                self.inputs[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        subprocess.run(["cp", "-a", self.path, self.kept], check=True)
        shutil.rmtree(self.kept / "drop")
        subprocess.run(["cp", "-al", self.path / "drop", self.kept / "drop"], check=True)

    @property
    def kept(self) -> Path:
        return self.path.with_name(self.path.name + "-kept")

    @property
    def archive(self) -> Path:
        return self.path / "archive"

    @property
    def command(self) -> list[str]:
        return command_line(self.path, self.scenario.command)

    def restore(self) -> None:
        """Everything as it was, inputs with their inodes."""
        for part in ("archive", "drop", "done"):
            shutil.rmtree(self.path / part, ignore_errors=True)
            if (self.kept / part).exists():
                how = "-al" if part == "drop" else "-a"
                subprocess.run(["cp", how, self.kept / part, self.path / part], check=True)

    def run(self) -> "subprocess.CompletedProcess[str]":
        """The command, undisturbed."""
        return newsarchive(self.path, *self.scenario.command)

    @cached_property
    def calls(self) -> list[Call]:
        """What the undisturbed command does to the home."""
        self.restore()
        done = strace(self.command, self.trace)
        assert done.returncode in (0, 3), done.stderr
        return parse(self.trace, self.path)

    @cached_property
    def points(self) -> list[Point]:
        """Where it can be disturbed: every call that changes something. strace counts those that do not as well."""
        counted: Counter[str] = Counter()
        found = []
        for call in self.calls:
            counted[call.name] += 1
            if call.changes:
                found.append(Point(call.name, counted[call.name], call.paths[0].removeprefix(str(self.path))))
        return found

    @cached_property
    def paths(self) -> list[str]:
        """All paths that it touches."""
        return sorted({path for call in self.calls for path in call.paths})

    @cached_property
    def undisturbed(self) -> dict[str, Any]:
        """The state after the command."""
        self.restore()
        done = self.run()
        assert done.returncode in (0, 3), done.stderr
        return state(self.path)

    def disturbed(self, inject: str, whole: bool = False) -> "subprocess.CompletedProcess[str]":
        """The command, where it stands, with a disturbance as strace has it (`write:error=EIO:when=3`).

        Of the calls that touch the home, each name is counted by itself.
        """
        return strace(self.command, self.trace, paths=self.paths, inject=inject, whole=whole)

    @property
    def trace(self) -> Path:
        return self.path.with_name(self.path.name + ".disturbed")


def halves(archive: Path) -> list[str]:
    """Records that a reader finds and that are not whole. An archive that cannot be read yet may say so."""
    found = []
    try:
        with open_holdings(archive) as holdings:
            for accession in holdings:
                try:
                    holdings.record(accession)
                except ArchiveError as error:
                    found.append(str(error))
    except ArchiveError:
        pass  # no archive yet, or no catalog
    return found


def spread(items: Sequence[Item], kind: Callable[[Item], str], count: int) -> list[Item]:
    """About `count` of the items, evenly over the whole and over the kinds, the same each time."""
    kinds: dict[str, list[Item]] = {}
    for item in items:
        kinds.setdefault(kind(item), []).append(item)
    chosen = []
    for group in kinds.values():
        share = max(1, round(count * len(group) / len(items)))
        chosen += [group[(2 * number + 1) * len(group) // (2 * share)] for number in range(share)]
    return chosen


def turn(number: int, items: list[Item], count: int) -> list[Item]:
    """So many of the items, evenly over the whole, others at the next number: what scenarios in a row take is all of them."""
    return [items[(number + each * len(items) // count) % len(items)] for each in range(count)]


def in_parallel(homes: Sequence[Home], items: Iterable[Item], work: Callable[[Home, Item], list[str]]) -> list[str]:
    """Work on every item in one of the homes, as many at a time as there are homes; all that was wrong."""
    free: SimpleQueue[Home] = SimpleQueue()
    for home in homes:
        free.put(home)

    def one(item: Item) -> list[str]:
        home = free.get()
        try:
            return work(home, item)
        finally:
            free.put(home)

    with ThreadPoolExecutor(len(homes)) as pool:
        return [each for found in pool.map(one, items) for each in found]


def homes_for(folder: Path, scenario: Scenario) -> list[Home]:
    """As many as there are cores for this process of the tests; all know what the first one's command does."""
    count = max(1, (os.cpu_count() or 1) // int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))
    first, *others = [Home(folder / f"{scenario.name}-{number}", scenario) for number in range(count)]
    for home in others:
        home.paths = [path.replace(str(first.path), str(home.path), 1) for path in first.paths]
    return [first, *others]
