"""The inputs' own bytes, appended to tar files below `originals/`, each member named by its SHA-256.

GNU format, fixed metadata, no end-of-archive blocks, so that an append changes nothing that was there and
`tar -xf originals/000.tar` works at any time. An append costs a tenth of a new file.
"""

import hashlib
import os
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import attrs

from ..errors import ChangedError, DamageError
from .durable import write_all

#: A new tar is begun once the open one has this many bytes.
TAR_BYTES = 1 << 30
_BLOCK = tarfile.BLOCKSIZE
_BUFFER = 1 << 18


@attrs.frozen
class Member:
    """One original within a tar: where its bytes are."""

    tar: str
    digest: str
    offset: int
    size: int


def header(digest: str, size: int) -> bytes:
    """The tar header of an original: the same for the same bytes, whoever archives them, whenever.

    What `tarfile` writes in GNU format with fixed metadata, at a tenth of its time: only name, size and the sum of the
    bytes differ. (A size of 8 GiB and more is written in another way, and left to it.)
    """
    if size >> 33:
        return _tar_header(digest, size)
    block = bytearray(_HEADER)
    block[:64] = digest.encode()
    block[124:135] = b"%011o" % size
    block[148:154] = b"%06o" % (_HEADER_SUM + sum(block[:64]) + sum(block[124:135]))
    return bytes(block)


def _tar_header(digest: str, size: int) -> bytes:
    info = tarfile.TarInfo(digest)
    info.size = size
    return info.tobuf(format=tarfile.GNU_FORMAT)


_HEADER = _tar_header("0" * 64, 0)
#: The sum counts its own eight bytes as blanks.
_HEADER_SUM = sum(_HEADER) - sum(_HEADER[:64]) - sum(_HEADER[124:135]) - sum(_HEADER[148:156]) + sum(b" " * 8)


def parse_header(block: bytes) -> tuple[str, int]:
    """The digest and size that a header states. Raises ValueError if it is not one of ours."""
    large = block[124:125] == b"\x80"
    try:
        digest = block[:64].decode("ascii")
        size = int.from_bytes(block[125:136], "big") if large else int(block[124:135], 8)
    except ValueError:
        raise ValueError("no tar header") from None
    if block != header(digest, size):
        raise ValueError("a tar header that newsarchive does not write")
    return digest, size


def tar_name(number: int) -> str:
    """`000.tar`; numbers past 999 get wider."""
    return f"{number:03}.tar"


def tar_number(name: str) -> int:
    """The way back: tars sort by their numbers."""
    return int(name.removesuffix(".tar"))


@attrs.define
class Originals:
    """Reading and appending. `touched` are the lengths of the tars that the batch appended to, by name."""

    folder: Path
    number: int = 0
    length: int = 0
    touched: dict[str, int] = attrs.Factory(dict)
    _descriptor: int | None = None

    @property
    def open_tar(self) -> str:
        return tar_name(self.number)

    def append(self, digest: str, size: int, pieces: Iterable[bytes]) -> Member:
        """Append an original of `size` bytes; not durable before the batch is synced.

        Raises ChangedError, with the tar as it was, if the pieces are not what `digest` and `size` say.
        """
        if self.length >= TAR_BYTES:
            self.close()
            self.number, self.length = self.number + 1, 0
        if self._descriptor is None:
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
            self._descriptor = os.open(self.folder / self.open_tar, flags, 0o644)
        start = self.length
        try:
            self._write(digest, size, pieces)
        except BaseException:
            os.ftruncate(self._descriptor, start)
            self.length = start
            raise
        self.touched[self.open_tar] = self.length
        return Member(self.open_tar, digest, start + _BLOCK, size)

    def _write(self, digest: str, size: int, pieces: Iterable[bytes]) -> None:
        assert self._descriptor is not None
        padding = b"\0" * (-size % _BLOCK)
        if isinstance(pieces, tuple):  # small and in memory: hashed already, and written at once
            write_all(self._descriptor, b"".join((header(digest, size), *pieces, padding)))
        else:
            write_all(self._descriptor, header(digest, size))
            hasher, written = hashlib.sha256(), 0
            for piece in pieces:
                hasher.update(piece)
                written += len(piece)
                write_all(self._descriptor, piece)
            if (hasher.hexdigest(), written) != (digest, size):
                raise ChangedError("the file changed while it was copied")
            write_all(self._descriptor, padding)
        self.length += _BLOCK + size + len(padding)

    def lengths(self) -> dict[str, int]:
        """The tars that the batch appended to, and the open one."""
        return self.touched | ({self.open_tar: self.length} if self.length else {})

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def read(self, member: Member) -> bytes:
        """An original's bytes, checked against its digest. Raises DamageError."""
        path = self.folder / member.tar
        with path.open("rb") as file:
            file.seek(member.offset)
            data = file.read(member.size)
        if hashlib.sha256(data).hexdigest() != member.digest:
            raise DamageError(str(path), f"the original {member.digest} at byte {member.offset} has another digest")
        return data

    def members(self, name: str, length: int | None = None) -> Iterator[tuple[Member, BinaryIO]]:
        """What a tar holds, by its headers; with each the file, which stands at its first byte.

        Raises DamageError where it is no chain of whole members.
        """
        path = self.folder / name
        end = path.stat().st_size if length is None else length
        with path.open("rb", buffering=_BUFFER) as file:
            position = 0
            while position < end:
                file.seek(position)
                try:
                    digest, size = parse_header(file.read(_BLOCK))
                except ValueError as error:
                    raise DamageError(str(path), f"at byte {position} stands {error}") from None
                yield Member(name, digest, position + _BLOCK, size), file
                position += _BLOCK + size + -size % _BLOCK
            if position != end:
                raise DamageError(str(path), f"its last member ends at byte {position}, and the file at {end}")

    def tars(self) -> list[str]:
        return sorted((path.name for path in self.folder.glob("*.tar")), key=tar_number)

    def recover(self, lengths: Mapping[str, int]) -> None:
        """Cut off what the ledger does not acknowledge, and go on after it. `lengths` names the open tar, the last one."""
        last = max(lengths, key=tar_number, default=None)
        for name in self.tars():
            if last is None or tar_number(name) > tar_number(last):
                (self.folder / name).unlink()
        for name, length in lengths.items():
            path = self.folder / name
            actual = path.stat().st_size if path.exists() else 0
            if actual < length:
                raise DamageError(str(path), f"it has {actual} bytes, and the ledger acknowledged {length}")
            if actual > length:
                os.truncate(path, length)
        self.close()
        self.number = tar_number(last) if last else 0
        self.length = lengths[last] if last else 0
        self.touched.clear()
