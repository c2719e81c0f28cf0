"""ZCZC … NNNN, the framing of telex: drop files of AAP with their marks, and the plainer ones of other agencies."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from newsarchive import Bid, Confidence, Defect, Document, Draft, NotArticle, Notice, Sample, Source, Span, Unreadable, hookimpl
from newsarchive.text import Line

from . import _zczc_marks as marks
from ._wire import Story, bare, part, raw_lines, said, wire_text
from ._wire_body import DATELINE, paragraphs
from ._wire_dates import LONG, TAIL, date_of

# message = "ZCZC" [ SP circuit serial / SP service ] line-end *header-line *text-line [ credit ] "NNNN" line-end
_OPENING = re.compile(
    r"(?:\A[\s\x00-\x1f\ufeff]{0,256}+|(?<=[\r\n])[ \t\x00-\x08\x0b\x0c\x0e-\x1f]{0,64}+)(?P<zczc>(?i:zczc))(?![\w-])"
)
_SNIFFED = re.compile(
    rb"(?:\xef\xbb\xbf)?[\s\x00-\x1f]{0,256}+(?i:zczc)(?![\w-])[ \t]*(?P<rest>[^\r\n]{0,80}+)"
    rb"[\s\x00-\x1f]{0,256}+(?P<second>[^\r\n]{0,80}+)(?P<long>[^\r\n]?)"
)
# NAVTEX: ITU-R M.540, B1 to B4: two letters and two digits. NewsBites and its like tag their lines.
_NAVTEX = re.compile(rb"[A-Z]{2}\d\d\b")
_SERVICE = re.compile(rb"(?:[A-Z\d][A-Z\d./-]{0,15}(?: +[A-Z\d./-]{1,12}){0,4})?[\x00-\x20]*+")
_TAGGED = re.compile(rb"[A-Z]{2}#")
_SERIAL = re.compile(r"(?P<circuit>[A-Z]{1,4}) ?(?P<number>\d{2,5})\b.*")
_END = re.compile(r"[Nn]{4}\.?")
# routing = 2*5 token, the first in capitals, with a line of text close below it: "HH TDCom", "PRI ESPL NAT"
_ROUTING = re.compile(r"[A-Z]{1,6}(?: [A-Za-z\d]{1,6}){1,4}")
#: Quads at the ends of lines: `<!` left, `=!` centre.
_QUAD = re.compile(r"(?: +\.)? *(?:=!|<!)[\x00-\x20]*$")
_HEADLINE_LENGTH = 150
_KILL = re.compile(r"(?:(?i:mandatory) )?KILL(?:[ :,-]+(?P<serial>[A-Z]{1,4} ?\d{2,5}))?")
_KILLED = re.compile(r"(?:MANDATORY |BULLETIN )?KILL\b")
_SIGN_OFF = re.compile(r"(?P<agency>[A-Z]{2,8})(?: (?P<more>[A-Za-z\d/]{1,10}(?: [A-Za-z\d/]{1,6}){0,2}))?")
_AAP = re.compile(r"AAP(?: (?:RTV|RESULTS|FIELDS|COMMENT|SPORT|RACING))?")
_NO_CREDIT = frozenset(("END", "ENDS", "MORE", "ENDIT"))
_URL = re.compile(r"https?://\S{4,300}")
_SOURCE = re.compile(r"SOURCE: *(?=\S)")


def sniff(sample: Sample) -> Bid | None:
    """ZCZC in front of everything, and a second line that is no tag of NewsBites, no NAVTEX bulletin and no long prose."""
    match = _SNIFFED.match(sample.head)
    if match is None or _TAGGED.match(match["second"]) or _NAVTEX.match(match["rest"]) or not _SERVICE.fullmatch(match["rest"]):
        return None
    if not match["second"] and sample.whole:
        return None
    return Bid(Confidence.LIKELY if match["long"] else Confidence.CERTAIN, "begins with ZCZC")


def parse(document: Document) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """The messages of the document, each from its ZCZC to the next."""
    text = wire_text(document)
    found = list(_OPENING.finditer(text))
    if not found:
        raise Unreadable("there is no ZCZC: no message begins in it", code="no-message")
    if said(text[: found[0].start()]).strip():
        yield Defect("stray-text", "text in front of the first message", Span("codepoint", 0, found[0].start()))
    borders = pairwise([0, *(match.start() for match in found[1:]), len(text)])
    for (start, end), match in zip(borders, found, strict=True):
        yield from _message(Story("zczc", text, start, end), match)


def _message(story: Story, opening: re.Match[str]) -> Iterator[Draft | Notice | NotArticle | Defect]:
    first, *lines = raw_lines(story.text, opening.start("zczc"), story.end)
    story.mark(part(first, 0, 4))
    if "\ufeff" in story.text[story.start : opening.start("zczc")]:
        story.mark(Line("", story.start, opening.start("zczc")))
    closing = next((number for number, line in enumerate(lines) if _END.fullmatch(bare(line).text[:6])), None)
    if closing is not None:
        story.mark(bare(lines[closing]))
        if rest := [line for line in lines[closing + 1 :] if said(line.text).strip()]:
            story.defect("stray-text", "text behind the end of a message", Span("codepoint", rest[0].start, rest[-1].end))
        lines = lines[:closing]
    serial = _opening(story, part(first, 4))
    lines = [_unquadded(story, line) for line in lines]
    texts = [number for number, line in enumerate(lines) if said(line.text).strip()]
    below = marks.read(story, [bare(lines[number]) for number in texts])
    if "marks" not in story.extra and texts and _is_routing(lines, texts[below:]):
        story.leave("routing", bare(lines[texts[below]]))
        below += 1
    story.extra.pop("marks", None)
    lines = lines[texts[below] :] if below < len(texts) else []
    killed = _kill(story, lines)
    if not killed:
        _text(story, lines)
        killed = any(_KILLED.match(story.get(field) or "") for field in ("headline", "slugline"))
        if killed:
            story.set("status", "canceled", "kill")
    _identify(story, serial)
    yield from story.ended("it has neither headline nor text")


def _opening(story: Story, rest: Line) -> str | None:
    """What follows ZCZC: the circuit with its serial number, or a service."""
    if not rest.text:
        return None
    if rest.text == "AAP":
        story.say("publisher", "opening", rest)
        return None
    story.leave("opening", rest)
    match = _SERIAL.fullmatch(rest.text[:80])
    return match["circuit"] + match["number"] if match else None


def _unquadded(story: Story, line: Line) -> Line:
    match = _QUAD.search(line.text[-16:]) if "!" in line.text[-16:] else None
    if match is None:
        return line
    cut = max(0, len(line.text) - 16) + match.start()
    story.mark(Line(line.text[cut:], line.start + cut, line.end))
    return Line(line.text[:cut], line.start, line.start + cut)


def _is_routing(lines: Sequence[Line], texts: Sequence[int]) -> bool:
    """Whether the first line routes the message: short tokens, and the headline on the next line."""
    if len(texts) < 2 or texts[1] != texts[0] + 1:
        return False
    return _ROUTING.fullmatch(bare(lines[texts[0]]).text[:32]) is not None


def _kill(story: Story, lines: Sequence[Line]) -> bool:
    """Whether the message is nothing but a kill: of the message that it names, or of its own number."""
    texts = [bare(line) for line in lines if said(line.text).strip()]
    match = _KILL.fullmatch(texts[0].text[:60]) if len(texts) == 1 else None
    if match is None:
        return False
    story.mark(texts[0])
    story.set("status", "canceled", "kill", span=texts[0].span)
    if match["serial"]:
        story.set(
            "identifiers", {"zczc": match["serial"].replace(" ", "")}, "kill", span=part(texts[0], *match.span("serial")).span
        )
    return True


def _identify(story: Story, serial: str | None) -> None:
    """Serial numbers come again: with the day of the message they name it, and without one only a kill has them."""
    if serial is None or "identifiers" in story:
        return
    if "published" in story:
        story.set("identifiers", {"zczc": f"{story.get('published').day_text}/{serial}"}, "serial")
    elif "status" in story and "headline" not in story and not story.body:
        story.set("identifiers", {"zczc": serial}, "serial")


def _text(story: Story, lines: Sequence[Line]) -> None:
    """The headline, where the marks have none; the text; its date, address, source and credit at the ends."""
    kept = list(lines)
    if kept and "headline" not in story:
        first = bare(kept[0])
        more = any(said(line.text).strip() for line in kept[1:])
        if len(first.text) <= _HEADLINE_LENGTH and more and not DATELINE.match(first.text):
            story.say("headline", "first-line", first)
            kept = kept[1:]
    for number, line in enumerate(kept[:4]):
        match = LONG.fullmatch(bare(line).text[:60]) if len(line.text) <= 60 else None
        if match is not None and "published" not in story and (date := date_of(match)):
            story.state("published", date, "date-line", bare(line))
            kept[number] = Line("", line.start, line.start)
    kept = _credit(story, kept)
    for number, line in enumerate(kept[-6:], max(0, len(kept) - 6)):
        if _URL.fullmatch(bare(line).text[:320]) and "url" not in story:
            story.say("url", "address", bare(line))
            kept[number] = Line("", line.start, line.start)
    source = next((n for n in range(len(kept) - 1, max(-1, len(kept) - 7), -1) if _SOURCE.match(bare(kept[n]).text)), None)
    verbatim = story.extra.get("format") == "T"
    paragraphs(story, kept if source is None else kept[:source], verbatim)
    if source is not None:
        line = bare(kept[source])
        if "credit" not in story:
            story.say("credit", "source-line", part(line, _SOURCE.match(line.text).end()))  # type: ignore[union-attr]  # it matched
        story.block("credit", "source-line", line)
        paragraphs(story, kept[source + 1 :], verbatim)


def _credit(story: Story, lines: list[Line]) -> list[Line]:
    """The lines without what signs at their end: a date, and the agency with the initials of its people."""
    for _ in range(2):
        texts = [number for number, line in enumerate(lines) if said(line.text).strip()]
        if not texts:
            return lines
        last = bare(lines[texts[-1]])
        date = TAIL.fullmatch(last.text[:40])
        if date is not None and (found := date_of(date)) and "published" not in story:
            story.state("published", found, "tail", last)
        elif len(texts) > 1 and _signs(lines, texts):
            match = _SIGN_OFF.fullmatch(last.text[:40])
            assert match is not None
            whole = _AAP.fullmatch(last.text) is not None
            story.say("credit", "sign-off", last if whole else part(last, *match.span("agency")))
            if not whole and match["more"]:
                story.leave("signoff", part(last, *match.span("more")))
            return lines[: texts[-1]]
        else:
            return lines
        lines = lines[: texts[-1]]
    return lines


def _signs(lines: Sequence[Line], texts: Sequence[int]) -> bool:
    """Whether the last line is a credit: known ones, or capitals apart from a text that has small letters."""
    last = bare(lines[texts[-1]]).text
    match = _SIGN_OFF.fullmatch(last[:40])
    if match is None or len(last) > 40 or match["agency"] in _NO_CREDIT:
        return False
    if _AAP.fullmatch(last):
        return True
    above = bare(lines[texts[-2]]).text
    ended = texts[-1] - texts[-2] > 1 or above.rstrip("\"'").endswith((".", "!", "?"))
    return ended and any(character.islower() for number in texts[:-1][:20] for character in lines[number].text)


@hookimpl
def newsarchive_sources() -> Source:
    """The source `zczc`."""
    return Source("zczc", title="ZCZC … NNNN telex messages", sniff=sniff, parse=parse, lossless=True)
