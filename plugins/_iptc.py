"""What the formats of the IPTC share, as agencies write them: words for the status, dates, urgencies."""

from newsarchive import NewsarchiveError, PartialDate

#: NewsCodes `pubstatus`, and the words that agencies use instead.
STATUS = {
    **dict.fromkeys(("usable", "use", "published"), "usable"),
    **dict.fromkeys(("withheld", "hold"), "withheld"),
    **dict.fromkeys(("canceled", "cancelled", "killed"), "canceled"),
}
#: Digits of an urgency: more are none, and many of them are no integer of Python's.
_DIGITS = 9


def iso_date(text: str) -> PartialDate | None:
    """A date of ISO 8601, or None if it is none."""
    try:
        return PartialDate.parse_iso(text)
    except NewsarchiveError:
        return None


def urgency_of(text: str) -> int | None:
    """1 (most urgent) to 9, or None if it is none of these."""
    if not text.isdecimal() or len(text) > _DIGITS:
        return None
    return int(text) if 1 <= int(text) <= 9 else None
