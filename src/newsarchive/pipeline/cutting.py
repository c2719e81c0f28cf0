"""Asking a source how long the next stretch of a large file is. Runs plugin code."""

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from ..errors import PLUGIN_FAULTS
from ..reading import Reading
from ..sources import Sample
from .frames import Request
from .reader import Reader

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BUFFER = 1 << 16


def cut(reader: Reader, request: Request, body: bytes) -> Reading:
    """How many bytes of a file from `offset` on its source takes for a stretch; 0 where it cannot say. Raises OSError."""
    assert request.head is not None
    assert request.whole is not None
    assert request.path is not None
    sample = Sample(request.name, request.whole, body[: request.head], body[request.head :], request.hints)
    source = reader.decide(sample).winner
    if source is None or source.cut is None:
        return Reading(cut=0)
    left = request.whole - request.offset
    with Path(os.fsdecode(request.path.encode("latin-1"))).open("rb", buffering=0) as file:
        reader.note("cut", source.name)
        try:
            length = source.cut(io.BufferedReader(_Rest(file, request.offset), _BUFFER), request.most)
        except PLUGIN_FAULTS:  # the fence around a plugin's code: then it cannot say
            length = 0
    return Reading(source=source.name, cut=length if isinstance(length, int) and 0 < length <= left else 0)


@attrs.define(slots=False)
class _Rest(io.RawIOBase):
    """A file from some byte on, which is its byte 0."""

    file: io.FileIO
    start: int

    def __attrs_post_init__(self) -> None:
        self.file.seek(self.start)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int | None:
        return self.file.readinto(buffer)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self.file.seek(offset + (self.start if whence == os.SEEK_SET else 0), whence) - self.start

    def tell(self) -> int:
        return self.file.tell() - self.start
