"""Taking what waits in quarantine again, with what is installed now.

Each original is read whole from where it is kept. What succeeds becomes records; what fails stays, with today's
reasons. The ledger gets a document line under the same name only where something is different from what it says:

- a document of which a part had been taken in is parsed again as a whole, and what the ledger already notes of this
  same document (sightings, notices, parts ignored) is left out: it was seen once, not twice;
- a document that fails for the same reasons writes nothing.
"""

from collections.abc import Callable, Iterator, Sequence

import attrs

from ..catalog import Catalog
from ..catalog.outdated import outdated
from ..entries import DocumentLine, Outcome
from ..fields import convert
from ..ledger import Ledger
from ..reading import Reading
from ..rules import NONE, Rules
from ..store.archive import Archive
from ..store.removal import blanked_originals
from .again import Lost, changed, is_blanked, job
from .frames import Request
from .history import History, Key
from .judge import Judge
from .report import Report
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
        return attrs.evolve(self.line, drop=drops.index(self.drop), more=False, document=None, replaces=(), gone=())


@attrs.define
class Retry:
    """One run over the quarantine of an open archive. `now` is the clock; `progress` is called after each document."""

    archive: Archive
    pool: Pool
    version: str
    now: Callable[[], str]
    rules: Rules = NONE
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
        self._session.report.outdated = outdated(archive.catalog, self.rules, note=True)
        return self._session.report

    def _jobs(self, documents: list[Waiting]) -> Iterator[tuple[Waiting, Request, bytes]]:
        blanked = blanked_originals(self.archive.ledger.removals())
        for each in documents:
            if is_blanked(each.line, blanked):
                self.lost.append(Lost(each.key[0], "a text that it held was removed, and its original is blanked there"))
                continue
            match = self.rules.match(each.line.name)
            again = attrs.evolve(each, line=attrs.evolve(each.line, hints=match.hints))
            found = job(self.archive.originals, again.line, again.drop, match.conflict)
            if isinstance(found, Lost):
                self.lost.append(found)
            else:
                yield again, *found

    def _take(self, waiting: Waiting, reading: Reading) -> None:
        """Judge what was found, and note what is new of it."""
        lost = changed(self.archive.originals, waiting.line, waiting.drop, reading)
        if lost is not None:
            self.lost.append(lost)
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
