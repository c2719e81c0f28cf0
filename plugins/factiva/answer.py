"""Factiva's answers in XML (`PPSResponse`), whatever version their namespace names."""

import re
from collections.abc import Iterator
from typing import Any

from newsarchive import Bid, Block, Confidence, Defect, Document, Draft, NotArticle, Notice, Sample, Span, Subject, Unreadable
from newsarchive.text import one_line, said

from .._names import signers
from .._prose import prose_blocks
from .._xml import documents, read_xml, root_name, unresolved
from .._xml_fields import XmlFields
from .codes import signature

# answer  = "<PPSResponse>" "<ppsArticleResponse>" ... "<ppsarticleResultSet count>" *( "<ppsarticle>" article ) ...
_ROOTS = frozenset(("PPSResponse", "ppsArticleResponse", "ppsarticleResultSet", "ppsarticle"))
_NAMESPACE = re.compile(rb"xmlns(?::\w{1,20})?\s*=\s*[\"']http://global\.factiva\.com/pps")
_HEAD_LENGTH = 4096
_ARTICLE = re.compile(rb"<(?P<prefix>(?:[\w.-]{1,40}:)?)article(?=[\s>])")
#: Fields that one element says.
_FIELDS = {
    "credit": "credit",
    "sourceName": "publisher",
    "sectionName": "section",
    "edition": "edition",
    "page": "page",
    "pages": "page",
    "copyright": "copyright",
}
_KEPT = {"sourceCode": "source_code", "publisherName": "publisher_company", "columnName": "column", "volume": "volume"}
_CODED = {
    "company": "factiva:company",
    "industry": "factiva:industry",
    "newsSubject": "factiva:subject",
    "region": "factiva:region",
}
_NAMED = {"company": "organisations", "region": "places", "person": "people"}
_NOTES = ("corrections", "correction", "notes")
_CAPTIONS = ("artWork", "artwork")
#: Read in ways of their own.
_READ = frozenset(
    """
    accessionNo reference baseLanguage headline byline leadParagraph tailParagraphs wordCount descField
    publicationDate publicationTime modificationDate modificationTime
    """.split()  # noqa: SIM905  # a list of words is read as one
)
_SCRIPTS = {"zhcn": "zh-Hans", "zhtw": "zh-Hant"}
_DESCRIPTORS = re.compile(r"\s*(?:\||--+|\s[-–]\s)\s*")
_DIGITS = 9
#: What keeps its lines: tables.
_FIXED = frozenset(("fixed", "preformatted"))
_ERRORS = ("ErrorResponse", "error", "Error")


def sniff(sample: Sample) -> Bid | None:
    """The root element, or the namespace of its child."""
    name, _ = root_name(sample)
    if name in _ROOTS or (name and _NAMESPACE.search(sample.head[:_HEAD_LENGTH])):
        return Bid(Confidence.CERTAIN, f"its root element is {name}, an answer of Factiva")
    return None


def parse(document: Document) -> Iterator[Draft | Defect | NotArticle | Notice]:
    """The articles of each answer; scripts write several into one file."""
    for data in documents(document.data):
        try:
            root = read_xml(data)
        except Unreadable as error:
            yield from _damaged(data, error)
            continue
        yield from unresolved(root)
        yield from _answer(root)


def _answer(root: Any) -> Iterator[Draft | Defect | NotArticle | Notice]:
    articles = list(root.iter("{*}article"))
    for each in root.iter("{*}ppsarticleResultSet"):
        found = len(list(each.iter("{*}article")))
        count = (each.get("count") or "").strip()
        if count.isdecimal() and len(count) <= _DIGITS and int(count) != found:
            yield Defect("count", f"line {each.sourceline}: the answer states {int(count)} articles, {found} are here")
    for number, each in enumerate(articles, 1):
        yield from _Article(each, number).found(f"article {number} has neither a headline nor a text")
    if not articles:
        error = next(filter(None, (said(each) for name in _ERRORS for each in root.iter(f"{{*}}{name}"))), "")
        yield NotArticle(f"the answer holds no article{f': {error:.200}' if error else ''}")


def _damaged(data: bytes, error: Unreadable) -> Iterator[Draft | Defect | NotArticle | Notice]:
    """An answer that is no XML throughout: its articles one by one, as far as they are."""
    starts = [match.start() for match in _ARTICLE.finditer(data)]
    if not starts or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise error
    yield Defect("bad-xml", f"{error.message}; its articles are read one by one")
    declaration = data[: data.find(b"?>") + 2] if data.startswith(b"<?xml") else b""
    for number, (start, limit) in enumerate(zip(starts, [*starts[1:], len(data)], strict=True), 1):
        match = _ARTICLE.match(data, start)
        assert match is not None
        closing = b"</" + match["prefix"] + b"article>"
        end = data.find(closing, start, limit)
        if end < 0:
            yield Defect("bad-xml", f"article {number} has no end", Span("byte", start, limit))
            continue
        piece = data[start : end + len(closing)]
        try:
            root = read_xml(declaration + _bare(piece, match["prefix"]))
        except Unreadable as broken:
            yield Defect("bad-xml", f"article {number}: {broken.message}", Span("byte", start, end + len(closing)))
            continue
        yield from unresolved(root)
        story = _Article(root, number)
        story.span = Span("byte", start, end + len(closing))
        yield from story.found(f"article {number} has neither a headline nor a text")


def _bare(piece: bytes, prefix: bytes) -> bytes:
    """An article whose tags need no namespace that was declared above it."""
    return re.sub(rb"(</?)" + re.escape(prefix), rb"\1", piece) if prefix else piece


class _Article(XmlFields):
    """One article."""

    def __init__(self, root: Any, number: int) -> None:
        super().__init__("factiva", root)
        self.number = number
        self._identity()
        self._headline()
        self._fields()
        self._signed()
        for field, name in (("published", "publication"), ("modified", "modification")):
            self._date(field, name)
        self._lists()
        self._body()
        self._rest()

    def _identity(self) -> None:
        accession, reference = self.text("accessionNo"), self.text("reference")
        if accession:
            self.set("identifiers", {"factiva": accession}, "accessionNo", "accessionNo")
        elif reference:
            self.set("identifiers", {"factiva": reference.rpartition("/")[2]}, "reference", "reference")
        if language := (self.text("baseLanguage") or "").lower():
            self.set("language", _SCRIPTS.get(language, language), "baseLanguage", "baseLanguage")

    def _headline(self) -> None:
        """The first paragraph, and what stands below it."""
        first, *others = _paragraphs(self.one("headline")) or [""]
        self.set("headline", first, "headline", "headline/paragraph")
        self.set("summary", " ".join(others), "headline", "headline/paragraph")

    def _fields(self) -> None:
        for name, field in _FIELDS.items():
            if field not in self:
                self.set(field, " ".join(_paragraphs(self.one(name))), name, name)
        notes = [text for name in _NOTES for text in _paragraphs(self.one(name))]
        self.set("note", " ".join(notes), "corrections", "corrections")
        for name, key in _KEPT.items():
            self.keep(key, self.text(name))
        words = self.text("wordCount") or ""
        self.keep("word_count", int(words) if words.isdecimal() and len(words) <= _DIGITS else words)

    def _signed(self) -> None:
        byline = " ".join(_paragraphs(self.one("byline")))
        self.set("byline", byline, "byline", "byline")
        self.set("authors", signers(byline, named=True), "byline", "byline")

    def _date(self, field: str, name: str) -> None:
        """A day, and a time of day beside it or behind it."""
        element, behind = f"{name}Date", f"{name}Time"
        where = f"{element}/date" if self.one(f"{element}/date") is not None else element
        day, hour = self.text(where), self.text(f"{element}/time") or self.text(behind)
        if day is None:
            return
        date = self.date_of(f"{day}T{hour}") if hour else None
        if date is None:
            date = self.date_of(day)
            self.keep(behind, hour)
        if date is None:
            self.keep(element, day)
            self.defect("no-date", f"line {self.one(where).sourceline}: {where} is {day!r:.60}, which is no date of ISO 8601")
        self.set(field, date, where, where)

    def _lists(self) -> None:
        subjects = []
        for name, scheme in _CODED.items():
            for each in self.all(name):
                code, text = each.get("code") or None, _name(each) or None
                if code or (text and name not in _NAMED):
                    subjects.append(Subject(scheme, code, text))
        self.set("subjects", subjects, "codes", "newsSubject")
        for name, field in _NAMED.items():
            self.set(field, list(dict.fromkeys(filter(None, map(_name, self.all(name))))), name, name)
        for each in self.all("descField"):
            code, text = (each.get("code") or "descField").lower(), said(each)
            if code == "ipd" and "keywords" not in self:
                self.set("keywords", list(filter(None, _DESCRIPTORS.split(text))), "descField", "descField")
            else:
                self.keep(code if code not in self.extra else f"descField-{code}", text)

    def _body(self) -> None:
        blocks = [block for name in ("leadParagraph", "tailParagraphs") for each in self.all(name) for block in _blocks(each)]
        blocks += [Block("caption", text) for name in _CAPTIONS for each in self.all(name) for text in _paragraphs(each)]
        self.set("body", list(map(signature, blocks)), "text", "leadParagraph, tailParagraphs")

    def _rest(self) -> None:
        """Elements that nobody knows, by their own names."""
        known = {*_READ, *_FIELDS, *_KEPT, *_CODED, *_NAMED, *_NOTES, *_CAPTIONS}
        for each in self.root:
            if isinstance(each.tag, str) and (name := each.tag.rpartition("}")[2]) not in known:
                self.keep(name, said(each))


def _paragraphs(element: Any) -> list[str]:
    """What an element says: its paragraphs, or itself."""
    if element is None:
        return []
    several = [said(each) for each in element.iter("{*}paragraph")] or [said(element)]
    return list(filter(None, several))


def _name(element: Any) -> str:
    """The name of what has a code; where it has none, its text."""
    name = element.find("{*}name")
    return said(element if name is None else name)


def _blocks(element: Any) -> Iterator[Block]:
    """Paragraphs, tables of which each line is a row, and raw text that was wrapped."""
    paragraphs = list(element.iter("{*}paragraph"))
    if not paragraphs:
        yield from prose_blocks("".join(element.itertext()))
    for each in paragraphs:
        if (each.get("display") or "").lower() in _FIXED:
            rows = "".join(each.itertext()).split("\n")
            yield from (Block("table_row", row.strip()) for row in rows if row.strip())
        elif text := one_line(said(each)):
            yield Block("paragraph", text)
