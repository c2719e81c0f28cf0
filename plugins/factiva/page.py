"""Factiva's pages as they are saved: an article is a `div`, with a table of its fields or with its header line by line."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from newsarchive import Bid, Block, Confidence, Defect, Document, Draft, NotArticle, Notice, Sample, Span
from newsarchive.text import WHITE_SPACE, markup_blocks, said

from .._fields import Fields
from .._sample import text_ends
from .codes import BODY, CAPTION, LAST_LINE, RESULTS, Row, count_of, read_rows, signature
from .header import kinds

_TITLE = re.compile(r"<title>\s*(?:Dow Jones\s+)?Factiva(?:\.com)?\s*</title>", re.IGNORECASE)
_TITLE_WITHIN = 8192
_MARKS = re.compile(
    r"fcpNavContainer|PageBaseForm|factivalogo|articleParagraph|Factiva,\s+Inc|class=[\"'](?:article |headline)"
)
_ARTICLES = re.compile(r"<div\b[^<>]{0,200}class=[\"']article\s[^<>\"']{0,80}[a-z]{2,4}Article")
# article = "<div" ... class="article deArticle"; the last one of a page has an id, too.
_DIV = re.compile(r"<div\b(?P<attributes>[^<>]{0,400})>", re.IGNORECASE)
_CLASS = re.compile(r"""\bclass\s*=\s*["']\s*(?:[\w-]+\s+)*article\s[^"'<>]*?\b(?P<language>[a-z]{2,4})Article\b""")
#: What stands behind the last article.
_BEHIND = re.compile(r"""<(?:table|div)\b[^<>]{0,400}(?:\bid=["']pageFooter|\bclass=["']searchPreview)""")
#: A cell with this label, and the number in the cell behind it.
_RESULTS = re.compile(
    rf">\s*(?:{RESULTS})\s*(?:</[^<>]{{1,10}}>\s*){{1,4}}<td[^<>]{{0,80}}>\s*(?P<count>\d[\d.,' \xa0]{{0,12}})", re.IGNORECASE
)
_META = re.compile(rb"""<meta\b[^<>]{0,200}\bcharset\s*=\s*["']?\s*(?P<name>[\w.:-]{1,40})""", re.IGNORECASE)
_META_WITHIN = 2048
_CODE = re.compile(r"[A-Z]{2,3}")
#: Classes that say which script, where two letters do not.
_SCRIPTS = {"zhcn": "zh-Hans", "zhtw": "zh-Hant"}
_COMPANY_LENGTH = 120


def sniff(sample: Sample) -> Bid | None:
    """The title, and what only Factiva's pages are made of; the first article often stands behind the head."""
    ends = text_ends(sample)
    if ends is None or "<" not in ends.head:
        return None
    if _TITLE.search(ends.head[:_TITLE_WITHIN]) and (_MARKS.search(ends.head) or _MARKS.search(ends.tail)):
        return Bid(Confidence.CERTAIN, "a page of Factiva, by its title and its parts")
    if "articleParagraph" in ends.head and _ARTICLES.search(ends.head):
        return Bid(Confidence.LIKELY, "it has articles as pages of Factiva have them")
    return None


def parse(document: Document) -> Iterator[Draft | Defect | NotArticle | Notice]:
    """Each article by itself, so that a damaged one costs no other."""
    meta = _META.search(document.data[:_META_WITHIN])
    text = document.decoded(meta["name"].decode() if meta else None).text
    found = [(match.start(), language) for match in _DIV.finditer(text) if (language := _article(match["attributes"]))]
    last = found[-1][0] if found else 0
    behind = _BEHIND.search(text, last)
    bounds = [*(start for start, _ in found), behind.start() if behind else len(text)]
    if not found:
        yield NotArticle("it holds no article: a list of headlines, or nothing", Span("codepoint", 0, len(text)))
    yield from _counted(text, last, len(found))
    for number, ((start, end), (_, language)) in enumerate(zip(pairwise(bounds), found, strict=True), 1):
        story = _Article(number, text[start:end], Span("codepoint", start, end), document.hints.get("date_order"))
        if "language" not in story:
            story.set("language", _SCRIPTS.get(language, language), "class", f"article[{number}]/@class")
        yield from story.found(f"article {number} has neither a headline nor a text")


def _article(attributes: str) -> str | None:
    """The language of the article that a `div` with these attributes begins, or None."""
    match = _CLASS.search(attributes) if "rticle" in attributes else None
    return match["language"] if match else None


def _counted(text: str, last: int, found: int) -> Iterator[Defect]:
    """What the page says of its articles: how many the search found, and the numbers that end them."""
    results = _RESULTS.search(text, last)
    stated = count_of(results["count"]) if results else None
    if results and stated is not None and stated != found:
        yield Defect(
            "count", f"the search found {stated} articles, {found} are here", Span("codepoint", *results.span("count"))
        )
    numbered = sum(1 for _ in LAST_LINE.finditer(text))
    if numbered > found:
        yield Defect("count", f"{numbered} accession numbers are named, {found} articles were found")


class _Article(Fields):
    """One article, from its markup."""

    def __init__(self, number: int, markup: str, span: Span, order: str | None) -> None:
        super().__init__("factiva")
        self.span = span
        self.number = number
        self.rows: list[Row] = []
        self.body: list[Block] = []
        root = _parsed(markup)
        if root is None:
            self.defect("bad-html", f"article {number} cannot be read", span)
            return
        indexed = [each for each in root.iter("tr") if len(each) > 1 and "index" in _classes(each[0])]
        if indexed:
            self._table(indexed)
        else:
            self._lines(root)
        if "HD" not in {row.code for row in self.rows}:
            self._headline(root)
        rest = [signature(block) for block in markup_blocks(root)]
        self._end(rest)
        self.body += rest
        self.set("body", self.body, "text", f"article[{number}]")
        read_rows(self, self.rows, order)
        if "identifiers" not in self:
            self.defect("incomplete", f"article {number} does not end with its accession number: it may be cut off", span)

    def _row(self, code: str, text: str) -> None:
        if text:
            self.rows.append(Row(code, text, f"article[{self.number}]/{code or 'div'}"))

    def _table(self, rows: Sequence[Any]) -> None:
        """A row a field: the code, and what it says."""
        for row in rows:
            label, value, *_ = row
            code = said(label).strip(WHITE_SPACE)
            if code in BODY:
                self.body += [signature(block) for block in markup_blocks(value)]
            elif code == CAPTION:
                self.body += [Block("caption", block.text) for block in markup_blocks(value)]
            elif _CODE.fullmatch(code):
                self._row(code, said(value))
            else:
                continue
            row.drop_tree()

    def _lines(self, root: Any) -> None:
        """A `div` each in front of the text; browsers and lxml end the paragraph that they are written in."""
        header = []
        for each in root.iter("div", "p"):
            if each.tag == "p" and _is_text(each):
                break
            if each.tag == "div" and each is not root and each.find(".//div") is None:
                header.append(each)
        known = {number: code for number, each in enumerate(header) if (code := _known(each))}
        texts = [said(each) for each in header]
        for code, text in zip(kinds(texts, known), texts, strict=True):
            self._row(code, text)
        for each in header:
            each.drop_tree()
        paragraphs = list(root.iter("p"))
        text_ends = max((number for number, each in enumerate(paragraphs) if _is_text(each)), default=len(paragraphs))
        for each in paragraphs[text_ends + 1 :]:
            text = said(each)
            if not LAST_LINE.fullmatch(text) and len(text) <= _COMPANY_LENGTH:
                self._row("PUB", text)
                each.drop_tree()

    def _headline(self, root: Any) -> None:
        """A headline that stands in no row and no line of its own."""
        for each in root.iter("b", "span", "div"):
            if _is_headline(each):
                self._row("HD", said(each))
                each.drop_tree()
                return

    def _end(self, rest: list[Block]) -> None:
        """The line that ends the article, and is none of its text."""
        for number in range(len(rest) - 1, -1, -1):
            if LAST_LINE.fullmatch(rest[number].text):
                self._row("AN", rest.pop(number).text)
                return


def _known(element: Any) -> str:
    """What the markup tells of a line."""
    if element.get("id") == "hd" or any(map(_is_headline, element)):
        return "HD"
    return "BY" if "author" in _classes(element) else ""


def _is_headline(element: Any) -> bool:
    return any(name.endswith("Headline") for name in _classes(element))


def _is_text(paragraph: Any) -> bool:
    return any(name.startswith("articleParagraph") for name in _classes(paragraph))


def _classes(element: Any) -> list[str]:
    return (element.get("class") or "").split()


def _parsed(markup: str) -> Any:
    """The `div` that a piece of markup begins with, as browsers mend it, or None."""
    import lxml.html
    from lxml import etree

    parser = lxml.html.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(markup.replace("\0", "").encode(errors="replace"), parser)
    except etree.XMLSyntaxError:  # nothing that is markup or text
        return None
    return root.find(".//div") if root is not None else None
