"""The body of a wire story: paragraphs out of hard-wrapped lines, lists, tables, and the dateline in front."""

import re
from collections.abc import Sequence
from itertools import pairwise

from newsarchive import Dateline
from newsarchive.text import WHITE_SPACE, Line, blocks, hard_wrapped

from ._wire import Story, bare, part, said

# dateline = place [ "," region / day ] ( "(" agency ")" dash / agency dash ); with a day the dash may be missing:
# "BUENOS AIRES, Argentina (AP) _ ", "Geneva (dpa) - ", "NEW DELHI, Mar 5 (PTI) ", "MELBOURNE, March 3 AAP - "
_DAY = r", ?[^()\n–—_]{0,30}?[^\W\d_]{3,9}\.? ?\d{1,2}"
_DASH = r" ?(?:--?|–|—|_|:)(?: |$)"
_KNOWN = "AAP|AFP|ANSA|AP|APA|BERNAMA|CP|DPA|EFE|IANS|NZPA|PA|PTI|REUTERS?|TASS|UNI|UPI|XINHUA|Kyodo"
_BRACKETED = r"\((?P<agency>[^\W\d_][\w./&-]{1,20}|[A-Z]\w{1,20} [A-Z][\w.]{1,12})\)"
DATELINE = re.compile(
    rf"(?P<line>(?P<place>[^\W\d_][^,()\n]{{0,48}}?)(?:(?P<day>{_DAY})|, ?[^()\n]{{1,60}}?)? ?{_BRACKETED})"
    rf"(?:{_DASH}|(?(day) (?=\S)|(?!)))"
    rf"|(?P<line2>(?P<place2>[^\W\d_a-z][^,()\na-z]{{0,48}}?)"
    rf"(?:{_DAY} (?P<agency2>[A-Z]{{2,8}}|Kyodo)|(?:, ?[^()\n–—_]{{1,40}}?)? (?P<agency3>{_KNOWN}))) (?:--?|–|—)(?: |$)"
)
#: How much of a paragraph a dateline may take.
_DATELINE_LENGTH = 160
#: Words of a place's name that may begin with a small letter are no longer: `de`, `la`, `upon` is.
_PARTICLE = 3
_LISTED = re.compile(r"[-*•] +(?=\S)")
#: A gap of several columns within a line: a row of a table.
_TABULAR = re.compile(r"[^\s.!?:;\"'”’)] {2,}+[\w$(\[+.-]|\S {4,}+[\w$(\[+.-]|\S\t")
#: Columns of a telex line; text whose lines are longer is not wrapped.
_TELEX = 80
_INDENT = re.compile(r"\t| {3}")


def runs(found: Sequence[Line]) -> list[list[Line]]:
    """Raw lines in runs: blank lines, and the indent of a line of text after one that has none, part them."""
    parted: list[list[Line]] = []
    for block in blocks(_visible(found)):
        for number, line in enumerate(block):
            if number == 0 or _INDENT.match(line.text) or _LISTED.match(line.text):
                parted.append([])
            parted[-1].append(line)
    return parted


def _visible(found: Sequence[Line]) -> list[Line]:
    """The lines, those that say nothing but control characters blank."""
    return [line if said(line.text).strip(WHITE_SPACE) else Line("", line.start, line.start) for line in found]


def paragraphs(story: Story, found: Sequence[Line], verbatim: bool = False) -> None:
    """Raw lines as blocks of the body, in their order. With `verbatim` each line is a row of a table."""
    gathered = runs(found)
    forced = [] if verbatim else _forced(gathered)
    for number, run in enumerate(gathered):
        piece: list[Line] = []
        for place, line in enumerate(run):
            row = verbatim or is_row(line)
            if piece and (row or not forced[number][place - 1]):
                _paragraph(story, piece)
                piece = []
            if row:
                story.block("table_row", "row", bare(line))
            else:
                piece.append(bare(line))
        if piece:
            _paragraph(story, piece)


def _paragraph(story: Story, found: Sequence[Line]) -> None:
    first, *others = found
    if match := _LISTED.match(first.text):
        story.mark(part(first, 0, match.end()))
        story.block("list_item", "list-item", part(first, match.end()), *others)
    else:
        story.block("paragraph", "paragraph", first if story.body else dateline(story, first), *others)


def is_row(line: Line) -> bool:
    """Whether a line is laid out in columns."""
    text = bare(line).text
    return ("  " in text or "\t" in text) and _TABULAR.search(text) is not None


def _forced(gathered: Sequence[Sequence[Line]]) -> list[list[bool]]:
    """Of each line end within the runs, whether the width of the line forced it."""
    if (wrap := hard_wrapped(gathered)) is not None:
        return wrap.runs_on
    margin = max((len(line.text.rstrip()) for run in gathered for line in run), default=0)
    if margin > _TELEX:
        return [[False] * (len(run) - 1) for run in gathered]
    return [[_is_forced(above.text.rstrip(), below.text.strip(), margin) for above, below in pairwise(run)] for run in gathered]


def _is_forced(above: str, below: str, margin: int) -> bool:
    """A line end that the next word would not have gone before, or that small letters follow."""
    word = below.partition(" ")[0]
    return below[:1].islower() or (len(above) * 2 > _TELEX and len(above) + 1 + len(word) > margin)


def dateline(story: Story, line: Line) -> Line:
    """The line without the dateline in front of it, which becomes the story's, with the agency as its credit."""
    match = DATELINE.match(line.text[:_DATELINE_LENGTH])
    if match is None or "dateline" in story:
        return line
    name = "" if match["line"] else "2"
    if any(word[:1].islower() and len(word) > _PARTICLE for word in match[f"place{name}"].split()):
        return line  # a sentence with a bracket in it
    text = part(line, *match.span(f"line{name}"))
    place = part(line, *match.span(f"place{name}"))
    value = said(text.text)
    story.state("dateline", Dateline(value, place=place.text if place.text in value else None), "dateline", text)
    agency = part(line, *match.span("agency" if match["line"] else "agency2" if match["agency2"] else "agency3"))
    if "credit" not in story:
        story.say("credit", "dateline", agency)
    story.mark(part(line, match.end(f"line{name}"), match.end()))
    return part(line, match.end())
