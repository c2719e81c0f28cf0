"""Atom (RFC 4287) into whose entries an agency puts metadata of its own: which documents, and what the standard says."""

from typing import Any

from newsarchive import Block, Media, Sample
from newsarchive.text import html_blocks, markup_blocks, said

from ._json_values import blocks_of
from ._xml import root_name
from ._xml_fields import XmlFields

#: XML 1.0, 2.12.
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def is_atom(sample: Sample, *marks: str) -> bool:
    """Whether the root is a feed or an entry, and one of an agency's marks stands in the head."""
    if root_name(sample)[0] not in ("feed", "entry"):
        return False
    return any(mark.encode(encoding) in sample.head for mark in marks for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


def entries(root: Any) -> list[Any]:
    """The entries of a feed, or the one that is the root."""
    return list(root.findall("{*}entry")) if root.tag.rpartition("}")[2] == "feed" else [root]


def line_of(construct: Any) -> str:
    """RFC 4287, 3.1: a text construct on one line; empty for None."""
    if construct is not None and construct.get("type") in ("html", "text/html"):
        return " ".join(block.text for block in html_blocks(construct.text or ""))
    return said(construct)


def blocks_of_content(content: Any) -> list[Block]:
    """RFC 4287, 4.1.3: XHTML and XML as elements, HTML and text as they are written."""
    if content is None or len(content):
        return [] if content is None else markup_blocks(content)
    return blocks_of(content.text)


class AtomEntry(XmlFields):
    """What an entry states by the standard. What an agency states beside it is better, and set over it."""

    def __init__(self, rule: str, entry: Any) -> None:
        super().__init__(rule, entry)
        self.feed = XmlFields(rule, parent) if (parent := entry.getparent()) is not None else self
        self.set("headline", line_of(self.one("title")), "title", "title")
        self.set("identifiers", {"id": self.text("id")} if self.text("id") else {}, "id", "id")
        self.date("published", "published")
        self.date("modified", "updated")
        self._links()
        terms = [each.get("label") or each.get("term") or "" for each in self.all("category")]
        self.set("keywords", list(dict.fromkeys(filter(None, map(str.strip, terms)))), "category", "category/@term")
        self.set("copyright", line_of(self.one("rights")) or line_of(self.feed.one("rights")), "rights", "rights")
        self.set("publisher", self.text("author/name") or self.feed.text("author/name"), "author", "author/name")
        self.set("summary", line_of(self.one("summary")), "summary", "summary")
        holders = [each for each in (self.one("content"), entry, *entry.iterancestors()) if each is not None]
        languages = [each.get(_LANGUAGE) for each in holders]
        self.set("language", next(filter(None, languages), None), "lang", "@xml:lang")

    def one_date(self) -> None:
        """The only date that is stated is that of publication."""
        if "published" not in self and "modified" in self:
            self.values["published"], self.evidence["published"] = self.values["modified"], self.evidence["modified"]
            self.drop("modified")

    def keep_rest(self, path: str, read: frozenset[str]) -> None:
        """What stands in an agency's own element and has no field: what its elements say, or it says, or its attributes."""
        found: dict[str, list[Any]] = {}
        for each in self.all(f"{path}/*"):
            name = each.tag.rpartition("}")[2]
            below = {inner.tag.rpartition("}")[2]: said(inner) for inner in each.iterchildren("{*}*")}
            if name not in read and (value := below or said(each) or dict(each.attrib)):
                found.setdefault(name, []).append(value)
        for name, values in found.items():
            self.keep(name, values[0] if len(values) == 1 else values)

    def _links(self) -> None:
        """RFC 4287, 4.2.7: a link without a relation is the alternate."""
        media = []
        for each in self.all("link"):
            relation, address = each.get("rel") or "alternate", (each.get("href") or "").strip()
            if relation == "alternate" and "url" not in self:
                self.set("url", address, "link", "link/@href")
            elif relation == "enclosure" and address:
                kind = (each.get("type") or "other").partition("/")[0]
                media.append(Media(kind, url=address, caption=each.get("title") or None))
            elif address:
                self.extra.setdefault(f"link.{relation}", address)
        self.set("media", media, "link", "link/@href")
