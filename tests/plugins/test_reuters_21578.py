"""Reuters-21578: control characters as references, briefs, raw texts, dates with junk."""

import pytest

from newsarchive import PartialDate
from newsarchive.model import Article
from newsarchive.reading import Reading

from .support import body, read


def reading(text: str, date: str = "19-OCT-1987 15:35:53.55", kind: str = "") -> Reading:
    found = read(f'<REUTERS NEWID="1">\n<DATE>{date}</DATE>\n<TEXT{kind}>&#2;\n{text}\n&#3;</TEXT>\n</REUTERS>\n')
    assert "reuters-21578" == found.source
    return found


def article(text: str, date: str = "19-OCT-1987 15:35:53.55", kind: str = "") -> Article:
    (found,) = reading(text, date, kind).found
    assert found.article is not None
    return found.article


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("19-OCT-1987 15:35:53.55", "1987-10-19T15:35:53.55"),
        (" 5-MAR-1987 09:22:57.75", "1987-03-05T09:22:57.75"),
        ("V RM  19-OCT-1987 15:35:53", "1987-10-19T15:35:53"),
        ("31-MAR-1987 605:12:19.12", "1987-03-31"),
    ],
)
def test_dates_as_they_occur(date: str, published: str) -> None:
    """Single digits, something before the date, and times that are none: the day is read all the same."""
    assert PartialDate.parse(published) == article("<TITLE>RAIN</TITLE>", date).published


def test_paragraphs_begin_with_an_indent() -> None:
    """Other lines run on; the last line signs and is no paragraph."""
    found = article("<BODY>The wall is\nrebuilt.\n    It is &lt;high>.\n Reuter</BODY>")

    assert [("paragraph", "The wall is rebuilt."), ("paragraph", "It is <high>.")] == body(found)
    assert "Reuter" == found.credit


def test_references_of_white_space_are_no_paragraph() -> None:
    """They cost nothing: the others are read."""
    assert [("paragraph", "It rains.")] == body(article("<BODY>&#32;\n    It rains.\n    &#32;   &#32;\n</BODY>"))


def test_briefs_have_a_title_alone() -> None:
    """The stars before it are furniture."""
    found = article("******<TITLE>RAIN IN ELLERY\n</TITLE>", kind=' TYPE="BRIEF"')

    assert ("RAIN IN ELLERY", (), "BRIEF") == (found.headline, found.body, found.extra["reuters-21578"]["TYPE"])


def test_raw_texts_have_no_title() -> None:
    """What no element marks is text: nothing is taken for a headline."""
    found = article("RAIN IN ELLERY, Oct 19 - It rains.\n    It stops.", kind=' TYPE="UNPROC"')

    assert (None, 2) == (found.headline, len(found.body))


@pytest.mark.parametrize(
    ("dateline", "place", "day"),
    [("OSLO, Oct 19 - ", "OSLO", 19), ("OSLO, Norway, Oct 1 -", "OSLO", 1), ("OSLO, Dec 3 - ", "OSLO", None)],
)
def test_the_year_of_a_dateline_is_that_of_the_date(dateline: str, place: str, day: int | None) -> None:
    """If the month is the same; another month may be of another year."""
    found = article(f"<DATELINE>    {dateline}</DATELINE><BODY>It rains.</BODY>").dateline
    assert found is not None

    assert (place, day and PartialDate(1987, 10, day)) == (found.place, found.date)


def test_what_is_no_date_is_a_defect() -> None:
    """It costs itself only."""
    found = reading("<TITLE>RAIN</TITLE>", "soon")

    assert (["no-date"], ["article"]) == ([each.code for each in found.defects], [each.kind for each in found.found])


def test_nothing_but_control_characters_is_no_article() -> None:
    """References of what nobody can see are no text."""
    (found,) = reading("&#2;").found

    assert "not an article: it has neither a title nor a text" == found.reasons[0].reason
