"""The pool of worker processes, seen from the archive's side: requests in, readings out, in the same order.

A worker that dies or does not answer costs the document that it was reading, which is quarantined with the
reason; a fresh worker reads the rest. A plugin whose import ends a worker is left out from then on; a source whose
`sniff` does so has failed to sniff that document, as if it had raised an error.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, TypeVar

import attrs

from ..canonical import decode
from ..errors import NewsarchiveError, RecordError
from ..reading import Found, Reading, Reason
from ..wire import read_reading
from .frames import Hello, Request, pack, send_chunk
from .process import Job, Process, Setting, launch
from .whereabouts import LEAVE

__all__ = ["Pool", "Setting"]

#: A chunk goes to a worker at once: so many documents, or so many bytes.
CHUNK_DOCUMENTS = 64
CHUNK_BYTES = 4 << 20

Tag = TypeVar("Tag")


class Pool:
    """Up to `count` workers, each of which starts when there is a chunk for it. A context manager: its end is theirs."""

    def __init__(self, setting: Setting, count: int = 1) -> None:
        self._setting = setting
        self._killers: dict[str, str] = {}  # plugins whose import ended a worker, and how
        self._count = max(1, count)
        self._workers: list[Process] = []
        self._apart: Pool | None = None
        if setting.only is not None:
            self._start()

    @property
    def hello(self) -> Hello:
        """The plugins, as the first worker loaded them."""
        self._start()
        return self._workers[0].hello

    @property
    def apart(self) -> "Pool":
        """One worker more, for questions that cannot wait until a document is read."""
        if self._apart is None:
            self._apart = Pool(self._setting)
        return self._apart

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        for worker in self._workers:
            worker.kill()
        self._workers = []
        if self._apart is not None:
            self._apart.close()

    def read(self, jobs: Iterable[tuple[Tag, Request, bytes]]) -> Iterator[tuple[Tag, Reading]]:
        """Read every document; the readings come in the order of the jobs, each with its job's tag.

        Each worker has at most one chunk; the next ones are drawn from `jobs` while they work.
        """
        chunks = _chunks(jobs)
        if (chunk := next(chunks, None)) is None:
            return
        self._start()
        idle, busy = deque(range(len(self._workers))), deque[int]()
        while chunk or busy:
            while chunk and (idle or len(self._workers) < self._count):
                number = idle.popleft() if idle else self._add()
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

    def _start(self) -> None:
        """Start the first worker, if it has not been started. Raises NewsarchiveError if a source to use is not there."""
        if not self._workers:
            self._add()

    def _add(self) -> int:
        """Start one worker more; its number."""
        self._workers.append(launch(self._setting, self._killers))
        number = len(self._workers) - 1
        try:
            self._greet(number)
            if number == 0:
                self._check()
        except BaseException:
            self.close()
            raise
        return number

    def _check(self) -> None:
        known, only = self._workers[0].hello.sources, self._setting.only
        for name, where in ({only: ""} if only is not None else self._setting.needed).items():
            if name not in known:
                place = f"{where}: " if where else ""
                raise NewsarchiveError(
                    f"{place}there is no source {name!r}; installed are {', '.join(known) or 'none'}",
                    help="`newsarchive plugins` lists them.",
                )

    def _greet(self, number: int) -> None:
        """Wait until a worker has loaded its plugins, without those whose import ends the process."""
        while True:
            worker = self._workers[number]
            frame, failure, _ = worker.frame()
            if frame is not None:
                worker.hello = decode(frame, Hello)
                return
            doing, label = worker.whereabouts.last() or ("", "")
            if doing != "load" or label in worker.killers:
                raise NewsarchiveError(f"a worker process could not start: it {failure}; its message, if any, stands above")
            self._killers[label] = f"importing it {failure}"
            self._renew(number)

    def _renew(self, number: int) -> None:
        self._workers[number].kill()
        self._workers[number] = launch(self._setting, self._killers)

    def _give(self, number: int, chunk: Iterable[Job]) -> None:
        worker = self._workers[number]
        worker.jobs.extend(chunk)
        with suppress(BrokenPipeError):  # if it died, `_take` finds out at which document
            send_chunk(worker.requests, [pack(request, body) for _, request, body in worker.jobs])

    def _take(self, number: int) -> Iterator[tuple[Any, Reading]]:
        """Every answer to a chunk, from as many workers as that takes.

        A worker whose answer is garbled may be at a later document by now: the one in question is read again alone.
        """
        later: list[Job] = []
        while self._workers[number].jobs or later:
            worker = self._workers[number]
            if not worker.jobs:
                self._give(number, later)
                later = []
            answer, failure, sure = _answer(worker)
            if answer is not None:
                yield worker.jobs.popleft()[0], answer
                worker.answered = True
                continue
            doing, name = worker.whereabouts.last() or ("", "")
            rest = list(worker.jobs)
            if doing == LEAVE and worker.answered:
                pass
            elif not sure and len(rest) > 1:
                rest, later = rest[:1], rest[1:] + later
            elif doing == "sniff" and name not in rest[0][1].killers:
                tag, request, body = rest[0]
                killers = request.killers | {name: f"{name}: sniff {failure}"}
                rest[0] = (tag, attrs.evolve(request, killers=killers), body)
            else:
                source = name if doing in ("parse", LEAVE) else None
                reason = Reason(
                    "parser-killed", f"{name or 'the parser'}: {'parse' if source else doing or 'it'} {failure}", source=source
                )
                yield rest.pop(0)[0], Reading(source=source, found=(Found("quarantined", source, reasons=(reason,)),))
            self._renew(number)
            self._greet(number)
            self._give(number, rest)


def _answer(worker: Process) -> tuple[Reading | None, str, bool]:
    """The next reading, checked against its schema before it is believed; or why there is none, and whether the
    page is sure.
    """
    frame, failure, sure = worker.frame()
    if frame is None:
        return None, failure, sure
    try:
        reading = read_reading(frame)
    except RecordError as error:
        return None, f"gave what is no reading: {error}", False
    return (reading, "", True) if reading.found or reading.cut is not None else (None, "gave a reading of nothing", False)


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
