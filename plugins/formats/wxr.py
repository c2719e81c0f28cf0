"""WXR: an export of one post."""

import datetime
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import attrs
from hypothesis import strategies as st

from newsarchive import Author, Block, Draft, PartialDate, Subject
from newsarchive.testing import Format, Renderer
from newsarchive.testing.strategies import headlines, names, paragraphs, xml_text

from .feeds import declared, says_html

_TEXT = headlines | xml_text.filter(lambda text: "[" not in text)  # a bracket may begin a shortcode
_TAGS = {"paragraph": "p", "crosshead": "h2", "quote": "blockquote", "list_item": "li"}
_BLOCKS = st.builds(Block, st.sampled_from(sorted(_TAGS)), _TEXT)
_STATUS: dict[str | None, str] = {None: "publish", "withheld": "draft", "canceled": "trash"}


@attrs.define(kw_only=True)
class Post(Draft):
    """A draft, and the editor that it was written in: the classic one has text by lines."""

    classic: bool = False


_DATES = st.builds(
    lambda time, zone: PartialDate(time.year, time.month, time.day, time.hour, time.minute, time.second, None, zone),
    st.datetimes(datetime.datetime(1970, 1, 2), datetime.datetime(9999, 12, 30)),
    st.integers(-48, 56).map(lambda quarters: 15 * quarters),
)
_FIELDS: dict[str, Any] = {
    "headline": _TEXT,
    "summary": st.none() | _TEXT,
    "publisher": st.none() | _TEXT,
    "published": _DATES,
    "language": st.sampled_from([None, "en", "de-AT"]),
    "url": st.none() | st.just("https://example.invalid/2024/wall/?a=1&b=2"),
    "identifiers": st.just({}) | _TEXT.map(lambda text: {"guid": text, "post-id": "17"}),
    "keywords": st.lists(_TEXT, max_size=2, unique=True),
    "status": st.sampled_from(list(_STATUS)),
}
_POSTS = st.builds(Post, **_FIELDS, body=st.lists(_BLOCKS, min_size=1, max_size=4)) | st.builds(
    Post, **_FIELDS, body=paragraphs.map(lambda texts: [Block("paragraph", text) for text in texts]), classic=st.just(True)
)
_SIGNED = st.builds(lambda post, name: attrs.evolve(post, byline=name, authors=[Author(name)]), _POSTS, names)
_FILED = st.builds(
    lambda post, name: attrs.evolve(post, section=name, subjects=[Subject(scheme="category", code="c", name=name)]),
    _POSTS | _SIGNED,
    _TEXT,
)


def _told(post: Any) -> Any:
    """A post with its status in WordPress's word, and the login of its author."""
    status = {"wp:status": _STATUS[post.status]} if post.status else {}
    return attrs.evolve(post, extra=status | ({"dc:creator": "login"} if post.authors else {}))


def _element(tag: str, text: Any, **attributes: str) -> str:
    """An element, unless there is nothing to say."""
    said = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    return f"<{tag}{said}>{escape(str(text))}</{tag}>\n" if text is not None else ""


def _html(text: str | None) -> str | None:
    return escape(text) if text is not None else None


def _content(post: Post) -> str:
    blocks = [block for block in post.body if isinstance(block, Block)]
    if post.classic:
        return "\n\n".join(escape(block.text) for block in blocks)
    tagged = [f"<{_TAGS[block.kind]}>{escape(block.text)}</{_TAGS[block.kind]}>" for block in blocks]
    return "\n\n".join(f"<!-- wp:html -->\n{each}\n<!-- /wp:html -->" for each in tagged)


def _times(date: Any) -> str:
    """A time as the site has it, and the same in Greenwich."""
    local = datetime.datetime(date.year, date.month, date.day, date.hour, date.minute, date.second)
    utc = local - datetime.timedelta(minutes=date.zone)
    return _element("wp:post_date", local.isoformat(" ")) + _element("wp:post_date_gmt", utc.isoformat(" "))


def _write(post: Post) -> str:
    """An export of one post, whose author is known by a login."""
    name = next((author.name for author in post.authors if isinstance(author, Author)), None)
    known = _element("wp:author_login", "login") + _element("wp:author_display_name", name)
    channel = _element("title", _html(post.publisher)) + _element("language", post.language)
    item = [
        _element("title", _html(post.headline)),
        _element("link", post.url),
        _element("guid", post.identifiers.get("guid"), isPermaLink="false"),
        _element("dc:creator", name and "login"),
        _element("content:encoded", _content(post)),
        _element("excerpt:encoded", _html(post.summary)),
        _element("wp:post_id", post.identifiers.get("post-id")),
        _times(post.published),
        _element("wp:status", _STATUS[post.status]),
        _element("wp:post_type", "post"),
        *(_element("category", _html(each.name), domain="category", nicename="c") for each in post.subjects),
        *(_element("category", _html(each), domain="post_tag", nicename="t") for each in post.keywords),
    ]
    modules = {
        "excerpt": "http://wordpress.org/export/1.2/excerpt/",
        "content": "http://purl.org/rss/1.0/modules/content/",
        "dc": "http://purl.org/dc/elements/1.1/",
        "wp": "http://wordpress.org/export/1.2/",
    }
    names_ = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in modules.items())
    author = f"<wp:author>{known}</wp:author>\n" if name else ""
    items = f"<item>\n{''.join(item)}</item>\n"
    return f'<rss version="2.0"{names_}>\n<channel>\n{channel}{author}{items}</channel>\n</rss>\n'


WXR = Format(
    source="wxr",
    samples=files("newsarchive_plugins") / "samples/wxr",
    renderer=Renderer((_POSTS | _SIGNED | _FILED).map(_told), _write),
    join=lambda several: b"\n".join(declared(data) for data in several),
    encodings=("utf-8", "utf-16"),
    line_ends=("\n", "\r\n"),
    byte_order_mark=True,
    says=says_html,
    derived={"byline", "published", "modified", "embargoed", "media", "status"},  # times with the offset that two of them state
)
