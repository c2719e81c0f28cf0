"""What makes two articles the same: the identity text and its SHA-256, scheme `content-hash-1`.

Nothing here can be changed by a plugin or a setting. `docs/content-hash.md` shows the tables and
`schemas/content-hash-1.json` holds test vectors; the name of the scheme changes when a vector would.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from ._unicode14 import UNASSIGNED
from .model import Article, Block
from .text import WHITE_SPACE

#: Kinds of block that are not part of the identity, unless nothing else remains.
ASIDES = frozenset({"caption", "credit", "note"})
#: A second line with fewer characters than this does not identify an article by itself.
SHORT = 40

#: Step 1, removed: soft hyphen, zero-width characters, bidirectional controls, variation selectors, U+FEFF.
IGNORED = (
    "\u00ad\u180e\u200b\u200c\u200d\u2060\ufeff"
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    "\u180b\u180c\u180d\u180f" + "".join(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
)
#: Step 2, as U+0027: single quotation marks, primes, acutes, apostrophes.
SINGLE_QUOTES = (
    "\u00b4\u02b9\u02bb\u02bc\u02bd\u02ca\u0384\u055a\u05f3\u1ffd\u2018\u2019\u201a\u201b\u2032\u2035\u2039\u203a\ua78c\uff07"
)
#: Step 2, as U+0022: double quotation marks, double primes and acutes.
DOUBLE_QUOTES = "\u00ab\u00bb\u02ba\u02dd\u02ee\u05f4\u201c\u201d\u201e\u201f\u2033\u2036\u2e42\u301d\u301e\u301f\uff02"
#: Step 2, a run of these as one U+002D: Unicode's property Dash (PropList.txt 14.0) and the hyphen bullet.
DASHES = (
    "-\u058a\u05be\u1400\u1806\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2053\u207b\u208b\u2212"
    "\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u2e5d\u301c\u3030\u30a0\ufe31\ufe32\ufe58\ufe63\uff0d\U00010ead"
)

_MAPPED = (
    dict.fromkeys(IGNORED, "")
    | dict.fromkeys(SINGLE_QUOTES, "'")
    | dict.fromkeys(DOUBLE_QUOTES, '"')
    | dict.fromkeys(DASHES, "-")
)
#: Wire doubles: two grave accents or two apostrophes stand for one double quotation mark.
_WIRE_DOUBLES = re.compile("``|''")
_DASH_RUN = re.compile("--+")
_SPACE_RUN = re.compile(f"[{WHITE_SPACE}]+")
_ASCII = bytes(range(128))
#: What NFKC leaves as it is whatever stands beside it: letters of Latin-1 and Latin Extended-A, signs of Latin-1, the
#: euro; and what step 2 has replaced by then.
_UNCHANGING = {character for character in map(chr, range(0xC0, 0x180)) if unicodedata.is_normalized("NFKC", character)}
_UNCHANGING |= {*"¡§©®°±¶·¿€", *_MAPPED}
_SPACES = frozenset(WHITE_SPACE)
_ASCII_SPACES = "\t\n\v\f\r"
#: What `str.split()` takes for white space and Unicode does not.
_SEPARATORS = "\x1c\x1d\x1e\x1f"
_UNASSIGNED = re.compile(f"([{UNASSIGNED}]+)")


def normalize_line(text: str) -> str:
    """The five steps of the scheme. Normalizing twice changes nothing."""
    beyond = _beyond_ascii(text)
    text = _map(text, beyond)
    if beyond and not beyond <= _UNCHANGING and not unicodedata.is_normalized("NFKC", text):
        text = _nfkc(text)
        beyond = _beyond_ascii(text)
        text = _nfkc(_map(text, beyond))
    # What has no white space but single spaces is left as it is: most texts, and quick to see.
    if "  " not in text and not any(space in text for space in _ASCII_SPACES) and beyond.isdisjoint(_SPACES):
        return text.strip(" ")
    if any(separator in text for separator in _SEPARATORS):
        return _SPACE_RUN.sub(" ", text).strip(" ")
    return " ".join(text.split())


def identity_text(headline: str | None, body: Iterable[Block], day: str | None = None) -> str:
    """The lines that are hashed: headline; body; the day of a short item, where it is known."""
    blocks = list(body)
    said = [block.text for block in blocks if block.kind not in ASIDES] or [block.text for block in blocks]
    lines = [normalize_line(headline or ""), normalize_line(" ".join(said))]
    if day is not None and len(lines[1]) < SHORT:
        lines.append(normalize_line(day))
    return "\n".join(lines)


def content_hash(article: Article) -> str:
    """`sha256:` and 64 hex digits."""
    day = article.published.day_text if article.published else None
    text = identity_text(article.headline, article.body, day)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _beyond_ascii(text: str) -> set[str]:
    """The characters of a text that are not ASCII; most texts have few, and need no step but for these."""
    if text.isascii():
        return set()
    return set(text.encode(errors="surrogatepass").translate(None, _ASCII).decode(errors="surrogatepass"))


def _map(text: str, beyond: set[str]) -> str:
    """Steps 1 and 2. (In step 4 the order is the other way round, and makes no difference: NFKC gives no ignored character.)"""
    for character in _MAPPED.keys() & beyond:  # ten times as fast as str.translate
        text = text.replace(character, _MAPPED[character])
    # A single character is looked for at once; a pair takes as long as all the rest.
    if ("'" in text and "''" in text) or ("`" in text and "``" in text):
        text = _WIRE_DOUBLES.sub('"', text)
    return _DASH_RUN.sub("-", text) if "-" in text and "--" in text else text


def _nfkc(text: str) -> str:
    """NFKC of Unicode 14.0 in every Python: what was unassigned then is left alone."""
    if unicodedata.unidata_version == "14.0.0":
        return unicodedata.normalize("NFKC", text)
    return "".join(
        piece if position % 2 else unicodedata.normalize("NFKC", piece)
        for position, piece in enumerate(_UNASSIGNED.split(text))
    )
