"""Mediargus, the press database of Belgium, as text: a list of articles, and behind it what they say."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from newsarchive import (
    Bid,
    Block,
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
    hookimpl,
)
from newsarchive.text import WHITE_SPACE, Line, lines, unwrap

from ._mediargus_list import NUMBER, UNTITLED, Entry, entries, meta
from ._names import signers
from ._prose import read_prose, text_lines
from ._sample import text_ends
from ._text_fields import TextFields

# export  = [ junk ] list 4*blank *( article 4*blank )
# junk    = "?" / U+FEFF: what became of a byte order mark
# article = date ", p." page line-end [ authors line-end [ headline line-end ] ] blank *( paragraph blank ) [ copyright ]
# The paragraphs begin with the edition, a line above the headline, the headline, a line below it; only the headline is sure.
_JUNK = re.compile(r"(?:\?|\ufeff|ï»¿)(?=\d+\. )")
_DATE = re.compile(r"(?P<date>(?P<day>\d\d)-(?P<month>\d\d)-(?P<year>\d{4})), ?p\. ?(?P<page>\S.*)")
_BLANKS = 4
_HEAD_LENGTH = 4096
_HEADLINE_WITHIN = 4
_EDITION_LENGTH = 80
_EDITIONS = 2
#: Entries of the same day and page that are looked at.
_SEVERAL = 20
_COPYRIGHT = re.compile(r"(?:©|\(c\)|Copyright\b).*", re.IGNORECASE)
_BYLINE = re.compile(r"(?:door|tekst|van on[sz]e?|par|de notre)\b.{0,100}[^.!?:]", re.IGNORECASE)
_UNFINISHED = re.compile(r"[^-–•].{0,78}[^.!?:;,…\"'’”»]")


def sniff(sample: Sample) -> Bid | None:
    """The first entry of a list, with where and when it appeared."""
    ends = text_ends(sample)
    head = ends.head[:_HEAD_LENGTH].lstrip(WHITE_SPACE) if ends else ""
    junk = _JUNK.match(head)
    number = NUMBER.match(head, junk.end() if junk else 0)
    if number and number["number"] == "1" and (found := next(filter(meta, lines(head)), None)):
        return Bid(Confidence.CERTAIN, f"a list of articles of Mediargus: {found.text}")
    return None


def parse(document: Document) -> Iterator[Draft | Defect | NotArticle | Notice]:
    """The articles in the order of their texts, then those of the list that have none; what has no list is read as prose."""
    text = document.decoded().text
    found, furniture = text_lines(text)
    starts = _starts(found)
    front = list(found[: starts[0]] if starts else found)
    first = next((number for number, line in enumerate(front) if not line.blank), None)
    junk = _JUNK.match(front[first].text) if first is not None else None
    if first is not None and junk:
        furniture.append(front[first].part(0, junk.end()).span)
        front[first] = front[first].part(junk.end())
    listed = entries(front)
    if not listed:
        yield read_prose(text)
        return
    if before := [line.span for line in front if not line.blank and line.start < listed[0].lines[0].start]:
        yield Defect("before-the-list", "what stands before the first entry of the list is not read", before)
    if len(listed) != len(starts):
        yield Defect("count", f"the list names {len(listed)} articles, and {len(starts)} are there")
    places: dict[tuple[str, str], list[Entry]] = {}
    for entry in listed:
        places.setdefault((str(entry.date), entry.said("page")), []).append(entry)
    for start, end in pairwise([*starts, len(found)]):
        story = TextFields("mediargus", found[start:end], furniture)
        story.span, furniture = Span("codepoint", found[start].start, found[end - 1].end), []
        _read_article(story, places)
        yield from story.found("it has neither a headline nor a text")
    left = {entry.lines[0].start: entry for several in places.values() for entry in several}
    for _, entry in sorted(left.items()):
        story = TextFields("mediargus", entry.lines, furniture)
        story.span, furniture = Span("codepoint", entry.lines[0].start, entry.lines[-1].end), []
        _read_entry(story, entry)
        _take_headline(story, entry)
        if (date := entry.part("date")) is not None:
            story.set("published", entry.date, "list", span=date.span)
        yield from story.found("it has neither a headline nor a text")


def _starts(found: Sequence[Line]) -> list[int]:
    """The lines that articles begin with, behind four blank ones at least. A date further down is of the text."""
    starts = []
    blanks = _BLANKS
    for number, line in enumerate(found):
        if line.blank:
            blanks += 1
            continue
        if blanks >= _BLANKS and _DATE.fullmatch(line.stripped().text):
            starts.append(number)
        blanks = 0
    return starts


def _read_article(story: TextFields, places: dict[tuple[str, str], list[Entry]]) -> None:
    """One article, with what the list says of it."""
    first, *below = [line.stripped() for line in story.lines]
    front = list(takewhile(lambda line: line.text, below))
    rest = [line for line in below[len(front) :] if line.text]
    entry = _entry_of(_read_date(story, first), [*front, *rest[:_HEADLINE_WITHIN]], places)
    if rest and _COPYRIGHT.fullmatch(rest[-1].text):
        story.take("copyright", "copyright", rest.pop())
    if entry is not None:
        _read_entry(story, entry)
    body = _read_top(story, front, rest, entry)
    _read_body(story, body)


def _read_date(story: TextFields, line: Line) -> tuple[str, str]:
    """When and where it appeared, as the list says it, too."""
    match = _DATE.fullmatch(line.text)
    assert match is not None
    date, page = line.part(*match.span("date")), line.part(*match.span("page"))
    story.label(line, date, page)
    story.take("page", "page", page)
    try:
        published = PartialDate(int(match["year"]), int(match["month"]), int(match["day"]))
    except NewsarchiveError as error:
        story.defect("impossible-date", f"{date.text!r} is not a date: {error.message}", date.span)
        return "", ""
    story.set("published", published, "date", span=date.span)
    return str(published), page.text


def _entry_of(place: tuple[str, str], said: Sequence[Line], places: dict[tuple[str, str], list[Entry]]) -> Entry | None:
    """The entry of the list that is of the same day and page and, if there are several, has its headline; it is taken out."""
    several = places.get(place, [])
    headlines = {_squeezed(line.text) for line in said}
    titled = (n for n, entry in enumerate(several[:_SEVERAL]) if _squeezed(unwrap(entry.headline)) in headlines)
    return several.pop(next(titled, 0)) if several else None


def _read_entry(story: TextFields, entry: Entry) -> None:
    """What the list alone says; its headline and its dates stand with the article, too."""
    story.aside(entry.number)
    story.keep("list-number", entry.number.text.rstrip(". "))
    if entry.meta is not None:
        medium, words = entry.part("medium"), entry.part("words")
        story.label(entry.meta, *(each for each in (medium, words) if each))
        story.take("publisher", "list", *([medium] if medium else []))
        if "page" not in story and (page := entry.part("page")):
            story.take("page", "list", page)
        if words:
            story.keep("words", words.text)
            story.evident("extra.words", "list", span=words.span)
    story.keep("teaser", unwrap(entry.teaser))
    story.evident("extra.teaser", "list", span=[each.span for each in entry.teaser])


def _take_headline(story: TextFields, entry: Entry) -> None:
    """The list's headline, unless it says that there is none."""
    if unwrap(entry.headline) in UNTITLED:
        story.aside(*entry.headline)
    else:
        story.take("headline", "list", *entry.headline)


def _read_top(story: TextFields, front: Sequence[Line], rest: Sequence[Line], entry: Entry | None) -> list[Line]:
    """Who wrote it, and what stands round the headline; the lines of the text."""
    listed = _squeezed(unwrap(entry.headline)) if entry is not None else ""
    authors = [line for line in front if _squeezed(line.text) != listed]
    story.aside(*(line for line in front if _squeezed(line.text) == listed))
    if authors:
        story.take("byline", "authors", authors[0])
        story.set("authors", signers(authors[0].text, named=True), "authors", span=authors[0].span)
    start, end = _headline(rest, listed) or (0, 0)
    above, below = list(rest[:start]), list(rest[end:])
    if end:
        story.take("headline", "headline", *rest[start:end])
        story.aside(*(entry.headline if entry is not None else ()))
    elif below and not front and _is_edition(below[0].text, alone=len(below) == 1):
        above = [below.pop(0)]
    if not end and entry is not None:
        _take_headline(story, entry)
    elif not end and below:
        story.take("headline", "headline", below.pop(0))
    if above and not front:
        edition = above.pop(0)
        story.take("edition" if ", " in edition.text else "section", "edition", edition)
    teaser = _squeezed(story.extra.get("teaser", ""))
    if end and len(below) > 1 and _is_below(below[0].text) and _squeezed(below[0].text) not in teaser:
        above.append(below.pop(0))
    story.take("summary", "summary", *authors[1:], *above)
    return below


def _headline(rest: Sequence[Line], listed: str) -> tuple[int, int] | None:
    """The first paragraph that says the headline of the list, or two that do so together."""
    for number in range(min(len(rest), _HEADLINE_WITHIN)):
        for count in (1, 2):
            if listed and _squeezed(unwrap(rest[number : number + count])) == listed:
                return number, number + count
    return None


def _is_edition(text: str, alone: bool) -> bool:
    """Whether the first paragraph is a list of editions or, with a text below it, the name of a supplement."""
    listed = text.count(", ") >= _EDITIONS or not alone
    return listed and len(text) <= _EDITION_LENGTH and _UNFINISHED.fullmatch(text) is not None


def _is_below(text: str) -> bool:
    """Whether a paragraph is a line below the headline: no sentence, and not who wrote it."""
    return _UNFINISHED.fullmatch(text) is not None and _BYLINE.fullmatch(text) is None


def _read_body(story: TextFields, body: Sequence[Line]) -> None:
    """Paragraphs a line each; lines of a few words between them are crossheads, those that name who wrote it credits."""
    left = []
    for number, line in enumerate(body):
        if number < _HEADLINE_WITHIN and _BYLINE.fullmatch(line.text):
            if "byline" in story:
                story.block(Block("credit", line.text), "byline", line)
            else:
                story.take("byline", "byline", line)
                story.set("authors", signers(line.text), "byline", span=line.span)
        elif 0 < number < len(body) - 1 and _UNFINISHED.fullmatch(line.text):
            story.block(Block("crosshead", line.text), "crosshead", line)
        else:
            left += [line, line.part(len(line.text))]
    story.prose(left)


def _squeezed(text: str) -> str:
    return " ".join(text.split())


@hookimpl
def newsarchive_sources() -> Source:
    """The source `mediargus-txt`."""
    return Source("mediargus-txt", title="Mediargus, as text", sniff=sniff, parse=parse, lossless=True)
