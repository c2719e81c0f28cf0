"""The pool of worker processes, seen from the archive's side: requests in, readings out, in the same order.

A worker that dies or does not answer costs the document that it was reading, which is quarantined with the
reason; a fresh worker reads the rest.
"""

import os
import select
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import attrs

from ..canonical import decode
from ..errors import NewsarchiveError, RecordError
from ..reading import Found, Reading, Reason
from .frames import Hello, Request, pack, receive, send_chunk
from .worker import CPU_SECONDS

#: A chunk goes to a worker at once: so many documents, or so many bytes.
CHUNK_DOCUMENTS = 64
CHUNK_BYTES = 4 << 20
#: Seconds by the clock after which a worker that uses no CPU is given up. Far beyond the limit of CPU time.
PATIENCE = 12 * CPU_SECONDS
#: The largest answer that is read.
ANSWER_BYTES = 1 << 30

Tag = TypeVar("Tag")
Job = tuple[Any, Request, bytes]


@attrs.frozen
class Setting:
    """How workers are started."""

    folders: Sequence[Path] = ()
    prefer: Sequence[str] = ()
    only: str | None = None


@attrs.define
class _Worker:
    """One process and the jobs it has not answered yet."""

    process: "subprocess.Popen[bytes]"
    requests: int
    answers: int
    hello: Hello
    jobs: deque[Job] = attrs.Factory(deque)


class Pool:
    """`count` workers. A context manager: its end is theirs."""

    def __init__(self, setting: Setting, count: int = 1) -> None:
        self._setting = setting
        self._workers = [self._start() for _ in range(max(1, count))]
        if setting.only is not None and setting.only not in self.hello.sources:
            self.close()
            raise NewsarchiveError(
                f"there is no source {setting.only!r}; installed are {', '.join(self.hello.sources) or 'none'}",
                help="`newsarchive plugins` lists them.",
            )

    @property
    def hello(self) -> Hello:
        """The plugins, as the first worker loaded them."""
        return self._workers[0].hello

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        for worker in self._workers:
            _kill(worker)
        self._workers = []

    def read(self, jobs: Iterable[tuple[Tag, Request, bytes]]) -> Iterator[tuple[Tag, Reading]]:
        """Read every document; the readings come in the order of the jobs, each with its job's tag.

        Each worker has at most one chunk; the next ones are drawn from `jobs` while they work.
        """
        idle = deque(range(len(self._workers)))
        busy: deque[int] = deque()
        chunks = _chunks(jobs)
        chunk = next(chunks, None)
        while chunk or busy:
            while chunk and idle:
                number = idle.popleft()
                self._give(number, chunk)
                busy.append(number)
                chunk = next(chunks, None)
            number = busy.popleft()
            readings = list(self._take(number))
            if chunk:
                self._give(number, chunk)
                busy.append(number)
            else:
                idle.append(number)
            yield from readings
            chunk = next(chunks, None) if chunk else None

    def read_one(self, request: Request, body: bytes = b"") -> Reading:
        """Read one document."""
        return next(self.read([(None, request, body)]))[1]

    def _start(self) -> _Worker:
        # A fixed environment: hash seed, locale and time zone must not decide what a parser says.
        environment = {
            "PATH": os.defpath,
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "PYTHONHASHSEED": "0",
            "PYTHONUTF8": "1",
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
        }
        setting = self._setting
        process = subprocess.Popen(  # noqa: S603  # our own interpreter and module
            [
                *(sys.executable, "-P", "-m", "newsarchive.pipeline.worker"),
                *(setting.only or "", ",".join(setting.prefer), *map(str, setting.folders)),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            start_new_session=True,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        frame = receive(process.stdout.fileno())
        if frame is None:
            raise NewsarchiveError(f"a worker process ended as it started (exit {process.wait()}); its message stands above")
        return _Worker(process, process.stdin.fileno(), process.stdout.fileno(), decode(frame[0], Hello))

    def _give(self, number: int, chunk: Iterable[Job]) -> None:
        worker = self._workers[number]
        worker.jobs.extend(chunk)
        with suppress(BrokenPipeError):  # if it died, `_take` finds out at which document
            send_chunk(worker.requests, [pack(request, body) for _, request, body in worker.jobs])

    def _take(self, number: int) -> Iterator[tuple[Any, Reading]]:
        """Every answer to a chunk, from as many workers as that takes."""
        while self._workers[number].jobs:
            worker = self._workers[number]
            answer, failure = _answer(worker)
            tag, *_ = worker.jobs.popleft()
            if answer is not None:
                yield tag, answer
                continue
            yield tag, Reading(found=(Found("quarantined", reasons=(Reason("parser-killed", failure),)),))
            rest = list(worker.jobs)
            _kill(worker)
            self._workers[number] = self._start()
            self._give(number, rest)


def _answer(worker: _Worker) -> tuple[Reading | None, str]:
    """The next reading, checked against its schema before it is believed; or why there is none."""
    ready, _, _ = select.select([worker.answers], [], [], PATIENCE)
    if not ready:
        return None, f"the parser did not answer for {PATIENCE} seconds and was killed"
    try:
        frame = receive(worker.answers, ANSWER_BYTES)
        if frame is not None:
            return decode(frame[0], Reading), ""
    except (ValueError, RecordError) as error:
        return None, f"the parser gave what is no reading: {error}"
    code = worker.process.wait()
    if code == -signal.SIGXCPU:
        return None, f"the parser used more than {CPU_SECONDS} seconds of CPU time and was killed"
    how = f"by signal {signal.Signals(-code).name}" if code < 0 else f"with exit status {code}"
    return None, f"the parser's process ended {how}"


def _kill(worker: _Worker) -> None:
    """End a worker with all that it may have started: it leads a process group of its own."""
    for stream in (worker.process.stdin, worker.process.stdout):
        if stream is not None:
            with suppress(BrokenPipeError):
                stream.close()
    with suppress(ProcessLookupError):
        os.killpg(worker.process.pid, signal.SIGKILL)
    worker.process.wait()


def _chunks(jobs: Iterable[Job]) -> Iterator[list[Job]]:
    chunk: list[Job] = []
    size = 0
    for job in jobs:
        chunk.append(job)
        size += len(job[2])
        if len(chunk) >= CHUNK_DOCUMENTS or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk
