"""Inputs that were read under other rules than those of today."""

import orjson

from ..rules import Rules
from .lookup import Catalog

#: Of `meta`: the rules under which every input was read, as far as is known. A catalog that was made anew does not know.
_KEY = "rules"


def outdated(catalog: Catalog, rules: Rules, note: bool) -> int:
    """How many inputs there are of which rules said something else when they were read.

    With `note` the catalog remembers that there are none, so that the next run need not look. Every run that reads asks.
    """
    read = catalog.connection.execute
    known = read("SELECT value FROM meta WHERE key = ?", (_KEY,)).fetchone()
    if known == (rules.digest,):
        return 0
    if rules.entries:
        inputs = read("SELECT folder, name, below, hints FROM inputs WHERE original IS NOT NULL")
        count: int = sum(
            rules.match((folder + name)[below:]).hints != orjson.loads(hints or b"{}") for folder, name, below, hints in inputs
        )
    else:
        count = read("SELECT count(*) FROM inputs WHERE hints IS NOT NULL").fetchone()[0]
    remembered = rules.digest if rules.entries and not count else None
    if note and (remembered is not None or known is not None):
        with catalog.connection:
            read("DELETE FROM meta WHERE key = ?", (_KEY,))
            if remembered is not None:
                read("INSERT INTO meta VALUES (?, ?)", (_KEY, remembered))
    return count
