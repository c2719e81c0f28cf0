"""Partial dates: a point in time that is known as far as the source says, and no further.

One function for each standard, chosen by the format that uses it; never a cascade of guesses.
"""

import datetime
import re
from functools import total_ordering
from itertools import pairwise
from typing import Any

from .errors import DateError

# ISO 8601-1:2019, 5.2.2.1 (calendar date, also with reduced precision) and 5.4.2.1 (date and time of day),
# extended format only. `24:00`, week dates and ordinal dates are not read: no news format writes them.
_ISO_8601 = re.compile(
    r"(?P<year>\d{4})"
    r"(?:-(?P<month>\d\d)"
    r"(?:-(?P<day>\d\d)"
    r"(?:[Tt](?P<hour>\d\d):(?P<minute>\d\d)"
    r"(?::(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"(?P<zone>[Zz]|[+-]\d\d(?::?\d\d)?)?)?)?)?",
    re.ASCII,
)

# ISO 8601-1:2019, the same in basic format, as NITF and IPTC formats write it: `20241203T093000Z`, also without the T.
_ISO_8601_BASIC = re.compile(
    r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"
    r"(?:[Tt]?(?P<hour>\d\d)(?P<minute>\d\d)(?:(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"(?P<zone>[Zz]|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII,
)

#: The same grammar, for JSON Schema: what `str(PartialDate)` can be.
PATTERN = r"^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([+-]\d{2}:\d{2})?)?)?)?$"


@total_ordering
class PartialDate:
    """A date, or a date and time, at the precision of its source. Immutable, hashable, ordered.

    `zone` is the offset from UTC in minutes, None where the source states none. `fraction` are the digits
    after the seconds' point, as they came. What follows the first None among year, month, day, hour and
    second is None as well (`minute` comes with `hour`). Not an attrs class, because msgspec would read one
    from a JSON object and never from a string.
    """

    __slots__ = ("year", "month", "day", "hour", "minute", "second", "fraction", "zone")  # noqa: RUF023  # the order of size, not of the alphabet

    year: int
    month: int | None
    day: int | None
    hour: int | None
    minute: int | None
    second: int | None
    fraction: str | None
    zone: int | None

    def __init__(
        self,
        year: int,
        month: int | None = None,
        day: int | None = None,
        hour: int | None = None,
        minute: int | None = None,
        second: int | None = None,
        fraction: str | None = None,
        zone: int | None = None,
    ) -> None:
        """Raises DateError for what no calendar holds."""
        for name, value in zip(self.__slots__, (year, month, day, hour, minute, second, fraction, zone), strict=True):
            object.__setattr__(self, name, value)
        known = [month, day, hour, second, fraction]
        if any(later is not None and earlier is None for earlier, later in pairwise(known)):
            raise DateError(f"a date cannot know the small without the large: {self!r}")
        if (hour is None) != (minute is None) or (zone is not None and hour is None):
            raise DateError(f"hour and minute come together, and a zone only with them: {self!r}")
        if fraction is not None and not re.fullmatch(r"[0-9]{1,9}", fraction):
            raise DateError(f"a fraction of a second is 1 to 9 digits, not {fraction!r}")
        if zone is not None and abs(zone) > 14 * 60:
            raise DateError(f"no time zone is {zone} minutes from UTC")
        try:
            # A leap second is real (RFC 3339, 5.6): 60 is let through and checked as 59.
            seconds = 59 if second == 60 else second or 0
            datetime.datetime(year, 1 if month is None else month, 1 if day is None else day, hour or 0, minute or 0, seconds)
        except ValueError as error:
            raise DateError(f"no such date: {error}") from None

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a PartialDate does not change: {name}")

    def __reduce__(self) -> tuple[type["PartialDate"], tuple[Any, ...]]:
        return PartialDate, self._fields()

    def __repr__(self) -> str:
        return f"PartialDate{self._fields()}"

    def __hash__(self) -> int:
        return hash(self._fields())

    def __eq__(self, other: object) -> bool:
        return self._fields() == other._fields() if isinstance(other, PartialDate) else NotImplemented

    def _fields(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.__slots__)

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read ISO 8601 in extended format, at any of the precisions above. Raises DateError."""
        match = _ISO_8601.fullmatch(text)
        if match is None:
            raise DateError(f"{text!r} is not an ISO 8601 date (2019, 2019-03, 2024-12-03, 2024-12-03T09:30:00+02:00)")
        return cls._matched(match)

    @classmethod
    def parse_iso(cls, text: str) -> "PartialDate":
        """Read ISO 8601 in extended or basic format: `2024-12-03T09:30:00Z`, `20241203T093000Z`. Raises DateError."""
        match = _ISO_8601_BASIC.fullmatch(text)
        return cls._matched(match) if match else cls.parse(text)

    @classmethod
    def _matched(cls, match: "re.Match[str]") -> "PartialDate":
        part = match.groupdict()
        numbers = {name: int(part[name]) for name in ("year", "month", "day", "hour", "minute", "second") if part[name]}
        return cls(**numbers, fraction=part["fraction"], zone=_offset(part["zone"]))

    def __str__(self) -> str:
        text = f"{self.year:04}"
        if self.month is not None:
            text += f"-{self.month:02}"
        if self.day is not None:
            text += f"-{self.day:02}"
        if self.hour is not None:
            text += f"T{self.hour:02}:{self.minute:02}"
        if self.second is not None:
            text += f":{self.second:02}"
        if self.fraction is not None:
            text += f".{self.fraction}"
        if self.zone is not None:
            text += f"{'-' if self.zone < 0 else '+'}{abs(self.zone) // 60:02}:{abs(self.zone) % 60:02}"
        return text

    @property
    def day_text(self) -> str:
        """The date without its time, as far as it is known: `2024-12-03`, or `2019-03`, or `2019`."""
        return str(self)[:10]

    def covers(self, other: "PartialDate") -> bool:
        """Whether `other` says the same at the same or a finer precision: 2019-03 covers 2019-03-05T10:00.

        Both are compared as printed: a time in another zone is another statement.
        """
        return all(mine is None or mine == theirs for mine, theirs in zip(self._fields(), other._fields(), strict=True))

    def __lt__(self, other: Any) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self._order() < other._order()

    def _order(self) -> tuple[Any, ...]:
        """Earliest instant first, then the vaguer; a time without a zone is ordered as if it were UTC."""
        seconds = datetime.date(self.year, self.month or 1, self.day or 1).toordinal() * 86_400
        seconds += (self.hour or 0) * 3600 + (self.minute or 0) * 60 + (self.second or 0) - (self.zone or 0) * 60
        fields = self._fields()
        return (seconds, float(f"0.{self.fraction or 0}"), sum(field is not None for field in fields), str(self))


def _offset(zone: str | None) -> int | None:
    """Minutes from UTC of `Z`, `+02`, `+0200` or `+02:00`."""
    if zone is None:
        return None
    if zone in "Zz":
        return 0
    minutes = int(zone[1:3]) * 60 + int(zone[3:].lstrip(":") or 0)
    if int(zone[3:].lstrip(":") or 0) > 59:
        raise DateError(f"no time zone is {zone!r}")
    return -minutes if zone[0] == "-" else minutes
