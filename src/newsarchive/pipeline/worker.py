"""A worker: the process in which plugin code runs, and the only one.

Reads requests from standard input and answers each with a Reading. It can be killed at any time at the cost of the
document that it is reading. Limits are set anew for each document: CPU time and not time by the clock, so that the
outcome does not depend on the machine's load.
"""

import gc
import hashlib
import os
import signal
from collections.abc import Sequence
from pathlib import Path

import attrs

from ..canonical import decode
from ..errors import RecordError
from ..plugins import Plugins, load
from ..reading import Found, Reading, Reason
from ..sources import Document, Sample
from .custody import Custody, seal
from .cutting import cut
from .frames import Hello, PluginState, Request, SourceState, Stream, pack, send
from .prctl import PR_SET_PDEATHSIG, prctl
from .reader import Reader
from .whereabouts import LEAVE, Whereabouts


def main(arguments: Sequence[str]) -> None:
    """`PAGE KILLERS ONLY PREFER FOLDER…`, as `process` gives them to the keeper.

    PAGE is the descriptor of the `Whereabouts`; KILLERS a JSON object of plugins that ended a worker as it loaded them,
    with how; ONLY the one source to use or an empty string; PREFER preferences joined by commas; FOLDERs of plugins.
    """
    page, killers, only, prefer, *folders = arguments
    _die_with_parent()
    note = Whereabouts(int(page), own=True)
    os.register_at_fork(after_in_child=note.detach)
    requests, answers = _private_pipes()
    myself = os.getpid()

    def answer(frame: bytes) -> None:
        if os.getpid() != myself:  # plugin code forked and let the child return: one process answers, once
            os._exit(0)
        send(answers, frame)

    custody = Custody()

    def grant(size: int) -> None:
        note.extra = custody.grant(size)

    def load_next(label: str) -> None:
        note("load", label)
        custody.restore(0)

    seal()
    plugins = load([Path(folder) for folder in folders], decode(killers.encode(), dict[str, str]), load_next)
    custody.accept()
    answer(pack(hello(plugins)))
    gc.freeze()  # what is loaded stays: no collection need look at it again
    reader = Reader(plugins, tuple(filter(None, prefer.split(","))), only or None, note=note, grant=grant, encoded=True)
    stream = Stream(requests)
    while (chunk := stream.receive_chunk()) is not None:
        for head, body in chunk:
            request = decode(head, Request)
            custody.restore(request.size)
            note.extra = 0
            answer(_answer(attrs.evolve(reader, killers=request.killers) if request.killers else reader, request, body))
            if custody.spoilt():  # what the next document's outcome could depend on
                note(LEAVE, (note.last() or ("", ""))[1])
                os._exit(0)


def _private_pipes() -> tuple[int, int]:
    """Where requests come from and answers go to, out of reach of what plugins print and of the children they fork."""
    requests, answers = os.dup(0), os.dup(1)
    silence = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):  # what a plugin prints is nobody's
        os.dup2(silence, standard)

    def let_go() -> None:
        _die_with_parent()
        os.close(requests)
        os.close(answers)

    os.register_at_fork(after_in_child=let_go)
    return requests, answers


def hello(plugins: Plugins) -> Hello:
    """What a worker says first: what it can read with."""
    states = [
        PluginState(
            name=plugin.name,
            origin=plugin.origin,
            version=plugin.version,
            sources=tuple(
                SourceState(name=s.name, title=s.title, lossless=s.lossless, refines=s.refines) for s in plugin.sources
            ),
            error=plugin.error,
        )
        for plugin in plugins.plugins
    ]
    return Hello(plugins=tuple(states), sources={name: plugins.source_version(name) for name in plugins.sources})


def _answer(reader: Reader, request: Request, body: bytes) -> bytes:
    if request.refusal is not None:
        return pack(_refused("rules", request.refusal))
    if request.whole is not None:
        try:
            reading = cut(reader, request, body)
        except OSError:
            reading = Reading(cut=0)
    elif request.head is not None:
        reading = _sniff_only(reader, request, body)
    else:
        try:
            data = body if request.path is None else _fetch(request, request.path)
        except OSError as error:
            return pack(_refused("changed", f"the file could not be read a second time: {error.strerror}; run again"))
        if request.path is not None and hashlib.sha256(data).hexdigest() != request.original:
            reading = _refused("changed", "the file changed between its two readings; run again")
        else:
            reading = reader.read(Document(request.name, data, request.hints), request.original, request.tracing)
    try:
        return pack(reading)
    except RecordError as error:
        why = f"what {reading.source} yielded cannot be written as JSON: {error}"
        return pack(_refused("parse-failed", why, reading.source))
    except MemoryError:
        return pack(_refused("parse-failed", f"what {reading.source} yielded does not fit into memory twice", reading.source))


def _sniff_only(reader: Reader, request: Request, body: bytes) -> Reading:
    """A document that is too large to be read: whether anybody would, for the reason."""
    assert request.head is not None
    sample = Sample(request.name, request.size, body[: request.head], body[request.head :], request.hints)
    decision = reader.decide(sample)
    if decision.winner is None:
        return Reading(found=(Found("quarantined", reasons=decision.reasons),), offers=decision.offers)
    reason = f"{decision.winner.name} would read it, but it is too large to be read whole ({request.size:,} bytes)"
    return _refused("too-large", reason, decision.winner.name)


def _refused(code: str, reason: str, source: str | None = None) -> Reading:
    return Reading(source=source, found=(Found("quarantined", source, reasons=(Reason(code, reason, source=source),)),))


def _fetch(request: Request, path: str) -> bytes:
    with Path(os.fsdecode(path.encode("latin-1"))).open("rb") as file:
        file.seek(request.offset)
        return file.read(request.size)


def _die_with_parent() -> None:
    """Ask Linux for SIGKILL when the parent ends; elsewhere the end of standard input ends a worker that is idle."""
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
