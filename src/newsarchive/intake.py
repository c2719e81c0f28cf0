"""Intake: reading the files of drop folders without being led astray.

Nothing is followed, nothing blocks: only regular files are opened, and a file that changes while it is read is left for
the next run.
"""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator

import attrs

from .entries import Stretch
from .walk import Input, Refusal, why

#: Up to here a file is read into memory at once; a larger one is read twice, and both readings must agree.
WHOLE_BYTES = 8 << 20
_PIECE = 1 << 20


@attrs.frozen
class Deferral:
    """A file that changed while it was read."""

    drop: int
    name: str
    reason: str


@attrs.frozen
class Content:
    """A file's bytes, or, of a large one, its ends; the digest is that of the whole. Or the same of a stretch of a file."""

    input: Input
    digest: str
    data: bytes | None
    head: bytes
    tail: bytes
    stretch: Stretch | None = None
    end: int = attrs.field(default=attrs.Factory(lambda self: self.input.size, takes_self=True), kw_only=True)

    @property
    def size(self) -> int:
        """Bytes of what is to be read."""
        return self.end - self.start

    @property
    def start(self) -> int:
        """Where it begins in the file."""
        return self.stretch.start if self.stretch is not None else 0

    @property
    def completes(self) -> bool:
        """Whether it is the file's end."""
        return self.end == self.input.size


def open_regular(path: bytes) -> int:
    """A descriptor of a regular file, opened without following a link and without blocking. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(0, "it is no regular file any more")
    return descriptor


def read(found: Input, head_bytes: int, tail_bytes: int) -> Content | Refusal | Deferral:
    """Read a file that the walk found; two looks at size, time and inode must agree."""
    try:
        descriptor = open_regular(found.path)
    except FileNotFoundError:
        return Deferral(found.drop, found.name, "it disappeared before it was read")
    except OSError as error:
        return Refusal(found.drop, found.name, "unreadable", why(error))
    try:
        before = os.fstat(descriptor)
        marks = before.st_size, before.st_mtime_ns, before.st_ino
        current = found if marks == found.marks else Input(found.drop, found.name, found.path, *marks, found.digest)
        content = (
            _read_whole(descriptor, current)
            if before.st_size <= WHOLE_BYTES
            else _read_ends(descriptor, current, head_bytes, tail_bytes)
        )
        after = os.fstat(descriptor)
    except OSError as error:
        return Refusal(found.drop, found.name, "unreadable", why(error))
    finally:
        os.close(descriptor)
    if content is None or (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        return Deferral(found.drop, found.name, "it changed while it was read")
    return content


def read_stretch(whole: Content, start: int, end: int, head_bytes: int, tail_bytes: int) -> Content | Deferral:
    """Read these bytes of a file that was read before, which has not changed since."""
    found = whole.input
    stretch = Stretch(file=whole.digest, size=found.size, start=start)
    try:
        descriptor = open_regular(found.path)
        try:
            held = list(pieces(descriptor, start, end)) if end - start <= WHOLE_BYTES else None
            digest = _digest(held if held is not None else pieces(descriptor, start, end))
            head = os.pread(descriptor, min(head_bytes, end - start), start)
            tail = os.pread(descriptor, min(tail_bytes, end - start), max(start, end - tail_bytes))
            status = os.fstat(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        return Deferral(found.drop, found.name, f"it could not be read a second time: {error.strerror}")
    data = b"".join(held) if held is not None else None
    if (status.st_size, status.st_mtime_ns, status.st_ino) != found.marks or (data is not None and len(data) != end - start):
        return Deferral(found.drop, found.name, "it changed while it was read")
    return Content(found, digest, data, head, tail, stretch, end=end)


def pieces(descriptor: int, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """A descriptor's bytes from `start` to `end`, a piece at a time."""
    position = start
    while piece := os.pread(descriptor, _PIECE if end is None else min(_PIECE, end - position), position):
        yield piece
        position += len(piece)


def _digest(held: Iterable[bytes]) -> str:
    hasher = hashlib.sha256()
    for piece in held:
        hasher.update(piece)
    return hasher.hexdigest()


def _read_whole(descriptor: int, found: Input) -> Content | None:
    data = os.read(descriptor, found.size + 1)
    while len(data) < found.size and (more := os.read(descriptor, found.size + 1 - len(data))):
        data += more
    if len(data) != found.size:
        return None
    return Content(found, hashlib.sha256(data).hexdigest(), data, data, data)


def _read_ends(descriptor: int, found: Input, head_bytes: int, tail_bytes: int) -> Content | None:
    hasher = hashlib.sha256()
    length = 0
    for piece in pieces(descriptor):
        hasher.update(piece)
        length += len(piece)
    if length != found.size:
        return None
    head = os.pread(descriptor, head_bytes, 0)
    tail = os.pread(descriptor, tail_bytes, max(0, length - tail_bytes))
    return Content(found, hasher.hexdigest(), None, head, tail)
