"""Ritzau's XML (`RBNews`): one story, or several in an `ArrayOfRBNews`, as .NET writes them: what is absent is nil."""

import re
from collections.abc import Iterator
from typing import Any

from newsarchive import (
    Author,
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
from newsarchive.text import html_blocks, markup_blocks, said

from ._iptc import urgency_of
from ._names import signers
from ._pictures import picture_of
from ._xml import read_xml, root_name, unresolved, xml_bytes
from ._xml_fields import XmlFields

_ROOTS = ("RBNews", "ArrayOfRBNews")
#: .NET's date that is none.
_NO_DATE = "0001-01-01T00:00:00"
#: Read here; everything else is kept in `extra` under its own name.
_READ = frozenset(
    """
    NewsID HistID PublishDate strapline headline subtitle town origin section version content Priority IPTCList SubjectKeyword
    Companies MultimedieList byLine TilRedaktionen Annuleret
    """.split()  # noqa: SIM905  # a list of words is read as one
)
_TRUE = ("true", "1")
#: A kill where the flag was forgotten. In small letters it is what happens to ferries.
_KILLED = re.compile(r"ANNULL?ERET\b")
#: A paragraph that is nothing but bold and short: a crosshead.
_BOLD = re.compile(r"<p\b[^<>]{0,200}>\s*+<(strong|b)>(?P<text>[^<>]{1,80})</\1>\s*+</p>", re.IGNORECASE)
#: Who signs below the text: `/ritzau/`, `/ritzau/AFP/`.
_SIGNATURE = re.compile(r"/[\w ./-]{1,60}/")


def sniff(sample: Sample) -> Bid | None:
    """The root element decides."""
    root, _ = root_name(sample)
    return Bid(Confidence.CERTAIN, f"its root element is {root}") if root in _ROOTS else None


def parse(document: Document) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """A story each."""
    root = read_xml(xml_bytes(document))
    yield from unresolved(root)
    stories = list(root.iter("{*}RBNews"))
    if not stories:
        yield NotArticle("a list of Ritzau's that has no stories")
    for story in stories:
        yield from _Story(story).found("it has neither a headline nor a text")


class _Story(XmlFields):
    """One story."""

    def __init__(self, root: Any) -> None:
        super().__init__("ritzau-xml", root)
        identifiers = {name: text for name in ("NewsID", "HistID") if (text := self.text(name))}
        self.set("identifiers", identifiers, "NewsID", "NewsID")
        # Local time in Denmark, and nothing in the document says so: it stays without a zone.
        if not (self.text("PublishDate") or "").startswith(_NO_DATE):
            self.date("published", "PublishDate")
        for field, name in (
            ("headline", "headline"),
            ("slugline", "strapline"),
            ("summary", "subtitle"),
            ("section", "section"),
            ("version", "version"),
            ("note", "TilRedaktionen"),
        ):
            self.take(field, name)
        if (urgency := urgency_of(self.text("Priority") or "")) is not None:
            self.set("urgency", urgency, "Priority", "Priority")
        else:
            self.keep("Priority", self.text("Priority"))
        self._status()
        self._signed()
        self._subjects()
        self._content()
        for each in self.root:
            if isinstance(each.tag, str) and (name := each.tag.rpartition("}")[2]) not in _READ:
                self.keep(name, _values(each) if len(each) else said(each))

    def _status(self) -> None:
        flag = (self.text("Annuleret") or "").lower()
        heads = (self.get("headline") or "", self.get("slugline") or "")
        if flag in _TRUE or any(map(_KILLED.match, heads)):
            self.set("status", "canceled", "Annuleret", "Annuleret")

    def _signed(self) -> None:
        self.take("byline", "byLine")
        self.set("authors", [Author(name) for name in signers(self.get("byline") or "", named=True)], "byLine", "byLine")
        self.set("credit", (self.text("origin") or "").strip("/ "), "origin", "origin")
        if town := self.text("town"):
            self.set("dateline", Dateline(town, place=town), "town", "town")

    def _subjects(self) -> None:
        """IPTC's subject codes are of eight digits; as numbers they have lost the noughts in front."""
        codes = [text.zfill(8) if text.isdecimal() else text for text in _values(self.one("IPTCList"))]
        subjects = [Subject(scheme="iptc-subject", code=code) for code in dict.fromkeys(codes)]
        self.set("subjects", subjects, "IPTCList", "IPTCList")
        self.set("keywords", list(dict.fromkeys(_values(self.one("SubjectKeyword")))), "SubjectKeyword", "SubjectKeyword")
        self.set("organisations", list(dict.fromkeys(_values(self.one("Companies")))), "Companies", "Companies")
        pictures = self.one("MultimedieList")
        media = [picture_of(each) for each in pictures if isinstance(each.tag, str)] if pictures is not None else []
        self.set("media", [each for each in media if each], "MultimedieList", "MultimedieList")

    def _content(self) -> None:
        """HTML that was escaped once, or that was left as it is."""
        content = self.one("content")
        if content is None:
            return
        blocks = markup_blocks(content) if len(content) else html_blocks(_BOLD.sub(r"<h2>\g<text></h2>", content.text or ""))
        if blocks and _SIGNATURE.fullmatch(blocks[-1].text):
            blocks[-1] = Block("credit", blocks[-1].text)
        self.set("body", blocks, "content", "content")


def _values(element: Any) -> list[str]:
    """What the elements of a list say."""
    if element is None:
        return []
    return [text for each in element if isinstance(each.tag, str) and (text := said(each))]


@hookimpl
def newsarchive_sources() -> Source:
    """The source `ritzau-xml`."""
    return Source("ritzau-xml", title="Ritzau RBNews, XML", sniff=sniff, parse=parse, libraries=("lxml",))
