"""What a whole ledger acknowledges, as its batch lines sum up to it."""

from collections.abc import Container, Iterator

import attrs
import msgspec
import orjson

from ..entries import Manifest, Volume
from ..ledger import Ledger
from .layout import Layout, volume_number

_BATCH = b'"event":"batch"'


@attrs.define
class Acknowledged:
    """How many records there are, tars with their lengths, manifests of loose volumes, files of packed ones."""

    layout: Layout
    accessions: int = 0
    tars: dict[str, int] = attrs.Factory(dict)
    manifests: dict[str, Manifest] = attrs.Factory(dict)
    volumes: dict[str, Volume] = attrs.Factory(dict)

    def add(self, line: bytes) -> None:
        """Take in a batch line. What a later one says of a file or volume counts."""
        batch = _DECODER.decode(line)
        self.accessions = batch.accessions
        self.tars |= batch.tars
        self.manifests |= batch.manifests
        self.volumes |= batch.volumes
        for name in batch.volumes:
            volume = volume_number(name)
            if name == self.layout.packed(volume):
                self.volumes.pop(self.layout.lines(volume), None)
                self.manifests.pop(self.layout.manifest(volume), None)


@attrs.frozen
class _Batch:
    """A batch line without the names of all its records, which take most of the time to read."""

    accessions: int
    tars: dict[str, int] = attrs.Factory(dict)
    manifests: dict[str, Manifest] = attrs.Factory(dict)
    volumes: dict[str, Volume] = attrs.Factory(dict)


_DECODER = msgspec.json.Decoder(_Batch)


def batches(ledger: Ledger) -> Iterator[bytes]:
    """All batch lines. Raises DamageError."""
    for _, line, _ in ledger.read():
        if _BATCH in line and orjson.loads(line)["event"] == "batch":
            yield line


def acknowledged(ledger: Ledger, layout: Layout) -> Acknowledged:
    """The sum of a ledger. Raises DamageError."""
    found = Acknowledged(layout)
    for line in batches(ledger):
        found.add(line)
    return found


def loose_records(ledger: Ledger, volumes: Container[int]) -> dict[int, dict[str, str]]:
    """The digests of records in some loose volumes, by volume and path, in the order of accession; not of removed ones.

    Raises DamageError.
    """
    found: dict[int, dict[str, str]] = {}
    removed = {gone.record for removal in ledger.removals() for gone in removal.removed}
    for line in batches(ledger):
        for name, digest in orjson.loads(line).get("records", {}).items():
            if (volume := volume_number(name)) in volumes and name not in removed:
                found.setdefault(volume, {})[name] = digest
    return {volume: dict(sorted(digests.items())) for volume, digests in sorted(found.items())}
