"""What a run did, in numbers that add up.

found = new + version + duplicate + notice + quarantined + ignored, and seen = read + unchanged + deferred + refused.
"""

from collections import Counter, defaultdict
from typing import Any, get_args

import attrs

from ..entries import OutcomeName

OUTCOMES: tuple[str, ...] = get_args(OutcomeName)
#: The row of what no source claimed.
NOBODY = "(no source)"


@attrs.define
class Report:
    """Counts of inputs, and of what was found in them, a row a source.

    `unmatched` are entries of rules that no input of the run matches; `outdated` counts the inputs of the whole archive
    that were read under other rules than today's.
    """

    read: int = 0
    unchanged: int = 0
    deferred: int = 0
    refused: int = 0
    defects: int = 0
    rows: dict[str, Counter[str]] = attrs.Factory(lambda: defaultdict(Counter))
    plugin_errors: list[str] = attrs.Factory(list)
    interrupted: bool = False
    unmatched: list[str] = attrs.Factory(list)
    outdated: int = 0

    @property
    def seen(self) -> int:
        return self.read + self.unchanged + self.deferred + self.refused

    @property
    def totals(self) -> Counter[str]:
        """Outcomes over all sources."""
        return sum(self.rows.values(), Counter())

    @property
    def found(self) -> int:
        return self.totals.total()

    def count(self, source: str | None, outcome: str) -> None:
        self.rows[source or NOBODY][outcome] += 1

    def counts(self) -> dict[str, int]:
        """All numbers in one flat object, for the ledger and for `--json`."""
        totals = self.totals
        inputs = {name: getattr(self, name) for name in ("seen", "read", "unchanged", "deferred", "refused", "defects")}
        return inputs | {"found": self.found} | {outcome: totals[outcome] for outcome in OUTCOMES}

    def as_json(self) -> dict[str, Any]:
        return self.counts() | {
            "sources": {name: {outcome: row[outcome] for outcome in OUTCOMES} for name, row in sorted(self.rows.items())},
            "plugin_errors": self.plugin_errors,
            "interrupted": self.interrupted,
            "rules": {"unmatched": self.unmatched, "outdated": self.outdated},
        }
