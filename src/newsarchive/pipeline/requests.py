"""What a worker is told of a document."""

import attrs

from ..intake import Content
from ..rules import Match
from .frames import Request

#: A larger document is not parsed whole, and is noted by path and digest only.
LARGE_BYTES = 256 << 20
#: About so long are the stretches in which it is read if its source can cut it.
STRETCH_BYTES = 8 << 20


def request(content: Content, match: Match, tracing: bool = False) -> tuple[Request, bytes]:
    """A document's bytes, or where they lie, or of a giant only its ends, with what rules say of it."""
    found = content.input
    asked = Request(
        name=found.name,
        original=content.digest,
        size=content.size,
        hints=match.hints,
        refusal=match.conflict,
        tracing=tracing,
    )
    return located(asked, content.data, content.head, content.tail, found.path, content.start)


def located(
    asked: Request, data: bytes | None, head: bytes, tail: bytes, path: bytes, offset: int = 0
) -> tuple[Request, bytes]:
    """A request with its body: the data at hand, or `path` and `offset` for the worker, or the ends of a giant."""
    if data is not None:
        return asked, data
    if asked.size > LARGE_BYTES:
        return attrs.evolve(asked, head=len(head)), head + tail
    return attrs.evolve(asked, path=path.decode("latin-1"), offset=offset), b""
