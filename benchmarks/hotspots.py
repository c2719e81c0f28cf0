"""Where the time of an ingest goes, by function: microseconds a document of the parent, and of the workers together.

Two runs over the same texts: one undisturbed, for the processor time of the parent and of its children (/proc/PID/stat); one
under py-spy, for the shares. What is counted is self time, with the C code that a function calls: reading, hashing, SQLite
and JSON are found at the Python line that calls them. Start-up is counted, waiting is not. Run it from the repository's
root: python -m benchmarks.hotspots [--files N] [--packed] [--lines] [--native].
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import attrs
from benchmarks import environment
from benchmarks.results import markdown
from benchmarks.room import Settings, generate, ingest
from benchmarks.timing import Command, FailedError, warm

RATE = 100  # samples a second
_PROCESS = re.compile(r'process \d+:"')
_LINE = re.compile(r":\d+\)$")


@attrs.define
class Profile:
    """The samples of some processes: how often each function was the innermost one, and all in all."""

    own: Counter[str] = attrs.Factory(Counter)
    total: int = 0

    def add(self, function: str, count: int) -> None:
        self.own[function] += count
        self.total += count


def processor_seconds(command: Command) -> tuple[float, float]:
    """Run a command, and return the processor time that it took itself, and that of its children. Raises FailedError."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # ended, but still there to be asked
        user, system, children_user, children_system = map(int, _after_name(process.pid)[11:15])
    if process.returncode:
        raise FailedError(f"{' '.join(map(str, command))} ended with {process.returncode}")
    tick = os.sysconf("SC_CLK_TCK")
    return (user + system) / tick, (children_user + children_system) / tick


def _after_name(pid: int) -> list[str]:
    """The fields of /proc/PID/stat that follow the name, which may hold anything."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def record(command: Command, spy: Path, raw: Path, native: bool) -> None:
    """Run a command under py-spy, all its processes with it. Raises subprocess.CalledProcessError."""
    options = ["--subprocesses", "--rate", str(RATE), "--format", "raw", *(["--native"] if native else [])]
    spied = [spy, "record", *options, "--output", raw, "--", *command]
    subprocess.run(spied, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def profiles(raw: Path, lines: bool) -> tuple[Profile, Profile]:
    """The parent's samples, and those of all below it.

    py-spy wrote a line for each stack, outermost first: `process 7:"…";process 9:"…";outer (file:line);inner (file:line) 12`.
    """
    parent, children = Profile(), Profile()
    for line in raw.read_text().splitlines():
        stack, _, count = line.rpartition(" ")
        innermost = stack.rpartition(";")[2]
        family = len(_PROCESS.findall(stack))
        (parent if family == 1 else children).add(innermost if lines else _LINE.sub(")", innermost), int(count))
    return parent, children


def table(name: str, profile: Profile, micros: float, rows: int) -> str:
    """The functions that take most of the time, in microseconds a document; `micros` is what all take together."""
    body = [
        [function.replace("|", "\\|"), f"{count / profile.total:.1%}", f"{count / profile.total * micros:.1f}"]
        for function, count in profile.own.most_common(rows)
    ]
    return markdown([[name, "share", "µs a document"], *body, ["all", "100%", f"{micros:.1f}"]])


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
        quiet, spied = (ingest(settings, drop, Path(folder, name), options.packed) for name in ("quiet", "spied"))
        seconds = processor_seconds(quiet)
        record(spied, spy, raw, options.native)
        found = profiles(raw, options.lines)
    for name, profile, taken in zip(("parent", f"{options.workers} workers"), found, seconds, strict=True):
        print(f"{table(name, profile, taken * 1e6 / options.files, options.rows)}\n")


if __name__ == "__main__":
    main()
