"""Dates of feeds: RFC 822 with the years of RFC 2822, and ISO 8601, whichever the feed should have used."""

import re

from newsarchive import NewsarchiveError, PartialDate

from ._iptc import iso_date

# RFC 822, 5.1, with the obsolete forms of RFC 2822, 4.3:
#   date-time = [ day "," ] 1*2DIGIT month 2*4DIGIT [ hour ":" minute [ ":" second ] [ zone ] ]
# The day of the week says nothing that the date does not; feeds write it in their own language, or the wrong one.
_RFC_822 = re.compile(
    r"(?:[^\W\d_]{2,12}\.?,?\s+)?(?P<day>\d{1,2})\.?[\s-]\s*(?P<month>[^\W\d_]{3,10})\.?[\s-]\s*(?P<year>\d{4}|\d\d)"
    r"(?:,?\s+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d{1,9})?)?(?:\s*(?P<zone>[+-]\d\d:?\d\d|(?![AaPp][Mm]$)[A-Za-z]{1,5}))?)?"
)
#: `2024-06-05 16:04:48 +0200`: ISO 8601 with blanks, as databases print it.
_BLANKS = re.compile(r"(\d{4}-\d\d-\d\d)\s+(\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?")
# RFC 822, 5.1: the zones that have names. Its military letters have the wrong sign and stand for nothing (RFC 2822, 4.3).
# Other names (BST, IST, AEST) are those of several zones each.
_ZONES = {
    **dict.fromkeys(("UT", "UTC", "GMT", "Z"), 0),
    "EDT": -240,
    "EST": -300,
    "CDT": -300,
    "CST": -360,
    "MDT": -360,
    "MST": -420,
    "PDT": -420,
    "PST": -480,
}
#: Months by their first letters, as far as they are needed: English, then German, French, Spanish, Italian, Portuguese,
#: Dutch, Danish, Norwegian, Swedish and Polish where they differ.
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan jän gen ene janv sty",
            "feb feb fév fev lut",
            "mar mär mrt maa mae mars",
            "apr abr avr kwi",
            "may mai mag maj mei",
            "jun juin giu cze",
            "jul juil lug lip",
            "aug ago aoû aou sie",
            "sep set wrz",
            "oct okt ott out paź",
            "nov lis",
            "dec dez déc dic des gru",
        ),
        1,
    )
    for name in names.split()
}


def feed_date(text: str) -> PartialDate | None:
    """A date at its own precision, or None if it is none: `05/06/2024` may be either day, and is none."""
    text = text.strip()
    if text[:4].isdecimal():
        match = _BLANKS.fullmatch(text)
        zone = (match[3] or "") if match is not None else ""
        return iso_date(f"{match[1]}T{match[2]}{'Z' if zone.isalpha() else zone}" if match is not None else text)
    match = _RFC_822.fullmatch(text.partition("(")[0].strip()) if len(text) < 100 else None
    month = _month(match["month"].lower()) if match is not None else None
    if match is None or month is None:
        return None
    hour, minute, second = (int(match[name]) if match[name] else None for name in ("hour", "minute", "second"))
    try:
        return PartialDate(_year(match["year"]), month, int(match["day"]), hour, minute, second, zone=_zone(match["zone"]))
    except NewsarchiveError:
        return None


def _month(name: str) -> int | None:
    """The number of a month."""
    return _MONTHS.get(name[:3]) or _MONTHS.get(name[:4])


def _year(digits: str) -> int:
    """RFC 2822, 4.3: two digits below 50 are those of this century."""
    year = int(digits)
    return year if len(digits) > 2 else year + (2000 if year < 50 else 1900)


def _zone(text: str | None) -> int | None:
    """Minutes from UTC; None for a name that says nothing for certain."""
    if not text or text[0] not in "+-":
        return _ZONES.get((text or "").upper())
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return -minutes if text[0] == "-" else minutes
