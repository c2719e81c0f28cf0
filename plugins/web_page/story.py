"""The fields of a page's article: from JSON-LD, else Open Graph, else other `meta`, else the page's own markup."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from newsarchive import Dateline, Media, PartialDate, Subject
from newsarchive.text import one_line, said

from .._fields import Fields
from .head import Head, Stated
from .linked_data import LinkedData, bare_url, text_of, texts_of, types
from .main_text import MainText, squeezed
from .people import Signers, Sites, named_in, printed_names, signed_by
from .times import time_of

_JSON_LD = 'script[@type="application/ld+json"]'
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_CUT = re.compile(r"\s*(?:\.\.\.|…)\s*\Z")
#: What stands between a page's title and the name of its site.
_SITE = re.compile(r"\s+[|–—·-]\s+")
_KICKER = re.compile(r"(?:[:|–—·-]|[.!?])[\"”»]?\s+\Z")
_SHORTEST_HEADLINE = 20
_DAY_IN_URL = re.compile(r"/((?:19|20)\d\d)[/-](\d\d)[/-](\d\d)(?=[/_-])", re.ASCII)
_PUBLISHED = ("article:published_time", "og:article:published_time", "datepublished", "article:published", "parsely-pub-date", "sailthru.date")
_PUBLISHED_LATE = ("dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "pubdate", "publishdate", "publish-date", "date", "dcterms.date", "citation_publication_date")
_MODIFIED = ("article:modified_time", "og:article:modified_time", "datemodified", "og:updated_time", "dcterms.modified", "last-modified", "revised")
_AUTHORS = ("parsely-author", "sailthru.author", "byl", "author", "article:author", "dc.creator", "dcterms.creator", "og:article:author", "citation_author", "cxenseparse:author")
_KEYWORDS = ("news_keywords", "article:tag", "parsely-tags", "sailthru.tags", "og:article:tag", "keywords")
_SECTIONS = ("article:section", "og:article:section", "parsely-section", "articlesection", "section", "cxenseparse:recs:category")
_MOST_KEYWORDS = 100


class Story(Fields):
    """What a page states of its article."""

    def __init__(self, root: Any, url: str | None) -> None:
        super().__init__("web-page")
        self.root = root
        self.head = Head(root, url)
        self.data = LinkedData(root)
        for reason in self.data.broken:
            self.defect("bad-json-ld", f"a block of JSON-LD cannot be read: {reason}")
        self._url(url)
        self.node = self.data.article({bare_url(each) for each in (self.get("url"), url) if each})
        self.page = self.data.page()

    def read(self, main: MainText | None) -> None:
        """All fields but the body."""
        self.scope = main.scope if main else self.root
        self.heading = main.heading if main else ""
        self._headline(self.heading)
        self._texts()
        self._publisher()
        self._authors()
        self._times()
        self._topics()
        self._media()
        self._rest()

    @property
    def titles(self) -> list[str]:
        """What the page calls itself, apart from what it prints."""
        og = self.head.first("og:title")
        stated = self._own("headline")
        return [title for title in (stated and stated.value, og and og.value, self.head.title) if title]

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
        """What two of JSON-LD, the first `h1` and Open Graph say, else the first that says anything.

        Where one of them holds another, what stands around it is a kicker or the name of the site.
        """
        title = Stated(_SITE.split(self.head.title)[0], "title") if self.head.title else None
        og = self.head.first("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "citation_title")
        stated = self._own("headline", "name")
        if stated and _CUT.search(stated.value):
            stem = _CUT.sub("", stated.value)
            others = (Stated(heading, "h1"), og, title)
            stated = next((each for each in others if each and each.value.startswith(stem)), stated)
        candidates = [each for each in (stated, Stated(heading, "h1"), og) if each and each.value]
        if not candidates:
            self._stated("headline", title)
            return
        folded = [squeezed(each.value) for each in candidates]
        chosen = next((number for number, text in enumerate(folded) if folded.count(text) > 1), 0)
        shorter = [
            number
            for number, each in enumerate(candidates)
            if len(each.value) >= _SHORTEST_HEADLINE and _surrounded(candidates[chosen].value, each.value)
        ]
        self._stated("headline", candidates[min(shorter, key=lambda number: len(candidates[number].value), default=chosen)])

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
        sites = self.sites()
        printed = list(self._bylines())
        found = Signers()
        where = ""
        for signers, path in self._signers(sites, printed):
            if signers.people or (signers and not found):
                found, where = signers, path
            if found.people:
                break
        rule = where.partition("[")[0]
        self.set("authors", found.people, rule, where)
        organisations = ", ".join(found.organisations)
        if found.people:
            self.set("credit", organisations, rule, where)
            name = found.people[0].name.casefold()
            byline = next((text for text in printed if name in text.casefold() and len(text) > len(name)), None)
            self.set("byline", byline, "byline", _BYLINE)
        else:
            self.set("byline", next(iter(printed), None), "byline", _BYLINE)
            self.set("byline", organisations, rule, where)

    def sites(self) -> Sites:
        """What the site and its publisher are called, folded; the end of the title is the site's name."""
        names = [self.get("publisher") or "", *_SITE.split(self.head.title)[1:]]
        return frozenset(name.casefold() for name in names if name)

    def _signers(self, sites: Sites, printed: list[str]) -> Iterator[tuple[Signers, str]]:
        """Who signs, source by source; of what is printed, nothing but names."""
        for name in ("author", "creator"):
            yield signed_by(self.data.resolved(self.node.get(name)), self.data, sites), f"{_JSON_LD}/{name}"
        for name in _AUTHORS:
            texts, path = self.head.values(name)
            yield named_in(texts, sites), path
        yield next((signers for text in printed if (signers := printed_names(text, sites))), Signers()), _BYLINE

    def _bylines(self) -> Iterator[str]:
        """What the page prints as a byline behind its first heading, the first few."""
        behind = not self.heading
        number = 0
        for element in islice(self.scope.iter(*_BYLINE_ELEMENTS), _LOOKED_AT):
            if element.tag == "h1":
                behind = behind or said(element) == self.heading
            elif behind and _is_byline(element):
                text = said(element)
                if 3 <= len(text) <= _LONGEST_BYLINE:
                    yield text
                number += 1
                if number == _MOST_BYLINES:
                    return

    def _times(self) -> None:
        self._time("published", self._published())
        self._time("modified", self._modified())

    def _published(self) -> Iterator[Stated | None]:
        yield self._own("datePublished", "dateCreated", "uploadDate")
        yield from self.head.under(*_PUBLISHED)
        yield from self._marked("datePublished")
        yield self._property("datePublished")
        yield from self.head.under(*_PUBLISHED_LATE)
        yield from self._printed()
        yield self._day_in_url()

    def _modified(self) -> Iterator[Stated | None]:
        yield self._own("dateModified")
        yield from self.head.under(*_MODIFIED)
        yield from self._marked("dateModified")

    def _time(self, field: str, candidates: Iterator[Stated | None]) -> None:
        """The first that is a date, more precise where a later one says the same at a finer precision."""
        best: PartialDate | None = None
        unread: Stated | None = None
        for each in candidates:
            if each is None:
                continue
            if (date := time_of(each.value)) is None:
                unread = unread or each
            elif best is None or _finer(date, best):
                best = date
                self.set(field, date, each.path.partition("[")[0], each.path)
                if best.zone is not None:
                    return
        if best is None and unread is not None:
            self.defect("no-date", f"{unread.path} is {unread.value!r:.60}, which is no date")
            self.keep(f"{field}_stated", unread.value)

    def _day_in_url(self) -> Stated | None:
        """The day that addresses such as `/2024/12/03/slug` hold."""
        match = _DAY_IN_URL.search(self.get("url") or "")
        return Stated("-".join(match.groups()), "url") if match else None

    def _marked(self, name: str) -> Iterator[Stated]:
        """Microdata: an element with `itemprop`, its value in `content`, `datetime` or its text (HTML microdata, 5.4)."""
        for element in self.root.iter("time", "span", "div", "p"):
            if element.get("itemprop") == name and (value := element.get("content") or element.get("datetime") or said(element)):
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
        stated = self.node.get("keywords")
        words = [word for text in texts_of(stated) for word in _words(text, isinstance(stated, str))]
        path = f"{_JSON_LD}/keywords"
        for name in _KEYWORDS:
            values, where = self.head.values(name)
            path = where if values and not words else path
            words += [word for value in values for word in _words(value, len(values) == 1)]
        words += [said(each) for each in self.root.iterfind(".//a[@rel='tag']")]
        distinct = {word.casefold(): word for word in reversed(words) if word}
        self.set("keywords", [*reversed(distinct.values())][:_MOST_KEYWORDS], path.partition("[")[0], path)
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


#: Where pages print who signs: `rel=author`, microdata, and what designers call it.
_BYLINE = "*[contains(@class, 'author')]"
_BYLINE_ELEMENTS = ("h1", "a", "span", "div", "p", "address", "li", "ul", "cite", "strong", "em", "section")
_LONGEST_BYLINE, _MOST_BYLINES, _LOOKED_AT = 120, 8, 1000


def _is_byline(element: Any) -> bool:
    names = element.get("class")
    if names and ("author" in names or "byline" in names or "autor" in names):
        return True
    return element.get("rel") == "author" or element.get("itemprop") == "author"


def _article_scopes(root: Any) -> Iterator[Any]:
    for element in root.iterfind(".//*[@itemtype]"):
        if element.get("itemtype").rpartition("/")[2].lower().endswith(("article", "blogposting")):
            yield element


def _finer(date: PartialDate, than: PartialDate) -> bool:
    """Whether a date says the same as another one and more: a time, or its zone."""
    mine, other = _whole_seconds(date), _whole_seconds(than)
    return mine != other and other.covers(mine)


def _whole_seconds(date: PartialDate) -> PartialDate:
    return PartialDate(date.year, date.month, date.day, date.hour, date.minute, date.second, None, date.zone)


def _words(text: str, several: bool) -> list[str]:
    """Keywords: one text with several is parted at semicolons, else at commas."""
    pieces = re.split(r"\s*[;|]\s*" if ";" in text or "|" in text else r"\s*,\s*", text) if several or "," in text else [text]
    return [word for piece in pieces if (word := piece.strip().removeprefix("tag:").strip()) and len(word) <= 120]


def _surrounded(whole: str, part: str) -> bool:
    """Whether a title is another one with something before or behind it that a sign parts from it."""
    front, found, behind = whole.partition(part)
    if not found or not (front or behind):
        return False
    return (not front or _KICKER.search(front) is not None) and (not behind or _SITE.match(behind) is not None)
