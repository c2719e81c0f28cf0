"""Each mutant is what its name says of it: a change that applies, a module that is imported, a source that is registered."""

import ast
from pathlib import Path

import pytest

from newsarchive.plugins import load
from newsarchive.testing import Conformance

from .judge import LEFT_OUT, ORDER
from .mutants import MUTANTS, Mutant


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant.source}: {mutant.name}")
def test_a_mutant_applies_and_registers_its_source(mutant: Mutant, tmp_path: Path) -> None:
    """Its old texts stand exactly once, the new text is Python, and its source takes the name of the sound one."""
    file = mutant.write(tmp_path)
    for path in tmp_path.rglob("*.py"):
        ast.parse(path.read_text("utf-8"))
    local = [plugin for plugin in load([tmp_path]).plugins if plugin.origin == str(file)]

    assert [mutant.source] == [source.name for plugin in local for source in plugin.sources]


def test_there_are_enough_mutants_and_each_has_a_name_of_its_own() -> None:
    """The table holds as many as the kit is said to be proved on."""
    names = {(mutant.source, mutant.name) for mutant in MUTANTS}

    assert len(MUTANTS) == len(names)
    assert len(MUTANTS) >= 48


def test_the_judge_knows_every_test_of_the_kit() -> None:
    """A test that the kit gains is one that the mutants are held to, unless it is left out on purpose."""
    assert {name for name in dir(Conformance) if name.startswith("test_")} == {*ORDER, *LEFT_OUT}
    assert {mutant.expected for mutant in MUTANTS} <= set(ORDER)
