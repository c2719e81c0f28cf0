"""The other process: reads the documents that standard input names and says what it read. Started by `elsewhere`."""

import datetime
import os
import site
import sys
import sysconfig
import time
from pathlib import Path
from typing import IO, Any

import msgspec

from ..canonical import encode
from ..pipeline.limits import limit
from ..plugins import load
from ..reading import Reading
from ..sources import Document
from .elsewhere import Answer, Ended, Surroundings, Task, receive, send
from .subject import Subject

#: Python's audit events (PEP 578) that a function from bytes to drafts never raises.
_OUTWARD = tuple(
    """
    socket. subprocess. sqlite3. urllib. http. ftplib. smtplib. tempfile. shutil. glob. os.system os.exec os.posix_spawn
    os.fork os.listdir os.scandir os.mkdir os.remove os.rename
    """.split()  # noqa: SIM905  # a list of words is read as one
)


#: Where Python itself imports modules.
_IMPORT = "<frozen importlib._bootstrap"


#: What Python raises where a bound of time, memory or stack is met.
_BOUNDS = (TimeoutError, MemoryError, RecursionError)


class _Deeds:
    """What plugin code asks of the system while it reads. Python's own files and installed libraries may be read."""

    def __init__(self) -> None:
        self.noted: list[str] = []
        self.watching = False
        known = [*sysconfig.get_paths().values(), *site.getsitepackages(), sys.prefix, sys.base_prefix, "/usr/share/zoneinfo"]
        self._libraries = tuple({os.path.realpath(path) for path in known})
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.watching or not event.startswith((*_OUTWARD, "open")) or self._is_library(arguments[:1]):
            return
        if not _is_importing():
            self._note(f"{event} {arguments!r:.200}")

    def _is_library(self, arguments: tuple[Any, ...]) -> bool:
        """Whether the first argument is a file or folder that importing a library reads."""
        if not arguments or not isinstance(arguments[0], str | bytes):
            return bool(arguments) and isinstance(arguments[0], int)
        path = os.path.realpath(os.fsdecode(arguments[0]))
        return path.startswith(self._libraries) or path.endswith((".py", ".pyc", ".so"))

    def _note(self, deed: str) -> None:
        if deed not in self.noted:
            self.noted.append(deed)


def _is_importing() -> bool:
    """Whether a module is being imported: what a library asks then (urllib3 for IPv6) has nothing to do with a document."""
    frame = sys._getframe(2)
    while frame is not None and not frame.f_code.co_filename.startswith(_IMPORT):
        frame = frame.f_back  # type: ignore[assignment]  # None is where the stack ends
    return frame is not None


def main() -> None:
    """Load what is installed, then fork for each Task that comes, and let nothing that plugins print into the answers."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    tasks = os.fdopen(os.dup(0), "rb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    _set_clock(msgspec.msgpack.decode(receive(tasks) or b"", type=Surroundings).forward)
    deeds = _Deeds()
    load()  # so that the processes below need not
    while (frame := receive(tasks)) is not None:
        child = os.fork()
        if child == 0:
            _read(msgspec.msgpack.decode(frame, type=Task), answers, deeds)
            os._exit(0)
        send(answers, Ended(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])))


def _read(task: Task, answers: IO[bytes], deeds: _Deeds) -> None:
    """Answer each document of a task, up to the first that meets a limit."""
    sys.path[:] = task.path
    subject = Subject.of(task.source, Path(task.file) if task.file else None)
    subject.plugins.source_version(task.source)  # looks up the versions of libraries, once
    for name, data in task.documents:
        document = Document(name, data)
        if task.limited:
            limit(len(data))
        deeds.watching = True
        subject.decide(document)
        reading = subject.read(document)
        deeds.watching = False
        answer = Answer(b"" if task.limited else encode(reading), deeds.noted, _fault(reading))
        send(answers, answer)
        deeds.noted = []
        if task.limited and answer.fault:
            return


def _fault(reading: Reading) -> str:
    """Which bound the parser met, if any: what a plugin raises is caught and becomes a reason."""
    reasons = [reason.reason for found in reading.found for reason in found.reasons if reason.code == "parse-failed"]
    return next((reason for reason in reasons if any(bound.__name__ in reason for bound in _BOUNDS)), "")


def _set_clock(forward: int) -> None:
    """Let Python's clocks be wrong by so many seconds, for modules that are imported from now on."""
    if not forward:
        return
    now, shift = time.time, datetime.timedelta(seconds=forward)

    class Later(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> Any:
            return datetime_class.now(tz) + shift

        @classmethod
        def utcnow(cls) -> Any:
            return datetime_class.now(datetime.UTC).replace(tzinfo=None) + shift

        @classmethod
        def today(cls) -> Any:
            return datetime_class.now() + shift

    class LaterDay(datetime.date):
        @classmethod
        def today(cls) -> Any:
            return (datetime_class.now() + shift).date()

    datetime_class = datetime.datetime
    local, utc = time.localtime, time.gmtime
    replacements: dict[Any, dict[str, Any]] = {
        time: {
            "time": lambda: now() + forward,
            "time_ns": lambda: int((now() + forward) * 1e9),
            "localtime": lambda seconds=None: local(now() + forward if seconds is None else seconds),
            "gmtime": lambda seconds=None: utc(now() + forward if seconds is None else seconds),
        },
        datetime: {"datetime": Later, "date": LaterDay},
    }
    for module, names in replacements.items():
        for name, value in names.items():
            setattr(module, name, value)


if __name__ == "__main__":
    main()
