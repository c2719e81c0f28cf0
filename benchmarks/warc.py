"""Pages a second a core: `newsarchive parse` and `ingest` over a WARC, beside fastwarc and trafilatura in a loop.

    python -m benchmarks.warc [--size 200] [--pages FOLDER] [--work FOLDER] [--times 3]

The WARC is made of the pages of FOLDER, one gzip member a record, every fifth page the copy of an earlier one, until its packed
size is reached; the same numbers make the same bytes. Each other page gets a paragraph of its own, so that it is no copy.
Time is processor time of a command and its children, memory that of the largest of its processes.
"""

import argparse
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, NamedTuple

from newsarchive_plugins.formats.crawls import answer, record

#: What everybody writes who needs articles of CC-NEWS; prints how many pages gave a text.
THEIRS = """
import sys, trafilatura
from fastwarc.warc import ArchiveIterator, WarcRecordType
found = 0
with open(sys.argv[1], "rb") as file:
    for each in ArchiveIterator(file, record_types=WarcRecordType.response, parse_http=True):
        if "html" in (each.http_content_type or ""):
            found += trafilatura.extract(each.reader.read(), with_metadata=True, output_format="json") is not None
print(found)
"""
_COPY = 5
THEIR_NAME = "fastwarc + trafilatura"


def stored(path: Path) -> bytes:
    """A page of the folder, unpacked."""
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def build(target: Path, pages: list[bytes], size: int) -> int:
    """Write a WARC of about `size` bytes; how many pages it has."""
    count = 0
    with target.open("wb") as file:
        while file.tell() < size:
            number = count - count % _COPY if count % _COPY == _COPY - 1 else count
            page = pages[number % len(pages)]
            mark = f"<p>Number {number} of the crawl of the harbour towns.</p></body>".encode()
            at = page.lower().rfind(b"</body>")
            page = page[:at] + mark + page[at + 7 :] if at >= 0 else page + mark
            block = answer(page, stated="text/html; charset=utf-8")
            file.write(gzip.compress(record("response", f"https://site-{number % 97}.example/{number}", block), 6, mtime=0))
            count += 1
    return count


class Run(NamedTuple):
    """Seconds of processor time, MiB of the largest process, and how many articles it said it found."""

    seconds: float
    memory: float
    found: int


def timed(command: list[str], read: Callable[[IO[bytes]], int]) -> Run:
    """Run a command; `read` takes the number of articles from what it printed, by lines: a child begins as large as we are."""
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdout=said, stderr=errors)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 3):  # 3: something was quarantined
            errors.seek(0)
            sys.exit(f"{command[0]} failed: {errors.read().decode()[-2000:]}")
        said.seek(0)
        return Run(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, read(said))


def main() -> None:
    """Build, measure, print a table as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=200, help="MB, packed; at most 2,000")
    parser.add_argument("--pages", type=Path, default=Path("/work/shared/samples/html-publisher"))
    parser.add_argument("--work", type=Path, default=Path("/var/tmp"))  # a folder with room
    parser.add_argument("--times", type=int, default=3)
    asked = parser.parse_args()
    pages = [stored(path) for path in sorted(asked.pages.iterdir()) if ".html" in path.name]
    if not pages:
        parser.error(f"{asked.pages} holds no .html or .html.gz")
    with tempfile.TemporaryDirectory(dir=asked.work) as work:
        target, archive = Path(work, "crawl.warc.gz"), Path(work, "archive")
        count = build(target, pages, min(asked.size, 2_000) * 1_000_000)
        program = str(Path(sys.executable).parent / "newsarchive")
        commands: dict[str, tuple[list[str], Callable[[IO[bytes]], int]]] = {
            "newsarchive parse": ([program, "parse", str(target)], lambda said: sum(1 for _ in said)),
            "newsarchive ingest": (
                [program, "ingest", str(target), "-a", str(archive), "--json"],
                lambda said: int(json.loads(said.readlines()[-1])["found"]),
            ),
            THEIR_NAME: ([sys.executable, "-c", THEIRS, str(target)], lambda said: int(said.read())),
        }
        runs: dict[str, list[Run]] = {name: [] for name in commands}
        for _ in range(asked.times):
            for name, (command, read) in commands.items():
                runs[name].append(timed(command, read))
                shutil.rmtree(archive, ignore_errors=True)
    told = {
        name: {
            "found": each[0].found,
            "pages a second a core": round(count / statistics.median(run.seconds for run in each), 1),
            "times their speed": round(
                statistics.median(their.seconds / run.seconds for run, their in zip(each, runs[THEIR_NAME], strict=True)), 2
            ),
            "MiB": round(max(run.memory for run in each)),
        }
        for name, each in runs.items()
    }
    print(json.dumps({"pages": count, "MB": asked.size, **told}, indent=1))


if __name__ == "__main__":
    main()
