"""The two ends of a document as text, for `sniff`: decoded as far as they go, never an error."""

import codecs
import re
from typing import NamedTuple

from newsarchive import Sample
from newsarchive.text import WHITE_SPACE, Line, lines

# The Unicode Standard, 23.8: byte order marks, and the width of the code units behind them. UTF-32 first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8", 1),
    (codecs.BOM_UTF32_LE, "utf-32le", 4),
    (codecs.BOM_UTF32_BE, "utf-32be", 4),
    (codecs.BOM_UTF16_LE, "utf-16le", 2),
    (codecs.BOM_UTF16_BE, "utf-16be", 2),
)
# C0 controls that no text holds; tab, line ends, form feed, escape and the end-of-file mark of DOS are let through.
_BINARY = bytes([*range(0x09), *range(0x0E, 0x1A), *range(0x1C, 0x20)])
_BINARY_CHARACTERS = frozenset(_BINARY.decode())
#: What may stand behind the last word of a file.
END_OF_FILE = WHITE_SPACE + "\x1a"


#: How much of a tail can matter: more than any signature, with the white space behind it.
_TAIL_LENGTH = 512


class Ends(NamedTuple):
    """Head and tail of a document as text. `cut` says that the tail may begin within a line."""

    head: str
    tail: str
    cut: bool

    def last_lines(self) -> list[Line]:
        """The lines at the end of the tail, the first of them behind an ellipsis if it may be cut."""
        tail = self.tail.rstrip(END_OF_FILE)
        cut = self.cut or len(tail) > _TAIL_LENGTH
        return lines("…" + tail[-_TAIL_LENGTH:] if cut else tail)


def text_ends(sample: Sample) -> Ends | None:
    """The ends of a text, or None if these bytes are none.

    A legacy encoding is taken for windows-1252 here: most single-byte alphabets have their letters in the same place.
    """
    if sample is not _last.sample:
        _last.sample, _last.ends = sample, _text_ends(sample)
    return _last.ends


class _Last:
    """What was decoded last: each source of texts is asked about the same sample."""

    sample: Sample | None = None
    ends: Ends | None = None


_last = _Last()


def _text_ends(sample: Sample) -> Ends | None:
    mark, encoding, width = next((each for each in _MARKS if sample.head.startswith(each[0])), (b"", None, 1))
    data = sample.head.removeprefix(mark)
    head = _replaced(data, encoding) if encoding else _told(data, cut=False)
    if _is_binary(data, head, width):
        return None
    if sample.whole:
        return Ends(head, head, cut=False)
    data = sample.tail[-(sample.size - len(sample.tail)) % width :]
    tail = _replaced(data, encoding) if encoding else _told(data, cut=True)
    return None if _is_binary(data, tail, width) else Ends(head, tail, cut=True)


def _is_binary(data: bytes, text: str, width: int) -> bool:
    """Whether a control stands there that no text holds. In encodings of bytes, ASCII's bytes tell; it is quick."""
    if width == 1:
        return len(data.translate(None, _BINARY)) < len(data)
    return not _BINARY_CHARACTERS.isdisjoint(text)


def _replaced(data: bytes, encoding: str) -> str:
    """Text with U+FFFD for what does not decode; a character cut off at the end is left out."""
    return codecs.getincrementaldecoder(encoding)("replace").decode(data)


def _told(data: bytes, cut: bool) -> str:
    """UTF-8, which may be cut at its ends, or else windows-1252."""
    try:
        whole = re.sub(rb"\A[\x80-\xbf]{1,3}", b"", data) if cut else data
        return codecs.getincrementaldecoder("utf-8")().decode(whole)
    except UnicodeDecodeError:
        return _replaced(data, "cp1252")
