"""Files that are too large to be read whole: read in stretches by sources that can cut them (docs/adr/0023)."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .support import REEL_PLUGIN, contents, lines, plugin_folder, records, reel, run

ROOT = Path(__file__).parents[2]
COUNT = 100


def small(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    """The real command line, to which 400,000 bytes are too many."""
    return run(*arguments, program=(sys.executable, "-P", str(ROOT / "tests/crash/small_batches.py")))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A plugin that can cut, and a drop folder with one large file."""
    plugin_folder(tmp_path / "plugins", reel_source=REEL_PLUGIN)
    (tmp_path / "drop").mkdir()
    (tmp_path / "drop" / "a.reel").write_bytes(reel(range(COUNT)))
    return tmp_path


def ingest(home: Path, *options: str, archive: str = "A") -> dict[str, Any]:
    done = small("ingest", home / "drop", "-a", home / archive, "--plugins-dir", home / "plugins", "--json", *options)
    assert done.returncode in (0, 3), done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def documents(archive: Path) -> list[dict[str, Any]]:
    return [line for line in lines(archive) if line["event"] == "document"]


def test_it_is_one_input_with_the_articles_that_it_would_have_as_a_whole(home: Path) -> None:
    """In the same order, under the same numbers."""
    report = ingest(home)
    whole = run("ingest", home / "drop", "-a", home / "B", "--plugins-dir", home / "plugins")

    assert (1, COUNT, 0) == (report["read"], report["new"], report["quarantined"])
    assert 0 == whole.returncode
    assert list(records(home / "A")) == list(records(home / "B"))


def test_the_stretches_are_the_file(home: Path) -> None:
    """One behind the other, each named by its digest, and each says which bytes of which file it is."""
    ingest(home)
    data = (home / "drop" / "a.reel").read_bytes()
    whole = {"file": hashlib.sha256(data).hexdigest(), "size": len(data)}

    end = 0
    for line in documents(home / "A"):
        at = line["stretch"]
        stretch = data[at["start"] : at["start"] + line["size"]]
        assert whole == {key: at[key] for key in whole}
        assert line["original"] == hashlib.sha256(stretch).hexdigest()
        assert end in (at["start"], at["start"] + line["size"])  # the next one, or one more line of the same
        end = at["start"] + line["size"]
    assert len(data) == end
    assert 5 < len({line["original"] for line in documents(home / "A")})


def test_the_same_again_adds_nothing(home: Path) -> None:
    """The whole file is known, also when its time has changed."""
    ingest(home)
    before = contents(home / "A"), lines(home / "A")

    again = ingest(home)
    (home / "drop" / "a.reel").touch()
    touched = ingest(home)

    assert (1, 0) == (again["unchanged"], again["found"])
    assert (1, 0) == (touched["unchanged"], touched["found"])
    assert before == (contents(home / "A"), lines(home / "A"))


def test_another_file_under_the_name_is_read_from_its_beginning(home: Path) -> None:
    """And the first one, too, when it comes back."""
    ingest(home)
    first = (home / "drop" / "a.reel").read_bytes()
    (home / "drop" / "a.reel").write_bytes(reel(range(COUNT, 2 * COUNT)))
    other = ingest(home)
    (home / "drop" / "a.reel").write_bytes(first)

    assert (COUNT, 0) == (other["new"], other["duplicate"])
    assert (0, COUNT) == ((back := ingest(home))["new"], back["duplicate"])


def test_workers_and_rebuilding_change_nothing(home: Path) -> None:
    """Any number of workers; and a catalog made anew knows the file."""
    ingest(home, "--workers", "1")
    ingest(home, "--workers", "3", archive="B")

    assert contents(home / "A") == contents(home / "B")
    (home / "A" / "catalog.sqlite").unlink()
    assert 1 == ingest(home)["unchanged"]
    assert 0 == run("verify", "-a", home / "A").returncode


def test_its_bytes_are_kept_where_asked(home: Path) -> None:
    """Then all of them are in the tar, and each stretch can be read again from there."""
    ingest(home, "--originals", "copy")
    (home / "drop" / "a.reel").unlink()
    record = next((home / "A" / "records").rglob("*.json"))
    before = record.read_bytes()
    record.write_bytes(before[:-10])

    assert 0 == small("verify", "--repair", "-a", home / "A", "--plugins-dir", home / "plugins").returncode
    assert before == record.read_bytes()


def test_reparse_reads_the_stretches_of_the_file(home: Path) -> None:
    """Where they are referenced, from the drop folder; what is not there any more is lost, and said to be."""
    ingest(home)
    reparse = ("reparse", "--all", "-a", home / "A", "--plugins-dir", home / "plugins", "--json")
    there = small(*reparse)
    with (home / "drop" / "a.reel").open("r+b") as file:
        file.write(b"B")
    changed = small(*reparse)

    assert 0 == there.returncode, there.stderr
    assert 0 == changed.returncode or "other bytes" in changed.stdout + changed.stderr
    assert '"lost":0' in there.stdout
    assert '"lost":1' in changed.stdout


@pytest.mark.parametrize(
    "cut",
    [
        "return 0",
        "return 10 ** 30",
        "return -1",
        "return 'x'",
        "raise ValueError('no')",
        "import os; os._exit(1)",
    ],
)
def test_a_source_that_cannot_say_where_to_cut(home: Path, cut: str) -> None:
    """The file waits in quarantine, as one that nobody can cut."""
    plugin = REEL_PLUGIN.partition('    data = b""\n    while')[0]
    rest = "@hookimpl" + REEL_PLUGIN.partition("@hookimpl")[2]
    plugin_folder(home / "plugins", reel_source=f"{plugin}    {cut}\n\n{rest}")

    report = ingest(home)

    assert (1, 1) == (report["read"], report["quarantined"])
    (line,) = documents(home / "A")
    assert ["too-large"] == [reason["code"] for reason in line["found"][0]["reasons"]]


def test_what_cannot_be_cut_any_further_is_one_stretch(home: Path) -> None:
    """Here too large as well: what came before it is taken in."""
    with (home / "drop" / "a.reel").open("ab") as file:
        file.write(b"x" * 500_000)

    report = ingest(home)

    assert (1, COUNT, 1) == (report["read"], report["new"], report["quarantined"])
    assert "too-large" == documents(home / "A")[-1]["found"][0]["reasons"][0]["code"]


def test_it_is_deleted_only_once_all_of_it_is_kept(home: Path) -> None:
    """A file that is only referenced stays."""
    ingest(home, "--then", "delete")
    assert (home / "drop" / "a.reel").exists()

    ingest(home, "--then", "delete", "--originals", "copy", archive="B")
    assert not (home / "drop" / "a.reel").exists()


def test_time_goes_by_what_is_within(tmp_path: Path) -> None:
    """A small document of large parts has the time of its parts."""
    slow = REEL_PLUGIN.replace('".reel"', '".slow"').replace('"reel"', '"slow"')
    parts = 'for number in range(6):\n        yield Part(f"{number}.busy", bytes(3 << 20))\n    return\n    for number, data'
    busy = """\
import time
from newsarchive import Confidence, NotArticle, Source, hookimpl

def parse(document):
    until = time.process_time() + 1.9
    while time.process_time() < until:
        pass
    yield NotArticle("it took its time")

@hookimpl
def newsarchive_sources():
    return Source("busy", sniff=lambda sample: Confidence.CERTAIN if sample.suffix == ".busy" else None, parse=parse)
"""
    plugin_folder(tmp_path / "plugins", slow=slow.replace("for number, data", parts, 1), busy=busy)
    (tmp_path / "drop").mkdir()
    (tmp_path / "drop" / "a.slow").write_text("x")

    report = ingest(tmp_path)

    assert (6, 0) == (report["ignored"], report["quarantined"])
