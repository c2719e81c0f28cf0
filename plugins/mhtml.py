"""Web pages as browsers save them: MHTML (RFC 2557), a message whose root is the page. The page is a part."""

import re
from collections.abc import Iterator

from newsarchive import Bid, Confidence, Defect, Document, NotArticle, Part, Sample, Source, Unreadable, hookimpl

from ._encoded_words import decoded_words
from ._message import Head, read_head, readable
from ._message_date import message_date
from ._mime import Entity

_BEGINS = re.compile(rb"\s{0,200}[!-9;-~]{1,80}[ \t]*:")
# What browsers write: Blink its address, Internet Explorer and Blink who saved it, Mozilla's UnMHT its own fields.
_SAVED = re.compile(r"<?saved by ", re.IGNORECASE)
_MARKS = frozenset(("snapshot-content-location", "x-maf-version", "x-maf"))
#: What only mail has that went somewhere.
_SENT = frozenset(("to", "received", "delivered-to"))
#: A root may be the page of a frame set, and stand below a multipart of its own.
_PAGES = ("text/html", "application/xhtml+xml")
_LEVELS = 3


def sniff(sample: Sample) -> Bid | None:
    """A page with what belongs to it (RFC 2557, 4), saved by a browser."""
    if not _BEGINS.match(sample.head[:1000]):
        return None
    head = read_head(sample.head.decode("latin-1"))
    names = head.names()
    related = Entity("", head, 0).media_type in ("multipart/related", *_PAGES)
    if not related or names & _SENT:
        return None
    if names & _MARKS or _SAVED.match(head.get("from")):
        return Bid(Confidence.CERTAIN, "is a page that a browser saved")
    if "mime-version" in names and not names & {"message-id", "from"}:
        return Bid(Confidence.LIKELY, "is a page with what belongs to it, sent to nobody")
    return None


def parse(document: Document) -> Iterator[Part | Defect | NotArticle]:
    """The page, with its address and its title as hints."""
    text = document.data.decode("latin-1")
    head = read_head(text)
    if not head.fields:
        raise Unreadable("it does not begin with the fields of a message", code="no-head")
    root: Entity | None = Entity(text, head, len(text))
    for _ in range(_LEVELS):
        if root is None or not root.media_type.startswith("multipart/"):
            break
        start = (root.parameter("content-type", "start") or "").strip().strip("<>")
        several = []
        for each in root.parts():
            if isinstance(each, Defect):
                yield each
            else:
                several.append(each)
        root = _root(several, start)
    if root is None or root.media_type not in _PAGES:
        yield NotArticle("it holds no page")
        return
    for octets in root.octets():
        yield Part("page.html", octets, root.media_type, _hints(head, root)) if isinstance(octets, bytes) else octets


def _root(several: list[Entity], start: str) -> Entity | None:
    """RFC 2387, 3.2: the part that `start` names; else the first page, or a multipart that may hold it."""
    named = [each for each in several if start and each.content_id == start]
    pages = [each for each in several if each.media_type in _PAGES or each.media_type.startswith("multipart/")]
    return next(iter([*named, *pages]), None)


def _hints(head: Head, root: Entity) -> dict[str, str]:
    """What the message says of the page: its address, its charset, the title that it had, and when it was saved."""
    captured = message_date(head.get("date"))
    hints = {
        "url": head.get("snapshot-content-location") or root.head.get("content-location"),
        "encoding": root.parameter("content-type", "charset"),
        "title": decoded_words(readable(head.get("subject"))),
        "captured": str(captured) if captured else None,
    }
    return {name: value for name, value in hints.items() if value}


@hookimpl
def newsarchive_sources() -> Source:
    """The source `mhtml`, which knows a saved page better than `mail`."""
    return Source("mhtml", title="Saved page (MHTML)", sniff=sniff, parse=parse, refines=("mail",))
