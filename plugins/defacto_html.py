"""Printouts of APA DeFacto-Campus (Austria), as browsers save them: articles in `div.eintrag`."""

import re
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
from newsarchive.text import lines, one_line, said

from ._fields import Fields
from ._html_tree import read_tree
from ._names import signers
from ._sample import text_ends

# eintrag = pre [ above ] h3 [ kicker ] *p [ keywords ] img: what is not named stands as text of the div itself
# pre     = medium [ " Nr. " issue ] " vom " date [ time ] [ "Seite: " page ] *( line-end label ":" text )
_ENTRY = re.compile(r"<div\b[^<>]{0,200}\bclass\s*=\s*[\"']?eintrag\b", re.IGNORECASE)
_TITLE = re.compile(r"<title>[^<]{0,40}DeFacto-Campus - Ausdruck", re.IGNORECASE)
_TOP = re.compile(
    r"(?P<medium>.*\S)\s+vom\s+(?P<day>\d\d?)\.(?P<month>\d\d?)\.(?P<year>\d{4})(?:\s+(?P<hour>\d\d?)[.:](?P<minute>\d\d)(?:\s*Uhr)?)?"
    r"(?:\s+Seite:?\s*(?P<page>\S.*?))?\s*"
)
_ISSUE = re.compile(r"(?P<medium>.*\S)\s+Nr\.\s*(?P<issue>\S+)")
_PRE = re.compile(r"<pre>\s*[^<]{1,200}?\svom\s+\d\d?\.\d\d?\.\d{4}", re.IGNORECASE)
_LABELS = {"Ressort": "section", "Autor": "byline", "Autoren": "byline"}
_BYLINE = re.compile(r"Von (?=[^\W\d_])[^\d.!?]{2,80}")
#: A transcript of a broadcast ends with what may be done with it.
_TERMS = "Der gegenständliche Text ist eine Abschrift"
_CAPTION = re.compile(r"Bild(?:er)?:\s*")
_KICKER_WORDS = 3


def sniff(sample: Sample) -> Bid | None:
    """Its title, or an entry and the line on top of it."""
    ends = text_ends(sample)
    head = ends.head[:16_384] if ends else ""
    if _TITLE.search(head) or (_ENTRY.search(head) and _PRE.search(head)):
        return Bid(Confidence.CERTAIN, "is a printout of DeFacto-Campus")
    return None


def parse(document: Document) -> Iterator[Draft | Defect | NotArticle | Notice]:
    """One article for each entry; each is parsed by itself."""
    text = document.decoded("cp1252").text
    starts = [match.start() for match in _ENTRY.finditer(text)]
    for start, end in pairwise([*starts, len(text)]):
        story = _Entry(text[start:end])
        story.span = Span("codepoint", start, end)
        yield from story.found("it has neither a title nor a text")
    if not starts:
        yield NotArticle("it is a printout without entries")


class _Entry(Fields):
    """One entry."""

    def __init__(self, markup: str) -> None:
        super().__init__("defacto")
        root = read_tree(markup)
        entry = next((each for each in root.iter("div") if each.get("class") == "eintrag"), None) if root is not None else None
        if entry is None:
            return
        self.paragraphs: list[str] = []
        self.loose: list[str] = []
        self.above: list[str] = []
        self._loose(entry.text)
        for element in entry:
            if element.tag == "pre":
                self._top("".join(element.itertext()))
            elif element.tag in ("h1", "h2", "h3", "h4") and "headline" not in self:
                self.set("headline", said(element), element.tag)
                self.above, self.loose = self.loose, []
            elif element.tag in ("p", "div", "ul", "table", "blockquote"):
                self._paragraph(element)
            elif element.tag not in ("img", "script", "style"):
                self._loose(said(element))
            self._loose(element.tail)
        self._round()

    def _loose(self, text: str | None) -> None:
        if text and (line := one_line(text)):
            self.loose.append(line)

    def _paragraph(self, element: Any) -> None:
        """A paragraph; text that stood loose before it is a kicker."""
        if self.loose:
            self.keep("kicker", " ".join(filter(None, [self.extra.get("kicker"), *self.loose])))
            self.loose = []
        if text := said(element):
            self.paragraphs.append(text)

    def _top(self, text: str) -> None:
        """The line that says where and when, and labels below it."""
        first, *below = [line.text.strip() for line in lines(text.strip())] or [""]
        if match := _TOP.fullmatch(first):
            medium = match["medium"]
            if issue := _ISSUE.fullmatch(medium):
                medium = issue["medium"]
                self.keep("issue", issue["issue"])
            self.set("publisher", medium.strip('"'), "pre")
            self.set("page", match["page"], "pre")
            try:
                clock = (int(match["hour"]), int(match["minute"])) if match["hour"] else ()
                self.set("published", PartialDate(int(match["year"]), int(match["month"]), int(match["day"]), *clock), "pre")
            except NewsarchiveError as error:
                self.defect("impossible-date", f"{first!r:.80} names no day: {error.message}")
        else:
            below.insert(0, first)
        for line in below:
            label, _, value = (part.strip() for part in line.partition(":"))
            if label in _LABELS and _LABELS[label] not in self:
                self.set(_LABELS[label], value, f"pre/{label}")
            elif line:
                self.keep("pre", "\n".join(filter(None, [self.extra.get("pre"), line])))
        self.set("authors", signers(self.get("byline") or "", named=True), "pre/Autor")

    def _round(self) -> None:
        """What stands round the text: summary, author, captions, terms and keywords."""
        if "headline" not in self:
            self.paragraphs += self.loose
            self.loose = []
        above = " ".join(self.above)
        if len(above.split()) > _KICKER_WORDS:
            self.set("summary", above, "above")
        else:
            self.keep("kicker", " ".join(filter(None, [above, self.extra.get("kicker")])))
        signed = next((each for each in self.paragraphs[:2] if _BYLINE.fullmatch(each)), None)
        if signed and "byline" not in self:
            self.paragraphs.remove(signed)
            self.set("byline", signed, "p")
            self.set("authors", signers(signed), "p")
        terms = next((n for n, each in enumerate(self.paragraphs) if each.startswith(_TERMS)), len(self.paragraphs))
        self.set("usage_terms", " ".join(self.paragraphs[terms:]), "p")
        self.set("body", [_block(each) for each in self.paragraphs[:terms]], "p")
        self.set("keywords", [each.strip() for each in " ".join(self.loose).split("/") if each.strip()], "below")


def _block(text: str) -> Block:
    match = _CAPTION.match(text)
    return Block("caption", text[match.end() :] or text) if match else Block("paragraph", text)


@hookimpl
def newsarchive_sources() -> Source:
    """The source `defacto-html`."""
    return Source("defacto-html", title="APA DeFacto-Campus (HTML)", sniff=sniff, parse=parse, libraries=("lxml",))
