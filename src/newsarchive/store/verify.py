"""Checking an archive: every digest, and every link between ledger, records, manifests and originals.

Reads everything and changes nothing. What is found is a Problem each, which names the file and what helps. A file that
has the digest which the ledger acknowledged is what was written, and was checked when it was written: only `deep` parses
records and computes their content hashes anew.
"""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import attrs
import msgspec

from .. import quarantine
from ..catalog import Catalog, read_catalog
from ..catalog.feed import position
from ..catalog.removed import accessions
from ..entries import Kept
from ..errors import ArchiveError, DamageError
from ..ledger import Ledger, Place, Tail
from .acknowledged import Acknowledged
from .digest import sha256
from .layout import SETTINGS, Layout
from .originals import Originals, parse_header
from .problem import BACKUP, NEXT_RUN, Problem, mendable
from .removals import Removals
from .rereading import unfounded
from .verify_records import RecordsCheck

_BLOCK = 512
_KNOWN = {SETTINGS, "records", "manifests", "originals", "ledger", "quarantine", ".lock"}
_CACHES = re.compile(r"(catalog|search)\.sqlite(-wal|-shm|-journal)?")


@attrs.frozen
class _Found:
    """A record that a document's line names."""

    accession: int | None = None
    content_hash: str = ""


@attrs.frozen
class _Line:
    """What is checked of any line of the ledger; the rest of it is passed over."""

    event: str
    name: str = ""
    size: int = 0
    original: str = ""
    kept: Kept | None = None
    found: tuple[_Found, ...] = ()


_DECODER = msgspec.json.Decoder(_Line)


@attrs.define
class Verification:
    """One pass over an archive. `records`, `originals` and `lines` count what was checked.

    Afterwards `sound` says whether the ledger is, `expected` what it acknowledges, and `removals` what was removed.
    """

    layout: Layout
    deep: bool = False
    lines: int = 0
    records: int = 0
    originals: int = 0
    sound: bool = True
    expected: Acknowledged = attrs.field(init=False)
    removals: Removals = attrs.Factory(Removals)
    _hashes: dict[int, str] = attrs.Factory(dict)
    _tail: Tail = attrs.field(factory=lambda: Tail(None, 0, ""))

    def problems(self) -> Iterator[Problem]:
        """Every problem, as it is found."""
        ledger = Ledger(self.layout.ledger)
        expected = self.expected = Acknowledged(self.layout)
        self.removals = Removals.of(ledger)
        try:
            yield from self._follow(ledger, expected)
        except DamageError as error:
            self.sound = False
            what = f"line {error.line}: {error.what}" if error.line else error.what
            remedy = f"{BACKUP}; what follows it was checked against the manifests only"
            yield Problem(self._relative(Path(error.path)), what, remedy)
        yield from self.removals.problems(self.layout, ledger)
        yield from self._check_records(ledger, expected)
        yield from self._check_originals(expected.tars)
        yield from self._strangers()
        if self.sound:
            yield from self._check_caches(ledger, expected.accessions)

    def _relative(self, path: Path) -> str:
        return path.relative_to(self.layout.root).as_posix() if path.is_relative_to(self.layout.root) else str(path)

    def _follow(self, ledger: Ledger, expected: Acknowledged) -> Iterator[Problem]:
        """Read the ledger from its beginning: its chain, where originals lie, and what it acknowledges. Raises DamageError."""
        with ExitStack() as files:
            tars: dict[str, int | None] = {}
            for place, line, digest in ledger.read():
                self.lines += 1
                self._tail = Tail(place.run, place.offset + len(line) + 1, digest)
                fields = _DECODER.decode(line)
                self.removals.follow(fields.event, fields.kept)
                yield from (Problem(f"ledger/{place.run}.jsonl", what) for what in unfounded(ledger, line, place))
                if self.deep:
                    self._hashes |= {each.accession: each.content_hash for each in fields.found if each.accession is not None}
                if fields.event == "batch":
                    expected.add(line)
                elif fields.kept is not None:
                    if fields.kept.tar not in tars:
                        tars[fields.kept.tar] = _opened(self.layout.originals / fields.kept.tar, files)
                    yield from _check_kept(fields, fields.kept, place, tars[fields.kept.tar])
        for run in ledger.runs():
            path = ledger.path(run)
            acknowledged = self._tail.length if run == self._tail.run else None
            if self._tail.run is None or int(run) > int(self._tail.run):
                acknowledged = 0
            if acknowledged is not None and path.stat().st_size > acknowledged:
                left = path.stat().st_size - acknowledged
                yield Problem(
                    self._relative(path),
                    f"its last {left} bytes were never acknowledged: a run was cut short, or the file was changed",
                    "the next `newsarchive ingest` takes them back and goes on",
                )

    def _check_records(self, ledger: Ledger, expected: Acknowledged) -> Iterator[Problem]:
        known = self._hashes.get if self.deep else None
        check = RecordsCheck(self.layout, ledger, expected if self.sound else None, known)
        yield from check.problems()
        self.records = check.records

    def _check_originals(self, tars: dict[str, int]) -> Iterator[Problem]:
        originals = Originals(self.layout.originals)
        found = {path.name for path in self.layout.originals.iterdir()} if self.layout.originals.is_dir() else set()
        for name in sorted(found | set(tars)):
            relative = f"originals/{name}"
            if name not in tars:
                if self.sound:
                    yield Problem(relative, "the ledger does not know it")
            elif name not in found:
                yield Problem(relative, "it is missing", BACKUP)
            else:
                yield from self._check_tar(originals, name, relative, tars[name])

    def _check_tar(self, originals: Originals, name: str, relative: str, expected: int) -> Iterator[Problem]:
        size = (self.layout.originals / name).stat().st_size
        if size < expected:
            yield Problem(relative, f"it has {size:,} bytes, and the ledger acknowledged {expected:,}", BACKUP)
            return
        if size > expected:
            yield Problem(relative, f"its last {size - expected:,} bytes were never acknowledged", NEXT_RUN)
        try:
            for member, file in originals.members(name, expected):
                self.originals += 1
                if sha256(file, member.size).hexdigest() != self.removals.expected(member):
                    yield Problem(
                        relative, f"the original {member.digest} at byte {member.offset:,} has another digest", BACKUP
                    )
                elif padding := file.read(-member.size % _BLOCK).strip(b"\0"):
                    yield Problem(relative, f"the padding after {member.digest} holds {padding[:8]!r}", BACKUP)
        except DamageError as error:
            yield Problem(relative, error.what, BACKUP)

    def _strangers(self) -> Iterator[Problem]:
        """What lies in the archive and is no part of it."""
        for path in sorted(self.layout.root.iterdir()):
            if path.name not in _KNOWN and not _CACHES.fullmatch(path.name):
                yield Problem(path.name, "it is no part of the archive")
        for path in sorted(self.layout.ledger.iterdir()) if self.layout.ledger.is_dir() else []:
            if not re.fullmatch(r"[0-9]{6,}\.jsonl", path.name):
                yield Problem(self._relative(path), "it is no run of the ledger")

    def _check_caches(self, ledger: Ledger, expected: int) -> Iterator[Problem]:
        """The catalog and `quarantine/` say what the ledger says."""
        try:
            with read_catalog(self.layout.catalog) as catalog:
                yield from self._check_catalog(catalog, ledger, expected)
        except (ArchiveError, sqlite3.DatabaseError) as error:
            yield mendable("catalog.sqlite", str(error).partition("\n")[0], "catalog")

    def _check_catalog(self, catalog: Catalog, ledger: Ledger, expected: int) -> Iterator[Problem]:
        damage = catalog.connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if damage != "ok":
            yield mendable("catalog.sqlite", f"it is damaged: {damage}", "catalog")
            return
        if position(catalog) != self._tail or accessions(catalog) != expected:
            yield mendable("catalog.sqlite", "it does not stand where the ledger ends", "catalog")
            return
        waiting = quarantine.files(catalog, ledger)
        for path in sorted(self.layout.quarantine.iterdir()) if self.layout.quarantine.is_dir() else []:
            if waiting.pop(path.name, None) != path.read_bytes():
                yield mendable(self._relative(path), "it is not what the ledger says", "catalog")
        for name in sorted(waiting):
            yield mendable(f"quarantine/{name}", "it is missing", "catalog")


def _opened(path: Path, files: ExitStack) -> int | None:
    """A tar's descriptor; None if it is missing, which is named once and not for each original."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    files.callback(os.close, descriptor)
    return descriptor


def _check_kept(document: _Line, kept: Kept, place: Place, tar: int | None) -> Iterator[Problem]:
    """A document's original lies where the ledger says. (What the header and the bytes hold is checked tar by tar.)"""
    if tar is None:
        return
    block = os.pread(tar, _BLOCK, kept.offset - _BLOCK)
    try:
        there = parse_header(block) == (document.original, document.size)
    except ValueError:
        there = False
    if not there:
        said = f"ledger/{place.run}.jsonl, byte {place.offset}"
        what = f"the original of {document.name}, {document.original}, is not at byte {kept.offset} as {said}, says"
        yield Problem(f"originals/{kept.tar}", what, BACKUP)
