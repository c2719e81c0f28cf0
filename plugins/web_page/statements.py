"""What a page says of itself, statement by statement: of JSON-LD the article's own node, and `meta`."""

import re
from collections.abc import Iterator
from typing import Any

from .._fields import Fields
from .head import Head, Stated
from .linked_data import JSON_LD, LinkedData, bare_url, text_of
from .people import Sites

#: What stands between a page's title and the name of its site.
SITE = re.compile(r"\s+[|–—·-]\s+")


class Statements(Fields):
    """What a page states: its head, its JSON-LD, the node of its article there (`node`), the fields found so far."""

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

    @property
    def titles(self) -> list[str]:
        """What the page calls itself, apart from what it prints."""
        og = self.head.first("og:title")
        stated = self.own("headline")
        return [title for title in (stated and stated.value, og and og.value, self.head.title) if title]

    @property
    def is_article(self) -> bool:
        """Whether the page says of itself that it is an article."""
        return bool(
            self.node
            or ((kind := self.head.first("og:type")) is not None and kind.value.lower() in ("article", "news", "newsarticle"))
            or self.head.first("article:published_time") is not None
            or next(iter(_article_scopes(self.root)), None) is not None
        )

    def first(self, field: str, *candidates: Stated | None) -> None:
        """A field: the first candidate that there is."""
        for each in candidates:
            if each is not None and each.value:
                self.set(field, each.value, each.path.partition("[")[0], each.path)
                return

    def own_or_page(self, *names: str) -> Stated | None:
        """A text of the article's node, else of the page's."""
        for node in (self.node, self.page):
            for name in names:
                if text := text_of(node.get(name)):
                    return Stated(text, f"{JSON_LD}/{name}")
        return None

    def own(self, *names: str) -> Stated | None:
        """A text of the article's own node."""
        return next((Stated(text, f"{JSON_LD}/{name}") for name in names if (text := text_of(self.node.get(name)))), None)

    def _url(self, url: str | None) -> None:
        og = self.head.first("og:url")
        candidates = (
            Stated(self.head.links.get("canonical", ""), 'link[@rel="canonical"]/@href'),
            og,
            Stated(url or "", "hints/url"),
        )
        for each in candidates:
            if each is not None and each.value and (absolute := self.head.absolute(each.value)):
                self.first("url", Stated(absolute, each.path))
                return

    def sites(self) -> Sites:
        """What the site and its publisher are called, folded; the end of the title is the site's name."""
        names = [self.get("publisher") or "", *SITE.split(self.head.title)[1:]]
        return frozenset(name.casefold() for name in names if name)


def _article_scopes(root: Any) -> Iterator[Any]:
    for element in root.iterfind(".//*[@itemtype]"):
        if element.get("itemtype").rpartition("/")[2].lower().endswith(("article", "blogposting")):
            yield element
