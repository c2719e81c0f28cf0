"""Plain text, and what it leaves to others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive import Confidence, Document
from newsarchive.sniff import decide
from newsarchive.testing.strategies import headlines, paragraphs

from .support import BUNDLED, body, bundled, line_ends, read, read_article


@given(
    headline=st.none() | headlines,
    story=paragraphs,
    gap=st.sampled_from([1, 2, 3]),
    line_end=line_ends,
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
)
def test_written_and_read_back(headline: str | None, story: list[str], gap: int, line_end: str, encoding: str) -> None:
    """A headline and paragraphs, with or without blank lines between them, are read back the same."""
    data = (line_end * gap).join([*([headline] if headline else []), *story]).encode(encoding)

    article = read_article(data)

    assert article.provenance.source == "plain-text"
    assert article.headline == headline
    assert body(article) == [("paragraph", text) for text in story]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("The café on the quay stays “open”, its owner said on Tuesday – for now.".encode("cp1252"), "windows-1252"),
        ("Der Bürgermeister sagte, die Brücke bleibe vorerst zu.".encode("iso-8859-1"), "windows-1252"),
        ("Мэр города заявил во вторник, что мост будет закрыт до конца лета.".encode("koi8-r"), "koi8-r"),
        ("市長は火曜日、橋を夏の終わりまで閉鎖すると発表した。".encode("shift_jis"), "cp932"),
        ("Мэр заявил, что мост будет закрыт.".encode("utf-16"), "utf-16le"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    """Whatever the encoding, what was assumed stands in the provenance."""
    assert read_article(data).provenance.encoding == encoding


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"text\x00with a NUL",
        b"text with a bell\x07",
        b"a" * 70_000 + b"\x01",
        b'<?xml version="1.0"?><news/>',
        b"\xef\xbb\xbf  <!DOCTYPE html>",
        '<?xml version="1.0"?>'.encode("utf-16"),
        b'<html lang="en">',
        b"<p>One</p>",
        b'{"headline": "One"}',
        b"{}",
        b'[{"headline": "One"}]',
        b"[1, 2]",
        b"{\\rtf1\\ansi}",
        b"%PDF-1.7",
    ],
)
def test_not_prose(data: bytes) -> None:
    """Binary data, markup and JSON are left to those who read them."""
    winner = decide(bundled().sources.values(), Document("x.txt", data).sample()).winner

    assert winner is None or winner.name not in BUNDLED


@pytest.mark.parametrize(
    "text",
    [
        "<3 is what they wrote on the wall.",
        "[Corrected] The wall stands.",
        '["We won", he said.]',
        "{sic}",
        "a < b > c",
        "<http://example.invalid/> is the address.",
        "\x1b[1mBold\x1b[0m",
    ],
)
def test_prose_after_all(text: str) -> None:
    """A bracket alone makes neither markup nor JSON."""
    expected = "plain-text" if text[:2] != '["' else None

    assert read(text).source == expected


@pytest.mark.parametrize("data", [b" ", b"\r\n\t\n", "\u3000\u2028\n".encode(), " \n".encode("utf-16"), b"\n\x1a"])
def test_white_space(data: bytes) -> None:
    """A file of white space is claimed, so that its reason is clear."""
    (found,) = read(data).found

    assert (found.source, [reason.code for reason in found.reasons]) == ("plain-text", ["no-text"])


def test_the_lowest_bid() -> None:
    """It bids below everyone, and undecodable bytes are quarantined rather than replaced."""
    bid = bundled().sources["plain-text"].sniff(Document("x", b"text").sample())
    assert bid is not None
    assert getattr(bid, "confidence", bid) == Confidence.FALLBACK

    (found,) = read(b"\xff\xfe\x00\xd8").found
    assert (found.kind, found.reasons[0].code) == ("quarantined", "undecodable")


def test_the_samples_of_the_bbc_corpus(shared: object) -> None:
    """Each file's first line is its headline."""
    from pathlib import Path

    folder = Path(str(shared)) / "samples" / "bbc-txt"
    for path in sorted(folder.iterdir()):
        assert read_article(path.read_bytes()).headline == path.read_text().partition("\n")[0]
