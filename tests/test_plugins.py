"""Plugins are loaded behind a fence: what fails is reported and stops nothing else."""

import importlib.metadata
import os
import sys
from itertools import permutations
from pathlib import Path
from textwrap import dedent

import pytest

from newsarchive import Document, plugins
from newsarchive.plugins import Plugin, Plugins

SOUND = """
    from newsarchive import Confidence, Draft, Source, hookimpl

    def sniff(sample):
        return Confidence.POSSIBLE if sample.suffix == ".txt" else None

    def parse(document):
        headline, _, body = document.text().partition("\\n\\n")
        yield Draft(headline=headline, body=body)

    @hookimpl
    def newsarchive_sources():
        return Source("{name}", sniff=sniff, parse=parse)
"""
HOOK = "from newsarchive import hookimpl\n@hookimpl\ndef newsarchive_sources():\n    "
FAILURES = {
    "at_import": ("raise ValueError('bad day')", "ValueError: bad day"),
    "syntax": ("def (", "SyntaxError: "),
    "leaves": ("import sys\nsys.exit('goodbye')", "SystemExit: goodbye"),
    "recursive": ("def f(): f()\nf()", "RecursionError: "),
    "no_library": ("import no_such_library", "ModuleNotFoundError: No module named 'no_such_library'"),
    "mute": ("class E(Exception):\n    def __str__(self):\n        raise E\nraise E", "E: (it cannot say what)"),
    "half": ("raise ValueError('\\ud800')", "ValueError: \\ud800"),
    "no_hook": ("x = 1", "PluginError: it has no function newsarchive_sources()"),
    "unmarked": ("def newsarchive_sources():\n    return 5", "PluginError: it has no function newsarchive_sources()"),
    "empty": (HOOK + "return None", "PluginError: "),
    "number": (HOOK + "return 5", "TypeError: "),
    "text": (HOOK + "return 'rss'", "PluginError: newsarchive_sources() gave 'r'"),
    "hook_fails": (HOOK + "return 1 / 0", "ZeroDivisionError: "),
    "generator": (HOOK + "yield 5", "PluginError: newsarchive_sources() gave 5"),
    "arguments": (HOOK.replace("()", "(archive)") + "return 5", "PluginValidationError: "),
    "bad_name": (
        HOOK.replace("import", "import Source,") + "return Source('A B', sniff=print, parse=print)",
        "RecordError: $.name: ",
    ),
}  # fmt: skip


def write(folder: Path, **files: str) -> Path:
    """A folder of plugins, one file each."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, code in files.items():
        (folder / f"{name}.py").write_text(dedent(code), "utf-8")
    return folder


def below(found: Plugins, folder: Path) -> list[Plugin]:
    """The plugins that came from a folder: whatever else is installed is left out."""
    return [plugin for plugin in found.plugins if plugin.origin.startswith(str(folder.resolve()))]


def local(found: Plugins, folder: Path) -> dict[str, Plugin]:
    """The plugins that came from a folder, by name."""
    return {plugin.name: plugin for plugin in below(found, folder)}


def named(found: Plugins, folder: Path) -> set[str]:
    """The sources from a folder that can be used."""
    return {source.name for plugin in below(found, folder) for source in plugin.sources} & set(found.sources)


def test_a_file_of_ten_lines_is_a_plugin(tmp_path: Path) -> None:
    """A single file registers its source, under its own name and with a version that changes with its bytes."""
    write(tmp_path, wire=SOUND.format(name="plain-wire"))
    found = plugins.load([tmp_path])
    [draft] = found.sources["plain-wire"].parse(Document("a.txt", b"Head\n\nBody"))

    assert {"plain-wire"} == named(found, tmp_path)
    assert ("Head", "Body") == (draft.headline, draft.body)  # type: ignore[union-attr]
    assert found.source_version("plain-wire").startswith("local ")
    before = found.source_version("plain-wire")
    write(tmp_path, wire=dedent(SOUND.format(name="plain-wire")) + "# changed\n")
    assert before != plugins.load([tmp_path]).source_version("plain-wire")


@pytest.mark.parametrize("name", FAILURES)
def test_a_plugin_that_fails_stops_nothing_else(name: str, tmp_path: Path) -> None:
    """However a plugin fails, the one before it and the one behind it are loaded, and its error is reported."""
    code, why = FAILURES[name]
    write(tmp_path, a_first=SOUND.format(name="first"), z_last=SOUND.format(name="last"), **{name: code})
    found = plugins.load([tmp_path])
    failed = local(found, tmp_path)[name]

    assert {"first", "last"} == named(found, tmp_path)
    assert () == failed.sources
    assert (failed.error or "").startswith(why)
    assert [f"{name} ({failed.origin}): {failed.error}"] == [error for error in found.errors if error.startswith(name)]
    assert (failed.error or "").encode()


def test_all_failures_at_once(tmp_path: Path) -> None:
    """A folder of broken plugins and one sound one gives the sound one and every error."""
    write(tmp_path, middle=SOUND.format(name="sound"), **{name: code for name, (code, _) in FAILURES.items()})
    found = plugins.load([tmp_path])

    assert {"sound"} == named(found, tmp_path)
    assert set(FAILURES) == {name for name, plugin in local(found, tmp_path).items() if plugin.error}


def test_a_failed_import_leaves_no_module_behind(tmp_path: Path) -> None:
    """What failed half-way is not found by a later import."""
    plugins.load([write(tmp_path, at_import=FAILURES["at_import"][0])])

    assert [] == [name for name in sys.modules if name.startswith("newsarchive_local_at_import")]


def test_a_name_claimed_twice_belongs_to_neither(tmp_path: Path) -> None:
    """Two plugins with one source name: both are named in the error of each, and the other sources of both work."""
    two = SOUND.format(name="contested").replace("return Source(", "return Source('{own}', sniff=sniff, parse=parse), Source(")
    write(tmp_path, one=two.replace("{own}", "one"), other=two.replace("{own}", "other"))
    found = plugins.load([tmp_path])

    assert {"one", "other"} == named(found, tmp_path)
    for plugin in local(found, tmp_path).values():
        assert "'contested' is claimed by" in (plugin.error or "")
        assert "one.py" in (plugin.error or "")
        assert "other.py" in (plugin.error or "")


def test_a_plugin_that_claims_a_name_twice_is_told(tmp_path: Path) -> None:
    """One plugin with two sources of one name has an error, and neither of the two is used."""
    code = SOUND.format(name="twice").replace("return Source(", "return Source('twice', sniff=sniff, parse=parse), Source(")
    found = plugins.load([write(tmp_path, echo=code)])

    assert set() == named(found, tmp_path)
    assert "'twice' is claimed by" in (local(found, tmp_path)["echo"].error or "")


def test_the_order_of_folders_does_not_decide(tmp_path: Path) -> None:
    """Files of one name in several folders are plugins of their own; every order of the folders gives the same sources."""
    names = {"a": "shared-name", "b": "shared-name", "c": "own-name"}
    folders = [write(tmp_path / folder, wire=SOUND.format(name=name)) for folder, name in names.items()]
    loaded = [plugins.load(order) for order in permutations(folders)]

    assert [["own-name"]] * 6 == [sorted(named(found, tmp_path)) for found in loaded]
    assert [list(loaded[0].sources)] * 6 == [list(found.sources) for found in loaded]
    assert [2] * 6 == [sum(plugin.error is not None for plugin in below(found, tmp_path)) for found in loaded]
    assert 1 == len({error for found in loaded for error in [plugin.error or "" for plugin in below(found, tmp_path)]} - {""})


def test_a_folder_given_twice_is_read_once(tmp_path: Path) -> None:
    """The same folder from the command line and from the environment is no conflict."""
    write(tmp_path, wire=SOUND.format(name="plain-wire"))

    assert {"plain-wire"} == named(plugins.load([tmp_path, tmp_path / ".." / tmp_path.name]), tmp_path)


def test_what_is_no_plugin_is_left_alone(tmp_path: Path) -> None:
    """Names with an underscore and other files are passed over; what cannot be read is reported and stops nothing."""
    write(tmp_path, wire=SOUND.format(name="plain-wire"), _helper="raise ValueError")
    (tmp_path / "notes.txt").write_text("raise ValueError")
    (tmp_path / "folder.py").mkdir()
    (tmp_path / "dangling.py").symlink_to(tmp_path / "nowhere")
    found = plugins.load([tmp_path])

    assert {"plain-wire"} == named(found, tmp_path)
    assert {"wire", "folder", "dangling"} == set(local(found, tmp_path))
    assert {"folder", "dangling"} == {name for name, plugin in local(found, tmp_path).items() if plugin.error}


def test_a_plugin_sees_itself_as_a_module(tmp_path: Path) -> None:
    """A single file can use what looks its module up: dataclasses, pickle, `sys.modules`."""
    more = """
        import dataclasses, pickle, sys
        assert sys.modules[__name__].sniff is sniff

        @dataclasses.dataclass
        class Row:
            x: "int"

        assert pickle.loads(pickle.dumps(Row(1))) == Row(1)
    """
    write(tmp_path, wire=dedent(SOUND.format(name="plain-wire")) + dedent(more))

    assert {"plain-wire"} == named(plugins.load([tmp_path]), tmp_path)


def test_the_version_names_the_libraries(tmp_path: Path) -> None:
    """Libraries that decide the text are part of a source's version; one that is absent stops nothing."""
    code = SOUND.format(name="wire").replace(
        "parse=parse)", "parse=parse, version='2', libraries=('attrs', 'no-such-library'))"
    )
    found = plugins.load([write(tmp_path, wire=code)])
    expected = f"2; attrs {importlib.metadata.version('attrs')}; no-such-library (not installed)"

    assert expected == found.source_version("wire")


def test_installed_plugins_are_entry_points(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A distribution registers its plugins under the group `newsarchive`; one of them that fails stops no other."""
    package = write(tmp_path / "site", stranger=SOUND.format(name="stranger"), broken="import sys; sys.exit(1)")
    info = package / "stranger-1.5.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: stranger\nVersion: 1.5\n")
    entries = ["[newsarchive]", "broken = broken", "nowhere = no_such_module:x", "stranger = stranger", ""]
    (info / "entry_points.txt").write_text("\n".join(entries))
    monkeypatch.syspath_prepend(str(package))
    found = plugins.load()
    ours = {plugin.name: plugin for plugin in found.plugins if plugin.origin == "stranger 1.5"}
    errors = {name: plugin.error for name, plugin in ours.items() if plugin.error}

    assert {"broken": "SystemExit: 1", "nowhere": "ModuleNotFoundError: No module named 'no_such_module'"} == errors
    assert "1.5" == found.source_version("stranger")


def test_the_current_folder_is_never_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that happens to lie where the program is started is no plugin."""
    write(tmp_path, wire=SOUND.format(name="plain-wire"))
    monkeypatch.chdir(tmp_path)
    found = plugins.load()

    assert "plain-wire" not in found.sources
    assert not [plugin for plugin in found.plugins if os.fspath(tmp_path) in plugin.origin]


def test_a_rewritten_plugin_is_the_new_one(tmp_path: Path) -> None:
    """Also where it was rewritten in the same second with the same length, which caches of bytecode cannot tell."""
    first, second = (SOUND.replace("{name}", name) for name in ("one", "two"))
    folder = write(tmp_path, plugin=first)
    plugins.load([folder])
    status = (folder / "plugin.py").stat()
    write(tmp_path, plugin=second)
    os.utime(folder / "plugin.py", ns=(status.st_atime_ns, status.st_mtime_ns))

    assert {"two"} == named(plugins.load([folder]), folder)
