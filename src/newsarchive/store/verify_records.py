"""Checking records and manifests against what the ledger acknowledges."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count
from pathlib import Path

import attrs

from ..canonical import decode_record
from ..entries import Volume
from ..errors import RecordError
from ..identity import content_hash
from ..ledger import Ledger
from .acknowledged import Acknowledged, loose_records
from .digest import sha256
from .layout import VOLUME, Layout, volume_number
from .problem import NEXT_RUN, Problem, mendable
from .volumes import REMOVED, manifest_line, read_lines

_PIECE = 1 << 20
_STRANGER = "no manifest names it: it was added or renamed, or a run that was cut short left it"
_CHANGED = "it is not what the ledger acknowledged"
#: The content hash that the ledger states for a record; None where a damaged ledger was not read so far.
Known = Callable[[int], str | None]


@attrs.define
class RecordsCheck:
    """One pass over records and manifests. `expected` is None where the ledger is damaged: then manifests are believed.

    With `known` each record is parsed and its content hash computed anew. `records` counts what was checked.
    """

    layout: Layout
    ledger: Ledger
    expected: Acknowledged | None
    known: Known | None = None
    records: int = 0

    def problems(self) -> Iterator[Problem]:
        """Every problem, as it is found."""
        if self.expected is None:
            yield from self._believe_manifests()
        else:
            yield from self._check_loose(self.expected)
            for path, state in sorted(self.expected.volumes.items()):
                yield from self._check_packed(path, state, self.expected.accessions)
            yield from self._strangers(self.expected)

    def _believe_manifests(self) -> Iterator[Problem]:
        for manifest in sorted(self.layout.manifests.glob("*.sha256")):
            digests = _parsed(manifest.read_bytes())
            files = [path for path in digests if path.count("/") == 1]
            for path in files:
                yield from self._check_whole(path, digests[path])
            if not files:
                yield from self._check_folder(f"records/{manifest.stem}", digests)

    def _check_loose(self, expected: Acknowledged) -> Iterator[Problem]:
        """Loose volumes, each by its manifest; where that is damaged, by the ledger's own lines."""
        unsaid = set()
        for name, state in sorted(expected.manifests.items()):
            data = _read(self.layout.root / name)
            if not state.length and data is None:
                continue  # all its records were removed
            if data is None:
                yield mendable(name, "it is missing", "manifest")
            elif len(data) > state.length and hashlib.sha256(data[: state.length]).hexdigest() == state.sha256:
                yield Problem(name, f"its last {len(data) - state.length:,} bytes were never acknowledged", NEXT_RUN)
            elif hashlib.sha256(data).hexdigest() != state.sha256:
                yield mendable(name, _CHANGED, "manifest")
                data = None
            volume = volume_number(name)
            if data is None:
                unsaid.add(volume)
            else:
                yield from self._check_folder(self.layout.folder(volume), _parsed(data[: state.length]))
        if unsaid:
            for volume, digests in loose_records(self.ledger, unsaid).items():
                yield from self._check_folder(self.layout.folder(volume), digests)

    def _check_folder(self, folder: str, digests: Mapping[str, str]) -> Iterator[Problem]:
        """A loose volume holds these records and nothing else."""
        path = self.layout.root / folder
        there = {each.name for each in path.iterdir()} if path.is_dir() else set()
        for name, digest in digests.items():
            self.records += 1
            there.discard(name.rpartition("/")[2])
            data = _read(self.layout.root / name)
            if data is None:
                yield mendable(name, "it is missing", "record")
            elif hashlib.sha256(data).hexdigest() != digest:
                yield mendable(name, "its digest is not that of the ledger", "record")
            elif self.known is not None:
                yield from self._check_texts(name, [data], [_accession(name)])
        for name in sorted(there):
            yield Problem(f"{folder}/{name}", _STRANGER)

    def _check_packed(self, path: str, state: Volume, accessions: int) -> Iterator[Problem]:
        """A packed volume is what was acknowledged, and its manifest says so."""
        volume = volume_number(path)
        name = self.layout.manifest(volume)
        data = _read(self.layout.root / name)
        if data != manifest_line(path, state.sha256).encode():
            yield mendable(name, "it is missing" if data is None else _CHANGED, "manifest")
        self.records += min(VOLUME, accessions - volume * VOLUME)
        size = _size(self.layout.root / path)
        if size is not None and size > state.length:
            yield Problem(path, f"its last {size - state.length:,} bytes were never acknowledged", NEXT_RUN)
        yield from self._check_whole(path, state.sha256, state.length)

    def _check_whole(self, path: str, expected: str, length: int | None = None) -> Iterator[Problem]:
        """The file of a packed volume, up to `length`."""
        digest = _digest(self.layout.root / path, length)
        if digest is None:
            yield mendable(path, "it is missing", "record")
        elif digest != expected:
            yield mendable(path, "its digest is not that of the ledger", "record")
        elif self.known is not None:
            lines = read_lines(self.layout.root / path)
            yield from self._check_texts(path, lines, count(volume_number(path) * VOLUME))

    def _check_texts(self, path: str, lines: Iterable[bytes], accessions: Iterable[int]) -> Iterator[Problem]:
        """Each record fits its schema, and its text has the content hash that it, its name and the ledger state."""
        assert self.known is not None
        for accession, line in zip(accessions, lines, strict=False):
            if line == REMOVED:
                continue
            place = path if path.endswith(".json") else f"{path}:{accession % VOLUME + 1}"
            try:
                record = decode_record(line)
            except RecordError as error:
                yield Problem(place, f"it does not fit its schema: {error.message}")
                continue
            digest = content_hash(record)
            if digest != record.content_hash or self.known(accession) not in (digest, None):
                yield Problem(place, f"its text has the content hash {digest}, which it or the ledger does not state")

    def _strangers(self, expected: Acknowledged) -> Iterator[Problem]:
        """Manifests that the ledger does not know, and what lies in `records/` and is no volume of it."""
        volumes = {volume_number(name) for name in expected.volumes}
        manifests = {*expected.manifests, *map(self.layout.manifest, volumes)}
        loose = {self.layout.folder(volume_number(name)) for name in expected.manifests}
        for folder, known in ((self.layout.manifests, manifests), (self.layout.records, {*expected.volumes, *loose})):
            for path in sorted(folder.iterdir()) if folder.is_dir() else []:
                name = path.relative_to(self.layout.root).as_posix()
                if name not in known:
                    yield Problem(name, _STRANGER)


def _parsed(manifest: bytes) -> dict[str, str]:
    """Paths and their digests, in the order of a manifest."""
    return {line[66:]: line[:64] for line in manifest.decode("utf-8", "replace").splitlines()}


def _accession(path: str) -> int:
    """Of a loose record, by its path."""
    _, volume, name = path.split("/")
    return int(volume) * VOLUME + int(name.partition("_")[0])


def _read(path: Path) -> bytes | None:
    """A file's bytes; None if there is none to be read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        pieces = []
        while piece := os.read(descriptor, _PIECE):
            pieces.append(piece)
        return b"".join(pieces)
    except OSError:
        return None
    finally:
        os.close(descriptor)


def _size(path: Path) -> int | None:
    return path.stat().st_size if path.is_file() else None


def _digest(path: Path, length: int | None) -> str | None:
    """SHA-256 of a file, or of its first bytes; None if there is none to be read."""
    try:
        with path.open("rb") as file:
            return sha256(file, path.stat().st_size if length is None else length).hexdigest()
    except OSError:
        return None
