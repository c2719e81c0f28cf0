"""What an archive holds, asked of archives that the real program made."""

import datetime
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from newsarchive.catalog import rebuild
from newsarchive.catalog.references import UnknownRecordError, label
from newsarchive.catalog.standing import Standing, Statement, embargo_ends, stand
from newsarchive.dates import PartialDate
from newsarchive.errors import ArchiveError, DamageError
from newsarchive.holdings import Holdings, open_holdings
from newsarchive.ledger import Ledger
from newsarchive.store.layout import Layout

from .cli import support
from .cli.support import BUDGET, FERRY, HARBOUR, REOPENED, WRONG, build

Opener = Callable[[Path], Holdings]
NOW = datetime.datetime(2024, 12, 10, 12, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return support.world(tmp_path_factory.mktemp("holdings"))


@pytest.fixture
def holdings(archive: Path) -> Iterator[Holdings]:
    with open_holdings(archive) as opened:
        yield opened


@pytest.fixture
def opened() -> Iterator[Callable[[Path], Holdings]]:
    """Opens archives for as long as a test runs."""
    with ExitStack() as stack:
        yield lambda archive: stack.enter_context(open_holdings(archive))


def test_every_name_of_a_record_leads_to_it(holdings: Holdings) -> None:
    for accession in holdings:
        held = holdings.record(accession)
        digits = held.fields["content_hash"].removeprefix("sha256:")
        name = Path(held.path).name
        references = (
            str(accession),
            label(accession),
            name,
            name.removesuffix(".json"),
            held.path,
            f"/somewhere/archive/{held.path}",
            f"/somewhere/else/{name}",
            held.fields["content_hash"],
            digits,
            digits[:16].upper(),
            f"sha256:{digits[:9]}",
        )

        assert [accession] * len(references) == [holdings.resolve(reference) for reference in references]


@pytest.mark.parametrize(
    "reference", ["9", "000/009", "001/000", "ffffffffffff", "", "story.txt", "../000_0", "000/0000", "4.5"]
)
def test_what_names_no_record_is_an_error_that_says_so(holdings: Holdings, reference: str) -> None:
    with pytest.raises(UnknownRecordError, match="holds 000/000 to 000/008") as raised:
        holdings.resolve(reference)

    assert "newsarchive search" in raised.value.help


def test_digits_that_name_two_records_are_an_error_that_names_both(shared: Path, tmp_path: Path, opened: Opener) -> None:
    """Two records share the first 16 digits of their hashes: their files have different names, their prefix is ambiguous."""
    pair = json.loads((shared / "collision.json").read_text())["articles"]
    items = [{"headline": each["headline"], "body": each["body"]} for each in pair]
    held = opened(build(tmp_path, {"pair.fields": items}))
    digits = pair[0]["content_hash"].removeprefix("sha256:")[:16]

    with pytest.raises(UnknownRecordError, match=r"names 2 records: 000/000 .*, 000/001 "):
        held.resolve(digits)
    assert [0, 1] == [held.resolve(each["content_hash"]) for each in pair]
    assert [0, 1] == [held.resolve(f"{place:03}_{digits}.json") for place in range(2)]
    assert [each["headline"] for each in pair] == [held.record(place).fields["headline"] for place in range(2)]


def test_sightings_say_where_when_and_what(holdings: Holdings, archive: Path) -> None:
    first, *later = holdings.sightings(1)

    assert ("000001", "new", "b-ferry.fields", str(archive.parent / "drop1")) == (
        first.run,
        first.outcome,
        first.name,
        first.drop,
    )
    assert ["b-ferry-1.fields", "b-ferry-2.fields"] == [sighting.name for sighting in later]
    assert {"000002"} == {sighting.run for sighting in later}
    assert {"duplicate"} == {sighting.outcome for sighting in later}
    assert "https://lune.example/ferry" == later[1].article["url"]
    assert 3 == len({sighting.original for sighting in (first, *later)})


def test_a_record_is_filled_from_the_first_sighting_that_knows_a_field(holdings: Holdings) -> None:
    filled = holdings.filled(1)

    assert ("2024-11-30", "Orsund Post") == (filled.fields["published"], filled.fields["publisher"])
    expected = {"published": "b-ferry-1.fields", "publisher": "b-ferry-1.fields", "url": "b-ferry-2.fields"}
    assert expected == filled.origins
    assert "published" not in holdings.record(1).fields


def test_what_makes_a_record_itself_is_never_filled(tmp_path: Path, opened: Opener) -> None:
    """Body, evidence and provenance stay the record's own, and an absent status is no gap."""
    item = {"headline": "Ferry", "body": FERRY}
    evidence = {"headline": {"rule": "first"}}
    held = opened(build(tmp_path, {"a.fields": [item]}, {"b.fields": [item | {"status": "usable", "evidence": evidence}]}))
    record = held.record(0).fields

    assert record == held.filled(0).fields
    assert {} == held.filled(0).origins


def test_versions_stand_in_the_order_that_their_source_counts(tmp_path: Path, opened: Opener) -> None:
    """By `version` as a number where all state one, else by `modified`, else by `published`, else as they came."""
    texts = [f"{FERRY} This is text number {number} of the story." for number in range(12)]

    def chain(name: str, *fields: dict[str, str]) -> tuple[int, ...]:
        items = [{"body": text, "identifiers": {"urn": "urn:x:1"}} | each for text, each in zip(texts, fields, strict=False)]
        held = opened(build(tmp_path / name, {f"{number}.fields": [item] for number, item in enumerate(items)}))
        return held.chain(0).accessions

    assert (2, 0, 1) == chain("version", {"version": "9"}, {"version": "10"}, {"version": "2"})
    assert (1, 0) == chain("modified", {"modified": "2024-05-02", "version": "1"}, {"modified": "2024-05-01T10:00:00Z"})
    assert (1, 2, 0) == chain("published", {"published": "2024-05-02"}, {"published": "2023"}, {"published": "2024-05"})
    assert (0, 1) == chain("came", {"published": "2024-05-02"}, {})


def test_the_standing_of_each_record(holdings: Holdings) -> None:
    standings = [holdings.status(accession, NOW) for accession in holdings]

    expected = ["usable", "usable", "usable", "embargoed", "canceled", "withheld", "usable", "usable", "usable"]
    assert expected == [standing.status for standing in standings]
    assert "canceled by e-kill.fields" == standings[4].why
    assert "under embargo until 2999-01-01, says d-secret.fields" == standings[3].why


STORY = {"headline": "Mayor", "body": WRONG, "identifiers": {"urn": "urn:x:mayor"}}
KILL = {"notice": {"identifiers": {"urn": "urn:x:mayor"}, "status": "canceled"}}
RELEASE = {"notice": {"identifiers": {"urn": "urn:x:mayor"}, "status": "usable"}}


@pytest.mark.parametrize(
    ("expected", "runs"),
    [
        (["canceled"], [KILL, STORY]),
        (["usable"], [STORY, KILL, RELEASE]),
        (["canceled"], [STORY, RELEASE, KILL]),
        (["withheld"], [STORY | {"status": "withheld"}]),
        (["usable"], [STORY | {"status": "withheld"}, RELEASE]),
        (["withheld"], [RELEASE, STORY | {"status": "withheld"}]),
        (["canceled"], [STORY, STORY | {"status": "canceled"}]),
        (
            ["canceled"],
            [STORY | {"publisher": "A"}, STORY | {"publisher": "A", "status": "canceled"}, STORY | {"publisher": "B"}],
        ),
        (["canceled", "canceled"], [STORY, STORY | {"body": HARBOUR, "status": "canceled"}]),
        (["canceled", "canceled", "usable"], [STORY, STORY | {"body": HARBOUR, "status": "canceled"}, STORY | {"body": FERRY}]),
        (["usable", "withheld"], [STORY | {"version": "2"}, STORY | {"version": "1", "body": HARBOUR, "status": "withheld"}]),
        (["embargoed"], [STORY, STORY | {"embargoed": "2024-12-10T13:00:00Z"}]),
        (["usable"], [STORY, STORY | {"embargoed": "2024-12-10T12:00:00Z"}]),
        (["embargoed"], [STORY, {"notice": RELEASE["notice"] | {"embargoed": "2024-12-11"}}]),
    ],
)
def test_what_is_said_of_a_story_is_obeyed(
    tmp_path: Path, expected: list[str], runs: list[support.Item], opened: Opener
) -> None:
    held = opened(build(tmp_path, *({f"{number}.fields": [item]} for number, item in enumerate(runs))))

    assert expected == [held.status(accession, NOW).status for accession in held]


def test_a_kill_of_an_earlier_version_does_not_reach_its_successor() -> None:
    notices = [Statement((1, 0, 0), "kill", "canceled", version="3")]

    assert "usable" == stand([], [], notices, "4", NOW).status
    assert "canceled" == stand([], [], notices, "3", NOW).status
    assert "canceled" == stand([], [], notices, None, NOW).status
    assert Standing() == stand([], [], [], None, NOW)


@pytest.mark.parametrize(
    ("stated", "ends"),
    [
        ("2024-12-03T09:30:00+02:00", "2024-12-03T07:30:00+00:00"),
        ("2024-12-03T09:30:15.5Z", "2024-12-03T09:30:15.500000+00:00"),
        ("2024-12-03T09:30", "2024-12-03T21:30:00+00:00"),
        ("2024-12-03", "2024-12-04T12:00:00+00:00"),
        ("2024-12", "2025-01-01T12:00:00+00:00"),
        ("2024", "2025-01-01T12:00:00+00:00"),
        ("9999", "9999-12-31T23:59:59.999999+00:00"),
        ("9999-12-31", "9999-12-31T23:59:59.999999+00:00"),
    ],
)
def test_an_embargo_lasts_until_what_is_stated_is_over_everywhere(stated: str, ends: str) -> None:
    assert ends == embargo_ends(PartialDate.parse(stated)).isoformat()


def test_reading_changes_nothing_that_was_written(archive: Path, holdings: Holdings) -> None:
    def state() -> dict[str, tuple[int, int]]:
        kept = (path for path in archive.rglob("*") if path.is_file() and "sqlite" not in path.name)
        return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in kept}

    before = state()
    for accession in holdings:
        holdings.filled(accession)
        holdings.chain(accession)
        holdings.status(accession, NOW)

    assert before == state()


def test_a_rebuilt_catalog_answers_alike(archive: Path, tmp_path: Path, opened: Opener) -> None:
    def answers() -> list[object]:
        held = opened(archive)
        return [
            (held.row(each), held.sightings(each), held.filled(each), held.chain(each), held.status(each, NOW)) for each in held
        ]

    before = answers()
    layout = Layout(archive)
    layout.catalog.unlink()
    with pytest.raises(ArchiveError, match="missing") as raised:
        opened(archive)
    rebuild(layout.catalog, Ledger(layout.ledger)).connection.close()

    assert "newsarchive rebuild" in raised.value.help
    assert before == answers()


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"content_hash": "sha256:00"}', None])
def test_a_record_that_is_not_what_was_written_is_named(tmp_path: Path, damage: bytes | None, opened: Opener) -> None:
    held = opened(build(tmp_path, {"a.fields": [{"headline": "Budget", "body": BUDGET}]}))
    path = tmp_path / "archive" / held.record(0).path
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage)

    with pytest.raises(DamageError, match=path.name):
        held.record(0)


def test_where_there_is_no_archive_that_is_said(tmp_path: Path, opened: Opener) -> None:
    with pytest.raises(ArchiveError, match="no archive"):
        opened(tmp_path)


def test_the_text_of_a_version_is_its_own(holdings: Holdings) -> None:
    chain = holdings.chain(8)

    assert (0, 8) == chain.accessions
    assert [HARBOUR, REOPENED] == [holdings.record(each).fields["body"][0]["text"] for each in chain.accessions]
    assert "she has not" == holdings.chain(4).notices[0].reason
