"""What all tests share: Hypothesis profiles, the folder `shared` where there is one, and the wheel."""

import os
import shutil
import venv
from pathlib import Path

import pytest
from hypothesis import settings

from tests.stranger import run

ROOT = Path(__file__).parents[1]
#: What a build reads. Not `build/` or `*.egg-info`: what an earlier build left there must not get into the wheel.
SOURCES = ("src", "plugins", "pyproject.toml", "README.md", "LICENSE")

# In CI the examples are the same in each run of the same code: what is new is found before, where someone can look at it.
settings.register_profile("fast", max_examples=25, deadline=None, print_blob=True, derandomize="CI" in os.environ)
settings.register_profile("thorough", max_examples=2000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="all of what is only sampled else (make crash)")


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether all of it is to be tested, however long that takes."""
    return bool(request.config.getoption("--full"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `shared` beside the checkout: seeds, samples and the pair of colliding articles."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder outside of the checkout with an environment that holds pip and nothing else, in `venv`."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder / "venv", with_pip=True)
    probe = run(
        folder / "venv/bin/pip",
        "download",
        "-q",
        "--no-deps",
        "--retries=0",
        "--no-cache-dir",
        "-d",
        folder,
        "attrs",
        cwd=folder,
    )
    if probe.returncode != 0:
        pytest.skip(f"the package registry cannot be reached: {probe.stderr.strip().splitlines()[-1:]}")
    return folder


@pytest.fixture(scope="session")
def wheel(elsewhere: Path) -> Path:
    """The wheel, built as pip builds it for anyone: in isolation, from the files that belong to it."""
    tree = elsewhere / "tree"
    tree.mkdir()
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("*.egg-info", "__pycache__"))
        else:
            shutil.copy(ROOT / name, tree)
    built = run(elsewhere / "venv/bin/pip", "wheel", "-q", "--no-deps", "-w", elsewhere / "dist", tree, cwd=elsewhere)
    assert built.returncode == 0, built.stderr
    (wheel,) = (elsewhere / "dist").glob("*.whl")
    return wheel
