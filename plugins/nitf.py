"""NITF, the News Industry Text Format of the IPTC, 2.5 to 3.6."""

from collections.abc import Iterator

from newsarchive import Bid, Confidence, Defect, Document, Draft, NotArticle, Notice, Sample, Source, hookimpl

from ._nitf import read_nitf
from ._xml import documents, read_xml, root_name, unresolved, xml_bytes


def sniff(sample: Sample) -> Bid | None:
    """The root element decides: NewsML and Atom hold NITF, too."""
    root, _ = root_name(sample)
    return Bid(Confidence.CERTAIN, "its root element is nitf") if root.lower() == "nitf" else None


def parse(document: Document) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """One story for each document in the file."""
    for data in documents(xml_bytes(document)):
        root = read_xml(data)
        yield from unresolved(root)
        yield from read_nitf(root)


@hookimpl
def newsarchive_sources() -> Source:
    """The source `nitf`."""
    return Source("nitf", title="NITF 2.5 to 3.6", sniff=sniff, parse=parse, libraries=("lxml",))
