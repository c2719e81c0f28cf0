"""Ritzau's XML: times without a zone, flags, bodies, lists."""

from xml.sax.saxutils import escape

import pytest

from newsarchive import Document
from newsarchive.model import Article
from newsarchive.pipeline.reader import Reader
from newsarchive.reading import Reading

from .support import bundled


def read(*stories: str) -> Reading:
    inside = "".join(f"<RBNews><NewsID>n1</NewsID>{story}</RBNews>" for story in stories)
    return Reader(bundled()).read(Document("story.xml", f"<ArrayOfRBNews>{inside}</ArrayOfRBNews>".encode()))


def article(story: str) -> Article:
    (found,) = read(f"<headline>Mur</headline>{story}").found
    assert found.article is not None
    return found.article


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("2018-01-30T17:32:18.397", "2018-01-30T17:32:18.397"),
        ("2018-10-28T02:30:00", "2018-10-28T02:30:00"),
        ("2018-01-30T17:32:18.3971234", "2018-01-30T17:32:18.3971234"),
        ("0001-01-01T00:00:00", None),
        ("", None),
    ],
)
def test_a_time_has_no_zone(date: str, published: str | None) -> None:
    """Nothing in the document states one; .NET's null is no date."""
    found = article(f"<PublishDate>{date}</PublishDate>").published

    assert published == (str(found) if found else None)


@pytest.mark.parametrize(
    ("story", "status"),
    [
        ("<Annuleret>true</Annuleret>", "canceled"),
        ("<Annuleret>True</Annuleret>", "canceled"),
        ("<Annuleret>1</Annuleret>", "canceled"),
        ("<Annuleret>false</Annuleret>", None),
        ("<headline>ANNULLERET: Mur</headline>", "canceled"),
        ("<headline>Færgen er annulleret</headline>", None),
    ],
)
def test_a_kill_is_a_flag_or_a_word_in_capitals(story: str, status: str | None) -> None:
    """A ferry that is cancelled kills no story."""
    (found,) = read(story if "headline" in story else f"<headline>Mur</headline>{story}").found

    assert found.article is not None
    assert status == found.article.status


def test_a_kill_without_text_is_a_notice() -> None:
    """It names what it kills."""
    (found,) = read("<Annuleret>true</Annuleret><HistID>h1</HistID>").found

    assert found.message is not None
    assert ({"NewsID": "n1", "HistID": "h1"}, "canceled") == (found.message.identifiers, found.message.status)


@pytest.mark.parametrize(
    ("content", "blocks"),
    [
        ("<p>En.</p><p><strong>To</strong></p><p>Tre.</p>", [("paragraph", "En."), ("crosshead", "To"), ("paragraph", "Tre.")]),
        ("<p>a &lt;b&gt; &amp; c&#xE5;</p>", [("paragraph", "a <b> & cå")]),
        ("<p>En.</p><p>/ritzau/AFP/</p>", [("paragraph", "En."), ("credit", "/ritzau/AFP/")]),
        ("<ul><li>x</li></ul><blockquote>y</blockquote>", [("list_item", "x"), ("quote", "y")]),
        ("Kun tekst", [("paragraph", "Kun tekst")]),
    ],
)
def test_the_body_is_html_that_was_escaped_once(content: str, blocks: list[tuple[str, str]]) -> None:
    """What was escaped twice is text."""
    found = article(f"<content>{escape(content)}</content>")

    assert blocks == [(block.kind, block.text) for block in found.body]


def test_the_body_may_stand_unescaped() -> None:
    """Elements are read as elements."""
    assert ["En."] == [block.text for block in article("<content><p>En.</p></content>").body]


def test_each_story_of_a_list() -> None:
    """One that says nothing is no article and costs no other."""
    assert ["article", "ignored", "article"] == [
        found.kind for found in read("<headline>A</headline>", "", "<headline>B</headline>").found
    ]


def test_an_empty_list() -> None:
    """It is no article."""
    assert ["ignored"] == [found.kind for found in read().found]
