"""Inputs that were read under other rules than those of today."""

import orjson

from ..rules import Rules
from .lookup import Catalog

#: Of `meta`: the rules under which every input was read, as far as is known.
_KEY = "rules"
_NOT_ALL = ""


def outdated(catalog: Catalog, rules: Rules, note: bool) -> int:
    """How many inputs there are of which rules said something else when they were read.

    With `note` the catalog remembers that there are none, so that the next run need not look.
    """
    read = catalog.connection.execute
    if read("SELECT value FROM meta WHERE key = ?", (_KEY,)).fetchone() == (rules.digest,):
        return 0
    count: int = sum(
        rules.match((folder + name)[below:]).hints != orjson.loads(hints or b"{}")
        for folder, name, below, hints in read("SELECT folder, name, below, hints FROM inputs WHERE original IS NOT NULL")
    )
    if note:
        with catalog.connection:
            read("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_KEY, _NOT_ALL if count else rules.digest))
    return count
