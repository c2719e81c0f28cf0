"""The head of a message, of mail as of news: RFC 5322, 2.2."""

import re
from collections.abc import Sequence

import attrs

from newsarchive import Span
from newsarchive.text import WHITE_SPACE

# field = name ":" body line-end          RFC 5322, 2.2; a blank before the colon is of 4.5
# body  = text *( line-end blank text )   2.2.3; a line of blanks is one of them where a field goes on below it
_EOL = r"(?:\r\n|\n|\r)"
_NAME = r"[!-9;-~]"
_NEXT = rf"(?={_EOL}(?:[ \t]+[^ \t\r\n]|{_NAME}{{1,200}}:))"
_BODY = rf"[^\r\n]*+(?:{_EOL}[ \t]++(?:[^ \t\r\n][^\r\n]*+|{_NEXT}))*+"
_FIELD = re.compile(rf"(?P<name>{_NAME}{{1,200}}+)[ \t]*+:(?P<body>{_BODY})(?:{_EOL}|\Z)")
# What some programs leave in front: blank lines, and the line that parts messages in an mbox (RFC 4155).
_BEFORE = re.compile(rf"(?:[ \t]*+{_EOL})*+(?P<envelope>>?From [^\r\n]*+{_EOL})?+")
_EMPTY = re.compile(rf"[ \t]*+{_EOL}")
_FOLD = re.compile(rf"{_EOL}(?=[ \t])")


@attrs.frozen
class HeadField:
    """A field as it is written, folds and all; `start` and `end` are those of its body without white space at its ends."""

    name: str
    begin: int
    start: int
    end: int
    raw: str

    @property
    def text(self) -> str:
        """The body on one line."""
        return _FOLD.sub("", self.raw)

    @property
    def span(self) -> Span:
        return Span("codepoint", self.start, self.end)


@attrs.frozen
class Head:
    """The fields of a head, and where what follows them begins. `envelope` is a line of an mbox in front, start and end."""

    fields: Sequence[HeadField]
    body: int
    envelope: tuple[int, int] | None = None

    def all(self, name: str) -> list[HeadField]:
        """The fields of a name, in whatever case."""
        return [field for field in self.fields if field.name.lower() == name]

    def get(self, name: str) -> str:
        """The first field of a name on one line, or an empty string."""
        return next((field.text for field in self.fields if field.name.lower() == name), "")

    def names(self) -> set[str]:
        """The names of all fields in small letters."""
        return {field.name.lower() for field in self.fields}


def read_head(text: str, start: int = 0, end: int | None = None) -> Head:
    """The head of a message at `start`. A line that is no field ends it, also where the empty line is missing."""
    end = len(text) if end is None else end
    before = _BEFORE.match(text, start, end) if start == 0 else None
    at = before.end() if before else start
    envelope = before.span("envelope") if before and before["envelope"] else None
    found = []
    while match := _FIELD.match(text, at, end):
        body = match["body"]
        left = len(body) - len(body.lstrip(WHITE_SPACE))
        said = body.strip(WHITE_SPACE)
        begin = match.start("body") + left
        found.append(HeadField(match["name"], match.start(), begin, begin + len(said), said))
        at = match.end()
    empty = _EMPTY.match(text, at, end)
    return Head(found, empty.end() if empty and found else at, envelope)


def readable(text: str) -> str:
    """A text that was read as Latin-1, byte by byte, as what it is: UTF-8 (RFC 6532), or windows-1252."""
    if text.isascii():
        return text
    data = text.encode("latin-1")
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return text
