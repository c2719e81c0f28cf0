"""What a worker is doing, in a page of memory that outlives it: whom to name when its process dies."""

import mmap
import os
import sys
import tempfile

_PAGE = mmap.PAGESIZE
#: Ends the text in the page, and parts what is done from the name of the plugin or source that does it.
_END, _BETWEEN = b"\0", "\n"


def make() -> int:
    """A descriptor of a page that a worker inherits."""
    if sys.platform == "linux":
        descriptor = os.memfd_create("newsarchive-whereabouts", os.MFD_CLOEXEC)
    else:
        with tempfile.TemporaryFile() as file:
            descriptor = os.dup(file.fileno())
    os.ftruncate(descriptor, _PAGE)
    return descriptor


class Whereabouts:
    """The page behind a descriptor, which stays its owner's."""

    def __init__(self, descriptor: int) -> None:
        self._page = mmap.mmap(descriptor, _PAGE)

    def __call__(self, doing: str, name: str) -> None:
        """Note that `name` is about to do something (`load`, `sniff`, `parse`). Costs no system call."""
        data = f"{doing}{_BETWEEN}{name}".encode(errors="replace")[: _PAGE - 1] + _END
        self._page[: len(data)] = data

    def last(self) -> tuple[str, str] | None:
        """What was done last, and by whom."""
        doing, between, name = self._page[:].partition(_END)[0].decode(errors="replace").partition(_BETWEEN)
        return (doing, name) if between else None

    def detach(self) -> None:
        """Go on in a page of one's own: what a forked child does is not what the worker does."""
        self._page = mmap.mmap(-1, _PAGE)

    def close(self) -> None:
        self._page.close()
