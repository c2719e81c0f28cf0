"""Whether a record may be shown now: what its sightings, its newer versions and notices say of it. Design section 4.

Wherever words conflict, the stricter reading holds: to publish what was killed is worse than to leave out what was not.
"""

import datetime
from collections.abc import Iterable, Sequence
from typing import Literal

import attrs

from ..dates import PartialDate
from ..fields import Status
from ..ledger import Place
from .references import label

StandingName = Literal["usable", "embargoed", "withheld", "canceled", "superseded", "withdrawn"]
_STRICTNESS: tuple[StandingName, ...] = ("usable", "embargoed", "withheld", "canceled")
#: Where a day ends last. An embargo without a zone is kept until it is over everywhere.
_LAST_ZONE = -12 * 60


@attrs.frozen
class Standing:
    """What a record is now, and why."""

    status: StandingName = "usable"
    why: str = ""

    @property
    def usable(self) -> bool:
        return self.status == "usable"


@attrs.frozen
class Statement:
    """What one sighting or notice says: `status` and `embargoed` are None where it says nothing.

    `order` is its place in the ledger, `name` the document that it stood in.
    """

    order: tuple[int, ...]
    name: str
    status: Status | None = None
    embargoed: str | None = None
    publisher: str | None = None
    version: str | None = None


def order(place: Place, number: int, first: Place) -> tuple[int, ...]:
    """Where a statement stands in the ledger, for comparison: what was read again where its document's `first` line is."""
    return int(first.run), first.offset, int(place.run), place.offset, number


def of_a_superseded(by: int | None) -> Standing:
    """The standing of a record that no document holds as it is read now: see `catalog.readings`."""
    if by is None:
        return Standing("withdrawn", "withdrawn: no document holds it as it is read now")
    return Standing("superseded", f"superseded by {label(by)}, as its document is read now")


def stand(
    own: Sequence[Statement],
    newer: Iterable[Sequence[Statement]],
    notices: Sequence[Statement],
    version: str | None,
    now: datetime.datetime,
) -> Standing:
    """The standing of a record with these sightings, newer versions' sightings and notices about its chain, each in order.

    - Of its sightings, each publisher's latest word counts, and the strictest of these; one without a status says nothing.
    - A newer version that is canceled or withheld takes its elders along.
    - Of the notices the latest counts, also when it came before its story; one about an earlier version than the
      record's own (where both are numbers) is not about it. `usable` releases from what was said before it. It ends
      an embargo only if it states another.
    - An embargo lasts to the end of the time that is stated: a day is under embargo until it is over, everywhere.
    """
    notice = next((each for each in reversed(notices) if not _about_an_elder(each, version)), None)
    since = [each for statements in newer for each in _latest(statements, "status")]
    words = [*_latest(own, "status"), *since]
    if notice is not None and notice.status == "usable":
        words = [each for each in words if each.order > notice.order]
    elif notice is not None:
        words.append(notice)
    embargoes = _latest(own, "embargoed")
    if notice is not None and notice.embargoed is not None:
        embargoes = [*(each for each in embargoes if each.order > notice.order), notice]
    found = [Standing(each.status, _why(each, each in since)) for each in words if each.status is not None]
    found += [
        Standing("embargoed", f"under embargo until {each.embargoed}, says {each.name}")
        for each in embargoes
        if each.embargoed is not None and embargo_ends(PartialDate.parse(each.embargoed)) > now
    ]
    return max(found, key=lambda each: _STRICTNESS.index(each.status), default=Standing())


def embargo_ends(date: PartialDate) -> datetime.datetime:
    """When what was stated is over for certain, in UTC."""
    zone = datetime.timezone(datetime.timedelta(minutes=_LAST_ZONE if date.zone is None else date.zone))
    try:
        if date.hour is not None:
            day = datetime.datetime(date.year, date.month or 1, date.day or 1, date.hour, date.minute or 0, tzinfo=zone)
            end = day + datetime.timedelta(seconds=(date.second or 0) + float(f"0.{date.fraction or 0}"))
        elif date.day is not None:
            end = datetime.datetime(date.year, date.month or 1, date.day, tzinfo=zone) + datetime.timedelta(days=1)
        elif date.month is not None:
            end = datetime.datetime(date.year + date.month // 12, date.month % 12 + 1, 1, tzinfo=zone)
        else:
            end = datetime.datetime(date.year + 1, 1, 1, tzinfo=zone)
        return end.astimezone(datetime.UTC)
    except (OverflowError, ValueError):  # the end of the year 9999
        return datetime.datetime.max.replace(tzinfo=datetime.UTC)


def numeric(version: str | None) -> int | None:
    """A version that is a plain number."""
    return int(version) if version is not None and version.isascii() and version.isdigit() and len(version) < 19 else None


def _about_an_elder(notice: Statement, version: str | None) -> bool:
    theirs, own = numeric(notice.version), numeric(version)
    return theirs is not None and own is not None and theirs < own


def _latest(statements: Sequence[Statement], what: Literal["status", "embargoed"]) -> list[Statement]:
    """The latest statement of each publisher that says anything about it."""
    by_publisher = {each.publisher: each for each in statements if getattr(each, what) is not None}
    return list(by_publisher.values())


def _why(statement: Statement, newer: bool) -> str:
    return f"{statement.status} by {'a newer version, ' if newer else ''}{statement.name}"
