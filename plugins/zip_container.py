"""Zip: APPNOTE.TXT 6.3.10, stored, deflated, bzip2 or LZMA."""

import io
import struct
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from newsarchive import Bid, Confidence, Defect, Document, NotArticle, Part, Sample, Source, Unreadable, hookimpl
from newsarchive.text import printable_name

from ._container import MEMBERS, Allowance, Excess, damaged, empty, left_behind, told, unsafe

if TYPE_CHECKING:
    import zipfile

#: APPNOTE.TXT, 4.3.7, 4.3.12 and 4.3.16: headers of a member, of its entry in the directory, of the directory's end.
_LOCAL, _ENTRY, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_LOCAL_LENGTH = 30
#: Formats that are zip files and no containers: OPC (ECMA-376-2) and OCF (EPUB, OpenDocument) say so by a member.
_OTHERS = (b"[Content_Types].xml", b"mimetypeapplication/")
#: APPNOTE.TXT, 4.4.4: bits of the flags.
_ENCRYPTED, _UTF_8 = 0x1, 0x800
#: The upper half of the external attributes is a Unix mode (Info-ZIP): its type, and that of a link.
_TYPE, _LINK, _FILE = 0o170000, 0o120000, (0, 0o100000)


def sniff(sample: Sample) -> Bid | None:
    """The header of a member, or the end of the directory behind whatever stands in front."""
    begins = sample.head.startswith((_LOCAL, _END))
    if not begins and _END not in sample.tail:
        return None
    if any(mark in sample.head[:4096] or mark in sample.tail for mark in _OTHERS):
        return None
    return Bid(Confidence.LIKELY, "begins as zip does" if begins else "ends as zip does")


def parse(document: Document) -> Iterator[Part | Defect | NotArticle]:
    """A part for each file, in the order of the zip's directory."""
    return empty(_members(document), "zip")


def _members(document: Document) -> Iterator[Part | Defect | NotArticle]:
    import zipfile

    if document.data.count(_ENTRY) > MEMBERS:  # before a directory of millions is read
        raise Unreadable(f"it has more than {MEMBERS:,} members", code="too-many-members")
    try:
        archive = zipfile.ZipFile(io.BytesIO(document.data))
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, OSError) as error:
        raise Unreadable(f"its directory cannot be read: {error}", code="damaged") from None
    allowance = Allowance(len(document.data))
    overlapping = _overlapping(archive.infolist())
    seen: set[str] = set()
    for info in archive.infolist():
        if info.filename.endswith("/") and not info.file_size:
            continue
        raw = _raw_name(info)
        name = printable_name(raw)
        if name in seen:
            yield Defect("duplicate-name", f"several members are called {name!r}")
        seen.add(name)
        if refused := unsafe(raw) or _special(info, name, overlapping):
            yield refused
        elif junk := left_behind(name):
            yield junk
        else:
            try:
                allowance.count()
                yield Part(name, _data(archive, info, allowance))
            except Excess as error:
                yield told(name, error)
                if error.last:
                    return
            except _Damaged as error:
                yield damaged(name, error)


class _Damaged(Exception):  # noqa: N818  # it is caught above and made a Defect
    """A member that cannot be unpacked."""


def _data(archive: "zipfile.ZipFile", info: "zipfile.ZipInfo", allowance: Allowance) -> bytes:
    """A member's bytes. Raises Excess and _Damaged."""
    import lzma
    import zipfile
    import zlib

    faults = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError, RuntimeError)
    allowance.hold(info.file_size)
    try:
        with archive.open(info) as file:
            data = allowance.gather(file.read)
    except faults as error:
        raise _Damaged(str(error) or type(error).__name__) from None
    if len(data) != info.file_size:
        raise _Damaged(f"it states {info.file_size:,} bytes and has {len(data):,}")
    return data


def _raw_name(info: "zipfile.ZipInfo") -> bytes:
    """The name's own bytes. Without its flag the library takes them for code page 437, and many writers mean UTF-8."""
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF_8 else "cp437")


def _special(info: "zipfile.ZipInfo", name: str, overlapping: set[int]) -> Defect | None:
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


def _overlapping(members: list["zipfile.ZipInfo"]) -> set[int]:
    """Where members begin that reach into the next one (Fifield, "A better zip bomb", 2019)."""
    found = set()
    for member, following in pairwise(sorted(members, key=lambda info: info.header_offset)):
        end = member.header_offset + _LOCAL_LENGTH + len(member.orig_filename) + member.compress_size
        if end > following.header_offset:
            found |= {member.header_offset, following.header_offset}
    return found


@hookimpl
def newsarchive_sources() -> Source:
    """The source `zip-container`."""
    return Source("zip-container", title="Zip container", sniff=sniff, parse=parse)
