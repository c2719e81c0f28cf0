"""Printouts of DeFacto-Campus with one entry."""

import textwrap
from html import escape
from importlib.resources import files

from hypothesis import strategies as st

from newsarchive import Block, Draft, PartialDate
from newsarchive.testing import Format, Renderer
from newsarchive.testing.strategies import headlines, paragraphs

from .exports import TIMES, captioned, says_page, signed

_BODIES = captioned("Die Mole im März.")


_STORIES = st.builds(
    signed,
    st.builds(
        Draft,
        headline=headlines,
        summary=st.none() | paragraphs.map(lambda texts: texts[0]),
        body=_BODIES,
        publisher=st.sampled_from(["Lünehafner Bote", "Hafen News 08:00"]),
        published=TIMES,
        section=st.none() | st.just("Lokales"),
        page=st.none() | st.sampled_from(["29", "A4"]),
        keywords=st.sampled_from([[], ["Marta Quill", "Hafenrat Lünehafen"]]),
        usage_terms=st.none() | st.just("Der gegenständliche Text ist eine Abschrift eines Beitrags."),
        extra=st.sampled_from([{}, {"issue": "49/2024"}]),
    ),
    st.sampled_from([None, ("Von Ada Birne", ["Ada Birne"]), ("Von Ada Birne und Jan d'Arcy", ["Ada Birne", "Jan d'Arcy"])]),
)


def _paragraph(text: str) -> str:
    return f"<p>   {textwrap.fill(escape(text), 68, break_on_hyphens=False, break_long_words=False)}</p>"


def _write(story: Draft) -> str:
    date = story.published
    assert isinstance(date, PartialDate)
    issue = f" Nr. {story.extra['issue']}" if "issue" in story.extra else ""
    time = f" {date.hour:02}.{date.minute:02} Uhr" if date.hour is not None else ""
    page = f"                 Seite: {story.page}" if story.page else ""
    when = f"{date.day:02}.{date.month:02}.{date.year:04}{time}"
    section = f"\nRessort: {story.section}" if story.section else ""
    blocks = [block for block in story.body if isinstance(block, Block)]
    lines = [
        "<html><head><title>DeFacto-Campus - Ausdruck</title></head><body>",
        f'<div class="eintrag"><pre>"{story.publisher}"{issue} vom {when}{page}{section}</pre>',
        f"{escape(story.summary)}<br>" if story.summary else "",
        f"<h3>{escape(str(story.headline))}</h3>",
        f"<p>    {story.byline} </p>" if story.byline else "",
        *(_paragraph(("Bild: " if block.kind == "caption" else "") + block.text) for block in blocks),
        _paragraph(story.usage_terms) if story.usage_terms else "",
        "/".join(story.keywords),
        '<img class="printimage"></div></body></html>',
    ]
    return "\n".join(filter(None, lines)) + "\n"


DEFACTO_HTML = Format(
    source="defacto-html",
    samples=files("newsarchive_plugins") / "samples/defacto-html",
    renderer=Renderer(_STORIES, _write),
    join=b"\n".join,
    encodings=("utf-8", "cp1252"),
    line_ends=("\n", "\r\n"),
    says=says_page,
)
