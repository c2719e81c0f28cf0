"""From bytes to text: byte order marks, declared encodings, UTF-8, and legacy encodings that have to be told apart."""

import codecs
import re

import attrs

from .errors import UndecodableText

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


def decode(data: bytes, declared: str | None = None, legacy: str | None = None) -> Decoded:
    """Decode a whole document strictly: by its byte order mark, as `declared`, as UTF-8, as `legacy`, else as detected.

    A byte order mark is not part of the text. A declared encoding that does not fit is passed over, since
    declarations lie. `legacy` is what a format's bytes are where they are no UTF-8: its rule instead of a guess.
    Raises UndecodableText; never replaces a character.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data[len(mark) :].decode(encoding), encoding)
            except UnicodeDecodeError as error:
                raise UndecodableText(
                    f"a byte order mark says {encoding}, but byte {error.start + len(mark)} is not: {error.reason}"
                ) from None
    for candidate in (declared, "utf-8", legacy):
        text = _strictly(data, candidate) if candidate else None
        if text is not None and candidate is not None:
            return Decoded(text, candidate.lower())
    return _detect(data)


# Codecs that are Python's own and no charsets: they would take almost any bytes and change the text.
_NO_CHARSETS = {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"}


def is_charset(encoding: str) -> bool:
    """Whether a declared encoding would be tried."""
    try:
        return codecs.lookup(encoding).name not in _NO_CHARSETS and bool("a".encode(encoding))  # `rot13` is a codec of text
    except (ValueError, LookupError):
        return False


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding) if codecs.lookup(encoding).name not in _NO_CHARSETS else None
    except (ValueError, LookupError):  # a name with a NUL is a ValueError
        return None


# Legacy encodings that news was written in, by the alphabet of the text: candidates for charset-normalizer, which
# otherwise finds rarities (HP Roman-8, Johab) in short texts. Windows first: at a tie the WHATWG default counts.
_WINDOWS_LATIN = ("cp1252", "cp1250", "cp1254", "cp1257", "iso8859_2")
_DOS_AND_MAC_LATIN = ("cp850", "mac_roman")
_NOT_LATIN = (
    *("cp1251", "koi8_r", "koi8_u", "cp866", "iso8859_5", "mac_cyrillic", "cp1253", "iso8859_7", "cp1255", "cp1256"),
    *("cp874", "cp932", "euc_jp", "gb18030", "big5", "cp949", "cp1258", "cp1252"),
)
# French with its quotation marks is taken for a little chaos in windows-1252, and for none in the Baltic windows-1257.
_LITTLE_CHAOS = 0.05
# In Windows code pages 0x80 to 0x9F is punctuation, and only the apostrophe 0x92 stands within words.
_LETTER_OF_DOS_OR_MAC = re.compile(rb"(?<=[A-Za-z])[\x80-\x91\x93-\x9f](?=[a-z])")


def _candidates(data: bytes) -> tuple[str, ...]:
    """Latin text has its accented letters one by one, other alphabets have words of bytes above 0x7F."""
    runs = re.findall(rb"[\x80-\xff]+", data)
    if sum(map(len, runs)) >= 2 * len(runs):
        return _NOT_LATIN
    letters = len(_LETTER_OF_DOS_OR_MAC.findall(data))
    return _DOS_AND_MAC_LATIN if letters > len(re.findall(rb"[\xa0-\xff]", data)) else _WINDOWS_LATIN


def _detect(data: bytes) -> Decoded:
    """A legacy encoding, told by charset-normalizer from the whole document."""
    import charset_normalizer  # imported here: 30 ms that UTF-8 never pays

    matches = charset_normalizer.from_bytes(data, cp_isolation=list(_candidates(data)))
    best = matches.best() or charset_normalizer.from_bytes(data).best()
    if best is None:
        raise UndecodableText("the bytes are text in no encoding that charset-normalizer knows; is this a binary file?")
    western = (match for match in matches if "cp1252" in match.could_be_from_charset)
    encoding = best.encoding
    if any(match.chaos <= best.chaos + _LITTLE_CHAOS and match.coherence >= best.coherence for match in western):
        encoding = "cp1252"
    text = _strictly(data, encoding)
    if text is None:
        raise UndecodableText(f"charset-normalizer takes the bytes for {encoding}, which they are not throughout")
    return Decoded(text, _iana_name(encoding), f"charset-normalizer {charset_normalizer.__version__}")


def _iana_name(codec: str) -> str:
    """`cp1252` is Python's name for what IANA registers as `windows-1252`; other codecs go by their own."""
    match = re.fullmatch(r"cp(125\d)", codec)
    return f"windows-{match[1]}" if match else codec.replace("_", "-")
