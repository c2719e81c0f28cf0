"""Pages as Safari saves them: `.webarchive`, a property list (Apple, `WebArchive` of WebKit) with the page and what it shows.

The page is a part. It does not say when it was saved.
"""

import re
from collections.abc import Iterator
from typing import Any

from newsarchive import Bid, Confidence, Document, NotArticle, Part, Sample, Source, Unreadable, hookimpl

_MARK = b"WebMainResource"
_WIDE_MARK = _MARK.decode().encode("utf-16-be")
_BINARY = b"bplist00"
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,200}<\?xml\b")
_DECLARED = re.compile(rb"<!(?:ENTITY|ATTLIST|ELEMENT)\b|<!DOCTYPE[^>\[]{0,500}\[")
_PAGES = ("text/html", "application/xhtml+xml")
#: Frames within frames.
_LEVELS = 8
_WORDS = re.compile(rb">[^<]*[^<\s]")


def sniff(sample: Sample) -> Bid | None:
    """A property list that names its main resource; that of a binary one may stand beyond both ends."""
    if sample.head.startswith(_BINARY):
        if any(mark in part for part in (sample.head, sample.tail) for mark in (_MARK, _WIDE_MARK)):
            return Bid(Confidence.CERTAIN, "is a binary property list with a main resource")
        return Bid(Confidence.POSSIBLE, "is a binary property list") if not sample.whole else None
    start = sample.head[:4096]
    if _XML.match(start) and b"<!DOCTYPE plist" in start and _MARK in sample.head:
        return Bid(Confidence.CERTAIN, "is a property list with a main resource")
    return None


def parse(document: Document) -> Iterator[Part | NotArticle]:
    """The page, with its address as a hint; the page of a frame, where it has no text itself."""
    archive = _property_list(document.data)
    main = archive.get("WebMainResource") if isinstance(archive, dict) else None
    if not isinstance(main, dict) or not isinstance(main.get("WebResourceData"), bytes):
        raise Unreadable("it is a property list without a main resource", code="no-page")
    stated = _text(main.get("WebResourceMIMEType")).lower()
    if stated not in _PAGES:
        yield NotArticle(f"its main resource is no page: {stated[:60] or 'of no stated type'}")
        return
    found = [main] if _WORDS.search(main["WebResourceData"]) else [*_frames(archive, 1)] or [main]
    for number, each in enumerate(found):
        name = "page.html" if not number else f"frame-{number}.html"
        yield Part(name, each["WebResourceData"], _text(each.get("WebResourceMIMEType")).lower(), _hints(each))


def _frames(archive: Any, level: int) -> Iterator[dict[str, Any]]:
    """Pages of frames that have text, the outer ones first."""
    frames = archive.get("WebSubframeArchives") if isinstance(archive, dict) and level < _LEVELS else None
    for frame in frames if isinstance(frames, list) else ():
        main = frame.get("WebMainResource") if isinstance(frame, dict) else None
        if isinstance(main, dict) and isinstance(data := main.get("WebResourceData"), bytes):
            if _text(main.get("WebResourceMIMEType")).lower() in _PAGES and _WORDS.search(data):
                yield main
            else:
                yield from _frames(frame, level + 1)


def _hints(resource: dict[str, Any]) -> dict[str, str]:
    """The address, if it is one of the web, and the encoding."""
    url = _text(resource.get("WebResourceURL"))
    hints = {"encoding": _text(resource.get("WebResourceTextEncodingName"))}
    if url.startswith(("http://", "https://")):
        hints["url"] = url
    return {name: value for name, value in hints.items() if value}


def _property_list(data: bytes) -> Any:
    """Raises Unreadable."""
    import plistlib
    import struct
    from xml.parsers.expat import ExpatError

    if not data.startswith(_BINARY) and _DECLARED.search(data[:4096]):
        raise Unreadable("it declares entities, which no property list does", code="damaged")
    faults = (plistlib.InvalidFileException, ExpatError, struct.error, ValueError, OverflowError, KeyError, IndexError)
    try:
        return plistlib.loads(data)
    except (*faults, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable(f"its property list cannot be read: {str(error) or type(error).__name__}", code="damaged") from None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


@hookimpl
def newsarchive_sources() -> Source:
    """The source `safari-webarchive`."""
    return Source("safari-webarchive", title="Saved page (Safari)", sniff=sniff, parse=parse)
