"""Dates of mail and news."""

import re

from newsarchive import NewsarchiveError, PartialDate
from newsarchive.text import WHITE_SPACE

# date-time = [ day-name "," ] day month year time [ zone ]   RFC 5322, 3.3 and 4.3; RFC 850 parts the date by hyphens.
# Comments may stand anywhere (3.2.2); they stand at the end.
_DATE = re.compile(
    r"(?:[A-Za-z]{3,9}\.?,?\s+)?(?P<day>\d{1,2})[\s-]+(?P<month>[A-Za-z]{3})[a-z]{0,6}\.?[\s-]+(?P<year>\d{2,4})"
    r"(?:,?\s+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?:\s*(?P<offset>[+-]\d{4})|\s+(?P<zone>[A-Za-z]{1,5}))?)?"
    r"\s*(?:\(.*)?",
    re.ASCII | re.DOTALL,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# RFC 5322, 4.3: hours from UTC. Other letters say nothing (there, too): a time without a zone.
_ZONES = {
    **dict.fromkeys(("ut", "utc", "gmt", "z"), 0),
    "edt": -4,
    "est": -5,
    "cdt": -5,
    "cst": -6,
    "mdt": -6,
    "mst": -7,
    "pdt": -7,
    "pst": -8,
}


def message_date(text: str) -> PartialDate | None:
    """A date as mail and news write it, or None if it is none. `-0000` is UTC; a year of two digits is one from 1950 on."""
    match = _DATE.fullmatch(text.strip(WHITE_SPACE)[:200])
    if match is None or (name := match["month"].lower()) not in _MONTHS:
        return None
    year = int(match["year"])
    year += {2: 2000 if year < 50 else 1900, 3: 1900, 4: 0}[len(match["year"])]
    day, hour, minute, second = (int(match[each]) if match[each] else None for each in ("day", "hour", "minute", "second"))
    zone = _zone(match["offset"], match["zone"])
    try:
        return PartialDate(year, _MONTHS.index(name) + 1, day, hour, minute, second, None, zone)
    except NewsarchiveError:
        return None


def _zone(offset: str | None, name: str | None) -> int | None:
    """Minutes from UTC."""
    if offset is None:
        hours = _ZONES.get((name or "").lower())
        return None if hours is None else 60 * hours
    minutes = 60 * int(offset[1:3]) + int(offset[3:])
    return -minutes if offset[0] == "-" else minutes
