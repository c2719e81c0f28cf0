"""Loose volumes: a file a record, and a manifest that is appended to."""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from ..entries import Manifest
from ..errors import DamageError
from .durable import append, sync_path, write_all
from .layout import VOLUME, Layout, volume_number
from .volumes import REMOVED, manifest_line

_ASIDE = ".tmp"
_OURS = re.compile(r"(\d{3,})/(\d{3})_[0-9a-f]{16}\.json(\.tmp)?")
_FOLDER = re.compile(r"\d{3,}")
_MANIFEST = re.compile(r"(\d{3,})\.sha256")


@attrs.frozen
class NewRecord:
    """A record to be written: its accession, its path below the archive where its volume is loose, its bytes."""

    accession: int
    path: str
    data: bytes


@attrs.define
class Loose:
    """Writes records into loose volumes. `_hashers` are the lengths and running digests of manifests open or touched."""

    layout: Layout
    _staged: list[tuple[NewRecord, str]] = attrs.Factory(list)
    _digests: dict[str, str] = attrs.Factory(dict)
    _hashers: dict[int, tuple[int, "hashlib._Hash"]] = attrs.Factory(dict)

    def stage(self, records: Sequence[NewRecord]) -> list[str]:
        """Write records aside; the files that are to be synced."""
        for volume in sorted({record.accession // VOLUME for record in records}):
            (self.layout.root / self.layout.folder(volume)).mkdir(exist_ok=True)
        asides = []
        for record in records:
            aside = f"{self.layout.root}/{record.path}{_ASIDE}"  # a Path takes as long as to write the file
            descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
            try:
                write_all(descriptor, record.data)
            finally:
                os.close(descriptor)
            self._staged.append((record, aside))
            asides.append(aside)
        return asides

    def publish(self) -> set[Path]:
        """Give the records their names and note them in their manifests; the folders that are to be synced."""
        for _, aside in self._staged:
            os.rename(aside, aside.removesuffix(_ASIDE))  # noqa: PTH104  # no Paths here, as above
        self._note([record for record, _ in self._staged])
        # A volume's folder that is there already may be the work of a run that was killed before it synced it.
        above = {self.layout.records, self.layout.manifests} if self._staged else set()
        volumes = {record.accession // VOLUME for record, _ in self._staged}
        folders = {self.layout.root / self.layout.folder(volume) for volume in volumes} | above
        self._staged.clear()
        return folders

    def _note(self, records: Iterable[NewRecord]) -> None:
        """Append the records to their volumes' manifests."""
        lines: dict[int, list[str]] = {}
        for record in records:
            digest = self._digests[record.path] = hashlib.sha256(record.data).hexdigest()
            lines.setdefault(record.accession // VOLUME, []).append(manifest_line(record.path, digest))
        for volume, additions in lines.items():
            path = self.layout.root / self.layout.manifest(volume)
            data = "".join(additions).encode()
            append(path, data)
            length, hasher = self._hashers.get(volume) or (0, hashlib.sha256())
            hasher.update(data)
            self._hashers[volume] = (length + len(data), hasher)
            sync_path(path)

    def digests(self) -> dict[str, str]:
        """The files that the batch added, with their digests."""
        digests, self._digests = self._digests, {}
        return digests

    def lines(self, volume: int, state: Manifest) -> Iterator[bytes]:
        """The lines of a full volume in their order, each record checked. Raises DamageError."""
        path = self.layout.root / self.layout.manifest(volume)
        manifest = path.read_bytes()
        if hashlib.sha256(manifest).hexdigest() != state.sha256:
            raise DamageError(str(path), "it is not what the ledger acknowledged")
        lines = {line[66:].rpartition("/")[2][:3]: line for line in manifest.decode().splitlines()}
        for place in range(VOLUME):
            line = lines.get(f"{place:03}")
            if line is None:  # the manifest is sound, so that the record was removed
                yield REMOVED
                continue
            record = self.layout.root / line[66:]
            try:
                data = record.read_bytes()
            except FileNotFoundError:
                raise DamageError(str(record), "it is missing") from None
            if hashlib.sha256(data).hexdigest() != line[:64]:
                raise DamageError(str(record), "its digest is not that of the manifest")
            yield data

    def manifests(self, accessions: int) -> dict[str, Manifest]:
        """The open and the touched manifests as they stand; afterwards only the open one is remembered."""
        state = {
            self.layout.manifest(volume): Manifest(length=length, sha256=hasher.hexdigest())
            for volume, (length, hasher) in sorted(self._hashers.items())
        }
        self._hashers = {volume: hasher for volume, hasher in self._hashers.items() if volume == accessions // VOLUME}
        return state

    def recover(self, accessions: int, manifests: Mapping[str, Manifest], others: Iterable[str]) -> None:
        """Take away what the ledger does not acknowledge: files aside, records from `accessions` on, manifests' ends.

        `others` are manifests of packed volumes. Raises DamageError if an acknowledged manifest is not what it was.
        """
        first = accessions // VOLUME
        self._staged, self._digests, self._hashers = [], {}, {}
        for name, state in manifests.items():
            path = self.layout.root / name
            data = path.read_bytes()[: state.length] if path.exists() else b""
            hasher = hashlib.sha256(data)
            if hasher.hexdigest() != state.sha256:
                raise DamageError(str(path), "it is not what the ledger acknowledged")
            if path.exists() and path.stat().st_size > state.length:  # of an empty one there is no file
                os.truncate(path, state.length)
            if volume_number(name) == first:
                self._hashers[first] = (state.length, hasher)
        for path in self.layout.manifests.iterdir():
            name = f"manifests/{path.name}"
            match = _MANIFEST.fullmatch(path.name)
            if match and int(match[1]) >= first and name not in manifests and name not in others:
                path.unlink()
        for folder in self.layout.records.iterdir():
            if _FOLDER.fullmatch(folder.name) and int(folder.name) >= first and folder.is_dir():
                self._clear(folder, accessions)

    def _clear(self, folder: Path, accessions: int) -> None:
        """Take files aside and records from `accessions` on out of a volume, and the volume if nothing is left of it."""
        for path in list(folder.iterdir()):
            match = _OURS.fullmatch(f"{folder.name}/{path.name}")
            if match and (match[3] or int(match[1]) * VOLUME + int(match[2]) >= accessions):
                path.unlink()
        if not any(folder.iterdir()):
            folder.rmdir()

    def dissolve(self, volume: int) -> None:
        """Take away the files of a volume that is packed now. What is not ours stays, and `verify` names it."""
        folder = self.layout.root / self.layout.folder(volume)
        if folder.is_dir():
            self._clear(folder, volume * VOLUME)
