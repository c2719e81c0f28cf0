"""Times of a page: ISO 8601 as pages write it, what Java and RFC 5322 print, and seconds since 1970."""

import datetime
import re

from newsarchive import PartialDate

from .._iptc import iso_date
from .._printed_dates import AmbiguousDateError, printed_date

#: `2024-05-01 10:00:00.0`, `2024-05-01T10:00:00 +0200`: a space for the T, and one before the zone.
_SPACED = re.compile(r"(\d{4}-\d\d-\d\d)\s?[T ]\s?(\d\d:\d\d(?::\d\d(?:[.,]\d++)?)?)\s?(Z|UTC|GMT|[+-]\d\d:?\d\d)?", re.ASCII)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?", re.ASCII)
#: JavaScript's `Date.toString()`, as SingleFile notes the time of saving: the name of the zone in brackets is anybody's.
_JAVASCRIPT = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d{4}) (\d\d:\d\d:\d\d) GMT([+-]\d{4})", re.ASCII)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905  # a list of words is read as one
_LONGEST = 80


def time_of(text: str) -> PartialDate | None:
    """A time as pages state it, or None. Fractions of a second beyond nine digits are cut."""
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    if date := iso_date(text):
        return date
    if match := _SPACED.fullmatch(text):
        day, clock, zone = match.groups()
        return iso_date(f"{day}T{clock}{'Z' if zone in ('UTC', 'GMT') else zone or ''}")
    if _EPOCH.fullmatch(text):
        seconds = int(text[:10])
        moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)
        return PartialDate(moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second, None, 0)
    try:
        return printed_date(text)
    except AmbiguousDateError:
        return None


def saved_at(text: str) -> str | None:
    """The time of saving that SingleFile notes, in ISO 8601, or None."""
    match = _JAVASCRIPT.match(text)
    if match is None or match[1] not in _MONTHS:
        return None
    month, day, year, clock, zone = match.groups()
    date = iso_date(f"{year}-{_MONTHS.index(month) + 1:02}-{day}T{clock}{zone}")
    return str(date) if date else None
