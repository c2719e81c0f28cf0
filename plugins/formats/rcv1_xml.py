"""Reuters Corpora: one story, as XML."""

from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from hypothesis import strategies as st

from newsarchive import Author, Block, Dateline, Draft, PartialDate, Subject
from newsarchive.testing import Format, Renderer
from newsarchive.testing.says import markup
from newsarchive.testing.strategies import headlines, paragraphs, xml_text

_TEXT = headlines | xml_text
_DAYS = st.dates().map(lambda day: PartialDate(day.year, day.month, day.day))
_CLASSES = {"rcv1:topics": "bip:topics:1.0", "rcv1:industries": "bip:industries:1.0", "rcv1:countries": "bip:countries:1.0"}
_BLOCKS = st.one_of(
    paragraphs.map(lambda several: Block("paragraph", several[0])),
    st.just(Block("table_row", "Wheat     12.50     11.75")),
    st.just(Block("credit", "-- Port Ellery newsroom, +99 171 000 0000")),
)


def _completed(story: Draft, name: str | None, language: str, number: str, codes: list[str]) -> Draft:
    """With its number, which is one of its language, and who signed."""
    story.language = language
    story.identifiers = {"rcv1:itemid" if language == "en" else f"rcv2:itemid:{language}": number}
    story.subjects = [Subject(scheme, code) for scheme in _CLASSES for code in codes]
    if name:
        story.byline, story.authors = name, [Author(name)]
    return story


_STORIES = st.builds(
    _completed,
    st.builds(
        Draft,
        headline=_TEXT,
        body=st.lists(_BLOCKS, min_size=1, max_size=4),
        dateline=st.none() | st.sampled_from(["ELLERY", "PORT ELLERY"]).map(lambda place: Dateline(place, place=place)),
        published=_DAYS,
        copyright=st.none() | st.just("(c) Reuters Limited 1996"),
        publisher=st.none() | _TEXT,
        credit=st.none() | _TEXT,
        places=st.sampled_from([[], ["NORLAND"]]),
        extra=st.fixed_dictionaries({}, optional={"title": st.just("NORLAND: A wall is built."), "dc.creator.title": _TEXT}),
    ),
    st.sampled_from([None, "Ada Byrne"]),
    st.sampled_from(["en", "fr"]),
    st.integers(1, 999_999).map(str),
    st.lists(st.sampled_from(["E11", "GCAT", "USA"]), max_size=2, unique=True),
)


def _element(name: str, text: str | None) -> str:
    return f"<{name}>{escape(text)}</{name}>\n" if text else ""


def _dc(name: str, value: Any) -> str:
    return f'<dc element="{name}" value={quoteattr(str(value))}/>\n' if value else ""


def _write(story: Draft) -> str:
    ((_, number),) = story.identifiers.items()
    text = "".join(f"<p>{escape(block.text)}</p>\n" for block in story.body if isinstance(block, Block))
    codes = ""
    for scheme, name in _CLASSES.items():
        within = "".join(f'<code code="{each.code}"/>\n' for each in story.subjects if each.scheme == scheme)
        codes += f'<codes class="{name}">\n{within}</codes>\n' if within else ""
    return (
        f'<?xml version="1.0"?>\n<newsitem itemid="{number}" id="root" date="{story.published}" xml:lang="{story.language}">\n'
        + _element("title", story.extra.get("title"))
        + _element("headline", story.headline)
        + _element("byline", story.byline)
        + _element("dateline", story.dateline.text if isinstance(story.dateline, Dateline) else None)
        + f"<text>\n{text}</text>\n"
        + _element("copyright", story.copyright)
        + f"<metadata>\n{codes}"
        + _dc("dc.date.published", story.published)
        + _dc("dc.publisher", story.publisher)
        + _dc("dc.source", story.credit)
        + _dc("dc.creator.title", story.extra.get("dc.creator.title"))
        + "".join(_dc("dc.creator.location.country.name", place) for place in story.places)
        + "</metadata>\n</newsitem>\n"
    )


RCV1_XML = Format(
    source="rcv1-xml",
    samples=files("newsarchive_plugins") / "samples/rcv1-xml",
    renderer=Renderer(_STORIES, _write),
    join=b"".join,
    line_ends=("\n", "\r\n"),
    says=markup,
)
