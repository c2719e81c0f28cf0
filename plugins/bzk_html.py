"""Press digests of the Dutch Ministry of the Interior (BZK, "Knipselkrant"): a page of Lotus Notes, or a newsletter."""

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
    NotArticle,
    Notice,
    PartialDate,
    Sample,
    Source,
    Span,
    hookimpl,
)
from newsarchive.text import markup_blocks, said

from ._fields import Fields
from ._html_tree import of_id, read_tree, remove, says
from ._printed_dates import AmbiguousDateError, printed_date

# folder     = *( div#r33_n with checkbox, title, source, date, page, introduction ), ids the same in each
# newsletter = index 1*( hr article ): article = headline source-line *paragraph
_FOLDER = re.compile(r"<title>[^<]{0,60}(?:Werkmap|intranet/rss)", re.IGNORECASE)
_NOTES = "knipsels.nsf"
_DIGEST = re.compile(r"<(?:h1|title)\b[^<>]{0,200}>(?:[^<]|<(?!/?(?:h1|title|body)\b)){0,400}Knipselkrant", re.IGNORECASE)
_ENTRY = re.compile(r"<div\b[^<>]{0,100}\bid\s*=\s*[\"']?(?:r\d+_\d+|sort_\w+)", re.IGNORECASE)
_BOX = re.compile(r"<input\b[^<>]{0,200}\bname\s*=\s*[\"']?newsel\b[^<>]{0,200}\bvalue\s*=\s*[\"']?[0-9A-F]{32}", re.IGNORECASE)
_RULE = re.compile(r"<hr\b[^<>]{0,300}>", re.IGNORECASE)
_PAGE = re.compile(r"(?:pagina|pag\.|p\.)\s*(?P<page>[A-Z]?\d[\d,.\s-]*?)(?:\s+(?P<section>[^\W\d].*))?", re.IGNORECASE)
# source-line = medium date [ rest ]; the date is in words or in digits, the day first
_WEEKDAY = "(?:maan|dins|woens|donder|vrij|zater|zon)dag"
_DATE = r"\d{1,2} [^\W\d_]{3,10} \d{4}|\d{1,2}-\d{1,2}-\d{4}"
_SOURCE = re.compile(
    rf"(?P<medium>.{{1,80}}?)[\s,(]+(?:{_WEEKDAY} )?(?P<date>{_DATE})[).]*(?:\s*[,;/-]?\s*(?P<rest>.{{0,100}}))?", re.IGNORECASE
)
_DAY = re.compile(_DATE)
_HEADINGS = ("h1", "h2", "h3")
_HEADLINE_LENGTH = 200


def sniff(sample: Sample) -> Bid | None:
    """A folder of clippings, or a newsletter by its name."""
    markup = sample.head.decode("latin-1")  # Notes leaves controls in its pages, which no text has
    head = markup[:16_384]
    if _FOLDER.search(head) and _NOTES in head:
        return Bid(Confidence.CERTAIN, "is a folder of clippings (knipsels.nsf)")
    if _DIGEST.search(head) and _RULE.search(markup):
        return Bid(Confidence.LIKELY, "is a Knipselkrant")
    return None


def parse(document: Document) -> Iterator[Draft | Defect | NotArticle | Notice]:
    """The clippings of a folder, or the articles of a newsletter."""
    text = document.decoded("cp1252").text
    if starts := [match.start() for match in _ENTRY.finditer(text)]:
        yield from _folder(text, starts)
    else:
        yield from _newsletter(text)


def _folder(text: str, starts: list[int]) -> Iterator[Draft | Defect | NotArticle | Notice]:
    found = 0
    for start, end in pairwise([*starts, len(text)]):
        story = _Clipping(text[start:end])
        story.span = Span("codepoint", start, end)
        for each in story.found("it has neither a title nor a text"):
            found += isinstance(each, Draft)
            yield each
    if (boxes := len(_BOX.findall(text))) != found:
        yield Defect("count", f"the folder has {boxes} boxes to tick, and {found} articles were found")


class _Story(Fields):
    def date(self, text: str, where: str) -> None:
        """A date, the day before the month."""
        date = _day(text)
        if date is None and text:
            self.defect("no-date", f"{where} is {text!r:.60}, which is no date")
        self.set("published", date, where)


class _Clipping(_Story):
    """An entry of a folder: the ids of its elements are those of every other entry."""

    def __init__(self, markup: str) -> None:
        super().__init__("bzk")
        root = read_tree(markup)
        if root is None:
            return
        for element in list(root.iter("script", "style")):
            remove(element)
        box = next((each.get("value") for each in root.iter("input") if each.get("name") == "newsel"), None)
        self.set("identifiers", {"notes-unid": box} if box else {}, "newsel")
        title = of_id(root, "articleTitle")
        # A link that is not closed swallows what follows it.
        link = next(title.iter("a"), title) if title is not None else None
        self.set("headline", says(link), "articleTitle")
        self.set("publisher", says(of_id(root, "sourceTitle")), "sourceTitle")
        self.date(says(of_id(root, "articleDate")) or "", "articleDate")
        page = says(of_id(root, "articlePage")) or ""
        match = _PAGE.fullmatch(page)
        self.set("page", match["page"].strip() if match else page, "articlePage")
        self.set("section", match["section"] if match else None, "articlePage")
        self.keep("own-article", says(of_id(root, "ownArticle")))
        intro = of_id(root, "articleIntro")
        self.set("body", markup_blocks(intro) if intro is not None else [], "articleIntro")


def _newsletter(text: str) -> Iterator[Draft | Defect | NotArticle | Notice]:
    """What stands between rules; before the first, the index."""
    rules = [match.span() for match in _RULE.finditer(text)]
    begins, ends = [0, *(end for _, end in rules)], [*(start for start, _ in rules), len(text)]
    digest = ""
    listed = found = 0
    for number, (start, end) in enumerate(zip(begins, ends, strict=True)):
        root = read_tree(text[start:end])
        if root is None or not said(root):
            continue
        span = Span("codepoint", start, end)
        name = next((each for each in root.iter("h1", "title") if "knipselkrant" in said(each).lower()), None)
        if number == 0 and name is not None:
            digest = said(next((each for each in root.iter("h1") if "knipselkrant" in said(each).lower()), name))
            listed = sum(1 for _ in root.iter("li")) or sum(1 for each in root.iter("a") if each.get("href"))
            if not any(_SOURCE.fullmatch(said(each)) for each in root.iter("i", "em")):
                yield NotArticle(f"it is the index of {digest!r:.100}", span)
                continue
            for element in list(root.iter("h1", "title")):
                remove(element)
        story = _Article(root, digest)
        story.span = span
        for each in story.found("it has neither a headline nor a text"):
            found += isinstance(each, Draft)
            yield each
    if listed and listed != found:
        yield Defect("count", f"the index lists {listed} articles, and {found} were found")


class _Article(_Story):
    """An article of a newsletter."""

    def __init__(self, root: Any, digest: str) -> None:
        super().__init__("bzk")
        for element in list(root.iter("script", "style", "title")):
            remove(element)
        heading = next((each for each in root.iter(*_HEADINGS) if said(each)), None)
        if heading is not None:
            self.set("headline", said(heading), heading.tag)
            remove(heading)
        italic = next((each for each in root.iter("i", "em") if said(each)), None)
        source = said(italic) if italic is not None and _SOURCE.fullmatch(said(italic)) else None
        blocks = markup_blocks(root)
        if heading is None and blocks and len(blocks[0].text) <= _HEADLINE_LENGTH and len(blocks) > 1:
            self.set("headline", blocks.pop(0).text, "first")
        if source is None and blocks and (_SOURCE.fullmatch(blocks[0].text) or _is_italic(italic, blocks[0])):
            source = blocks[0].text
        if source and blocks and blocks[0].text.startswith(source):
            rest = blocks[0].text[len(source) :].strip()
            blocks[:1] = [Block("paragraph", rest)] if rest else []
        self._source(source or "", digest)
        self.set("body", blocks, "p")

    def _source(self, text: str, digest: str) -> None:
        """Who published it and when; a digest is of its own day."""
        match = _SOURCE.fullmatch(text)
        if match:
            self.set("publisher", match["medium"].strip(" ,"), "source")
            self.date(match["date"], "source")
            self.keep("source", match["rest"])
        else:
            self.set("publisher", text, "source")
        self.keep("digest", digest)
        if (day := _DAY.search(digest)) and "published" not in self:
            self.set("published", _day(day[0]), "digest")


def _is_italic(italic: Any, block: Block) -> bool:
    return italic is not None and said(italic) == block.text and len(block.text) <= _HEADLINE_LENGTH


def _day(text: str) -> PartialDate | None:
    """A date, the day first in digits."""
    try:
        return printed_date(text, "DMY")
    except AmbiguousDateError:  # never with an order
        return None


@hookimpl
def newsarchive_sources() -> Source:
    """The source `bzk-html`."""
    return Source("bzk-html", title="Knipselkrant of BZK (HTML)", sniff=sniff, parse=parse, libraries=("lxml",))
