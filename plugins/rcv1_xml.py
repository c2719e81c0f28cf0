"""Reuters Corpora RCV1 and RCV2 (1996 to 1997): an XML document a story. The root is `newsitem`, and no NewsML of the IPTC."""

import re
from collections.abc import Iterator
from typing import Any

from newsarchive import (
    Bid,
    Block,
    Confidence,
    Dateline,
    Defect,
    Document,
    Draft,
    NotArticle,
    Notice,
    Sample,
    Source,
    Subject,
    hookimpl,
)
from newsarchive.text import WHITE_SPACE, one_line, said

from ._iptc import iso_date
from ._names import signers
from ._xml import documents, read_xml, root_name, unresolved
from ._xml_fields import XmlFields

# story = newsitem( title, [ headline ], [ byline ], [ dateline ], text( *p ), copyright, metadata( *codes, *dc ) )
_ROOT = "newsitem"
_SCHEMES = {"topics": "rcv1:topics", "industries": "rcv1:industries", "countries": "rcv1:countries"}
_ENGLISH = "en"
#: Reuters' language for Latin America; `LA` is Laos in BCP 47.
_LANGUAGES = {"es-la": "es-419"}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_TITLE = re.compile(r"[^:]{1,60}:\s*")
_DATELINE = re.compile(r"(?P<place>.*\S)\s+(?P<date>\d{4}-\d\d-\d\d)")
#: Below the text: `(c) Reuters Limited 1996`, `-- London newsroom, +44 171 000 0000`.
_RIGHTS = re.compile(r"\([cC]\)\s*Reuters?\b.{0,60}")
_DESK = re.compile(r"--+\s*\S.{0,100}")
_ROW = re.compile(r"[^\s.,!?:;] {3,}\S")
#: Elements of Dublin Core that have a field; the others are kept by their names.
_PUBLISHED, _PUBLISHER, _SOURCE, _COUNTRY = (
    "dc.date.published",
    "dc.publisher",
    "dc.source",
    "dc.creator.location.country.name",
)
#: What is declared as ISO 8859-1 is often UTF-8, which scripts made of it, or windows-1252: bytes tell.
_DECLARED = re.compile(rb"""\A(\s*<\?xml[^>]{0,80}?encoding\s*=\s*["'])(?:iso-?8859-1|latin-?1)(?=["'])""", re.IGNORECASE)
_MEANT = ("utf-8", "windows-1252")


def sniff(sample: Sample) -> Bid | None:
    """The root element with the number of the story."""
    name, attributes = root_name(sample)
    if name == _ROOT and "itemid" in attributes:
        return Bid(Confidence.CERTAIN, "its root element is newsitem, with an itemid")
    return None


def parse(document: Document) -> Iterator[Draft | Defect | NotArticle | Notice]:
    """One story a document."""
    for data in documents(document.data):
        root = read_xml(_redeclared(data))
        yield from unresolved(root)
        yield from _Story(root).found("it has neither a headline nor a text")


def _redeclared(data: bytes) -> bytes:
    """The document with the encoding that it has: UTF-8, or windows-1252, which is ISO 8859-1 with characters from 0x80 on."""
    if data.isascii() or not _DECLARED.match(data):
        return data
    for encoding in _MEANT:
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _DECLARED.sub(rb"\g<1>" + encoding.encode(), data)
    return data


class _Story(XmlFields):
    """One story."""

    def __init__(self, root: Any) -> None:
        super().__init__("rcv1", root)
        language = (root.get(_LANGUAGE) or "").strip().lower()
        self.set("language", _LANGUAGES.get(language, language), "lang", "@xml:lang")
        # Numbers start anew in each language; RCV1 is the English volume.
        scheme = "rcv1:itemid" if language in ("", _ENGLISH) else f"rcv2:itemid:{language}"
        if number := (root.get("itemid") or "").strip():
            self.set("identifiers", {scheme: number}, "itemid", "@itemid")
        self._headline()
        self.take("byline", "byline")
        self.set("authors", signers(self.get("byline") or "", named=True), "byline", "byline")
        self._dateline()
        self.take("copyright", "copyright")
        self._codes()
        self._dublin_core()
        if "published" not in self:
            self._published(root.get("date"), "@date")
        self._body()

    def _headline(self) -> None:
        """Without a headline the title counts, if it says more than a country."""
        self.take("headline", "headline")
        title = self.text("title") or ""
        if "headline" not in self and title and not _TITLE.fullmatch(title):
            self.set("headline", title, "title", "title")
        elif title != self.get("headline"):
            self.keep("title", title)

    def _dateline(self) -> None:
        """`LONDON`, or `LONDON 1996-08-20`."""
        if text := self.text("dateline"):
            match = _DATELINE.fullmatch(text)
            date = iso_date(match["date"]) if match else None
            place = match["place"] if match and date else text
            self.set("dateline", Dateline(text, place=place, date=date), "dateline", "dateline")

    def _codes(self) -> None:
        """Codes without names, and who gave them when."""
        subjects, edited = [], []
        for codes in self.all("metadata/codes"):
            name = (codes.get("class") or "").split(":")
            scheme = _SCHEMES.get(name[1]) if len(name) > 1 else None
            for code in codes.iterfind("{*}code"):
                if value := (code.get("code") or "").strip():
                    subjects.append(Subject(scheme or ":".join(name) or None, value))
                for edit in code.iterfind("{*}editdetail"):
                    edited.append(", ".join(filter(None, map(edit.get, ("attribution", "action", "date")))))
        self.set("subjects", list(dict.fromkeys(subjects)), "codes", "metadata/codes")
        self.keep("editdetail", list(dict.fromkeys(filter(None, edited))))

    def _dublin_core(self) -> None:
        """Elements that may be repeated."""
        found: dict[str, list[str]] = {}
        for each in self.all("metadata/dc"):
            name, value = (each.get("element") or "").strip(), one_line(each.get("value") or "")
            if name and value and value not in found.setdefault(name, []):
                found[name].append(value)
        self._published(next(iter(found.get(_PUBLISHED, [])), None), "metadata/dc")
        for name, field in ((_PUBLISHER, "publisher"), (_SOURCE, "credit")):
            if values := found.pop(name, []):
                self.set(field, values[0], name, "metadata/dc")
                self.keep(name, values[1:])
        self.set("places", found.pop(_COUNTRY, []), _COUNTRY, "metadata/dc")
        for name, values in found.items():
            if name != _PUBLISHED or len(values) > 1:
                self.keep(name, values[0] if len(values) == 1 else values)

    def _published(self, text: str | None, path: str) -> None:
        if text and (date := iso_date(text.strip())) is None:
            self.defect("no-date", f"{path} is {text!r:.60}, which is no date of ISO 8601")
        elif text:
            self.set("published", date, "date", path)

    def _body(self) -> None:
        """Paragraphs; those with gaps of several blanks are rows of a table."""
        blocks = [block for each in self.all("text/p") if (block := _block(each)) is not None]
        if not self.all("text/p") and (text := self.text("text")):
            blocks = [Block("paragraph", text)]
        self.set("body", blocks, "text", "text/p")


def _block(element: Any) -> Block | None:
    raw = "".join(element.itertext()).strip(WHITE_SPACE)
    text = said(element)
    if not text:
        return None
    if _RIGHTS.fullmatch(text):
        return Block("note", text)
    if _DESK.fullmatch(text):
        return Block("credit", text)
    return Block("table_row", raw) if _ROW.search(raw) and "\n" not in raw else Block("paragraph", text)


@hookimpl
def newsarchive_sources() -> Source:
    """The source `rcv1-xml`."""
    return Source("rcv1-xml", title="Reuters Corpora RCV1 and RCV2, XML", sniff=sniff, parse=parse, libraries=("lxml",))
