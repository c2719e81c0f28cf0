"""Members of zip files, for containers and for formats that are zip files: APPNOTE.TXT 6.3.10."""

import io
import struct
from itertools import pairwise
from typing import TYPE_CHECKING

from newsarchive import Defect, Unreadable

from ._container import MEMBERS, Allowance, Excess

if TYPE_CHECKING:
    import zipfile

#: APPNOTE.TXT, 4.3.7 and 4.3.12: the length of a member's header, and how its entry in the directory begins.
_LOCAL_LENGTH, _ENTRY = 30, b"PK\x01\x02"
#: APPNOTE.TXT, 4.4.4: bits of the flags.
_ENCRYPTED, _UTF_8 = 0x1, 0x800
#: The upper half of the external attributes is a Unix mode (Info-ZIP): its type, and that of a link.
_TYPE, _LINK, _FILE = 0o170000, 0o120000, (0, 0o100000)


def open_zip(data: bytes) -> "zipfile.ZipFile":
    """A zip's directory. Raises Unreadable."""
    import zipfile

    if data.count(_ENTRY) > MEMBERS:  # before a directory of millions is read
        raise Unreadable(f"it has more than {MEMBERS:,} members", code="too-many-members")
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, OSError) as error:
        raise Unreadable(f"its directory cannot be read: {error}", code="damaged") from None


class Package:
    """A document that is a zip of named parts: Open Packaging (ECMA-376-2), OpenDocument, EPUB."""

    def __init__(self, data: bytes) -> None:
        """Raises Unreadable."""
        self._archive = open_zip(data)
        self._members = {info.filename: info for info in self._archive.infolist()}
        self._overlapping = overlapping_members(self._archive.infolist())
        self._allowance = Allowance(len(data))

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """A part's bytes. Raises Unreadable if there is none, or none that can be read within bounds."""
        info = self._members.get(name)
        if info is None:
            raise Unreadable(f"it has no part {name!r}", code="no-part")
        if refused := unreadable(info, name, self._overlapping):
            raise Unreadable(refused.reason, code=refused.code)
        try:
            return member_data(self._archive, info, self._allowance)
        except (Damaged, Excess) as error:
            code = error.code if isinstance(error, Excess) else "damaged"
            raise Unreadable(f"part {name!r}: {error}", code=code) from None


class Damaged(Exception):  # noqa: N818  # it is caught above and made a Defect
    """A member that cannot be unpacked."""


def member_data(archive: "zipfile.ZipFile", info: "zipfile.ZipInfo", allowance: Allowance) -> bytes:
    """A member's bytes, as many as are stated. Raises Excess and Damaged."""
    data = unpacked_member(archive, info, allowance)
    if len(data) != info.file_size:
        raise Damaged(f"it states {info.file_size:,} bytes and has {len(data):,}")
    return data


def unpacked_member(archive: "zipfile.ZipFile", info: "zipfile.ZipInfo", allowance: Allowance) -> bytes:
    """A member's bytes, however many. Raises Excess and Damaged."""
    import lzma
    import zipfile
    import zlib

    faults = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError, RuntimeError)
    allowance.hold(info.file_size)
    try:
        with archive.open(info) as file:
            return allowance.gather(file.read)
    except faults as error:
        raise Damaged(str(error) or type(error).__name__) from None


def raw_name(info: "zipfile.ZipInfo") -> bytes:
    """The name's own bytes. Without its flag the library takes them for code page 437, and many writers mean UTF-8."""
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF_8 else "cp437")


def unreadable(info: "zipfile.ZipInfo", name: str, overlapping: set[int]) -> Defect | None:
    """What is no file of its own, or cannot be read."""
    kind = (info.external_attr >> 16) & _TYPE
    if info.flag_bits & _ENCRYPTED:
        return Defect("encrypted", f"member {name!r} is encrypted")
    if kind == _LINK:
        return Defect("link", f"member {name!r} is a symbolic link; links are not followed")
    if kind not in _FILE:
        return Defect("device", f"member {name!r} is no file, its mode says {kind:o}")
    if info.header_offset in overlapping:
        return Defect("overlapping", f"member {name!r} overlaps another one")
    if info.compress_type not in (0, 8, 12, 14):  # APPNOTE.TXT, 4.4.5
        return Defect("unsupported", f"member {name!r} is packed by method {info.compress_type}, which cannot be read")
    return None


def overlapping_members(members: list["zipfile.ZipInfo"]) -> set[int]:
    """Where members begin that reach into the next one (Fifield, "A better zip bomb", 2019)."""
    found = set()
    for member, following in pairwise(sorted(members, key=lambda info: info.header_offset)):
        end = member.header_offset + _LOCAL_LENGTH + len(member.orig_filename) + member.compress_size
        if end > following.header_offset:
            found |= {member.header_offset, following.header_offset}
    return found
