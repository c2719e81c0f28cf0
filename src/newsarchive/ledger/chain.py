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
from ..store.durable import sync_path
from .removals import Redactions, removals
from .seal import GENESIS, Place, Tail, unseal

_RUN = re.compile(r"[0-9]{6,}\.jsonl")
_ENDS = b'"event":"end"'
_ACKNOWLEDGED = (b'"event":"batch"', b'"event":"removal"', _ENDS)
_NULS = re.compile(rb"\0+")
#: Blocks of every file system begin and end at multiples of this.
_SECTOR = 512
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
        """Where the acknowledged ledger ends. Raises DamageError if its last lines are not what was written.

        What follows a closing line shows that it was synced. A batch line that nothing follows counts only if its batch
        has no holes: the power went while it was written, and the file system kept its end and lost a block of it.
        """
        runs = self.runs()
        for run in reversed(runs):
            size = self.path(run).stat().st_size
            last: Tail | None = None
            for end, line, digest in self._backwards(run, None):
                if digest is None:
                    last = None
                elif _closes(line):
                    if last is not None:
                        return last
                    last = Tail(run, end, digest)
                    if run != runs[-1] or end < size or _ENDS in line:
                        return last
            if last is not None:
                return last
        return Tail(None, 0, GENESIS)

    def backwards(self, tail: Tail) -> Iterator[bytes]:
        """The acknowledged lines, last first. Raises DamageError."""
        for run in reversed(self.runs()):
            if tail.run is not None and int(run) <= int(tail.run):
                for end, line, digest in self._backwards(run, tail.length if run == tail.run else None):
                    if digest is None:
                        raise DamageError(str(self.path(run)), f"the line that ends at byte {end} has a hole")
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

    def secure(self, tail: Tail) -> None:
        """Make durable what is about to be believed: the run that wrote it may have been killed before it did so."""
        if tail.run is not None:
            sync_path(self.path(tail.run))
        sync_path(self.folder)

    def read(self, after: Tail | None = None) -> Iterator[tuple[Place, bytes, str]]:
        """Every acknowledged line from `after` on, with its place and digest. Raises DamageError.

        A line that does not match is damage wherever it stands; an unacknowledged end is left out.
        """
        tail = self.tail()
        start, prev = (after.run, after.digest) if after else (None, GENESIS)
        for run in self.runs() if tail.run is not None else ():
            if int(run) > int(tail.run or 0) or (start is not None and int(run) < int(start)):
                continue
            with self.path(run).open("rb") as file:
                offset = after.length if after and run == start else 0
                file.seek(offset)
                counted = offset == 0
                for number, line in enumerate(file, 1):
                    if run == tail.run and offset >= tail.length:
                        break
                    if not line.endswith(b"\n"):  # each run begins by cutting off what the one before left
                        raise DamageError(str(self.path(run)), "its last line has no end, and a later run follows")
                    try:
                        digest = self._unseal(Place(run, offset), line[:-1], prev)
                    except ValueError as error:
                        raise DamageError(str(self.path(run)), str(error), number if counted else None) from None
                    yield Place(run, offset), line[:-1], digest
                    offset += len(line)
                    prev = digest

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

    def _backwards(self, run: str, end: int | None) -> Iterator[tuple[int, bytes, str | None]]:
        """A run's terminated lines before byte `end`, last first: where each ends, its bytes, its digest.

        One with a hole has no digest. Any other that does not match raises DamageError.
        """
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
                        if not _has_hole(line, ends - len(line) - 1):
                            raise DamageError(str(self.path(run)), f"the line that ends at byte {ends}: {error}") from None
                        yield ends, line, None
                    ends -= len(line) + 1

    def _check_torn(self, run: str, end: bytes) -> None:
        """What follows the last line end was torn off, unless it is a whole line whose line end was changed."""
        try:
            unseal(end[:-1], None)
        except ValueError:
            return
        raise DamageError(str(self.path(run)), "the line end of its last line was changed")


def _has_hole(line: bytes, offset: int) -> bool:
    """Whether a line at `offset` holds NULs up to a block's end: the file grew, and that block never arrived.

    No line that was written holds a NUL, and hardly any that rotted one just there.
    """
    return any((offset + nuls.end()) % _SECTOR == 0 for nuls in _NULS.finditer(line))


def _closes(line: bytes) -> bool:
    """Whether this line acknowledges what stands before it."""
    return any(mark in line for mark in _ACKNOWLEDGED) and orjson.loads(line)["event"] in ("batch", "end", "removal")
