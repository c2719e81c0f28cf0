"""What the archive and its readers ask the catalog."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

import attrs
import orjson

from ..ledger import Place
from ..store.originals import Member
from ..walk import Known, Marks


@attrs.frozen
class Row:
    """What the catalog knows of a record; the fields after `status` are filled from later sightings."""

    accession: int
    content_hash: str
    chain: int
    status: str | None
    headline: str | None
    published: str | None
    publisher: str | None
    language: str | None
    source: str
    embargoed: str | None


@attrs.define
class Catalog:
    """One connection. Open it with `open_catalog`."""

    connection: sqlite3.Connection
    _runs: dict[str, tuple[str, list[str]]] = attrs.Factory(dict)

    def __enter__(self) -> "Catalog":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    # -- what ingest asks ------------------------------------------------------------------------------------------

    def inputs(self, folder: str, names: Sequence[str]) -> Known:
        """What is known of files in a folder, whose path ends in `/`."""
        query = (
            "SELECT name, size, mtime_ns, inode, original FROM inputs "
            "WHERE folder = ? AND name BETWEEN ? AND ? AND original IS NOT NULL"
        )
        rows = self.connection.execute(query, (folder, min(names), max(names)))
        return {name: ((size, mtime_ns, inode), digest) for name, size, mtime_ns, inode, digest in rows}

    def begun(self, path: str, digest: str) -> tuple[int, bool]:
        """Of a large file with this digest that was read in stretches: how many bytes were, and whether all are kept."""
        query = "SELECT end, kept FROM begun WHERE path = ? AND original = ?"
        row = self.connection.execute(query, (path, bytes.fromhex(digest))).fetchone()
        return (row[0], bool(row[1])) if row else (0, True)

    def waits(self, path: str) -> bool:
        """Whether something of this file is in quarantine."""
        return self.connection.execute("SELECT 1 FROM quarantined WHERE path = ?", (path,)).fetchone() is not None

    def touch(self, path: str, marks: Marks) -> None:
        """Note that a file has the same bytes under other marks. (Only here: a rebuilt catalog reads it once more.)"""
        query = "UPDATE inputs SET size = ?, mtime_ns = ?, inode = ? WHERE (folder, name) = (?, ?)"
        with self.connection:
            self.connection.execute(query, (*marks, *split_path(path)))

    def refused(self, path: str) -> str | None:
        """The code for which this entry was refused last time."""
        row = self.connection.execute("SELECT refused FROM inputs WHERE (folder, name) = (?, ?)", split_path(path)).fetchone()
        return row[0] if row else None

    def original(self, digest: str) -> Member | None:
        """Where an original is kept."""
        query = "SELECT tar, offset, size FROM originals WHERE digest = ?"
        row = self.connection.execute(query, (bytes.fromhex(digest),)).fetchone()
        return Member(row[0], digest, row[1], row[2]) if row else None

    def accession(self, content_hash: str) -> int | None:
        """The record with this content hash, by all 64 digits."""
        query = "SELECT accession FROM articles WHERE content_hash = ?"
        row = self.connection.execute(query, (digest_bytes(content_hash),)).fetchone()
        return row[0] if row else None

    def chain(self, accession: int) -> int:
        """The first record of the chain that a record is in."""
        row = self.connection.execute("SELECT chain FROM articles WHERE accession = ?", (accession,)).fetchone()
        return int(row[0])

    def chains(self, keys: Iterable[str]) -> set[int]:
        """The chains, by their first record, that any of these keys belongs to."""
        found: set[int] = set()
        for key in keys:
            found.update(row[0] for row in self.connection.execute("SELECT chain FROM identifiers WHERE key = ?", (key,)))
        return found

    # -- what readers ask ------------------------------------------------------------------------------------------

    def content_hash(self, accession: int) -> str | None:
        row = self.connection.execute("SELECT content_hash FROM articles WHERE accession = ?", (accession,)).fetchone()
        return "sha256:" + row[0].hex() if row else None

    def by_prefix(self, prefix: str) -> list[int]:
        """Accessions whose content hash begins with these hex digits."""
        low, high = (bytes.fromhex(prefix.ljust(64, digit)) for digit in "0f")
        query = "SELECT accession FROM articles WHERE content_hash BETWEEN ? AND ? ORDER BY accession"
        return [row[0] for row in self.connection.execute(query, (low, high))]

    def row(self, accession: int) -> Row | None:
        """One record's row."""
        return next(self._rows("WHERE accession = ?", accession), None)

    def rows(self) -> Iterator[Row]:
        """Every record's row, in the order of accession, one at a time."""
        return self._rows("ORDER BY accession")

    def _rows(self, clause: str, *values: int) -> Iterator[Row]:
        columns = ", ".join(field.name for field in attrs.fields(Row))
        query = f"SELECT {columns} FROM articles {clause}"  # noqa: S608  # names and clauses are our own
        for accession, digest, *rest in self.connection.execute(query, values):
            yield Row(accession, "sha256:" + digest.hex(), *rest)

    def count(self) -> int:
        return int(self.connection.execute("SELECT count(*) FROM articles").fetchone()[0])

    def sightings(self, accession: int) -> list[tuple[Place, int]]:
        """Where the ledger notes each sighting of a record: a line and the place among what it found.

        Of a record that no document holds any more as it is read now, those that it had.
        """
        query = (
            "SELECT replaced, run, offset, place FROM seen WHERE accession = ? "
            "ORDER BY replaced, first_run, first_offset, CAST(run AS INTEGER), offset, place"
        )
        rows = self.connection.execute(query, (accession,)).fetchall()
        return [(Place(run, offset), place) for replaced, run, offset, place in rows if replaced == rows[0][0]]

    def made(self, accession: int) -> Place | None:
        """The line of the ledger that first names a record: the reading that its bytes are of. None if it was removed."""
        query = "SELECT run, offset FROM sightings WHERE accession = ? ORDER BY CAST(run AS INTEGER), offset LIMIT 1"
        row = self.connection.execute(query, (accession,)).fetchone()
        return Place(*row) if row else None

    def members_of_chain(self, chain: int) -> list[int]:
        query = "SELECT accession FROM articles WHERE chain = ? ORDER BY accession"
        return [row[0] for row in self.connection.execute(query, (chain,))]

    def notices(self, chain: int) -> list[tuple[Place, int]]:
        """The notices about a chain, in the order in which they came."""
        query = (
            "SELECT DISTINCT n.run, n.offset, n.place FROM notices n JOIN identifiers i ON i.key = n.key "
            "WHERE i.chain = ? AND NOT EXISTS (SELECT 1 FROM replaced p WHERE p.run = n.run AND p.offset = n.offset) "
            "ORDER BY CAST(n.run AS INTEGER), n.offset, n.place"
        )
        return [(Place(run, offset), place) for run, offset, place in self.connection.execute(query, (chain,))]

    def noticed_chains(self) -> set[int]:
        """Chains that some notice names."""
        return {row[0] for row in self.connection.execute("SELECT DISTINCT chain FROM identifiers JOIN notices USING (key)")}

    def quarantined(self) -> list[tuple[str, str, Place, int]]:
        """What waits for `retry`: digest of the original, member, and where the ledger says why."""
        query = "SELECT original, member, run, offset, place FROM quarantined ORDER BY CAST(run AS INTEGER), offset, place"
        return [
            (original.hex(), member, Place(run, offset), place)
            for original, member, run, offset, place in self.connection.execute(query)
        ]

    def drops(self, run: str) -> list[str]:
        """The DROP folders of a run."""
        return self._run(run)[1]

    def command(self, run: str) -> str:
        """What a run did: `ingest`, `retry`, `dismiss` or `reparse`."""
        return self._run(run)[0]

    def _run(self, run: str) -> tuple[str, list[str]]:
        if run not in self._runs:
            row = self.connection.execute("SELECT command, drops FROM runs WHERE run = ?", (run,)).fetchone()
            self._runs[run] = (row[0], orjson.loads(row[1]))
        return self._runs[run]


def split_path(path: str) -> tuple[str, str]:
    """A path as SQLite keeps it: its folder, which ends in `/`, and its name."""
    folder, slash, name = path.rpartition("/")
    return folder + slash, name


def digest_bytes(content_hash: str) -> bytes:
    """A content hash as SQLite keeps it."""
    return bytes.fromhex(content_hash.removeprefix("sha256:"))
