"""The formats of the sound sources that the kit is tested on: how each is written, joined and what a stretch of it says."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import orjson
from hypothesis import strategies as st

from newsarchive import Author, Block, Draft, PartialDate
from newsarchive.testing import Format, Renderer
from newsarchive.testing.says import json_values, markup, markup_text
from newsarchive.testing.strategies import bylines, headlines, hostile, names, paragraphs, partial_dates, plain

from .sources.framed import AUTHOR, DATE, END, HEAD, HEADLINE, MAGIC, PARAGRAPH
from .sources.many_text import MONTHS

HERE = Path(__file__).parent
SOURCES = HERE / "sources"


def _samples(source: str) -> Path:
    return HERE / "samples" / source


def _body(texts: st.SearchStrategy[str]) -> st.SearchStrategy[list[Block]]:
    prose = paragraphs.map(lambda said: [Block("paragraph", text) for text in said])
    return prose | st.lists(st.builds(Block, st.just("paragraph"), texts), max_size=4)


def _drafts(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Draft]:
    """Drafts with a headline or a body, or both."""
    return st.builds(Draft, **fields).filter(lambda draft: draft.headline is not None or draft.body != [])


def _texts(draft: Draft) -> list[str]:
    """The paragraphs of a draft that a renderer is given."""
    return [block.text for block in draft.body if isinstance(block, Block)]


def _signers(draft: Draft) -> list[str]:
    return [author if isinstance(author, str) else author.name for author in draft.authors]


# Bulletin in XML -----------------------------------------------------------------------------------------------------

#: What XML 1.0 can hold and gives back as it is.
_marked_up = plain.map(lambda text: re.sub("[\ufffe\uffff]", "", text)).filter(str.strip) | st.just("<p>&amp;</p> ]]>")


def _write_bulletin(draft: Draft) -> str:
    said = {"id": draft.identifiers.get("bulletin"), "date": draft.published}
    attributes = "".join(f" {name}={quoteattr(str(value))}" for name, value in said.items() if value is not None)
    elements = [
        *([("title", draft.headline)] if draft.headline else []),
        *(("by", name) for name in _signers(draft)),
        *(("p", text) for text in _texts(draft)),
    ]
    marked_up = [(tag, escape(text) if tag == "by" else _emphasized(escape(text))) for tag, text in elements]
    inside = "".join(f"    <{tag}>{text}</{tag}>\n" for tag, text in marked_up)
    return f"<bulletin>\n  <item{attributes}>\n{inside}  </item>\n</bulletin>\n"


def _emphasized(text: str) -> str:
    """With inline markup, as the format may have it: its first word is emphasized."""
    return re.sub(r"\A\w+", r"<em>\g<0></em>", text)


def _join_bulletins(documents: Sequence[bytes]) -> bytes:
    items = [re.sub(rb"(?s)\A.*?<bulletin>|</bulletin>\s*\Z", b"", document) for document in documents]
    return b"<bulletin>" + b"".join(items) + b"</bulletin>\n"


BULLETIN = Format(
    source="bulletin-xml",
    samples=_samples("bulletin-xml"),
    renderer=Renderer(
        _drafts(
            headline=st.none() | headlines | _marked_up,
            body=_body(_marked_up),
            authors=st.lists(names.map(Author), max_size=3),
            published=st.none() | partial_dates(),
            identifiers=st.just({}) | st.builds(lambda text: {"bulletin": text}, _marked_up),
        ),
        _write_bulletin,
    ),
    join=_join_bulletins,
    encodings=("utf-8", "utf-16"),
    line_ends=("\n", "\r\n", "\r"),
    byte_order_mark=True,
    says=markup,
    keeps=markup_text,
)

# Feed in JSON --------------------------------------------------------------------------------------------------------

_said = hostile.filter(str.strip)


def _write_feed(draft: Draft) -> str:
    given = {
        "feed": "1",
        "headline": draft.headline,
        "byline": draft.byline,
        "authors": _signers(draft),
        "published": str(draft.published) if draft.published else None,
        "keywords": list(draft.keywords),
        "body": _texts(draft),
        **draft.extra,
    }
    return orjson.dumps({key: value for key, value in given.items() if value}, option=orjson.OPT_INDENT_2).decode() + "\n"


FEED = Format(
    source="feed-json",
    samples=_samples("feed-json"),
    renderer=Renderer(
        _drafts(
            headline=st.none() | headlines | _said,
            byline=st.none() | bylines,
            body=_body(_said),
            authors=st.lists(names.map(Author), max_size=3),
            published=st.none() | partial_dates(),
            keywords=st.lists(_said, max_size=3),
            extra=st.just({}) | st.builds(lambda text: {"desk": text}, _said),
        ),
        _write_feed,
    ),
    line_ends=("\n", "\r\n", "\r"),
    byte_order_mark=True,
    says=json_values,
)

# Export of many articles in one text ---------------------------------------------------------------------------------

_within_a_line = st.sampled_from(
    ["It says *** Item 1 of 2 *** and goes on.", "A pause *** then more", "DATE: tomorrow, they say"]
)


@st.composite
def _printed_dates(draw: st.DrawFn) -> PartialDate:
    """A day, a month or a year, as this format prints them."""
    day = draw(st.dates())
    dates = [PartialDate(day.year), PartialDate(day.year, day.month), PartialDate(day.year, day.month, day.day)]
    return draw(st.sampled_from(dates))


def _write_export(draft: Draft) -> str:
    heads = {"HEADLINE": draft.headline, "BYLINE": draft.byline, "SECTION": draft.section, **draft.extra}
    if isinstance(draft.published, PartialDate):
        day, month, year = draft.published.day, draft.published.month, f"{draft.published.year:04}"
        heads["DATE"] = " ".join(filter(None, [str(day or ""), MONTHS[month - 1] if month else "", year]))
    lines = [f"{label}: {value}" for label, value in heads.items() if value]
    wrapped = [re.sub("(?<=[a-z]) (?=[a-z])", "\n", text, count=2) for text in _texts(draft)]
    return "\n".join(["*** Item 1 of 1 ***", *lines, *(f"\n{text}" for text in wrapped)]) + "\n"


def _join_exports(documents: Sequence[bytes]) -> bytes:
    """One after the other, with the items counted anew."""
    pieces = re.split(rb"(?m)^\*\*\* Item \d+ of \d+ \*\*\*$", b"\n".join(documents))
    items = [b"*** Item %d of %d ***%s" % (number, len(pieces) - 1, text) for number, text in enumerate(pieces[1:], 1)]
    return b"".join(items)


EXPORT = Format(
    source="many-text",
    samples=_samples("many-text"),
    renderer=Renderer(
        _drafts(
            headline=st.none() | headlines | plain,
            byline=st.none() | bylines,
            section=st.none() | plain,
            body=_body(plain | _within_a_line),
            published=st.none() | _printed_dates(),
            extra=st.just({}) | st.builds(lambda text: {"DESK": text}, plain),
        ),
        _write_export,
    ),
    join=_join_exports,
    encodings=("utf-8", "utf-16"),
    line_ends=("\n", "\r\n", "\r"),
    byte_order_mark=True,
)

# Framed articles -----------------------------------------------------------------------------------------------------


def _write_frames(draft: Draft) -> bytes:
    frames = [
        *([(HEADLINE, draft.headline)] if draft.headline else []),
        *((AUTHOR, name) for name in _signers(draft)),
        *([(DATE, str(draft.published))] if draft.published else []),
        *((PARAGRAPH, text) for text in _texts(draft)),
        (END, ""),
    ]
    return MAGIC + b"".join(HEAD.pack(len(text.encode()), kind) + text.encode() for kind, text in frames)


FRAMED = Format(
    source="framed",
    samples=_samples("framed"),
    renderer=Renderer(
        _drafts(
            headline=st.none() | headlines | _said,
            body=_body(_said),
            authors=st.lists(names.map(Author), max_size=3),
            published=st.none() | partial_dates(),
        ),
        _write_frames,
    ),
    join=lambda documents: MAGIC + b"".join(document.removeprefix(MAGIC) for document in documents),
)

#: The sound sources of this folder, each a single file, with what the kit is told about them.
SOUND: dict[Path, Format] = {
    SOURCES / "bulletin_xml.py": BULLETIN,
    SOURCES / "feed_json.py": FEED,
    SOURCES / "framed.py": FRAMED,
    SOURCES / "many_text.py": EXPORT,
}
