"""Feeds: RSS 0.90 to 2.0, RSS 1.0, Atom 0.3 and 1.0. An entry each.

What is XML is read by lxml, which takes a fortieth of feedparser's time and keeps the zones of dates; what is none is mended
where that changes no text, and else left to feedparser (docs/adr/0018).
"""

from collections.abc import Iterator

from newsarchive import Bid, Confidence, Defect, Document, Draft, NotArticle, Notice, Sample, Source, hookimpl

from .._feed_xml import trees
from .._xml import root_name
from .atom import read_atom
from .loose import read_loose
from .rss import read_rss

#: The namespaces of RSS 1.0 and 0.90 on an RDF document, which may be anything, and those of Atom.
_RSS_IN_RDF = (
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://channel.netscape.com/rdf/simple/0.9/",
)
_ATOM = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")


def sniff(sample: Sample) -> Bid | None:
    """The root element; vendors' formats on the same root are surer."""
    root, attributes = root_name(sample)
    name = root.lower()
    if name == "rss":
        return Bid(Confidence.LIKELY, "its root element is rss")
    if name == "rdf" and any(uri in attributes for uri in _RSS_IN_RDF):
        return Bid(Confidence.LIKELY, "it is RDF with the namespace of RSS 1.0 or 0.90")
    if name in ("feed", "entry") and any(uri in attributes for uri in _ATOM):
        return Bid(Confidence.LIKELY, f"its root element is Atom's {name}")
    if name == "feed" and b"<entry" in sample.head:
        return Bid(Confidence.POSSIBLE, "its root element is feed, and it has entries")
    return None


def parse(document: Document) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """An article an entry."""
    for tree in trees(document):
        yield from tree.defects
        if tree.root is None:
            yield from read_loose(tree.text)
        elif tree.root.tag.rpartition("}")[2].lower() in ("feed", "entry"):
            yield from read_atom(tree.root)
        else:
            yield from read_rss(tree.root)


@hookimpl
def newsarchive_sources() -> Source:
    """The source `feed`."""
    return Source("feed", title="RSS and Atom", sniff=sniff, parse=parse, libraries=("lxml", "feedparser"))
