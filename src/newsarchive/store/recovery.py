"""Making an archive what its ledger says: what was never acknowledged goes, and a removal that was decided is done."""

import attrs

from ..catalog import seen_until
from ..entries import BatchLine, RemovalLine
from ..errors import DamageError
from ..ledger import Ledger, Tail, Writer, parse
from .acknowledged import acknowledged
from .layout import Layout
from .originals import Originals
from .records import Records
from .removal import carry_out


def recover(layout: Layout, ledger: Ledger, originals: Originals, records: Records) -> tuple[Tail, int]:
    """Recover an archive under its lock; the ledger's tail, and how many records there are. Raises OSError, DamageError."""
    tail = ledger.tail()
    state, decided = last_batch(ledger, tail)
    ledger.cut(tail)
    originals.recover(state.tars)
    if decided is not None:
        carry_out(layout, ledger, decided)
        state = after(state, decided)
    records.recover(state, lambda: acknowledged(ledger, layout).volumes)
    return tail if decided is None else _acknowledge(ledger, tail, state), state.accessions


def refuse_shortened(layout: Layout, ledger: Ledger) -> None:
    """A ledger that ends before what the catalog has read of it is damaged. Raises DamageError."""
    seen = seen_until(layout.catalog)
    if seen.is_beyond(ledger.tail()):
        what = f"it ends before byte {seen.length:,} of run {seen.run}, and the catalog has read it until there"
        raise DamageError(str(layout.ledger), what)


def after(state: BatchLine, removal: RemovalLine) -> BatchLine:
    """What the ledger is to say once a removal is done; `state` is what it said before."""
    return attrs.evolve(
        state, records={}, manifests=state.manifests | removal.manifests, volumes=state.volumes | removal.volumes
    )


def last_batch(ledger: Ledger, tail: Tail) -> tuple[BatchLine, RemovalLine | None]:
    """What the ledger last said is on disk, and the removal that it decided since."""
    decided = None
    for line in ledger.backwards(tail):
        entry = parse(line)
        if isinstance(entry, BatchLine):
            return entry, decided
        if isinstance(entry, RemovalLine):
            decided = entry
    return BatchLine(accessions=0), decided


def _acknowledge(ledger: Ledger, tail: Tail, state: BatchLine) -> Tail:
    """Say that a removal is done."""
    assert tail.run is not None
    writer = Writer(ledger, tail.run, tail.digest, tail.length)
    try:
        writer.append([state])
        writer.sync()
    finally:
        writer.close()
    return Tail(tail.run, writer.length, writer.digest)
