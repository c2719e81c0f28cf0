"""What a parser yields: drafts of articles, and everything else that a document can hold.

Nothing here is checked on the way in: `normalize` holds each value to the record's types, so that one bad
value costs that value and not the article.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from .dates import PartialDate
from .fields import Status
from .model import Author, Block, Dateline, Evidence, Media, Span, Subject

Spans = Span | Sequence[Span]


@attrs.define(kw_only=True)
class Draft:
    """An article as the document states it. Fields are those of the record (`docs/record.md`).

    `body` is a list of blocks, or a string that is split on blank lines. `published`, `modified` and
    `embargoed` may be ISO 8601 strings, `authors` plain names. `extra` takes what has no field, by the
    format's own names. `evidence` says for each field path (`headline`, `body[3]`) where it stood, `furniture`
    names what belongs to no field: labels, rules, signatures of the transport.
    """

    headline: str | None = None
    summary: str | None = None
    slugline: str | None = None
    body: str | Sequence[Block] = ()
    byline: str | None = None
    authors: Sequence[Author | str] = ()
    credit: str | None = None
    publisher: str | None = None
    dateline: Dateline | str | None = None
    published: PartialDate | str | None = None
    modified: PartialDate | str | None = None
    embargoed: PartialDate | str | None = None
    language: str | None = None
    url: str | None = None
    identifiers: Mapping[str, str] = attrs.Factory(dict)
    section: str | None = None
    edition: str | None = None
    page: str | None = None
    keywords: Sequence[str] = ()
    places: Sequence[str] = ()
    people: Sequence[str] = ()
    organisations: Sequence[str] = ()
    subjects: Sequence[Subject] = ()
    urgency: int | None = None
    status: Status | None = None
    version: str | None = None
    note: str | None = None
    copyright: str | None = None
    usage_terms: str | None = None
    media: Sequence[Media] = ()
    extra: Mapping[str, Any] = attrs.Factory(dict)
    evidence: Mapping[str, Evidence] = attrs.Factory(dict)
    furniture: Sequence[Span] = ()
    span: Span | None = None  #: the stretch of the document that this article takes up, where it holds several


@attrs.frozen
class Defect:
    """A part of the document that cannot be read: a short stable code, the reason in words, where it stood."""

    code: str
    reason: str
    span: Spans = ()


@attrs.frozen
class Part:
    """A document inside the document (an attachment, a member, a page). The core sniffs and parses it in turn."""

    name: str
    data: bytes
    media_type: str | None = None
    hints: Mapping[str, str] = attrs.Factory(dict)
    span: Spans = ()


@attrs.frozen
class NotArticle:
    """Something that was read and is no article: an event, a concept, a cover page."""

    reason: str
    span: Spans = ()


@attrs.frozen
class Notice:
    """A message about another article without text of its own: a kill, a hold, a release."""

    identifiers: Mapping[str, str]
    status: Status
    publisher: str | None = None
    version: str | None = None
    embargoed: PartialDate | str | None = None
    reason: str | None = None
    span: Spans = ()


Yielded = Draft | Defect | Part | NotArticle | Notice
