"""Reading the ledger, forwards and from its end, and cutting off what was never acknowledged."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import orjson

from ..entries import RemovalLine
from ..errors import DamageError
from .removals import Redactions, removals
from .seal import GENESIS, Place, Tail, unseal

_RUN = re.compile(r"[0-9]{6,}\.jsonl")
_ACKNOWLEDGED = (b'"event":"batch"', b'"event":"end"', b'"event":"removal"')
_STEP = 1 << 20


@attrs.define
class Ledger:
    """The ledger of an archive, below `folder`."""

    folder: Path
    _redactions: Redactions = attrs.field(init=False, default=attrs.Factory(lambda self: Redactions(self.removals), True))

    def runs(self) -> list[str]:
        """The names of all runs, first to last."""
        names = [path.name for path in self.folder.glob("*.jsonl") if _RUN.fullmatch(path.name)]
        return sorted((name.removesuffix(".jsonl") for name in names), key=int)

    def path(self, run: str) -> Path:
        return self.folder / f"{run}.jsonl"

    def tail(self) -> Tail:
        """Where the acknowledged ledger ends. Raises DamageError if its last lines are not what was written."""
        for run in reversed(self.runs()):
            for end, line, digest in self._backwards(run, None):
                if _closes(line):
                    return Tail(run, end, digest)
        return Tail(None, 0, GENESIS)

    def backwards(self, tail: Tail) -> Iterator[bytes]:
        """The acknowledged lines, last first. Raises DamageError."""
        for run in reversed(self.runs()):
            if tail.run is not None and int(run) <= int(tail.run):
                for _, line, _ in self._backwards(run, tail.length if run == tail.run else None):
                    yield line

    def ends_at(self, tail: Tail) -> bool:
        """Whether a line with this digest ends at this place."""
        if tail.run is None:
            return True
        end = tail.digest.encode() + b'"}\n'
        try:
            with self.path(tail.run).open("rb") as file:
                file.seek(tail.length - len(end))
                return file.read(len(end)) == end
        except FileNotFoundError:
            return False

    def cut(self, tail: Tail) -> None:
        """Discard what was never acknowledged."""
        for run in self.runs():
            if tail.run is None or int(run) > int(tail.run):
                self.path(run).unlink()
        if tail.run is not None and self.path(tail.run).stat().st_size > tail.length:
            os.truncate(self.path(tail.run), tail.length)

    def read(self, after: Tail | None = None) -> Iterator[tuple[Place, bytes, str]]:
        """Every acknowledged line from `after` on, with its place and digest. Raises DamageError.

        A line that does not match is damage wherever it stands; an unacknowledged end is left out.
        """
        start, prev = (after.run, after.digest) if after else (None, GENESIS)
        pending: list[tuple[Place, bytes, str]] = []
        runs = self.runs()
        for run in runs:
            if start is not None and int(run) < int(start):
                continue
            with self.path(run).open("rb") as file:
                offset = after.length if after and run == start else 0
                file.seek(offset)
                counted = offset == 0
                for number, line in enumerate(file, 1):
                    if not line.endswith(b"\n"):
                        self._check_torn(run, line)
                        if run != runs[-1]:  # each run begins by cutting off what the one before left
                            raise DamageError(str(self.path(run)), "its last line has no end, and a later run follows")
                        break  # torn: the write that never finished
                    try:
                        digest = self._unseal(Place(run, offset), line[:-1], prev)
                    except ValueError as error:
                        raise DamageError(str(self.path(run)), str(error), number if counted else None) from None
                    pending.append((Place(run, offset), line[:-1], digest))
                    offset += len(line)
                    prev = digest
                    if _closes(line):
                        yield from pending
                        pending.clear()

    def line(self, place: Place) -> dict[str, Any]:
        """One line by its place. Raises DamageError."""
        with self.path(place.run).open("rb") as file:
            file.seek(place.offset)
            line = file.readline().rstrip(b"\n")
        try:
            self._unseal(place, line, None)
        except ValueError as error:
            raise DamageError(str(self.path(place.run)), f"at byte {place.offset}: {error}") from None
        fields: dict[str, Any] = orjson.loads(line)
        return fields

    def removals(self) -> list[RemovalLine]:
        """Every removal that was decided, first to last. Reads the first line of each run, and those of `remove` whole."""
        return list(removals(self.path(run) for run in self.runs()))

    def _unseal(self, place: Place, line: bytes, prev: str | None) -> str:
        """The digest of a line, or, where a removal blanked a part of it, the one that it had. Raises ValueError."""
        try:
            return unseal(line, prev)
        except ValueError:
            if not self._redactions.vouch(place, line):
                raise
            return unseal(line, prev, redacted=True)

    def _backwards(self, run: str, end: int | None) -> Iterator[tuple[int, bytes, str]]:
        """A run's terminated lines before byte `end`, last first: where each ends, its bytes, its digest."""
        with self.path(run).open("rb") as file:
            start = file.seek(0, os.SEEK_END) if end is None else end
            rest = b""  # the end of a line whose beginning has not been read yet
            while start > 0:
                step = min(_STEP, start)
                start -= step
                file.seek(start)
                data = file.read(step) + rest
                if end is None:
                    end = start + data.rfind(b"\n") + 1
                    self._check_torn(run, data[end - start :])
                newline = data.find(b"\n")
                if start and newline < 0:
                    rest = data
                    continue
                first = newline + 1 if start else 0
                rest = data[:first]
                lines = data[first:].split(b"\n")[:-1]
                ends = start + first + sum(len(line) + 1 for line in lines)
                for line in reversed(lines):
                    try:
                        yield ends, line, self._unseal(Place(run, ends - len(line) - 1), line, None)
                    except ValueError as error:
                        raise DamageError(str(self.path(run)), f"the line that ends at byte {ends}: {error}") from None
                    ends -= len(line) + 1

    def _check_torn(self, run: str, end: bytes) -> None:
        """What follows the last line end was torn off, unless it is a whole line whose line end was changed."""
        try:
            unseal(end[:-1], None)
        except ValueError:
            return
        raise DamageError(str(self.path(run)), "the line end of its last line was changed")


def _closes(line: bytes) -> bool:
    """Whether this line acknowledges what stands before it."""
    return any(mark in line for mark in _ACKNOWLEDGED) and orjson.loads(line)["event"] in ("batch", "end", "removal")
