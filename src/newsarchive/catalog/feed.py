"""Keeping the catalog up with the ledger."""

from collections.abc import Sequence

import orjson

from ..entries import DocumentLine, Entry, Outcome, RefusedLine, RunLine
from ..ledger import GENESIS, Ledger, Place, Tail, parse
from .keys import article_keys, identifier_keys
from .lookup import Catalog, digest_bytes
from .readings import FILLED, settle
from .tables import VERSION


def position(catalog: Catalog) -> Tail:
    """How far the ledger has been read."""
    meta = dict(catalog.connection.execute("SELECT key, value FROM meta"))
    return Tail(meta.get("run"), int(meta.get("length", 0)), meta.get("digest", GENESIS))


def apply(catalog: Catalog, ledger: Ledger, entries: Sequence[tuple[Place, Entry]], tail: Tail | None = None) -> None:
    """Note what the ledger says, and, with `tail`, that it was read that far; one transaction."""
    with catalog.connection:
        for place, entry in entries:
            if isinstance(entry, DocumentLine):
                _apply_document(catalog, place, entry)
            elif isinstance(entry, RefusedLine):
                path = _path(catalog, place.run, entry.drop, entry.name)
                catalog.connection.execute("INSERT OR REPLACE INTO inputs VALUES (?, -1, -1, -1, NULL, ?)", (path, entry.code))
            elif isinstance(entry, RunLine):
                row = (entry.run, entry.command, orjson.dumps(entry.drops))
                catalog.connection.execute("INSERT OR REPLACE INTO runs VALUES (?, ?, ?)", row)
        settle(catalog, ledger, entries)
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


def _path(catalog: Catalog, run: str, drop: int, name: str) -> str:
    return f"{catalog.drops(run)[drop]}/{name}"


def _apply_document(catalog: Catalog, place: Place, line: DocumentLine) -> None:
    run = catalog.connection.execute
    path = _path(catalog, place.run, line.drop, line.name)
    original = bytes.fromhex(line.original)
    if line.kept:
        run("INSERT OR IGNORE INTO originals VALUES (?, ?, ?, ?)", (original, line.kept.tar, line.kept.offset, line.size))
    # What an earlier run said of this document is said anew; the document may take several lines of this run.
    run("DELETE FROM quarantined WHERE path = ? AND original = ? AND run <> ?", (path, original, place.run))
    for number, outcome in enumerate(line.found):
        where = (place.run, place.offset, number)
        if outcome.accession is not None and outcome.content_hash is not None:
            _apply_sighting(catalog, outcome)
            run("INSERT OR IGNORE INTO sightings VALUES (?, ?, ?, ?)", (outcome.accession, *where))
        elif outcome.message is not None:
            for key in identifier_keys(outcome.message.identifiers, outcome.message.publisher):
                run("INSERT OR IGNORE INTO notices VALUES (?, ?, ?, ?)", (key, *where))
        elif outcome.outcome == "quarantined":
            run("INSERT OR REPLACE INTO quarantined VALUES (?, ?, ?, ?, ?, ?)", (path, outcome.member or "", original, *where))
    if not line.more:
        # Other commands read what was kept, and say nothing of what lies under that name now.
        verb = "INSERT OR REPLACE" if catalog.command(place.run) == "ingest" else "INSERT OR IGNORE"
        row = (path, line.size, line.mtime_ns, line.inode, original)
        run(verb + " INTO inputs VALUES (?, ?, ?, ?, ?, NULL)", row)


def _apply_sighting(catalog: Catalog, outcome: Outcome) -> None:
    """An article's row, or what a later sighting adds to it, and the identifiers of its chain."""
    article, accession = outcome.article, outcome.accession
    assert outcome.content_hash is not None
    assert accession is not None
    keys = article_keys(article)
    known = {name: str(article[name]) for name in FILLED if name in article}
    if outcome.outcome != "duplicate":
        chain = accession if outcome.follows is None else outcome.follows
        columns = (known.get(name) for name in FILLED)
        row = (accession, digest_bytes(outcome.content_hash), chain, article.get("status"), outcome.source, *columns)
        catalog.connection.execute("INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    else:
        for name, value in known.items():
            query = f"UPDATE articles SET {name} = ? WHERE accession = ? AND {name} IS NULL"  # noqa: S608  # our own names
            catalog.connection.execute(query, (value, accession))
        chain = catalog.chain(accession) if keys else accession
    catalog.connection.executemany("INSERT OR IGNORE INTO identifiers VALUES (?, ?)", ((key, chain) for key in keys))
