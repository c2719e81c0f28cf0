"""Names of charsets in mail, and what those mean that write them."""

import codecs

# Labels that say less than what is written: the WHATWG Encoding Standard, 4.2, reads them as their supersets.
_MEANT = {
    **dict.fromkeys(("iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1"), "cp1252"),
    **dict.fromkeys(("iso-8859-9", "iso8859-9", "latin5"), "cp1254"),
    **dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk"), "gb18030"),
    **dict.fromkeys(("ks_c_5601-1987", "ks_c_5601", "euc-kr", "korean"), "cp949"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis"), "cp932"),
    **dict.fromkeys(("tis-620", "iso-8859-11"), "cp874"),
    **dict.fromkeys(("x-mac-roman", "macintosh"), "mac_roman"),
    **dict.fromkeys(("iso-8859-8-i", "iso-8859-8-e"), "iso-8859-8"),
    **dict.fromkeys(("unicode-1-1-utf-7", "x-unicode-2-0-utf-7"), "utf-7"),
    "big5": "big5hkscs",
    "x-euc-jp": "euc_jp",
    "x-big5": "big5hkscs",
}
#: Python's own, which are no charsets and would change any text.
_NO_CHARSETS = {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "mbcs", "oem"}


def charset_of(label: str | None) -> str | None:
    """The codec that a label means, or None if it means none: `unknown-8bit`, `x-unknown`, `cp-850` means `cp850`."""
    name = (label or "").strip(" \t\"'").lower()
    name = _MEANT.get(name, name.replace("cp-", "cp"))
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):  # a name with a NUL is a ValueError
        return None
    # `_is_text_encoding` is what bytes.decode asks, too: rot13 and hex are codecs, and no charsets.
    return codec.name if codec._is_text_encoding and codec.name not in _NO_CHARSETS else None
