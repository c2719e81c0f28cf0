"""What the fields of a record may hold, and how values are held to it.

msgspec checks types as it decodes JSON; constructors check them by converters, which msgspec does not run again.
"""

import functools
import re
import types
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

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
    """A converter to `kind`."""

    def hold(value: Any) -> Any:
        if value is default:
            return value
        try:  # with a plain string, not lxml's or an enum's, which would come out as they are
            return msgspec.convert(str.__str__(value) if isinstance(value, str) else value, kind, dec_hook=read_special)
        except msgspec.ValidationError as error:
            raise place(error, f"$.{name}") from None

    return hold


def swift(kind: type[T]) -> type[T]:
    """Let a `checked` class take values that are of their types as they stand, and leave all others to its converters.

    A parser makes some hundred such objects for a text. To see that nothing is wrong takes a third of the converters' time.
    """
    fields = attrs.fields(kind)  # type: ignore[arg-type]  # every checked class is one of attrs
    known: dict[str, Any] = {"own": kind.__init__, "NOTHING": attrs.NOTHING}
    arguments, conditions, settings = ["self", *(["*"] if fields[0].kw_only else [])], [], []
    for field in fields:
        name, factory = field.name, getattr(field.default, "factory", None)
        default = "NOTHING" if factory else f"default_{name}"
        known |= {f"set_{name}": getattr(kind, name).__set__, f"default_{name}": factory or field.default}
        condition = _condition(name, field.type, known)
        required = field.default is attrs.NOTHING
        arguments.append(name if required else f"{name}={default}")
        conditions.append(f"({condition})" if required else f"({name} is {default} or {condition})")
        settings.append(f"set_{name}(self, {f'default_{name}() if {name} is NOTHING else {name}' if factory else name})")
    if hasattr(kind, "__attrs_post_init__"):
        settings.append("self.__attrs_post_init__()")
    lines = [
        f"def __init__({', '.join(arguments)}):",
        f"    if {' and '.join(conditions)}:",
        *(f"        {each}" for each in settings),
        "    else:",
        f"        own(self, {', '.join(f'{field.name}={field.name}' for field in fields)})",
    ]
    exec(compile("\n".join(lines), f"<constructor of {kind.__name__}>", "exec"), known)  # noqa: S102  # as attrs makes its own
    kind.__init__ = functools.wraps(known["own"])(known["__init__"])  # type: ignore[method-assign]  # it takes the same
    return kind


def _condition(name: str, kind: Any, known: dict[str, Any]) -> str:
    """Python for "what `name` holds is of this type"; false where only msgspec can tell. `known` gets what it refers to."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return " or ".join(_condition(name, each, known) for each in sorted(inner, key=lambda each: each is not types.NoneType))
    if kind is types.NoneType:
        return f"{name} is None"
    held = inner[-1] if origin is Mapping else inner[0] if origin is tuple else kind
    known[f"kinds_{name}"] = {held} if isinstance(held, type) else set()
    if kind is PartialDate or attrs.has(kind):
        return f"{name}.__class__ in kinds_{name}"
    if kind is Text:
        return f"{name}.__class__ is str and {name} != ''"
    if kind is Position:
        return f"{name}.__class__ is int and {name} >= 0"
    if origin is Literal:
        return f"{name}.__class__ is str and {name} in {inner!r}"
    if origin is tuple and attrs.has(held):
        return f"{name}.__class__ is tuple and {{*map(type, {name})}} <= kinds_{name}"
    if origin is Mapping and attrs.has(held):
        of_kinds = f"{{*map(type, {name}.values())}} <= kinds_{name} and {{*map(type, {name})}} <= {{str}}"
        return f"{name}.__class__ is dict and {of_kinds} and '' not in {name}"
    if origin is Annotated and inner[0] is str and inner[1].pattern:
        known[f"pattern_{name}"] = re.compile(inner[1].pattern).search
        return f"{name}.__class__ is str and pattern_{name}({name})"
    return "False"
