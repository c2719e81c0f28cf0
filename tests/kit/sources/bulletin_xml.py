"""A bulletin in XML, the markup among the sound sources that the kit is tested on.

    <bulletin>
      <item id="pe-1" date="2024-12-03T09:30:00+01:00">
        <title>Port Ellery to rebuild sea wall</title>
        <by>O.Byrne</by>
        <p>The harbour board voted on Tuesday to rebuild the sea wall.</p>
      </item>
    </bulletin>

An item has one title at most, and any number of signers and paragraphs; a date at any precision of ISO 8601.
"""

import re
from collections.abc import Iterator
from typing import Any

from newsarchive import (
    Author,
    Bid,
    Block,
    Confidence,
    Defect,
    Document,
    Draft,
    Evidence,
    NewsarchiveError,
    PartialDate,
    Sample,
    Source,
    Unreadable,
    hookimpl,
)
from newsarchive.text import WHITE_SPACE

_BEGINNING = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<bulletin[\s/>]")
_BYTE_ORDER_MARKS = b"\xef\xbb\xbf\xfe\xff"


def sniff(sample: Sample) -> Bid | None:
    """Sure of a document whose root is a bulletin, in UTF-8 or UTF-16."""
    head = sample.head.lstrip(_BYTE_ORDER_MARKS).translate(None, b"\0")
    return Bid(Confidence.CERTAIN, "its root is <bulletin>") if _BEGINNING.match(head) else None


def parse(document: Document) -> Iterator[Draft | Defect]:
    """An article for each item, and a defect for each thing that has no place in a bulletin."""
    root = _root(document.data)
    if root.tag != "bulletin":
        raise Unreadable(f"the root is {root.tag!r:.80}, and not a bulletin")
    yield from _stray(root, "/bulletin")
    for place, item in enumerate(root, 1):
        path = f"/bulletin/*[{place}]"
        if item.tag == "item":
            yield from _item(item, path)
        else:
            yield Defect("unknown-element", f"{path} is {item.tag!r:.80}, and not an item")


def _root(data: bytes) -> Any:
    """The root element. No entity is expanded, nothing is fetched, and libxml2's own limits of depth and length stay."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, LookupError, ValueError) as error:  # an unknown encoding is one of the latter two
        raise Unreadable(f"it is no XML: {error}", code="bad-xml") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("a bulletin has no document type", code="bad-xml")
    return root


def _item(item: Any, path: str) -> Iterator[Draft | Defect]:
    """The article that an item makes, behind what is wrong with it. Paths are counted here: lxml's take the square of time."""
    draft = Draft()
    body: list[Block] = []
    authors: list[Author] = []
    evidence: dict[str, Evidence] = {}
    yield from _stray(item, path)
    for name, value in item.attrib.items():
        where = Evidence(f"item/@{name}", path=f"{path}/@{name}")
        if name == "id" and value.strip(WHITE_SPACE):
            draft.identifiers = {"bulletin": value}
            evidence["identifiers.bulletin"] = where
        elif name == "date":
            try:
                draft.published = PartialDate.parse(value)
                evidence["published"] = where
            except NewsarchiveError as error:
                yield Defect("impossible-date", f"{path}/@date: {error.message}")
        else:
            yield Defect("unknown-attribute", f"{path}/@{name}: {value!r:.80}")
    for place, element in enumerate(item, 1):
        here = f"{path}/*[{place}]"
        text = "".join(element.itertext()).strip(WHITE_SPACE)
        where = Evidence(f"item/{element.tag}", path=here)
        if element.tag == "title" and text and draft.headline is None:
            draft.headline = text
            evidence["headline"] = where
        elif element.tag == "by" and text:
            evidence[f"authors[{len(authors)}].name"] = where
            authors.append(Author(text))
        elif element.tag == "p" and text:
            evidence[f"body[{len(body)}]"] = where
            body.append(Block("paragraph", text))
        elif text or element.tag not in ("title", "by", "p"):
            yield Defect("unknown-element", f"{here} is a further {element.tag!r:.80}: {text!r:.80}")
    draft.authors, draft.body, draft.evidence = authors, body, evidence
    yield draft


def _stray(element: Any, path: str) -> Iterator[Defect]:
    """Text beside the elements, which no field takes."""
    for text in (element.text, *(child.tail for child in element)):
        if text and text.strip(WHITE_SPACE):
            yield Defect("stray-text", f"{path}: text that belongs to no element: {text.strip(WHITE_SPACE)!r:.80}")


@hookimpl
def newsarchive_sources() -> Source:
    """The source `bulletin-xml`."""
    return Source("bulletin-xml", title="Bulletin in XML", sniff=sniff, parse=parse, version="1", libraries=("lxml",))
