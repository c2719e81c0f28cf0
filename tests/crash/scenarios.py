"""What is disturbed: each scenario prepares a home, runs one command there, and says what must be equal afterwards.

A home is a folder with `drop/` (the inputs), `archive/` and, where inputs are moved, `done/`. To add a command to every
test of this package, append a `Scenario` to `SCENARIOS`: `prepare` makes `drop/` and, if the command needs one, the
archive (with `newsarchive(home, …)`, which is undisturbed); `command` is what is disturbed and then run again, with
`{home}` for the home. What must be equal to an undisturbed run is `state`: the bytes of records, manifests and originals,
what the ledger says of each input, and what is left of the inputs. If a command changes more than that, say it there.
"""

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs

from newsarchive.ledger import Ledger
from newsarchive.store.layout import Layout
from newsarchive.store.verify import Verification
from tests.archive.support import REEL_PLUGIN, contents, lines, plugin_folder, reel, story

from .folders import mixed, nearly_a_volume, next_day

ROOT = Path(__file__).parents[2]
_INGEST = ("ingest", "{home}/drop", "-a", "{home}/archive", "--plugins-dir", "{home}/plugins", "--workers", "1")


def command_line(home: Path, arguments: tuple[str, ...]) -> list[str]:
    """The real program with small batches."""
    return [sys.executable, "-P", str(ROOT / "tests/crash/small_batches.py"), *(each.format(home=home) for each in arguments)]


def newsarchive(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run it undisturbed, from the home."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("NEWSARCHIVE")}
    command = command_line(home, arguments)
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300, check=False)


@attrs.frozen
class Scenario:
    """A command, what it finds, and whether it lets go of inputs."""

    name: str
    prepare: Callable[[Path], None]
    command: tuple[str, ...]


def _new(home: Path) -> None:
    plugin_folder(home / "plugins")
    (home / "drop").mkdir()
    mixed(home / "drop")


def _again(home: Path) -> None:
    _new(home)
    nearly_a_volume(home / "drop")
    assert newsarchive(home, *_INGEST).returncode == 3
    next_day(home / "drop")


def _packed(home: Path) -> None:
    _new(home)
    nearly_a_volume(home / "drop")
    assert newsarchive(home, *_INGEST, "--packed").returncode == 3
    next_day(home / "drop")


def _quarantined(home: Path) -> None:
    _new(home)
    assert newsarchive(home, *_INGEST[:4], "--workers", "1").returncode == 3


def _ingested(home: Path) -> None:
    _new(home)
    assert newsarchive(home, *_INGEST).returncode == 3


def _full_volume(home: Path) -> None:
    _new(home)
    nearly_a_volume(home / "drop", 1_010)
    assert newsarchive(home, *_INGEST).returncode == 3


def _read_otherwise(home: Path) -> None:
    """The archive, and a plugin that reads some headlines and all bylines in another way since."""
    _ingested(home)
    path = home / "plugins" / "fields_source.py"
    better = path.read_text().replace("yield Draft(**item)", _BETTER)
    assert _BETTER in better
    path.write_text(better)


def _large(home: Path) -> None:
    """A file that is read in stretches between two that are not."""
    plugin_folder(home / "plugins", reel_source=REEL_PLUGIN)
    (home / "drop").mkdir()
    (home / "drop" / "a.txt").write_text(story(0))
    (home / "drop" / "b.reel").write_bytes(reel(range(100)))
    (home / "drop" / "c.txt").write_text(story(500))


_BETTER = 'yield Draft(**item | {"headline": item["headline"].replace("Item", "Story"), "byline": "By our own staff"})'

SCENARIOS = (
    Scenario("new", _new, _INGEST),
    Scenario("again", _again, _INGEST),
    Scenario("packed", _new, (*_INGEST, "--packed")),
    Scenario("packed-again", _packed, (*_INGEST, "--packed")),
    Scenario("pack", _full_volume, ("pack", "-a", "{home}/archive")),
    Scenario("reparse", _read_otherwise, ("reparse", "--all", "-a", "{home}/archive", "--plugins-dir", "{home}/plugins")),
    Scenario("delete", _new, (*_INGEST, "--then", "delete")),
    Scenario("move", _new, (*_INGEST, "--then", "move", "--done", "{home}/done")),
    Scenario("large", _large, _INGEST),
    Scenario("large-delete", _large, (*_INGEST, "--originals", "copy", "--then", "delete")),
    Scenario("retry", _quarantined, ("retry", "-a", "{home}/archive", "--plugins-dir", "{home}/plugins")),
    Scenario("rebuild", _ingested, ("rebuild", "-a", "{home}/archive")),
)


#: What lines of the ledger say that does not depend on when they were written.
_SAID = ("event", "name", "original", "kept", "stretch", "source", "found", "defects", "code", "reason")


def archived(archive: Path) -> dict[str, Any]:
    """What must not depend on how often the command was disturbed."""
    said = [[line.get(key) for key in _SAID] for line in lines(archive) if line["event"] not in ("run", "batch", "end")]
    waiting = sorted(path.name for path in (archive / "quarantine").iterdir())
    return {**contents(archive), "ledger": said, "quarantine": waiting}


def state(home: Path) -> dict[str, Any]:
    """The same, and what is left of the inputs."""
    return {**archived(home / "archive"), "left": {part: sorted(_inputs(home / part)) for part in ("drop", "done")}}


def differences(expected: dict[str, Any], actual: dict[str, Any]) -> list[str]:
    """What is not as it should be, by name."""
    return [f"{key} is different" for key in sorted(expected | actual) if expected.get(key) != actual.get(key)]


def problems(archive: Path) -> list[str]:
    """What `verify` says."""
    return [f"{problem.path}: {problem.what}" for problem in Verification(Layout(archive)).problems()]


def _inputs(folder: Path) -> list[str]:
    return [os.fsencode(path.relative_to(folder)).hex() for path in folder.rglob("*") if not path.is_dir() or path.is_symlink()]


def lost(home: Path, inputs: dict[str, str]) -> list[str]:
    """Inputs (name to digest) that are gone from the drop folder while no acknowledged line says that they are kept."""
    kept = set()
    stretches: dict[str, dict[int, int]] = defaultdict(dict)
    if (home / "archive/ledger").is_dir():
        for _, line, _ in Ledger(home / "archive/ledger").read():
            fields = json.loads(line)
            if "kept" in fields:
                kept.add(fields["original"])
                if at := fields.get("stretch"):
                    stretches[at["file"]][at["start"]] = fields["size"]
                    if sum(stretches[at["file"]].values()) == at["size"]:
                        kept.add(at["file"])
    return [name for name, digest in inputs.items() if not os.path.lexists(home / "drop" / name) and digest not in kept]
