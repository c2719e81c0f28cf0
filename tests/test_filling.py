"""What rules say is filled in where nothing is stated, with evidence, and nowhere else."""

import datetime
import zoneinfo

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from newsarchive import PartialDate
from newsarchive.filling import DATES, FIELDS, ZoneError, fill, fill_notice, in_zone
from newsarchive.model import Article, Evidence, Provenance
from newsarchive.reading import Message
from newsarchive.testing.strategies import articles, partial_dates

ZONES = ["Europe/Paris", "America/New_York", "Asia/Kathmandu", "UTC", "Pacific/Apia"]
hints = st.fixed_dictionaries(
    {},
    optional={
        "language": st.just("fr"),
        "publisher": st.just("Orsund Post"),
        "time_zone": st.sampled_from(ZONES),
        "date_order": st.just("DMY"),
    },
)
PROVENANCE = Provenance(original="0" * 64, name="a", source="fields", source_version="1")


@given(articles(), hints)
def test_what_is_stated_stays_and_what_is_not_is_filled(given: Article, said: dict[str, str]) -> None:
    filled, defects = fill(given, said)
    changed = {name for name in attrs.fields_dict(Article) if getattr(given, name) != getattr(filled, name)}

    assert changed <= {*FIELDS, *DATES, "evidence", "provenance"}
    for name in FIELDS:
        assert getattr(filled, name) == (getattr(given, name) or said.get(name))
    for name in changed.intersection(FIELDS):
        assert Evidence(f"rules/{name}") == filled.evidence[name]
    for name in changed.intersection(DATES):
        assert getattr(filled, name).zone is not None
        assert f"rules/time_zone {said['time_zone']}" in filled.evidence[name].rule
        assert getattr(filled, name).covers(getattr(filled, name))
        assert str(getattr(filled, name)).startswith(str(getattr(given, name)))
    for name in DATES:
        date = getattr(given, name)
        local = "time_zone" in said and date is not None and date.hour is not None and date.zone is None
        told = any(f"$.{name}:" in defect.reason for defect in defects)
        assert local == (name in changed or told)


@given(articles(), hints)
def test_filling_twice_changes_nothing(given: Article, said: dict[str, str]) -> None:
    filled, defects = fill(given, said)

    assert (filled, defects) == fill(filled, said)


@given(partial_dates(), st.sampled_from(ZONES))
def test_a_local_time_has_the_offset_of_its_zone(date: PartialDate, zone: str) -> None:
    """As the standard library converts the instant back."""
    assume(date.hour is not None and date.second != 60 and 1 < date.year < 9999)
    try:
        found = in_zone(date, zone)
    except ZoneError:
        return
    text = str(found).replace(f".{found.fraction}", "")  # a fraction may have more digits than the library reads
    instant = datetime.datetime.fromisoformat(text)
    back = instant.astimezone(zoneinfo.ZoneInfo(zone))

    assert (date.year, date.month, date.day, date.hour, date.minute) == back.timetuple()[:5]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2024-03-31T02:30:00", "was passed over in Europe/Paris"),
        ("2024-10-27T02:30", "came twice in Europe/Paris"),
        ("1900-01-01T12:00:00", "no offset of whole minutes"),
    ],
)
def test_a_time_without_one_offset_stays_without_a_zone(text: str, why: str) -> None:
    given = Article(headline="A", published=PartialDate.parse(text), provenance=PROVENANCE)
    filled, (defect,) = fill(given, {"time_zone": "Europe/Paris"})

    assert given == filled
    assert "no-offset" == defect.code
    assert why in defect.reason


def test_a_notice_gets_its_publisher() -> None:
    """So that a kill finds the story of the same wire."""
    message = Message({"guid": "1"}, "canceled", embargoed=PartialDate.parse("2024-07-01T12:00"))
    filled, defects = fill_notice(message, {"publisher": "AFP", "language": "fr", "time_zone": "Europe/Paris"})

    assert ("AFP", "2024-07-01T12:00+02:00", []) == (filled.publisher, str(filled.embargoed), defects)
