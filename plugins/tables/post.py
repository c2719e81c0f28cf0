"""The Washington Post Collection of TREC: an article a line, its text in pieces that say what they are."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from newsarchive import Author, Bid, Block, Confidence, Defect, Document, Draft, Media, NotArticle, Notice, Sample
from newsarchive.text import one_line

from .._feed_text import headline_of
from .._fields import Fields
from .._json import json_head
from .._json_values import text_of
from .._names import signers
from .json_rows import JsonRow, json_rows
from .text import table_text
from .values import body_of, listed, moment, says_nothing

_MARKS = tuple(re.compile(rf'"{name}"\s*:') for name in ("article_url", "contents", "published_date"))
#: `subtype` of a piece of text: kinds of blocks. Others are paragraphs.
_KINDS = {"subhead": "crosshead", "pullquote": "quote", "blockquote": "quote", "trailleft": "credit"}
#: A role longer than this is the author's biography, which the collection repeats there.
_LONGEST_ROLE = 60
_MILLISECONDS = 1000
_PICTURES = {"image": "picture", "gallery": "picture", "video": "video", "inline_graphic": "graphic"}
_BY = re.compile(r"By\s", re.IGNORECASE)


def sniff(sample: Sample) -> Bid | None:
    """Three keys of an article of the collection."""
    text = json_head(sample)
    if text and all(mark.search(text) for mark in _MARKS):
        return Bid(Confidence.CERTAIN, "it has an article_url, a published_date and contents")
    return None


def parse(document: Document) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """An article a line; a bad one costs itself."""
    for row in json_rows(table_text(document)):
        if isinstance(row, JsonRow):
            yield from _Story(row.value, row.path).read()
        else:
            yield row


class _Story(Fields):
    """One article. What becomes a field is taken out of `left`."""

    def __init__(self, given: Mapping[str, Any], path: str) -> None:
        super().__init__("wapo-jsonl")
        self.left = {name: value for name, value in given.items() if not says_nothing(value)}
        self.path = path
        self.body: list[Block] = []
        self.media: list[Media] = []
        self.unread: list[Any] = []

    def read(self) -> Iterator[Draft | Notice | NotArticle | Defect]:
        if identifier := self._pop("id"):
            self._give("identifiers", {"wapo": identifier}, "id")
        self._give("url", self._pop("article_url"), "article_url")
        self._give("headline", headline_of(self._pop("title") or ""), "title")
        self._give("publisher", self._pop("source"), "source")
        self._date("published", self.left.get("published_date"), "published_date")
        if "published" in self:
            del self.left["published_date"]
        self._authors()
        self._contents()
        for name, value in self.left.items():
            self.keep(name, value)
        yield from self.found(f"{self.path or 'the document'} has neither a title nor contents")

    def _pop(self, name: str) -> str | None:
        text = text_of(self.left.get(name))
        if text:
            del self.left[name]
        return text

    def _give(self, field: str, value: Any, where: str) -> None:
        self.set(field, value, where.rpartition("/")[2], f"{self.path}/{where}")

    def _date(self, field: str, value: Any, where: str) -> None:
        """Milliseconds since 1970."""
        if value is None:
            return
        date = moment(value, _MILLISECONDS, 0) if isinstance(value, int) and not isinstance(value, bool) else None
        if date is None:
            self.defect("no-date", f"{self.path}/{where} is {value!r:.60}, and no milliseconds since 1970")
        self._give(field, date, where)

    def _authors(self) -> None:
        """Names parted by semicolons: not the byline, which is one of the contents."""
        if author := self._pop("author"):
            self._give("authors", [Author(name) for name in listed(author)], "author")

    def _contents(self) -> None:
        contents = self.left.pop("contents", None)
        if not isinstance(contents, list):
            if contents is not None:
                self.defect("bad-type", f"{self.path}/contents is {contents!r:.60}, and no list")
                self.keep("contents", contents)
            return
        for number, piece in enumerate(contents):
            if isinstance(piece, dict):
                self._piece(piece, f"contents/{number}")
            elif piece is not None:
                self.unread.append(piece)
        self._give("body", self.body, "contents")
        self._give("media", self.media, "contents")
        self.keep("contents", self.unread)

    def _piece(self, piece: dict[str, Any], where: str) -> None:
        kind, content = piece.get("type"), piece.get("content")
        blocks = body_of(content)
        text = " ".join(block.text for block in blocks)
        if kind in ("kicker", "title", "byline", "deck") and text:
            self._line(str(kind), text, where)
        elif kind == "date":
            if "published" not in self:
                self._date("published", content, where)
            elif moved := (moment(content, _MILLISECONDS, 0) if type(content) is int else None):
                self.keep("date_displayed", str(moved) if moved != self.get("published") else None)
        elif kind == "sanitized_html" and isinstance(content, str):
            told: Any = _KINDS.get(str(piece.get("subtype")))
            for block in blocks:
                self.evident(f"body[{len(self.body)}]", f"contents/{kind}", f"{self.path}/{where}")
                self.body.append(Block(told, block.text) if told else block)
        elif kind == "list" and isinstance(content, list):
            for block in blocks:
                self.evident(f"body[{len(self.body)}]", "contents/list", f"{self.path}/{where}")
                self.body.append(Block("list_item", block.text))
        elif kind == "tweet" and isinstance(content, dict) and text_of(content.get("text")):
            self.evident(f"body[{len(self.body)}]", "contents/tweet", f"{self.path}/{where}")
            self.body.append(Block("quote", one_line(content["text"])))
        elif kind == "author_info":
            self._author(piece)
        elif kind in _PICTURES:
            self._picture(piece, _PICTURES[str(kind)])
        elif not says_nothing({name: value for name, value in piece.items() if name not in ("type", "mime")}):
            self.unread.append(piece)

    def _line(self, kind: str, text: str, where: str) -> None:
        if kind == "title" and "headline" in self:
            if one_line(text) != self.get("headline"):
                self.keep("title", text)
            return
        field = {"kicker": "section", "title": "headline", "byline": "byline", "deck": "summary"}[kind]
        self._give(field, one_line(text), where)
        if kind == "byline" and "authors" not in self:
            self._give("authors", [Author(name) for name in signers(text, named=not _BY.match(text))], where)

    def _author(self, piece: dict[str, Any]) -> None:
        """A role for one who signs; a biography is kept."""
        name, role = text_of(piece.get("name")), text_of(piece.get("role"))
        authors: list[Author] = self.get("authors") or []
        if name and not any(author.name == name for author in authors):
            authors = [*authors, Author(name)]
        if role and len(role) < _LONGEST_ROLE:
            authors = [Author(each.name, role=role) if each.name == name else each for each in authors]
        self._give("authors", authors, "contents")
        if said := text_of(piece.get("bio")) or role:
            self.extra.setdefault("author_info", []).append({"name": name, "bio": said})

    def _picture(self, piece: dict[str, Any], kind: str) -> None:
        caption = next((text for name in ("fullcaption", "blurb") if (text := text_of(piece.get(name)))), None)
        url = next((text for name in ("imageURL", "contenturl", "url") if (text := text_of(piece.get(name)))), None)
        if caption or url:
            self.media.append(Media(kind, url, headline_of(caption) if caption else None))
        else:
            self.unread.append(piece)
