"""Mailboxes: RFC 4155, in the variants mboxo, mboxrd, mboxcl and mboxcl2. Each message is a part."""

import re
from collections.abc import Iterator

from newsarchive import Bid, Confidence, Defect, Document, NotArticle, Part, Sample, Source, Unreadable, hookimpl
from newsarchive.text import printable_name

from ._container import Allowance, Excess, empty, told

# RFC 4155, appendix A: "From " address " " asctime, at the beginning or behind an empty line. A zone may stand before or
# behind the year; a field of a message follows.
_TIME = rb"[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]?\d \d\d:\d\d(?::\d\d)?(?: [A-Z]{1,5}| [+-]\d{4})? \d{4}(?: [A-Z]{1,5}| [+-]\d{4})?"
_FROM = re.compile(rb"From [^\r\n]{0,500}?" + _TIME + rb"[^\r\n]{0,80}\r?\n(?=[!-9;-~]{1,200}[ \t]*:|>From )")
_BEGINNINGS = re.compile(rb"^" + _FROM.pattern, re.MULTILINE)
_LENGTH = re.compile(rb"^Content-Length:[ \t]*(\d{1,12})[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_IDENTIFIER = re.compile(rb"^Message-ID:\s{0,10}<([^<>\s]{1,200})>", re.MULTILINE | re.IGNORECASE)
# What was a line that begins with `From `: one more ">" stands in front (mboxrd), or the only one (mboxo, mboxcl).
_QUOTED = re.compile(rb"^(?:>+From [^\n]*(?:\n|\Z))+", re.MULTILINE)
_HEAD_LENGTH = 64 * 1024


def sniff(sample: Sample) -> Bid | None:
    """The line in front of a message, and a field below it."""
    return Bid(Confidence.CERTAIN, "begins with the `From ` line of a mailbox") if _FROM.match(sample.head[:8192]) else None


def parse(document: Document) -> Iterator[Part | Defect | NotArticle]:
    """A part for each message, in the order of the mailbox."""
    return empty(_messages(document.data), "mailbox")


def _messages(data: bytes) -> Iterator[Part | Defect]:
    if not _FROM.match(data):
        raise Unreadable("it does not begin with a `From ` line", code="no-mailbox")
    allowance = Allowance(len(data))
    for start, end, counted in _stretches(data):
        message = data[start:end]
        head_end = _HEAD_END.search(message, 0, _HEAD_LENGTH)
        identifier = _IDENTIFIER.search(message, 0, head_end.end() if head_end else len(message))
        name = f"{printable_name(identifier[1])}.eml" if identifier else "message.eml"
        try:
            allowance.count()
            allowance.hold(len(message))
        except Excess as error:
            yield told(name, error)
            if error.last:
                return
            continue
        # What is counted and holds a bare `From ` line was not quoted (mboxcl2).
        bare = counted and _BEGINNINGS.search(message) is not None
        yield Part(name, message if bare else _QUOTED.sub(_unquoted, message), "message/rfc822")


def _stretches(data: bytes) -> Iterator[tuple[int, int, bool]]:
    """Where each message begins behind its `From ` line, where it ends, and whether its length was stated."""
    match = _FROM.match(data)
    while match is not None:
        start = match.end()
        end = _counted(data, start)
        counted = end is not None
        following = _FROM.match(data, _skipped(data, end)) if end is not None else _next(data, start)
        if end is None:
            end = _without_empty_line(data, start, following.start() if following else len(data))
        yield start, end, counted
        match = following


def _counted(data: bytes, start: int) -> int | None:
    """The end of a message by its Content-Length, if that is where a message ends (mboxcl, mboxcl2)."""
    head_end = _HEAD_END.search(data, start, start + _HEAD_LENGTH)
    stated = _LENGTH.search(data, start, head_end.end()) if head_end else None
    if head_end is None or stated is None:
        return None
    end = head_end.end() + int(stated[1])
    behind = _skipped(data, end)
    return end if end <= len(data) and (behind == len(data) or _FROM.match(data, behind)) else None


def _skipped(data: bytes, at: int) -> int:
    """The place behind the empty line that ends a message."""
    while at < len(data) and data[at] in b"\r\n":
        at += 1
    return at


def _next(data: bytes, start: int) -> "re.Match[bytes] | None":
    """The next `From ` line behind an empty one. One behind a line of text is text."""
    for match in _BEGINNINGS.finditer(data, start):
        if data.endswith((b"\n\n", b"\n\r\n"), max(0, match.start() - 3), match.start()):
            return match
    return None


def _without_empty_line(data: bytes, start: int, end: int) -> int:
    """RFC 4155, appendix A: an empty line ends each message, and is none of it."""
    for line_end in (b"\r\n", b"\n"):
        if data.endswith(line_end * 2, start, end):
            return end - len(line_end)
    return end


def _unquoted(match: "re.Match[bytes]") -> bytes:
    """Lines without the marks that the mailbox put in front; as they stand where the marks may be the author's.

    What an author quotes stands among lines that he quotes as deep; the mark of a mailbox makes a line one deeper than those
    round it.
    """
    text, start, end = match.string, *match.span()
    above = text[text.rfind(b"\n", 0, max(0, start - 1)) + 1 : start]
    below = text[end : text.find(b"\n", end) + 1 or len(text)]
    depths = {_depth(line) for line in (above, below) if line.strip()}
    depth = depths.pop() if len(depths) == 1 else None if depths else 0
    return b"".join(line[1:] if _depth(line) - 1 == depth else line for line in match[0].splitlines(keepends=True))


def _depth(line: bytes) -> int:
    return len(line) - len(line.lstrip(b">"))


@hookimpl
def newsarchive_sources() -> Source:
    """The source `mbox`."""
    return Source("mbox", title="Mailbox", sniff=sniff, parse=parse)
