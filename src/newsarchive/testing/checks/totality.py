"""Whatever the bytes: drafts, defects, parts and notices, or the one declared error. Nothing else, and soon."""

import traceback

from ...drafts import Defect, Draft, NotArticle, Notice, Part
from ...errors import PLUGIN_FAULTS, Unreadable, told
from ...sources import Bid, Confidence, Document, Sample
from ..failure import Case, ConformanceError
from ..subject import Subject

_DECLARED = "raise newsarchive.Unreadable for a document that cannot be read, and yield a Defect for a part of one"


def total(subject: Subject, document: Document) -> None:
    """`parse` yields what it may yield, and raises `Unreadable` or nothing."""
    try:
        items = subject.yielded(document)
    except Unreadable:
        return
    except TimeoutError as error:
        raise Case(document).failure(
            f"{subject.source.name}: parse hangs",
            why=str(error),
            advice="find the loop or the expression that backtracks",
            costly=True,
        ) from None
    except PLUGIN_FAULTS as error:
        raise raised(subject, document, "parse", error) from None
    for item in items:
        if not isinstance(item, Draft | Defect | Part | NotArticle | Notice):
            raise Case(document).failure(
                f"{subject.source.name}: parse yields {type(item).__name__}",
                why=f"It yielded {item!r:.200}.",
                advice="yield a Draft, Defect, Part, NotArticle or Notice",
            )
    reading = subject.read(document)
    for reason in [*reading.defects, *(reason for found in reading.found for reason in found.reasons)]:
        if reason.source == subject.source.name and reason.code in ("parse-failed", "bad-evidence"):
            raise Case(document, reading).failure(
                f"{subject.source.name}: {reason.code}",
                why=reason.reason,
                advice="a span lies within the document: start ≤ end ≤ its length, in code points of `document.decoded().text`"
                if reason.code == "bad-evidence"
                else _DECLARED,
            )


def sniffs(subject: Subject, document: Document) -> None:
    """`sniff` answers a Confidence, a Bid or None about anything, also about ends that are cut anywhere."""
    data = document.data
    samples = [document.sample()]
    samples += [Sample(document.name, len(data) + 70_000, data[: len(data) - n], data[n:]) for n in range(min(3, len(data)))]
    for sample in samples:
        try:
            answer = subject.source.sniff(sample)
        except PLUGIN_FAULTS as error:
            raise raised(subject, document, "sniff", error) from None
        if answer is not None and (isinstance(answer, bool) or not isinstance(answer, Bid | Confidence)):
            raise Case(document).failure(
                f"{subject.source.name}: sniff answers {type(answer).__name__}",
                why=f"It answered {answer!r:.100}.",
                advice="answer a Confidence, a Bid or None",
            )


def raised(subject: Subject, document: Document, function: str, error: BaseException) -> ConformanceError:
    """What to say of an exception from plugin code: what it was, and in which line."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/newsarchive/" not in frame.filename]
    places = [f"    {frame.filename}:{frame.lineno} in {frame.name}: {frame.line}" for frame in frames[-3:]]
    what = f"{subject.source.name}: {function} raises {type(error).__name__}"
    advice = _DECLARED if function == "parse" else f"{function} gets the ends of any file there is, also of an empty one"
    return Case(document).failure(what, why="\n".join([told(error), *places]), advice=advice)
