"""Tar, plain or compressed: POSIX.1-1988 (ustar), POSIX.1-2001 (pax) and GNU."""

import io
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from newsarchive import Bid, Confidence, Defect, Document, NotArticle, Part, Sample, Source, Unreadable, hookimpl
from newsarchive.text import printable_name

from ._container import Allowance, Excess, damaged, empty, left_behind, told, unpacked, unsafe
from ._packing import KINDS

if TYPE_CHECKING:
    import tarfile

#: POSIX.1-1988, the header block: where `ustar` stands in it.
_BLOCK, _MAGIC, _MAGIC_AT = 512, b"ustar", 257


def sniff(sample: Sample) -> Bid | None:
    """The mark in the first header, which is unpacked for that where it is packed."""
    if _is_tar(sample.head):
        return Bid(Confidence.CERTAIN, "begins with the header of a tar")
    for kind in KINDS.values():
        if kind.magic.match(sample.head):
            with suppress(Unreadable, Excess):
                if _is_tar(kind.unpack(Document(sample.name, sample.head)).read(_BLOCK)):
                    return Bid(Confidence.CERTAIN, f"begins with the header of a tar behind {kind.title}")
    return None


def _is_tar(head: bytes) -> bool:
    """Whether a header stands there, by its mark and its checksum: "custard" may stand at that place of a text."""
    if not head[_MAGIC_AT:].startswith(_MAGIC):
        return False
    import tarfile

    try:
        tarfile.TarInfo.frombuf(head[:_BLOCK], "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def parse(document: Document) -> Iterator[Part | Defect | NotArticle]:
    """A part for each file, in the order of the tar."""
    return empty(_members(document), "tar")


def _members(document: Document) -> Iterator[Part | Defect | NotArticle]:
    import tarfile

    kind = next((kind for kind in KINDS.values() if kind.magic.match(document.data)), None)
    stream = kind.unpack(document) if kind else unpacked(document, io.BytesIO(document.data))
    allowance = stream.allowance
    name = "(the first)"
    try:
        # By default names are in the locale's encoding, and a document would be read differently elsewhere.
        with tarfile.open(fileobj=stream, mode="r|", bufsize=_BLOCK * 20, encoding="utf-8") as tar:  # type: ignore[call-overload]  # it reads
            while (info := tar.next()) is not None:
                tar.members = []  # which would hold every header that there was
                allowance.count()
                name = printable_name(_raw_name(info))
                if info.size > allowance.most_of_all and not info.issparse():  # the library would look for its end for ever
                    yield Defect("member-too-large", f"member {name!r} states {info.size:,} bytes; what follows it is left")
                    return
                yield from _member(tar, info, name, allowance)
            while stream.read():  # the rest of it, for its checksum
                pass
        if stream.written > tar.offset:
            yield Defect("damaged", f"after {tar.offset:,} bytes it goes on as no tar does; what follows {name!r} is left")
    except Unreadable as error:
        yield Defect(error.code, f"{error.message}; what follows {name!r} is left")
    except Excess as error:
        yield told(name, error)
    except (tarfile.TarError, ValueError, OSError, OverflowError, RecursionError) as error:
        yield damaged(name, error)


def _member(
    tar: "tarfile.TarFile", info: "tarfile.TarInfo", name: str, allowance: Allowance
) -> Iterator[Part | Defect | NotArticle]:
    if info.isdir():
        return
    if refused := unsafe(_raw_name(info)) or _special(info, name):
        yield refused
        return
    if junk := left_behind(name):
        yield junk
        return
    file = tar.extractfile(info)
    if file is None:
        yield Defect("unsupported", f"member {name!r} is of a kind that cannot be read: {info.type!r}")
        return
    try:
        allowance.hold(info.size)
        data = allowance.gather(file.read, spend=False)
    except Excess as error:
        if error.last:
            raise
        yield told(name, error)
    else:
        yield Part(name, data)


def _raw_name(info: "tarfile.TarInfo") -> bytes:
    return info.name.encode(errors="surrogateescape")


def _special(info: "tarfile.TarInfo", name: str) -> Defect | None:
    """What is no file of its own."""
    if info.issym() or info.islnk():
        return Defect("link", f"member {name!r} is a link to {info.linkname!r:.200}; links are not followed")
    if info.isdev():
        return Defect("device", f"member {name!r} is a {'FIFO' if info.isfifo() else 'device'}, not a file")
    if info.issparse():
        return Defect("sparse", f"member {name!r} is a sparse file, whose holes would have to be made up")
    return None


@hookimpl
def newsarchive_sources() -> Source:
    """The source `tar-container`."""
    return Source(
        "tar-container", title="Tar container", sniff=sniff, parse=parse, refines=tuple(KINDS), libraries=("zstandard",)
    )
