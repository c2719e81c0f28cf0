"""Saved pages: which part is the page, and what is no saved page."""

import pytest

from newsarchive import Document, NotArticle, Part

from .support import bundled

HEAD = "From: <Saved by Blink>\nSnapshot-Content-Location: https://a.example/wall\n"
HEAD += "Subject: =?utf-8?Q?Caf=C3=A9?=\nMIME-Version: 1.0\n"
PAGE = "Content-Type: text/html; charset=cp1252\nContent-Location: https://a.example/frame\nContent-ID: <p>\n\n<p>Wall</p>"
OTHER = "Content-Type: text/html\n\n<p>Frame</p>"
STYLE = "Content-Type: text/css\n\np { margin: 0 }"


def saved(*parts: str, parameters: str = "", head: str = HEAD) -> Document:
    written = "".join(f"--b\n{part}\n" for part in parts)
    return Document("a.mht", f"{head}Content-Type: multipart/related; boundary=b{parameters}\n\n{written}--b--\n".encode())


def page(document: Document) -> Part:
    (found,) = bundled().sources["mhtml"].parse(document)
    assert isinstance(found, Part)
    return found


@pytest.mark.parametrize(
    ("parts", "parameters"), [((STYLE, PAGE, OTHER), ""), ((OTHER, PAGE), '; start="<p>"'), ((PAGE,), "; start=none")]
)
def test_the_root_is_the_page(parts: tuple[str, ...], parameters: str) -> None:
    """RFC 2387, 3.2: what `start` names, else the first page."""
    assert b"<p>Wall</p>" == page(saved(*parts, parameters=parameters)).data


def test_what_is_said_of_the_page_are_hints() -> None:
    """Its address is that of the snapshot, else its own."""
    assert {"url": "https://a.example/wall", "encoding": "cp1252", "title": "Café"} == page(saved(PAGE)).hints
    assert "https://a.example/frame" == page(saved(PAGE, head="From: <Saved by IE>\n")).hints["url"]


def test_a_page_alone_is_its_own_root() -> None:
    """RFC 2557, 3: without parts."""
    assert b"<p>Wall</p>\n" == page(Document("a.mht", f"{HEAD}{PAGE}\n".encode())).data


def test_without_a_page_there_is_none() -> None:
    """Styles alone are no article."""
    (found,) = bundled().sources["mhtml"].parse(saved(STYLE))

    assert isinstance(found, NotArticle)


@pytest.mark.parametrize("field", ["To: a@example.org\n", "Received: from a\n"])
def test_what_was_sent_is_mail(field: str) -> None:
    """Mail has pages with what belongs to them, too."""
    assert bundled().sources["mhtml"].sniff(saved(PAGE, head=field + HEAD).sample()) is None
