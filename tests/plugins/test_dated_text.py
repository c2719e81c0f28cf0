"""Text behind its date."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive import Author, PartialDate
from newsarchive.testing.strategies import agencies, headlines, names, paragraphs

from .support import body, dashes, line_ends, read, read_article

STORY = "The wall is to be rebuilt, the board decided."

_days = st.dates().map(str)
_times = st.times().map(lambda time: time.isoformat(timespec="minutes")) | st.times().map(
    lambda t: t.replace(microsecond=0).isoformat()
)
_zones = st.sampled_from(["", "Z", "+02:00", "-0330", "+14"])
#: ISO 8601 at every precision.
dates = st.one_of(
    st.dates().map(lambda day: f"{day.year:04}"),
    _days.map(lambda day: day[:7]),
    _days,
    st.builds(lambda day, time, zone: f"{day}T{time}{zone}", _days, _times, _zones),
)
labels = st.sampled_from([" date ", "date ", "date: ", "Date: ", "DATE ", "\n date\t", "date :", "date:", "  Date\xa0"])


@given(
    label=labels,
    date=dates,
    gap=st.sampled_from([" ", "\n", "\n\n", "\r\n", "  \n"]),
    headline=st.none() | headlines,
    story=paragraphs,
    signature=st.none() | st.tuples(names, dashes, agencies),
    line_end=line_ends,
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_written_and_read_back(
    label: str,
    date: str,
    gap: str,
    headline: str | None,
    story: list[str],
    signature: tuple[str, str, str] | None,
    line_end: str,
    encoding: str,
) -> None:
    """A story written in this format is read back the same, at any precision of the date, signed or not."""
    signed = ["".join(signature)] if signature else []
    data = (label + date + gap + line_end.join([*([headline] if headline else []), *story, *signed])).encode(encoding)

    article = read_article(data)

    assert article.provenance.source == "dated-text"
    assert article.published == PartialDate.parse(date)
    assert article.headline == headline
    assert [text for _, text in body(article)] == story
    assert article.byline == (signed[0] if signed else None)
    assert article.authors == ((Author(signature[0]),) if signature else ())


@pytest.mark.parametrize(
    "date", ["2024-13-45", "2024-02-30", "2023-02-29", "2024-00-10", "0000", "2024-12-03T25:00", "2024-12-03T09:30+19:00"]
)
def test_impossible_dates(date: str) -> None:
    """A date that no calendar holds is a defect beside the article, which loses nothing else."""
    text = f" date {date} {STORY}\nO.Byrne--IP"
    reading = read(text)
    (found,) = reading.found
    (defect,) = reading.defects

    assert found.article is not None
    assert (found.article.published, found.article.byline, body(found.article)) == (None, "O.Byrne--IP", [("paragraph", STORY)])
    assert (defect.code, date in defect.reason) == ("impossible-date", True)
    assert [text[span.start : span.end] for span in defect.span] == [date]
    assert reading.unaccounted == ()


@pytest.mark.parametrize("text", ["date 2024-12-03", " date: 2024-12-03 \r\n\n", "date 2024\x1a", "\ufeffdate 2024-12-03:"])
def test_a_date_alone(text: str) -> None:
    """A date without a text is quarantined, and the reason names the date."""
    (found,) = read(text).found

    assert (found.kind, found.source, found.reasons[0].code) == ("quarantined", "dated-text", "no-text")
    assert "2024" in found.reasons[0].reason


def test_an_impossible_date_alone() -> None:
    """Both reasons are told."""
    (found,) = read("date 2024-13-45\n").found

    assert sorted(reason.code for reason in found.reasons) == ["impossible-date", "no-text"]


@pytest.mark.parametrize(
    "text",
    [
        "date 2024 was set for the hearing, and 2025 for the verdict.",
        "Dates 2024-12-03 and 2024-12-04 are free.",
        "date2024-12-03 The wall",
        "date 2024-12-3 The wall",
        "date 2024-12-03T9 The wall",
        "date 03.12.2024 The wall",
        "The date 2024-12-03 was set.",
        "date 20241203 The wall",
        "update 2024-12-03 The wall",
    ],
)
def test_not_dated(text: str) -> None:
    """A sentence with a date, and a date that is not ISO 8601's extended format, are left as text."""
    article = read_article(text)

    assert (article.provenance.source, article.published) == ("plain-text", None)
    assert body(article) == [("paragraph", text)]


@pytest.mark.parametrize(
    "text", ["date 2024 The wall is down.", "date: 2024 the wall is down.", "date 2024-12 the wall is down."]
)
def test_vague_dates(text: str) -> None:
    """A year counts where the text does not run on from it in lower case, or a colon marks it."""
    assert read_article(text).provenance.source == "dated-text"


@pytest.mark.parametrize("point", [":", ",", "."])
def test_a_point_behind_the_date(point: str) -> None:
    """A point between the date and the text belongs to neither."""
    article = read_article(f"date 2024-12-03{point} {STORY}")

    assert (str(article.published), body(article)) == ("2024-12-03", [("paragraph", STORY)])


def test_a_date_and_a_signature() -> None:
    """A signature that only a date precedes is the text."""
    assert body(read_article("date 2024-12-03\nO.Byrne--IP")) == [("paragraph", "O.Byrne--IP")]


def test_source_lines() -> None:
    """A line that states the source is a credit in the body, not the article's credit."""
    article = read_article(f" date 2024-12-03 {STORY}\n\nSource: EFE/EPA\n\nWork begins in May.\n")

    assert body(article) == [("paragraph", STORY), ("credit", "Source: EFE/EPA"), ("paragraph", "Work begins in May.")]
    assert article.credit is None


def test_hard_wrapped() -> None:
    """The prefix counts where the margin is looked for, though it is not part of the text."""
    text = (
        " date 2024-12-03 The harbour board in Port Ellery voted on Tuesday to\n"
        "rebuild the sea wall that collapsed in last month's storm, ending a\n"
        "dispute that had split the town for three years.\n\nWork begins in May.\n"
    )
    article = read_article(text)

    assert len(article.body) == 2
    assert article.evidence["body[0]"].rule == "paragraph/unwrapped"
    (span,) = article.evidence["body[0]"].span
    assert article.body[0].text == text[span.start : span.end].replace("\n", " ")
