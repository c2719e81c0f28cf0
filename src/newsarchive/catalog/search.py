"""The search index: every record's headline, byline and text in SQLite FTS5, in a file of its own beside the catalog.

It is built at the first search and brought up to date at each one; `ingest` never touches it, since it costs ten times a plain
row. It is a cache: deleted, damaged or foreign, it is built again. It holds no text, only the index of it (an FTS5 table with
`content=''`): a third of the size, and the records have the text.

Words are folded by `unicode61` without diacritics; combining marks belong to words, or Hindi would fall apart. Scripts without
spaces are indexed character by character and searched as phrases (see `query`). FTS5's own `trigram` tokenizer was measured
against that, on 5,000 Chinese texts of 1,000 characters: its index has 45 MB against 13 MB, and
finds nothing shorter than three characters, while most Chinese words have two. A search takes 2 to 4 ms here, 1 ms there.
"""

import sqlite3
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import attrs

from ..errors import ArchiveError
from .lookup import Catalog
from .query import MATCH_BEGINS, MATCH_ENDS, SEPARATOR, searchable
from .readings import readings
from .removed import accessions, tombstones

#: Counted up with the tables and with `query.searchable`; an index of another version is built anew.
VERSION = "1"
_TOKENIZER = "tokenize = \"unicode61 remove_diacritics 2 categories 'L* N* Co M*'\""
_TABLES = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE unread (accession INTEGER PRIMARY KEY);
CREATE VIRTUAL TABLE texts USING fts5(headline, byline, body, content='', {_TOKENIZER});
"""
#: bm25 weights: a word in the headline says what a story is about.
_RANK = "bm25(texts, 4.0, 1.0, 1.0)"
_BATCH = 2_000
#: What FTS5 gathers in memory before it writes: a third less time than with its own 1 MiB.
_HASH_BYTES = 1 << 24
#: Seconds to wait for another search that writes a batch.
_PATIENCE = 60.0

#: A record's headline, byline and body; None if it cannot be read, which is for the reader to report.
Read = Callable[[int], tuple[str, str, str] | None]
#: Is told how many records are to be indexed, and where.
Tell = Callable[[int, bool], None]


@attrs.frozen
class _StaleError(Exception):
    """The index is not of this archive, or of another newsarchive."""


def find(path: Path, catalog: Catalog, read: Read, terms: Sequence[str], tell: Tell) -> "array[int]":
    """The accessions of the records that hold all terms, best first, after the index at `path` was brought up to date.

    Where it cannot be written, a private one is used, and `tell` hears so. Raises ArchiveError.
    """
    for _ in range(2):
        try:
            with closing(_open(path)) as connection:
                _update(connection, catalog, read, lambda count: tell(count, True))
                return _matches(connection, terms)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise ArchiveError(f"{path} is in use by another search", help="Try again in a minute.") from None
            break  # read-only, no rights, no space
        except (sqlite3.DatabaseError, _StaleError):
            for suffix in ("", "-wal", "-shm", "-journal"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
    try:
        with closing(_private(path, catalog)) as connection:
            _update(connection, catalog, read, lambda count: tell(count, False))
            return _matches(connection, terms)
    except sqlite3.DatabaseError as error:
        raise ArchiveError(
            f"the search index cannot be built: {error}", help="It needs space in the folder for temporary files."
        ) from None


def snippets(texts: Iterable[str], terms: Sequence[str], words: int = 24) -> Iterator[str]:
    """For each text the stretch that matches best, matches marked with MATCH_BEGINS and MATCH_ENDS.

    It is cut from the text as the index sees it, by the same tokenizer. It need not hold every term: the headline
    may hold the others.
    """
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE VIRTUAL TABLE texts USING fts5(body, {_TOKENIZER})")
        for number, text in enumerate(texts):
            connection.execute("INSERT INTO texts (rowid, body) VALUES (?, ?)", (number, searchable(text)))
            cut = "SELECT snippet(texts, 0, ?, ?, '…', ?) FROM texts WHERE texts MATCH ? AND rowid = ?"
            row = connection.execute(cut, (MATCH_BEGINS, MATCH_ENDS, words, " OR ".join(terms), number)).fetchone()
            yield (row[0] if row else _beginning(text, words)).replace(SEPARATOR, "")


def _beginning(text: str, words: int) -> str:
    found = searchable(text).replace(SEPARATOR, f"{SEPARATOR} ").split(" ")
    return " ".join(found[:words]).replace(f"{SEPARATOR} ", "") + ("…" if len(found) > words else "")


def _matches(connection: sqlite3.Connection, terms: Sequence[str]) -> "array[int]":
    rows = connection.execute(f"SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY {_RANK}, rowid", (" ".join(terms),))  # noqa: S608  # our own
    return array("q", (row[0] for row in rows))


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=_PATIENCE)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("BEGIN IMMEDIATE")
        if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            _create(connection)
        connection.execute("COMMIT")
        _check(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection) -> None:
    if _meta(connection).get("version") != VERSION:
        raise _StaleError


def _private(path: Path, catalog: Catalog) -> sqlite3.Connection:
    """A temporary index that SQLite deletes with the connection, begun with what the one at `path` holds."""
    connection = sqlite3.connect("", isolation_level=None)
    if path.is_file():
        try:
            with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as shared:
                meta = _meta(shared)
                if meta.get("version") == VERSION and meta.get("readings", "0") == str(readings(catalog)):
                    shared.backup(connection)
                    return connection
        except sqlite3.DatabaseError:
            connection.close()
            connection = sqlite3.connect("", isolation_level=None)
    _create(connection)
    return connection


def _create(connection: sqlite3.Connection) -> None:
    for statement in _TABLES.strip().splitlines():
        connection.execute(statement)
    connection.execute("INSERT INTO texts (texts, rank) VALUES ('hashsize', ?)", (_HASH_BYTES,))
    connection.execute("INSERT INTO meta VALUES ('version', ?)", (VERSION,))


def _meta(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT key, value FROM meta"))


def _update(connection: sqlite3.Connection, catalog: Catalog, read: Read, tell: Callable[[int], None]) -> None:
    """Index what is new, in batches that other searches may come between. Raises _StaleError if it is of another archive."""
    told = False
    while True:
        total = accessions(catalog)
        meta = _meta(connection)
        done = int(meta.get("indexed", 0))
        if done > total or (done and (catalog.content_hash(done - 1) or "") != meta["last"]):
            raise _StaleError
        if done and meta.get("readings", "0") != str(readings(catalog)):  # an index cannot forget a single text
            raise _StaleError
        unread = [row[0] for row in connection.execute("SELECT accession FROM unread")]
        if done == total and (told or not unread):
            return
        if not told:
            tell(total - done)
            told = True
        else:
            unread = []
        connection.execute("BEGIN IMMEDIATE")
        try:
            if _meta(connection) == meta:
                _index(connection, catalog, read, unread, range(done, min(done + _BATCH, total)))
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _index(connection: sqlite3.Connection, catalog: Catalog, read: Read, again: Iterable[int], new: range) -> None:
    gone = {each.accession for each in tombstones(catalog)}
    for accession in (each for each in (*again, *new) if each not in gone):
        text = read(accession)
        if text is None:
            connection.execute("INSERT OR IGNORE INTO unread VALUES (?)", (accession,))
            continue
        connection.execute(
            "INSERT INTO texts (rowid, headline, byline, body) VALUES (?, ?, ?, ?)", (accession, *map(searchable, text))
        )
        if accession not in new:
            connection.execute("DELETE FROM unread WHERE accession = ?", (accession,))
    if new:
        last, read_again = catalog.content_hash(new.stop - 1) or "", str(readings(catalog))
        values = {"indexed": str(new.stop), "last": last, "readings": read_again}
        connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())
