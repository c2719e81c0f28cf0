"""Who signs: names of people in a byline, as far as it is one."""

import re

# byline  = [ by ] name *( joiner name ) [ "," what follows: an agency, a place, a title ]
_BY = re.compile(r"(?:by|von|par|por|di|av|af|door)\s*:?\s+", re.IGNORECASE)
_JOINER = re.compile(r"\s+(?:and|und|et|y|e|og|och|en|&)\s+|\s*[;/|]\s*")
_NAME = re.compile(r"[^\W\d_](?:[\w.'’ ·-]*[\w.])?", re.UNICODE)
_WORDS = 6


def signers(byline: str, named: bool = False) -> list[str]:
    """The names in a byline, as printed: `By Ada Byrne and C. d'Arcy, Press Office` names two.

    What stands behind a comma is who they write for, unless it reads as a name before a joiner: `A. Roe, B. Doe and C. Lee`.
    A byline that does not begin with "By" or its like names nobody for certain (`NTB-AFP`, `gr/bp`), unless the format says
    that it is `named`: then it holds names and nothing else.
    """
    match = _BY.match(byline)
    if match is None and not named:
        return []
    names: list[str] = []
    groups = byline[match.end() if match else 0 :].split(",")
    last = max((number for number, group in enumerate(groups) if _JOINER.search(group)), default=-1)
    for number, group in enumerate(groups):
        found = [piece.strip() for piece in _JOINER.split(group) if piece.strip()]
        if number and len(found) < 2 and number > last:
            break
        names += found
    return [name for name in names if _is_name(name)]


def _is_name(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= _WORDS and _NAME.fullmatch(text) is not None and words[0][0].isupper()
