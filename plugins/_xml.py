"""XML for sources that read it: no entity is fetched or expanded, nothing is larger than libxml2 thinks sane.

A document type is read over. An entity of its own stays a reference, and is a defect: what it stands for is not put in.
"""

import re
from collections.abc import Iterator
from typing import Any

from newsarchive import Defect, Document, Sample, Unreadable

#: XML 1.0, 4.6: the references that every processor knows.
_PREDEFINED = frozenset({"amp", "lt", "gt", "apos", "quot"})
#: Names that document types of news formats take from HTML (`&nbsp;`, `&mdash;`): the type is not read, they are.
_REFERENCE = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
# XML 1.0, 2.8: what may stand before the root element. Possessive: nothing of it is read in two ways.
_PROLOG = re.compile(
    r"\s*+(?:(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*+(?:\[.*?\]\s*+)?>)\s*+)*+<(?:[\w.-]++:)?(?P<root>[\w.-]++)(?P<rest>[^>]*+)",
    re.DOTALL,
)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_UNDECLARED = re.compile(r"""\A(<\?xml[^>]*?)\s+encoding\s*=\s*(?:"[^"]*"|'[^']*')""")
_ENCODING = re.compile(r"""(<\?xml\s[^<>]{0,100}?)\sencoding\s{0,9}=\s{0,9}(?:"[^"<>]{0,40}"|'[^'<>]{0,40}')""")
_DECLARATION = re.compile(rb"<\?xml\s")
#: A declaration that begins a CDATA section is of a document within this one; so far back it is looked for.
_SECTION, _NEAR = b"<![CDATA[", 64


def root_name(sample: Sample) -> tuple[str, str]:
    """The local name of a document's root element as it is written, and its attributes; two empty strings if it is no XML."""
    head = sample.head[:4096]
    encoding = "utf-16" if head.startswith(_UTF_16) else "utf-8-sig"
    match = _PROLOG.match(head.decode(encoding, "replace"))
    return (match["root"], match["rest"]) if match else ("", "")


def xml_bytes(document: Document) -> bytes:
    """A document's bytes; in UTF-8 if its encoding was told from without, which counts more than what it says (RFC 7303)."""
    if "encoding" not in document.hints:
        return document.data
    return _ENCODING.sub(r"\1", document.decoded().text).encode()


def documents(data: bytes) -> list[bytes]:
    """Several XML documents that were written one behind the other into one file, each from its declaration on."""
    starts = [match.start() for match in _DECLARATION.finditer(data)]
    if len(starts) > 1:
        starts = [start for start in starts if not data[max(0, start - _NEAR) : start].rstrip().endswith(_SECTION)]
    return [data[start:end] for start, end in zip(starts, [*starts[1:], len(data)], strict=True)] if len(starts) > 1 else [data]


def read_xml(data: bytes) -> Any:
    """The root of a document, an lxml element. Raises Unreadable with the line where it stops to be XML.

    libxml2 without `huge_tree` takes a depth of 256 (2,048 from 2.14 on), and texts and attributes of 10 million bytes.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, dtd_validation=False, attribute_defaults=False
    )
    if data.startswith(_UTF_16):
        data = _UNDECLARED.sub(r"\1", data.decode("utf-16", "surrogatepass"), count=1).encode(errors="replace")
    if b"&" in data:
        data = _REFERENCE.sub(_character, data)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise Unreadable(f"line {line}, column {column}: {error.msg}", code="bad-xml") from None
    except ValueError as error:  # an encoding that nobody knows
        raise Unreadable(f"it is no XML: {error}", code="bad-xml") from None


def _character(match: "re.Match[bytes]") -> bytes:
    """A reference to a character that HTML names, by its number; any other as it is."""
    import html.entities

    name = match[1].decode()
    characters = html.entities.html5.get(f"{name};") if name not in _PREDEFINED else None
    return "".join(f"&#{ord(each)};" for each in characters).encode() if characters else match[0]


def unresolved(root: Any) -> Iterator[Defect]:
    """Entities that are left as they stand, each named once."""
    from lxml import etree

    seen = set(_PREDEFINED)
    for reference in root.iter(etree.Entity):
        name = (reference.text or "").strip("&;")
        if name not in seen:
            seen.add(name)
            yield Defect("entity", f"line {reference.sourceline}: the entity &{name}; is not resolved, and left out")
