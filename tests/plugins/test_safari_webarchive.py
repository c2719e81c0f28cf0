"""Pages that Safari saved: which resource is the page, and what is none."""

import plistlib
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive import Document, NotArticle, Part, Unreadable

from .support import bundled

PAGE = b"<html><p>The harbour board voted.</p></html>"
EMPTY = b"<html><frameset><frame></frameset></html>"


def resource(data: bytes, url: str = "https://news.example/wall", mime: str = "text/html") -> dict[str, Any]:
    return {"WebResourceData": data, "WebResourceMIMEType": mime, "WebResourceURL": url}


def saved(main: dict[str, Any], **more: Any) -> Document:
    return Document("a", plistlib.dumps({"WebMainResource": main, **more}, fmt=plistlib.FMT_BINARY))


def found(document: Document) -> list[object]:
    return list(bundled().sources["safari-webarchive"].parse(document))


@pytest.mark.parametrize(("url", "hints"), [("https://a.example/", {"url": "https://a.example/"}), ("about:blank", {})])
def test_an_address_is_one_of_the_web(url: str, hints: dict[str, str]) -> None:
    """What was dragged from somewhere has none."""
    (part,) = found(saved(resource(PAGE, url)))

    assert isinstance(part, Part)
    assert (PAGE, hints) == (part.data, part.hints)


def test_frames_are_read_where_the_page_has_no_text() -> None:
    """And only there."""
    frames = [{"WebMainResource": resource(EMPTY), "WebSubframeArchives": [{"WebMainResource": resource(PAGE)}]}]

    assert [PAGE] == [part.data for part in found(saved(resource(EMPTY), WebSubframeArchives=frames)) if isinstance(part, Part)]
    assert 1 == len(found(saved(resource(PAGE), WebSubframeArchives=frames)))


def test_what_is_no_page() -> None:
    """A saved PDF is none."""
    (said,) = found(saved(resource(b"%PDF", mime="application/pdf")))

    assert isinstance(said, NotArticle)


@given(place=st.integers(0, 200), byte=st.integers(0, 255))
def test_damage_is_unreadable_and_nothing_else(place: int, byte: int) -> None:
    """Whatever byte of a property list is another one."""
    data = bytearray(saved(resource(PAGE)).data)
    data[place % len(data)] = byte
    with suppress(Unreadable):
        assert found(Document("a", bytes(data)))


def test_entities_are_refused() -> None:
    """No property list declares any."""
    bomb = b'<?xml version="1.0"?><!DOCTYPE plist [<!ENTITY a "WebMainResource">]><plist><dict/></plist>'

    with pytest.raises(Unreadable, match="entities"):
        found(Document("a", bomb))
