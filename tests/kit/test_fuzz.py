"""The fuzzer finds what is wrong, makes it small and writes it down."""

import subprocess
import sys
from functools import partial
from pathlib import Path

from newsarchive import Document
from newsarchive.testing.checks.every import CHECKS, failure
from newsarchive.testing.subject import Subject

from .formats import EXPORT, SOURCES


def fuzz(*arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "newsarchive.testing.fuzz", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_sound_source_gives_no_finding(tmp_path: Path) -> None:
    """Nothing is found in a source that is sound, and nothing is written."""
    samples = EXPORT.samples
    done = fuzz("many-text", "--plugin", SOURCES / "many_text.py", "--samples", samples, "--seconds", 1, "--into", tmp_path)

    assert (0, "") == (done.returncode, done.stdout), done.stderr
    assert "0 findings" in done.stderr
    assert [] == list(tmp_path.iterdir())


def test_a_finding_becomes_a_file_that_fails_again(tmp_path: Path) -> None:
    """A parser that leaves out a line now and then is found out, and the file that shows it is small."""
    text = (SOURCES / "many_text.py").read_text("utf-8")
    broken = tmp_path / "broken.py"
    broken.write_text(text.replace('yield Defect("no-label"', '()  # Defect("no-label"'), "utf-8")
    assert text != broken.read_text("utf-8")

    done = fuzz(
        "many-text", "--plugin", broken, "--samples", EXPORT.samples, "--seconds", 4, "--seed", 7, "--into", tmp_path / "r"
    )

    assert 1 == done.returncode, done.stderr
    assert "many-text: text is lost" in done.stderr
    (found,) = (tmp_path / "r/many-text").glob("text-is-lost-*.txt")
    document = Document(found.name, found.read_bytes())
    assert len(document.data) < 60
    assert any(failure(partial(check, Subject.of("many-text", broken), EXPORT), document) for check in CHECKS)
    sound = Subject.of("many-text", SOURCES / "many_text.py")
    assert not any(failure(partial(check, sound, EXPORT), document) for check in CHECKS)


def test_a_source_that_is_not_there_is_a_usage_error() -> None:
    """A wrong name is answered with the names that are there."""
    done = fuzz("nonesuch")

    assert 2 == done.returncode
    assert "there is no source 'nonesuch'; installed are " in done.stderr
