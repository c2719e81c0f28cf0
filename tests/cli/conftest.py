"""The archive that most tests of reading commands share."""

from pathlib import Path

import pytest

from . import support


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that holds something of everything. Read it only."""
    return support.world(tmp_path_factory.mktemp("world"))
