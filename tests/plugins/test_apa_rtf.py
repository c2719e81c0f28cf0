"""Press reviews of the APA-OnlineManager: one bad article does not end the file."""

import pytest

from newsarchive import Document
from newsarchive.pipeline.reader import Reader
from newsarchive.reading import Reading

from .support import body, bundled


def read(text: str) -> Reading:
    data = f"{{\\rtf1\\ansi\\ansicpg1252{{\\info{{\\author AOMweb}}}}{text}}}"
    return Reader(bundled()).read(Document("review.rtf", data.encode("cp1252")))


def story(source: str, text: str = "{\\b Titel\\par}Text.\\par ") -> str:
    return f"{{\\i {source}\\par}}{text}"


@pytest.mark.parametrize(
    ("source", "publisher", "section", "published", "page"),
    [
        ('"Bote" vom 23.10.2017 Seite: L4', "Bote", None, "2017-10-23", "L4"),
        ('"Bote" Wirtschaft gefunden am 23.10.2017 08:15 Uhr', "Bote", "Wirtschaft", "2017-10-23T08:15", None),
        ('"Bote" vom 15.Aug 2013 18.00 Uhr Seite 14', "Bote", None, "2013-08-15T18:00", "14"),
        ('"Der Ruf vom Berg" Nr. 246 vom 3.1.2017', "Der Ruf vom Berg", None, "2017-01-03", None),
    ],
)
def test_the_source_line(source: str, publisher: str, section: str | None, published: str, page: str | None) -> None:
    """Medium, section, day, time and page."""
    (found,) = read(story(source)).found

    assert found.article is not None
    article = found.article
    assert (publisher, section, published, page) == (
        article.publisher,
        article.section,
        str(article.published),
        article.page,
    )


@pytest.mark.parametrize("between", ["\\sect ", "\\page ________\\par ", "________\\par ", ""])
def test_whatever_parts_them_articles_are_told_apart(between: str) -> None:
    """Sections, rules, or the source line of the next one alone."""
    reading = read(between.join(story(f'"Bote" vom 0{day}.10.2017') for day in (1, 2, 3)))

    assert ["2017-10-01", "2017-10-02", "2017-10-03"] == [
        str(found.article.published) for found in reading.found if found.article
    ]


def test_an_article_without_source_and_headline_is_read() -> None:
    """It is a defect and an article; the ones around it are as they are."""
    reading = read("\\sect ".join([story('"Bote" vom 01.10.2017'), "Nur ein Satz.\\par ", story('"Bote" vom 03.10.2017')]))

    assert ["Titel", None, "Titel"] == [found.article.headline for found in reading.found if found.article]
    assert ["no-source"] == [defect.code for defect in reading.defects]


def test_a_source_quoted_in_a_text_begins_no_article() -> None:
    """In a file with sections the line has its section below it, or stands first."""
    quoted = '{\\b Titel\\par}Er las:\\par "Bote" vom 01.10.2017 Seite 3\\par Dann ging er.\\par '
    reading = read(story('"Zeitung" vom 02.10.2017', quoted) + "\\sect " + story('"Bote" vom 03.10.2017'))

    assert ["Zeitung", "Bote"] == [found.article.publisher for found in reading.found if found.article]


def test_what_stands_round_the_headline() -> None:
    """Italics above it are editions, upright text a kicker; bold below it is a summary, italics behind the text a caption."""
    above = "{\\i Abend\\par}Von Ada Birne\\par Der Rat stimmt ab\\par"
    text = above + "{\\b Titel\\par}{\\b Unterzeile\\par}Text.\\par{\\i Die Mole.\\par}"
    (found,) = read(story('"Bote" vom 01.10.2017', text)).found

    assert found.article is not None
    article = found.article
    assert ("Abend", "Von Ada Birne", "Unterzeile") == (article.edition, article.byline, article.summary)
    assert {"kicker": "Der Rat stimmt ab"} == article.extra["apa-rtf"]
    assert [("paragraph", "Text."), ("caption", "Die Mole.")] == body(article)
