"""dpa digitalwires, the JSON of dpa and its partners, 0.9 and later: one entry, a list, a page (`entries`), or JSON Lines."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from newsarchive import (
    Author,
    Bid,
    Block,
    Confidence,
    Dateline,
    Defect,
    Document,
    Draft,
    Media,
    NotArticle,
    Notice,
    Sample,
    Source,
    Subject,
    hookimpl,
)

from ._iptc import STATUS
from ._json import read_values
from ._json_fields import JsonFields
from ._json_values import blocks_of, listed, names_of, text_of, texts_of, widest
from ._names import signers

#: `format`, with the version behind the sign.
_FORMAT = re.compile(r'"format"\s*:\s*"digitalwires@')
_URN = re.compile(r'"urn"\s*:\s*"urn:newsml:dpa\.com:')
_MARKS = ('"article_html"', '"notepad"')
#: `ednotes/role` without its prefix: what tells editors about the story. The others are signatures and addresses.
_NOTES = frozenset(("header", "embargo", "correction", "correctionshort", "editorialnote", "genrenote", "picture", ""))
#: `categories/type` without its prefix, and the field for its names.
_NAMED = {"keyword": "keywords", "geosubject": "places", "poi": "places", "person": "people", "organisation": "organisations"}
#: Categories that repeat what stands above them, or are in a field with all that they say.
_SAID = frozenset(("pubstatus", "urgency", "signal", "keyword", "person", "organisation", "dpasubject", "rubric"))
#: The names of categories once more, for readers who want no codes.
_COPIES = re.compile(r"(?:current_)?[a-z]+_names")
# dateline = town *( "/" town ) [ "," date ] [ " (" agency ")" ] [ dash ]
_DATELINE_END = " \t\xa0-–—"
_PLACE = re.compile(r"[^(,]++(?:,(?!\s*\d)[^(,]*+)*+")


def sniff(sample: Sample) -> Bid | None:
    """The format by its name; without it, an entry of dpa's."""
    text = sample.head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if text[:1] not in ("{", "["):
        return None
    if _FORMAT.search(text):
        return Bid(Confidence.CERTAIN, "its format is digitalwires")
    if _URN.search(text) and all(mark in text for mark in _MARKS):
        return Bid(Confidence.LIKELY, "it has a urn of dpa's, an article and a notepad")
    return None


def parse(document: Document) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """An entry each; a bad one costs itself."""
    found = [each for value, path in read_values(document) for each in _entries(value, path)]
    if not found:
        yield NotArticle("a page of digitalwires that has no entries")
    for entry, path in found:
        if isinstance(entry, dict):
            yield from _Entry(entry, path).read()
        else:
            yield Defect("no-entry", f"{path or '/'} is {entry!r:.60}, and no entry of digitalwires")


def _entries(value: Any, path: str) -> list[tuple[Any, str]]:
    """The entries of a value, with their JSON pointers."""
    if isinstance(value, list):
        return [found for number, each in enumerate(value) for found in _entries(each, f"{path}/{number}")]
    if isinstance(value, dict) and "urn" not in value and isinstance(value.get("entries"), list):
        return _entries(value["entries"], f"{path}/entries")
    return [(value, path)]


class _Entry(JsonFields):
    """One entry. Every key is there; what is not used is null."""

    def __init__(self, given: Mapping[str, Any], path: str) -> None:
        super().__init__("dpa-digitalwires", given, path)

    def read(self) -> Iterator[Draft | Notice | NotArticle | Defect]:
        self._identity()
        self._words()
        self._categories()
        self._media()
        self._body()
        self._notes()
        for name, value in self.left.items():
            self.keep(name, value)
        yield from self.found("an entry of digitalwires with neither a headline nor a text")

    def _identity(self) -> None:
        identifiers = {}
        for name in ("urn", "entry_id"):
            if found := text_of(self.left.get(name)):
                identifiers[name] = found
                self.left.pop(name)
        self.give("identifiers", identifiers, "urn")
        self.take("version", "version")
        self.take("language", "language")
        self.urgency()
        for field, name in (("published", "version_created"), ("embargoed", "embargoed")):
            self.give(field, self.date(name), name)
        word = self.left.get("pubstatus")
        status = STATUS.get(word.lower()) if isinstance(word, str) else None
        if status is not None:
            self.give("status", status, "pubstatus")
            self.left.pop("pubstatus")
        elif word is not None:
            self.defect("unknown-status", f"{self.pointer('pubstatus')} is {word!r:.60}, which is none of dpa's")

    def _words(self) -> None:
        self.take("headline", "headline")
        self.take("summary", "teaser")
        if "summary" not in self:
            self.take("summary", "subhead")
        self.take("byline", "byline")
        self.give("authors", [Author(name) for name in signers(self.get("byline") or "")], "byline")
        self.take("credit", "creditline")
        self.take("copyright", "copyrightnotice")
        self.take("usage_terms", "usageterms")
        if text := (text_of(self.left.get("dateline")) or "").strip(_DATELINE_END):
            self.left.pop("dateline")
            place = _PLACE.match(text)
            self.give("dateline", Dateline(text, place=(place[0].strip() or None) if place else None), "dateline")

    def _categories(self) -> None:
        copies = {name: self.left.pop(name) for name in [*self.left] if _COPIES.fullmatch(name)}
        stated = self.objects("categories")
        if not stated:
            stated = [{"type": name.removesuffix("_names"), "name": each} for name in copies for each in names_of(copies[name])]
        named: dict[str, list[str]] = {}
        subjects = []
        rest = []
        for each in stated:
            kind = (text_of(each.get("type")) or "").rpartition(":")[2]
            name, qcode = text_of(each.get("name")), text_of(each.get("qcode"))
            if kind in ("dpasubject", "rubric") and (name or qcode):
                subjects.append(_subject(kind, name, qcode))
            if name and kind in _NAMED:
                named.setdefault(_NAMED[kind], []).append(name)
            if name and kind == "desk" and "section" not in self:
                self.give("section", name, "categories")
            if name and kind == "provider":
                self.give("publisher", name, "categories")
            if name and kind == "locationcreated" and "dateline" not in self:
                self.give("dateline", Dateline(name, place=name), "categories")
            if kind not in _SAID and (name or qcode):
                rest.append(each)
        self.give("subjects", list(dict.fromkeys(subjects)), "categories")
        for field, names in named.items():
            self.give(field, list(dict.fromkeys(names)), "categories")
        self.keep("categories", rest)

    def _media(self) -> None:
        associations = self.objects("associations")
        self.give("media", [_media(each) for each in associations], "associations")
        taken = ("type", "caption", "creditline", "renditions")
        rest = [{name: value for name, value in each.items() if name not in taken} for each in associations]
        self.keep("associations", [each for each in rest if each])

    def _body(self) -> None:
        blocks = self._blocks("article_html")
        if not blocks:  # a picture by itself
            captions = [each for each in listed(self.left.get("descriptions")) if text_of(each.get("description"))]
            captions.sort(key=lambda each: not str(each.get("role")).endswith(":caption"))
            blocks = [Block("caption", text) for each in captions[:1] for text in texts_of(each["description"])]
        self.give("body", [*blocks, *(Block("note", block.text) for block in self._blocks("infobox_html"))], "article_html")

    def _blocks(self, name: str) -> list[Block]:
        """What a piece of HTML says; it is taken if it says something."""
        blocks = blocks_of(self.left.get(name))
        if blocks:
            self.left.pop(name)
        return blocks

    def _notes(self) -> None:
        """The notes that may be published. The notepad holds them once more, as HTML."""
        notes = [each for each in listed(self.left.get("ednotes")) if each.get("is_publishable") is not False]
        told = [each for each in notes if str(each.get("role") or "").rpartition(":")[2] in _NOTES]
        notepad = self.left.get("notepad")
        texts = [text for each in told for text in texts_of(each.get("ednote"))]
        if not texts and not notes and isinstance(notepad, dict):
            texts = [block.text for block in blocks_of(notepad.get("public_html"))]
        self.give("note", "\n".join(texts), "ednotes" if notes else "notepad")


def _subject(kind: str, name: str | None, qcode: str | None) -> Subject:
    """A subject by the alias of its scheme (`medtop:20000651`); without a code, by the category's type."""
    scheme, colon, code = (qcode or "").partition(":")
    return Subject(scheme=scheme if colon else kind, code=(code if colon else qcode) or None, name=name)


def _media(each: Mapping[str, Any]) -> Media:
    """A picture, film or sound: its largest rendition."""
    url = widest(each.get("renditions"), "url", "size")
    return Media(text_of(each.get("type")) or "other", url, text_of(each.get("caption")), text_of(each.get("creditline")))


@hookimpl
def newsarchive_sources() -> Source:
    """The source `dpa-digitalwires`."""
    return Source(
        "dpa-digitalwires", title="dpa digitalwires, JSON", sniff=sniff, parse=parse, refines=("ninjs",), libraries=("lxml",)
    )
