"""DOCX, what Word writes since 2007: WordprocessingML (ECMA-376). One article a document."""

from collections.abc import Iterator

from newsarchive import Bid, Confidence, Defect, Document, Draft, NotArticle, Notice, Sample, Source, hookimpl

from ._docx import read_docx
from ._office import read_office

_ZIP = b"PK\x03\x04"
#: The main part, as Word and everyone else calls it, in the header of a member or in the directory at the end.
_MAIN = b"word/document.xml"


def sniff(sample: Sample) -> Bid | None:
    """A zip with a member that is called as the main part of a document is. Exports of databases may be such."""
    if sample.head.startswith(_ZIP) and (_MAIN in sample.head or _MAIN in sample.tail):
        return Bid(Confidence.LIKELY, "is a zip with word/document.xml")
    return None


def parse(document: Document) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """One article."""
    docx = read_docx(document.data)
    yield from read_office("docx", docx.paragraphs, docx.info, docx.defects)


@hookimpl
def newsarchive_sources() -> Source:
    """The source `docx`."""
    return Source(
        "docx", title="Word document (DOCX)", sniff=sniff, parse=parse, refines=("zip-container",), libraries=("lxml",)
    )
