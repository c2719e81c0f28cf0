r"""RTF: "Rich Text Format Specification", version 1.9.1 (Microsoft, 2008), as far as its text goes.

    rtf = read_rtf(data)
    for paragraph in rtf.paragraphs: …

Linear in the size of the document; groups may be nested to any depth. Pictures and other binary data are passed over,
`\binN` by its count. What is wrong is a Defect, and the text around it is read: an export whose braces do not
match keeps its articles. Why not striprtf: docs/adr/0022-rtf.md.
"""

import re
from collections.abc import Mapping, Sequence

import attrs

from newsarchive import Defect

from ._paragraphs import Link, Paragraph
from ._rtf_reader import Interpreter
from ._rtf_words import PASSED, WORDS

__all__ = ["Link", "Paragraph", "Rtf", "is_rtf", "read_rtf"]

# "Basic Entities": a run of text, a group's braces, a control word with its number and the space that ends it, a byte in
# hexadecimal digits, a control symbol.
_TOKEN = re.compile(rb"([^\\{}]++)|([{}])|\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.?)", re.DOTALL)
_WITHIN = re.compile(rb"([{}])|\\bin([0-9]{1,10}) ?|\\.", re.DOTALL)
_MARK = re.compile(rb"\s*\{\\rtf(?![a-z])")
#: So many times the end of the document is looked at for a brace that is missing.
_TORN = 8
#: Line ends say nothing, and NULs are padding.
_NOTHING = b"\r\n\0"
#: "Special Characters": control symbols. An optional hyphen (`\-`) is no text.
_SYMBOLS = {b"~": "\xa0", b"_": "\u2011", b"\t": "\t"}


@attrs.frozen
class Rtf:
    """What an RTF document holds.

    `paragraphs` in their order, blank ones too; `margins` those of headers and footers; `info` what the document says of
    itself, by the specification's words: `title`, `author`, …, and `creatim`, `revtim` in ISO 8601. Spans are in bytes.
    """

    paragraphs: Sequence[Paragraph]
    margins: Sequence[Paragraph]
    info: Mapping[str, str]
    defects: Sequence[Defect]


def is_rtf(data: bytes) -> bool:
    """Whether it begins as RTF does."""
    return _MARK.match(data) is not None


def read_rtf(data: bytes) -> Rtf:
    """All that is text in an RTF document. It raises nothing: what cannot be read is a defect."""
    reader = Interpreter(_raw_encoding(data))
    at = 0
    while at < len(data):
        at = _read(data, at, reader)
    reader.end_text()
    if reader.above:
        groups = len(reader.above) + reader.deeper
        reader.defect("cut-off", f"it ends within {groups} open groups", reader.opened[-1], len(data))
        reader.deeper = 0
        while reader.above:
            reader.close(len(data))
    state = reader.state
    return Rtf(reader.body.finish(state), reader.margins.finish(state), reader.info, list(reader.defects.values()))


def _raw_encoding(data: bytes) -> str | None:
    """The encoding of bytes that are not escaped, where it is not their font's: some writers put UTF-8 there."""
    if data.isascii():
        return None
    try:
        data.decode()
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _read(data: bytes, at: int, reader: Interpreter) -> int:
    """The tokens from `at` on, to what has to be passed over; where to go on."""
    ignorable = False
    for match in _TOKEN.finditer(data, at):
        kind = match.lastindex
        if kind == 1:
            reader.characters(match[1].translate(None, _NOTHING), match.start(), match.end())
        elif kind == 2:
            if match[2] == b"{":
                reader.open(match.start())
            else:
                reader.close(match.start())
        elif kind == 5:
            reader.characters(bytes.fromhex(match[5].decode()), match.start(), match.end(), escaped=True)
        elif kind == 6 or kind is None:
            if match[6] == b"*":
                ignorable = True
                continue
            _symbol(match, reader)
        elif match[3] == b"bin":
            end = match.end() + max(int(match[4] or 0), 0)
            if end <= len(data):
                return end
            reader.defect("bin", f"{match[0].decode()!r} says more bytes than there are", *match.span())
        else:
            do = WORDS.get(match[3])
            if do is not None:
                do(reader, int(match[4]) if kind == 4 else None, *match.span())
            elif (ignorable or match[3] in PASSED) and len(reader.above) > 1:
                return _passed(data, match.end(), reader)
        ignorable = False
    return len(data)


def _symbol(match: re.Match[bytes], reader: Interpreter) -> None:
    symbol = match[6]
    if symbol in (b"\\", b"{", b"}"):
        reader.characters(symbol, match.start(), match.end(), escaped=bool(reader.bytes))
    elif symbol in (b"\n", b"\r"):
        reader.paragraph()
    elif symbol in _SYMBOLS:
        reader.character(_SYMBOLS[symbol], match.start(), match.end())


def _passed(data: bytes, at: int, reader: Interpreter) -> int:
    """Where the group that is open at `at` ends. If it never does, some brace is missing: its first one counts."""
    depth, first = 0, len(data)
    while True:
        for match in _WITHIN.finditer(data, at):
            if match[1] == b"{":
                depth += 1
            elif match[1]:
                first = min(first, match.start())
                if not depth or reader.torn == _TORN:
                    return match.start()
                depth -= 1
            elif match[2] and match.end() + int(match[2]) <= len(data):
                at = match.end() + int(match[2])
                break
        else:
            reader.torn += 1
            return first
