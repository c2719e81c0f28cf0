"""What the ledger already notes of documents that are read again."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property

import attrs

from ..canonical import encode, plain
from ..entries import DocumentLine, Outcome
from ..ledger import Ledger, parse
from .complaints import original_of

#: What makes a document this one: its path and the digest of its bytes.
Key = tuple[str, str]


@attrs.define(slots=False)
class History:
    """What the ledger notes of some originals, read from it once, and only if somebody asks."""

    ledger: Ledger
    drops: Callable[[str], list[str]]
    originals: set[str]

    def beyond(self, key: Key, outcomes: Sequence[Outcome]) -> Sequence[Outcome]:
        """The outcomes without those that are noted of this document; what fails and what is new always counts."""
        if all(outcome.outcome in ("new", "version", "quarantined") for outcome in outcomes):
            return outcomes
        noted = self._noted.get(key, Counter())
        left = []
        for outcome in outcomes:
            mark = _mark(outcome)
            if noted[mark] > 0:
                noted[mark] -= 1
            else:
                left.append(outcome)
        return left

    @cached_property
    def _noted(self) -> dict[Key, Counter[bytes]]:
        noted: dict[Key, Counter[bytes]] = {}
        for place, line, _ in self.ledger.read():
            if original_of(line) in self.originals:
                entry = parse(line)
                assert isinstance(entry, DocumentLine)
                key = (f"{self.drops(place.run)[entry.drop]}/{entry.name}", entry.original)
                if entry.replaces:
                    noted.pop(key, None)
                marks = (_mark(outcome) for outcome in entry.found if outcome.outcome != "quarantined")
                noted.setdefault(key, Counter()).update(marks)
        return noted


def _mark(outcome: Outcome) -> bytes:
    """What is the same whenever the same thing is found in the same document."""
    said = plain(outcome)
    what = outcome.content_hash or {name: said[name] for name in ("outcome", "message", "reasons") if name in said}
    return encode([outcome.member or "", what])
