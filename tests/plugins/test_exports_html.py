"""Europresse, DeFacto-Campus and the digests of BZK: their dialects, and what is missing in them."""

import pytest

from newsarchive import Document
from newsarchive.pipeline.reader import Reader
from newsarchive.reading import Reading

from .support import body, bundled


def read(markup: str | bytes) -> Reading:
    return Reader(bundled()).read(Document("export.html", markup.encode() if isinstance(markup, str) else markup))


def europresse(header: str = "", text: str = "<section><p>Texte.</p></section>") -> str:
    top = "<style>.DocPublicationName{background:url(http://nouveau.eureka.cc/a)}</style>"
    name = f'<span class="DocPublicationName">Le Courrier</span><span class="DocHeader">{header}</span>'
    return f'{top}<article><header>{name}<p class="titreArticleVisu">Titre</p></header>{text}</article>'


@pytest.mark.parametrize(
    ("header", "section", "published", "page"),
    [
        ("Ports, quais, mardi 14 mars 2006, p. 16", "Ports, quais", "2006-03-14", "16"),
        ("mardi 1er août 2006, p. MDE6", None, "2006-08-01", "MDE6"),
        ("Monday, March 14, 2022, p. 3", None, "2022-03-14", "3"),
        ("Économie, lunes 13 marzo 2006", "Économie", "2006-03-13", None),
        ("Web, 2 mai 2019 745 mots, 9:05 UTC+2", "Web", "2019-05-02T09:05:00+02:00", None),
        ("Magazine, mars 2006, pp. 4-5", "Magazine", "2006-03", "4-5"),
    ],
)
def test_the_header_names_section_day_and_page(header: str, section: str | None, published: str, page: str | None) -> None:
    """The day is found first, since sections have commas, too."""
    (found,) = read(europresse(header)).found

    assert found.article is not None
    published = published.replace(":00+", "+")
    assert (section, published, page) == (found.article.section, str(found.article.published), found.article.page)


def test_articles_of_europresse_do_not_end_each_other() -> None:
    """What one leaves open, and what it closes without having opened it, costs itself only."""
    reading = read(europresse("2 mai 2019", "<section><p>Un.</p></div></section></body></html>") + europresse("3 mai 2019"))

    assert [[("paragraph", "Un.")], [("paragraph", "Texte.")]] == [
        body(found.article) for found in reading.found if found.article
    ]


def test_the_reader_who_asked_for_an_export_is_not_named() -> None:
    """The certificate is personal data."""
    end = '<footer><span id="PubliC_lblCertificatIssuedTo">émis à Une Lectrice</span></footer>'
    (found,) = read(europresse("2 mai 2019", f"<section><p>Un.</p></section>{end}")).found

    assert "Lectrice" not in repr(found.article)


def defacto(top: str, below: str = "<h3>Titel</h3><p>Text.</p>") -> bytes:
    page = (
        f'<html><head><title>DeFacto-Campus - Ausdruck</title></head><body><div class="eintrag"><pre>{top}</pre>{below}</div>'
    )
    return page.encode("cp1252")


@pytest.mark.parametrize(
    ("top", "publisher", "published", "page"),
    [
        ('"NÖ Bote" Nr. 14/2013 vom 02.04.2013      Seite: 29', "NÖ Bote", "2013-04-02", "29"),
        ('"Der Ruf vom Berg" vom 02.04.2013 Seite A4', "Der Ruf vom Berg", "2013-04-02", "A4"),
        ("Cafe News 08:00 vom 02.04.2013 08.00 Uhr", "Cafe News 08:00", "2013-04-02T08:00", None),
        ('"Bote" vom 2.4.2013 18:30', "Bote", "2013-04-02T18:30", None),
    ],
)
def test_the_line_on_top_of_a_printout(top: str, publisher: str, published: str, page: str | None) -> None:
    """The last "vom" is in front of the date, and a time within a name is of the name."""
    (found,) = read(defacto(top)).found

    assert found.article is not None
    assert (publisher, published, page) == (found.article.publisher, str(found.article.published), found.article.page)


def test_what_stands_loose_in_an_entry_is_kept() -> None:
    """Above the title, between title and text, and behind it."""
    below = "Der Rat stimmt über die Mole ab.<br><h3>Titel</h3>KOMMENTAR<br><p>Text.</p>Marta Quill/Hafenrat"
    (found,) = read(defacto('"Bote" vom 02.04.2013', below)).found

    assert found.article is not None
    assert "Der Rat stimmt über die Mole ab." == found.article.summary
    assert ("Marta Quill", "Hafenrat") == found.article.keywords
    assert {"kicker": "KOMMENTAR"} == found.article.extra["defacto-html"]


def test_an_entry_without_a_day_is_an_article() -> None:
    """31 February costs the date."""
    reading = read(defacto('"Bote" vom 31.02.2013'))

    assert ["article"] == [found.kind for found in reading.found]
    assert ["impossible-date"] == [defect.code for defect in reading.defects]


def _clipping(number: int, date: str = "21-06-2013", box: str = "input") -> str:
    unid = f"{number:032X}"
    return (
        f'<DIV id="r33_{number}"><TABLE><tr><td><{box} type="checkbox" name="newsel" value="{unid}"></td>'
        f'<td><span id="articleTitle"><a href="/">Kop {number}</span></td></tr><tr><td><span id="sourceTitle">Bode</span> / '
        f'<span id="articleDate">{date}</span> / <span id="articlePage">pagina 4,5 Economie</span></td></tr></TABLE></DIV>'
    )


def test_every_clipping_of_a_folder_is_an_article() -> None:
    """The ids of their elements are the same; a date that is none costs itself; none has a text."""
    page = (
        "<title>Werkmap</title><link href='/a/knipsels.nsf/s.css'>" + _clipping(1) + _clipping(2, "13-21-2013") + _clipping(3)
    )
    reading = read(page)
    articles = [found.article for found in reading.found if found.article]

    assert ["Kop 1", "Kop 2", "Kop 3"] == [article.headline for article in articles]
    assert ["2013-06-21", "None", "2013-06-21"] == [str(article.published) for article in articles]
    assert [("4,5", "Economie")] * 3 == [(article.page, article.section) for article in articles]
    assert ["no-date"] == [defect.code for defect in reading.defects]


def test_an_index_that_lists_more_than_there_is_costs_nothing() -> None:
    """The count is a defect beside the articles, which have the day of their digest."""
    index = "<h1>Knipselkrant - 4 december 2024</h1><ul><li>Een</li><li>Twee</li></ul>"
    reading = read(f"{index}<hr><h2>Een</h2><p>Tekst.</p>")

    assert ["2024-12-04"] == [str(found.article.published) for found in reading.found if found.article]
    assert ["count"] == [defect.code for defect in reading.defects]


@pytest.mark.parametrize("page", ["<h1>Knipselkrant</h1><p>Niets.</p>", "<p>Europresse and eureka.cc</p>", "<p>DeFacto</p>"])
def test_words_alone_are_no_marks(page: str) -> None:
    """A page that names a vendor is none of his."""
    (found,) = read(page).found

    assert "quarantined" == found.kind
