"""IPTC 7901."""

import pytest

from newsarchive.model import Article

from .support import body, read

HEAD = "\x01eca0124 3 i 93  nwa 1888\r\n\r\nEllery/wall/\r\n"
TEXT = "Port Ellery (nwa) - The wall is to be rebuilt, the harbour\r\nboard said.\r\n"
TAIL = "\x03212101 GMT Nov 18\r\n\x7f\n\x7f\x04"


def articles(text: str | bytes) -> list[Article]:
    reading = read(text)
    assert all(found.source == "iptc-7901" for found in reading.found), reading.found
    return [found.article for found in reading.found if found.article is not None]


@pytest.mark.parametrize("mark", [" =", "="])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r", "\r\r\n"])
def test_a_message(mark: str, line_end: str) -> None:
    """Header, keywords, head, dateline, wrapped text and tail, whatever the line ends."""
    (article,) = articles((HEAD + f"\x02EXTRA\r\nWall to be rebuilt{mark}\r\n\r\n" + TEXT + TAIL).replace("\r\n", line_end))

    assert (article.headline, article.slugline, article.keywords) == ("Wall to be rebuilt", "Ellery/wall", ("Ellery", "wall"))
    assert (article.urgency, article.section, article.credit) == (3, "i", "nwa")
    assert str(article.published) == "2018-11-21T21:01+00:00"
    assert body(article) == [("paragraph", "The wall is to be rebuilt, the harbour board said.")]
    assert article.extra["iptc-7901"] == {"message": "eca0124", "item": "nwa 1888", "words": "93", "flags": "EXTRA"}
    assert article.identifiers == {"iptc-7901": "2018-11-21/eca0124", "nwa": "2018-11-21/1888"}


def test_a_head_without_its_mark() -> None:
    """What stands above the dateline is the head, on as many lines as it takes."""
    (article,) = articles(HEAD + "\x02Wall to be rebuilt\nafter storm\nBy Marta Quill, nwa\n" + TEXT + TAIL)

    assert (article.headline, article.byline) == ("Wall to be rebuilt after storm", "By Marta Quill, nwa")
    assert [author.name for author in article.authors] == ["Marta Quill"]


@pytest.mark.parametrize("tail", ["\x03041530\x04", "\x03041530 GMT\x04", "\x03041530 Dez\n\x04"])
def test_a_tail_without_year(tail: str) -> None:
    """A date without a year is none: it stays as it is."""
    (article,) = articles(HEAD + "\x02Wall =\n\n" + TEXT + tail)

    assert article.published is None
    assert article.identifiers == {}
    assert article.extra["iptc-7901"]["date"] == tail.strip("\x03\x04\n")


def test_the_tail_behind_the_sign_off() -> None:
    """German services date the line that signs."""
    (article,) = articles(HEAD + "\x02Mole =\n" + TEXT + "\nnwa bo yyzz a3 ab 041530 Dez 24\x03\x04")

    assert str(article.published) == "2024-12-04T15:30"
    assert article.extra["iptc-7901"]["signoff"] == "nwa bo yyzz a3 ab"
    assert len(article.body) == 1


def test_numbers_at_the_end_of_a_text_are_text() -> None:
    """Six digits that end a story are no date."""
    (article,) = articles(HEAD + "\x02Wall =\n\nThe wall cost 120345\x03\x04")

    assert body(article) == [("paragraph", "The wall cost 120345")]


def test_a_kill_without_text() -> None:
    """A message that only kills is a notice under its own numbers."""
    (found,) = read("\x01eca0125 1 i 0  nwa 1889\nEllery/wall/KILL/\n\x02" + TAIL).found

    assert found.message is not None
    assert (found.kind, found.message.status) == ("notice", "canceled")
    assert found.message.identifiers == {"iptc-7901": "2018-11-21/eca0125", "nwa": "2018-11-21/1889"}


def test_a_kill_that_names_a_story() -> None:
    """It is canceled itself, and so is what it names."""
    reading = read(HEAD + "\x02KILL\nWall story withdrawn =\n\nPlease do not use nwa 1887 on the wall.\n" + TAIL)
    article, notice = reading.found

    assert article.article is not None
    assert article.article.status == "canceled"
    assert notice.message is not None
    assert notice.message.identifiers == {"nwa": "2018-11-21/1887"}


def test_an_embargo() -> None:
    """A date that is stated whole is the embargo; another one holds the story back."""
    (whole,) = articles(HEAD + "\x02Sperrfrist: 5. Dezember 2024, 10.00 Uhr\nMole =\n\n" + TEXT + TAIL)
    (half,) = articles(HEAD + "\x02Sperrfrist: Montag, 10.00 Uhr\nMole =\n\n" + TEXT + TAIL)

    assert (str(whole.embargoed), whole.status, whole.headline) == ("2024-12-05T10:00", None, "Mole")
    assert (half.embargoed, half.status, half.note) == (None, "withheld", "Sperrfrist: Montag, 10.00 Uhr")


def test_several_messages_and_what_is_between_them() -> None:
    """Padding parts messages; a text between them is a defect and costs nothing else."""
    message = HEAD + "\x02Wall =\n\n" + TEXT + TAIL
    reading = read(message + "\x00\x16\r\n" + message + "noise\n" + message)

    assert [found.kind for found in reading.found] == ["article"] * 3
    assert [defect.code for defect in reading.defects] == ["stray-text"]


def test_damage() -> None:
    """Without ETX, EOT or a header that can be read the text is still there."""
    (cut,) = articles(HEAD + "\x02Wall =\n\n" + TEXT)
    reading = read("\x01?? ??\n\x02Wall =\n\n" + TEXT, only="iptc-7901")

    assert len(cut.body) == 1
    assert [defect.code for defect in reading.defects] == ["header"]
    assert reading.found[0].article is not None


def test_others_are_not_claimed() -> None:
    """ANPA's header, a header without STX and a text that speaks of SOH are no messages of this format."""
    for text in ("\x01W2417\x1fasian\nu i\x02", "\x01eca0124 3 i 93  nwa\n", "eca0124 3 i 93\n\x02\n"):
        assert "iptc-7901" not in {found.source for found in read(text).found}
