"""HTML pages of news sites, as crawlers and people save them."""

import re
from collections.abc import Iterator

from newsarchive import Bid, Confidence, Defect, Document, Draft, NotArticle, Notice, Sample, Source, hookimpl

from .page import read_page
from .refusals import refusal
from .text import text_of_page

# HTML, 13.1: what may stand before the element `html`. Possessive: nothing of it is read in two ways.
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:(?:<\?[^>]*+>|<!--.*?-->)\s*+)*+<(?:!doctype\s++html|html[\s>])", re.IGNORECASE | re.DOTALL
)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_LINKED = re.compile(
    rb""""@type"\s*+:\s*+\[?\s*+"(?:https?://schema\.org/)?(?:\w{0,30}Article|BlogPosting|LiveBlogPosting)\""""
)
_ARTICLE = re.compile(
    rb"""og:type["']?\s++content=["']?article|content=["']?article["']?\s++property=["']?og:type|article:published_time|"""
    rb"""itemtype=["']?https?://schema\.org/\w{0,30}Article""",
    re.IGNORECASE,
)


def sniff(sample: Sample) -> Bid | None:
    """HTML; an article if it says so in its first 64 KiB."""
    head = sample.head
    if head.startswith(_UTF_16):
        head = head.decode("utf-16", "replace").encode(errors="replace")
    if _HTML.match(head) is None:
        return None
    if _ARTICLE.search(head) or (b"ld+json" in head and _LINKED.search(head)):
        return Bid(Confidence.LIKELY, "it is HTML that says it is an article")
    return Bid(Confidence.POSSIBLE, "it is HTML")


def parse(document: Document) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """One article, or why there is none."""
    page = read_page(document)
    yield from page.defects
    found = text_of_page(page)
    reason = refusal(found)
    if reason:
        yield NotArticle(reason)
        return
    yield from found.story.found("it has neither a headline nor a text")


@hookimpl
def newsarchive_sources() -> Source:
    """The source `web-page`."""
    return Source(
        "web-page",
        title="HTML pages of news sites (doubtful ones: newsarchive[html])",
        sniff=sniff,
        parse=parse,
        libraries=("lxml", "trafilatura"),
    )
