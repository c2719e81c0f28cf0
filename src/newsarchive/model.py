"""The record: the one definition of what an article is, field by field.

The classes are checked twice over: their constructors hold each value to its annotated type, and
`canonical.decode` holds JSON to the same types. `schemas/article-1.schema.json` is generated from them.
An absent field is None or an empty tuple, and is absent from the JSON.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import attrs

from .dates import PartialDate
from .errors import RecordError
from .fields import (
    BlockKind,
    ContentHash,
    Digest,
    Language,
    Position,
    SourceName,
    Status,
    Text,
    Unit,
    Urgency,
    checked,
    swift,
)

SCHEMA: Literal["newsarchive/article-1"] = "newsarchive/article-1"


@swift
@attrs.frozen(field_transformer=checked)
class Block:
    """One piece of the body, in the order of the text."""

    kind: BlockKind
    text: Text


@swift
@attrs.frozen(field_transformer=checked)
class Author:
    """A person who signs, by the name as printed."""

    name: Text
    role: Text | None = None
    organisation: Text | None = None


@swift
@attrs.frozen(field_transformer=checked)
class Dateline:
    """Where, and perhaps when, a story was filed: `MUNICH, Germany (AP)`."""

    text: Text
    place: Text | None = None
    date: PartialDate | None = None


@swift
@attrs.frozen(field_transformer=checked)
class Subject:
    """A topic, as code of a scheme (`subj`, `15054000`) or by name."""

    scheme: Text | None = None
    code: Text | None = None
    name: Text | None = None

    def __attrs_post_init__(self) -> None:
        if self.code is None and self.name is None:
            raise RecordError("$", "a subject has a code or a name")


@swift
@attrs.frozen(field_transformer=checked)
class Media:
    """A picture, film or sound that goes with the article."""

    kind: Text
    url: Text | None = None
    caption: Text | None = None
    credit: Text | None = None


@swift
@attrs.frozen(field_transformer=checked)
class Span:
    """A stretch of a document: `start` inclusive, `end` exclusive.

    Code points are those of the document decoded strictly by its encoding, a byte order mark left out, before
    any line end is changed.
    """

    unit: Unit
    start: Position
    end: Position


@swift
@attrs.frozen(field_transformer=checked)
class Evidence:
    """Where a value stood, as spans or as a path into the document's structure, and the rule that read it."""

    rule: Text
    span: tuple[Span, ...] = ()
    path: Text | None = None


@swift
@attrs.frozen(field_transformer=checked)
class Provenance:
    """Which bytes an article was read from, and by what. Design section 3."""

    original: Digest
    name: Text
    source: SourceName
    source_version: Text
    member: Text | None = None
    span: Span | None = None
    encoding: Text | None = None


@swift
@attrs.frozen(kw_only=True, field_transformer=checked)
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


@swift
@attrs.frozen(kw_only=True, field_transformer=checked)
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
