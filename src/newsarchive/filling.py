"""What rules say of a document and its articles do not say themselves, filled in, with evidence that says so.

A field that is stated stays as it is. A time without a zone gets the offset that the zone had at that local time, unless
the clocks were changed just then: such a time has two offsets, or none.
"""

import datetime
import zoneinfo
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import attrs

from .dates import PartialDate
from .model import Article, Evidence
from .reading import Message, Reason

#: Fields that are filled where they are absent, and those that get a zone.
FIELDS = ("language", "publisher")
DATES = ("published", "modified", "embargoed")
Stated = TypeVar("Stated", Article, Message)


class ZoneError(ValueError):
    """A local time has no one offset in a zone."""


def fill(article: Article, hints: Mapping[str, str]) -> tuple[Article, list[Reason]]:
    """An article with what the rules say, and what was wrong with its times."""
    zoned, defects = _with_zone(article, hints)
    filled = _with_fields(zoned, hints)
    if filled is article:
        return article, defects
    evidence = dict(article.evidence)
    for name in FIELDS:
        if getattr(filled, name) != getattr(article, name):
            evidence[name] = Evidence(f"rules/{name}")
    dated = [name for name in DATES if getattr(filled, name) != getattr(article, name)]
    for name in dated:
        rule = f"rules/time_zone {hints['time_zone']}"
        was = evidence.get(name)
        evidence[name] = attrs.evolve(was, rule=f"{was.rule}; {rule}") if was else Evidence(rule)
    provenance = article.provenance
    if dated and (version := tz_version()):
        provenance = attrs.evolve(provenance, source_version=f"{provenance.source_version}; tz database {version}")
    return attrs.evolve(filled, evidence=evidence, provenance=provenance), defects


def fill_notice(message: Message, hints: Mapping[str, str]) -> tuple[Message, list[Reason]]:
    """The same of a notice: whose story it is about may depend on the publisher."""
    zoned, defects = _with_zone(message, hints)
    return _with_fields(zoned, hints), defects


def _with_fields(stated: Stated, hints: Mapping[str, str]) -> Stated:
    names = attrs.fields_dict(type(stated))
    missing: dict[str, Any] = {
        name: hints[name] for name in FIELDS if name in hints and name in names and getattr(stated, name) is None
    }
    return attrs.evolve(stated, **missing) if missing else stated


def _with_zone(stated: Stated, hints: Mapping[str, str]) -> tuple[Stated, list[Reason]]:
    zone = hints.get("time_zone")
    dates: dict[str, PartialDate] = {}
    defects: list[Reason] = []
    for name in DATES if zone is not None else ():
        date: PartialDate | None = getattr(stated, name, None)
        if zone is None or date is None or date.hour is None or date.zone is not None:
            continue
        try:
            dates[name] = in_zone(date, zone)
        except ZoneError as error:
            defects.append(Reason("no-offset", f"$.{name}: {error}; it stays without a zone"))
    changes: dict[str, Any] = dict(dates)
    return (attrs.evolve(stated, **changes) if changes else stated), defects


def in_zone(date: PartialDate, zone: str) -> PartialDate:
    """A local time with its offset. Raises ZoneError where it has none, or two (PEP 495), or one that no zone field holds."""
    year, month, day, hour, minute, second, fraction, _ = (getattr(date, name) for name in PartialDate.__slots__)
    local = datetime.datetime(year, month, day, hour, minute, min(second or 0, 59), tzinfo=zoneinfo.ZoneInfo(zone))
    before, after = local.utcoffset(), local.replace(fold=1).utcoffset()
    if before is None or after is None:
        raise ZoneError(f"{zone} knows no offset at {date}")
    if before != after:
        why = "was passed over" if before < after else "came twice"
        raise ZoneError(f"{date} {why} in {zone}, where the clocks were changed")
    minutes, rest = divmod(before, datetime.timedelta(minutes=1))
    if rest or abs(minutes) > 14 * 60:
        raise ZoneError(f"{zone} was {before} from UTC at {date}, which is no offset of whole minutes up to 14 hours")
    return PartialDate(year, month, day, hour, minute, second, fraction, minutes)


@cache
def tz_version() -> str | None:
    """The version of the system's tz database, where it says so."""
    for folder in zoneinfo.TZPATH:
        try:
            with (Path(folder) / "tzdata.zi").open(encoding="ascii", errors="replace") as file:
                return file.readline().removeprefix("# version").strip()
        except OSError:
            continue
    return None
