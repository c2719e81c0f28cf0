"""Stories of CNN and the Daily Mail: the text, the highlights, the scraped head."""

import pytest

from newsarchive.model import Article
from newsarchive.reading import Reading

from .support import body, read

HIGHLIGHTS = "@highlight\n\nBoard votes\n\n@highlight\n\nNEW: Work begins in May\n"


def story(text: str) -> Reading:
    found = read(f"{text}\n\n{HIGHLIGHTS}")
    assert found.source == "cnn-dailymail-story"
    return found


def only(reading: Reading) -> Article:
    (found,) = reading.found
    assert found.article is not None
    return found.article


def test_there_is_no_headline() -> None:
    """The first sentence is none, however short it is; highlights are the summary."""
    article = only(story("It is time\n\nThe board voted on Tuesday to rebuild the wall."))

    assert article.headline is None
    assert "Board votes\nNEW: Work begins in May" == article.summary


def test_highlights_need_no_blank_lines() -> None:
    """Nor a space less behind the mark."""
    article = only(read("The board voted.\n@highlight \nBoard votes\n@highlight\nWork begins\n"))

    assert "Board votes\nWork begins" == article.summary
    assert [("paragraph", "The board voted.")] == body(article)


def test_a_dateline_stays_in_the_text() -> None:
    """Its place and its agency have fields, too."""
    article = only(story("PORT ELLERY, Norland (CNN) -- The board voted."))

    assert article.dateline is not None
    assert ("PORT ELLERY, Norland", "CNN") == (article.dateline.place, article.credit)
    assert body(article)[0][1].startswith("PORT ELLERY")


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("12:05 EST, 4 November 2012", "2012-11-04T12:05-05:00"),
        ("12:05 BST, 4 July 2012", "2012-07-04T12:05+01:00"),
    ],
)
def test_the_head_of_the_daily_mail(date: str, published: str) -> None:
    """Words, points and bars alone on their lines; desks are no persons."""
    head = ["By", ".", "Daily Mail Reporter", ".", "PUBLISHED:", ".", date, ".", "|", ".", "UPDATED:", ".", date, "."]
    article = only(story("\n\n".join([*head, "The board voted."])))

    assert ("By Daily Mail Reporter", (), published) == (article.byline, tuple(article.authors), str(article.published))
    assert [("paragraph", "The board voted.")] == body(article)


def test_a_text_that_begins_with_such_a_word_has_no_head() -> None:
    """Only the exact words count."""
    article = only(story("By the sea, the board voted.\n\nPUBLISHED: never."))

    assert article.byline is None
    assert 2 == len(article.body)


def test_highlights_without_a_text_are_no_article() -> None:
    """A hundred files of the corpus are so."""
    (found,) = read(HIGHLIGHTS).found

    assert "ignored" == found.kind


def test_the_word_within_a_text_claims_nothing() -> None:
    """A mark stands alone on its line."""
    assert "cnn-dailymail-story" != read("The word @highlight stands\n\nin @highlight\n\nhere.\n").source
