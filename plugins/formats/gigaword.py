"""Gigaword: one document, with its paragraphs tagged."""

from html import escape
from importlib.resources import files

from hypothesis import strategies as st

from newsarchive import Author, Block, Dateline, Draft, PartialDate
from newsarchive.testing import Format, Renderer

from .sgml import says

_SENTENCES = st.sampled_from(
    [
        "The harbor board voted on Tuesday to rebuild the sea wall, ending a dispute of three years.",
        "``It is time,'' said Marta Quill of Quill & Marsh; nobody on the benches behind her disagreed.",
        "The café on the quay stays open if x < y, and its owner asked for no help.",
    ]
)
_PARAGRAPHS = st.lists(_SENTENCES.map(lambda text: Block("paragraph", text)), min_size=1, max_size=4)
_TABLE = st.sampled_from([[], [Block("table_row", "Quay North   3   1"), Block("table_row", "Stone Head   2   2")]])
#: Code and language of a source, and who it is.
_SOURCES = {
    "AFP_FRE_": ("Agence France-Presse", "fr"),
    "APW_SPA_": ("Associated Press Worldstream", "es"),
    "NYT_ENG_": ("New York Times Newswire Service", "en"),
    "XIE": ("Xinhua News Agency", "en"),
    "QPN_ENG_": (None, "en"),
}
_MONTHS = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")


def _story(source: str, number: int, date: PartialDate, place: str | None, byline: str | None, story: Draft) -> Draft:
    story.identifiers = {"ldc": f"{source}{date.year:04}{date.month:02}{date.day:02}.{number:04}"}
    story.publisher, story.language = _SOURCES[source]
    story.published = date
    if place and date.month:
        text = f"{place}, {_MONTHS[date.month - 1]} {date.day} (QP)"
        story.dateline, story.credit = Dateline(text, place=place, date=date), "QP"
    if byline:
        story.byline, story.authors = byline, [Author(byline[3:])]
    return story


_STORIES = st.builds(
    _story,
    st.sampled_from(sorted(_SOURCES)),
    st.integers(1, 9_999),
    st.dates().map(lambda day: PartialDate(day.year, day.month, day.day)),
    st.none() | st.sampled_from(["PORT ELLERY", "QUAY NORTH, Ohio"]),
    st.none() | st.sampled_from(["By ADA BYRNE", "by Tomas Reede"]),
    st.builds(
        Draft,
        headline=st.none() | st.sampled_from(["SEA WALL REBUILT", "Quill & Marsh Sells Its Yard (1st Lead)"]),
        copyright=st.none() | st.sampled_from(["c. 1999 The Ellery Gazette", "(c) 2001, Stone Head News Service"]),
        extra=st.sampled_from(["story", "multi", "advis", "other"]).map(lambda kind: {"type": kind}),
        body=st.builds(lambda paragraphs, rows: paragraphs + rows, _PARAGRAPHS, _TABLE),
    ),
)


def _write(story: Draft) -> str:
    lines = [f'<DOC id="{story.identifiers["ldc"]}" type="{story.extra["type"]}" >']
    if story.headline:
        lines += ["<HEADLINE>", _escaped(story.headline), "</HEADLINE>"]
    if isinstance(story.dateline, Dateline):
        lines += ["<DATELINE>", story.dateline.text, "</DATELINE>"]
    lines.append("<TEXT>")
    lines += [line for text in (story.byline, story.copyright) if text for line in ("<P>", text, "</P>")]
    blocks = [block for block in story.body if isinstance(block, Block)]
    for block in blocks:
        if block.kind == "paragraph":
            lines += ["<P>", _escaped(block.text).replace(", ", ",\n"), "</P>"]
    lines += ["<P>", *(_escaped(block.text) for block in blocks if block.kind == "table_row"), "</P>"]
    return "\n".join([*lines, "</TEXT>", "</DOC>"]) + "\n"


def _escaped(text: str) -> str:
    return escape(text, quote=False)


GIGAWORD = Format(
    source="gigaword",
    samples=files("newsarchive_plugins") / "samples/gigaword",
    renderer=Renderer(_STORIES, _write),
    join=b"".join,
    encodings=("utf-8", "utf-16"),
    line_ends=("\n", "\r\n", "\r"),
    byte_order_mark=True,
    says=says,
    derived={"language", "publisher"},  # what the codes of the id stand for
)
