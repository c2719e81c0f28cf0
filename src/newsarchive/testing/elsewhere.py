"""Reading the same documents in another process: other hash seed, locale, time zone and clock, under a worker's limits.

For each place one process is started and loads what is installed; for each task it forks one that reads and ends.
"""

import atexit
import functools
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

import msgspec

from ..sources import Document


class Surroundings(msgspec.Struct, frozen=True):
    """What a reading must not depend on. `forward` are seconds by which the clock is wrong."""

    hash_seed: int = 0
    time_zone: str = "UTC"
    lc_all: str = "C.UTF-8"
    forward: int = 0


#: Two places far from each other, and from where the tests run.
PLACES = (
    Surroundings(hash_seed=1, time_zone="Pacific/Kiritimati", lc_all="C"),
    Surroundings(hash_seed=4242, time_zone="America/St_Johns", lc_all="tr_TR.UTF-8", forward=5 * 365 * 86_400),
)


class Task(msgspec.Struct):
    """What a process is to read, with which source. `path` is its `sys.path`."""

    source: str
    file: str | None
    path: list[str]
    limited: bool
    documents: list[tuple[str, bytes]]


class Answer(msgspec.Struct, tag=True):
    """A document's reading as canonical JSON, what the parser asked of the system, and why it failed, if it did."""

    reading: bytes
    deeds: list[str]
    fault: str


class Ended(msgspec.Struct, tag=True):
    """What follows the last answer: how the process ended, as `os.waitstatus_to_exitcode` has it."""

    code: int


def read_elsewhere(
    source: str, file: Path | None, documents: Sequence[Document], where: Surroundings, limited: bool = False
) -> "_Place":
    """Let another process read documents, one after the other. `limited`: as a worker would be."""
    place = _place(where)
    place.give(
        Task(
            source=source,
            file=str(file) if file else None,
            path=sys.path,
            limited=limited,
            documents=[(document.name, document.data) for document in documents],
        )
    )
    return place


def send(file: IO[bytes], message: msgspec.Struct) -> None:
    """Write a frame: four bytes of length, big-endian, and the message as MessagePack."""
    frame = msgspec.msgpack.encode(message)
    file.write(len(frame).to_bytes(4, "big") + frame)
    file.flush()


def receive(file: IO[bytes]) -> bytes | None:
    """Read a frame; None where nothing or less than one comes."""
    head = file.read(4)
    body = file.read(int.from_bytes(head, "big"))
    return body if len(head) == 4 and len(body) == int.from_bytes(head, "big") else None


class _Place:
    """A process in surroundings of its own."""

    def __init__(self, where: Surroundings) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  # as long as the process
        self._process = subprocess.Popen(  # this very Python
            [sys.executable, "-m", "newsarchive.testing.again"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env={
                **os.environ,
                "PYTHONHASHSEED": str(where.hash_seed),
                "TZ": where.time_zone,
                "LC_ALL": where.lc_all,
                "LANG": where.lc_all,
                "PYTHONUTF8": "1",
            },
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._tasks, self._answers = self._process.stdin, self._process.stdout
        send(self._tasks, where)

    def give(self, task: Task) -> None:
        """Ask for a task. Its answers have to be taken before the next one."""
        with suppress(BrokenPipeError):  # it is gone: `answers` says how
            send(self._tasks, task)

    def answers(self) -> tuple[list[Answer], str]:
        """One answer a document, as far as it came, and how the process ended if that was too early."""
        answers: list[Answer] = []
        while (frame := receive(self._answers)) is not None:
            message = msgspec.msgpack.decode(frame, type=Answer | Ended)
            if isinstance(message, Ended):
                return answers, self._told(message.code)
            answers.append(message)
        _place.cache_clear()  # an installed plugin ended the process itself
        return answers, self._told(self._process.wait())

    def end(self) -> None:
        """Let the process go."""
        with suppress(BrokenPipeError):
            self._tasks.close()
        self._process.wait()
        self._answers.close()
        self._errors.close()

    def _told(self, code: int) -> str:
        self._errors.seek(0)
        last = self._errors.read().decode(errors="replace").strip().rpartition("\n")[2]
        self._errors.seek(0)  # the process writes where this stands: the place is one for both
        self._errors.truncate()
        if code == 0:
            return ""
        return f"it was ended by signal {-code}" if code < 0 else f"it ended with exit code {code}: {last}"


@functools.cache
def _place(where: Surroundings) -> _Place:
    place = _Place(where)
    atexit.register(place.end)
    return place
