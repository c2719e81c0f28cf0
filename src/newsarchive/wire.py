"""Readings as they cross from a worker's process: structs with the fields of the attrs classes, made from them.

What comes back from a plugin's process is held to the record's types before it is believed. As msgspec structs that takes
a tenth of the time that attrs classes take, and a struct answers the same attributes.
"""

import types
from collections.abc import Mapping
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

import attrs
import msgspec
import orjson

from .canonical import decode, field_names
from .dates import PartialDate
from .fields import write_special
from .model import Article, Author, Block, Dateline, Evidence, Media, Provenance, Span, Subject
from .reading import Found, Reading

#: From the inside out: a class comes after those that it is made of.
_CLASSES: tuple[type, ...] = (Block, Author, Span, Evidence, Dateline, Subject, Media, Provenance, Article, Found)
#: By the class that each mirrors; a reading holds readings of its parts, so that its name stands for itself.
_STRUCTS: dict[Any, Any] = {Reading: "READING"}


def read_reading(data: bytes) -> Reading:
    """A worker's answer. Raises RecordError with the place if it is none."""
    return cast("Reading", decode(data, READING))


def fields(article: Article) -> dict[str, Any]:
    """The fields of an article that crossed, ready to be written; what is absent is left out.

    What is made of parts is its canonical JSON already, so that a record and its ledger line share the work. The rest is
    plain data.
    """
    said = {}
    for name in _NAMES:
        if value := getattr(article, name):
            if name in _COMPOSED:
                value = orjson.Fragment(_ENCODER.encode(value))
            said[name] = str(value) if type(value) is PartialDate else value
    return said


def _struct(kind: type) -> type[msgspec.Struct]:
    """The struct for an attrs class, which checks what the class's own constructor checks beside the types."""
    hints = get_type_hints(kind, include_extras=True)
    check = getattr(kind, "__attrs_post_init__", None)
    return msgspec.defstruct(
        kind.__name__,
        # In the order of canonical JSON, so that msgspec writes it.
        [_field(field, _mirrored(hints[field.name])) for field in sorted(attrs.fields(kind), key=lambda field: field.name)],
        kw_only=True,
        frozen=True,
        omit_defaults=True,
        gc=False,  # decoded from JSON: nothing in them can refer back
        module=__name__,
        namespace={"__post_init__": check} if check else {},
    )


def _field(field: "attrs.Attribute[Any]", kind: Any) -> Any:
    if field.default is attrs.NOTHING:
        return field.name, kind
    factory = getattr(field.default, "factory", None)
    return field.name, kind, msgspec.field(default_factory=factory) if factory else field.default


def _mirrored(kind: Any) -> Any:
    """A type with structs in the place of attrs classes."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind in _STRUCTS:
        return _STRUCTS[kind]
    if origin is tuple:
        return tuple[_mirrored(inner[0]), ...]  # type: ignore[misc]  # a type made at run time
    if origin in (Union, types.UnionType):
        return Union[tuple(map(_mirrored, inner))]  # noqa: UP007  # of types made at run time
    if origin is Mapping:
        return Mapping[inner[0], _mirrored(inner[1])]  # type: ignore[valid-type,misc]  # a type made at run time
    return kind


for _kind in _CLASSES:
    _STRUCTS[_kind] = _struct(_kind)
READING: Any = _struct(Reading)
_ENCODER = msgspec.json.Encoder(enc_hook=write_special, order="deterministic")
_NAMES = field_names(Article)
#: Fields of an article that are made of other classes.
_COMPOSED = {name for name, kind in get_type_hints(Article, include_extras=True).items() if _mirrored(kind) != kind}
