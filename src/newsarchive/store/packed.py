"""Packed volumes: a file of lines while it grows, a compressed one when it is full, and a manifest of one line.

A batch appends to the open volume's lines, or, where it fills that volume, writes the compressed file from the lines that
were there and the new ones. What a new file supersedes is taken away, and the manifest is replaced, only once the ledger
has acknowledged the batch (`settle`); until then everything that was acknowledged is there as it was.
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Mapping
from itertools import chain, islice
from pathlib import Path

import attrs

from ..entries import Volume
from ..errors import DamageError
from .digest import sha256
from .durable import append, aside, replace_file, sync_path
from .layout import VOLUME, Layout, volume_number
from .loose import Loose
from .volumes import manifest_line, read_lines, write_lines

_OURS = re.compile(r"(\d{3,})\.jsonl(\.zst)?(\.tmp)?")


@attrs.define
class _Open:
    """The volume that is not full yet: its number, its length in bytes, the running digest of its lines."""

    number: int
    length: int = 0
    hasher: "hashlib._Hash" = attrs.Factory(hashlib.sha256)

    @property
    def state(self) -> Volume:
        return Volume(length=self.length, sha256=self.hasher.hexdigest())


@attrs.define
class Packed:
    """Writes packed volumes. `_written` are the files of this batch, with what they are once it is acknowledged."""

    layout: Layout
    loose: Loose
    _open: _Open | None = None
    _written: dict[str, Volume] = attrs.Factory(dict)
    _early: list[str] = attrs.Factory(list)
    _late: list[str] = attrs.Factory(list)

    def is_open(self, volume: int) -> bool:
        """Whether this volume has a file of lines that is to be gone on with."""
        return self._open is not None and self._open.number == volume

    def append(self, volume: int, place: int, lines: list[bytes]) -> None:
        """Write the lines of new records, the first of them at `place`. Not durable yet."""
        if place + len(lines) == VOLUME:
            there = islice(read_lines(self.layout.root / self.layout.lines(volume)), place) if place else ()
            self.replace(self.layout.packed(volume), chain(there, lines))
            return
        if self._open is None or self._open.number != volume:
            self._open = _Open(volume)
        data = b"".join(lines)
        name = self.layout.lines(volume)
        append(self.layout.root / name, data)
        self._open.length += len(data)
        self._open.hasher.update(data)
        self._note(name, self._open.state)

    def replace(self, name: str, lines: Iterable[bytes]) -> Volume:
        """Write the file of a volume anew from its lines, compressed if its name says so. Not durable yet.

        A file that is there under this name stays until the ledger has acknowledged the new one.
        """
        path = self.layout.root / name
        try:
            state = write_lines(aside(path), lines, packed=path.suffix == ".zst")
        except BaseException:
            aside(path).unlink(missing_ok=True)
            raise
        (self._late if path.exists() else self._early).append(name)
        self._note(name, state)
        return state

    def _note(self, name: str, state: Volume) -> None:
        self._written[name] = state
        aside(self._manifest(name)).write_text(manifest_line(name, state.sha256))

    def _manifest(self, name: str) -> Path:
        return self.layout.root / self.layout.manifest(volume_number(name))

    def staged(self) -> list[Path]:
        """The files that are to be synced."""
        new = {*self._early, *self._late}
        files = [aside(self.layout.root / name) if name in new else self.layout.root / name for name in self._written]
        return files + [aside(self._manifest(name)) for name in self._written]

    def publish(self) -> set[Path]:
        """Give new files their names where nothing has to give way; the folders that are to be synced."""
        for name in self._early:
            aside(self.layout.root / name).rename(self.layout.root / name)
        self._early.clear()
        return {self.layout.records, self.layout.manifests} if self._written else set()

    def volumes(self) -> dict[str, Volume]:
        """The files that the batch wrote, and the open one, as they stand."""
        still = {self.layout.lines(self._open.number): self._open.state} if self._open else {}
        full = {self.layout.lines(volume_number(name)) for name in self._written if name.endswith(".zst")}
        return {name: state for name, state in sorted((still | self._written).items()) if name not in full}

    def settle(self) -> None:
        """After the ledger has acknowledged the batch: names and manifests, and the end of what was superseded."""
        for name in self._late:
            aside(self.layout.root / name).rename(self.layout.root / name)
        for name in self._written:
            aside(self._manifest(name)).replace(self._manifest(name))
        if self._late or any(name.endswith(".zst") for name in self._written):
            sync_path(self.layout.manifests)
            for name in self._written:
                self._supersede(name)
            sync_path(self.layout.records)
        for name in self._late:
            self._go_on(name, self._written[name])
        self._written, self._late = {}, []

    def _supersede(self, name: str) -> None:
        """Take away the form that a compressed volume had before."""
        volume = volume_number(name)
        if name == self.layout.packed(volume):
            (self.layout.root / self.layout.lines(volume)).unlink(missing_ok=True)
            self.loose.dissolve(volume)
            if self.is_open(volume):
                self._open = None

    def _go_on(self, name: str, state: Volume) -> None:
        """Append to this file from now on, if it is one of lines."""
        path = self.layout.root / name
        if path.suffix != ".zst":
            self._open = _Open(volume_number(name), state.length, _digest(path, state.length))

    def recover(self, accessions: int, volumes: Mapping[str, Volume], known: Callable[[], Mapping[str, Volume]]) -> None:
        """Make what the last batch acknowledged, `volumes`, so, and take away what none acknowledges.

        `known` gives all files that the ledger acknowledges; it is asked only where two forms of a full volume are
        there. Raises DamageError if an acknowledged file is not what it was.
        """
        first = accessions // VOLUME
        self._open, self._written, self._early, self._late = None, {}, [], []
        for name, state in volumes.items():
            self._restore(name, state)
            manifest, line = self._manifest(name), manifest_line(name, state.sha256).encode()
            if not manifest.exists() or manifest.read_bytes() != line:
                replace_file(manifest, line)
        for path in sorted(self.layout.records.iterdir()):
            match, name = _OURS.fullmatch(path.name), f"records/{path.name}"
            if match and (match[3] or (int(match[1]) >= first and name not in volumes)):
                path.unlink()
            elif match and match[2]:
                self._decide(int(match[1]), name, volumes, known)
        for path in self.layout.manifests.glob("*.sha256.tmp"):
            path.unlink()

    def _restore(self, name: str, state: Volume) -> None:
        """Cut a file back to what was acknowledged, or finish to put it into its place. Raises DamageError."""
        path = self.layout.root / name
        if not _holds(path, state):
            if not _holds(aside(path), state):
                raise DamageError(str(path), "it is not what the ledger acknowledged")
            aside(path).rename(path)
            sync_path(path.parent)
        if path.stat().st_size > state.length:
            os.truncate(path, state.length)
        self._go_on(name, state)

    def _decide(self, volume: int, name: str, volumes: Mapping[str, Volume], known: Callable[[], Mapping[str, Volume]]) -> None:
        """Of two forms of a full volume, one goes: the older where the ledger acknowledges the newer, else the newer."""
        older = (self.layout.root / self.layout.lines(volume), self.layout.root / self.layout.folder(volume))
        if not any(path.exists() for path in older):
            return
        state = volumes.get(name) or known().get(name)
        path = self.layout.root / name
        if state is None:
            path.unlink()
        elif _holds(path, state):
            self._supersede(name)
            sync_path(self.layout.records)


def _holds(path: Path, state: Volume) -> bool:
    """Whether a file begins with what was acknowledged."""
    return path.is_file() and _digest(path, state.length).hexdigest() == state.sha256


def _digest(path: Path, length: int) -> "hashlib._Hash":
    """SHA-256 of a file's first `length` bytes."""
    with path.open("rb") as file:
        return sha256(file, length)
