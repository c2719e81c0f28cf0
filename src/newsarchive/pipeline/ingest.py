"""The main job: from drop folders to batches in the archive."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal

import attrs

from ..canonical import plain
from ..catalog import Catalog
from ..catalog.outdated import outdated
from ..catalog.removed import accessions
from ..entries import DeferredLine, DocumentLine, Kept, RefusedLine
from ..errors import ChangedError
from ..intake import Content, Deferral, open_regular, pieces, read
from ..model import Article
from ..reading import Reading
from ..rules import NONE, Entry, Rules
from ..sources import HEAD_BYTES, TAIL_BYTES
from ..store.archive import Archive
from ..store.blanking import cuts_of, texts
from ..store.layout import Layout
from ..walk import Drop, Input, Known, Refusal, Unchanged, scan
from . import requests
from .frames import Request
from .judge import Judge
from .report import Report
from .session import Session, about
from .stretches import stretches
from .workers import Pool

OriginalsPolicy = Literal["keep", "copy", "reference"]


@attrs.frozen(kw_only=True)
class Options:
    """How to ingest. `originals`: keep files up to 256 MiB, copy all, or only reference them.

    `now` is the clock as the ledger writes it; `stop` says whether to end after the batch; `progress` is called
    after each document; `afterwards` gets the inputs that are safe in the archive; `rules` say what documents do not.
    """

    version: str
    now: Callable[[], str]
    rules: Rules = NONE
    rehash: bool = False
    originals: OriginalsPolicy = "keep"
    stop: Callable[[], bool] = lambda: False
    progress: Callable[[Report], None] = lambda _: None
    afterwards: Callable[[Sequence[Input]], None] | None = None


@attrs.define
class Ingest:
    """One run. Without an archive it is a dry run: everything is read and judged, and nothing written."""

    archive: Archive | None
    catalog: Catalog | None
    pool: Pool
    drops: Sequence[Drop]
    options: Options
    session: Session
    _done: list[Input] = attrs.Factory(list)
    _left: Input | None = None
    _staying: Input | None = None
    _at: str = ""
    _unmatched: tuple[Entry, ...] = ()
    _started: bool = False

    @property
    def report(self) -> Report:
        """What was done so far."""
        return self.session.report

    def run(self, leave_out: Sequence[tuple[int, int]] = ()) -> Report:
        """Ingest everything below the drops. Raises ArchiveError."""
        self._at = self.options.now()
        self._unmatched = self.options.rules.entries
        skip = not self.options.rehash and self.options.afterwards is None
        for content, reading in self.pool.read(self._jobs(scan(self.drops, leave_out, self._memory, skip))):
            self._take(content, reading)
            self.options.progress(self.report)
            if self.session.full:
                self._commit()
        self._commit()
        if self._started:
            self.session.end(self.options.now())
        if not self.report.interrupted:
            self.report.unmatched = [f"{entry.label}, path = {entry.path.text!r}" for entry in self._unmatched]
        if self.catalog is not None:
            self.report.outdated = outdated(self.catalog, self.options.rules, note=self.archive is not None)
        return self.report

    def _jobs(self, entries: Iterator[Input | Refusal | Unchanged]) -> Iterator[tuple[Content, Request, bytes]]:
        """The documents to be read, as they are found; everything else is noted on the way."""
        for entry in entries:
            if self.options.stop():
                self.report.interrupted = True
                return
            if isinstance(entry, Unchanged):
                self.report.unchanged += entry.number
                self.options.progress(self.report)
                continue
            if isinstance(entry, Input):
                if entry.unchanged and not self.options.rehash:
                    self._count_unchanged(entry)
                    continue
                outcome = read(entry, HEAD_BYTES, TAIL_BYTES)
            else:
                outcome = entry
            if isinstance(outcome, Content) and outcome.digest == outcome.input.digest:
                self._touch(outcome.input)
                self._count_unchanged(outcome.input)
            elif isinstance(outcome, Content):
                yield from self._documents(outcome)
            else:
                self._pass_over(outcome)

    def _documents(self, whole: Content) -> Iterator[tuple[Content, Request, bytes]]:
        """A file, or the stretches of a large one: those that no earlier run acknowledged."""
        found = whole.input
        match = self.options.rules.match(found.name)
        begun, _ = self._begun(found, whole.digest)
        for content in stretches(whole, match, self.pool, begun if begun < found.size else 0):
            if isinstance(content, Deferral):
                self._pass_over(content)
            else:
                yield content, *requests.request(content, match)
            if self.options.stop():
                self.report.interrupted = True
                return

    def _touch(self, found: Input) -> None:
        """Note that a file that had to be read is what it was: touched, copied anew, or read again because of `rehash`."""
        if self.archive is not None:
            self.archive.catalog.touch(self._path(found.drop, found.name), found.marks)

    def _memory(self, drop: int, folder: str, names: Sequence[str]) -> Known:
        if self._unmatched:
            paths = [folder + name for name in names]
            self._unmatched = tuple(entry for entry in self._unmatched if not any(map(entry.path.matches, paths)))
        return self.catalog.inputs(self._path(drop, folder), names) if self.catalog is not None else {}

    def _count_unchanged(self, found: Input) -> None:
        """Count a file that is known. If an earlier run took it in and did not take it out, this one does."""
        self.report.unchanged += 1
        self.options.progress(self.report)
        if self.options.afterwards is not None and self.catalog is not None:
            kept = found.digest is not None and (
                self.catalog.original(found.digest) or self._begun(found, found.digest) == (found.size, True)
            )
            if kept and not self.catalog.waits(self._path(found.drop, found.name)):
                self.options.afterwards([found])

    def _path(self, drop: int, name: str) -> str:
        return f"{self.drops[drop].name}/{name}"

    def _pass_over(self, outcome: Refusal | Deferral) -> None:
        """Note what is not read. A refusal that the ledger holds already is counted and not written again."""
        if isinstance(outcome, Deferral):
            self.report.deferred += 1
            self.session.note(DeferredLine(drop=outcome.drop, name=outcome.name, reason=outcome.reason))
            return
        self.report.refused += 1
        if self.catalog is None or self.catalog.refused(self._path(outcome.drop, outcome.name)) != outcome.code:
            line = RefusedLine(drop=outcome.drop, name=outcome.name, code=outcome.code, reason=outcome.reason)
            self.session.note(line)

    def _take(self, content: Content, reading: Reading) -> None:
        """A document that was read: keep its original, judge what was found, write its lines."""
        found = content.input
        if content.stretch is not None and found is self._left:
            return  # a stretch before this one is for the next run, and so is all that follows
        if any(reason.code == "changed" for each in reading.found for reason in each.reasons):
            self._left = found
            self._pass_over(Deferral(found.drop, found.name, "it changed while it was read"))
            return
        barred = self.session.judge.barred(reading.found)
        try:
            kept = self._keep_without(content, reading, barred) if barred else self._keep(content)
        except ChangedError:
            self._left = found
            self._pass_over(Deferral(found.drop, found.name, "it changed while it was copied"))
            return
        outcomes = [self.session.judge.judge(each) for each in reading.found]
        line = DocumentLine(
            drop=found.drop,
            name=found.name,
            size=content.size,
            mtime_ns=found.mtime_ns,
            inode=found.inode,
            original=content.digest,
            kept=kept,
            stretch=content.stretch,
            hints=self.options.rules.match(found.name).hints,
            found=tuple(outcomes),
            **about(reading),
        )
        self.session.note_read(line)
        self.session.count(reading, outcomes, content.completes)
        unkept = content.stretch is not None and kept is None
        if any(outcome.outcome == "quarantined" for outcome in outcomes) or barred or unkept:
            self._staying = found
        if content.completes and self._staying is not found and not self._stays(content):
            self._done.append(found)

    def _stays(self, content: Content) -> bool:
        """Whether some stretch before this one could not be taken in, or was not kept."""
        found, at = content.input, content.stretch
        if at is None or not at.start or self.catalog is None:
            return False
        return self.catalog.waits(self._path(found.drop, found.name)) or not self._begun(found, at.file)[1]

    def _begun(self, found: Input, digest: str) -> tuple[int, bool]:
        """How many bytes of a large file are acknowledged, and whether all of these are kept."""
        return self.catalog.begun(self._path(found.drop, found.name), digest) if self.catalog is not None else (0, True)

    def _keep(self, content: Content) -> Kept | None:
        """Keep a document's bytes as the user asked. Raises ChangedError if a large file changed meanwhile."""
        wanted = self.options.originals
        keeps = wanted == "copy" or (wanted == "keep" and content.input.size <= requests.LARGE_BYTES)
        if keeps or content.stretch is not None:
            self.session.bytes += content.size
        if not keeps or self.archive is None:
            return None
        if content.data is not None:
            return self.archive.keep(content.digest, content.size, (content.data,))
        return self.archive.keep(content.digest, content.size, _once_more(content))

    def _keep_without(self, content: Content, reading: Reading, barred: Sequence[Article]) -> Kept | None:
        """Keep what a document holds beside removed texts; nothing if that cannot be told apart. Its file is left alone."""
        rest = len(barred) < len([found for found in reading.found if found.kind != "ignored"])
        if self.archive is None or self.options.originals == "reference" or content.data is None or not rest:
            return None
        readings = [plain(article) for article in barred]
        cuts = cuts_of(content.data, (), readings, [text for fields in readings for text in texts(fields)])
        return None if cuts is None else self.archive.keep_blanked(content.digest, content.data, cuts)

    def _commit(self) -> None:
        """Make the batch exist. A run in which there is nothing to write never began, and needs no worker."""
        if self.session.waiting and not self._started:
            names = [drop.name for drop in self.drops]
            self.session.begin("ingest", self.options.version, self._at, names, self.pool.hello)
            self._started = True
        if self.session.commit() and self.options.afterwards is not None:
            self.options.afterwards(self._done)
        self._done = []


def _once_more(content: Content) -> Iterator[bytes]:
    """A large document's bytes, read a second time. Raises ChangedError if they cannot be read any more."""
    try:
        descriptor = open_regular(content.input.path)
        try:
            yield from pieces(descriptor, content.start, content.end)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise ChangedError(f"it cannot be read any more: {error.strerror}") from None


def ingest(archive: Archive, pool: Pool, drops: Sequence[Path], options: Options) -> Report:
    """Ingest drop folders into an open archive."""
    judge = Judge(archive.layout, archive.catalog, archive.accessions)
    status = archive.layout.root.stat()
    run = Ingest(archive, archive.catalog, pool, [Drop.of(path) for path in drops], options, Session(archive, judge))
    return run.run([(status.st_dev, status.st_ino)])


def rehearse(catalog: Catalog | None, layout: Layout, pool: Pool, drops: Sequence[Path], options: Options) -> Report:
    """What `ingest` would do, with nothing written."""
    judge = Judge(layout, catalog, accessions(catalog) if catalog else 0)
    leave_out = [(status.st_dev, status.st_ino)] if layout.root.exists() and (status := layout.root.stat()) else []
    return Ingest(None, catalog, pool, [Drop.of(path) for path in drops], options, Session(None, judge)).run(leave_out)
