"""The element of a page that holds the article, and the blocks of its text.

Prose is long text outside of links. The element is found from the top: as long as one child holds most of the prose, the
article is in that child. What stands between the headline and that element is the lead.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice, takewhile
from typing import Any

import attrs

from newsarchive import Block
from newsarchive.text import markup_blocks, said

from .furniture import GONE, HEAVY, NO_TRAITS, SAFE, traits_of

#: Characters of a text node that make it prose: menus, labels and most teasers are shorter.
_PROSE = 40
#: The share of the prose that one child has to hold for the article to be in it.
_DOMINANT = 0.7
#: An element with more of the prose than this is not furniture whatever it is called, or is not somebody else's.
_MOST, _NEARLY_ALL = 0.4, 0.75
#: A heading that is a link, with what belongs to it, is the teaser of another page if it has less of the prose than this.
_TEASER = 0.15
_LEAD, _MOST_LEADS = 1500, 20
_KICKER = 50
#: Letters of a heading that can be told from another one; headings that are looked at.
_TELLING, _HEADINGS_LOOKED_AT = 10, 8
#: A paragraph that is bold as a whole, up to so many characters, and no sentence, is a crosshead.
_CROSSHEAD = 100
_HEADINGS = ("h1", "h2", "h3", "h4", "h5")
_LINES = frozenset(("p", "li", "ul", "ol", "td", "dd", "dt", *_HEADINGS))
#: Elements that are no paragraphs.
_BARE = frozenset(("div", "span", "small"))
_INLINE = frozenset("a abbr b cite code em font i mark q s small span strong sub sup u".split())  # noqa: SIM905  # a list of words
_LEAVES = frozenset(("p", "span", "blockquote", "li"))
_SENTENCE_ENDS = tuple(".!?…。！？।۔”\"'’»)")
#: A heading within these is that of a menu, a dialogue, another page.
_NO_HEADING = ("a", "nav", "footer", "aside", "dialog", "form")
_SILENT = frozenset(
    ("script", "style", "a", "noscript", "template", "button", "textarea", "title", "option", "label", "figcaption")
)
_PLACEHOLDER = re.compile(r"\{[{|*%].*?[}|*%]\}")


@attrs.frozen
class MainText:
    """Where the article stands: its element, the lead in front of it, the first heading of the page, what holds all of these.

    `weights` are characters of prose by element, `total` those of the whole page.
    """

    element: Any
    leads: list[Any]
    heading: str
    scope: Any
    weights: dict[Any, int]
    total: int

    @property
    def weight(self) -> int:
        """Characters of prose in the element."""
        return self.weights[self.element]


def find_main_text(root: Any, titles: Sequence[str]) -> MainText | None:
    """The article's element, or None in a page without prose. `titles` are what the page calls itself elsewhere."""
    heading = _first_heading(root, titles)
    body = root.find("body")
    own = _own_prose(body) if body is not None else {}
    total = sum(own.values())
    if not total:
        return None
    lines = [([element, *element.iterancestors()], weight) for element, weight in own.items()]
    elsewhere = {element for element, weight in _summed(lines).items() if _is_elsewhere(element, weight / total)}
    weights = _summed(lines, elsewhere)
    if not weights.get(body):
        return None
    element = body
    while (child := max((each for each in element if each in weights), key=weights.__getitem__, default=None)) is not None:
        if weights[child] < _DOMINANT * weights[element] or child.tag in _LEAVES:
            break
        element = child
    above = set(heading.iterancestors()) if heading is not None else set()
    scope = next((each for each in element.iterancestors() if each in above), element)
    leads = _leads(own, heading, element, scope) if above and element not in above else []
    scope = next(scope.iterancestors("article", "main"), scope)
    return MainText(element, leads, said(heading), scope, weights, total)


def _is_elsewhere(element: Any, share: float) -> bool:
    """Whether the prose of an element, a share of all, is not the article's."""
    if share >= _NEARLY_ALL or element.tag in SAFE:
        return False
    traits = traits_of(element)
    if traits.elsewhere:
        return True
    return share < _MOST and (element.tag in HEAVY or element.tag == "a" or traits.furniture or traits.hidden)


def _own_prose(body: Any) -> dict[Any, int]:
    """Characters of prose directly in each element, in the document's order."""
    own: dict[Any, int] = {}

    def count(element: Any, text: str) -> None:
        if element.tag not in _SILENT and len(" ".join(text.split())) > _PROSE:
            own[element] = own.get(element, 0) + len(text)

    for each in body.iter():
        if (text := each.text) and len(text) > _PROSE:
            count(each, text)
        if (text := each.tail) and len(text) > _PROSE:
            count(each.getparent(), text)
    return own


def _first_heading(root: Any, titles: Sequence[str]) -> Any:
    """The first heading that is one of the titles as far as it goes, else the first; None if there is none."""
    known = [squeezed(title) for title in titles]
    first = None
    for heading in islice(root.iter("h1"), _HEADINGS_LOOKED_AT):
        if next(heading.iterancestors(*_NO_HEADING), None) is None and (text := squeezed(said(heading))):
            first = heading if first is None else first
            if len(text) >= _TELLING and any(text in title or (len(title) >= _TELLING and title in text) for title in known):
                return heading
    return first


def _summed(lines: Sequence[tuple[list[Any], int]], without: "set[Any] | frozenset[Any]" = frozenset()) -> dict[Any, int]:
    """The prose in each element and below it, leaving out what stands in `without`."""
    sums: dict[Any, int] = {}
    for line, weight in lines:
        if without.isdisjoint(line):
            for each in line:
                sums[each] = sums.get(each, 0) + weight
    return sums


def _leads(own: dict[Any, int], heading: Any, element: Any, scope: Any) -> list[Any]:
    """The elements of prose between the first heading and the article's text, both of which `scope` holds."""
    leads: list[Any] = []
    behind = False
    for each in scope.iterdescendants():
        if each is element:
            return leads
        if each is heading:
            behind = True
        elif behind and each in own:
            above = takewhile(lambda parent: parent is not scope, each.iterancestors())
            if not any(map(_is_no_lead, chain((each,), above))):
                leads.append(each)
    return []


def _is_no_lead(element: Any) -> bool:
    tag = element.tag
    if tag in GONE or tag in ("a", "details"):
        return True
    traits = traits_of(element)
    return traits.no_lead or traits.hidden or (traits.elsewhere and tag not in SAFE)


def blocks_of(found: MainText, headline: str | None) -> list[Block]:
    """The blocks of the article. What is no text of it is taken out of the tree."""
    leads = [said(each) for each in islice(dict.fromkeys(map(_paragraph, found.leads)), _MOST_LEADS)]
    for element in _furniture(found):
        element.tag = "template"  # says nothing to `markup_blocks`; what follows it stays
    blocks = [block for block in markup_blocks(found.element) if not _PLACEHOLDER.search(block.text)]
    known = {headline, found.heading}
    for number, block in enumerate(blocks[: len(blocks) // 2]):
        if block.kind == "crosshead" and block.text in known:
            blocks = blocks[number + 1 :]
            break
    while blocks and _is_remnant(blocks[-1]):
        blocks.pop()
    beginnings = "\n".join(block.text for block in blocks[:6])
    first = [
        Block("paragraph", text)
        for text in leads
        if len(text) <= _LEAD and not _repeats(text, known) and text[:60] not in beginnings
    ]
    return first + blocks if blocks else []


def _repeats(text: str, titles: "set[str | None]") -> bool:
    """Whether a text is a title again, maybe with a kicker."""
    mark = squeezed(text)
    return any(title and squeezed(title) in mark and len(text) < len(title) + _KICKER for title in titles)


def _paragraph(element: Any) -> Any:
    """The element that a stretch of inline text stands in."""
    while element.tag in _INLINE and element.getparent() is not None:
        element = element.getparent()
    return element


def _is_remnant(block: Block) -> bool:
    """A crosshead with nothing below it, or a label."""
    return block.kind == "crosshead" or (len(block.text) < 25 and not block.text.endswith(_SENTENCE_ENDS))


def _furniture(found: MainText) -> list[Any]:
    """The elements within the article that are no text of it: those that say so, lines of links, teasers."""
    drop: list[Any] = []
    linked: list[Any] = []
    holders: dict[Any, bool] = {}
    most, nearly_all = _MOST * found.weight, _NEARLY_ALL * found.weight
    weights = found.weights.get
    for element in found.element.iterdescendants("*"):
        tag = element.tag
        traits = traits_of(element)
        if traits is not NO_TRAITS:
            weight = weights(element, 0)
            elsewhere = traits.elsewhere and tag not in SAFE and weight < nearly_all
            if weight >= most and not elsewhere:
                continue
            if elsewhere or traits.furniture or traits.hidden:
                drop.append(element)
                continue
        if tag in GONE:
            if weights(element, 0) < most and (tag != "figure" or next(element.iter("blockquote", "table"), None) is None):
                drop.append(element)
        elif tag == "a":
            if _stands_alone(element, holders):
                drop.append(element)
                linked += element.iterdescendants(*_HEADINGS)
        elif tag in _BARE:
            if _is_label(element, holders):
                drop.append(element)
        elif tag in _LINES:
            if _is_linked(element):
                drop.append(element)
                if tag in _HEADINGS:
                    linked.append(element)
            elif tag == "p" and _is_bold(element):
                element.tag = "h4"
    return drop + list(_teasers(found, linked))


def _is_bold(paragraph: Any) -> bool:
    """Whether a paragraph is a crosshead by its look: a few words, all of them bold."""
    if (
        len(paragraph) != 1
        or paragraph[0].tag not in ("b", "strong")
        or (paragraph.text or "").strip()
        or (paragraph[0].tail or "").strip()
    ):
        return False
    text = said(paragraph)
    return 0 < len(text) <= _CROSSHEAD and not text.endswith((".", ",", ":", ";"))


def _is_label(element: Any, holders: dict[Any, bool]) -> bool:
    """Whether a few words stand in no paragraph and are no sentence: a button, an agency below a picture, a counter."""
    if len(element) or not (text := (element.text or "").strip()) or len(text) > _PROSE or text.endswith(_SENTENCE_ENDS):
        return False
    above = next(element.iterancestors(*_LINES, "blockquote", "pre", "th"), None)
    return above is None and _stands_alone(element, holders)


def _stands_alone(element: Any, holders: dict[Any, bool]) -> bool:
    """Whether an inline element is a block by itself, and no words of a sentence. `holders` remembers who holds bare text."""
    parent = element.getparent()
    if parent.tag in _LINES or parent.tag in _INLINE or parent.tag == "blockquote":
        return False
    if parent not in holders:
        holders[parent] = bool((parent.text or "").strip()) or any((each.tail or "").strip() for each in parent)
    return not holders[parent]


def _is_linked(line: Any) -> bool:
    """Whether more than half of what a line says is links to other pages, and the rest is no prose."""
    linked = sum(len(said(each)) for each in line.iterfind(".//a[@href]") if not each.get("href").startswith("#"))
    if not linked:
        return False
    length = len(said(line))
    return linked * 2 > length and (length - linked < _PROSE or line.tag in _HEADINGS)


def _teasers(found: MainText, headings: list[Any]) -> Iterator[Any]:
    """The largest elements that hold one linked heading each, and little prose."""
    little = _TEASER * found.weight
    held = Counter(parent for heading in headings for parent in heading.iterancestors())
    for heading in headings:
        card = heading
        for parent in takewhile(lambda parent: parent is not found.element, heading.iterancestors()):
            if found.weights.get(parent, 0) > little or held[parent] > 1:
                break
            card = parent
        if card is not heading:
            yield card


def squeezed(text: str) -> str:
    """Letters and digits only, to be compared."""
    return _SIGNS.sub("", text).casefold()


_SIGNS = re.compile(r"[\W_]+")
