"""The archive that `make demo` makes, once for all pages."""

from pathlib import Path

import pytest

from . import support


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the seeds. Read it only, or copy it."""
    folder = tmp_path_factory.mktemp("demo")
    done = support.shell(f"newsarchive ingest {support.ROOT / 'seeds'} -a demo-archive", folder)
    assert done.returncode == 3, done.stdout
    return folder / "demo-archive"
