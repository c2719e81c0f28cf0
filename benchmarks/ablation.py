"""What each promise costs: processor time of a text, from a bare copy as JSON Lines to the whole `ingest`, step by step.

Every row does all that the rows above it do, with newsarchive's own functions, and one thing more; its cost is the
difference. All but the last row run in this one process, one text after the other, without start-up. The rows take
turns, and the fastest of several times counts. Run it from the repository's root:
python -m benchmarks.ablation [--files N] [--times N].
"""

import argparse
import gc
import hashlib
import math
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import orjson
from benchmarks.hotspots import processor_seconds
from benchmarks.results import markdown
from benchmarks.room import Settings, generate, ingest
from benchmarks.timing import warm

from newsarchive.canonical import encode_briskly, record_line
from newsarchive.identity import content_hash
from newsarchive.pipeline.frames import Stream, pack, send
from newsarchive.pipeline.ingest import Options
from newsarchive.pipeline.ingest import ingest as run_ingest
from newsarchive.pipeline.reader import Reader
from newsarchive.pipeline.worker import hello
from newsarchive.plugins import load
from newsarchive.reading import Reading
from newsarchive.sniff import decide
from newsarchive.sources import Document
from newsarchive.store.archive import open_archive
from newsarchive.text import blocks, lines
from newsarchive.wire import fields, read_reading

PLUGINS = load([])
READER = Reader(PLUGINS, encoded=True)
_RUN = "`newsarchive ingest --packed`: workers that can be killed, start-up"
#: Step → the lines that it makes of a document and its digest.
Step = Callable[[Document, str], list[bytes]]


def bare(document: Document, digest: str) -> list[bytes]:
    return [orjson.dumps({"sha256": digest, "name": document.name, "text": document.data.decode()})]


def split(document: Document, digest: str) -> list[bytes]:
    paragraphs = [[line.text for line in block] for block in blocks(lines(document.decoded().text))]
    return [orjson.dumps({"sha256": digest, "name": document.name, "body": paragraphs})]


def parsed(document: Document, digest: str) -> list[bytes]:
    source = decide(PLUGINS.sources.values(), document.sample()).winner
    found: Any = list(source.parse(document)) if source else []
    body = [(block.kind, block.text) for draft in found for block in getattr(draft, "body", ())]
    return [orjson.dumps({"sha256": digest, "name": document.name, "body": body})]


def checked(document: Document, digest: str) -> list[bytes]:
    return [encode_briskly(found.article) for found in READER.read(document, digest).found if found.article]


class Crossing:
    """A pipe of this process's own: what a worker says is sent, received, and held to the schema."""

    def __init__(self) -> None:
        answers, self._answering = os.pipe()
        self._stream = Stream(answers)

    def read(self, document: Document, digest: str) -> Reading:
        send(self._answering, pack(READER.read(document, digest)))
        frame = self._stream.receive()
        assert frame is not None
        return read_reading(frame[0])

    def crossed(self, document: Document, digest: str) -> list[bytes]:
        articles = [found.article for found in self.read(document, digest).found if found.article]
        return [record_line(fields(article), "")[:-1] for article in articles]

    def hashed(self, document: Document, digest: str) -> list[bytes]:
        articles = [found.article for found in self.read(document, digest).found if found.article]
        return [record_line(fields(article), content_hash(article))[:-1] for article in articles]


@attrs.frozen
class OwnPool:
    """In the place of the pool of workers: documents are read in this process, and cross its pipe."""

    crossing: Crossing
    hello: Any = attrs.Factory(lambda: hello(PLUGINS))

    def read(self, jobs: Iterable[Any]) -> Iterator[tuple[Any, Reading]]:
        for content, request, body in jobs:
            yield content, self.crossing.read(Document(request.name, body), request.original)


def copied(drop: Path, step: Step, target: Path) -> None:
    """Read every file, hash it, and write what a step makes of it, each text once."""
    known: set[str] = set()
    with target.open("wb", buffering=1 << 20) as file:
        for folder, _, names in os.walk(drop):
            for name in sorted(names):
                with open(os.path.join(folder, name), "rb", buffering=0) as opened:  # noqa: PTH123  # it is timed
                    data = opened.read()
                digest = hashlib.sha256(data).hexdigest()
                if digest not in known:
                    known.add(digest)
                    file.writelines(line + b"\n" for line in step(Document(name, data), digest))


def archived(drop: Path, target: Path) -> None:
    """The whole job but for the processes: originals, records in volumes, ledger, catalog, durable batch by batch."""
    pool: Any = OwnPool(Crossing())
    with open_archive(target, packed=True) as archive:
        run_ingest(archive, pool, [drop], Options(version="0", now=lambda: "2026-01-01T00:00:00Z"))


def processor_time(job: Callable[[Path], None], folder: Path) -> float:
    """Seconds that a job takes, which writes into a new place below `folder`."""
    with tempfile.TemporaryDirectory(dir=folder) as target:
        start = time.process_time()
        job(Path(target, "target"))
        return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ablation", description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--where", type=Path, default=Path("/dev/shm"))
    options = parser.parse_args()
    settings = Settings(options.files, 1, 2, Path(sys.executable).parent / "newsarchive")
    crossing = Crossing()
    steps: dict[str, Step] = {
        "read, SHA-256, a line of JSON": bare,
        "+ decoded, split into paragraphs": split,
        "+ sniffed and parsed: fields, and where each stood": parsed,
        "+ normalized, checked, every character accounted for": checked,
        "+ sent through a pipe, held to the schema, canonical": crossing.crossed,
        "+ the content hash": crossing.hashed,
    }
    gc.freeze()
    seconds: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="newsarchive-ablation-", dir=options.where) as name:
        folder, drop = Path(name), Path(name, "drop")
        generate(drop, options.files)
        warm(drop)
        jobs = {label: partial(copied, drop, step) for label, step in steps.items()}
        jobs["+ the original kept, deduplicated by the catalog, batches in the ledger"] = partial(archived, drop)
        for number in range(options.times):  # in turn, so that a noisy minute spoils none of them
            for label, job in jobs.items():
                seconds[label] = min(seconds.get(label, math.inf), processor_time(job, folder))
            run = sum(processor_seconds(ingest(settings, drop, folder / f"run{number}", packed=True)))
            seconds[_RUN] = min(seconds.get(_RUN, math.inf), run)
    micros = {label: taken * 1e6 / options.files for label, taken in seconds.items()}
    before = [0.0, *micros.values()]
    rows = [
        [label, f"{so_far:.0f}", f"{so_far - last:.0f}"] for (label, so_far), last in zip(micros.items(), before, strict=False)
    ]
    print(markdown([["step", "µs a text, so far", "of that, this step"], *rows]))


if __name__ == "__main__":
    main()
