"""One writer at a time: `flock` on a descriptor that no worker inherits, so that it dies with its process."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..errors import LockedError


@contextmanager
def locked(path: Path, wait: bool = True, holder: str = "") -> Iterator[None]:
    """Hold the archive's lock. With `wait` False, raises LockedError that says who holds it, in the words of its `holder`."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            owner = os.pread(descriptor, 1000, 0).decode("utf-8", "replace").strip() or "unknown"
            raise LockedError(
                f"process {owner} is writing to {path.parent}",
                help="Wait for it to end, or run again without `--no-wait`.",
            ) from None
        with suppress(OSError):  # a full disk: what holds the lock is held without a name as well
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}{holder and f' ({holder})'}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)
