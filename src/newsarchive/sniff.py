"""Which source reads a document: bids, and how they are decided. Order of registration never decides."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import attrs

from .errors import PLUGIN_FAULTS, told, writable
from .reading import Offer, Reason
from .sources import Bid, Confidence, Sample, Source


@attrs.frozen
class Decision:
    """The winner and why, or the reasons why there is none; `offers` are all bids and failures, highest first."""

    winner: Source | None
    offers: tuple[Offer, ...]
    reasons: tuple[Reason, ...] = ()
    because: str = ""


def decide(
    sources: Iterable[Source],
    sample: Sample,
    prefer: Sequence[str] = (),
    killers: Mapping[str, str] = MappingProxyType({}),
    note: Callable[[str, str], None] = lambda _doing, _name: None,
) -> Decision:
    """Ask every source and choose: the highest bid; at a tie what refines the others; then the user's preference.

    A source whose `sniff` fails might have known the document. If nobody else knows it better than as a last
    resort, it is left for `retry` rather than read wrongly. `killers` are sources whose `sniff` of this document
    ended the process, with what is known of that: they are not asked again. `note` is told who is asked.
    """
    by_name = {source.name: source for source in sources}
    offers = []
    for name, source in by_name.items():
        note("sniff", name)
        offers.append(Offer(name, error=killers[name]) if name in killers else _ask(source, sample))
    offers.sort(key=lambda offer: (-Confidence[offer.confidence] if offer.confidence else 0, offer.source))
    bids = [offer for offer in offers if offer.confidence]
    failures = tuple(Reason("sniff-failed", offer.error, source=offer.source) for offer in offers if offer.error)
    if not bids or (failures and bids[0].confidence == Confidence.FALLBACK.name):
        return Decision(None, tuple(offers), failures or (Reason("unclaimed", _unclaimed(sample)),))
    top = [by_name[offer.source] for offer in bids if offer.confidence == bids[0].confidence]
    refined = {name for source in top for name in source.refines}
    finalists = [source for source in top if source.name not in refined] or top
    because = "it bids the highest" if len(bids) > 1 else "it alone bids"
    if len(finalists) < len(top):
        because = f"it refines {_names(source for source in top if source not in finalists)}, which bids as high"
    if len(finalists) > 1:
        because = f"it is the preferred one of {_names(finalists)}, which bid alike"
        finalists = sorted((s for s in finalists if s.name in prefer), key=lambda s: prefer.index(s.name))[:1] or finalists
    if len(finalists) == 1:
        return Decision(finalists[0], tuple(offers), because=because)
    remedy = 'say which with `--source`, or `prefer = ["…"]` in newsarchive.toml'
    reason = f"{_names(finalists)} both claim it as {bids[0].confidence}; {remedy}"
    return Decision(None, tuple(offers), (Reason("ambiguous", reason), *failures))


def _names(sources: Iterable[Source]) -> str:
    return " and ".join(source.name for source in sources)


def _ask(source: Source, sample: Sample) -> Offer:
    try:
        bid = source.sniff(sample)
        if bid is None:
            return Offer(source.name)
        if not isinstance(bid, Bid):
            if isinstance(bid, bool):
                raise TypeError(f"it answered {bid}, and not a Confidence, a Bid or None")
            bid = Bid(Confidence(bid))
        confidence: Any = Confidence(bid.confidence).name  # one of the literals
        return Offer(source.name, confidence, writable(str(bid.reason)))
    except PLUGIN_FAULTS as error:  # the fence around a plugin's code
        return Offer(source.name, error=f"{source.name}: sniff raised {told(error)}")


# Beginnings that people meet, for a reason that helps. Not used to read anything.
_SIGNATURES = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip container (also DOCX, ODT, EPUB)"),
    (b"\x1f\x8b", "gzip data"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "RTF"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
)


def _unclaimed(sample: Sample) -> str:
    """Why nobody may have claimed it."""
    head = sample.head.removeprefix(b"\xef\xbb\xbf").lstrip()
    kind = next((kind for mark, kind in _SIGNATURES if sample.head.startswith(mark)), None)
    if kind is None and head[:1] == b"<":
        kind = "markup (XML or HTML)"
    elif kind is None and head[:1] in (b"{", b"["):
        kind = "JSON"
    elif kind is None and not sample.head.strip(b"\0"):
        kind = "nothing but NUL bytes"
    elif kind is None and b"\0" in sample.head:
        kind = "binary data (it holds NUL bytes)"
    looks = f"it looks like {kind}" if kind else f"it begins with {sample.head[:16]!r}"
    return f"no installed source claims it; {looks}"
