"""Zip, tar, and what gzip, bzip2, xz and zstd pack."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from importlib.resources import files

import attrs
import zstandard
from hypothesis import reject
from hypothesis import strategies as st

from newsarchive import Part
from newsarchive.testing import Format, Renderer

_SAMPLES = files("newsarchive_plugins") / "samples"
_DATA = st.binary(max_size=200) | st.text(st.characters(exclude_categories=["Cs"]), max_size=200).map(str.encode)
#: Whole compressed files; behind each other they are one stream.
_PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": lambda data: gzip.compress(data, mtime=0),
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.ZstdCompressor(write_checksum=True).compress,
}


@attrs.frozen
class Streams(Part):
    """A part that is packed in several streams: its data is cut at these places."""

    cuts: Sequence[int] = ()


def _compressed(source: str, ending: str) -> Format:
    """A compression. `join` is None: members behind each other are one file (RFC 1952, 2.2), not several.

    What is inside takes the packed file's name, and the kit gives each document that of the first sample.
    """
    samples = _SAMPLES / source
    (name, *_) = sorted(file.name for file in samples.iterdir())
    pack = _PACKERS[ending]

    def write(part: Streams) -> bytes:
        places = sorted({min(place, len(part.data)) for place in (0, *part.cuts)})
        ends = [*places[1:], len(part.data)]
        return b"".join(pack(part.data[start:end]) for start, end in zip(places, ends, strict=True))

    items = st.builds(Streams, st.just(name.removesuffix(f".{ending}")), _DATA, cuts=st.lists(st.integers(0, 200), max_size=2))
    return Format(source=source, samples=samples, renderer=Renderer(items, write))


@attrs.frozen
class Member(Part):
    """A part and how its container is packed: by which method or layout, and by which compression, if any."""

    method: int = 0
    packing: str | None = None


# Names that lead nowhere else, and that no file manager leaves behind: none begins with a point, and all end in `.txt`.
_STEMS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/\\:"), min_size=1, max_size=8)
_NAMES = st.lists(_STEMS.filter(lambda stem: stem[0] not in "._"), min_size=1, max_size=3).map(
    lambda path: "/".join(path) + ".txt"
)


def _zipped(members: Sequence[Part], method: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for member in members:
            archive.writestr(zipfile.ZipInfo(member.name), member.data, method)
    return file.getvalue()


def _joined_zips(zips: Sequence[bytes]) -> bytes:
    """One zip of all members. A zip holds each name once: what is drawn with one twice is no zip."""
    members = []
    for data in zips:
        with zipfile.ZipFile(io.BytesIO(data), metadata_encoding="utf-8") as archive:  # of names that do not say
            members += [Part(info.filename, archive.read(info)) for info in archive.infolist() if not info.is_dir()]
    if len(members) > len({member.name for member in members}):
        reject()
    return _zipped(members, zipfile.ZIP_DEFLATED)


def _tarred(members: Sequence[Part], layout: int) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=layout, encoding="utf-8") as archive:
        for member in members:
            info = tarfile.TarInfo(member.name)
            info.size = len(member.data)
            archive.addfile(info, io.BytesIO(member.data))
    return file.getvalue()


def _joined_tars(tars: Sequence[bytes]) -> bytes:
    """One tar of all members, as `tar --concatenate` makes it."""
    members = []
    for tar in tars:
        by_zstd = tar.startswith(zstandard.FRAME_HEADER)  # what others packed, tarfile unpacks
        data = zstandard.ZstdDecompressor().decompressobj().decompress(tar) if by_zstd else tar
        with tarfile.open(fileobj=io.BytesIO(data), encoding="utf-8") as archive:
            held = [(info.name, archive.extractfile(info)) for info in archive.getmembers()]
            members += [Part(name, file.read()) for name, file in held if file]
    return _tarred(members, tarfile.PAX_FORMAT)


def _write_tar(member: Member) -> bytes:
    data = _tarred([member], member.method)
    return _PACKERS[member.packing](data) if member.packing else data


GZIP = _compressed("gzip", "gz")
BZIP2 = _compressed("bzip2", "bz2")
XZ = _compressed("xz", "xz")
ZSTD = _compressed("zstd", "zst")
ZIP_CONTAINER = Format(
    source="zip-container",
    samples=_SAMPLES / "zip-container",
    renderer=Renderer(
        # APPNOTE.TXT, 4.4.5: stored, deflated, bzip2, LZMA.
        st.builds(Member, _NAMES, _DATA, method=st.sampled_from([0, 8, 12, 14])),
        lambda member: _zipped([member], member.method),
    ),
    join=_joined_zips,
)
TAR_CONTAINER = Format(
    source="tar-container",
    samples=_SAMPLES / "tar-container",
    renderer=Renderer(
        st.builds(
            Member,
            _NAMES,
            _DATA,
            method=st.sampled_from([tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]),
            packing=st.none() | st.sampled_from(sorted(_PACKERS)),
        ),
        _write_tar,
    ),
    join=_joined_tars,
)
