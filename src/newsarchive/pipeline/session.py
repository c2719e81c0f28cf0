"""What every run that writes shares: its first and last line, and ledger lines gathered into batches."""

from collections.abc import Sequence
from typing import Any

import attrs

from .. import quarantine
from ..entries import DocumentLine, EndLine, Entry, Outcome, RunLine
from ..reading import Reading
from ..store.archive import Archive
from .frames import Hello
from .judge import Judge
from .report import Report

#: A batch ends after so many ledger lines, or so many bytes of originals.
BATCH_LINES = 500
BATCH_BYTES = 64 << 20
#: A ledger line holds so many outcomes at most.
LINE_OUTCOMES = 100


@attrs.define
class Session:
    """A run over an archive, or without one, when nothing is written. `bytes` are those of originals in this batch."""

    archive: Archive | None
    judge: Judge
    report: Report = attrs.Factory(Report)
    bytes: int = 0
    _entries: list[Entry] = attrs.Factory(list)

    def begin(self, command: str, version: str, at: str, drops: Sequence[str], hello: Hello) -> None:
        """Say who runs, over which folders, with which plugins."""
        self.report.plugin_errors = [
            f"{plugin.name} ({plugin.origin}): {plugin.error}" for plugin in hello.plugins if plugin.error
        ]
        if self.archive is not None:
            self.archive.begin(
                RunLine(
                    run=self.archive.run,
                    at=at,
                    command=command,
                    newsarchive=version,
                    drops=tuple(drops),
                    sources=hello.sources,
                    plugin_errors=tuple(self.report.plugin_errors),
                )
            )

    def note(self, entry: Entry) -> None:
        """A line for the ledger."""
        self._entries.append(entry)

    def note_document(self, line: DocumentLine, reading: Reading, outcomes: Sequence[Outcome]) -> None:
        """The lines of a document that was read, with what became of what was found."""
        self.note_read(attrs.evolve(line, found=tuple(outcomes), **about(reading)))

    def note_read(self, line: DocumentLine) -> None:
        """The same of a line that says it already."""
        self._entries += document_lines(line)

    def count(self, reading: Reading, outcomes: Sequence[Outcome], completes: bool = True) -> None:
        """Count a document that was read, and its input, if that is read with it."""
        self.report.read += completes
        self.report.defects += len(reading.defects)
        for outcome in outcomes:
            self.report.count(outcome.source, outcome.outcome)

    @property
    def waiting(self) -> bool:
        """Whether there is anything for `commit` to write."""
        return bool(self._entries)

    @property
    def full(self) -> bool:
        """Whether it is time for `commit`."""
        return len(self._entries) >= BATCH_LINES or self.bytes >= BATCH_BYTES

    def commit(self) -> bool:
        """Make the batch exist; whether there was anything to write. Raises ArchiveError."""
        writes = self.archive is not None and bool(self._entries)
        if self.archive is not None and writes:
            self.archive.commit(self._entries, self.judge.records)
        self.judge.settle(stored=self.archive is not None)
        self._entries = []
        self.bytes = 0
        return writes

    def end(self, at: str) -> None:
        """The run's last line, and `quarantine/` as it is now."""
        if self.archive is not None:
            self.archive.end(EndLine(at=at, counts=self.report.counts(), interrupted=self.report.interrupted))
            quarantine.update(self.archive.layout.quarantine, self.archive.catalog, self.archive.ledger)


def about(reading: Reading) -> dict[str, Any]:
    """What a document's line says of the document itself."""
    return {
        "source": reading.source,
        "source_version": reading.source_version,
        "encoding": reading.encoding,
        "defects": reading.defects,
    }


def document_lines(line: DocumentLine) -> list[DocumentLine]:
    """A document's line, or several if it holds many articles."""
    if len(line.found) <= LINE_OUTCOMES:
        return [line]
    pieces = [line.found[start : start + LINE_OUTCOMES] for start in range(0, len(line.found), LINE_OUTCOMES)]
    last = len(pieces) - 1
    return [
        attrs.evolve(line, found=piece, more=number < last, defects=line.defects if number == last else ())
        for number, piece in enumerate(pieces)
    ]
