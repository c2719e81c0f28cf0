"""The bytes of a packed volume: lines in zstd frames of 100, so that a line is read by decompressing one frame.

There is nothing in the file but frames, one after the other, each with zstd's own checksum: `zstdcat` gives the lines.
Where a frame begins is found by following the headers of frames and blocks (RFC 8878, section 3.1.1), which costs
about as much as reading one line.
"""

import os
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import BinaryIO

import zstandard

#: Lines of a frame. The last frame of a volume may have fewer.
FRAME_LINES = 100
#: Level 1 takes two thirds of the time of level 3, the usual one, for a tenth more bytes (docs/adr/0015).
_LEVEL = 1
_FRAME_HEADER = 18  # bytes at most
_BLOCK_HEADER = 3
_RLE = 1
_CHECKSUM = 4


def compress(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The file's bytes, in pieces. The same lines give the same bytes with the same zstd."""
    compressor = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
    rest = iter(lines)
    for first in rest:
        frame = compressor.compressobj()
        for line in chain((first,), islice(rest, FRAME_LINES - 1)):
            yield frame.compress(line)
        yield frame.flush()


def offsets(file: BinaryIO) -> list[int]:
    """Where each frame begins, and last of all where the file ends. Raises ValueError where it is no chain of frames."""
    found = [0]
    end = file.seek(0, os.SEEK_END)
    while found[-1] < end:
        file.seek(found[-1])
        head = file.read(_FRAME_HEADER)
        try:
            parameters = zstandard.get_frame_parameters(head)
            position = found[-1] + zstandard.frame_header_size(head)
        except zstandard.ZstdError as error:
            raise ValueError(f"no frame at byte {found[-1]:,}: {error}") from None
        last = False
        while not last:
            file.seek(position)
            block = file.read(_BLOCK_HEADER)
            if len(block) < _BLOCK_HEADER:
                raise ValueError(f"the frame at byte {found[-1]:,} has no end")
            number = int.from_bytes(block, "little")
            last, kind, size = bool(number & 1), number >> 1 & 3, number >> 3
            position += _BLOCK_HEADER + (1 if kind == _RLE else size)
        found.append(position + (_CHECKSUM if parameters.has_checksum else 0))
    if found[-1] != end:
        raise ValueError(f"the frame at byte {found[-2]:,} has no end")
    return found


def decompress(frame: bytes) -> list[bytes]:
    """A frame's lines, each with its line feed. Raises ValueError where it is not what was written."""
    opened = zstandard.ZstdDecompressor().decompressobj()
    try:
        data = opened.decompress(frame)
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from None
    if not opened.eof:
        raise ValueError("it has no end")
    return [line + b"\n" for line in data.split(b"\n")[:-1]]
