"""The main job: from drop folders to batches in the archive."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal

import attrs

from .. import quarantine
from ..catalog import Catalog
from ..entries import DeferredLine, DocumentLine, EndLine, Entry, Kept, RefusedLine, RunLine
from ..errors import ArchiveError
from ..intake import Content, Deferral, Drop, Input, Refusal, open_regular, pieces, read, scan
from ..reading import Reading
from ..sources import HEAD_BYTES, TAIL_BYTES
from ..store.archive import Archive
from ..store.layout import Layout
from .frames import Request
from .judge import Judge
from .report import Report
from .workers import Pool

#: A batch ends after so many ledger lines, or so many bytes of originals.
BATCH_LINES = 500
BATCH_BYTES = 64 << 20
#: A larger document is not parsed, and is noted by path and digest only.
LARGE_BYTES = 256 << 20
#: A ledger line holds so many outcomes at most.
LINE_OUTCOMES = 100

OriginalsPolicy = Literal["keep", "copy", "reference"]


@attrs.frozen(kw_only=True)
class Options:
    """How to ingest. `originals`: keep files up to 256 MiB, copy all, or only reference them.

    `now` is the clock as the ledger writes it; `stop` says whether to end after the batch; `progress` is called
    after each document; `afterwards` gets the inputs of a batch that is durable.
    """

    version: str
    now: Callable[[], str]
    rehash: bool = False
    originals: OriginalsPolicy = "keep"
    stop: Callable[[], bool] = lambda: False
    progress: Callable[[Report], None] = lambda _: None
    afterwards: Callable[[Sequence[Input]], None] = lambda _: None


@attrs.define
class Ingest:
    """One run. Without an archive it is a dry run: everything is read and judged, and nothing written."""

    archive: Archive | None
    catalog: Catalog | None
    pool: Pool
    drops: Sequence[Drop]
    options: Options
    judge: Judge
    report: Report = attrs.Factory(Report)
    _entries: list[Entry] = attrs.Factory(list)
    _done: list[Input] = attrs.Factory(list)
    _bytes: int = 0

    def run(self, leave_out: Sequence[tuple[int, int]] = ()) -> Report:
        """Ingest everything below the drops. Raises ArchiveError."""
        hello = self.pool.hello
        self.report.plugin_errors = [
            f"{plugin.name} ({plugin.origin}): {plugin.error}" for plugin in hello.plugins if plugin.error
        ]
        if self.archive is not None:
            self.archive.begin(
                RunLine(
                    run=self.archive.run,
                    at=self.options.now(),
                    command="ingest",
                    newsarchive=self.options.version,
                    drops=tuple(drop.name for drop in self.drops),
                    sources=hello.sources,
                    plugin_errors=tuple(self.report.plugin_errors),
                )
            )
        for content, reading in self.pool.read(self._jobs(scan(self.drops, leave_out))):
            self._take(content, reading)
            self.options.progress(self.report)
            if len(self._entries) >= BATCH_LINES or self._bytes >= BATCH_BYTES:
                self._commit()
        self._commit()
        if self.archive is not None:
            self.archive.end(EndLine(at=self.options.now(), counts=self.report.counts(), interrupted=self.report.interrupted))
            quarantine.update(self.archive.layout.quarantine, self.archive.catalog, self.archive.ledger)
        return self.report

    def _jobs(self, entries: Iterator[Input | Refusal]) -> Iterator[tuple[Content, Request, bytes]]:
        """The documents to be read, as they are found; everything else is noted on the way."""
        for entry in entries:
            if self.options.stop():
                self.report.interrupted = True
                return
            if isinstance(entry, Input):
                if self._unchanged(entry):
                    self.report.unchanged += 1
                    self.options.progress(self.report)
                    continue
                outcome = read(entry, HEAD_BYTES, TAIL_BYTES)
            else:
                outcome = entry
            if isinstance(outcome, Content):
                yield outcome, *_request(outcome)
            else:
                self._pass_over(outcome)

    def _unchanged(self, entry: Input) -> bool:
        if self.options.rehash or self.catalog is None:
            return False
        return self.catalog.unchanged(self._path(entry.drop, entry.name), entry.size, entry.mtime_ns, entry.inode)

    def _path(self, drop: int, name: str) -> str:
        return f"{self.drops[drop].name}/{name}"

    def _pass_over(self, outcome: Refusal | Deferral) -> None:
        """Note what is not read. A refusal that the ledger holds already is counted and not written again."""
        if isinstance(outcome, Deferral):
            self.report.deferred += 1
            self._entries.append(DeferredLine(drop=outcome.drop, name=outcome.name, reason=outcome.reason))
            return
        self.report.refused += 1
        if self.catalog is None or self.catalog.refused(self._path(outcome.drop, outcome.name)) != outcome.code:
            line = RefusedLine(drop=outcome.drop, name=outcome.name, code=outcome.code, reason=outcome.reason)
            self._entries.append(line)

    def _take(self, content: Content, reading: Reading) -> None:
        """A document that was read: keep its original, judge what was found, write its lines."""
        found = content.input
        if any(reason.code == "changed" for each in reading.found for reason in each.reasons):
            self._pass_over(Deferral(found.drop, found.name, "it changed while it was read"))
            return
        try:
            kept = self._keep(content)
        except (ArchiveError, FileNotFoundError):
            self._pass_over(Deferral(found.drop, found.name, "it changed while it was copied"))
            return
        outcomes = [self.judge.judge(each) for each in reading.found]
        self._entries += document_lines(
            DocumentLine(
                drop=found.drop,
                name=found.name,
                size=found.size,
                mtime_ns=found.mtime_ns,
                inode=found.inode,
                original=content.digest,
                kept=kept,
                source=reading.source,
                source_version=reading.source_version,
                encoding=reading.encoding,
                found=tuple(outcomes),
                defects=reading.defects,
            )
        )
        self.report.read += 1
        self.report.defects += len(reading.defects)
        for outcome in outcomes:
            self.report.count(outcome.source, outcome.outcome)
        if not any(outcome.outcome == "quarantined" for outcome in outcomes):
            self._done.append(found)

    def _keep(self, content: Content) -> Kept | None:
        """Keep a document's bytes as the user asked. Raises ArchiveError if a large file changed meanwhile."""
        size = content.input.size
        wanted = self.options.originals
        if self.archive is None or wanted == "reference" or (wanted == "keep" and size > LARGE_BYTES):
            return None
        self._bytes += size
        if content.data is not None:
            return self.archive.keep(content.digest, size, (content.data,))
        descriptor = open_regular(content.input.path)
        try:
            return self.archive.keep(content.digest, size, pieces(descriptor))
        finally:
            os.close(descriptor)

    def _commit(self) -> None:
        if self.archive is not None and self._entries:
            self.archive.commit(self._entries, self.judge.records)
            self.options.afterwards(self._done)
        self.judge.settle()
        self._entries, self._done = [], []
        self._bytes = 0


def _request(content: Content) -> tuple[Request, bytes]:
    """What a worker is told of a document: its bytes, or where they lie, or of a giant only its ends."""
    found = content.input
    if content.data is not None:
        return Request(name=found.name, original=content.digest, size=found.size), content.data
    if found.size > LARGE_BYTES:
        request = Request(name=found.name, original=content.digest, size=found.size, head=len(content.head))
        return request, content.head + content.tail
    return Request(name=found.name, original=content.digest, size=found.size, path=os.fsdecode(found.path)), b""


def document_lines(line: DocumentLine) -> list[DocumentLine]:
    """A document's line, or several if it holds many articles."""
    pieces = [line.found[start : start + LINE_OUTCOMES] for start in range(0, len(line.found), LINE_OUTCOMES)] or [()]
    last = len(pieces) - 1
    return [
        attrs.evolve(line, found=piece, more=number < last, defects=line.defects if number == last else ())
        for number, piece in enumerate(pieces)
    ]


def ingest(archive: Archive, pool: Pool, drops: Sequence[Path], options: Options) -> Report:
    """Ingest drop folders into an open archive."""
    judge = Judge(archive.layout, archive.catalog, archive.accessions)
    status = archive.layout.root.stat()
    run = Ingest(archive, archive.catalog, pool, [Drop.of(path) for path in drops], options, judge)
    return run.run([(status.st_dev, status.st_ino)])


def rehearse(catalog: Catalog | None, layout: Layout, pool: Pool, drops: Sequence[Path], options: Options) -> Report:
    """What `ingest` would do, with nothing written."""
    judge = Judge(layout, catalog, catalog.count() if catalog else 0)
    leave_out = [(status.st_dev, status.st_ino)] if layout.root.exists() and (status := layout.root.stat()) else []
    return Ingest(None, catalog, pool, [Drop.of(path) for path in drops], options, judge).run(leave_out)
