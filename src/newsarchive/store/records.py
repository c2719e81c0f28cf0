"""The records of a batch, written into loose or packed volumes: all of them or none."""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import attrs

from ..entries import BatchLine, Volume
from .durable import sync_files, sync_path
from .layout import VOLUME, Layout, volume_number
from .loose import Loose, NewRecord
from .packed import Packed

__all__ = ["NewRecord", "Records"]


@attrs.define
class Records:
    """Writes records. `packing` says which form new volumes get; one that was begun is finished in the form that it has."""

    layout: Layout
    packing: bool = False
    loose: Loose = attrs.field(init=False)
    packed: Packed = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.loose = Loose(self.layout)
        self.packed = Packed(self.layout, self.loose)

    def write(self, records: Sequence[NewRecord], also: Sequence[Path]) -> None:
        """Steps 2 to 4 of the protocol: write, sync (with `also`, the originals), rename, sync folders.

        Nothing is acknowledged yet: until the ledger says so, `recover` takes all of it away again.
        """
        asides: list[Path | str] = []
        for volume, group in groupby(records, key=lambda record: record.accession // VOLUME):
            members = list(group)
            place = members[0].accession % VOLUME
            if self.packed.is_open(volume) or (place == 0 and self.packing):
                self.packed.append(volume, place, [record.data for record in members])
            else:
                asides += self.loose.stage(members)
        files = [*asides, *self.packed.staged(), *also]
        if not files:
            return
        sync_files(self.layout.root, files)
        folders = self.loose.publish() | self.packed.publish() | {path.parent for path in also}
        for folder in sorted(folders):
            sync_path(folder)

    def acknowledged(self, accessions: int, tars: Mapping[str, int]) -> BatchLine:
        """What the ledger is to say of the batch."""
        return BatchLine(
            accessions=accessions,
            records=self.loose.digests(),
            tars=dict(tars),
            manifests=self.loose.manifests(accessions),
            volumes=self.packed.volumes(),
        )

    def settle(self) -> None:
        """What is left to do once the ledger has acknowledged the batch."""
        self.packed.settle()

    def recover(self, state: BatchLine, known: Callable[[], Mapping[str, Volume]]) -> None:
        """Make everything what the last batch line acknowledges. `known` gives the packed volumes of the whole ledger.

        Raises DamageError if something acknowledged is not what it was.
        """
        self.packed.recover(state.accessions, state.volumes, known)
        packed = {self.layout.manifest(volume_number(name)) for name in state.volumes}
        self.loose.recover(state.accessions, state.manifests, packed)
