"""WXR, WordPress eXtended RSS 1.0 to 1.2: what a site exports of its posts and pages."""

import re
from collections.abc import Iterator

from newsarchive import Bid, Confidence, Defect, Document, Draft, NotArticle, Notice, Sample, Source, hookimpl

from .._feed_xml import trees
from .pieces import pieces
from .post import Post
from .site import Site, type_of

# XML 1.0, 2.8: the root, behind comments that are longer than those of other formats. Possessive: nothing is read in two ways.
_ROOT = re.compile(r"(?:\s++|<\?.*?\?>|<!--.*?-->)*+(?P<root><rss\b[^<>]*+>)", re.DOTALL)
_NAMESPACE = "://wordpress.org/export/"
_WINDOW = 16 * 1024


def sniff(sample: Sample) -> Bid | None:
    """The namespace on the root element; a feed that WordPress wrote has none of it."""
    encoding = "utf-16" if sample.head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    match = _ROOT.match(sample.head[:_WINDOW].decode(encoding, "replace"))
    if match is None or _NAMESPACE not in match["root"]:
        return None
    return Bid(Confidence.CERTAIN, "its root element is rss, with the namespace of WordPress exports")


def parse(document: Document) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """An article each post and page. Items of other types are counted."""
    for tree in trees(document):
        yield from tree.defects
        if tree.root is not None:
            channel, items = tree.root, list(tree.root.iter("{*}item"))
        else:
            channel, items, defects = pieces(tree.text)
            yield from defects
        site = Site(channel, items)
        if not items:
            yield NotArticle("an export without items")
        for number, item in enumerate(items, 1):
            if site.is_text(type_of(item)):
                yield from Post(item, site, f"item[{number}]").read()
            item.clear(keep_tail=True)
        for kind, count in site.others.items():
            yield NotArticle(f"{count} item{'s' if count > 1 else ''} of the type {kind!r:.40}, which is no text")


@hookimpl
def newsarchive_sources() -> Source:
    """The source `wxr`."""
    return Source("wxr", title="WordPress exports", sniff=sniff, parse=parse, refines=("feed",), libraries=("lxml",))
