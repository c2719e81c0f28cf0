"""When a page was published and changed."""

import re
from collections.abc import Iterator

from newsarchive import PartialDate
from newsarchive.text import one_line, said

from .head import Stated
from .statements import Statements
from .times import time_of

_DAY_IN_URL = re.compile(r"/((?:19|20)\d\d)[/-](\d\d)[/-](\d\d)(?=[/_-])", re.ASCII)
_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "article:published",
    "parsely-pub-date",
    "sailthru.date",
)
_PUBLISHED_LATE = (
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "date",
    "dcterms.date",
    "citation_publication_date",
)
_MODIFIED = (
    "article:modified_time",
    "og:article:modified_time",
    "datemodified",
    "og:updated_time",
    "dcterms.modified",
    "last-modified",
    "revised",
)


def read_times(story: Statements) -> None:
    """`published` and `modified`."""
    _read(story, "published", _published(story))
    _read(story, "modified", _modified(story))


def _published(story: Statements) -> Iterator[Stated | None]:
    yield story.own("datePublished", "dateCreated", "uploadDate")
    yield from story.head.under(*_PUBLISHED)
    yield from _marked(story, "datePublished")
    yield story.own_or_page("datePublished")
    yield from story.head.under(*_PUBLISHED_LATE)
    yield from _printed(story)
    yield _day_in_url(story)


def _modified(story: Statements) -> Iterator[Stated | None]:
    yield story.own("dateModified")
    yield from story.head.under(*_MODIFIED)
    yield from _marked(story, "dateModified")


def _read(story: Statements, field: str, candidates: Iterator[Stated | None]) -> None:
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
            story.set(field, date, each.path.partition("[")[0], each.path)
            if best.zone is not None:
                return
    if best is None and unread is not None:
        story.defect("no-date", f"{unread.path} is {unread.value!r:.60}, which is no date")
        story.keep(f"{field}_stated", unread.value)


def _day_in_url(story: Statements) -> Stated | None:
    """The day that addresses such as `/2024/12/03/slug` hold."""
    match = _DAY_IN_URL.search(story.get("url") or "")
    return Stated("-".join(match.groups()), "url") if match else None


def _marked(story: Statements, name: str) -> Iterator[Stated]:
    """Microdata: an element with `itemprop`, its value in `content`, `datetime` or its text (HTML microdata, 5.4)."""
    for element in story.root.iter("time", "span", "div", "p"):
        if element.get("itemprop") == name and (value := element.get("content") or element.get("datetime") or said(element)):
            yield Stated(one_line(value), f'{element.tag}[@itemprop="{name}"]')


def _printed(story: Statements) -> Iterator[Stated]:
    """The times in the article's own header, else the first of the page that is marked as its date."""
    for element in story.root.iter("time"):
        if (value := element.get("datetime")) and (
            element.get("pubdate") is not None or next(element.iterancestors("article", "header", "main"), None) is not None
        ):
            yield Stated(one_line(value), "time/@datetime")
            return


def _finer(date: PartialDate, than: PartialDate) -> bool:
    """Whether a date says the same as another one and more: a time, or its zone."""
    mine, other = _whole_seconds(date), _whole_seconds(than)
    return mine != other and other.covers(mine)


def _whole_seconds(date: PartialDate) -> PartialDate:
    return PartialDate(date.year, date.month, date.day, date.hour, date.minute, date.second, None, date.zone)
