"""Pages a second a core: `newsarchive parse` over a WARC, beside fastwarc and trafilatura in a loop.

    python -m benchmarks.warc [--size 200] [--pages FOLDER] [--work FOLDER] [--pairs 3]

The WARC is made of the pages of FOLDER, one gzip member a record, every fifth page the copy of an earlier one, until its packed
size is reached; the same numbers make the same bytes. Each other page gets a paragraph of its own, so that it is no copy.
Where no source claims pages, the time is that of the crawl alone, and the table says how many were read.
"""

import argparse
import gzip
import json
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

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


def timed(command: list[str], read: Callable[[Iterator[bytes]], int]) -> tuple[float, int]:
    """Seconds of CPU time of a command and its children, and what it found."""
    before = _used()
    with tempfile.TemporaryFile() as said, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said) as process:
        assert process.stdout is not None
        found = read(iter(process.stdout))
        if process.wait() not in (0, 3):  # 3: something was quarantined
            said.seek(0)
            sys.exit(f"{command[0]} failed: {said.read().decode()[-2000:]}")
    return _used() - before, found


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Build, measure, print a table as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=200, help="MB, packed; at most 2,000")
    parser.add_argument("--pages", type=Path, default=Path("/work/shared/samples/html-publisher"))
    parser.add_argument("--work", type=Path, default=Path("/var/tmp"))  # a folder with room
    parser.add_argument("--pairs", type=int, default=3)
    asked = parser.parse_args()
    pages = [stored(path) for path in sorted(asked.pages.iterdir()) if ".html" in path.name]
    if not pages:
        parser.error(f"{asked.pages} holds no .html or .html.gz")
    target = asked.work / f"newsarchive-bench-{asked.size}.warc.gz"
    count = build(target, pages, min(asked.size, 2_000) * 1_000_000)
    ours = [str(Path(sys.executable).parent / "newsarchive"), "parse", str(target)]
    theirs = [sys.executable, "-c", THEIRS, str(target)]
    try:
        pairs = [
            (timed(ours, lambda lines: sum(1 for _ in lines)), timed(theirs, lambda lines: int(next(lines, b"0"))))
            for _ in range(asked.pairs)
        ]
    finally:
        target.unlink()
    ratios = [one[0] / other[0] for one, other in pairs]
    told = {
        "pages": count,
        "newsarchive": {"found": pairs[0][0][1], "pages a second": round(count / statistics.median(p[0][0] for p in pairs), 1)},
        "fastwarc + trafilatura": {
            "found": pairs[0][1][1],
            "pages a second": round(count / statistics.median(p[1][0] for p in pairs), 1),
        },
        "ratio of CPU time": [round(ratio, 2) for ratio in (statistics.median(ratios), min(ratios), max(ratios))],
    }
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
