"""SGML of old corpora: documents behind each other without a root, a few tags known by name, and everything else text.

No parser of XML or HTML takes it: there is no DTD, ampersands and less-than signs stand bare, control characters as references.
"""

import html
import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any, BinaryIO

import attrs

from newsarchive import Block, Dateline, NewsarchiveError, PartialDate, Span, Subject
from newsarchive.text import WHITE_SPACE, Line, lines, unwrap

from ._members import PIECE
from ._prose import read_pieces
from ._text_fields import TextFields

#: References of TREC that HTML has for something else, or not at all.
_OWN = {"&blank;": " ", "&hyph;": "-"}

# keywords = priority category slug month "-" day words, as ANPA 1312 has them: "r i AM-Slug 02-12 0123"
_KEYWORDS = re.compile(r"[a-z]\s+(?P<category>[a-z])\s+(?P<slug>\S.*?)\s+\d\d-\d\d\s+\d{3,4}")
_SHORT = 120
# attribute = name "=" ( <"> value <"> / "'" value "'" / value without spaces ); SGML lets the quotes go
_ATTRIBUTE = re.compile(
    r"""(?<![\w.-])(?P<name>[A-Z][\w.-]*)\s*=\s*(?:"(?P<double>[^"<>]*)"|'(?P<single>[^'<>]*)'|(?P<bare>[^\s"'<>]+))""",
    re.IGNORECASE,
)
#: What is longer is no tag that a large file is cut before.
_TAG_LENGTH = 4096


def tag_of(names: Sequence[str]) -> re.Pattern[str]:
    """The tags of these names, in any case, with what attributes they have."""
    several = "|".join(sorted(names, key=len, reverse=True))
    return re.compile(rf"<(?P<end>/?)(?P<name>{several})(?P<attributes>\s[^<>]*)?>", re.IGNORECASE)


def unescaped(text: str) -> str:
    """A text with its references resolved; those of control characters say nothing, unknown ones stand for themselves."""
    if "&" not in text:
        return text
    for reference, said in _OWN.items():
        text = text.replace(reference, said)
    return html.unescape(text)


@attrs.define
class Stretch:
    """What stands in an element: its name in capitals, where it starts, its lines."""

    name: str
    start: int
    lines: list[Line]


def stretches(
    text: str, start: int, end: int, tag: re.Pattern[str], breaks: Collection[str] = (), holders: Collection[str] = ()
) -> Iterator[Stretch | Span]:
    """What each element says, and where each tag stands. What is outside of elements has no name.

    An element ends with its tag, or where another one begins. Tags of `breaks` end none, but part its lines. One of
    `holders` goes on behind the elements in it.
    """
    current = Stretch("", start, [])
    holder = ""
    reached = start
    for match in tag.finditer(text, start, end):
        current.lines += _lines(text, reached, match.start())
        reached = match.end()
        yield Span("codepoint", *match.span())
        name = match["name"].upper()
        if name in breaks:
            current.lines.append(Line("", reached, reached))
            continue
        yield current
        if name in holders:
            holder = "" if match["end"] else name
        current = Stretch(holder if match["end"] else name, reached, [])
    current.lines += _lines(text, reached, end)
    yield current


def _lines(text: str, start: int, end: int) -> list[Line]:
    return [Line(line.text, line.start + start, line.end + start) for line in lines(text[start:end])]


def spans_of(several: Sequence[Line]) -> list[Span]:
    """Where some lines stand."""
    return [line.span for line in several]


def attributes_of(tag: Line) -> dict[str, Line]:
    """What the attributes of a tag say, and where, by their names in capitals; of two by one name the first."""
    found: dict[str, Line] = {}
    for match in _ATTRIBUTE.finditer(tag.text):
        group = next(name for name in ("double", "single", "bare") if match[name] is not None)
        if not (value := tag.part(*match.span(group))).blank:
            found.setdefault(match["name"].upper(), value)
    return found


def cut_before(begins: re.Pattern[bytes], file: BinaryIO, most: int) -> int:
    """How many bytes of a file are whole documents, about `most` of them; 0 where none begins. `begins` is how each does.

    The last that begins there is left to the next stretch: it may go on.
    """
    data = file.read(most)
    places = [match.start() for match in begins.finditer(data)]
    if not places or len(data) < most:
        return len(data) if places else 0
    if places[1:]:
        return places[-1]
    length, tail = len(data), data[places[0] + 1 :][-_TAG_LENGTH:]
    while piece := file.read(PIECE):
        if match := begins.search(tail + piece):
            return length - len(tail) + match.start()
        length, tail = length + len(piece), (tail + piece)[-_TAG_LENGTH:]
    return length


class SgmlFields(TextFields):
    """What one document states; fields and blocks have their references resolved."""

    def take(self, field: str, rule: str, *several: Line) -> None:
        """A field that some lines say, joined into one line."""
        said = [each.stripped() for each in several if not each.blank]
        if value := self.said(said):
            self.set(field, value, rule, span=[each.span for each in said])
        else:
            self.aside(*said)

    def prose(self, found: Sequence[Line], margin: int | None = None) -> None:
        """Blocks of the body, told by the layout of the lines."""
        for piece in read_pieces(found, margin)[0]:
            text = unescaped(piece.block.text).strip(WHITE_SPACE)
            if text:
                self.pieces.append(attrs.evolve(piece, block=attrs.evolve(piece.block, text=text)))
            else:
                self.furniture += [Span("codepoint", piece.start, piece.end), *piece.marks]

    def said(self, several: Sequence[Line]) -> str:
        """What some lines say, as one."""
        return unescaped(unwrap(several)).strip(WHITE_SPACE)

    def say(self, kind: Any, rule: str, *several: Line) -> None:
        """A block of the body; where it would say nothing but references of white space, none."""
        if text := self.said(several):
            self.block(Block(kind, text), rule, *several)
        else:
            self.aside(*several)

    def keyword_line(self, line: Line) -> None:
        """The slug and the category of a keyword line, if a line is one."""
        match = _KEYWORDS.fullmatch(line.text) if len(line.text) <= _SHORT else None
        if match is None:
            return
        self.take("slugline", "keywords", line.part(*match.span("slug")))
        category = line.part(*match.span("category"))
        self.set("subjects", [Subject("anpa-category", category.text)], "keywords", span=category.span)

    def dated(self, text: str, place: str | None, day: tuple[int, int] | None, said: Sequence[Line]) -> None:
        """The dateline. Its month and day have the year of `published`, if that is of the same month."""
        sent, date = self.get("published"), None
        if day is not None and sent is not None and day[0] == sent.month:
            try:
                date = PartialDate(sent.year, *day)
            except NewsarchiveError as error:
                self.defect("impossible-date", f"DATELINE is {text!r:.60}: {error.message}", spans_of(said))
        self.set("dateline", Dateline(text, place=place, date=date), "DATELINE", span=spans_of(said))
        if date is not None:
            self.evident("dateline.date", "DATELINE", span=[*spans_of(said), *self.evidence["published"].span])

    def untagged(self, several: Sequence[Line]) -> None:
        """What stands outside of elements: no field has it, so it is told."""
        if said := [line.stripped() for line in several if not line.blank]:
            self.defect("untagged", f"this stands in no element: {said[0].text!r:.60}", spans_of(said))
