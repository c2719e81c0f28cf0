"""What the archive's process and its workers say to each other, over pipes.

A frame is two lengths (8 bytes each, big-endian), then a JSON head and a body of bytes. Requests come in chunks.
"""

import os
import struct
from collections.abc import Sequence
from typing import Annotated

import attrs
from msgspec import Meta

from ..canonical import encode_briskly
from ..store.durable import write_all

_LENGTHS = struct.Struct(">QQ")
_COUNT = struct.Struct(">Q")
_PIECE = 1 << 20


@attrs.frozen(kw_only=True)
class Request:
    """A document to be read. Its bytes are the frame's body; or lie in a file; or are too many, and only its ends go along."""

    name: str
    original: str
    size: int
    hints: dict[str, str] = attrs.Factory(dict)
    path: str | None = None  #: where the bytes lie, if not in the body: the path's own bytes as Latin-1, which JSON can hold
    offset: int = 0
    head: Annotated[int, Meta(ge=0)] | None = None  #: the body is this many bytes of the document's head, then its tail
    refusal: str | None = None  #: why it is not to be read at all: rules that contradict each other
    whole: Annotated[int, Meta(ge=0)] | None = None  #: the file's size: asked is only how long the next stretch of it is
    most: Annotated[int, Meta(ge=0)] = 0  #: and about how long it should be
    tracing: bool = False
    killers: dict[str, str] = attrs.Factory(dict)  #: sources whose `sniff` of it ended a worker, and how


@attrs.frozen(kw_only=True)
class SourceState:
    """A source of a plugin."""

    name: str
    title: str = ""
    lossless: bool = False
    refines: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class PluginState:
    """A plugin as a worker loaded it."""

    name: str
    origin: str
    version: str
    sources: tuple[SourceState, ...] = ()
    error: str | None = None


@attrs.frozen(kw_only=True)
class Hello:
    """A worker's first frame: what it can read with, by name and version."""

    plugins: tuple[PluginState, ...] = ()
    sources: dict[str, str] = attrs.Factory(dict)


def pack(head: object, body: bytes = b"") -> bytes:
    """A frame's bytes. Raises RecordError for what JSON cannot say."""
    said = encode_briskly(head)
    return b"".join((_LENGTHS.pack(len(said), len(body)), said, body))


def send(descriptor: int, frame: bytes) -> None:
    """Write a frame."""
    write_all(descriptor, frame)


def send_chunk(descriptor: int, frames: Sequence[bytes]) -> None:
    """Several frames, announced by their number."""
    write_all(descriptor, b"".join((_COUNT.pack(len(frames)), *frames)))


@attrs.define
class Stream:
    """The frames that come through a pipe. What is there is read at once, and kept until it is asked for."""

    descriptor: int
    _buffer: bytearray = attrs.Factory(bytearray)

    @property
    def begun(self) -> bool:
        """Whether the beginning of another frame has been read."""
        return bool(self._buffer)

    def receive(self, limit: int = 1 << 40) -> tuple[bytes, bytes] | None:
        """A frame's head and body; None at the end of the stream. Raises ValueError for a frame beyond `limit` bytes."""
        lengths = self._take(_LENGTHS.size)
        if lengths is None:
            return None
        head_length, body_length = _LENGTHS.unpack(lengths)
        if head_length + body_length > limit:
            raise ValueError(f"a frame of {head_length + body_length} bytes")
        head, body = self._take(head_length), self._take(body_length)
        return None if head is None or body is None else (head, body)

    def receive_chunk(self) -> list[tuple[bytes, bytes]] | None:
        """All frames of a chunk before the first is answered, so that two pipes cannot fill up against each other."""
        count = self._take(_COUNT.size)
        if count is None:
            return None
        frames = [self.receive() for _ in range(_COUNT.unpack(count)[0])]
        return [frame for frame in frames if frame is not None]

    def _take(self, count: int) -> bytes | None:
        while len(self._buffer) < count:
            piece = os.read(self.descriptor, _PIECE)
            if not piece:
                return None
            self._buffer += piece
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        return taken
