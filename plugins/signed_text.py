"""Signed text: a story with its byline at the end, on a line of its own: `O.Byrne--IP`."""

from collections.abc import Iterator

from newsarchive import Bid, Confidence, Document, Draft, Sample, Source, hookimpl

from ._prose import read_prose
from ._sample import text_ends
from ._signature import split_signatures


def sniff(sample: Sample) -> Bid | None:
    """A signature on the last line that says anything, with text above it."""
    ends = text_ends(sample)
    if ends is None:
        return None
    _, signatures = split_signatures(ends.last_lines())
    return Bid(Confidence.LIKELY, f"signed at its end: {signatures[-1].line.text}") if signatures else None


def parse(document: Document) -> Iterator[Draft]:
    """One article."""
    yield read_prose(document.decoded().text, signed=True)


@hookimpl
def newsarchive_sources() -> Source:
    """The source `signed-text`."""
    return Source("signed-text", title="Text signed at its end", sniff=sniff, parse=parse, lossless=True)
