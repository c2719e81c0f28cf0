"""The worker's own process, kept as it was: what one document's parser did to it must not decide how the next is read.

What Python and the kernel let anybody change is put back before each document. Functions of the modules that reading
rests on cannot be replaced at all. What cannot be put back (threads and processes left behind, memory) ends the worker
once its document is answered, and a fresh one goes on. All of it is against accidents: who wants to, gets round it.
"""

import decimal
import gc
import locale
import os
import resource
import signal
import sys
import threading
import warnings
from types import ModuleType
from typing import Any

import attrs

from .limits import CPU_BYTES, extend, limit

#: A worker that once used so many bytes more than at its start is not trusted to have given them back.
LEFT_BYTES = 128 << 20
#: New files of a plugin's are its user's own.
_UMASK = 0o077
#: `ru_maxrss` counts these (getrusage(2); macOS counts bytes).
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024
#: Modules whose functions a worker calls between documents, and everything of ours.
_SEALED = ("builtins", "attr", "attrs", "codecs", "hashlib", "io", "json", "msgspec", "orjson", "os", "re", "struct")


class _Sealed(ModuleType):
    """A module that takes new names and submodules, and lets nothing be replaced."""

    def __setattr__(self, name: str, value: Any) -> None:
        present = self.__dict__
        if (
            name in present
            and name != "_"
            and not name.startswith("__")
            and not isinstance(value, ModuleType)
            and value is not present[name]
        ):
            raise AttributeError(f"a plugin may not replace {self.__name__}.{name}")
        super().__setattr__(name, value)

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a plugin may not remove {self.__name__}.{name}")


def seal() -> None:
    """From now on nothing in the modules that reading rests on can be replaced."""
    for name, module in list(sys.modules.items()):
        if type(module) is ModuleType and (name in _SEALED or name.partition(".")[0] == "newsarchive"):
            module.__class__ = _Sealed


@attrs.define
class Custody:
    """What a worker's process is like before plugin code runs. Putting it back takes some microseconds a document."""

    _folder: int = attrs.field(factory=lambda: os.open(".", os.O_RDONLY))
    _environment: dict[str, str] = attrs.field(factory=lambda: dict(os.environ))
    _raw: dict[bytes, bytes] = attrs.field(factory=lambda: dict(_raw_environment()))
    _streams: tuple[Any, ...] = attrs.field(factory=lambda: (sys.stdin, sys.stdout, sys.stderr))
    _recursion: int = attrs.field(factory=sys.getrecursionlimit)
    _locale: str = attrs.field(factory=lambda: locale.setlocale(locale.LC_ALL))
    _filters: list[Any] = attrs.field(factory=lambda: list(warnings.filters))
    _granted: int = 0
    _threads: int = 1
    _most: int = 0

    def accept(self) -> None:
        """Loading the plugins is over: what it left is as it has to be."""
        self._filters = list(warnings.filters)
        self._threads = threading.active_count()
        self._most = _peak() + LEFT_BYTES

    def restore(self, size: int) -> None:
        """Put everything back, for a document of `size` bytes."""
        os.fchdir(self._folder)
        os.umask(_UMASK)
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)
        sys.stdin, sys.stdout, sys.stderr = self._streams
        sys.setrecursionlimit(self._recursion)
        decimal.setcontext(decimal.Context())
        gc.enable()
        if _raw_environment() != self._raw:
            os.environ.clear()
            os.environ.update(self._environment)
        if locale.setlocale(locale.LC_ALL) != self._locale:
            locale.setlocale(locale.LC_ALL, self._locale)
        if warnings.filters != self._filters:
            warnings.filters[:] = self._filters  # type: ignore[index]  # typeshed promises a sequence only
        limit(size)
        self._granted = 0

    def grant(self, size: int) -> int:
        """A part of the document has so many bytes: how many seconds of CPU time all its parts gave it."""
        before = self._granted // CPU_BYTES
        self._granted += size
        after = self._granted // CPU_BYTES
        if after > before:
            extend(after - before)
        return after

    def spoilt(self) -> bool:
        """Whether the last document left what cannot be put back."""
        return threading.active_count() > self._threads or _peak() > self._most or _has_children()


def _raw_environment() -> dict[bytes, bytes]:
    """The environment as bytes: to decode it all takes longer than everything else that is put back."""
    found: dict[bytes, bytes] = os.environ._data  # type: ignore[attr-defined]  # the standard library has no other way
    return found


def _peak() -> int:
    """The most memory that this process ever had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _RSS_UNIT


def _has_children() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return False
    return True
