"""Letting go of what waits in quarantine: it will not be tried again. Its original and its reasons stay where they are."""

from collections.abc import Callable

from ..entries import Outcome
from ..errors import ArchiveError
from ..reading import Reading, Reason
from ..store.archive import Archive
from .frames import Hello
from .judge import Judge
from .retry import Waiting, waiting
from .session import Session


def dismiss(archive: Archive, prefix: str, because: str, version: str, now: Callable[[], str]) -> list[Waiting]:
    """Dismiss the documents whose original's digest begins with `prefix`, and say why in the ledger.

    Raises ArchiveError if there is none, or if the prefix is that of several originals.
    """
    chosen = [each for each in waiting(archive.catalog, archive.ledger) if each.line.original.startswith(prefix)]
    originals = sorted({each.line.original[:12] for each in chosen})
    if len(originals) != 1:
        found = f"it could be {' or '.join(originals)}" if originals else "nothing in quarantine begins so"
        raise ArchiveError(f"{prefix!r}: {found}", help="`newsarchive quarantine` lists what waits, each with its digest.")
    session = Session(archive, Judge(archive.layout, archive.catalog, archive.accessions))
    drops = list(dict.fromkeys(each.drop for each in chosen))
    session.begin("dismiss", version, now(), drops, Hello())
    outcome = Outcome(outcome="ignored", reasons=(Reason("dismissed", f"dismissed by hand: {because}"),))
    for each in chosen:
        session.note_document(each.noted_in(drops), Reading(), [outcome])
        session.count(Reading(), [outcome])
    session.commit()
    session.end(now())
    return chosen
