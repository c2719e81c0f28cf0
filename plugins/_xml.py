"""XML for sources that read it: no entity is fetched or expanded, nothing is larger than libxml2 thinks sane.

A document type is read over. An entity of its own stays a reference, and is a defect: what it stands for is not put in.
"""

from collections.abc import Iterator
from typing import Any

from newsarchive import Defect, Unreadable

#: XML 1.0, 4.6: the references that every processor knows.
_PREDEFINED = frozenset({"amp", "lt", "gt", "apos", "quot"})


def read_xml(data: bytes) -> Any:
    """The root of a document, an lxml element. Raises Unreadable with the line where it stops to be XML.

    libxml2 without `huge_tree` takes a depth of 256 (2,048 from 2.14 on), and texts and attributes of 10 million bytes.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, dtd_validation=False, attribute_defaults=False
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise Unreadable(f"line {line}, column {column}: {error.msg}", code="bad-xml") from None
    except ValueError as error:  # an encoding that nobody knows
        raise Unreadable(f"it is no XML: {error}", code="bad-xml") from None


def unresolved(root: Any) -> Iterator[Defect]:
    """Entities that are left as they stand, each named once."""
    from lxml import etree

    seen = set(_PREDEFINED)
    for reference in root.iter(etree.Entity):
        name = (reference.text or "").strip("&;")
        if name not in seen:
            seen.add(name)
            yield Defect("entity", f"line {reference.sourceline}: the entity &{name}; is not resolved, and left out")
