"""Pages of news sites: one article a page, its fields in JSON-LD or in `meta`."""

import html
import json
from html import escape
from importlib.resources import files
from typing import Any

import attrs
from hypothesis import strategies as st

from newsarchive import Author, Block, Draft, PartialDate
from newsarchive.testing import Format, Renderer, as_it_stands
from newsarchive.testing.says import json_values, markup
from newsarchive.testing.strategies import names, xml_text

_SITE = "https://courier.example"
# What passes for prose is longer than a menu's words, and says a sentence.
_WORDS = st.sampled_from(
    """
    the harbour wall at Ellery Quay held through night although water stood higher than any time since lighthouse was moved
    naïve café Straße гавань дамбу λιμάνι número próximo 2024 crowns, said; “never” AT&T d’été 3.1 (again)
    """.split()  # noqa: SIM905  # a list of words is read as one
)
_SENTENCES = st.lists(_WORDS, min_size=14, max_size=40).map(lambda words: f"It {' '.join(words)} today.")
_HEADLINES = st.lists(_WORDS, min_size=4, max_size=9).map(lambda words: f"Tide {' '.join(words)} wall")
_TAGS = {"paragraph": "p", "crosshead": "h2", "quote": "blockquote", "list_item": "li"}
_BLOCKS = st.builds(Block, st.sampled_from(sorted(_TAGS)), _SENTENCES)
#: At the end a paragraph: a crosshead with nothing below it is furniture.
_BODIES = st.builds(
    lambda several, last: [*several, Block("paragraph", last)],
    st.lists(_BLOCKS, min_size=2, max_size=6, unique_by=lambda block: block.text),
    _SENTENCES.map("At last {}".format),
)
_TIMES = st.builds(
    lambda time, zone: PartialDate(time.year, time.month, time.day, time.hour, time.minute, time.second, None, zone),
    st.datetimes(),
    st.none() | st.integers(-12 * 60, 12 * 60),
)
_KEYWORDS = xml_text.filter(lambda text: not set(text) & set(",;|&<") and not text.startswith("tag:") and text.strip() == text)


@attrs.define(kw_only=True)
class Article(Draft):
    """A draft, and whether its page has JSON-LD."""

    linked: bool = True


_ARTICLES = st.builds(
    Article,
    linked=st.booleans(),
    headline=_HEADLINES,
    summary=st.none() | _SENTENCES,
    body=_BODIES,
    authors=st.lists(names, max_size=2, unique=True).map(lambda several: [Author(name) for name in several]),
    publisher=st.sampled_from([None, "The Ellery Courier", "Küstenbote"]),
    published=_TIMES,
    modified=st.none() | _TIMES,
    language=st.sampled_from([None, "en", "de-AT"]),
    url=st.sampled_from([None, f"{_SITE}/coast/harbour-wall", f"{_SITE}/?p=17&q=2"]),
    section=st.none() | st.sampled_from(["Coast", "Wirtschaft & Politik"]),
    keywords=st.lists(_KEYWORDS, max_size=3, unique_by=str.casefold),
).map(lambda article: attrs.evolve(article, extra={"type": ["newsarticle"]} if article.linked else {}))


def _write(article: Article) -> str:
    """A page as content management systems make them: navigation, the article, teasers, a footer."""
    head = [_linked(article)] if article.linked else list(_metas(article))
    if article.url:
        head.append(f'<link rel="canonical" href="{escape(article.url)}">')
    blocks = [block for block in article.body if isinstance(block, Block)]
    text = "\n".join(f"<{_TAGS[block.kind]}>{escape(block.text)}</{_TAGS[block.kind]}>" for block in blocks)
    language = f' lang="{article.language}"' if article.language else ""
    return "\n".join(
        [
            f'<!DOCTYPE html>\n<html{language}>\n<head><meta charset="utf-8"><title>{escape(article.headline or "")}</title>',
            *head,
            '</head>\n<body>\n<nav><a href="/">Home</a> <a href="/coast">Coast</a></nav>',
            f"<article>\n<h1>{escape(article.headline or '')}</h1>\n<div>\n{text}\n</div>\n</article>",
            '<div class="related"><h3><a href="/other">Another story of the coast</a></h3></div>',
            "<footer><p>All rights reserved.</p></footer>\n</body>\n</html>\n",
        ]
    )


def _names(article: Article) -> list[str]:
    return [each if isinstance(each, str) else each.name for each in article.authors]


def _linked(article: Article) -> str:
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.headline,
        "description": article.summary,
        "author": [{"@type": "Person", "name": name} for name in _names(article)],
        "publisher": {"@type": "Organization", "name": article.publisher} if article.publisher else None,
        "datePublished": str(article.published),
        "dateModified": str(article.modified) if article.modified else None,
        "articleSection": article.section,
        "keywords": list(article.keywords),
    }
    text = json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'


def _metas(article: Article) -> list[str]:
    said: list[tuple[str, Any]] = [
        ("og:type", "article"),
        ("og:title", article.headline),
        ("og:description", article.summary),
        ("og:site_name", article.publisher),
        ("article:published_time", article.published),
        ("article:modified_time", article.modified),
        ("article:section", article.section),
        *(("author", name) for name in _names(article)),
        *(("article:tag", word) for word in article.keywords),
    ]
    return [f'<meta property="{name}" content="{escape(str(value))}">' for name, value in said if value]


def _says(piece: str | bytes) -> str:
    """The text, the attributes, and the strings of JSON-LD, in which references of HTML are replaced, too.

    NUL is nothing in HTML (13.2.6.4.7).
    """
    text = as_it_stands(piece).replace("\0", "")
    strings = json_values(text)
    return "\n".join([markup(text), strings, html.unescape(html.unescape(strings))])


WEB_PAGE = Format(
    source="web-page",
    samples=files("newsarchive_plugins") / "samples/web-page",
    renderer=Renderer(_ARTICLES, _write),
    line_ends=("\n", "\r\n"),
    byte_order_mark=True,
    says=_says,
    derived=frozenset(("url", "media")),
)
