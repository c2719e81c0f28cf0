"""Taking what waits in quarantine again, with what is installed now.

Each original is read whole from where it is kept. What succeeds becomes records; what fails stays, with today's
reasons. The ledger gets a document line under the same name only where something is different from what it says:

- a document of which a part had been taken in is parsed again as a whole, and what the ledger already notes of this
  same document (sightings, notices, parts ignored) is left out: it was seen once, not twice;
- a document that fails for the same reasons writes nothing.
"""

import os
import re
from collections.abc import Callable, Iterator, Sequence

import attrs

from ..catalog import Catalog
from ..entries import DocumentLine, Outcome
from ..errors import DamageError
from ..fields import convert
from ..intake import WHOLE_BYTES, Content, Input, read
from ..ledger import Ledger
from ..reading import Reading
from ..sources import HEAD_BYTES, TAIL_BYTES
from ..store.archive import Archive
from ..store.originals import Member
from ..store.removal import blanked_originals
from .frames import Request
from .history import History, Key
from .judge import Judge
from .report import Report
from .requests import located, request
from .session import Session
from .workers import Pool


@attrs.frozen
class Waiting:
    """A document in quarantine: a ledger line of it, its drop folder, and what could not be taken in of it."""

    line: DocumentLine
    drop: str
    failed: tuple[Outcome, ...] = ()

    @property
    def key(self) -> Key:
        """What makes it this document: its path and its bytes."""
        return f"{self.drop}/{self.line.name}", self.line.original

    def noted_in(self, drops: Sequence[str]) -> DocumentLine:
        """The line that a run over these folders writes of it, before what was found."""
        return attrs.evolve(self.line, drop=drops.index(self.drop), more=False)


@attrs.frozen
class Lost:
    """A document that cannot be taken again: only a reference was kept, and its file is not there as it was."""

    name: str
    reason: str


@attrs.define
class Retry:
    """One run over the quarantine of an open archive. `now` is the clock; `progress` is called after each document."""

    archive: Archive
    pool: Pool
    version: str
    now: Callable[[], str]
    progress: Callable[[Report], None] = lambda _: None
    lost: list[Lost] = attrs.Factory(list)
    _session: Session = attrs.field(init=False)
    _history: History = attrs.field(init=False)
    _drops: list[str] = attrs.field(init=False)

    def run(self) -> Report:
        """Take everything again. Raises ArchiveError, DamageError."""
        archive = self.archive
        documents = waiting(archive.catalog, archive.ledger)
        self._session = Session(archive, Judge(archive.layout, archive.catalog, archive.accessions))
        self._history = History(archive.ledger, archive.catalog.drops, {each.line.original for each in documents})
        self._drops = list(dict.fromkeys(each.drop for each in documents))
        self._session.begin("retry", self.version, self.now(), self._drops, self.pool.hello)
        for each, reading in self.pool.read(self._jobs(documents)):
            self._take(each, reading)
            self.progress(self._session.report)
            if self._session.full:
                self._session.commit()
        self._session.commit()
        self._session.end(self.now())
        return self._session.report

    def _jobs(self, documents: list[Waiting]) -> Iterator[tuple[Waiting, Request, bytes]]:
        blanked = blanked_originals(self.archive.ledger.removals())
        for each in documents:
            kept = each.line.kept
            if kept is not None and (kept.cuts or (kept.tar, kept.offset) in blanked):
                self.lost.append(Lost(each.key[0], "a text that it held was removed, and its original is blanked there"))
                continue
            job = self._kept(each) if each.line.kept else self._referenced(each)
            if job is not None:
                yield each, *job

    def _kept(self, waiting: Waiting) -> tuple[Request, bytes]:
        """From its tar. A large one is read by the worker, which checks the digest as well."""
        line, kept = waiting.line, waiting.line.kept
        assert kept is not None
        asked = Request(name=line.name, original=line.original, size=line.size)
        path = self.archive.originals.folder / kept.tar
        try:
            if line.size <= WHOLE_BYTES:
                return asked, self.archive.originals.read(Member(kept.tar, line.original, kept.offset, line.size))
            with path.open("rb") as file:
                file.seek(kept.offset)
                head = file.read(HEAD_BYTES)
                file.seek(kept.offset + line.size - TAIL_BYTES)
                tail = file.read(TAIL_BYTES)
        except OSError as error:
            raise DamageError(str(path), f"it cannot be read: {error.strerror}") from None
        return located(asked, None, head, tail, os.fsencode(path.absolute()), kept.offset)

    def _referenced(self, waiting: Waiting) -> tuple[Request, bytes] | None:
        """From its drop folder, where that still holds the same bytes."""
        line = waiting.line
        path = os.path.join(_raw(waiting.drop), _raw(line.name))
        content = read(Input(line.drop, line.name, path, line.size, line.mtime_ns, line.inode), HEAD_BYTES, TAIL_BYTES)
        if isinstance(content, Content) and content.digest == line.original:
            return request(content)
        reason = "it has other bytes now" if isinstance(content, Content) else content.reason
        self.lost.append(Lost(waiting.key[0], f"its original was only referenced, and {reason}"))
        return None

    def _take(self, waiting: Waiting, reading: Reading) -> None:
        """Judge what was found, and note what is new of it."""
        if any(reason.code == "changed" for each in reading.found for reason in each.reasons):
            if waiting.line.kept:
                tar = self.archive.originals.folder / waiting.line.kept.tar
                raise DamageError(str(tar), f"the original {waiting.line.original} has another digest")
            self.lost.append(Lost(waiting.key[0], "its original was only referenced, and it changed while it was read"))
            return
        outcomes = [self._session.judge.judge(each) for each in reading.found]
        fresh = self._history.beyond(waiting.key, outcomes)
        self._session.count(reading, fresh)
        if tuple(fresh) != waiting.failed:  # else the ledger says all of it already
            self._session.note_document(waiting.noted_in(self._drops), reading, fresh)


def waiting(catalog: Catalog, ledger: Ledger) -> list[Waiting]:
    """The documents in quarantine, in the order in which they came."""
    found: dict[Key, Waiting] = {}
    for place in dict.fromkeys(place for _, _, place, _ in catalog.quarantined()):
        line = convert(ledger.line(place), DocumentLine)
        each = Waiting(line, catalog.drops(place.run)[line.drop])
        failed = tuple(outcome for outcome in line.found if outcome.outcome == "quarantined")
        known = found.setdefault(each.key, each)
        found[each.key] = attrs.evolve(known, failed=known.failed + failed)
    return list(found.values())


def _raw(name: str) -> bytes:
    """The bytes of a name that `printable_name` made printable."""
    return b"".join(
        piece[1:] if piece == b"\\\\" else bytes([int(piece[2:], 16)]) if piece.startswith(b"\\x") else piece
        for piece in re.findall(rb"\\\\|\\x[0-9a-f]{2}|[^\\]+|\\", name.encode())
    )
