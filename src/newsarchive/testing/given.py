"""The conformance of a plugin's sources, as `pytest --newsarchive PLUGIN` collects it."""

from pathlib import Path

import attrs

from ..errors import PluginError
from ..plugins import Plugin, load, load_file
from .conformance import Conformance
from .format import Format, formats


def conformance(path: Path, name: str | None, samples: Path | None) -> list[type[Conformance]]:
    """A test class for each source of the file at `path`, or of the installed plugin `name`.

    The format is the one that the distribution registers, on other samples where `samples` is given; without one, what of a
    document may vary is not known, and the samples are those in `samples`, else in the folder `samples` beside the file.
    Raises PluginError if it cannot be loaded.
    """
    plugin = _plugin(path, name)
    if plugin.error:
        raise PluginError(f"{plugin.name} ({plugin.origin}): {plugin.error}")
    installed = formats() if name is not None else {}
    found = []
    for source in plugin.sources:
        folder = samples or path.parent / "samples"
        below = folder / source.name
        folder = below if below.is_dir() else folder
        known = installed.get(source.name)
        if known is None:
            known = Format(source=source.name, samples=folder, says=None)
        elif samples is not None:
            known = attrs.evolve(known, samples=folder)
        file = None if name is not None else path
        found.append(type(f"Test-{source.name}", (Conformance,), {"__test__": True, "format": known, "plugin": file}))
    return found


def _plugin(path: Path, name: str | None) -> Plugin:
    if name is None:
        return load_file(path).plugins[0]
    return next(plugin for plugin in load().plugins if plugin.name == name)
