"""XML that trafilatura writes: its own, and TEI."""

import re
from collections.abc import Iterator
from typing import Any

from newsarchive import Author, Bid, Confidence, Defect, Document, Draft, Media, NotArticle, Notice, Sample
from newsarchive.text import markup_blocks, one_line, said

from .._printed_dates import AmbiguousDateError
from .._xml import read_xml, root_name, unresolved, xml_bytes
from .._xml_fields import XmlFields
from .values import date_of, language_of, listed

#: trafilatura 2, `xml.py`: attributes of `doc` that have a field. `sitename` is a name, `hostname` an address.
_ATTRIBUTES = {"title": "headline", "sitename": "publisher", "url": "url", "description": "summary", "license": "usage_terms"}
_MARK = re.compile(r"""\b(?:fingerprint|hostname|sitename)\s*=""")
#: Its elements by those of HTML that say the same.
_HTML = {
    "head": "h2",
    "list": "ul",
    "item": "li",
    "quote": "blockquote",
    "row": "tr",
    "cell": "td",
    "lb": "br",
    "ab": "h2",
    "fw": "h2",
}


def sniff(sample: Sample) -> Bid | None:
    """The root element with attributes of trafilatura's, or TEI that names it."""
    root, attributes = root_name(sample)
    if root == "doc" and _MARK.search(attributes) and b"<main" in sample.head.replace(b"\0", b""):
        return Bid(Confidence.CERTAIN, "its root element is doc, with attributes of trafilatura's")
    if root == "TEI" and b"trafilatura" in sample.head.replace(b"\0", b"").lower():
        return Bid(Confidence.CERTAIN, "it is TEI, made by trafilatura")
    return None


def parse(document: Document) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """One article."""
    root = read_xml(xml_bytes(document))
    yield from unresolved(root)
    story = _Story("trafilatura-xml", root)
    order = document.hints.get("date_order")
    if root.tag == "doc":
        yield from story.read(order)
    else:
        yield from story.read_tei(order)


class _Story(XmlFields):
    """One document of trafilatura's."""

    def read(self, order: str | None) -> Iterator[Draft | Notice | NotArticle | Defect]:
        left = {name: value for name, value in self.root.attrib.items() if value.strip()}
        for name, field in _ATTRIBUTES.items():
            self._give(field, one_line(left.pop(name, "")), name)
        self._give("authors", [Author(name) for name in listed(left.pop("author", ""))], "author")
        self._give("keywords", [word for name in ("categories", "tags") for word in listed(left.pop(name, ""))], "tags")
        self._date(left.get("date"), "date", "@date", order)
        if "published" in self:
            del left["date"]
        if language := language_of(left.get("language")):
            self._give("language", language, "language")
            del left["language"]
        media = [Media("picture", url=left.pop("image"))] if "image" in left else []
        self._text("main", media)
        if comments := said(self.one("comments")):
            self.keep("comments", comments)
        for name, value in left.items():
            self.keep(name, value)
        yield from self.found("a document of trafilatura's with neither a title nor a text")

    def read_tei(self, order: str | None) -> Iterator[Draft | Notice | NotArticle | Defect]:
        """TEI P5 as trafilatura writes it: all of the header that it fills stands in `sourceDesc/biblFull`, too."""
        title = "teiHeader/fileDesc/titleStmt/title"
        self.take("headline", title)
        names = [said(each) for each in self.all("teiHeader/fileDesc/titleStmt/author")]
        names = names or [said(each) for each in self.all("teiHeader/fileDesc/sourceDesc/biblFull/titleStmt/author")]
        self.set("authors", [Author(name) for name in names if name], "author", "teiHeader/fileDesc/titleStmt/author")
        full = "teiHeader/fileDesc/sourceDesc/biblFull"
        self.take("publisher", f"{full}/publicationStmt/publisher")
        for pointer in self.all(f"{full}/publicationStmt/publisher/ptr") + self.all(f"{full}/notesStmt/ptr"):
            self.set("url", pointer.get("target"), "ptr", f"{full}/publicationStmt/publisher/ptr/@target")
        self._date(self.text(f"{full}/publicationStmt/date"), "date", f"{full}/publicationStmt/date", order)
        self.take("usage_terms", "teiHeader/fileDesc/publicationStmt/availability")
        self.take("summary", "teiHeader/profileDesc/abstract")
        terms = "teiHeader/profileDesc/textClass/keywords/term"
        words = [one_line(word) for each in self.all(terms) for word in said(each).split(",") if word.strip()]
        self.set("keywords", list(dict.fromkeys(words)), "term", terms)
        for note in self.all("teiHeader/fileDesc/notesStmt/note") + self.all(f"{full}/notesStmt/note"):
            self.keep(note.get("type") or "note", said(note))
        divisions = {each.get("type"): each for each in self.all("text/body/div")}
        self._text("text/body/div", [], divisions.get("entry"))
        self.keep("comments", said(divisions.get("comments")))
        yield from self.found("a document of trafilatura's with neither a title nor a text")

    def _give(self, field: str, value: Any, name: str) -> None:
        self.set(field, list(dict.fromkeys(value)) if field == "keywords" else value, name, f"@{name}")

    def _date(self, text: str | None, rule: str, path: str, order: str | None) -> None:
        """Whatever its `--date-format` is."""
        if not text:
            return
        try:
            date = date_of(text, order)
        except AmbiguousDateError as error:
            self.defect("ambiguous-date", f"{path}: {error}: set `date_order`")
            return
        if date is None:
            self.defect("no-date", f"{path} is {text!r:.60}, which is no date")
        self.set("published", date, rule, path)

    def _text(self, path: str, media: list[Media], element: Any = None) -> None:
        """The body by the elements of HTML that say the same, and its pictures."""
        element = self.one(path) if element is None else element
        if element is None:
            return
        for each in element.iter("*"):
            name = each.tag.rpartition("}")[2]
            if name == "graphic" and (each.get("src") or each.get("url")):
                caption = one_line(each.get("alt") or each.get("title") or "") or None
                media.append(Media("picture", each.get("src") or each.get("url"), caption))
            each.tag = _HTML.get(name, name)
        self.set("body", markup_blocks(element), "main", path)
        self.set("media", media, "graphic", f"{path}//graphic")
