"""Dates as newspapers and databases print them, by month names of 17 languages; what may be read in two ways is not read.

Not dateparser: it says midnight where no time is printed, reads 03/05/2019 as one of its two days, and takes 2 ms a date
(docs/adr/0020-printed-dates.md).
"""

import re
import unicodedata

from newsarchive import NewsarchiveError, PartialDate

from ._month_names import NUMBERS, WEEKDAYS

#: Words that stand between the parts of a date.
_BETWEEN = frozenset("the of de del d den der le el am at um a a las klo kl uhr h г года року r".split())  # noqa: SIM905  # as above
# RFC 822, 5.1 as far as RFC 5322, 4.3 knows what they mean, and those of Europe that mean one thing.
_ZONES = {
    **dict.fromkeys(("gmt", "utc", "ut", "z", "wet"), 0),
    **dict.fromkeys(("cet", "mez", "west"), 60),
    **dict.fromkeys(("cest", "mesz", "eet"), 120),
    **dict.fromkeys(("eest", "msk"), 180),
    "edt": -240,
    "est": -300,
    "cdt": -300,
    "cst": -360,
    "mdt": -360,
    "mst": -420,
    "pdt": -420,
    "pst": -480,
}
_CJK = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日일])?")
_TIME = re.compile(
    r"(?<![\d.:])(?P<hour>\d{1,2})(?:[:.h](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?)?(?:\s?(?P<half>[ap])\.?m\b\.?|(?=\s?(?:uhr|h)\b)|"
    r"(?(minute)(?![\d.:/])|(?!)))(?:\s?(?P<zone>[+-]\d\d:?[0-5]\d)(?!\d))?"
)
_ALL_NUMBERS = re.compile(r"(?P<a>\d{1,4})(?P<sign>[-/.])\s?(?P<b>\d{1,2})(?P=sign)\s?(?P<c>\d{1,4})\.?")
_WORD = re.compile(r"\d+|[^\W\d_]+(?:-[^\W\d_]+)*|[^\s\w]|_")
_ORDINALS = frozenset(("st", "nd", "rd", "th", "er", "re", "e", "o", "ra"))
#: Longer texts are no dates.
_LONGEST = 80


_Day = tuple[int, int, int | None]


class AmbiguousDateError(ValueError):
    """The day and the month could change places, and nothing says which is which."""


def printed_date(text: str, order: str | None = None) -> PartialDate | None:
    """`Tuesday, December 3, 2024`, `3. Dezember 2024`, `Mar 2005`, `9:30 AM GMT, 3 Dec 2024`; None if it is no date.

    `order` is that of dates in nothing but digits: `DMY`, `MDY` or `YMD`. Dots and a four-digit year at the front or the
    end say by themselves. Raises AmbiguousDateError where it is needed and not given. Years have four digits.
    """
    if len(text) > _LONGEST:
        return None
    try:
        return PartialDate.parse_iso(text.strip())
    except NewsarchiveError:
        pass
    plain = _folded(text)
    clock = next((match for match in _TIME.finditer(plain) if int(match["hour"]) < 24), None)
    rest = plain if clock is None else f"{plain[: clock.start()]} {plain[clock.end() :]}"
    words = [word for word in _WORD.findall(rest) if word not in WEEKDAYS and word not in _BETWEEN]
    zone = next((_ZONES[word] for word in words if word in _ZONES), None) if clock else None
    words = [word for word in words if not (clock and word in _ZONES)]
    day = _cjk(rest) or _digits(rest, words, order) or _named(words)
    if day is None or not _is_date(*day):
        return None
    return _with_time(day, clock, zone)


def _folded(text: str) -> str:
    """Small letters without marks: `Août` and `AOUT`, `Ağustos` and `AGUSTOS`."""
    letters = unicodedata.normalize("NFD", text.replace("ı", "i").replace("İ", "i").replace("ø", "o").casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter) or letter == "\u0306")
    return unicodedata.normalize("NFC", bare.replace("g\u0306", "g")).strip()


def _cjk(text: str) -> _Day | None:
    match = _CJK.search(text)
    return (int(match[1]), int(match[2]), int(match[3]) if match[3] else None) if match else None


def _digits(text: str, words: list[str], order: str | None) -> _Day | None:
    """`03/05/2019`, `3.5.2019`, `2019-05-03` with other words around it than weekdays is no date."""
    match = _ALL_NUMBERS.search(text)
    if match is None or [word for word in words if word.isalpha()]:
        return None
    a, b, c = (int(match[name]) for name in "abc")
    if len(match["a"]) == 4:
        return a, b, c
    if len(match["c"]) != 4:
        return None
    if match["sign"] == "." or a > 12 or a == b or order == "DMY":
        return c, b, a
    if b > 12 or order == "MDY":
        return c, a, b
    raise AmbiguousDateError(f"{match[0]} may be two days")


def _named(words: list[str]) -> _Day | None:
    """A year, a month by its name and perhaps a day, in any order, and nothing else but punctuation."""
    left = [word for word in words if word not in ".,;:()|-–'’°º"]
    months = [word for word in left if word in NUMBERS]
    numbers = [word for word in left if word.isdecimal()]
    others = [word for word in left if word not in NUMBERS and not word.isdecimal() and word not in _ORDINALS]
    years = [word for word in numbers if len(word) == 4]
    days = [word for word in numbers if len(word) <= 2]
    if others or len(months) != 1 or len(years) != 1 or len(days) + 1 != len(numbers) or len(days) > 1:
        return None
    return int(years[0]), NUMBERS[months[0]], int(days[0]) if days else None


def _is_date(year: int, month: int, day: int | None) -> bool:
    try:
        PartialDate(year, month, day)
    except NewsarchiveError:
        return False
    return True


def _with_time(day: _Day, clock: "re.Match[str] | None", zone: int | None) -> PartialDate:
    if clock is None or day[2] is None:
        return PartialDate(*day)
    hour = int(clock["hour"])
    if clock["half"]:
        if not 1 <= hour <= 12:
            return PartialDate(*day)
        hour = hour % 12 + (12 if clock["half"] == "p" else 0)
    if offset := clock["zone"]:
        zone = int(offset[0] + "1") * (int(offset[1:3]) * 60 + int(offset[-2:]))
    second = int(clock["second"]) if clock["second"] else None
    return PartialDate(*day, hour, int(clock["minute"] or 0), second, None, zone)
