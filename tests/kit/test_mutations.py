"""The mutator: what the property tests and the fuzzer feed to parsers."""

import random
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from newsarchive import Document
from newsarchive.testing.mutations import MUTATIONS, enlarged, mutated, smallest


class Choices:
    """Choices of a random generator."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def number(self, most: int) -> int:
        return self.random.randint(0, most)

    def pick(self, several: Sequence[bytes]) -> bytes:
        return self.random.choice(several)


samples = st.lists(st.binary(max_size=60), min_size=1, max_size=3)


@given(samples=samples, seed=st.integers(0, 2**32))
def test_every_mutation_takes_any_document(samples: list[bytes], seed: int) -> None:
    """Each of the mutations gives bytes, whatever it is given, and the same for the same choices."""
    for mutation in MUTATIONS:
        assert mutation(samples[0], Choices(seed), samples) == mutation(samples[0], Choices(seed), samples)
    assert isinstance(mutated(samples, Choices(seed), 4), bytes)


def test_mutations_do_what_they_say() -> None:
    """Documents come out shorter, longer, damaged and mixed."""
    drawn = {mutated([b"<a>one</a>\n", b"two\n"], Choices(seed), 1) for seed in range(4_000)}

    assert {b"<a>one</a>\n", b"<a>o", b"</a>\n", b"<b>one</a>\n"[:0]} <= drawn
    assert any(len(each) > 100 for each in drawn)
    assert any(b"<a>" in each and b"two" in each for each in drawn)


@given(data=st.binary(max_size=80), needed=st.binary(min_size=1, max_size=3), at=st.integers(0, 80))
def test_the_smallest_document_that_fails_is_found(data: bytes, needed: bytes, at: int) -> None:
    """What does not matter is cut off and out, and what matters stays."""
    document = Document("x.txt", data[:at] + needed + data[at:])

    assert needed == smallest(document, lambda smaller: needed in smaller.data, tries=10_000).data


def test_samples_are_made_long_and_deep() -> None:
    """Half a megabyte of the same, and tags within each other, as many as parsers let through and more."""
    made = {how: document.data for how, document in enlarged({"a.xml": b"<a><b>text</b></a>", "empty": b""})}

    assert len(made["the whole repeated"]) > 1 << 19
    assert b"<a>" * 601 + b"</a>" * 600 + b"<b>text</b></a>" == made["b'<a>' 600 levels deep"]
    assert b"<a>" * 10_001 + b"</a>" * 10_000 + b"<b>text</b></a>" == made["b'<a>' 10,000 levels deep"]
