"""ODT, what LibreOffice writes: OpenDocument text (ODF 1.0 to 1.3), in its package or flat. One article a document."""

from collections.abc import Iterator

from newsarchive import Bid, Confidence, Defect, Document, Draft, NotArticle, Notice, Sample, Source, hookimpl

from ._odt import read_odt
from ._office import read_office
from ._xml import root_name

#: ODF 1.3, part 2, 3.3: the first member is stored, and says what the package is. Templates and masters are of the kind.
_MIMETYPE = b"mimetypeapplication/vnd.oasis.opendocument.text"
_HEADER = 30
_FLAT = b"application/vnd.oasis.opendocument.text"


def sniff(sample: Sample) -> Bid | None:
    """The type that its first member states, or its root element."""
    if sample.head.startswith(b"PK\x03\x04"):
        says = sample.head.startswith(_MIMETYPE, _HEADER)
        return Bid(Confidence.CERTAIN, "is a zip that says it is OpenDocument text") if says else None
    root, attributes = root_name(sample)
    if root == "document" and _FLAT in sample.head[:8192] and "opendocument" in attributes:
        return Bid(Confidence.CERTAIN, "its root element is office:document, of text")
    return None


def parse(document: Document) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """One article."""
    odt = read_odt(document.data)
    yield from read_office("odt", odt.paragraphs, odt.info, odt.defects)


@hookimpl
def newsarchive_sources() -> Source:
    """The source `odt`."""
    return Source(
        "odt", title="OpenDocument text (ODT)", sniff=sniff, parse=parse, refines=("zip-container",), libraries=("lxml",)
    )
