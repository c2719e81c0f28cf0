"""What each source reads in a second on one core, beside the least that a reader of its bytes must do.

The least is `lxml.etree.fromstring` for XML, `orjson.loads` for JSON, `bytes.decode` for anything else. `parse` is the source
alone; `read` is all that comes before the archive: sniffing, parsing, normalizing and the checks of evidence and conservation.
Documents are the source's samples, and the real fixtures of `../shared` where they are there. Processor time of one process;
the three take turns, and the median of several rounds counts. Run it from the repository's root:
python -m benchmarks.throughput [SOURCE…] [--rounds N] [--save NAME].
"""

import argparse
import statistics
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import attrs
import orjson
from benchmarks.results import markdown, save
from benchmarks.room import HERE
from lxml import etree

from newsarchive import Document, Unreadable
from newsarchive.pipeline.reader import Reader
from newsarchive.plugins import load
from newsarchive.sniff import decide
from newsarchive.sources import Source
from newsarchive.testing import formats

SHARED = HERE.parents[1] / "shared" / "samples"
#: Seconds that a measurement of one document takes at least: shorter ones are repeated within it.
_LEAST = 0.002


@attrs.frozen
class Throughput:
    """Seconds for all documents of a source, each once; `least` names what the ratio is to."""

    source: str
    documents: int
    articles: int
    size: int
    least: str
    parse: float
    read: float
    beside: float

    @property
    def ratio(self) -> float:
        return self.parse / self.beside


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.throughput", description=__doc__)
    parser.add_argument("sources", nargs="*", metavar="SOURCE", help="default: all that have samples")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--save", metavar="NAME", help="write every figure to benchmarks/results/NAME.json")
    options = parser.parse_args()
    measured = [
        throughput(load().sources[name], documents, options.rounds)
        for name, documents in corpus().items()
        if name in (options.sources or corpus())
    ]
    print(table(measured))
    if options.save:
        save(options.save, {each.source: {**attrs.asdict(each), "ratio": each.ratio} for each in measured})


def corpus() -> dict[str, dict[str, bytes]]:
    """The documents of each source, by name: samples, and fixtures that it wins."""
    sources = load().sources
    found = {name: dict(format_.documents()) for name, format_ in sorted(formats().items())}
    for path in sorted(SHARED.rglob("*")) if SHARED.is_dir() else ():
        if path.is_file():
            winner = decide(sources.values(), Document(path.name, path.read_bytes()).sample()).winner
            if winner is not None and winner.name in found:
                found[winner.name][path.name] = path.read_bytes()
    return found


def throughput(source: Source, documents: Mapping[str, bytes], rounds: int) -> Throughput:
    """All documents of a source that can be read."""
    reader = Reader(load(), only=source.name)
    times: dict[str, float] = {"parse": 0.0, "read": 0.0, "beside": 0.0}
    articles, size, labels = 0, 0, set()
    readable = {name: data for name, data in documents.items() if _is_readable(source, name, data)}
    for name, data in readable.items():
        label, least = _least(data)
        labels.add(label)
        document = partial(Document, name, data)
        jobs: dict[str, Callable[[], Any]] = {
            "parse": partial(_parsed, source, document),
            "read": partial(_read, reader, document),
            "beside": partial(least, data),
        }
        several: dict[str, list[float]] = {job: [] for job in jobs}
        for _ in range(rounds):
            for job, do in jobs.items():
                several[job].append(_seconds(do))
        for job, seconds in several.items():
            times[job] += statistics.median(seconds)
        articles += sum(found.article is not None for found in reader.read(Document(name, data)).found)
        size += len(data)
    return Throughput(source.name, len(readable), articles, size, ", ".join(sorted(labels)), **times)


def _parsed(source: Source, document: Callable[[], Document]) -> None:
    for _ in source.parse(document()):
        pass


def _read(reader: Reader, document: Callable[[], Document]) -> None:
    reader.read(document())


def _is_readable(source: Source, name: str, data: bytes) -> bool:
    try:
        list(source.parse(Document(name, data)))
    except Unreadable:
        return False
    return True


def _least(data: bytes) -> tuple[str, Callable[[bytes], Any]]:
    """What reads these bytes and does nothing with them."""
    for label, least in (("orjson.loads", orjson.loads), ("lxml fromstring", etree.fromstring)):
        try:
            least(data)
        except (orjson.JSONDecodeError, etree.XMLSyntaxError, ValueError):
            continue
        return label, least
    return "bytes.decode", lambda data: data.decode("utf-8", "replace")


def _seconds(do: Callable[[], Any]) -> float:
    """Processor time of one call, as the mean of as many as are long enough to be timed."""
    calls, began = 0, time.process_time()
    while (spent := time.process_time() - began) < _LEAST:
        do()
        calls += 1
    return spent / calls


def table(measured: list[Throughput]) -> str:
    """The figures as Markdown."""
    rows = [
        [
            f"`{each.source}`",
            f"{each.documents}",
            f"{each.articles / each.parse:,.0f}",
            f"{each.size / each.parse / 1e6:.1f}",
            f"{each.articles / each.read:,.0f}",
            f"{each.least}",
            f"{each.ratio:.1f}",
        ]
        for each in measured
        if each.documents
    ]
    return markdown([["source", "documents", "articles/s", "MB/s", "articles/s, all of `read`", "beside", "ratio"], *rows])


if __name__ == "__main__":
    main()
