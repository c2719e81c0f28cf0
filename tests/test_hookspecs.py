"""The hooks: one page, each of them documented, used, and called as it is specified."""

import inspect
from pathlib import Path

import pluggy

import newsarchive
from newsarchive import hookspecs

SOURCE = Path(inspect.getfile(newsarchive)).parent


def hooks() -> dict[str, object]:
    """Every hook that the module specifies, by name."""
    mark = f"{hookspecs.GROUP}_spec"
    return {name: value for name, value in vars(hookspecs).items() if hasattr(value, mark)}


def test_every_hook_is_in_our_name_space() -> None:
    """Hooks begin with the name of the project, so that a plugin's other functions are never taken for one."""
    assert hooks()
    assert [] == [name for name in hooks() if not name.startswith("newsarchive_")]


def test_every_hook_says_what_it_is_for() -> None:
    """A hook is documented where it is specified."""
    assert [] == [name for name, hook in hooks().items() if not inspect.getdoc(hook)]


def test_every_hook_is_called_somewhere() -> None:
    """A hook exists only once something in the tree uses it."""
    code = "".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py") if path.name != "hookspecs.py")

    assert [] == [name for name in hooks() if name not in code]


def test_the_marker_of_the_public_face_is_the_one_that_counts() -> None:
    """A function marked with `newsarchive.hookimpl` is an implementation of the hook of its name."""
    source = newsarchive.Source("a-test", sniff=lambda sample: None, parse=lambda document: [])

    class Plugin:
        @staticmethod
        @newsarchive.hookimpl
        def newsarchive_sources() -> newsarchive.Source:
            return source

    manager = pluggy.PluginManager(hookspecs.GROUP)
    manager.add_hookspecs(hookspecs)
    manager.register(Plugin)
    manager.check_pending()

    assert [source] == manager.hook.newsarchive_sources()


def test_the_page_is_short() -> None:
    """The whole extension surface can be read at once."""
    assert len(inspect.getsource(hookspecs).splitlines()) <= 60
