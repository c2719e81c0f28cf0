"""The ledger: append-only JSON Lines, one file a run, each line chained to the one before.

A line is canonical JSON whose last two keys are `prev` and `this`. `this` is the SHA-256 of the line's own bytes
before `,"this":`, and `prev` that of the line before, across runs; the first line of all has 64 zeros. What comes
after the last `batch` or `end` line was never acknowledged and is cut off at the next start. Only an unterminated
last line is torn; a terminated line that does not match is damage.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import attrs
import orjson

from .canonical import encode, plain
from .entries import LINES, Entry
from .errors import ArchiveError, DamageError
from .model import convert

GENESIS = "0" * 64
_SEAL = b',"this":"'
_SEAL_LENGTH = len(_SEAL) + 64 + len(b'"}')
_RUN = re.compile(r"[0-9]{6,}\.jsonl")
_ACKNOWLEDGED = (b'"event":"batch"', b'"event":"end"')
_STEP = 1 << 20


@attrs.frozen
class Place:
    """Where a line begins."""

    run: str
    offset: int


@attrs.frozen
class Tail:
    """The ledger's end: the run that wrote last, how long its file is, the digest of its last acknowledged line."""

    run: str | None
    length: int
    digest: str


def seal(entry: Entry, prev: str) -> tuple[bytes, str]:
    """The bytes of a line, with its line feed, and its digest."""
    body = encode(plain(entry) | {"prev": prev})[:-1]
    digest = hashlib.sha256(body).hexdigest()
    return body + _SEAL + digest.encode() + b'"}\n', digest


def unseal(line: bytes, prev: str | None) -> str:
    """The digest of a line without its line feed. Raises ValueError if it is not what was written."""
    body, digest = line[:-_SEAL_LENGTH], line[-66:-2].decode("ascii", "replace")
    if line[-_SEAL_LENGTH:-66] != _SEAL or line[-2:] != b'"}' or hashlib.sha256(body).hexdigest() != digest:
        raise ValueError("its digest is not that of its bytes")
    if prev is not None and f'"prev":"{prev}"'.encode() not in body:
        raise ValueError("it does not follow the line before it")
    return digest


def parse(line: bytes) -> Entry:
    """A line as its class. Raises RecordError."""
    fields = orjson.loads(line)
    return convert(fields, LINES[fields["event"]])


@attrs.define
class Ledger:
    """The ledger of an archive, below `folder`."""

    folder: Path

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
        for run in self.runs():
            if start is not None and int(run) < int(start):
                continue
            with self.path(run).open("rb") as file:
                offset = after.length if after and run == start else 0
                file.seek(offset)
                for number, line in enumerate(file, 1):
                    if not line.endswith(b"\n"):
                        break  # torn: the write that never finished
                    try:
                        digest = unseal(line[:-1], prev)
                    except ValueError as error:
                        raise damage(self.path(run), number if not offset or run != start else None, str(error)) from None
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
            unseal(line, None)
        except ValueError as error:
            raise damage(self.path(place.run), None, f"at byte {place.offset}: {error}") from None
        fields: dict[str, Any] = orjson.loads(line)
        return fields

    def _backwards(self, run: str, end: int | None) -> Iterator[tuple[int, bytes, str]]:
        """A run's terminated lines before byte `end`, last first: where each ends, its bytes, its digest."""
        with self.path(run).open("rb") as file:
            start = file.seek(0, os.SEEK_END) if end is None else end
            rest = b""  # the beginning of a line whose end has been given out already, or of none yet
            while start > 0 or rest:
                step = min(_STEP, start)
                start -= step
                file.seek(start)
                data = file.read(step) + rest
                first = 0 if start == 0 else data.find(b"\n") + 1
                rest = data[:first] if start else b""
                lines = data[first:].split(b"\n")[:-1]
                ends = start + first + sum(len(line) + 1 for line in lines)
                for line in reversed(lines):
                    try:
                        yield ends, line, unseal(line, None)
                    except ValueError as error:
                        raise damage(self.path(run), None, f"the line that ends at byte {ends}: {error}") from None
                    ends -= len(line) + 1


def _closes(line: bytes) -> bool:
    """Whether this line acknowledges what stands before it."""
    return any(mark in line for mark in _ACKNOWLEDGED) and orjson.loads(line)["event"] in ("batch", "end")


def damage(path: Path, number: int | None, why: str) -> DamageError:
    where = f"{path}:{number}" if number else str(path)
    return DamageError(
        f"{where}: damaged: {why}",
        help="Nothing was changed. `newsarchive verify` names everything that does not match; restore the file from a backup.",
    )


@attrs.define
class Writer:
    """Appends to one run's file, which comes into being with the first line.

    `append` only writes; `sync` makes what was appended durable. After a failed sync nothing more is written:
    what the kernel dropped cannot be synced by asking again.
    """

    ledger: Ledger
    run: str
    digest: str
    length: int = 0
    _descriptor: int | None = attrs.field(default=None, init=False)
    _failed: bool = attrs.field(default=False, init=False)

    def append(self, entries: Iterable[Entry]) -> list[Place]:
        """Write lines at once; their places."""
        if self._failed:
            raise ArchiveError("the ledger could not be written before, and is not written again")
        pieces, places = [], []
        for entry in entries:
            line, self.digest = seal(entry, self.digest)
            places.append(Place(self.run, self.length))
            pieces.append(line)
            self.length += len(line)
        if self._descriptor is None:
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
            self._descriptor = os.open(self.ledger.path(self.run), flags, 0o644)
        self._failed = True  # until all of it is written
        write_all(self._descriptor, b"".join(pieces))
        self._failed = False
        return places

    def sync(self) -> None:
        self._failed = True
        if self._descriptor is not None:
            os.fsync(self._descriptor)
        self._failed = False

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte; a short write (a nearly full disk) is gone on with until the error shows itself."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
