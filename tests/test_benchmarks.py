"""The benchmarks run, and their texts are what the figures say that they are."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.ablation import Crossing, bare, checked, copied, parsed, split
from benchmarks.generate import SIZE, generate
from benchmarks.hotspots import profiles
from benchmarks.timing import Job, Pairs, pairs

ROOT = Path(__file__).parents[1]


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.txt"))}


def test_the_same_numbers_make_the_same_folder_and_a_smaller_one_is_its_beginning(tmp_path: Path) -> None:
    generate(tmp_path / "one", 300)
    generate(tmp_path / "two", 300)
    generate(tmp_path / "small", 150)
    one = files(tmp_path / "one")

    assert one == files(tmp_path / "two")
    assert dict(list(one.items())[:150]) == files(tmp_path / "small")


def test_another_seed_repeats_no_text(tmp_path: Path) -> None:
    """What is added to a large archive must be new there."""
    for seed in (1, 2):
        generate(tmp_path / str(seed), 100, seed=seed)

    assert not set(files(tmp_path / "1").values()) & set(files(tmp_path / "2").values())


def test_a_tenth_of_the_files_are_copies_and_the_formats_are_mixed(tmp_path: Path) -> None:
    size = generate(tmp_path, 600, per_folder=100)
    texts = list(files(tmp_path).values())
    signed = sum(bool(re.search(rb"\n\w\.\w+--[A-Z]+$", text)) for text in texts)
    dated = sum(text.startswith(b" date ") for text in texts)

    assert len(texts) == 600
    assert len(set(texts)) == 540
    assert size == sum(map(len, texts))
    assert size / 600 == pytest.approx(SIZE, rel=0.05)
    assert all(150 <= count <= 250 for count in (signed, dated, 600 - signed - dated))
    assert [100] * 6 == [len(list(folder.iterdir())) for folder in tmp_path.iterdir()]


def test_each_job_of_a_pair_goes_first_in_turn_and_leaves_nothing(tmp_path: Path) -> None:
    room, order = tmp_path / "room", tmp_path / "order"
    room.mkdir()

    def job(label: str) -> Job:
        return Job(label, lambda target: [["sh", "-c", 'echo "$1" >> "$2"; mkdir "$3"', "sh", label, order, target]])

    measured = list(pairs(job("ours"), job("theirs"), 3, room, room))

    assert ["ours", "theirs", "theirs", "ours", "ours", "theirs"] == order.read_text().split()
    assert len(measured) == 3
    assert list(room.iterdir()) == []


def test_twice_the_speed_is_half_the_time() -> None:
    measured = Pairs(ours=[1.0, 2.0], theirs=[2.0, 4.0])

    assert measured.ratios(speed=True) == [2.0, 2.0]
    assert measured.ratios(speed=False) == [0.5, 0.5]


def test_samples_are_counted_for_the_parent_and_for_those_below_it(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.write_text(
        'process 7:"na";run (a.py:1);read (b.py:5) 3\n'
        'process 7:"na";run (a.py:2);read (b.py:6) 1\n'
        'process 7:"na";process 8:"na";parse (c.py:9) 2\n'
    )
    parent, workers = profiles(raw, lines=False)

    assert parent.own == {"read (b.py)": 4}
    assert workers.own == {"parse (c.py)": 2}
    assert profiles(raw, lines=True)[0].own == {"read (b.py:5)": 3, "read (b.py:6)": 1}


def test_the_table_is_measured_from_end_to_end(tmp_path: Path) -> None:
    """All rows that need no other program than this one and the system's own."""
    rows = ["loose", "least", "again", "verify-loose"]
    command = [sys.executable, "-m", "benchmarks.table", "--files", "200", "--pairs", "1", "--where", str(tmp_path)]
    # An absolute name is a path of its own.
    command += ["--only", *rows, "--memory", "50", "100", "--save", str(tmp_path / "saved")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)

    assert done.returncode == 0, done.stderr
    assert "page cache warmed before each pair" in done.stdout
    assert "| loose ingest ÷ cp -r + sync -f, articles a second | ≥ 1 |" in done.stdout
    saved = json.loads((tmp_path / "saved.json").read_text())
    place = saved["places"][str(tmp_path)]
    assert rows == list(place["figures"])
    assert all(len(row["ours"]["seconds"]) == len(row["theirs"]["seconds"]) == 1 for row in place["figures"].values())
    assert {"cp -r + sync -f", "loose ingest", "the least that Python needs"} == set(place["articles_per_second"])
    assert [50, 100] == [peak["files"] for peak in saved["memory_kib"]]
    assert all(peak["parent"] > 0 < peak["child"] for peak in saved["memory_kib"])
    assert ["saved.json"] == [path.name for path in tmp_path.iterdir()]


def test_each_step_of_the_ablation_makes_a_line_of_each_text(tmp_path: Path) -> None:
    """The steps do what they say for every text but copies; with the last one it is the record, named by its content hash."""
    generate(tmp_path / "drop", 30)
    crossing = Crossing()
    steps = (bare, split, parsed, checked, crossing.crossed, crossing.hashed)
    for number, step in enumerate(steps):
        copied(tmp_path / "drop", step, tmp_path / str(number))
    made = [[json.loads(line) for line in (tmp_path / str(n)).read_bytes().splitlines()] for n in range(len(steps))]

    assert [27] * len(steps) == list(map(len, made))
    assert 27 == len({record["content_hash"] for record in made[-1]})
