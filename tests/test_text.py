"""Text as it lies in files: nothing is lost, replaced or moved when it is decoded, split and joined."""

import codecs
import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from newsarchive import Unreadable
from newsarchive.decoding import decode
from newsarchive.errors import UndecodableText
from newsarchive.testing.strategies import NASTY, hostile
from newsarchive.text import (
    WHITE_SPACE,
    HardWrap,
    Line,
    blocks,
    hard_wrapped,
    lines,
    one_line,
    printable_name,
    said,
    terminal_safe,
    universal_newlines,
    unwrap,
)

texts = hostile | st.text(NASTY + "\n\n\r\r  ab", max_size=60)
MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16le": codecs.BOM_UTF16_LE,
    "utf-16be": codecs.BOM_UTF16_BE,
    "utf-32le": codecs.BOM_UTF32_LE,
    "utf-32be": codecs.BOM_UTF32_BE,
}
CODECS = [
    "utf-8",
    "latin-1",
    "cp1252",
    "utf-16",
    "idna",
    "punycode",
    "undefined",
    "rot13",
    "hex",
    "unicode_escape",
    "x\0y",
    "",
    "nonsense",
]


@given(texts.filter(lambda text: not text.startswith("\ufeff")))
def test_utf_8_is_decoded_as_it_is(text: str) -> None:
    """UTF-8 is taken before anything is guessed, and nothing in it is changed."""
    found = decode(text.encode())

    assert (text, "utf-8", None) == (found.text, found.encoding, found.detector)


@given(st.sampled_from(sorted(MARKS)), texts.filter(lambda text: not text.startswith("\0")), st.sampled_from([None, "latin-1"]))
def test_a_byte_order_mark_decides_and_is_no_text(encoding: str, text: str, declared: str | None) -> None:
    """A byte order mark wins over what is declared, and is left out."""
    found = decode(MARKS[encoding] + text.encode(encoding), declared)

    assert (text, encoding) == (found.text, found.encoding)


@given(st.binary(max_size=80), st.none() | st.sampled_from(CODECS) | st.text(max_size=8))
@example(b"\xff\xfe\x00", None)
@example(b"\xff", "undefined")
@example(b"a\x81\x8d\x8f\x90\x9d", None)
def test_any_bytes_are_text_or_undecodable(data: bytes, declared: str | None) -> None:
    """Decoding is total, whatever is declared, and replaces nothing: it fits or it is refused."""
    try:
        found = decode(data, declared)
    except UndecodableText:
        return

    assert ("\ufffd" in found.text) <= ("\ufffd".encode() in data or not found.encoding.startswith("utf-8"))


def test_a_declaration_that_fits_is_believed() -> None:
    """A declared encoding is taken; one that does not fit is passed over, since declarations lie."""
    assert "é" == decode(b"\xe9", "ISO-8859-1").text
    assert "iso-8859-1" == decode(b"\xe9", "ISO-8859-1").encoding
    assert ("é", "utf-8") == (decode("é".encode(), "ascii").text, decode("é".encode(), "ascii").encoding)


def test_a_legacy_encoding_is_detected_and_says_by_whom() -> None:
    """Western text without any mark is read as windows-1252, and the detector is named with its version."""
    text = "Über die Brücke gingen fünf Männer – „schöne Grüße“, sagte der Bürgermeister.\n" * 5
    found = decode(text.encode("cp1252"))

    assert (text, "windows-1252") == (found.text, found.encoding)
    assert (found.detector or "").startswith("charset-normalizer 3.")


def test_a_format_may_have_a_legacy_encoding() -> None:
    """It counts behind a declaration and UTF-8, instead of a guess."""
    assert decode("für".encode("cp1252"), legacy="cp1252").detector is None
    assert decode("für".encode("cp850"), legacy="cp850").text == "für"
    assert decode("für".encode(), legacy="cp850").text == "für"
    assert decode("für".encode("cp437"), "cp437", legacy="cp1252").encoding == "cp437"


def test_a_mark_that_lies_is_undecodable() -> None:
    """A byte order mark and bytes that are not of its encoding: refused, with the place."""
    with pytest.raises(Unreadable, match="byte 3 is not"):
        decode(codecs.BOM_UTF8 + b"\xff")


@given(texts)
def test_lines_are_where_they_say(text: str) -> None:
    r"""Each line stands at its span, holds no line end, and only `\n`, `\r\n` and `\r` stand between them."""
    found = lines(text)
    between = [text[one.end : two.start] for one, two in pairwise(found)]

    assert [text[line.start : line.end] for line in found] == [line.text for line in found]
    assert set(between) <= {"\n", "\r\n", "\r"}
    assert universal_newlines(text).removesuffix("\n").split("\n") == [line.text for line in found] or not text
    assert "\r" not in universal_newlines(text)


@given(texts)
def test_stripping_a_line_leaves_its_place(text: str) -> None:
    """A stripped line stands at its span, and only Unicode white space is gone: U+001C stays."""
    for line in lines(text):
        bare = line.stripped()
        expected = line.text.strip(WHITE_SPACE)

        assert expected == bare.text == text[bare.start : bare.end]
        assert line.blank == (bare.text == "")
        assert (bare.span.unit, bare.span.start, bare.span.end) == ("codepoint", bare.start, bare.end)


@given(texts)
def test_blocks_hold_every_line_that_is_not_blank(text: str) -> None:
    """Splitting on blank lines loses and reorders nothing, and gives no empty block."""
    found = lines(text)
    runs = blocks(found)

    assert [line for line in found if not line.blank] == [line for run in runs for line in run]
    assert all(runs)


@given(texts)
@example("a" * 60 + "\n\x1c\n" + "a" * 60 + "\n\x1c")
def test_unwrapping_changes_white_space_only(text: str) -> None:
    """Joined lines say the same letters in the same order, and a margin is one that people set."""
    runs = blocks(lines(text))
    joined = "".join(map(unwrap, runs))

    wrap = hard_wrapped(runs)

    assert wrap is None or 40 <= wrap.margin <= 132
    assert "".join(text.split()) == "".join(joined.split())


def wrapped(words: list[str], width: int) -> list[Line]:
    """Words set to a margin."""
    rows = [""]
    for word in words:
        if rows[-1] and len(rows[-1]) + 1 + len(word) > width:
            rows.append("")
        rows[-1] += (" " if rows[-1] else "") + word
    return lines("\n".join(rows))


@given(st.lists(st.text("abcde", min_size=1, max_size=12), min_size=120, max_size=160), st.integers(50, 100))
def test_text_set_to_a_margin_is_hard_wrapped(words: list[str], width: int) -> None:
    """Running text broken at a margin is recognized, and unwrapping gives it back."""
    run = wrapped(words, width)

    wrap = hard_wrapped([run])

    assert wrap is not None
    assert [len(run) - 1] == [len(ends) for ends in wrap.runs_on]
    assert " ".join(words) == unwrap(run)


@pytest.mark.parametrize(
    "text",
    [
        "One paragraph a line, and it is a long one that goes on and on until it ends somewhere.\nShort.\nAnother one.",
        "Roses are red,\nViolets are blue,\nSugar is sweet,\nAnd so are you.",
        "Name      Goals\nMüller        3\nSchmidt       2\nMaier         1",
        "one line only",
        "",
    ],
)
def test_verse_tables_and_paragraphs_are_not(text: str) -> None:
    """Line ends that mean something are left alone."""
    assert not hard_wrapped(blocks(lines(text)))


def test_a_known_margin_counts_where_the_text_does_not_tell() -> None:
    """A few lines tell nothing of their margin; with it, a line runs on if the next word had no room, and no other does."""
    run = lines("The alert for the western suburbs has been cancelled, but\nRoad crews stay out.\nNo alerts follow.")

    assert None is hard_wrapped([run])
    assert HardWrap(60, [[True, False]]) == hard_wrapped([run], margin=60)


@given(st.text(max_size=20), st.integers(0, 20), st.none() | st.integers(0, 20))
def test_a_part_of_a_line_stands_where_it_says(text: str, start: int, end: int | None) -> None:
    """A part counts in the text that the line counts in."""
    part = Line(text, 100, 100 + len(text)).part(start, end)

    assert text[start:end] == part.text
    assert len(part.text) == part.end - part.start
    assert text[part.start - 100 : part.end - 100] == part.text


def test_scripts_without_spaces_are_joined_without() -> None:
    """A break between two Han characters is no space; between others it is."""
    assert "図書館の開館 open" == unwrap(lines("図書館の\n開館\nopen"))


@given(st.binary(max_size=40))
@example(b"\\xff\xff\\")
def test_a_printable_name_can_be_turned_back(name: bytes) -> None:
    r"""A name as text is UTF-8, and undoing `\xNN` and `\\` gives its bytes: no two names look the same."""
    printed = printable_name(name)
    undone = printed.encode().replace(b"\\\\", b"\0\\").split(b"\0\\") if b"\0" not in name else None

    assert printed.isprintable() or printed.encode()
    if undone is not None:
        pieces = [codecs.escape_decode(piece)[0] if b"\\x" in piece else piece for piece in undone]
        assert name == b"\\".join(pieces)


@given(texts)
def test_what_a_terminal_would_execute_is_shown(text: str) -> None:
    """No control, escape sequence or bidirectional override is left, and ordinary text stays as it is."""
    safe = terminal_safe(text)

    assert not [character for character in safe if character in "\x00\x07\x08\x1b\x7f\x9b\u202e\u2066\u200b\ufeff\r"]
    assert "Größe 図書館\tשלום\n" == terminal_safe("Größe 図書館\tשלום\n")


@pytest.mark.parametrize("codec", ["unicode_escape", "Raw-Unicode-Escape", "idna", "punycode", "undefined", "rot13", "hex"])
def test_what_is_a_codec_and_no_charset_is_passed_over(codec: str) -> None:
    """A declaration cannot make Python's own codecs rewrite the text."""
    found = decode(b"a\\n\\ud800 xn--mnchen-3ya", codec)

    assert ("a\\n\\ud800 xn--mnchen-3ya", "utf-8") == (found.text, found.encoding)


@given(st.text(st.characters() | st.sampled_from(WHITE_SPACE + "\x1c\x1d\x1e\x1f")))
def test_one_line_has_single_spaces_and_the_same_words(text: str) -> None:
    """Runs of Unicode's white space become one space, and nothing else changes."""
    assert " ".join(word for word in re.split(f"[{WHITE_SPACE}]+", text) if word) == one_line(text)


_nested = st.recursive(
    st.text("abc", min_size=1, max_size=3),
    lambda inner: st.builds(
        lambda before, tag, within, behind: f"{before}<{tag}>{within}</{tag}>{behind}",
        inner,
        st.sampled_from(["i", "b", "p", "br"]),
        inner,
        inner,
    ),
    max_leaves=12,
)


@given(_nested)
def test_an_element_says_its_text_in_its_order(inside: str) -> None:
    """However deep elements lie in each other: what stands behind one is said behind all that is in it."""
    element = etree.fromstring(f"<headline>{inside}<!-- no --></headline>")

    assert re.sub(r"<[^>]*>", "", inside) == said(element).replace(" ", "")
