"""What tests of whole archives share: the real program, and a source that states any field that a test asks for."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

PROGRAM = Path(sys.executable).parent / "newsarchive"

#: A source for `.fields` files: a JSON list of drafts, notices, defects and reasons why something is no article.
FIELDS_PLUGIN = '''\
"""Test source: a JSON list of what to yield."""
import json
from newsarchive import Block, Confidence, Defect, Draft, NotArticle, Notice, Part, Source, hookimpl

def sniff(sample):
    return Confidence.CERTAIN if sample.suffix == ".fields" else None

def parse(document):
    for item in json.loads(document.text()):
        if "notice" in item:
            yield Notice(**item["notice"])
        elif "defect" in item:
            yield Defect(**item["defect"])
        elif "ignored" in item:
            yield NotArticle(item["ignored"])
        elif "part" in item:
            yield Part(item["part"]["name"], item["part"]["text"].encode())
        else:
            if isinstance(item.get("body"), list):
                item["body"] = [Block(**block) for block in item["body"]]
            yield Draft(**item)

@hookimpl
def newsarchive_sources():
    return Source("fields", sniff=sniff, parse=parse, version="1")
'''

#: A source for `.reel` files, which hold stories behind each other, each ended by a form feed: it can be cut.
REEL_PLUGIN = '''\
"""Test source: stories, each ended by a form feed."""
from newsarchive import Confidence, Part, Source, hookimpl

def sniff(sample):
    return Confidence.CERTAIN if sample.suffix == ".reel" else None

def parse(document):
    for number, data in enumerate(document.data.split(b"\\f")[:-1]):
        yield Part(f"{number}.txt", data)

def cut(file, most):
    data = b""
    while len(data) < most or b"\\f" not in data:
        piece = file.read(1000)
        if not piece:
            return len(data)
        data += piece
    return data.rfind(b"\\f") + 1

@hookimpl
def newsarchive_sources():
    return Source("reel", sniff=sniff, parse=parse, cut=cut, version="1")
'''

STORY = (
    "The harbour of Vellmar was closed on Monday after a crane fell into the basin, the port authority said.\n\n"
    "Nobody was hurt. Divers are to inspect the wreck on Tuesday, and ships are sent on to Orsund until then.\n"
)


def run(
    *arguments: str | Path,
    env: dict[str, str] | None = None,
    cwd: Path | None = None,
    wrapper: Sequence[str] = (),
    program: Sequence[str] = (str(PROGRAM),),
) -> "subprocess.CompletedProcess[str]":
    """Run the real program, away from the user's own archive."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("NEWSARCHIVE")} | (env or {})
    command = [*wrapper, *program, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=cwd, timeout=120, check=False)


def ingest(archive: Path, *drops: Path, options: Sequence[str | Path] = ()) -> dict[str, Any]:
    """Ingest, and the report; exit 0 or 3."""
    done = run("ingest", *drops, "-a", archive, "--json", *options)
    assert done.returncode in (0, 3), done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def plugin_folder(folder: Path, **modules: str) -> Path:
    """A folder for `--plugins-dir`: the source for `.fields`, and further modules by name."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in ({"fields_source": FIELDS_PLUGIN} | modules).items():
        (folder / f"{name}.py").write_text(text)
    return folder


def write_fields(path: Path, *items: dict[str, Any]) -> Path:
    """A document for that source."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(items))
    return path


def story(number: int) -> str:
    """A plain text that differs from every other number's."""
    return f"Crane number {number} falls into harbour\n\n{STORY.replace('Monday', f'day {number}')}"


def reel(numbers: Iterable[int]) -> bytes:
    """Long stories for the source `reel`, 5 KB each."""
    return b"".join((story(number) + STORY * 24).encode() + b"\f" for number in numbers)


def drop_of(folder: Path, count: int) -> Path:
    """A folder of so many stories."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"story-{number:03}.txt").write_text(story(number))
    return folder


def lines(archive: Path) -> list[dict[str, Any]]:
    """Every line of the ledger."""
    paths = sorted((archive / "ledger").glob("*.jsonl"))
    return [json.loads(line) for path in paths for line in path.read_text().splitlines()]


def records(archive: Path) -> dict[str, dict[str, Any]]:
    """Every record, by its path below `records/`."""
    folder = archive / "records"
    return {path.relative_to(folder).as_posix(): json.loads(path.read_bytes()) for path in sorted(folder.glob("*/*.json"))}


def contents(archive: Path) -> dict[str, bytes]:
    """The bytes of everything that must not depend on anything but the input."""
    return {
        path.relative_to(archive).as_posix(): path.read_bytes()
        for part in ("records", "manifests", "originals")
        for path in sorted((archive / part).rglob("*"))
        if path.is_file()
    }
