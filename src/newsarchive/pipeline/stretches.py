"""Files that are too large to be read whole, a stretch at a time: each is a document of its own (docs/adr/0023).

Where a stretch ends is for its source to say, and so for a worker: no plugin code runs here.
"""

from collections.abc import Iterator

import attrs

from ..intake import Content, Deferral, read_stretch
from ..rules import Match
from ..sources import HEAD_BYTES, TAIL_BYTES
from . import requests
from .frames import Request
from .workers import Pool


def stretches(whole: Content, match: Match, pool: Pool, start: int = 0) -> Iterator[Content | Deferral]:
    """A file as the documents that it is read as, from byte `start` on: itself, unless it is too large and can be cut.

    Ends with a Deferral if the file changes meanwhile.
    """
    size = whole.input.size
    if size <= requests.LARGE_BYTES or match.conflict is not None:
        yield whole
        return
    while start < size:
        length = pool.apart.read_one(*_asked(whole, match, start)).cut or 0
        if not (start or length):  # nobody reads it, or nobody can cut it
            yield whole
            return
        end = start + length if length else size
        content = read_stretch(whole, start, end, HEAD_BYTES, TAIL_BYTES)
        yield content
        if isinstance(content, Deferral):
            return
        start = end


def _asked(whole: Content, match: Match, start: int) -> tuple[Request, bytes]:
    """The question how long the stretch is that begins here. Its limits are those of the largest document."""
    asked, _ = requests.request(whole, match)
    return (
        attrs.evolve(
            asked,
            whole=whole.input.size,
            most=requests.STRETCH_BYTES,
            size=min(whole.input.size - start, requests.LARGE_BYTES),
            path=whole.input.path.decode("latin-1"),
            offset=start,
            head=len(whole.head),
        ),
        whole.head + whole.tail,
    )
