"""`reparse`, as the archive has it: a better parser gives the answers that a fresh archive would give, and nothing is lost.

Each document says how the first version of a source reads it, and how the second one does.
"""

import datetime
import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsarchive.catalog import rebuild
from newsarchive.entries import DocumentLine, LinePlace
from newsarchive.export.rows import Rows
from newsarchive.holdings import open_holdings
from newsarchive.ledger import Ledger, Writer, parse
from newsarchive.pipeline.ingest import Options, ingest
from newsarchive.pipeline.reparse import Choice, Reparse, Summary, Told
from newsarchive.pipeline.retry import Retry
from newsarchive.pipeline.workers import Pool, Setting
from newsarchive.store.archive import open_archive
from newsarchive.store.layout import Layout
from newsarchive.store.verify import Verification

from .support import contents, lines

Items = list[dict[str, Any]]
Document = tuple[Items, Items]

NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
CLOCK = "2026-01-01T00:00:00Z"
PLUGIN = '''\
"""Test source: what each of its versions yields."""
import json
from newsarchive import Block, Confidence, Defect, Draft, NotArticle, Notice, Part, Source, Unreadable, hookimpl

def sniff(sample):
    return Confidence.CERTAIN

def parse(document):
    for item in json.loads(document.text())[{number}]:
        if "notice" in item:
            yield Notice(**item["notice"])
        elif "ignored" in item:
            yield NotArticle(item["ignored"])
        elif "defect" in item:
            yield Defect(**item["defect"])
        elif "broken" in item:
            raise Unreadable(item["broken"])
        elif "part" in item:
            yield Part(item["part"], json.dumps([item["items"]] * 2).encode())
        else:
            if isinstance(item.get("body"), list):
                item["body"] = [Block(**block) for block in item["body"]]
            yield Draft(**item)

@hookimpl
def newsarchive_sources():
    return Source("versioned", sniff=sniff, parse=parse, version="{version}")
'''
HARBOUR = "The harbour of Vellmar was closed on Monday after a crane fell into the basin, the port authority said."
FERRY = "A ferry of the southern line ran aground near Orsund in the night; all two hundred passengers are safe."
BUDGET = "The minister of finance presented a budget to the assembly, which went home without a vote on Friday."


@pytest.fixture(scope="module")
def plugins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders `0`, `1`: the same source in two versions; `same`: the first one, called by another version."""
    folder = tmp_path_factory.mktemp("plugins")
    for name, number, version in (("0", 0, "1"), ("1", 1, "2"), ("same", 0, "1.1")):
        (folder / name).mkdir()
        text = PLUGIN.replace("{number}", str(number)).replace("{version}", version)
        (folder / name / "versioned.py").write_text(text)
    return folder


@pytest.fixture(scope="module")
def old(plugins: Path) -> Iterator[Pool]:
    with Pool(Setting((plugins / "0",), only="versioned")) as pool:
        yield pool


@pytest.fixture(scope="module")
def new(plugins: Path) -> Iterator[Pool]:
    with Pool(Setting((plugins / "1",), only="versioned")) as pool:
        yield pool


@pytest.fixture(scope="module")
def two_new(plugins: Path) -> Iterator[Pool]:
    with Pool(Setting((plugins / "1",), only="versioned"), 2) as pool:
        yield pool


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reparse")


def write(folder: Path, documents: Sequence[Document]) -> Path:
    """A drop folder of documents, each as the two versions read it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for number, document in enumerate(documents):
        (folder / f"{number}.json").write_text(json.dumps(document))
    return folder


def take(archive: Path, drop: Path, pool: Pool, **options: Any) -> dict[str, int]:
    with open_archive(archive) as opened:
        return ingest(opened, pool, [drop], Options(version="test", now=lambda: CLOCK, **options)).counts()


def again(archive: Path, pool: Pool, dry_run: bool = False, **choice: Any) -> tuple[Summary, list[Told]]:
    """A reparse, and what it told."""
    told: list[Told] = []
    with open_archive(archive) as opened:
        run = Reparse(
            opened.layout,
            opened.catalog,
            opened.ledger,
            None if dry_run else opened,
            pool,
            "test",
            lambda: CLOCK,
            Choice(**choice),
            tell=told.append,
        )
        return run.run(), told


def exported(archive: Path, everything: bool = False) -> list[dict[str, Any]]:
    """What `export` and the catalog answer, without what depends on the order in which records were made."""
    with open_holdings(archive) as holdings:
        rows = [
            row | {"accession": None, "row": attrs.evolve(holdings.row(row["accession"]), accession=0, chain=0)}
            for row in Rows(holdings, NOW, everything=everything)
        ]
    return sorted(rows, key=lambda row: str(row["id"]))


def chains(archive: Path) -> list[list[str]]:
    """The stories, each as the texts that are its versions today, in their order."""
    with open_holdings(archive) as holdings:
        usable = [each for each in holdings if holdings.status(each, NOW).status not in ("superseded", "withdrawn")]
        stories = {holdings.chain(each).accessions for each in usable}
        return sorted([holdings.row(each).content_hash for each in story if each in usable] for story in stories)


def catalog_of(archive: Path) -> dict[str, list[Any]]:
    """Everything that the catalog says."""
    with open_holdings(archive) as holdings:
        run = holdings.catalog.connection.execute
        names = [row[0] for row in run("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name")]
        return {name: sorted(map(repr, run(f"SELECT * FROM {name}"))) for name in names}  # its own names


def sound(archive: Path) -> None:
    """The archive verifies, and its catalog is what the ledger says."""
    assert [] == list(Verification(Layout(archive)).problems())
    before = catalog_of(archive)
    rebuild(archive / "catalog.sqlite", Ledger(archive / "ledger")).close()
    assert before == catalog_of(archive)


# -- properties ----------------------------------------------------------------------------------------------------

values: dict[str, st.SearchStrategy[Any]] = {
    "byline": st.sampled_from(["By A. Writer", "R. Ames"]),
    "published": st.sampled_from(["2024-12-02", "2024-12-03T09:30:00+01:00"]),
    "modified": st.sampled_from(["2024-12-04", "2024-12-05"]),
    "publisher": st.sampled_from(["Orsund Post", "Lune Daily"]),
    "language": st.sampled_from(["en", "de"]),
    "keywords": st.lists(st.sampled_from(["port", "sea"]), min_size=1, max_size=2),
    "identifiers": st.dictionaries(st.sampled_from(["urn", "guid"]), st.sampled_from(["urn:x:1", "2"]), min_size=1),
    "status": st.sampled_from(["usable", "withheld", "canceled"]),
    "embargoed": st.sampled_from(["2025-01-01", "2999-01-01"]),
    "version": st.sampled_from(["1", "2"]),
}
texts = {"headline": st.sampled_from(["“Crane”", '"Crane"', "Ferry"]), "body": st.sampled_from([HARBOUR, FERRY, BUDGET])}
drafts = st.fixed_dictionaries(texts, optional=values)
notices = st.fixed_dictionaries(
    {"identifiers": values["identifiers"], "status": values["status"]}, optional={"publisher": values["publisher"]}
).map(lambda notice: {"notice": notice})
items = st.lists(drafts | drafts | notices | st.just({"ignored": "an index"}), min_size=1, max_size=3)
documents = st.lists(st.tuples(items, items) | items.map(lambda same: (same, same)), min_size=1, max_size=4)


@settings(max_examples=60)
@given(documents)
def test_a_better_parser_answers_as_a_fresh_archive_would(old: Pool, new: Pool, place: Path, documents: list[Document]) -> None:
    """Same texts, fields, origins, standing and stories; the second time nothing is left to note; it can be rebuilt."""
    for name in ("reparsed", "fresh"):
        shutil.rmtree(place / name, ignore_errors=True)
    drop = write(place / "drop", documents)
    take(place / "reparsed", drop, old)
    records = contents(place / "reparsed")
    again(place / "reparsed", new)
    take(place / "fresh", drop, new)
    ledger = lines(place / "reparsed")
    summary, told = again(place / "reparsed", new, everything=True)
    report = take(place / "reparsed", drop, new)

    assert exported(place / "fresh") == exported(place / "reparsed")
    assert chains(place / "fresh") == chains(place / "reparsed")
    assert (len(documents), 0, []) == (summary.unchanged, summary.changed, told)
    assert (len(documents), 0) == (report["unchanged"], report["found"])
    assert ledger == lines(place / "reparsed")
    kept = {path: data for path, data in contents(place / "reparsed").items() if path in records and "manifests" not in path}
    assert {path: data for path, data in records.items() if "manifests" not in path} == kept
    sound(place / "reparsed")


@settings(max_examples=15)
@given(documents)
def test_the_parser_that_read_it_changes_nothing(old: Pool, place: Path, documents: list[Document]) -> None:
    """The same sources pass everything over; asked for everything, they find what is there and write nothing."""
    shutil.rmtree(place / "same", ignore_errors=True)
    take(place / "same", write(place / "drop", documents), old)
    ledger = lines(place / "same")

    summary, told = again(place / "same", old)
    thorough, told_all = again(place / "same", old, everything=True)

    assert (len(documents), 0, []) == (summary.passed_over, summary.read, told)
    assert (len(documents), 0, []) == (thorough.unchanged, thorough.changed, told_all)
    assert ledger == lines(place / "same")


@settings(max_examples=15)
@given(documents)
def test_the_number_of_workers_and_a_rehearsal_change_nothing(
    old: Pool, new: Pool, two_new: Pool, place: Path, documents: list[Document]
) -> None:
    """One worker, two, or a dry run first: the same is told, and the same is written."""
    found = []
    drop = write(place / "drop", documents)
    for name, pool in (("one", new), ("two", two_new)):
        shutil.rmtree(place / name, ignore_errors=True)
        take(place / name, drop, old)
        before = lines(place / name)
        rehearsed = again(place / name, pool, dry_run=True)
        assert before == lines(place / name)
        done = again(place / name, pool)
        assert rehearsed[1] == done[1]
        found.append((done[1], lines(place / name), contents(place / name)))

    assert found[0] == found[1]


# -- single cases --------------------------------------------------------------------------------------------------


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "archive"


def told_kinds(told: Sequence[Told]) -> list[tuple[str, int | None, int | None]]:
    return [(change.kind, change.accession, change.by) for each in told for change in each.changes]


def standings(archive: Path) -> list[str]:
    with open_holdings(archive) as holdings:
        return [holdings.status(each, NOW).status for each in holdings]


def article(body: str, **fields: Any) -> dict[str, Any]:
    return {"headline": "Headline", "body": body, **fields}


def test_a_record_stays_as_long_as_any_document_holds_it(archive: Path, old: Pool, new: Pool, tmp_path: Path) -> None:
    """The copy that still reads so is now what it is known from; only with the last one it is superseded."""
    both = [article(HARBOUR, byline="A")], [article(FERRY, byline="A")]
    copy = [article(HARBOUR, byline="B")], [article(HARBOUR, byline="B")]
    take(archive, write(tmp_path / "drop", [both, copy]), old)
    again(archive, new)

    assert ["usable", "usable"] == standings(archive)
    with open_holdings(archive) as holdings:
        assert "B" == holdings.filled(0).fields["byline"]
        assert ["1.json"] == [each.name for each in holdings.sightings(0)]


def test_what_was_superseded_comes_back(archive: Path, old: Pool, new: Pool, tmp_path: Path) -> None:
    """A later ingest brings it back, and what the catalog says of it is what that document says."""
    take(archive, write(tmp_path / "drop", [([article(HARBOUR, publisher="Lune")], [article(FERRY)])]), old)
    again(archive, new)
    assert ["superseded", "usable"] == standings(archive)
    take(archive, write(tmp_path / "more", [([], [article(HARBOUR, publisher="Post")])]), new)

    assert ["usable", "usable"] == standings(archive)
    with open_holdings(archive) as holdings:
        assert "Post" == holdings.row(0).publisher
    sound(archive)


def test_there_and_back_again(archive: Path, old: Pool, new: Pool, tmp_path: Path) -> None:
    """The first parser once more: the first record is the document's again, and the second is superseded by it."""
    take(archive, write(tmp_path / "drop", [([article(HARBOUR)], [article(FERRY)])]), old)
    before = exported(archive)
    again(archive, new)
    _, told = again(archive, old)

    assert [("superseded", 1, 0)] == told_kinds(told)
    assert ["usable", "superseded"] == standings(archive)
    assert before == exported(archive)
    sound(archive)


def test_articles_between_others_are_matched_by_position(archive: Path, old: Pool, new: Pool, tmp_path: Path) -> None:
    """What keeps its text is its own counterpart; what has none is new, or withdrawn, and the ledger names it."""
    before = [article("First " + HARBOUR), article(FERRY), article(BUDGET), article("Last " + HARBOUR)]
    after = [article("1st " + HARBOUR), article(FERRY), article("Very last " + HARBOUR), article("Added " + BUDGET)]
    take(archive, write(tmp_path / "drop", [(before, after)]), old)
    _, told = again(archive, new)

    assert [("superseded", 0, 4), ("superseded", 2, 5), ("superseded", 3, 6)] == told_kinds(told)[1:]
    assert "better" == told_kinds(told)[0][0]  # its source has another version
    take(
        archive,
        write(tmp_path / "fewer", [([article("One " + BUDGET), article("Two " + BUDGET)], [article("One " + BUDGET)])]),
        old,
    )
    _, told = again(archive, new)

    assert ("withdrawn", 8, None) in told_kinds(told)
    assert "withdrawn" == standings(archive)[8]
    (gone,) = lines(archive)[-3]["gone"]
    assert {"accession": 8} == gone
    sound(archive)


def test_versions_stand_in_the_order_of_their_documents(archive: Path, old: Pool, new: Pool, tmp_path: Path) -> None:
    """A record that is made late for an early document is an early version; the superseded one stands before it."""
    story = {"identifiers": {"urn": "urn:x:1"}}
    documents: list[Document] = [
        ([article(HARBOUR, **story)], [article(BUDGET, **story)]),
        ([article(FERRY, **story, status="canceled")], [article(FERRY, **story, status="canceled")]),
    ]
    take(archive, write(tmp_path / "drop", documents), old)
    again(archive, new)

    with open_holdings(archive) as holdings:
        assert (0, 2, 1) == holdings.chain(1).accessions
    assert ["superseded", "canceled", "canceled"] == standings(archive)


def test_stories_are_linked_as_they_read_now(archive: Path, old: Pool, new: Pool, tmp_path: Path) -> None:
    """Identifiers that are found only now join two stories; those that are gone part them."""
    apart: dict[str, Any] = {}
    one, two = {"identifiers": {"urn": "urn:x:1"}}, {"identifiers": {"urn": "urn:x:2"}}
    documents: list[Document] = [
        ([article(HARBOUR, **apart)], [article(HARBOUR, **one)]),
        ([article(FERRY, **two)], [article(FERRY, **one)]),
        ([article(BUDGET, **two)], [article(BUDGET, **apart)]),
    ]
    take(archive, write(tmp_path / "drop", documents), old)
    with open_holdings(archive) as holdings:
        assert [(0,), (1, 2), (1, 2)] == [holdings.chain(each).accessions for each in holdings]
    again(archive, new)

    with open_holdings(archive) as holdings:
        assert [(0, 1), (0, 1), (2,)] == [holdings.chain(each).accessions for each in holdings]
        assert (0, set()) == (holdings.catalog.chain(1), holdings.catalog.chains(["urn\0urn:x:2\0"]))
    sound(archive)


def test_what_fails_today_changes_nothing(archive: Path, old: Pool, new: Pool, tmp_path: Path) -> None:
    """The ledger keeps what could be read; a sound document beside it is noted all the same."""
    failing = [article(HARBOUR)], [article(HARBOUR, byline="B"), {"broken": "torn"}]
    sound_one = [article(FERRY)], [article(FERRY, byline="B")]
    take(archive, write(tmp_path / "drop", [failing, sound_one]), old)
    summary, told = again(archive, new)

    assert (2, 1, 1) == (summary.read, summary.failed, summary.changed)
    assert ["torn"] == [reason.reason for reason in told[0].failed]
    assert [None, "B"] == [row["byline"] for row in sorted(exported(archive), key=lambda row: row["text"], reverse=True)]
    sound(archive)


def test_what_waits_in_quarantine_is_for_retry(archive: Path, old: Pool, new: Pool, tmp_path: Path) -> None:
    """A document of which nothing was taken in is left alone; of one that failed in part, the rest is read again."""
    nothing: Document = [{"broken": "torn"}], [article(BUDGET)]
    partly: Document = [article(HARBOUR), {"broken": "torn"}], [article(HARBOUR, byline="B"), {"broken": "torn"}]
    take(archive, write(tmp_path / "drop", [nothing, partly]), old)
    summary, _ = again(archive, new)

    assert (1, 1, 0, 1) == (summary.read, summary.changed, summary.failed, summary.waiting)
    assert 1 == len(list((archive / "quarantine").glob(json_of(tmp_path / "drop/0.json"))))
    assert 1 == len(list((archive / "quarantine").glob(json_of(tmp_path / "drop/1.json"))))
    with open_archive(archive) as opened:
        report = Retry(opened, new, "test", lambda: CLOCK).run()
    assert (1, 0, 1) == (report.totals["new"], report.totals["duplicate"], report.totals["quarantined"])
    sound(archive)


def json_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() + ".json"


def test_what_retry_took_in_later_is_part_of_the_document(
    archive: Path, old: Pool, new: Pool, plugins: Path, tmp_path: Path
) -> None:
    """Its lines together are what it says: the parser of the retry finds nothing else, a better one replaces them all."""
    document: Document = [article(HARBOUR), {"broken": "torn"}], [article(HARBOUR), {"ignored": "an index"}, article(FERRY)]
    take(archive, write(tmp_path / "drop", [document]), old)
    with open_archive(archive) as opened:
        Retry(opened, new, "test", lambda: CLOCK).run()
    before = lines(archive)
    _, told = again(archive, new, everything=True)

    # The retry left out what was noted already: the article as the old version read it is read better now.
    assert [("better", 0, None)] == told_kinds(told)
    assert 2 == len(lines(archive)[len(before) + 1]["replaces"])
    assert 0 == again(archive, new, everything=True)[0].changed
    sound(archive)


def test_a_body_of_other_blocks_is_answered(archive: Path, old: Pool, new: Pool, tmp_path: Path) -> None:
    """The words are the same, so the record is; its blocks are those of the newest reading."""
    blocks = [
        {"kind": "crosshead", "text": "Closed"},
        {"kind": "paragraph", "text": HARBOUR},
        {"kind": "caption", "text": "A crane"},
    ]
    take(archive, write(tmp_path / "drop", [([article(f"Closed {HARBOUR}")], [{"headline": "Headline", "body": blocks}])]), old)
    _, told = again(archive, new)

    assert [("better", 0, None)] == told_kinds(told)
    assert blocks == told[0].changes[0].fields["body"][1]
    assert blocks == exported(archive)[0]["body"]
    assert 0 == again(archive, new, everything=True)[0].changed


def test_a_document_of_many_articles_takes_several_lines(archive: Path, old: Pool, new: Pool, tmp_path: Path) -> None:
    """Each line says which document it is of; the first one names all that it replaces, the last one all that is gone."""
    document: Document = (
        [article(f"{number} {HARBOUR}") for number in range(250)],
        [article(f"{number} {FERRY}", byline="B") for number in range(240)],
    )
    take(archive, write(tmp_path / "drop", [document]), old)
    summary, _ = again(archive, new)
    noted = [line for line in lines(archive) if "document" in line]

    assert (240, 10) == (summary.kinds["superseded"], summary.kinds["withdrawn"])
    assert [3, 0, 0] == [len(line.get("replaces", ())) for line in noted]
    assert [0, 0, 250] == [len(line.get("gone", ())) for line in noted]
    assert 240 == len(exported(archive))
    assert 0 == again(archive, new, everything=True)[0].changed
    sound(archive)


def test_the_same_bytes_under_one_name_again_are_one_document(archive: Path, old: Pool, new: Pool, tmp_path: Path) -> None:
    """Taken in, overwritten, and put back: its lines are replaced together."""
    first: Document = [article(HARBOUR)], [article(HARBOUR, byline="B")]
    for document in (first, ([article(FERRY)], [article(FERRY)]), first):
        take(archive, write(tmp_path / "drop", [document]), old)
    summary, _ = again(archive, new)

    assert (2, 2) == (summary.read, summary.changed)
    with open_holdings(archive) as holdings:
        assert [1, 1] == [len(holdings.sightings(each)) for each in holdings]
    sound(archive)


def test_another_version_that_reads_the_same_is_noted(archive: Path, old: Pool, plugins: Path, tmp_path: Path) -> None:
    """Who read it is all that changed, and what a fresh archive would say."""
    take(archive, write(tmp_path / "drop", [([article(HARBOUR)], [])]), old)
    with Pool(Setting((plugins / "same",), only="versioned")) as pool:
        _, told = again(archive, pool)

    (change,) = (change for change in told[0].changes if change.kind == "better")
    assert {"provenance.source_version": ("1", "1.1")} == change.fields
    assert "1.1" == exported(archive)[0]["provenance"]["source_version"]


def test_only_what_was_chosen_is_read(archive: Path, old: Pool, new: Pool, tmp_path: Path) -> None:
    """By record, and by source."""
    documents = [([article(text)], [article(text, byline="B")]) for text in (HARBOUR, FERRY)]
    take(archive, write(tmp_path / "drop", documents), old)

    assert 0 == again(archive, new, dry_run=True, source="nobody")[0].read
    assert 2 == again(archive, new, dry_run=True, source="versioned")[0].read
    assert [("better", 1, None)] == [each for each in told_kinds(again(archive, new, records=(1,))[1]) if each[0] == "better"]
    assert 1 == again(archive, new)[0].changed


@pytest.mark.parametrize("what", ["replaces", "document"])
def test_verify_finds_a_line_that_replaces_what_is_none(archive: Path, old: Pool, new: Pool, tmp_path: Path, what: str) -> None:
    """A reading names lines of its own document."""
    take(archive, write(tmp_path / "drop", [([article(HARBOUR)], [article(HARBOUR, byline="B")])]), old)
    again(archive, new)
    ledger = Ledger(archive / "ledger")
    found = [(place, parse(line)) for place, line, _ in ledger.read()]
    ledger.path("000002").unlink()
    writer = Writer(ledger, "000002", ledger.tail().digest)
    for place, entry in found:
        if place.run == "000002":
            if isinstance(entry, DocumentLine):
                nowhere = LinePlace(run="000001", offset=0)
                wrong: Any = {"replaces": (nowhere,)} if what == "replaces" else {"document": nowhere}
                writer.append([attrs.evolve(entry, **wrong)])
            else:
                writer.append([entry])
    writer.close()
    rebuild(archive / "catalog.sqlite", ledger).close()

    (problem,) = Verification(Layout(archive)).problems()
    assert ("ledger/000002.jsonl", True) == (problem.path, "line of the same document" in problem.what)
