"""What an archive should be like where records were removed, for `verify`."""

from collections.abc import Iterator

import attrs

from ..entries import Kept, RemovalLine
from ..ledger import Ledger, Place
from .layout import Layout
from .originals import Member
from .problem import Problem
from .removal import digest_at

_REMEDY = "it was put back: `newsarchive remove` the record again, or restore the archive as a whole"


@attrs.define
class Removals:
    """The removals of an archive.

    `records` says of each record that is gone, by its path, when and why; `decided` whether the last removal is not done yet.
    """

    records: dict[str, str] = attrs.Factory(dict)
    decided: bool = False
    _lines: dict[Place, str] = attrs.Factory(dict)
    _originals: dict[tuple[str, int], str] = attrs.Factory(dict)

    @classmethod
    def of(cls, ledger: Ledger) -> "Removals":
        """What the ledger says."""
        found = cls()
        for line in ledger.removals():
            found._add(line)
        return found

    def _add(self, line: RemovalLine) -> None:
        self.records |= {gone.record: f"removed on {line.at}: {line.reason}" for gone in line.removed}
        self._lines |= {Place(each.run, each.offset): each.sha256 for each in line.lines}
        self._originals |= {(each.tar, each.offset): each.sha256 for each in line.originals}

    def follow(self, event: str, kept: Kept | None) -> None:
        """A line of the ledger: a batch says that what was decided is done; a document may be kept without a removed text."""
        self.decided = event == "removal" or (self.decided and event != "batch")
        if kept is not None and kept.sha256 is not None:
            self._originals.setdefault((kept.tar, kept.offset), kept.sha256)

    def expected(self, member: Member) -> str:
        """The digest of an original's bytes as they should be now."""
        return self._originals.get((member.tar, member.offset), member.digest)

    def problems(self, layout: Layout, ledger: Ledger) -> Iterator[Problem]:
        """What is there although it was removed. Originals are checked with all others."""
        if self.decided:
            yield Problem("ledger", "a removal was decided and cut short", "the next `newsarchive ingest` finishes it")
        for path, words in self.records.items():
            if (layout.root / path).exists():
                yield Problem(path, f"it was {words}, and is there", "delete it")
        for place, digest in self._lines.items():
            if digest_at(ledger.path(place.run), place.offset, None) != digest:
                what = f"the line at byte {place.offset} is not what a removal left of it"
                yield Problem(f"ledger/{place.run}.jsonl", what, _REMEDY)
