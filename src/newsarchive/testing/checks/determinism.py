"""The same bytes give the same reading: twice, in other company, in another place, at another time."""

from collections.abc import Sequence
from pathlib import Path

from ...canonical import decode, encode
from ...sources import Document
from ..elsewhere import PLACES, Surroundings, read_elsewhere
from ..failure import Case
from ..subject import Subject, differences

#: Bytes of a large document that a message shows.
_BEGINNING = 2000
_ADVICE = (
    "a parser is a function from bytes to drafts: no clock, file, network, locale, time zone or random number, nothing kept "
    "from one document to the next, and no order taken from a set"
)


def depends_on_the_bytes_alone(subject: Subject, file: Path | None, documents: Sequence[Document]) -> None:
    """Each document is read alike, here twice and in two other processes, in either order; the system is asked for nothing."""
    here = [encode(subject.read(document)) for document in documents]
    again = [encode(subject.read(document)) for document in documents]
    for document, first, second in zip(documents, here, again, strict=True):
        _compare(subject, document, "a second time", first, second)
    orders = (list(documents), list(reversed(documents)))
    started = [
        (where, order, read_elsewhere(subject.source.name, file, order, where))
        for where, order in zip(PLACES, orders, strict=True)
    ]
    results = [(where, order, *process.answers()) for where, order, process in started]
    known = dict(zip(((document.name, document.data) for document in documents), here, strict=True))
    for where, order, answers, failure in results:
        for document, answer in zip(order, answers, strict=False):
            _compare(
                subject, document, f"in another process ({_told(where)})", known[document.name, document.data], answer.reading
            )
            for deed in answer.deeds:
                raise subject.case(document).failure(f"{subject.source.name}: reading looks outside", why=deed, advice=_ADVICE)
        if failure:
            raise Case(order[min(len(answers), len(order) - 1)]).failure(
                f"{subject.source.name}: reading ends another process", why=f"{failure} ({_told(where)})", advice=_ADVICE
            )


def stays_within_bounds(subject: Subject, file: Path | None, enlarged: Sequence[tuple[str, Document]]) -> None:
    """What is long, deep or repeated is read within a worker's limits of time and memory, or refused."""
    documents = [document for _, document in enlarged]
    answers, failure = read_elsewhere(subject.source.name, file, documents, Surroundings(), limited=True).answers()
    failures = [answer.fault for answer in answers] + ([failure] if failure else [])
    for (how, document), why in zip(enlarged, failures, strict=False):
        if why:
            raise Case(Document(document.name, document.data[:_BEGINNING])).failure(
                f"{subject.source.name}: a document costs too much",
                why=f"{document.name} with {how} ({len(document.data):,} bytes): {why}\nIt begins as below.",
                advice="a worker has 10 seconds of CPU time and one more for each MB, and 480 MiB of memory: look for work "
                "that grows with the square of the length, for recursion, and for expressions that backtrack",
            )


def _compare(subject: Subject, document: Document, how: str, expected: bytes, actual: bytes) -> None:
    if expected == actual:
        return
    left, right = decode(expected, dict), decode(actual, dict)
    raise subject.case(document).failure(
        f"{subject.source.name}: reads the same bytes differently",
        why="\n".join([f"Read {how}:", *differences(left, right)]),
        advice=_ADVICE,
    )


def _told(where: Surroundings) -> str:
    later = f", the clock {where.forward // 86_400} days ahead" if where.forward else ""
    return f"PYTHONHASHSEED={where.hash_seed} TZ={where.time_zone} LC_ALL={where.lc_all}{later}"
