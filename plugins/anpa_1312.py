"""ANPA 1312, the wire format of American newspapers: AP's form, with its caret lines and tabs, and Kyodo's."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from newsarchive import (
    Bid,
    Confidence,
    Defect,
    Document,
    Draft,
    NotArticle,
    Notice,
    Sample,
    Source,
    Span,
    Subject,
    Unreadable,
    hookimpl,
)
from newsarchive.text import WHITE_SPACE, Line

from . import _anpa_head as head
from ._wire import Story, bare, part, raw_lines, said, wire_lines, wire_text
from ._wire_body import dateline, paragraphs
from ._wire_dates import date_of

# message = *4SYN SOH level number [ "KYODO" ] US selector LF line-2 LF STX text ETX trailer CRLF FF CRLF EOT
# line-2  = priority SP category [ DC3 / DC4 ] [ DC1 / DC2 ] SP slug SP mm-dd SP words
_SNIFFED = re.compile(rb"(?:\xef\xbb\xbf)?[\x00\n\r\x0c\x7f ]{0,256}+\x16{0,16}+\x01 ?[A-Za-z][0-9]{4} ?(?:KYODO)? ?\x1f")
_OPENING = re.compile("\x16{0,16}+\x01")
_FIRST = re.compile("(?P<message>[A-Za-z]\\d{4}) ?(?P<service>KYODO)? ?(?:\x1f(?P<selector>[^\x1f]*))?")
_SECOND = re.compile(
    "(?P<priority>[A-Za-z]) +(?P<category>[A-Za-z])(?P<font>[\x11-\x14]{0,2}) {0,4}(?P<slug>\\S.*?)?"
    " {1,40}(?P<date>[01]\\d-[0-3]\\d)(?: {1,8}(?P<words>\\d{1,5}))?"
)
_LINE_LENGTH = 160
#: AP's priorities on the IPTC's scale: flash, bulletin, urgent, regular, deferred, release at will, advances, Sunday.
_URGENCY = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5, "w": 6, "z": 6, "a": 7, "s": 8}
# trailer = circuit "-" mm "-" dd "-" yy SP hhmm zone (AP) / zone "-" hh ":" mm "-" dd "-" mm "-" yy (Kyodo: the day first)
_AP = re.compile(
    r"(?P<circuit>[A-Z]{1,4}(?:-[A-Z]{1,6})?)-(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d\d)"
    r" +(?P<hour>\d\d)(?P<minute>\d\d) ?(?P<zone>[A-Z]{1,4})?"
)
_KYODO = re.compile(r"(?P<zone>[A-Z]{1,4})-(?P<hour>\d\d):(?P<minute>\d\d)-(?P<day>\d\d)-(?P<month>\d\d)-(?P<year>\d\d)")
_RULE = re.compile(r"_{2,}|-{3,}|\*(?: ?\*)+")
#: Behind a rule AP names who else worked on the story.
_CONTRIBUTORS = re.compile(r"\b(?:contributed|helped with)\b")
_CELL = re.compile("[^;]+")


def sniff(sample: Sample) -> Bid | None:
    """SOH, a letter and four digits, and US."""
    if _SNIFFED.match(sample.head):
        return Bid(Confidence.CERTAIN, "an ANPA 1312 header: SOH, service level, number, US")
    return None


def parse(document: Document) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """The messages of the document, each from its SYN and SOH to the next."""
    text = wire_text(document)
    starts = [match.span() for match in _OPENING.finditer(text)]
    if not starts:
        raise Unreadable("there is no SOH: no message begins in it", code="no-message")
    if said(text[: starts[0][0]]).strip():
        yield Defect("stray-text", "text in front of the first message", Span("codepoint", 0, starts[0][0]))
    borders = pairwise([0, *(start for start, _ in starts[1:]), len(text)])
    for (start, end), (_, opening) in zip(borders, starts, strict=True):
        yield from _message(text, start, opening, end)


def _message(text: str, start: int, opening: int, end: int) -> Iterator[Draft | Notice | NotArticle | Defect]:
    story = Story("anpa-1312", text, start, end)
    closing = text.find("\x04", opening, end)
    stop = closing if closing >= 0 else end
    stx = text.find("\x02", opening, stop)
    etx = text.find("\x03", max(stx, opening), stop)
    body = stx + 1 if stx >= 0 else opening
    top = [line for line in wire_lines(text, opening, stx if stx >= 0 else stop) if said(line.text).strip()]
    if stx < 0 and top:
        story.defect("no-stx", "no STX parts the header from the text", Span("codepoint", opening - 1, opening))
        body, top = (top[1].end, top[:2]) if len(top) > 1 else (stop, top)
    lines = raw_lines(text, body, etx if etx >= 0 else stop)
    tail = wire_lines(text, etx + 1, stop) if etx >= 0 else []
    if closing >= 0 and said(text[closing:end]).strip(WHITE_SPACE):
        story.defect("stray-text", "text behind the end of a message", Span("codepoint", closing, end))
    if not any(said(line.text).strip() for line in (*top, *lines, *tail)):
        story.defect("empty-message", "a message that says nothing", story.stretch)
        yield from story.defects
        return
    _header(story, top)
    for line in tail:
        _trailer(story, line)
    if "published" in story and "message" in story.extra:
        story.set("identifiers", {"anpa-1312": f"{story.get('published').day_text}/{story.extra['message']}"}, "header")
    if "service" in story.extra:
        _kyodo(story, lines)
    else:
        _text(story, lines)
    about = head.killed(story)
    yield from story.ended("it has neither headline nor text")
    if about is not None and ("headline" in story or "body" in story):
        yield about


def _header(story: Story, top: Sequence[Line]) -> None:
    """The two lines in front of STX; more of them are kept as they are."""
    first, second = (*top, None, None)[:2]
    match = _FIRST.fullmatch(first.text[: _LINE_LENGTH + 1]) if first else None
    if first and match:
        for name in ("message", "service", "selector"):
            if match[name]:
                story.leave(name, part(first, *match.span(name)))
    elif first:
        story.defect("header", f"not the first line of an ANPA header: {said(first.text)[:60]!r}", first.span)
    match = _SECOND.fullmatch(second.text) if second and len(second.text) <= _LINE_LENGTH else None
    if second and match:
        priority, category = part(second, *match.span("priority")), part(second, *match.span("category"))
        story.state("urgency", _URGENCY.get(priority.text.lower()), "priority", priority)
        story.leave("priority", priority)
        story.say("section", "category", category)
        story.state("subjects", [Subject("anpa-category", code=category.text)], "category", category)
        for name in ("slug", "date", "words"):
            if match[name]:
                story.leave(name, part(second, *match.span(name)))
    elif second:
        story.defect("header", f"not the second line of an ANPA header: {said(second.text)[:60]!r}", second.span)
    for line in top[2:]:
        story.leave("header", line)


def _trailer(story: Story, line: Line) -> None:
    inner = head.unmarked(story, line)
    match = _AP.fullmatch(inner.text[:80]) or _KYODO.fullmatch(inner.text[:80])
    date = date_of(match) if match else None
    if match is None or date is None or "published" in story:
        story.leave("trailer", inner)
        return
    if match.re is _AP:
        story.leave("circuit", part(inner, *match.span("circuit")))
        story.mark(part(inner, match.end("circuit"), match.start("month")))
        story.state("published", date, "trailer", part(inner, match.start("month")))
    else:
        story.state("published", date, "trailer", inner)


def _text(story: Story, lines: Sequence[Line]) -> None:
    """AP's lines: `^` a head, TAB a paragraph, BS a row, anything else goes on with the line before it."""
    groups = _groups(story, lines)
    first = next((number for number, group in enumerate(groups) if group[0].text[:1] != "^"), len(groups))
    stands = head.read(story, groups[:first], alone=first == len(groups))
    ruled = told = False
    for group in [*stands, *groups[first:]]:
        mark = group[0].text[:1]
        if mark == "\b":
            _row(story, group)
            continue
        found = head.inner(story, group)
        if len(found) == 1 and _RULE.fullmatch(found[0].text[:80]):
            story.mark(found[0])
            ruled = True
        elif found and mark == "^":
            story.block("crosshead" if first < len(groups) else "paragraph", "caret", *found)
        elif found and ruled and _CONTRIBUTORS.search(found[-1].text[-200:]):
            story.block("credit", "contributors", *found)
        elif found:
            story.block("paragraph", "tab", *(found if told else [dateline(story, found[0]), *found[1:]]))
            told = True


def _groups(story: Story, lines: Sequence[Line]) -> list[list[Line]]:
    """Lines with those that go on with them. What stands in front of the first caret (`*9006<`) is AP's reference."""
    groups: list[list[Line]] = []
    fresh = True
    for line in lines:
        text = line.text.lstrip("\x02 ")
        if not said(line.text).strip(WHITE_SPACE):
            fresh = True
            continue
        begun = part(line, 0) if text[:1] not in ("\t", "\b") else Line(text, line.end - len(text), line.end)
        if match := re.match(r"\^?(\*\d{1,6}) ?<? *(?=\^)", begun.text):
            story.leave("reference", part(begun, *match.span(1)))
            story.mark(part(begun, 0, match.start(1)), part(begun, match.end(1), match.end()))
            begun = part(begun, match.end())
        # AP's paragraphs begin with a tab; some of those who keep them have made blanks of it.
        begins = begun.text[:1] in ("^", "\t", "\b") or line.text.startswith("  ")
        if fresh or begins or groups[-1][0].text[:1] == "\b" or _closed(groups[-1]):
            groups.append([])
        groups[-1].append(begun)
        fresh = False
    return groups


def _closed(group: Sequence[Line]) -> bool:
    """Whether a caret line is whole."""
    return group[0].text[:1] == "^" and bare(group[-1]).text.endswith(("<", "="))


def _row(story: Story, group: Sequence[Line]) -> None:
    """The fields of a table's row, parted by semicolons, each where it stands."""
    cells = []
    for line in group:
        inner = head.unmarked(story, bare(line))
        if inner.text[:1] == "^":
            story.mark(part(inner, 0, 1))
            inner = part(inner, 1)
        found = [part(inner, *match.span()) for match in _CELL.finditer(inner.text)]
        story.furniture += [
            Span("codepoint", inner.start + match.start(), inner.start + match.end()) for match in re.finditer(";+", inner.text)
        ]
        cells += [cell for cell in found if said(cell.text).strip()]
        story.mark(*(cell for cell in found if not said(cell.text).strip()))
    story.row(cells)


def _kyodo(story: Story, lines: Sequence[Line]) -> None:
    """Kyodo's lines: the keyword, a headline that ends in `+`, the text, and `==Kyodo`."""
    texts = [number for number, line in enumerate(lines) if said(line.text).strip()]
    while texts and re.fullmatch(r"=+ ?Kyodo.*", bare(lines[texts[-1]]).text[:40]):
        line = bare(lines[texts.pop()])
        sign = len(line.text) - len(line.text.lstrip("= "))
        story.mark(part(line, 0, sign))
        story.say("credit", "sign-off", part(line, sign))
    body = texts
    if texts and head.is_keyword(bare(lines[texts[0]]).text):
        head.keyword(story, bare(lines[texts[0]]))
        body = texts[1:]
    closed = next((n for n, number in enumerate(body[:6]) if bare(lines[number]).text.endswith("+")), None)
    if closed is None and body and len(lines[body[0]].text) <= _LINE_LENGTH:
        closed = 0
    if closed is not None:
        headline = [bare(lines[number]) for number in body[: closed + 1]]
        if headline[-1].text.endswith("+"):
            mark = len(headline[-1].text) - 1
            story.mark(part(headline[-1], mark))
            headline[-1] = part(headline[-1], 0, mark)
        story.say("headline", "head", *headline)
        body = body[closed + 1 :]
    paragraphs(story, lines[body[0] : texts[-1] + 1] if body else [])


@hookimpl
def newsarchive_sources() -> Source:
    """The source `anpa-1312`."""
    return Source("anpa-1312", title="ANPA 1312", sniff=sniff, parse=parse, lossless=True)
