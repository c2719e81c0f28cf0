"""Zip: APPNOTE.TXT 6.3.10, stored, deflated, bzip2 or LZMA."""

from collections.abc import Iterator

from newsarchive import Bid, Confidence, Defect, Document, NotArticle, Part, Sample, Source, hookimpl
from newsarchive.text import printable_name

from ._container import Allowance, Excess, damaged, empty, left_behind, told, unsafe
from ._zip import Damaged, member_data, open_zip, overlapping_members, raw_name, unreadable

#: APPNOTE.TXT, 4.3.7 and 4.3.16: headers of a member, of the directory's end.
_LOCAL, _END = b"PK\x03\x04", b"PK\x05\x06"
#: Formats that are zip files and no containers: OPC (ECMA-376-2) and OCF (EPUB, OpenDocument) say so by a member.
_OTHERS = (b"[Content_Types].xml", b"mimetypeapplication/")


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
    archive = open_zip(document.data)
    allowance = Allowance(len(document.data))
    overlapping = overlapping_members(archive.infolist())
    seen: set[str] = set()
    for info in archive.infolist():
        if info.filename.endswith("/") and not info.file_size:
            continue
        raw = raw_name(info)
        name = printable_name(raw)
        if name in seen:
            yield Defect("duplicate-name", f"several members are called {name!r}")
        seen.add(name)
        if refused := unsafe(raw) or unreadable(info, name, overlapping):
            yield refused
        elif junk := left_behind(name):
            yield junk
        else:
            try:
                allowance.count()
                yield Part(name, member_data(archive, info, allowance))
            except Excess as error:
                yield told(name, error)
                if error.last:
                    return
            except Damaged as error:
                yield damaged(name, error)


@hookimpl
def newsarchive_sources() -> Source:
    """The source `zip-container`."""
    return Source("zip-container", title="Zip container", sniff=sniff, parse=parse)
