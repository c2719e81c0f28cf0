"""Bulletins as text: AsiaNet's releases, the Bureau of Meteorology, race results of AAP, News Bites."""

import pytest

from newsarchive import Document, PartialDate
from newsarchive.model import Article
from newsarchive.pipeline.reader import Reader
from newsarchive.reading import Reading

from .support import body, bundled, read


def article(data: str, source: str) -> Article:
    """The one article that a source reads, after it has claimed the document."""
    reading = Reader(bundled()).read(Document("story.tst", data.encode()))
    assert (source, ()) == (reading.source, reading.defects)
    (found,) = reading.found
    assert found.article is not None
    return found.article


def release(dateline: str, text: str = "The wall is rebuilt.") -> Article:
    return article(f"Source: Ellery Ferries\nMEDIA RELEASE PR1\nA New Wall\n\n{dateline}\n\n{text}\n", "asianet")


@pytest.mark.parametrize(
    ("dateline", "place", "published", "publisher"),
    [
        ("SEOUL, South Korea, Feb. 1, 2017 /PRNewswire-AsiaNet/ --", "SEOUL", "2017-02-01", "PRNewswire-AsiaNet"),
        ("SEOUL, July 25, 2018/PRNewswire-AsiaNet/", "SEOUL", "2018-07-25", "PRNewswire-AsiaNet"),
        ("TOKYO, 1 Sept. 2017 /Kyodo JBN - AsiaNet/--", "TOKYO", "2017-09-01", "Kyodo JBN - AsiaNet"),
        ("QUAY NORTH, March 3rd, 2016 (BUSINESS WIRE) –", "QUAY NORTH", "2016-03-03", "BUSINESS WIRE"),
        ("LONDON, Feb. 1 /PRNewswire-AsiaNet / --", "LONDON", None, "PRNewswire-AsiaNet"),
        ("LONDON, Feb. 1, 2017\n/PRNewswire-AsiaNet/ --", "LONDON", "2017-02-01", "PRNewswire-AsiaNet"),
    ],
)
def test_datelines_as_distributors_write_them(dateline: str, place: str, published: str | None, publisher: str) -> None:
    """The town, the day as far as it is stated, and who distributes; a day without a year is no date."""
    found = release(dateline)
    assert found.dateline is not None

    expected = published and PartialDate.parse(published)
    assert (place, expected, expected, publisher) == (
        found.dateline.place,
        found.dateline.date,
        found.published,
        found.publisher,
    )
    assert [("paragraph", "The wall is rebuilt.")] == body(found)


def test_the_text_may_follow_the_dateline_at_once() -> None:
    """What stands behind the dash begins the first paragraph."""
    found = release("LONDON, Feb. 1, 2017 /PRNewswire-AsiaNet/ -- The wall of the harbour has been\nrebuilt.")

    assert ("paragraph", "The wall of the harbour has been rebuilt.") == body(found)[0]


def test_a_sentence_with_a_day_is_no_dateline() -> None:
    """Without a year, only what names AsiaNet is one."""
    found = release("The wall (1921) broke on Feb. 1 (a Monday).")

    assert (None, None) == (found.dateline, found.published)


def test_an_impossible_day_is_a_defect() -> None:
    """A day that no calendar holds costs the date and nothing else."""
    reading = read("Source: A\nMEDIA RELEASE PR1\nB\n\nOSLO, Feb. 30, 2017 /X-AsiaNet/ -- Text.\n")

    assert ["impossible-date"] == [defect.code for defect in reading.defects]
    assert ["article"] == [found.kind for found in reading.found]


def test_a_release_says_its_headline_once() -> None:
    """The repetition of the headline behind the dateline is no paragraph."""
    found = release("OSLO, Feb. 3, 2017 /X-AsiaNet/ --", "A New Wall\n\nThe wall is rebuilt.")

    assert [("paragraph", "The wall is rebuilt.")] == body(found)


def bulletin(issued: str) -> Article:
    return article(f"IDV90001\nBureau of Meteorology\nVictoria\n\nFlood Watch\n\n{issued}\n\nIt rains.\n", "bom-text")


@pytest.mark.parametrize(
    ("issued", "published"),
    [
        ("Issued at 9:27 am EST on Thursday 5 July 2018.", "2018-07-05T09:27+10:00"),
        ("Issued at 12:05 am EDT on Friday 4 January 2019", "2019-01-04T00:05+11:00"),
        ("Issued at 12.30 pm CST Friday, 4 January 2019.", "2019-01-04T12:30+09:30"),
        ("Issued at 1100 hours WST on Friday the 4th of January 2019", "2019-01-04T11:00+08:00"),
        ("Issued at 4:41 pm Thursday, 14 June 2018.", "2018-06-14T16:41"),
        ("Issued at 03:00 UTC on Thursday 14 June 2018.", "2018-06-14T03:00+00:00"),
        ("Issued at 4:41 pm XYZ on Thursday 14 June 2018.", "2018-06-14T16:41"),
    ],
)
def test_times_of_the_bureau(issued: str, published: str) -> None:
    """Twelve hours or twenty-four; the zones are Australia's; a zone that nobody knows is none."""
    found = bulletin(issued)

    assert (PartialDate.parse(published), "Flood Watch") == (found.published, found.headline)
    assert [("paragraph", "It rains.")] == body(found)


def test_what_follows_the_time_is_text() -> None:
    """The rest of the line on which a bulletin says when it was issued is not lost."""
    found = bulletin("Issued at 4:20 pm EDT on Tuesday 3 January 2017 for the period until midnight.")

    assert [("paragraph", "for the period until midnight."), ("paragraph", "It rains.")] == body(found)


def test_a_cancellation_is_an_article() -> None:
    """The Bureau tells that a warning is over: that is news, and no status of the document."""
    found = article("IDN90001\nBureau of Meteorology\n\nCancellation of\nFlood Watch\n\nIt is over.", "bom-text")

    assert ("Cancellation of Flood Watch", None) == (found.headline, found.status)


@pytest.mark.parametrize(
    "head", ["IDN9000\nBureau of Meteorology\n", "IDN90001 x\nBureau of Meteorology\n", "IDN90001\nA bureau\n"]
)
def test_what_is_no_bulletin_of_the_bureau(head: str) -> None:
    """The number of a product and the Bureau's name: one without the other is another text."""
    assert "plain-text" == read(f"{head}\n\nIt rains.\n").source


def test_results_without_signer_and_race() -> None:
    """The header alone tells a file of results."""
    found = article("\x01QUAY\x1f\x1fY\x1fN\x1fTAS\x1fMonday\r\n   1-PLATE: abandoned.\r\n", "aap-results")

    assert ("QUAY", ("QUAY", "TAS"), None) == (found.headline, found.places, found.credit)


def test_results_that_say_nothing_are_no_article() -> None:
    """A header without a venue, and no line below it."""
    reading = read("\x01\x1f\x1f\x1f\x1f\n")

    assert ["not an article: it has a header and no results"] == [found.reasons[0].reason for found in reading.found]


def tagged(*lines: str) -> Reading:
    return read("\n".join(["zczc", "AN#1", "KN#News Bites", "TI#A wall", *lines, "TX#", "It is rebuilt."]))


@pytest.mark.parametrize(
    ("value", "published"),
    [
        ("06 June 2016 14:00:00", "2016-06-06T14:00:00"),
        ("6 June 2016 14:00", "2016-06-06T14:00"),
        ("06-JUN-2016", "2016-06-06"),
        ("June 6, 2016", "2016-06-06"),
    ],
)
def test_dates_of_news_bites(value: str, published: str) -> None:
    """As precise as they are stated, and without a zone."""
    (found,) = tagged(f"PD#{value}").found
    assert found.article is not None

    assert PartialDate.parse(published) == found.article.published


@pytest.mark.parametrize(
    ("line", "code"), [("PD#31 June 2016", "impossible-date"), ("PD#6", "no-date"), ("AN#2", "repeated-tag")]
)
def test_tags_that_cannot_be_read(line: str, code: str) -> None:
    """A bad value is a defect beside the article."""
    reading = tagged(line)

    assert ([code], ["article"]) == ([defect.code for defect in reading.defects], [found.kind for found in reading.found])


def test_behind_the_last_tag_everything_is_text() -> None:
    """A line of the text that looks like a tag is none."""
    (found,) = read("zczc\nAN#1\nTI#A wall\nTX#It is rebuilt.\nOK# is a sign.\nNNNN\n").found
    assert found.article is not None

    assert [("paragraph", "It is rebuilt."), ("paragraph", "OK# is a sign.")] == body(found.article)


@pytest.mark.parametrize("text", ["zczc\nAN is a word\n\nAnd text.", "AN#1\nXX#2\nYY#3\nZZ#4", "ZCZC AAP\n$T\n:slug\n\nText."])
def test_what_is_not_of_news_bites(text: str) -> None:
    """Three of the tags that News Bites writes, before anything else."""
    assert "newsbites-tagged" != read(text).source
