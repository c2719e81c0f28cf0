"""Who made an item and where: the persons that its properties name, and what its dateline says."""

import re
from collections.abc import Sequence
from typing import Any

from newsarchive import Author, Dateline

from .._names import signers
from .concepts import Concepts, code

#: NewsCodes `cpnat`, and what agencies make of it: the fields for the names of concepts.
ENTITIES = {
    **dict.fromkeys(("person", "people"), "people"),
    **dict.fromkeys(("organisation", "organization", "company"), "organisations"),
    **dict.fromkeys(("geoarea", "poi", "place", "location", "city", "country"), "places"),
}
#: Words of organisations: a creator is a person or an organisation, and few documents say which.
_FIRM = re.compile(
    r"\b(?:the|ltd|inc|llc|gmbh|ag|plc|corp|agency|agentur|agence|agencia|agenzia|press|presse|network|television|fernsehen"
    r"|tv|radio|news|images|media|staff|pictures|photos)\b",
    re.IGNORECASE,
)
#: Characters of a dateline: more are a paragraph.
_LINE = 200
# dateline = place [ "," … ] [ "(" agency ")" [ dash ] ]
_PLACE = re.compile(
    r"(?P<place>[^\W\d_][^\d,()/]{0,59}?(?:/[^\d,()/]{1,60}?)?)\s*(?:,[^()]{0,60})?(?:\([^()]{1,60}\)\s*[-–—:]*)?"
)
#: A dateline that some of Reuters' services write: when the item was sent.
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\d\b")


def byline_authors(byline: str) -> list[Author]:
    """The persons that a `by` names."""
    return [Author(name) for name in signers(byline, named=True) if not _FIRM.search(name)]


def authors_of(element: Any, concepts: Concepts, agencies: Sequence[str | None]) -> list[Author]:
    """The persons that a `creator` or a `contributor` names.

    NewsML-G2 has persons and organisations there. Without a type, and without details, what is one of the item's `agencies`
    or has the words of one is an organisation; a literal without a name is a system or an agency.
    """
    name = concepts.name(element)
    kind = ENTITIES.get(code(element, "type"))
    details = element.find("{*}personDetails")
    if name is None or kind == "organisations" or element.find("{*}organisationDetails") is not None:
        return []
    if kind == "people" or details is not None:
        names = [name]
    elif element.find("{*}name") is None or _FIRM.search(name) or name in agencies:
        return []
    else:
        names = signers(name, named=True)
    jobs = [concepts.name(each) for each in element.iterfind("{*}related") if "title" in code(each, "rel")]
    affiliation = details.find("{*}affiliation") if details is not None else None
    organisation = concepts.name(affiliation) if affiliation is not None else None
    role = next(filter(None, jobs), None) or (element.get("role") or "").rpartition(":")[2] or None
    return [Author(each, role=role, organisation=organisation) for each in names]


def is_timestamp(dateline: str) -> bool:
    """Whether a dateline says when an item was sent, and no place."""
    return _TIMESTAMP.match(dateline) is not None


def dateline_of(text: str, town: str | None) -> Dateline:
    """A dateline as printed; its place is where the item was `located`, if it says so, else what stands first in it."""
    match = re.search(rf"(?<!\w){re.escape(town)}(?!\w)", text, re.IGNORECASE) if town else None
    if match is not None:
        return Dateline(text, place=match[0])
    match = _PLACE.fullmatch(text) if len(text) <= _LINE else None
    return Dateline(text, place=match["place"].strip() if match else None)
