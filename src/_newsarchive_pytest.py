"""The pytest plugin of newsarchive: `--newsarchive`, `--update-golden`, and failures that are messages.

It stands outside of the package and imports nothing of it until a test asks for it: pytest loads every installed plugin
at each start, and what is imported before coverage starts is not measured.
"""

import importlib.util
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

_OPTION = "newsarchive"
_TESTED = pytest.StashKey[Path]()
#: How a test class of the kit is told, and what it raises, without importing any of them.
_CONFORMANCE = "newsarchive.testing.conformance"
_FAILURE = "newsarchive.testing.failure"
_ERRORS = "newsarchive.errors"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--newsarchive`, `--newsarchive-samples` and `--update-golden`."""
    group = parser.getgroup("newsarchive", "source plugins of newsarchive")
    group.addoption(
        "--newsarchive",
        metavar="PLUGIN",
        help="check the sources of PLUGIN, a file or the name of an installed one, as every source is checked",
    )
    group.addoption(
        "--newsarchive-samples",
        metavar="DIR",
        help="the documents to check them on: DIR/SOURCE/, or DIR for a single source (default: `samples` beside the plugin)",
    )
    group.addoption(
        "--update-golden", action="store_true", help="write what is found in each sample into the golden file beside it"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """The plugin is tested beside whatever else is named; with nothing else named, alone."""
    plugin, samples = config.getoption(_OPTION), config.getoption("newsarchive_samples")
    if plugin is None:
        return
    if samples is not None and not Path(samples).is_dir():
        raise pytest.UsageError(f"--newsarchive-samples: there is no folder {samples}")
    file = config.stash[_TESTED] = _file(plugin)
    named = config.args if config.args_source is pytest.Config.ArgsSource.ARGS else []
    if not any(Path(each.partition("::")[0]).resolve() == file for each in named):  # it may be named with a test of it
        config.args = [*named, str(file)]


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """The file of `--newsarchive` is a module of tests: one class for each of its sources."""
    tested = parent.config.stash.get(_TESTED, None)
    return _Sources.from_parent(parent, path=module_path) if module_path == tested else None


class _Sources(pytest.Module):
    """Tests that nobody wrote: the conformance of each source of a plugin."""

    def _getobj(self) -> ModuleType:
        from newsarchive.errors import NewsarchiveError
        from newsarchive.testing.given import conformance

        plugin = self.config.getoption(_OPTION)
        samples = self.config.getoption("newsarchive_samples")
        module = ModuleType(self.path.stem)
        try:
            cases = conformance(self.path, None if _is_file(plugin) else plugin, Path(samples) if samples else None)
        except NewsarchiveError as error:
            raise self.CollectError(str(error)) from None
        for case in cases:
            setattr(module, case.__name__, case)
        return module

    def _importtestmodule(self) -> ModuleType:
        return self._getobj()


def _is_file(plugin: str) -> bool:
    return plugin.endswith(".py")


def _file(plugin: str) -> Path:
    """The file of a plugin that was named by its path or by its entry point. Raises UsageError."""
    if _is_file(plugin):
        path = Path(plugin).resolve()
        if not path.is_file():
            raise pytest.UsageError(f"--newsarchive: there is no file {plugin}")
        return path
    named = {entry_point.name: entry_point for entry_point in entry_points(group="newsarchive")}
    if plugin not in named:
        known = ", ".join(sorted(named)) or "none"
        raise pytest.UsageError(f"--newsarchive: no plugin {plugin!r} is installed; there are {known}; a file ends in .py")
    try:
        spec = importlib.util.find_spec(named[plugin].module)
    except ImportError:  # of the package that the module is in
        spec = None
    if spec is None or spec.origin is None:
        raise pytest.UsageError(f"--newsarchive: the module {named[plugin].module} of {plugin!r} cannot be found")
    return Path(spec.origin).resolve()


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written."""
    return bool(request.config.getoption("update_golden"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[Any]) -> Any:
    """A failure of the kit is a message for the author of the plugin; the kit's own lines say nothing to them."""
    report = yield
    error = call.excinfo.value if call.excinfo else None
    if error is not None and report.failed and _is_message(item, error):
        report.longrepr = str(error)
    return report


def _is_message(item: pytest.Item, error: BaseException) -> bool:
    """Whether an error was raised to be read by the author of a plugin."""
    if type(error).__module__ == _FAILURE:
        return True
    of_the_kit = any(base.__module__ == _CONFORMANCE for base in getattr(getattr(item, "cls", None), "__mro__", ()))
    return of_the_kit and any(base.__module__ == _ERRORS for base in type(error).__mro__)
