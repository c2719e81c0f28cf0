"""Deciding what has to go with a record: its file, its sightings' fields in the ledger, its text in their originals."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import orjson

from ..catalog import Catalog
from ..catalog.references import label
from ..entries import BlankedLine, BlankedOriginal, Cut, EndLine, ReadmissionLine, RemovalLine, Removed
from ..errors import DamageError
from ..ledger import Ledger, Place
from ..store.archive import Archive
from ..store.blanking import blank, cuts_of, merged, texts, whole
from ..store.layout import Layout
from ..store.removal import blanked_originals, manifests_without
from ..store.volumes import Volumes
from .complaints import original_of
from .frames import Hello
from .judge import Judge
from .redaction import article_cuts, outcomes, reason_cuts
from .session import Session


@attrs.define
class Original:
    """A document in which a removed record was seen. `beside` says what else is in it."""

    digest: str
    size: int = 0
    names: dict[str, None] = attrs.Factory(dict)
    kept: dict[tuple[str, int], Mapping[str, Any]] = attrs.Factory(dict)
    readings: list[Mapping[str, Any]] = attrs.Factory(list)
    beside: dict[str, None] = attrs.Factory(dict)
    whole: bool = False

    def may_quote(self, reason: Mapping[str, Any]) -> bool:
        """Whether the words of a reason may be those of the records: everything that is said of a document of theirs alone."""
        if self.whole or not self.beside:
            return True
        spans = [span for reading in self.readings for each in reading["evidence"].values() for span in each.get("span", ())]
        return any(
            said["unit"] == span["unit"] and said["start"] < span["end"] and span["start"] < said["end"]
            for said in reason.get("span", ())
            for span in spans
        )


@attrs.frozen
class Plan:
    """What a removal takes away. `at` and the reason are not in it yet."""

    removed: tuple[Removed, ...]
    originals: tuple[Original, ...]
    blanked: tuple[BlankedOriginal, ...]
    lines: tuple[BlankedLine, ...]
    sightings: int
    relatives: tuple[int, ...]

    @property
    def crowded(self) -> list[Original]:
        """Originals that have to be blanked whole although they hold something else."""
        return [each for each in self.originals if each.kept and each.whole and each.beside]


@attrs.define
class Planner:
    """Looks for everything that holds a record. Reads the whole ledger, so that no kind of line is forgotten."""

    layout: Layout
    catalog: Catalog
    ledger: Ledger
    _hashes: dict[str, int] = attrs.field(init=False)
    _originals: dict[str, Original] = attrs.field(init=False)

    def plan(self, accessions: Sequence[int]) -> Plan:
        """What has to go with these records. Raises DamageError, ArchiveError."""
        rows = [row for row in map(self.catalog.row, sorted(set(accessions))) if row is not None]
        self._hashes = {row.content_hash: row.accession for row in rows}
        places = {row.accession: self.catalog.sightings(row.accession) for row in rows}
        seen = {accession: [self.ledger.line(place).get("original", "") for place, _ in at] for accession, at in places.items()}
        self._originals = {digest: Original(digest) for digests in seen.values() for digest in digests}
        lines = [(place, line, digest) for place, line, digest in self.ledger.read() if self._concerns(line)]
        for place, line, _ in lines:
            self._note(place, orjson.loads(line))
        for digest in {digest for digest, *_ in self.catalog.quarantined()} & self._originals.keys():
            self._originals[digest].beside["something in quarantine"] = None
        said = [text for row in rows for text in self._texts(row.accession)]
        before = blanked_originals(self.ledger.removals())
        blanked = [each for original in self._originals.values() for each in self._blanked(original, said, before)]
        redacted = [each for place, line, digest in lines for each in self._redacted(place, line, digest)]
        removed = tuple(
            Removed(
                accession=row.accession,
                content_hash=row.content_hash,
                record=self.layout.record(row.accession, row.content_hash),
                documents=tuple(dict.fromkeys(seen[row.accession])),
            )
            for row in rows
        )
        chains = {each for row in rows for each in self.catalog.members_of_chain(row.chain)}
        relatives = tuple(sorted(chains - {row.accession for row in rows}))
        count = sum(map(len, places.values()))
        return Plan(removed, tuple(self._originals.values()), tuple(blanked), tuple(redacted), count, relatives)

    def _concerns(self, line: bytes) -> bool:
        """Whether a line is about one of the documents, or names one of the texts."""
        return original_of(line) in self._originals or any(digest.encode() in line for digest in self._hashes)

    def _note(self, place: Place, fields: dict[str, Any]) -> None:
        """What a line says of a document: where it is kept, how the records were read in it, and what else is."""
        original = self._originals.get(fields.get("original", ""))
        if original is None:
            return
        if "drop" in fields:
            original.names[f"{self.catalog.drops(place.run)[fields['drop']]}/{fields['name']}"] = None
        original.size = fields.get("size", original.size)
        if "kept" in fields:
            original.kept[fields["kept"]["tar"], fields["kept"]["offset"]] = fields["kept"]
        for outcome in outcomes(fields):
            if outcome.get("content_hash") in self._hashes:
                if outcome.get("article"):
                    original.readings.append(outcome["article"])
            elif outcome.get("outcome") == "notice":
                original.beside["a notice"] = None
            elif "accession" in outcome and self.catalog.content_hash(outcome["accession"]) is not None:
                original.beside[f"record {label(outcome['accession'])}"] = None

    def _texts(self, accession: int) -> list[str]:
        stored = Volumes(self.layout).read(accession, self.catalog.content_hash(accession) or "")
        try:
            return texts(orjson.loads(stored.data))
        except ValueError as error:
            raise DamageError(str(self.layout.root / stored.path), f"the record cannot be read: {error}") from None

    def _blanked(
        self, original: Original, said: Sequence[str], before: Mapping[tuple[str, int], Sequence[BlankedOriginal]]
    ) -> Iterator[BlankedOriginal]:
        """What is blanked of an original wherever it is kept; `before` is what earlier removals blanked."""
        for (tar, offset), kept in original.kept.items():
            earlier = before.get((tar, offset), [])
            expected = earlier[-1].sha256 if earlier else kept.get("sha256", original.digest)
            gone = merged([Cut(**cut) for cut in kept.get("cuts", ())] + [cut for each in earlier for cut in each.cuts])
            path = self.layout.originals / tar
            data = _read(path, offset, original.size)
            if hashlib.sha256(data).hexdigest() != expected:
                raise DamageError(str(path), f"the original {original.digest} at byte {offset} has another digest")
            if gone == whole(original.size):
                continue
            cuts = cuts_of(data, gone, original.readings, said) if original.beside else None
            original.whole = original.whole or cuts is None
            cuts = whole(original.size) if cuts is None else cuts
            yield BlankedOriginal(
                original=original.digest,
                tar=tar,
                offset=offset,
                size=original.size,
                cuts=cuts,
                sha256=hashlib.sha256(blank(data, cuts)).hexdigest(),
            )

    def _redacted(self, place: Place, line: bytes, digest: str) -> Iterator[BlankedLine]:
        """What is blanked of a line: the records' fields, and reasons that may quote them. Nothing that is found elsewhere."""
        fields = orjson.loads(line)
        original = self._originals.get(fields.get("original", ""))
        cuts = [
            cut for each in outcomes(fields) if each.get("content_hash") in self._hashes for cut in article_cuts(line, each)
        ]
        if original is not None:
            reasons = [*fields.get("defects", ()), *(each for found in outcomes(fields) for each in found.get("reasons", ()))]
            cuts += [cut for reason in reasons if original.may_quote(reason) for cut in reason_cuts(line, reason)]
        if cuts:
            yield BlankedLine(
                run=place.run,
                offset=place.offset,
                cuts=merged(cuts),
                sha256=hashlib.sha256(blank(line, cuts)).hexdigest(),
                was=digest,
            )


def remove(archive: Archive, plan: Plan, reason: str, version: str, now: Callable[[], str]) -> None:
    """Carry out what was planned. Raises ArchiveError."""
    session = Session(archive, Judge(archive.layout, archive.catalog, archive.accessions))
    session.begin("remove", version, now(), [], Hello())
    records = {gone.accession: gone.record for gone in plan.removed}
    line = RemovalLine(
        at=now(),
        reason=reason,
        removed=plan.removed,
        originals=plan.blanked,
        lines=plan.lines,
        manifests=manifests_without(archive.layout, records),
    )
    archive.remove(line, EndLine(at=now(), counts=session.report.counts()))


def readmit(archive: Archive, content_hashes: Sequence[str], reason: str, version: str, now: Callable[[], str]) -> None:
    """Let removed texts in again. Raises ArchiveError."""
    session = Session(archive, Judge(archive.layout, archive.catalog, archive.accessions))
    session.begin("remove", version, now(), [], Hello())
    session.note(ReadmissionLine(at=now(), reason=reason, content_hashes=tuple(dict.fromkeys(content_hashes))))
    session.commit()
    session.end(now())


def _read(path: Path, offset: int, size: int) -> bytes:
    try:
        with path.open("rb") as file:
            file.seek(offset)
            return file.read(size)
    except OSError as error:
        raise DamageError(str(path), f"it cannot be read: {error.strerror}") from None
