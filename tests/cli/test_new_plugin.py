"""`newsarchive new-plugin`: a template that works as it stands, and tests that find what is broken in it."""

import ast
import json
import os
import re
import shutil
import sys
import tomllib
import venv
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

import newsarchive
from tests import stranger
from tests.cli.helpers import rows, run

#: Fewer documents than the kit draws by itself.
QUICK = """\
from hypothesis import settings
settings.register_profile("quick", max_examples=30)
settings.load_profile("quick")
"""
METADATA = "Metadata-Version: 2.1\nName: newsarchive-acme-wire\nVersion: 0.1.0\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a new distribution. Read it only."""
    folder = tmp_path_factory.mktemp("made")
    done = run("new-plugin", "acme-wire", "--into", folder)
    assert done.returncode == 0, done.stderr
    return folder / "newsarchive-acme-wire"


@pytest.fixture
def installed(made: Path, tmp_path: Path) -> Path:
    """A copy of it that is installed for processes with its `src` in PYTHONPATH, with what `pip install -e` notes down."""
    folder = tmp_path / made.name
    shutil.copytree(made, folder)
    groups = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]
    noted = folder / "src/newsarchive_acme_wire-0.1.0.dist-info"
    noted.mkdir()
    (noted / "METADATA").write_text(METADATA)
    lines = [[f"[{group}]", *(f"{name} = {value}" for name, value in named.items())] for group, named in groups.items()]
    (noted / "entry_points.txt").write_text("\n".join(line for group in lines for line in group))
    (folder / "conftest.py").write_text(QUICK)
    return folder


def python(folder: Path, *arguments: str | Path) -> CompletedProcess[str]:
    """Run this Python in a folder, with the distribution there installed."""
    return stranger.run(
        sys.executable, *arguments, cwd=folder, PYTHONPATH=os.fspath(folder / "src"), PYTHONDONTWRITEBYTECODE="1"
    )


def run_tests(folder: Path, *options: str) -> CompletedProcess[str]:
    """Run the tests there."""
    return python(folder, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options)


def test_it_writes_a_whole_distribution(made: Path) -> None:
    files = sorted(path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file())

    assert files == [
        "README.md",
        "pyproject.toml",
        "src/newsarchive_acme_wire/__init__.py",
        "src/newsarchive_acme_wire/format.py",
        "src/newsarchive_acme_wire/samples/rain.acme_wire",
        "src/newsarchive_acme_wire/samples/rain.acme_wire.golden.json",
        "src/newsarchive_acme_wire/samples/vote.acme_wire",
        "src/newsarchive_acme_wire/samples/vote.acme_wire.golden.json",
        "src/newsarchive_acme_wire/source.py",
        "tests/test_acme_wire.py",
    ]


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Callable[..., CompletedProcess[str]]:
    """Runs a program of an environment that holds nothing but the wheel and what it needs, in an empty folder."""
    folder = tmp_path_factory.mktemp("bare")
    venv.create(folder / "venv", with_pip=True)
    (folder / "empty").mkdir()

    def program(name: str, *arguments: str | Path, within: str = ".") -> CompletedProcess[str]:
        done = stranger.run(folder / "venv/bin" / name, *arguments, cwd=folder / "empty" / within)
        assert done.returncode == 0, done.stdout + done.stderr
        return done

    program("pip", "install", "-q", wheel)
    return program


def test_a_stranger_has_a_plugin_that_passes_its_tests(bare: Callable[..., CompletedProcess[str]]) -> None:
    """What `new-plugin` prints as the next step works, with nothing but the wheel; then `plugins` lists it and it reads."""
    written = bare("newsarchive", "new-plugin", "acme").stdout
    assert written.endswith("next: cd newsarchive-acme && pip install -e '.[test]' && pytest\n")
    bare("pip", "install", "-q", "-e", ".[test]", within="newsarchive-acme")
    bare("python", "-c", f"open('conftest.py', 'w').write({QUICK!r})", within="newsarchive-acme")
    passed = bare("pytest", "-p", "no:cacheprovider", within="newsarchive-acme").stdout
    listed = json.loads(bare("newsarchive", "plugins", "--json").stdout)
    parsed = bare("newsarchive", "parse", "newsarchive-acme/src/newsarchive_acme/samples/rain.acme")

    assert re.search(r"= \d+ passed in ", passed)
    assert [
        {
            "name": "acme",
            "origin": "newsarchive-acme 0.1.0",
            "version": "0.1.0",
            "sources": ["acme"],
            "error": None,
        }
    ] == [plugin for plugin in listed if plugin["name"] == "acme"]
    assert "Rain stops play" == rows(parsed)[0]["headline"]


def test_its_golden_files_are_those_that_the_kit_writes(installed: Path) -> None:
    golden = {path: path.read_bytes() for path in installed.rglob("*.golden.json")}
    for path in golden:
        path.unlink()
    done = run_tests(installed, "-k", "golden", "--update-golden")

    assert done.returncode == 0, done.stdout
    assert len(golden) == 2
    assert golden == {path: path.read_bytes() for path in installed.rglob("*.golden.json")}


STORED = 'fields[name] = header["value"]'


@pytest.mark.parametrize(
    ("there", "instead", "test", "says"),
    [
        pytest.param(
            "in enumerate(blocks(found[end:])):",
            "in enumerate(blocks(found[end:])[:-1]):",
            "nothing_is_lost",
            [
                "acme-wire: text is lost",
                "left 1 characters unaccounted for",
                "'acme-wire/1\\n'",
                "Where: 3:1, codepoints 13-14: ",
            ],
            id="the last paragraph is dropped",
        ),
        pytest.param(
            "in enumerate(blocks(found[end:])):",
            "in enumerate(blocks(found[end:])[:-1]):",
            "golden and rain",
            [
                "acme-wire: rain.acme_wire is not read as its golden file says",
                "[0].article.body[1]: expected {'kind': 'paragraph', 'text': 'It will not be played again.'}, got nothing",
            ],
            id="the last paragraph of a sample is dropped",
        ),
        pytest.param(
            STORED,
            'fields[name] = header["value"][:-1] if name == "byline" else header["value"]',
            "evidence",
            [
                "acme-wire: evidence does not point at what it says",
                "byline is '",
                "and its evidence points at '",
                ":4, codepoints ",
                "evidence of byline: header By, ",
            ],
            id="the byline is cut by a letter",
        ),
        pytest.param(
            STORED,
            'fields[name] = header["value"] + "-01" * (name == "published" and len(header["value"]) == 7)',
            "dates",
            [
                "acme-wire: published is more precise than the text",
                "It was read as 2024-12-01, and '2024-12' does not state its day.",
                ":6, codepoints ",
            ],
            id="a missing day is filled in",
        ),
        pytest.param(
            "furniture = [found[0].span]",
            "furniture = []",
            "nothing_is_lost",
            ["acme-wire: text is lost", 'Where: 1:1, codepoints 0-11: "acme-wire/1"'],
            id="the mark is forgotten",
        ),
        pytest.param(
            'raise Unreadable(f"the first line is not {MARK!r}")',
            "raise KeyError(MARK)",
            "reading_is_total",
            ["acme-wire: parse raises KeyError", "in parse: raise KeyError(MARK)", "1 bytes, utf-8"],
            id="parse raises another error",
        ),
        pytest.param(
            "return Bid(",
            "assert first\n    return Bid(",
            "sniffing_is_total",
            ["acme-wire: sniff raises AssertionError", "in sniff: assert first"],
            id="sniff raises",
        ),
        pytest.param(
            '"By": "byline"',
            '"By": "credit"',
            "written",
            ["acme-wire: what was written is not what is read", "found[0].byline: expected '"],
            id="a field is mistaken for another",
        ),
    ],
)
def test_its_tests_find_what_is_broken(installed: Path, there: str, instead: str, test: str, says: list[str]) -> None:
    """They say what does not hold, what was read, and where that stood."""
    source = installed / "src/newsarchive_acme_wire/source.py"
    text = source.read_text("utf-8")
    assert there in text
    source.write_text(text.replace(there, instead), "utf-8")
    done = run_tests(installed, "-k", test)

    assert done.returncode == 1, done.stdout + done.stderr
    assert [] == [line for line in says if line not in done.stdout], done.stdout


def test_hypothesis_is_not_imported_to_read_documents(installed: Path) -> None:
    code = "import sys; from newsarchive_acme_wire.source import parse; print(parse.__name__, 'hypothesis' in sys.modules)"

    assert python(installed, "-c", code).stdout == "parse False\n"


def test_it_has_no_fault_that_linters_find(made: Path) -> None:
    """ruff with its own rules and ours, and mypy, strict."""
    for linter in ("ruff", "mypy"):
        pytest.importorskip(linter)
    ours = Path(newsarchive.__file__).parents[2] / "pyproject.toml"
    commands = [
        ["ruff", "check", "--no-cache", "."],
        ["ruff", "format", "--no-cache", "--check", "."],
        ["ruff", "check", "--no-cache", "--config", os.fspath(ours), "src"],
        ["mypy", "--cache-dir=/dev/null"],
    ]
    for command in commands:
        done = stranger.run(sys.executable, "-m", *command, cwd=made, MYPYPATH=os.fspath(ours.parent / "src"))
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_single_file_is_a_plugin_by_itself(tmp_path: Path, made: Path) -> None:
    samples = made / "src/newsarchive_acme_wire/samples"
    done = run("new-plugin", "acme-wire", "--single-file", "--into", tmp_path)
    parsed = run("parse", samples / "vote.acme_wire", "--plugins-dir", tmp_path)
    (row,) = rows(parsed)

    assert done.returncode == 0
    assert [path.name for path in tmp_path.glob("*.py")] == ["acme_wire.py"]
    assert parsed.stderr == ""
    assert (row["published"], row["extra"]) == ("2024-12", {"acme-wire": {"Desk": "Local"}})


def test_the_kit_passes_a_single_file(tmp_path: Path, made: Path) -> None:
    """The command that `--single-file` prints, with the samples of the distribution."""
    printed = run("new-plugin", "acme-wire", "--single-file", "--into", tmp_path).stdout.splitlines()[-1]
    command = printed.partition(": ")[2].replace("DIR", os.fspath(made / "src/newsarchive_acme_wire/samples")).split()
    (tmp_path / "conftest.py").write_text(QUICK)
    done = python(tmp_path, "-m", *command, "-p", "no:cacheprovider")

    assert done.returncode == 0, done.stdout
    assert re.search(r"= \d+ passed in ", done.stdout)


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
    tree = ast.parse((made / "src/newsarchive_acme_wire/source.py").read_text("utf-8"))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {module for module in modules if module and module.startswith("newsarchive")} <= {
        "newsarchive",
        "newsarchive.dates",
        "newsarchive.text",
    }
