"""The source under test, among all that are installed."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

import attrs

from ..canonical import plain
from ..drafts import Yielded
from ..errors import NewsarchiveError
from ..model import Article
from ..pipeline.limits import CPU_SECONDS
from ..pipeline.reader import Reader
from ..plugins import Plugins, load, load_file
from ..reading import Found, Reading
from ..sniff import Decision, decide
from ..sources import Document, Source
from .failure import Case

T = TypeVar("T")


@attrs.frozen
class Subject:
    """A source by name, and everything that is installed beside it."""

    plugins: Plugins
    source: Source

    @classmethod
    def of(cls, name: str, file: Path | None = None) -> "Subject":
        """The installed source `name`, or that of a single file, which takes the place of an installed one.

        Raises NewsarchiveError where there is none.
        """
        plugins = with_file(file)
        if name not in plugins.sources:
            known = ", ".join(plugins.sources) or "none"
            errors = "".join(f"\n{error}" for error in plugins.errors)
            raise NewsarchiveError(
                f"there is no source {name!r}; installed are {known}{errors}",
                help="`pip install -e .` in the plugin's folder installs it; `newsarchive plugins` lists what is there.",
            )
        return cls(plugins, plugins.sources[name])

    def yielded(self, document: Document) -> list[Yielded]:
        """What `parse` itself yields. Raises what it raises, and TimeoutError after ten seconds of CPU time."""
        return within(CPU_SECONDS, lambda: list(self.source.parse(document)))

    def read(self, document: Document) -> Reading:
        """The document read by this source alone, without sniffing, as `newsarchive explain` shows it."""
        reader = Reader(self.plugins, only=self.source.name)
        return within(CPU_SECONDS, lambda: reader.read(document, tracing=True))

    def decide(self, document: Document) -> Decision:
        """Which of all installed sources reads the document."""
        return decide(self.plugins.sources.values(), document.sample())

    def case(self, document: Document) -> Case:
        """The document with what is read from it, for a message."""
        return Case(document, self.read(document))


def with_file(file: Path | None) -> Plugins:
    """All installed plugins; the sources of a single file take the place of those that have their names."""
    installed = load()
    if file is None:
        return installed
    given = load_file(file)
    others = [plugin for plugin in installed.plugins if not {source.name for source in plugin.sources} & given.sources.keys()]
    return Plugins((*given.plugins, *others), {**installed.sources, **given.sources})


def own(reading: Reading) -> list[Found]:
    """What was found in the document itself, and not in its parts."""
    return [found for found in reading.found if found.member == reading.member]


def articles(reading: Reading) -> list[Article]:
    """The articles of the document itself, in its order."""
    return [found.article for found in own(reading) if found.article is not None]


def fields(article: Article) -> dict[str, Any]:
    """What an article says, apart from where that stood."""
    return {name: value for name, value in plain(article).items() if name not in ("evidence", "provenance")}


def outcome(reading: Reading) -> list[dict[str, Any]]:
    """What was found and what was wrong, without places: what golden files hold, and what two readings are compared by."""
    found: list[dict[str, Any]] = []
    for each in reading.found:
        stated: dict[str, Any] = {"kind": each.kind}
        if each.member:
            stated["member"] = each.member
        if each.article is not None:
            stated["article"] = fields(each.article)
        if each.message is not None:
            stated["message"] = plain(each.message)
        if each.reasons:
            stated["reasons"] = [f"{reason.code}: {reason.reason}" for reason in each.reasons]
        found.append(stated)
    return [*found, *({"kind": "defect", "reasons": [f"{each.code}: {each.reason}"]} for each in reading.defects)]


def differences(expected: Any, actual: Any, path: str = "") -> list[str]:
    """Each value that differs, as `[0].article.body[1].text: expected …, actual …`."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        keys = [*expected, *(key for key in actual if key not in expected)]
        return [
            line
            for key in keys
            for line in differences(expected.get(key, _ABSENT), actual.get(key, _ABSENT), f"{path}.{key}" if path else key)
        ]
    if isinstance(expected, list | tuple) and isinstance(actual, list | tuple):
        pairs = enumerate(zip_longest(expected, actual, fillvalue=_ABSENT))
        return [line for n, (left, right) in pairs for line in differences(left, right, f"{path}[{n}]")]
    return [] if expected == actual else [f"{path or 'it'}: expected {expected!r}, got {actual!r}"]


class _Absent:
    def __repr__(self) -> str:
        return "nothing"


_ABSENT = _Absent()


def within(seconds: int, call: Callable[[], T]) -> T:
    """Call something that may hang. Raises TimeoutError after so many seconds of CPU time."""
    with _alarm(seconds):
        return call()


@contextmanager
def _alarm(seconds: int) -> Iterator[None]:
    def ring(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"it took more than {seconds} seconds of CPU time")

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds, 1)  # again, should the plugin catch it
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
