r"""Code pages of RTF: those of documents (`\ansicpg`) and of fonts (`\fcharset`, `\cpg`), as codecs of Python."""

import codecs
import re
from functools import lru_cache

#: RTF 1.9.1, "Character Set": what a document is in that states no `\ansicpg`.
DOCUMENT = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
#: RTF 1.9.1, "Font Table", `\fcharsetN`. 1 is the default, 2 a font of symbols: neither says anything.
_OF_CHARSET = {
    0: "cp1252",
    77: "mac_roman",
    78: "shift_jis",
    79: "cp949",
    80: "gb18030",
    81: "big5",
    83: "iso8859_8",
    84: "cp1256",
    85: "mac_greek",
    86: "mac_turkish",
    88: "mac_latin2",
    89: "mac_cyrillic",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
#: Code pages that Python knows by other names. 42 is that of symbols, 0 the system's.
_OF_NUMBER = {936: "gb18030", 708: "iso8859_6", 10000: "mac_roman", 10007: "mac_cyrillic", 54936: "gb18030", 65001: "utf-8"}
#: What `surrogateescape` makes of the bytes that Windows leaves undefined, and the C1 controls of the same numbers that
#: they are mapped to (WHATWG Encoding Standard, 9).
_C1 = {0xDC00 + number: number for number in range(0x80, 0xA0)}
_ESCAPED = re.compile("[\udc80-\udcff]")


@lru_cache(maxsize=256)
def of_number(number: int) -> str | None:
    """The codec of a Windows code page, or None if there is none of this number."""
    name = _OF_NUMBER.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name if number else None
    except LookupError:
        return None


def of_charset(number: int) -> str | None:
    """The codec of a font's charset, or None if it says nothing."""
    return _OF_CHARSET.get(number)


def decode(data: bytes, codec: str) -> tuple[str, int]:
    """The text, and how many of its characters are in no such code page and became U+FFFD."""
    try:
        return data.decode(codec), 0
    except UnicodeDecodeError:
        if not codec.startswith("cp125"):
            text = data.decode(codec, "replace")
            return text, text.count("\ufffd")
    return _ESCAPED.subn("\ufffd", data.decode(codec, "surrogateescape").translate(_C1))
