"""A record as one row of a table: every column in every row, the same whatever the record holds.

Tools infer a table's columns from the first lines that they see. So every line has every key, an absent list is empty, an
absent object's parts are null one by one, and what has keys of its own (`identifiers`) is a list of pairs or (`extra`,
`evidence`) JSON as text.
"""

import datetime
from collections.abc import Hashable, Iterator, Mapping
from functools import cache
from typing import Any, get_args, get_type_hints

import attrs
import orjson

from ..catalog.filters import Filters
from ..holdings import Holdings
from ..identity import ASIDES
from ..model import Record

#: Fields whose keys are the documents' own.
_PAIRS, _AS_TEXT = ("identifiers",), ("extra", "evidence")
_HINTS = get_type_hints(Record)
_RECORD = tuple(field.name for field in attrs.fields(Record) if field.name not in ("schema", "content_hash"))
#: The columns, in order.
COLUMNS = ("id", "accession", "text", *_RECORD, "schema", "content_hash", "filled_from", "standing")


@attrs.define
class Rows:
    """The rows of an archive, in the order of accession, one at a time.

    Leaves out what is canceled, withheld, under embargo at `now` or superseded, and counts that in `left_out`, unless
    `everything` is asked for.
    """

    holdings: Holdings
    now: datetime.datetime
    filters: Filters = attrs.Factory(Filters)
    everything: bool = False
    written: int = attrs.field(default=0, init=False)
    left_out: int = attrs.field(default=0, init=False)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for found in self.holdings.catalog.rows():
            if not self.filters.match(found):
                continue
            standing = self.holdings.status(found.accession, self.now)
            if not standing.usable and not self.everything:
                self.left_out += 1
                continue
            answer = self.holdings.filled(found.accession)
            yield row(found.accession, answer.fields, answer.origins, standing.status)
            self.written += 1


def row(accession: int, fields: Mapping[str, Any], origins: Mapping[str, str], standing: str) -> dict[str, Any]:
    """One record as a row."""
    values = {name: _whole(fields.get(name), _HINTS[name]) for name in _RECORD}
    values |= {name: [{"scheme": key, "value": value} for key, value in fields.get(name, {}).items()] for name in _PAIRS}
    for name in _AS_TEXT:
        values[name] = orjson.dumps(fields[name], option=orjson.OPT_SORT_KEYS).decode() if name in fields else None
    return {
        "id": fields["content_hash"],
        "accession": accession,
        "text": text(fields.get("body", [])),
        **values,
        "schema": fields["schema"],
        "content_hash": fields["content_hash"],
        "filled_from": [{"field": field, "sighting": origin} for field, origin in sorted(origins.items())],
        "standing": standing,
    }


def text(body: list[dict[str, str]]) -> str:
    """The body as plain text, a blank line between blocks: the blocks that identify it, without captions, credits and notes.

    The headline is a column of its own. Where only such asides are there, they are the text; without a body it is empty.
    """
    said = [block["text"] for block in body if block["kind"] not in ASIDES] or [block["text"] for block in body]
    return "\n\n".join(said)


def _whole(value: Any, kind: Hashable) -> Any:
    """A value with every part that its type has, absent ones as None; an absent list as an empty one."""
    inner, parts = _shape(kind)
    if inner is not None:
        return [_whole(each, inner) for each in value or ()]
    if parts is not None:
        return {name: _whole((value or {}).get(name), part) for name, part in parts.items()}
    return value


@cache
def _shape(kind: Hashable) -> tuple[Hashable | None, dict[str, Hashable] | None]:
    """What a list holds, or what parts an object has."""
    kinds = [each for each in get_args(kind) if each is not type(None)] or [kind]
    if Ellipsis in kinds:
        return kinds[0], None
    shape: Any = next((each for each in kinds if attrs.has(each)), None)
    hints = get_type_hints(shape) if shape is not None else {}
    return None, {field.name: hints[field.name] for field in attrs.fields(shape)} if shape is not None else None
