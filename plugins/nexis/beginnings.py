"""How the members of a DOCX begin, unpacked from the beginning and the end of the file."""

import re

from newsarchive import Sample

#: APPNOTE.TXT, 4.3.7: the header of a member.
_LOCAL = b"PK\x03\x04"
#: 4.4.5: stored, deflated.
_STORED, _DEFLATED = 0, 8
TEXT, LINKS, PROPERTIES = "word/document.xml", "word/_rels/document.xml.rels", "docProps/custom.xml"
#: Bytes of a member that are unpacked to see whose it is.
_SEEN = 256 * 1024
_HEADER = re.compile(
    rb"PK\x03\x04..(?P<flags>..)(?P<method>..).{16}(?P<name>..)(?P<extra>..)"
    rb"(?P<path>word/document\.xml|word/_rels/document\.xml\.rels|docProps/custom\.xml)",
    re.DOTALL,
)
_HEADER_LENGTH = 30


def beginnings(sample: Sample) -> dict[str, bytes]:
    """How the members of a DOCX begin that tell whose it is, as far as the sample shows them."""
    import zlib

    found: dict[str, bytes] = {}
    if not sample.head.startswith(_LOCAL):
        return found
    for data in (sample.head,) if sample.whole else (sample.head, sample.tail):
        for match in _HEADER.finditer(data):
            path = match["path"].decode()
            if len(path) != int.from_bytes(match["name"], "little") or path in found:
                continue
            start = match.start() + _HEADER_LENGTH + len(path) + int.from_bytes(match["extra"], "little")
            packed = data[start : start + _SEEN]
            method = int.from_bytes(match["method"], "little")
            if method == _STORED:
                found[path] = packed
            elif method == _DEFLATED:
                try:
                    found[path] = zlib.decompressobj(-15).decompress(packed, _SEEN)
                except zlib.error:
                    continue
    return found
