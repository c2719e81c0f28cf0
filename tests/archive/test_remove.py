"""`newsarchive remove`: nothing of a text is left, everything else is, at whatever instant the process is killed."""

import json
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.entries import Cut
from newsarchive.store.archive import open_archive
from newsarchive.store.blanking import blank, cuts_of, merged, texts
from newsarchive.store.layout import Layout
from newsarchive.store.problem import Problem
from newsarchive.store.verify import Verification

from .support import contents, drop_of, ingest, lines, plugin_folder, records, run, write_fields

STRACE = shutil.which("strace")
#: A source whose articles stand between lines of dashes, each with spans: headline, byline, paragraphs.
LEDGERS = '''\
"""Test source: several articles in a text, each value with its span."""
from newsarchive import Block, Confidence, Draft, Evidence, Source, Span, hookimpl

def sniff(sample):
    return Confidence.CERTAIN if sample.suffix == ".several" else None

def parse(document):
    text = document.decoded().text
    start = 0
    for piece in text.split("----\\n"):
        spans = []
        for line in piece.split("\\n"):
            if line:
                spans.append((line, Span("codepoint", start, start + len(line))))
            start += len(line) + 1
        start += 4
        (headline, h), (byline, b), *rest = spans
        yield Draft(
            headline=headline,
            byline=byline,
            body=[Block("paragraph", line) for line, _ in rest],
            evidence={"headline": Evidence("first", (h,)), "byline": Evidence("second", (b,))}
            | {f"body[{n}]": Evidence("rest", (span,)) for n, (_, span) in enumerate(rest)},
        )

@hookimpl
def newsarchive_sources():
    return Source("several", sniff=sniff, parse=parse)
'''
FERRY = (
    "Fähre läuft auf Grund",
    "Von Zoë Ångström",
    "Eine Fähre der südlichen Linie ist nachts vor Örsund auf Grund gelaufen.",
)
MAYOR = ("Mayor of Quell resigns", "By R. Ames", "The mayor of Quell has resigned after a quarrel about the new bridge.")
MILL = ("Old mill burns in Lune", "By T. Orr", "An old mill burnt down in Lune on Friday, and “nobody” was hurt.")


def several(*articles: tuple[str, ...]) -> str:
    return "----\n".join("\n".join(article) + "\n" for article in articles)


def remove(archive: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    done = run("remove", *arguments, "--yes", "--reason", "as the court ordered", "-a", archive)
    assert 0 == done.returncode, done.stderr
    return done


def problems(archive: Path) -> list[Problem]:
    return list(Verification(Layout(archive)).problems())


def traces(archive: Path, *words: str) -> list[tuple[str, str]]:
    """The files of the archive that hold any of these words, in any encoding or case that counts here."""
    found = []
    for path in sorted(path for path in archive.rglob("*") if path.is_file()):
        data = path.read_bytes()
        for word in words:
            forms = [word.encode(code) for code in ("utf-8", "utf-16le", "utf-16be")]
            forms += [word.encode("cp1252", "ignore"), json.dumps(word)[1:-1].encode()]
            if any(form in data or form.lower() in data.lower() for form in forms):
                found.append((path.relative_to(archive).as_posix(), word))
    return found


def answers(archive: Path) -> list[str]:
    """What the reading commands say."""
    told = [["show", "0"], ["search", "harbour"], ["stats", "--json"], ["quarantine"], ["export", "--format", "jsonl", "--all"]]
    done = [run(*command, "-a", archive) for command in told]
    return [each.stdout + each.stderr for each in done]


@pytest.fixture(scope="module")
def plugins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plugin_folder(tmp_path_factory.mktemp("plugins"), several=LEDGERS)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, plugins: Path) -> Path:
    """Record 0 in four documents and encodings, one of them with two other articles; records 1 to 4 beside it."""
    folder = tmp_path_factory.mktemp("built")
    drop = folder / "drop"
    drop.mkdir()
    (drop / "a.several").write_text(several(FERRY), "utf-8")
    (drop / "b.several").write_text(several(MAYOR, FERRY, MILL), "utf-8")
    (drop / "c.several").write_text(several(FERRY), "utf-16")
    (drop / "d.several").write_text(several(FERRY), "latin-1")
    drop_of(drop, 2)
    ingest(folder / "A", drop, options=("--plugins-dir", plugins))
    assert 0 == run("search", "Örsund", "-a", folder / "A").returncode  # there is an index
    return folder / "A"


@pytest.fixture
def archive(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path / "A")
    return tmp_path / "A"


def test_no_trace_of_the_text_is_left_and_all_else_is(archive: Path) -> None:
    """Headline, byline and every word of it are gone from every file, whatever the encoding; the others are as they were."""
    before = records(archive)
    assert traces(archive, *FERRY)

    remove(archive, "0")

    assert [] == traces(archive, *FERRY, "Ångström", "Örsund", "Linie")
    assert {name: each for name, each in before.items() if not name.startswith("000/000")} == records(archive)
    assert {"originals/000.tar"} <= {name for name, _ in traces(archive, *MAYOR, *MILL)}
    assert [] == problems(archive)
    assert 0 == subprocess.run(["sha256sum", "-c", "--quiet", "manifests/000.sha256"], cwd=archive, check=False).returncode
    assert [] == traces(archive, *FERRY)  # nor has verifying brought it back


def test_the_rest_of_a_shared_document_stays_byte_for_byte(archive: Path) -> None:
    """Only the bytes of the removed values are spaces."""
    path = archive / "originals" / "000.tar"
    before = path.read_bytes()
    expected = before
    for code in ("utf-8", "utf-16le", "latin-1"):
        for text in FERRY:
            expected = expected.replace(text.encode(code), b" " * len(text.encode(code)))

    remove(archive, "0")
    whole, left = several(MAYOR, FERRY, MILL).encode(), path.read_bytes()

    start = before.index(whole)
    assert expected[start : start + len(whole)] == left[start : start + len(whole)]
    assert len(before) == len(left)


def test_verify_says_removed(archive: Path) -> None:
    """Not missing: with the day and the reason, in words and as JSON, and exit 0."""
    remove(archive, "0")

    words, as_json = run("verify", "-a", archive), run("verify", "-a", archive, "--json")

    assert (0, 0) == (words.returncode, as_json.returncode)
    assert re.search(r"records/000/000_[0-9a-f]{16}\.json: removed on \S+Z: as the court ordered\n", words.stdout)
    assert "missing" not in words.stdout
    (removed,) = json.loads(as_json.stdout)["removed"]
    assert removed["what"].endswith("as the court ordered")


def test_a_rebuilt_catalog_answers_alike(archive: Path) -> None:
    """The tombstone and all else follow from the ledger."""
    remove(archive, "0")
    before = answers(archive)

    assert 0 == run("rebuild", "-a", archive).returncode
    assert before == answers(archive)
    assert "removed on" in before[0]


def test_several_records_of_one_document_one_after_the_other(archive: Path) -> None:
    """What was blanked before shifts code points against bytes, and the next removal still finds its own."""
    remove(archive, "0")
    remove(archive, "2")

    assert [] == traces(archive, *FERRY, *MILL)
    assert {("originals/000.tar", MAYOR[2])} < set(traces(archive, MAYOR[2]))
    assert [] == problems(archive)


def test_removing_them_all_leaves_an_archive_that_goes_on(archive: Path, tmp_path: Path) -> None:
    """Its numbers are not given again, an empty manifest is no file, and the next run ingests."""
    count = len(records(archive))
    remove(archive, *map(str, range(count)))

    assert {} == records(archive)
    assert [] == problems(archive)
    assert not (archive / "manifests" / "000.sha256").exists()
    ingest(archive, drop_of(tmp_path / "more", 4))
    assert [f"000/{count:03}", f"000/{count + 1:03}"] == [name[:7] for name in records(archive)]
    assert [] == problems(archive)
    assert 0 == run("search", "harbour", "-a", archive).returncode


@pytest.mark.parametrize(
    ("place", "what"),
    [("ledger/000001.jsonl", b'"headline":"Mayor of Quell resigns"'), ("originals/000.tar", MAYOR[2].encode())],
)
def test_a_forged_redaction_is_found(archive: Path, place: str, what: bytes) -> None:
    """Spaces that no removal vouches for are damage, also beside some that one does."""
    remove(archive, "0")
    path = archive / place
    data = path.read_bytes()
    spaces = what[:12] + b" " * (len(what) - 13) + what[-1:] if place.startswith("ledger") else b" " * len(what)
    path.write_bytes(data.replace(what, spaces))

    assert place in {problem.path for problem in problems(archive)}


def test_what_a_removal_blanked_cannot_be_filled_with_something_else(archive: Path) -> None:
    """A byte in a blanked stretch of ledger and original is found like any other."""
    remove(archive, "0")
    for place, offset in (("ledger/000001.jsonl", 20), ("originals/000.tar", 700)):
        path = archive / place
        sound = path.read_bytes()
        at = sound.index(b" " * 30) + 5 if place.startswith("ledger") else sound.index(b" " * 20) + 5
        path.write_bytes(sound[:at] + b"x" + sound[at + 1 :])
        assert place in {problem.path for problem in problems(archive)}, offset
        path.write_bytes(sound)

    assert [] == problems(archive)


def test_what_is_put_back_is_named(archive: Path, built: Path) -> None:
    """A record, an original or a ledger file from a backup is not taken for sound."""
    remove(archive, "0")
    for name in (
        "originals/000.tar",
        "ledger/000001.jsonl",
        *(f"records/{name}" for name in records(built) if "000/000" in name),
    ):
        sound = (archive / name).read_bytes() if (archive / name).exists() else None
        shutil.copy(built / name, archive / name)
        assert name in {problem.path for problem in problems(archive)}
        (archive / name).unlink() if sound is None else (archive / name).write_bytes(sound)

    assert [] == problems(archive)


def test_the_text_is_not_taken_in_again(archive: Path, tmp_path: Path, plugins: Path) -> None:
    """Alone: nothing of it is kept. With others: they are taken in, and it is blanked in what is kept of the document."""
    remove(archive, "0")
    new = ("New bridge for Quell", "By R. Ames", "The bridge of Quell will be built of steel and be open in two years.")
    drop = tmp_path / "again"
    drop.mkdir()
    (drop / "alone.several").write_text(several(FERRY) + "\n", "utf-8")
    (drop / "beside.several").write_text(several(FERRY, new), "utf-8")

    report = ingest(archive, drop, options=("--plugins-dir", plugins))

    assert (2, 1) == (report["ignored"], report["new"])
    assert [] == traces(archive, *FERRY)
    assert {"originals/000.tar"} <= {name for name, _ in traces(archive, new[2])}
    assert [] == problems(archive)
    documents = {line["name"]: line for line in lines(archive) if line["event"] == "document"}
    assert "kept" not in documents["alone.several"]
    assert "removed on" in documents["alone.several"]["found"][0]["reasons"][0]["reason"]
    ingest(archive, drop, options=("--plugins-dir", plugins, "--then", "delete"))
    assert (drop / "beside.several").exists()  # only a part of it is safe in the archive
    remove(archive, str(max(line["accessions"] for line in lines(archive) if line["event"] == "batch") - 1))
    assert [] == traces(archive, *FERRY, new[0], new[2])
    assert [] == problems(archive)


def test_undo_lets_the_text_in_again_as_another_record(archive: Path, built: Path, plugins: Path) -> None:
    """The next ingest reads the same files again and keeps them whole; the number is another one."""
    count = len(records(built))
    remove(archive, "0")
    undone = run("remove", "0", "--undo", "--reason", "it was the wrong one", "-a", archive)

    report = ingest(archive, built.parent / "drop", options=("--plugins-dir", plugins))

    assert 0 == undone.returncode, undone.stderr
    assert (1, 2) == (report["new"], report["unchanged"])
    assert records(built)[next(iter(records(built)))] == records(archive)[list(records(archive))[-1]]
    assert list(records(archive))[-1].startswith(f"000/{count:03}")
    assert [] == problems(archive)
    before = answers(archive)
    assert 0 == run("rebuild", "-a", archive).returncode
    assert before == answers(archive)
    remove(archive, str(count))
    assert [] == traces(archive, *FERRY)
    assert [] == problems(archive)


def test_versions_and_numbers_go_on_around_a_removed_record(tmp_path: Path, plugins: Path) -> None:
    """The first of three versions goes: the others are one story still, and `versions` says what became of it."""
    archive = tmp_path / "A"
    for number in range(3):
        item = {
            "headline": f"Fire {number}",
            "body": f"{number} houses burnt in Lune, say the police.",
            "identifiers": {"urn": "u:1"},
        }
        write_fields(tmp_path / f"drop{number}" / "a.fields", item)
        ingest(archive, tmp_path / f"drop{number}", options=("--plugins-dir", plugins))

    done = remove(archive, "0")
    versions = run("versions", "1", "-a", archive)
    as_json = json.loads(run("versions", "1", "-a", archive, "--json").stdout)

    assert "other versions of the story stay unless you name them, too: 000/001, 000/002" in done.stdout
    assert "000/000  removed on" in versions.stdout
    assert [1, 2] == [each["accession"] for each in as_json["versions"]]
    assert [0] == [each["accession"] for each in as_json["removed"]]


def test_where_the_text_cannot_be_told_apart_the_whole_original_goes_only_if_asked(tmp_path: Path, plugins: Path) -> None:
    """Without spans and with another article beside it, it is refused until `--whole-originals`; the other record stays."""
    archive = tmp_path / "A"
    items: list[dict[str, Any]] = [
        {"headline": "Fever in Lune", "body": "An outbreak of fever in the barracks."},
        {"headline": "Ferry aground", "body": "A ferry of the southern line ran aground."},
    ]
    write_fields(tmp_path / "drop" / "two.fields", *items)
    ingest(archive, tmp_path / "drop", options=("--plugins-dir", plugins))
    before = contents(archive)

    refused = run("remove", "0", "--yes", "--reason", "x", "-a", archive)
    untouched = contents(archive)
    done = run("remove", "0", "--yes", "--reason", "x", "--whole-originals", "-a", archive)

    assert 1 == refused.returncode
    assert "--whole-originals" in refused.stderr
    assert before == untouched
    assert "blanked whole, with record 000/001 in it" in done.stdout
    assert [] == traces(archive, "Fever in Lune", "outbreak")
    assert ["000/001"] == [name[:7] for name in records(archive)]
    assert [] == problems(archive)


def test_what_is_only_referenced_is_named(tmp_path: Path) -> None:
    """A file in a drop folder is not ours."""
    drop = drop_of(tmp_path / "drop", 1)
    ingest(tmp_path / "A", drop, options=("--originals", "reference"))

    done = remove(tmp_path / "A", "0")

    assert f"{drop}/story-000.txt: its bytes are not kept here; the file is not ours: delete it yourself" in done.stdout
    assert [] == traces(tmp_path / "A", "Crane number 0")
    assert [] == problems(tmp_path / "A")


def test_a_blanked_original_is_not_read_again(tmp_path: Path, plugins: Path) -> None:
    """What waits in quarantine with a removed text in its original stays there, with the cause; it is no damage."""
    archive = tmp_path / "A"
    path = tmp_path / "drop" / "x.several"
    path.parent.mkdir()
    broken = LEDGERS.replace(
        "        yield Draft(",
        "        if rest[0][0].startswith('The'):\n            yield Part('x.none', b'\\0')\n        yield Draft(",
    )
    folder = plugin_folder(tmp_path / "broken", several=broken.replace("Draft, ", "Draft, Part, "))
    path.write_text(several(MAYOR, FERRY), "utf-8")
    report = ingest(archive, path.parent, options=("--plugins-dir", folder))
    assert (2, 1) == (report["new"], report["quarantined"])

    done = remove(archive, "1")
    again = run("retry", "-a", archive, "--plugins-dir", plugins)

    assert "something in quarantine" in done.stdout
    assert 3 == again.returncode
    assert "a text that it held was removed" in again.stderr
    assert [] == problems(archive)


_CALLS = "write,pwrite64,fsync,rename,unlink"


def _points(archive: Path, log: Path) -> list[tuple[str, int]]:
    """Each call by which a removal changes or syncs the archive's files, SQLite's apart: its name, and its number."""
    trace = [str(STRACE), "-f", "-y", "-o", str(log), "-e", f"trace={_CALLS}"]
    assert 0 == run("remove", "0", "--yes", "--reason", "x", "-a", archive, wrapper=trace).returncode
    counts, found = Counter[str](), []
    for line in log.read_text().splitlines():
        match = re.match(r"\d+ +(\w+)\(", line)
        if match:
            counts[match[1]] += 1
            if str(archive) in line and (match[1] == "unlink" or "sqlite" not in line):
                found.append((match[1], counts[match[1]]))
    return found


@pytest.mark.skipif(STRACE is None, reason="strace is not installed")
def test_killed_at_any_call_a_removal_happened_or_did_not(built: Path, tmp_path: Path) -> None:
    """SIGKILL at calls from the first to the last; whoever writes next finishes what was decided, or nothing was."""
    shutil.copytree(built, tmp_path / "whole")
    points = _points(tmp_path / "whole", tmp_path / "log")
    assert 20 < len(points)
    happened = []
    for name, number in points[:: max(1, len(points) // 12)]:
        archive = tmp_path / f"{name}-{number}"
        shutil.copytree(built, archive)
        inject = [
            str(STRACE),
            "-f",
            "-o",
            "/dev/null",
            "-e",
            f"trace={name}",
            "-e",
            f"inject={name}:signal=SIGKILL:when={number}",
        ]
        assert 0 != run("remove", "0", "--yes", "--reason", "x", "-a", archive, wrapper=inject).returncode
        decided = any(line["event"] == "removal" for line in lines(archive))

        with open_archive(archive):
            pass

        assert [] == problems(archive), (name, number)
        assert contents(tmp_path / "whole" if decided else built) == contents(archive), (name, number)
        assert decided == ([] == traces(archive, *FERRY)), (name, number)
        happened.append(decided)

    assert sorted(happened) == happened
    assert {True, False} == set(happened)


@pytest.mark.parametrize("part", ["records", "manifests", "originals", "ledger"])
def test_a_removal_half_done_is_done_again(archive: Path, built: Path, tmp_path: Path, part: str) -> None:
    """As after a power cut: the line is there, and of what it says some is not, or only half of it."""
    remove(archive, "0")
    expected = contents(archive)
    run_file = sorted((archive / "ledger").glob("*.jsonl"))[-1]
    text = run_file.read_bytes().splitlines(keepends=True)
    run_file.write_bytes(b"".join(text[:2]))  # run, removal: not acknowledged yet
    for path in sorted((built / part).rglob("*")):
        if path.is_file():
            target = archive / path.relative_to(built)
            old = path.read_bytes()
            new = target.read_bytes() if target.exists() else old
            target.write_bytes(old[: len(old) // 2] + new[len(old) // 2 :] if len(old) == len(new) else old)
    (archive / "catalog.sqlite").unlink()
    shutil.copy(built / "catalog.sqlite", archive / "catalog.sqlite")

    assert "ledger" in {problem.path for problem in problems(archive)} or part == "ledger"
    (tmp_path / "nothing").mkdir()
    done = run("ingest", tmp_path / "nothing", "-a", archive)

    assert 0 == done.returncode, done.stderr
    assert expected == contents(archive)
    assert [] == problems(archive)
    assert [] == traces(archive, *FERRY)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=21, max_size=40), min_size=2, max_size=6), st.data())
def test_blanking_finds_every_span_whatever_was_blanked_before(pieces: list[str], data: st.DataObject) -> None:
    """Articles of a document, removed one by one in any order: exactly their bytes become spaces."""
    encoding = data.draw(st.sampled_from(["utf-8", "utf-16le", "utf-32be", "gb18030"]))
    mark = "\ufeff" if data.draw(st.booleans()) and encoding.startswith("utf") else ""
    text = "".join(f"{number}{piece}" for number, piece in enumerate(pieces))
    whole = (mark + text).encode(encoding)
    starts = [sum(len(each) + 1 for each in pieces[:number]) for number in range(len(pieces))]
    now = whole
    gone: list[Cut] = []
    expected = bytearray(whole)
    for number in data.draw(st.permutations(range(len(pieces)))):
        start, end = starts[number] + 1, starts[number] + 1 + len(pieces[number])
        evidence = {"body[0]": {"rule": "r", "span": [{"unit": "codepoint", "start": start, "end": end}]}}
        reading = {"evidence": evidence, "provenance": {"encoding": encoding}}
        cuts = cuts_of(now, merged(gone), [reading], [])
        assert cuts is not None
        now, gone = blank(now, cuts), [*gone, *cuts]
        first = len((mark + text[:start]).encode(encoding))
        length = len(text[start:end].encode(encoding))
        expected[first : first + length] = b" " * length

        assert bytes(expected) == now


def test_a_text_that_stands_twice_in_a_document_cannot_be_told_apart() -> None:
    """Spans of one place do not account for the other."""
    text = "A headline of some length\nA headline of some length\n"
    span = {"unit": "codepoint", "start": 0, "end": 25}
    reading = {
        "headline": text[:25],
        "evidence": {"headline": {"rule": "r", "span": [span]}},
        "provenance": {"encoding": "utf-8"},
    }

    assert None is cuts_of(text.encode(), (), [reading], texts(reading))
    (cut,) = cuts_of(text[:26].encode(), (), [reading], texts(reading)) or ()
    assert (0, 25) == (cut.start, cut.end)
