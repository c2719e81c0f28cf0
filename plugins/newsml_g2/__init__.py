"""NewsML-G2 2.x of the IPTC, and what else is written in its namespace: items, packages, messages of many items."""

from collections.abc import Iterator
from typing import Any

from newsarchive import Bid, Confidence, Defect, Document, Draft, NotArticle, Notice, Sample, Source, Unreadable, hookimpl

from .._xml import documents, read_xml, root_name, unresolved, xml_bytes
from .concepts import local
from .item import Item
from .remainder import stated

#: NAR, the architecture of all G2 standards; the name has not changed since 1.0.
NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"
_STORIES = frozenset({"newsItem", "packageItem"})
#: NewsML-G2 2.35, root elements that hold no news: vocabularies, events, plans.
_OTHERS = frozenset({"conceptItem", "knowledgeItem", "planningItem", "catalogItem", "catalog"})
_ROOTS = _STORIES | _OTHERS | {"newsMessage"}


def sniff(sample: Sample) -> Bid | None:
    """The root element and its namespace decide; TT writes none."""
    root, attributes = root_name(sample)
    if root not in _ROOTS:
        return None
    if NAMESPACE in attributes or "NewsML-G2" in attributes:
        return Bid(Confidence.CERTAIN, f"its root element is {root} of NewsML-G2")
    if b"itemMeta" in sample.head.replace(b"\0", b""):
        return Bid(Confidence.LIKELY, f"its root element is {root}, and it has an itemMeta")
    return None


def parse(document: Document) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """One story for each item, in the order of the document."""
    for root in _roots(xml_bytes(document)):
        if isinstance(root, Defect):
            yield root
            continue
        yield from unresolved(root)
        if local(root) == "newsMessage":
            yield from _message(root)
        else:
            yield from _item(root, "", None)


def _roots(data: bytes) -> Iterator[Any]:
    """The root of a document, or those of several in one file, one behind the other; a Defect for one that is no XML.

    Looked at as one first: a declaration may also stand in the data of an item.
    """
    try:
        whole = read_xml(data)
    except Unreadable:
        several = documents(data)
        if len(several) < 2:
            raise
    else:
        yield whole
        return
    for each in several:
        try:
            root = read_xml(each)
        except Unreadable as error:
            root = Defect(error.code, str(error))
        yield root


def _message(root: Any) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """The items of a message. Its header is kept with the first of them: it tells of the message, and not of its items."""
    header = root.find("{*}header")
    envelope = stated(header) if header is not None else None
    items = [
        (f"itemSet[{number}]/", item)
        for number, each in enumerate(root.findall("{*}itemSet"), 1)
        for item in each.iterchildren("*")
    ]
    if not items:
        yield NotArticle("a news message without items")
    counts: dict[str, int] = {}
    for path, item in items:
        name = local(item)
        counts[path + name] = counts.get(path + name, 0) + 1
        yield from _item(item, f"{path}{name}[{counts[path + name]}]/", envelope)
        envelope = None


def _item(item: Any, path: str, envelope: Any) -> Iterator[Draft | Notice | NotArticle | Defect]:
    name = local(item)
    if name in _STORIES:
        yield from Item(item, path, envelope).found(f"a {name} with neither a headline nor a body")
    elif name in _OTHERS:
        yield NotArticle(f"a {name}, which tells of concepts, events or plans")
    else:
        yield Defect("no-item", f"line {item.sourceline}: {name!r:.60} is no item of NewsML-G2")


@hookimpl
def newsarchive_sources() -> Source:
    """The source `newsml-g2`."""
    return Source("newsml-g2", title="NewsML-G2 2.x", sniff=sniff, parse=parse, libraries=("lxml",))
