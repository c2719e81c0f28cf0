"""IPTC 7901, the text transmission format of the IPTC: a header behind SOH, the text behind STX, a dated tail behind ETX."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from newsarchive import Bid, Confidence, Defect, Document, Draft, NotArticle, Notice, Sample, Source, Span, Unreadable, hookimpl
from newsarchive.text import Line

from . import _iptc_7901_head as head
from ._iptc import urgency_of
from ._wire import Story, bare, part, raw_lines, said, wire_lines, wire_text
from ._wire_body import paragraphs
from ._wire_dates import SHORT_TAIL, TAIL, date_of

# message = SOH header CRLF *( keyword-line CRLF ) STX text ETX tail CRLF EOT; agencies pad it with SYN, NUL, DEL, CR and LF
# header  = source number SP priority SP category [ SP words ] [ SP info ]
_NAMES = r"(?P<service>[A-Za-z]{1,8})(?P<number>\d{1,6}| \d{3,6}|)"
_HEADER = re.compile(
    rf"{_NAMES} +(?P<priority>[\dA-Za-z]) +(?P<category>[A-Za-z]{{1,4}})(?: +(?P<words>\d{{1,6}}))?(?P<info>[ \t].*)?"
)
_SNIFFED = re.compile(
    rb"(?:\xef\xbb\xbf)?[\x00\n\r\x16\x7f ]{0,256}+\x01 ?"
    rb"[A-Za-z]{1,8}(?:[0-9]{1,6}| [0-9]{3,6}|) +[0-9A-Za-z] +[A-Za-z]{1,4}[ \r\n]"
)
# info    = [ format of five letters ] [ agency number [ "#" version ] ], free otherwise
_INFO = re.compile(
    r"(?:(?P<format>[a-z]{5})(?: +|$))?(?:(?P<agency>[A-Za-z]{2,8}) +(?P<item>\d[\w-]{1,24})(?:#(?P<version>\d{1,4}))?)?"
)
#: An agency's number that holds its date by itself: `170123-89-00065`.
_DATED = re.compile(r"\d{6}-[\w-]+")
# sign-off = agency *( initials ), the last line: "dpa bwh bag", "dpa bo yyzz a3 ab"
_SIGN_OFF = re.compile(r"[A-Za-z]{2,8}(?: +[a-z]{1,4}\d?| +\d?[a-z]\d{0,2}){1,8}")
_TAIL_LENGTH = 120
_NOTEBOOK = re.compile(r"#+ *(?:Notebook|Notizblock|Notiz-Block)\b.*", re.IGNORECASE)
_RULE = re.compile(r"(?:\* ?){3,}")
_CROSSHEAD = re.compile(r"(#{1,6} +)\S.*")


def sniff(sample: Sample) -> Bid | None:
    """SOH and a header in front of everything, and an STX."""
    if _SNIFFED.match(sample.head) and b"\x02" in sample.head:
        return Bid(Confidence.CERTAIN, "an IPTC 7901 header behind SOH, and STX")
    return None


def parse(document: Document) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """The messages of the document, each from its SOH to the next."""
    text = wire_text(document)
    starts = [match.start() for match in re.finditer("\x01", text)]
    if not starts:
        raise Unreadable("there is no SOH: no message begins in it", code="no-message")
    if said(text[: starts[0]]).strip():
        yield Defect("stray-text", "text in front of the first message", Span("codepoint", 0, starts[0]))
    for start, end in pairwise([0, *starts[1:], len(text)]):
        yield from _message(text, start, text.index("\x01", start), end)


def _message(text: str, start: int, opening: int, end: int) -> Iterator[Draft | Notice | NotArticle | Defect]:
    story = Story("iptc-7901", text, start, end)
    closing = text.find("\x04", opening, end)
    stop = closing if closing >= 0 else end
    stx = text.find("\x02", opening, stop)
    etx = text.find("\x03", max(stx, opening), stop)
    top = wire_lines(text, opening + 1, stx if stx >= 0 else stop)
    lines = raw_lines(text, stx + 1, etx if etx >= 0 else stop) if stx >= 0 else []
    if stx < 0 and any(line.text for line in top):
        story.defect("no-stx", "no STX parts the header from the text", Span("codepoint", opening, opening + 1))
        first = next(number for number, line in enumerate(top) if line.text)
        top, lines = top[: first + 1], top[first + 1 :]
    tail = wire_lines(text, etx + 1, stop) if etx >= 0 else []
    if closing >= 0 and said(text[closing:end]).strip():
        story.defect("stray-text", "text behind the end of a message", Span("codepoint", closing, end))
    if not any(said(line.text).strip() for line in (*top, *lines, *tail)):
        story.defect("empty-message", "a message that says nothing", story.stretch)
        yield from story.defects
        return
    item = _header(story, top)
    lines = _tail(story, tail, lines)
    _identify(story, item)
    _text(story, lines)
    about = head.killed(story)
    yield from story.ended("it has neither headline nor text")
    if about is not None and ("headline" in story or "body" in story):
        yield about


def _header(story: Story, top: Sequence[Line]) -> re.Match[str] | None:
    """The header and the keyword lines below it. What the agency's own count is, is found in the info."""
    said_lines = [line for line in top if said(line.text).strip()]
    if not said_lines:
        return None
    first, *keywords = said_lines
    match = _HEADER.fullmatch(first.text[:200]) if len(first.text) <= 200 else None
    item = None
    if match is None:
        story.defect("header", f"not an IPTC 7901 header: {said(first.text)[:60]!r}", first.span)
    else:
        named = part(first, match.start("service"), match.end("number"))
        story.leave("message", named)
        priority = part(first, *match.span("priority"))
        if (urgency := urgency_of(priority.text)) is not None:
            story.state("urgency", urgency, "priority", priority)
        else:
            story.leave("priority", priority)
        head.category(story, part(first, *match.span("category")))
        if match["words"]:
            story.leave("words", part(first, *match.span("words")))
        if match["info"]:
            item = _info(story, part(first, match.start("info")))
    head.keywords(story, keywords)
    return item


def _info(story: Story, info: Line) -> re.Match[str] | None:
    match = _INFO.fullmatch(info.text)
    if match is None or not info.text:
        story.leave("info", info)
        return None
    if match["format"]:
        story.leave("format", part(info, *match.span("format")))
    if match["agency"]:
        story.leave("item", part(info, match.start("agency"), match.end("item")))
        if match["version"]:
            story.say("version", "info", part(info, *match.span("version")))
            story.mark(part(info, match.end("item"), match.start("version")))
        return match
    return None


def _tail(story: Story, tail: Sequence[Line], lines: Sequence[Line]) -> list[Line]:
    """The text without what ends it: the date of the message, behind ETX or at the end of the text, and the sign-off."""
    kept = list(lines)
    while kept and not said(kept[-1].text).strip():
        kept.pop()
    for line in tail:
        if match := SHORT_TAIL.search(line.text[-40:]):  # without a year it is no date
            cut = max(0, len(line.text) - 40) + match.start()
            story.leave("date", part(line, cut))
            line = part(line, 0, cut)
        story.leave("tail", _date(story, line))
    if not kept:
        return kept
    last = bare(kept[-1])
    apart = len(kept) > 1 and not said(kept[-2].text).strip()
    rest = _date(story, last) if "published" not in story and len(last.text) <= _TAIL_LENGTH else last
    if (apart or rest is not last) and _SIGN_OFF.fullmatch(rest.text):
        story.leave("signoff", rest)
        kept.pop()
    elif rest is not last:
        kept[-1] = rest
    return kept


def _date(story: Story, line: Line) -> Line:
    """The line in front of its date, which is the whole line or stands behind a sign-off."""
    match = TAIL.search(line.text[:_TAIL_LENGTH])
    date = date_of(match) if match else None
    if match is None or date is None or line.text[match.end() :].strip() or "published" in story:
        return line
    rest = part(line, 0, match.start())
    if rest.text and not _SIGN_OFF.fullmatch(rest.text):
        return line
    story.state("published", date, "tail", part(line, *match.span()))
    return rest


def _identify(story: Story, item: re.Match[str] | None) -> None:
    """Numbers of messages begin anew each day or each ten thousand: with the day of the tail they name one message."""
    day = story.get("published").day_text if "published" in story else None
    found = {}
    if day and "message" in story.extra:
        found["iptc-7901"] = f"{day}/{story.extra['message']}"
    if item is not None and (day or _DATED.fullmatch(item["item"])):
        agency = item["agency"].lower()
        found[agency] = item["item"] if _DATED.fullmatch(item["item"]) else f"{day}/{item['item']}"
    story.set("identifiers", found, "header")


def _text(story: Story, lines: list[Line]) -> None:
    """The text: its head, the story, and the notebook that is not for publication."""
    lines = head.read(story, lines)
    notes = next((number for number, line in enumerate(lines) if _NOTEBOOK.fullmatch(bare(line).text[:80])), len(lines))
    gathered: list[Line] = []
    for line in lines[:notes]:
        match = _CROSSHEAD.fullmatch(bare(line).text) if line.text[:1] == "#" else None
        if match is None:
            gathered.append(line)
            continue
        paragraphs(story, gathered)
        gathered = []
        inner = bare(line)
        story.mark(part(inner, 0, match.end(1)))
        story.block("crosshead", "crosshead", part(inner, match.end(1)))
    paragraphs(story, gathered)
    _notebook(story, [bare(line) for line in lines[notes:]])


def _notebook(story: Story, lines: Sequence[Line]) -> None:
    """What is for editors is the note; what stands behind the rule, on contacts, is not for anybody else."""
    rule = next((number for number, line in enumerate(lines) if _RULE.fullmatch(line.text[:80])), len(lines))
    story.mark(*lines[:1], *lines[rule : rule + 1])
    for line in lines[1:rule]:
        story.note(line)
    for line in lines[rule + 1 :]:
        story.leave("contacts", line)


@hookimpl
def newsarchive_sources() -> Source:
    """The source `iptc-7901`."""
    return Source("iptc-7901", title="IPTC 7901", sniff=sniff, parse=parse, lossless=True)
