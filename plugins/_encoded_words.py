"""What the head of a message says beyond ASCII: encoded words (RFC 2047), and base64 as it is met."""

import binascii
import re
from collections.abc import Iterator, Sequence

from newsarchive.text import WHITE_SPACE

from ._charsets import charset_of

# encoded-word = "=?" charset [ "*" language ] "?" ( "B" / "Q" ) "?" text "?="     RFC 2047, 2; RFC 2231, 5
_WORD = re.compile(r"=\?(?P<charset>[^?*\s]{1,40})(?:\*[^?\s]{0,40})?\?(?P<how>[BbQq])\?(?P<text>[^?\r\n]*+)\?=")
_OCTETS = re.compile(r"((?:=[0-9A-Fa-f]{2})+)")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


def decoded_words(text: str) -> str:
    """A field's text with its encoded words read. What cannot be read stays as it stands.

    White space between two words is none (RFC 2047, 6.2). Words of the same charset are joined before they are read, since
    many programs part characters between them.
    """
    if "=?" not in text:
        return text
    said: list[str] = []
    words: list[re.Match[str]] = []
    reached = 0
    for match in _WORD.finditer(text):
        between = text[reached : match.start()]
        if between.strip(WHITE_SPACE) or not words:
            said += [*_said(words), between]
            words = []
        words.append(match)
        reached = match.end()
    return "".join([*said, *_said(words), text[reached:]])


def _said(words: Sequence["re.Match[str]"]) -> Iterator[str]:
    """What adjacent encoded words say."""
    octets = b""
    for number, word in enumerate(words):
        charset = word["charset"].lower()
        if not word["text"].isascii():  # some encode only a part of it
            said = word["text"].replace("_", " ")  # RFC 2047, 4.2
            for each in _OCTETS.split(said):
                yield (_text(_octets("q", each), charset) if _OCTETS.match(each) else None) or each
            continue
        octets += _octets(word["how"], word["text"])
        then = words[number + 1] if number + 1 < len(words) else None
        if then is None or then["charset"].lower() != charset or not then["text"].isascii():
            yield _text(octets, charset) or word[0]
            octets = b""


def _octets(how: str, text: str) -> bytes:
    data = text.encode("ascii")
    return binascii.a2b_qp(data, header=True) if how in "Qq" else base64_octets(data)


def base64_octets(data: bytes) -> bytes:
    """RFC 2045, 6.8: what is not of the alphabet is passed over. What is cut off at its end loses what is not whole."""
    data = _NOT_BASE64.sub(b"", data)
    data = data[:-1] if len(data) % 4 == 1 else data
    return binascii.a2b_base64(data + b"=" * (-len(data) % 4))


def _text(octets: bytes, charset: str | None = None) -> str | None:
    """Octets in the charset that they say, else in those that are met where labels lie."""
    for encoding in (charset_of(charset), "utf-8", "cp1252"):
        try:
            if encoding:
                return octets.decode(encoding)
        except ValueError:
            continue
    return None
