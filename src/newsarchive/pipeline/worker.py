"""A worker: the process in which plugin code runs, and the only one.

Reads requests from standard input and answers each with a Reading. It can be killed at any time at the cost of the
document that it is reading. Limits are set anew for each document: CPU time and not time by the clock, so that the
outcome does not depend on the machine's load.
"""

import ctypes
import hashlib
import os
import resource
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from ..canonical import decode
from ..errors import RecordError
from ..plugins import load
from ..reading import Found, Reading, Reason
from ..sniff import decide
from ..sources import Document, Sample
from .frames import Hello, PluginState, Request, pack, receive_chunk, send
from .reader import Reader

#: Seconds of CPU time for one document.
CPU_SECONDS = 10
#: Bytes of address space: a base, and so many times the document's size.
MEMORY_BYTES = 1 << 30
MEMORY_TIMES = 12
_PR_SET_PDEATHSIG = 1


def main(arguments: Sequence[str]) -> None:
    """`worker ONLY PREFER FOLDER…`: the one source to use or an empty string, preferences joined by commas, plugin folders."""
    only, prefer, *folders = arguments
    _die_with_parent()
    requests, answers = os.dup(0), os.dup(1)
    silence = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):  # what a plugin prints is nobody's
        os.dup2(silence, standard)
    plugins = load([Path(folder) for folder in folders])
    states = tuple(
        PluginState(
            name=plugin.name,
            origin=plugin.origin,
            version=plugin.version,
            sources=tuple(source.name for source in plugin.sources),
            error=plugin.error,
        )
        for plugin in plugins.plugins
    )
    send(answers, pack(Hello(plugins=states, sources={name: plugins.source_version(name) for name in plugins.sources})))
    reader = Reader(plugins, tuple(filter(None, prefer.split(","))), only or None)
    while (chunk := receive_chunk(requests)) is not None:
        for head, body in chunk:
            request = decode(head, Request)
            _limit(request.size)
            send(answers, _answer(reader, request, body))


def _answer(reader: Reader, request: Request, body: bytes) -> bytes:
    if request.head is not None:
        reading = _sniff_only(reader, request, body)
    else:
        data = body if request.path is None else _fetch(request)
        if request.path is not None and hashlib.sha256(data).hexdigest() != request.original:
            reading = _refused("changed", "the file changed between its two readings; run again")
        else:
            reading = reader.read(Document(request.name, data, request.hints), request.original, request.tracing)
    try:
        return pack(reading)
    except RecordError as error:
        why = f"what {reading.source} yielded cannot be written as JSON: {error}"
        return pack(_refused("parse-failed", why, reading.source))


def _sniff_only(reader: Reader, request: Request, body: bytes) -> Reading:
    """A document that is too large to be read: whether anybody would, for the reason."""
    assert request.head is not None
    sample = Sample(request.name, request.size, body[: request.head], body[request.head :], request.hints)
    decision = decide(reader.plugins.sources.values(), sample, reader.prefer)
    if decision.winner is None:
        return Reading(found=(Found("quarantined", reasons=decision.reasons),), offers=decision.offers)
    reason = f"{decision.winner.name} would read it, but it is too large to be read whole ({request.size:,} bytes)"
    return _refused("too-large", reason, decision.winner.name)


def _refused(code: str, reason: str, source: str | None = None) -> Reading:
    return Reading(source=source, found=(Found("quarantined", source, reasons=(Reason(code, reason, source=source),)),))


def _fetch(request: Request) -> bytes:
    assert request.path is not None
    with Path(request.path).open("rb") as file:
        file.seek(request.offset)
        return file.read(request.size)


def _limit(size: int) -> None:
    """Set what this document may use. Beyond the CPU limit the kernel kills the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + 1 + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    memory = MEMORY_BYTES + MEMORY_TIMES * size
    resource.setrlimit(resource.RLIMIT_AS, (memory, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _die_with_parent() -> None:
    """Ask Linux for SIGKILL when the parent ends; elsewhere the end of standard input ends a worker that is idle."""
    if hasattr(libc := ctypes.CDLL(None), "prctl"):
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1:])
