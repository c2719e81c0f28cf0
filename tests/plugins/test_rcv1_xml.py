"""Reuters Corpora RCV1 and RCV2."""

import pytest

from newsarchive.model import Article

from .support import body, read

STORY = """<?xml version="1.0" encoding="iso-8859-1" ?>
<newsitem itemid="7" id="root" date="1996-08-20" xml:lang="{language}">
<title>NORLAND: A wall.</title>
<headline>{headline}</headline>
<text>
<p>{text}</p>
</text>
</newsitem>
"""


def written(headline: str = "A wall.", text: str = "The board voted.", language: str = "en") -> bytes:
    return STORY.format(headline=headline, text=text, language=language).encode("cp1252")


def only(data: bytes) -> Article:
    reading = read(data)
    (found,) = reading.found
    assert reading.source == "rcv1-xml"
    assert found.article is not None
    assert reading.defects == ()
    return found.article


def test_bytes_of_windows_under_a_declaration_of_iso_8859_1() -> None:
    """Quotation marks that ISO 8859-1 has no characters for."""
    assert [("paragraph", "“It’s time” – é")] == body(only(written(text="“It’s time” – é")))


def test_utf_8_under_a_declaration_of_iso_8859_1() -> None:
    """Scripts convert the bytes and leave the declaration."""
    assert [("paragraph", "– é")] == body(only(written(text="– é").decode("cp1252").encode()))


@pytest.mark.parametrize(
    ("language", "scheme", "stated"),
    [("en", "rcv1:itemid", "en"), ("fr", "rcv2:itemid:fr", "fr"), ("es-la", "rcv2:itemid:es-la", "es-419")],
)
def test_numbers_are_those_of_a_language(language: str, scheme: str, stated: str) -> None:
    """Another language has another story of the same number."""
    article = only(written(language=language))

    assert ({scheme: "7"}, stated) == (article.identifiers, article.language)


def test_a_title_stands_for_a_missing_headline() -> None:
    """Unless it says no more than a country."""
    assert "NORLAND: A wall." == only(written(headline="")).headline
    assert only(written(headline="").replace(b"NORLAND: A wall.", b"NORLAND: ")).headline is None


def test_without_dc_the_date_of_the_item_counts() -> None:
    """To the day: no time is stated."""
    assert "1996-08-20" == str(only(written()).published)


def test_paragraphs_that_are_tables_and_signatures() -> None:
    """Empty ones say nothing."""
    text = "Wheat     12.50   11.75</p><p/><p>-- London newsroom, +44 171 000</p><p>(c) Reuters Limited 1996"

    assert [
        ("table_row", "Wheat     12.50   11.75"),
        ("credit", "-- London newsroom, +44 171 000"),
        ("note", "(c) Reuters Limited 1996"),
    ] == body(only(written(text=text)))


def test_a_date_that_is_none_is_a_defect() -> None:
    """The story stays."""
    reading = read(written().replace(b'date="1996-08-20"', b'date="soon"'))

    assert ["no-date"] == [defect.code for defect in reading.defects]
    assert ["article"] == [found.kind for found in reading.found]


def test_several_in_one_file() -> None:
    """Each from its declaration on."""
    assert 2 == len(read(written() + written()).found)


def test_the_item_of_newsml_g2_is_another() -> None:
    """It has a capital letter, and a guid."""
    assert "rcv1-xml" != read('<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x" itemid="7"/>').source
