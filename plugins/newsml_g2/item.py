"""One item of NewsML-G2 2.x (IPTC): a story, a picture, a film, or a package of them. Names in any namespace."""

import re
from typing import Any

from newsarchive import Author, Block, Dateline, Media, Subject
from newsarchive.text import markup_blocks, said

from .._iptc import STATUS, urgency_of
from .._names import signers
from .._nitf import Nitf
from .._xml_fields import XmlFields
from .concepts import LANGUAGE, Concepts, code, local, stated
from .content import element_blocks, inline_data, pictures, remote_media, text_blocks

# NewsML-G2 2.35, roles of newslines: NewsCodes `drol` and `hld`, and what agencies write there.
_MAIN = ("", "main", "headline", "title")
_SUMMARIES = ("summary", "abstract", "teaser", "lead", "standfirst", "short")
#: NewsCodes `ninat`: what is seen or heard.
_MEDIA = {"picture": "picture", "photo": "picture", "graphic": "graphic", "video": "video", "audio": "audio", "animation": "graphic"}
#: NewsCodes `cpnat`, and what agencies make of it: the fields for the names of concepts.
_ENTITIES = {
    **dict.fromkeys(("person", "people"), "people"),
    **dict.fromkeys(("organisation", "organization", "company"), "organisations"),
    **dict.fromkeys(("geoarea", "poi", "place", "location", "city", "country"), "places"),
}
#: NewsCodes `pubstatusg2`, and the words that agencies use there or in a signal.
_STATUS = {**STATUS, **dict.fromkeys(("kill", "cancel", "retracted", "recalled"), "canceled"), "withhold": "withheld"}
_SIGNALS = {"kill": "canceled", "cancel": "canceled", "canceled": "canceled", "withhold": "withheld", "withheld": "withheld", "hold": "withheld"}
_STRICT = (None, "usable", "withheld", "canceled")
#: Words of organisations: a creator is a person or an organisation, and few documents say which.
_FIRM = re.compile(
    r"\b(?:the|ltd|inc|llc|gmbh|ag|plc|corp|agency|agentur|agence|agencia|agenzia|press|presse|network|television|fernsehen"
    r"|tv|radio|news|images|media|staff|pictures|photos)\b",
    re.IGNORECASE,
)
#: A dateline that some of Reuters' services write: when the item was sent.
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\d\b")
# dateline = place [ "," … ] "(" agency ")" [ dash ]
_PLACE = re.compile(r"(?P<place>[^\W\d_][^\d,()/]{0,59}?(?:/[^\d,()/]{1,60}?)?)\s*(?:,[^()]{0,60})?(?:\([^()]{1,60}\)\s*[-–—:]*)?")
#: What is a field as a whole, in `itemMeta`, `contentMeta` and `rightsInfo`.
_TAKEN = frozenset(
    """
    versionCreated firstCreated embargoed edNote language urgency by headline slugline dateline creditline description keyword
    copyrightNotice usageTerms pubStatus
    """.split()  # noqa: SIM905  # a list of words is read as one
)
#: Properties that name a concept: kept where they say more than its name.
_CONCEPTS = frozenset("provider located creator contributor infoSource copyrightHolder subject altId".split())  # noqa: SIM905
_SECTIONS = ("rightsInfo", "itemMeta", "contentMeta")
_ELSEWHERE = frozenset({*_SECTIONS, "contentSet", "catalog", "catalogRef", "groupSet"})


class Item(XmlFields):
    """What a `newsItem` or a `packageItem` states. `path` is where it stands in its document, `envelope` its message's header."""

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
        self._rest(envelope)

    def all(self, path: str) -> list[Any]:
        """The elements of the item, or of one of its sections; paths are of one or two names."""
        return self.index.get(path, [])

    def one(self, path: str) -> Any:
        return next(iter(self.all(path)), None)

    def evident(self, field: str, rule: str, path: str | None = None, *spans: Any) -> None:
        super().evident(field, rule, f"{self.path}{path}" if path else None, *spans)

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
        found += [(_SIGNALS.get(code(each)), "signal") for each in self.all("itemMeta/signal")]
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
        notes = [text for each in self.all("itemMeta/edNote") for block in markup_blocks(each) for text in block.text.split("\n")]
        self.set("note", "\n".join(_distinct(notes)), "edNote", "itemMeta/edNote")
        self._dateline()

    def _dateline(self) -> None:
        located = self.all("contentMeta/located") or self.all("itemMeta/located")
        town = next(filter(None, map(self.concepts.name, located)), None)
        text = self.text("contentMeta/dateline")
        if text and _TIMESTAMP.match(text):
            self.keep("dateline", text)
            text = None
        if text is None:
            self.set("dateline", Dateline(town, place=town) if town else None, "located", "contentMeta/located")
            return
        match = re.search(rf"(?<!\w){re.escape(town)}(?!\w)", text, re.IGNORECASE) if town else None
        place = match[0] if match else None
        if place is None and (match := _PLACE.fullmatch(text)):
            place = match["place"].strip()
        self.set("dateline", Dateline(text, place=place), "dateline", "contentMeta/dateline")

    def _people(self) -> None:
        provider = self.one("itemMeta/provider")
        if provider is not None:
            self.set("publisher", self.concepts.of(provider).words, "provider", "itemMeta/provider")
        credits = [text for each in self.all("contentMeta/creditline") if (text := said(each))]
        if credits:
            self.set("credit", ", ".join(_distinct(credits)), "creditline", "contentMeta/creditline")
        else:
            sources = _distinct(filter(None, map(self.concepts.name, self.all("contentMeta/infoSource"))))
            self.set("credit", ", ".join(sources), "infoSource", "contentMeta/infoSource")
        authors = {name: Author(name) for name in signers(self.get("byline") or "", named=True) if not _FIRM.search(name)}
        for each in [*self.all("contentMeta/creator"), *self.all("contentMeta/contributor")]:
            for author in self._authors(each):
                authors[author.name] = author
        self.set("authors", list(authors.values()), "creator", "contentMeta/creator")

    def _authors(self, element: Any) -> list[Author]:
        """The persons that a creator or a contributor names. One with a literal alone is a system or an agency."""
        name = self.concepts.name(element)
        kind = code(element, "type")
        details = element.find("{*}personDetails")
        if name is None or _ENTITIES.get(kind) == "organisations" or element.find("{*}organisationDetails") is not None:
            return []
        if _ENTITIES.get(kind) == "people" or details is not None:
            names = [name]
        elif element.find("{*}name") is None or _FIRM.search(name) or name in (self.get("publisher"), self.get("credit")):
            return []
        else:
            names = signers(name, named=True)
        jobs = [self.concepts.name(each) for each in element.iterfind("{*}related") if "title" in code(each, "rel")]
        affiliation = details.find("{*}affiliation") if details is not None else None
        organisation = self.concepts.name(affiliation) if affiliation is not None else None
        role = next(filter(None, jobs), None) or (element.get("role") or "").rpartition(":")[2] or None
        return [Author(each, role=role, organisation=organisation) for each in names]

    def _subjects(self) -> None:
        named: dict[str, list[str]] = {field: [] for field in _ENTITIES.values()}
        subjects: dict[Subject, None] = {}
        for each in self.all("contentMeta/subject"):
            concept = self.concepts.of(each)
            field = _ENTITIES.get(code(each, "type")) or ("places" if code(each, "type").startswith("geoarea") else None)
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
        media = remote_media(self.all("contentSet/remoteContent"), kind, caption, self.get("credit"))
        media += filter(None, map(self._linked, self.all("itemMeta/link")))
        self.set("media", [*media, *(self.get("media") or ())], "remoteContent", "contentSet/remoteContent")
        if self.root.tag.endswith("packageItem"):
            self._groups()
        if "headline" not in self:
            titles = [each for each in self.all("itemMeta/title") if code(each, "role") in _MAIN and said(each)]
            self.set("headline", said(titles[0]) if titles else None, "title", "itemMeta/title")

    def _renditions(self) -> None:
        """NewsML-G2: a content set holds alternate renditions of one content. The first that says something is the body."""
        inline = [*self.all("contentSet/inlineXML"), *self.all("contentSet/inlineData")]
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
                self.fill(Nitf(nitf))
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
        summaries, captions = [], []
        for each in self.all("contentMeta/description"):
            blocks = [Block("caption", block.text) for block in markup_blocks(each)]
            if seen and code(each, "role") not in _SUMMARIES:
                captions += blocks
            else:
                summaries.append((code(each, "role") not in _SUMMARIES, self.concepts.foreign(each), each))
        summaries.sort(key=lambda each: each[:2])
        texts = [text for _, _, each in summaries if (text := "\n".join(block.text for block in markup_blocks(each)))]
        # Reuters describes a text by its slugline and its headline.
        texts = [text for text in texts if text != f"{self.get('slugline')}:{self.get('headline')}"]
        self.set("summary", texts[0] if texts else None, "description", "contentMeta/description")
        self.keep("description", texts[1:])
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

    def _rest(self, envelope: Any) -> None:
        """What has no field. A concept is kept where it says more than its name."""
        self.keep("header", envelope)
        found: dict[str, list[Any]] = {}
        for path, elements in self.index.items():
            section, _, name = path.partition("/")
            if (name and section not in _SECTIONS) or (not name and section in _ELSEWHERE) or name in _TAKEN:
                continue
            if name in ("contentCreated", "contentModified") or (name == "title" and self.text(path) == self.get("headline")):
                continue
            kept = [each for each in elements if name not in _CONCEPTS or _says_more(each)]
            found.setdefault(name or section, []).extend(each for each in map(stated, kept) if each is not None)
        remote = self.all("contentSet/remoteContent")
        if len(remote) > 1:
            found["remoteContent"] = [stated(each) for each in remote]
        for name, values in found.items():
            if values and name not in self.extra:
                self.extra[name] = values[0] if len(values) == 1 else values


def _says_more(element: Any) -> bool:
    """Whether a concept says more than which it is, and by one name."""
    if local(element) == "subject" and code(element, "type") not in _ENTITIES:
        plain = {"qcode", "uri", "literal", "type", "typeuri", "rank"}
    else:
        plain = {"literal", "type", "typeuri", "rank"}
    children = [local(each) for each in element.iterchildren("*")]
    return bool(set(element.attrib) - plain) or children not in ([], ["name"])


def _rank(element: Any) -> int:
    """1 comes first; what has no rank as well."""
    text = element.get("rank") or "1"
    return int(text) if text.isdecimal() and len(text) < 5 else 1


def _distinct(texts: Any) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))
