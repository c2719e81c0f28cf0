"""Making damaged files anew: records from their originals, manifests and the catalog from the ledger, and nothing else.

What is written has the digest that the ledger acknowledged, or it is not written. Nothing is deleted. Damaged originals and
ledger lines are for a backup; a record whose source reads its original in another way today stays damaged, too.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path

import attrs
import orjson

from .. import quarantine
from ..canonical import decode_record, encode
from ..catalog import Catalog, open_catalog, rebuild
from ..entries import DocumentLine
from ..errors import DamageError, RecordError
from ..fields import convert
from ..identity import content_hash
from ..ledger import Ledger
from ..store.acknowledged import Acknowledged, loose_records
from ..store.durable import aside, make_folder, replace_file, sync_path
from ..store.layout import VOLUME, Layout, volume_number
from ..store.originals import Originals
from ..store.problem import Problem
from ..store.volumes import REMOVED, manifest_line, readable_lines, write_lines
from .again import Lost, job
from .frames import Request
from .judge import Judge
from .workers import Pool

_OTHER = "read again from its original by what is installed now, it has other bytes; it stays as it is"


@attrs.frozen
class Repaired:
    """A file that was made anew, or why it was not."""

    path: str
    failure: str | None = None


@attrs.define
class Repair:
    """Repairs an archive under its lock. `expected` is what its ledger, which is sound, acknowledges."""

    layout: Layout
    expected: Acknowledged
    open_pool: Callable[[], Pool]
    _ledger: Ledger = attrs.field(init=False)
    _originals: Originals = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self._ledger, self._originals = Ledger(self.layout.ledger), Originals(self.layout.originals)

    def run(self, problems: Iterable[Problem]) -> Iterator[Repaired]:
        """Mend what can be mended, and say of each file what became of it."""
        paths: dict[str | None, list[str]] = {}
        for problem in problems:
            paths.setdefault(problem.mend, []).append(problem.path)
        with ExitStack() as resources:
            yield from self._manifests(paths.get("manifest", []))
            caches = paths.get("catalog", [])
            catalog = resources.enter_context((rebuild if caches else open_catalog)(self.layout.catalog, self._ledger))
            if caches:
                make_folder(self.layout.quarantine)
                quarantine.update(self.layout.quarantine, catalog, self._ledger)
                yield from map(Repaired, caches)
            if damaged := sorted(paths.get("record", []), key=lambda path: (volume_number(path), path)):
                pool = resources.enter_context(self.open_pool())
                for volume, group in groupby(damaged, key=volume_number):
                    yield from self._records(volume, list(group), catalog, pool)

    def _manifests(self, names: list[str]) -> Iterator[Repaired]:
        """From what the ledger says of packed volumes, and of each record of loose ones."""
        loose = {volume_number(name) for name in names if name in self.expected.manifests}
        digests = loose_records(self._ledger, loose) if loose else {}
        packed = {self.layout.manifest(volume_number(name)): name for name in self.expected.volumes}
        for name in names:
            said = digests.get(volume_number(name), {}).items()
            if name in packed:
                said = {packed[name]: self.expected.volumes[packed[name]].sha256}.items()
            data = "".join(manifest_line(path, digest) for path, digest in said).encode()
            if name in packed or hashlib.sha256(data).hexdigest() == self.expected.manifests[name].sha256:
                make_folder(self.layout.manifests)
                replace_file(self.layout.root / name, data)
                yield Repaired(name)
            else:
                yield Repaired(name, "the digests of records in the ledger give another manifest")

    def _records(self, volume: int, paths: list[str], catalog: Catalog, pool: Pool) -> Iterator[Repaired]:
        """The damaged records of a volume, or all of it where it is packed."""
        try:
            if paths[0] in self.expected.volumes:
                yield self._packed(paths[0], volume, catalog, pool)
            else:
                yield from self._loose(volume, paths, catalog, pool)
        except DamageError as error:
            yield from (Repaired(path, f"{error.path}: {error.what}") for path in paths)

    def _loose(self, volume: int, paths: list[str], catalog: Catalog, pool: Pool) -> Iterator[Repaired]:
        digests = loose_records(self._ledger, {volume})[volume]
        places = {path: volume * VOLUME + int(Path(path).name.partition("_")[0]) for path in paths}
        found, failures = self._read_again(places.values(), catalog, pool)
        for path, accession in places.items():
            data = found.get(accession)
            if data is None or hashlib.sha256(data).hexdigest() != digests[path]:
                yield Repaired(path, failures.get(accession, _OTHER))
                continue
            make_folder((self.layout.root / path).parent)
            replace_file(self.layout.root / path, data)
            yield Repaired(path)

    def _packed(self, name: str, volume: int, catalog: Catalog, pool: Pool) -> Repaired:
        """A volume from its originals; what cannot be read from them again, from what is left of its lines."""
        accessions = range(volume * VOLUME, min((volume + 1) * VOLUME, self.expected.accessions))
        found, failures = self._read_again(accessions, catalog, pool)
        left = self._left(name, accessions, catalog)
        left |= {accession: REMOVED for accession in accessions if catalog.content_hash(accession) is None}
        for lines in ({**left, **found}, {**found, **left}):
            if len(lines) == len(accessions) and self._replaced(name, lines):
                return Repaired(name)
        missing = [accession for accession in accessions if accession not in found and accession not in left]
        why = "of its records, read again by what is installed now, some have other bytes, or zstd compresses in another way"
        return Repaired(name, failures.get(missing[0], _OTHER) if missing else f"{why}; it stays as it is")

    def _replaced(self, name: str, lines: Mapping[int, bytes]) -> bool:
        """Put a volume in its place if it is what the ledger acknowledged."""
        path = self.layout.root / name
        make_folder(path.parent)
        new = aside(path)
        state = write_lines(new, (lines[accession] for accession in sorted(lines)), packed=path.suffix == ".zst")
        if state != self.expected.volumes[name]:
            new.unlink()
            return False
        sync_path(new)
        new.rename(path)
        sync_path(path.parent)
        return True

    def _left(self, name: str, accessions: Iterable[int], catalog: Catalog) -> dict[int, bytes]:
        """Lines of a damaged volume that look sound, by the content hashes of their texts."""
        lines = {}
        try:
            for line in readable_lines(self.layout.root / name):
                try:
                    lines[content_hash(decode_record(line))] = line
                except RecordError:
                    continue
        except OSError:
            pass  # it is missing, or what is left of it cannot be read
        hashes = {accession: catalog.content_hash(accession) for accession in accessions}
        return {accession: lines[digest] for accession, digest in hashes.items() if digest in lines}

    def _read_again(self, accessions: Iterable[int], catalog: Catalog, pool: Pool) -> tuple[dict[int, bytes], dict[int, str]]:
        """Records by accession as their originals give them today; of those that cannot be read again, why not."""
        documents: dict[tuple[str, str, bytes], tuple[DocumentLine, str, list[int]]] = {}
        for accession in accessions:
            if (place := catalog.made(accession)) is None:
                continue  # it was removed
            line = convert(self._ledger.line(place), DocumentLine)
            drop = catalog.drops(place.run)[line.drop]
            key = line.original, line.name, encode(line.hints)
            documents.setdefault(key, (line, drop, []))[2].append(accession)
        found: dict[int, bytes] = {}
        failures: dict[int, str] = {}
        for wanted, reading in pool.read(self._jobs(documents.values(), failures)):
            judge = Judge(self.layout, None, 0)
            for each in reading.found:
                judge.judge(each)
            lines = {orjson.loads(record.data)["content_hash"]: record.data for record in judge.records}
            hashes = {accession: catalog.content_hash(accession) for accession in wanted}
            found |= {accession: lines[digest] for accession, digest in hashes.items() if digest in lines}
            failures |= {accession: _OTHER for accession, digest in hashes.items() if digest not in lines}
        return found, failures

    def _jobs(
        self, documents: Iterable[tuple[DocumentLine, str, list[int]]], failures: dict[int, str]
    ) -> Iterator[tuple[list[int], Request, bytes]]:
        for line, drop, wanted in documents:
            try:
                asked = job(self._originals, line, drop) if line.kept else Lost(line.name, "its original was not kept")
            except DamageError as error:
                asked = Lost(line.name, f"its original cannot be read: {error.what}")
            if isinstance(asked, Lost):
                failures |= dict.fromkeys(wanted, asked.reason)
            else:
                yield wanted, *asked
