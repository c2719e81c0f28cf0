"""Which records are asked for: by date, publisher, language and source, as far as the catalog knows them."""

import datetime
from typing import Any

import attrs

from ..dates import PartialDate
from .lookup import Row


@attrs.define
class Filters:
    """What a record must meet. `undated` counts those that met all but the dates, having none that is precise enough.

    A record is within dates only if it is so for certain: 2019-03 is within 2019-03-01 to 2019-03-31 and not within
    2019-03-10 to 2019-04-30. Days are compared as printed, times of two zones as instants.
    """

    since: PartialDate | None = None
    until: PartialDate | None = None
    publisher: str | None = None
    language: str | None = None
    source: str | None = None
    undated: int = attrs.field(default=0, init=False)

    def __bool__(self) -> bool:
        return any((self.since, self.until, self.publisher, self.language, self.source))

    def match(self, row: Row) -> bool:
        """Whether a record is asked for."""
        if self.publisher is not None and (row.publisher or "").casefold() != self.publisher.casefold():
            return False
        if self.language is not None and not _speaks(row.language, self.language):
            return False
        if self.source is not None and row.source != self.source:
            return False
        return self._within(row.published)

    def _within(self, published: str | None) -> bool:
        if self.since is None and self.until is None:
            return True
        date = PartialDate.parse(published) if published else None
        if date is not None and _after(date, self.since) and _before(date, self.until):
            return True
        if date is None or (not _before_all(date, self.since) and not _after_all(date, self.until)):
            self.undated += 1
        return False


def _speaks(language: str | None, asked: str) -> bool:
    """RFC 4647, 3.3.1 (basic filtering): `en` asks for `en-GB` as well."""
    return f"{language or ''}-".casefold().startswith(f"{asked}-".casefold())


def _after(date: PartialDate, since: PartialDate | None) -> bool:
    return since is None or _first(_in_zone_of(since, date)) >= _first(since)


def _before(date: PartialDate, until: PartialDate | None) -> bool:
    return until is None or _last(_in_zone_of(until, date)) <= _last(until)


def _before_all(date: PartialDate, since: PartialDate | None) -> bool:
    return since is not None and _last(_in_zone_of(since, date)) < _first(since)


def _after_all(date: PartialDate, until: PartialDate | None) -> bool:
    return until is not None and _first(_in_zone_of(until, date)) > _last(until)


def _first(date: PartialDate) -> tuple[Any, ...]:
    """The first instant of what a date says, as printed."""
    fraction = (date.fraction or "").ljust(9, "0")
    return date.year, date.month or 1, date.day or 1, date.hour or 0, date.minute or 0, date.second or 0, fraction


def _last(date: PartialDate) -> tuple[Any, ...]:
    """The last one; 31 does for every month, since only order counts."""
    hour, minute = (23, 59) if date.hour is None else (date.hour, date.minute)
    second = 60 if date.second is None else date.second
    fraction = (date.fraction or "").ljust(9, "9") if date.fraction or date.second is None else "9" * 9
    return date.year, date.month or 12, date.day or 31, hour, minute, second, fraction


def _in_zone_of(bound: PartialDate, date: PartialDate) -> PartialDate:
    """A date as the clocks of another one's zone show it, where both state a zone."""
    if bound.zone is None or date.zone is None or bound.zone == date.zone or date.hour is None:
        return date
    shift = datetime.timedelta(minutes=bound.zone - date.zone)
    moment = datetime.datetime(date.year, date.month or 1, date.day or 1, date.hour, date.minute or 0)
    try:
        moment += shift
    except OverflowError:
        return date
    clock = (moment.year, moment.month, moment.day, moment.hour, moment.minute)
    return PartialDate(*clock, date.second, date.fraction, bound.zone)
