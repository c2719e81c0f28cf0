"""Mediargus as text: the list and the articles behind it."""

from newsarchive.model import Article
from newsarchive.reading import Reading

from .support import body, read

GAP = "\n" * 7
LIST = """1. Nieuwe zeewering

De Kustbode, woensdag 4 december 2019, p. 2, 41w.

Het bestuur stemde ...


2. Veer in de winter

Het Eiland, woensdag 4 december 2019, p. 2, 9w."""
FIRST = "04-12-2019, p.2\n\nNieuwe zeewering\n\nHet bestuur stemde voor de herbouw.\n\n © Kust"
SECOND = "04-12-2019, p.2\n\nVeer in de winter\n\nDe boot vaart.\n\n © Eiland"


def articles(*pieces: str) -> list[Article]:
    return [found.article for found in reading(*pieces).found if found.article is not None]


def reading(*pieces: str) -> Reading:
    found = read(GAP.join(pieces))
    assert "mediargus-txt" == found.source
    return found


def test_articles_of_one_page_are_told_by_their_headlines() -> None:
    """List and articles may be in different orders: day, page and headline say what belongs together."""
    assert [("Veer in de winter", "Het Eiland"), ("Nieuwe zeewering", "De Kustbode")] == [
        (each.headline, each.publisher) for each in articles(LIST, SECOND, FIRST)
    ]


def test_what_the_list_alone_names_is_an_article() -> None:
    """A text that is missing is a defect; what the list says of it is kept."""
    found = reading(LIST, FIRST)

    assert ["count"] == [defect.code for defect in found.defects]
    assert ["Nieuwe zeewering", "Veer in de winter"] == [each.article and each.article.headline for each in found.found]


def test_what_the_list_does_not_name_is_an_article() -> None:
    """An article of another day has its own headline, and no publisher is made up for it."""
    (*_, last) = articles(LIST, FIRST, SECOND, "05-12-2019, p.9\n\nKust, Eilanden\n\nBoot gezonken\n\nNiemand verdronk.")

    assert ("Boot gezonken", None, "Kust, Eilanden") == (last.headline, last.publisher, last.edition)
    assert [("paragraph", "Niemand verdronk.")] == body(last)


def test_a_headline_on_two_lines() -> None:
    """Two paragraphs may say together what the list has as one headline."""
    first, _ = articles(LIST, FIRST.replace("Nieuwe zeewering", "Nieuwe\n\nzeewering"), SECOND)

    assert ("Nieuwe zeewering", [("paragraph", "Het bestuur stemde voor de herbouw.")]) == (first.headline, body(first))


def test_a_date_within_a_text_begins_no_article() -> None:
    """Only behind four blank lines does a date begin the next one."""
    first, _ = articles(LIST, FIRST.replace("stemde", "stemde\n\n05-12-2019, p.3\n\n"), SECOND)

    assert "05-12-2019, p.3" in [text for _, text in body(first)]


def test_a_number_within_a_teaser_begins_no_entry() -> None:
    """Entries are numbered one by one."""
    assert 2 == len(articles(LIST.replace("stemde ...", "stemde ...\n\n\n7. Niet dit."), FIRST, SECOND))


def test_an_article_without_title_has_none() -> None:
    """What the list says instead is no headline."""
    first, _ = articles(
        LIST.replace("Nieuwe zeewering", "Artikel zonder titel"), FIRST.replace("Nieuwe zeewering\n\n", ""), SECOND
    )

    assert (None, [("paragraph", "Het bestuur stemde voor de herbouw.")]) == (first.headline, body(first))


def test_an_impossible_date_is_a_defect() -> None:
    """It costs the date, and what the list says of that day."""
    found = reading(LIST, FIRST.replace("04-12", "34-12"), SECOND)

    assert ["impossible-date"] == [defect.code for defect in found.defects]


def test_a_numbered_list_is_not_of_mediargus() -> None:
    """Where and when each appeared is what tells it."""
    assert "mediargus-txt" != read("1. Boter\n\n2. Kaas\n\nDe Kustbode, woensdag, p. 2.\n").source
