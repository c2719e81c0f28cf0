"""Removals as the ledger has them, and the lines of which they blanked a part."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import attrs

from ..entries import RemovalLine
from .seal import Place, parse, unseal

_OF_REMOVE = b'"command":"remove"'
_REMOVAL = b'"event":"removal"'


def removals(runs: Iterable[Path]) -> Iterator[RemovalLine]:
    """The removals in these files. They stand in runs of the command `remove` only, and its first line says whose a run is.

    A line that does not match is passed over here: whoever follows the chain names it.
    """
    for path in runs:
        with path.open("rb") as file:
            for line in file if _OF_REMOVE in file.readline() else ():
                if _REMOVAL in line and line.endswith(b"\n") and _whole(line[:-1]):
                    entry = parse(line)
                    if isinstance(entry, RemovalLine):
                        yield entry


def _whole(line: bytes) -> bool:
    try:
        unseal(line, None)
    except ValueError:
        return False
    return True


@attrs.define
class Redactions:
    """Which bytes a line may have that are not those that its digest was made of. Reads the removals when it is asked."""

    removals: Callable[[], list[RemovalLine]]
    _known: dict[Place, tuple[str, str]] = attrs.Factory(dict)

    def vouch(self, place: Place, line: bytes) -> bool:
        """Whether a removal left exactly this line at this place, in the stead of the line that had its digest."""
        found = (hashlib.sha256(line).hexdigest(), line[-66:-2].decode("ascii", "replace"))
        if self._known.get(place) != found:  # also one that was decided since
            self._known = {
                Place(each.run, each.offset): (each.sha256, each.was) for removal in self.removals() for each in removal.lines
            }
        return self._known.get(place) == found
