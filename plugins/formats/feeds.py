"""RSS, Atom and JSON Feed: a feed of one entry a document."""

import html
import json
import re
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import attrs
from hypothesis import strategies as st

from newsarchive import Author, Block, Draft, Media, PartialDate, Subject
from newsarchive.testing import Format, Renderer
from newsarchive.testing.says import json_markup, markup
from newsarchive.testing.strategies import headlines, paragraphs, partial_dates, xml_text

#: A tag, or the beginning of one before the next.
_TORN = re.compile("<[^<>]*>?")
_SAMPLES = files("newsarchive_plugins") / "samples"
_TEXT = headlines | xml_text
_PERSONS = st.sampled_from(["Anne-Marie Byrne", "O. Byrne", "J. R. Quill-Marsh", "Ana de la Cruz", "Петр Орлов"])
_TAGS = {"paragraph": "p", "crosshead": "h3", "quote": "blockquote", "list_item": "li"}
_BLOCKS = st.builds(Block, st.sampled_from(sorted(_TAGS)), _TEXT)
_BODIES = paragraphs.map(lambda texts: [Block("paragraph", text) for text in texts]) | st.lists(_BLOCKS, min_size=1, max_size=4)
_MOMENTS = st.builds(
    lambda time, zone: PartialDate(time.year, time.month, time.day, time.hour, time.minute, time.second, None, zone),
    st.datetimes(),
    st.integers(-12 * 60, 12 * 60),
)
_URLS = st.sampled_from(["https://example.invalid/2024/wall?a=1&b=2", "http://example.invalid/"])
_MEDIA = st.builds(
    Media,
    st.just("picture"),
    url=st.just("https://example.invalid/wall.jpg"),
    caption=st.none() | _TEXT,
    credit=st.none() | _TEXT,
)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905  # a list of words is read as one
_COMMON: dict[str, Any] = {
    "headline": _TEXT,
    "body": _BODIES,
    "summary": st.none() | _TEXT,
    "publisher": st.none() | _TEXT,
    "language": st.sampled_from([None, "en", "de-AT"]),
    "url": st.none() | _URLS,
    "keywords": st.lists(_TEXT, max_size=2, unique=True),
}


@attrs.define(kw_only=True)
class Entry(Draft):
    """A draft, and the format in which it is written: `rss`, `rdf` or `atom`."""

    form: str = "rss"
    rfc_822: bool = False
    xhtml: bool = False


_RSS = st.builds(
    Entry,
    **_COMMON,
    form=st.sampled_from(["rss", "rdf"]),
    published=st.none() | partial_dates(),
    modified=st.none() | partial_dates(),
    identifiers=st.just({}) | _TEXT.map(lambda text: {"guid": text}),
    subjects=st.lists(st.builds(Subject, scheme=xml_text, name=_TEXT), max_size=2),
    copyright=st.none() | _TEXT,
    usage_terms=st.none() | _TEXT,
    credit=st.none() | _TEXT,
    section=st.none() | _TEXT,
    edition=st.none() | _TEXT,
    page=st.none() | _TEXT,
    places=st.lists(_TEXT, max_size=2, unique=True),
    media=st.lists(_MEDIA, max_size=1),
) | st.builds(Entry, **_COMMON, published=_MOMENTS, rfc_822=st.just(True))
_ATOM = st.builds(
    Entry,
    **_COMMON,
    form=st.just("atom"),
    xhtml=st.booleans(),
    published=partial_dates(),
    identifiers=st.just({}) | _TEXT.map(lambda text: {"id": text}),
    subjects=st.lists(st.builds(Subject, scheme=xml_text, code=xml_text, name=st.none() | _TEXT), max_size=2),
    copyright=st.none() | _TEXT,
    usage_terms=st.none() | _URLS,
    media=st.lists(st.just(Media("audio", url="https://example.invalid/wall.ogg")), max_size=1),
)


def _signed(entry: Any, names: list[str]) -> Any:
    """An entry that persons sign."""
    return attrs.evolve(entry, byline=", ".join(names), authors=[Author(name) for name in names])


def _perhaps_signed(entries: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return entries | st.builds(_signed, entries, st.lists(_PERSONS, min_size=1, max_size=2, unique=True))


def _element(tag: str, text: Any, **attributes: str | None) -> str:
    """An element, unless there is nothing to say."""
    said = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items() if value is not None)
    return f"<{tag}{said}>{escape(str(text))}</{tag}>\n" if text is not None else ""


def _html(entry: Draft) -> str:
    blocks = [block for block in entry.body if isinstance(block, Block)]
    return "".join(f"<{_TAGS[block.kind]}>{escape(block.text)}</{_TAGS[block.kind]}>" for block in blocks)


def _names(entry: Draft) -> list[str]:
    return [author.name for author in entry.authors if isinstance(author, Author)]


def _twice(text: str | None) -> str | None:
    """A text as HTML."""
    return escape(text) if text is not None else None


def _rfc_822(date: Any) -> str:
    zone = f"{'-' if date.zone < 0 else '+'}{abs(date.zone) // 60:02}{abs(date.zone) % 60:02}"
    time = f"{date.hour:02}:{date.minute:02}:{date.second:02}"
    return f"{date.day:02} {_MONTHS[date.month - 1]} {date.year:04} {time} {zone}"


def _write_rss(entry: Entry) -> str:
    """An item of RSS 2.0 or 1.0, with the modules that have what RSS has not."""
    item = [
        _element("title", _twice(entry.headline)),
        _element("link", entry.url),
        _element("guid", entry.identifiers.get("guid"), isPermaLink="false"),
        _element("description", _twice(entry.summary)),
        *(_element("dc:creator", name) for name in _names(entry)),
        _element("pubDate", _rfc_822(entry.published)) if entry.rfc_822 else _element("dc:date", entry.published),
        _element("dcterms:modified", entry.modified),
        *(_element("category", _twice(each.name), domain=each.scheme) for each in entry.subjects),
        *(_element("category", _twice(each)) for each in entry.keywords),
        _element("dc:rights", entry.copyright),
        _element("dcterms:license", entry.usage_terms),
        _element("dc:source", entry.credit),
        _element("prism:section", entry.section),
        _element("prism:edition", entry.edition),
        _element("prism:startingPage", entry.page),
        *(_element("georss:featurename", place) for place in entry.places),
    ]
    for each in entry.media:
        said = _element("media:description", _twice(each.caption)) + _element("media:credit", _twice(each.credit))
        item.append(f"<media:content medium='image' url={quoteattr(each.url or '')}>{said}</media:content>\n")
    item.append(_element("content:encoded", _html(entry)))
    channel = _element("title", _twice(entry.publisher)) + _element("dc:language", entry.language)
    modules = {
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcterms": "http://purl.org/dc/terms/",
        "prism": "http://prismstandard.org/namespaces/basic/2.0/",
        "georss": "http://www.georss.org/georss",
        "media": "http://search.yahoo.com/mrss/",
        "content": "http://purl.org/rss/1.0/modules/content/",
    }
    names = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in modules.items())
    written = f"<item>\n{''.join(item)}</item>\n"
    if entry.form == "rss":
        return f'<rss version="2.0"{names}>\n<channel>\n{channel}{written}</channel>\n</rss>\n'
    names += ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
    return f"<rdf:RDF{names}>\n<channel>\n{channel}</channel>\n{written}</rdf:RDF>\n"


def _write_atom(entry: Entry) -> str:
    """An entry of Atom 1.0."""
    xhtml = f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{_html(entry)}</div></content>\n'
    people = "".join(f"<author>{_element('name', name)}</author>\n" for name in _names(entry))
    links = [("alternate", entry.url), ("license", entry.usage_terms), *(("enclosure", each.url) for each in entry.media)]
    said = [
        _element("id", entry.identifiers.get("id")),
        _element("title", entry.headline),
        people,
        *(f"<link rel='{relation}' href={quoteattr(address)}/>\n" for relation, address in links if address),
        _element("published", entry.published),
        *(_element("category", "", scheme=each.scheme, term=each.code, label=each.name) for each in entry.subjects),
        *(_element("category", "", term=each) for each in entry.keywords),
        _element("rights", entry.copyright),
        _element("summary", entry.summary),
        xhtml if entry.xhtml else _element("content", _html(entry), type="html"),
    ]
    language = f' xml:lang="{entry.language}"' if entry.language else ""
    title = _element("title", _twice(entry.publisher), type="html")
    return f'<feed xmlns="http://www.w3.org/2005/Atom"{language}>\n{title}<entry>\n{"".join(said)}</entry>\n</feed>\n'


def _write(entry: Entry) -> str:
    return _write_atom(entry) if entry.form == "atom" else _write_rss(entry)


def declared(data: bytes) -> bytes:
    """A document with the declaration that parts it from the one before."""
    return data if data.startswith(b"<?xml") else b'<?xml version="1.0"?>\n' + data


def says_html(piece: str | bytes) -> str:
    """Text and attributes, and what those say that are HTML; and the text between torn tags, as feedparser sees it."""
    once = markup(piece)
    text = piece if isinstance(piece, str) else piece.decode(errors="replace")
    return "\n".join([once, markup(once), html.unescape(_TORN.sub("\n", text))])


FEED = Format(
    source="feed",
    samples=_SAMPLES / "feed",
    renderer=Renderer(_perhaps_signed(_RSS | _ATOM), _write),
    join=lambda several: b"\n".join(declared(data) for data in several),
    encodings=("utf-8", "utf-16"),
    line_ends=("\n", "\r\n"),
    byte_order_mark=True,
    says=says_html,
    derived={"byline", "media", "url", "usage_terms"},  # names of several elements; addresses that were relative
)

_PLAIN = _TEXT.filter(lambda text: "<" not in text and "&" not in text)
_ITEMS = st.builds(
    Draft,
    **_COMMON,
    published=st.none() | partial_dates(),
    modified=st.none() | partial_dates(),
    identifiers=st.just({}) | _PLAIN.map(lambda text: {"id": text}),
    media=st.lists(st.just(Media("video", url="https://example.invalid/wall.mp4", caption="Low tide")), max_size=1),
)


def _write_json(entry: Draft) -> str:
    """A feed of one item."""
    item = {
        "id": entry.identifiers.get("id"),
        "url": entry.url,
        "title": _twice(entry.headline),
        "summary": entry.summary,
        "content_html": _html(entry),
        "date_published": entry.published and str(entry.published),
        "date_modified": entry.modified and str(entry.modified),
        "authors": [{"name": name} for name in _names(entry)],
        "tags": entry.keywords,
        "language": entry.language,
        "attachments": [{"url": each.url, "mime_type": "video/mp4", "title": each.caption} for each in entry.media],
    }
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": entry.publisher,
        "items": [{name: value for name, value in item.items() if value}],
    }
    return json.dumps({name: value for name, value in feed.items() if value}, ensure_ascii=False, indent=1) + "\n"


JSON_FEED = Format(
    source="json-feed",
    samples=_SAMPLES / "json-feed",
    renderer=Renderer(_perhaps_signed(_ITEMS), _write_json),
    line_ends=("\n", "\r\n"),
    byte_order_mark=True,
    says=json_markup,
    derived={"byline", "media", "url"},
)
