"""Where the time of an ingest goes: py-spy's samples of the parent and of a worker, as microseconds of each function a document.

Only what runs on a processor is sampled, not what waits. `self` is the time in the function's own lines and in the C code
that they call: reading, hashing, SQLite and JSON are found at the Python line that calls them. Run it from the repository's
root: python -m benchmarks.hotspots [--files N] [--packed] [--lines] [--native].
"""

import argparse
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import attrs
from benchmarks import environment
from benchmarks.results import markdown
from benchmarks.room import Settings, generate, ingest
from benchmarks.timing import warm

RATE = 200  # samples a second
_PROCESS = re.compile(r'process (?P<pid>\d+):"')
_LINE = re.compile(r":\d+\)$")


@attrs.define
class Profile:
    """The samples of one process: how often each function was the innermost one, and all in all."""

    pid: int
    own: Counter[str] = attrs.Factory(Counter)
    total: int = 0


def record(command: list[str | Path], spy: Path, raw: Path, native: bool) -> None:
    """Run a command under py-spy, all its processes with it. Raises subprocess.CalledProcessError."""
    options: list[str | Path] = ["--subprocesses", "--rate", str(RATE), "--format", "raw", "--output", raw]
    if native:
        options.append("--native")
    subprocess.run([spy, "record", *options, "--", *command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def profiles(raw: Path, lines: bool) -> list[Profile]:
    """What py-spy wrote: a line for each stack, `process 7:"…";outer (file:line);inner (file:line) 12`. The parent comes first."""
    found: dict[int, Profile] = {}
    parents: dict[int, set[int]] = defaultdict(set)
    for line in raw.read_text().splitlines():
        stack, _, count = line.rpartition(" ")
        family = [int(match["pid"]) for match in _PROCESS.finditer(stack)]
        if not family:
            continue
        parents[family[-1]].update(family[:-1])
        profile = found.setdefault(family[-1], Profile(family[-1]))
        innermost = stack.rpartition(";")[2]
        profile.own[innermost if lines else _LINE.sub(")", innermost)] += int(count)
        profile.total += int(count)
    return sorted(found.values(), key=lambda profile: (len(parents[profile.pid]), -profile.total))


def table(profile: Profile, name: str, files: int, rows: int) -> str:
    """The functions that take most of a process's time."""
    each = 1e6 / RATE / files  # µs a document that a sample stands for
    body = [
        [function.replace("|", "\\|"), f"{count / profile.total:.1%}", f"{count * each:.1f}"]
        for function, count in profile.own.most_common(rows)
    ]
    total = ["all", "100 %", f"{profile.total * each:.1f}"]
    return markdown([[f"{name}: self time", "share", "µs a document"], *body, total])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hotspots", description=__doc__)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--packed", action="store_true", help="profile `ingest --packed`")
    parser.add_argument("--lines", action="store_true", help="by line, not by function")
    parser.add_argument("--native", action="store_true", help="by C function, where symbols are there to tell")
    parser.add_argument("--rows", type=int, default=25, help="of each table (default: 25)")
    parser.add_argument("--where", type=Path, default=Path("/dev/shm"))
    parser.add_argument("--newsarchive", type=Path, default=Path(sys.executable).parent / "newsarchive")
    parser.add_argument("--venv", type=Path, default=environment.PLACE, help="where py-spy is installed")
    options = parser.parse_args()
    spy = environment.python(options.venv).with_name("py-spy")
    settings = Settings(options.files, 1, options.workers, options.newsarchive)
    with tempfile.TemporaryDirectory(prefix="newsarchive-bench-", dir=options.where) as folder:
        drop, raw = Path(folder, "drop"), Path(folder, "raw")
        generate(drop, options.files)
        warm(drop)
        record(list(ingest(settings, drop, Path(folder, "archive"), options.packed)), spy, raw, options.native)
        found = profiles(raw, options.lines)
    parent, *workers = found
    print(table(parent, "parent", options.files, options.rows))
    if workers:
        print(f"\n{table(max(workers, key=lambda worker: worker.total), 'a worker', options.files, options.rows)}")
        print(
            f"\nAll {len(workers)} workers: {sum(each.total for each in workers) * 1e6 / RATE / options.files:.1f} µs a document."
        )


if __name__ == "__main__":
    main()
