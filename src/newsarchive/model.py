"""The record: the one definition of what an article is, field by field.

The classes are checked twice over: their constructors hold each value to its annotated type, and
`canonical.decode` holds JSON to the same types. `schemas/article-1.schema.json` is generated from them.
An absent field is None or an empty tuple, and is absent from the JSON.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, Literal, TypeVar

import attrs
import msgspec
from msgspec import Meta

from . import dates
from .dates import PartialDate
from .errors import RecordError

SCHEMA: Literal["newsarchive/article-1"] = "newsarchive/article-1"

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


def _checked(_: type, fields: list["attrs.Attribute[Any]"]) -> list["attrs.Attribute[Any]"]:
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


@attrs.frozen(field_transformer=_checked)
class Block:
    """One piece of the body, in the order of the text."""

    kind: BlockKind
    text: Text


@attrs.frozen(field_transformer=_checked)
class Author:
    """A person who signs, by the name as printed."""

    name: Text
    role: Text | None = None
    organisation: Text | None = None


@attrs.frozen(field_transformer=_checked)
class Dateline:
    """Where, and perhaps when, a story was filed: `MUNICH, Germany (AP)`."""

    text: Text
    place: Text | None = None
    date: PartialDate | None = None


@attrs.frozen(field_transformer=_checked)
class Subject:
    """A topic, as code of a scheme (`subj`, `15054000`) or by name."""

    scheme: Text | None = None
    code: Text | None = None
    name: Text | None = None

    def __attrs_post_init__(self) -> None:
        if self.code is None and self.name is None:
            raise RecordError("$", "a subject has a code or a name")


@attrs.frozen(field_transformer=_checked)
class Media:
    """A picture, film or sound that goes with the article."""

    kind: Text
    url: Text | None = None
    caption: Text | None = None
    credit: Text | None = None


@attrs.frozen(field_transformer=_checked)
class Span:
    """A stretch of a document: `start` inclusive, `end` exclusive.

    Code points are those of the document decoded strictly by its encoding, a byte order mark left out, before
    any line end is changed.
    """

    unit: Unit
    start: Position
    end: Position


@attrs.frozen(field_transformer=_checked)
class Evidence:
    """Where a value stood, as spans or as a path into the document's structure, and the rule that read it."""

    rule: Text
    span: tuple[Span, ...] = ()
    path: Text | None = None


@attrs.frozen(field_transformer=_checked)
class Provenance:
    """Which bytes an article was read from, and by what. Design section 3."""

    original: Digest
    name: Text
    source: SourceName
    source_version: Text
    member: Text | None = None
    span: Span | None = None
    encoding: Text | None = None


@attrs.frozen(kw_only=True, field_transformer=_checked)
class Article:
    """The canonical article: what a record holds, its `content_hash` apart (`identity.content_hash` gives it)."""

    headline: Text | None = None
    summary: Text | None = None
    slugline: Text | None = None
    body: tuple[Block, ...] = ()
    byline: Text | None = None
    authors: tuple[Author, ...] = ()
    credit: Text | None = None
    publisher: Text | None = None
    dateline: Dateline | None = None
    published: PartialDate | None = None
    modified: PartialDate | None = None
    embargoed: PartialDate | None = None
    language: Language | None = None
    url: Text | None = None
    identifiers: Mapping[Text, Text] = attrs.Factory(dict)
    section: Text | None = None
    edition: Text | None = None
    page: Text | None = None
    keywords: tuple[Text, ...] = ()
    places: tuple[Text, ...] = ()
    people: tuple[Text, ...] = ()
    organisations: tuple[Text, ...] = ()
    subjects: tuple[Subject, ...] = ()
    urgency: Urgency | None = None
    status: Status | None = None
    version: Text | None = None
    note: Text | None = None
    copyright: Text | None = None
    usage_terms: Text | None = None
    media: tuple[Media, ...] = ()
    extra: Mapping[SourceName, dict[str, Any]] = attrs.Factory(dict)
    evidence: Mapping[Text, Evidence] = attrs.Factory(dict)
    provenance: Provenance

    def __attrs_post_init__(self) -> None:
        if self.headline is None and not self.body:
            raise RecordError("$", "an article has a headline or a body; this has neither")
        for path, value in _leaves(self.extra, "$.extra"):
            if not isinstance(value, bool | int | str) or (isinstance(value, int) and abs(value) >= 2**53):
                raise RecordError(path, f"expected a string, a boolean or an integer below 2^53, got {value!r}")


@attrs.frozen(kw_only=True, field_transformer=_checked)
class Record(Article):
    """An article in the archive: what its JSON file says."""

    schema: Literal["newsarchive/article-1"] = SCHEMA
    content_hash: ContentHash


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Each scalar below `value` with its path."""
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield from _leaves(below, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for position, below in enumerate(value):
            yield from _leaves(below, f"{path}[{position}]")
    else:
        yield path, value
