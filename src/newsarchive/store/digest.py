"""SHA-256 of a stretch of a file, whatever its length."""

import hashlib
from typing import BinaryIO

_PIECE = 1 << 20


def sha256(file: BinaryIO, size: int) -> "hashlib._Hash":
    """The hash of the next `size` bytes, or of as many as there are."""
    hasher = hashlib.sha256()
    while size and (piece := file.read(min(size, _PIECE))):
        hasher.update(piece)
        size -= len(piece)
    return hasher
