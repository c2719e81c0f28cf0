"""The rules of the kit that can be held to examples: when a date says too much, when a name is whole."""

import pytest
from hypothesis import given

from newsarchive import PartialDate
from newsarchive.testing.checks.dates import unstated
from newsarchive.testing.checks.names import _whole
from newsarchive.testing.strategies import partial_dates


@given(date=partial_dates())
def test_a_date_as_it_is_printed_states_itself(date: PartialDate) -> None:
    """ISO 8601 states every component."""
    assert unstated(date, str(date)) is None
    assert unstated(date, f"on {date}, they say") is None


@pytest.mark.parametrize(
    ("date", "text", "missing"),
    [
        ("2024-12-03", "3 December", "year"),
        ("2024-12-03", "December 2024", "day"),
        ("2024-12-01", "2024", "month"),
        ("2024-12-03T00:00:00", "2024-12-03", "hour"),
        ("2024-12-03T09:30:00", "3 December 2024, 09:30", "second"),
        ("2024-12-03T09:30:00+00:00", "2024-12-03 09:30:00", "time zone"),
        ("2025-12-03", "2024-12-03", "year"),
        ("2024-03-12", "2024-12-03", None),  # which is which, a golden file says
        ("2024-12-03", "03.12.24", None),
        ("2024-12-03T21:30", "9:30 p.m. on Dec. 3, 2024", None),
        ("2024-12-03T09:00", "9 a.m., 3 Dec 2024", None),
        ("2024-12-03T06:30", "630 AM Tue Dec 3 2024", None),
        ("2024-12-03T09:30:00+00:00", "20241203T093000Z", None),
        ("2024-12-03T08:30:00+00:00", "1733214600", None),
        ("2024-12-03T09:30:00+00:00", "Tue, 03 Dec 2024 09:30:00 GMT", None),
        ("2024-12-03", "٣ ديسمبر ٢٠٢٤", None),
    ],
)
def test_what_a_text_does_not_state(date: str, text: str, missing: str | None) -> None:
    """The first component that a text does not state is named."""
    assert missing == unstated(PartialDate.parse(date), text)


@pytest.mark.parametrize(
    ("name", "text", "whole"),
    [
        ("O.Byrne", "By O.Byrne--IP", True),
        ("Byrne", "By O.Byrne--IP", False),
        ("O.Byr", "By O.Byrne--IP", False),
        ("rne", "Byrne", False),
        ("Byrne", "(Byrne)", True),
        ("Quill", "Quill-Marsh", False),
        ("A.Roe", "A.Roe/B.Doe", True),
        ("山田太郎", "記者山田太郎が", True),
        ("J. Roe", "J. Roe, Jr.", True),
        ("Jose", "Jose\u0301", False),
    ],
)
def test_whether_a_name_is_whole(name: str, text: str, whole: bool) -> None:
    """A name that goes on with a letter, or with what joins the pieces of a name, is cut."""
    start = text.index(name)

    assert whole == _whole(text, start, start + len(name))
