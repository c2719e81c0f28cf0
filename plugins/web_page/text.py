"""The text of a page: the fast way where it proves itself, `articleBody` where that is whole, else the extractor."""

import re
from itertools import islice
from typing import Any

import attrs

from newsarchive import Block
from newsarchive.text import html_blocks, markup_blocks

from .extractor import extracted_blocks
from .linked_data import JSON_LD, Node, text_of, types
from .main_text import MainText, blocks_of, find_main_text, squeezed
from .page import Page
from .people import printed_names
from .story import Story

#: Letters of a text that is more than a summary.
_WHOLE = 400
#: The share of `articleBody` that has to be found in the page for the page's blocks to be it.
_COVERED = 0.8
#: The share of it that the page has if it shows the beginning only, and if it shows all but what the page words otherwise.
_PART, _NEARLY_ALL = 0.33, 0.9
#: Letters at the beginning of a block that tell it from others.
_TELLING = 40
#: The share of the page's prose that has to be in the article's element, and the prose itself, for the fast way to be believed.
_SHARE, _ENOUGH = 0.25, 250
#: An index has as many links as this, and more.
_LINKS = 10
#: Larger trees are not given to the extractor: it takes time beyond what they are long.
_MOST_ELEMENTS = 5_000


_ARTICLE_BODY = f"{JSON_LD}/articleBody"
_MARKUP = re.compile(r"</?[a-z]|&#?\w{2,8};", re.IGNORECASE)


@attrs.define
class Found:
    """A page's story, how its text was found, and whether the page has so few links that it is no index."""

    story: Story
    main: MainText | None
    blocks: list[Block]
    leads_nowhere: bool


def text_of_page(page: Page) -> Found:
    """All fields of the page's article, the body among them. Raises Unreadable where trafilatura is needed and missing."""
    leads_nowhere = next(islice(page.root.iter("a"), _LINKS, None), None) is None  # before what is beside the text is taken out
    story = Story(page.root, page.url)
    main = find_main_text(page.root, story.titles)
    story.read(main)
    story.keep("captured", page.captured)
    story.keep("WARC-Record-ID", page.record)
    path = page.root.getroottree().getpath(main.element) if main else "body"
    stated = _stated_blocks(story.node)
    rule = "prose"
    proven = main is not None and main.weight >= _ENOUGH and main.weight >= _SHARE * main.total
    extracted = extracted_blocks(page.root) if story.is_article and not (proven or stated or _is_large(page.root)) else []
    blocks = blocks_of(main, story.get("headline")) if main else []
    if sum(map(_length, extracted)) > sum(map(_length, blocks)) * _COVERED:
        blocks, rule, path = extracted, "trafilatura", "body"
    if stated and (agreed := _agreed(blocks, stated)):
        if agreed is stated:
            rule, path = "articleBody", _ARTICLE_BODY
        blocks = agreed
    elif stated and not blocks:
        blocks, rule, path = stated, "articleBody", _ARTICLE_BODY
    if not blocks and leads_nowhere:
        blocks, rule, path = markup_blocks(page.root.find("body")) if page.root.find("body") is not None else [], "text", "body"
    _take_byline(story, blocks, path)
    story.set("body", blocks, rule, path)
    return Found(story, main, blocks, leads_nowhere)


def _is_large(root: Any) -> bool:
    return next(islice(root.iter(), _MOST_ELEMENTS, None), None) is not None


def _length(block: Block) -> int:
    return len(block.text)


def _stated_blocks(node: Node) -> list[Block]:
    """`articleBody`, or the updates of a live blog, as blocks; none if it is short or cut off."""
    body = node.get("articleBody")
    text = body if isinstance(body, str) else ""
    if not text and "liveblogposting" in types(node):
        return _updates(node)
    if len(text) < _WHOLE or text.rstrip().endswith(("...", "…")):
        return []
    if _MARKUP.search(text):
        return html_blocks(text.replace("\n", "<br><br>"))
    return [Block("paragraph", " ".join(line.split())) for line in text.split("\n") if line.strip()]


def _updates(node: Node) -> list[Block]:
    """The updates of a live blog, in its order: a crosshead and a text each."""
    blocks: list[Block] = []
    several = node.get("liveBlogUpdate")
    for update in several if isinstance(several, list) else ():
        if isinstance(update, dict) and (text := text_of(update.get("articleBody"))):
            if headline := text_of(update.get("headline")):
                blocks.append(Block("crosshead", headline))
            blocks.append(Block("paragraph", text))
    return blocks


def _agreed(blocks: list[Block], stated: list[Block]) -> list[Block]:
    """What the page's blocks and the stated text make of each other.

    Where the page has most of the stated text, those of its blocks that are stated, and the crossheads among them. Where the
    page has only a part of it (a paywall), the stated text. Where most of the page is not stated, that is the part: no blocks.
    """
    whole = squeezed(" ".join(block.text for block in stated))
    marks = [squeezed(block.text) for block in blocks]
    kept = [len(mark) > 0 and (mark[:_TELLING] in whole or mark[-_TELLING:] in whole) for mark in marks]
    common = sum(len(mark) for mark, keep in zip(marks, kept, strict=True) if keep)
    if common < _COVERED * sum(map(len, marks)):
        return []
    if common < _PART * len(whole):
        return stated
    if common < _NEARLY_ALL * len(whole):
        return []
    first = kept.index(True)
    last = len(kept) - 1 - kept[::-1].index(True)
    return [
        block
        for number, (block, keep) in enumerate(zip(blocks, kept, strict=True))
        if keep or number < first or (number < last and block.kind in ("crosshead", "table_row"))
    ]


def _take_byline(story: Story, blocks: list[Block], path: str) -> None:
    """Names that stand by themselves in front of the text are its byline, where no person is stated elsewhere."""
    if "authors" in story:
        return
    for number, block in enumerate(blocks[:3]):
        if len(block.text) > 100 or number + 1 == len(blocks):
            return
        if signers := printed_names(block.text, story.sites()):
            story.set("authors", signers.people, "byline", path)
            story.set("byline", block.text, "byline", path)
            del blocks[number]
            return
