"""The element of a page that holds the article, and the blocks of its text.

Prose is long text outside of links. The element is found from the top: as long as one child holds most of the prose, the
article is in that child. What stands between the headline and that element is the lead.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import attrs

from newsarchive import Block
from newsarchive.text import markup_blocks, one_line, said

from .furniture import GONE, HEAVY, SAFE, is_elsewhere, is_furniture, is_hidden, is_no_lead

#: Characters of a text node that make it prose: menus, labels and most teasers are shorter.
_PROSE = 40
#: The share of the prose that one child has to hold for the article to be in it.
_DOMINANT = 0.7
#: An element with more of the prose than this is not furniture whatever it is called, or is not somebody else's.
_MOST, _NEARLY_ALL = 0.4, 0.75
#: A heading that is a link, with what belongs to it, is the teaser of another page if it has less of the prose than this.
_TEASER = 0.15
_LEAD = 1500
_HEADINGS = ("h1", "h2", "h3", "h4", "h5")
_LINES = frozenset(("p", "li", "ul", "ol", "td", "dd", "dt", *_HEADINGS))
_INLINE = frozenset("a abbr b cite code em font i mark q s small span strong sub sup u".split())  # noqa: SIM905  # a list of words
_LEAVES = frozenset(("p", "span", "blockquote", "li"))
_SENTENCE_ENDS = tuple(".!?…。！？।۔”\"'’»)")
_SILENT = ("script", "style", "a", "noscript", "template", "button", "textarea", "title", "option", "label", "figcaption")
_PLACEHOLDER = re.compile(r"\{[{|*%].*?[}|*%]\}")


@cache
def _prose() -> Any:
    """Text nodes that may be prose, and first headings, in the document's order."""
    from lxml import etree

    silent = " or ".join(f"parent::{name}" for name in _SILENT)
    long = f"string-length(.) > {_PROSE}"
    return etree.XPath(f"//body//h1|//body//text()[{long}][not({silent})][string-length(normalize-space(.)) > {_PROSE}]")


@attrs.frozen
class MainText:
    """Where the article stands: its element, the lead in front of it, the first heading of the page.

    `weights` are characters of prose by element, `total` those of the whole page.
    """

    element: Any
    leads: list[Any]
    heading: str
    weights: dict[Any, int]
    total: int

    @property
    def weight(self) -> int:
        """Characters of prose in the element."""
        return self.weights[self.element]


def find_main_text(root: Any) -> MainText | None:
    """The article's element, or None in a page without prose."""
    own, heading = _own_prose(root)
    total = sum(own.values())
    body = root.find("body")
    if not total or body is None:
        return None
    everything = _summed(own, frozenset())
    elsewhere = {
        element
        for element, weight in everything.items()
        if element.tag not in SAFE
        and (
            weight < _MOST * total
            and (element.tag in HEAVY or element.tag == "a" or is_hidden(element) or is_furniture(element))
            or weight < _NEARLY_ALL * total
            and is_elsewhere(element)
        )
    }
    weights = _summed(own, elsewhere)
    if not weights.get(body):
        return None
    element = body
    while (child := max((each for each in element if each in weights), key=weights.__getitem__, default=None)) is not None:
        if weights[child] < _DOMINANT * weights[element] or child.tag in _LEAVES:
            break
        element = child
    leads = _leads(own, heading, element) if heading is not None else []
    return MainText(element, leads, said(heading), weights, total)


def _own_prose(root: Any) -> tuple[dict[Any, int], Any]:
    """Characters of prose directly in each element, in the document's order, and the first heading that is no link."""
    own: dict[Any, int] = {}
    heading = None
    for found in _prose()(root):
        if not isinstance(found, str):
            if heading is None and next(found.iterancestors("a", "nav", "footer", "aside"), None) is None:
                heading = found
                own.setdefault(found, 0)
            continue
        element = found.getparent()
        if found.is_tail:
            element = element.getparent()
        own[element] = own.get(element, 0) + len(found)
    return own, heading


def _summed(own: dict[Any, int], without: "set[Any] | frozenset[Any]") -> dict[Any, int]:
    """The prose in each element and below it, leaving out what stands in `without`."""
    sums: dict[Any, int] = {}
    for element, weight in own.items():
        chain = []
        above = element
        while above is not None and above not in without:
            chain.append(above)
            above = above.getparent()
        if above is None:
            for each in chain:
                sums[each] = sums.get(each, 0) + weight
    return sums


def _leads(own: dict[Any, int], heading: Any, element: Any) -> list[Any]:
    """The elements of prose between the first heading and the article's text."""
    above = set(heading.iterancestors())
    if element in above or element is heading:
        return []
    common = next(each for each in element.iterancestors() if each in above)
    leads: list[Any] = []
    order = iter(own)
    for each in order:
        if each is heading:
            break
    for each in order:
        chain = [each]
        for parent in each.iterancestors():
            if parent is common:
                break
            chain.append(parent)
        else:
            continue
        if element in chain:
            return leads
        if not any(x.tag in GONE or x.tag in ("a", "details") or is_hidden(x) or is_elsewhere(x) or is_no_lead(x) for x in chain):
            leads.append(each)
    return []


def blocks_of(found: MainText, headline: str | None) -> list[Block]:
    """The blocks of the article. What is no text of it is taken out of the tree."""
    leads = list(dict.fromkeys(_lead_text(each) for each in found.leads))
    for element in _furniture(found):
        _remove(element)
    blocks = [block for block in markup_blocks(found.element) if not _PLACEHOLDER.search(block.text)]
    known = {headline, found.heading}
    for number, block in enumerate(blocks[: len(blocks) // 2]):
        if block.kind == "crosshead" and block.text in known:
            blocks = blocks[number + 1 :]
            break
    while blocks and _is_remnant(blocks[-1]):
        blocks.pop()
    beginnings = "\n".join(block.text for block in blocks[:6])
    first = [Block("paragraph", text) for text in leads if len(text) <= _LEAD and text not in known and text[:60] not in beginnings]
    return first + blocks if blocks else []


def _lead_text(element: Any) -> str:
    while element.tag in _INLINE and element.getparent() is not None:
        element = element.getparent()
    return said(element)


def _is_remnant(block: Block) -> bool:
    """A crosshead with nothing below it, or a label."""
    return block.kind == "crosshead" or (len(block.text) < 25 and not block.text.endswith(_SENTENCE_ENDS))


def _furniture(found: MainText) -> list[Any]:
    """The elements within the article that are no text of it: those that say so, lines of links, teasers."""
    drop: list[Any] = []
    linked: list[Any] = []
    most, nearly_all = _MOST * found.weight, _NEARLY_ALL * found.weight
    for element in found.element.iterdescendants("*"):
        weight = found.weights.get(element, 0)
        if weight >= most and not (weight < nearly_all and is_elsewhere(element)):
            continue
        tag = element.tag
        if tag in GONE or is_hidden(element) or is_furniture(element):
            drop.append(element)
        elif tag == "a":
            if _stands_alone(element):
                drop.append(element)
                linked += element.iterdescendants(*_HEADINGS)
        elif tag in _LINES and _is_linked(element):
            drop.append(element)
            if tag in _HEADINGS:
                linked.append(element)
    return drop + list(_teasers(found, linked))


def _stands_alone(link: Any) -> bool:
    """Whether a link is a block by itself, a way to another page, and no words of a sentence."""
    parent = link.getparent()
    if parent.tag in _LINES or parent.tag in _INLINE or parent.tag == "blockquote":
        return False
    return not (parent.text or "").strip() and not any((each.tail or "").strip() for each in parent)


def _is_linked(line: Any) -> bool:
    """Whether more than half of what a line says is links."""
    linked = sum(len(said(each)) for each in line.iterfind(".//a"))
    return linked > 0 and linked * 2 > len(said(line))


def _teasers(found: MainText, headings: list[Any]) -> Iterator[Any]:
    """The largest elements that hold one linked heading each, and little prose."""
    several = set(headings)
    little = _TEASER * found.weight
    for heading in headings:
        card = heading
        while (parent := card.getparent()) is not None and parent is not found.element:
            if found.weights.get(parent, 0) > little or any(
                each in several and each is not heading for each in parent.iterdescendants(*_HEADINGS)
            ):
                break
            card = parent
        if card is not heading:
            yield card


def _remove(element: Any) -> None:
    """Take an element out, and leave the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def squeezed(text: str) -> str:
    """Letters and digits only, to be compared."""
    return _SIGNS.sub("", one_line(text)).casefold()


_SIGNS = re.compile(r"[\W_]+")
