"""An archive that is open for writing, and the protocol by which a batch comes to exist.

1. Originals are appended to the open tar as they are read (`keep`).
2. `commit` writes the batch's records under temporary names,
3. makes records and originals durable with one `syncfs` (or an fsync of each),
4. renames the records, notes them in their manifests, syncs manifests and folders,
5. appends the batch to the ledger and syncs that: the moment at which the batch exists,
6. and only then takes away what packed volumes supersede, and brings the catalog and `quarantine/` up to date.

Opening the archive discards what the ledger does not acknowledge, so that after a crash at any instant the same
command goes on as if it had never been interrupted. Any error within the protocol ends the run: what was done since
the last batch is taken back at once where that is possible, else at the next start.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import attrs

from .. import quarantine
from ..catalog import Catalog, apply, open_catalog, rebuild
from ..entries import Cut, EndLine, Entry, Kept, RemovalLine, RunLine, Volume
from ..errors import ArchiveError
from ..ledger import Ledger, Tail, Writer
from .acknowledged import acknowledged
from .blanking import blank
from .durable import make_folder, sync_files, sync_path
from .layout import Layout, Settings, complete, create, is_bare, migrate, read_settings, set_packed
from .lock import locked
from .originals import Originals
from .records import NewRecord, Records
from .recovery import after, recover, refuse_shortened
from .removal import carry_out, rewritten


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

    def replace(self, name: str, lines: Iterable[bytes]) -> Volume:
        """Write the file of a packed volume, anew or in the place of a loose one, as a batch of its own; what it is now.

        Raises ArchiveError, and whatever `lines` raises; then everything is as before.
        """
        with self._guarded():
            state = self.records.packed.replace(name, lines)
            self._write([], [])
        return state

    def remove(self, line: RemovalLine, end: EndLine) -> None:
        """Decide a removal and carry it out, between two batches. Once it is decided, the next start finishes it if need be.

        Raises ArchiveError.
        """
        before = self.records.acknowledged(self.accessions, self.originals.lengths())
        try:
            line = self._decide(line)
            self.catalog.close()
            carry_out(self.layout, self.ledger, line)
            done = after(before, line)
            self.records.recover(done, lambda: acknowledged(self.ledger, self.layout).volumes)
            self._writer.append([done, end])
            self._writer.sync()
        except OSError as error:
            raise ArchiveError(
                f"the removal was cut short: {error.strerror}",
                help="Mend the cause (space, rights, disk). If it was decided, the next run that writes finishes it.",
            ) from error
        self.catalog = rebuild(self.layout.catalog, self.ledger)
        quarantine.update(self.layout.quarantine, self.catalog, self.ledger)

    def _decide(self, line: RemovalLine) -> RemovalLine:
        """Write what packed volumes will be aside, and then the line, durably; the line as it is in the ledger."""
        packed = self.records.packed
        volumes = {name: packed.replace(name, lines) for name, lines in rewritten(self.layout, line.removed).items()}
        if volumes:
            sync_files(self.layout.root, packed.staged())
            sync_path(self.layout.records)
        line = attrs.evolve(line, volumes=volumes)
        self._writer.append([*([self._start] if self._start is not None else []), line])
        self._writer.sync()
        self._start = None
        return line

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
        self.records.write(records, tars)
        accessions = self.accessions + len(records)
        batch = self.records.acknowledged(accessions, self.originals.lengths())
        begun = [self._start] if self._start is not None else []
        self._append([*begun, *entries, batch])
        self._start = None
        self.accessions = accessions
        self.originals.touched.clear()
        self._kept.clear()

    def _append(self, entries: Sequence[Entry]) -> None:
        places = self._writer.append(entries)
        self._writer.sync()
        self.records.settle()
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
            recover(self.layout, self.ledger, self.originals, self.records)
        except (OSError, ArchiveError):
            pass


@contextmanager
def open_archive(root: Path, wait: bool = True, holder: str = "", packed: bool = False) -> Iterator[Archive]:
    """Open an archive for writing, made if it is not there: locked, migrated, recovered, its catalog up to date.

    `holder` says who writes, to those who find it locked. With `packed` its new volumes are packed from now on.
    Raises ArchiveError, FormatVersionError, LockedError, DamageError.
    """
    layout = Layout(root)
    if not layout.settings.exists():
        if root.exists() and not root.is_dir():
            raise ArchiveError(f"{root} is not a folder", help="Name a folder with `-a`.")
        make_folder(root)
    else:
        read_settings(layout)  # a newer format is refused before anything is touched, the lock included
    with locked(layout.lock, wait, holder):
        settings = _prepare(layout, packed)
        ledger, originals, records = Ledger(layout.ledger), Originals(layout.originals), Records(layout, settings.packed)
        tail, accessions = _begin(layout, ledger, originals, records)
        try:
            with ExitStack() as on_failure:
                catalog = on_failure.enter_context(open_catalog(layout.catalog, ledger))
                quarantine.update(layout.quarantine, catalog, ledger)
                writer = Writer(ledger, f"{int(tail.run or 0) + 1:06}", tail.digest)
                archive = Archive(layout, settings, ledger, catalog, originals, records, accessions, writer)
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


def _prepare(layout: Layout, packed: bool) -> Settings:
    """Make and migrate; the settings as they are then. Raises ArchiveError, FormatVersionError."""
    try:
        if not layout.settings.exists():
            create(layout, packed)
        elif is_bare(layout):
            complete(layout)
        sync_path(layout.root)  # the settings may be the work of a run that was killed before it synced their name
        migrate(layout)
        if packed and not read_settings(layout).packed:
            set_packed(layout)
        return read_settings(layout)
    except OSError as error:
        raise _unwritable(error) from error


def _begin(layout: Layout, ledger: Ledger, originals: Originals, records: Records) -> tuple[Tail, int]:
    """Recover; the ledger's tail, and how many records there are. Raises ArchiveError, DamageError."""
    try:
        refuse_shortened(layout, ledger)
        tail, accessions = recover(layout, ledger, originals, records)
        ledger.secure(tail)
        return tail, accessions
    except OSError as error:
        raise _unwritable(error) from error


def _unwritable(error: OSError) -> ArchiveError:
    where = f" ({error.filename})" if error.filename else ""
    return ArchiveError(
        f"the archive cannot be written: {error.strerror}{where}",
        help="What was acknowledged before is safe. Mend the cause (space, rights, disk); run the same command again.",
    )
