"""A binary framing of articles, among the sound sources that the kit is tested on.

The document begins with eight bytes of magic. Frames follow: the length of the payload (four bytes, big-endian), a type
(one byte), the payload in UTF-8. A frame of type END, without a payload, ends an article.
"""

import struct
from collections.abc import Iterator
from typing import Any

from newsarchive import (
    Author,
    Bid,
    Block,
    Confidence,
    Defect,
    Document,
    Draft,
    Evidence,
    NewsarchiveError,
    PartialDate,
    Sample,
    Source,
    Span,
    Unreadable,
    hookimpl,
)
from newsarchive.text import WHITE_SPACE

MAGIC = b"\x8aFRAMED\n"
HEAD = struct.Struct(">IB")
END, HEADLINE, AUTHOR, DATE, PARAGRAPH = range(5)


def sniff(sample: Sample) -> Bid | None:
    """Sure of a document that begins with the magic."""
    return Bid(Confidence.CERTAIN, "it begins with the magic") if sample.head.startswith(MAGIC) else None


def parse(document: Document) -> Iterator[Draft | Defect]:
    """The articles, each behind the defects of its frames; the last one also where its end is missing."""
    data = document.data
    if not data.startswith(MAGIC):
        raise Unreadable(f"it does not begin with {MAGIC!r}")
    article = _Article(0)
    article.furniture.append(Span("byte", 0, len(MAGIC)))
    place = len(MAGIC)
    while place < len(data):
        if place + HEAD.size > len(data):
            yield Defect("truncated", "the head of a frame is cut off", Span("byte", place, len(data)))
            break
        length, kind = HEAD.unpack_from(data, place)
        start, end = place + HEAD.size, place + HEAD.size + length
        if end > len(data):
            reason = f"a frame says that it has {length} bytes, and {len(data) - start} are left"
            yield Defect("truncated", reason, Span("byte", place, len(data)))
            break
        try:
            article.take(kind, data[start:end].decode(), Span("byte", start, end))
            article.furniture.append(Span("byte", place, start))
        except (UnicodeDecodeError, NewsarchiveError) as error:
            yield Defect("bad-frame", f"a frame of type {kind} cannot be read: {error}", Span("byte", place, end))
        place = end
        if kind == END:
            yield article.draft(place)
            article = _Article(place)
    if article.start < place:
        yield Defect("no-end", "the last article has no frame that ends it", Span("byte", place, place))
        yield article.draft(place)


class _Article:
    """What the frames up to an END say."""

    def __init__(self, start: int) -> None:
        self.start = start
        self.fields: dict[str, Any] = {}
        self.body: list[Block] = []
        self.authors: list[Author] = []
        self.evidence: dict[str, Evidence] = {}
        self.furniture: list[Span] = []

    def take(self, kind: int, text: str, span: Span) -> None:
        """Keep what a frame says. Raises NewsarchiveError for what has no place."""
        said = text.strip(WHITE_SPACE) != ""
        if kind == HEADLINE and said and "headline" not in self.fields:
            name, self.fields["headline"] = "headline", text
        elif kind == DATE and said and "published" not in self.fields:
            name, self.fields["published"] = "published", PartialDate.parse(text)
        elif kind == AUTHOR and said:
            name = f"authors[{len(self.authors)}].name"
            self.authors.append(Author(text))
        elif kind == PARAGRAPH and said:
            name = f"body[{len(self.body)}]"
            self.body.append(Block("paragraph", text))
        elif kind == END and not text:
            return
        else:
            raise NewsarchiveError("it is of no known type, says nothing, or stood before")
        self.evidence[name] = Evidence(f"frame {kind}", (span,))

    def draft(self, end: int) -> Draft:
        span = Span("byte", self.start, end)
        return Draft(
            **self.fields,
            body=self.body,
            authors=self.authors,
            evidence=self.evidence,
            furniture=self.furniture,
            span=span,
        )


@hookimpl
def newsarchive_sources() -> Source:
    """The source `framed`."""
    return Source("framed", title="Framed articles", sniff=sniff, parse=parse, version="1", lossless=True)
