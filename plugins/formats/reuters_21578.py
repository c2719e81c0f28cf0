"""Reuters-21578: one document."""

from html import escape
from importlib.resources import files

from hypothesis import strategies as st

from newsarchive import Author, Block, Dateline, Draft, PartialDate, Subject
from newsarchive.testing import Format, Renderer

from .sgml import says

_SENTENCES = st.sampled_from(
    [
        "The harbour board voted to rebuild\nthe sea wall of Port Ellery.",
        '"It is time," said Marta Quill of Quill & Marsh\n<QMA.L>.',
        "The price was not given.",
    ]
)
_BLOCKS = _SENTENCES.map(lambda text: Block("paragraph", text.replace("\n", " "))) | st.just(
    Block("table_row", "Net   16 mln   24 mln")
)
_NAMES = st.lists(st.sampled_from(["uk", "west-germany", "quill & marsh"]), max_size=2, unique=True)
_TOPICS = st.lists(st.sampled_from(["ship", "acq"]), max_size=2, unique=True)
_TIMES = st.datetimes().map(
    lambda time: PartialDate(
        time.year, time.month, time.day, time.hour, time.minute, time.second, f"{time.microsecond // 10000:02}"
    )
)
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def _story(published: PartialDate, place: str | None, name: str | None, topics: list[str], signed: bool, story: Draft) -> Draft:
    story.published = published
    story.subjects = [Subject("reuters21578-topics", code) for code in topics]
    if place and published.month:
        day = f"{_MONTHS[published.month - 1].title()} {published.day}"
        date = PartialDate(published.year, published.month, published.day)
        story.dateline = Dateline(f"{place}, {day}", place=place.split(",")[0], date=date)
    if name:
        story.byline, story.authors = f"By {name}", [Author(name)]
    story.credit = "REUTER" if signed else None
    return story


_STORIES = st.builds(
    _story,
    _TIMES,
    st.none() | st.sampled_from(["PORT ELLERY", "QUAY NORTH, England"]),
    st.none() | st.just("ADA BYRNE"),
    _TOPICS,
    st.booleans(),
    st.builds(
        Draft,
        headline=st.sampled_from(["SEA WALL REBUILT", "QUILL & MARSH <QMA.L> SELLS YARD"]),
        identifiers=st.integers(1, 21578).map(
            lambda number: {"reuters21578-oldid": str(number + 1), "reuters21578-newid": str(number)}
        ),
        places=_NAMES,
        people=_NAMES,
        organisations=_NAMES,
        extra=st.sampled_from([{"TOPICS": "YES"}, {"TOPICS": "NO", "LEWISSPLIT": "TEST"}]),
        body=st.lists(_BLOCKS, min_size=1, max_size=4),
    ),
)


def _write(story: Draft) -> str:
    sent = story.published
    assert isinstance(sent, PartialDate)
    assert sent.month
    attributes = {
        **story.extra,
        "OLDID": story.identifiers["reuters21578-oldid"],
        "NEWID": story.identifiers["reuters21578-newid"],
    }
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    time = f"{sent.hour:02}:{sent.minute:02}:{sent.second:02}.{sent.fraction}"
    date = f"{sent.day:2}-{_MONTHS[sent.month - 1]}-{sent.year:04} {time}"
    lists = {"TOPICS": [each.code or "" for each in story.subjects], "PLACES": story.places, "PEOPLE": story.people}
    lists["ORGS"] = story.organisations
    dateline = f"<DATELINE>    {story.dateline.text} - </DATELINE>" if isinstance(story.dateline, Dateline) else ""
    byline = f"<AUTHOR>    {story.byline}</AUTHOR>" if story.byline else ""
    body = "\n".join(f"    {_escaped(block.text)}" for block in story.body if isinstance(block, Block))
    return "\n".join(
        [
            f"<REUTERS{said}>\n<DATE>{date}</DATE>",
            *(f"<{name}>{''.join(f'<D>{_escaped(each)}</D>' for each in several)}</{name}>" for name, several in lists.items()),
            f"<TEXT>&#2;\n<TITLE>{_escaped(story.headline or '')}</TITLE>\n{byline}{dateline}<BODY>{body.lstrip()}",
            *([f" {story.credit}"] if story.credit else []),
            "&#3;</BODY></TEXT>\n</REUTERS>\n",
        ]
    )


def _escaped(text: str) -> str:
    return escape(text, quote=False).replace("&gt;", ">")


REUTERS_21578 = Format(
    source="reuters-21578",
    samples=files("newsarchive_plugins") / "samples/reuters-21578",
    renderer=Renderer(_STORIES, _write),
    join=b"\n".join,
    encodings=("utf-8", "utf-16"),
    line_ends=("\n", "\r\n", "\r"),
    byte_order_mark=True,
    says=says,
)
