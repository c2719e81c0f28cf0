"""The checks that hold for any document whatever, whole or damaged."""

from collections.abc import Callable

from ...sources import Document
from ..failure import ConformanceError
from ..format import Format
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


def failure(check: Check, subject: Subject, format: Format, document: Document) -> ConformanceError | None:
    """What a check finds wrong with a document, if anything."""
    try:
        check(subject, format, Document(document.name, document.data))
    except ConformanceError as error:
        return error
    return None
