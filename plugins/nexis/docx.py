"""The paragraphs of a DOCX: ECMA-376, part 1, as far as Nexis Uni uses it, unpacked in memory and within bounds."""

import re
import struct
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from newsarchive import Sample, Unreadable

from .._container import Allowance, Excess
from .._rtf import Link, Paragraph
from .._xml import read_xml
from .._zip import open_zip

if TYPE_CHECKING:
    import zipfile

#: APPNOTE.TXT, 4.3.7: the header of a member.
_LOCAL = b"PK\x03\x04"
#: 4.4.4: bit 0 says that a member is encrypted. 4.4.5: stored, deflated.
_ENCRYPTED, _STORED, _DEFLATED = 0x1, 0, 8
TEXT, LINKS, PROPERTIES = "word/document.xml", "word/_rels/document.xml.rels", "docProps/custom.xml"
#: Bytes of a member that are unpacked to see whose it is.
_SEEN = 256 * 1024
_HEADER = re.compile(
    rb"PK\x03\x04..(?P<flags>..)(?P<method>..).{16}(?P<name>..)(?P<extra>..)"
    rb"(?P<path>word/document\.xml|word/_rels/document\.xml\.rels|docProps/custom\.xml)",
    re.DOTALL,
)
_HEADER_LENGTH = 30

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_PARAGRAPH, _TEXT, _BREAK, _TAB, _LINK, _BOOKMARK, _SECTION, _ROW, _CELL, _STYLE, _BOX = (
    _W + name for name in ("p", "t", "br", "tab", "hyperlink", "bookmarkStart", "sectPr", "tr", "tc", "pStyle", "txbxContent")
)
_RETURN, _HYPHEN, _RUN = _W + "cr", _W + "noBreakHyphen", _W + "r"


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


def paragraphs(data: bytes) -> list[Paragraph]:
    """The paragraphs of the text, blank ones too, and the rows of its tables. Raises Unreadable."""
    members = _members(data)
    links: dict[str, str] = {}
    if LINKS in members:
        for each in read_xml(members[LINKS]).iter(_RELATIONSHIP):
            links[each.get("Id", "")] = each.get("Target", "")
    return list(_paragraphs(read_xml(members[TEXT]), links))


def _members(data: bytes) -> dict[str, bytes]:
    """The text and its links. Raises Unreadable."""
    archive = open_zip(data)
    allowance = Allowance(len(data))
    names = archive.namelist()
    if TEXT not in names:
        raise Unreadable(f"it has no {TEXT}", code="no-text")
    return {name: _member(archive, name, allowance) for name in (TEXT, LINKS) if name in names}


def _member(archive: "zipfile.ZipFile", name: str, allowance: Allowance) -> bytes:
    """A member's bytes. Raises Unreadable."""
    import zipfile
    import zlib

    info = archive.getinfo(name)
    if info.flag_bits & _ENCRYPTED or info.compress_type not in (_STORED, _DEFLATED):
        raise Unreadable(f"{name} is encrypted, or packed by method {info.compress_type}", code="unsupported")
    try:
        allowance.hold(info.file_size)
        with archive.open(info) as file:
            return allowance.gather(file.read)
    except Excess as error:
        raise Unreadable(f"{name}: {error.reason}", code=error.code) from None
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise Unreadable(f"{name} cannot be unpacked: {error}", code="damaged") from None


def _paragraphs(root: Any, links: Mapping[str, str]) -> Iterator[Paragraph]:
    """In their order. What a drawing has for programs that cannot draw it (part 3, 10.2.2) says everything twice."""
    from lxml import etree

    etree.strip_elements(root, _FALLBACK, with_tail=False)
    for box in list(root.iter(_BOX)):
        around = next(box.iterancestors(_PARAGRAPH), None)
        if around is not None:
            for inside in list(box):
                around.addprevious(inside)
    section = 0
    row, cells = None, [Paragraph(text="", start=0, end=0)]
    for element in root.iter(_PARAGRAPH):
        paragraph, ends = _paragraph(element, links, section)
        section += ends
        above = element.getparent()
        within = above.getparent() if above is not None and above.tag == _CELL else None
        if row is not None and within is not row:
            yield attrs.evolve(cells[0], text="\t".join(each.text for each in cells), cells=tuple((each,) for each in cells))
        if within is None:
            yield paragraph
        else:
            cells = [*cells, paragraph] if within is row else [paragraph]
        row = within
    if row is not None:
        yield attrs.evolve(cells[0], text="\t".join(each.text for each in cells), cells=tuple((each,) for each in cells))


def _paragraph(element: Any, links: Mapping[str, str], section: int) -> tuple[Paragraph, bool]:
    """What a paragraph says, and whether a section ends with it. Runs that a search has parted are one text."""
    said: list[str] = []
    targets: list[Link] = []
    bookmarks: list[str] = []
    level, ends = 0, False
    for each in element.iter(_TEXT, _BREAK, _RETURN, _TAB, _HYPHEN, _LINK, _BOOKMARK, _SECTION, _STYLE):
        tag = each.tag
        if tag == _TEXT:
            said.append(each.text or "")
        elif tag in (_BREAK, _RETURN):
            said.append("\n")
        elif tag == _TAB and each.getparent().tag == _RUN:
            said.append("\t")
        elif tag == _HYPHEN:
            said.append("-")
        elif tag == _LINK:
            targets.append(Link("", links.get(each.get(_R + "id") or "", "")))
        elif tag == _BOOKMARK:
            bookmarks.append(each.get(_W + "name") or "")
        elif tag == _SECTION:
            ends = True
        elif tag == _STYLE:
            level = int((each.get(_W + "val") or "").startswith("Heading"))
    text = "".join(said)
    return Paragraph(
        text=text, start=0, end=0, level=level, section=section, bookmarks=tuple(bookmarks), links=tuple(targets)
    ), ends
