"""Nexis Uni, Lexis+ and Lexis Advance: a cover, and articles that each end with `End of Document`."""

import bisect
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import attrs

from newsarchive import Bid, Block, Confidence, Defect, Document, Draft, NotArticle, Notice, Sample, Unreadable
from newsarchive.text import Line, one_line

from .._docx import Docx, read_docx
from .._paragraphs import Paragraph
from .._rtf import Rtf, is_rtf, read_rtf
from .beginnings import LINKS, PROPERTIES, TEXT, beginnings
from .fields import RIGHTS, NexisFields, is_address
from .labels import Label, label_of

# document = [ cover ] *( article )
# article  = headline publication date [ copyright ] *( label ) "Body" *( paragraph )
#            [ "Classification" ] *( label ) "End of Document"
_ENDS = frozenset(
    (
        *("end of document", "ende des dokuments", "fin du document", "einde van document", "einde van het document"),
        *("fin del documento", "fine del documento", "fim do documento"),
    )
)
_BODIES = frozenset(("body", "text", "corps", "texte", "tekst", "cuerpo"))
_CLASSIFICATIONS = frozenset(("classification", "klassifizierung", "classificatie", "clasificación"))
_CAPTIONS = frozenset(("graphic", "grafik", "graphique", "grafiek"))
_START = re.compile(r"Bookmark_\d+")
_COUNT = re.compile(r"(?:Documents?|Dokumente?|Documenten|Documentos)\s*\((?P<count>\d{1,7})\)", re.IGNORECASE)
_ITEM = re.compile(r"(?P<number>\d{1,7})\.\s")
_COVER = re.compile(
    r"(?:Date and Time|Datum und Uhrzeit|Date et heure|Job Number|Jobnummer|Client/Matter|Search Terms|Search Type|Narrowed by|"
    r"Content Type|Sources|Quellen)\b|.*;\s*Content Type: ",
    re.IGNORECASE,
)
_ITEM_ADDRESS = re.compile(r"[?&]id=(?P<urn>urn:contentItem:[A-Z0-9-]{1,80})", re.IGNORECASE)
#: Paragraphs whose links are the article's own; and lines of the top in which the date is looked for.
_HEADLINE, _TOP = 2, 8
# What of the beginnings of its members tells that a DOCX is of Nexis.
_DELIVERY = b'name="LADeliveryID"'
_HOSTS = re.compile(rb"//(?:advance\.lexis|plus\.lexis|www\.nexisuni|(?:www\.)?nexis)\.com/[^\"]{0,200}contentItem")
_TAG = re.compile(rb"<[^<>]{0,2000}>")
_MARKS = tuple(
    re.compile(pattern)
    for pattern in (
        rb"(?:Length|L\xc3\xa4nge|Longueur|Lengte):(?:\xc2\xa0|&#160;|&#xA0;)",
        rb"(?:Load-Date|Section|Byline|Rubrik|Autor):(?:\xc2\xa0|&#160;|&#xA0;)",
        rb"Job Number:",
        rb"Documents? \(\d+\)",
        rb"End of Document",
    )
)


# RTF, "Control symbols" and "Control words": a space that does not break, and what says nothing.
_SPACE = re.compile(rb"\\~|\\'a0", re.IGNORECASE)
_CONTROL = re.compile(rb"\\[a-z]{1,32}-?\d{0,10} ?|[{}\r\n]", re.IGNORECASE)


def sniff(sample: Sample) -> Bid | None:
    """A DOCX in whose properties, links or text stands that Nexis made it, as far as the sample shows them; or RTF."""
    if is_rtf(sample.head):
        ends = sample.head if sample.whole else sample.head + sample.tail
        if _is_marked(_CONTROL.sub(b"", _SPACE.sub(b"\xc2\xa0", ends))):
            return Bid(Confidence.CERTAIN, "RTF with the labels of Nexis Uni")
        return None
    found = beginnings(sample)
    if _DELIVERY in found.get(PROPERTIES, b""):
        return Bid(Confidence.CERTAIN, "a DOCX with the number of a delivery by Lexis")
    if _HOSTS.search(found.get(LINKS, b"")):
        return Bid(Confidence.CERTAIN, "a DOCX with links to documents of Lexis")
    if _is_marked(_TAG.sub(b"", found.get(TEXT, b""))):
        return Bid(Confidence.CERTAIN, "a DOCX with the labels of Nexis Uni")
    return None


def _is_marked(said: bytes) -> bool:
    """Whether two of the marks stand in what a document says."""
    return sum(mark.search(said) is not None for mark in _MARKS) > 1


def parse(document: Document) -> Iterator[Draft | Defect | NotArticle | Notice]:
    """An article for each one that the document holds; what the cover counts is compared with what is there."""
    written: Rtf | Docx = read_rtf(document.data) if is_rtf(document.data) else read_docx(document.data)
    yield from written.defects
    if not any(paragraph.text.strip() for paragraph in written.paragraphs):
        raise Unreadable("it holds no text", code="no-text")
    yield from _Export(written.paragraphs).read(document.hints.get("date_order"))


class _Export:
    """The paragraphs of a document as lines of a text of our own, so that what is read can be traced to its paragraph."""

    def __init__(self, found: Sequence[Paragraph]) -> None:
        self.found = found
        self.lines: list[list[Line]] = []
        self.starts: list[int] = []
        reached = 0
        for paragraph in found:
            self.starts.append(reached)
            several = []
            for text in paragraph.text.split("\n"):
                several.append(Line(text, reached, reached + len(text)))
                reached += len(text) + 1
            self.lines.append(several)

    def where(self, place: int) -> str:
        """The paragraph that a place of the text is in."""
        return f"p[{bisect.bisect_right(self.starts, place)}]"

    def said(self, number: int) -> str:
        """What a paragraph says, on one line."""
        return one_line(" ".join(line.text for line in self.lines[number]))

    def read(self, order: str | None) -> Iterator[Draft | Defect | NotArticle | Notice]:
        """The articles."""
        articles, cover = self._articles()
        stated = next((match for n in range(cover) if (match := _COUNT.fullmatch(self.said(n)))), None)
        if stated and int(stated["count"]) != len(articles):
            yield Defect("count", f"the cover states {stated['count']} documents, and {len(articles)} are there")
        if not articles:
            raise Unreadable("it holds no article", code="no-text")
        items = self._items(cover)
        if len(items) != len(articles):  # then nobody knows which of them is whose
            items = {}
        ended = sum(self.said(each[-1]).lower() in _ENDS for each in articles)
        for number, several in enumerate(articles, 1):
            story = NexisFields([line for n in several for line in self.lines[n]], where=self.where)
            urn = next(filter(None, map(self._urn, several[:_HEADLINE])), items.get(number))
            if urn:
                story.set("identifiers", {"nexis": urn}, "link")
            if self.said(several[-1]).lower() in _ENDS:
                several = several[:-1]
            elif ended:
                story.defect("no-end", f"article {number}, in {self.where(self.starts[several[0]])}, has no `End of Document`")
            _Article(story, [_Text(self.found[n], self.lines[n]) for n in several], order).read()
            story.finish()
            yield from story.found("it has neither a headline nor a text")

    def _articles(self) -> tuple[list[list[int]], int]:
        """The paragraphs that say anything, article by article, and where the cover ends.

        An article begins with its bookmark and behind the end of the one before it; what stands before the first is the cover.
        """
        cuts = {0, len(self.found)}
        cuts |= {n for n, each in enumerate(self.found) if any(map(_START.fullmatch, each.bookmarks))}
        cuts |= {n + 1 for n in range(len(self.found)) if self.said(n).lower() in _ENDS}
        cover = self._cover_end(min(cuts - {0}))
        cuts.add(cover)
        pieces = [[n for n in range(start, end) if self.said(n)] for start, end in pairwise(sorted(cuts)) if start >= cover]
        return [piece for piece in pieces if piece and not (len(piece) == 1 and self.said(piece[0]).lower() in _ENDS)], cover

    def _cover_end(self, first: int) -> int:
        """Where the cover ends that stands before or within the first stretch: at a section's end, or behind its last mark."""
        marks = [n for n in range(first) if _COVER.match(self.said(n)) or _COUNT.fullmatch(self.said(n))]
        if len(marks) < 2:
            return 0
        section = next((n for n in range(marks[-1], first) if self.found[n].section != self.found[marks[-1]].section), None)
        if section is not None:
            return section
        bookmarked = first == len(self.found) or any(map(_START.fullmatch, self.found[first].bookmarks))
        return first if bookmarked else marks[-1] + 1

    def _items(self, cover: int) -> dict[int, str]:
        """The identifiers that the cover's list has, by their numbers."""
        found = {}
        for number in range(cover):
            match = _ITEM.match(self.said(number))
            if match and (urn := self._urn(number)):
                found[int(match["number"])] = urn
        return found

    def _urn(self, number: int) -> str | None:
        for link in self.found[number].links:
            match = _ITEM_ADDRESS.search(link.url)
            if match:
                return match["urn"]
        return None


@attrs.define
class _Text:
    """A paragraph and its lines."""

    paragraph: Paragraph
    lines: list[Line]

    def __attrs_post_init__(self) -> None:
        self.lines = [line.stripped() for line in self.lines if not line.blank]

    @property
    def mark(self) -> str:
        """What it says, if that may be a mark between the parts of an article."""
        return self.lines[0].text.lower() if len(self.lines) == 1 and len(self.lines[0].text) < 40 else ""


class _Article:
    """One article from its paragraphs."""

    def __init__(self, story: NexisFields, texts: list[_Text], order: str | None) -> None:
        self.story, self.texts, self.order = story, texts, order

    def read(self) -> None:
        """Top, labels, text and labels."""
        body = self._first(_BODIES)
        classified = self._first(_CLASSIFICATIONS, (body or 0) + 1)
        front = self.texts[:body] if body is not None else self.texts
        left = self._read_front(front, marked=body is not None)
        if body is not None:
            left = self.texts[body + 1 : classified]
        last = len(left)
        for number in range(len(left) - 1, -1, -1):
            if not all(_is_sure(line) for line in left[number].lines[:1]):
                break
            last = number
        self._read_text(left[:last])
        for text in left[last:]:
            self._labels(text)
        for text in self.texts[classified + 1 :] if classified is not None else ():
            self._labels(text)

    def _first(self, marks: frozenset[str], start: int = 1) -> int | None:
        return next((n for n in range(start, len(self.texts)) if self.texts[n].mark in marks), None)

    def _read_front(self, texts: Sequence[_Text], marked: bool) -> list[_Text]:
        """Headline, publication, date, and labels; what is left, if nothing marks where the text begins."""
        if not texts:
            return []
        self.story.headline(texts[0].lines)
        lines = [(n, line) for n, text in enumerate(texts[1:], 1) for line in text.lines]
        top = [line if _may_be_date(line) else None for _, line in lines[:_TOP]]
        dated = next((k for k, line in enumerate(top) if line and self.story.date(line, self.order)), None)
        labelled = False
        for k, (n, line) in enumerate(lines):
            label = label_of(line, capitals=False)
            if k == dated:
                continue
            if label is not None:
                self.story.state(label, ())
                labelled = True
            elif RIGHTS.match(line.text):
                self.story.add("copyright", "copyright", line)
            elif is_address(line):
                self.story.url(line)
            elif "publisher" not in self.story and k == 0:
                self.story.take("publisher", "publication", line)
            elif not marked and (labelled or (dated is not None and k > dated)):
                return list(texts[n:])
            elif labelled:
                self.story.extra_of("front", line)
            else:
                self.story.add("edition", "edition", line)
        return []

    def _read_text(self, texts: Sequence[_Text]) -> None:
        """Paragraphs; behind `Graphic` what stands below pictures."""
        captions = False
        for text in texts:
            if text.mark in _CAPTIONS:
                captions = True
            elif captions:
                self.story.caption(text.lines)
            else:
                kind: Any = "table_row" if text.paragraph.cells else "crosshead" if text.paragraph.level else "paragraph"
                said = "\n".join(line.text for line in text.lines)
                self.story.block(Block(kind, said), "body", *text.lines)

    def _labels(self, text: _Text) -> None:
        """What stands below the text: labels, a line each, and what goes on from the line above."""
        label: Label | None = None
        below: list[Line] = []
        for line in text.lines:
            following = label_of(line, capitals=False)
            if following is None and label is not None:
                below.append(line)
                continue
            if label is not None:
                self.story.state(label, below)
            label, below = following, []
            if following is None:
                self._unlabelled(line)
        if label is not None:
            self.story.state(label, below)

    def _unlabelled(self, line: Line) -> None:
        if RIGHTS.match(line.text):
            self.story.add("copyright", "copyright", line)
        else:
            self.story.add("note", "note", line)


def _may_be_date(line: Line) -> bool:
    return len(line.text) < 80 and any(map(str.isdecimal, line.text)) and label_of(line, capitals=False) is None


def _is_sure(line: Line) -> bool:
    """Whether a line below the text begins with a label: with a space that does not break behind it, or one that is no word."""
    label = label_of(line, capitals=False)
    if label is None:
        return False
    return line.text[len(label.mark.text) :].startswith("\xa0") or "-" in label.mark.text
