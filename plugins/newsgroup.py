"""Articles of newsgroups as they were before MIME: RFC 1036 and 5536, in one encoding throughout, lossless."""

import re
from collections.abc import Iterator

import attrs

from newsarchive import Bid, Confidence, Defect, Document, Draft, NotArticle, Notice, Sample, Source, Span, Unreadable, hookimpl

from ._message import Head, read_head
from ._message_fields import MessageFields
from ._message_text import lines_from, read_message_text

# RFC 1036, 2: From, Subject, and one more that mail does not have. Corpora leave out the other fields that it asks for.
_NEWS = {"newsgroups", "path", "lines", "organization", "distribution", "keywords", "followup-to", "xref", "nntp-posting-host"}
_MAIL = {"received", "delivered-to", "return-path", "to", "list-id"}
_BEGINS = re.compile(rb"\s{0,200}(?:>?From [^\r\n]{0,200}\s)?[!-9;-~]{1,80}:")
# What is of MIME is read by `mail`, which knows encodings (RFC 2045, 6; RFC 2047): here text is as it stands.
_PLAIN_TYPE = re.compile(r"text/plain\s*(?:;\s*charset\s*=\s*\"?(?:us-ascii|utf-8)\"?\s*)?|text|", re.IGNORECASE)
_AS_IT_STANDS = ("", "7bit", "8bit", "binary")


def sniff(sample: Sample) -> Bid | None:
    """The fields of an article, and nothing of MIME but what says that there is none."""
    if not _BEGINS.match(sample.head[:1000]):
        return None
    head = read_head(sample.head.decode("latin-1"))
    names = head.names()
    if not (names >= {"from", "subject"} and names & _NEWS and not names & _MAIL and _is_plain(head)):
        return None
    return Bid(Confidence.LIKELY, f"begins with the fields of an article: {', '.join(sorted(names & _NEWS))}")


def _is_plain(head: Head) -> bool:
    encoded = any("=?" in field.raw for field in head.fields)
    encoding = head.get("content-transfer-encoding").strip().lower()
    return not encoded and encoding in _AS_IT_STANDS and _PLAIN_TYPE.fullmatch(head.get("content-type").strip()) is not None


def parse(document: Document) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """One article, or what a control message says of another one."""
    text = document.decoded().text
    head = read_head(text)
    if not head.fields:
        raise Unreadable("it does not begin with the fields of a message", code="no-head")
    fields = MessageFields("newsgroup", head, spans=True)
    whole = Span("codepoint", 0, len(text))
    for command in fields.command():
        yield attrs.evolve(command, span=whole)
        return
    passages, marks = read_message_text(lines_from(text, head.body))
    if not passages and "headline" not in fields:
        yield NotArticle("it has neither a subject nor a text", whole)
        return
    fields.keep_fields(head.fields)
    fields.furniture += [*_around(head), *marks]
    fields.values["body"] = [passage.block for passage in passages]
    for number, passage in enumerate(passages):
        fields.evidence[f"body[{number}]"] = passage.evidence
    yield from fields.found("it has neither a subject nor a text")
    yield from fields.superseded()


def _around(head: Head) -> Iterator[Span]:
    """What of a head belongs to no field: names, colons, and the line of an mbox in front."""
    if head.envelope:
        yield Span("codepoint", *head.envelope)
    for field in head.fields:
        yield Span("codepoint", field.begin, field.start)


@hookimpl
def newsarchive_sources() -> Source:
    """The source `newsgroup`, which knows plain articles better than `mail`, and what may stand at their ends."""
    others = ("mail", "signed-text", "dated-text")
    return Source("newsgroup", title="Newsgroup article", sniff=sniff, parse=parse, lossless=True, refines=others)
