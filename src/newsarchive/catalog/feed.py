"""Keeping the catalog up with the ledger."""

from collections.abc import Sequence

import orjson

from ..entries import DocumentLine, Entry, ReadmissionLine, RefusedLine, RemovalLine, RunLine
from ..ledger import GENESIS, Ledger, Place, Tail, parse
from .lookup import Catalog
from .readings import settle
from .removed import apply_readmission, apply_removal
from .rows import Rows
from .tables import VERSION


def position(catalog: Catalog) -> Tail:
    """How far the ledger has been read."""
    meta = dict(catalog.connection.execute("SELECT key, value FROM meta"))
    return Tail(meta.get("run"), int(meta.get("length", 0)), meta.get("digest", GENESIS))


def apply(catalog: Catalog, ledger: Ledger, entries: Sequence[tuple[Place, Entry]], tail: Tail | None = None) -> None:
    """Note what the ledger says, and, with `tail`, that it was read that far; one transaction."""
    with catalog.connection:
        rows, settled = Rows(catalog), 0
        for number, (place, entry) in enumerate(entries):
            if isinstance(entry, DocumentLine):
                rows.add_document(place, entry)
            elif isinstance(entry, RefusedLine):
                rows.add_refused(place, entry)
            elif isinstance(entry, RunLine):
                rows.write()
                row = (entry.run, entry.command, orjson.dumps(entry.drops))
                catalog.connection.execute("INSERT OR REPLACE INTO runs VALUES (?, ?, ?)", row)
            elif isinstance(entry, RemovalLine):
                rows.write()
                settle(catalog, ledger, entries[settled:number])
                settled = number
                apply_removal(catalog, entry)
            elif isinstance(entry, ReadmissionLine):
                rows.write()
                apply_readmission(catalog, entry)
        rows.write()
        settle(catalog, ledger, entries[settled:])
        if tail is not None:
            values = {"run": tail.run, "length": str(tail.length), "digest": tail.digest, "version": str(VERSION)}
            catalog.connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())


def catch_up(catalog: Catalog, ledger: Ledger) -> None:
    """Read what the ledger holds beyond `position`. Raises DamageError."""
    entries = []
    tail = None
    for place, line, digest in ledger.read(position(catalog)):
        entries.append((place, parse(line)))
        tail = Tail(place.run, place.offset + len(line) + 1, digest)
        if len(entries) >= 10_000:
            apply(catalog, ledger, entries, tail)
            entries = []
    if tail is not None:
        apply(catalog, ledger, entries, tail)
