"""One article from what a word processor wrote: DOCX, ODT, RTF.

Nothing is invented. The headline is what is marked as one (a title, the first heading), or looks like one where nothing is
marked; a title in the properties counts only if the text has none. Who made the file, and when, is told of
the file and not of the article: `extra`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from newsarchive import Block, Defect, Draft, NotArticle, Notice
from newsarchive.text import one_line

from ._fields import Fields
from ._paragraphs import Paragraph

#: Names of styles, without spaces and in small letters, as Word and LibreOffice call them.
_TITLE = frozenset(("title",))
_SUBTITLE = frozenset(("subtitle",))
_QUOTES = frozenset(("quote", "intensequote", "quotations", "blockquotation", "blocktext"))
_CAPTIONS = frozenset(("caption", "figure", "illustration", "drawing"))
_NOTES = frozenset(("footnotetext", "endnotetext", "footnote", "endnote"))
_SEPARATORS = re.compile(r"_20_|[ _-]")
#: A headline by its look: a line of so many characters at most that does not end as a sentence does, above a longer paragraph.
_HEADLINE_LENGTH = 150
_SENTENCE_ENDS = tuple(".,;:。．।։")
#: Titles that programs give: a file's name, or none.
_FILE_NAME = re.compile(r"^Microsoft \w+ - |\.\w{1,5}$|^$")
_KEYWORDS = re.compile(r"\s*[,;]\s*")
#: Properties whose names differ.
_NAMES = {"keyword": "keywords", "initial-creator": "creator", "author": "creator", "date": "modified"}


def read_office(
    rule: str, paragraphs: Sequence[Paragraph], info: Mapping[str, str], defects: Sequence[Defect]
) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """The article in a document; `info` are its properties, under the names of Dublin Core where it has them."""
    fields = Fields(rule)
    fields.defects += defects
    found = [each for paragraph in paragraphs for each in _unpacked(paragraph) if each.text]
    summary = _take(found, _SUBTITLE)
    headline = _take(found, _TITLE) or _headline(found, info)
    if headline:
        fields.set("headline", one_line(headline.text), "headline", _place(headline))
    elif found and not _FILE_NAME.search(one_line(info.get("title", "x.x"))):
        fields.set("headline", one_line(info["title"]), "properties", "title")
    if summary:
        fields.set("summary", one_line(summary.text), "subtitle", _place(summary))
    blocks = [_block(paragraph) for paragraph in found]
    for number, paragraph in enumerate(found):
        fields.evident(f"body[{number}]", blocks[number].kind, _place(paragraph))
    fields.values["body"] = blocks
    if not blocks:
        fields.drop("body")
    _properties(fields, info)
    yield from fields.found("it has no text")


def _unpacked(paragraph: Paragraph) -> Sequence[Paragraph]:
    """The paragraphs of a row with one cell: a table that only lays out the page."""
    cells = [cell for cell in paragraph.cells if cell]
    return cells[0] if len(cells) == 1 else [paragraph]


def _style(paragraph: Paragraph) -> str:
    return _SEPARATORS.sub("", paragraph.style).lower()


def _take(found: list[Paragraph], styles: frozenset[str]) -> Paragraph | None:
    """The first paragraph of a style, which is then no part of the body."""
    for number, paragraph in enumerate(found):
        if _style(paragraph) in styles and not paragraph.note:
            return found.pop(number)
    return None


def _headline(found: list[Paragraph], info: Mapping[str, str]) -> Paragraph | None:
    """The first paragraph, if it is a heading, the document's title, or looks like one."""
    if not found or found[0].cells or found[0].note:
        return None
    first, text = found[0], one_line(found[0].text)
    below = next((each for each in found[1:] if not each.level and not each.cells and not each.note), None)
    titled = text == one_line(info.get("title", ""))
    short = len(text) <= _HEADLINE_LENGTH and not text.endswith(_SENTENCE_ENDS) and first.marker is None
    looks = below is not None and short and len(text) < len(one_line(below.text))
    return found.pop(0) if first.level or titled or looks else None


def _block(paragraph: Paragraph) -> Block:
    style = _style(paragraph)
    if paragraph.cells:
        cells = (" ".join(one_line(each.text) for each in cell) for cell in paragraph.cells)
        return Block("table_row", "\t".join(cells).strip())
    text = "\n".join(filter(None, map(one_line, paragraph.text.split("\n"))))
    if paragraph.note or style in _NOTES:
        return Block("note", text)
    if paragraph.level:
        return Block("crosshead", text)
    if paragraph.marker is not None:
        return Block("list_item", text)
    if style in _QUOTES:
        return Block("quote", text)
    return Block("caption" if style in _CAPTIONS else "paragraph", text)


def _place(paragraph: Paragraph) -> str | None:
    """Where it stood, in a format that is bytes. No span: what stands there is not letter by letter what it says."""
    return f"bytes {paragraph.start}-{paragraph.end}" if paragraph.end else None


def _properties(fields: Fields, info: Mapping[str, str]) -> None:
    """Keywords and language are the article's; the rest is the file's."""
    for name, value in info.items():
        known = _NAMES.get(name, name)
        if known == "keywords":
            words = [*(fields.get("keywords") or ()), *filter(None, _KEYWORDS.split(value))]
            fields.set("keywords", list(dict.fromkeys(words)), "properties", name)
        elif known == "language":
            fields.set("language", value, "properties", name)
        elif known != "title" or one_line(value) != fields.get("headline"):
            fields.keep(name, value)
