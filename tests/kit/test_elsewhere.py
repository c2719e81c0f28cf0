"""What other processes hear a parser do."""

from pathlib import Path

import pytest

from newsarchive import Document
from newsarchive.testing.elsewhere import PLACES, read_elsewhere

_PLUGIN = """
from newsarchive import Draft, Source, hookimpl

def parse(document):
    {deed}
    yield Draft(headline=document.text())

@hookimpl
def newsarchive_sources():
    return Source("doing", sniff=lambda sample: None, parse=parse, libraries={libraries})
"""


def deeds(folder: Path, deed: str, libraries: tuple[str, ...] = ()) -> list[str]:
    """What is heard while a plugin does something."""
    plugin = folder / "doing.py"
    plugin.write_text(_PLUGIN.format(deed=deed, libraries=libraries))
    ((answer,), failure) = read_elsewhere("doing", plugin, [Document("a.txt", b"one")], PLACES[0]).answers()
    assert (answer.fault, failure) == ("", "")
    return answer.deeds


def test_modules_may_be_imported_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library in a folder of one's own, as of an editable install, is no file that the parser looks into."""
    package = tmp_path / "elsewhere" / "lent"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("from . import below\n")
    (package / "below.py").touch()
    monkeypatch.syspath_prepend(str(package.parent))

    assert deeds(tmp_path, "import lent") == []


def test_the_version_of_a_library_is_not_looked_up_by_the_parser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is part of each reading, and looked for in all folders of `sys.path`, also in those that are not there."""
    monkeypatch.syspath_prepend(str(tmp_path / "missing"))

    assert deeds(tmp_path, "pass", libraries=("lxml",)) == []


@pytest.mark.parametrize(
    ("deed", "event"),
    [
        ("open(__file__[:-3] + '.cfg', 'w').close()", "open"),
        ("__import__('os').listdir('/')", "os.listdir"),
        ("__import__('socket').socket().close()", "socket"),
        ("__import__('subprocess').run(['true'])", "subprocess"),
    ],
)
def test_what_reaches_outside_is_heard(tmp_path: Path, deed: str, event: str) -> None:
    assert any(each.startswith(event) for each in deeds(tmp_path, deed))


def test_last_words_are_those_of_each_process(tmp_path: Path) -> None:
    """What a process said before it ended is told once and as it was said, and the next one is read all the same."""
    plugin = tmp_path / "doing.py"
    plugin.write_text(_PLUGIN.format(deed="__import__('os').write(2, b'last words'); __import__('os')._exit(3)", libraries=()))
    document = [Document("a.txt", b"one")]

    ended = [read_elsewhere("doing", plugin, document, PLACES[0]).answers() for _ in range(2)]

    assert ended == [([], "it ended with exit code 3: last words")] * 2
    assert deeds(tmp_path, "pass") == []
