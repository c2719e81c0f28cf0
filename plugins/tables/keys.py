"""The keys of the objects at the beginning of a JSON text, which may end anywhere, and what services put rows into."""

import re
from collections.abc import Iterator
from typing import NamedTuple

#: Where services and databases put a row.
ENVELOPES = ("_source", "row")
#: Names of lists of rows.
LISTS = frozenset(
    "articles data docs documents entries hits items news posts records results rows stories".split()  # noqa: SIM905  # a list of words is read as one
)
_AROUND = LISTS.union(ENVELOPES, [""])
_TOKEN = re.compile(r'"(?P<string>[^"\\]*+(?:\\.[^"\\]*+)*+)"(?P<key>\s*+:)?|[\[{\]}]', re.DOTALL)


class Keys(NamedTuple):
    """The keys of one object, and whether it stands by itself or in lists whose names say that they hold rows."""

    names: tuple[str, ...]
    in_list: bool


class _Open(NamedTuple):
    """What is open: an object's keys, or None for a list; under which key it stands, and whether all above are of rows."""

    keys: list[str] | None
    in_list: bool


def objects_of(text: str) -> Iterator[Keys]:
    """The objects in the order in which they end; behind them those that do not end, outermost first."""
    above: list[_Open] = []
    key = ""
    for match in _TOKEN.finditer(text):
        sign = match[0][0]
        if sign in "{[":
            in_list = (above[-1].in_list if above else True) and key.lower() in _AROUND
            above.append(_Open([] if sign == "{" else None, in_list))
            key = ""
        elif sign == '"':
            if match["key"] and above and (keys := above[-1].keys) is not None:
                key = match["string"]
                keys.append(key)
        elif above:
            closed = above.pop()
            key = ""
            if closed.keys:
                yield Keys(tuple(closed.keys), closed.in_list)
    yield from (Keys(tuple(each.keys), each.in_list) for each in above if each.keys)
