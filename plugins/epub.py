"""EPUB 2 and 3 (W3C, EPUB 3.3): a publication is one article, its chapters in reading order; a periodical's are a part each."""

import re
from collections.abc import Iterator, Mapping
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import unquote

from newsarchive import (
    Bid,
    Block,
    Confidence,
    Defect,
    Document,
    Draft,
    NotArticle,
    Notice,
    Part,
    Sample,
    Source,
    Unreadable,
    hookimpl,
)
from newsarchive.text import KINDS, html_blocks, markup_blocks, one_line, said

from ._fields import Fields
from ._iptc import iso_date
from ._xml import read_xml
from ._zip import Package

#: EPUB 3.3, 4.2.4: the first member is stored, and says what the package is.
_MIMETYPE, _HEADER = b"mimetypeapplication/epub+zip", 30
#: 4.2.6.3.1: where the package document is named.
_CONTAINER = "META-INF/container.xml"
_PAGES = frozenset(("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document"))
#: 5.9 of EPUB 3.3's structural vocabulary: footnotes, and the numbers that refer to them.
_TYPE = "{http://www.idpf.org/2007/ops}type"
_NOTES = frozenset(("footnote", "endnote", "rearnote", "note"))
_NOTE = "note"
_KINDS: Mapping[str, Any] = {**KINDS, _NOTE: "note"}
#: What calibre writes into periodicals that it fetched, whose chapters are articles: <meta name="calibre:publication_type">.
_PERIODICAL = "periodical:"
#: 5.5.3: elements of Dublin Core that are fields.
_FIELDS = {"title": "headline", "publisher": "publisher", "language": "language", "rights": "copyright"}
_NUMBER = re.compile(r"\s*[\[(]?(?:\d{1,4}|[*†‡§])[\])]?\s*")
_ISO = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2}.*)?)?")


def sniff(sample: Sample) -> Bid | None:
    """The type that its first member states; packers that put it elsewhere leave the container's own file."""
    if not sample.head.startswith(b"PK\x03\x04"):
        return None
    if sample.head.startswith(_MIMETYPE, _HEADER):
        return Bid(Confidence.CERTAIN, "is a zip that says it is an EPUB")
    if _CONTAINER.encode() in sample.head + sample.tail and b".opf" in sample.head + sample.tail:
        return Bid(Confidence.CERTAIN, f"is a zip with {_CONTAINER} and a package document")
    return None


def parse(document: Document) -> Iterator[Draft | Notice | NotArticle | Defect | Part]:
    """One article, or a part for each page of a periodical."""
    package = Package(document.data)
    place = _package_document(package)
    root = read_xml(package.read(place))
    epub = _Epub(package, place, root)
    if epub.periodical:
        yield from epub.parts()
    else:
        yield from epub.article()


def _package_document(package: Package) -> str:
    for each in read_xml(package.read(_CONTAINER)).iter("{*}rootfile"):
        if path := each.get("full-path"):
            return str(path)
    raise Unreadable(f"{_CONTAINER} names no package document", code="no-part")


class _Epub:
    """A publication: its metadata (5.5) and its spine (5.7)."""

    def __init__(self, package: Package, place: str, root: Any) -> None:
        self.package = package
        self.folder = dirname(place)
        self.metadata: dict[str, list[Any]] = {}
        self.meta: dict[str, str] = {}
        self.items = {each.get("id"): each for each in root.iter("{*}item")}
        self.spine = [each for each in root.iter("{*}itemref") if each.get("linear") != "no"]
        for section in root.iter("{*}metadata"):
            for each in section.iter("{*}*"):
                name = each.tag.rpartition("}")[2]
                if each.get("name"):
                    self.meta.setdefault(each.get("name"), each.get("content") or "")
                elif each.get("property") and not each.get("refines"):
                    self.meta.setdefault(each.get("property"), said(each))
                elif said(each):
                    self.metadata.setdefault(name, []).append(each)

    @property
    def periodical(self) -> bool:
        return self.meta.get("calibre:publication_type", "").startswith(_PERIODICAL)

    def _texts(self, name: str) -> list[str]:
        return [said(each) for each in self.metadata.get(name, ())]

    def pages(self) -> Iterator[tuple[str, str, bytes] | Defect]:
        """Name, media type and bytes of each page, in reading order; the table of contents is none."""
        for reference in self.spine:
            item = self.items.get(reference.get("idref"))
            if item is None:
                yield Defect("no-part", f"the spine names {reference.get('idref')!r:.60}, which is not in the manifest")
                continue
            kind = item.get("media-type") or ""
            if "nav" in (item.get("properties") or "").split() or kind not in _PAGES:
                continue
            name = normpath(join(self.folder, unquote(item.get("href") or "")))
            try:
                yield name, kind, self.package.read(name)
            except Unreadable as error:
                yield Defect(error.code, str(error))

    def parts(self) -> Iterator[Part | Defect]:
        hints = {"publisher": next(iter(self._texts("title")), ""), "language": next(iter(self._texts("language")), "")}
        for page in self.pages():
            if isinstance(page, Defect):
                yield page
            else:
                name, kind, data = page
                yield Part(name, data, kind, {key: value for key, value in hints.items() if value})

    def article(self) -> Iterator[Draft | Notice | NotArticle | Defect]:
        fields = Fields("epub")
        self._describe(fields)
        blocks: list[Block] = []
        for page in self.pages():
            if isinstance(page, Defect):
                fields.defects.append(page)
                continue
            name, _, data = page
            found = _blocks(data)
            if not blocks and found and found[0].text == fields.get("headline"):
                found = found[1:]
            for block in found:
                fields.evident(f"body[{len(blocks)}]", block.kind, name)
                blocks.append(block)
        if "headline" not in fields and blocks and blocks[0].kind == "crosshead":
            fields.set("headline", one_line(blocks[0].text), "heading")
            evidence = [fields.evidence.pop(f"body[{number}]") for number in range(len(blocks))]
            blocks = blocks[1:]
            fields.evidence |= {f"body[{number}]": each for number, each in enumerate(evidence[1:])}
        if blocks:
            fields.values["body"] = blocks
        yield from fields.found("it has no text")

    def _describe(self, fields: Fields) -> None:
        """5.5.3: the metadata is the publisher's word on the publication, authors and dates too."""
        for name, field in (
            ("title", "headline"),
            ("publisher", "publisher"),
            ("language", "language"),
            ("rights", "copyright"),
        ):
            texts = self._texts(name)
            fields.set(field, next(iter(texts), None), name, f"dc:{name}")
        fields.set("summary", _plain(next(iter(self._texts("description")), "")), "description", "dc:description")
        fields.set("authors", self._texts("creator"), "creator", "dc:creator")
        fields.set("keywords", list(dict.fromkeys(self._texts("subject"))), "subject", "dc:subject")
        for text in self._texts("date")[:1]:
            date = iso_date(text) if _ISO.match(text) else None
            if date is None:
                fields.defect("no-date", f"dc:date is {text!r:.60}, which is no date of ISO 8601")
            fields.set("published", date, "date", "dc:date")
        identifiers: dict[str, str] = {}
        for each in self.metadata.get("identifier", ()):
            text = said(each)
            scheme = next((value for key, value in each.items() if key.rpartition("}")[2] == "scheme"), "")
            urn = text.lower().startswith("urn:")
            identifiers.setdefault("urn" if urn else (scheme.lower() or "identifier"), text)
        fields.set("identifiers", identifiers, "identifier", "dc:identifier")
        for name in ("contributor", "source", "type", "coverage", "relation"):
            fields.keep(name, "; ".join(self._texts(name)))
        fields.keep("modified", self.meta.get("dcterms:modified"))


def _blocks(data: bytes) -> list[Block]:
    """The blocks of a page: XHTML, or what browsers make of it."""
    try:
        root = read_xml(data)
    except Unreadable:
        return html_blocks(data.decode("utf-8", "replace"))
    body = next(root.iter("{*}body"), root)
    for each in body.iter("{*}aside", "{*}li", "{*}div", "{*}a"):
        types = (each.get(_TYPE) or "").split()
        if each.tag.endswith("}a") and "noteref" in types:
            each.text = None
        elif _NOTES.intersection(types):
            each.tag = _NOTE
            for back in each.iter("{*}a"):  # its number, which leads back
                if (back.get("href") or "").startswith("#") and _NUMBER.fullmatch(back.text or ""):
                    back.text = None
    return markup_blocks(body, _KINDS)


def _plain(text: str) -> str:
    """A description is often HTML, escaped."""
    return " ".join(one_line(block.text) for block in html_blocks(text)) if "<" in text else text


@hookimpl
def newsarchive_sources() -> Source:
    """The source `epub`."""
    return Source("epub", title="EPUB 2 and 3", sniff=sniff, parse=parse, refines=("zip-container",), libraries=("lxml",))
