"""RSS 0.90 to 2.0, RSS 1.0 among them: items, and what the channel says for all of them."""

from collections.abc import Iterator
from typing import Any

from newsarchive import Defect, Draft, NotArticle, Notice, Subject
from newsarchive.text import one_line, said

from .._feed_entry import Entry, children, language_within, text_of
from .._feed_text import absolute, headline_of

#: RSS 2.0, `description`: a synopsis, or the whole. It is the whole where it has paragraphs or is as long as one.
_PARAGRAPHS, _LONG = 2, 600
_CUT_OFF = ("…", "...", "[…]", "[...]", "[&hellip;]")


def read_rss(root: Any) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """The items below an `rss`, `RDF` or `channel` element, one at a time."""
    channel = Channel(root)
    number = 0
    for element in root.iter("{*}item"):
        number += 1
        yield from Item(element, channel, f"item[{number}]").read()
        element.clear(keep_tail=True)
    if not number:
        yield NotArticle("a feed without items")


class Channel:
    """What a channel says for all of its items."""

    def __init__(self, root: Any) -> None:
        channel = next(root.iter("{*}channel"), root)
        self.left = {name: each for name, each in children(channel).items() if name != "item"}
        self.title = headline_of(self._text("title"))
        self.link = self._text("link")
        self.base = channel.get("{http://www.w3.org/XML/1998/namespace}base") or self.link
        self.language = self._text("language") or self._text("dc:language") or next(language_within(channel), "")
        self.copyright = one_line(self._text("copyright") or self._text("dc:rights"))
        self.publisher = one_line(self._text("dc:publisher"))

    def _text(self, name: str) -> str:
        return next((text for each in self.left.get(name, ()) if (text := text_of(each).strip())), "")


class Item(Entry):
    """One item."""

    def __init__(self, element: Any, channel: Channel, path: str) -> None:
        super().__init__("rss", path, children(element))
        self.element = element
        self.channel = channel
        self.base = absolute(element.get("{http://www.w3.org/XML/1998/namespace}base") or channel.base, channel.base) or None

    def read(self) -> Iterator[Draft | Notice | NotArticle | Defect]:
        self._identity()
        for title in self.pop("title")[:1] or self.pop("dc:title")[:1] or self.pop("media:title")[:1]:
            self.headline(title, "title")
        self._text()
        self.date("published", "pubDate", "dc:date", "dcterms:issued", "dcterms:created", "prism:publicationDate")
        self.date("modified", "atom:updated", "dcterms:modified", "prism:modificationDate")
        self._signed()
        self._subjects()
        self._source()
        for each in self.left.pop("enclosure", ()):
            self.enclose(each.get("type"), each.get("url") or each.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"))
        self.finish()
        self._defaults()
        yield from self.found(f"{self.path} has neither a title nor a text")

    def _identity(self) -> None:
        identifiers: dict[str, str] = {}
        if about := self.element.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"):
            identifiers["about"] = about
        permalink = None
        for each in self.left.pop("guid", ())[:1]:
            if guid := text_of(each).strip():
                identifiers["guid"] = guid
                permanent = (each.get("isPermaLink") or "true").strip().lower() == "true"
                permalink = guid if permanent and guid.startswith(("http://", "https://")) else None
        self.set("identifiers", identifiers, "guid", self.at("guid" if permalink or "guid" in identifiers else "@about"))
        links = self.pop("link")
        stated = (("feedburner:origLink", self.pop("feedburner:origLink")), ("link", links), ("guid", [permalink]))
        for name, found in stated:
            if "url" not in self and found and found[0]:
                self.put("url", absolute(found[0], self.base), name)
        self.rest("link", [each for each in links if absolute(each, self.base) != self.get("url")])

    def _text(self) -> None:
        whole = self.pop("content:encoded") or self.pop("xhtml:body") or self.pop("fullText")
        descriptions = self.pop("description") or self.pop("dcterms:abstract")
        summaries = self.pop("itunes:summary") if not descriptions else []
        if whole:
            self.body(max(whole, key=len), "content:encoded")
        for text in (descriptions or summaries)[:1]:
            name = "description" if descriptions else "itunes:summary"
            self.summary(text, name)
            if not whole and "summary" in self and ("headline" not in self or self._is_whole()):
                self.drop("summary")
                self.body(text, name)

    def _is_whole(self) -> bool:
        """Whether a description is the text itself and not what stands for it."""
        summary: str = self.get("summary")
        paragraphs = summary.count("\n") + 1
        return (paragraphs >= _PARAGRAPHS or len(summary) >= _LONG) and not summary.endswith(_CUT_OFF)

    def _signed(self) -> None:
        for name in ("dc:creator", "author", "itunes:author", "dc:contributor"):
            signed = self.pop(name) if "byline" not in self else []
            if signed:
                self.sign(signed, name)

    def _subjects(self) -> None:
        categories = self.left.pop("category", ())
        self.classify(
            [
                Subject(scheme=each.get("domain") or None, name=name)
                for each in categories
                if (name := headline_of(text_of(each)))
            ],
            "category",
        )

    def _source(self) -> None:
        """RSS 2.0, `source`: the feed that an aggregator took the item from."""
        for each in self.left.pop("source", ())[:1]:
            self.put("publisher", said(each), "source")
            self.keep("source", each.get("url"))

    def _defaults(self) -> None:
        """What the channel says for all items."""
        for stated in language_within(self.element):
            self.language(stated, "@xml:lang")
        for field, name, value in (
            ("publisher", "title", self.channel.publisher or self.channel.title),
            ("copyright", "copyright", self.channel.copyright),
        ):
            if field not in self:
                self.set(field, value, f"channel/{name}", f"channel/{name}")
        self.language(self.channel.language, "channel/language")
        if self.channel.title and self.get("publisher") != self.channel.title:
            self.keep("channel", self.channel.title)
