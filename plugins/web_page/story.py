"""The fields of a page's article: from JSON-LD, else Open Graph, else other `meta`, else the page's own markup."""

import re

from newsarchive import Dateline

from .authors import read_authors
from .dating import read_times
from .head import Stated
from .linked_data import JSON_LD, text_of, types
from .main_text import MainText, squeezed
from .statements import SITE, Statements
from .topics import read_media, read_topics

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_CUT = re.compile(r"\s*(?:\.\.\.|…)\s*\Z")
_KICKER = re.compile(r"(?:[:|–—·-]|[.!?])[\"”»]?\s+\Z")
_SHORTEST_HEADLINE = 20


class Story(Statements):
    """What a page states of its article."""

    def read(self, main: MainText | None) -> None:
        """All fields but the body."""
        self._headline(main.heading if main else "")
        self._texts()
        self._publisher()
        read_authors(self, main)
        read_times(self)
        read_topics(self)
        read_media(self)
        self._rest()

    def _headline(self, heading: str) -> None:
        """What two of JSON-LD, the first `h1` and Open Graph say, else what `title` repeats, else the first of them.

        Where one of them holds another, what stands behind it is the name of the site, and what stands before it and is
        said once is a kicker.
        """
        title = Stated(SITE.split(self.head.title)[0], "title") if self.head.title else None
        og = self.head.first("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "citation_title")
        stated = self.own("headline", "name")
        if stated and _CUT.search(stated.value):
            stem = _CUT.sub("", stated.value)
            others = (Stated(heading, "h1"), og, title)
            stated = next((each for each in others if each and each.value.startswith(stem)), stated)
        candidates = [each for each in (stated, Stated(heading, "h1"), og) if each and each.value]
        if not candidates:
            self.first("headline", title)
            return
        folded = [squeezed(each.value) for each in candidates]
        votes = max(map(folded.count, folded))
        second = squeezed(title.value) if title else ""
        chosen = max(
            zip(candidates, folded, strict=True), key=lambda each: (folded.count(each[1]), votes == 1 and each[1] == second)
        )[0]
        shorter = [
            each
            for each in candidates
            if len(each.value) >= _SHORTEST_HEADLINE and _surrounded(chosen.value, each.value, kicker=votes == 1)
        ]
        self.first("headline", min(shorter, key=lambda each: len(each.value), default=chosen))

    def _texts(self) -> None:
        self.first(
            "summary",
            self.own("description", "abstract"),
            self.head.first("og:description", "description", "twitter:description", "dc.description"),
        )
        if self.get("summary") == self.get("headline"):
            self.drop("summary")
        alternative = self.own("alternativeHeadline", "alternateName")
        if alternative and alternative.value != self.get("headline"):
            self.keep("alternativeHeadline", alternative.value)
        if dateline := self.own("dateline"):
            self.set("dateline", Dateline(dateline.value), "script", dateline.path)
        self.first("note", self.own("correction"))
        self.first("edition", self.own("printEdition"))
        self.first("page", self.own("printPage", "pageStart"))

    def _publisher(self) -> None:
        publisher = next((text for each in self.data.resolved(self.node.get("publisher")) if (text := text_of(each))), None)
        names = self.head.first(
            "og:site_name", "application-name", "dc.publisher", "publisher", "cre", "citation_journal_title"
        )
        self.first("publisher", Stated(publisher, f"{JSON_LD}/publisher/name") if publisher else None, names)
        if str(self.get("publisher") or "").startswith(("http:", "https:")):
            self.drop("publisher")

    def _rest(self) -> None:
        region = self.head.first("og:locale", "content-language", "dc.language", "language")
        inner = text_of(self.node.get("inLanguage"))
        for each in (Stated(self.head.language, "html/@lang"), Stated(inner or "", f"{JSON_LD}/inLanguage"), region):
            if each and (match := _LANGUAGE.fullmatch(each.value.replace("_", "-"))):
                self.first("language", Stated(match[0], each.path))
                break
        identifiers: dict[str, str] = {}
        for value in self.data.resolved(self.node.get("identifier")):
            scheme = text_of(value.get("propertyID") or value.get("name")) if isinstance(value, dict) else None
            text = text_of(value.get("value")) if isinstance(value, dict) else text_of(value)
            if text:
                identifiers.setdefault(scheme or "identifier", text)
        for scheme, names in (("doi", ("citation_doi", "dc.identifier")), ("post-id", ("parsely-post-id",))):
            if (stated := self.head.first(*names)) and (scheme != "doi" or "10." in stated.value):
                identifiers.setdefault(scheme, stated.value.removeprefix("doi:"))
        self.set("identifiers", identifiers, "script", f"{JSON_LD}/identifier")
        holder = next((text for each in self.data.resolved(self.node.get("copyrightHolder")) if (text := text_of(each))), None)
        notice = self.own("copyrightNotice") or (Stated(holder, f"{JSON_LD}/copyrightHolder") if holder else None)
        self.first("copyright", notice, self.head.first("copyright", "dcterms.rights", "dc.rights"))
        self.first("usage_terms", self.own("usageInfo", "license"))
        free = self.node.get("isAccessibleForFree")
        if free is not None:
            self.keep("free", str(free).lower() in ("true", "1", "yes"))
        self.keep("type", sorted(types(self.node)))


def _surrounded(whole: str, part: str, *, kicker: bool) -> bool:
    """Whether a title is another one with something behind it, or a kicker before it, that a sign parts from it."""
    front, found, behind = whole.partition(part)
    if not found or not (front or behind):
        return False
    return (not front or (kicker and _KICKER.search(front) is not None)) and (not behind or SITE.match(behind) is not None)
