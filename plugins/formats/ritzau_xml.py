"""Ritzau's XML: one story, its text as HTML that was escaped."""

from collections.abc import Sequence
from datetime import datetime
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape

import attrs
from hypothesis import strategies as st

from newsarchive import Author, Block, Dateline, Draft, PartialDate, Subject
from newsarchive.testing import Format, Renderer
from newsarchive.testing.says import markup_within
from newsarchive.testing.strategies import headlines, paragraphs, xml_text

_TEXT = headlines | xml_text
_PERSONS = st.sampled_from(["Peder Roe Poulsen", "O. Byrne", "Åse Quill-Marsh"])
#: Local time: no zone.
_TIMES = st.builds(
    lambda time, fraction: PartialDate(
        time.year, time.month, time.day, time.hour, time.minute, time.second, f"{fraction}" if fraction else None
    ),
    st.datetimes(min_value=datetime(1990, 1, 1)),
    st.none() | st.integers(1, 9999999),
)
_ARRAYS = 'xmlns:a="http://schemas.microsoft.com/2003/10/Serialization/Arrays"'
_TAGS = {"paragraph": "p", "crosshead": "h2", "list_item": "li", "quote": "blockquote"}
_BLOCKS = st.builds(Block, st.sampled_from(sorted(_TAGS)), _TEXT.filter(lambda text: text[0] != "/"))
_STORIES = st.builds(
    Draft,
    headline=_TEXT.filter(lambda text: not text.startswith("ANNUL")),
    summary=st.none() | _TEXT,
    slugline=st.none() | st.just("NU/FLASH-U") | headlines,
    body=paragraphs.map(lambda texts: [Block("paragraph", text) for text in texts]) | st.lists(_BLOCKS, min_size=1, max_size=4),
    credit=st.sampled_from([None, "ritzau", "ritzau/AFP"]),
    published=st.none() | _TIMES,
    identifiers=st.fixed_dictionaries({"NewsID": _TEXT}, optional={"HistID": _TEXT}),
    section=st.none() | _TEXT,
    keywords=st.lists(_TEXT, max_size=2, unique=True),
    organisations=st.lists(_TEXT, max_size=2, unique=True),
    subjects=st.lists(st.just(Subject("iptc-subject", "04000000")), max_size=1),
    urgency=st.none() | st.integers(1, 9),
    status=st.sampled_from([None, "canceled"]),
    version=st.sampled_from([None, "1", "12"]),
    note=st.none() | _TEXT,
    dateline=st.none() | _TEXT.map(lambda town: Dateline(town, place=town)),
    extra=st.just({}) | _TEXT.map(lambda text: {"format": text}),
)
_SIGNED = st.builds(
    lambda story, signers: attrs.evolve(story, byline=" og ".join(signers), authors=[Author(name) for name in signers]),
    _STORIES,
    st.lists(_PERSONS, min_size=1, max_size=2, unique=True),
)


def _element(name: str, value: Any) -> str:
    """An element, nil if it says nothing."""
    return f"  <{name}>{escape(str(value))}</{name}>" if value not in (None, "") else f'  <{name} i:nil="true"/>'


def _listed(name: str, item: str, values: Sequence[str]) -> str:
    return f"  <{name} {_ARRAYS}>{''.join(f'<a:{item}>{escape(each)}</a:{item}>' for each in values)}</{name}>"


def _write(story: Draft) -> str:
    blocks = [block for block in story.body if isinstance(block, Block)]
    markup = "".join(f"<{_TAGS[block.kind]}>{escape(block.text)}</{_TAGS[block.kind]}>" for block in blocks)
    lines = [
        '<RBNews xmlns="" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">',
        _element("NewsID", story.identifiers["NewsID"]),
        _element("PublishDate", story.published),
        _element("strapline", story.slugline),
        _element("headline", story.headline),
        _element("subtitle", story.summary),
        _element("town", story.dateline.text if isinstance(story.dateline, Dateline) else None),
        _element("origin", f"/{story.credit}/" if story.credit else None),
        _element("section", story.section),
        _element("version", story.version),
        _element("format", story.extra.get("format")),
        _element("content", markup),
        _element("HistID", story.identifiers.get("HistID")),
        _element("Priority", story.urgency),
        _listed("IPTCList", "int", [str(int(each.code or 0)) for each in story.subjects]),
        _element("Annuleret", "true" if story.status else None),
        _element("byLine", story.byline),
        _listed("SubjectKeyword", "string", story.keywords),
        _element("TilRedaktionen", story.note),
        _listed("Companies", "string", story.organisations),
        "</RBNews>",
    ]
    return "\n".join(lines) + "\n"


def _joined(documents: Sequence[bytes]) -> bytes:
    """A list of the documents' stories."""
    from lxml import etree

    together = etree.Element("ArrayOfRBNews")
    for data in documents:
        together.extend(list(etree.fromstring(data).iter("RBNews")))
    return etree.tostring(together, encoding="utf-8")


RITZAU_XML = Format(
    source="ritzau-xml",
    samples=files("newsarchive_plugins") / "samples/ritzau-xml",
    renderer=Renderer(_STORIES | _SIGNED, _write),
    join=_joined,
    encodings=("utf-8", "utf-16"),
    line_ends=("\n", "\r\n"),
    byte_order_mark=True,
    says=markup_within,
    derived={"status"},
)
