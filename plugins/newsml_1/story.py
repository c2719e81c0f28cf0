"""One story of a NewsItem: the texts of one language, with the lines and the metadata of the components that they stand in."""

from collections.abc import Iterator, Sequence
from typing import Any

from newsarchive import Block, Dateline, Defect, Draft, Media, NotArticle, Notice
from newsarchive.text import said

from .components import Component, Item, Text
from .content import Picture
from .managed import Managed
from .metadata import Metadata
from .topics import Topics
from .values import XML_LANG, Parts, date_of, first, folded, language_of, several

#: NewsLine types that are fields, lists of keywords or notes of the editor; any other stays in `extra`.
_TYPED = {
    **dict.fromkeys(("keyword", "keywords", "keywordline"), "keywords"),
    **dict.fromkeys(("abstract", "summary", "teaser"), "summary"),
    **dict.fromkeys(("advisory", "advisoryline", "editorialnote", "editornote", "ednote", "editorsnote"), "note"),
    **dict.fromkeys(("note", "instructions", "productline"), "note"),
}
#: NewsLines that are fields as they stand.
_LINES = {
    "headline": "HeadLine",
    "byline": "ByLine",
    "dateline": "DateLine",
    "credit": "CreditLine",
    "copyright": "CopyrightLine",
    "usage_terms": "RightsLine",
    "slugline": "SlugLine",
}
#: Roles of texts beside the story, as names in `extra`.
_BESIDE = {"title": "HeadLine", "subtitle": "SubHeadLine", "summary": "Summary"}
_LISTS = ("keywords", "people", "organisations", "places", "media")


class Story(Managed):
    """What an item states of one story. `texts` are those of its language, `beside` the pictures of items that it refers to."""

    def __init__(self, item: Item, topics: Topics, envelope: Parts, texts: Sequence[Text], beside: Sequence[Picture]) -> None:
        super().__init__(item, envelope)
        self.texts = texts
        main = next((text.component for text in texts if text.role == "main"), texts[0].component if texts else None)
        nearest = main or _told(item.components)
        self.path: list[Component] = list(nearest.path()) if nearest is not None else []
        self.language = texts[0].language if texts else nearest.language if nearest is not None else item.language
        spoken = {text.language for text in item.texts} - {self.language}
        self.pictures = _large([*(each for each in item.pictures if each.language not in spoken), *beside])
        self.set("language", self.language, "Language", "NewsComponent/DescriptiveMetadata/Language")
        self._lines()
        metadata = Metadata(self, topics, self.path, self.language)
        metadata.read(envelope, self.near("ByLine"))
        self._body()
        if "published" not in self and (sent := first(envelope, "dateandtime")):  # it is of the transmission
            self.keep("DateAndTime", sent)
            self.set("published", date_of(sent), "DateAndTime", "NewsEnvelope/DateAndTime")

    def read(self) -> Iterator[Draft | Notice | NotArticle | Defect]:
        """The story, or the notice that it is; and what its NITF says of another one."""
        silent = "headline" not in self and "body" not in self and "identifiers" in self
        if silent and self.revision == "A" and self.get("status") == "usable":
            yield from self.defects
            yield Notice(
                self.get("identifiers"),
                "usable",
                publisher=self.get("publisher"),
                version=self.get("version"),
                embargoed=self.get("embargoed"),
                reason="its management data was replaced",
            )
            return
        kind = self.extra.get("NewsItemType", "")
        yield from self.found(f"a NewsItem{kind and f' of type {kind!r:.40}'} with neither a headline nor a body")
        for text in self.texts:
            if (nitf := text.content.said.nitf) is not None and (notice := nitf.of_another()) is not None:
                yield notice

    def near(self, name: str) -> list[Any]:
        """The NewsLines of a name that say something, nearest to the story, in its language if there are any."""
        for component in self.path:
            if found := [each for each in component.lines.get(name.lower(), ()) if said(each)]:
                return self._spoken(found)
        return []

    def _spoken(self, found: list[Any]) -> list[Any]:
        """Those of several lines that are in the language of the story, or in none."""
        if len(found) < 2 or self.language is None:
            return found
        wanted = self.language.lower().partition("-")[0]
        stated = [(language_of(each.get(XML_LANG)) or "").lower().partition("-")[0] for each in found]
        for language in (wanted, ""):
            if language in stated:
                return [each for each, spoken in zip(found, stated, strict=True) if spoken == language]
        return found[:1]

    def _lines(self) -> None:
        for field, name in _LINES.items():
            if found := self.near(name):
                self.set(field, "\n".join(dict.fromkeys(map(said, found))), name, f"NewsComponent/NewsLines/{name}")
        keywords = several(map(said, self.near("KeywordLine")))
        notes = []
        for kind, texts in (line for component in self.path for line in component.typed_lines()):
            told = [said(text) for text in self._spoken(texts) if said(text)]
            field = _TYPED.get(folded(kind), "")
            if field == "keywords":
                keywords += several(told)
            elif field == "note":
                notes += told
            elif field and field not in self:
                self.set(field, "\n".join(told), kind, "NewsComponent/NewsLines/NewsLine")
            elif told:
                self.extra.setdefault("NewsLine", {}).setdefault(kind or "NewsLine", []).extend(told)
        self.set("keywords", list(dict.fromkeys(keywords)), "KeywordLine", "NewsComponent/NewsLines/KeywordLine")
        self.set("note", "\n".join(dict.fromkeys(notes)), "NewsLine", "NewsComponent/NewsLines/NewsLine")
        self.keep("SubHeadLine", list(map(said, self.near("SubHeadLine"))))
        self.keep("SeriesLine", " ".join(map(said, self.near("SeriesLine"))))

    def _body(self) -> None:
        """Leads, the main text, what stands beside it, captions without a picture; a text that is there twice is there once."""
        blocks: dict[str, list[Block]] = {"lead": [], "main": [], "beside": [], "other": []}
        seen = set()
        for text in self.texts:
            found = text.content.said
            self.defects += found.defects
            squeezed = "".join(found.text.split())
            if squeezed in seen:
                continue
            seen.add(squeezed)
            own = next(filter(None, map(said, text.component.lines.get("headline", ()))), None)
            if own and own != self.get("headline") and (blocks["main"] or text.role != "main"):
                blocks[text.role].append(Block("crosshead", own))
            if found.nitf is not None and (text.role == "main") and not blocks["main"]:
                self._merge(found.nitf)
            told = [Block("note", block.text) for block in found.blocks] if text.role == "other" else found.blocks
            blocks[text.role] += told
        body = [block for several in blocks.values() for block in several]
        self._beside()
        captions = [text.content.said for text in self.item.captions]
        spoken = dict.fromkeys(block.text for each in captions for block in each.blocks)
        if not body:
            shown = (picture.caption for picture in self.pictures)
            spoken = dict.fromkeys([*(each for each in shown if each and each != self.get("headline")), *spoken])
        body += [Block("caption", caption) for caption in spoken]
        self.set("body", body, "ContentItem", "NewsComponent/ContentItem/DataContent")
        media = [Media(each.kind, each.url, each.caption, each.credit) for each in self.pictures if each.url or each.caption]
        media = list(dict.fromkeys([*media, *(self.get("media") or ())]))
        self.set("media", media, "ContentItem", "NewsComponent/ContentItem/@Href")

    def _beside(self) -> None:
        """Texts that are no part of the story: titles, summaries, captions in other languages."""
        for text in self.item.texts:
            if text.role in _BESIDE and text.language in (None, self.language):
                told = text.content.said.text
                if text.component.pictured and self.texts:
                    self.extra.setdefault("Caption", []).append(told)
                    continue
                field = "headline" if text.role == "title" else text.role
                if field in ("headline", "summary") and field not in self:
                    self.set(field, told.replace("\n", " "), "Role", "NewsComponent/ContentItem")
                elif told and told.split() != (self.get(field) or "").split():
                    self.extra.setdefault(_BESIDE[text.role], []).append(told)
        if spare := [text.content.said.text for text in self.item.spare if text.content.said.text]:
            self.extra.setdefault("Caption", []).extend(spare)
        if "headline" not in self:
            lines = [line for component in self.item.components for line in component.lines.get("headline", ())]
            self.set("headline", next(filter(None, map(said, lines)), None), "HeadLine", "NewsComponent/NewsLines/HeadLine")

    def _merge(self, nitf: Any) -> None:
        """What the NITF says more than its envelope; what it says otherwise stays in `extra`."""
        own, theirs = dict(self.values), nitf.values
        texts = {field: value.text if isinstance(value, Dateline) else value for field, value in theirs.items() if field in own}
        differing = {field: text for field, text in texts.items() if isinstance(text, str) and text != own[field]}
        self.fill(nitf)
        self.drop("body")
        for field in _LISTS:
            if field in own and field in theirs:
                self.values[field] = list(dict.fromkeys([*own[field], *theirs[field]]))
        if "subjects" in own and "subjects" in theirs:
            known = {subject.code for subject in own["subjects"]}
            self.values["subjects"] = [*own["subjects"], *(each for each in theirs["subjects"] if each.code not in known)]
        if "note" in differing:
            self.values["note"] = f"{own['note']}\n{differing.pop('note')}"
        if "identifiers" in own and "identifiers" in theirs:
            self.values["identifiers"] = {**theirs["identifiers"], **own["identifiers"]}
        self.keep("nitf", differing)


def _told(components: Sequence[Component]) -> Component | None:
    """Where the lines of a story without text are: the innermost of the first ones that have any."""
    for component in components:
        if component.lines.get("headline"):
            return component
    return next((component for component in components if component.pictures or component.captions), None)


def _large(pictures: Sequence[Picture]) -> list[Picture]:
    """Without previews of a kind that is there in full."""
    full = {each.kind for each in pictures if each.size[0]}
    return [each for each in pictures if each.size[0] or each.kind not in full]
