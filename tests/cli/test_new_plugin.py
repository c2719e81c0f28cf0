"""`newsarchive new-plugin`: a template that works as it stands."""

import ast
import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.cli.helpers import rows, run

#: Fewer examples than the template's own tests draw, and no time spent on making them small.
QUICK = """\
from hypothesis import Phase, settings
settings.register_profile("quick", phases=[Phase.generate], max_examples=50, deadline=None, database=None)
settings.load_profile("quick")
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a new distribution."""
    folder = tmp_path_factory.mktemp("made")
    done = run("new-plugin", "acme-wire", "--into", folder)
    assert done.returncode == 0, done.stderr
    return folder / "newsarchive-acme-wire"


def test_it_writes_a_whole_distribution(made: Path) -> None:
    files = sorted(path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file())

    assert files == [
        "README.md",
        "pyproject.toml",
        "src/newsarchive_acme_wire.py",
        "tests/samples/rain.acme_wire",
        "tests/samples/vote.acme_wire",
        "tests/test_acme_wire.py",
    ]
    assert "{" not in (made / "README.md").read_text("utf-8")


def test_its_tests_pass_at_once(made: Path) -> None:
    pytest.importorskip("hypothesis")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=made,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stdout
    assert "8 passed" in done.stdout


@pytest.mark.parametrize(
    ("there", "instead", "failing"),
    [
        (
            "for number, run in enumerate(blocks(found[end:])):",
            "for number, run in enumerate(blocks(found[end:])[:-1]):",
            "character",
        ),
        ("furniture = [found[0].span]", "furniture = []", "character"),
        ('raise Unreadable(f"the first line is not {MARK!r}")', "raise KeyError(MARK)", "any_bytes"),
        ('"By": "byline"', '"By": "credit"', "samples"),
        ("return Bid(", "assert first\n    return Bid(", "sniffing"),
    ],
)
def test_its_tests_find_what_is_broken(made: Path, tmp_path: Path, there: str, instead: str, failing: str) -> None:
    """A paragraph lost, a mark forgotten, another error, a wrong field, a `sniff` that raises."""
    pytest.importorskip("hypothesis")
    source = (made / "src/newsarchive_acme_wire.py").read_text("utf-8")
    assert there in source
    (tmp_path / "src").mkdir()
    (tmp_path / "src/newsarchive_acme_wire.py").write_text(source.replace(there, instead), "utf-8")
    (tmp_path / "tests").symlink_to(made / "tests")
    (tmp_path / "pyproject.toml").symlink_to(made / "pyproject.toml")
    (tmp_path / "conftest.py").write_text(QUICK)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", failing],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 1, done.stdout
    assert "1 failed" in done.stdout


def test_newsarchive_lists_it_once_it_is_installed(made: Path, tmp_path: Path) -> None:
    """Really installed, into an environment that sees this one's packages."""
    venv.create(tmp_path / "venv", with_pip=False)
    packages = next((tmp_path / "venv/lib").glob("python*")) / "site-packages"
    paths = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "host.pth").write_text("\n".join(f"import site; site.addsitedir({path!r})" for path in paths))
    python = tmp_path / "venv/bin/python"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "NEWSARCHIVE"))}
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "-q", "--no-deps", "--retries=0", str(made)]
    installed = subprocess.run(pip, capture_output=True, text=True, env=environment, timeout=120, check=False)
    if "No matching distribution found for setuptools" in installed.stderr:
        pytest.skip("the package registry cannot be reached: nothing can be built")
    assert installed.returncode == 0, installed.stderr
    main = "from newsarchive.cli import main; main()"

    def program(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
        command = [str(python), "-c", main, *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=False)

    listed = json.loads(program("plugins", "--json").stdout)
    (row,) = (row for row in listed if row["name"] == "acme-wire")
    assert row == {
        "name": "acme-wire",
        "origin": "newsarchive-acme-wire 0.1.0",
        "version": "0.1.0",
        "sources": ["acme-wire"],
        "error": None,
    }
    parsed = program("parse", made / "tests/samples/rain.acme_wire")
    assert rows(parsed)[0]["headline"] == "Rain stops play"


def test_a_single_file_is_a_plugin_by_itself(tmp_path: Path, made: Path) -> None:
    done = run("new-plugin", "acme-wire", "--single-file", "--into", tmp_path)
    parsed = run("parse", made / "tests/samples/vote.acme_wire", "--plugins-dir", tmp_path)
    (row,) = rows(parsed)

    assert done.returncode == 0
    assert [path.name for path in tmp_path.glob("*.py")] == ["acme_wire.py"]
    assert parsed.stderr == ""
    assert (row["published"], row["extra"]) == ("2024-12", {"acme-wire": {"Desk": "Local"}})


@pytest.mark.parametrize("option", [(), ("--single-file",)])
def test_it_overwrites_nothing(tmp_path: Path, option: tuple[str, ...]) -> None:
    (tmp_path / "newsarchive-acme").mkdir()
    (tmp_path / "acme.py").write_text("mine")
    done = run("new-plugin", "acme", *option, "--into", tmp_path)

    assert done.returncode == 1
    assert "is there already; nothing was written" in done.stderr
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["acme.py", "newsarchive-acme"]
    assert (tmp_path / "acme.py").read_text() == "mine"


@pytest.mark.parametrize("name", ["Acme", "acme_wire", "1acme", "acme-", "-acme", "a b", "../x", "ä", "", "newsarchive-acme"])
def test_other_names_are_refused(tmp_path: Path, name: str) -> None:
    done = run("new-plugin", "--into", tmp_path, "--", name)

    assert done.returncode == 2
    assert not list(tmp_path.iterdir())


def test_a_source_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    run("new-plugin", "acme", "--single-file", "--into", tmp_path)
    done = run("new-plugin", "acme", "--into", tmp_path, "--plugins-dir", tmp_path)

    assert done.returncode == 2
    assert f"There is a source 'acme' already, in acme ({tmp_path}/acme.py)" in done.stderr


def test_the_template_imports_only_what_plugins_may(made: Path) -> None:
    tree = ast.parse((made / "src/newsarchive_acme_wire.py").read_text("utf-8"))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {module for module in modules if module and module.startswith("newsarchive")} <= {
        "newsarchive",
        "newsarchive.dates",
        "newsarchive.text",
    }
