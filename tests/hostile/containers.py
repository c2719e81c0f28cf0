"""Zips, tars and packed files that mean harm, made by hand where no library would write them."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import warnings
import zipfile
import zlib
from collections.abc import Callable
from functools import cache

import zstandard

from ..archive.support import story

STORY = story(7).encode()
#: Names that would be a path somewhere else.
TRAVERSAL = ("../evil.txt", "/etc/evil.txt", "C:evil.txt", "C:\\evil.txt", "a\\..\\evil.txt", "a/../../evil.txt", "..")
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": lambda data: gzip.compress(data, 6, mtime=0),
    "bz2": bz2.compress,
    "xz": lambda data: lzma.compress(data, preset=1),
    "zst": zstandard.ZstdCompressor(level=3).compress,
}


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip as the library writes it."""
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", method) as archive:
        warnings.simplefilter("ignore")  # duplicate names
        for name, data in members:
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name)
            info.compress_type = method
            archive.writestr(info, data)
    return file.getvalue()


def raw_zip(
    *members: tuple[bytes, bytes],
    flags: int = 0,
    method: int = 8,
    states: int | None = None,
    crc: int | None = None,
    mode: int = 0,
    shared: bool = False,
) -> bytes:
    """A zip that may lie; with `shared` all directory entries name the first member's data."""
    body, directory = bytearray(), bytearray()
    for name, data in members:
        deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = deflate.compress(data) + deflate.flush() if method == 8 else data
        fields = (20, flags, method, 0, 33, zlib.crc32(data) if crc is None else crc, len(packed))
        size = len(data) if states is None else states
        offset = 0 if shared else len(body)
        if not shared or not body:
            body += struct.pack("<4s5H3I2H", b"PK\3\4", *fields, size, len(name), 0) + name + packed
        directory += struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, *fields, size, len(name), 0, 0, 0, 0, mode << 16, offset) + name
    count = min(len(members), 0xFFFF)
    return bytes(body + directory) + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)


def nested(levels: int, pack: Callable[[str, bytes], bytes]) -> bytes:
    """A story within so many containers."""
    data, name = STORY, "story.txt"
    for level in range(levels):
        data, name = pack(name, data), f"level-{level}.container"
    return data


def matryoshka(levels: int, width: int) -> bytes:
    """A zip of zips, each of so many, with zeros in the innermost: what 42.zip is."""
    data, name = bytes(1 << 22), "zeros.txt"
    for level in range(levels):
        data, name = zipped(*((f"{number}-{name}", data) for number in range(width))), f"{level}.zip"
    return data


def tarred(*members: tuple[str | tarfile.TarInfo, bytes], format: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar as the library writes it."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=format) as archive:
        for name, data in members:
            info = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.size = len(data) if info.isreg() else 0
            archive.addfile(info, io.BytesIO(data))
    return file.getvalue()


def special(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    """A member of a tar that is no file."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def tar_header(name: bytes, size: bytes, kind: bytes = b"0") -> bytes:
    """A ustar header that may lie; its checksum is right."""
    header = bytearray(512)
    header[: len(name)] = name
    header[100:108], header[108:116], header[116:124] = b"0000644\0", b"0000000\0", b"0000000\0"
    header[124 : 124 + len(size)] = size
    header[136:148], header[148:156], header[156:157], header[257:265] = b"00000000000\0", b" " * 8, kind, b"ustar\x0000"
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header)


def sparse() -> bytes:
    """A GNU sparse file that is said to be 8 GB and has no data."""
    header = bytearray(tar_header(b"sparse.txt", b"00000000000\0", b"S"))
    header[257:265] = b"ustar  \0"
    header[386:410] = b"00000000000\0" * 2
    header[483:495] = b"77777777777\0"
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header) + bytes(1024)


@cache
def zips() -> dict[str, bytes]:
    """Zips by what is wrong with them."""
    link, encrypted = zipfile.ZipInfo("link.txt"), raw_zip((b"secret.txt", STORY), flags=1)
    link.external_attr = 0o120777 << 16
    sound = zipped(("a.txt", STORY))
    many = tuple((b"%d.txt" % number, b"") for number in range(100_050))
    return {
        "flat bomb": zipped(("bomb.txt", bytes(36 << 20)), ("after.txt", STORY)),
        "many flat bombs": zipped(*((f"{number}.txt", bytes(8 << 20)) for number in range(6))),
        "overlapping": raw_zip(*((b"same.txt", STORY) for _ in range(200)), shared=True),
        "42.zip": matryoshka(4, 5),
        "42 levels": nested(42, lambda name, data: zipped((name, data))),
        "8 levels": nested(7, lambda name, data: zipped((name, data))),
        **{f"traversal {number}": zipped((name, STORY), ("good.txt", STORY)) for number, name in enumerate(TRAVERSAL)},
        "link": zipped((link, b"/etc/passwd"), ("good.txt", STORY)),
        "device": raw_zip((b"null", b""), mode=0o020666),
        "fifo": raw_zip((b"pipe", b""), mode=0o010644),
        "encrypted": encrypted,
        "unknown method": raw_zip((b"a.txt", STORY), method=99),
        "wrong checksum": raw_zip((b"a.txt", STORY), crc=1),
        "states too little": raw_zip((b"a.txt", STORY), states=10),
        "states too much": raw_zip((b"a.txt", STORY), states=1 << 20),
        "states 4 GB": raw_zip((b"a.txt", STORY), states=0xFFFFFFFE),
        "cut off": sound[: len(sound) // 2],
        "cut off at its end": sound[:-3],
        "without directory": sound[: sound.index(b"PK\1\2")],
        "only an end": sound[sound.index(b"PK\5\6") :],
        "empty": zipped(),
        "only folders": zipped(("a/", b""), ("a/b/", b"")),
        "the same name twice": zipped(("a.txt", STORY), ("a.txt", story(8).encode())),
        "names not UTF-8": raw_zip((b"caf\xe9.txt", STORY)),
        "names that only claim it": raw_zip((b"caf\xe9.txt", STORY), flags=0x800),
        "names of UTF-8 unsaid": raw_zip(("café.txt".encode(), STORY)),
        "no name": raw_zip((b"", STORY)),
        "names with NUL": raw_zip((b"a.txt\0.exe", STORY)),
        "names with escapes": zipped(("\x1b[31m\u202etxt.a", STORY)),
        "name of 65,535 bytes": zipped(("n" * 65535, STORY)),
        "in front of it a program": b"#!/bin/sh\nexit 1\n" * 100 + sound,
        "behind it rubbish": sound + b"rubbish" * 100,
        "two zips": sound + zipped(("b.txt", story(9).encode())),
        "zip64 that lies": sound.replace(b"PK\5\6\0\0\0\0\1\0\1\0", b"PK\5\6\0\0\0\0\xff\xff\xff\xff"),
        "100,050 empty members": raw_zip(*many, method=0),
        "left behind": zipped(("__MACOSX/._a.txt", b"\0\5\x16\7"), (".DS_Store", b"\0\0\0\1Bud1"), ("a.txt", STORY)),
        "a DOCX": zipped(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document/>")),
        "an EPUB": zipped(("mimetype", b"application/epub+zip"), method=zipfile.ZIP_STORED),
        "bzip2 within": zipped(("a.txt", STORY), method=zipfile.ZIP_BZIP2),
        "lzma within": zipped(("a.txt", STORY), method=zipfile.ZIP_LZMA),
        "bzip2 bomb within": zipped(("a.txt", bytes(36 << 20)), method=zipfile.ZIP_BZIP2),
    }


@cache
def tars() -> dict[str, bytes]:
    """Tars by what is wrong with them."""
    sound = tarred(("a.txt", STORY), ("b.txt", story(8).encode()))
    broken = bytearray(sound)
    broken[sound.index(b"b.txt") + 3] ^= 1
    bomb = tarred(("zeros.txt", bytes(36 << 20)), ("good.txt", STORY))
    files = {
        "sound": sound,
        "links": tarred((special("l.txt", b"2", "/etc/passwd"), b""), (special("h.txt", b"1", "a.txt"), b""), ("a.txt", STORY)),
        "devices": tarred((special("zero", b"3"), b""), (special("disk", b"4"), b""), (special("pipe", b"6"), b"")),
        "folders": tarred((special("a", b"5"), b"")),
        **{f"traversal {number}": tarred((name, STORY), ("good.txt", STORY)) for number, name in enumerate(TRAVERSAL)},
        "sparse": sparse(),
        "cut off": sound[:700],
        "wrong checksum of the second": bytes(broken),
        "rubbish behind": sound + b"rubbish" * 1000,
        "two tars": sound + sound,
        "states 8 GB": tar_header(b"a.txt", b"77777777777\0") + STORY,
        "states less than nothing": tar_header(b"a.txt", b"\xff" * 12) + bytes(1024),
        "states 2^88 bytes": tar_header(b"a.txt", b"\x80" + b"\x7f" * 11) + bytes(1024),
        "a name of 8 GB": tar_header(b"././@LongLink", b"77777777777\0", b"L") + bytes(4096),
        "pax of 8 GB": tar_header(b"pax", b"77777777777\0", b"x") + bytes(4096),
        "pax within pax": b"".join(tar_header(b"pax", b"00000000000\0", b"x") for _ in range(3000)),
        "pax that lies": tar_header(b"pax", b"00000000020\0", b"x") + b"99999 path=a.txt".ljust(512, b"\0") + sound,
        "names not UTF-8": tarred(("caf\udce9.txt", STORY), format=tarfile.GNU_FORMAT),
        "kind unknown": tar_header(b"odd.txt", b"00000000005\0", b"Z") + b"hello".ljust(1536, b"\0"),
        "empty": tarred(),
        "42 levels": nested(42, lambda name, data: tarred((name, data))),
    }
    packed = {f"bomb.{ending}": pack(bomb) for ending, pack in PACKERS.items()}
    packed |= {f"sound.{ending}": pack(sound) for ending, pack in PACKERS.items()}
    packed |= {f"cut off.{ending}": pack(sound)[:-20] for ending, pack in PACKERS.items()}
    return files | packed


@cache
def streams() -> dict[str, dict[str, bytes]]:
    """Packed files by how they are packed and what is wrong with them."""
    found = {}
    for ending, pack in PACKERS.items():
        sound = pack(STORY)
        flipped = bytearray(sound)
        flipped[len(sound) // 2] ^= 0x10
        found[ending] = {
            "sound": sound,
            "bomb": pack(bytes(36 << 20)),
            "bomb within bomb": pack(pack(bytes(36 << 20))),
            "cut off": sound[:-5],
            "only its mark": sound[:10],
            "damaged": bytes(flipped),
            "rubbish behind": sound + b"rubbish" * 10,
            "twice": sound + pack(story(8).encode()),
            "of nothing": pack(b""),
            "42 levels": nested(42, lambda _, data, pack=pack: pack(data)),  # type: ignore[misc]
        }
    return found
