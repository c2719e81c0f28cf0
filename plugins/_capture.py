"""What crawls hold, WARC and ARC alike: pages, which are parts, and everything else, which is counted by what it is."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import attrs

from newsarchive import Defect, NotArticle, Part, Span

from ._container import Allowance
from ._http import Answer, answer, content

#: What a page is; text stands in for it where a crawl holds the text that was taken out (WET).
PAGES = ("text/html", "application/xhtml+xml")
TEXT = "text/plain"
_OK = 200
#: Different things that are counted; what comes then is counted together.
_KINDS = 100
#: A name is this much of an address.
_NAME = 500
#: What servers say is a page and is none, by its first bytes.
_OTHERS = (
    (re.compile(rb"%PDF-"), "application/pdf"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"PK\x03\x04"), "application/zip"),
)
_MARKUP = re.compile(rb"\s{0,1000}<(?:!doctype|html|head|body|meta|title|!--|\?xml)", re.IGNORECASE)

Place = Span | tuple[()]


@attrs.frozen
class Capture:
    """One record of a crawl: the address, when it was fetched (UTC, as stated), and how the record is called."""

    url: str
    captured: str
    span: Place
    record: str = ""
    hints: dict[str, str] = attrs.Factory(dict)

    def part(self, data: bytes, stated: str, charset: str | None) -> Part:
        """The page, with what the crawl says of it."""
        said = {"url": self.url, "encoding": charset, "captured": self.captured, "record": self.record, **self.hints}
        hints = {name: value for name, value in said.items() if value}
        return Part(self.url[:_NAME] or "page", data, stated, hints, self.span)


@attrs.define
class Tally:
    """What is no page, counted by what it is: one line for all of a kind, and not one for each."""

    records: int = 0
    _counts: dict[str, int] = attrs.Factory(dict)
    _first: dict[str, Place] = attrs.Factory(dict)

    def add(self, what: str, span: Place) -> None:
        """One more of a kind."""
        if what not in self._counts and len(self._counts) >= _KINDS:
            what = "other things"
        self._counts[what] = self._counts.get(what, 0) + 1
        self._first.setdefault(what, span)

    def told(self) -> Iterator[NotArticle]:
        """Each kind, with the place of the first one."""
        for what, count in self._counts.items():
            yield NotArticle(f"{count:,} of {self.records:,} records: {what}", self._first[what])


def page(capture: Capture, block: bytes, allowance: Allowance, tally: Tally) -> Iterator[Part | Defect]:
    """What an answer of HTTP holds: the page, or one more of what is none. Raises Excess."""
    stored = answer(block)
    if stored is None:
        tally.add("no answer of HTTP", capture.span)
    elif why := _no_page(capture.url, stored):
        tally.add(why, capture.span)
    else:
        for found in content(stored, allowance.most):
            if isinstance(found, Defect):
                yield attrs.evolve(found, reason=f"{capture.url[:_NAME]}: {found.reason}", span=capture.span)
            else:
                allowance.spend(len(found))
                modified = {"last_modified": stored.fields.get("last-modified", "")}
                told = attrs.evolve(capture, hints={**capture.hints, **modified})
                yield from resource(told, found, stored.media_type, stored.charset, tally)


def resource(capture: Capture, data: bytes, stated: str, charset: str | None, tally: Tally) -> Iterator[Part]:
    """What stands in a record without HTTP: the page, or one more of what is none."""
    if not data.strip():
        tally.add("pages without content", capture.span)
        return
    told = next((name for magic, name in _OTHERS if magic.match(data)), None)
    if told or not (stated in PAGES or (not stated and _MARKUP.match(data))):
        tally.add(told or stated or "of no stated type", capture.span)
        return
    yield capture.part(data, stated or PAGES[0], charset)


def _no_page(url: str, stored: Answer) -> str | None:
    """What an answer is that has no page, by what it states."""
    if stored.status != _OK:
        return f"HTTP status {stored.status}"
    if _path(url) == "/robots.txt":
        return "robots.txt"
    if stored.media_type and stored.media_type not in PAGES:
        return stored.media_type
    return None


def is_page(stored: Answer | None) -> bool:
    """Whether an answer's head may be that of a page: of a revisit there is nothing else."""
    return stored is None or stored.media_type in ("", *PAGES)


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""
