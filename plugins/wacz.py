"""Crawls packed for sharing: WACZ 1.0 to 1.2 (Webrecorder), a zip of WARC files, their indexes and a list of pages.

The WARC files are parts; indexes and lists only repeat what they hold. A digest that the package states for one of them is
compared with what is there.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from newsarchive import Bid, Confidence, Defect, Document, NotArticle, Part, Sample, Source, hookimpl
from newsarchive.text import printable_name

from ._container import Allowance, Excess, damaged, told, unsafe
from ._zip import Damaged, open_zip, unpacked_member

if TYPE_CHECKING:
    import zipfile

#: APPNOTE.TXT, 4.3.7 and 4.3.12: headers of a member and of its entry in the directory.
_LOCAL, _ENTRY = b"PK\x03\x04", b"PK\x01\x02"
#: WACZ 1.1.1, 3: the package's own description, and the folders that it must have.
_MARKS = (b"datapackage.json", b"archive/", b"indexes/", b"pages/")
_NEEDED = 2
_ARCHIVES = re.compile(r"archive/.+\.warc(\.gz|\.zst)?", re.IGNORECASE)
#: What only describes the WARC files: their indexes, the list of their pages, the package, the crawler's logs.
_DESCRIBES = re.compile(r"(indexes|pages|logs)/.*|datapackage(-digest)?\.json|fuzzy\.json|webarchive\.yaml|.*/")
_DESCRIPTION = "datapackage.json"


def sniff(sample: Sample) -> Bid | None:
    """A zip whose members have the names that WACZ prescribes."""
    if not sample.head.startswith(_LOCAL):
        return None
    found = sum((_ENTRY in sample.tail and mark in sample.tail) or mark in sample.head[:4096] for mark in _MARKS)
    if found < _NEEDED or b"archive/" not in sample.head + sample.tail:
        return None
    return Bid(Confidence.CERTAIN, "is a zip of an archive of pages (WACZ)")


def parse(document: Document) -> Iterator[Part | Defect | NotArticle]:
    """Each WARC file as a part, and whatever does not belong to a crawl."""
    archive = open_zip(document.data)
    allowance = Allowance(len(document.data))
    stated = _stated(archive, allowance)
    some = False
    for info in archive.infolist():
        name = printable_name(info.orig_filename.encode("utf-8", "surrogateescape"))
        if refused := unsafe(info.orig_filename.encode("utf-8", "replace")):
            yield refused
        elif not _DESCRIBES.fullmatch(name):
            some = some or _ARCHIVES.fullmatch(name) is not None
            try:
                allowance.count()
                data = unpacked_member(archive, info, allowance)
            except Excess as error:
                yield told(name, error)
                if error.last:
                    return
                continue
            except Damaged as error:
                yield damaged(name, error)
                continue
            if (digest := stated.get(name)) and digest != hashlib.sha256(data).hexdigest():
                yield Defect("digest", f"member {name!r} has another digest than {_DESCRIPTION} states")
            yield Part(name, data)
    if not some:
        yield NotArticle("it holds no WARC file")


def _stated(archive: "zipfile.ZipFile", allowance: Allowance) -> dict[str, str]:
    """The SHA-256 of members, as the package's description states them; none where it cannot be read."""
    import orjson

    if _DESCRIPTION not in archive.namelist():
        return {}
    try:
        description: Any = orjson.loads(unpacked_member(archive, archive.getinfo(_DESCRIPTION), allowance))
    except (Damaged, Excess, orjson.JSONDecodeError):
        return {}
    resources = description.get("resources") if isinstance(description, dict) else None
    pairs = [(each.get("path"), each.get("hash")) for each in resources or () if isinstance(each, dict)]
    return {
        path: digest.removeprefix("sha256:")
        for path, digest in pairs
        if isinstance(path, str) and isinstance(digest, str) and digest.startswith("sha256:")
    }


@hookimpl
def newsarchive_sources() -> Source:
    """The source `wacz`, which knows better than `zip-container` what such a zip holds."""
    return Source("wacz", title="Crawl (WACZ)", sniff=sniff, parse=parse, refines=("zip-container",))
