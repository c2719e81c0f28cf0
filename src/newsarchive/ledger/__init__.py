"""The ledger: append-only JSON Lines, one file a run, each line chained to the one before.

A line is canonical JSON with the keys `prev` and, last of all, `this`. `this` is the SHA-256 of the line's own bytes
before `,"this":`, and `prev` that of the line before, across runs; the first line of all has 64 zeros. What comes
after the last `batch` or `end` line was never acknowledged and is cut off at the next start. Only an unterminated
last line is torn; a terminated line that does not match is damage.
"""

from .chain import Ledger
from .seal import GENESIS, Place, Tail, parse, seal, unseal
from .writer import Writer

__all__ = ["GENESIS", "Ledger", "Place", "Tail", "Writer", "parse", "seal", "unseal"]
