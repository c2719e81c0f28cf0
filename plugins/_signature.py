"""A byline signed at the end of a text: `O.Byrne--IP`."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from newsarchive import Author, Draft, Evidence
from newsarchive.text import WHITE_SPACE, Line

# signature = [ "By " ] name *( joiner name ) [ space ] dash [ space ] credit
# dash      = "--" / "---" / en dash / em dash; a "--" within a sentence is told by the words before it
_SPACE = f"[{WHITE_SPACE}]"
_INVISIBLE = "\u200c-\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_SIGNATURE = re.compile(
    rf"[{_INVISIBLE}]*(?:[Bb][Yy]{_SPACE}+)?(?P<names>.*[^-–—{WHITE_SPACE}])"
    rf"(?P<before>{_SPACE}*)(?:-{{2,3}}|[–—])(?P<after>{_SPACE}*)(?P<credit>[^{WHITE_SPACE}–—]+?)[{_INVISIBLE}]*"
)
# joiner    = "," / "/" / "&" / ";" / "and" and its like; the comma before "Jr." joins nothing
_AND = "and|und|et|og|och|и"
_JOINER = re.compile(
    rf"{_SPACE}*[,/&;،、，](?!{_SPACE}*(?:Jr|Sr|II|III|IV)\b){_SPACE}*(?:(?:{_AND}){_SPACE}+)?|{_SPACE}+(?:{_AND}){_SPACE}+"
)
# credit    = 1*12( letter / digit / "/" / "." / "&" / "-" ): IP, dpa, EFE/EPA, ТАСС, A.P.
_CREDIT_LENGTH = 12
_CREDIT_POINTS = "/.&-"
# name      = *( particle / initial ) 1*5 word in any order, at most 60 characters
# word      = letters with a capital, or of a script that has none; points, hyphens, apostrophes within
_DASHES = ("--", "–", "—")
_LINE_LENGTH = 240
_NAME_LENGTH = 60
_NAME_WORDS = 5
#: A longer word of a script without capitals is no name but a sentence of a script without spaces.
_CASELESS_WORD = 16
_NAME_POINTS = frozenset("-‐.'’‘·・\u200c\u200d\u200e\u200f")
#: Points end initials and short titles (J.R.R., Jr., Mgr.), not words.
_ENDS_SENTENCE = re.compile(r"[^.]{4,}\.$")
_PARTICLES = frozenset(
    """
    a' abu af al am ap av bar ben bin bint d' da dal dalla das de degli dei del dela della delle den der des di do dos du
    e el es fitz i ibn ibnu l' la las le les lo los mac mc na ni op os ould 's st 't ten ter te tot ust van vande vanden
    vander vom von y zu zum zur
    """.split()  # noqa: SIM905  # a list of words is read as one
)


class Signature(NamedTuple):
    """A line that signs: its authors' names and the credit, each as the stretch of the line where it stands."""

    line: Line
    names: list[Line]
    credit: Line


def read_signature(line: Line) -> Signature | None:
    """What a line signs, or None if it is none."""
    line = line.stripped()
    if len(line.text) > _LINE_LENGTH or not any(dash in line.text for dash in _DASHES):
        return None
    match = _SIGNATURE.fullmatch(line.text)
    if match is None or not _is_credit(match["credit"]):
        return None
    names = []
    start, end = match.span("names")
    for joiner in _JOINER.finditer(line.text, start, end):
        names.append(line.part(start, joiner.start()))
        start = joiner.end()
    names.append(line.part(start, end))
    if not all(_is_name(name.text) for name in names):
        return None
    # "Nothing -- none", "Arsenal – Chelsea": one word and a credit in small letters need the dash close to both.
    terse = len(names) == 1 and names[0].text.istitle() and names[0].text.isalpha() and any(map(str.islower, match["credit"]))
    if terse and (match["before"] or match["after"]):
        return None
    return Signature(line, names, line.part(*match.span("credit")))


def split_signatures(found: Sequence[Line]) -> tuple[Sequence[Line], list[Signature]]:
    """The lines of a text, and the signatures behind them. Signatures without a text sign nothing: they are the text."""
    signatures: list[Signature] = []
    for end in range(len(found), 0, -1):
        if found[end - 1].blank:
            continue
        signature = read_signature(found[end - 1])
        if signature is None:
            return found[:end], signatures[::-1]
        signatures.append(signature)
    return found, []


def sign(draft: Draft, signatures: Sequence[Signature]) -> None:
    """Give a draft the byline, authors and credit that its signatures state, with their evidence."""
    if not signatures:
        return
    agencies = {signature.credit.text for signature in signatures}
    evidence = dict(draft.evidence)
    authors: list[Author] = []
    for signature in signatures:
        for name in signature.names:
            key = f"authors[{len(authors)}]"
            evidence[f"{key}.name"] = Evidence("author/signature", (name.span,))
            if len(agencies) > 1:
                evidence[f"{key}.organisation"] = Evidence("organisation/signature", (signature.credit.span,))
            authors.append(Author(name.text, organisation=signature.credit.text if len(agencies) > 1 else None))
    draft.byline = "\n".join(signature.line.text for signature in signatures)
    draft.authors = authors
    draft.credit = signatures[-1].credit.text
    evidence["byline"] = Evidence("byline/signature", tuple(signature.line.span for signature in signatures))
    evidence["credit"] = Evidence("credit/signature", (signatures[-1].credit.span,))
    draft.evidence = evidence


def _is_credit(text: str) -> bool:
    letters = [character for character in text if unicodedata.category(character)[0] == "L"]
    spelt = all(unicodedata.category(character)[0] in "LMN" or character in _CREDIT_POINTS for character in text)
    full_stop = text.endswith(".") and text.count(".") == 1
    return spelt and bool(letters) and len(text) <= _CREDIT_LENGTH and text[0] not in _CREDIT_POINTS and not full_stop


def _is_name(text: str) -> bool:
    parts = [part.removesuffix(",") for part in re.split(f"{_SPACE}+", text) if part]
    words = [part for part in parts if part.replace("’", "'") not in _PARTICLES]
    full = [word for word in words if not word.endswith(".")]
    return len(text) <= _NAME_LENGTH and words != [] and len(full) <= _NAME_WORDS and all(map(_is_name_word, words))


def _is_name_word(word: str) -> bool:
    kinds = [unicodedata.category(character) for character in word]
    if not all(kind[0] in "LM" or character in _NAME_POINTS for kind, character in zip(kinds, word, strict=True)):
        return False
    if _ENDS_SENTENCE.search(word) or word.endswith("-"):
        return False
    return "Lu" in kinds or "Lt" in kinds or ("Lo" in kinds and len(word) <= _CASELESS_WORD)
