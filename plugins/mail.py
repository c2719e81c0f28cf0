"""Mail: RFC 5322 with MIME (RFC 2045 to 2049), as newsletters, lists and stories come."""

import re
from collections.abc import Iterator

from newsarchive import Bid, Confidence, Defect, Document, Draft, NotArticle, Notice, Part, Sample, Source, Unreadable, hookimpl

from ._encoded_words import decoded_words
from ._mail_content import Gathering
from ._mail_form import read_form
from ._message import read_head, readable
from ._message_fields import MessageFields
from ._mime import Entity

_BEGINS = re.compile(rb"\s{0,4000}(?:>?From [^\r\n]{0,200}\s)?[!-9;-~]{1,80}[ \t]*:")
# RFC 5322, 3.6: what tells a message from any text of labels: who sent it or how it came, and two fields more.
_SENT = {"from", "received", "message-id"}
_OTHERS = {"date", "subject", "mime-version", "delivered-to", "return-path", "newsgroups", "path", "to", "content-type"}
_LEAST = 3
#: Fields that are kept as they are written. Those that name readers, and what machines write for machines, are not.
_KEPT = frozenset(
    """
    from reply-to references in-reply-to supersedes newsgroups distribution followup-to organization organisation expires
    approved list-id list-post list-archive lines path x-mailer user-agent codes anpa format priority importance
    """.split()  # noqa: SIM905  # a list of words is read as one
)
_REPORTS = "multipart/report"


def sniff(sample: Sample) -> Bid | None:
    """The fields of a message."""
    if not _BEGINS.match(sample.head[:8192]):
        return None
    head = read_head(sample.head.decode("latin-1"))
    names = head.names()
    if len(names) < _LEAST or not names & _SENT or len(names & (_SENT | _OTHERS)) < _LEAST:
        return None
    return Bid(Confidence.LIKELY, f"begins with the fields of a message: {', '.join(sorted(names & (_SENT | _OTHERS)))}")


def parse(document: Document) -> Iterator[Draft | Notice | NotArticle | Defect | Part]:
    """One article, and the documents that are attached to it; those alone where it has no text of its own."""
    text = document.data.decode("latin-1")
    head = read_head(text)
    if not head.fields:
        raise Unreadable("it does not begin with the fields of a message", code="no-head")
    fields = MessageFields("mail", head, lambda said: decoded_words(readable(said)))
    for command in fields.command():
        yield command
        return
    entity = Entity(text, head, len(text))
    if entity.media_type == _REPORTS:
        yield NotArticle(f"it is a report on another message: {head.get('subject'):.100}")
        return
    fields.publisher()
    fields.keep_fields(field for field in head.fields if field.name.lower() in _KEPT)
    content = Gathering().content(entity)
    fields.defects += content.defects
    if not read_form("\n".join(block.text for block in content.blocks), fields):
        fields.set("body", content.blocks, "body")
    fields.set("media", content.pictures(), "media")
    fields.keep("attachments", content.attachments)
    if content.blocks or not content.parts:
        yield from fields.found("it has neither a subject nor a text")
    else:
        yield from fields.defects
        yield NotArticle(f"{fields.get('headline')!r:.100} has no text of its own; what is attached to it is read")
    yield from content.parts
    yield from fields.superseded()


@hookimpl
def newsarchive_sources() -> Source:
    """The source `mail`, which knows a message better than those that look at what stands at its ends."""
    others = ("signed-text", "dated-text")
    libraries = ("lxml", "charset-normalizer")
    return Source("mail", title="Mail", sniff=sniff, parse=parse, refines=others, libraries=libraries)
