"""What all containers share: names that are safe, bounds on what is unpacked, and never a file on disk.

A container is unpacked in memory, one member at a time, in pieces, and no further than its bounds. Whatever goes beyond
them costs itself: a member that is too large is left out with a reason, and the next one is read.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import attrs

from newsarchive import Defect, Document, NotArticle, Unreadable
from newsarchive.text import printable_name

#: Bytes that are unpacked at once.
PIECE = 64 * 1024
#: Members of one container.
MEMBERS = 100_000
#: Bytes of one member: a base, so many times the container's own size, and the end of it.
MEMBER_BASE, MEMBER_TIMES, MEMBER_MOST = 32 << 20, 10, 256 << 20
#: Bytes of all members: the same. Text packs to a tenth at best, what packs to a sixtieth is a bomb.
TOTAL_BASE, TOTAL_TIMES, TOTAL_MOST = 32 << 20, 64, 4 << 30

# APPNOTE.TXT 4.4.17.1: no drive, no leading slash, forward slashes only. The same is asked of tar.
_UNSAFE = (
    (re.compile(rb"\Z"), "is empty"),
    (re.compile(rb"/"), "begins at the root"),
    (re.compile(rb"[A-Za-z]:"), "begins with a drive"),
    (re.compile(rb".*\\", re.DOTALL), "holds a backslash"),
    (re.compile(rb"(.*/)?\.\.(/|\Z)", re.DOTALL), "leads out of the container"),
    (re.compile(rb".*\0", re.DOTALL), "holds a NUL"),
)
_LEFT_BEHIND = re.compile(r"(.*/)?(__MACOSX/.*|\._[^/]*|\.DS_Store|Thumbs\.db|desktop\.ini)", re.IGNORECASE)


class Excess(Exception):  # noqa: N818  # it is caught here and made a Defect
    """A bound is reached. `last` says that it is one of the whole container, so that no further member is read."""

    def __init__(self, code: str, reason: str, last: bool = False) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.last = last


@attrs.define
class Allowance:
    """What a container of `size` bytes may be unpacked to."""

    size: int
    members: int = 0
    total: int = 0

    @property
    def most(self) -> int:
        """Bytes of one member."""
        return min(MEMBER_BASE + MEMBER_TIMES * self.size, MEMBER_MOST)

    @property
    def most_of_all(self) -> int:
        """Bytes of all members."""
        return min(TOTAL_BASE + TOTAL_TIMES * self.size, TOTAL_MOST)

    def count(self) -> None:
        """One member more. Raises Excess."""
        self.members += 1
        if self.members > MEMBERS:
            raise Excess("too-many-members", f"it has more than {MEMBERS:,} members; the rest is left", last=True)

    def spend(self, count: int) -> None:
        """So many bytes more were unpacked. Raises Excess."""
        self.total += count
        if self.total > self.most_of_all:
            reason = f"it unpacks to more than {self.most_of_all:,} bytes, from {self.size:,}; the rest is left"
            raise Excess("unpacks-too-large", reason, last=True)

    def hold(self, size: int) -> None:
        """A member states its size. Raises Excess."""
        if size > self.most:
            raise Excess("member-too-large", f"it unpacks to {size:,} bytes, and at most {self.most:,} are read")

    def gather(self, read: Callable[[int], bytes], spend: bool = True) -> bytes:
        """A member's bytes, whatever size it states. Raises Excess and what `read` raises."""
        pieces = []
        length = 0
        while piece := read(PIECE):
            length += len(piece)
            if spend:
                self.spend(len(piece))
            if length > self.most:
                raise Excess("member-too-large", f"it unpacks to more than {self.most:,} bytes")
            pieces.append(piece)
        return b"".join(pieces)


def unsafe(name: bytes) -> Defect | None:
    """Why a member of this name is refused: a name that would be a path somewhere else."""
    for pattern, why in _UNSAFE:
        if pattern.match(name):
            return Defect("unsafe-name", f"the name of member {printable_name(name)!r} {why}")
    return None


def left_behind(name: str) -> NotArticle | None:
    """What file managers leave in containers, and nobody wrote."""
    return NotArticle(f"{name!r} was left behind by a file manager") if _LEFT_BEHIND.fullmatch(name) else None


def told(name: str, error: Excess) -> Defect:
    """What is wrong with a member, or with the whole."""
    return Defect(error.code, error.reason if error.last else f"member {name!r}: {error.reason}")


def damaged(name: str, error: BaseException) -> Defect:
    """A member that cannot be unpacked."""
    return Defect("damaged", f"member {name!r} cannot be unpacked: {str(error) or type(error).__name__}")


def empty(items: Iterator[Any], what: str) -> Iterator[Any]:
    """The items, or, where there is none, that the container holds nothing."""
    some = False
    for item in items:
        some = True
        yield item
    if not some:
        yield NotArticle(f"the {what} is empty")


@attrs.define
class Unpacked:
    """A packed stream as a file to be read once, which says what is wrong with it as Unreadable.

    `faults` are what its library raises. `written` is the end of what is more than NULs.
    """

    file: Any
    faults: tuple[type[Exception], ...]
    allowance: Allowance
    length: int = 0
    written: int = 0

    def read(self, count: int = PIECE) -> bytes:
        """The next bytes, at most so many. Raises Excess and Unreadable."""
        try:
            piece: bytes = self.file.read(min(count, PIECE))
        except self.faults as error:
            why = str(error) or type(error).__name__
            raise Unreadable(f"it is damaged after {self.length:,} unpacked bytes: {why}", code="damaged") from None
        self.allowance.spend(len(piece))
        if filled := piece.rstrip(b"\0"):
            self.written = self.length + len(filled)
        self.length += len(piece)
        return piece


def unpacked(document: Document, file: Any, *faults: type[Exception]) -> Unpacked:
    """A document's packed stream."""
    return Unpacked(file, (EOFError, OSError, ValueError, *faults), Allowance(len(document.data)))
