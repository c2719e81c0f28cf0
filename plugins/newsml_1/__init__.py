"""NewsML 1.0 to 1.2 of the IPTC: NewsItems in an envelope, each with components in several media and languages."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from newsarchive import Bid, Confidence, Defect, Document, Draft, NotArticle, Notice, Sample, Source, hookimpl
from newsarchive.text import said

from .._xml import documents, read_xml, root_name, unresolved, xml_bytes
from .components import Item, items_of
from .content import Picture
from .managed import URN
from .story import Story
from .topics import Topics
from .values import parts_of

#: Pictures of other items that a story takes in.
_BESIDE = 100


def sniff(sample: Sample) -> Bid | None:
    """The root element decides: NewsML-G2 has others, `newsItem` and `newsMessage`."""
    root, _ = root_name(sample)
    return Bid(Confidence.CERTAIN, "its root element is NewsML") if root == "NewsML" else None


def parse(document: Document) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """Each NewsItem of each document in the file, in each of its languages."""
    for data in documents(xml_bytes(document)):
        root = read_xml(data)
        yield from unresolved(root)
        yield from _news(root)


def _news(root: Any) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """What the NewsItems of a document hold, in its order."""
    items = items_of(root)
    if not items:
        yield NotArticle("a NewsML document without a NewsItem")
    topics = Topics(root)
    envelope = parts_of(*root.iterchildren("{*}NewsEnvelope"))
    pictures = _pictures(items)
    for item in items:
        told = (picture for each in dict.fromkeys(item.references) for picture in pictures.get(each, ()))
        beside = list(islice(told, _BESIDE))
        if "update" in item.parts:
            update = Story(item, topics, envelope, [], beside)
            yield Defect("update", f"{update.label}: it changes parts of an earlier revision, which is not at hand")
            if update.get("status") not in ("canceled", "withheld"):
                continue
        for texts in item.versions() or [[]]:
            yield from Story(item, topics, envelope, texts, beside).read()


def _pictures(items: Sequence[Item]) -> dict[str | Item, list[Picture]]:
    """The pictures of items that are nothing else, by what refers to them: a Duid, or a URN with or without its revision."""
    found: dict[str | Item, list[Picture]] = {}
    for item in items:
        if pictures := item.pictures if not item.versions() else []:
            urn = said(item.element.find("{*}Identification/{*}NewsIdentifier/{*}PublicIdentifier"))
            match = URN.fullmatch(urn)
            for key in (item, f"#{item.element.get('Duid') or ''}", urn, match["item"] if match else urn):
                found.setdefault(key, pictures)
    return found


@hookimpl
def newsarchive_sources() -> Source:
    """The source `newsml-1`."""
    return Source("newsml-1", title="NewsML 1.0 to 1.2", sniff=sniff, parse=parse, libraries=("lxml",))
