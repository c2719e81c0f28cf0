"""`newsarchive verify` and `rebuild`: damage is named, and what can be made anew is."""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsarchive.ledger import GENESIS, parse, seal
from newsarchive.store.layout import Layout
from newsarchive.store.problem import Problem
from newsarchive.store.verify import Verification

from .support import drop_of, ingest, plugin_folder, records, run, write_fields


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with something of everything, in two runs."""
    folder = tmp_path_factory.mktemp("small")
    drop = drop_of(folder / "drop", 2)
    (drop / "blob.bin").write_bytes(b"\0\1")
    ingest(folder / "A", drop)
    (drop / "again.txt").write_bytes((drop / "story-001.txt").read_bytes() + b"\n")
    ingest(folder / "A", drop)
    return folder / "A"


@pytest.fixture
def archive(small: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may damage."""
    shutil.copytree(small, tmp_path / "A")
    return tmp_path / "A"


def problems(archive: Path) -> list[Problem]:
    return list(Verification(Layout(archive)).problems())


def files(archive: Path) -> Iterator[Path]:
    for part in ("records", "manifests", "originals", "ledger", "quarantine"):
        yield from sorted(path for path in (archive / part).rglob("*") if path.is_file())


def test_a_sound_archive_passes_everywhere(small: Path) -> None:
    """`verify` and `sha256sum -c` agree that nothing is wrong."""
    done = run("verify", "-a", small)
    checked = subprocess.run(
        ["sha256sum", "-c", "manifests/000.sha256"], cwd=small, capture_output=True, text=True, check=False
    )

    assert (0, 0) == (done.returncode, checked.returncode)
    assert "sound: 2 records, 4 originals" in done.stdout


def test_any_flipped_byte_is_found_and_its_file_named(archive: Path) -> None:
    """Every file of the archive, at its first and last bytes and at many between: `verify` names that file."""
    missed = []
    for path in files(archive):
        name, sound = path.relative_to(archive).as_posix(), path.read_bytes()
        step = max(1, len(sound) // 40)
        for position in sorted({*range(0, len(sound), step), *range(max(0, len(sound) - 3), len(sound))}):
            damaged = bytearray(sound)
            damaged[position] ^= 1 << position % 8
            path.write_bytes(damaged)
            if name not in {problem.path for problem in problems(archive)}:
                missed.append((name, position))
        path.write_bytes(sound)

    assert [] == missed
    assert [] == problems(archive)


def test_damage_ends_with_exit_1_and_names_the_file(archive: Path) -> None:
    """The command says which file, in words and as JSON."""
    (path,) = (archive / "records/000").glob("001_*.json")
    path.write_bytes(path.read_bytes().replace(b"Nobody", b"Somebody"))
    name = path.relative_to(archive).as_posix()

    words, as_json = run("verify", "-a", archive), run("verify", "-a", archive, "--json")

    assert (1, 1) == (words.returncode, as_json.returncode)
    assert name in words.stdout
    assert [name] == [problem["path"] for problem in json.loads(as_json.stdout)["problems"]]


def test_missing_added_and_renamed_files_are_named(archive: Path) -> None:
    """What is not there, what nobody put there, and what bears another name."""
    for path in list(files(archive)):
        name = path.relative_to(archive).as_posix()
        aside = path.with_name("aside")
        path.rename(aside)
        found = {problem.path for problem in problems(archive)}
        aside.rename(path)
        if path.parent.name == "ledger":  # what the last run said is known by the archive being ahead of the ledger
            assert found, name
        else:
            assert name in found, name
    for stranger in (
        "records/000/002_0123456789abcdef.json",
        "manifests/001.sha256",
        "originals/001.tar",
        "notes.txt",
        "records/x",
    ):
        (archive / stranger).write_text("x")
        assert stranger in {problem.path for problem in problems(archive)}
        (archive / stranger).unlink()


def test_the_catalog_can_be_made_anew(tmp_path: Path) -> None:
    """Without catalog and search index every reading command answers as before, once they are rebuilt."""
    item = {
        "headline": "Harbour closed",
        "body": "A crane fell.",
        "identifiers": {"guid": "urn:x:1"},
        "published": "2024-12-03",
    }
    write_fields(tmp_path / "drop" / "a.fields", item, item | {"byline": "A.Writer"}, item | {"headline": "Harbour open"})
    drop_of(tmp_path / "drop", 3)
    archive = tmp_path / "A"
    ingest(archive, tmp_path / "drop", options=["--plugins-dir", plugin_folder(tmp_path / "p")])
    questions = [("search", "harbour", "--json"), ("copies", "0", "--json"), ("versions", "0", "--json"), ("stats", "--json")]
    before = [run(*question, "-a", archive).stdout for question in questions]
    for path in archive.glob("*.sqlite*"):
        path.unlink()

    missing = run("copies", "0", "-a", archive)
    rebuilt = run("rebuild", "-a", archive)

    assert 1 == missing.returncode
    assert "newsarchive rebuild" in missing.stderr
    assert 0 == rebuilt.returncode
    assert before == [run(*question, "-a", archive).stdout for question in questions]
    assert all(before)
    assert 0 == run("verify", "-a", archive).returncode


@pytest.mark.parametrize("ruin", ["empty", "garbage", "older"])
def test_a_ruined_catalog_stops_no_ingest(archive: Path, tmp_path: Path, ruin: str) -> None:
    """The catalog is a cache: ingest makes it anew and goes on."""
    catalog = archive / "catalog.sqlite"
    if ruin == "older":
        import sqlite3

        with sqlite3.connect(catalog) as connection:
            connection.execute("UPDATE meta SET value = '0' WHERE key = 'version'")
        connection.close()
    else:
        catalog.write_bytes(b"" if ruin == "empty" else b"no database at all" * 500)

    report = ingest(archive, drop_of(tmp_path / "drop", 3))

    assert (1, 2) == (report["new"], report["duplicate"])
    assert 3 == len(records(archive))
    assert [] == problems(archive)


def test_a_damaged_ledger_stops_ingest_before_anything_is_changed(archive: Path, tmp_path: Path) -> None:
    """A terminated line that does not match is damage: the run says so, with exit 1, and touches nothing."""
    path = sorted((archive / "ledger").glob("*.jsonl"))[-1]
    path.write_bytes(path.read_bytes().replace(b'"duplicate"', b'"duplicatf"'))
    before = {path: path.read_bytes() for path in files(archive)}

    done = run("ingest", drop_of(tmp_path / "drop", 1), "-a", archive)

    assert 1 == done.returncode
    assert f"ledger/{path.name}" in done.stderr
    assert "newsarchive verify" in done.stderr
    assert before == {path: path.read_bytes() for path in files(archive)}


def test_deep_computes_content_hashes_anew(archive: Path) -> None:
    """A record of which every digest is right, and whose text is not that of its content hash: what only a bug could write."""
    (path,) = (archive / "records/000").glob("001_*.json")
    data = path.read_bytes().replace(b"Nobody", b"Somebody")
    path.write_bytes(data)
    _acknowledge_anew(archive, path)

    plain, deep = run("verify", "-a", archive), run("verify", "--deep", "-a", archive, "--json")

    assert (0, 1) == (plain.returncode, deep.returncode), plain.stdout
    (problem,) = json.loads(deep.stdout)["problems"]
    assert path.relative_to(archive).as_posix() == problem["path"]
    assert "its text has the content hash" in problem["what"]


def _acknowledge_anew(archive: Path, changed: Path) -> None:
    """Write manifest and ledger as if the record had been written as it is now, and the catalog from them."""
    name = changed.relative_to(archive).as_posix()
    manifest = archive / "manifests/000.sha256"
    was = next(line[:64] for line in manifest.read_text().splitlines() if line.endswith(name))
    now = hashlib.sha256(changed.read_bytes()).hexdigest()
    before = hashlib.sha256(manifest.read_bytes()).hexdigest()
    manifest.write_text(manifest.read_text().replace(was, now))
    after = hashlib.sha256(manifest.read_bytes()).hexdigest()
    prev = GENESIS
    for path in sorted((archive / "ledger").glob("*.jsonl")):
        said = []
        for line in path.read_bytes().splitlines():
            entry = parse(line.replace(was.encode(), now.encode()).replace(before.encode(), after.encode()))
            sealed, prev = seal(entry, prev)
            said.append(sealed)
        path.write_bytes(b"".join(said))
    assert 0 == run("rebuild", "-a", archive).returncode
