"""The numbers before articles: `1 of 200 DOCUMENTS`, in the languages of the interface."""

import re

_OF = r"(?P<{0}number>\d{{1,7}})\s+(?:of|von|de|van|di|sur)\s+(?P<{0}total>\d{{1,7}})"
_NUMBER = re.compile(
    rf"(?:FOCUS\s*-\s*)?(?:{_OF.format('a')}\s+(?:DOCUMENT|DOKUMENT)(?:S|E|EN|O|OS|I)?|(?:DOCUMENT|DOKUMENT)O?\s+{_OF.format('b')})",
    re.IGNORECASE,
)
_LENGTH = 200


def number_of(text: str) -> tuple[int, int] | None:
    """The number of an article and the total, if a text says these and nothing else."""
    match = _NUMBER.fullmatch(text) if len(text) <= _LENGTH else None
    if match is None:
        return None
    kind = "a" if match["anumber"] else "b"
    return int(match[f"{kind}number"]), int(match[f"{kind}total"])
