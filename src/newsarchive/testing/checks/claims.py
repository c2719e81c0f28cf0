"""A source claims its own documents and nobody else's."""

from collections.abc import Mapping

from ...sniff import Decision, decide
from ...sources import Document
from ..format import Format
from ..subject import Subject


def claimed(subject: Subject, document: Document) -> None:
    """With every installed source bidding, the document goes to its own."""
    decision = subject.decide(document)
    if decision.winner is not subject.source:
        raise subject.case(document).failure(
            f"{subject.source.name}: does not get a document of its own",
            why=_bids(decision),
            advice="bid by the mark of the format: LIKELY for one that others might have, CERTAIN for one that nobody else "
            "has; a source that knows better than another one names it in Source(refines=…)",
        )


def left_alone(subject: Subject, others: Mapping[str, Format]) -> None:
    """A document of another format goes to whom it would go to if this source were not installed."""
    without = {name: source for name, source in subject.plugins.sources.items() if name != subject.source.name}
    for name, other in others.items():
        if name == subject.source.name or name not in without:
            continue
        for file, data in other.documents().items():
            document = Document(file, data)
            before, after = decide(without.values(), document.sample()), subject.decide(document)
            if before.winner is not after.winner:
                raise subject.case(document).failure(
                    f"{subject.source.name}: claims a document of {name}",
                    why=_bids(after),
                    advice="bid only for what has the mark of the format; a file's ending says little",
                )


def _bids(decision: Decision) -> str:
    lines = [
        f"{offer.source}: {offer.error or offer.confidence} {offer.reason}"
        for offer in decision.offers
        if offer.confidence or offer.error
    ]
    lines += [f"{reason.code}: {reason.reason}" for reason in decision.reasons]
    winner = decision.winner.name if decision.winner else "nobody"
    return "\n".join([*lines, f"It goes to {winner}."])
