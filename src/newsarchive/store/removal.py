"""Doing what a removal decided: by the ledger's `removal` line alone, again and again until a `batch` line says it is done.

Whoever opens the archive for writing after a crash does it again from the beginning. Each step leaves alone what is done.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ..entries import BlankedOriginal, Cut, Manifest, RemovalLine, Removed
from ..errors import DamageError
from ..ledger import Ledger
from .digest import sha256
from .durable import replace_file, sync_path
from .layout import VOLUME, Layout, volume_number
from .volumes import REMOVED, read_lines

_CACHES = ("catalog.sqlite", "search.sqlite")
_SUFFIXES = ("", "-wal", "-shm", "-journal")


def carry_out(layout: Layout, ledger: Ledger, line: RemovalLine) -> None:
    """Make the archive what the line says, durably. Raises OSError, and DamageError where it does not become that.

    The caches go last: what reads them before finds no record any more to fill them with.
    """
    sync_path(ledger.folder)  # the line that decides must outlive a power cut before anything goes
    for gone in line.removed:
        delete_record(layout, gone.record)
    for name, state in line.manifests.items():
        _write_manifest(layout, name, state, {gone.record for gone in line.removed})
    for blanked in line.originals:
        path = layout.originals / blanked.tar
        _overwrite(path, blanked.offset, blanked.cuts)
        if digest_at(path, blanked.offset, blanked.size) != blanked.sha256:
            raise DamageError(str(path), f"the original {blanked.original} is not what the removal leaves of it")
    for redacted in line.lines:
        path = ledger.path(redacted.run)
        _overwrite(path, redacted.offset, redacted.cuts)
        if digest_at(path, redacted.offset, None) != redacted.sha256:
            raise DamageError(str(path), f"the line at byte {redacted.offset} is not what the removal leaves of it")
    files = {layout.originals / blanked.tar for blanked in line.originals} | {ledger.path(each.run) for each in line.lines}
    for path in sorted(files):
        sync_path(path)
    _drop_caches(layout, line)


def delete_record(layout: Layout, record: str) -> None:
    """Take a record's file away."""
    path = layout.root / record
    path.unlink(missing_ok=True)
    if path.parent.is_dir():
        sync_path(path.parent)


def manifest_without(data: bytes, records: Iterable[str]) -> bytes:
    """A manifest without the lines of these records."""
    gone = {record.encode() for record in records}
    return b"".join(line for line in data.splitlines(keepends=True) if line[66:].rstrip(b"\n") not in gone)


def manifests_without(layout: Layout, records: Mapping[int, str]) -> dict[str, Manifest]:
    """The manifests that name these records (paths by accession), as they will be without them."""
    found = {}
    for volume in sorted({accession // VOLUME for accession in records}):
        if not (layout.root / layout.folder(volume)).is_dir():
            continue  # it is packed
        name = layout.manifest(volume)
        data = manifest_without((layout.root / name).read_bytes(), records.values())
        found[name] = Manifest(length=len(data), sha256=hashlib.sha256(data).hexdigest())
    return found


def rewritten(layout: Layout, removed: Iterable[Removed]) -> dict[str, Iterator[bytes]]:
    """The files of packed volumes that hold these records, with the lines that they get."""
    places: dict[int, set[int]] = {}
    for gone in removed:
        places.setdefault(gone.accession // VOLUME, set()).add(gone.accession % VOLUME)
    names = [(layout.packed(volume), layout.lines(volume)) for volume in sorted(places)]
    there = [name for forms in names for name in forms if (layout.root / name).exists()]
    return {name: _without(layout.root / name, places[volume_number(name)]) for name in there}


def _without(path: Path, places: set[int]) -> Iterator[bytes]:
    return (REMOVED if place in places else line for place, line in enumerate(read_lines(path)))


def blanked_originals(removals: Iterable[RemovalLine]) -> dict[tuple[str, int], list[BlankedOriginal]]:
    """What was blanked of each original, by tar and offset, first to last."""
    found: dict[tuple[str, int], list[BlankedOriginal]] = {}
    for line in removals:
        for blanked in line.originals:
            found.setdefault((blanked.tar, blanked.offset), []).append(blanked)
    return found


def _write_manifest(layout: Layout, name: str, state: Manifest, records: Iterable[str]) -> None:
    path = layout.root / name
    data = manifest_without(path.read_bytes() if path.exists() else b"", records)
    if hashlib.sha256(data).hexdigest() != state.sha256:
        raise DamageError(str(path), "it is not what the removal leaves of it")
    if data:
        replace_file(path, data)
    else:  # sha256sum takes an empty list for an error
        path.unlink(missing_ok=True)
        sync_path(path.parent)


def _overwrite(path: Path, offset: int, cuts: Sequence[Cut]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        for cut in cuts:
            spaces = memoryview(b" " * (cut.end - cut.start))
            position = offset + cut.start
            while spaces:
                written = os.pwrite(descriptor, spaces, position)
                spaces, position = spaces[written:], position + written
    finally:
        os.close(descriptor)


def digest_at(path: Path, offset: int, size: int | None) -> str:
    """SHA-256 of so many bytes, or of the line without its line feed."""
    with path.open("rb") as file:
        file.seek(offset)
        return (hashlib.sha256(file.readline().rstrip(b"\n")) if size is None else sha256(file, size)).hexdigest()


def _drop_caches(layout: Layout, line: RemovalLine) -> None:
    """Catalog and search index hold words of the text in places that SQLite does not name; both are made anew."""
    for name in _CACHES:
        for suffix in _SUFFIXES:
            (layout.root / (name + suffix)).unlink(missing_ok=True)
    for digest in {digest for gone in line.removed for digest in gone.documents}:
        (layout.quarantine / f"{digest}.json").unlink(missing_ok=True)
    sync_path(layout.quarantine)
    sync_path(layout.root)
