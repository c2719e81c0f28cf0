"""Compressions of one stream of bytes: how they begin, and how they are unpacked piece by piece."""

import io
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from newsarchive import Document

from ._container import Unpacked, unpacked


def _gzip(document: Document) -> Unpacked:
    import gzip
    import zlib

    return unpacked(document, gzip.GzipFile(fileobj=io.BytesIO(document.data)), zlib.error)


def _bzip2(document: Document) -> Unpacked:
    import bz2

    return unpacked(document, bz2.BZ2File(io.BytesIO(document.data)))


def _xz(document: Document) -> Unpacked:
    import lzma

    return unpacked(document, lzma.LZMAFile(io.BytesIO(document.data)), lzma.LZMAError)


def _zstd(document: Document) -> Unpacked:
    import zstandard

    return unpacked(document, _ZstdFile(document.data), zstandard.ZstdError)


#: RFC 8878, 3.1.1.1.2: decoders should take windows of 8 MiB at least; `zstd --ultra` writes up to this.
_ZSTD_WINDOW = 128 << 20
#: RFC 8878, 3.1.1.2: a block of four bytes may stand for 128 KiB. So many packed bytes are 4 MiB at most.
_ZSTD_PIECE = 128


class _ZstdFile:
    """Zstandard frames as a file. The library's own reader takes a frame that is cut off for one that has ended."""

    def __init__(self, data: bytes) -> None:
        self._data = memoryview(data)
        self._at = 0
        self._frame: Any = None
        self._ready = io.BytesIO()

    def read(self, count: int) -> bytes:
        """Raises EOFError and zstandard's ZstdError."""
        while not (piece := self._ready.read(count)):
            if self._at == len(self._data):
                if self._frame is None:
                    return b""
                raise EOFError("it is cut off")
            self._ready = io.BytesIO(self._unpack())
        return piece

    def _unpack(self) -> bytes:
        """What the next few packed bytes stand for, which may be nothing yet."""
        if self._frame is None:
            import zstandard

            self._frame = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
        taken = self._data[self._at : self._at + _ZSTD_PIECE]
        found: bytes = self._frame.decompress(taken)
        self._at += len(taken)
        if self._frame.eof:
            self._at -= len(self._frame.unused_data)
            self._frame = None
        return found


class Kind(NamedTuple):
    """A compression: how its files begin, what their names end in and then lose, and its title."""

    magic: re.Pattern[bytes]
    endings: re.Pattern[str]
    title: str
    unpack: Callable[[Document], Unpacked]


KINDS = {
    # RFC 1952, 2.3.1: two bytes of mark, method 8, no reserved flags.
    "gzip": Kind(re.compile(rb"\x1f\x8b\x08[\x00-\x1f]"), re.compile(r"\.(t?gz)$", re.I), "gzip", _gzip),
    # bzip2's format: level, then the mark of a block or of the end.
    "bzip2": Kind(re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)"), re.compile(r"\.(bz2|tbz2?)$", re.I), "bzip2", _bzip2),
    # The .xz file format, 2.1.1.1.
    "xz": Kind(re.compile(rb"\xfd7zXZ\x00"), re.compile(r"\.(t?xz)$", re.I), "xz", _xz),
    # RFC 8878, 3.1.1 and 3.1.2: a frame, or a skippable one.
    "zstd": Kind(re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"), re.compile(r"\.(t?zst)$", re.I), "Zstandard", _zstd),
}


def inner_name(name: str, kind: Kind) -> str:
    """The name of what is inside: `drop/a.txt.gz` holds `a.txt`, `a.tgz` holds `a.tar`, `a` holds `a`."""
    base = name.rpartition("/")[2]
    ending = kind.endings.search(base)
    if ending is None or not ending.start():
        return base
    return base[: ending.start()] + (".tar" if ending[1].lower().startswith("t") else "")
