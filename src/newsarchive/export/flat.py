"""Field values as one line of text."""

from collections.abc import Mapping
from typing import Any

#: The part of an object that stands for it.
_NAMES = ("text", "name", "code", "caption", "url")


def said(value: Any) -> str:
    """Any value of a record as text: lists joined by `; `, an object by the part that names it, a mapping as `key=value`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "; ".join(map(said, value))
    if isinstance(value, Mapping):
        name = next((value[each] for each in _NAMES if value.get(each)), None)
        if name is not None:
            return str(name)
        return "; ".join(f"{key}={said(each)}" for key, each in value.items() if each is not None)
    return str(value)
