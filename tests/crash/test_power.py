"""The power goes: what was promised to be on the disk was synced before it was promised, and all else is made up for."""

import hashlib
import json
import os
import pickle
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from .homes import Home
from .power import STYLES, Disk
from .scenarios import ROOT, SCENARIOS
from .tracing import Call, needs_strace, parse, strace

pytestmark = needs_strace
BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}


def traced(home: Home, without: str = "") -> list[Call]:
    """What the command does below its home, with all data; `without` is the error that `syncfs` answers."""
    inject = f"syncfs:error={without}" if without else None
    done = strace(home.command, home.trace, whole=True, inject=inject)
    assert done.returncode in (0, 3), done.stderr
    return parse(home.trace, home.path)


def acknowledged(disk: Disk) -> dict[str, str]:
    """What the ledger has acknowledged by now: its synced lines up to the last that closes a batch, by the run's file."""
    found = {}
    for name, file in disk.files().items():
        if name.startswith("archive/ledger/") and disk.is_named(name):
            lines = file.synced.splitlines(keepends=True)
            closing = [number for number, line in enumerate(lines, 1) if b'"event":"batch"' in line or b'"event":"end"' in line]
            if closing:
                found[name.removeprefix("archive/ledger/")] = b"".join(lines[: closing[-1]]).decode()
    return found


def unkept_promises(disk: Disk, batch: dict[str, Any]) -> list[str]:
    """What a batch line says that a power cut could take away now."""
    found = []
    for name, digest in batch.get("records", {}).items():
        file = disk.file(f"archive/{name}")
        if file is None or hashlib.sha256(file.synced).hexdigest() != digest or not disk.is_named(f"archive/{name}"):
            found.append(f"the record {name}")
    for name, length in batch.get("tars", {}).items():
        file = disk.file(f"archive/originals/{name}")
        if file is None or len(file.synced) < length or not disk.is_named(f"archive/originals/{name}"):
            found.append(f"the tar {name}")
    for name, state in batch.get("manifests", {}).items():
        file = disk.file(f"archive/{name}")
        whole = file is not None and hashlib.sha256(file.synced[: state["length"]]).hexdigest() == state["sha256"]
        if not whole or not disk.is_named(f"archive/{name}"):
            found.append(f"the manifest {name}")
    for name, state in batch.get("volumes", {}).items():  # a file that takes another one's place gets its name afterwards
        forms = [form for form in (f"archive/{name}", f"archive/{name}.tmp") if disk.is_named(form)]
        files = [file.synced[: state["length"]] for form in forms if (file := disk.file(form)) is not None]
        if state["sha256"] not in [hashlib.sha256(data).hexdigest() for data in files]:
            found.append(f"the volume {name}")
    return found


@pytest.mark.parametrize(
    ("name", "without"),
    [
        *(("new", ""), ("again", ""), ("delete", ""), ("move", ""), ("new", "ENOSYS"), ("new", "EINVAL"), ("again", "EPERM")),
        *(("packed", ""), ("packed-again", ""), ("packed-again", "ENOSYS"), ("pack", "")),
    ],
)
def test_what_is_promised_is_on_the_disk_before(place: Path, name: str, without: str) -> None:
    """Records, tars and manifests are synced, names included, before the ledger states them; the ledger is synced before
    the catalog hears of it and before an input goes; a record's bytes are synced before it gets its name. Where there is
    no `syncfs`, that is seen once, and each file is synced.
    """
    home = Home(place / "home", BY_NAME[name])
    calls = traced(home, without)
    home.restore()
    disk = Disk(home.path)
    seen: Counter[str] = Counter()
    for call in disk.follow(calls):
        path = call.paths[0].removeprefix(str(home.path)).removeprefix("/")
        if call.name == "write" and path.startswith("archive/ledger/"):
            for line in call.strings[0].splitlines():
                seen["ledger line"] += 1
                assert [] == unkept_promises(disk, json.loads(line))
        elif (call.name == "pwrite64" and path == "archive/catalog.sqlite-wal") or path.startswith("drop/"):
            if call.name in ("pwrite64", "unlink", "rename"):
                seen[call.name] += 1
                ledgers = {name: file for name, file in disk.files().items() if name.startswith("archive/ledger/")}
                assert [] == [name for name, file in ledgers.items() if file.now != file.synced or not disk.is_named(name)]
        elif call.name == "rename" and path.endswith(".tmp") and "/records/" in path:
            file = disk.file(path.removesuffix(".tmp"))
            seen["record"] += 1
            assert file is not None
            assert bytes(file.now) == file.synced

    asked = sum(call.name == "syncfs" for call in calls)
    assert 1 == asked if without or name == "pack" else 1 < asked
    expected = {"ledger line", "pwrite64"} | {"delete": {"unlink"}, "move": {"rename"}}.get(name, set())
    assert expected | (set() if name == "packed" else {"record"}) == seen.keys()  # that one fills no volume


def states(
    disk: Disk, calls: Sequence[Call], count: int, seed: int
) -> Iterator[tuple[str, dict[str, bytes | None], dict[str, str]]]:
    """So many trees that may be found after a power cut, spread over all calls that change something and over all styles.

    Beside these a few more after each append to the ledger, the moment that everything hangs on.
    """
    changing = sum(call.changes for call in calls)
    chance, styles = random.Random(seed), cycle(STYLES)
    number = taken = 0
    for call in disk.follow(calls):
        number += call.changes
        chosen = []
        while call.changes and taken * changing < number * count:
            taken += 1
            chosen.append(next(styles))
        if call.name == "write" and "/ledger/" in call.paths[0]:
            chosen += ["weak", "weak", "weak", "ordered"]
        for style in chosen:
            yield (
                f"{style}, after call {number}, {call.name} {call.paths[0]}",
                disk.after_cut(style, chance),
                acknowledged(disk),
            )


def lay_out(tree: dict[str, bytes | None], folder: Path) -> Path:
    """The tree as files; the archive in it."""
    folder.mkdir(parents=True)
    for name, data in tree.items():
        if data is None:
            (folder / name).mkdir(exist_ok=True)
        else:
            (folder / name).write_bytes(data)
    return folder / "archive"


def recovered(home: Home, plans: Sequence[dict[str, Any]], expected: dict[str, Any]) -> list[str]:
    """Recover from each state, in as many processes as there are cores; all that was wrong."""
    (home.path / "expected").write_bytes(pickle.dumps(expected))
    shares = os.cpu_count() or 1
    running = []
    for number in range(shares):
        plan = {"drop": home.path / "drop", "plugins": home.path / "plugins", "expected": home.path / "expected"}
        path = home.path / f"plan-{number}"
        path.write_text(json.dumps({key: str(value) for key, value in plan.items()} | {"states": plans[number::shares]}))
        command = [sys.executable, "-P", "-m", "tests.crash.recover", str(path)]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        running.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment))
    found = []
    for process in running:
        output, errors = process.communicate(timeout=900)
        found += output.splitlines() + ([errors] if process.returncode else [])
    return found


@pytest.mark.parametrize(
    ("name", "without", "count"), [("new", "", 170), ("new", "ENOSYS", 70), ("again", "", 30), ("packed-again", "", 40)]
)
def test_every_state_after_a_power_cut_is_recovered_from(place: Path, name: str, without: str, count: int, full: bool) -> None:
    """No record is half, nothing acknowledged is gone, and the same command again leaves the archive of an undisturbed run."""
    home = Home(place / "home", BY_NAME[name])
    expected = home.undisturbed
    del expected["left"]
    home.restore()
    calls = traced(home, without)
    home.restore()
    plans = []
    for number, (title, tree, ledger) in enumerate(states(Disk(home.path), calls, count * 10 if full else count, 1)):
        archive = lay_out(tree, place / f"state-{number}")
        plans.append({"name": title, "archive": str(archive), "ledger": ledger})

    assert count <= len(plans)
    assert [] == recovered(home, plans, expected)


def test_a_power_cut_after_a_kill_is_recovered_from(place: Path, full: bool) -> None:
    """What a run left unsynced when it was killed is synced, or done again, before the next one builds on it."""
    home = Home(place / "home", BY_NAME["new"])
    expected = home.undisturbed
    del expected["left"]
    ends = [number for number, point in enumerate(home.points) if "/ledger/" in point.path and point.name in ("write", "fsync")]
    plans: list[dict[str, Any]] = []
    for end in ends if full else ends[1::3]:
        point = home.points[end]
        home.restore()
        disk = Disk(home.path)
        assert -signal.SIGKILL == home.disturbed(f"{point.name}:signal=SIGKILL:when={point.number}", whole=True).returncode
        for _ in disk.follow(parse(home.trace, home.path)):
            pass
        calls = traced(home)
        for title, tree, ledger in states(disk, calls, 40 if full else 5, end):
            archive = lay_out(tree, place / f"state-{len(plans)}")
            plans.append({"name": f"after a kill at {point}: {title}", "archive": str(archive), "ledger": ledger})

    assert [] == recovered(home, plans, expected)
