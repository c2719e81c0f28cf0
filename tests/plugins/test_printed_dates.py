"""Dates as they are printed: read at their own precision, in many languages, or not at all."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsarchive_plugins._month_names import MONTHS
from newsarchive_plugins._printed_dates import AmbiguousDateError, printed_date

from newsarchive import PartialDate

SHAPES = ["{d} {m} {y}", "{m} {d}, {y}", "{d}. {m} {y}", "{y} {m} {d}", "{d} de {m} de {y}"]
DATES = st.dates(datetime.date(1000, 1, 1))


@given(DATES, st.sampled_from(sorted(MONTHS.values())), st.sampled_from(SHAPES))
def test_every_name_of_a_month_is_read(date: datetime.date, months: tuple[str, ...], shape: str) -> None:
    """In all languages of the table and all their orders, small or large."""
    for name in months[date.month - 1].split("|"):
        text = shape.format(d=date.day, m=name, y=f"{date.year:04}")
        expected = PartialDate(date.year, date.month, date.day)
        assert [expected] * 3 == [printed_date(each) for each in (text, text.upper(), text.title())]


@given(DATES)
def test_digits_are_read_only_where_they_mean_one_day(date: datetime.date) -> None:
    """With an order always; without one where the other reading is no date, or the same."""
    text = f"{date.day}/{date.month:02}/{date.year:04}"
    expected = PartialDate(date.year, date.month, date.day)

    assert expected == printed_date(text, "DMY")
    assert expected == printed_date(f"{date.month}/{date.day:02}/{date.year:04}", "MDY")
    assert expected == printed_date(f"{date.day}.{date.month}.{date.year:04}")
    if date.day > 12 or date.day == date.month:
        assert expected == printed_date(text)
    else:
        with pytest.raises(AmbiguousDateError, match="two days"):
            printed_date(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tuesday, December 3, 2024", "2024-12-03"),
        ("March 2005", "2005-03"),
        ("The 3rd of May 2016", "2016-05-03"),
        ("1er août 2003", "2003-08-01"),
        ("2024年12月3日", "2024-12-03"),
        ("December 3, 2024 Tuesday 9:30 AM GMT", "2024-12-03T09:30+00:00"),
        ("May 5, 2016 at 11:30 p.m. EDT", "2016-05-05T23:30-04:00"),
        ("12:05 a.m., 5 May 2016", "2016-05-05T00:05"),
        ("Thu, 03 Dec 2020 09:30:00 +0100", "2020-12-03T09:30:00+01:00"),
        ("3. juli 2018 kl. 10.30", "2018-07-03T10:30"),
        ("Lundi 3 Août 2020 à 12h30", "2020-08-03T12:30"),
        ("3 December 2024 09:30 XYZ", None),
        ("Winter 2008/2009", None),
        ("29 February 2023", None),
        ("03.05.19", None),
        ("May 2016 5 6", None),
        ("Jan-Feb 2019", None),
        ("may", None),
        ("", None),
    ],
)
def test_what_is_printed_is_what_is_read(text: str, expected: str | None) -> None:
    """No day, no time and no zone that is not there; what is no date is none."""
    found = printed_date(text)

    assert expected == (None if found is None else str(found))


@given(st.text(max_size=100) | st.text("0123456789/.-: apmMAYseptGMT+", max_size=40), st.sampled_from([None, "DMY", "MDY"]))
def test_any_text_is_a_date_or_none(text: str, order: str | None) -> None:
    """Nothing raises but the error that is declared."""
    try:
        printed_date(text, order)
    except AmbiguousDateError:
        assert order is None
