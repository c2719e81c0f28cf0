"""Records and their manifests: the files that people and `sha256sum -c` read."""

import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from ..entries import Manifest
from ..errors import DamageError
from .durable import sync_files, sync_path, write_all
from .layout import VOLUME, Layout

_ASIDE = ".tmp"
_OURS = re.compile(r"(\d{3,})/(\d{3})_[0-9a-f]{16}\.json(\.tmp)?")


@attrs.frozen
class NewRecord:
    """A record to be written: its accession, its path below the archive, its bytes."""

    accession: int
    path: str
    data: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@attrs.define
class Records:
    """Writes the records of a batch, all or none. `manifests` are those open or touched, with their running digests."""

    layout: Layout
    _hashers: dict[int, tuple[int, "hashlib._Hash"]] = attrs.Factory(dict)

    def write(self, records: Sequence[NewRecord], also: Sequence[Path]) -> None:
        """Step 4 of the protocol: write aside, sync (with `also`, the originals), rename, note in the manifest, sync folders.

        Nothing is acknowledged yet: until the ledger says so, `recover` takes all of it away again.
        """
        asides = []
        for record in records:
            target = self.layout.root / record.path
            target.parent.mkdir(exist_ok=True)
            aside = target.with_name(target.name + _ASIDE)
            descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
            try:
                write_all(descriptor, record.data)
            finally:
                os.close(descriptor)
            asides.append((aside, target))
        sync_files(self.layout.root, [*(aside for aside, _ in asides), *also])
        for aside, target in asides:
            aside.rename(target)
        touched = self._note(records)
        for manifest in touched:
            sync_path(manifest)
        # A volume's folder that is there already may be the work of a run that was killed before it synced it.
        folders = {target.parent for _, target in asides} | ({self.layout.records, self.layout.manifests} if touched else set())
        for folder in sorted(folders | ({path.parent for path in also})):
            sync_path(folder)

    def _note(self, records: Sequence[NewRecord]) -> list[Path]:
        """Append the records to their volumes' manifests."""
        lines: dict[int, list[str]] = {}
        for record in records:
            lines.setdefault(record.accession // VOLUME, []).append(f"{record.digest}  {record.path}\n")
        touched = []
        for volume, additions in lines.items():
            path = self.layout.root / self.layout.manifest(volume)
            data = "".join(additions).encode()
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
            try:
                write_all(descriptor, data)
            finally:
                os.close(descriptor)
            length, hasher = self._hashers.get(volume) or (0, hashlib.sha256())
            hasher.update(data)
            self._hashers[volume] = (length + len(data), hasher)
            touched.append(path)
        return touched

    def manifests(self) -> dict[str, Manifest]:
        """The open and the touched manifests as they stand; afterwards only the open one is remembered."""
        state = {
            self.layout.manifest(volume): Manifest(length=length, sha256=hasher.hexdigest())
            for volume, (length, hasher) in sorted(self._hashers.items())
        }
        if self._hashers:
            last = max(self._hashers)
            self._hashers = {last: self._hashers[last]}
        return state

    def recover(self, accessions: int, manifests: Mapping[str, Manifest]) -> None:
        """Take away what the ledger does not acknowledge: files aside, records from `accessions` on, manifests' ends.

        Raises DamageError if an acknowledged manifest is not what it was.
        """
        self._hashers = {}
        for name, state in manifests.items():
            path = self.layout.root / name
            data = path.read_bytes()[: state.length] if path.exists() else b""
            hasher = hashlib.sha256(data)
            if hasher.hexdigest() != state.sha256:
                raise DamageError(str(path), "it is not what the ledger acknowledged")
            if path.exists() and path.stat().st_size > state.length:  # of an empty one there is no file
                os.truncate(path, state.length)
            self._hashers[int(path.stem)] = (state.length, hasher)
        first = accessions // VOLUME
        for path in self.layout.manifests.glob("*.sha256"):
            if self.layout.manifest(int(path.stem)) not in manifests and int(path.stem) >= first:
                path.unlink()
        for path in list(self.layout.records.glob("*/*")):
            match = _OURS.fullmatch(f"{path.parent.name}/{path.name}")
            if match and int(match[1]) >= first and (match[3] or int(match[1]) * VOLUME + int(match[2]) >= accessions):
                path.unlink()
                if not any(path.parent.iterdir()):
                    path.parent.rmdir()
