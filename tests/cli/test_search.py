"""`newsarchive search`."""

import json
import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.catalog.query import MATCH_BEGINS, MATCH_ENDS, QueryError, searchable, terms
from newsarchive.catalog.search import snippets

from ..archive.support import PROGRAM, ingest, run, write_fields
from .support import BUDGET, FERRY, answer, build, hits


def as_nobody(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    """Run the program as a user who may read and not write; skips where that cannot be."""
    if os.geteuid() != 0:
        pytest.skip("only root can run a process as somebody else")
    command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", str(PROGRAM), *map(str, arguments)]
    if (
        shutil.which("setpriv") is None
        or subprocess.run([*command[:4], str(PROGRAM), "--version"], capture_output=True).returncode
    ):
        pytest.skip("another user cannot run this environment's newsarchive")
    return subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("harbour", {0, 8}),
        ("HARBOUR closed", {0}),
        ("harbour ferry", set()),
        ('"opened again"', {8}),
        ('"again opened"', set()),
        ("pass*", {1}),
        ('"southern li"*', {1}),
        ("zoe obrien", set()),
        ("Zoë O'Brien", {2}),
        ("zoe o’brien", {2}),
        ("cooperation naive", {2}),
        ("post-war", {2}),
        ("Ames", {0, 8}),
        ("经济", {6}),
        ("中国 出口", {6}),
        ("经统", set()),
        ("国", {6}),
        ("calc", {7}),
        ("fever", set()),
        ("mayor", set()),
        ("chairman", set()),
    ],
)
def test_a_query_finds_what_a_reader_would_call_a_match(world: Path, query: str, found: set[int]) -> None:
    assert found == set(hits(world, query))


def test_all_also_shows_what_may_not_be_shown(world: Path) -> None:
    assert [4] == hits(world, "mayor", "--all")
    done = run("search", "mayor", "-a", world)
    assert (0, "") == (done.returncode, done.stdout)
    assert "1 canceled, withheld, under embargo or superseded left out" in done.stderr
    assert "[canceled]" in answer(world, "search", "mayor", "--all")


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--since", "2019-03-01", "--until", "2019-03-31"], {2}),
        (["--since", "2019-03", "--until", "2019"], {2}),
        (["--since", "2019-03-02", "--until", "2019-04"], set()),
        (["--since", "2024-12-02", "--until", "2024-12-02"], {0, 8}),
        (["--since", "2024-12-02T08:30:00Z", "--until", "2024-12-02T08:30:00Z"], {0, 8}),
        (["--since", "2024-12-02T09:00:00Z"], set()),
        (["--until", "2023"], {2}),
        (["--publisher", "orsund post"], {0, 1, 8}),
        (["--language", "en"], {0, 2}),
        (["--language", "en-gb"], {0}),
        (["--source", "fields"], {0, 1, 2, 8}),
        (["--source", "nobody"], set()),
    ],
)
def test_filters_narrow_what_is_found(world: Path, options: list[str], found: set[int]) -> None:
    """Words that several records have; record 1's date and publisher are filled from later sightings."""
    assert found == {each for word in ("harbour", "ferry", "budget") for each in hits(world, word, *options)}


def test_what_has_no_date_is_said_once(tmp_path: Path) -> None:
    items = [{"headline": "Ferry one", "body": FERRY}, {"headline": "Ferry two", "body": FERRY, "published": "2024-05-01"}]
    items.append({"headline": "Ferry three", "body": FERRY, "published": "2024"})
    archive = build(tmp_path, {"a.fields": items})

    done = run("search", "ferry", "--since", "2024-05", "-a", archive)

    assert "Ferry two" in done.stdout
    assert "Ferry one" not in done.stdout + done.stderr
    assert "2 left out because their date is missing, or not precise enough to tell\n" == done.stderr


def test_a_bad_date_is_a_wrong_call(world: Path) -> None:
    done = run("search", "harbour", "--since", "yesterday", "-a", world)

    assert 2 == done.returncode
    assert "'yesterday' is not an ISO 8601 date" in done.stderr


def test_the_headline_weighs_more_and_the_limit_holds(tmp_path: Path) -> None:
    archive = build(
        tmp_path,
        {"a.fields": [{"headline": "Other news", "body": f"A crane. {FERRY}"}, {"headline": "A crane", "body": BUDGET}]},
    )

    assert [1, 0] == hits(archive, "crane")
    done = run("search", "crane", "--limit", "1", "-a", archive)
    assert "1 of 2 matches shown; `--limit` shows more" in done.stderr


def test_a_person_sees_where_it_matches(world: Path) -> None:
    shown = answer(world, "search", "Tuesday")

    assert shown.splitlines()[0] == "000/008  2024-12-02T09:30:00+01:00  Orsund Post  Harbour open again"
    assert "was opened again on [Tuesday] after a crane" in shown
    assert "中国[经济]在" in answer(world, "search", "经济")
    (hit,) = map(json.loads, answer(world, "search", "Tuesday", "--json").splitlines())
    assert ("Harbour open again", "usable", 8) == (hit["headline"], hit["standing"], hit["accession"])
    assert "opened again on Tuesday after" in hit["snippet"]


@given(st.text())
def test_no_query_breaks_the_language_of_the_index(query: str) -> None:
    """Whatever people type either searches or is refused in words."""
    with suppress(QueryError):
        wanted = terms(query)
        (cut,) = snippets(["one two"], wanted)
        assert "one two" == cut.replace(MATCH_BEGINS, "").replace(MATCH_ENDS, "")


@pytest.mark.parametrize(
    "query", ["AND", "a OR", "NEAR(a b)", '"', "a:b", "^a", "-a", "(", "*", "''", "a\x00b", '"a" "', "body:harbour", "{a b}: c"]
)
def test_the_syntax_of_fts5_is_just_text(world: Path, query: str) -> None:
    done = run("search", "-a", world, "--", query.replace("\x00", " "))

    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr
    assert "fts5" not in done.stderr
    assert done.returncode == 0 or "there is no word" in done.stderr


def test_too_many_words_are_refused() -> None:
    with pytest.raises(QueryError, match="too many"):
        terms(" ".join(map(str, range(65))))
    assert 1 == len(terms("word " * 1000))


@pytest.mark.parametrize(
    ("text", "alike"),
    [
        ("co\u00adoperate", "cooperate"),
        ("ﬁnance", "finance"),
        ("שָׁלוֹם", "שלום"),
        ("“a”—b", '"a"-b'),
        ("ＡＢＣ", "ABC"),
        ("محمّد", "محمد"),
    ],
)
def test_spellings_that_look_alike_are_searched_alike(text: str, alike: str) -> None:
    assert searchable(text) == searchable(alike)


def test_the_index_is_kept_up_and_can_be_deleted(tmp_path: Path) -> None:
    """It follows later runs, and is made again where it is missing, damaged or of another archive."""
    archive = build(tmp_path, {"a.fields": [{"headline": "Ferry", "body": FERRY}]})
    index = archive / "search.sqlite"
    assert not index.exists()
    assert [0] == hits(archive, "ferry")
    assert index.exists()
    write_fields(tmp_path / "more" / "b.fields", {"headline": "Ferry budget", "body": BUDGET})
    ingest(archive, tmp_path / "more", options=("--plugins-dir", tmp_path / "plugins"))
    assert {0, 1} == set(hits(archive, "ferry"))

    index.unlink()
    assert {0, 1} == set(hits(archive, "ferry"))
    for damage in (b"", b"no database at all" * 500, index.read_bytes()[:5000]):
        index.write_bytes(damage)
        assert {0, 1} == set(hits(archive, "ferry"))
    other = build(tmp_path / "other", {"a.fields": [{"headline": "Budget", "body": BUDGET}]})
    assert [] == hits(other, "ferry")
    shutil.copy(other / "search.sqlite", index)
    assert {0, 1} == set(hits(archive, "ferry"))


def test_answers_are_the_same_after_rebuild(world: Path, tmp_path: Path) -> None:
    archive = tmp_path / "copy"
    shutil.copytree(world, archive)
    commands = [
        ["search", "harbour"],
        ["copies", "1"],
        ["versions", "0"],
        ["show", "1"],
        ["stats"],
        ["export", "--format", "jsonl"],
    ]
    before = [answer(archive, *command) for command in commands]
    for path in (archive / "catalog.sqlite", archive / "search.sqlite"):
        path.unlink()
    assert 0 == run("rebuild", "-a", archive).returncode

    assert before == [answer(archive, *command) for command in commands]


def test_where_the_index_cannot_be_written_a_private_one_serves(tmp_path: Path) -> None:
    archive = build(tmp_path, {"a.fields": [{"headline": "Ferry", "body": FERRY}]})
    (archive / "search.sqlite").mkdir()

    done = run("search", "ferry", "-a", archive)

    assert (0, True) == (done.returncode, done.stdout.startswith("000/000"))
    assert "cannot be written: the index of 1 records is built for this search only" in done.stderr


def test_who_may_only_read_can_search(world: Path, tmp_path: Path) -> None:
    """In an archive of somebody else, without an index, with an old one, and with one that is up to date."""
    folder = Path("/tmp") / f"newsarchive-{os.getpid()}-{tmp_path.name}"  # tmp_path itself is closed to others
    shutil.copytree(world, folder)
    try:
        folder.chmod(0o755)
        (folder / "search.sqlite").unlink(missing_ok=True)
        before = sorted(path.name for path in folder.iterdir())
        done = as_nobody("search", "ferry", "-a", folder)
        assert (0, True) == (done.returncode, "Ferry aground" in done.stdout), done.stderr
        assert "cannot be written" in done.stderr
        assert before == sorted(path.name for path in folder.iterdir())
        assert 0 == run("search", "ferry", "-a", folder).returncode
        done = as_nobody("search", "ferry", "-a", folder)
        assert (0, True, "") == (done.returncode, "Ferry aground" in done.stdout, done.stderr)
    finally:
        shutil.rmtree(folder)


def test_two_first_searches_at_once_answer_alike(tmp_path: Path) -> None:
    archive = build(tmp_path, {f"{n}.fields": [{"headline": f"Ferry {n}", "body": f"{FERRY} {n}"}] for n in range(60)})
    command = [str(PROGRAM), "search", "ferry", "--json", "-a", str(archive)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]

    answers = {process.communicate()[0] for process in both}

    assert [0, 0, 0] == [process.returncode for process in both]
    assert 1 == len(answers)


def test_a_damaged_record_does_not_stop_the_search(tmp_path: Path) -> None:
    """It is named, left out, and searched again once it is mended."""
    archive = build(
        tmp_path, {"a.fields": [{"headline": "Ferry", "body": FERRY}, {"headline": "Ferry two", "body": FERRY + BUDGET}]}
    )
    (path,) = (archive / "records/000").glob("000_*.json")
    good = path.read_bytes()
    path.write_bytes(b"{}")

    done = run("search", "ferry", "-a", archive)

    assert 0 == done.returncode
    assert ("Ferry two" in done.stdout, path.name in done.stderr) == (True, True)
    path.write_bytes(good)
    assert {0, 1} == set(hits(archive, "ferry"))
    assert "" == run("search", "ferry", "-a", archive).stderr
