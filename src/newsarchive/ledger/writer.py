"""Writing the ledger."""

import os
from collections.abc import Iterable

import attrs

from ..entries import Entry
from ..errors import ArchiveError
from ..store.durable import sync_path, write_all
from .chain import Ledger
from .seal import Place, seal


@attrs.define
class Writer:
    """Appends to one run's file, which comes into being with the first line.

    `append` only writes; `sync` makes what was appended durable. After a failed sync nothing more is written:
    what the kernel dropped cannot be synced by asking again.
    """

    ledger: Ledger
    run: str
    digest: str
    length: int = 0
    _synced: int = attrs.field(default=0, init=False)
    _descriptor: int | None = attrs.field(default=None, init=False)
    _failed: bool = attrs.field(default=False, init=False)

    def append(self, entries: Iterable[Entry]) -> list[Place]:
        """Write lines at once; their places."""
        if self._failed:
            raise ArchiveError("the ledger could not be written before, and is not written again")
        pieces, places = [], []
        for entry in entries:
            line, self.digest = seal(entry, self.digest)
            places.append(Place(self.run, self.length))
            pieces.append(line)
            self.length += len(line)
        if self._descriptor is None:
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
            self._descriptor = os.open(self.ledger.path(self.run), flags, 0o644)
        self._failed = True  # until all of it is written
        write_all(self._descriptor, b"".join(pieces))
        self._failed = False
        return places

    def sync(self) -> None:
        """Make what was appended durable, and with the first lines the file's name."""
        self._failed = True
        if self._descriptor is not None:
            os.fsync(self._descriptor)
            if not self._synced:
                sync_path(self.ledger.folder)
            self._synced = self.length
        self._failed = False

    def take_back(self) -> None:
        """Remove what was appended and not made durable: it may be read back now, and be gone after a power cut."""
        written = self._descriptor is not None
        self.close()
        if written and self._synced:
            os.truncate(self.ledger.path(self.run), self._synced)
        elif written:
            self.ledger.path(self.run).unlink()

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
