"""Opening the catalog, for writing and for reading, and making it anew."""

import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path

from ..errors import ArchiveError
from ..ledger import GENESIS, Ledger, Tail
from .feed import catch_up, position
from .lookup import Catalog
from .tables import TABLES, VERSION


def open_catalog(path: Path, ledger: Ledger) -> Catalog:
    """The catalog for writing, up to date; made anew where it is missing, damaged or foreign.

    Raises sqlite3.DatabaseError where a sound one cannot be written, ArchiveError where a new one cannot.
    """
    try:
        catalog = _connect(path)
    except _ForeignError:
        return rebuild(path, ledger)
    except sqlite3.DatabaseError as error:
        if _is_sound(error):
            raise
        return rebuild(path, ledger)
    try:
        if ledger.ends_at(position(catalog)):
            catch_up(catalog, ledger)
            return catalog
    except sqlite3.DatabaseError as error:
        if _is_sound(error):
            catalog.close()
            raise
        # else it is damaged further in
    except BaseException:
        catalog.close()
        raise
    catalog.close()
    return rebuild(path, ledger)


def _is_sound(error: sqlite3.DatabaseError) -> bool:
    """Whether a sound catalog can answer so: there is no space, or no right to write."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF  # what Python itself raises has none
    return code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_BUSY)


def seen_until(path: Path) -> Tail:
    """How far a catalog that can be read has read the ledger: it was at least so long. Else nothing is known."""
    try:
        with read_catalog(path) as catalog:
            return position(catalog)
    except (ArchiveError, sqlite3.DatabaseError, ValueError):
        return Tail(None, 0, GENESIS)


def rebuild(path: Path, ledger: Ledger) -> Catalog:
    """Throw the catalog away and read the whole ledger. Raises ArchiveError where it cannot be written."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    try:
        with ExitStack() as on_failure:
            catalog = on_failure.enter_context(_connect(path))
            catch_up(catalog, ledger)
            on_failure.pop_all()
    except sqlite3.DatabaseError as error:
        remedy = "Nothing is lost: mend the cause (space, rights, disk) and run the same command again."
        raise ArchiveError(f"{path} cannot be written: {error}", help=remedy) from None
    return catalog


def read_catalog(path: Path) -> Catalog:
    """The catalog for reading. Raises ArchiveError, naming `rebuild`, where it is missing or damaged."""
    remedy = "`newsarchive rebuild` makes it anew from the ledger."
    if not path.exists():
        raise ArchiveError(f"{path} is missing", help=remedy)
    with ExitStack() as on_failure:
        connection = on_failure.enter_context(closing(_readable(path.absolute().as_uri())))
        try:
            version = connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
        except sqlite3.DatabaseError as error:
            raise ArchiveError(f"{path}: {error}", help=remedy) from None
        if version != (str(VERSION),):
            raise ArchiveError(f"{path} was made by another newsarchive", help=remedy)
        on_failure.pop_all()
    return Catalog(connection)


def _readable(uri: str) -> sqlite3.Connection:
    """A connection that writes nothing. A write-ahead log needs a folder that can be written to; elsewhere nobody writes."""
    connection = sqlite3.connect(f"{uri}?mode=ro", uri=True)
    try:
        connection.execute("SELECT 1 FROM sqlite_master")
    except sqlite3.DatabaseError:
        connection.close()
        connection = sqlite3.connect(f"{uri}?mode=ro&immutable=1", uri=True)
    return connection


class _ForeignError(Exception):
    """The catalog was made by another newsarchive."""


def _connect(path: Path) -> Catalog:
    with ExitStack() as on_failure:
        connection = on_failure.enter_context(closing(sqlite3.connect(path)))
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables:  # all of them or none: a reader may come between
            connection.executescript(f"BEGIN;{TABLES}")
            connection.execute("INSERT INTO meta VALUES ('version', ?)", (str(VERSION),))
            connection.commit()
        elif connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone() != (str(VERSION),):
            raise _ForeignError
        on_failure.pop_all()
    return Catalog(connection)
