"""SGML of TREC: one document, as AP's."""

from html import escape
from importlib.resources import files

from hypothesis import strategies as st

from newsarchive import Author, Block, Dateline, Draft, PartialDate, Subject
from newsarchive.testing import Format, Renderer

from .sgml import says

_SENTENCES = st.sampled_from(
    [
        "The harbor board voted on Tuesday to rebuild the sea wall, ending a dispute of three years.",
        "``It is time,'' said Marta Quill of Quill & Marsh; nobody on the benches behind her disagreed.",
        "The café on the quay stays open if x < y, and its owner asked for no help.",
    ]
)
_SUBJECTS = st.sampled_from([Subject("wsj-ns", "TNM", "MERGERS & MORE"), Subject("wsj-ns", None, "FERRIES")])
_STORIES = st.builds(
    lambda story, byline, place: _whole(story, byline, place),
    st.builds(
        Draft,
        headline=st.sampled_from(["Sea Wall Rebuilt", "Quill & Marsh Sells Its Yard"]),
        published=st.dates().map(lambda day: PartialDate(1950 + day.year % 100, day.month, min(day.day, 28))),
        identifiers=st.integers(1, 999_999).map(lambda number: {"docno": f"X-{number}"}),
        publisher=st.none() | st.just("ELLERY GAZETTE"),
        section=st.none() | st.just("Metro & Harbor"),
        organisations=st.sampled_from([[], ["Quill & Marsh", "Ellery Ferries"]]),
        subjects=st.lists(
            st.sampled_from([Subject("wsj-ns", "TNM", "MERGERS & MORE"), Subject("wsj-ns", None, "FERRIES")]), max_size=2
        ),
        extra=st.sampled_from([{}, {"SECOND": "AM-Sea Wall,0124"}]),
        body=st.lists(_SENTENCES.map(lambda text: Block("paragraph", text)), min_size=1, max_size=4),
    ),
    st.none() | st.sampled_from(["ADA BYRNE", "Tomas Reede"]),
    st.none() | st.sampled_from(["PORT ELLERY", "QUAY NORTH, Ohio"]),
)


def _whole(story: Draft, name: str | None, place: str | None) -> Draft:
    if name:
        story.byline, story.authors = f"By {name}", [Author(name)]
    if place:
        story.dateline, story.credit = Dateline(f"{place} (AP)", place=place), "AP"
    return story


def _write(story: Draft) -> str:
    dateline = story.dateline.text if isinstance(story.dateline, Dateline) else None
    listed = "\n".join(f"{each.name} ({each.code})" if each.code else each.name or "" for each in story.subjects)
    elements = {
        "DOCNO": story.identifiers["docno"],
        "DATE": str(story.published),
        "HEAD": story.headline,
        "BYLINE": story.byline,
        "DATELINE": dateline,
        "PUB": story.publisher,
        "SECTION": story.section,
        "CO": "\n".join(story.organisations),
        "NS": listed,
        "SECOND": story.extra.get("SECOND"),
        "TEXT": "\n\n".join(block.text for block in story.body if isinstance(block, Block)),
    }
    lines = [f"<{name}>\n{escape(text, quote=False)}\n</{name}>" for name, text in elements.items() if text]
    return "\n".join(["<DOC>", *lines, "</DOC>"]) + "\n"


TREC_SGML = Format(
    source="trec-sgml",
    samples=files("newsarchive_plugins") / "samples/trec-sgml",
    renderer=Renderer(_STORIES, _write),
    join=b"\n".join,
    encodings=("utf-8", "utf-16"),
    line_ends=("\n", "\r\n", "\r"),
    byte_order_mark=True,
    says=says,
)
