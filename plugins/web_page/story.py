"""The fields of a page's article: from JSON-LD, else Open Graph, else other `meta`, else the page's own markup."""

import re
from collections.abc import Iterator
from typing import Any

from newsarchive import Dateline, Media, PartialDate, Subject
from newsarchive.text import one_line, said

from .._fields import Fields
from .head import Head, Stated
from .linked_data import LinkedData, bare_url, text_of, texts_of, types
from .people import Signers, named_in, signed_by
from .times import time_of

_JSON_LD = 'script[@type="application/ld+json"]'
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_CUT = re.compile(r"\s*(?:\.\.\.|…)\s*\Z")
#: What stands between a page's title and the name of its site.
_SITE = re.compile(r"\s+[|–—·-]\s+")
_PUBLISHED = ("article:published_time", "og:article:published_time", "datepublished", "article:published", "parsely-pub-date", "sailthru.date")
_PUBLISHED_LATE = ("dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "pubdate", "publishdate", "publish-date", "date", "dcterms.date", "citation_publication_date")
_MODIFIED = ("article:modified_time", "og:article:modified_time", "datemodified", "og:updated_time", "dcterms.modified", "last-modified", "revised")
_AUTHORS = ("parsely-author", "sailthru.author", "byl", "author", "article:author", "dc.creator", "dcterms.creator", "og:article:author", "citation_author", "cxenseparse:author")
_KEYWORDS = ("news_keywords", "article:tag", "parsely-tags", "sailthru.tags", "og:article:tag", "keywords")
_SECTIONS = ("article:section", "og:article:section", "parsely-section", "articlesection", "section", "cxenseparse:recs:category")
_MOST_KEYWORDS = 100


class Story(Fields):
    """What a page states of its article. `heading` is its first `h1`."""

    def __init__(self, root: Any, url: str | None, heading: str) -> None:
        super().__init__("web-page")
        self.root = root
        self.head = Head(root, url)
        self.data = LinkedData(root)
        for reason in self.data.broken:
            self.defect("bad-json-ld", f"a block of JSON-LD cannot be read: {reason}")
        self._url(url)
        addresses = {bare_url(each) for each in (self.get("url"), url) if each}
        self.node = self.data.article(addresses)
        self.page = self.data.page()
        self._headline(heading)
        self._texts()
        self._publisher()
        self._authors()
        self._times()
        self._topics()
        self._media()
        self._rest()

    @property
    def is_article(self) -> bool:
        """Whether the page says of itself that it is an article."""
        return bool(
            self.node
            or (kind := self.head.first("og:type")) is not None and kind.value.lower() in ("article", "news", "newsarticle")
            or self.head.first("article:published_time") is not None
            or next(iter(_article_scopes(self.root)), None) is not None
        )

    def _stated(self, field: str, *candidates: Stated | None) -> None:
        """The first candidate that there is."""
        for each in candidates:
            if each is not None and each.value:
                self.set(field, each.value, each.path.partition("[")[0], each.path)
                return

    def _property(self, *names: str) -> Stated | None:
        """A text of the article's node, else of the page's."""
        for node in (self.node, self.page):
            for name in names:
                if text := text_of(node.get(name)):
                    return Stated(text, f"{_JSON_LD}/{name}")
        return None

    def _own(self, *names: str) -> Stated | None:
        """A text of the article's own node."""
        return next((Stated(text, f"{_JSON_LD}/{name}") for name in names if (text := text_of(self.node.get(name)))), None)

    def _url(self, url: str | None) -> None:
        og = self.head.first("og:url")
        candidates = (
            Stated(self.head.links.get("canonical", ""), 'link[@rel="canonical"]/@href'),
            og,
            Stated(url or "", "hints/url"),
        )
        for each in candidates:
            if each is not None and each.value and (absolute := self.head.absolute(each.value)):
                self._stated("url", Stated(absolute, each.path))
                return

    def _headline(self, heading: str) -> None:
        stated = self._own("headline", "name")
        og = self.head.first("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "citation_title")
        h1 = Stated(heading, "h1") if heading else None
        title = Stated(_SITE.split(self.head.title)[0], "title") if self.head.title else None
        if stated and _CUT.search(stated.value):
            stem = _CUT.sub("", stated.value)
            stated = next((each for each in (h1, og, title) if each and each.value.startswith(stem)), stated)
        if og and (site := self.head.first("og:site_name")):
            og = Stated(_without_site(og.value, site.value), og.path)
        self._stated("headline", stated, h1, og, title)

    def _texts(self) -> None:
        self._stated("summary", self._own("description", "abstract"), self.head.first("og:description", "description", "twitter:description", "dc.description"))
        if self.get("summary") == self.get("headline"):
            self.drop("summary")
        alternative = self._own("alternativeHeadline", "alternateName")
        if alternative and alternative.value != self.get("headline"):
            self.keep("alternativeHeadline", alternative.value)
        if dateline := self._own("dateline"):
            self.set("dateline", Dateline(dateline.value), "script", dateline.path)
        self._stated("note", self._own("correction"))
        self._stated("edition", self._own("printEdition"))
        self._stated("page", self._own("printPage", "pageStart"))

    def _publisher(self) -> None:
        publisher = next((text for each in self.data.resolved(self.node.get("publisher")) if (text := text_of(each))), None)
        names = self.head.first("og:site_name", "application-name", "dc.publisher", "publisher", "cre", "citation_journal_title")
        self._stated("publisher", Stated(publisher, f"{_JSON_LD}/publisher/name") if publisher else None, names)
        if str(self.get("publisher") or "").startswith(("http:", "https:")):
            self.drop("publisher")

    def _authors(self) -> None:
        publisher = self.get("publisher")
        found = Signers()
        path = ""
        for name in ("author", "creator"):
            if found := signed_by(self.data.resolved(self.node.get(name)), self.data, publisher):
                path = f"{_JSON_LD}/{name}"
                break
        if not found.people:
            for signers, where in self._printed_signers(publisher):
                if signers.people or (signers and not found):
                    found, path = signers, where
                    break
        self.set("authors", found.people, path.partition("[")[0], path)
        if found.organisations and not found.people:
            self.set("byline", ", ".join(found.organisations), path.partition("[")[0], path)
        elif found.organisations:
            self.set("credit", ", ".join(found.organisations), path.partition("[")[0], path)

    def _printed_signers(self, publisher: str | None) -> Iterator[tuple[Signers, str]]:
        for name in _AUTHORS:
            texts, path = self.head.values(name)
            if texts:
                yield named_in(texts, publisher), path
        for path, query in _BYLINES:
            texts = [text for each in self.root.iterfind(query) if (text := said(each))]
            if texts and len(texts) <= 12:
                yield named_in(list(dict.fromkeys(texts)), publisher), path

    def _times(self) -> None:
        published = [self._own("datePublished", "dateCreated", "uploadDate"), *self.head.under(*_PUBLISHED)]
        published += [*self._marked("datePublished"), self._property("datePublished"), *self.head.under(*_PUBLISHED_LATE), *self._printed()]
        self._time("published", published)
        modified = [self._own("dateModified"), *self.head.under(*_MODIFIED), *self._marked("dateModified")]
        self._time("modified", modified)

    def _time(self, field: str, candidates: list[Stated | None]) -> None:
        """The first that is a date, more precise where a later one says the same at a finer precision."""
        best: PartialDate | None = None
        unread: Stated | None = None
        for each in candidates:
            if each is None or (date := time_of(each.value)) is None:
                unread = unread or each
            elif best is None or (best != date and best.covers(date)):
                best = date
                self.set(field, date, each.path.partition("[")[0], each.path)
        if best is None and unread is not None:
            self.defect("no-date", f"{unread.path} is {unread.value!r:.60}, which is no date")
            self.keep(f"{field}_stated", unread.value)

    def _marked(self, name: str) -> Iterator[Stated]:
        """Microdata: an element with `itemprop`, its value in `content`, `datetime` or its text (HTML microdata, 5.4)."""
        for element in self.root.iterfind(f'.//*[@itemprop="{name}"]'):
            if element.tag != "meta" and (value := element.get("content") or element.get("datetime") or said(element)):
                yield Stated(one_line(value), f'{element.tag}[@itemprop="{name}"]')

    def _printed(self) -> Iterator[Stated]:
        """The times in the article's own header, else the first of the page that is marked as its date."""
        for element in self.root.iter("time"):
            if (value := element.get("datetime")) and (
                element.get("pubdate") is not None or next(element.iterancestors("article", "header", "main"), None) is not None
            ):
                yield Stated(one_line(value), "time/@datetime")
                return

    def _topics(self) -> None:
        sections = texts_of(self.node.get("articleSection"))
        section = Stated(sections[0], f"{_JSON_LD}/articleSection") if sections else self.head.first(*_SECTIONS)
        self._stated("section", section)
        if len(sections) > 1:
            self.keep("sections", sections)
        words = [word for text in texts_of(self.node.get("keywords")) for word in _words(text, isinstance(self.node.get("keywords"), str))]
        path = f"{_JSON_LD}/keywords"
        if not words:
            values, path = self.head.values(*_KEYWORDS)
            words = [word for value in values for word in _words(value, len(values) == 1)]
        self.set("keywords", list(dict.fromkeys(words))[:_MOST_KEYWORDS], path.partition("[")[0], path)
        self._mentions()

    def _mentions(self) -> None:
        """`about` and `mentions`, by the type of what they name."""
        fields: dict[str, list[str]] = {}
        for name in ("about", "mentions", "contentLocation", "locationCreated"):
            for value in self.data.resolved(self.node.get(name)):
                text = text_of(value)
                kinds = types(value)
                if text and len(text) <= 200:
                    field = "people" if "person" in kinds else "organisations" if any("organization" in kind for kind in kinds) else ""
                    place = name in ("contentLocation", "locationCreated") or kinds & {"place", "city", "country", "state"}
                    fields.setdefault(field or ("places" if place else "subjects"), []).append(text)
        for field, texts in fields.items():
            distinct = list(dict.fromkeys(texts))[:_MOST_KEYWORDS]
            value = [Subject(name=text) for text in distinct] if field == "subjects" else distinct
            self.set(field, value, "script", f"{_JSON_LD}/about")

    def _media(self) -> None:
        media: list[Media] = []
        for value in self.data.resolved(self.node.get("image"))[:20]:
            image = value if isinstance(value, dict) else {"url": value}
            url = self.head.absolute(text_of(image.get("url") or image.get("contentUrl") or image.get("@id")) or "")
            if url and url not in (each.url for each in media):
                media.append(Media("picture", url=url, caption=text_of(image.get("caption")), credit=text_of(image.get("creditText"))))
        path = f"{_JSON_LD}/image"
        if not media and (og := self.head.first("og:image", "og:image:url", "twitter:image")) and (url := self.head.absolute(og.value)):
            alt = self.head.first("og:image:alt")
            media, path = [Media("picture", url=url, caption=alt.value if alt else None)], og.path
        self.set("media", media, path.partition("[")[0], path)

    def _rest(self) -> None:
        locale = self.head.first("og:locale", "content-language", "dc.language", "language")
        inner = text_of(self.node.get("inLanguage"))
        for each in (Stated(self.head.language, "html/@lang"), Stated(inner or "", f"{_JSON_LD}/inLanguage"), locale):
            if each and (match := _LANGUAGE.fullmatch(each.value.replace("_", "-"))):
                self._stated("language", Stated(match[0], each.path))
                break
        identifiers = {}
        for value in self.data.resolved(self.node.get("identifier")):
            scheme = text_of(value.get("propertyID") or value.get("name")) if isinstance(value, dict) else None
            text = text_of(value.get("value")) if isinstance(value, dict) else text_of(value)
            if text:
                identifiers.setdefault(scheme or "identifier", text)
        for scheme, names in (("doi", ("citation_doi", "dc.identifier")), ("post-id", ("parsely-post-id",))):
            if (stated := self.head.first(*names)) and (scheme != "doi" or "10." in stated.value):
                identifiers.setdefault(scheme, stated.value.removeprefix("doi:"))
        self.set("identifiers", identifiers, "script", f"{_JSON_LD}/identifier")
        holder = next((text for each in self.data.resolved(self.node.get("copyrightHolder")) if (text := text_of(each))), None)
        notice = self._own("copyrightNotice") or (Stated(holder, f"{_JSON_LD}/copyrightHolder") if holder else None)
        self._stated("copyright", notice, self.head.first("copyright", "dcterms.rights", "dc.rights"))
        self._stated("usage_terms", self._own("usageInfo", "license"))
        free = self.node.get("isAccessibleForFree")
        if free is not None:
            self.keep("free", str(free).lower() in ("true", "1", "yes"))
        self.keep("type", sorted(types(self.node)))


#: Where pages mark who signs: `rel=author`, microdata.
_BYLINES = (
    ('a[@rel="author"]', './/a[@rel="author"]'),
    ('*[@itemprop="author"]', './/*[@itemprop="author"]'),
)


def _article_scopes(root: Any) -> Iterator[Any]:
    for element in root.iterfind(".//*[@itemtype]"):
        if element.get("itemtype").rpartition("/")[2].lower().endswith(("article", "blogposting")):
            yield element


def _words(text: str, several: bool) -> list[str]:
    """Keywords: one text with several is parted at semicolons, else at commas."""
    pieces = re.split(r"\s*[;|]\s*" if ";" in text or "|" in text else r"\s*,\s*", text) if several or "," in text else [text]
    return [word for piece in pieces if (word := piece.strip().removeprefix("tag:").strip()) and len(word) <= 120]


def _without_site(title: str, site: str) -> str:
    """A title without the name of its site behind it."""
    front, sign, behind = (*_SITE.split(title), "")[0], _SITE.search(title), _SITE.split(title)[-1]
    return front if sign and behind.casefold() == site.casefold() else title
