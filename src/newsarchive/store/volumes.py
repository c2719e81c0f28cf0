"""Where a record lies, and how it is read: volumes are loose (a file a record), open (lines) or packed (compressed lines).

A volume goes from one form to the next, never back, and the old form goes only after the new one is there. So whoever
looks for the forms in this order finds a record at any time, also while another process writes.
"""

import hashlib
import os
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO, TypeVar

import attrs

from ..entries import Volume
from ..errors import DamageError
from .frames import FRAME_LINES, compress, decompress, offsets
from .layout import VOLUME, Layout

#: The line of a record that was removed: the others keep their places.
REMOVED = b'{"removed":true}\n'
#: Files whose lines or frames are remembered, and frames whose lines are.
_FILES, _FRAMES = 64, 8
#: A frame with more compressed bytes than this is not remembered.
_FRAME_BYTES = 4 << 20
_PIECE = 1 << 20

K = TypeVar("K")
V = TypeVar("V")

#: A file as it was when something was remembered of it: path, inode, size, time of last change.
_Version = tuple[str, int, int, int]


@attrs.frozen
class Stored:
    """A record's bytes, and where they lie below the archive: a file, or `file:line`, counted from 1."""

    path: str
    data: bytes


@attrs.define
class Volumes:
    """Reads records, whatever form their volumes have."""

    layout: Layout
    _starts: "OrderedDict[_Version, array[int]]" = attrs.Factory(OrderedDict)
    _frames: "OrderedDict[tuple[_Version, int], list[bytes]]" = attrs.Factory(OrderedDict)

    def read(self, accession: int, content_hash: str) -> Stored:
        """A record's bytes. Raises DamageError if they are not there; whether they are right is the caller's question."""
        volume, place = divmod(accession, VOLUME)
        loose = self.layout.record(accession, content_hash)
        for name in (loose, self.layout.lines(volume), self.layout.packed(volume)):
            path = self.layout.root / name
            try:
                with path.open("rb") as file:
                    data = file.read() if name == loose else self._line(file, path, place)
            except FileNotFoundError:
                continue
            except (OSError, ValueError) as error:
                raise DamageError(str(path), str(error)) from None
            if data is not None:
                return Stored(name if name == loose else f"{name}:{place + 1}", data)
        raise DamageError(str(self.layout.root / loose), f"it is missing, and so is line {place + 1} of a packed volume")

    def size(self) -> int:
        """Bytes of all records on disk."""
        total = 0
        for folder, _, names in os.walk(self.layout.records):
            for name in names:
                try:
                    total += os.stat(os.path.join(folder, name)).st_size  # noqa: PTH116  # a million of them
                except FileNotFoundError:  # another process packs it just now
                    continue
        return total

    def _line(self, file: BinaryIO, path: Path, place: int) -> bytes | None:
        """A line by its number, counted from 0; None where the file has fewer. Raises OSError, ValueError."""
        status = os.fstat(file.fileno())
        version = (str(path), status.st_ino, status.st_size, status.st_mtime_ns)
        packed = path.suffix == ".zst"
        starts = self._starts.get(version)
        if starts is None:
            starts = _remember(self._starts, version, array("q", offsets(file) if packed else _line_starts(file)), _FILES)
        number, within = divmod(place, FRAME_LINES) if packed else (place, 0)
        if number >= len(starts) - 1:
            return None
        if packed and (known := self._frames.get((version, number))):
            return known[within] if within < len(known) else None
        data = os.pread(file.fileno(), starts[number + 1] - starts[number], starts[number])
        if not packed:
            return data
        lines = decompress(data)
        if len(data) <= _FRAME_BYTES:
            _remember(self._frames, (version, number), lines, _FRAMES)
        return lines[within] if within < len(lines) else None


def read_lines(path: Path) -> Iterator[bytes]:
    """All lines of an open or packed volume, a frame in memory at a time. Raises DamageError."""
    with path.open("rb") as file:
        if path.suffix != ".zst":
            yield from file
            return
        try:
            for start, end in pairwise(offsets(file)):
                yield from decompress(os.pread(file.fileno(), end - start, start))
        except ValueError as error:
            raise DamageError(str(path), str(error)) from None


def readable_lines(path: Path) -> Iterator[bytes]:
    """What is left of a damaged volume: all lines but those of frames that cannot be read. Raises OSError."""
    with path.open("rb") as file:
        if path.suffix != ".zst":
            yield from file
            return
        try:
            starts = offsets(file)
        except ValueError:
            return
        for start, end in pairwise(starts):
            try:
                yield from decompress(os.pread(file.fileno(), end - start, start))
            except ValueError:
                continue


def write_lines(path: Path, lines: Iterable[bytes], packed: bool) -> Volume:
    """Write a volume's file from its lines; what it is now. Not durable yet."""
    hasher, length = hashlib.sha256(), 0
    with path.open("wb", buffering=_PIECE) as file:
        for piece in compress(lines) if packed else lines:
            hasher.update(piece)
            length += file.write(piece)
    return Volume(length=length, sha256=hasher.hexdigest())


def manifest_line(name: str, digest: str) -> str:
    """As `sha256sum` writes it."""
    return f"{digest}  {name}\n"


def _line_starts(file: BinaryIO) -> Iterator[int]:
    """Where each line begins, and last of all where the last whole one ends."""
    position = 0
    yield position
    for line in file:
        if line.endswith(b"\n"):
            position += len(line)
            yield position


def _remember(store: "OrderedDict[K, V]", key: K, value: V, most: int) -> V:
    store[key] = value
    if len(store) > most:
        store.popitem(last=False)
    return value
