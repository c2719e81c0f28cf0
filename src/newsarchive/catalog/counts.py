"""How much an archive holds, in numbers."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs
import orjson

from ..ledger import Ledger, Tail
from .lookup import Catalog

#: What is counted, and how.
_TOTALS = {
    "inputs": "SELECT count(*) FROM inputs WHERE refused IS NULL",
    "refused": "SELECT count(*) FROM inputs WHERE refused IS NOT NULL",
    "articles": "SELECT count(*) FROM articles",
    "stories": "SELECT count(DISTINCT chain) FROM articles",
    "versions": "SELECT count(*) FROM articles WHERE chain <> accession",
    "superseded": "SELECT count(*) FROM superseded",
    "sightings": "SELECT count(*) FROM seen WHERE NOT replaced",
    "quarantined": "SELECT count(*) FROM quarantined",
    "originals": "SELECT count(*) FROM originals",
    "removed": "SELECT count(*) FROM removed",
}
#: What records are counted by; a date by its month, as printed.
_GROUPS = {"source": "source", "publisher": "publisher", "language": "language", "month": "substr(published, 1, 7)"}


@attrs.frozen
class Run:
    """One run of the ledger: who ran when, and what its last line counts; None if it was killed before that line."""

    run: str
    at: str
    command: str
    counts: Mapping[str, int] | None


def totals(catalog: Catalog) -> dict[str, int]:
    """Each number by its name."""
    return {name: int(catalog.connection.execute(query).fetchone()[0]) for name, query in _TOTALS.items()}


def groups(catalog: Catalog) -> dict[str, dict[str, int]]:
    """How many records by source, publisher, language and month; "" where the record does not say."""
    return {
        name: {
            value or "": count
            for value, count in catalog.connection.execute(
                f"SELECT {column}, count(*) FROM articles GROUP BY 1 ORDER BY 1"  # noqa: S608  # columns are our own
            )
        }
        for name, column in _GROUPS.items()
    }


def runs(ledger: Ledger) -> Iterator[Run]:
    """Every run, first to last. Reads only the ends of its file, unless it has no end. Raises DamageError."""
    for run in ledger.runs():
        with ledger.path(run).open("rb") as file:
            begun = file.readline()
        first: dict[str, Any] = orjson.loads(begun) if begun.endswith(b"\n") else {}
        if first.get("event") == "run":
            yield Run(run, first["at"], first["command"], _counts(ledger, run))


def _counts(ledger: Ledger, run: str) -> Mapping[str, int] | None:
    tail = Tail(run, ledger.path(run).stat().st_size, "")
    last: dict[str, Any] = orjson.loads(next(ledger.backwards(tail)))
    counts: dict[str, int] | None = last["counts"] if last["event"] == "end" else None
    return counts
