"""What the wires share: character sets, control characters, datelines, dates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

# mypy knows the folder `plugins`, which the build maps to this package, by the folder's name.
from newsarchive_plugins._wire import VARIANTS, Story, bare, raw_lines, said, wire_text
from newsarchive_plugins._wire_body import dateline
from newsarchive_plugins._wire_dates import LONG, TAIL, date_of, month_of

from newsarchive import Document, PartialDate

UMLAUTS = "Jörg Böhm aus Köln grüßt für die Söhne"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "latin-1", "cp850", "cp437"])
def test_character_sets(encoding: str) -> None:
    """UTF-8, Latin-1 and the code pages of DOS are told apart by rule, without a detector."""
    document = Document("x", UMLAUTS.encode(encoding))

    assert wire_text(document) == UMLAUTS
    assert document.decoded().detector is None


def test_one_odd_byte() -> None:
    """One byte above ASCII is windows-1252, and one that it lacks is Latin-1: nothing is guessed, nothing is refused."""
    assert wire_text(Document("x", b"The caf\xe9 opens.")) == "The café opens."
    assert wire_text(Document("x", b"The caf\xe9 \x90 opens.")) == "The café \x90 opens."


@pytest.mark.parametrize(
    ("encoding", "data", "text"),
    [
        ("ISO646-DE", b"F{hre nach K|ln, Stra~e", "Fähre nach Köln, Straße"),
        ("DIN_66003", b"\\sterreich", "Österreich"),
        ("SEN_850200_B", b"}ngf{rja", "ångfärja"),
        ("NS_4551-1", b"[r|y", "Ærøy"),
        ("us-ascii", b"{}", "{}"),
    ],
)
def test_declared_national_variants(encoding: str, data: bytes, text: str) -> None:
    """A national variant of ISO 646 is read where it is declared, and nowhere else."""
    assert wire_text(Document("x", data, {"encoding": encoding})) == text
    assert wire_text(Document("x", data)) == data.decode()


def test_variants_keep_the_count() -> None:
    """Each character stands for one: spans count the same."""
    assert all(len(letter) == 1 for table in VARIANTS.values() for letter in table.values())


@given(st.text(st.sampled_from("ab \t\r\n\x00\x08\v\f\x0e\x0f\x10\x18\x1f\x7f"), max_size=30))
def test_lines_keep_their_places(text: str) -> None:
    """Each line stands where it says, bare or not, and only white space and controls are between them."""
    for line in raw_lines(text, 0, len(text)):
        inner = bare(line)
        assert text[line.start : line.end] == line.text
        assert text[inner.start : inner.end] == inner.text
        assert not set(said(line.text)) & set("\x00\x08\x0e\x0f\x10\x18\x1f\x7f")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The \x0ewall\x0f", "The wall"),
        ("The wlal\x18 wall", "The wall"),
        ("The \x0cf12\x0bwall", "The wall"),
        ("New\x10 Skerrow", "New Skerrow"),
        ("a\x1fb", "a\tb"),
    ],
)
def test_control_characters(text: str, expected: str) -> None:
    """Emphasis, killed words, typographic instructions, fixed spaces and column breaks say what they say."""
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "line", "place", "credit"),
    [
        ("BUENOS AIRES, Argentina (AP) _ It rained.", "BUENOS AIRES, Argentina (AP)", "BUENOS AIRES", "AP"),
        ("Geneva (dpa) - It rained.", "Geneva (dpa)", "Geneva", "dpa"),
        ("Washington/Geneva (dpa/AFP) - It rained.", "Washington/Geneva (dpa/AFP)", "Washington/Geneva", "dpa/AFP"),
        ("NEW DELHI, Mar 5 (PTI) It rained.", "NEW DELHI, Mar 5 (PTI)", "NEW DELHI", "PTI"),
        ("MELBOURNE, March 3 AAP - It rained.", "MELBOURNE, March 3 AAP", "MELBOURNE", "AAP"),
        ("TOKYO, Jan. 5 Kyodo - It rained.", "TOKYO, Jan. 5 Kyodo", "TOKYO", "Kyodo"),
    ],
)
def test_datelines(text: str, line: str, place: str, credit: str) -> None:
    """A dateline is taken off the first paragraph, its place apart; it is kept as printed."""
    story = Story("wire", text, 0, len(text))
    (first,) = raw_lines(text, 0, len(text))

    assert dateline(story, first).text == "It rained."
    assert (story.get("dateline").text, story.get("dateline").place, story.get("credit")) == (line, place, credit)


@pytest.mark.parametrize(
    "text", ["The board (again) said no.", "RACE ONE - Ellery Plate", "He said (in May) - no.", "A wall - AP"]
)
def test_sentences_have_no_dateline(text: str) -> None:
    """A bracket or a dash within a sentence makes no dateline."""
    story = Story("wire", text, 0, len(text))
    (first,) = raw_lines(text, 0, len(text))

    assert dateline(story, first) is first
    assert "dateline" not in story


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("212101 GMT Nov 18", "2018-11-21T21:01+00:00"),
        ("071341 GMT Okt 15 ", "2015-10-07T13:41+00:00"),
        ("041530 Dez 24", "2024-12-04T15:30"),
        ("041530 MESZ Jul 1999", "1999-07-04T15:30+02:00"),
        ("041530 EST Mrz 71", "1971-03-04T15:30"),
        ("311530 GMT Feb 24", None),
        ("999999 GMT Feb 24", None),
    ],
)
def test_tails(text: str, expected: str | None) -> None:
    """A dated tail is read in the agency's language; a zone that means several things stays out; no calendar, no date."""
    match = TAIL.match(text)

    assert match is not None
    assert (str(date) if (date := date_of(match)) else None) == expected


@pytest.mark.parametrize("text", ["041530", "041530 GMT", "041530 GMT Dez", "1234567 Dez 24"])
def test_half_a_tail_is_none(text: str) -> None:
    """Nothing is completed by what does not stand there."""
    assert TAIL.search(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tue 13 October 2015", "2015-10-13"),
        ("5. Dezember 2024, 10.00 Uhr", "2024-12-05T10:00"),
        ("Sunday, Dec. 22, 2013", "2013-12-22"),
        ("3 Foo 2013", None),
    ],
)
def test_dates_in_words(text: str, expected: str | None) -> None:
    """A date in words is as precise as its words."""
    match = LONG.fullmatch(text)

    assert match is not None
    assert date_of(match) == (PartialDate.parse(expected) if expected else None)


def test_months() -> None:
    """June and July differ in French by their fourth letter."""
    assert (month_of("juin"), month_of("juillet"), month_of("März"), month_of("ottobre"), month_of("foo")) == (
        6,
        7,
        3,
        10,
        None,
    )
