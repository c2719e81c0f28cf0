"""Exports of Europresse (Eureka.cc, CEDROM-SNi) as HTML: since 2014 an `article` each, before that a table each."""

import re
import unicodedata
from bisect import bisect
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from newsarchive import (
    Bid,
    Block,
    Confidence,
    Defect,
    Document,
    Draft,
    NewsarchiveError,
    NotArticle,
    Notice,
    PartialDate,
    Sample,
    Source,
    Span,
    hookimpl,
)
from newsarchive.text import KINDS, lines, markup_blocks

from ._fields import Fields
from ._html_tree import of_class, of_id, read_tree, remove, says
from ._month_names import WEEKDAYS
from ._names import signers
from ._printed_dates import printed_date
from ._sample import text_ends

# article = header section aside footer
# header  = publication DocHeader [ rubric ] titreArticle [ author ]
# aside   = *( "Illustration(s) :" captions / "Note(s) :" note / label text )
# footer  = small p: © and "Numéro de document : " id, then a certificate that names who asked for the export
_ARTICLE = re.compile(r"<article\b", re.IGNORECASE)
_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_PUBLICATION = re.compile(r"<span\b[^<>]{0,200}\bclass\s*=\s*[\"']?DocPublicationName\b", re.IGNORECASE)
_MARKS = ("eureka.cc", "europresse", "titrearticlevisu")
_ISSUE = re.compile(r"(?P<name>.*\S)\s*,\s*(?P<issue>n[o°º]\.?\s*\S.*)", re.IGNORECASE)
# DocHeader = [ section "," ] [ weekday [ "," ] ] date [ words ] *( "," page / "," time ), and sections have commas, too
_MONTH = r"[^\W\d_]{3,12}\.?"
_DATE = re.compile(
    rf"\d{{1,2}}(?:er|\.|º)?\s+(?:de\s+)?{_MONTH}\s+(?:de\s+)?\d{{4}}|{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}|{_MONTH}\s+\d{{4}}|\d{{4}}-\d\d-\d\d"
)
_PAGE = re.compile(r"\bpp?\.\s*(?P<page>[^\s,][^,]{0,60})")
_WORDS = re.compile(r"(?P<words>\d+)\s+(?:mots|words|palabras|Wörter)\b")
_TIME = re.compile(r"\b(?P<hour>\d{1,2})[:h](?P<minute>\d\d)(?::(?P<second>\d\d))?(?:\s*UTC\s*(?P<zone>[+-]\d{1,2})\b)?")
_ID = re.compile(r"\w{1,20}·\d{8}·\w{1,20}·[\w-]{1,60}")
_NUMBER = re.compile(rf"(?:[^:]{{1,60}}:\s*)?{_ID.pattern}")
_LABEL = re.compile(r"(?P<label>[^:]{1,60}?)\s*:\s*")
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright\b).*", re.IGNORECASE)
_AUTHOR_WORDS, _AUTHOR_LENGTH = 10, 200
_LAST = 4
_ASIDES = ("header", "aside", "footer")
#: Tables lay out the old pages, and hold no data.
_KINDS = {name: kind for name, kind in KINDS.items() if name != "tr"}


def sniff(sample: Sample) -> Bid | None:
    """Its style sheet and its classes, which stand at the top of every export."""
    ends = text_ends(sample)
    head = ends.head if ends else ""
    if "docpublicationname" in (small := head.lower()) and "<" in head and any(mark in small for mark in _MARKS):
        return Bid(Confidence.CERTAIN, "has the classes of Europresse")
    return None


def parse(document: Document) -> Iterator[Draft | Defect | NotArticle | Notice]:
    """One article for each stretch that begins as one; each is parsed by itself, so that none can end another."""
    text = document.decoded("cp1252").text
    starts = _starts(text)
    for start, end in pairwise([*starts, len(text)]):
        story = _Story(text[start:end])
        story.span = Span("codepoint", start, end)
        yield from story.found("it has neither a title nor a text")
    if not starts:
        yield NotArticle("it is a page of Europresse without documents")


def _starts(text: str) -> list[int]:
    """Where articles begin: at their element, else at the last table before a publication's name."""
    found = [match.start() for match in _ARTICLE.finditer(text)]
    tables = [match.start() for match in _TABLE.finditer(text)]
    articles = list(found)
    reached = 0
    for match in _PUBLICATION.finditer(text):
        if bisect(articles, match.start()) == bisect(articles, reached):  # it stands in no article of its own
            before = bisect(tables, match.start())
            table = tables[before - 1] if before else 0
            found.append(table if table >= reached and before else match.start())
        reached = match.end()
    return sorted(found)


class _Story(Fields):
    """One article."""

    def __init__(self, markup: str) -> None:
        super().__init__("europresse")
        root = read_tree(markup)
        if root is None:
            return
        for element in list(root.iter("script", "style", "title")):
            remove(element)
        self._publication(root)
        title = next((each for each in root.iter() if _is_title(each)), None)
        self.set("headline", says(title), "titreArticleVisu")
        if next(root.iter("article"), None) is not None:
            self._heading(root, title)
            self._aside(root)
            self._footer(root)
            self._body(root)
        else:
            self._table(root, title)

    def _publication(self, root: Any) -> None:
        """Who published it, and when, where and on which page."""
        name = says(next(of_class(root, "docpublicationname"), None)) or ""
        match = _ISSUE.fullmatch(name)
        self.set("publisher", match["name"] if match else name, "DocPublicationName")
        self.keep("issue", match["issue"] if match else None)
        header = " ".join(filter(None, (says(each) for each in of_class(root, "docheader"))))
        dates = ((match, printed_date(match[0])) for match in _DATE.finditer(header))
        found = next(((match, date) for match, date in dates if date), None)
        if found is None:
            self.set("section", None if _PAGE.search(header) else header, "DocHeader")
            before, after = "", header
            if header:
                self.defect("no-date", f"DocHeader is {header!r:.80}, which names no day")
        else:
            before, after = header[: found[0].start()], header[found[0].end() :]
            self.set("published", _with_time(found[1], after), "DocHeader")
        section = _without_weekday(before)
        self.set("section", section, "DocHeader")
        if match := _PAGE.search(after):
            self.set("page", match["page"].strip(), "DocHeader")
        if match := _WORDS.search(after):
            self.keep("words", match["words"])
        if source := next((each.get("sourcecode") for each in root.iter("img") if each.get("sourcecode")), None):
            self.keep("sourcecode", source)

    def _heading(self, root: Any, title: Any) -> None:
        """What stands round the title: rubric above, the author below."""
        heading = next(of_class(root, "titrearticle"), title)
        if heading is None:
            return
        above = [says(each) for each in heading.itersiblings("div", preceding=True) if not _is_header(each)]
        self.keep("rubric", " / ".join(filter(None, reversed(above))))
        others = [(each, says(each)) for each in heading.iter("p", "div") if each is not heading and not _is_title(each)]
        parts = [text for each, text in others if text and each is not title and title not in each.iter()]
        self.keep("kicker", " / ".join(parts))
        author = next(of_class(root, "docauthors"), None)
        below = next(heading.itersiblings("div"), None) if author is None else author
        text = says(below) if below is not None else None
        if text and len(text) <= _AUTHOR_LENGTH:
            self._author(text)
        elif text:
            self.keep("heading", text)

    def _author(self, text: str) -> None:
        self.set("byline", text, "author")
        self.set("authors", signers(text, named=True), "author")

    def _aside(self, root: Any) -> None:
        """Captions and notes, by their labels; other labels are kept."""
        captions: list[Block] = []
        for aside in root.iter("aside"):
            for each in [child for child in aside if isinstance(child.tag, str)]:
                text = says(each) or ""
                match = _LABEL.match(text)
                label, said = (match["label"], text[match.end() :]) if match else ("aside", text)
                if label.lower().startswith("illustration"):
                    paragraphs = [block.text for block in markup_blocks(each)]
                    paragraphs[:1] = [_LABEL.sub("", paragraphs[0], count=1)]
                    captions += [Block("caption", caption) for caption in paragraphs if caption.strip(" :")]
                elif label.lower().startswith("note"):
                    self.set("note", said, "note")
                else:
                    self.keep(label, said)
        self.captions = captions

    def _footer(self, root: Any) -> None:
        """Copyright and number. The certificate behind them names a reader and is left out."""
        for footer in root.iter("footer"):
            small = [text for each in footer.iter("small") if (text := says(each))]
            paragraphs = [text for each in footer.iter("p") if (text := says(each))]
            signed = next((text for text in [*small, *paragraphs] if _COPYRIGHT.match(text)), None)
            self.set("copyright", signed, "footer")
        self._number(says(of_id(root, "PubliC_lblNodoc")) or " ".join(filter(None, map(says, root.iter("footer")))))
        self.keep("export-date", says(of_id(root, "PubliC_lblEndDate")))

    def _number(self, text: str) -> None:
        if match := _ID.search(text):
            self.set("identifiers", {"europresse": match[0]}, "number")

    def _body(self, root: Any) -> None:
        """The text: that of `section`, or what stands in none of the others."""
        url = next(
            (each.get("href") for box in of_class(root, "doc-urlref") for each in box.iter("a") if each.get("href")), None
        )
        self.set("url", url, "Doc-UrlRef")
        sections = list(root.iter("section"))
        if not sections:
            for element in list(root.iter(*_ASIDES)):
                remove(element)
        found = [block for each in sections or [root] for block in markup_blocks(each)]
        self.set("body", [*found, *self.captions], "section")

    def _table(self, root: Any, title: Any) -> None:
        """Before 2014: lines behind the title; the first may be the author, the last are copyright and number."""
        for name in ("docpublicationname", "docheader"):
            for element in list(of_class(root, name)):
                remove(element)
        if title is not None:
            remove(title)
        said = [piece for block in markup_blocks(root, _KINDS) for piece in block.text.split("\n") if piece.strip()]
        for text in said[-_LAST:]:
            if _COPYRIGHT.match(text) and "copyright" not in self:
                self.set("copyright", text, "©")
                said.remove(text)
            elif _NUMBER.fullmatch(text) and "identifiers" not in self:
                self._number(text)
                said.remove(text)
        if len(said) > 1 and len(said[0].split()) <= _AUTHOR_WORDS and said[0][-1] not in '.!?:»"':
            self._author(said.pop(0))
        self.set("body", [Block("paragraph", line.text) for line in lines("\n".join(said))], "td")


def _is_title(element: Any) -> bool:
    return isinstance(element.tag, str) and "titrearticlevisu" in (element.get("class") or "").lower().split()


def _is_header(element: Any) -> bool:
    """Whether an element above the title holds publication or date."""
    return any(next(of_class(element, name), None) is not None for name in ("docpublicationname", "docheader"))


def _without_weekday(text: str) -> str:
    """What stands before a date, the day of the week apart."""
    above, _, last = text.strip(" ,").rpartition(",")
    letters = unicodedata.normalize("NFD", last.strip().lower())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return (above if bare in WEEKDAYS else text).strip(" ,")


def _with_time(date: PartialDate, after: str) -> PartialDate:
    """A day with the time that stands behind it, if one does."""
    match = _TIME.search(after)
    if match is None or date.day is None:
        return date
    zone = int(match["zone"]) * 60 if match["zone"] else None
    second = int(match["second"]) if match["second"] else None
    try:
        return PartialDate(date.year, date.month, date.day, int(match["hour"]), int(match["minute"]), second, None, zone)
    except NewsarchiveError:
        return date


@hookimpl
def newsarchive_sources() -> Source:
    """The source `europresse-html`."""
    return Source("europresse-html", title="Europresse (HTML)", sniff=sniff, parse=parse, libraries=("lxml",))
