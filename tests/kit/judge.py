"""What the kit says of a source: its tests in this process, the cheapest first, up to the first that fails.

Golden files are left out, since a stranger's are written by the stranger's own parser, faults and all; and so is what
once failed, since nothing has failed yet.
"""

import inspect
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
from hypothesis import settings

from newsarchive.testing import Conformance, Format

from .. import conftest  # noqa: F401  # it registers the profiles

if TYPE_CHECKING:
    from .mutants import Mutant

#: The kit's tests, the cheapest first.
ORDER = (
    "test_there_are_samples",
    "test_own_documents_are_claimed",
    "test_samples_of_others_are_left_alone",
    "test_a_sample_says_the_same_in_every_dress",
    "test_written_and_read_back",
    "test_several_in_one_document",
    "test_sniffing_is_total",
    "test_reading_is_total",
    "test_nothing_is_lost",
    "test_evidence_points_at_what_it_says",
    "test_dates_are_no_more_precise_than_the_text",
    "test_names_are_as_printed",
    "test_reading_depends_on_the_bytes_alone",
    "test_reading_stays_within_bounds",
)
LEFT_OUT = frozenset({"test_a_sample_is_read_as_its_golden_file_says", "test_what_once_failed_holds"})
#: As many examples as in the profile `fast`, and the same ones in every run: so is the table.
settings.register_profile("mutants", settings.get_profile("fast"), derandomize=True, max_examples=300)


@attrs.frozen
class Verdict:
    """The first test that failed, and what it said; neither for a source that the kit takes for sound."""

    test: str | None
    message: str = ""
    seconds: float = 0.0


def verdict(format: Format, plugin: Path | None, tests: Sequence[str] = ORDER) -> Verdict:
    """Hold the kit's tests to the source of a format, that of a single file if one is given."""
    judged = type("Judged", (Conformance,), {"format": format, "plugin": plugin})()
    began = time.monotonic()
    for name in tests:
        method = getattr(judged, name)
        samples = list(format.documents()) if "sample" in inspect.signature(method).parameters else [None]
        for sample in samples:
            try:
                method(sample) if sample else method()
            except Exception as error:  # noqa: BLE001  # as for pytest, a test fails by whatever it raises
                said = str(error) if isinstance(error, AssertionError) else f"{type(error).__name__}: {error}"
                return Verdict(name, said, time.monotonic() - began)
    return Verdict(None, seconds=time.monotonic() - began)


def judged(mutant: "Mutant") -> Verdict:
    """What the kit says of a mutant: the test that should see its fault first, then all others."""
    with tempfile.TemporaryDirectory() as folder:
        order = (mutant.expected, *(name for name in ORDER if name != mutant.expected))
        return verdict(mutant.format, mutant.write(Path(folder)), order)


def main(mutants: Iterable["Mutant"]) -> None:
    """Judge the mutants whose source or name has one of the arguments in it, or all; print the table. Exit 1 if one escapes."""
    words = sys.argv[1:]
    chosen = [each for each in mutants if not words or any(word in f"{each.source} {each.name}" for word in words)]
    escaped = 0
    began = time.monotonic()
    print(f"{'source':13} {'mutant':48} {'caught by':46} seconds")
    with ProcessPoolExecutor(initializer=settings.load_profile, initargs=("mutants",)) as processes:
        for mutant, found in zip(chosen, processes.map(judged, chosen), strict=True):
            escaped += found.test is None
            print(f"{mutant.source:13} {mutant.name:48} {found.test or 'NOTHING':46} {found.seconds:7.1f}", flush=True)
    print(f"{len(chosen) - escaped} of {len(chosen)} are caught, in {time.monotonic() - began:.0f} seconds")
    sys.exit(1 if escaped else 0)
