"""The catalog: a SQLite file for look-ups, always rebuildable from the ledger, which alone is believed.

It knows how far it has read the ledger (`meta`), so that whoever opens it for writing brings it up to date first.
"""

from .feed import apply
from .lookup import Catalog
from .opening import open_catalog, read_catalog, rebuild, seen_until

__all__ = ["Catalog", "apply", "open_catalog", "read_catalog", "rebuild", "seen_until"]
