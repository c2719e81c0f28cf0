"""What a ledger line of a document that was read again says of other lines, checked."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from ..errors import DamageError
from ..ledger import Ledger, Place

_AGAIN = b'"document":{'


def unfounded(ledger: Ledger, data: bytes, place: Place) -> Iterator[str]:
    """Every place that a document's line names, its first line and those that it replaces, where none of it stands before."""
    line = orjson.loads(data) if _AGAIN in data else {}
    for told in (*filter(None, [line.get("document")]), *line.get("replaces", ())):
        if not _same_document(ledger, line, Place(told["run"], told["offset"]), place):
            where = f"byte {told['offset']} of {told['run']}.jsonl"
            yield f"at byte {place.offset}: it names {where}, where no earlier line of the same document stands"


def _same_document(ledger: Ledger, line: Mapping[str, Any], told: Place, place: Place) -> bool:
    if (int(told.run), told.offset) >= (int(place.run), place.offset):
        return False
    try:
        found = ledger.line(told)
    except (OSError, DamageError):
        return False
    return all(found.get(name) == line[name] for name in ("event", "name", "original"))
