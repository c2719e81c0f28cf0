"""Atom 1.0 (RFC 4287) and 0.3: entries, what the feed says for all of them, and tombstones (RFC 6721)."""

import base64
import binascii
from collections.abc import Iterator
from typing import Any

from newsarchive import Author, Defect, Draft, Media, NotArticle, Notice, Subject
from newsarchive.text import markup_blocks, one_line

from .._feed_entry import XML, Entry, children, language_within, text_of
from .._feed_media import enclosed
from .._feed_text import absolute, blocks_of, headline_of, pictures_of, plain_blocks

#: RFC 4287, 3.1.1, and the media types that Atom 0.3 writes for the same.
_TYPES = {"text/plain": "text", "text/html": "html", "application/xhtml+xml": "xhtml", "": "text"}


def read_atom(root: Any) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """The entries of a `feed`, one at a time, or the one that is the root itself."""
    feed = Feed(root)
    number = 0
    for element in root.iter("{*}entry", "{http://purl.org/atompub/tombstones/1.0}deleted-entry"):
        number += 1
        if element.tag.endswith("deleted-entry"):
            yield from _deleted(element, feed)
        else:
            yield from AtomEntry(element, feed, f"entry[{number}]").read()
        element.clear(keep_tail=True)
    if not number:
        yield NotArticle("a feed without entries")


def _deleted(element: Any, feed: "Feed") -> Iterator[Notice | Defect]:
    """RFC 6721, 3: an entry that was taken out of its feed."""
    if reference := (element.get("ref") or "").strip():
        yield Notice({"id": reference}, "canceled", publisher=feed.title or None)
    else:
        yield Defect("no-identifier", f"line {element.sourceline}: a deleted-entry that does not say which")


class Feed:
    """What a feed says for its entries, or an entry's `source` for that entry."""

    def __init__(self, element: Any) -> None:
        left = children(element, "atom")
        self.title = next((title for each in left.get("title", ()) if (title := title_of(each))), "")
        self.rights = next(
            (title for name in ("rights", "copyright") for each in left.get(name, ()) if (title := title_of(each))), ""
        )
        self.authors = left.get("author", [])
        self.base = base_of(element) or next((each.get("href") for each in left.get("link", ()) if is_alternate(each)), None)


class AtomEntry(Entry):
    """One entry."""

    def __init__(self, element: Any, feed: Feed, path: str) -> None:
        super().__init__("atom", path, children(element, "atom"))
        self.element = element
        self.feed = feed
        self.base = base_of(element) or feed.base
        sources = self.left.pop("source", ())
        self.source = Feed(sources[0]) if sources else None

    def read(self) -> Iterator[Draft | Notice | NotArticle | Defect]:
        self.put("identifiers", dict(zip(("id",), self.pop("id"), strict=False)), "id")
        self._links()
        for each in self.left.pop("title", ())[:1]:
            self.put("headline", title_of(each), "title")
        self._texts()
        self.date("published", "published", "issued", "created")
        self.date("modified", "updated", "modified")
        if "published" not in self and "modified" in self:
            self.values["published"], self.evidence["published"] = self.values["modified"], self.evidence["modified"]
        if self.get("published") == self.get("modified"):
            self.drop("modified")
        self._people()
        categories = [(each, each.get("term"), each.get("label")) for each in self.left.pop("category", ())]
        self.classify([_subject(each, term, label) for each, term, label in categories if term or label], "category")
        self._rights()
        self.finish()
        for stated in language_within(self.element):
            self.language(stated, "@xml:lang")
        yield from self.found(f"{self.path} has neither a title nor a text")

    def _links(self) -> None:
        others: dict[str, list[str]] = {}
        for link in self.left.pop("link", ()):
            relation, address = link.get("rel") or "alternate", (link.get("href") or "").strip()
            if not address:
                continue
            address = absolute(address, self.base)
            if relation == "alternate" and "url" not in self and is_alternate(link):
                self.put("url", address, "link")
            elif relation == "enclosure":
                self.media.append(enclosed(link.get("type"), address))
            elif relation == "license":
                self.put("usage_terms", address, "link")
            else:
                others.setdefault(f"link.{relation}", []).append(address)
        for name, addresses in others.items():
            self.rest(name, addresses)

    def _texts(self) -> None:
        for name, field in (("content", "body"), ("summary", "summary")):
            for element in self.left.pop(name, ())[:1]:
                self.language(element.get(f"{XML}lang") if field == "body" else None, f"{name}/@xml:lang")
                if source := (element.get("src") or "").strip():
                    self.media.append(enclosed(element.get("type"), absolute(source, self.base)))
                blocks, pictures = self._construct(element, name)
                self.put(field, blocks if field == "body" else "\n".join(block.text for block in blocks), name)
                self.media += pictures
        if "body" not in self and "headline" not in self and "summary" in self:
            self.put("body", plain_blocks(self.get("summary")), "summary")
            self.drop("summary")

    def _construct(self, element: Any, name: str) -> tuple[list[Any], list[Media]]:
        """RFC 4287, 3.1 and 4.1.3.3: what a text construct or a content says, and the pictures within it."""
        kind = construct_of(element)
        if kind == "xhtml" or len(element):
            images = [each.get("src") for each in element.iter("{*}img")]
            found = [
                Media("picture", url=absolute(image, self.base)) for image in images if image and not image.startswith("data:")
            ]
            return markup_blocks(element), found
        text = text_of(element).strip()
        if kind == "html":
            return blocks_of(text), list(pictures_of(text, self.base))
        if kind == "text" or kind.startswith("text/"):
            return plain_blocks(text), []
        if kind.startswith(("image/", "audio/", "video/")) or "xml" in kind:
            return [], []
        try:
            return plain_blocks(base64.b64decode(text, validate=False).decode()), []
        except (binascii.Error, ValueError):
            self.defect("bad-content", f"{self.at(name)} is of the type {kind!r:.60}, which is not read")
            return [], []

    def _people(self) -> None:
        authors = self.left.pop("author", None) or (self.source.authors if self.source else None) or self.feed.authors
        self.sign([name for each in authors if (name := _name(each))], "author")
        others = [name for each in self.left.pop("contributor", ()) if (name := _name(each))]
        known = {author.name for author in self.get("authors") or ()}
        contributors = [Author(name) for name in others if name not in known]
        self.put("authors", [*(self.get("authors") or ()), *contributors], "author")
        for name in ("uri", "url", "email"):
            stated = [text_of(each).strip() for author in authors for each in author.iterchildren(f"{{*}}{name}")]
            self.rest(f"author.{name}", list(filter(None, stated)))

    def _rights(self) -> None:
        """Of the entry, of the feed that it was taken from, and of this one (RFC 4287, 4.2.11)."""
        own = [title for name in ("rights", "copyright") for each in self.left.pop(name, ()) if (title := title_of(each))]
        self.put("copyright", next(iter(own), None) or (self.source or self.feed).rights, "rights")
        self.put(
            "publisher", (self.source.title if self.source else "") or self.feed.title, "source" if self.source else "../title"
        )
        if self.source and self.source.title:
            self.keep("feed", self.feed.title)


def _subject(element: Any, term: str | None, label: str | None) -> Subject:
    """A category: its term is a code where it has a scheme, or a label beside it; else a word."""
    scheme = element.get("scheme") or None
    term, label = one_line(term or "") or None, one_line(label or "") or None
    return Subject(scheme=scheme, code=term, name=label) if scheme or (label and term != label) else Subject(name=label or term)


def _name(person: Any) -> str:
    """The name of a person construct; of Atom 0.3 and of damaged feeds, what it says."""
    return one_line(next((text_of(each) for each in person.iterchildren("{*}name")), person.text or ""))


def construct_of(element: Any) -> str:
    """The type of a text: `text`, `html`, `xhtml`, or a media type."""
    said = (element.get("type") or "").strip().lower()
    kind = _TYPES.get(said, said)
    if (mode := element.get("mode")) == "escaped" and kind in ("text", "xhtml"):  # Atom 0.3
        return "html" if said != "text/plain" else "text"
    return "base64" if mode == "base64" else kind


def title_of(element: Any) -> str:
    """A text construct on one line."""
    text = text_of(element)
    return headline_of(text) if construct_of(element) == "html" else one_line(text)


def base_of(element: Any) -> str | None:
    """`xml:base` of an element and those around it."""
    bases = [base for each in (element, *element.iterancestors()) if (base := each.get(f"{XML}base"))]
    return absolute(bases[0], *bases[1:]) if bases else None


def is_alternate(link: Any) -> bool:
    """Whether a link leads to the text itself, as a page."""
    return (link.get("rel") or "alternate") == "alternate" and (link.get("type") or "text/html") in (
        "text/html",
        "application/xhtml+xml",
    )
