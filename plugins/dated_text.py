"""Dated text: a story behind its date, as crawlers leave it: ` date 2024-12-03 A new …`. It may be signed, too."""

import re
from collections.abc import Iterator

from newsarchive import (
    Bid,
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

from ._prose import blanked, read_prose
from ._sample import END_OF_FILE, text_ends

# prefix = *space "date" ( 1*blank / ":" ) iso-date [ ":" / "," / ";" / "." ] ( space / end )
# "date" in any case; iso-date by its shape only, since an impossible date is a date, too.
# "date 2024 was set" is a sentence: behind a bare year without a colon the text does not go on in lower case.
_SPACE, _BLANK = f"[{END_OF_FILE}]", "[ \t\xa0]"
_DATE = r"(?P<year>\d{4})(?P<more>-\d\d(?:-\d\d(?:[Tt]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:[Zz]|[+-]\d\d(?::?\d\d)?)?)?)?)?"
_PREFIX = re.compile(
    rf"[{WHITE_SPACE}\ufeff]*(?i:date)(?:{_BLANK}*(?P<colon>:){_BLANK}*|{_BLANK}+)"
    rf"(?P<date>{_DATE})[:,;.]?(?:{_SPACE}+(?P<next>[^{WHITE_SPACE}]?)|\Z)",
    re.ASCII,
)


def _prefix(text: str) -> re.Match[str] | None:
    match = _PREFIX.match(text)
    if match is None or match["more"] or match["colon"] or not (match["next"] or "").islower():
        return match
    return None


def sniff(sample: Sample) -> Bid | None:
    """A date in front of everything else."""
    ends = text_ends(sample)
    match = ends and _prefix(ends.head)
    return Bid(Confidence.LIKELY, f"begins with a date: {match['date']}") if match else None


def parse(document: Document) -> Iterator[Draft | Defect]:
    """One article; a Defect before it if no calendar holds the date."""
    text = document.decoded().text
    match = _prefix(text)
    if match is None:
        yield read_prose(text, signed=True)
        return
    start, end = match.span("date")
    span = Span("codepoint", start, end)
    published = None
    try:
        published = PartialDate.parse(match["date"])
    except NewsarchiveError as error:
        yield Defect("impossible-date", f"{match['date']!r} is not a date: {error.message}", span)
    after = match.start("next") if match["next"] else match.end()
    if not text[after:].strip(END_OF_FILE):
        raise Unreadable(f"there is a date, {match['date']}, and no text after it", code="no-text", span=span)
    draft = read_prose(blanked(text, 0, after), signed=True)
    draft.furniture = [*draft.furniture, *_round(text, start, end, after)]
    if published is not None:
        draft.published = published
        draft.evidence = {**draft.evidence, "published": Evidence("published/prefix", (span,))}
    yield draft


def _round(text: str, start: int, end: int, after: int) -> list[Span]:
    """The label before the date and the point behind it."""
    label = len(text[:start]) - len(text[:start].lstrip(WHITE_SPACE))
    stop = len(text[:after].rstrip(WHITE_SPACE))
    return [Span("codepoint", label, start), *([Span("codepoint", end, stop)] if stop > end else [])]


@hookimpl
def newsarchive_sources() -> Source:
    """The source `dated-text`, which also reads what `signed-text` does."""
    return Source("dated-text", title="Text behind its date", sniff=sniff, parse=parse, lossless=True, refines=("signed-text",))
