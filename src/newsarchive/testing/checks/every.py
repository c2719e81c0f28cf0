"""The checks that hold for any document whatever, whole or damaged."""

from collections.abc import Callable

from ...sources import Document
from ..failure import ConformanceError
from ..format import Format
from ..mutations import smallest
from ..subject import Subject
from . import conservation, dates, evidence, totality

Check = Callable[[Subject, Format, Document], None]

CHECKS: tuple[Check, ...] = (
    lambda subject, _format, document: totality.total(subject, document),
    lambda subject, _format, document: totality.sniffs(subject, document),
    lambda subject, _format, document: conservation.conserved(subject, document),
    evidence.evident,
    dates.precise,
)


def failure(check: Callable[[Document], None], document: Document) -> ConformanceError | None:
    """What a check finds wrong with a document, if anything."""
    try:
        check(Document(document.name, document.data))
    except ConformanceError as error:
        return error
    return None


def small_failure(check: Callable[[Document], None], document: Document) -> tuple[Document, ConformanceError] | None:
    """The same with the smallest document that fails likewise; with this one, if looking for it would cost too much."""
    first = failure(check, document)
    if first is None or first.costly:
        return None if first is None else (document, first)

    def fails(smaller: Document) -> bool:
        found = failure(check, smaller)
        return found is not None and found.what == first.what

    small = smallest(document, fails)
    return small, failure(check, small) or first
