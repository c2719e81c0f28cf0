"""Stories of CNN and the Daily Mail with their highlights."""

from importlib.resources import files

from hypothesis import strategies as st

from newsarchive import Author, Block, Dateline, Draft, PartialDate
from newsarchive.testing import Format, Renderer

_MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905  # read as one
_SENTENCES = st.sampled_from(
    [
        "The harbor board voted on Tuesday to rebuild the sea wall, ending a dispute of three years.",
        '"It is time," said Marta Quill, 58; nobody on the benches behind her disagreed.',
        "The café on the quay stays open, and its owner asked for no help.",
    ]
)
_HIGHLIGHTS = st.lists(
    st.sampled_from(["Board votes for a new wall", "NEW: Work begins in May", "Ferry runs all winter"]), min_size=2, max_size=3
)
_TIMES = st.datetimes().map(lambda time: PartialDate(time.year, time.month, time.day, time.hour, time.minute, None, None, 0))


def _cnn(story: Draft, place: str | None) -> Draft:
    """With CNN's dateline, which stays in the text."""
    first, *others = [block for block in story.body if isinstance(block, Block)]
    story.body = [Block("paragraph", f"{f'{place} ' if place else ''}(CNN) -- {first.text}"), *others]
    story.credit, story.dateline = "CNN", Dateline(place, place=place) if place else None
    return story


def _mail(story: Draft, name: str, published: PartialDate, modified: PartialDate | None) -> Draft:
    """With the Daily Mail's head."""
    story.byline, story.published, story.modified = f"By {name}", published, modified
    story.authors = [] if name.endswith("Reporter") else [Author(name)]
    return story


_PLAIN = st.builds(
    lambda body, highlights: Draft(
        body=[Block("paragraph", text) for text in body], summary="\n".join(highlights), extra={"highlights": highlights}
    ),
    st.lists(_SENTENCES, min_size=1, max_size=4),
    _HIGHLIGHTS,
)
_STORIES = (
    _PLAIN
    | st.builds(_cnn, _PLAIN, st.sampled_from([None, "PORT ELLERY", "Ellery, Norland"]))
    | st.builds(_mail, _PLAIN, st.sampled_from(["Daily Mail Reporter", "Ada Byrne"]), _TIMES, st.none() | _TIMES)
)


def _date(date: PartialDate) -> str:
    return f"{date.hour:02}:{date.minute:02} GMT, {date.day} {_MONTHS[(date.month or 1) - 1]} {date.year:04}"


def _write(story: Draft) -> str:
    lines: list[str] = []
    if isinstance(story.published, PartialDate):
        lines += ["By", ".", (story.byline or "").removeprefix("By "), ".", "PUBLISHED:", ".", _date(story.published), "."]
    if isinstance(story.modified, PartialDate):
        lines += ["|", ".", "UPDATED:", ".", _date(story.modified), "."]
    lines += [block.text for block in story.body if isinstance(block, Block)]
    for highlight in story.extra["highlights"]:
        lines += ["@highlight", highlight]
    return "\n\n".join(lines) + "\n"


CNN_DAILYMAIL_STORY = Format(
    source="cnn-dailymail-story",
    samples=files("newsarchive_plugins") / "samples/cnn-dailymail-story",
    renderer=Renderer(_STORIES, _write),
    encodings=("utf-8", "utf-16"),
    line_ends=("\n", "\r\n", "\r"),
    byte_order_mark=True,
)
