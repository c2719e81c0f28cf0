"""One worker process, seen from the archive's side: starting it, hearing it, ending it."""

import fcntl
import os
import select
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import attrs

from ..canonical import encode
from .family import family, seconds, still
from .frames import Hello, Request, Stream
from .limits import IDLE_SECONDS, PATIENCE, PROCESSES, answer_bytes, cpu_seconds
from .whereabouts import Whereabouts, make

PIPE_BYTES = 1 << 20
#: Seconds between two looks at a worker that does not answer.
_LOOK = 1
#: Seconds of CPU time beyond its limit after which a worker that ignores the kernel's signal is ended.
_GRACE = 2

Job = tuple[Any, Request, bytes]


@attrs.frozen
class Setting:
    """How workers are started. `needed` are sources that rules name, each with the place where they do."""

    folders: Sequence[Path] = ()
    prefer: Sequence[str] = ()
    only: str | None = None
    needed: Mapping[str, str] = attrs.Factory(dict)


@attrs.define
class Process:
    """A process and the jobs it has not answered yet. `killers` are the plugins that it leaves out."""

    process: "subprocess.Popen[bytes]"
    requests: int
    _stream: Stream
    whereabouts: Whereabouts
    killers: Mapping[str, str]
    hello: Hello = attrs.Factory(Hello)
    jobs: deque[Job] = attrs.Factory(deque)
    answered: bool = False  #: at least one of them

    @property
    def size(self) -> int:
        """The bytes of the document that it is reading."""
        return self.jobs[0][1].size if self.jobs else 0

    def frame(self) -> tuple[bytes | None, str, bool]:
        """The head of the next frame, or what the plugin did instead, as the end of a sentence about it.

        Also whether it is at the document in question still, so that `whereabouts` says whose code it was.
        """
        answers = self._stream.descriptor
        if not self._stream.begun and (failure := self._wait(lambda: bool(select.select([answers], [], [], _LOOK)[0]))):
            return None, failure, True
        try:
            frame = self._stream.receive(answer_bytes(self.size))
        except ValueError as error:
            return None, f"gave too much: {error}", False
        if frame is not None:
            return frame[0], "", True
        failure = self._wait(self._ended)
        return None, failure or self._end(), True

    def _wait(self, happened: Callable[[], bool]) -> str:
        """Wait until something happened, or say what is wrong with the processes below. The clock counts for what sleeps."""
        used: float | None = None
        before, idle, looks = -1.0, 0, 0
        while not happened():
            looks += 1
            below = family(self.process.pid)
            now = seconds(below)
            used = now if used is None else used
            idle = idle + 1 if below and still(below) and now == before else 0
            before = now
            if idle * _LOOK >= IDLE_SECONDS:
                return f"did nothing for {IDLE_SECONDS} seconds, and its process was killed"
            if now - used > self._seconds() + _GRACE:  # it ignores the signal that the kernel sends
                return f"used more than {self._seconds()} seconds of CPU time, and its process was killed"
            if len(below) > PROCESSES:
                return f"started more than {PROCESSES} processes, and all were killed"
            if not below and looks * _LOOK >= PATIENCE:
                return f"did not end within {PATIENCE} seconds, and its process was killed"
        return ""

    def _seconds(self) -> int:
        """Of CPU time, that the document may use so far."""
        return cpu_seconds(self.size) + self.whereabouts.extra

    def _ended(self) -> bool:
        try:
            self.process.wait(_LOOK)
        except subprocess.TimeoutExpired:  # it closed its end of the pipe and lives on
            return False
        return True

    def _end(self) -> str:
        code = self.process.returncode
        if code == -signal.SIGXCPU:
            return f"used more than {self._seconds()} seconds of CPU time, and its process was killed"
        how = f"by signal {_signal_name(-code)}" if code < 0 else f"with exit status {code}"
        return f"ended its process {how}"

    def kill(self) -> None:
        """End it with all that it may have started."""
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with suppress(BrokenPipeError):
                    stream.close()
        self.process.terminate()  # the keeper ends all that is below it
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.whereabouts.close()


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # a real-time signal
        return str(number)


def _widen(pipe: int) -> None:
    """Give a pipe room for the answers to a whole chunk, so that a worker goes on while another one is heard."""
    if hasattr(fcntl, "F_SETPIPE_SZ"):  # Linux
        with suppress(PermissionError):  # beyond the user's limit; it only costs time
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)


def launch(setting: Setting, killers: Mapping[str, str]) -> Process:
    """Start a worker that leaves out the plugins `killers`. Its first frame is a Hello."""
    # A fixed environment: hash seed, locale and time zone must not decide what a parser says.
    environment = {
        "PATH": os.defpath,
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }
    page = make()
    try:
        process = subprocess.Popen(  # noqa: S603  # our own interpreter and module
            [
                *(sys.executable, "-P", "-m", "newsarchive.pipeline.keeper", str(page), encode(killers).decode()),
                *(setting.only or "", ",".join(setting.prefer), *map(str, setting.folders)),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            start_new_session=True,
            pass_fds=(page,),
        )
        whereabouts = Whereabouts(page)
    finally:
        os.close(page)
    assert process.stdin is not None
    assert process.stdout is not None
    for pipe in (process.stdin, process.stdout):
        _widen(pipe.fileno())
    return Process(process, process.stdin.fileno(), Stream(process.stdout.fileno()), whereabouts, dict(killers))
