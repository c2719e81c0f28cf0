"""Days as English prose has them: `Feb. 1, 2017`, `5 July 2018`, `26-FEB-1987`."""

import re

# day  = month day [ "," ] [ year ] / day month [ "," ] [ year ], parted by spaces or hyphens
# month = its name, or that cut after three letters or more, with or without a point
_NAMES = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = "|".join(sorted((name[:length] for name in _NAMES for length in range(3, len(name) + 1)), key=len, reverse=True))
_GAP = r"[ \t\xa0-]{1,3}"
#: A day in a larger expression; `day_of` tells which one it was.
DAY = (
    rf"(?i:(?P<month>{_MONTH})\b\.?{_GAP}(?P<day>\d\d?)(?:st|nd|rd|th)?"
    rf"|(?P<day_before>\d\d?)(?:st|nd|rd|th)?{_GAP}(?:of )?(?P<month_behind>{_MONTH})\b\.?)(?:,?{_GAP}(?P<year>\d{{4}}))?(?!\d)"
)


def day_of(match: re.Match[str]) -> tuple[int | None, int, int]:
    """Year, month and day of a match of DAY. There may be no year, and no such day in any calendar."""
    month = (match["month"] or match["month_behind"])[:3].lower()
    number = next(number for number, name in enumerate(_NAMES, 1) if name.startswith(month))
    return int(match["year"]) if match["year"] else None, number, int(match["day"] or match["day_before"])
