"""SGML of TREC: relatives of AP and WSJ, and what no parser of XML takes."""

import pytest

from newsarchive import PartialDate
from newsarchive.model import Article

from .support import body, read


def article(elements: str) -> Article:
    reading = read(f"<DOC>\n<DOCNO> AP880212-0001 </DOCNO>\n{elements}\n</DOC>\n")
    assert ("trec-sgml", ()) == (reading.source, reading.defects)
    (found,) = reading.found
    assert found.article is not None
    return found.article


@pytest.mark.parametrize(
    ("element", "published"),
    [
        ("<DD> = 870324 </DD>", "1987-03-24"),
        ("<DATE>03/24/87</DATE>", "1987-03-24"),
        ("<DATE>01/30/03</DATE>", "2003-01-30"),
        ("<DATE>19870324</DATE>", "1987-03-24"),
        ("<DATE><P>July 3, 1989, Monday</P></DATE>", "1989-07-03"),
        ("<DATE_TIME>1999-06-01 00:01</DATE_TIME>", "1999-06-01T00:01"),
        ("<FILEID>AP-NR-02-12-88 2344EST</FILEID>", "1988-02-12T23:44-05:00"),
        ("", "1988-02-12"),
    ],
)
def test_dates_of_the_corpora(element: str, published: str) -> None:
    """An element says it, else the number of the file, else that of the document."""
    assert PartialDate.parse(published) == article(f"{element}<TEXT>It rains.</TEXT>").published


@pytest.mark.parametrize(("date", "code"), [("soon", "no-date"), ("02/31/88", "impossible-date")])
def test_what_is_no_date_is_a_defect(date: str, code: str) -> None:
    """It costs itself: the number of the document still says the day."""
    reading = read(f"<DOC><DOCNO>AP880212-1</DOCNO><DATE>{date}</DATE><TEXT>It rains.</TEXT></DOC>")
    (found,) = reading.found
    assert found.article is not None

    assert [code] == [defect.code for defect in reading.defects]
    assert PartialDate(1988, 2, 12) == found.article.published


def test_the_lead_and_several_texts_are_one_body() -> None:
    """WSJ has the lead apart, AP several texts: they follow each other."""
    found = article("<LP>The wall is rebuilt.</LP><TEXT></TEXT><TEXT>It is high.</TEXT>")

    assert ["The wall is rebuilt.", "It is high."] == [text for _, text in body(found)]


def test_the_first_headline_stands() -> None:
    """Further ones are kept."""
    found = article("<HEAD>Wall Rebuilt</HEAD><HEAD>With AM-Wall</HEAD><TEXT>It is high.</TEXT>")

    assert ("Wall Rebuilt", "With AM-Wall") == (found.headline, found.extra["trec-sgml"]["HEAD"])


def test_references_and_bare_signs() -> None:
    """Known references are resolved; ampersands and tags that nobody knows are text."""
    found = article("<TEXT>Quill &amp; Marsh&blank;paid 5&cent; at R&D <AP> &unknown; if x < y.</TEXT>")

    assert [("paragraph", "Quill & Marsh paid 5¢ at R&D <AP> &unknown; if x < y.")] == body(found)


def test_a_document_ends_where_the_next_begins() -> None:
    """An end tag that is missing costs nothing."""
    one = "<DOC><DOCNO>A-1</DOCNO><TEXT>It rains."
    assert 2 == len(read(f"{one}\n{one}\n").found)


def test_text_outside_of_elements_is_a_defect() -> None:
    """It is told and no part of the article."""
    reading = read("<DOC><DOCNO>A-1</DOCNO>lost<TEXT>It rains.</TEXT></DOC>")

    assert ["untagged: this stands in no element: 'lost'"] == [f"{each.code}: {each.reason}" for each in reading.defects]


def test_gigaword_is_another_format() -> None:
    """There the document's number is an attribute."""
    assert "trec-sgml" != read('<DOC id="A-1" type="story"><TEXT>It rains.</TEXT></DOC>').source
