"""Several processes at once: one writes, the others wait or say who writes; readers never see half of anything."""

import json
import os
import random
import re
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

from newsarchive.store.lock import locked
from tests.archive.support import PROGRAM, drop_of, ingest, lines, records, run, story

from .scenarios import ROOT, command_line, problems


def start(*arguments: str | Path, small: bool = False) -> "subprocess.Popen[str]":
    """The real program in a process of its own; `small` with small batches."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("NEWSARCHIVE")}
    words = tuple(map(str, arguments))
    command = command_line(ROOT, words) if small else [str(PROGRAM), *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def test_a_second_ingest_waits_for_the_first(place: Path) -> None:
    """As long as somebody holds the lock it does nothing; then it does its work."""
    archive, drop = place / "A", drop_of(place / "drop", 3)
    ingest(archive, drop_of(place / "earlier", 1))
    with locked(archive / ".lock"):
        second = start("ingest", drop, "-a", archive)
        time.sleep(1.5)
        waiting, before = second.poll(), len(records(archive))
    output, errors = second.communicate(timeout=60)

    assert (None, 1) == (waiting, before)
    assert (0, "") == (second.returncode, errors), output
    assert 3 == len(records(archive))  # story 0 is known


def test_who_holds_the_lock_is_named(place: Path) -> None:
    """With `--no-wait` every command that writes says which process, which command, and since when."""
    archive, drop = place / "A", drop_of(place / "drop", 3)
    ingest(archive, drop)
    drop_of(place / "drop", 50)
    first = start("ingest", drop, "-a", archive)
    try:
        while str(first.pid) not in (archive / ".lock").read_text():
            time.sleep(0.005)
        first.send_signal(signal.SIGSTOP)
        refused = [run(*words, "-a", archive, "--no-wait") for words in (("ingest", drop), ("retry",), ("rebuild",))]
    finally:
        first.send_signal(signal.SIGCONT)
    _, errors = first.communicate(timeout=120)

    named = rf"newsarchive: process {first.pid} \(newsarchive ingest, since 20..-..-..T..:..:..Z\) is writing to {archive}\n"
    assert [1, 1, 1] == [done.returncode for done in refused]
    assert [] == [done.stderr for done in refused if not re.match(named, done.stderr)]
    assert 0 == first.returncode, errors


def test_readers_never_see_half_a_record(place: Path) -> None:
    """While an ingest runs, every record that any command prints is the one that is there in the end."""
    archive, drop = place / "A", drop_of(place / "drop", 300)
    ingest(archive, drop_of(place / "earlier", 1))
    writer = start("ingest", drop, "-a", archive, "--workers", "1", small=True)
    readings = []
    while writer.poll() is None:
        for words in (
            ("export", "--format", "jsonl"),
            ("show", "0", "--json"),
            ("stats", "--json"),
            ("search", "harbour", "--json"),
        ):
            readings.append((words[0], run(*words, "-a", archive)))
    output, errors = writer.communicate()
    final = run("export", "--format", "jsonl", "-a", archive).stdout.splitlines()

    assert 0 == writer.returncode, output + errors
    assert [] == [done.stderr for _, done in readings if done.returncode or "Traceback" in done.stderr]
    exports = [done.stdout.splitlines() for name, done in readings if name == "export"]
    assert [] == [line for export in exports for line in export if line not in set(final)]
    assert [len(export) for export in exports] == sorted(len(export) for export in exports)
    shown = {done.stdout for name, done in readings if name == "show"}
    assert 1 == len(shown)
    assert json.loads(shown.pop())
    assert 300 == len(final)


def test_eight_at_once_with_kills_lose_and_double_nothing(place: Path) -> None:
    """Overlapping folders, random SIGKILLs, one undisturbed run at the end: one record a text, one outcome an input."""
    archive, drop = place / "A", place / "drop"
    texts = 0
    for name in ("a", "a/x", "b", "b/y"):
        (drop / name).mkdir(parents=True)
        for number in range(60):
            (drop / name / f"{number}.txt").write_text(story(texts - 10 if number < 10 and texts else texts))
            texts += 1
    distinct = {path.read_bytes() for path in drop.rglob("*.txt")}
    chance = random.Random(11)
    folders = [drop, drop / "a", drop / "a/x", drop / "b", drop / "b/y", drop, drop / "a", drop / "b"]
    for _ in range(2):
        running = [start("ingest", folder, "-a", archive, "--workers", "1", small=True) for folder in folders]
        for process in chance.sample(running, 6):
            time.sleep(chance.uniform(0.05, 0.5))
            process.send_signal(signal.SIGKILL)
        for process in running:
            _, errors = process.communicate(timeout=120)
            assert process.returncode in (0, -signal.SIGKILL), errors
    last = run("ingest", drop, "-a", archive)

    assert 0 == last.returncode, last.stderr
    assert [] == problems(archive)
    assert len(distinct) == len(records(archive))
    drops: list[str] = []
    found: Counter[str] = Counter()
    for line in lines(archive):
        if line["event"] == "run":
            drops = line["drops"]
        elif line["event"] == "document":
            found[f"{drops[line['drop']]}/{line['name']}"] += 1
    assert {str(path.resolve()): 1 for path in drop.rglob("*.txt")} == found
