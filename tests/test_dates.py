"""Partial dates say what their source says: no less, and never more."""

import copy
import pickle
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive import PartialDate
from newsarchive.dates import PATTERN
from newsarchive.errors import DateError
from newsarchive.testing.strategies import hostile, partial_dates

dates = partial_dates()


@given(dates)
def test_what_is_printed_is_read_back(date: PartialDate) -> None:
    """Parsing what a date prints gives the same date, at the same precision."""
    assert date == PartialDate.parse(str(date))


@given(dates)
def test_every_printed_date_fits_the_published_pattern(date: PartialDate) -> None:
    """The pattern in the JSON Schema takes whatever a date prints."""
    assert re.search(PATTERN, str(date), re.ASCII)


@given(hostile | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?([+-][0-9]{2}:?[0-9]{2}|Z)?)?"))
def test_any_text_is_a_date_or_a_date_error(text: str) -> None:
    """Reading is total: a date, or DateError and no other error; and what is read adds nothing that was not there."""
    try:
        date = PartialDate.parse(text)
    except DateError:
        return

    assert len(str(date).removesuffix("+00:00")) <= len(text) + 3
    assert re.sub("[^0-9]", "", text) == re.sub("[^0-9]", "", str(date))[: len(re.sub("[^0-9]", "", text))]


@given(dates, dates, dates)
def test_the_order_is_total(one: PartialDate, two: PartialDate, three: PartialDate) -> None:
    """Of two dates exactly one holds: earlier, the same, later; and the order is transitive."""
    assert 1 == [one < two, one == two, one > two].count(True)
    assert (one <= two) == (not one > two)
    assert sorted([one, two, three]) == sorted([three, one, two])
    if one <= two and two <= three:
        assert one <= three


@given(dates, st.sampled_from([10, 7, 4]))
def test_a_date_covers_what_is_finer_and_comes_before_it(date: PartialDate, length: int) -> None:
    """A day, a month or a year covers each date within it, is covered only by itself, and is ordered before it."""
    vaguer = PartialDate.parse(str(date)[:length])

    assert vaguer.covers(date)
    assert date.covers(vaguer) == (date == vaguer)
    if date.zone is None:
        assert vaguer <= date


@given(dates)
def test_the_day_is_no_finer_than_the_date(date: PartialDate) -> None:
    """The day of a date is the date itself where no day is known."""
    expected = str(date)[:10]

    assert expected == date.day_text
    assert (date.day is None) == (len(date.day_text) < 10)


@given(dates)
def test_dates_are_values(date: PartialDate) -> None:
    """A date hashes as it compares, survives copying and pickling, and does not change."""
    assert date == pickle.loads(pickle.dumps(date))
    assert hash(date) == hash(copy.deepcopy(date))
    with pytest.raises(AttributeError):
        date.year = 1999


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("2019", "2019"),
        ("2019-03", "2019-03"),
        ("2024-12-03", "2024-12-03"),
        ("2024-12-03T09:30", "2024-12-03T09:30"),
        ("2024-12-03T09:30:00", "2024-12-03T09:30:00"),
        ("2024-12-03T09:30:00+02:00", "2024-12-03T09:30:00+02:00"),
        ("2024-12-03T09:30:00Z", "2024-12-03T09:30:00+00:00"),
        ("2024-12-03T09:30:00-0530", "2024-12-03T09:30:00-05:30"),
        ("2024-12-03t09:30+02", "2024-12-03T09:30+02:00"),
        ("2024-12-03T09:30:00,250", "2024-12-03T09:30:00.250"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:60+00:00"),
        ("2024-02-29", "2024-02-29"),
        ("0001", "0001"),
    ],
)
def test_each_precision_of_iso_8601(text: str, printed: str) -> None:
    """Each precision comes out as it went in."""
    assert printed == str(PartialDate.parse(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0000",
        "19",
        "2019-13",
        "2019-00",
        "2023-02-29",
        "2024-11-31",
        "2024-12-32",
        "2024-12-03T24:00",
        "2024-12-03T09:60",
        "2024-12-03T09:30:61",
        "2024-12-03T09:30+15:00",
        "2024-12-03T09:30+01:75",
        "2024-12-03T09",
        "2024-12-03 09:30",
        "20241203",
        "2024-12-03Z",
        "2024-W49-2",
        "2024-338",
        "Tuesday",
        " 2024-12-03",
        "2024-12-03\n",
        "２０２４-12-03",
        "٢٠٢٤",
        "12/03/2024",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    """An impossible date, or one of another standard, is a DateError that is also a ValueError."""
    with pytest.raises(DateError) as caught:
        PartialDate.parse(text)

    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ((2024, None, 3), "small without the large"),
        ((2024, 1, 2, 3), "hour and minute come together"),
        ((2024, 1, 2, None, None, None, None, 60), "a zone only with them"),
        ((2024, 1, 2, 3, 4, 5, "x"), "1 to 9 digits"),
        ((2024, 1, 2, 3, 4, None, "5"), "small without the large"),
    ],
)
def test_a_date_does_not_know_the_small_without_the_large(fields: tuple[Any, ...], why: str) -> None:
    """A constructor that is given a day without a month, or a zone without a time, says so."""
    with pytest.raises(DateError, match=why):
        PartialDate(*fields)


def test_a_zone_orders_but_does_not_identify() -> None:
    """The same instant in two zones is two statements, next to each other in the order."""
    here, there = PartialDate.parse("2024-12-03T10:00+02:00"), PartialDate.parse("2024-12-03T08:00Z")
    before, after = PartialDate.parse("2024-12-03T07:59Z"), PartialDate.parse("2024-12-03T08:01Z")

    assert here != there
    assert before < min(here, there) < max(here, there) < after


def test_a_leap_second_and_the_minute_after_it_are_ordered() -> None:
    """`:60` and the next minute's `:00` are the same instant and yet not the same."""
    leap, after = PartialDate.parse("2016-12-31T23:59:60Z"), PartialDate.parse("2017-01-01T00:00:00Z")

    assert leap != after
    assert (leap < after) != (after < leap)
