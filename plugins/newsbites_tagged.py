"""News Bites: company news as lines with a tag each, `AN#26945219`, and the text behind the last."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from newsarchive import (
    Bid,
    Confidence,
    Defect,
    Document,
    Draft,
    NewsarchiveError,
    NotArticle,
    Notice,
    PartialDate,
    Sample,
    Source,
    Span,
    Subject,
    hookimpl,
)
from newsarchive.text import WHITE_SPACE, Line, lines, unwrap

from ._english import DAY, day_of
from ._names import signers
from ._prose import read_prose, text_lines
from ._sample import text_ends
from ._text_fields import TextFields

# story = [ "zczc" line-end ] 1*( tag value line-end *( value line-end ) ) "TX#" text [ "NNNN" ]
# tag   = 2*ALPHA "#", in capitals at the beginning of a line. What an empty value says is absent.
_START = re.compile(r"zczc\s*", re.IGNORECASE)
_END = "NNNN"
_TAG = re.compile(r"(?P<tag>[A-Z]{2})#")
_TEXT = "TX"
#: Tags whose value is a field as it stands: source, title, abstract, byline.
_FIELDS = {"KN": "publisher", "TI": "headline", "AB": "summary", "BY": "byline"}
_KNOWN = frozenset((*_FIELDS, _TEXT, "AN", "PD", "CO", "SO", "SF", "KY"))
_TELLING = 3
_HEAD_LENGTH = 8192
_LIST = re.compile(rf"[,;{WHITE_SPACE}]+")
_DATE = re.compile(rf"{DAY}(?:\s+(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d))?)?")


def sniff(sample: Sample) -> Bid | None:
    """Three tags of News Bites, and nothing before them but ZCZC."""
    ends = text_ends(sample)
    said = [line.text.strip(WHITE_SPACE) for line in lines(ends.head[:_HEAD_LENGTH]) if not line.blank] if ends else []
    if said and _START.fullmatch(said[0]):
        del said[0]
    if not said or not _TAG.match(said[0]):
        return None
    tags = {match["tag"] for text in said if (match := _TAG.match(text))} & _KNOWN
    return Bid(Confidence.CERTAIN, f"tags of News Bites: {', '.join(sorted(tags))}") if len(tags) >= _TELLING else None


def parse(document: Document) -> Iterator[Draft | Defect | NotArticle | Notice]:
    """One article for each ZCZC; what has no tag at all is read as prose."""
    text = document.decoded().text
    found, furniture = text_lines(text)
    if not any(_TAG.match(line.text.lstrip(WHITE_SPACE)) for line in found):
        yield read_prose(text)
        return
    several = _stories(found)
    for each in several:
        story = TextFields("newsbites", each, furniture)
        if len(several) > 1:
            story.span = Span("codepoint", each[0].start, each[-1].end)
        _read_story(story)
        yield from story.found("it has neither a title nor a text")
        furniture = []


def _stories(found: Sequence[Line]) -> list[Sequence[Line]]:
    """The lines of each story: a new one begins with ZCZC, if a tag stands on the next line that says anything."""
    said = [(number, line.stripped().text) for number, line in enumerate(found) if not line.blank]
    starts = {number for (number, text), (_, then) in pairwise(said) if _START.fullmatch(text) and _TAG.match(then)}
    borders = [*sorted({said[0][0], *starts}), len(found)]
    return [found[start:end] for start, end in pairwise(borders)]


def _read_story(story: TextFields) -> None:
    """The fields that tags name, and behind the last tag the text."""
    rest = list(story.lines)
    if _START.fullmatch(rest[0].stripped().text):
        story.aside(rest.pop(0).stripped())
    if rest and rest[-1].stripped().text == _END:
        story.aside(rest.pop().stripped())
    tagged: dict[str, list[Line]] = {}
    untagged: list[Line] = []
    again: list[Line] = []
    said = untagged
    for number, line in enumerate(rest):
        bare = line.stripped()
        match = _TAG.match(bare.text)
        if match is None:
            said.append(bare)
            continue
        story.aside(bare.part(0, match.end()))
        value = bare.part(match.end())
        if match["tag"] == _TEXT:
            story.prose([value, *rest[number + 1 :]])
            break
        said = again if match["tag"] in tagged else tagged.setdefault(match["tag"], [])
        said.append(value)
    _read_tagged(story, tagged)
    for code, why, several in (("untagged", "stands before the first tag", untagged), ("repeated-tag", "repeats a tag", again)):
        if left := [line for line in several if not line.blank]:
            story.defect(code, f"what {why} is not read: {left[0].text!r:.60}", [line.span for line in left])


def _read_tagged(story: TextFields, tagged: Mapping[str, Sequence[Line]]) -> None:
    """Each tag's value; of one that says nothing there is none."""
    values = {tag: value for tag, stretches in tagged.items() if (value := unwrap(stretches).strip(WHITE_SPACE))}
    spans = {tag: [each.span for each in stretches] for tag, stretches in tagged.items()}
    for tag, field in _FIELDS.items():
        story.set(field, values.pop(tag, None), tag, span=spans.get(tag, ()))
    story.set("authors", signers(story.get("byline") or "", named=True), "BY", span=spans.get("BY", ()))
    if accession := values.pop("AN", None):
        story.set("identifiers", {"accession": accession}, "AN", span=spans["AN"])
    if keywords := values.pop("KY", None):
        story.set("keywords", list(filter(None, _LIST.split(keywords))), "KY", span=spans["KY"])
    if companies := values.pop("CO", None):
        exchange = values.pop("SO", None)
        codes = [Subject(scheme=exchange, code=each) for each in _LIST.split(companies) if each]
        story.set("subjects", codes, "CO", span=[*spans["CO"], *spans.get("SO", ())])
    if (date := values.pop("PD", None)) and not _read_date(story, date, spans["PD"]):
        values["PD"] = date
    for tag, value in values.items():
        story.keep(tag, value)
        story.evident(f"extra.{tag}", tag, span=spans[tag])


def _read_date(story: TextFields, text: str, spans: Sequence[Span]) -> bool:
    """A day, and the time if there is one; the zone is not stated."""
    match = _DATE.fullmatch(text)
    if match is None:
        story.defect("no-date", f"PD# is {text!r:.60}, which is no date", spans)
        return False
    year, month, day = day_of(match)
    hour, minute, second = (int(match[name]) if match[name] else None for name in ("hour", "minute", "second"))
    try:
        story.set("published", PartialDate(year or 0, month, day, hour, minute, second), "PD", span=spans)
    except NewsarchiveError as error:
        story.defect("impossible-date", f"PD# is {text!r}: {error.message}", spans)
        return False
    return True


@hookimpl
def newsarchive_sources() -> Source:
    """The source `newsbites-tagged`."""
    return Source(
        "newsbites-tagged",
        title="News Bites, lines with tags",
        sniff=sniff,
        parse=parse,
        lossless=True,
        refines=("zczc",),
    )
