"""PDF with text (ISO 32000). One article a document; paragraphs by the layout, as far as pypdf tells of it."""

from collections.abc import Iterator

from newsarchive import Bid, Confidence, Defect, Document, Draft, NotArticle, Notice, Sample, Source, hookimpl

from ._office import read_office
from ._pdf import read_pdf

#: ISO 32000-1, 7.5.2 and annex H, 3.4.1: readers take a header within the first 1,024 bytes.
_MARK, _WITHIN = b"%PDF-", 1024


def sniff(sample: Sample) -> Bid | None:
    """Its header, at the beginning or behind what a server put there."""
    at = sample.head.find(_MARK, 0, _WITHIN)
    if at < 0:
        return None
    if at == 0:
        return Bid(Confidence.CERTAIN, "begins as PDF does")
    ends = b"startxref" in sample.tail or b"%%EOF" in sample.tail
    return Bid(Confidence.LIKELY, "begins as PDF does, behind something else, and ends so") if ends else None


def parse(document: Document) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """One article, or none where the pages are pictures."""
    pdf = read_pdf(document.data)
    if not pdf.paragraphs and not pdf.defects:
        yield NotArticle(f"no text: a scan of {pdf.pages} pages" if pdf.pages != 1 else "no text: a scan of one page")
        return
    yield from read_office("pdf", pdf.paragraphs, pdf.info, pdf.defects)


@hookimpl
def newsarchive_sources() -> Source:
    """The source `pdf`."""
    return Source("pdf", title="PDF with text", sniff=sniff, parse=parse, libraries=("pypdf",))
