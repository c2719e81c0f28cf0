"""One worker process, seen from the archive's side: starting it, hearing it, ending it."""

import fcntl
import os
import select
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import attrs

from ..canonical import encode
from .frames import Hello, Request, receive
from .limits import CPU_SECONDS
from .whereabouts import Whereabouts, make

#: Seconds by the clock after which a worker that uses no CPU is given up. Far beyond the limit of CPU time.
PATIENCE = 12 * CPU_SECONDS
#: The largest answer that is read.
ANSWER_BYTES = 1 << 30
PIPE_BYTES = 1 << 20

Job = tuple[Any, Request, bytes]


@attrs.frozen
class Setting:
    """How workers are started."""

    folders: Sequence[Path] = ()
    prefer: Sequence[str] = ()
    only: str | None = None


@attrs.define
class Process:
    """A process and the jobs it has not answered yet. `killers` are the plugins that it leaves out."""

    process: "subprocess.Popen[bytes]"
    requests: int
    answers: int
    whereabouts: Whereabouts
    killers: Mapping[str, str]
    hello: Hello = attrs.Factory(Hello)
    jobs: deque[Job] = attrs.Factory(deque)

    def frame(self) -> tuple[bytes | None, str]:
        """The head of the next frame, or what the plugin did instead, as the end of a sentence about it."""
        patience = f"did not end within {PATIENCE} seconds, and its process was killed"
        ready, _, _ = select.select([self.answers], [], [], PATIENCE)
        if not ready:
            return None, patience
        try:
            frame = receive(self.answers, ANSWER_BYTES)
        except ValueError as error:
            return None, f"gave too much: {error}"
        if frame is not None:
            return frame[0], ""
        try:
            code = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:  # it closed its end of the pipe and lives on
            return None, patience
        if code == -signal.SIGXCPU:
            return None, f"used more than {CPU_SECONDS} seconds of CPU time, and its process was killed"
        how = f"by signal {signal.Signals(-code).name}" if code < 0 else f"with exit status {code}"
        return None, f"ended its process {how}"

    def kill(self) -> None:
        """End it with all that it may have started: it leads a process group of its own."""
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with suppress(BrokenPipeError):
                    stream.close()
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.whereabouts.close()


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
                *(sys.executable, "-P", "-m", "newsarchive.pipeline.worker", str(page), encode(killers).decode()),
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
    return Process(process, process.stdin.fileno(), process.stdout.fileno(), whereabouts, dict(killers))
