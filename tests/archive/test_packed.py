"""Packed volumes: the same records as loose ones, in files that plain tools read, whatever interrupts their writing."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.entries import Volume
from newsarchive.errors import DamageError
from newsarchive.store.archive import open_archive
from newsarchive.store.frames import FRAME_LINES, compress, decompress, offsets
from newsarchive.store.layout import Layout, read_settings
from newsarchive.store.volumes import Volumes, read_lines, write_lines

from ..docs.support import DOCS, Page
from .support import PROGRAM, contents, drop_of, ingest, lines, plugin_folder, run, story, write_fields

MANY = 2_003


def item(number: int) -> dict[str, object]:
    """A draft that differs from every other number's."""
    return {"headline": f"Item {number}", "body": f"The harbour has {number} cranes today.", "byline": f"A.Writer {number}"}


def drop_of_many(folder: Path, count: int = MANY) -> Path:
    """Stories enough for two full volumes and a bit, in documents of 500."""
    for start in range(0, count, 500):
        items = [item(number) for number in range(start, min(start + 500, count))]
        write_fields(folder / f"{start:05}.fields", *items, {"ignored": "an advertisement"})
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`loose` and `packed` archives of the same drop folder, in two runs with the second before a full volume's end."""
    folder = tmp_path_factory.mktemp("packed")
    options: list[str | Path] = ["--plugins-dir", plugin_folder(folder / "plugins")]
    drop_of_many(folder / "drop", 700)
    ingest(folder / "loose", folder / "drop", options=options)
    ingest(folder / "packed", folder / "drop", options=[*options, "--packed"])
    drop_of_many(folder / "drop")
    ingest(folder / "loose", folder / "drop", options=options)
    ingest(folder / "packed", folder / "drop", options=options)
    return folder


def copy(archive: Path, to: Path) -> Path:
    subprocess.run(["cp", "-a", archive, to], check=True)
    return to


def record_lines(archive: Path) -> list[bytes]:
    """Every record in the order of accession, read without newsarchive."""
    found: list[bytes] = []
    for path in sorted((archive / "records").iterdir()):
        if path.is_dir():
            found += [each.read_bytes() for each in sorted(path.iterdir())]
        elif path.suffix == ".zst":
            with path.open("rb") as file:
                data = zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True).read()
            found += data.splitlines(keepends=True)
        else:
            found += path.read_bytes().splitlines(keepends=True)
    return found


def checked(archive: Path) -> int:
    """What `sha256sum -c` says of all manifests."""
    return subprocess.run("sha256sum -c --quiet manifests/*.sha256", shell=True, cwd=archive, check=False).returncode


def test_a_packed_archive_holds_the_same_records_line_by_line(made: Path) -> None:
    """Full volumes are .jsonl.zst, the last one .jsonl; line k is record k, byte for byte that of the loose archive."""
    files = sorted(path.name for path in (made / "packed" / "records").iterdir())

    assert ["000.jsonl.zst", "001.jsonl.zst", "002.jsonl"] == files
    assert MANY == len(record_lines(made / "loose"))
    assert record_lines(made / "loose") == record_lines(made / "packed")


@pytest.mark.skipif(shutil.which("zstdcat") is None, reason="zstdcat is not installed")
def test_line_k_is_record_k(made: Path) -> None:
    """For plain tools, too."""
    command = "zstdcat records/001.jsonl.zst | sed -n 5p"
    fifth = subprocess.run(command, shell=True, cwd=made / "packed", stdout=subprocess.PIPE, check=True)

    assert "Item 1004" == json.loads(fifth.stdout)["headline"]


def test_the_second_reader_of_the_documentation_reads_both(made: Path, tmp_path: Path) -> None:
    """Twenty lines that know nothing of newsarchive print every record of a loose and of a packed archive."""
    (program,) = (fence for fence in Page(DOCS / "archive-format.md").fences("python") if fence.name == "read_archive.py")
    (tmp_path / program.name).write_text(program.text)

    for name in ("loose", "packed"):
        done = subprocess.run([sys.executable, tmp_path / program.name, made / name], stdout=subprocess.PIPE, check=True)
        assert record_lines(made / "loose") == done.stdout.splitlines(keepends=True)


def test_everything_is_sound_in_every_form(made: Path) -> None:
    """`verify`, also the deep one, and `sha256sum -c` agree."""
    for name in ("loose", "packed"):
        done = run("verify", "--deep", "-a", made / name)

        assert 0 == done.returncode, done.stdout
        assert f"sound: {MANY:,} records" in done.stdout
        assert 0 == checked(made / name)


@pytest.mark.parametrize(
    "command",
    [
        ("search", "cranes", "--json", "--limit", "3000"),
        ("show", "1004"),
        ("show", "2002", "--json"),
        ("export", "--format", "jsonl"),
        ("export", "--format", "csv"),
        ("stats", "--json"),
        ("copies", "7", "--json"),
        ("versions", "7", "--json"),
    ],
    ids=" ".join,
)
def test_every_command_answers_the_same(made: Path, command: tuple[str, ...]) -> None:
    """But for where a record lies, how many bytes that takes, and when it was written."""

    def told(name: str) -> str:
        done = run(*command, "-a", made / name)
        assert 0 == done.returncode, done.stderr
        text = done.stdout.replace(str(made / name), "ARCHIVE")
        if command[0] == "search":
            return json.dumps([{k: v for k, v in json.loads(line).items() if k != "path"} for line in text.splitlines()])
        if command[0] == "stats":
            said = json.loads(text)
            assert said["bytes"].pop("records") > 0
            return json.dumps({key: value for key, value in said.items() if key != "runs"})
        return "\n".join(line for line in text.splitlines() if not line.startswith("record: ") and '"at"' not in line)

    assert told("loose") == told("packed")


def test_show_says_where_a_packed_record_lies(made: Path) -> None:
    """File and line, as `sed -n 5p` counts."""
    assert "record: 001/004  records/001.jsonl.zst:5\n" in run("show", "1004", "-a", made / "packed").stdout
    assert "record: 002/002  records/002.jsonl:3\n" in run("show", "2002", "-a", made / "packed").stdout
    for name in ("records/001.jsonl.zst:5", "001.jsonl.zst:5", "001.jsonl:5", "001/004"):
        assert "Item 1004\n" == run("show", name, "--field", "headline", "-a", made / "packed").stdout
    assert 1 == run("show", "001.jsonl.zst:1001", "-a", made / "packed").returncode


def test_pack_makes_what_packed_writes(made: Path, tmp_path: Path) -> None:
    """The same volumes and manifests to the byte; the open volume stays; a second run does nothing."""
    archive = copy(made / "loose", tmp_path / "A")
    before = record_lines(archive)

    first, second = run("pack", "-a", archive), run("pack", "-a", archive, "--json")

    assert (0, 0) == (first.returncode, second.returncode)
    assert "packed 2 volumes: saved " in first.stdout
    assert {"packed": [], "saved": 0} == json.loads(second.stdout)
    assert ["000.jsonl.zst", "001.jsonl.zst", "002"] == sorted(path.name for path in (archive / "records").iterdir())
    for name in ("records/000.jsonl.zst", "records/001.jsonl.zst", "manifests/000.sha256", "manifests/001.sha256"):
        assert (made / "packed" / name).read_bytes() == (archive / name).read_bytes()
    assert before == record_lines(archive)
    assert 0 == checked(archive)
    assert 0 == run("verify", "--deep", "-a", archive).returncode
    assert 3 == len({line["run"] for line in lines(archive) if line["event"] == "run"})


def test_a_damaged_record_is_not_packed(made: Path, tmp_path: Path) -> None:
    """What does not match stops it, and nothing is changed: a digest of damage would make it good."""
    archive = copy(made / "loose", tmp_path / "A")
    (path,) = (archive / "records" / "000").glob("500_*.json")
    path.write_bytes(path.read_bytes().replace(b"harbour", b"hArbour"))
    before = contents(archive)

    done = run("pack", "-a", archive)

    assert 1 == done.returncode
    assert path.name in done.stderr
    assert before == contents(archive)


def test_each_volume_is_finished_as_it_was_begun(made: Path, tmp_path: Path) -> None:
    """`--packed` on a loose archive packs the volumes after the open one; later runs keep to it until the settings say no."""
    archive, drop = copy(made / "loose", tmp_path / "A"), tmp_path / "drop"
    options: list[str | Path] = ["--plugins-dir", made / "plugins"]
    write_fields(drop / "a.fields", *(item(number) for number in range(MANY, 3_100)))
    ingest(archive, drop, options=[*options, "--packed"])
    kinds = [sorted(path.name for path in (archive / "records").iterdir())]
    settings = archive / "newsarchive.toml"
    settings.write_text(settings.read_text().replace("packed = true", "packed = false"))
    write_fields(drop / "b.fields", *(item(number) for number in range(3_100, 4_100)))
    ingest(archive, drop, options=options)
    kinds.append(sorted(path.name for path in (archive / "records").iterdir()))

    assert [["000", "001", "002", "003.jsonl"], ["000", "001", "002", "003.jsonl.zst", "004"]] == kinds
    assert [f"Item {n}" for n in range(4_100)] == [json.loads(line)["headline"] for line in record_lines(archive)]
    assert 0 == checked(archive)
    assert 0 == run("verify", "-a", archive).returncode


def test_the_setting_is_written_into_settings_of_before(tmp_path: Path) -> None:
    """Also where the file has no such section, and with what its user wrote kept."""
    drop = drop_of(tmp_path / "drop", 1)
    ingest(tmp_path / "A", drop)
    settings = tmp_path / "A" / "newsarchive.toml"
    settings.write_text('# mine\n[archive]\nformat = 1\n[sources]\nprefer = ["two"]\n')

    ingest(tmp_path / "A", drop, options=["--packed"])

    assert settings.read_text().startswith('# mine\n[archive]\nformat = 1\n[sources]\nprefer = ["two"]\n')
    assert (True, ("two",)) == (read_settings(Layout(tmp_path / "A")).packed, read_settings(Layout(tmp_path / "A")).prefer)


def test_kills_leave_the_archive_of_an_undisturbed_run(tmp_path: Path) -> None:
    """SIGKILL at random moments of an ingest of several batches, then one whole run: every file is as if undisturbed."""
    arguments: list[str | Path] = ["ingest", drop_of(tmp_path / "drop", 1_600), "-a", tmp_path / "A", "--packed"]
    disturb(arguments, random.Random(11))

    last = run(*arguments)
    ingest(tmp_path / "B", tmp_path / "drop", options=["--packed"])

    assert 0 == last.returncode, last.stderr
    assert ["000.jsonl.zst", "001.jsonl"] == sorted(path.name for path in (tmp_path / "A" / "records").iterdir())
    assert contents(tmp_path / "B") == contents(tmp_path / "A")
    assert 0 == run("verify", "-a", tmp_path / "A").returncode


def test_kills_of_pack_leave_every_volume_one_or_the_other(made: Path, tmp_path: Path) -> None:
    """SIGKILL at random moments of `pack`, then one whole run: what an undisturbed one makes."""
    disturbed, undisturbed = copy(made / "loose", tmp_path / "A"), copy(made / "loose", tmp_path / "B")
    disturb(["pack", "-a", disturbed], random.Random(12))

    done = run("pack", "-a", disturbed), run("pack", "-a", undisturbed)

    assert [0, 0] == [each.returncode for each in done]
    assert contents(undisturbed) == contents(disturbed)
    assert 0 == checked(disturbed)
    assert 0 == run("verify", "-a", disturbed).returncode


def disturb(arguments: Sequence[str | Path], chance: random.Random) -> None:
    """Start the program and kill it, again and again."""
    for _ in range(6):
        process = subprocess.Popen([PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(chance.uniform(0.3, 0.9))
        process.send_signal(signal.SIGKILL)
        process.communicate()


def states(made: Path, archive: Path) -> Iterator[str]:
    """States that a kill or a power cut leaves of a packed archive, each in place at `archive` when its name is yielded."""
    packed = made / "packed"

    def fresh(source: Path = packed) -> Path:
        subprocess.run(["rm", "-rf", archive], check=True)
        return copy(source, archive)

    open_volume = fresh() / "records" / "002.jsonl"
    with open_volume.open("ab") as file:
        file.write(b'{"torn')
    yield "a batch half appended"
    fresh()
    (archive / "records" / "002.jsonl.zst.tmp").write_bytes(b"half")
    (archive / "manifests" / "002.sha256.tmp").write_bytes(b"half")
    yield "a full volume half written"
    fresh()
    write_lines(archive / "records" / "002.jsonl.zst", record_lines(packed)[2000:], packed=True)
    (archive / "manifests" / "002.sha256").write_text("x" * 64 + "  records/002.jsonl.zst\n")
    yield "a full volume that was not acknowledged"
    fresh()
    (archive / "records" / "003.jsonl").write_text("{}\n")
    (archive / "manifests" / "003.sha256").write_text("")
    yield "the beginning of the next volume"
    fresh()
    (archive / "manifests" / "002.sha256").write_text("")
    yield "a manifest that was renamed without its bytes"
    fresh()
    (archive / "records" / "001.jsonl").write_bytes(b"".join(record_lines(packed)[1000:1500]))
    yield "lines that their packed volume supersedes"


def test_whatever_a_crash_leaves_is_made_what_was_acknowledged(made: Path, tmp_path: Path) -> None:
    """Opened for writing, each state becomes the acknowledged one, and nothing else is touched."""
    for name in states(made, tmp_path / "A"):
        with open_archive(tmp_path / "A"):
            pass

        assert contents(made / "packed") == contents(tmp_path / "A"), name


def test_of_two_forms_of_a_volume_the_acknowledged_one_stays(made: Path, tmp_path: Path) -> None:
    """A packed file beside its loose records: without its ledger line it goes, with it they do."""
    loose, packed = copy(made / "loose", tmp_path / "A"), copy(made / "loose", tmp_path / "B")
    (loose / "records" / "000.jsonl.zst").write_bytes((made / "packed" / "records" / "000.jsonl.zst").read_bytes())
    run("pack", "-a", packed)
    after = contents(packed)
    copy(made / "loose" / "records" / "000", packed / "records" / "000")

    for archive in (loose, packed):
        with open_archive(archive):
            pass

    assert contents(made / "loose") == contents(loose)
    assert after == contents(packed)


def test_a_file_that_was_to_be_replaced_is_replaced_by_the_next_start(made: Path, tmp_path: Path) -> None:
    """Where the ledger acknowledges a volume's new bytes and the rename is missing, recovery finishes it."""
    archive = copy(made / "packed", tmp_path / "A")
    name, changed = "records/000.jsonl.zst", [b'{"removed":true}\n', *record_lines(made / "packed")[1:1000]]
    old = (archive / name).read_bytes()
    with open_archive(archive) as opened:
        state = opened.replace(name, changed)
    new = (archive / name).read_bytes()
    (archive / f"{name}.tmp").write_bytes(new)
    (archive / name).write_bytes(old)

    with open_archive(archive):
        pass

    assert Volume(length=len(new), sha256=state.sha256) == state
    assert new == (archive / name).read_bytes()
    assert changed == list(read_lines(archive / name))
    assert 0 == checked(archive)


def test_less_than_was_acknowledged_is_damage(made: Path, tmp_path: Path) -> None:
    """A shortened open volume is never gone on with."""
    archive = copy(made / "packed", tmp_path / "A")
    os.truncate(archive / "records" / "002.jsonl", 50)

    with pytest.raises(DamageError, match="acknowledged"), open_archive(archive):
        pass


REMOVED = b'{"removed":true}\n'


def remove(archive: Path, *references: str) -> None:
    done = run("remove", *references, "--yes", "--reason", "as the court ordered", "--whole-originals", "-a", archive)
    assert 0 == done.returncode, done.stderr


def test_a_removed_record_leaves_its_line_and_all_else(made: Path, tmp_path: Path) -> None:
    """In a full and in the open volume the line says so; every other record keeps its place, and all digests hold."""
    archive = copy(made / "packed", tmp_path / "archive")
    before = record_lines(archive)
    remove(archive, "7", "2001")

    after = record_lines(archive)
    assert [7, 2001] == [place for place, line in enumerate(after) if line == REMOVED]
    assert [line for line in before if line not in (before[7], before[2001])] == [line for line in after if line != REMOVED]
    assert 0 == checked(archive)
    verified = run("verify", "--deep", "-a", archive)
    assert 0 == verified.returncode, verified.stdout
    assert "removed on" in verified.stdout
    assert json.loads(before[8])["headline"] in run("show", "8", "-a", archive).stdout


def test_a_removed_record_leaves_its_line_when_its_volume_is_packed(made: Path, tmp_path: Path) -> None:
    """Removing and packing give the same lines in either order."""
    first, second = copy(made / "loose", tmp_path / "first"), copy(made / "loose", tmp_path / "second")
    remove(first, "7", "999")
    run("pack", "-a", first)
    run("pack", "-a", second)
    remove(second, "7", "999")

    assert 2_003 == len(record_lines(first))
    assert record_lines(first) == record_lines(second)
    for archive in (first, second):
        assert 0 == checked(archive)
        assert 0 == run("verify", "--deep", "-a", archive).returncode


def test_a_damaged_volume_with_a_removed_record_is_repaired(made: Path, tmp_path: Path) -> None:
    """The line of a removed record is no gap; its volume is made anew from what is left, to the byte."""
    archive = copy(made / "packed", tmp_path / "archive")
    write_fields(tmp_path / "drop" / "one.fields", item(5_000))
    options: list[str | Path] = ["--plugins-dir", made / "plugins"]
    ingest(archive, tmp_path / "drop", options=options)
    remove(archive, "2003")
    volume = archive / "records" / "002.jsonl"
    whole = volume.read_bytes()
    assert whole.endswith(REMOVED)
    volume.write_bytes(whole.replace(b"Item 2001", b"Item 2O01"))

    done = run("verify", "--repair", "-a", archive, *options)

    assert 0 == done.returncode, done.stdout
    assert whole == volume.read_bytes()


def test_a_removal_from_packed_volumes_happened_or_did_not(made: Path, tmp_path: Path, full: bool) -> None:
    """Killed at renames, syncs and writes from the first to the last, it is finished or undone by whoever writes next."""
    done = copy(made / "packed", tmp_path / "done")
    remove(done, "7", "2001")
    numbers = (1, 2, 4, 9) if full else (1, 4)
    for call, number in [(call, number) for call in ("rename", "fsync", "pwrite64", "unlink") for number in numbers]:
        archive = copy(made / "packed", tmp_path / f"{call}-{number}")
        inject = ["strace", "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={number}"]
        arguments = ("7", "2001", "--yes", "--reason", "x", "--whole-originals", "-a", archive)
        run("remove", *arguments, wrapper=inject)
        decided = any(line["event"] == "removal" for line in lines(archive))
        with open_archive(archive):
            pass

        assert record_lines(done if decided else made / "packed") == record_lines(archive), (call, number)
        assert 0 == checked(archive)
        verified = run("verify", "-a", archive)
        assert 0 == verified.returncode, (call, number, verified.stdout)


@pytest.mark.parametrize("command", ["ingest", "pack"])
def test_readers_miss_nothing_while_volumes_are_replaced(made: Path, tmp_path: Path, command: str) -> None:
    """Every record that the catalog has can be read at any moment of a run, and is whole."""
    archive = copy(made / "loose", tmp_path / "A")
    options: list[str | Path] = []
    if command == "ingest":
        subprocess.run(["rm", "-r", archive], check=True)
        drop = drop_of(tmp_path / "begin", 1)
        ingest(archive, drop, options=["--packed"])
        options = [made / "drop", "--plugins-dir", made / "plugins"]
    from newsarchive.holdings import open_holdings

    seen = 0
    with subprocess.Popen([PROGRAM, command, *options, "-a", archive], stdout=subprocess.PIPE) as writer:
        while writer.poll() is None or not seen:
            with open_holdings(archive) as holdings:
                for accession in (*range(0, len(holdings), 97), len(holdings) - 1):
                    assert holdings.record(accession).fields["headline"]
                    seen += 1

    assert 0 == writer.returncode
    assert seen > 100


def test_a_full_disk_stops_a_packed_run_with_no_half_state(made: Path, tmp_path: Path) -> None:
    """Where files may not grow, the run says why with exit 1; with space again the same archive comes of it."""
    items = [item(number) | {"note": "x" * 900} for number in range(1_200)]
    drop = write_fields(tmp_path / "drop" / "a.fields", *items).parent
    plugins: list[str | Path] = ["--plugins-dir", made / "plugins"]
    limited = run("ingest", drop, "-a", tmp_path / "A", "--packed", *plugins, wrapper=["prlimit", "--fsize=150000", "--"])
    ingest(tmp_path / "A", drop, options=plugins)
    ingest(tmp_path / "B", drop, options=[*plugins, "--packed"])

    assert 1 == limited.returncode
    assert "cannot be written: " in limited.stderr
    assert "Traceback" not in limited.stderr
    assert contents(tmp_path / "B") == contents(tmp_path / "A")


def test_the_program_reads_a_line_of_any_volume(made: Path) -> None:
    """`Volumes.read` gives each record of both archives, with its place; a record that is nowhere is damage."""
    hashes = [json.loads(line)["content_hash"] for line in record_lines(made / "loose")]
    expected = record_lines(made / "loose")
    for name in ("loose", "packed"):
        volumes = Volumes(Layout(made / name))
        order = random.Random(3).sample(range(MANY), 400)

        assert [expected[number] for number in order] == [volumes.read(number, hashes[number]).data for number in order]
        with pytest.raises(DamageError, match="missing"):
            volumes.read(MANY, hashes[0])


@given(st.lists(st.binary(max_size=50).map(lambda data: data.replace(b"\n", b"") + b"\n"), max_size=350))
def test_frames_give_their_lines_back(tmp_path_factory: pytest.TempPathFactory, written: list[bytes]) -> None:
    """Every 100 lines are a frame; frames are found by their headers alone."""
    path = tmp_path_factory.mktemp("frames") / "x.zst"
    path.write_bytes(b"".join(compress(written)))

    with path.open("rb") as file:
        starts = offsets(file)
    frames = [decompress(path.read_bytes()[a:b]) for a, b in pairwise(starts)]

    assert [written[start : start + FRAME_LINES] for start in range(0, len(written), FRAME_LINES)] == frames
    assert written == list(read_lines(path))


@given(st.binary(max_size=300), st.integers(0, 3))
def test_arbitrary_bytes_are_no_volume(tmp_path_factory: pytest.TempPathFactory, data: bytes, kind: int) -> None:
    """Damage raises the declared error and no other."""
    path = tmp_path_factory.mktemp("frames") / "x.zst"
    sound = b"".join(compress([story(number).replace("\n", " ").encode() + b"\n" for number in range(3)]))
    path.write_bytes([data, sound[: -1 - len(data)], sound + data, sound[:40] + data + sound[40:]][kind])

    try:
        found = list(read_lines(path))
    except DamageError:
        found = []

    assert all(line.endswith(b"\n") for line in found)
