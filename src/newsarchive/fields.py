"""What the fields of a record may hold, and how values are held to it.

msgspec checks types as it decodes JSON; constructors check them by converters, which msgspec does not run again.
"""

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

import attrs
import msgspec
from msgspec import Meta

from . import dates
from .dates import PartialDate
from .errors import RecordError

#: A string that says something.
Text = Annotated[str, Meta(min_length=1)]
Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$", description="SHA-256, 64 hex digits")]
ContentHash = Annotated[str, Meta(pattern=r"^sha256:[0-9a-f]{64}$", description="SHA-256 of the identity text")]
Language = Annotated[str, Meta(pattern=r"^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$", description="BCP 47 tag")]
Urgency = Annotated[int, Meta(ge=1, le=9, description="IPTC urgency: 1 most urgent, 8 least, 9 user-defined")]
Position = Annotated[int, Meta(ge=0)]
SourceName = Annotated[str, Meta(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", description="name of a source")]

BlockKind = Literal["paragraph", "crosshead", "quote", "list_item", "table_row", "caption", "credit", "note"]
Status = Literal["usable", "withheld", "canceled"]
Unit = Literal["codepoint", "byte"]
T = TypeVar("T")
#: How msgspec words an error: "why", "why - at `$.path`", "why - at `key` in `$.path`".
_MSGSPEC = re.compile(r"(?P<why>.*?)(?: - at `(?P<key>key` in `)?\$(?P<path>[^`]*)`)?", re.DOTALL)


def read_special(kind: type, value: Any) -> Any:
    """As msgspec's `dec_hook`: the one type of ours that JSON does not know."""
    if kind is PartialDate:
        if isinstance(value, PartialDate):
            return value
        if not isinstance(value, str):
            raise ValueError(f"expected a date as a string, got {type(value).__name__}")
        return PartialDate.parse(value)
    raise NotImplementedError(kind)


def write_special(value: Any) -> Any:
    """As msgspec's `enc_hook`: the way back."""
    if isinstance(value, PartialDate):
        return str(value)
    raise NotImplementedError(type(value))


def special_schema(kind: type) -> dict[str, Any]:
    """As msgspec's `schema_hook`: how JSON Schema says it."""
    if kind is PartialDate:
        return {"type": "string", "pattern": dates.PATTERN, "description": "ISO 8601 at the precision of the source"}
    raise NotImplementedError(kind)


def convert(value: Any, kind: type[T]) -> T:
    """Hold `value` to a type of the record. Raises RecordError with the place."""
    try:
        return msgspec.convert(value, kind, dec_hook=read_special)
    except msgspec.ValidationError as error:
        raise place(error) from None


def place(error: msgspec.ValidationError, root: str = "$") -> RecordError:
    """Say msgspec's "why - at `$.path`" as a RecordError below `root`."""
    why, key, path = _MSGSPEC.fullmatch(str(error)).groups("")  # type: ignore[union-attr]  # every part is optional
    path = root + path + (" (a key)" if key else "")
    if isinstance(error.__cause__, RecordError):
        return RecordError(path + error.__cause__.path.removeprefix("$"), error.__cause__.why)
    return RecordError(path, why)


def checked(_: type, fields: list["attrs.Attribute[Any]"]) -> list["attrs.Attribute[Any]"]:
    """Give each field a converter that holds it to its type.

    A converter and not a validator, because msgspec, which checks types by itself, would run validators again.
    """
    return [field.evolve(converter=_held(field.name, field.type, field.default)) for field in fields]


def _held(name: str, kind: Any, default: Any) -> Callable[[Any], Any]:
    """A converter to `kind`. The commonest types are told without msgspec, which saves a third of a parser's time."""

    def hold(value: Any) -> Any:
        if value is default:
            return value
        try:  # with a plain string, not lxml's or an enum's, which would come out as they are
            return msgspec.convert(str.__str__(value) if isinstance(value, str) else value, kind, dec_hook=read_special)
        except msgspec.ValidationError as error:
            raise place(error, f"$.{name}") from None

    def hold_text(value: Any) -> Any:
        return value if type(value) is str and value else hold(value)

    def hold_position(value: Any) -> Any:
        return value if type(value) is int and value >= 0 else hold(value)

    def hold_word(value: Any) -> Any:
        return value if type(value) is str and value in words else hold(value)

    def hold_tuple(value: Any) -> Any:
        return value if type(value) is tuple and {*map(type, value)} == held_types else hold(value)

    def hold_mapping(value: Any) -> Any:
        plain = type(value) is dict and {*map(type, value)} == {str} and {*map(type, value.values())} == held_types
        return value if plain and "" not in value else hold(value)

    if kind in (Text, Text | None):
        return hold_text
    if kind is Position:
        return hold_position
    if get_origin(kind) is Literal:
        words = frozenset(get_args(kind))
        return hold_word
    if get_origin(kind) is tuple and attrs.has(get_args(kind)[0]):
        held_types = {get_args(kind)[0]}
        return hold_tuple
    if get_origin(kind) is Mapping and attrs.has(get_args(kind)[1]):
        held_types = {get_args(kind)[1]}
        return hold_mapping
    return hold
