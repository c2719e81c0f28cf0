"""Feeds that are no XML, read by feedparser as far as it goes.

feedparser gives every format in the terms of Atom. It is handed the decoded text, so that it guesses no encoding, and a
stream, so that it opens nothing; and it is told to leave the text alone. Of dates the strings are taken: what it makes of them
has lost its zone.
"""

import io
from collections.abc import Iterator, Mapping
from typing import Any

from newsarchive import Defect, Draft, NotArticle, Notice, Subject, Unreadable
from newsarchive.text import one_line

from .._feed_entry import Entry
from .._feed_media import enclosed
from .._feed_text import absolute, headline_of

_HTML = ("text/html", "application/xhtml+xml")


def read_loose(text: str) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """The entries that feedparser finds. Raises Unreadable if it finds none."""
    import feedparser  # type: ignore[import-untyped]  # it has no types

    found = feedparser.parse(
        io.BytesIO(text.encode(errors="replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not found["entries"]:
        raise Unreadable("it is no XML, and feedparser finds no entry in it", code="bad-xml")
    for number, entry in enumerate(found["entries"], 1):
        yield from LooseEntry(entry, found["feed"], f"entries[{number}]").read()


class LooseEntry(Entry):
    """One entry as feedparser gives it. It answers for missing keys with those of others: `dict.get` does not."""

    def __init__(self, entry: Mapping[str, Any], feed: Mapping[str, Any], path: str) -> None:
        super().__init__("feedparser", path, {})
        self.entry: dict[str, Any] = dict(entry)
        self.feed: dict[str, Any] = dict(feed)
        self.base = _text(self.feed, "link") or None

    def read(self) -> Iterator[Draft | Notice | NotArticle | Defect]:
        self.put("identifiers", {"guid": guid} if (guid := _text(self.entry, "id")) else {}, "id")
        if link := _text(self.entry, "link"):
            self.put("url", absolute(link, self.base), "link")
        self.headline(_text(self.entry, "title"), "title")
        self._texts()
        for field, names in (("published", ("published", "created", "updated")), ("modified", ("updated",))):
            for name in names:
                if field not in self and (text := _text(self.entry, name)):
                    self.date_from(field, text, name)
        if self.get("published") == self.get("modified"):
            self.drop("modified")
        authors = [name for each in _listed(self.entry, "authors") if (name := _text(each, "name"))]
        self.sign(authors or [text for text in [_text(self.entry, "author")] if text], "author")
        tags = [(_text(each, "scheme") or None, one_line(_text(each, "term") or _text(each, "label"))) for each in self._tags()]
        self.classify([Subject(scheme=scheme, name=name) for scheme, name in tags if name], "category")
        for medium in _listed(self.entry, "links"):
            if medium.get("rel") == "enclosure" and (address := _text(medium, "href")):
                self.enclose(_text(medium, "type"), address)
        for medium in _listed(self.entry, "media_content"):
            if address := _text(medium, "url"):
                self.media.append(enclosed(_text(medium, "medium") or _text(medium, "type"), absolute(address, self.base)))
        self._rights()
        self.finish()
        yield from self.found(f"{self.path} has neither a title nor a text")

    def _tags(self) -> list[dict[str, Any]]:
        return _listed(self.entry, "tags")

    def _texts(self) -> None:
        contents = [each for each in _listed(self.entry, "content") if _text(each, "value")]
        if contents:
            best = max(contents, key=lambda each: (each.get("type") in _HTML, len(_text(each, "value"))))
            self.body(_text(best, "value"), "content")
        summary = _text(self.entry, "summary")
        if not contents and "headline" not in self:
            self.body(summary, "summary")
        elif not contents or summary != _text(contents[0], "value"):
            self.summary(summary, "summary")

    def _rights(self) -> None:
        titled = _text(self.entry.get("source"), "title")
        self.put("publisher", headline_of(_text(self.entry, "publisher") or titled or _text(self.feed, "title")), "publisher")
        self.put("copyright", one_line(_text(self.entry, "rights") or _text(self.feed, "rights")), "rights")
        self.language(_text(self.entry, "language") or _text(self.feed, "language"), "language")


def _text(stated: Any, name: str) -> str:
    """A text that feedparser gives, or none."""
    value = dict.get(stated, name) if isinstance(stated, dict) else None
    return value.strip() if isinstance(value, str) else ""


def _listed(stated: Any, name: str) -> list[dict[str, Any]]:
    value = dict.get(stated, name) if isinstance(stated, dict) else None
    return [dict(each) for each in value if isinstance(each, dict)] if isinstance(value, list) else []
