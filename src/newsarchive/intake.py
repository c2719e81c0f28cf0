"""Intake: walking drop folders and reading their files without being led astray.

Depth first, each folder sorted by the bytes of its names. Nothing is followed, nothing blocks: only regular files
are opened, and a file that changes while it is read is left for the next run.
"""

import hashlib
import os
import stat
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import attrs

from .text import printable_name

#: Up to here a file is read into memory at once; a larger one is read twice, and both readings must agree.
WHOLE_BYTES = 8 << 20
_PIECE = 1 << 20

_KINDS = (
    (stat.S_ISLNK, "link", "a symbolic link; links are not followed"),
    (stat.S_ISFIFO, "fifo", "a FIFO (named pipe), not a file"),
    (stat.S_ISSOCK, "socket", "a socket, not a file"),
    (stat.S_ISBLK, "device", "a block device, not a file"),
    (stat.S_ISCHR, "device", "a character device, not a file"),
)


@attrs.frozen
class Drop:
    """A DROP argument: the folder that names are relative to, and the one file in it, if a file was given."""

    folder: Path
    file: str | None = None

    @classmethod
    def of(cls, path: Path) -> "Drop":
        absolute = Path(os.path.realpath(path))
        return cls(absolute) if absolute.is_dir() else cls(absolute.parent, absolute.name)

    @property
    def name(self) -> str:
        """The folder's path, printable."""
        return printable_name(os.fsencode(self.folder))


@attrs.frozen
class Input:
    """A regular file as the walk saw it."""

    drop: int
    name: str
    path: bytes
    size: int
    mtime_ns: int
    inode: int


@attrs.frozen
class Refusal:
    """An entry that is not read, and why."""

    drop: int
    name: str
    code: str
    reason: str


@attrs.frozen
class Deferral:
    """A file that changed while it was read."""

    drop: int
    name: str
    reason: str


@attrs.frozen
class Content:
    """A file's bytes, or, of a large one, its ends; the digest is that of the whole."""

    input: Input
    digest: str
    data: bytes | None
    head: bytes
    tail: bytes


def scan(drops: Sequence[Drop], leave_out: Collection[tuple[int, int]] = ()) -> Iterator[Input | Refusal]:
    """Every entry below the drops in their order. `leave_out` are folders, as (device, inode): the archive itself."""
    for number, drop in enumerate(drops):
        folder = os.fsencode(drop.folder)
        if drop.file is None:
            yield from _walk(number, folder, leave_out)
        else:
            name = os.fsencode(drop.file)
            try:
                status = os.lstat(os.path.join(folder, name))
            except OSError as error:
                yield Refusal(number, printable_name(name), "unreadable", _why(error))
            else:
                yield _entry(number, os.path.join(folder, name), name, status)


def _walk(drop: int, folder: bytes, leave_out: Collection[tuple[int, int]]) -> Iterator[Input | Refusal]:
    # A stack of its own: folders can be nested deeper than Python calls.
    stack = [_list(drop, folder, b"")]
    while stack:
        found = next(stack[-1], None)
        if found is None:
            stack.pop()
        elif isinstance(found, Refusal):
            yield found
        else:
            path, name, status = found
            if not stat.S_ISDIR(status.st_mode):
                yield _entry(drop, path, name, status)
            elif (status.st_dev, status.st_ino) not in leave_out:
                stack.append(_list(drop, path, name + b"/"))


def _list(drop: int, folder: bytes, prefix: bytes) -> Iterator[Refusal | tuple[bytes, bytes, os.stat_result]]:
    """A folder's entries in the order of their names' bytes: path, name below the drop, status."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        name = printable_name(prefix.rstrip(b"/")) or "."
        yield Refusal(drop, name, "unreadable", f"the folder cannot be listed: {_why(error)}")
        return
    for entry in entries:
        try:
            yield entry.path, prefix + entry.name, entry.stat(follow_symlinks=False)
        except OSError as error:
            yield Refusal(drop, printable_name(prefix + entry.name), "unreadable", _why(error))


def _entry(drop: int, path: bytes, name: bytes, status: os.stat_result) -> Input | Refusal:
    for is_kind, code, reason in _KINDS:
        if is_kind(status.st_mode):
            return Refusal(drop, printable_name(name), code, reason)
    return Input(drop, printable_name(name), path, status.st_size, status.st_mtime_ns, status.st_ino)


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
        return Refusal(found.drop, found.name, "unreadable", _why(error))
    try:
        before = os.fstat(descriptor)
        current = attrs.evolve(found, size=before.st_size, mtime_ns=before.st_mtime_ns, inode=before.st_ino)
        content = (
            _read_whole(descriptor, current)
            if before.st_size <= WHOLE_BYTES
            else _read_ends(descriptor, current, head_bytes, tail_bytes)
        )
        after = os.fstat(descriptor)
    except OSError as error:
        return Refusal(found.drop, found.name, "unreadable", _why(error))
    finally:
        os.close(descriptor)
    if content is None or (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        return Deferral(found.drop, found.name, "it changed while it was read")
    return content


def pieces(descriptor: int) -> Iterator[bytes]:
    """A descriptor's bytes from its beginning, a piece at a time."""
    position = 0
    while piece := os.pread(descriptor, _PIECE, position):
        yield piece
        position += len(piece)


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


def _why(error: OSError) -> str:
    return error.strerror or str(error)
