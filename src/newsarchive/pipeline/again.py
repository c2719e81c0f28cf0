"""Reading again what the archive has: originals from where they are kept, else from the drop folder that they came from."""

import os
import re
from collections.abc import Container

import attrs

from ..entries import DocumentLine
from ..errors import DamageError
from ..intake import WHOLE_BYTES, Content, Deferral, read, read_stretch
from ..reading import Reading
from ..rules import Match
from ..sources import HEAD_BYTES, TAIL_BYTES
from ..store.originals import Member, Originals
from ..walk import Input, Refusal, why
from .frames import Request
from .requests import located, request


@attrs.frozen
class Lost:
    """A document that cannot be read again: only a reference was kept, and its file is not there as it was."""

    name: str
    reason: str


def job(originals: Originals, line: DocumentLine, drop: str, conflict: str | None = None) -> tuple[Request, bytes] | Lost:
    """A document as a worker reads it, from its ledger line and its drop folder, under the hints of that line.

    It is not read where rules contradict each other: `conflict`. Raises DamageError.
    """
    return _kept(originals, line, conflict) if line.kept else _referenced(line, drop, conflict)


def is_blanked(line: DocumentLine, blanked: Container[tuple[str, int]]) -> bool:
    """Whether a removed text was taken out of a document's original, which is not what was read any more."""
    return line.kept is not None and (bool(line.kept.cuts) or (line.kept.tar, line.kept.offset) in blanked)


def changed(originals: Originals, line: DocumentLine, drop: str, reading: Reading) -> Lost | None:
    """The document as lost, if a worker read other bytes than were asked for. Raises DamageError if these were kept."""
    if not any(reason.code == "changed" for each in reading.found for reason in each.reasons):
        return None
    if line.kept:
        raise DamageError(str(originals.folder / line.kept.tar), f"the original {line.original} has another digest")
    return Lost(f"{drop}/{line.name}", "its original was only referenced, and it changed while it was read")


def _kept(originals: Originals, line: DocumentLine, conflict: str | None) -> tuple[Request, bytes]:
    """From its tar. A large one is read by the worker, which checks the digest as well."""
    kept = line.kept
    assert kept is not None
    asked = Request(name=line.name, original=line.original, size=line.size, hints=line.hints, refusal=conflict)
    path = originals.folder / kept.tar
    try:
        if line.size <= WHOLE_BYTES:
            return asked, originals.read(Member(kept.tar, line.original, kept.offset, line.size))
        with path.open("rb") as file:
            file.seek(kept.offset)
            head = file.read(HEAD_BYTES)
            file.seek(kept.offset + line.size - TAIL_BYTES)
            tail = file.read(TAIL_BYTES)
    except OSError as error:
        raise DamageError(str(path), f"it cannot be read: {error.strerror}") from None
    return located(asked, None, head, tail, os.fsencode(path.absolute()), kept.offset)


def _referenced(line: DocumentLine, drop: str, conflict: str | None) -> tuple[Request, bytes] | Lost:
    """From its drop folder, where that still holds the same bytes."""
    path = os.path.join(_raw(drop), _raw(line.name))
    content = _read(line, path)
    if isinstance(content, Content) and content.digest == line.original:
        return request(content, Match(hints=line.hints, conflict=conflict))
    reason = "it has other bytes now" if isinstance(content, Content) else content.reason
    return Lost(f"{drop}/{line.name}", f"its original was only referenced, and {reason}")


def _read(line: DocumentLine, path: bytes) -> Content | Refusal | Deferral:
    """The file, or its stretch: other bytes of a file may have changed since."""
    found = Input(line.drop, line.name, path, line.size, line.mtime_ns, line.inode)
    if line.stretch is None:
        return read(found, HEAD_BYTES, TAIL_BYTES)
    try:
        status = os.lstat(path)
    except OSError as error:
        return Refusal(line.drop, line.name, "unreadable", why(error))
    found = Input(line.drop, line.name, path, status.st_size, status.st_mtime_ns, status.st_ino)
    whole = Content(found, line.stretch.file, None, b"", b"")
    return read_stretch(whole, line.stretch.start, line.stretch.start + line.size, HEAD_BYTES, TAIL_BYTES)


def _raw(name: str) -> bytes:
    """The bytes of a name that `printable_name` made printable."""
    return b"".join(
        piece[1:] if piece == b"\\\\" else bytes([int(piece[2:], 16)]) if piece.startswith(b"\\x") else piece
        for piece in re.findall(rb"\\\\|\\x[0-9a-f]{2}|[^\\]+|\\", name.encode())
    )
