"""Dates as wires tail them: day, hour and minute, completed only by what the message says."""

import re

from newsarchive import NewsarchiveError, PartialDate

# Months by their first letters in the languages of the agencies; `juin` and `juil` need four.
_NAMES = (
    "jan ene gen janv",
    "feb fev fév febr",
    "mar mrz mär mrt",
    "apr abr avr",
    "may mai mag mei",
    "jun giu juin",
    "jul lug juil",
    "aug ago aoû aou",
    "sep set sept",
    "oct okt ott out",
    "nov",
    "dec dez dic déc",
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
#: Minutes from UTC of zones that mean the same to every agency: EST, CST, BST and IST do not.
_ZONES = {
    **dict.fromkeys(("GMT", "UTC", "UT", "Z", "WET", "WEZ"), 0),
    **dict.fromkeys(("CET", "MEZ", "WEST", "WESZ"), 60),
    **dict.fromkeys(("CEST", "MESZ", "MSZ", "EET", "OEZ"), 120),
    **dict.fromkeys(("EEST", "OESZ"), 180),
    **dict.fromkeys(("JST", "KST"), 540),
}
_MONTH = r"(?P<month>[^\W\d_]{3,9})\.?"
# tail = day hour minute [ zone ] month year: "041530 Dez 24", "212101 GMT Nov 18" (IPTC 7901)
TAIL = re.compile(
    r"(?<!\d)(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d) {0,4}"
    rf"(?:(?P<zone>[A-Z]{{1,4}}) {{1,4}})?{_MONTH} {{1,4}}(?P<year>\d{{4}}|\d\d)(?!\d)"
)
# The same without a year: no date, whatever year it may have been.
SHORT_TAIL = re.compile(r"(?:\A|(?<= ))\d{6}(?: {1,4}[^\W\d_]{1,9}\.?){0,2}\Z")
# date = [ weekday ] ( day month / month day "," ) year [ "," time [ zone ] ], in words
_TIME = r"(?:,? {1,2}(?:at |um )?(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?: {1,2}(?:Uhr|h))?(?: {1,2}(?P<zone>[A-Z]{1,4})\b)?)?"
LONG = re.compile(
    rf"(?:[^\W\d_]{{2,10}}\.?,? )?(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)? {_MONTH}"
    rf"|(?P<month2>[^\W\d_]{{3,9}})\.? (?P<day2>\d{{1,2}})),? (?P<year>\d{{4}})(?!\d){_TIME}"
)


def month_of(name: str) -> int | None:
    """The number of a month by its name or the beginning of it, in one of several languages."""
    name = name.lower()
    return _MONTHS.get(name[:4]) or _MONTHS.get(name[:3])


def year_of(digits: str) -> int:
    """A year of two digits is one of 1970 to 2069: the wires began to be computed in the seventies."""
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year >= 70 else 2000)


def zone_of(name: str | None) -> int | None:
    """Minutes from UTC, None for what several zones are called."""
    return _ZONES.get(name or "")


def date_of(match: re.Match[str]) -> PartialDate | None:
    """The date that one of these expressions has found, or None if no calendar holds it."""
    found = match.groupdict()
    month = found["month"] or found.get("month2") or ""
    number = int(month) if month.isdecimal() else month_of(month)
    try:
        hour, minute = (int(found[name]) if found.get(name) else None for name in ("hour", "minute"))
        day = int(found["day"] or found.get("day2") or 0)
        zone = None if hour is None else zone_of(found.get("zone"))
        return PartialDate(year_of(found["year"]), number, day, hour, minute, zone=zone) if number else None
    except NewsarchiveError:
        return None
