"""What SGML of old corpora says."""

from html import unescape


def says(piece: str | bytes) -> str:
    """The text with its references resolved. Tags are in no field, and most signs that look like one are text."""
    text = piece if isinstance(piece, str) else piece.decode(errors="replace")
    return unescape(text.replace("&blank;", " ").replace("&hyph;", "-"))
