"""What the fields of a record may hold, and how values are held to it.

msgspec checks types as it decodes JSON; constructors check them by converters, which msgspec does not run again.
"""

import re
from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeVar

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


#: Types whose fitting values can be told without msgspec, which saves half of a parser's time. None is said to fit
#: nowhere: it is the default where it is allowed.
_QUICK: dict[Any, Callable[[Any], bool]] = {
    Text: lambda value: type(value) is str and value != "",
    Text | None: lambda value: type(value) is str and value != "",
    Position: lambda value: type(value) is int and value >= 0,
    Unit: lambda value: type(value) is str and value == "codepoint",
    BlockKind: lambda value: type(value) is str and value == "paragraph",
}


def checked(_: type, fields: list["attrs.Attribute[Any]"]) -> list["attrs.Attribute[Any]"]:
    """Give each field a converter that holds it to its type.

    A converter and not a validator, because msgspec, which checks types by itself, would run validators again.
    """

    def held(name: str, kind: Any, default: Any) -> Any:
        fits = _QUICK.get(kind, lambda _: False)

        def hold(value: Any) -> Any:
            if value is default or fits(value):
                return value
            try:  # with a plain string, not lxml's or an enum's, which would come out as they are
                return msgspec.convert(str.__str__(value) if isinstance(value, str) else value, kind, dec_hook=read_special)
            except msgspec.ValidationError as error:
                raise place(error, f"$.{name}") from None

        return hold

    return [field.evolve(converter=held(field.name, field.type, field.default)) for field in fields]
