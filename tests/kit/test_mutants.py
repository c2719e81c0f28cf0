"""The kit is proved on broken parsers: it finds out every one. `make mutants` prints the table."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from .judge import judged
from .mutants import MUTANTS, Mutant


@pytest.fixture(autouse=True)
def settled() -> Iterator[None]:
    """The profile of the table: what is drawn does not change from run to run."""
    before = settings.get_current_profile_name()
    settings.load_profile("mutants")
    yield
    settings.load_profile(before)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every second mutant, and all of them with --full or by `make mutants`."""
    if "mutant" in metafunc.fixturenames:
        chosen = MUTANTS if metafunc.config.getoption("--full") else MUTANTS[::2]
        metafunc.parametrize("mutant", chosen, ids=lambda mutant: f"{mutant.source}: {mutant.name}")


def test_a_broken_parser_is_found_out(mutant: Mutant) -> None:
    """A source with a fault fails one of the kit's tests, with a message."""
    verdict = judged(mutant)

    assert verdict.test is not None
    assert verdict.message.startswith(mutant.source) or "Error" in verdict.message
