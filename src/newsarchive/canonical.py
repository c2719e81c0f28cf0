"""Canonical JSON: the one way in which a record or a ledger line is written as bytes, and the way back.

UTF-8, keys sorted, no space, no nulls, no floats: what `json.dumps(…, sort_keys=True, ensure_ascii=False,
separators=(",", ":"))` of the standard library gives as well (a test compares the two).
"""

from collections.abc import Hashable
from functools import cache
from typing import Any, TypeVar, cast

import attrs
import msgspec
import orjson

from .dates import PartialDate
from .errors import RecordError
from .fields import place, read_special, write_special
from .model import SCHEMA, Article, Record

T = TypeVar("T")


def plain(value: Any) -> Any:
    """Attrs objects as dicts, lists, strings, integers and booleans; what is None or empty is left out."""
    return orjson.loads(encode(value))


_SCALARS = (bool, int, str)


def said(value: Any) -> Any:
    """An attrs object's fields that say something, with their values as they are; a date as it is printed."""
    kind = type(value)
    if kind is PartialDate:
        return str(value)
    if issubclass(kind, msgspec.Struct):
        return msgspec.to_builtins(value, enc_hook=write_special)
    if not attrs.has(kind):
        raise TypeError(f"{kind.__name__} is no JSON")
    # Of what is false, None, () and {} are absent; False, 0 and "" are written, since a field may need them.
    return {name: each for name in field_names(kind) if (each := getattr(value, name)) or type(each) in _SCALARS}


@cache
def field_names(kind: Any) -> tuple[str, ...]:
    """The names of an attrs class's fields, in the order of their definition."""
    return tuple(field.name for field in attrs.fields(kind))


def encode(value: Any) -> bytes:
    """Canonical bytes of plain data, and of attrs objects in it, without a line feed.

    Raises RecordError for what UTF-8 JSON cannot say.
    """
    try:
        return orjson.dumps(value, default=said, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError as error:
        path, why = _culprit(value, "$") or ("$", str(error))
        raise RecordError(path, why) from None


def encode_briskly(value: Any) -> bytes:
    """JSON of an attrs object for another process of ours: not canonical, and several times as fast.

    Raises RecordError like `encode`.
    """
    try:
        return msgspec.json.encode(value, enc_hook=write_special)
    except UnicodeEncodeError:
        return encode(value)  # says where the half of a surrogate pair stands


def encode_with(value: Any, **more: str) -> bytes:
    """The canonical bytes of an attrs object with further keys."""
    return encode(said(value) | more)


def record_line(article: Article | dict[str, Any], content_hash: str) -> bytes:
    """A record's bytes, of an article or of its plain fields: one line and its line feed."""
    fields = article if isinstance(article, dict) else said(article)
    return encode({**fields, "schema": SCHEMA, "content_hash": content_hash}) + b"\n"


@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind, dec_hook=read_special)


def decode(data: bytes, kind: type[T]) -> T:
    """Read JSON and hold it to an attrs class. Raises RecordError with the place."""
    try:
        decoded: T = _decoder(cast("Hashable", kind)).decode(data)
    except msgspec.ValidationError as error:
        raise place(error) from None
    except msgspec.DecodeError as error:
        raise RecordError("$", str(error)) from None
    except UnicodeDecodeError as error:
        raise RecordError("$", f"not UTF-8 at byte {error.start}") from None
    except RecursionError:
        raise RecordError("$", "nested too deeply") from None
    return decoded


def decode_record(data: bytes) -> Record:
    """Read a record's bytes. Raises RecordError."""
    return decode(data, Record)


def _culprit(value: Any, path: str) -> tuple[str, str] | None:
    """The first value that JSON cannot hold, with its place."""
    if attrs.has(type(value)) or isinstance(value, PartialDate):
        value = said(value)
    if isinstance(value, dict):
        pairs = [(f"{path}.{key}", below) for key, below in value.items()] + [(f"{path} (a key)", key) for key in value]
    elif isinstance(value, list | tuple):
        pairs = [(f"{path}[{position}]", below) for position, below in enumerate(value)]
    elif isinstance(value, str):
        half = next((place for place, character in enumerate(value) if "\ud800" <= character <= "\udfff"), None)
        return None if half is None else (path, f"U+{ord(value[half]):04X} at {half} is half of a surrogate pair")
    elif isinstance(value, int):
        return (path, f"{value} does not fit into 64 bits") if not -(2**63) <= value < 2**64 else None
    else:
        return (path, f"{type(value).__name__} is no JSON")
    return next(filter(None, (_culprit(below, where) for where, below in pairs)), None)
