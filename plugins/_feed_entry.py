"""One entry of a feed, RSS or Atom: its elements by their usual prefixes, and the modules that both have in common."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from newsarchive import Author, Media, Subject
from newsarchive.text import one_line, said

from ._feed_dates import feed_date
from ._feed_media import enclosed, media_rss
from ._feed_text import absolute, blocks_of, headline_of, pictures_of
from ._fields import Fields
from ._names import signers

#: Namespaces by the prefix that their specifications use; feeds are free to use another one.
PREFIXES = {
    "http://www.w3.org/2005/Atom": "atom",
    "http://purl.org/atom/ns#": "atom",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://channel.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://search.yahoo.com/mrss/": "media",
    "http://search.yahoo.com/mrss": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.georss.org/georss": "georss",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://purl.org/rss/1.0/modules/slash/": "slash",
    "http://wellformedweb.org/CommentAPI/": "wfw",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
}
XML = "{http://www.w3.org/XML/1998/namespace}"
#: PRISM's and WordPress's namespaces name their version.
_VERSIONED = {
    "http://prismstandard.org/namespaces/": "prism",
    "http://wordpress.org/export/": "wp",
    "https://wordpress.org/export/": "wp",
}
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:[-_][A-Za-z0-9]{1,8})*")
#: RSS 2.0, `author`: `lawyer@boyer.net (Lawyer Boyer)`.
_ADDRESSED = re.compile(r"\S+@\S+\s*\((?P<name>[^()]+)\)")

Elements = Mapping[str, list[Any]]


def named(element: Any, core: str = "") -> str:
    """An element's name with the usual prefix of its namespace; without one for those of the format itself, `core`."""
    uri, _, name = element.tag.rpartition("}")
    if not uri:
        return str(name)
    uri = uri[1:]
    prefix = PREFIXES.get(uri)
    if prefix is None:
        prefix = next((short for begin, short in _VERSIONED.items() if uri.startswith(begin)), element.prefix or "")
        prefix = "excerpt" if prefix == "wp" and uri.endswith("/excerpt/") else prefix
    return f"{prefix}:{name}" if prefix and prefix != core else str(name)


def children(element: Any, core: str = "") -> dict[str, list[Any]]:
    """The elements within one, by their names as `named` gives them."""
    found: dict[str, list[Any]] = {}
    for each in element.iterchildren("*"):
        found.setdefault(named(each, core), []).append(each)
    return found


def text_of(element: Any) -> str:
    """The text of an element as it stands, that of elements within it included, entities that nobody resolved left out."""
    if len(element) == 0:
        return element.text or ""
    return "".join(_texts(element))


def _texts(element: Any) -> Iterator[str]:
    for each in element.iter():
        if isinstance(each.tag, str) and each.text:
            yield each.text
        if each is not element and each.tail:
            yield each.tail


class Entry(Fields):
    """What one entry states. What is read is taken out of `left`; the rest is kept in `extra`."""

    def __init__(self, rule: str, path: str, left: dict[str, list[Any]]) -> None:
        super().__init__(rule)
        self.path = path
        self.left = left
        self.base: str | None = None
        self.media: list[Media] = []
        self.modules = any(":" in name for name in left)

    def at(self, name: str) -> str:
        """Where an element of the entry stands."""
        return f"{self.path}/{name}"

    def pop(self, name: str) -> list[str]:
        """What the elements of a name say as they stand, blank ones left out; they are taken out."""
        return [text for each in self.left.pop(name, ()) if (text := text_of(each).strip())]

    def put(self, field: str, value: Any, name: str) -> None:
        """A field from the element `name`."""
        self.set(field, value, name, f"{self.path}/{name}")

    def rest(self, name: str, values: list[Any]) -> None:
        """What has no field: one value as it is, several as a list."""
        self.keep(name, values[0] if len(values) == 1 else values)

    def headline(self, text: str, name: str) -> None:
        """The title, where it says something."""
        self.put("headline", headline_of(text), name)

    def body(self, text: str, name: str) -> None:
        """The body, with the pictures within it."""
        self.put("body", blocks_of(text), name)
        self.media += pictures_of(text, self.base)

    def summary(self, text: str, name: str) -> None:
        """A summary on lines of its own."""
        self.put("summary", "\n".join(block.text for block in blocks_of(text)), name)
        self.media += pictures_of(text, self.base)

    def date(self, field: str, *names: str) -> None:
        """A date from the first of the elements that is one. One that is none is a defect, and kept."""
        for name in names:
            for each in self.left.pop(name, ()) if name in self.left else ():
                self.date_from(field, text_of(each).strip(), name)

    def date_from(self, field: str, text: str, name: str) -> None:
        """A date from a text, unless there is one already."""
        date = feed_date(text) if text else None
        if date is None and text:
            self.defect("no-date", f"{self.at(name)} is {text!r:.60}, which is no date of RFC 822 or ISO 8601")
            self.extra.setdefault(name, text)
        elif date is not None and field not in self:
            self.put(field, date, name)

    def language(self, text: str | None, where: str) -> None:
        """A language as BCP 47 has it; anything else is none."""
        if text and "language" not in self and _LANGUAGE.fullmatch(text.strip()):
            self.set("language", text.strip().replace("_", "-"), "language", where)

    def sign(self, signed: list[str], name: str) -> None:
        """The byline and the authors, from an element each. Addresses are no names."""
        printed = [one_line(match["name"]) if (match := _ADDRESSED.fullmatch(text)) else one_line(text) for text in signed]
        names = [text for text in printed if "@" not in text]
        self.put("byline", ", ".join(names), name)
        authors = [author for text in names for author in signers(text, named=True) or [text]]
        self.put("authors", [Author(author) for author in dict.fromkeys(authors)], name)
        self.rest(name, [text for text, short in zip(signed, printed, strict=True) if text != short or "@" in text])

    def classify(self, subjects: list[Subject], name: str) -> None:
        """Subjects by scheme; those that have a name only are keywords."""
        self.put("subjects", [each for each in subjects if each.scheme or each.code], name)
        words = [each.name for each in subjects if each.name and not each.scheme and not each.code]
        self.put("keywords", list(dict.fromkeys(words)), name)

    def finish(self) -> None:
        """What stands in modules of either format, and all that is left."""
        if self.modules:
            self._modules()
        self.put("media", distinct(self.media), "media")
        for name, elements in self.left.items():
            self.rest(name, [value for each in elements if (value := _kept(each))])

    def _modules(self) -> None:
        """Dublin Core, Media RSS, PRISM, iTunes, GeoRSS: what has a field in them."""
        for field, names in (
            ("publisher", ("dc:publisher", "prism:publicationName")),
            ("copyright", ("dc:rights", "media:copyright", "prism:copyright")),
            ("usage_terms", ("creativeCommons:license", "cc:license", "dcterms:license")),
            ("credit", ("dc:source",)),
            ("section", ("prism:section",)),
            ("edition", ("prism:edition",)),
            ("page", ("prism:startingPage",)),
        ):
            for name in names:
                if name in self.left and (texts := self.pop(name)) and field not in self:
                    self.put(field, "\n".join(map(one_line, texts)), name)
        identifiers = {name: texts[0] for name in ("dc:identifier", "prism:doi") if (texts := self.pop(name))}
        if identifiers:
            stated = {name.partition(":")[2]: text for name, text in identifiers.items()}
            self.put("identifiers", {**(self.get("identifiers") or {}), **stated}, next(iter(identifiers)))
        words = [one_line(text) for text in self.pop("dc:subject")]
        for name in ("media:keywords", "itunes:keywords"):
            words += [one_line(word) for text in self.pop(name) for word in text.split(",")]
        if words:
            known = self.get("keywords") or []
            self.put("keywords", list(dict.fromkeys([*known, *filter(None, words)])), "dc:subject")
        self.put("places", list(dict.fromkeys(map(one_line, self.pop("georss:featurename")))), "georss:featurename")
        if "media:group" in self.left or "media:content" in self.left or "media:thumbnail" in self.left:
            self.media = [*media_rss(self.left), *self.media]

    def enclose(self, kind: str | None, address: str | None) -> None:
        """An enclosure, of a media type."""
        if address:
            self.media.append(enclosed(kind, absolute(address.strip(), self.base)))


def distinct(media: list[Media]) -> list[Media]:
    """Each medium once, by its address."""
    found: dict[str, Media] = {}
    for each in media:
        found.setdefault(each.url or "", each)
    return list(found.values())


def _kept(element: Any) -> Any:
    """What an element says that has no field: its text, or its attributes."""
    return said(element) or {name.rpartition("}")[2]: value for name, value in element.items()}


def language_within(element: Any) -> Iterator[str]:
    """The languages that an element and those around it state, the nearest first."""
    while element is not None:
        if stated := element.get(f"{XML}lang"):
            yield stated
        element = element.getparent()
