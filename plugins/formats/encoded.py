"""Markup that holds more of itself: escaped, or in Base64."""

import base64
import re

from newsarchive.testing.says import markup_text, markup_within

#: The whole text of an element in the alphabet of Base64 (RFC 4648, 4), perhaps in lines.
_BASE64 = re.compile(r">\s*([A-Za-z0-9+/\s]{4,}={0,2})\s*<")


def encoded_markup(piece: str | bytes) -> str:
    """What markup says, and what its text says where it is markup again, or Base64."""
    encoded = _BASE64.findall(piece if isinstance(piece, str) else piece.decode(errors="replace"))
    return "\n".join([markup_within(piece), *(markup_text(_decoded(each)) for each in encoded)])


def _decoded(text: str) -> bytes:
    """What Base64 says, or nothing."""
    try:
        return base64.b64decode("".join(text.split()))
    except ValueError:
        return b""
