"""Where the homes of this package are."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from .scenarios import SCENARIOS


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`some_scenario` is every second one, and all of them with --full."""
    if "some_scenario" in metafunc.fixturenames:
        chosen = SCENARIOS if metafunc.config.getoption("--full") else SCENARIOS[::2]
        metafunc.parametrize("some_scenario", chosen, ids=lambda scenario: scenario.name)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: what is tested here is what was asked of the disk, and not the disk."""
    memory = Path("/dev/shm")
    if not memory.is_dir():
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory, prefix="newsarchive-crash-") as folder:
        yield Path(folder)
