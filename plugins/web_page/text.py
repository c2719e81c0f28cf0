"""The text of a page: the fast way where it proves itself, `articleBody` where that is whole, else the extractor."""

import attrs

from newsarchive import Block
from newsarchive.text import html_blocks

from .extractor import extracted_blocks
from .linked_data import text_of
from .main_text import MainText, blocks_of, find_main_text, squeezed
from .page import Page
from .story import Story


@attrs.define
class Found:
    """A page's story, and how its text was found."""

    story: Story
    main: MainText | None
    blocks: list[Block]


def text_of_page(page: Page) -> Found:
    main = find_main_text(page.root)
    story = Story(page.root, page.url, main.heading if main else "")
    story.keep("captured", page.captured)
    blocks = blocks_of(main, story.get("headline")) if main else []
    path = page.root.getroottree().getpath(main.element) if main else ""
    story.set("body", blocks, "text", path)
    return Found(story, main, blocks)
