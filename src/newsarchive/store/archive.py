"""An archive that is open for writing, and the protocol by which a batch comes to exist.

1. Originals are appended to the open tar as they are read (`keep`).
2. `commit` writes the batch's records under temporary names,
3. makes records and originals durable with one `syncfs` (or an fsync of each),
4. renames the records, notes them in their manifests, syncs manifests and folders,
5. appends the batch to the ledger and syncs that: the moment at which the batch exists,
6. and only then brings the catalog and `quarantine/` up to date.

Opening the archive discards what the ledger does not acknowledge, so that after a crash at any instant the same
command goes on as if it had never been interrupted. Any error within the protocol ends the run: what was done since
the last batch is taken back at once where that is possible, else at the next start.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import attrs

from .. import quarantine
from ..catalog import Catalog, apply, open_catalog, rebuild, seen_until
from ..entries import BatchLine, Cut, EndLine, Entry, Kept, Manifest, RemovalLine, RunLine
from ..errors import ArchiveError, DamageError
from ..ledger import Ledger, Tail, Writer, parse
from .blanking import blank
from .durable import make_folder, sync_path
from .layout import Layout, Settings, create, migrate, read_settings
from .lock import locked
from .originals import Originals
from .records import NewRecord, Records
from .removal import carry_out


@attrs.define
class Archive:
    """An archive under its lock. Made by `open_archive`."""

    layout: Layout
    settings: Settings
    ledger: Ledger
    catalog: Catalog
    originals: Originals
    records: Records
    accessions: int
    _writer: Writer
    _start: RunLine | None = None
    _kept: dict[str, Kept] = attrs.Factory(dict)

    @property
    def run(self) -> str:
        """The name of the run in the ledger."""
        return self._writer.run

    def begin(self, start: RunLine) -> None:
        """Say who runs. It is written with the first batch: a run that finds nothing leaves no trace."""
        self._start = start

    def keep(self, digest: str, size: int, pieces: Iterable[bytes]) -> Kept:
        """Append an original, unless it is there already, from an earlier batch or in this one.

        Raises ChangedError if the pieces are not what `digest` and `size` say, else ArchiveError.
        """
        if digest not in self._kept:
            member = self.catalog.original(digest)
            if member is None:
                with self._guarded():
                    member = self.originals.append(digest, size, pieces)
            self._kept[digest] = Kept(tar=member.tar, offset=member.offset)
        return self._kept[digest]

    def keep_blanked(self, digest: str, data: bytes, cuts: Sequence[Cut]) -> Kept:
        """Append an original without what it may not keep. It is named as its whole bytes would be. Raises ArchiveError."""
        left = blank(data, cuts)
        with self._guarded():
            member = self.originals.append(digest, len(left), (left,))
        return Kept(tar=member.tar, offset=member.offset, cuts=tuple(cuts), sha256=hashlib.sha256(left).hexdigest())

    def commit(self, entries: Sequence[Entry], records: Sequence[NewRecord]) -> None:
        """Make a batch exist: steps 2 to 6 of the protocol. Raises ArchiveError; then nothing of the batch exists."""
        with self._guarded():
            self._write(entries, records)

    def remove(self, line: RemovalLine, end: EndLine) -> None:
        """Decide a removal and carry it out, between two batches. Once it is decided, the next start finishes it if need be.

        Raises ArchiveError.
        """
        manifests = self.records.manifests() | line.manifests
        try:
            self._writer.append([*([self._start] if self._start is not None else []), line])
            self._writer.sync()
            self._start = None
            self.catalog.close()
            carry_out(self.layout, self.ledger, line)
            self._writer.append([_acknowledge(self.originals, self.records, self.accessions, manifests), end])
            self._writer.sync()
        except OSError as error:
            raise ArchiveError(
                f"the removal was cut short: {error.strerror}",
                help="Mend the cause (space, rights, disk). If it was decided, the next run that writes finishes it.",
            ) from error
        self.catalog = rebuild(self.layout.catalog, self.ledger)
        quarantine.update(self.layout.quarantine, self.catalog, self.ledger)

    def end(self, line: EndLine) -> None:
        """Close the run in the ledger, if it wrote anything there."""
        if self._start is None:
            with self._guarded():
                self._append([line])

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Around all that writes: a failure is said clearly, and nothing of the batch is left."""
        try:
            yield
        except OSError as error:
            self._take_back()
            raise _unwritable(error) from error

    def _write(self, entries: Sequence[Entry], records: Sequence[NewRecord]) -> None:
        tars = [self.layout.originals / name for name in sorted(self.originals.touched)]
        if records or tars:
            self.records.write(records, tars)
        accessions = self.accessions + len(records)
        batch = BatchLine(
            accessions=accessions,
            records={record.path: record.digest for record in records},
            tars=self.originals.lengths(),
            manifests=self.records.manifests(),
        )
        begun = [self._start] if self._start is not None else []
        self._append([*begun, *entries, batch])
        self._start = None
        self.accessions = accessions
        self.originals.touched.clear()
        self._kept.clear()

    def _append(self, entries: Sequence[Entry]) -> None:
        places = self._writer.append(entries)
        self._writer.sync()
        tail = Tail(self._writer.run, self._writer.length, self._writer.digest)
        try:
            apply(self.catalog, self.ledger, list(zip(places, entries, strict=True)), tail)
        except sqlite3.Error as error:
            raise ArchiveError(
                f"{self.layout.catalog} cannot be written: {error}",
                help="The batch is safe in the ledger. Mend the cause and run the same command again, which catches up.",
            ) from error

    def _take_back(self) -> None:
        """Try to leave no half state behind at once; if this fails as well, the next start does it."""
        try:
            self._writer.take_back()
            _recover(self.layout, self.ledger, self.originals, self.records)
        except (OSError, ArchiveError):
            pass


@contextmanager
def open_archive(root: Path, wait: bool = True, holder: str = "") -> Iterator[Archive]:
    """Open an archive for writing, made if it is not there: locked, migrated, recovered, its catalog up to date.

    `holder` says who writes, to those who find it locked. Raises ArchiveError, FormatVersionError, LockedError, DamageError.
    """
    layout = Layout(root)
    if not layout.settings.exists():
        if root.exists() and not root.is_dir():
            raise ArchiveError(f"{root} is not a folder", help="Name a folder with `-a`.")
        make_folder(root)
    else:
        read_settings(layout)  # a newer format is refused before anything is touched, the lock included
    with locked(layout.lock, wait, holder):
        ledger, originals, records = Ledger(layout.ledger), Originals(layout.originals), Records(layout)
        tail, accessions = _begin(layout, ledger, originals, records)
        try:
            with ExitStack() as on_failure:
                catalog = on_failure.enter_context(open_catalog(layout.catalog, ledger))
                quarantine.update(layout.quarantine, catalog, ledger)
                number = int(tail.run) + 1 if tail.run else 1
                writer = Writer(ledger, f"{number:06}", tail.digest)
                archive = Archive(layout, read_settings(layout), ledger, catalog, originals, records, accessions, writer)
                on_failure.pop_all()
            try:
                yield archive
            finally:
                archive.catalog.close()
                writer.close()
                originals.close()
        except sqlite3.Error as error:
            raise ArchiveError(
                f"{layout.catalog} cannot be used: {error}",
                help="What the ledger has is safe. Mend the cause (space, rights, disk); run the same command again.",
            ) from error


def _begin(layout: Layout, ledger: Ledger, originals: Originals, records: Records) -> tuple[Tail, int]:
    """Make, migrate and recover; the ledger's tail, and how many records there are. Raises ArchiveError, DamageError."""
    try:
        if not layout.settings.exists():
            create(layout)
        sync_path(layout.root)  # the settings may be the work of a run that was killed before it synced their name
        migrate(layout)
        seen = seen_until(layout.catalog)
        if seen.is_beyond(ledger.tail()):
            what = f"it ends before byte {seen.length:,} of run {seen.run}, and the catalog has read it until there"
            raise DamageError(str(layout.ledger), what)
        tail, accessions = _recover(layout, ledger, originals, records)
        ledger.secure(tail)
    except OSError as error:
        raise _unwritable(error) from error
    return tail, accessions


def _unwritable(error: OSError) -> ArchiveError:
    where = f" ({error.filename})" if error.filename else ""
    return ArchiveError(
        f"the archive cannot be written: {error.strerror}{where}",
        help="What was acknowledged before is safe. Mend the cause (space, rights, disk); run the same command again.",
    )


def _recover(layout: Layout, ledger: Ledger, originals: Originals, records: Records) -> tuple[Tail, int]:
    """Discard what the ledger does not acknowledge, and finish what it decided; its tail, and how many records there are."""
    tail = ledger.tail()
    state, decided = last_batch(ledger, tail)
    ledger.cut(tail)
    originals.recover(state.tars)
    if decided is None:
        records.recover(state.accessions, state.manifests)
        return tail, state.accessions
    carry_out(layout, ledger, decided)
    manifests = state.manifests | decided.manifests
    assert tail.run is not None
    writer = Writer(ledger, tail.run, tail.digest, tail.length)
    try:
        writer.append([_acknowledge(originals, records, state.accessions, manifests)])
        writer.sync()
    finally:
        writer.close()
    return Tail(tail.run, writer.length, writer.digest), state.accessions


def _acknowledge(originals: Originals, records: Records, accessions: int, manifests: Mapping[str, Manifest]) -> BatchLine:
    """The line that says that a removal is done."""
    records.recover(accessions, manifests)
    return BatchLine(accessions=accessions, tars=originals.lengths(), manifests=records.manifests())


def last_batch(ledger: Ledger, tail: Tail) -> tuple[BatchLine, RemovalLine | None]:
    """What the ledger last said is on disk, and the removal that it decided since."""
    decided = None
    for line in ledger.backwards(tail):
        entry = parse(line)
        if isinstance(entry, BatchLine):
            return entry, decided
        if isinstance(entry, RemovalLine):
            decided = entry
    return BatchLine(accessions=0), decided
