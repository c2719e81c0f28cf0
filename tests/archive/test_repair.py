"""`newsarchive verify --repair`: what can be made anew is, to the byte; nothing else is touched, and it is named."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsarchive.store.layout import Layout
from newsarchive.store.problem import Problem
from newsarchive.store.verify import Verification

from .support import FIELDS_PLUGIN, drop_of, ingest, plugin_folder, run, write_fields

#: More than a volume, so that there is a packed one.
MANY = 1_150
FORMS = ["loose", "packed"]


def item(number: int) -> dict[str, object]:
    return {"headline": f"Item {number}", "body": f"The harbour has {number} cranes today.", "byline": f"A.Writer {number}"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`loose` and `packed` archives with something of everything."""
    folder = tmp_path_factory.mktemp("repair")
    plugins: list[str | Path] = ["--plugins-dir", plugin_folder(folder / "plugins")]
    drop = drop_of(folder / "drop", 3)
    (drop / "blob.bin").write_bytes(b"\0\1")
    for start in range(0, MANY, 50):
        write_fields(drop / f"{start:05}.fields", *(item(number) for number in range(start, start + 50)))
    ingest(folder / "loose", drop, options=plugins)
    ingest(folder / "packed", drop, options=[*plugins, "--packed"])
    return folder


@pytest.fixture
def archive(made: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A copy of one of them that a test may damage."""
    shutil.copytree(made / request.param, tmp_path / "A")
    return tmp_path / "A"


both = pytest.mark.parametrize("archive", FORMS, indirect=True)
packed = pytest.mark.parametrize("archive", ["packed"], indirect=True)


def problems(archive: Path) -> list[Problem]:
    return list(Verification(Layout(archive)).problems())


def files(archive: Path, *parts: str) -> Iterator[Path]:
    """Some of the files: of a folder with many, a few at its ends."""
    for part in parts:
        found = sorted(path for path in (archive / part).rglob("*") if path.is_file())
        yield from found if len(found) < 9 else found[:2] + found[-2:]


def everything(archive: Path) -> dict[str, bytes]:
    """Every file but the caches and the lock."""
    return {
        path.relative_to(archive).as_posix(): path.read_bytes()
        for path in sorted(archive.rglob("*"))
        if path.is_file() and path.parent != archive
    }


def flip(path: Path, position: int) -> None:
    data = bytearray(path.read_bytes())
    data[position] ^= 1 << position % 8
    path.write_bytes(data)


def repair(archive: Path, made: Path, *options: str | Path) -> tuple[int, dict[str, str | None], list[str]]:
    """The exit code, what was repaired or why not, and what still is wrong."""
    plugins = options or ("--plugins-dir", made / "plugins")
    done = run("verify", "--repair", "-a", archive, "--json", *plugins)
    assert "Traceback" not in done.stderr
    said = json.loads(done.stdout)
    return (
        done.returncode,
        {each["path"]: each["failure"] for each in said["repaired"]},
        [each["path"] for each in said["problems"]],
    )


@both
def test_any_flipped_byte_is_found_and_its_file_named(archive: Path) -> None:
    """In records, manifests, originals and ledger, loose or packed, at the ends of each file and between."""
    assert [] == problems(archive)
    missed = []
    for path in files(archive, "records", "manifests", "originals", "ledger", "quarantine"):
        name, sound = path.relative_to(archive).as_posix(), path.read_bytes()
        step = max(1, len(sound) // 9)
        for position in sorted({*range(0, len(sound), step), len(sound) - 2, len(sound) - 1}):
            flip(path, position)
            if name not in {problem.path for problem in problems(archive)}:
                missed.append((name, position))
            path.write_bytes(sound)

    assert [] == missed
    assert [] == problems(archive)


@both
def test_missing_added_renamed_and_swapped_files_are_named(archive: Path) -> None:
    """What is not there, what nobody put there, what bears another name, and two files with each other's."""
    known = list(files(archive, "records", "manifests", "originals", "quarantine"))
    for path in known:
        aside = path.with_name("aside")
        path.rename(aside)
        found = {problem.path for problem in problems(archive)}
        aside.rename(path)

        assert {path.relative_to(archive).as_posix(), aside.relative_to(archive).as_posix()} <= found
    strangers = ["records/009.jsonl.zst", "records/009.jsonl", "records/009", "records/000.jsonl.zst.tmp"]
    for name in [*strangers, "manifests/009.sha256"]:
        (archive / name).write_text("{}\n")
        assert name in {problem.path for problem in problems(archive)}
        (archive / name).unlink()
    for part in ("records", "manifests"):
        first, *_, last = files(archive, part)
        one, other = first.read_bytes(), last.read_bytes()
        first.write_bytes(other)
        last.write_bytes(one)
        found = {problem.path for problem in problems(archive)}
        first.write_bytes(one)
        last.write_bytes(other)

        assert {first.relative_to(archive).as_posix(), last.relative_to(archive).as_posix()} <= found
    assert [] == problems(archive)


@both
def test_everything_that_can_be_is_repaired_to_the_byte(archive: Path, made: Path) -> None:
    """Flipped, missing and swapped records, manifests, quarantine and catalog: afterwards all is as it was."""
    before = everything(archive)
    records, manifests = list(files(archive, "records")), list(files(archive, "manifests"))
    flip(records[0], 300)
    records[-1].unlink()
    if len(records) > 2:
        shutil.rmtree(records[-1].parent)
        one, other = records[1].read_bytes(), records[0].read_bytes()
        records[1].write_bytes(other)
        records[0].write_bytes(one)
    flip(manifests[0], 3)
    manifests[-1].unlink()
    shutil.rmtree(archive / "quarantine")
    (archive / "catalog.sqlite").write_bytes(b"no database")

    code, repaired, left = repair(archive, made)

    assert (0, []) == (code, left)
    assert {None} == set(repaired.values())
    assert {"catalog.sqlite", "manifests/000.sha256", records[0].relative_to(archive).as_posix()} <= set(repaired)
    assert before == everything(archive)
    assert 0 == run("verify", "--deep", "-a", archive).returncode


@both
def test_a_whole_lost_folder_of_records_is_made_anew(archive: Path, made: Path) -> None:
    """Every record of the archive comes from its original."""
    before = everything(archive)
    shutil.rmtree(archive / "records")
    (archive / "records").mkdir()

    code, _, left = repair(archive, made)

    assert (0, []) == (code, left)
    assert before == everything(archive)


@both
def test_what_is_read_in_another_way_today_stays_as_it_is(archive: Path, made: Path, tmp_path: Path) -> None:
    """A source of another version gives other bytes: nothing is written, the reason is said, exit 1."""
    plugins = plugin_folder(tmp_path / "plugins")
    (plugins / "fields_source.py").write_text(FIELDS_PLUGIN.replace('version="1"', 'version="2"'))
    path = next(files(archive, "records"))
    flip(path, 50)
    damaged, name = everything(archive), path.relative_to(archive).as_posix()

    code, repaired, left = repair(archive, made, "--plugins-dir", plugins)

    assert (1, [name]) == (code, left)
    assert [name] == list(repaired)
    assert "other bytes" in str(repaired[name])
    assert damaged == everything(archive)


@packed
def test_sound_frames_of_a_damaged_volume_are_used(archive: Path, made: Path, tmp_path: Path) -> None:
    """One original is damaged and one other frame: the one comes from what is left, the other from its originals."""
    before = everything(archive)
    tar = archive / "originals" / "000.tar"
    sound = tar.read_bytes()
    tar.write_bytes(sound.replace(b"Item 7\\", b"Item 8\\").replace(b'"Item 7"', b'"Item 8"'))
    assert sound != tar.read_bytes()
    flip(archive / "records" / "000.jsonl.zst", (archive / "records" / "000.jsonl.zst").stat().st_size - 500)

    code, repaired, left = repair(archive, made)

    assert (1, ["originals/000.tar"]) == (code, left)
    assert {"records/000.jsonl.zst": None} == repaired
    assert before["records/000.jsonl.zst"] == (archive / "records" / "000.jsonl.zst").read_bytes()


@both
def test_strangers_are_named_and_never_deleted(archive: Path, made: Path) -> None:
    """A renamed record: the record is made anew under its name, and the renamed file stays."""
    path = next(files(archive, "records"))
    before, stranger = path.read_bytes(), path.with_name("mine.json")
    path.rename(stranger)

    code, repaired, left = repair(archive, made)

    assert (1, [stranger.relative_to(archive).as_posix()]) == (code, left)
    assert {path.relative_to(archive).as_posix(): None} == repaired
    assert (before, before) == (path.read_bytes(), stranger.read_bytes())


@both
@pytest.mark.parametrize("part", ["originals", "ledger"])
def test_originals_and_ledger_are_for_a_backup(archive: Path, made: Path, part: str) -> None:
    """Their damage is named with what helps, and nothing is changed."""
    path = next(files(archive, part))
    flip(path, 600)
    damaged, name = everything(archive), path.relative_to(archive).as_posix()

    code, repaired, left = repair(archive, made)

    assert (1, {}, [name]) == (code, repaired, left)
    assert ["backup" in problem.remedy for problem in problems(archive)] == [True]
    assert damaged == everything(archive)


def test_a_record_whose_original_was_only_referenced_is_lost(tmp_path: Path) -> None:
    """There is nothing in the archive to make it from, and it says so."""
    archive = tmp_path / "A"
    ingest(archive, drop_of(tmp_path / "drop", 2), options=["--originals", "reference"])
    (path,) = (archive / "records" / "000").glob("001_*")
    flip(path, 40)

    done = run("verify", "--repair", "-a", archive)

    assert 1 == done.returncode
    assert f"records/000/{path.name}: not repaired: its original was not kept\n" in done.stdout
    assert done.stdout.endswith("1 problem: 2 records, 0 originals, 5 lines of the ledger checked\n")


def test_a_forced_source_has_to_be_named_again(tmp_path: Path) -> None:
    """What was read with `--source` is repaired with `--source`."""
    archive, drop = tmp_path / "A", tmp_path / "drop"
    drop.mkdir()
    (drop / "a.txt").write_text("\n".join(["A headline", "A first paragraph of it.", "A second one.", "O.Byrne--IP"]) + "\n")
    ingest(archive, drop, options=["--source", "plain-text"])
    (path,) = (archive / "records" / "000").iterdir()
    before = path.read_bytes()
    flip(path, 40)

    without = run("verify", "--repair", "-a", archive)
    named = run("verify", "--repair", "--source", "plain-text", "-a", archive)

    assert (1, 0) == (without.returncode, named.returncode)
    assert before == path.read_bytes()
