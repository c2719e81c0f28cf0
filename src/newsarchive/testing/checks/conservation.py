"""Every character of a document is in a field, in furniture or in a defect."""

import pytest

from ...errors import NewsarchiveError
from ...sources import Document
from ..format import Format
from ..subject import Subject

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


def can_be_checked(subject: Subject, format: Format) -> None:
    """A source that does not promise to account for every character shows what it keeps by a renderer."""
    if subject.source.lossless or format.renderer is not None:
        return
    why = f"nobody can say whether {subject.source.name} loses text: it is not lossless, and its format has no renderer"
    remedy = "Declare Source(…, lossless=True) and give evidence for all text, or give the Format a Renderer."
    if format.says is None:
        pytest.skip(f"{why}. {remedy}")
    raise NewsarchiveError(why, help=remedy)
