"""XML as feeds are written: read strictly, else mended where that changes no text, else given up with its text."""

import html.entities
import re
from collections.abc import Iterator
from typing import Any

import attrs

from newsarchive import Defect, Document, Unreadable

from ._xml import documents, read_xml, unresolved, xml_bytes

_DECLARATION = re.compile(r"\A<\?xml(?P<rest>[^<>]*+)\?>")
_ENCODING = re.compile(
    rb"""\A(?:\xef\xbb\xbf)?\s{0,1000}<\?xml[^<>]{0,200}?\bencoding\s*=\s*["'](?P<name>[A-Za-z0-9._:-]{1,40})["']"""
)
#: WHATWG Encoding, 4.2: who says Latin-1 means windows-1252, which has punctuation where Latin-1 has controls.
_LATIN_1 = frozenset({b"iso-8859-1", b"iso8859-1", b"latin1", b"latin-1", b"us-ascii", b"ascii"})
_CONTROLS_OF_LATIN_1 = re.compile(rb"[\x80-\x9f]")
#: XML 1.0, 2.2: what is no character.
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# What is left alone, and an ampersand, with the reference that it may begin.
_AMPERSAND = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&(?P<reference>(?:#x?[0-9A-Fa-f]{1,7}|[A-Za-z][A-Za-z0-9]{0,31});)?",
    re.DOTALL,
)


@attrs.frozen
class Tree:
    """One document: its root, or None and its text where it is no XML; and what is wrong with it."""

    root: Any
    defects: list[Defect]
    text: str = ""


def trees(document: Document) -> Iterator[Tree]:
    """The XML documents in a file, which is one, as a rule. Raises UndecodableText."""
    data = relabelled(xml_bytes(document))
    whole = _tree(Document(document.name, data))
    several = documents(data) if whole.root is None else []
    if len(several) < 2:
        yield whole
        return
    for each in several:
        if each.strip():
            yield _tree(Document(document.name, each))


def _tree(document: Document) -> Tree:
    """One document: as it stands, or with its stray ampersands escaped and without what is no character."""
    try:
        root = read_xml(document.data)
        return Tree(root, list(unresolved(root)))
    except Unreadable as error:
        why = error.message
    match = _ENCODING.match(document.data[:2000])
    # A declaration that can be read in ASCII is in no encoding of two or four bytes a character, whatever it says.
    if match is not None and not match["name"].lower().startswith((b"utf-", b"ucs-", b"iso-10646")):
        document = Document(document.name, document.data, {"encoding": match["name"].decode()})
    text = document.decoded().text
    try:
        root = read_xml(mended(text).encode())
    except Unreadable:
        return Tree(None, [Defect("bad-xml", f"it is no XML: {why}; what can be read is read")], text)
    return Tree(
        root,
        [Defect("bad-xml", f"it is no XML: {why}; it was mended: stray ampersands are text, what is no character is left out")],
    )


def relabelled(data: bytes) -> bytes:
    """A document that says Latin-1 and is windows-1252 says so."""
    match = _ENCODING.match(data[:2000])
    if match is None or match["name"].lower() not in _LATIN_1 or not _CONTROLS_OF_LATIN_1.search(data):
        return data
    return data[: match.start("name")] + b"windows-1252" + data[match.end("name") :]


def mended(text: str) -> str:
    """A text with its stray ampersands escaped, without what is no character, and without an encoding."""
    text = _NO_CHARACTER.sub("", text).lstrip("\ufeff \t\r\n")
    text = _DECLARATION.sub("", text, count=1)
    return _AMPERSAND.sub(_escaped, text) if "&" in text else text


def _escaped(match: "re.Match[str]") -> str:
    if match[0][0] != "&":
        return match[0]
    reference = match["reference"] or ""
    if not reference.startswith("#"):
        return match[0] if reference in html.entities.html5 else f"&amp;{reference}"
    digits = reference[1:-1]
    base = 16 if digits[:1] == "x" else 10
    if base == 10 and not digits.isdecimal():
        return f"&amp;{reference}"
    number = int(digits.removeprefix("x"), base)
    return match[0] if number < 0x110000 and not _NO_CHARACTER.match(chr(number)) else ""
