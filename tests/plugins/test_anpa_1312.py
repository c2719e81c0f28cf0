"""ANPA 1312."""

import pytest

from newsarchive.model import Article

from .support import body, read

HEAD = "\x16\x16\x01W2417\x1fasian\nr i\x13\x11 BC-EL--Ellery-Wall   12-03 0191\n\x02"
TAIL = "\t   \x03AP-WF-12-03-24 1509GMT<\n\n\x0c\n\x04"


def one(text: str) -> Article:
    (found,) = read(text).found
    assert found.article is not None, found.reasons
    assert found.source == "anpa-1312"
    return found.article


@pytest.mark.parametrize("syn", ["", "\x16", "\x16\x16\x16\x16"])
def test_a_message(syn: str) -> None:
    """Header, keyword, headline, byline, paragraphs and trailer, however many SYN there are."""
    text = HEAD + "^BC-EL--Ellery-Wall, 1st Ld,166<\n^Wall to be rebuilt<\n^By ANN ROE=\n^AP Sports Writer=\n"
    article = one(syn + text.lstrip("\x16") + "\t   PORT ELLERY (AP) _ It is = so.<\n\t   Yes.\n" + TAIL)

    assert (article.headline, article.slugline, article.version) == ("Wall to be rebuilt", "BC-EL--Ellery-Wall, 1st Ld", "1")
    assert (article.byline, article.authors[0].name, article.authors[0].role) == ("By ANN ROE", "ANN ROE", "AP Sports Writer")
    assert (article.urgency, article.section, article.credit) == (4, "i", "AP")
    assert str(article.published) == "2024-12-03T15:09+00:00"
    assert body(article) == [("paragraph", "It is = so."), ("paragraph", "Yes.")]
    assert article.identifiers == {"anpa-1312": "2024-12-03/W2417"}


def test_a_digest() -> None:
    """Where all lines are carets, those below the headline are the text."""
    article = one(HEAD + "^*9006< ^AP-Top-Headlines,0176<\n^AP Top News<\n^Wall rebuilt\n^Ferry sails\n" + TAIL)

    assert article.headline == "AP Top News"
    assert body(article) == [("paragraph", "Wall rebuilt"), ("paragraph", "Ferry sails")]
    assert article.extra["anpa-1312"]["reference"] == "*9006"


def test_a_table() -> None:
    """A row is its fields; spaces of fixed width are spaces."""
    article = one(HEAD + "^BC-ROW--Glance<\n^Standings=\n\b^;W;L\x10 \n\bNew\x10 Skerrow;3{;1\x10 \n" + TAIL)

    assert body(article) == [("table_row", "W\tL"), ("table_row", "New Skerrow\t3{\t1")]


def test_an_alert_without_tabs() -> None:
    """Blanks at the beginning of a line begin a paragraph, too."""
    article = one(HEAD + "^BC-APNewsAlert,11<\n   PORT ELLERY (AP) _ The wall\nfell.\n" + TAIL)

    assert (article.headline, body(article)) == (None, [("paragraph", "The wall fell.")])


def test_holds() -> None:
    """A release whose day is stated whole is an embargo; any other one holds the story."""
    whole = one(HEAD + "^BC-X--Wall<\n^For release Sunday, Dec. 22, 2024<\n^Wall<\n\t   It fell.\n" + TAIL)
    half = one(HEAD + "^BC-X--Wall<\n^Hold for release Sunday<\n^Wall<\n\t   It fell.\n" + TAIL)

    assert (str(whole.embargoed), whole.status, whole.headline) == ("2024-12-22", None, "Wall")
    assert (half.embargoed, half.status, half.headline) == (None, "withheld", "Wall")


def test_kills() -> None:
    """A kill without text is a notice; one that names a story cancels that, too."""
    (bare,) = read(HEAD + "^BC-EL--Wall-KILL<\n" + TAIL).found
    story, named = read(HEAD + "^BC-EL--Wall-KILL<\n^Mandatory Kill<\n\t   Kill BC-EL--Wall, W2398.\n" + TAIL).found

    assert bare.message is not None
    assert (bare.message.identifiers, bare.message.status) == ({"anpa-1312": "2024-12-03/W2417"}, "canceled")
    assert story.article is not None
    assert story.article.status == "canceled"
    assert named.message is not None
    assert named.message.identifiers == {"anpa-1312": "2024-12-03/W2398"}


def test_kyodo() -> None:
    """Kyodo's trailer has the day before the month; its headline ends with a plus sign."""
    article = one(
        "\x01K0117KYODO\x1f-----\r\nr i\x13\x11 BC-Wall   12-03 0064\r\n\x02BC-Wall\r\nWall to be rebuilt\r\nafter storm+\r\n"
        "TOKYO, Dec. 3 Kyodo - The board voted Tuesday to rebuild the sea\r\nwall.\r\n==Kyodo\r\n\x03JST-21:05-03-12-24\r\n\x04"
    )

    assert (article.headline, article.credit) == ("Wall to be rebuilt after storm", "Kyodo")
    assert str(article.published) == "2024-12-03T21:05+09:00"
    assert body(article) == [("paragraph", "The board voted Tuesday to rebuild the sea wall.")]


def test_a_header_that_cannot_be_read() -> None:
    """It is a defect, and the story stays."""
    reading = read("\x01W2417\x1fasian\nnonsense\n\x02^BC-X--Wall<\n^Wall<\n\t   It fell.\n" + TAIL)

    assert [defect.code for defect in reading.defects] == ["header"]
    assert reading.found[0].article is not None


def test_a_frame_without_a_message() -> None:
    """It is a defect that accounts for all of it, its SYN included."""
    (found,) = read("\x16\x01", only="anpa-1312").found

    assert [reason.code for reason in found.reasons] == ["empty-message"]
