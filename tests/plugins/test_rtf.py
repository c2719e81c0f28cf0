"""RTF as its readers get it: paragraphs, whatever stands around them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsarchive_plugins._rtf import Link, is_rtf, read_rtf


def texts(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in read_rtf(data).paragraphs]


@given(st.binary())
def test_it_reads_anything(data: bytes) -> None:
    """Whatever the bytes are, reading ends and raises nothing."""
    read_rtf(data)
    read_rtf(b"{\\rtf1 " + data)


@given(
    st.lists(
        st.sampled_from([b"{", b"}", b"\\par ", b"\\u-10179 ", b"\\'81", b"\\bin9 ", b"\\*", b"\\pict ", b"\\cell ", b"a"])
    )
)
def test_it_reads_any_tokens(tokens: list[bytes]) -> None:
    """However tokens are strung together, reading ends and raises nothing."""
    read_rtf(b"{\\rtf1 " + b"".join(tokens))


@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1).map(str.strip).filter(bool), min_size=1))
def test_every_character_comes_back(paragraphs: list[str]) -> None:
    r"""What is written in `\uN`, as UTF-16, is read as it was."""
    body = b"\\par ".join(
        b"".join(
            b"\\u%d?" % int.from_bytes(unit, "little", signed=True)
            for character in paragraph
            for half in [character.encode("utf-16-le")]
            for unit in [half[at : at + 2] for at in range(0, len(half), 2)]
        )
        for paragraph in paragraphs
    )

    assert texts(b"{\\rtf1\\ansi " + body + b"}") == paragraphs


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(rb"a{\pict\bin4 }}{{} b", "a b", id="binary data holds braces"),
        pytest.param(rb"a{\*\unheard of{it}} b", "a b", id="a destination that nobody knows"),
        pytest.param(rb"\fs20Text\b0 \i0\f0Next", "TextNext", id="no space behind a number"),
        pytest.param(rb"\uc2\u26085\'93\'fa{\uc0\u8217}s", "日’s", id="as many characters are skipped as are stated"),
        pytest.param(rb"\u8220\u8221 ?x", "“”x", id="a character does not stand for another"),
        pytest.param(rb"{\f1\'93\'fa\'83A\'83\\}\'e9", "日アソé", id="bytes of one character, escaped and not"),
        pytest.param(rb"{\f2\'cf}{\f0\'e9}", "Пé", id="fonts have charsets"),
        pytest.param(rb"{\upr{ansi}{\*\ud{\u252?ni}}}", "üni", id="the same twice"),
        pytest.param(rb"a\-b\~c\_d\tab e\line f", "ab\xa0c\u2011d\te\nf", id="special characters"),
        pytest.param(rb"a{\v hidden} b{\deleted gone}", "a b", id="what is not shown"),
        pytest.param(b"a } b", "a  b", id="a brace too many"),
        pytest.param(b"a { b", "a  b", id="a brace too few"),
        pytest.param(rb"a \bin999999999 b", "a b", id="more binary data than there is"),
    ],
)
def test_text(body: bytes, expected: str) -> None:
    head = rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset128 B;}{\f2\fcharset204 C;}}"

    assert texts(head + body + b"}")[0] == expected


def test_what_a_paragraph_says_of_itself() -> None:
    """Style, level, marks, links, footnotes, tables and breaks."""
    rtf = read_rtf(
        rb"{\rtf1{\stylesheet{\s1\outlinelevel0 heading 1;}}{\info{\title T}{\creatim\yr2020\mo2\dy3\hr4\min5}}"
        rb"{\header Top\par}\pard\s1\b\fs40 {\*\bkmkstart Mark}Head\b0\par"
        rb'\pard\plain Text{\field{\*\fldinst{HYPERLINK "http://a.example/"}}{\fldrslt{\i link}}}{\footnote Note\par}\par'
        rb"{\listtext\'95\tab}\ls1 Item\par\pard\sect"
        rb"\trowd\cellx1\cellx2\pard\intbl One\par Two\cell Three\cell\row\pard Last}"
    )

    head, text, note, item, row, last = rtf.paragraphs
    assert (head.text, head.style, head.level, head.bold, head.size, head.bookmarks) == (
        "Head",
        "heading 1",
        1,
        True,
        40,
        ("Mark",),
    )
    assert (text.text, text.links, text.bold) == ("Textlink", (Link("link", "http://a.example/"),), False)
    assert (note.text, note.note) == ("Note", True)
    assert (item.text, item.marker, item.section) == ("Item", "•", 0)
    assert (row.text, [[each.text for each in cell] for cell in row.cells]) == ("One Two\tThree", [["One", "Two"], ["Three"]])
    assert (last.text, last.section, last.cells) == ("Last", 1, ())
    assert [each.text for each in rtf.margins] == ["Top"]
    assert rtf.info == {"title": "T", "creatim": "2020-02-03T04:05"}
    assert rtf.defects == []


@pytest.mark.parametrize(
    "document",
    [
        b"{\\rtf1 a{\\pict " + b"89ab\n" * 400_000 + b"} b}",
        b"{\\rtf1 a" + b"{" * 200_000 + b"}" * 200_000 + b" b}",
        b"{\\rtf1 a " + b"{\\pict" * 100_000 + b"} b}",
        b"{\\rtf1 a " + b"{\\*\\x{" * 100_000 + b"} b}",
        b"{\\rtf1\\ansicpg932 a " + b"\\'81 " * 50_000 + b" b}",
        b"{\\rtf1 a " + b"\\bin999999 " * 50_000 + b" b}",
    ],
    ids=["picture", "nested", "pictures that do not end", "unknown and open", "no characters", "lies"],
)
def test_it_takes_linear_time(document: bytes) -> None:
    """No document of a megabyte or two takes seconds of work."""
    started = time.process_time()
    found = "".join(texts(document))

    assert (found[0], found[-1], time.process_time() - started < 3) == ("a", "b", True)


def test_what_is_rtf() -> None:
    """The mark, and not a word that begins like it."""
    assert [is_rtf(data) for data in (b"{\\rtf1", b"\r\n{\\rtf\\ansi", b"{\\rtfx", b"a {\\rtf1")] == [True, True, False, False]
