"""Every character of a document is in a field, in furniture or in a defect."""

from collections.abc import Iterator
from typing import Any

import pytest

from ...errors import NewsarchiveError
from ...sources import Document
from ..failure import Case
from ..format import Format
from ..subject import Subject, outcome
from .evidence import content, squeezed

_ADVICE = (
    "put each stretch into the evidence of a field, into Draft.furniture if it says nothing, or into the span of a Defect "
    "if it cannot be read. `newsarchive explain --trace FILE` shows what is missing in red"
)


def conserved(subject: Subject, document: Document) -> None:
    """What a lossless source reads accounts for the whole document."""
    if not subject.source.lossless:
        return
    reading = subject.read(document)
    lost = [each for each in reading.defects if each.code == "unaccounted" and each.source == subject.source.name]
    lost += [
        reason
        for found in reading.found
        for reason in found.reasons
        if reason.code == "unaccounted" and reason.source == subject.source.name and found.member is None
    ]
    for reason in lost:
        raise subject.case(document).failure(
            f"{subject.source.name}: text is lost", why=reason.reason, where=reason.span, advice=_ADVICE
        )


def kept(subject: Subject, format: Format, document: Document) -> None:
    """Each word that a format keeps stands in something that was read, a defect's reason included."""
    if format.keeps is None:
        return
    reading = subject.read(document)
    stated = squeezed("".join(_strings(outcome(reading))))
    lost = [word for word in format.keeps(content(document)).split() if squeezed(word) not in stated]
    if lost:
        raise Case(document, reading).failure(
            f"{subject.source.name}: words are lost",
            why=f"{len(lost)} words of the document stand in no field: {' '.join(lost)!r:.300}",
            advice="give each to a field, or to Draft.extra; what says nothing to a reader is left out by Format.keeps",
        )


def _strings(value: Any) -> Iterator[str]:
    """Every string below a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


def can_be_checked(subject: Subject, format: Format) -> None:
    """A source that does not promise to account for every character shows otherwise what it keeps."""
    if subject.source.lossless or format.renderer is not None or format.keeps is not None:
        return
    why = f"nobody can say whether {subject.source.name} loses text: it is not lossless, and its format says nothing"
    remedy = "Declare Source(…, lossless=True) and give evidence for all text, or give the Format a Renderer or `keeps`."
    if format.says is None:
        pytest.skip(f"{why}. {remedy}")
    raise NewsarchiveError(why, help=remedy)
