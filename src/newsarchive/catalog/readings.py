"""What `reparse` changes in the catalog: documents read again, records that no document holds any more.

A line of a document that was read again replaces earlier lines of it. Their sightings and notices count no longer, the
new ones stand at the document's old place, and what the catalog says of the records in them is taken from the ledger
anew: the filled columns, and the chains, which are linked again by the sightings in their order as `ingest` links them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs

from ..entries import DocumentLine, Entry
from ..ledger import Ledger, Place
from .keys import article_keys
from .lookup import Catalog

#: Columns of `articles` that any sighting may fill; the first one that knows counts.
FILLED = ("headline", "published", "publisher", "language", "embargoed")
#: Where a sighting stands among all: its document's first line, its own line, its place in that.
Order = tuple[int, int, int, int, int]


@attrs.frozen
class Superseded:
    """A record that no document holds as it is read now. `by` is what the last one holds instead, None if nothing is."""

    by: int | None


@attrs.frozen
class _Seen:
    """A sighting, as the ledger notes it."""

    order: Order
    current: bool
    source: str | None
    article: dict[str, Any]


def superseded(catalog: Catalog, accession: int) -> Superseded | None:
    """What became of a record that no document holds any more: its last successor; None for any other record."""
    found = None
    while row := catalog.connection.execute("SELECT successor FROM superseded WHERE accession = ?", (accession,)).fetchone():
        found = Superseded(row[0])
        if row[0] is None:
            break
        accession = row[0]
    return found


def reread(catalog: Catalog, accession: int) -> bool:
    """Whether a document that holds or held this record was read again."""
    return catalog.connection.execute("SELECT 1 FROM reread WHERE accession = ?", (accession,)).fetchone() is not None


def readings(catalog: Catalog) -> int:
    """How many lines note that a document was read again."""
    return int(catalog.connection.execute("SELECT coalesce(max(number), 0) FROM readings").fetchone()[0])


def first_line(catalog: Catalog, place: Place) -> Place:
    """Where the document of a line stands in the ledger: its first line, which keeps its place when it is read again."""
    query = "SELECT first_run, first_offset FROM readings WHERE run = ? AND offset = ?"
    row = catalog.connection.execute(query, (place.run, place.offset)).fetchone()
    return Place(*row) if row else place


def settle(catalog: Catalog, ledger: Ledger, entries: Iterable[tuple[Place, Entry]]) -> None:
    """Note what lines that are applied already replace, and bring up to date whatever follows from that."""
    documents = [(place, entry) for place, entry in entries if isinstance(entry, DocumentLine)]
    again = [(place, line) for place, line in documents if line.document is not None]
    if not again and not readings(catalog):
        return
    said = _Said(catalog, ledger)
    relinked: set[int] = set()
    touched: set[int] = set()
    keys: set[str] = set()
    for place, line in again:
        records = _note(catalog, place, line)
        touched |= records
        before = {pair for each in line.replaces for pair in said.keys_of(Place(each.run, each.offset))}
        after = set(said.keys_of(place))
        if before != after:
            relinked |= records
            keys |= {key for _, found in before for key in found}
    for _, line in documents:
        revived = {found.accession for found in line.found if found.accession is not None and reread(catalog, found.accession)}
        touched |= revived
        relinked |= revived if line.document is None else set()
    left = {accession for accession in touched if said.of(accession)}  # not removed since
    for accession in sorted(left):
        _refresh(catalog, accession, said.of(accession))
    if relinked or keys:
        _relink(catalog, said, relinked & left, keys)


def _note(catalog: Catalog, place: Place, line: DocumentLine) -> set[int]:
    """What a line says of others; the records that it holds or that are gone from its document."""
    run, first = catalog.connection.execute, line.document
    assert first is not None
    run(
        "INSERT OR IGNORE INTO readings (run, offset, first_run, first_offset) VALUES (?, ?, ?, ?)",
        (place.run, place.offset, first.run, first.offset),
    )
    for each in line.replaces:
        run("INSERT OR IGNORE INTO replaced VALUES (?, ?)", (each.run, each.offset))
    held = {found.accession for found in line.found if found.accession is not None}
    for accession in held:
        run("INSERT OR IGNORE INTO reread VALUES (?, 0, NULL)", (accession,))
    for gone in line.gone:
        run("INSERT OR REPLACE INTO reread VALUES (?, 1, ?)", (gone.accession, gone.by))
    return held | {gone.accession for gone in line.gone}


@attrs.define
class _Said:
    """What the ledger says of records, each read once."""

    catalog: Catalog
    ledger: Ledger
    _known: dict[int, list[_Seen]] = attrs.Factory(dict)

    def of(self, accession: int) -> list[_Seen]:
        """Every sighting of a record in order; if it has current ones, only these."""
        if accession not in self._known:
            seen = sorted(self._read(accession), key=lambda each: each.order)
            self._known[accession] = [each for each in seen if each.current] or seen
        return self._known[accession]

    def keys_of(self, place: Place) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The records of a line, each with the keys of its sighting."""
        for found in self.ledger.line(place).get("found", ()):
            if "accession" in found:
                yield found["accession"], tuple(article_keys(found["article"]))

    def _read(self, accession: int) -> Iterator[_Seen]:
        query = "SELECT first_run, first_offset, run, offset, place, replaced FROM seen WHERE accession = ?"
        rows = self.catalog.connection.execute(query, (accession,)).fetchall()
        for first_run, first_offset, run, offset, number, replaced in rows:
            found = self.ledger.line(Place(run, offset))["found"][number]
            order = (first_run, first_offset, int(run), offset, number)
            yield _Seen(order, not replaced, found.get("source"), found["article"])


def _refresh(catalog: Catalog, accession: int, seen: Sequence[_Seen]) -> None:
    """A record's row as its sightings have it now."""
    values = [next((str(each.article[name]) for each in seen if name in each.article), None) for name in FILLED]
    columns = ", ".join(f"{name} = ?" for name in FILLED)
    query = f"UPDATE articles SET status = ?, source = ?, {columns} WHERE accession = ?"  # noqa: S608  # our own names
    catalog.connection.execute(query, (seen[0].article.get("status"), seen[0].source, *values, accession))


def _relink(catalog: Catalog, said: _Said, records: Iterable[int], keys: set[str]) -> None:
    """Link the records of these chains, and of those that share a key with them, as if their sightings came only now."""
    todo = {catalog.chain(accession) for accession in records} | catalog.chains(keys)
    chains: set[int] = set()
    members: list[int] = []
    keys = set(keys)
    while todo:
        chains.add(chain := todo.pop())
        for accession in catalog.members_of_chain(chain):
            members.append(accession)
            found = {key for each in said.of(accession) for key in article_keys(each.article)}
            keys |= found
            todo |= catalog.chains(found) - chains
    linked, kept = _linked(said, members)
    for accession in members:
        if accession not in linked:
            gone = superseded(catalog, accession)
            by = gone.by if gone else None
            known = by is not None and catalog.content_hash(by) is not None  # else it was withdrawn, or removed since
            linked[accession] = linked.get(by, catalog.chain(by)) if by is not None and known else accession
    run = catalog.connection.executemany
    run("UPDATE articles SET chain = ? WHERE accession = ?", ((chain, accession) for accession, chain in linked.items()))
    run("DELETE FROM identifiers WHERE key = ? AND chain = ?", ((key, chain) for key in keys for chain in chains))
    run("INSERT OR IGNORE INTO identifiers VALUES (?, ?)", ((key, chain) for key, found in kept.items() for chain in found))


def _linked(said: _Said, members: Iterable[int]) -> tuple[dict[int, int], dict[str, set[int]]]:
    """The chain of each record that some document holds, and the chains of each key. Design section 4."""
    seen = [(each.order, accession, each) for accession in members for each in said.of(accession) if each.current]
    linked: dict[int, int] = {}
    kept: dict[str, set[int]] = defaultdict(set)
    for _, accession, each in sorted(seen, key=lambda found: found[:2]):
        keys = article_keys(each.article)
        if accession not in linked:
            chains = set().union(*(kept[key] for key in keys))
            linked[accession] = chains.pop() if len(chains) == 1 else accession
        for key in keys:
            kept[key].add(linked[accession])
    return linked, kept
