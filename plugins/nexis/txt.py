"""LexisNexis as text: a cover, and articles behind `1 of 200 DOCUMENTS`."""

import bisect
import re
from collections.abc import Iterator, Sequence

import attrs

from newsarchive import Bid, Confidence, Defect, Document, Draft, NotArticle, Notice, Sample, Span
from newsarchive.text import WHITE_SPACE, Line, blocks, lines

from .._prose import text_lines
from .._sample import text_ends
from .fields import RIGHTS, NexisFields
from .labels import WORDS, label_of
from .numbers import number_of
from .page import Piece, error_of, read_article

# export = [ cover ] *( number-line article )
# number-line = 20*space [ "FOCUS - " ] number " of " total " DOCUMENTS", in the language of the interface
# cover  = "Download Request:" what is asked for, "Time Of Request:", "Send To:", "Terms:", "Source:", "Project ID:"
_COVER = re.compile(r"Download Request:\s*(?P<asked>.*)")
_COVER_MARKS = ("Time Of Request:", "Send To:", "Terms:", "Project ID:")
_ASKED = re.compile(r"(?:Items|Documents?|Dokumente?)\s*:\s*(?P<ranges>\d[\d,\s-]*)", re.IGNORECASE)
_RANGE = re.compile(r"(?P<first>\d{1,7})(?:\s*-\s*(?P<last>\d{1,7}))?")
#: Columns before a line that is centred for certain, and before one that may be long.
_CENTRED, _INDENT = 20, 4
#: Lines that say something, between the number and the date, and the label of the length.
_DATE_WITHIN, _LENGTH_WITHIN = 12, 40
_HEAD_LENGTH = 16 * 1024
_WHITE = ("", " ", "\t")
_MARK = "\ufeff"
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
#: Columns that lines are broken at: at least, and at most. So many lines are asked.
_NARROWEST, _WIDEST, _ASKED_LINES = 66, 82, 4000
_TAB = 8


def sniff(sample: Sample) -> Bid | None:
    """The cover, or the number of the first article with a date or a length below it; or the top of a single article."""
    ends = text_ends(sample)
    if ends is None or ends.head[:_HEAD_LENGTH].strip(WHITE_SPACE)[:1] in ("", "<"):  # nothing, or markup
        return None
    found = [line for line in lines(ends.head[:_HEAD_LENGTH]) if not line.blank]
    cover = _COVER.match(found[0].text)
    if cover and any(line.text.startswith(_COVER_MARKS) for line in found[1:30]):
        return Bid(Confidence.CERTAIN, "the cover of a LexisNexis download")
    number = next((n for n, line in enumerate(found) if _numbered(line)), None)
    if number is not None and _is_top(found[number + 1 :]):
        return Bid(Confidence.CERTAIN, f"articles of LexisNexis: {found[number].text.strip(WHITE_SPACE)}")
    if _indent(found[0]) >= _CENTRED and _is_top(found[1:], both=True):
        return Bid(Confidence.LIKELY, "the top of an article of LexisNexis")
    return None


def _is_top(below: Sequence[Line], both: bool = False) -> bool:
    """Whether a centred date and the label of a length stand below, or one of them."""
    centred = [line.stripped().text for line in below[:_DATE_WITHIN] if _indent(line) >= _INDENT]
    dated = any(_YEAR.search(text) and not RIGHTS.match(text) for text in centred)
    labels = (label_of(line) for line in below[:_LENGTH_WITHIN])
    long = any(label is not None and label.role == "length" and WORDS.match(label.value.text) for label in labels)
    return (dated and long) if both else (dated or long)


def parse(document: Document) -> Iterator[Draft | Defect | NotArticle | Notice]:
    """An article for each number, in their order; what is counted is compared with what is there."""
    found, furniture = text_lines(document.decoded(legacy="cp1252").text)
    found = _unmarked(found, furniture)
    order = document.hints.get("date_order")
    exports = _exports(found)
    for export in exports:
        margin = _margin(found[export.starts[0] : export.end])
        cover = [line.stripped() for line in export.cover if not line.blank]
        if cover and not _COVER.match(cover[0].text):
            yield Defect("before-the-first", "what stands before the first article is not read", [line.span for line in cover])
        else:
            furniture += [line.span for line in cover]
        if export.stated is not None and export.stated != len(export.starts):
            yield Defect("count", f"the document states {export.stated} articles, and {len(export.starts)} are there")
        for start, end in zip(export.starts, [*export.starts[1:], export.end], strict=True):
            story = NexisFields(found[start:end], furniture)
            furniture = []
            if len(exports) > 1 or len(export.starts) > 1:
                story.span = Span("codepoint", found[start].start, found[end - 1].end)
            if _numbered(found[start]):
                story.aside(found[start].stripped())
                start += 1
            pieces = [Piece.of(run, all(_indent(line) >= _INDENT for line in run)) for run in blocks(found[start:end])]
            if error := error_of(pieces):
                yield Defect("vendor-error", f"this is no article: {error!r:.200}", [*story.furniture, *_spans(pieces)])
                continue
            if pieces:
                read_article(story, pieces, order, margin)
            yield from story.found("it has neither a headline nor a text")


def _spans(pieces: Sequence[Piece]) -> list[Span]:
    return [line.span for piece in pieces for line in piece.lines]


def _unmarked(found: Sequence[Line], furniture: list[Span]) -> Sequence[Line]:
    """The lines without the byte order marks of files that were joined into this one."""
    marked = [n for n, line in enumerate(found) if line.text.startswith(_MARK)]
    if not marked:
        return found
    several = list(found)
    for n in marked:
        furniture.append(several[n].part(0, 1).span)
        several[n] = several[n].part(1)
    return several


def _indent(line: Line) -> int:
    """Columns before the first word."""
    white = line.text[: len(line.text) - len(line.text.lstrip(WHITE_SPACE))]
    return len(white.expandtabs(_TAB)) if len(white) < 200 else _CENTRED


def _numbered(line: Line, indent: int = _CENTRED) -> tuple[int, int] | None:
    """The number of an article and the total, if a line says these and nothing else."""
    return number_of(line.text.strip(WHITE_SPACE)) if _indent(line) >= indent else None


def _margin(found: Sequence[Line]) -> int:
    """The column that lines are broken at, which differs with the browser that asked: that of the longest."""
    widths = (len(line.text) for line in found[:_ASKED_LINES] if line.text[:1] not in _WHITE)
    return max((width for width in widths if _NARROWEST <= width <= _WIDEST), default=_NARROWEST)


@attrs.define
class _Export:
    """One download: its cover, where its articles begin and end, how many it states."""

    cover: Sequence[Line]
    starts: list[int]
    end: int
    stated: int | None


def _exports(found: Sequence[Line]) -> list[_Export]:
    """The downloads of a file, which several may have been joined into: at each cover, and where numbers begin anew."""
    numbers = _numbers(found, _CENTRED) or _numbers(found, 0)
    covers = [n for n, line in enumerate(found) if _COVER.match(line.text)]
    starts: list[tuple[int, list[int]]] = []  # where an export begins, and its articles
    before, last = 0, -1
    for place, (number, _) in numbers.items():
        following = bisect.bisect_right(covers, last)
        cover = covers[following] if following < len(covers) and covers[following] < place else None
        if not starts:
            starts.append((0, []))
        elif cover is not None or number <= before:
            starts.append((place if cover is None else cover, []))
        starts[-1][1].append(place)
        before, last = number, place
    if not starts:
        start = _single(found)
        return [_Export(found[:start], [start], len(found), _stated(found[:start], None))]
    ends = [*(begin for begin, _ in starts[1:]), len(found)]
    return [
        _Export(found[begin : places[0]], places, end, _stated(found[begin : places[0]], numbers[places[0]][1]))
        for (begin, places), end in zip(starts, ends, strict=True)
    ]


def _numbers(found: Sequence[Line], indent: int) -> dict[int, tuple[int, int]]:
    """The lines that number articles, with what they say. One that is quoted is out of its turn, with no top below it."""
    numbers: dict[int, tuple[int, int]] = {}
    before, total = 0, 0
    for place, line in enumerate(found):
        text = line.text
        if not ("DO" in text or "Do" in text) or (number := _numbered(line, indent)) is None:
            continue
        in_turn = not numbers or number[0] in (before + 1, 1) or (number[1] == total and number[0] > before)
        if in_turn or _is_top([each for each in found[place + 1 : place + _LENGTH_WITHIN] if not each.blank]):
            numbers[place] = number
            before, total = number
    return numbers


def _single(found: Sequence[Line]) -> int:
    """Where an article without a number begins: behind the cover, with a line that is centred."""
    first = next((n for n, line in enumerate(found) if not line.blank), 0)
    if not _COVER.match(found[first].text):
        return 0
    marks = [n for n, line in enumerate(found[:_ASKED_LINES]) if line.text.startswith(_COVER_MARKS)]
    centred = (n for n, line in enumerate(found) if n > first and not line.blank and _indent(line) >= _CENTRED)
    return next(centred, min(marks[-1] + 1, len(found) - 1) if marks else 0)


def _stated(cover: Sequence[Line], total: int | None) -> int | None:
    """How many articles a download has: what its cover says was asked for, or the total behind each number."""
    asked = next((match["asked"] for line in cover if (match := _COVER.match(line.text))), "")
    ranges = _ASKED.search(asked)
    if ranges is None:
        return total
    several = [(int(match["first"]), int(match["last"] or match["first"])) for match in _RANGE.finditer(ranges["ranges"])]
    return sum(last - first + 1 for first, last in several if last >= first)
