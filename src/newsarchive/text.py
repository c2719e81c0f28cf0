"""Text as it lies in files: encodings, lines, paragraphs, hard wraps."""

import codecs
import re
from collections.abc import Iterable, Sequence

import attrs

from .errors import UndecodableText
from .model import Span

#: Unicode White_Space (PropList.txt 14.0). `str.split()` differs: it also takes U+001C to U+001F.
WHITE_SPACE = "\t\n\v\f\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"

# The Unicode Standard, 23.8, and RFC 3629, 6. UTF-32 first: its mark begins with that of UTF-16.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32le"),
    (codecs.BOM_UTF32_BE, "utf-32be"),
    (codecs.BOM_UTF16_LE, "utf-16le"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
)


@attrs.frozen
class Decoded:
    """A text, the encoding that gave it (IANA name, lower case) and the library that chose it, if one had to."""

    text: str
    encoding: str
    detector: str | None = None


@attrs.frozen
class Line:
    """One line of a text without its line end; `start` and `end` in code points of the whole text."""

    text: str
    start: int
    end: int

    @property
    def blank(self) -> bool:
        return not self.text.strip(WHITE_SPACE)

    def stripped(self) -> "Line":
        """The line without white space at its ends."""
        bare = self.text.lstrip(WHITE_SPACE)
        start = self.end - len(bare)
        bare = bare.rstrip(WHITE_SPACE)
        return Line(bare, start, start + len(bare))

    @property
    def span(self) -> Span:
        return Span("codepoint", self.start, self.end)


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode a whole document strictly: by its byte order mark, as `declared`, as UTF-8, else as detected.

    A byte order mark is not part of the text. A declared encoding that does not fit is passed over, since
    declarations lie. Raises UndecodableText; never replaces a character.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data[len(mark) :].decode(encoding), encoding)
            except UnicodeDecodeError as error:
                raise UndecodableText(
                    f"a byte order mark says {encoding}, but byte {error.start + len(mark)} is not: {error.reason}"
                ) from None
    for encoding in (declared, "utf-8"):
        text = _strictly(data, encoding) if encoding else None
        if text is not None and encoding is not None:
            return Decoded(text, encoding.lower())
    return _detect(data)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _detect(data: bytes) -> Decoded:
    """A legacy encoding, told by charset-normalizer from the whole document."""
    import charset_normalizer  # imported here: 30 ms that UTF-8 never pays

    matches = charset_normalizer.from_bytes(data)
    best = matches.best()
    if best is None:
        raise UndecodableText("the bytes are text in no encoding that charset-normalizer knows; is this a binary file?")
    encoding = best.encoding
    if any(match.encoding == "cp1252" and match.chaos <= best.chaos for match in matches):
        # The WHATWG Encoding Standard's default for Western text; a tie is decided for it, not by the alphabet.
        encoding = "cp1252"
    text = _strictly(data, encoding)
    if text is None:
        raise UndecodableText(f"charset-normalizer takes the bytes for {encoding}, which they are not throughout")
    return Decoded(text, _iana_name(encoding), f"charset-normalizer {charset_normalizer.__version__}")


def _iana_name(codec: str) -> str:
    """`cp1252` is Python's name for what IANA registers as `windows-1252`; other codecs go by their own."""
    match = re.fullmatch(r"cp(125\d)", codec)
    return f"windows-{match[1]}" if match else codec.replace("_", "-")


def lines(text: str) -> list[Line]:
    r"""The lines of a text, ended by `\n`, `\r\n` or `\r`; a final line end starts no further line."""
    found = []
    start = 0
    for match in re.finditer(r"\r\n|\n|\r", text):
        found.append(Line(text[start : match.start()], start, match.start()))
        start = match.end()
    if start < len(text):
        found.append(Line(text[start:], start, len(text)))
    return found


def universal_newlines(text: str) -> str:
    r"""`\r\n` and `\r` as `\n`."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def blocks(found: Iterable[Line]) -> list[list[Line]]:
    """Runs of lines between blank ones."""
    runs: list[list[Line]] = [[]]
    for line in found:
        if not line.blank:
            runs[-1].append(line)
        elif runs[-1]:
            runs.append([])
    return runs if runs[-1] else runs[:-1]


def hard_wrapped(runs: Sequence[Sequence[Line]]) -> bool:
    """Whether line ends in these blocks were forced by a margin and mean nothing.

    A break is forced if the next line's first word would not have fitted. Text is wrapped if it has at least
    two breaks, a margin of 40 to 132 columns, and nine in ten breaks forced; verse, lists, tables and one
    paragraph a line are not.
    """
    breaks = [(line, following) for run in runs for line, following in zip(run, run[1:], strict=False)]
    margin = max((len(line.text.rstrip(WHITE_SPACE)) for run in runs for line in run), default=0)
    if len(breaks) < 2 or not 40 <= margin <= 132:
        return False
    forced = sum(
        len(line.text.rstrip(WHITE_SPACE)) + 1 + len(following.text.split(maxsplit=1)[0]) > margin
        for line, following in breaks
    )
    return forced >= 0.9 * len(breaks)


# Scripts written without spaces between words: Han, kana, Thai, Lao, Khmer, Myanmar and full-width forms.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u312f\u3190-\u9fff\uf900-\ufaff\uff00-\uffef]")


def unwrap(run: Sequence[Line]) -> str:
    """The lines of one paragraph as one: joined by a space, or by nothing between scripts that use none."""
    joined = ""
    for line in run:
        text = line.text.strip(WHITE_SPACE)
        unspaced = joined and text and _UNSPACED.match(joined[-1]) and _UNSPACED.match(text[0])
        joined += text if unspaced or not joined else " " + text
    return joined


def printable_name(name: bytes) -> str:
    r"""A file's name as text that can be turned back: undecodable bytes as `\xNN`, a backslash as `\\`."""
    try:
        decoded = name.decode()
    except UnicodeDecodeError:
        pieces = name.split(b"\\")
        return "\\\\".join(piece.decode(errors="backslashreplace") for piece in pieces)
    return decoded.replace("\\", "\\\\")


def terminal_safe(text: str) -> str:
    r"""What a terminal would execute or reorder (C0, C1, bidirectional and invisible controls) as `\xNN`, `\uNNNN`."""
    return _EXECUTABLE.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


_EXECUTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
