"""What a page states in `meta`, `link`, `title` and `html@lang`: HTML 5.2, 4.2; Open Graph, Dublin Core, parse.ly, Sailthru."""

from collections.abc import Iterator
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
        self._said: dict[str, list[Stated]] = {}
        for number, meta in enumerate(root.iter("meta")):
            if number == _MOST:
                break
            content = one_line(meta.get("content") or "")
            if not content:
                continue
            for attribute in ("property", "name", "itemprop", "http-equiv"):
                if name := (meta.get(attribute) or "").strip():
                    stated = Stated(content, f'meta[@{attribute}="{name}"]')
                    self._said.setdefault(name.lower(), []).append(stated)
        base = next(root.iter("base"), None)
        self.base = urljoin(url or "", (base.get("href") or "") if base is not None else "")
        self.links: dict[str, str] = {}
        for link in root.iter("link"):
            for relation in (link.get("rel") or "").lower().split():
                self.links.setdefault(relation, (link.get("href") or "").strip())
        title = next(root.iter("title"), None)
        self.title = one_line("".join(title.itertext())) if title is not None else ""
        self.language = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()

    def first(self, *names: str) -> Stated | None:
        """The first value under the first of these names that has one."""
        return next(iter(self.under(*names)), None)

    def under(self, *names: str) -> Iterator[Stated]:
        """All values under these names, name by name."""
        for name in names:
            yield from self._said.get(name, ())

    def values(self, *names: str) -> tuple[list[str], str]:
        """All values under the first of these names that has any, and where they stood."""
        for name in names:
            if found := self._said.get(name):
                return [each.value for each in found], found[0].path
        return [], ""

    def absolute(self, href: str) -> str | None:
        """An address that stands in the page, made whole; None if it is none of the web."""
        try:
            url = urljoin(self.base, href.strip())
        except ValueError:  # "http://[": no address
            return None
        return url if url.startswith(("http://", "https://")) and not any(map(str.isspace, url)) else None
