"""JSON Feed 1.0 and 1.1: an item each."""

import re
from collections.abc import Iterator
from typing import Any

from newsarchive import (
    Author,
    Bid,
    Block,
    Confidence,
    Defect,
    Document,
    Draft,
    Media,
    NotArticle,
    Notice,
    Sample,
    Source,
    hookimpl,
)
from newsarchive.text import one_line

from ._feed_dates import feed_date
from ._feed_media import enclosed
from ._feed_text import absolute, blocks_of, headline_of, pictures_of, plain_blocks
from ._fields import Fields
from ._json import read_json

#: JSON Feed 1.1, Top-level: `version` is the URL of the version that the feed uses.
_VERSION = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version\\?/')
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:[-_][A-Za-z0-9]{1,8})*")


def sniff(sample: Sample) -> Bid | None:
    """The address of the version, at the beginning or, where keys are sorted, at the end."""
    if sample.head[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"{":
        return None
    found = _VERSION.search(sample.head) or _VERSION.search(sample.tail)
    return Bid(Confidence.CERTAIN, "its version is an address of jsonfeed.org") if found else None


def parse(document: Document) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """An article an item; a bad one costs itself."""
    feed = read_json(document)
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        yield NotArticle("a JSON document without a list of items")
        return
    if not items:
        yield NotArticle("a feed without items")
    for number, item in enumerate(items):
        path = f"/items/{number}"
        if isinstance(item, dict):
            yield from _Item(item, feed, path).read()
        else:
            yield Defect("no-item", f"{path} is {item!r:.60}, and no item of a JSON Feed")


class _Item(Fields):
    """One item. What is read is taken out of `left`; the rest is kept in `extra`."""

    def __init__(self, item: dict[str, Any], feed: dict[str, Any], path: str) -> None:
        super().__init__("json-feed")
        self.left = dict(item)
        self.feed = feed
        self.path = path
        self.base = _text(feed.get("home_page_url")) or None

    def read(self) -> Iterator[Draft | Notice | NotArticle | Defect]:
        self._identity()
        self.put("headline", headline_of(self.pop("title")), "title")
        self._texts()
        for field, name in (("published", "date_published"), ("modified", "date_modified")):
            if stated := self.pop(name):
                date = feed_date(stated)
                if date is None:
                    self.defect("no-date", f"{self.path}/{name} is {stated!r:.60}, which is no date of RFC 3339")
                    self.keep(name, stated)
                self.put(field, date, name)
        self._people()
        words = [one_line(word) for each in _listed(self.left.pop("tags", None)) if (word := _text(each))]
        self.put("keywords", list(dict.fromkeys(words)), "tags")
        self.put("publisher", one_line(_text(self.feed.get("title"))), "/title")
        for where, stated in (("language", self.pop("language")), ("/language", _text(self.feed.get("language")))):
            if "language" not in self and _LANGUAGE.fullmatch(stated):
                self.put("language", stated.replace("_", "-"), where)
        for name, value in self.left.items():
            self.keep(name, value)
        yield from self.found(f"{self.path} has neither a title nor a text")

    def put(self, field: str, value: Any, name: str) -> None:
        """A field from a member of the item, or from one of the feed (`/title`)."""
        self.set(field, value, name.lstrip("/"), name if name.startswith("/") else f"{self.path}/{name}")

    def pop(self, name: str) -> str:
        """A text or a number as a text, which is taken out; what is something else stays."""
        text = _text(self.left.get(name))
        if text:
            del self.left[name]
        return text

    def _identity(self) -> None:
        identifier = self.pop("id")
        self.put("identifiers", {"id": identifier} if identifier else {}, "id")
        if url := self.pop("url"):
            self.put("url", absolute(url, self.base), "url")

    def _texts(self) -> None:
        media: list[Media] = []
        if markup := self.pop("content_html"):
            self.put("body", blocks_of(markup), "content_html")
            media += pictures_of(markup, self.get("url") or self.base)
        plain = plain_blocks(_text(self.left.get("content_text")))
        if "body" not in self:
            self.put("body", plain, "content_text")
        if _words(plain) == _words(self.get("body") or []):
            self.left.pop("content_text", None)
        summary = self.pop("summary")
        self.put("summary", "\n".join(block.text for block in plain_blocks(summary)), "summary")
        for name in ("image", "banner_image"):
            if address := self.pop(name):
                media.insert(0, Media("picture", url=absolute(address, self.base)))
        attachments = self.left.pop("attachments", None)
        for each in _listed(attachments):
            if isinstance(each, dict) and (address := _text(each.get("url"))):
                said = enclosed(_text(each.get("mime_type")), absolute(address, self.base))
                media.append(Media(said.kind, url=said.url, caption=_text(each.get("title")) or None))
        self.put("media", list({each.url: each for each in reversed(media)}.values())[::-1], "attachments")

    def _people(self) -> None:
        """1.1, `authors`: those of the feed hold for items that have none. 1.0 had one `author`."""
        for where, stated in ((self.left, ""), (self.feed, "/")):
            people = [*_listed(where.get("authors")), *_listed([where.get("author")])]
            names = [name for each in people if isinstance(each, dict) and (name := one_line(_text(each.get("name"))))]
            if names and "authors" not in self:
                self.put("byline", ", ".join(dict.fromkeys(names)), f"{stated}authors")
                self.put("authors", [Author(name) for name in dict.fromkeys(names)], f"{stated}authors")
        for name in ("authors", "author"):
            people = [each for each in _listed(self.left.get(name)) if isinstance(each, dict)]
            if name in self.left and all(isinstance(each, dict) and each.keys() <= {"name"} for each in people):
                del self.left[name]


def _words(blocks: list[Block]) -> list[str]:
    return " ".join(block.text for block in blocks).split()


def _text(value: Any) -> str:
    """A text, or a number as one: ids are written as both."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if isinstance(value, dict) else []


@hookimpl
def newsarchive_sources() -> Source:
    """The source `json-feed`."""
    return Source("json-feed", title="JSON Feed 1.0 and 1.1", sniff=sniff, parse=parse, libraries=("lxml",))
