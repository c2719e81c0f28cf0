"""What every source has to do, as tests: subclass `Conformance`, name the format, run pytest."""

import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ..sources import Document
from . import golden
from .checks import claims, conservation, dates, determinism, evidence, meaning, names, totality
from .checks.every import CHECKS, small_failure
from .failure import ConformanceError
from .format import Format, formats
from .mutations import documents, enlarged, mutated_documents, systematic, whole
from .strategies import hostile_bytes
from .subject import Subject

#: Documents that other processes read: the samples, and so many mutated ones.
_READ_ELSEWHERE = 40
_SAMPLES = 2
_JOINED = 4


class Conformance:
    """The promises of a source, a test each. A plugin's test module says what its format is, and no more:

        class TestAcme(Conformance):
            format = FORMAT

    `plugin` is a single file that is not installed; its source takes the place of an installed one of the same name.
    `regressions` is a folder of documents that once failed, as the fuzzer writes them.
    How many documents are drawn is the active Hypothesis profile's `max_examples`.
    """

    format: ClassVar[Format]
    plugin: ClassVar[Path | None] = None
    regressions: ClassVar[Path | None] = None

    @property
    def subject(self) -> Subject:
        """The source, with all others that are installed beside it."""
        return _subject(self.format.source, self.plugin)

    def setup_method(self, method: Callable[..., None]) -> None:
        """Without any sample, one test fails and no other says anything."""
        if not self.format.documents() and method.__name__ != "test_there_are_samples":
            pytest.skip(f"{self.format.samples} holds no documents")

    def test_there_are_samples(self) -> None:
        """There are two documents of the format at least."""
        if (count := len(self.format.documents())) < _SAMPLES:
            what = f"{self.format.source}: too few samples"
            why = f"{self.format.samples} holds {count} of its documents: put {_SAMPLES} there at least"
            raise ConformanceError(what, f"{what}\n\n{why}")

    def pytest_generate_tests(self, metafunc: Any) -> None:
        """A test for each sample where one is asked for."""
        if "sample" in metafunc.fixturenames:
            metafunc.parametrize("sample", list(metafunc.cls.format.documents()))

    def test_a_sample_is_read_as_its_golden_file_says(self, sample: str, update_golden: bool) -> None:
        """What is found in each sample is written down beside it."""
        golden.matches(self.subject, self.format, sample, update_golden)

    def test_own_documents_are_claimed(self) -> None:
        """With every installed source bidding, each sample and what a renderer writes goes to this one."""
        self._hold(claims.claimed, whole(self.format))

    def test_samples_of_others_are_left_alone(self) -> None:
        """A sample of another installed format goes to whom it would go to without this source."""
        claims.left_alone(self.subject, formats())

    def test_sniffing_is_total(self) -> None:
        """`sniff` answers what it may, about anything."""
        self._hold(totality.sniffs)

    def test_reading_is_total(self) -> None:
        """Arbitrary, cut, flipped, spliced bytes give drafts, defects or the one declared error, and nothing else."""
        self._hold(totality.total)

    def test_nothing_is_lost(self) -> None:
        """Every character of a document is in a field, in furniture, or in a defect."""
        conservation.can_be_checked(self.subject, self.format)
        self._hold(conservation.conserved)
        self._hold(lambda subject, document: conservation.kept(subject, self.format, document), whole(self.format))

    def test_evidence_points_at_what_it_says(self) -> None:
        """Each value stands where its evidence says, and nothing is in an article that is not in the document."""
        self._hold(lambda subject, document: evidence.evident(subject, self.format, document))

    def test_dates_are_no_more_precise_than_the_text(self) -> None:
        """Each component of a date stands in the text."""
        self._hold(lambda subject, document: dates.precise(subject, self.format, document))

    def test_names_are_as_printed(self) -> None:
        """Each author's name stands in the document, with nothing of it cut off; in documents that are whole."""
        self._hold(lambda subject, document: names.printed(subject, self.format, document), whole(self.format))

    def test_a_sample_says_the_same_in_every_dress(self, sample: str) -> None:
        """Line ends, encoding and byte order mark change nothing, where the format allows them."""
        meaning.same(self.subject, self.format, Document(sample, self.format.documents()[sample]))

    def test_written_and_read_back(self) -> None:
        """What the format's renderer writes is read back, whole and with nothing added."""
        if (renderer := self.format.renderer) is None:
            return  # whether one is needed, test_nothing_is_lost says
        name = next(iter(self.format.documents()))

        def holds(item: Any, choice: random.Random) -> None:
            document = renderer.write(item)
            if isinstance(document, str):
                document = choice.choice([data for _, data in meaning.dressed(self.format, document)])
            meaning.written(self.subject, item, Document(name, document))

        _for_all(holds, renderer.items, st.randoms(use_true_random=False))

    def test_several_in_one_document(self) -> None:
        """A document joined from several has the articles of each."""
        if self.format.join is None:
            return
        sound = [document for document in self._samples() if not self.subject.read(document).defects]
        drawn = whole(self.format)
        _for_all(
            lambda several: meaning.joined(self.subject, self.format, several),
            st.lists(drawn | st.sampled_from(sound) if sound else drawn, min_size=1, max_size=_JOINED),
        )

    def test_reading_depends_on_the_bytes_alone(self) -> None:
        """Twice, in other processes, with another hash seed, locale, time zone and clock, in another order: the same."""
        drawn = _some(mutated_documents(self.format.documents()), _READ_ELSEWHERE)
        several = {(document.name, document.data): document for document in [*self._samples(), *drawn] if document.data}
        determinism.depends_on_the_bytes_alone(self.subject, self.plugin, list(several.values()))

    def test_reading_stays_within_bounds(self) -> None:
        """What is long, repeated or nested is read within a worker's limits of time and memory, or refused."""
        determinism.stays_within_bounds(self.subject, self.plugin, enlarged(self.format.documents()))

    def test_what_once_failed_holds(self) -> None:
        """Documents that the fuzzer found are read as any other."""
        for path in sorted(self.regressions.iterdir()) if self.regressions and self.regressions.is_dir() else []:
            for check in CHECKS:
                check(self.subject, self.format, Document(path.name, path.read_bytes()))

    def _samples(self) -> list[Document]:
        return [Document(name, data) for name, data in self.format.documents().items()]

    def _hold(self, check: Callable[[Subject, Document], None], drawn: st.SearchStrategy[Document] | None = None) -> None:
        """Hold a check to every sample and to documents of all kinds, or to those of a strategy.

        Of documents of all kinds, one that fails is made as small as it gets.
        """

        def held(document: Document) -> None:
            check(self.subject, Document(document.name, document.data))

        def holds(document: Document) -> None:
            if not document.data:
                return
            if drawn is not None:
                held(document)
            elif found := small_failure(held, document):
                raise found[1]

        for document in [*self._samples(), *(systematic(self.format.documents()) if drawn is None else ())]:
            holds(document)
        _for_all(holds, documents(self.format, hostile_bytes) if drawn is None else drawn)


@cache
def _subject(name: str, plugin: Path | None) -> Subject:
    return Subject.of(name, plugin)


def _for_all(check: Callable[..., None], *strategies: st.SearchStrategy[Any]) -> None:
    """Draw as many examples as the active profile says, and raise the first failure as it is."""
    phases = [Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink]
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    held = settings(deadline=None, report_multiple_bugs=False, phases=phases, suppress_health_check=slow, database=None)
    held(given(*strategies)(check))()


def _some(strategy: st.SearchStrategy[Document], count: int) -> list[Document]:
    """The same few documents in each run."""
    drawn: list[Document] = []

    def keep(document: Document) -> None:
        drawn.append(document)

    held = settings(max_examples=count, derandomize=True, database=None, deadline=None, phases=[Phase.generate])
    held(given(strategy)(keep))()
    return drawn
