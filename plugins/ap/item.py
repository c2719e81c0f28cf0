"""An item of AP's Media API: metadata. The text is a file of its own, NITF at `renditions.nitf.href`, unless it was put in."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from newsarchive import Author, Block, Dateline, Defect, Draft, Media, NotArticle, Notice, Subject, Unreadable

from .._iptc import STATUS
from .._json_fields import JsonFields
from .._json_values import blocks_of, listed, names_of, text_of, texts_of, widest
from .._names import signers
from .._nitf import Nitf
from .._xml import read_xml

# "Content metadata fields", altids: what names one item for good. `referenceid` (the slug) and `transref` (a number of the
# day's wire) come back the next day with another story.
_IDENTIFIERS = ("itemid", "etag", "friendlykey", "videoid")
#: Foreign keys that name one story of a provider.
_FOREIGN = ("memberentryid", "membermanagementid")
_PICTURES = ("picture", "graphic", "video", "audio")
#: What bylines give for a title where it is the agency, and what signs and is nobody.
_AGENCIES = frozenset(("ap", "associated press", "the associated press"))
#: Where those who fetch items put the text.
_BODIES = ("nitf", "body_nitf", "body_xhtml", "body_html", "body_text", "body")
_NITF = re.compile(r"<(?:[\w.-]+:)?nitf\b")


def read_item(given: Mapping[str, Any], path: str, nitf: Any = None) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """What an item holds. `path` is its JSON pointer; `nitf` a text that stood beside it."""
    item = _Item(given, path)
    item.left.setdefault("nitf", nitf)
    yield from item.read()


class _Item(JsonFields):
    """One item."""

    def __init__(self, given: Mapping[str, Any], path: str) -> None:
        super().__init__("ap-media", given, path)
        self.kind = text_of(self.left.get("type")) or "text"

    def read(self) -> Iterator[Draft | Notice | NotArticle | Defect]:
        self._identity()
        self._dates()
        self._status()
        self._words()
        self._signed()
        self._subjects()
        self._media()
        self._text()
        for name, value in self.left.items():
            self.keep(name, value)
        yield from self.found(f"an item of AP's of type {self.kind!r:.40} with neither a headline nor a text")

    def _identity(self) -> None:
        altids = self.left.get("altids")
        stated = altids if isinstance(altids, dict) else {}
        identifiers = {name: found for name in _IDENTIFIERS if (found := text_of(stated.get(name)))}
        if isinstance(altids, dict):
            self.left["altids"] = {name: value for name, value in stated.items() if name not in identifiers}
        foreign = self.left.get("foreignkeys")  # an object in AP's documentation, a list of objects in its answers
        for each in [self.left.pop("foreignkeys")] if isinstance(foreign, dict) else self.objects("foreignkeys"):
            identifiers |= {name: found for name in _FOREIGN if (found := text_of(each.get(name)))}
            if rest := {name: value for name, value in each.items() if name not in identifiers}:
                self.extra.setdefault("foreignkeys", []).append(rest)
        self.give("identifiers", identifiers, "altids")
        # AP's daybooks share one canonical link: it is the item's own if it names the item.
        links = [text_of(each.get("href")) or "" for each in listed(self.left.get("links")) if each.get("rel") == "canonical"]
        own = [link for link in links if identifiers.get("itemid", "\n") in link]
        if address := _address(self.left.get("uri")):
            self.give("url", address, "uri")
            self.left.pop("uri")
        if own:
            self.give("url", own[0], "links")
        self.take("version", "version")
        self.take("language", "language")

    def _dates(self) -> None:
        first, version = self.date("firstcreated"), self.date("versioncreated")
        self.give("published", first or version, "firstcreated" if first else "versioncreated")
        self.give("modified", version if first else None, "versioncreated")
        self.give("embargoed", self.date("embargoed"), "embargoed")

    def _status(self) -> None:
        """AP, "Publishable content". What is embargoed without an end is held back."""
        word = self.left.pop("pubstatus", None)
        if isinstance(word, str) and word.lower() == "embargoed":
            status: str | None = "usable" if "embargoed" in self else "withheld"
        else:
            status = STATUS.get(word.lower()) if isinstance(word, str) else None
        self.give("status", status, "pubstatus")
        if word is not None and status is None:
            self.left["pubstatus"] = word
            self.defect("unknown-status", f"{self.pointer('pubstatus')} is {word!r:.60}, which is none of AP's")

    def _words(self) -> None:
        self.take("headline", "headline")
        if "headline" not in self:
            self.take("headline", "title")
        self.take("slugline", "slugline")
        self.take("summary", "description_summary")
        if "summary" not in self:
            self.take("summary", "headline_extended")
        self.take("note", "ednote")
        self.take("copyright", "copyrightnotice")
        terms = self.left.get("usageterms")
        if found := [text for each in (terms if isinstance(terms, list) else [terms]) for text in texts_of(each)]:
            self.give("usage_terms", "\n".join(found), "usageterms")
            self.left.pop("usageterms")
        self.take_names("keywords", "keywords")
        self.urgency()
        self.take("publisher", "provider")
        sources = names_of(self.left.get("infosource"))
        self.give("credit", ", ".join(sources), "infosource")
        self.take("credit", "description_creditline")

    def _signed(self) -> None:
        signed = [each for each in self.objects("bylines") if text_of(each.get("by"))]
        self.give("byline", "\n".join(each["by"].strip() for each in signed if isinstance(each["by"], str)), "bylines")
        authors = [author for each in signed for author in _authors(str(each["by"]), text_of(each.get("title")))]
        for name in ("photographer", "producer"):
            given = self.left.get(name)
            for each in [given] if isinstance(given, dict) else listed(given):
                authors += [Author(person, role=text_of(each.get("title")) or name) for person in names_of([each])]
        self.give("authors", list(dict.fromkeys(authors)), "bylines")
        place = self.left.get("datelinelocation")
        city = text_of(place.get("city")) if isinstance(place, dict) else None
        if located := text_of(self.left.get("located")):
            self.left.pop("located")
            self.give("dateline", Dateline(located, place=city or located.partition(",")[0].strip() or None), "located")

    def _subjects(self) -> None:
        subjects = []
        for each in self.objects("subject"):
            code, name, scheme = (text_of(each.get(member)) for member in ("code", "name", "scheme"))
            category = "category" in _rels(each)
            if code or name:
                scheme = scheme or ("ap-category" if category else None)
                subjects.append(Subject(scheme=scheme, code=code, name=name if name != code else None))
            if category and name and name != code and "section" not in self:
                self.give("section", name, "subject")
        self.give("subjects", list(dict.fromkeys(subjects)), "subject")
        # What is named is direct; the countries and bodies that it is a part of are added as ancestors, and stay in `extra`.
        for field, members in (
            ("people", ("person",)),
            ("organisations", ("organisation", "organization", "company")),
            ("places", ("place",)),
        ):
            stated = [each for member in members for each in listed(self.left.get(member))]
            self.give(field, names_of([each for each in stated if _rels(each) != ["ancestor"]]), members[0])

    def _media(self) -> None:
        media = [_media(each, text_of(each.get("type")) or "other") for each in listed(self.left.get("associations"))]
        if self.kind in _PICTURES:
            media.insert(0, _media({**self.left, "uri": self.get("url")}, self.kind))
        self.give("media", media, "associations")

    def _text(self) -> None:
        if self.kind in _PICTURES and (caption := blocks_of(self.left.get("description_caption"))):
            self.give("body", [Block("caption", block.text) for block in caption], "description_caption")
            self.left.pop("description_caption")
        for name in _BODIES:
            given = self.left.get(name)
            text = given.get("body_html") if isinstance(given, dict) else given
            if "body" in self or not isinstance(text, str):
                continue
            if _NITF.search(text[:4096]) is None:
                self.give("body", blocks_of(text), name)
            elif not self._nitf(text, name):
                continue
            self.left.pop(name)

    def _nitf(self, text: str, name: str) -> bool:
        """Fill in what a story in NITF says; whether it could be read."""
        try:
            root = read_xml(text.encode("utf-16", "replace"))  # with a mark, so that no declared encoding counts
        except Unreadable as error:
            self.defect("bad-nitf", f"{self.pointer(name)}: {error}")
            return False
        self.fill(Nitf(next(root.iter("{*}nitf"), root)))
        return True


def _address(uri: Any) -> str | None:
    """An address without the reader's tokens."""
    return (text_of(uri) or "").partition("?")[0] or None


def _rels(each: Mapping[str, Any]) -> list[str]:
    rels = each.get("rels")
    return [str(rel) for rel in rels] if isinstance(rels, list) else []


def _authors(by: str, title: str | None) -> list[Author]:
    people = [name for name in signers(by.strip(), named=True) if name.lower() not in _AGENCIES]
    agency = title is not None and title.lower() in _AGENCIES
    return [Author(name, role=None if agency else title, organisation=title if agency else None) for name in people]


def _media(each: Mapping[str, Any], kind: str) -> Media:
    """A picture, film or sound: its widest rendition, else where its item is."""
    caption = text_of(each.get("description_caption")) or text_of(each.get("headline"))
    credit = text_of(each.get("description_creditline")) or next(iter(names_of(each.get("photographer"))), None)
    return Media(kind, widest(each.get("renditions")) or _address(each.get("uri")), caption, credit)
