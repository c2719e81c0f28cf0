"""Making writes durable: what may be believed after the power went.

A failed fsync is never tried again on the same file: the kernel may have dropped the data and call the next one
clean (Linux 4.13 and later report an error once). The error goes up, and the run stops.
"""

import ctypes
import errno
import os
import re
from collections.abc import Iterable
from pathlib import Path

_libc = ctypes.CDLL(None, use_errno=True)
_release = re.match(r"(\d+)\.(\d+)", os.uname().release)
#: Linux only, from 5.8 on: an older one does not report failed writes.
_syncfs = getattr(_libc, "syncfs", None) if _release and (int(_release[1]), int(_release[2])) >= (5, 8) else None
#: What syncfs answers where the system knows it by name only (a sandbox, an odd file system): nothing was tried.
_NOT_HERE = (errno.ENOSYS, errno.EPERM, errno.EINVAL)


def sync_files(root: Path, files: Iterable[Path | str]) -> None:
    """Make the contents of files below `root` durable: one `syncfs` where that can be had, else an fsync of each.

    One call for a thousand files costs about as much as one fsync.
    """
    if not _sync_file_system(root):
        for file in files:
            sync_path(file)


def _sync_file_system(root: Path) -> bool:
    """Whether one call made everything durable."""
    global _syncfs
    if _syncfs is None:
        return False
    descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        if _syncfs(descriptor) == 0:
            return True
        number = ctypes.get_errno()
    finally:
        os.close(descriptor)
    if number in _NOT_HERE:
        _syncfs = None
        return False
    raise OSError(number, os.strerror(number), str(root))


def sync_path(path: Path | str) -> None:
    """fsync a file, or a folder's entries. Raises OSError that names it."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    finally:
        os.close(descriptor)


def make_folder(path: Path) -> None:
    """A folder that is there after a crash: it and its new parents, each synced into its own parent."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    path.mkdir(parents=True, exist_ok=True)
    for folder in reversed(missing):
        sync_path(folder.parent)


def replace_file(path: Path, data: bytes) -> None:
    """Put a whole new file in the place of `path`: written aside, synced, renamed, and its folder synced."""
    new = aside(path)
    new.write_bytes(data)
    sync_path(new)
    new.rename(path)
    sync_path(path.parent)


def aside(path: Path) -> Path:
    """Where a file is written that is to take the place of `path`."""
    return path.with_name(path.name + ".tmp")


def append(path: Path, data: bytes) -> None:
    """Write at the end of a file, which is made if there is none. Not durable yet."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
    try:
        write_all(descriptor, data)
    finally:
        os.close(descriptor)


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte; a short write (a nearly full disk) is gone on with until the error shows itself."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
