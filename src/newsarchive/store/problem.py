"""What `verify` says of a file that is not what was written."""

from typing import Literal

import attrs

#: What can be made anew: a record or volume from originals; a manifest, the catalog or `quarantine/` from the ledger.
Mend = Literal["record", "manifest", "catalog"]

BACKUP = "restore it from a backup"
NEXT_RUN = "the next `newsarchive ingest` takes them back"
_REPAIRED = {
    "record": "`newsarchive verify --repair` makes it anew from its originals, as far as they were kept",
    "manifest": "`newsarchive verify --repair` makes it anew from the ledger",
    "catalog": "`newsarchive rebuild`, or `newsarchive verify --repair`, makes it anew from the ledger",
}


@attrs.frozen
class Problem:
    """A file that is not what was written: its path below the archive, what is wrong, what helps, and what can mend it."""

    path: str
    what: str
    remedy: str = ""
    mend: Mend | None = None


def mendable(path: str, what: str, mend: Mend) -> Problem:
    """A problem that `verify --repair` may mend."""
    return Problem(path, what, _REPAIRED[mend], mend)
