"""WENN's Atom: an entry with its management and its metadata, the text in CDATA."""

from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from hypothesis import strategies as st

from newsarchive import Block, Draft, PartialDate, Subject
from newsarchive.testing import Format, Renderer
from newsarchive.testing.says import markup_within
from newsarchive.testing.strategies import headlines, names, paragraphs, xml_text

from .atom import ATOM, joined

_TEXT = headlines | xml_text
_NAMES = _TEXT.map(lambda text: text.replace("]]>", ""))
_TIMES = st.datetimes().map(
    lambda time: PartialDate(time.year, time.month, time.day, time.hour, time.minute, time.second, None, 0)
)
_WENN = "http://feed.wenn.com/xmlns/2010/03"
#: The type of the tags of each list.
_TYPES = {"people": "General Celebrity", "places": "Place", "organisations": "Website", "keywords": "Song"}
_PRIORITIES = {"high": 3, "med": 5, "low": 6}


def _tags(story: Draft) -> list[dict[str, str]]:
    return [{"value": name, "type_value": kind} for field, kind in _TYPES.items() for name in getattr(story, field)]


def _kept(story: Draft, priority: str | None) -> Draft:
    """A story with what is kept beside its fields."""
    story.extra = {name: value for name, value in (("feedarticle_priority", priority), ("tags", _tags(story))) if value}
    story.urgency = _PRIORITIES[priority] if priority else None
    texts = [block.text for block in story.body if isinstance(block, Block)]
    story.summary = texts[0]
    return story


_ENTRIES = st.builds(
    _kept,
    st.builds(
        Draft,
        headline=_NAMES.filter(bool),
        body=paragraphs.map(lambda texts: [Block("paragraph", text) for text in dict.fromkeys(texts)]),
        published=_TIMES,
        modified=st.none() | _TIMES,
        language=st.sampled_from([None, "en-GB"]),
        identifiers=st.fixed_dictionaries(
            {"id": st.just("urn:feed-wenn-com:newsfeedarticle:2:2:1")}, optional={"original_article_id": xml_text}
        ),
        section=st.none() | _TEXT,
        keywords=st.lists(_TEXT, max_size=2, unique=True),
        people=st.lists(names, max_size=2, unique=True),
        organisations=st.lists(_TEXT, max_size=2, unique=True),
        places=st.lists(_TEXT, max_size=2, unique=True),
        subjects=st.lists(st.builds(Subject, st.just("wenn-category"), st.just("8"), _TEXT), max_size=2),
        status=st.sampled_from([None, "usable", "canceled"]),
    ),
    st.none() | st.sampled_from(sorted(_PRIORITIES)),
)


def _element(name: str, text: Any, **attributes: Any) -> str:
    """An element that says something."""
    stated = "".join(f" {key}={quoteattr(str(value))}" for key, value in attributes.items() if value is not None)
    return f"<{name}{stated}>{escape(str(text or ''))}</{name}>" if text or stated else ""


def _write(story: Draft) -> str:
    texts = [block.text for block in story.body if isinstance(block, Block)]
    status = {"usable": "Published", "canceled": "Withdrawn"}.get(story.status or "")
    language = f" lang={quoteattr(story.language)}" if story.language else ""
    lines = [
        f'<entry xmlns="{ATOM}" xmlns:cm="{_WENN}/wenn_cm" xmlns:nm="{_WENN}/wenn_nm">',
        _element("id", story.identifiers["id"]),
        "<title>elsewhere</title>",
        '<nm:NewsManagement type="feedarticle">',
        _element("nm:feedarticle_section", story.section),
        _element("nm:feedarticle_priority", story.extra.get("feedarticle_priority")),
        _element("nm:original_article_id", story.identifiers.get("original_article_id")),
        _element("nm:published", story.published),
        _element("nm:updated", story.modified),
        _element("nm:publishing_status", status),
        "</nm:NewsManagement>",
        f'<cm:ContentMetadata type="feedarticle"{language}>',
        f"<cm:title><![CDATA[{story.headline}]]></cm:title>",
        f"<cm:first_line><![CDATA[{texts[0]}]]></cm:first_line>",
        "<cm:body><![CDATA[" + "\n\n".join(f"  {text}" for text in texts[1:]) + "]]></cm:body>",
        "<cm:tags>",
        *(_element("cm:tag", "", **each) for each in _tags(story)),
        "</cm:tags><cm:categories>",
        *(_element("cm:catagory", "", id=each.code, value=each.name) for each in story.subjects),
        "</cm:categories>",
        "</cm:ContentMetadata>",
        "</entry>",
    ]
    return "\n".join(filter(None, lines)) + "\n"


ATOM_WENN = Format(
    source="atom-wenn",
    samples=files("newsarchive_plugins") / "samples/atom-wenn",
    renderer=Renderer(_ENTRIES, _write),
    join=joined,
    encodings=("utf-8", "utf-16"),
    line_ends=("\n", "\r\n"),
    byte_order_mark=True,
    says=markup_within,
    derived={"status"},
)
