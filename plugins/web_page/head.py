"""What a page states in `meta`, `link`, `title` and `html@lang`: HTML 5.2, 4.2; Open Graph, Dublin Core, parse.ly, Sailthru."""

from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import urljoin

from newsarchive.text import one_line


class Stated(NamedTuple):
    """A value, and where it stood."""

    value: str
    path: str


#: A page has some dozens; hostile ones have more.
_MOST = 2000


class Head:
    """The metadata of a page. `url` is its address as far as it is known from elsewhere, for links that are relative."""

    def __init__(self, root: Any, url: str | None = None) -> None:
        self._said: dict[str, list[tuple[str, str, str]]] = {}  # attribute, name, content, of which few are asked for
        self.links: dict[str, str] = {}
        self.title = base = ""
        for element in islice(root.iter("meta", "link", "title", "base"), _MOST):
            if element.tag == "meta":
                self._meta(element)
            elif element.tag == "link":
                for relation in (element.get("rel") or "").lower().split():
                    self.links.setdefault(relation, (element.get("href") or "").strip())
            elif element.tag == "title":
                self.title = self.title or one_line("".join(element.itertext()))
            else:
                base = base or (element.get("href") or "").strip()
        self.base = _joined(url or "", base) or ""
        self.language = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()

    def _meta(self, meta: Any) -> None:
        content = meta.get("content")
        if content and not content.isspace():
            for attribute in ("property", "name", "itemprop"):
                if name := (meta.get(attribute) or "").strip():
                    self._said.setdefault(name.lower(), []).append((attribute, name, content))

    def first(self, *names: str) -> Stated | None:
        """The first value under the first of these names that has one."""
        return next(iter(self.under(*names)), None)

    def under(self, *names: str) -> Iterator[Stated]:
        """All values under these names, name by name."""
        for name in names:
            for attribute, written, content in self._said.get(name, ()):
                if text := one_line(content):
                    yield Stated(text, f'meta[@{attribute}="{written}"]')

    def values(self, *names: str) -> tuple[list[str], str]:
        """All values under the first of these names that has any, and where they stood."""
        for name in names:
            if found := list(self.under(name)):
                return [each.value for each in found], found[0].path
        return [], ""

    def absolute(self, href: str) -> str | None:
        """An address that stands in the page, made whole; None if it is none of the web."""
        url = _joined(self.base, href.strip())
        return url if url and url.startswith(("http://", "https://")) and not any(map(str.isspace, url)) else None


def _joined(base: str, href: str) -> str | None:
    try:
        return urljoin(base, href)
    except ValueError:  # "http://[": no address
        return None
