"""WENN's Atom: entries with the agency's news management (`wenn_nm`) and its content metadata (`wenn_cm`)."""

import re
from collections.abc import Iterator
from typing import Any

from newsarchive import Bid, Block, Confidence, Defect, Document, Draft, NotArticle, Notice, Sample, Source, Subject, hookimpl
from newsarchive.text import said

from ._atom import AtomEntry, blocks_of_content, entries, is_atom
from ._iptc import STATUS
from ._json_values import blocks_of
from ._pictures import picture_of
from ._xml import read_xml, unresolved, xml_bytes

#: The namespaces begin so, whatever their year; their prefixes may be others.
_NAMESPACE = "feed.wenn.com/xmlns"
_MANAGEMENT = "NewsManagement"
_METADATA = "ContentMetadata"
_STATUS = {**STATUS, **dict.fromkeys(("withdrawn", "deleted"), "canceled")}
#: WENN's words for the IPTC's urgencies; the word itself is kept in `extra`.
_URGENCIES = {"high": 3, "med": 5, "medium": 5, "low": 6}
#: `tag/@type_value` is free text (`General Celebrity`, `Singer / Musician / DJ`): its words tell.
_TAGS = (
    ("places", re.compile(r"\b(?:place|city|country|venue|location)\b", re.I)),
    ("organisations", re.compile(r"\b(?:band|group|company|website|organi[sz]ation|label|team|magazine|newspaper)\b", re.I)),
    (
        "people",
        re.compile(
            r"\b(?:celebrity|person|singer|musician|dj|actor|actress|model|director|presenter|writer|rapper|royal|comedian"
            r"|sports(?:man|woman|person| star)|designer|producer|politician|author|artist|star)\b",
            re.I,
        ),
    ),
)
_EVERYWHERE = "XX"
_MULTIMEDIA = re.compile(r"\{[^}]*wenn_mm\}")
#: What becomes a field of the two; the rest is kept.
_READ = {
    _MANAGEMENT: frozenset(
        ("original_article_id", "published", "updated", "publishing_status", "feedarticle_section"),
    ),
    _METADATA: frozenset(("title", "first_line", "body", "tags", "speaker", "categories", "regions")),
}


def sniff(sample: Sample) -> Bid | None:
    """Atom that names one of WENN's namespaces."""
    return Bid(Confidence.CERTAIN, "it is Atom with WENN's metadata") if is_atom(sample, _NAMESPACE) else None


def parse(document: Document) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """A story for each entry; the feed itself is none."""
    root = read_xml(xml_bytes(document))
    yield from unresolved(root)
    found = entries(root)
    if not found:
        yield NotArticle("a feed of WENN's that has no entries")
    for entry in found:
        yield from _Entry(entry).found("an entry with neither a title nor a text")


class _Entry(AtomEntry):
    """One entry."""

    def __init__(self, entry: Any) -> None:
        super().__init__("atom-wenn", entry)
        self._management()
        self._words()
        self._tags()
        self._pictures()
        self.one_date()
        for path, read in _READ.items():
            self.keep_rest(path, read)

    def _management(self) -> None:
        article = self.text(f"{_MANAGEMENT}/original_article_id")
        identifiers = {**(self.get("identifiers") or {}), **({"original_article_id": article} if article else {})}
        self.set("identifiers", identifiers, "original_article_id", f"{_MANAGEMENT}/original_article_id")
        self.date("published", f"{_MANAGEMENT}/published")
        self.date("modified", f"{_MANAGEMENT}/updated")
        word = self.text(f"{_MANAGEMENT}/publishing_status")
        status = _STATUS.get(word.lower()) if word else None
        if word and status is None:
            self.keep("publishing_status", word)
            self.defect("unknown-status", f"publishing_status is {word!r:.60}, which is none that is known")
        self.set("status", status, "publishing_status", f"{_MANAGEMENT}/publishing_status")
        priority = self.text(f"{_MANAGEMENT}/feedarticle_priority") or ""
        self.set("urgency", _URGENCIES.get(priority.lower()), "feedarticle_priority", f"{_MANAGEMENT}/feedarticle_priority")
        terms = self.get("keywords")
        self.set("section", terms[0] if terms else None, "category", "category/@term")
        self.take("section", f"{_MANAGEMENT}/feedarticle_section")
        if (name := self.feed.text(f"{_MANAGEMENT}/feed_name")) is not None:
            self.set("publisher", name, "feed_name", "NewsManagement/feed_name")

    def _words(self) -> None:
        """The first line begins WENN's own body; what only `content` says stands before it, as it does there."""
        self.take("headline", f"{_METADATA}/title")
        self.take_attribute("language", _METADATA, "lang")
        first, body = self.text(f"{_METADATA}/first_line"), self.one(f"{_METADATA}/body")
        self.set("summary", first, "first_line", f"{_METADATA}/first_line")
        blocks = blocks_of("".join(body.itertext())) if body is not None else []
        if first and not (blocks and blocks[0].text == first):
            blocks.insert(0, Block("paragraph", first))
        content = blocks_of_content(self.one("content"))
        said_here, said_there = _squeezed(blocks), _squeezed(content)
        if said_here in said_there:
            blocks = content
        else:
            blocks = [*(each for each in content if _squeezed([each]) not in said_here), *blocks]
        self.set("body", blocks, "body", f"{_METADATA}/body")
        self.keep("point", self.text("point"))

    def _tags(self) -> None:
        named: dict[str, list[str]] = {"keywords": list(self.get("keywords") or [])}
        tags = self.all(f"{_METADATA}/tags/tag")
        for each in tags:
            kind = each.get("type_value") or ""
            field = next((field for field, words in _TAGS if words.search(kind)), "keywords")
            named.setdefault(field, []).append(each.get("value") or said(each))
        named.setdefault("people", []).extend(map(said, self.all(f"{_METADATA}/speaker")))
        regions = self.all(f"{_METADATA}/regions/region")
        named.setdefault("places", []).extend(said(each) for each in regions if each.get("iso3166_alpha2") != _EVERYWHERE)
        for field, names in named.items():
            self.set(field, list(dict.fromkeys(filter(None, names))), "tags", f"{_METADATA}/tags")
        self.keep("tags", [dict(each.attrib) for each in tags])
        categories = self.all(f"{_METADATA}/categories/catagory") + self.all(f"{_METADATA}/categories/category")
        stated = [(each.get("id") or None, each.get("value") or said(each) or None) for each in categories]
        subjects = [Subject("wenn-category", code, name) for code, name in stated if code or name]
        self.set("subjects", subjects, "categories", f"{_METADATA}/categories")

    def _pictures(self) -> None:
        outermost = [each for each in self.root if isinstance(each.tag, str) and _MULTIMEDIA.match(each.tag)]
        media = [*(self.get("media") or []), *(found for each in outermost if (found := picture_of(each)))]
        self.set("media", media, "media", "wenn_mm")


def _squeezed(blocks: list[Block]) -> str:
    """What blocks say, without white space and the dots of what is cut short."""
    return "".join("".join(block.text.split()) for block in blocks).rstrip(".…")


@hookimpl
def newsarchive_sources() -> Source:
    """The source `atom-wenn`."""
    return Source("atom-wenn", title="WENN, Atom", sniff=sniff, parse=parse, refines=("feed",), libraries=("lxml",))
