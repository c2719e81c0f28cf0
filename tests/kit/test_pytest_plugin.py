"""`pytest --newsarchive`: the kit on plugins that have no test of their own, and what it says of those that are broken."""

import json
import sys
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests import stranger

#: A sound source: a mark, the headline, then a paragraph a line.
WIRE = """\
from newsarchive import Block, Confidence, Draft, Evidence, Source, Unreadable, hookimpl
from newsarchive.text import lines


def sniff(sample):
    return Confidence.CERTAIN if sample.head.startswith(b"WIRE\\n") else None


def parse(document):
    mark, *story = [line.stripped() for line in lines(document.decoded().text) if not line.blank] or [None]
    if not story or mark.text != "WIRE":
        raise Unreadable("there is no mark, or nothing behind it")
    body = [Block("paragraph", line.text) for line in story[1:]]
    evidence = {"headline": Evidence("first line", (story[0].span,))}
    evidence |= {f"body[{n}]": Evidence("line", (line.span,)) for n, line in enumerate(story[1:])}
    yield Draft(headline=story[0].text, body=body, evidence=evidence, furniture=[mark.span])


@hookimpl
def newsarchive_sources():
    return Source("wire", sniff=sniff, parse=parse, lossless=True)
"""
SAMPLES = {
    "bridge.wire": "WIRE\nBridge closed\nThe bridge at Orsund is closed.\nDivers come on Friday.\n",
    "harbour.wire": "WIRE\nHarbour reopens\nThe harbour of Port Ellery opened again.\nThe storm is over.\n",
}
#: The same documents in each run; the second phase makes a failure small.
SETTLED = """\
from hypothesis import settings
settings.register_profile("settled", derandomize=True, max_examples=40)
settings.load_profile("settled")
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a plugin, `wire.py`, and its samples."""
    (tmp_path / "wire.py").write_text(WIRE)
    (tmp_path / "conftest.py").write_text(SETTLED)
    (tmp_path / "samples").mkdir()
    for name, text in SAMPLES.items():
        (tmp_path / "samples" / name).write_text(text)
    return tmp_path


def kit(folder: Path, *options: str | Path) -> CompletedProcess[str]:
    """Run pytest there, as its own process."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--basetemp", folder / "tmp", *options]
    return stranger.run(*command, cwd=folder, PYTHONDONTWRITEBYTECODE="1")


def broken(folder: Path, there: str, instead: str) -> None:
    """Break the plugin in one place."""
    assert WIRE.count(there) == 1
    (folder / "wire.py").write_text(WIRE.replace(there, instead))


def golden(folder: Path) -> list[Path]:
    return sorted((folder / "samples").glob("*.golden.json"))


def test_a_sound_file_passes_once_its_golden_files_are_written(folder: Path) -> None:
    without = kit(folder, "--newsarchive", "wire.py", "-k", "golden or claimed")
    advised = "pytest --update-golden"
    assert without.returncode == 1
    assert advised in without.stdout
    assert "wire: bridge.wire has no golden file" in without.stdout
    assert f"{folder}/samples/bridge.wire.golden.json is missing" in without.stdout
    assert "2 failed, 1 passed" in without.stdout
    assert golden(folder) == []

    updated = kit(folder, "--newsarchive", "wire.py", "--update-golden")
    assert updated.returncode == 0, updated.stdout
    assert [path.name for path in golden(folder)] == ["bridge.wire.golden.json", "harbour.wire.golden.json"]
    (found,) = json.loads(golden(folder)[0].read_bytes())
    assert found["article"]["headline"] == "Bridge closed"

    again = kit(folder, "--newsarchive", "wire.py", "-k", "golden")
    assert "2 passed" in again.stdout


def test_a_reading_that_differs_from_the_golden_file_is_shown_field_by_field(folder: Path) -> None:
    """Also where what follows is the same: only the values that differ are named."""
    kit(folder, "--newsarchive", "wire.py", "-k", "golden", "--update-golden")
    before = golden(folder)[0].read_text()
    golden(folder)[0].write_text(before.replace("The bridge at Orsund is closed.", "The bridge is open."))
    done = kit(folder, "--newsarchive", "wire.py", "-k", "golden")

    assert "1 failed, 1 passed" in done.stdout
    assert "wire: bridge.wire is not read as its golden file says" in done.stdout
    differing = [line for line in done.stdout.splitlines() if ": expected " in line]
    assert ["[0].article.body[0].text: expected 'The bridge is open.', got 'The bridge at Orsund is closed.'"] == differing
    assert kit(folder, "--newsarchive", "wire.py", "-k", "golden", "--update-golden").returncode == 0
    assert golden(folder)[0].read_text() == before


def test_a_parser_that_loses_its_last_line_is_told_which(folder: Path) -> None:
    """The shortest document that shows it, the place, what was read of it, and what to do."""
    broken(folder, "enumerate(story[1:])}", "enumerate(story[1:-1])}")
    done = kit(folder, "--newsarchive", "wire.py", "-k", "nothing_is_lost")

    assert done.returncode == 1
    message = done.stdout.partition("_ Test-wire.test_nothing_is_lost _")[2]
    for said in (
        "wire: text is lost",
        "wire left 1 characters unaccounted for",
        "8 bytes, utf-8):",
        "    'WIRE\\n'",
        "Where: 3:1, codepoints 7-8: ",
        "evidence of headline: first line, 2:1, codepoints 5-6: ",
        'furniture 1:1, codepoints 0-4: "WIRE"',
        "What to do: put each stretch into the evidence of a field",
    ):
        assert said in message
    assert "Its bytes:" not in message
    assert "conformance.py" not in message


def test_a_parser_that_raises_on_some_byte_is_shown_the_byte_and_its_own_line(folder: Path) -> None:
    broken(folder, "def parse(document):\n", "def parse(document):\n    assert b'\\x00' not in document.data\n")
    done = kit(folder, "--newsarchive", "wire.py", "-k", "reading_is_total")

    assert done.returncode == 1
    for said in (
        "wire: parse raises AssertionError",
        "/wire.py:10 in parse: assert b'\\x00' not in document.data",
        ", 1 bytes, ",
        "    00000000  00                                               .\n",
        "What to do: raise newsarchive.Unreadable",
    ):
        assert said in done.stdout


def test_evidence_that_is_off_by_one_is_shown_beside_its_value(folder: Path) -> None:
    """A file without a format says nothing of its markup: then the check needs one, as a test class gives it."""
    broken(folder, '"first line", (story[0].span,)', '"first line", (Span("codepoint", story[0].start + 1, story[0].end),)')
    plugin = folder / "wire.py"
    plugin.write_text(plugin.read_text().replace("Source, Unreadable", "Source, Span, Unreadable"))
    (folder / "test_wire.py").write_text(
        "from pathlib import Path\n"
        "from newsarchive.testing import Conformance, Format\n"
        "class TestWire(Conformance):\n"
        "    format = Format(source='wire', samples=Path(__file__).with_name('samples'))\n"
        "    plugin = Path(__file__).with_name('wire.py')\n"
    )
    done = kit(folder, "-k", "evidence")

    assert done.returncode == 1
    for said in (
        "wire: evidence does not point at what it says",
        "headline is '",
        "and its evidence points at '",
        "Where: 2:2, codepoints 6-",
        "What to do: spans count code points of `document.decoded().text`",
    ):
        assert said in done.stdout


def test_bytes_that_the_text_does_not_show_are_shown(folder: Path) -> None:
    """A byte order mark is in no text."""
    (folder / "samples/marked.wire").write_text(SAMPLES["bridge.wire"], "utf-8-sig")
    broken(folder, "def parse(document):\n", "def parse(document):\n    assert document.data[:3] != b'\\xef\\xbb\\xbf'\n")
    done = kit(folder, "--newsarchive", "wire.py", "-k", "reading_is_total")

    assert "wire: parse raises AssertionError" in done.stdout
    assert ", 3 bytes, " in done.stdout
    assert "    00000000  ef bb bf                                         ...\n" in done.stdout


@pytest.mark.parametrize(
    ("plugin", "message"),
    [
        ("nope.py", "--newsarchive: there is no file nope.py"),
        ("nope", "--newsarchive: no plugin 'nope' is installed; there are "),
        ("gone", "--newsarchive: the module nowhere.at_all of 'gone' cannot be found"),
    ],
)
def test_what_is_not_there_is_a_usage_error(folder: Path, plugin: str, message: str) -> None:
    noted = folder / "gone-1.dist-info"
    noted.mkdir()
    (noted / "METADATA").write_text("Metadata-Version: 2.1\nName: gone\nVersion: 1\n")
    (noted / "entry_points.txt").write_text("[newsarchive]\ngone = nowhere.at_all\n")
    done = kit(folder, "--newsarchive", plugin)

    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert done.stderr.startswith(f"ERROR: {message}")


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import nothing_such", "ModuleNotFoundError: No module named 'nothing_such'"),
        ("x = (", "SyntaxError: '(' was never closed (bad.py, line 1)"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("x = 1", "PluginError: it has no function newsarchive_sources() that is marked @hookimpl and returns something"),
    ],
)
def test_a_plugin_that_cannot_be_loaded_is_named_with_the_reason(folder: Path, code: str, message: str) -> None:
    """Once, and without a line of the kit or of pytest."""
    (folder / "bad.py").write_text(code)
    done = kit(folder, "--newsarchive", "bad.py")

    assert done.returncode == pytest.ExitCode.INTERRUPTED
    assert "collected 0 items / 1 error" in done.stdout
    assert f"\nbad ({folder}/bad.py): {message}\n" in done.stdout
    assert "Traceback" not in done.stdout
    assert "site-packages" not in done.stdout


def test_without_samples_one_test_fails_and_says_so(folder: Path) -> None:
    (folder / "none").mkdir()
    none = kit(folder, "--newsarchive", "wire.py", "--newsarchive-samples", "none")
    nowhere = kit(folder, "--newsarchive", "wire.py", "--newsarchive-samples", "nowhere")

    assert "wire: too few samples\n\nnone holds 0 of its documents: put 2 there at least\n" in none.stdout
    assert "= 1 failed, " in none.stdout
    assert " passed" not in none.stdout
    assert nowhere.returncode == pytest.ExitCode.USAGE_ERROR
    assert "--newsarchive-samples: there is no folder nowhere" in nowhere.stderr


def test_an_installed_plugin_is_tested_by_its_name_on_given_samples(folder: Path) -> None:
    """The samples that are given take the place of those that its distribution brings."""
    own = folder / "own"
    own.mkdir()
    for name, text in SAMPLES.items():
        (own / name.replace(".wire", ".txt")).write_text(text.removeprefix("WIRE\n"))
    done = kit(folder, "--newsarchive", "plain-text", "--newsarchive-samples", own, "--update-golden")

    assert done.returncode == 0, done.stdout
    assert ["bridge.txt.golden.json", "harbour.txt.golden.json"] == sorted(path.name for path in own.glob("*.json"))


def test_each_source_of_a_plugin_has_a_folder_of_samples(folder: Path) -> None:
    sources = 'return [Source(name, sniff=sniff, parse=parse, lossless=True) for name in ("wire", "wire.late")]'
    broken(folder, 'return Source("wire", sniff=sniff, parse=parse, lossless=True)', sources)
    (folder / "samples/wire").mkdir()
    for name in SAMPLES:
        (folder / "samples" / name).rename(folder / "samples/wire" / name)
    done = kit(folder, "--newsarchive", "wire.py", "-k", "there_are", "-v")

    assert "wire.py::Test-wire::test_there_are_samples PASSED" in done.stdout
    assert "wire.py::Test-wire.late::test_there_are_samples FAILED" in done.stdout


def test_one_test_is_run_by_the_name_that_was_printed(folder: Path) -> None:
    done = kit(folder, "--newsarchive", "wire.py", "wire.py::Test-wire::test_own_documents_are_claimed")

    assert "= 1 passed in " in done.stdout


def test_other_tests_are_run_beside_it(folder: Path) -> None:
    """What is named is not taken for all there is to do: the plugin is tested, too."""
    (folder / "test_other.py").write_text("def test_other_claimed():\n    pass\n")
    done = kit(folder, "--newsarchive", "wire.py", "test_other.py", "-k", "claimed", "-v")

    assert "test_other.py::test_other_claimed PASSED" in done.stdout
    assert "wire.py::Test-wire::test_own_documents_are_claimed PASSED" in done.stdout


def test_a_class_for_a_source_that_is_not_installed_says_how_to_install_it(folder: Path) -> None:
    (folder / "test_wire.py").write_text(
        "from pathlib import Path\n"
        "from newsarchive.testing import Conformance, Format\n"
        "class TestWire(Conformance):\n"
        "    format = Format(source='wire', samples=Path(__file__).with_name('samples'))\n"
    )
    done = kit(folder, "-k", "claimed")

    assert "there is no source 'wire'; installed are " in done.stdout
    assert "`pip install -e .` in the plugin's folder installs it" in done.stdout
    assert "conformance.py" not in done.stdout


@pytest.mark.parametrize("options", [(), ("--newsarchive", "wire.py"), ("--newsarchive", "plain-text")])
def test_nothing_of_the_core_and_of_the_plugin_is_imported_before_collection(folder: Path, options: tuple[str, ...]) -> None:
    """What is imported before coverage starts is not measured. An ordinary run imports nothing of it at all."""
    (folder / "conftest.py").write_text(
        "import sys\n"
        "import pytest\n"
        "OURS = ('newsarchive.', 'newsarchive_plugins.', 'newsarchive_local', 'wire', 'hypothesis.')\n"
        "def imported():\n"
        "    return [name for name in sys.modules if f'{name}.'.startswith(OURS) and name != 'newsarchive_plugins']\n"
        "@pytest.hookimpl(tryfirst=True)\n"
        "def pytest_collection(session):\n"
        "    print('before:', imported())\n"
        "def pytest_collection_finish(session):\n"
        "    print('after:', len(imported()))\n"
    )
    (folder / "test_ordinary.py").write_text("def test_ordinary():\n    pass\n")
    done = kit(folder, "-s", "--collect-only", *options)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "before: []\n" in done.stdout
    assert ("after: 0\n" in done.stdout) == (not options)


def test_the_lines_of_a_plugin_are_counted(folder: Path) -> None:
    """Those of its import, of `sniff` and of `parse`, by the hook of the interpreter that coverage uses."""
    (folder / "counting.py").write_text(
        "import sys, pytest\n"
        "LINES = set()\n"
        "def count(frame, event, _):\n"
        "    if frame.f_code.co_filename.endswith('/wire.py'):\n"
        "        LINES.add(frame.f_lineno)\n"
        "        return count\n"
        "sys.settrace(count)\n"
        "pytest.main(sys.argv[1:])\n"
        "print('counted', sorted(LINES))\n"
    )
    options = ("-p", "no:cacheprovider", "--newsarchive", "wire.py", "-k", "claimed or golden", "--update-golden")
    done = stranger.run(sys.executable, "counting.py", *options, cwd=folder)
    counted = set(json.loads(done.stdout.rpartition("counted ")[2]))

    code = {number for number, line in enumerate(WIRE.splitlines(), 1) if line and "raise Unreadable" not in line}
    assert code == counted - {0}  # the module itself begins at line 0
