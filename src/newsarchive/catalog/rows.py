"""What ledger lines of one run say, as rows of the catalog, written some thousand at a time."""

from collections import defaultdict
from typing import Any

import attrs

from ..canonical import encode
from ..entries import DocumentLine, Outcome, RefusedLine
from ..ledger import Place
from .keys import article_keys, identifier_keys
from .lookup import Catalog, digest_bytes, split_path
from .readings import FILLED

#: In the order in which they are written: a sighting fills what its record left open, and what an earlier run said of a
#: document in quarantine is said anew. Commands other than `ingest` read what was kept, and say nothing of what lies
#: under a name now.
_STATEMENTS = {
    "originals": "INSERT OR IGNORE INTO originals VALUES (?, ?, ?, ?)",
    "articles": "INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "filled": f"UPDATE articles SET {', '.join(f'{name} = coalesce({name}, ?)' for name in FILLED)} WHERE accession = ?",  # noqa: S608  # our own names
    "identifiers": "INSERT OR IGNORE INTO identifiers VALUES (?, ?)",
    "sightings": "INSERT OR IGNORE INTO sightings VALUES (?, ?, ?, ?)",
    "notices": "INSERT OR IGNORE INTO notices VALUES (?, ?, ?, ?)",
    "removed from": "INSERT OR IGNORE INTO removed_from VALUES (?, ?)",
    "said anew": "DELETE FROM quarantined WHERE path = ? AND original = ? AND run <> ?",
    "quarantined": "INSERT OR REPLACE INTO quarantined VALUES (?, ?, ?, ?, ?, ?)",
    "inputs": "INSERT OR REPLACE INTO inputs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "known inputs": "INSERT OR IGNORE INTO inputs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    # Of a file in stretches: how far it was read, and whether all of it was kept. The first one begins anew.
    "begun": "INSERT INTO begun VALUES (?, ?, ?, ?) ON CONFLICT (path) DO UPDATE SET original = excluded.original, "
    "end = excluded.end, kept = excluded.kept AND (kept OR NOT ?)",
    "read under": "UPDATE inputs SET hints = ? WHERE (folder, name, original) = (?, ?, ?)",
}


@attrs.define
class Rows:
    """Rows to be written. Lines of another run may come only after `write`."""

    catalog: Catalog
    _rows: dict[str, list[tuple[Any, ...]]] = attrs.Factory(lambda: defaultdict(list))
    _chains: dict[int, int] = attrs.Factory(dict)

    def write(self) -> None:
        """Write all rows."""
        for name, statement in _STATEMENTS.items():
            if rows := self._rows.pop(name, None):
                self.catalog.connection.executemany(statement, rows)
        self._chains.clear()

    def add_refused(self, place: Place, line: RefusedLine) -> None:
        """An entry that was not read."""
        self._rows["inputs"].append(
            (*split_path(self._path(place, line.drop, line.name)), -1, -1, -1, None, line.code, 0, None)
        )

    def add_document(self, place: Place, line: DocumentLine) -> None:
        """A document, and what became of what was found in it."""
        path = self._path(place, line.drop, line.name)
        original = bytes.fromhex(line.original)
        if line.kept and not line.kept.cuts:
            self._rows["originals"].append((original, line.kept.tar, line.kept.offset, line.size))
        # The document may take several lines of this run.
        self._rows["said anew"].append((path, original, place.run))
        for number, outcome in enumerate(line.found):
            where = (place.run, place.offset, number)
            if outcome.accession is not None and outcome.content_hash is not None:
                self._add_sighting(outcome, outcome.accession, outcome.content_hash)
                self._rows["sightings"].append((outcome.accession, *where))
            elif outcome.message is not None:
                keys = identifier_keys(outcome.message.identifiers, outcome.message.publisher)
                self._rows["notices"] += ((key, *where) for key in keys)
            elif outcome.content_hash is not None:
                self._rows["removed from"].append((digest_bytes(outcome.content_hash), original))
            elif outcome.outcome == "quarantined":
                self._rows["quarantined"].append((path, outcome.member or "", original, *where))
        read_now = self.catalog.command(place.run) == "ingest"
        if (at := line.stretch) is not None:
            original = bytes.fromhex(at.file)
            if read_now and not line.more:
                kept = line.kept is not None and not line.kept.cuts
                self._rows["begun"].append((path, original, at.start + line.size, kept, at.start > 0))
        if line.completes:
            size = line.size if at is None else at.size
            hints = encode(line.hints) if line.hints else None
            below = len(path) - len(line.name)
            row = (*split_path(path), size, line.mtime_ns, line.inode, original, None, below, hints)
            if read_now:
                self._rows["inputs"].append(row)
            else:
                self._rows["known inputs"].append(row)
                self._rows["read under"].append((hints, *split_path(path), original))

    def _add_sighting(self, outcome: Outcome, accession: int, content_hash: str) -> None:
        """An article's row, or what a later sighting adds to it, and the identifiers of its chain."""
        article = outcome.article
        keys = article_keys(article)
        known = [str(article[name]) if name in article else None for name in FILLED]
        if outcome.outcome != "duplicate":
            chain = accession if outcome.follows is None else outcome.follows
            self._chains[accession] = chain
            row = (accession, digest_bytes(content_hash), chain, article.get("status"), outcome.source, *known)
            self._rows["articles"].append(row)
        else:
            self._rows["filled"].append((*known, accession))
            chain = self._chain(accession) if keys else accession
        self._rows["identifiers"] += ((key, chain) for key in keys)

    def _chain(self, accession: int) -> int:
        return self._chains[accession] if accession in self._chains else self.catalog.chain(accession)

    def _path(self, place: Place, drop: int, name: str) -> str:
        return f"{self.catalog.drops(place.run)[drop]}/{name}"
