"""What people type into a search, as an expression of SQLite's FTS5, and text as that index sees it."""

import re
import unicodedata

from ..errors import NewsarchiveError
from ..identity import normalize_line

#: Scripts written without spaces between words: Thai, Lao, Myanmar, Khmer, Han, kana.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u312f\u3190-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
#: Stands between the characters of these; FTS5 takes it for a space, and a snippet is shown without it.
SEPARATOR = "\x1f"
#: Around a match in a snippet.
MATCH_BEGINS, MATCH_ENDS = "\x02", "\x03"

#: Vowel points of Hebrew and Arabic and the Arabic lengthening stroke: printed or not as the writer likes.
_POINTS = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]")
#: Vowel signs of those scripts, which stay with the letter that carries them.
_SIGNS = "".join(
    chr(code)
    for code in (*range(0x0E00, 0x0F00), *range(0x1000, 0x10A0), *range(0x1780, 0x1800), 0x3099, 0x309A)
    if unicodedata.category(chr(code)).startswith("M")
)
_CHARACTER = re.compile(f"[{UNSPACED}][{_SIGNS}]*")
_CONTROLS = ("\x00", MATCH_BEGINS, MATCH_ENDS, SEPARATOR)
_BEYOND_EUROPE = re.compile("[\u0591-\u1fff\u2e80-\U0003ffff]")
_TERM = re.compile(r'"(?P<phrase>[^"]*)(?:"|$)(?P<begins>\*?)|(?P<word>[^\s"]+)')
#: FTS5 refuses expressions much deeper than this.
_MOST_TERMS = 64


class QueryError(NewsarchiveError):
    """There is nothing in a query that could be searched for."""


def searchable(text: str) -> str:
    """A text as the index sees it: normalized as for the content hash, unspaced scripts character by character.

    So a search finds what a reader would call the same: whichever quotes, dashes, ligatures and soft hyphens.
    """
    text = normalize_line(text)
    for control in _CONTROLS:
        if control in text:  # three times as fast as str.translate
            text = text.replace(control, " ")
    if text.isascii() or not _BEYOND_EUROPE.search(text):
        return text
    return _CHARACTER.sub(rf"{SEPARATOR}\g<0>{SEPARATOR}", _POINTS.sub("", text))


def terms(query: str) -> list[str]:
    """The words, "phrases" and beginnings* of a query, each as FTS5 takes it. Raises QueryError where there are none.

    Every term is quoted, so that nothing that people type means anything else to FTS5. A term that the index holds as
    several words (post-war, O'Brien, 中国) is a phrase.
    """
    found: dict[str, None] = {}
    for match in _TERM.finditer(normalize_line(query.encode(errors="replace").decode())):
        text = match["word"] if match["phrase"] is None else match["phrase"]
        begins = match["begins"] or (text.endswith("*") and match["phrase"] is None)
        words = searchable(text).strip(SEPARATOR)
        if any(unicodedata.category(character)[0] in "LN" for character in words):
            found[f'"{words}"' + (" *" if begins else "")] = None
    if not found:
        raise QueryError(
            f"there is no word in {query!r} to search for", help='Give words, "a phrase", or the beginning of a word: minist*'
        )
    if len(found) > _MOST_TERMS:
        raise QueryError(
            f"{len(found)} different words are too many to search for at once", help=f"Give {_MOST_TERMS} at most."
        )
    return list(found)
