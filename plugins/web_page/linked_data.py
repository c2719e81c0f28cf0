"""JSON-LD of schema.org in a page: the blocks, mended as far as they are broken, and the node that is this page's article.

JSON-LD 1.1, 4.9 (`@graph`), 3.3 (`@id`); https://schema.org/NewsArticle and its kin.
"""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

Node = dict[str, Any]
#: Where it stands.
JSON_LD = 'script[@type="application/ld+json"]'

#: https://schema.org/Article and what is below it, as far as it is news; in small letters.
ARTICLES = frozenset(
    """
    newsarticle article reportagenewsarticle analysisnewsarticle opinionnewsarticle backgroundnewsarticle reviewnewsarticle
    askpublicnewsarticle blogposting liveblogposting socialmediaposting report satiricalarticle advertisercontentarticle
    scholarlyarticle techarticle discussionforumposting
    """.split()  # noqa: SIM905  # a list of words is read as one
)
#: Where the page's own article may lie within another node. What an ItemList holds are teasers of other pages.
_WITHIN = ("@graph", "mainEntity", "mainEntityOfPage", "subjectOf")
_DEPTH = 8
#: Nodes of a page; hostile ones hold more.
_NODES = 2000

#: What stands round a block so that old browsers pass over it, and behind one that somebody took for a statement.
_OPENING = re.compile(r"[\s\ufeff]*+(?:<!--|(?://|/\*)?\s*+<!\[CDATA\[(?:\s*+\*/)?)")
_CLOSING = re.compile(r"(?:-->|(?://|/\*)?\s*+\]\]>(?:\s*+\*/)?)\Z")
_TRAILING_COMMA = re.compile(r",(?=\s*+[}\]])")
_MISSING_COMMA = re.compile(r'(?<=["}\]])(?=[ \t\r]*+\n\s*+")')
_HALF = re.compile("[\ud800-\udfff]")
#: What is taken from a block that is no JSON however it is mended.
_LAST_RESORT = ("headline", "datePublished", "dateModified")
_LOOSE = {name: re.compile(rf'"{name}"\s*+:\s*+"((?:[^"\\]|\\.){{1,500}}+)"') for name in _LAST_RESORT}
_LOOSE_AUTHOR = re.compile(
    r'"author"\s*+:\s*+[\[{\s]*+(?:"@type"\s*+:\s*+"Person"\s*+,\s*+)?"name"\s*+:\s*+"((?:[^"\\]|\\.){1,200}+)"'
)
_LONGEST_END = 100


class LinkedData:
    """All nodes of a page. `broken` are reasons for the blocks that no mending made JSON."""

    def __init__(self, root: Any) -> None:
        self.broken: list[str] = []
        self.nodes: list[Node] = []
        self._by_id: dict[str, Node] = {}
        values = []
        for script in root.iter("script"):
            if "ld+json" in (script.get("type") or "").lower() and (text := script.text) and text.strip():
                try:
                    values += read_block(text)
                except ValueError as error:
                    self.broken.append(str(error))
                    values += _loose(text)
        for value in values:
            self._gather(value, 0)

    def article(self, urls: set[str]) -> Node:
        """The node of this page's article: one whose address is among `urls`, else the first; empty if there is none."""
        found = [node for node in self.nodes if types(node) & ARTICLES]
        if len(found) > 1:
            here = [node for node in found if any(bare_url(url) in urls for url in _addresses(node))]
            found = here or [node for node in found if text_of(node.get("headline"))] or found
        return found[0] if found else {}

    def page(self) -> Node:
        """The node of the page itself (`WebPage`), which states what the article does not; empty if there is none."""
        return next((node for node in self.nodes if "webpage" in types(node)), {})

    def resolved(self, value: Any) -> list[Any]:
        """A property's values as a list, references by `@id` replaced by what they mean."""
        several = value if isinstance(value, list) else [value]
        return [self._by_id.get(each["@id"], each) if _is_reference(each) else each for each in several if each is not None]

    def _gather(self, value: Any, depth: int) -> None:
        if depth > _DEPTH or len(self.nodes) >= _NODES:
            return
        if isinstance(value, list):
            for each in value:
                self._gather(each, depth + 1)
        elif isinstance(value, dict):
            self.nodes.append(value)
            if isinstance(value.get("@id"), str) and not _is_reference(value):
                self._by_id.setdefault(value["@id"], value)
            for key in _WITHIN:
                if isinstance(value.get(key), dict | list):
                    self._gather(value[key], depth + 1)


def read_block(text: str) -> list[Any]:
    """The values of one block. Raises ValueError for what is no JSON after all the mendings that pages are known to need."""
    import orjson

    text = text.strip()
    try:
        return [orjson.loads(text)]
    except orjson.JSONDecodeError:
        text = _unwrapped(text)
    first: ValueError | None = None
    for mended in _mendings(text):
        try:
            return [json.loads(mended, strict=False)]
        except (ValueError, RecursionError) as error:
            first = first or ValueError(str(error))
    values = _one_by_one(text)
    if not values:
        raise first or ValueError("it is empty")
    return values


def _unwrapped(text: str) -> str:
    """Without byte order marks, comments and CDATA around it, and semicolons behind it."""
    if match := _OPENING.match(text):
        text = text[match.end() :]
    text = text.rstrip(" \t\r\n;\ufeff")
    if match := _CLOSING.search(text, max(0, len(text) - _LONGEST_END)):
        text = text[: match.start()]
    return text.strip(" \t\r\n;\ufeff")


def _mendings(text: str) -> Iterator[str]:
    """As it stands; quotation marks that were escaped as in HTML; commas too many and too few."""
    yield text
    if "&quot;" in text or "&#34;" in text:
        yield html.unescape(text)
    yield _MISSING_COMMA.sub(",", _TRAILING_COMMA.sub("", text))


def _one_by_one(text: str) -> list[Any]:
    """Several values behind each other without a comma between them."""
    decoder = json.JSONDecoder(strict=False)
    values: list[Any] = []
    position = 0
    while (start := text.find("{", position)) >= 0:
        if text[position:start].strip(" \t\r\n,;"):
            return []
        try:
            value, position = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            return []
        values.append(value)
    return values


def _loose(text: str) -> list[Node]:
    """Headline, dates and author of a block that is broken for good."""
    found: Node = {name: match[1] for name, pattern in _LOOSE.items() if (match := pattern.search(text))}
    if author := _LOOSE_AUTHOR.search(text):
        found["author"] = {"@type": "Person", "name": author[1]}
    return [{"@type": "NewsArticle", **found}] if found else []


def types(node: Any) -> set[str]:
    """The local names of a node's types, in small letters: `http://schema.org/NewsArticle` is `newsarticle`."""
    stated = node.get("@type") if isinstance(node, dict) else None
    several = stated if isinstance(stated, list) else [stated]
    return {each.rpartition("/")[2].lower() for each in several if isinstance(each, str)}


def text_of(value: Any) -> str | None:
    """What a property says on one line: a string, or the first of several; references of HTML replaced, also doubled ones."""
    if isinstance(value, list):
        return next((text for each in value if (text := text_of(each))), None)
    if isinstance(value, dict):
        value = value.get("@value", value.get("name"))
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        return None
    if "&" in value:
        value = html.unescape(html.unescape(value))
    if "<" in value:
        value = _TAG.sub("", value)
    return " ".join(_HALF.sub("\ufffd", value).split()) or None


_TAG = re.compile(r"</?[A-Za-z][^<>]*+>")


def texts_of(value: Any) -> list[str]:
    """What a property says, once each."""
    several = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(text for each in several if (text := text_of(each))))


def bare_url(url: str) -> str:
    """An address without scheme, query and fragment, to be compared."""
    return url.partition("#")[0].partition("?")[0].partition("://")[2].rstrip("/")


def _addresses(node: Node) -> Iterator[str]:
    for key in ("url", "@id", "mainEntityOfPage"):
        value = node.get(key)
        if isinstance(value, dict):
            value = value.get("@id")
        if isinstance(value, str):
            yield value


def _is_reference(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("@id"), str) and not (value.keys() - {"@id", "@type"})
