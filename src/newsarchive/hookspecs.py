"""Every hook of newsarchive, on one page. A hook exists only once something in the tree uses it."""

from collections.abc import Iterable

import pluggy

from .sources import Source

#: pluggy's project name and the entry-point group, in one word.
GROUP = "newsarchive"

hookspec = pluggy.HookspecMarker(GROUP)
hookimpl = pluggy.HookimplMarker(GROUP)


@hookspec
def newsarchive_sources() -> Source | Iterable[Source]:  # type: ignore[empty-body]  # a specification has none
    """The source, or the sources, that this plugin registers. Called once in each process."""
