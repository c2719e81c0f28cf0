"""Places in a document, as people find them: line and column."""

import bisect
import os
import re
import stat
from pathlib import Path

import attrs

from ..decoding import decode
from ..errors import UndecodableText
from ..intake import Content, read
from ..model import Span
from ..sources import HEAD_BYTES, TAIL_BYTES
from ..text import printable_name
from ..walk import Drop, Input, Refusal, Unchanged, scan

_LINE_END = re.compile(r"\r\n|\n|\r")
_SHORT = 60


@attrs.define
class Places:
    """A text, or bytes where the source counts in bytes, and where its lines begin."""

    content: str | bytes
    _starts: list[int] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        text = self.content if isinstance(self.content, str) else self.content.decode("latin-1")
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def fits(self, span: Span) -> bool:
        """Whether the span counts in what is at hand."""
        return span.unit == ("codepoint" if isinstance(self.content, str) else "byte") and span.end <= len(self.content)

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1."""
        line = bisect.bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def text(self, span: Span) -> str:
        """What stands there."""
        piece = self.content[span.start : span.end]
        return piece if isinstance(piece, str) else piece.decode("ascii", "backslashreplace")


def places_of(data: bytes, unit: str) -> Places | None:
    """The places of a document whose spans count in `unit`; None if it is no text."""
    if unit == "byte":
        return Places(data)
    try:
        return Places(decode(data).text)
    except UndecodableText:
        return None


def shortened(text: str, length: int = _SHORT) -> str:
    """A text on one line, quoted, its middle left out where it is long."""
    if len(text) > length:
        text = f"{text[: length * 2 // 3]} … {text[-length // 3 :]}"
    return '"' + text.replace("\r", "\\r").replace("\n", "\\n") + '"'


def read_file(path: bytes) -> Content | Refusal:
    """A file named on the command line; its name is the path as it was given. A link is followed: it was asked for."""
    name = printable_name(path)
    file = Path(os.fsdecode(path))
    try:
        status = file.stat()
    except FileNotFoundError:
        why = "a symbolic link that leads nowhere" if file.is_symlink() else "there is no such file"
        return Refusal(0, name, "missing", why)
    except OSError as error:
        return Refusal(0, name, "unreadable", error.strerror or str(error))
    if stat.S_ISDIR(status.st_mode):
        return Refusal(0, name, "folder", "a folder; name files, or take folders in with `newsarchive ingest`")
    (found,) = scan([Drop.of(file)])
    outcome = read(attrs.evolve(found, name=name), HEAD_BYTES, TAIL_BYTES) if isinstance(found, Input) else found
    if isinstance(outcome, Content):
        return outcome
    assert not isinstance(outcome, Unchanged)  # only where something is known
    return Refusal(0, name, getattr(outcome, "code", "unreadable"), outcome.reason)
