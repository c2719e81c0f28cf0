"""LexisNexis as HTML, about 2005 to 2019: a page of articles, a `div` a field, whose classes are numbered anew in each page."""

import bisect
import re
from collections.abc import Iterator
from typing import Any

import attrs

from newsarchive import Bid, Block, Confidence, Defect, Document, Draft, NotArticle, Notice, Sample, Unreadable
from newsarchive.text import Line, markup_blocks, said

from .._sample import text_ends
from .fields import NexisFields
from .numbers import number_of
from .page import Piece, error_of, read_article

# page    = meta *( article ); meta states how many there are: <meta topic="null" documents="3" updated="…">
# article = <a name="DOC_ID_0_0"> <!-- <DOC NUMBER=1> --> *( <br> <div> field </div> )
_DOCUMENT = re.compile(r"<DOC NUMBER=\d", re.IGNORECASE)
_COMMENT = re.compile(r"<!--\s*LXNComment\b|<meta\s[^<>]{0,200}\bdocuments=", re.IGNORECASE)
_ANCHOR = re.compile(r"""<a\s[^<>]{0,200}\bname\s*=\s*["']?DOC_ID_\d""", re.IGNORECASE)
_TOTAL = re.compile(r"\b(?:DOCUMENTS?|DOKUMENTEN?|DOCUMENTEN)\s*</", re.IGNORECASE)
_CENTRED = re.compile(r"\.(?P<name>[\w-]{1,40})\s*\{[^{}]{0,400}\btext-align\s*:\s*center", re.IGNORECASE)
_SILENT = frozenset(("script", "style", "head", "title", "meta", "link", "noscript", "img"))


def sniff(sample: Sample) -> Bid | None:
    """A document's number in a comment, and what its program wrote beside it; or the anchor of the first article."""
    ends = text_ends(sample)
    if ends is None or "<" not in ends.head[:1000]:
        return None
    if _DOCUMENT.search(ends.head) and (_COMMENT.search(ends.head) or _ANCHOR.search(ends.head)):
        return Bid(Confidence.CERTAIN, "a page of LexisNexis, with the numbers of its documents")
    if _ANCHOR.search(ends.head) and _TOTAL.search(ends.head):
        return Bid(Confidence.CERTAIN, "a page of LexisNexis, with anchors of its documents")
    return None


def parse(document: Document) -> Iterator[Draft | Defect | NotArticle | Notice]:
    """An article for each anchor, in their order; what is counted is compared with what is there."""
    text = document.decoded(legacy="cp1252").text
    root = _tree(text)
    centred = {match["name"] for match in _CENTRED.finditer(text)}
    articles = _articles(root, centred)
    stated = _stated(root) or next((each.total for each in articles if each.total), None)
    if stated is not None and stated != len(articles):
        yield Defect("count", f"the page states {stated} documents, and {len(articles)} are there")
    for article in articles:
        if not article.pieces:
            yield Defect("empty", f"{article.name} holds nothing")
            continue
        if error := error_of(article.pieces):
            yield Defect("vendor-error", f"{article.name} is no article: {error!r:.200}")
            continue
        story = NexisFields([line for piece in article.pieces for line in piece.lines], where=article.where)
        read_article(story, article.pieces, document.hints.get("date_order"), 0)
        story.finish()
        yield from story.found(f"{article.name} has neither a headline nor a text")


def _tree(text: str) -> Any:
    """The page. Raises Unreadable where nothing of it is markup or text."""
    from lxml import etree

    parser = etree.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.replace("\0", "").encode(errors="replace"), parser)  # which would end it
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"it is no HTML: {error.msg}", code="bad-html") from None
    if root is None:
        raise Unreadable("it is no HTML", code="bad-html")
    return root


def _stated(root: Any) -> int | None:
    """How many documents the page says it has."""
    for meta in root.iter("meta"):
        count = meta.get("documents") or ""
        if count.isdecimal() and len(count) < 8:
            return int(count)
    return None


@attrs.define
class _Article:
    """What stands behind an anchor; `starts` are where each piece begins in a text of our own, as all its lines have it."""

    name: str
    pieces: list[Piece] = attrs.Factory(list)
    starts: list[int] = attrs.Factory(list)
    divs: list[int] = attrs.Factory(list)
    total: int | None = None
    reached: int = 0

    def where(self, place: int) -> str:
        """The field that a place of the text is in."""
        return f"{self.name}/div[{self.divs[max(0, bisect.bisect_right(self.starts, place) - 1)]}]"

    def add(self, block: Block, centred: bool, div: int) -> None:
        """A block as a piece."""
        lines = []
        start = self.reached
        for text in block.text.split("\n"):
            lines.append(Line(text, self.reached, self.reached + len(text)))
            self.reached += len(text) + 1
        lines = [line for line in lines if not line.blank]
        if not lines:
            return
        number = number_of(lines[0].stripped().text) if len(lines) == 1 else None
        if number is not None and not self.pieces:
            self.total = number[1]
            return
        self.pieces.append(Piece.of(lines, centred, block.kind))
        self.starts.append(start)
        self.divs.append(div)


def _articles(root: Any, centred: set[str]) -> list[_Article]:
    """The articles, each from its anchor on; without anchors from their numbers on. What stands before is a list of them."""
    anchored = any(map(_is_anchor, root.iter("a")))
    found = [_Article("page")]
    div = 0
    for element, text in _units(root):
        if element is not None and _is_anchor(element):
            found.append(_Article(element.get("name")))
            div = 0
            continue
        blocks = [Block("paragraph", text)] if element is None else markup_blocks(element)
        div += 1
        for block in blocks:
            if not anchored and number_of(block.text.strip()):
                found.append(_Article(f"document {len(found)}"))
            found[-1].add(block, element is not None and _is_centred(element, centred), div)
    return found[1:] if len(found) > 1 else found


def _is_anchor(element: Any) -> bool:
    return element.tag == "a" and (element.get("name") or "").upper().startswith("DOC")


def _is_centred(element: Any, centred: set[str]) -> bool:
    names = (element.get("class") or "").split()
    style = (element.get("align") or "").lower() + (element.get("style") or "").lower().replace(" ", "")
    return not centred.isdisjoint(names) or "center" in style


def _units(root: Any) -> Iterator[tuple[Any, str]]:
    """The innermost fields and the anchors, in their order, and whatever else is said between them."""
    around = set()
    for element in root.iter("div", "a"):
        if element.tag == "div" or _is_anchor(element):
            for above in element.iterancestors():
                if above in around:
                    break
                around.add(above)
    todo: list[Any] = [root]
    while todo:
        each = todo.pop()
        if isinstance(each, str):
            if each.strip():
                yield None, " ".join(each.split())
            continue
        if each.tag in _SILENT:
            continue
        if each in around:
            if _is_anchor(each):
                yield each, ""
            for below in reversed(each):
                todo += [below.tail or "", below]
            todo.append(each.text or "")
        elif _is_anchor(each) or said(each):
            yield each, ""
