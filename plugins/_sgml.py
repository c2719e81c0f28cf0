"""SGML of old corpora: documents behind each other without a root, a few tags known by name, and everything else text.

No parser of XML or HTML takes it: there is no DTD, ampersands and less-than signs stand bare, control characters as references.
"""

import html
import re
from collections.abc import Iterator, Sequence

import attrs

from newsarchive import Span, Subject
from newsarchive.text import WHITE_SPACE, Line, lines, unwrap

from ._prose import read_pieces
from ._text_fields import TextFields

#: References of TREC that HTML has for something else, or not at all.
_OWN = {"&blank;": " ", "&hyph;": "-"}

# keywords = priority category slug month "-" day words, as ANPA 1312 has them: "r i AM-Slug 02-12 0123"
_KEYWORDS = re.compile(r"[a-z]\s+(?P<category>[a-z])\s+(?P<slug>\S.*?)\s+\d\d-\d\d\s+\d{3,4}")
_SHORT = 120


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


def stretches(text: str, start: int, end: int, tag: re.Pattern[str], breaks: frozenset[str]) -> Iterator[Stretch | Span]:
    """What each element says, and where each tag stands. What is outside of elements has no name.

    An element ends with its tag, or where another one begins. Tags of `breaks` end none, but part its lines.
    """
    current = Stretch("", start, [])
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
        current = Stretch("" if match["end"] else name, reached, [])
    current.lines += _lines(text, reached, end)
    yield current


def _lines(text: str, start: int, end: int) -> list[Line]:
    return [Line(line.text, line.start + start, line.end + start) for line in lines(text[start:end])]


def spans_of(several: Sequence[Line]) -> list[Span]:
    """Where some lines stand."""
    return [line.span for line in several]


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

    def keyword_line(self, line: Line) -> None:
        """The slug and the category of a keyword line, if a line is one."""
        match = _KEYWORDS.fullmatch(line.text) if len(line.text) <= _SHORT else None
        if match is None:
            return
        self.take("slugline", "keywords", line.part(*match.span("slug")))
        category = line.part(*match.span("category"))
        self.set("subjects", [Subject("anpa-category", category.text)], "keywords", span=category.span)
