"""What the catalog knows of records that were removed: tombstones, and which documents held the texts."""

from collections.abc import Iterator

import attrs

from ..entries import ReadmissionLine, RemovalLine
from .lookup import Catalog, digest_bytes

#: The code of what is not taken in because it was removed.
CODE = "removed"


@attrs.frozen
class Tombstone:
    """A record that was removed, when and why. `readmitted` is when its text was let in again, if it was."""

    accession: int
    content_hash: str
    chain: int
    at: str
    reason: str
    readmitted: str | None

    @property
    def words(self) -> str:
        """What became of it, for people."""
        again = f"; its text may be taken in again since {self.readmitted}" if self.readmitted else ""
        return f"removed on {self.at}: {self.reason}{again}"


def tombstones(catalog: Catalog, chain: int | None = None) -> Iterator[Tombstone]:
    """Every record that was removed, in the order of accession; or those of one story."""
    columns = "accession, content_hash, chain, at, reason, readmitted"
    query = f"SELECT {columns} FROM removed WHERE ?1 IS NULL OR chain = ?1 ORDER BY accession"  # noqa: S608  # our own
    for accession, digest, *rest in catalog.connection.execute(query, (chain,)):
        yield Tombstone(accession, "sha256:" + digest.hex(), *rest)


def barred(catalog: Catalog) -> dict[str, Tombstone]:
    """The texts that are not taken in again, by content hash."""
    return {each.content_hash: each for each in tombstones(catalog) if each.readmitted is None}


def accessions(catalog: Catalog) -> int:
    """The number that the next record gets: those of removed records are not given again."""
    queries = ("SELECT max(accession) FROM articles", "SELECT max(accession) FROM removed")
    last = [catalog.connection.execute(query).fetchone()[0] for query in queries]
    return 1 + max((int(each) for each in last if each is not None), default=-1)


def apply_removal(catalog: Catalog, line: RemovalLine) -> None:
    """Forget the records, and leave a tombstone of each. A blanked original is not what was kept under its digest."""
    run = catalog.connection.execute
    for gone in line.removed:
        digest = digest_bytes(gone.content_hash)
        row = (gone.accession, digest, catalog.chain(gone.accession), line.at, line.reason)
        run("INSERT OR REPLACE INTO removed VALUES (?, ?, ?, ?, ?, NULL)", row)
        for table in ("articles", "sightings"):
            run(f"DELETE FROM {table} WHERE accession = ?", (gone.accession,))  # noqa: S608  # our own
        for original in gone.documents:
            note_document(catalog, gone.content_hash, original)
    for blanked in line.originals:
        digest = bytes.fromhex(blanked.original)
        run("DELETE FROM originals WHERE digest = ? AND tar = ? AND offset = ?", (digest, blanked.tar, blanked.offset))
        if sum(cut.end - cut.start for cut in blanked.cuts) == blanked.size:
            run("DELETE FROM quarantined WHERE original = ?", (digest,))


def note_document(catalog: Catalog, content_hash: str, original: str) -> None:
    """Note that a document holds a removed text, so that it is read again once that may come in."""
    row = (digest_bytes(content_hash), bytes.fromhex(original))
    catalog.connection.execute("INSERT OR IGNORE INTO removed_from VALUES (?, ?)", row)


def apply_readmission(catalog: Catalog, line: ReadmissionLine) -> None:
    """Let the texts in again: the inputs that hold them count as not read yet."""
    run = catalog.connection.execute
    for content_hash in line.content_hashes:
        digest = (digest_bytes(content_hash),)
        run("UPDATE removed SET readmitted = ?2 WHERE content_hash = ?1 AND readmitted IS NULL", (digest[0], line.at))
        run("DELETE FROM inputs WHERE original IN (SELECT original FROM removed_from WHERE content_hash = ?)", digest)
        run("DELETE FROM removed_from WHERE content_hash = ?", digest)
