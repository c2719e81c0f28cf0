"""RTF, the Rich Text Format, 1.0 to 1.9.1. One article a document."""

from collections.abc import Iterator

from newsarchive import Bid, Confidence, Defect, Document, Draft, NotArticle, Notice, Sample, Source, hookimpl

from ._office import read_office
from ._rtf import is_rtf, read_rtf


def sniff(sample: Sample) -> Bid | None:
    """Its mark, with which exports of databases begin, too: their sources know better."""
    return Bid(Confidence.LIKELY, "begins as RTF does") if is_rtf(sample.head) else None


def parse(document: Document) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """One article."""
    rtf = read_rtf(document.data)
    yield from read_office("rtf", rtf.paragraphs, rtf.info, rtf.defects)


@hookimpl
def newsarchive_sources() -> Source:
    """The source `rtf`."""
    return Source("rtf", title="Rich Text Format", sniff=sniff, parse=parse)
