"""Reading the kept originals again with what is installed now, and noting what reads otherwise.

Every document that was taken in is read again, in the order of the ledger. One that reads as the ledger has it writes
nothing. Any other gets new document lines, which replace its old ones: records stay as they are, the catalog answers with
the newest reading, and a record that no document holds any more is superseded or withdrawn (`catalog.readings`). A document
of which something fails that did not fail before changes nothing; what is in quarantine is for `retry`.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

import attrs
import orjson

from ..canonical import plain
from ..catalog import Catalog
from ..catalog.outdated import outdated
from ..catalog.removed import accessions
from ..entries import Outcome
from ..fields import convert
from ..holdings import Holdings
from ..ledger import Ledger, Place
from ..reading import Found, Reading, Reason
from ..rules import NONE, Rules
from ..store.archive import Archive
from ..store.layout import Layout
from ..store.originals import Originals
from ..store.removal import blanked_originals
from .again import Lost, changed, is_blanked, job
from .differences import Change, alike, changes, gone, pair
from .frames import Request
from .history import Key
from .judge import Judge
from .noted import Noted, Roll, was_removed
from .report import Report
from .session import Session, about, document_lines
from .workers import Pool


@attrs.frozen
class Choice:
    """Which documents to read again: those that hold certain records, that a source read, or, with `everything`, also
    those that were read by the very same sources and newsarchive as there are now.
    """

    records: tuple[int, ...] | None = None
    source: str | None = None
    everything: bool = False


@attrs.frozen
class Told:
    """What came of a document that does not read as the ledger has it: what changed, why it failed, or that it is lost."""

    path: str
    original: str
    changes: tuple[Change, ...] = ()
    failed: tuple[Reason, ...] = ()
    lost: str | None = None


@attrs.define
class Summary:
    """Counts of documents, and of the differences by their kind; `fields` of those that a better reading changed."""

    read: int = 0
    unchanged: int = 0
    changed: int = 0
    failed: int = 0
    lost: int = 0
    passed_over: int = 0
    waiting: int = 0
    blanked: int = 0
    kinds: Counter[str] = attrs.Factory(Counter)
    fields: Counter[str] = attrs.Factory(Counter)

    def count(self, told: Told) -> None:
        self.changed += bool(told.changes)
        self.failed += bool(told.failed)
        self.lost += told.lost is not None
        for change in told.changes:
            self.kinds[change.kind] += 1
            if change.kind == "better":
                self.fields.update(change.fields.keys())


@attrs.define
class Reparse:
    """One run. Without an archive it is a dry run: everything is read and compared, and nothing written.

    `now` is the clock; `tell` hears of each document that is not unchanged; `progress` is called after each document.
    """

    layout: Layout
    catalog: Catalog
    ledger: Ledger
    archive: Archive | None
    pool: Pool
    version: str
    now: Callable[[], str]
    choice: Choice = attrs.Factory(Choice)
    rules: Rules = NONE
    tell: Callable[[Told], None] = lambda _: None
    progress: Callable[[Report], None] = lambda _: None
    summary: Summary = attrs.Factory(Summary)
    _session: Session = attrs.field(init=False)
    _holdings: Holdings = attrs.field(init=False)
    _originals: Originals = attrs.field(init=False)
    _runs: dict[str, bool] = attrs.Factory(dict)

    def run(self) -> Summary:
        """Read everything that was chosen again. Raises ArchiveError, DamageError."""
        judge = Judge(self.layout, self.catalog, self.archive.accessions if self.archive else accessions(self.catalog))
        self._session = Session(self.archive, judge)
        self._holdings = Holdings(self.layout, self.catalog, self.ledger)
        self._originals = Originals(self.layout.originals)
        with Roll(self.ledger, self.catalog, self._chosen()) as roll:
            self._session.begin("reparse", self.version, self.now(), roll.drops, self.pool.hello)
            for noted, reading in self.pool.read(self._jobs(roll)):
                self._take(noted, reading, roll.drops)
                self.progress(self._session.report)
                if self._session.full:
                    self._session.commit()
        self._session.commit()
        self._session.end(self.now())
        outdated(self.catalog, self.rules, note=self.archive is not None)
        return self.summary

    @property
    def plugin_errors(self) -> list[str]:
        """Plugins that could not be loaded."""
        return self._session.report.plugin_errors

    def _chosen(self) -> Collection[Key] | None:
        """The documents that hold the chosen records, or held them."""
        if self.choice.records is None:
            return None
        sightings = [each for accession in self.choice.records for each in self._holdings.sightings(accession)]
        return {(f"{each.drop}/{each.name}", each.original) for each in sightings}

    def _jobs(self, roll: Roll) -> Iterator[tuple[Noted, Request, bytes]]:
        blanked = blanked_originals(self.ledger.removals())
        for noted in roll:
            if is_blanked(noted.line, blanked):
                self.summary.blanked += 1
            elif not noted.taken:
                self.summary.waiting += bool(noted.failing)
            elif not self._wanted(noted):
                self.summary.passed_over += 1
            else:
                match = self.rules.match(noted.line.name)
                line = attrs.evolve(noted.line, hints=match.hints)
                found = job(self._originals, line, noted.drop, match.conflict)
                if isinstance(found, Lost):
                    self._say(noted, lost=found.reason)
                else:
                    yield noted, *found

    def _wanted(self, noted: Noted) -> bool:
        if self.choice.source is not None and self.choice.source not in noted.sources:
            return False
        if self.choice.everything or self.rules.match(noted.line.name).hints != noted.line.hints:
            return True
        return not all(self._same_program(passage.run) for passage in noted.passages)

    def _same_program(self, run: str) -> bool:
        """Whether a run read with the very sources that there are now. Any other set may sniff or parse otherwise."""
        if run not in self._runs:
            line = self.ledger.line(Place(run, 0))
            self._runs[run] = (line.get("sources", {}), line["newsarchive"]) == (self.pool.hello.sources, self.version)
        return self._runs[run]

    def _take(self, noted: Noted, reading: Reading, drops: list[str]) -> None:
        """Compare a reading with what the ledger has, and note it if it differs."""
        lost = changed(self._originals, noted.line, noted.drop, reading)
        if lost is not None:
            self._say(noted, lost=lost.reason)
            return
        self.summary.read += 1
        failed = _failed(noted, reading)
        if failed:
            self._say(noted, failed=failed)
            return
        taken = [each for each in reading.found if each.kind != "quarantined"]
        outcomes = [self._judge(each) for each in taken]
        found = [each for each in map(plain, outcomes) if not was_removed(each)]
        hints = self.rules.match(noted.line.name).hints
        read_by = plain({name: value for name, value in {**about(reading), "hints": hints}.items() if value})
        differing = [passage for passage in noted.passages if not alike(passage, read_by, found)]
        if not differing:
            self.summary.unchanged += 1
            self._session.report.unchanged += 1
            return
        pairings = [pair(passage.found, found) for passage in noted.passages]
        self._say(noted, changes=tuple(changes(differing[-1], read_by, found, self._own_body)))
        if noted.dismissed:
            outcomes += [convert(each, Outcome) for each in noted.dismissed]
        else:
            outcomes += [self._session.judge.judge(each) for each in reading.found if each.kind == "quarantined"]
        line = attrs.evolve(noted.line, drop=drops.index(noted.drop), found=tuple(outcomes), hints=hints, **about(reading))
        lines = document_lines(attrs.evolve(line, document=noted.first))
        lines[0] = attrs.evolve(lines[0], replaces=noted.places)
        lines[-1] = attrs.evolve(lines[-1], gone=gone(pairings, found))
        for each in lines:
            self._session.note(each)
        self._session.count(reading, outcomes)

    def _judge(self, found: Found) -> Outcome:
        """The outcome of one thing found; with its body, where that is not its record's own."""
        outcome = self._session.judge.judge(found)
        if outcome.outcome != "duplicate" or outcome.accession is None:
            return outcome
        body = plain(found.article.body) if found.article is not None else None
        differs = body and self._own_body(outcome.accession) not in ([], body)
        return attrs.evolve(outcome, article=outcome.article | {"body": body}) if differs else outcome

    def _own_body(self, accession: int) -> list[dict[str, Any]]:
        """The body in a record's own bytes; none for a record that a dry run did not write and has let go of."""
        judge = self._session.judge
        own: Mapping[str, Any] = {}
        if accession >= judge.accessions:
            own = orjson.loads(judge.records[accession - judge.accessions].data)
        elif self.catalog.content_hash(accession) is not None:
            own = self._holdings.record(accession).fields
        body: list[dict[str, Any]] = own.get("body", [])
        return body

    def _say(self, noted: Noted, **what: Any) -> None:
        told = Told(noted.path, noted.line.original, **what)
        self.summary.count(told)
        self.tell(told)


def _failed(noted: Noted, reading: Reading) -> tuple[Reason, ...]:
    """Why something of a document cannot be read that could be read before."""
    failing = [each for each in reading.found if each.kind == "quarantined"]
    more = Counter(each.member or "" for each in failing) - noted.failing
    if noted.dismissed:  # of a part that never gave anything
        members = {each.get("member", "") for passage in noted.passages for each in passage.found}
        more = Counter({member: count for member, count in more.items() if member in members})
    return tuple(reason for each in failing if (each.member or "") in more for reason in each.reasons)
