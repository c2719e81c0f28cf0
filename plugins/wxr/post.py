"""One post or page of a WordPress export."""

from collections.abc import Iterator
from typing import Any

from newsarchive import Author, Defect, Draft, NotArticle, Notice, PartialDate, Subject
from newsarchive.text import one_line

from .._feed_dates import feed_date
from .._feed_entry import Entry, children, text_of
from .._feed_text import headline_of, pictures_of
from .._iptc import iso_date
from .site import Site, meta_of
from .text import gallery_of, markup_of, post_blocks

#: `wp:status` (WordPress, get_post_statuses); `inherit` is that of attachments and revisions.
_STATUS = {
    **dict.fromkeys(("private", "draft", "pending", "auto-draft"), "withheld"),
    "trash": "canceled",
}
#: What WordPress writes where it has no date.
_NO_DATE = "0000-00-00 00:00:00"
_QUARTER, _FARTHEST = 15, 14 * 60
_TAGS = ("post_tag", "tag")
#: What says nothing: settings of the editor and of the page.
_SETTINGS = ("wp:comment_status", "wp:ping_status", "wp:menu_order", "wp:post_type", "wp:post_parent", "wp:is_sticky")
_NOTHING = ("", "0", "open", "closed", "post")


class Post(Entry):
    """One post."""

    def __init__(self, item: Any, site: Site, path: str) -> None:
        super().__init__("wxr", path, children(item))
        self.site = site
        self.base = site.base

    def read(self) -> Iterator[Draft | Notice | NotArticle | Defect]:
        meta = [meta_of(each) for each in self.left.pop("wp:postmeta", ())]
        number = next(iter(self.pop("wp:post_id")), "")
        identifiers = {"guid": next(iter(self.pop("guid")), ""), "post-id": number}
        self.put("identifiers", {name: value for name, value in identifiers.items() if value}, "guid")
        self.put("url", next(iter(self.pop("link")), None), "link")
        for title in self.pop("title")[:1]:
            self.headline(title, "title")
        self._texts(number, dict(meta))
        self._dates()
        self._status()
        self._categories()
        self._signed()
        self.put("publisher", self.site.title, "../title")
        self.language(self.site.language, "../language")
        self.keep("comments", len(self.left.pop("wp:comment", ())) or None)
        self.keep("postmeta", {key: value for key, value in meta if value and _is_told(key)})
        for name in _SETTINGS:
            self.rest(name, [text for text in self.pop(name) if text not in _NOTHING])
        self.finish()
        yield from self.found(f"{self.path} has neither a title nor a text")

    def _texts(self, number: str, meta: dict[str, str]) -> None:
        markup = [markup_of(text) for text in self.pop("content:encoded")]
        self.put("body", [block for text in markup for block in post_blocks(text)], "content:encoded")
        excerpts = [block.text for text in self.pop("excerpt:encoded") for block in post_blocks(markup_of(text))]
        self.put("summary", "\n".join(excerpts), "excerpt:encoded")
        ids = [meta.get("_thumbnail_id", ""), *(each for text in markup for each in gallery_of(text))]
        self.media = [self.site.pictures[each] for each in ids if each in self.site.pictures]
        self.keep("_thumbnail_id", ids[0] if ids[0] not in self.site.pictures else None)
        self.media += [picture for text in markup for picture in pictures_of(text, self.base)]
        self.media += self.site.of_parent.get(number, ()) if number not in ("", "0") else ()

    def _dates(self) -> None:
        for field, name in (("published", "wp:post_date"), ("modified", "wp:post_modified")):
            local, utc = (next(iter(self.pop(each)), _NO_DATE) for each in (name, f"{name}_gmt"))
            dates = [iso_date(each.replace(" ", "T")) if each != _NO_DATE else None for each in (local, utc)]
            for stated, date in zip((local, utc), dates, strict=True):
                if date is None and stated != _NO_DATE:
                    self.defect("no-date", f"{self.at(name)} is {stated!r:.60}, which is no date of WordPress")
            self.put(field, _zoned(*dates), name)
        for text in self.pop("pubDate")[:1]:
            if "published" not in self:
                self.put("published", feed_date(text), "pubDate")
        if self.get("modified") == self.get("published"):
            self.drop("modified")

    def _status(self) -> None:
        word = next(iter(self.pop("wp:status")), "publish")
        self.put("status", _STATUS.get(word), "wp:status")
        if word == "future":
            self.put("embargoed", self.get("published"), "wp:post_date")
        self.keep("wp:status", word if word != "publish" else None)
        if self.pop("wp:post_password"):
            self.put("status", self.get("status") or "withheld", "wp:post_password")
            self.keep("wp:post_password", "it has one")

    def _categories(self) -> None:
        """Categories, tags, and the taxonomies that a site has beside them. WXR 1.0 gives each twice, once without its code."""
        found: dict[tuple[str, str], Subject] = {}
        authors = []
        for each in self.left.pop("category", ()):
            domain, code, name = each.get("domain") or "category", each.get("nicename") or None, headline_of(text_of(each))
            if domain == "author":  # Co-Authors Plus
                authors.append(self.site.names.get((code or "").removeprefix("cap-")) or name)
            elif name and (code or (domain, name) not in found):
                found[domain, name] = Subject(scheme=domain, code=code, name=name)
        self.put("authors", [Author(name) for name in dict.fromkeys(authors) if name], "category")
        self.put("byline", ", ".join(dict.fromkeys(filter(None, authors))), "category")
        subjects = [each for each in found.values() if each.scheme not in _TAGS]
        self.put("keywords", [name for domain, name in found if domain in _TAGS], "category")
        self.put("subjects", subjects, "category")
        self.put("section", next((each.name for each in subjects if each.scheme == "category"), None), "category")

    def _signed(self) -> None:
        """`dc:creator` is a login; the channel says whose."""
        logins = [one_line(login) for login in self.pop("dc:creator")]
        names = [self.site.names.get(login) or login for login in logins]
        if "authors" not in self:
            self.put("byline", ", ".join(names), "dc:creator")
            self.put("authors", [Author(name) for name in names], "dc:creator")
        self.keep("dc:creator", ", ".join(login for login, name in zip(logins, names, strict=True) if login != name))


def _zoned(local: PartialDate | None, utc: PartialDate | None) -> PartialDate | None:
    """The site's time with its offset, which the two state together; else the one that there is."""
    if utc is None or utc.hour is None:
        return local
    known = PartialDate(utc.year, utc.month, utc.day, utc.hour, utc.minute, utc.second, zone=0)
    if local is None or local.hour is None:
        return known
    seconds = _seconds(local) - _seconds(utc)
    offset, odd = divmod(seconds, 60)
    if odd or offset % _QUARTER or abs(offset) > _FARTHEST:
        return known
    return PartialDate(local.year, local.month, local.day, local.hour, local.minute, local.second, zone=offset)


def _seconds(date: PartialDate) -> int:
    """Since the beginning of the calendar."""
    import datetime

    day = datetime.date(date.year, date.month or 1, date.day or 1).toordinal()
    return ((day * 24 + (date.hour or 0)) * 60 + (date.minute or 0)) * 60 + (date.second or 0)


def _is_told(key: str) -> bool:
    """Whether a custom field is one that people filled in: those of the program begin with a low line."""
    return not key.startswith("_") or key.startswith("_yoast_wpseo_")
