"""The built wheel works by itself: in an empty environment, away from the checkout."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.stranger import run

ROOT = Path(__file__).parents[1]
PACKAGES = {"newsarchive": ROOT / "src" / "newsarchive", "newsarchive_plugins": ROOT / "plugins"}
#: Modules outside of them: docs/adr/0017.
MODULES = {"_newsarchive_pytest.py"}


@pytest.fixture(scope="module")
def newsarchive(elsewhere: Path, wheel: Path) -> Path:
    """The console script, installed from the wheel with its dependencies."""
    installed = run(elsewhere / "venv/bin/pip", "install", "-q", wheel, cwd=elsewhere)
    assert installed.returncode == 0, installed.stderr
    return elsewhere / "venv/bin/newsarchive"


@pytest.mark.parametrize("package", PACKAGES)
def test_the_wheel_holds_every_module(wheel: Path, package: str) -> None:
    """pyproject.toml lists packages by name: this fails when a new one was forgotten."""
    folder = PACKAGES[package]
    held = zipfile.ZipFile(wheel).namelist()
    data = [path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".pyc", ".md")]
    expected = {f"{package}/{path.relative_to(folder).as_posix()}" for path in data}

    assert expected == {name for name in held if name.startswith(f"{package}/")}
    assert f"{package}/py.typed" in held


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}

    assert {name for name in tops if not name.endswith(".dist-info")} == PACKAGES.keys() | MODULES


def test_plugins_lists_the_bundled_ones(newsarchive: Path, elsewhere: Path) -> None:
    listed = run(newsarchive, "plugins", "--json", cwd=elsewhere)

    assert listed.returncode == 0, listed.stderr
    plugins = {plugin["name"]: plugin for plugin in json.loads(listed.stdout)}
    assert {"dated-text", "plain-text", "signed-text"} <= set(plugins)
    for plugin in plugins.values():
        assert {"origin", "version"} <= set(plugin)
        assert plugin["sources"]
        assert not plugin.get("error")


def test_ingest_archives_a_folder(newsarchive: Path, elsewhere: Path) -> None:
    drop = elsewhere / "drop"
    drop.mkdir()
    story = "Harbour reopens after the storm\n\nThe harbour of Port Ellery opened again on Monday after three days.\n"
    (drop / "harbour.txt").write_text(story, "utf-8")

    done = run(newsarchive, "ingest", drop, "-a", elsewhere / "archive", cwd=elsewhere)

    assert done.returncode == 0, done.stdout + done.stderr
    (record,) = (elsewhere / "archive/records/000").iterdir()
    assert record.name.startswith("000_")
    assert json.loads(record.read_bytes())["headline"] == "Harbour reopens after the storm"


def test_the_installed_package_is_the_wheel(newsarchive: Path, elsewhere: Path) -> None:
    """Not the checkout by some path: else the tests above would prove nothing."""
    code = "import newsarchive, newsarchive_plugins; print(newsarchive.__file__); print(newsarchive_plugins.__file__)"
    where = run(elsewhere / "venv/bin/python", "-c", code, cwd=elsewhere)

    assert where.returncode == 0, where.stderr
    for line in where.stdout.splitlines():
        assert Path(line).is_relative_to(elsewhere / "venv")
