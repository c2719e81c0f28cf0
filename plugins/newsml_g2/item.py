"""One item of NewsML-G2 2.x (IPTC): a story, a picture, a film, or a package of them. Names in any namespace."""

from collections.abc import Sequence
from typing import Any

import attrs

from newsarchive import Block, Dateline, Media, Span, Subject
from newsarchive.text import said

from .._iptc import STATUS, urgency_of
from .._nitf import Nitf
from .._xml_fields import XmlFields
from .concepts import LANGUAGE, Concepts, code, local
from .content import element_blocks, inline_data, is_text, paragraphs, pictures, remote_media, text_blocks
from .parties import ENTITIES, authors_of, byline_authors, dateline_of, is_timestamp
from .remainder import remainder, stated

# NewsML-G2 2.35, roles of newslines: NewsCodes `drol` and `hld`, and what agencies write there.
_MAIN = ("", "main", "headline", "title")
_SUMMARIES = ("summary", "abstract", "teaser", "lead", "standfirst", "short")
#: NewsCodes `ninat`: what is seen or heard.
_MEDIA = {
    "picture": "picture",
    "photo": "picture",
    "graphic": "graphic",
    "video": "video",
    "audio": "audio",
    "animation": "graphic",
}
#: NewsCodes `pubstatusg2`, and the words that agencies use there or in a signal.
_STATUS = {**STATUS, **dict.fromkeys(("kill", "cancel", "retracted", "recalled"), "canceled"), "withhold": "withheld"}
_STRICT = (None, "usable", "withheld", "canceled")


class Item(XmlFields):
    """What a `newsItem` or a `packageItem` states. `path` is where it stands, `envelope` the header of its message, as JSON."""

    def __init__(self, root: Any, path: str, envelope: Any) -> None:
        super().__init__("newsml-g2", root)
        self.path = path
        self.index: dict[str, list[Any]] = {}
        for each in root.iterchildren("*"):
            name = local(each)
            self.index.setdefault(name, []).append(each)
            if name not in ("assert", "catalog"):
                for below in each.iterchildren("*"):
                    self.index.setdefault(f"{name}/{local(below)}", []).append(below)
        tag = self.attribute("contentMeta/language", "tag") or root.get(LANGUAGE)
        self.set("language", (tag or "").replace("_", "-"), "language", "contentMeta/language/@tag")
        self.concepts = Concepts(root, self.get("language"))
        self._identity()
        self._dates()
        self._status()
        self._newslines()
        self._people()
        self._subjects()
        self._rights()
        self._content()
        self.keep("header", envelope)
        self.extra = remainder(self.index, self.get("headline")) | self.extra

    def all(self, path: str) -> list[Any]:
        """The elements of the item, or of one of its sections; paths are of one or two names."""
        return self.index.get(path, [])

    def one(self, path: str) -> Any:
        return next(iter(self.all(path)), None)

    def evident(self, field: str, rule: str, path: str | None = None, span: Span | Sequence[Span] = ()) -> None:
        super().evident(field, rule, f"{self.path}{path}" if path else None, span)

    def _identity(self) -> None:
        identifiers = {"guid": guid} if (guid := (self.root.get("guid") or "").strip()) else {}
        for each in self.all("contentMeta/altId"):
            value = said(each) or each.get("id")
            # With an environment it is known there alone: a desk's running number begins anew each day.
            if value and not each.get("environment"):
                identifiers.setdefault(f"altid.{each.get('type')}" if each.get("type") else "altid", value)
        self.set("identifiers", identifiers, "guid", "@guid")
        self.set("version", (self.root.get("version") or "").strip(), "version", "@version")

    def _dates(self) -> None:
        self.date("published", "itemMeta/firstCreated")
        self.date("modified" if "published" in self else "published", "itemMeta/versionCreated")
        if "published" in self:
            self.keep("contentCreated", self.text("contentMeta/contentCreated"))
            self.keep("contentModified", self.text("contentMeta/contentModified"))
        else:
            self.date("published", "contentMeta/contentCreated")
            self.date("modified", "contentMeta/contentModified")
        self.date("embargoed", "itemMeta/embargoed")

    def _status(self) -> None:
        found = []
        for each in self.all("itemMeta/pubStatus"):
            word = code(each) or said(each).lower()
            if word and (status := _STATUS.get(word)) is None:
                self.keep("pubStatus", stated(each))
                self.defect("unknown-status", f"pubStatus {word!r:.60} is none of NewsML-G2's")
            else:
                found.append((status if word else None, "pubStatus"))
        signals = [_STATUS.get(code(each)) for each in self.all("itemMeta/signal")]
        found += [(status, "signal") for status in signals if status != "usable"]
        if self.all("itemMeta/embargoed") and self.text("itemMeta/embargoed") is None:
            found.append(("withheld", "embargoed"))  # NewsML-G2: an embargo without a known end
        status, rule = max(found, key=lambda each: _STRICT.index(each[0]), default=(None, ""))
        self.set("status", status, rule, f"itemMeta/{rule}")

    def _newslines(self) -> None:
        headlines = [each for each in self.all("contentMeta/headline") if said(each)]
        headlines.sort(key=lambda each: (code(each, "role") not in _MAIN, self.concepts.foreign(each), _rank(each)))
        if headlines:
            self.set("headline", said(headlines[0]), "headline", "contentMeta/headline")
            self.keep("headline", [stated(each) for each in headlines[1:]])
        self.take("slugline", "contentMeta/slugline")
        self.keep("slugline", [stated(each) for each in self.all("contentMeta/slugline")[1:] if said(each)])
        self.take("byline", "contentMeta/by")
        if (text := self.text("contentMeta/urgency")) is not None:
            self.set("urgency", urgency_of(text), "urgency", "contentMeta/urgency")
            self.keep("urgency", None if "urgency" in self else text)
        self.set("keywords", _distinct(map(said, self.all("contentMeta/keyword"))), "keyword", "contentMeta/keyword")
        notes = [text for each in self.all("itemMeta/edNote") for text in paragraphs(each)]
        self.set("note", "\n".join(_distinct(notes)), "edNote", "itemMeta/edNote")
        self._dateline()

    def _dateline(self) -> None:
        located = self.all("contentMeta/located") or self.all("itemMeta/located")
        town = next(filter(None, map(self.concepts.name, located)), None)
        text = self.text("contentMeta/dateline")
        if text is None or is_timestamp(text):
            self.keep("dateline", text)
            self.set("dateline", Dateline(town, place=town) if town else None, "located", "contentMeta/located")
        else:
            self.set("dateline", dateline_of(text, town), "dateline", "contentMeta/dateline")

    def _people(self) -> None:
        provider = self.one("itemMeta/provider")
        if provider is not None:
            self.set("publisher", self.concepts.of(provider).words, "provider", "itemMeta/provider")
        signed = [text for each in self.all("contentMeta/creditline") if (text := said(each))]
        if signed:
            self.set("credit", ", ".join(_distinct(signed)), "creditline", "contentMeta/creditline")
        else:
            sources = _distinct(filter(None, map(self.concepts.name, self.all("contentMeta/infoSource"))))
            self.set("credit", ", ".join(sources), "infoSource", "contentMeta/infoSource")
        authors = {author.name: author for author in byline_authors(self.get("byline") or "")}
        self.set("authors", list(authors.values()), "by", "contentMeta/by")
        agencies = (self.get("publisher"), self.get("credit"))
        for name in ("creator", "contributor"):
            for each in self.all(f"contentMeta/{name}"):
                if named := {author.name: author for author in authors_of(each, self.concepts, agencies)}:
                    authors |= named
                    self.set("authors", list(authors.values()), name, f"contentMeta/{name}")

    def _subjects(self) -> None:
        named: dict[str, list[str]] = {field: [] for field in ENTITIES.values()}
        subjects: dict[Subject, None] = {}
        for each in self.all("contentMeta/subject"):
            concept = self.concepts.of(each)
            field = ENTITIES.get(code(each, "type")) or ("places" if code(each, "type").startswith("geoarea") else None)
            if field and concept.name:
                named[field].append(concept.name)
                if field == "places":
                    named[field] += filter(None, map(self.concepts.name, each.iterfind("{*}broader")))
                continue
            if concept.code or concept.name:
                subjects[Subject(concept.scheme, concept.code, concept.name)] = None
            for same in map(self.concepts.of, each.iterfind("{*}sameAs")):
                if same.code:
                    subjects[Subject(same.scheme, same.code, same.name or concept.name)] = None
        for field, names in named.items():
            self.set(field, _distinct(names), "subject", "contentMeta/subject")
        self.set("subjects", list(subjects), "subject", "contentMeta/subject")

    def _rights(self) -> None:
        for field, name in (("copyright", "copyrightNotice"), ("usage_terms", "usageTerms")):
            texts = _distinct(self.concepts.texts(self.all(f"rightsInfo/{name}")))
            self.set(field, "\n".join(texts), name, f"rightsInfo/{name}")
        holder = self.one("rightsInfo/copyrightHolder")
        if "copyright" not in self and holder is not None:
            self.set("copyright", self.concepts.of(holder).words, "copyrightHolder", "rightsInfo/copyrightHolder")

    def _content(self) -> None:
        kind = _MEDIA.get(code(self.one("itemMeta/itemClass"))) if self.one("itemMeta/itemClass") is not None else None
        self._renditions()
        captions = self._descriptions(kind is not None or ("body" not in self and bool(self.all("contentSet/remoteContent"))))
        caption = "\n".join(block.text for block in captions) or None
        if captions and "body" not in self:
            self.set("body", captions, "description", "contentMeta/description")
        elif captions:
            self.values["body"] = [*self.values["body"], *captions]
        data = [each for each in self.all("contentSet/inlineData") if not is_text(each)]
        media = remote_media([*self.all("contentSet/remoteContent"), *data], kind, caption, self.get("credit"))
        media += filter(None, map(self._linked, self.all("itemMeta/link")))
        self.set("media", [*media, *(self.get("media") or ())], "remoteContent", "contentSet/remoteContent")
        if local(self.root) == "packageItem":
            self._groups()
        if "headline" not in self:
            titles = [each for each in self.all("itemMeta/title") if code(each, "role") in _MAIN and said(each)]
            self.set("headline", said(titles[0]) if titles else None, "title", "itemMeta/title")

    def _renditions(self) -> None:
        """NewsML-G2: a content set holds alternate renditions of one content. The first that says something is the body."""
        inline = [*self.all("contentSet/inlineXML"), *filter(is_text, self.all("contentSet/inlineData"))]
        inline.sort(key=self.concepts.foreign)
        others = []
        for each in inline:
            if "body" not in self:
                self._body(each, f"contentSet/{local(each)}")
            elif text := said(each):
                others.append(text)
        self.keep("contentSet", others)

    def _body(self, element: Any, path: str) -> None:
        """The text of one rendition."""
        if local(element) == "inlineXML" and len(element):
            if (nitf := next(element.iter("{*}nitf"), None)) is not None:
                story = Nitf(nitf)
                within = f"{self.path}{path}/nitf/"
                story.evidence = {
                    name: attrs.evolve(each, path=f"{within}{each.path}") for name, each in story.evidence.items()
                }
                self.fill(story)
                return
            self.set("body", element_blocks(element, self.get("headline")), "inlineXML", path)
            self.set("media", list(pictures(element)), "img", path)
            return
        try:
            text = inline_data(element) if local(element) == "inlineData" else element.text
        except ValueError as error:
            self.defect("bad-data", f"line {element.sourceline}: an {local(element)}: {error}")
            return
        self.set("body", text_blocks(text or "", element.get("contenttype") or ""), local(element), path)

    def _descriptions(self, seen: bool) -> list[Block]:
        """The summary; the captions of what is `seen` or heard."""
        summaries: list[tuple[bool, bool, str]] = []
        captions: list[Block] = []
        # Reuters describes a text by its slugline and its headline.
        label = f"{self.get('slugline')}:{self.get('headline')}"
        for each in self.all("contentMeta/description"):
            texts = paragraphs(each)
            is_summary = code(each, "role") in _SUMMARIES
            if seen and not is_summary:
                captions += [Block("caption", text) for text in texts]
            elif texts and texts != [label]:
                summaries.append((not is_summary, self.concepts.foreign(each), "\n".join(texts)))
        summaries.sort(key=lambda each: each[:2])
        for _, _, text in summaries[:1]:
            self.set("summary", text, "description", "contentMeta/description")
        self.keep("description", [text for _, _, text in summaries[1:]])
        return captions

    def _linked(self, link: Any) -> Media | None:
        """A picture, film or sound that a link goes to."""
        item_class = link.find("{*}itemClass")
        kind = _MEDIA.get(code(item_class)) if item_class is not None else None
        url = link.get("href") or link.get("residref")
        return Media(kind, url, caption=said(link.find("{*}title")) or None) if kind and url else None

    def _groups(self) -> None:
        """What a package holds: the titles that it gives its members are its text."""
        titles = [said(each.find("{*}title")) or said(each.find("{*}headline")) for each in self.root.iter("{*}itemRef")]
        self.set("body", [Block("list_item", title) for title in titles if title], "itemRef", "groupSet")
        self.keep("groupSet", [stated(each) for each in self.all("groupSet")])


def _rank(element: Any) -> int:
    """1 comes first; what has no rank as well."""
    text = element.get("rank") or "1"
    return int(text) if text.isdecimal() and len(text) < 5 else 1


def _distinct(texts: Any) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))
