"""Names stay as they are printed, from their first letter to their last."""

import re
import unicodedata

from ...sources import Document
from ...text import WHITE_SPACE
from ..format import Format
from ..subject import Subject, articles
from .evidence import content

_WHITE = re.compile(f"[{WHITE_SPACE}]+")
#: What joins the pieces of a name: `O.Byrne`, `Quill-Marsh`, `d'Arcy`.
_JOINS = ".-'’"


def printed(subject: Subject, format: Format, document: Document) -> None:
    """Each author's name stands in the document with nothing of it cut off."""
    if "authors" in format.derived or format.says is None:
        return
    for article in articles(subject.read(document)):
        text = _WHITE.sub(" ", format.says(content(document)))
        for author in article.authors:
            if not any(_whole(text, *match.span()) for match in re.finditer(re.escape(_WHITE.sub(" ", author.name)), text)):
                raise subject.case(document).failure(
                    f"{subject.source.name}: a name is not as printed",
                    why=f"The author {author.name!r} does not stand in the document as a whole word.",
                    advice="take names as they stand: neither cut, nor put in other order, case or spelling",
                )


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a name ends where the stretch ends, on both sides."""
    return not _goes_on(text[start], text[:start][::-1]) and not _goes_on(text[end - 1], text[end:])


def _goes_on(edge: str, beyond: str) -> bool:
    """Whether a word that ends in `edge` goes on with what follows it, seen outwards."""
    if not _cased(edge) and edge not in _JOINS:
        return False
    joined = beyond[:1] in _JOINS and beyond[:1] != "" and edge not in _JOINS
    return _cased(beyond[1:2] if joined else beyond[:1])


def _cased(character: str) -> bool:
    """Whether it is a letter of a script that has capitals, or a mark: scripts without them write no spaces between words."""
    return character != "" and unicodedata.category(character) in ("Lu", "Ll", "Lt", "Mn")
