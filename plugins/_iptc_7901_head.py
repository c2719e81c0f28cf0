"""The head of a text of IPTC 7901: flags, headline, byline, embargo; what it says of other messages."""

import re
from collections.abc import Sequence

from newsarchive import Notice, Subject
from newsarchive.text import Line

from ._names import signers
from ._wire import Story, bare, joined, part, said
from ._wire_body import DATELINE
from ._wire_dates import LONG, date_of

# head = *( flag CRLF ) headline *( CRLF headline ) [ CRLF byline ] [ SP ] "="; the mark ends the last line of the head
#: Lines and characters within which the head ends.
_HEAD_LINES, _HEAD_LENGTH = 10, 200
_FLAG = re.compile(
    r"[( ]*(?:\d{1,2}(?:ST|ND|RD|TH|\.)? )?(?:EXTRA|URGENT|EIL(?:T|MELDUNG)?|BLITZ|VORRANG|FLASH|BULLETIN|LEAD|REFILE"
    r"|CORRECTION|CORRECTED|ROUNDUP|PREVIEW|ZUSAMMENFASSUNG|BERICHTIGUNG|KORREKTUR|WIEDERHOLUNG|NEUFASSUNG|KILL|MANDATORY KILL"
    r"|ADVISORY|EMBARGOED|ANNULLIERUNG)(?: LEAD)?[) :!]*",
)
_CORRECTS = re.compile(r"REFILE|CORRECT|BERICHTIGUNG|KORREKTUR", re.IGNORECASE)
_BYLINE = re.compile(r"(?:By|BY|Von|VON|Par|PAR|Por|POR|Di|Av|Door) +\S.*")
_EMBARGO = re.compile(
    r"(?:sperrfrist|embargo(?:ed)?(?: until)?|hold for release|not for (?:use|release) before)\b[: ]*", re.IGNORECASE
)
_KILL = re.compile(
    r"\b(?:MANDATORY )?KILL\b|\bANNULLIERUNG\b|\bzieht\b.{0,120}\bzurück\b|\bMeldung\b.{0,80}\bzurückgezogen\b"
    r"|\bwithdraws? (?:the )?story\b"
)


def category(story: Story, line: Line) -> None:
    """The desk, as the section and as a subject."""
    story.say("section", "category", line)
    story.state("subjects", [Subject("iptc7901-category", code=said(line.text))], "category", line)


def keywords(story: Story, lines: Sequence[Line]) -> None:
    """The catchline: words parted by slashes, often with one at the end."""
    found = []
    for line in lines:
        inner = part(line, 0, len(line.text.rstrip("/ ")))
        story.mark(part(line, len(line.text.rstrip("/ "))))
        if said(inner.text).strip():
            found.append(inner)
        else:
            story.mark(inner)
    story.say("slugline", "keywords", *found)
    words = [word.strip() for line in found for word in said(line.text).split("/")]
    story.state("keywords", [word for word in words if word], "keywords", *found)


def read(story: Story, lines: list[Line]) -> list[Line]:
    """The lines of the head into fields; gives those below it."""
    texts = [number for number, line in enumerate(lines) if said(line.text).strip()]
    end = _end(lines, texts)
    found = [bare(lines[number]) for number in texts if number < end]
    if found and found[-1].text.endswith("="):
        mark = len(found[-1].text) - 1
        story.mark(part(found[-1], mark))
        found[-1] = part(found[-1], 0, mark)
    while len(found) > 1 and _FLAG.fullmatch(found[0].text[:60].upper()):
        _flag(story, found.pop(0))
    if len(found) == 1 and _KILL.fullmatch(found[0].text):
        _flag(story, found.pop(0))
    if found and _BYLINE.fullmatch(found[-1].text):
        byline = found.pop()
        story.say("byline", "byline", byline)
        _authors(story, byline)
    headline = []
    for line in found:
        if _EMBARGO.match(line.text):
            _embargo(story, line)
        elif len(found) > 1 and line.text.startswith("(") and line.text.endswith(")"):
            story.note(line)
        else:
            headline.append(line)
    if headline:
        story.say("headline", "head", *headline)
    below = lines[end:]
    for number, line in enumerate(below[:4]):
        if _EMBARGO.match(bare(line).text[:_HEAD_LENGTH]) and len(line.text) <= _HEAD_LENGTH:
            _embargo(story, bare(line))
            below[number] = Line("", line.start, line.start)
    return below


def _end(lines: Sequence[Line], texts: Sequence[int]) -> int:
    """The number of the line below the head: behind its mark, else above the dateline, else below the first line."""
    first = [number for number in texts[:_HEAD_LINES] if len(lines[number].text) <= _HEAD_LENGTH]
    for number in first:
        if bare(lines[number]).text.endswith("="):
            return number + 1
    for place, number in enumerate(texts[:_HEAD_LINES]):
        if DATELINE.match(bare(lines[number]).text[:_HEAD_LENGTH]):
            return number if place else 0
    if not texts or len(lines[texts[0]].text) > _HEAD_LENGTH:
        return 0
    flags = next((n for n, number in enumerate(texts) if not _FLAG.fullmatch(bare(lines[number]).text[:60].upper())), 0)
    last = texts[flags]
    if flags + 1 < len(texts) and _BYLINE.fullmatch(bare(lines[texts[flags + 1]]).text[:_HEAD_LENGTH]):
        last = texts[flags + 1]
    return last + 1


def _flag(story: Story, line: Line) -> None:
    story.leave("flags", line)
    if _CORRECTS.search(line.text):
        story.keep("update", True)


def _authors(story: Story, line: Line) -> None:
    """Who signs, as far as they are people: `By dpa correspondents` names nobody."""
    names = [name for name in signers(said(line.text)) if not name[0].islower() and not name.startswith("The ")]
    story.set("authors", names, "byline", span=line.span)


def _embargo(story: Story, line: Line) -> None:
    """An embargo until a date and time that are stated whole; any other one holds the story back."""
    story.note(line)
    match = LONG.search(line.text)
    date = date_of(match) if match else None
    if match is not None and date is not None:
        story.state("embargoed", date, "embargo", part(line, *match.span()))
    else:
        story.set("status", "withheld", "embargo", span=line.span)


def killed(story: Story) -> Notice | None:
    """Whether the message kills: then it is canceled itself, and so is the message that it names by the agency's number."""
    flags = story.extra.get("flags", "")
    heads = [*(flags if isinstance(flags, list) else [flags]), story.get("slugline") or "", story.get("headline") or ""]
    if not any(_KILL.search(each[:_HEAD_LENGTH]) for each in heads):
        return None
    story.set("status", "canceled", "kill", span=story.evidence["headline"].span if "headline" in story else ())
    agency, _, _ = story.extra.get("item", "").partition(" ")
    day = story.get("published").day_text if "published" in story else None
    if not agency or not day:
        return None
    for block in story.body[:10]:
        match = re.search(rf"\b{re.escape(agency)} ?(\d{{3,4}})\b", block.text[:1000])
        if match:
            return Notice(
                {agency.lower(): f"{day}/{match[1]}"},
                "canceled",
                reason=joined([Line(block.text[:200], 0, 0)]),
                span=story.stretch,
            )
    return None
