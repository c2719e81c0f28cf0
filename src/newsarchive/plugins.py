"""Loading plugins: from entry points and from folders of single files, each behind a fence.

A plugin that fails is reported and stops nothing else. A source name that two plugins claim belongs to
neither: which of them came first must not decide how a document is read.
"""

import functools
import hashlib
import importlib.metadata
import importlib.util
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

import attrs
import pluggy

from . import hookspecs
from .errors import PLUGIN_FAULTS, PluginError, told
from .sources import Source


@attrs.frozen
class Plugin:
    """A plugin that was asked for: where it came from, and its sources or why there are none."""

    name: str
    origin: str
    version: str
    sources: tuple[Source, ...] = ()
    error: str | None = None


@attrs.frozen
class Plugins:
    """All plugins, and the sources that can be used, by name."""

    plugins: tuple[Plugin, ...]
    sources: dict[str, Source]

    @property
    def errors(self) -> list[str]:
        return [f"{plugin.name} ({plugin.origin}): {plugin.error}" for plugin in self.plugins if plugin.error]

    def source_version(self, name: str) -> str:
        """The version of a source's reading: its own or its distribution's, and those of the libraries that decide the text."""
        source = self.sources[name]
        plugin = next(plugin for plugin in self.plugins if source in plugin.sources)
        return "; ".join([source.version or plugin.version, *map(_library, source.libraries)])


def load(
    folders: Sequence[Path] = (),
    leave_out: Mapping[str, str] = MappingProxyType({}),
    note: Callable[[str], None] = lambda _: None,
) -> Plugins:
    """Load what is installed and what lies in `folders`. Raises nothing that a plugin raised.

    `note` is called with each plugin's label before its code runs. `leave_out` are errors by label: of plugins that
    are not to be loaded again, because that ended the process.
    """
    return _load_all((*_installed(), *_single_files(folders)), leave_out, note)


def load_file(path: Path) -> Plugins:
    """Load one file and nothing else. Raises nothing that it raised."""
    return _load_all([_single_file(path.resolve())])


_Candidate = tuple[str, str, str, Callable[[], ModuleType]]


def _load_all(
    candidates: Iterable[_Candidate],
    leave_out: Mapping[str, str] = MappingProxyType({}),
    note: Callable[[str], None] = lambda _: None,
) -> Plugins:
    manager = pluggy.PluginManager(hookspecs.GROUP)
    manager.add_hookspecs(hookspecs)
    plugins = []
    for name, origin, version, importer in candidates:
        label = f"{name} ({origin})"
        if label in leave_out:
            plugins.append(Plugin(name, origin, version, error=leave_out[label]))
            continue
        note(label)
        plugins.append(_load(manager, name, origin, version, importer))
    claims: dict[str, list[Plugin]] = {}
    for plugin in plugins:
        for source in plugin.sources:
            claims.setdefault(source.name, []).append(plugin)
    for name, claimants in claims.items():
        if len(claimants) > 1:
            origins = " and ".join(sorted(f"{plugin.name} ({plugin.origin})" for plugin in claimants))
            error = f"the source name {name!r} is claimed by {origins}; none of them is used for it: remove or rename one"
            plugins = [attrs.evolve(plugin, error=error) if plugin in claimants else plugin for plugin in plugins]
    usable = {source.name: source for plugin in plugins for source in plugin.sources if len(claims[source.name]) == 1}
    return Plugins(tuple(plugins), dict(sorted(usable.items())))


@functools.cache
def _library(name: str) -> str:
    try:
        return f"{name} {importlib.metadata.version(name)}"
    except (importlib.metadata.PackageNotFoundError, ValueError):  # parse will fail with the reason
        return f"{name} (not installed)"


def _load(manager: pluggy.PluginManager, name: str, origin: str, version: str, importer: Callable[[], ModuleType]) -> Plugin:
    """Import, register and ask one plugin."""
    module: Any = None
    try:
        module = importer()
        manager.register(module, origin if origin.endswith(".py") else name)
        others = [plugin for plugin in manager.get_plugins() if plugin is not module]
        answers = manager.subset_hook_caller("newsarchive_sources", others)()
        sources = tuple(_sources(answers))
    except PLUGIN_FAULTS as error:  # the fence: importing a plugin runs its code
        if module is not None and manager.is_registered(module):
            manager.unregister(module)  # pluggy keeps a plugin whose registration failed
        return Plugin(name, origin, version, error=told(error))
    return Plugin(name, origin, version, sources)


def _sources(answers: Iterable[Any]) -> Iterator[Source]:
    answers = list(answers)
    if not answers:
        raise PluginError("it has no function newsarchive_sources() that is marked @hookimpl and returns something")
    for answer in answers:
        for source in [answer] if isinstance(answer, Source) else answer:
            if not isinstance(source, Source):
                raise PluginError(f"newsarchive_sources() gave {source!r}, which is no Source")
            yield source


def _installed() -> Iterator[_Candidate]:
    entry_points = importlib.metadata.entry_points(group=hookspecs.GROUP)
    known: dict[int, tuple[str, str]] = {}  # asking a distribution for its name parses all of its metadata
    for entry_point in sorted(entry_points, key=lambda entry_point: (entry_point.name, entry_point.value)):
        distribution = entry_point.dist
        if distribution is None:
            yield entry_point.name, entry_point.value, "0", entry_point.load
            continue
        if id(distribution) not in known:
            known[id(distribution)] = (f"{distribution.name} {distribution.version}", distribution.version)
        origin, version = known[id(distribution)]
        yield entry_point.name, origin, version, entry_point.load


def _single_files(folders: Sequence[Path]) -> Iterator[_Candidate]:
    for folder in dict.fromkeys(folder.resolve() for folder in folders):
        for path in sorted(folder.glob("*.py")):
            if not path.name.startswith("_"):
                yield _single_file(path)


def _single_file(path: Path) -> _Candidate:
    return path.stem, str(path), _local_version(path), functools.partial(_import_file, path)


def _local_version(path: Path) -> str:
    try:
        return "local " + hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    except OSError:  # a dangling link, a folder: importing it fails with the reason, behind the fence
        return "local"


def _import_file(path: Path) -> ModuleType:
    """Import a single file under a name of its own; it is in `sys.modules` before it runs, as imports expect."""
    name = f"newsarchive_local_{path.stem}_{hashlib.sha256(bytes(path)).hexdigest()[:8]}"
    # Compiled from the file itself: a cached `.pyc` may be of another text that was written in the same second.
    loader = SourceFileLoader(name, str(path))
    spec = importlib.util.spec_from_loader(name, loader)
    if spec is None:
        raise PluginError(f"{path} is no Python module")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        exec(loader.source_to_code(path.read_bytes(), str(path)), module.__dict__)  # noqa: S102  # the user's own plugin
    except BaseException:
        del sys.modules[name]
        raise
    return module
