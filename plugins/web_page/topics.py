"""What a page is about: its section, keywords, the people and places that it names; its pictures."""

import re

from newsarchive import Media, Subject
from newsarchive.text import said

from .head import Stated
from .linked_data import JSON_LD, text_of, texts_of, types
from .statements import Statements

_KEYWORDS = ("news_keywords", "article:tag", "parsely-tags", "sailthru.tags", "og:article:tag", "keywords")
_SECTIONS = (
    "article:section",
    "og:article:section",
    "parsely-section",
    "articlesection",
    "section",
    "cxenseparse:recs:category",
)
_MOST_KEYWORDS = 100


def read_topics(story: Statements) -> None:
    """`section`, `keywords`, `people`, `places`, `organisations`, `subjects`."""
    sections = texts_of(story.node.get("articleSection"))
    section = Stated(sections[0], f"{JSON_LD}/articleSection") if sections else story.head.first(*_SECTIONS)
    story.first("section", section)
    if len(sections) > 1:
        story.keep("sections", sections)
    stated = story.node.get("keywords")
    words = [word for text in texts_of(stated) for word in _words(text, isinstance(stated, str))]
    path = f"{JSON_LD}/keywords"
    for name in _KEYWORDS:
        values, where = story.head.values(name)
        path = where if values and not words else path
        words += [word for value in values for word in _words(value, len(values) == 1)]
    words += [said(each) for each in story.root.iterfind(".//a[@rel='tag']")]
    distinct = {word.casefold(): word for word in reversed(words) if word}
    story.set("keywords", [*reversed(distinct.values())][:_MOST_KEYWORDS], path.partition("[")[0], path)
    _mentions(story)


def _mentions(story: Statements) -> None:
    """`about` and `mentions`, by the type of what they name."""
    fields: dict[str, list[str]] = {}
    for name in ("about", "mentions", "contentLocation", "locationCreated"):
        for value in story.data.resolved(story.node.get(name)):
            text = text_of(value)
            kinds = types(value)
            if text and len(text) <= 200:
                field = (
                    "people" if "person" in kinds else "organisations" if any("organization" in kind for kind in kinds) else ""
                )
                place = name in ("contentLocation", "locationCreated") or kinds & {"place", "city", "country", "state"}
                fields.setdefault(field or ("places" if place else "subjects"), []).append(text)
    for field, texts in fields.items():
        distinct = list(dict.fromkeys(texts))[:_MOST_KEYWORDS]
        value = [Subject(name=text) for text in distinct] if field == "subjects" else distinct
        story.set(field, value, "script", f"{JSON_LD}/about")


def read_media(story: Statements) -> None:
    """`media`: the pictures that JSON-LD states, else the one of Open Graph."""
    media: list[Media] = []
    for value in story.data.resolved(story.node.get("image"))[:20]:
        image = value if isinstance(value, dict) else {"url": value}
        url = story.head.absolute(text_of(image.get("url") or image.get("contentUrl") or image.get("@id")) or "")
        if url and url not in (each.url for each in media):
            media.append(
                Media("picture", url=url, caption=text_of(image.get("caption")), credit=text_of(image.get("creditText")))
            )
    path = f"{JSON_LD}/image"
    if (
        not media
        and (og := story.head.first("og:image", "og:image:url", "twitter:image"))
        and (url := story.head.absolute(og.value))
    ):
        alt = story.head.first("og:image:alt")
        media, path = [Media("picture", url=url, caption=alt.value if alt else None)], og.path
    story.set("media", media, path.partition("[")[0], path)


def _words(text: str, several: bool) -> list[str]:
    """Keywords: one text with several is parted at semicolons, else at commas."""
    pieces = re.split(r"\s*[;|]\s*" if ";" in text or "|" in text else r"\s*,\s*", text) if several or "," in text else [text]
    return [word for piece in pieces if (word := piece.strip().removeprefix("tag:").strip()) and len(word) <= 120]
