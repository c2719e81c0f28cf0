"""Checking an archive: every digest, and every link between ledger, records, manifests and originals.

Reads everything and changes nothing. What is found is a Problem each, which names the file and what helps.
"""

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import attrs
import orjson

from .. import quarantine
from ..canonical import decode_record
from ..catalog import Catalog, read_catalog
from ..catalog.feed import position
from ..catalog.removed import accessions
from ..entries import BatchLine, Manifest
from ..errors import ArchiveError, DamageError, RecordError
from ..fields import convert
from ..identity import content_hash
from ..ledger import Ledger, Place, Tail
from .layout import SETTINGS, Layout
from .originals import Originals, header
from .removals import Removals
from .rereading import unfounded

_PIECE = 1 << 20
_KNOWN = {SETTINGS, "records", "manifests", "originals", "ledger", "quarantine", ".lock"}
_CACHES = re.compile(r"(catalog|search)\.sqlite(-wal|-shm|-journal)?")


@attrs.frozen
class Problem:
    """A file that is not what was written: its path below the archive, what is wrong, and what helps."""

    path: str
    what: str
    remedy: str = ""


@attrs.define
class Verification:
    """One pass over an archive. `records`, `originals` and `lines` count what was checked."""

    layout: Layout
    lines: int = 0
    records: int = 0
    originals: int = 0
    _tars: dict[str, int] = attrs.Factory(dict)
    _manifests: dict[str, Manifest] = attrs.Factory(dict)
    _expected: int = 0
    _tail: Tail | None = None
    removals: Removals = attrs.Factory(Removals)

    def problems(self) -> Iterator[Problem]:
        """Every problem, as it is found."""
        ledger = Ledger(self.layout.ledger)
        self.removals = Removals.of(ledger)
        sound = True
        try:
            yield from self._follow(ledger)
        except DamageError as error:
            sound = False
            what = f"line {error.line}: {error.what}" if error.line else error.what
            remedy = "restore it from a backup; what follows it was checked against the manifests only"
            yield Problem(self._relative(Path(error.path)), what, remedy)
        yield from (Problem(*each) for each in self.removals.problems(self.layout, ledger))
        yield from self._check_manifests(sound)
        yield from self._check_originals(sound)
        yield from self._strangers()
        if sound:
            yield from self._check_caches(ledger)

    def _relative(self, path: Path) -> str:
        return path.relative_to(self.layout.root).as_posix() if path.is_relative_to(self.layout.root) else str(path)

    def _follow(self, ledger: Ledger) -> Iterator[Problem]:
        """Read the ledger from its beginning, and check each record that it names. Raises DamageError."""
        self._tail = Tail(None, 0, "")
        for place, line, digest in ledger.read():
            self.lines += 1
            self._tail = Tail(place.run, place.offset + len(line) + 1, digest)
            fields = orjson.loads(line)
            if fields["event"] == "document" and "kept" in fields:
                yield from self._check_kept(fields, place)
            yield from (Problem(f"ledger/{place.run}.jsonl", what) for what in unfounded(ledger, fields, place))
            self.removals.follow(fields)
            if fields["event"] == "batch":
                batch = convert(fields, BatchLine)
                self._tars |= batch.tars
                self._manifests |= batch.manifests
                self._expected = batch.accessions
                for name, expected in self.removals.left(batch.records):
                    self.records += 1
                    yield from self._check_record(name, expected)
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

    def _check_kept(self, document: dict[str, Any], place: Place) -> Iterator[Problem]:
        """A document's original lies where the ledger says."""
        tar, offset = document["kept"]["tar"], document["kept"]["offset"]
        expected = header(document["original"], document["size"])
        try:
            with (self.layout.originals / tar).open("rb") as file:
                file.seek(offset - len(expected))
                there = file.read(len(expected)) == expected
        except OSError:
            return  # a missing tar is named once, below
        if not there:
            said = f"ledger/{place.run}.jsonl, byte {place.offset}"
            what = f"the original of {document['name']}, {document['original']}, is not at byte {offset} as {said}, says"
            yield Problem(f"originals/{tar}", what, "restore it from a backup")

    def _check_record(self, path: str, expected: str) -> Iterator[Problem]:
        try:
            data = (self.layout.root / path).read_bytes()
        except OSError as error:
            yield Problem(path, f"it is missing: {error.strerror}", "restore it from a backup")
            return
        if hashlib.sha256(data).hexdigest() != expected:
            yield Problem(path, "its digest is not that of the ledger", "restore it from a backup")
            return
        try:
            record = decode_record(data)
        except RecordError as error:
            yield Problem(path, f"it does not fit its schema: {error.message}")
            return
        digest = content_hash(record)
        if digest != record.content_hash or digest.removeprefix("sha256:")[:16] != Path(path).stem.partition("_")[2]:
            yield Problem(path, f"its text has the content hash {digest}, which it does not state")

    def _check_manifests(self, sound: bool) -> Iterator[Problem]:
        """Manifests are what the ledger says; where the ledger is damaged, they are what is left to believe."""
        folder = self.layout.manifests
        found = {f"manifests/{path.name}" for path in folder.iterdir()} if folder.is_dir() else set()
        for name in sorted(found | {name for name, state in self._manifests.items() if state.length}):
            if name not in found:
                yield Problem(name, "it is missing", "restore it from a backup")
                continue
            data, state = (self.layout.root / name).read_bytes(), self._manifests.get(name)
            if sound and state is None:
                yield Problem(name, "the ledger does not know it")
            elif sound and state != Manifest(length=len(data), sha256=hashlib.sha256(data).hexdigest()):
                yield Problem(name, "it is not what the ledger acknowledged", "restore it from a backup")
            else:
                yield from self._check_volume(Path(name).stem, data.decode("utf-8", "replace"), sound)

    def _check_volume(self, volume: str, manifest: str, sound: bool) -> Iterator[Problem]:
        """A volume holds what its manifest names and nothing else. The named ones were checked against a sound ledger."""
        digests = {line.rpartition("/")[2]: line[:64] for line in manifest.splitlines()}
        folder = self.layout.records / volume
        for path in sorted(folder.iterdir()) if folder.is_dir() else []:
            if path.name not in digests:
                yield Problem(self._relative(path), "no manifest names it: it was added or renamed")
        for name, digest in digests.items() if not sound else ():
            yield from self._check_record(f"records/{volume}/{name}", digest)

    def _check_originals(self, sound: bool) -> Iterator[Problem]:
        originals = Originals(self.layout.originals)
        found = {path.name for path in self.layout.originals.iterdir()} if self.layout.originals.is_dir() else set()
        for name in sorted(found | set(self._tars)):
            relative = f"originals/{name}"
            if name not in self._tars:
                if sound:
                    yield Problem(relative, "the ledger does not know it")
            elif name not in found:
                yield Problem(relative, "it is missing", "restore it from a backup")
            else:
                yield from self._check_tar(originals, name, relative)

    def _check_tar(self, originals: Originals, name: str, relative: str) -> Iterator[Problem]:
        size, expected = (self.layout.originals / name).stat().st_size, self._tars[name]
        if size < expected:
            yield Problem(
                relative, f"it has {size:,} bytes, and the ledger acknowledged {expected:,}", "restore it from a backup"
            )
            return
        if size > expected:
            remedy = "the next `newsarchive ingest` takes them back"
            yield Problem(relative, f"its last {size - expected:,} bytes were never acknowledged", remedy)
        try:
            with (self.layout.originals / name).open("rb") as file:
                for member in originals.members(name, expected):
                    self.originals += 1
                    file.seek(member.offset)
                    if _digest(file, member.size) != self.removals.expected(member):
                        what = f"the original {member.digest} at byte {member.offset:,} has another digest"
                        yield Problem(relative, what, "restore it from a backup")
                    elif padding := file.read(-member.size % 512).strip(b"\0"):
                        yield Problem(
                            relative, f"the padding after {member.digest} holds {padding[:8]!r}", "restore it from a backup"
                        )
        except DamageError as error:
            yield Problem(relative, error.what, "restore it from a backup")

    def _strangers(self) -> Iterator[Problem]:
        """What lies in the archive and is no part of it, and volumes without a manifest."""
        for path in sorted(self.layout.root.iterdir()):
            if path.name not in _KNOWN and not _CACHES.fullmatch(path.name):
                yield Problem(path.name, "it is no part of the archive")
        for path in sorted(self.layout.records.iterdir()) if self.layout.records.is_dir() else []:
            if not path.is_dir() or f"manifests/{path.name}.sha256" not in self._manifests:
                yield Problem(self._relative(path), "no manifest names it: it was added or renamed")
        for path in sorted(self.layout.ledger.iterdir()) if self.layout.ledger.is_dir() else []:
            if not re.fullmatch(r"[0-9]{6,}\.jsonl", path.name):
                yield Problem(self._relative(path), "it is no run of the ledger")

    def _check_caches(self, ledger: Ledger) -> Iterator[Problem]:
        """The catalog and `quarantine/` say what the ledger says."""
        try:
            with read_catalog(self.layout.catalog) as catalog:
                yield from self._check_catalog(catalog, ledger)
        except (ArchiveError, sqlite3.DatabaseError) as error:
            yield Problem("catalog.sqlite", str(error).partition("\n")[0], "`newsarchive rebuild`")

    def _check_catalog(self, catalog: Catalog, ledger: Ledger) -> Iterator[Problem]:
        damage = catalog.connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if damage != "ok":
            yield Problem("catalog.sqlite", f"it is damaged: {damage}", "`newsarchive rebuild`")
            return
        if position(catalog) != self._tail or accessions(catalog) != self._expected:
            yield Problem("catalog.sqlite", "it does not stand where the ledger ends", "`newsarchive rebuild`")
            return
        waiting = quarantine.files(catalog, ledger)
        for path in sorted(self.layout.quarantine.iterdir()):
            if waiting.pop(path.name, None) != path.read_bytes():
                yield Problem(self._relative(path), "it is not what the ledger says", "`newsarchive rebuild`")
        for name in sorted(waiting):
            yield Problem(f"quarantine/{name}", "it is missing", "`newsarchive rebuild`")


def _digest(file: BinaryIO, size: int) -> str:
    """SHA-256 of the next `size` bytes."""
    hasher = hashlib.sha256()
    while size and (piece := file.read(min(size, _PIECE))):
        hasher.update(piece)
        size -= len(piece)
    return hasher.hexdigest()
