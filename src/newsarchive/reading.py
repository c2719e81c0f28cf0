"""What one document turned out to hold, as it crosses from the parser's process into the archive's."""

from typing import Literal

import attrs

from .dates import PartialDate
from .fields import Status
from .model import Article, Span


@attrs.frozen
class Reason:
    """Why something could not be read: a stable code, words, where, and which source said so."""

    code: str
    reason: str
    span: tuple[Span, ...] = ()
    source: str | None = None
    member: str | None = None


@attrs.frozen
class Message:
    """A notice after the core checked it: what it names, and which status it gives."""

    identifiers: dict[str, str]
    status: Status
    publisher: str | None = None
    version: str | None = None
    embargoed: PartialDate | None = None
    reason: str | None = None


@attrs.frozen
class Found:
    """One thing found in a document. `member` is its path among the document's parts, joined by `!/`."""

    kind: Literal["article", "notice", "ignored", "quarantined"]
    source: str | None = None
    member: str | None = None
    article: Article | None = None
    message: Message | None = None
    reasons: tuple[Reason, ...] = ()


@attrs.frozen
class Offer:
    """A source's bid, or its failure to make one, as `explain` shows it."""

    source: str
    confidence: Literal["FALLBACK", "POSSIBLE", "LIKELY", "CERTAIN"] | None = None
    reason: str = ""
    error: str | None = None


@attrs.frozen
class Reading:
    """A document read: everything found in it in its order, and what was wrong beside that.

    `defects` stand beside articles; a document that gave nothing else has them as the reasons of a
    `quarantined` Found. `furniture` and `unaccounted` are filled for `explain` and count in the document's own
    unit; `lossless` says whether the source promised that `unaccounted` is empty. Also for `explain`: `because` is why
    this source reads it, `text` what code points count in, and `parts` are the readings of its parts, each
    with its `member`; what they found stands here, too. `cut` answers another question: how many bytes of a large file
    make a stretch to be read, 0 where nobody can tell.
    """

    source: str | None = None
    source_version: str | None = None
    encoding: str | None = None
    found: tuple[Found, ...] = ()
    defects: tuple[Reason, ...] = ()
    offers: tuple[Offer, ...] = ()
    furniture: tuple[Span, ...] = ()
    unaccounted: tuple[Span, ...] = ()
    lossless: bool = False
    because: str = ""
    text: str | None = None
    member: str | None = None
    parts: tuple["Reading", ...] = ()
    cut: int | None = None
