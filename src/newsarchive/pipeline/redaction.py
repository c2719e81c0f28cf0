"""Where in a line of the ledger the fields of an article stand, and the words of a reason.

Lines are canonical JSON, so that the bytes of any value in them can be made again and looked for.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ..canonical import encode
from ..entries import Cut
from ..errors import ArchiveError

_ARTICLE, _REASON = b'"article":', b'"reason":'


def outcomes(value: Any) -> Iterator[dict[str, Any]]:
    """Whatever a line of any kind says of something that was found."""
    if isinstance(value, dict):
        if "outcome" in value or ("content_hash" in value and "article" in value):
            yield value
        else:
            for below in value.values():
                yield from outcomes(below)
    elif isinstance(value, list):
        for below in value:
            yield from outcomes(below)


def article_cuts(line: bytes, outcome: Mapping[str, Any]) -> Iterator[Cut]:
    """Where the fields of an article stand in a line: what is between the braces."""
    if outcome.get("article"):
        article = encode(outcome["article"])
        for start in _positions(line, encode(outcome)):
            first = line.index(_ARTICLE + article, start) + len(_ARTICLE)
            yield Cut(start=first + 1, end=first + len(article) - 1)


def reason_cuts(line: bytes, reason: Mapping[str, Any]) -> Iterator[Cut]:
    """Where the words of a reason stand in a line: what is between the quotes."""
    words = encode(reason["reason"])
    for start in _positions(line, encode(reason)):
        first = line.index(_REASON + words, start) + len(_REASON)
        yield Cut(start=first + 1, end=first + len(words) - 1)


def _positions(line: bytes, piece: bytes) -> Iterator[int]:
    """Where a piece of canonical JSON stands in a line. Raises ArchiveError if it does not."""
    start = line.find(piece)
    if start < 0:
        raise ArchiveError("a line of the ledger is not canonical JSON, so that nothing can be blanked in it")
    while start >= 0:
        yield start
        start = line.find(piece, start + len(piece))
