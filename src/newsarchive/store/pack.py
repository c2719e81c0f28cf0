"""Packing the full loose volumes of an archive, one batch each: whatever interrupts it, a volume is one or the other."""

from collections.abc import Iterator

import attrs

from .acknowledged import acknowledged
from .archive import Archive
from .layout import VOLUME, volume_number


@attrs.frozen
class Packing:
    """A volume that was packed: its file, and the bytes that its records took before and take now."""

    path: str
    before: int
    after: int


def pack(archive: Archive) -> Iterator[Packing]:
    """Pack every full loose volume, in order. Raises ArchiveError, DamageError."""
    layout, loose = archive.layout, archive.records.loose
    manifests = acknowledged(archive.ledger, layout).manifests
    for name in sorted(manifests, key=volume_number):
        volume = volume_number(name)
        if volume >= archive.accessions // VOLUME or not manifests[name].length:
            continue  # it is still open, or all its records were removed
        before = sum(path.stat().st_size for path in (layout.root / layout.folder(volume)).iterdir())
        state = archive.replace(layout.packed(volume), loose.lines(volume, manifests[name]))
        yield Packing(layout.packed(volume), before, state.length)
