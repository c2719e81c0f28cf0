"""Bytes that are packed in members behind each other, read as one, with the place of each: gzip, Zstandard, or not packed.

Crawls are packed a record a member, so that each can be read without those before it. What is damaged costs its member:
the next one is searched for.
"""

import io
import re
from collections import deque
from collections.abc import Callable, Iterator
from typing import BinaryIO, Protocol

import attrs

from ._container import Allowance

PIECE = 64 * 1024
#: Bytes that one step unpacks, of gzip; of Zstandard (RFC 8878, 3.1.1.2: four bytes may be 128 KiB) bytes that go in.
_STEP_OUT, _STEP_IN = 1 << 20, 512
#: The largest window and the largest dictionary that are taken.
_ZSTD_WINDOW, _ZSTD_DICTIONARY = 128 << 20, 16 << 20

_GZIP = b"\x1f\x8b\x08"
_ZSTD = b"\x28\xb5\x2f\xfd"
#: "Zstandard for WARC", version 1: the dictionary stands in the first frame, a skippable one with this number.
_DICTIONARY = b"\x5d\x2a\x4d\x18"
_SKIPPABLE = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")


@attrs.frozen
class Fault:
    """Packed bytes that cannot be unpacked."""

    code: str
    reason: str
    start: int
    end: int


#: A member's first packed byte (and at last the end of all), what it unpacks to, and what cannot be unpacked.
Event = int | bytes | Fault


class _Stream(Protocol):
    """One member as it is unpacked."""

    eof: bool

    def step(self, data: bytes) -> tuple[bytes, bytes]: ...


class _Gzip:
    """RFC 1952."""

    def __init__(self) -> None:
        import zlib

        self._stream = zlib.decompressobj(31)
        self.eof = False

    def step(self, data: bytes) -> tuple[bytes, bytes]:
        """What some packed bytes stand for, and those that are left. Raises zlib.error."""
        piece = self._stream.decompress(data, _STEP_OUT)
        self.eof = self._stream.eof
        return piece, self._stream.unused_data if self.eof else self._stream.unconsumed_tail


class _Zstd:
    """RFC 8878."""

    def __init__(self, dictionary: bytes | None) -> None:
        import zstandard

        known = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        self._stream = zstandard.ZstdDecompressor(dict_data=known, max_window_size=_ZSTD_WINDOW).decompressobj()
        self.eof = False

    def step(self, data: bytes) -> tuple[bytes, bytes]:
        """The same. Raises zstandard.ZstdError."""
        piece = self._stream.decompress(data[:_STEP_IN])
        self.eof = self._stream.eof
        rest = data[_STEP_IN:]
        return piece, self._stream.unused_data + rest if self.eof else rest


def head_of(head: bytes, count: int = 256) -> bytes:
    """The first bytes that the head of a document unpacks to; none where it is no gzip and no Zstandard."""
    if not is_packed(head):
        return head[:count]
    for event in events(io.BytesIO(head), rb""):
        if not isinstance(event, int):
            return event[:count] if isinstance(event, bytes) else b""
    return b""


def has_dictionary(head: bytes) -> bool:
    """Whether a document begins with a dictionary for Zstandard, as only crawls do."""
    return head.startswith(_DICTIONARY)


def is_packed(head: bytes) -> bool:
    """Whether it begins as gzip or Zstandard do."""
    return head.startswith((_GZIP, _ZSTD)) or _SKIPPABLE.match(head) is not None


def events(file: BinaryIO, begins: bytes) -> Iterator[Event]:
    """The members of a file. After damage the next one is read that unpacks to what the pattern `begins` matches."""
    import zlib

    import zstandard

    head = file.read(4)
    dictionary = _dictionary(file) if has_dictionary(head) else None
    magic = _GZIP if head.startswith(_GZIP) else _ZSTD
    make: Callable[[], _Stream] = _Gzip if magic == _GZIP else lambda: _Zstd(dictionary)
    faults = (zlib.error, zstandard.ZstdError)
    at = 0
    file.seek(at)
    data = file.read(PIECE)
    while data:
        yield at
        start, stream = at, make()
        try:
            while not stream.eof:
                data = data or file.read(PIECE)
                piece, rest = stream.step(data)
                if not (data or piece or stream.eof):
                    yield Fault("cut-off", f"the file is cut off within what begins at byte {start:,}", start, at)
                    yield at
                    return
                at += len(data) - len(rest)
                data = rest
                if piece:
                    yield piece
        except faults as error:
            at = _next(file, start + 1, magic, begins, make, faults)
            yield Fault("damaged", f"what begins at byte {start:,} cannot be unpacked: {error}", start, at)
            file.seek(at)
            data = b""
        data = data or file.read(PIECE)
    yield at


def _dictionary(file: BinaryIO) -> bytes | None:
    """The dictionary in the first frame, which may be compressed itself; None where it cannot be read."""
    import zstandard

    size = int.from_bytes(file.read(4), "little")
    if size > _ZSTD_DICTIONARY:
        return None
    data = file.read(size)
    if not data.startswith(_ZSTD):
        return data
    try:
        return zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data)).read(_ZSTD_DICTIONARY)
    except zstandard.ZstdError:
        return None


def _next(
    file: BinaryIO, start: int, magic: bytes, begins: bytes, make: Callable[[], _Stream], faults: tuple[type[Exception], ...]
) -> int:
    """Where the next member begins that unpacks to what was asked for, or the file's end."""
    at, data = start, b""
    while True:
        file.seek(at)
        data = file.read(PIECE)
        place = data.find(magic)
        if place < 0 and len(data) < PIECE:
            return at + len(data)
        if place < 0:
            at += len(data) - len(magic) + 1
            continue
        file.seek(at + place)
        try:
            piece, _ = make().step(file.read(_STEP_IN))
        except faults:
            piece = b""
        if re.match(begins, piece):
            return at + place
        at += place + 1


def plain_events(file: BinaryIO) -> Iterator[Event]:
    """A file that is not packed."""
    while piece := file.read(PIECE):
        yield piece


@attrs.define
class Tape:
    """What a file unpacks to, read once from its beginning. Positions count unpacked bytes, `packed` says where they stand.

    Raises Excess where it unpacks to more than the allowance. At a Fault it ends until `resume`.
    """

    file: BinaryIO
    allowance: Allowance
    begins: bytes
    position: int = 0
    fault: Fault | None = None
    is_packed: bool = attrs.field(init=False)
    _events: Iterator[Event] = attrs.field(init=False)
    _buffer: bytearray = attrs.field(factory=bytearray, init=False)
    _marks: deque[tuple[int, int]] = attrs.field(factory=deque, init=False)
    _ended: bool = attrs.field(default=False, init=False)

    def __attrs_post_init__(self) -> None:
        head = self.file.read(4)
        self.file.seek(0)
        self.is_packed = is_packed(head)
        self._events = events(self.file, self.begins) if self.is_packed else plain_events(self.file)

    def fill(self, count: int) -> bool:
        """Have so many bytes at hand, if there are."""
        while len(self._buffer) < count and not self._ended:
            event = next(self._events, None)
            if isinstance(event, bytes):
                self.allowance.spend(len(event))
                self._buffer += event
            elif isinstance(event, int):
                self._marks.append((self.position + len(self._buffer), event))
            else:
                self.fault = event
                self._ended = True
        return len(self._buffer) >= count

    def resume(self) -> Fault | None:
        """Go on behind a Fault: which one it was, or None at the file's end."""
        fault, self.fault = self.fault, None
        self.take(len(self._buffer))
        self._ended = fault is None
        return fault

    def peek(self, count: int) -> bytes:
        """The next bytes, fewer at the end."""
        self.fill(count)
        return bytes(self._buffer[:count])

    def take(self, count: int) -> bytes:
        """The next bytes, which are gone then."""
        self.fill(count)
        taken = bytes(self._buffer[:count])
        self._drop(len(taken))
        return taken

    def skip(self, count: int) -> int:
        """Let so many bytes go by; how many there were."""
        left = count
        while left and self.fill(1):
            step = min(left, len(self._buffer))
            self._drop(step)
            left -= step
        return count - left

    def give_back(self, data: bytes) -> None:
        """Read these bytes again, which were taken last."""
        self._buffer[:0] = data
        self.position -= len(data)

    def packed(self, start: int, end: int) -> tuple[int, int] | None:
        """Where unpacked bytes, of those last taken, stand in the file: the members that hold them. None within a long one."""
        if not self.is_packed:
            return start, end
        self.fill(1)  # so that the next member's beginning is known
        while len(self._marks) > 1 and self._marks[1][0] <= start:
            self._marks.popleft()
        last = next((packed for unpacked, packed in self._marks if unpacked >= end > self._marks[0][0]), None)
        return (self._marks[0][1], last) if last is not None else None

    def boundary(self) -> int | None:
        """The packed position of the next byte, if what follows can be read without what came before."""
        if not self.is_packed:
            return self.position
        self.fill(1)
        return next((packed for unpacked, packed in self._marks if unpacked == self.position), None)

    def _drop(self, count: int) -> None:
        del self._buffer[:count]
        self.position += count


def tape(data: bytes, begins: bytes) -> Tape:
    """A document's bytes."""
    return Tape(io.BytesIO(data), Allowance(len(data)), begins)
