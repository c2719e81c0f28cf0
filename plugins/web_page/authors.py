"""Who signs a page: as its JSON-LD and `meta` state it, and as it prints it."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from newsarchive.text import said

from .linked_data import JSON_LD
from .main_text import MainText
from .people import Signers, Sites, named_in, printed_names, signed_by
from .statements import Statements

_AUTHORS = (
    "parsely-author",
    "sailthru.author",
    "byl",
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "og:article:author",
    "citation_author",
    "cxenseparse:author",
)
#: Where pages print who signs: `rel=author`, microdata, and what designers call it.
_BYLINE = "*[contains(@class, 'author')]"
_BYLINE_ELEMENTS = ("h1", "a", "span", "div", "p", "address", "li", "ul", "cite", "strong", "em", "section")
_LONGEST_BYLINE, _MOST_BYLINES, _LOOKED_AT = 120, 8, 1000


def read_authors(story: Statements, main: MainText | None) -> None:
    """`authors`, and `byline` and `credit` as far as they say more."""
    sites = story.sites()
    printed = list(_bylines(story, main))
    found = Signers()
    where = ""
    for signers, path in _signers(story, sites, printed):
        if signers.people or (signers and not found):
            found, where = signers, path
        if found.people:
            break
    rule = where.partition("[")[0]
    story.set("authors", found.people, rule, where)
    organisations = ", ".join(found.organisations)
    if found.people:
        story.set("credit", organisations, rule, where)
        name = found.people[0].name.casefold()
        byline = next((text for text in printed if name in text.casefold() and len(text) > len(name)), None)
        story.set("byline", byline, "byline", _BYLINE)
    else:
        story.set("byline", next(iter(printed), None), "byline", _BYLINE)
        story.set("byline", organisations, rule, where)


def _signers(story: Statements, sites: Sites, printed: list[str]) -> Iterator[tuple[Signers, str]]:
    """Who signs, source by source; of what is printed, nothing but names."""
    for name in ("author", "creator"):
        yield signed_by(story.data.resolved(story.node.get(name)), story.data, sites), f"{JSON_LD}/{name}"
    for name in _AUTHORS:
        texts, path = story.head.values(name)
        yield named_in(texts, sites), path
    yield next((signers for text in printed if (signers := printed_names(text, sites))), Signers()), _BYLINE


def _bylines(story: Statements, main: MainText | None) -> Iterator[str]:
    """What the page prints as a byline behind its first heading, the first few."""
    heading = main.heading if main else ""
    behind = not heading
    number = 0
    for element in islice((main.scope if main else story.root).iter(*_BYLINE_ELEMENTS), _LOOKED_AT):
        if element.tag == "h1":
            behind = behind or said(element) == heading
        elif behind and _is_byline(element):
            text = said(element)
            if 3 <= len(text) <= _LONGEST_BYLINE:
                yield text
            number += 1
            if number == _MOST_BYLINES:
                return


def _is_byline(element: Any) -> bool:
    names = element.get("class")
    if names and ("author" in names or "byline" in names or "autor" in names):
        return True
    return "author" in (element.get("rel"), element.get("itemprop"))
