"""Walking drop folders without being led astray: what lies in them, and what is as it was.

Depth first, each folder sorted by the bytes of its names. Nothing is followed or opened.
"""

import operator
import os
import stat
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from .text import printable_name

#: Entries of a folder that are looked at together.
_AT_ONCE = 2_000

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


#: Size, time of change and inode: a file with the same marks is taken for unchanged.
Marks = tuple[int, int, int]
#: What is known of the files of one folder, by name: their marks, and the digest of their bytes as they were read last.
Known = Mapping[str, tuple[Marks, bytes]]
#: Answers what is known of files: the number of the drop, their folder below it ("" or "a/b/"), and their names.
Memory = Callable[[int, str, Sequence[str]], Known]


@attrs.frozen
class Input:
    """A regular file as the walk saw it.

    `digest` is that of its bytes as they were read last, where that is known; `unchanged` says that its marks are the same.
    """

    drop: int
    name: str
    path: bytes
    size: int
    mtime_ns: int
    inode: int
    digest: str | None = None
    unchanged: bool = False

    @property
    def marks(self) -> Marks:
        return self.size, self.mtime_ns, self.inode


@attrs.frozen
class Unchanged:
    """So many files that are as they were."""

    number: int


@attrs.frozen
class Refusal:
    """An entry that is not read, and why."""

    drop: int
    name: str
    code: str
    reason: str


def scan(
    drops: Sequence[Drop],
    leave_out: Collection[tuple[int, int]] = (),
    memory: Memory = lambda _drop, _folder, _names: {},
    skip: bool = False,
) -> Iterator[Input | Refusal | Unchanged]:
    """Every entry below the drops in their order.

    `leave_out` are folders, as (device, inode): the archive itself. With `skip`, files whose marks are those that
    `memory` knows are only counted.
    """
    for number, drop in enumerate(drops):
        walk = _Walk(number, memory, skip)
        if drop.file is None:
            yield from walk.below(os.fsencode(drop.folder), leave_out)
            continue
        name = os.fsencode(drop.file)
        path = os.path.join(os.fsencode(drop.folder), name)
        try:
            listed = [(name, path, os.lstat(path))]
        except OSError as error:
            yield Refusal(number, printable_name(name), "unreadable", why(error))
        else:
            yield from walk.judge("", listed)


#: A folder's entry: its name's bytes, its path, and its status or why there is none.
_Listed = tuple[bytes, bytes, os.stat_result | OSError]
_Folder = tuple[bytes, bytes, os.stat_result]


@attrs.frozen
class _Walk:
    """The walk below one drop."""

    drop: int
    memory: Memory
    skip: bool

    def below(self, root: bytes, leave_out: Collection[tuple[int, int]]) -> Iterator[Input | Refusal | Unchanged]:
        # A stack of its own: folders can be nested deeper than Python calls.
        stack = [self._list(root, b"")]
        while stack:
            found = next(stack[-1], None)
            if found is None:
                stack.pop()
            elif not isinstance(found, tuple):
                yield found
            else:
                name, path, status = found
                if (status.st_dev, status.st_ino) not in leave_out:
                    stack.append(self._list(path, name + b"/"))

    def _list(
        self, folder: bytes, prefix: bytes
    ) -> Iterator[Input | Refusal | Unchanged | tuple[bytes, bytes, os.stat_result]]:
        """A folder's entries in the order of their names' bytes, some at a time; a folder in it as name, path and status."""
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=_BY_NAME)
        except OSError as error:
            name = printable_name(prefix.rstrip(b"/")) or "."
            yield Refusal(self.drop, name, "unreadable", f"the folder cannot be listed: {why(error)}")
            return
        printable = printable_name(prefix)
        for start in range(0, len(entries), _AT_ONCE):
            files: list[_Listed] = []
            for entry in entries[start : start + _AT_ONCE]:
                status = _status(entry)
                if isinstance(status, OSError) or not stat.S_ISDIR(status.st_mode):
                    files.append((entry.name, entry.path, status))
                    continue
                yield from self.judge(printable, files)
                files = []
                yield prefix + entry.name, entry.path, status
            yield from self.judge(printable, files)

    def judge(self, folder: str, files: Sequence[_Listed]) -> Iterator[Input | Refusal | Unchanged]:
        """What is not a folder: to be read, refused, or known as it is."""
        names = [printable_name(name) for name, _, _ in files]
        known = self.memory(self.drop, folder, names) if files else {}
        unchanged = 0
        for name, (_, path, status) in zip(names, files, strict=True):
            if isinstance(status, OSError):
                yield Refusal(self.drop, folder + name, "unreadable", why(status))
                continue
            marks = status.st_size, status.st_mtime_ns, status.st_ino
            was, digest = known.get(name, _UNKNOWN)
            regular = stat.S_ISREG(status.st_mode)
            same = regular and marks == was
            if same and self.skip:
                unchanged += 1
                continue
            if unchanged:
                yield Unchanged(unchanged)
                unchanged = 0
            refusal = None if regular else _refusal(self.drop, folder + name, status)
            yield refusal or Input(self.drop, folder + name, path, *marks, digest.hex() or None, same)
        if unchanged:
            yield Unchanged(unchanged)


_UNKNOWN: tuple[Marks | None, bytes] = (None, b"")
_BY_NAME = operator.attrgetter("name")


def _status(entry: "os.DirEntry[bytes]") -> os.stat_result | OSError:
    try:
        return entry.stat(follow_symlinks=False)
    except OSError as error:
        return error


def _refusal(drop: int, name: str, status: os.stat_result) -> Refusal | None:
    return next((Refusal(drop, name, code, reason) for is_kind, code, reason in _KINDS if is_kind(status.st_mode)), None)


def why(error: OSError) -> str:
    """Why a file cannot be read, for a reason."""
    return error.strerror or str(error)
