"""What has a form of its own: the Washington Post Collection, XML of trafilatura's, GDELT's graph. One article a document."""

import datetime
import json
import re
from html import escape
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import quoteattr

from hypothesis import strategies as st

from newsarchive import Author, Block, Draft, Media, PartialDate, Subject
from newsarchive.testing import Format, Renderer, as_it_stands
from newsarchive.testing.says import json_markup, markup, markup_text
from newsarchive.testing.strategies import headlines, paragraphs, xml_text

#: RFC 8259, 7.
_ESCAPE = re.compile(r'(?:\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))+')
_SAMPLES = files("newsarchive_plugins") / "samples"
_NOTHING = ("None", "nan", "NaN", "NaT", "null", "NULL", "N/A", "[]", "{}")
#: A text that is no markup, and nothing that tools write for nothing.
TEXT = headlines | xml_text.filter(lambda text: not set(text) & set("<&\\;|'\"") and text not in _NOTHING)
_PERSONS = st.lists(
    st.sampled_from(["Anne-Marie Byrne", "O. Byrne", "Ana de la Cruz", "Петр Орлов"]).map(Author), max_size=3, unique=True
)
_MOMENTS = st.datetimes(datetime.datetime(1970, 1, 2), datetime.datetime(2999, 1, 1)).map(  # written in UTC
    lambda time: PartialDate(time.year, time.month, time.day, time.hour, time.minute, time.second, None, 0)
)
_PICTURES = st.builds(Media, st.just("picture"), st.just("https://example.invalid/wall.jpg"), st.none() | TEXT)
_TAGS = {"paragraph": "p", "crosshead": "head", "quote": "quote"}

_POSTS = st.builds(
    Draft,
    headline=TEXT,
    summary=st.none() | TEXT,
    byline=st.none() | st.just("By Anne-Marie Byrne"),
    authors=_PERSONS.filter(bool),
    published=st.none() | _MOMENTS,
    url=st.none() | st.just("https://example.invalid/wall"),
    identifiers=st.just({"wapo": "0af3-17"}),
    publisher=st.none() | st.just("The Washington Post"),
    section=st.none() | TEXT,
    body=st.lists(
        st.builds(Block, st.sampled_from(["paragraph", "crosshead", "credit", "list_item"]), TEXT), min_size=1, max_size=4
    ),
    media=st.lists(_PICTURES, max_size=2),
    extra=st.sampled_from([{}, {"type": "blog"}]),
)


def _as_post(story: Draft) -> str:
    contents: list[Any] = [{"type": "title", "content": story.headline, "mime": "text/plain"}, None]
    for name, value in (("kicker", story.section), ("byline", story.byline), ("deck", story.summary)):
        contents += [{"type": name, "content": value, "mime": "text/plain"}] if value else []
    contents += [{"type": "image", "imageURL": each.url, "fullcaption": each.caption or ""} for each in story.media]
    subtypes = {"paragraph": "paragraph", "crosshead": "subhead", "credit": "trailleft"}
    for block in story.body:
        assert isinstance(block, Block)
        if block.kind == "list_item":
            contents.append({"type": "list", "content": [block.text]})
        else:
            markup = {"type": "sanitized_html", "subtype": subtypes[block.kind], "mime": "text/html"}
            contents.append({**markup, "content": f"<b> </b>{escape(block.text)}"})
    return json.dumps(
        {
            "id": story.identifiers["wapo"],
            "article_url": story.url,
            "title": story.headline,
            "author": "; ".join(author.name for author in story.authors if isinstance(author, Author)),
            "published_date": _milliseconds(story.published) if isinstance(story.published, PartialDate) else None,
            "contents": contents,
            "source": story.publisher,
            **story.extra,
        },
        ensure_ascii=False,
    )


def _milliseconds(date: PartialDate) -> int:
    return int(datetime.datetime.fromisoformat(str(date)).timestamp()) * 1000


def says_json(piece: str | bytes) -> str:
    """The strings, and what those say that are markup; behind them all of the text without escapes.

    A row may be read behind a quote that nobody closes, which turns strings and what stands between them round.
    """
    text = _ESCAPE.sub(lambda match: str(json.loads(f'"{match[0]}"')), as_it_stands(piece))
    return f"{json_markup(piece)}\n{text}\n{markup_text(text)}"


_PAGES = st.builds(
    Draft,
    headline=TEXT,
    summary=st.none() | TEXT,
    authors=_PERSONS,
    published=st.none() | st.dates().map(lambda day: PartialDate(day.year, day.month, day.day)),
    url=st.none() | st.just("https://example.invalid/wall?a=1&b=2"),
    publisher=st.none() | TEXT,
    usage_terms=st.none() | TEXT,
    language=st.sampled_from([None, "en"]),
    keywords=st.lists(st.sampled_from(["sea wall", "дамба"]), max_size=2, unique=True),
    body=(paragraphs | st.lists(TEXT, min_size=1, max_size=2)).map(lambda texts: [Block("paragraph", text) for text in texts])
    | st.lists(st.builds(Block, st.sampled_from(sorted(_TAGS)), TEXT), min_size=1, max_size=4),
    media=st.lists(_PICTURES, max_size=1),
    extra=st.just({"fingerprint": "c3ab8ff13720e8ad"}),
)


def _as_xml(story: Draft) -> str:
    said = {
        "title": story.headline,
        "sitename": story.publisher,
        "author": "; ".join(author.name for author in story.authors if isinstance(author, Author)),
        "date": str(story.published) if story.published else None,
        "url": story.url,
        "description": story.summary,
        "tags": ";".join(story.keywords),
        "license": story.usage_terms,
        "language": story.language,
        **story.extra,
    }
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in said.items() if value)
    blocks = [block for block in story.body if isinstance(block, Block)]
    lines = [f"    <{_TAGS[block.kind]}>{escape(block.text, quote=False)}</{_TAGS[block.kind]}>" for block in blocks]
    lines += [f"    <graphic src={quoteattr(each.url or '')} alt={quoteattr(each.caption or '')}/>" for each in story.media]
    return f"<doc{attributes}>\n  <main>\n" + "\n".join(lines) + "\n  </main>\n</doc>\n"


_GRAPHS = st.builds(
    lambda draft, translated: _translated(draft) if translated else draft,
    st.builds(
        Draft,
        headline=TEXT,
        authors=_PERSONS,
        published=st.none() | _MOMENTS,
        url=st.just("https://example.invalid/wall"),
        identifiers=st.just({"gdelt": "20240301020000-17"}),
        publisher=st.just("example.invalid"),
        subjects=st.sampled_from([[], [Subject(scheme="gdelt:theme", code="WB_137_WATER")]]),
        people=st.lists(st.sampled_from(["ada byrne", "marta quill"]), max_size=2, unique=True),
        organisations=st.lists(st.just("harbour board"), max_size=1),
        media=st.sampled_from([[], [Media("picture", url="https://example.invalid/wall.jpg")]]),
        extra=st.just({"V2.1DATE": "20240301020000", "V1.5TONE": "1,2,3,4,5,6,120"}),
    ),
    st.booleans(),
)


def _translated(story: Draft) -> Draft:
    story.language = "fra"
    story.extra = {**story.extra, "V2.1TRANSLATIONINFO": "srclc:fra;eng:GT-FRA 1.0"}
    return story


def _as_graph(story: Draft) -> str:
    cells = [""] * 27
    cells[0], cells[1], cells[3], cells[4] = (
        story.identifiers["gdelt"],
        "20240301020000",
        story.publisher or "",
        story.url or "",
    )
    cells[7] = "".join(f"{each.code};" for each in story.subjects)
    cells[11], cells[13] = ";".join(story.people), ";".join(story.organisations)
    cells[15] = "1,2,3,4,5,6,120"
    cells[18] = next((each.url or "" for each in story.media), "")
    cells[25] = story.extra.get("V2.1TRANSLATIONINFO", "")
    extras = {"PAGE_AUTHORS": ";".join(author.name for author in story.authors if isinstance(author, Author))}
    if isinstance(story.published, PartialDate):
        extras["PAGE_PRECISEPUBTIMESTAMP"] = "".join(filter(str.isdecimal, str(story.published)[:19]))
    extras["PAGE_TITLE"] = (story.headline or "").replace("’", "&#x2019;")
    cells[26] = "".join(f"<{name}>{value}</{name}>" for name, value in extras.items() if value)
    return "\t".join(cells) + "\n"


def _says_graph(piece: str | bytes) -> str:
    """The columns, and what those say that have elements."""
    text = as_it_stands(piece)
    return f"{text}\n{markup_text(text)}"


WAPO_JSONL = Format(
    source="wapo-jsonl",
    samples=_SAMPLES / "wapo-jsonl",
    renderer=Renderer(_POSTS, _as_post),
    join=b"\n".join,
    line_ends=("\n", "\r\n"),
    byte_order_mark=True,
    says=says_json,
    derived={"published"},
)
TRAFILATURA_XML = Format(
    source="trafilatura-xml",
    samples=_SAMPLES / "trafilatura-xml",
    renderer=Renderer(_PAGES, _as_xml),
    encodings=("utf-8", "utf-16"),
    line_ends=("\n", "\r\n"),
    byte_order_mark=True,
    says=markup,
)
GDELT_GKG = Format(
    source="gdelt-gkg",
    samples=_SAMPLES / "gdelt-gkg",
    renderer=Renderer(_GRAPHS, _as_graph),
    join=b"".join,
    line_ends=("\n", "\r\n"),
    says=_says_graph,
    derived={"published"},
)
