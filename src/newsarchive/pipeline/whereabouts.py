"""What a worker is doing, in a page of memory that outlives it: whom to name when its process dies."""

import fcntl
import mmap
import os
import struct
import sys
import tempfile
from functools import lru_cache

_PAGE = mmap.PAGESIZE
#: The page's end: seconds of CPU time that the parts of the document gave the worker.
_EXTRA = struct.Struct("=Q")
_NOTE = _PAGE - _EXTRA.size
#: fcntl(2). Python does not name all of them.
_F_SEAL_SHRINK, _F_SEAL_GROW, _F_SEAL_FUTURE_WRITE = 2, 4, 16
#: What a worker does that ends between two documents: nobody is to blame.
LEAVE = "leave"
#: Ends the text in the page, and parts what is done from the name of the plugin or source that does it.
_END, _BETWEEN = b"\0", "\n"


def make() -> int:
    """A descriptor of a page that a worker inherits."""
    if sys.platform == "linux":
        descriptor = os.memfd_create("newsarchive-whereabouts", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    else:
        with tempfile.TemporaryFile() as file:
            descriptor = os.dup(file.fileno())
    os.ftruncate(descriptor, _PAGE)
    _seal(descriptor, _F_SEAL_SHRINK | _F_SEAL_GROW)
    return descriptor


def _seal(descriptor: int, seals: int) -> None:
    if sys.platform == "linux":
        fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, seals)


class Whereabouts:
    """The page behind a descriptor, which stays its owner's: read, or, as the worker's `own`, written."""

    def __init__(self, descriptor: int, own: bool = False) -> None:
        self._page = mmap.mmap(descriptor, _PAGE, access=mmap.ACCESS_WRITE if own else mmap.ACCESS_READ)
        if own:  # who writes to every descriptor that there is does not reach it any more
            _seal(descriptor, _F_SEAL_FUTURE_WRITE)

    def __call__(self, doing: str, name: str) -> None:
        """Note that `name` is about to do something (`load`, `sniff`, `parse`). Costs no system call."""
        data = _note(doing, name)
        self._page[: len(data)] = data

    @property
    def extra(self) -> int:
        """Seconds of CPU time that the document has beyond those for its own size."""
        seconds: int = _EXTRA.unpack_from(self._page, _NOTE)[0]
        return seconds

    @extra.setter
    def extra(self, seconds: int) -> None:
        _EXTRA.pack_into(self._page, _NOTE, seconds)

    def last(self) -> tuple[str, str] | None:
        """What was done last, and by whom."""
        doing, between, name = self._page[:_NOTE].partition(_END)[0].decode(errors="replace").partition(_BETWEEN)
        return (doing, name) if between else None

    def detach(self) -> None:
        """Go on in a page of one's own: what a forked child does is not what the worker does."""
        self._page = mmap.mmap(-1, _PAGE)

    def close(self) -> None:
        self._page.close()


@lru_cache(256)
def _note(doing: str, name: str) -> bytes:
    """What stands in the page. The same sources do the same for every document."""
    return f"{doing}{_BETWEEN}{name}".encode(errors="replace")[: _NOTE - 1] + _END
