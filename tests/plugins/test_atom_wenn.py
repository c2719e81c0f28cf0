"""WENN's Atom: bodies in two places, tags by their types, withdrawals."""

import pytest

from newsarchive import Document
from newsarchive.model import Article
from newsarchive.pipeline.reader import Reader
from newsarchive.reading import Reading

from .support import bundled

_NAMESPACE = "http://feed.wenn.com/xmlns/2010/03"


def read(management: str = "", metadata: str = "", entry: str = "<title>T</title>") -> Reading:
    inside = f"<m:NewsManagement>{management}</m:NewsManagement><c:ContentMetadata>{metadata}</c:ContentMetadata>"
    feed = "<m:NewsManagement><m:feed_name>WENN</m:feed_name></m:NewsManagement><author><name>Newsdesk</name></author>"
    text = (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:m="{_NAMESPACE}/wenn_nm" xmlns:c="{_NAMESPACE}/wenn_cm">'
        f"{feed}<entry><id>urn:x:1</id>{entry}{inside}</entry></feed>"
    )
    return Reader(bundled()).read(Document("feed.xml", text.encode()))


def article(management: str = "", metadata: str = "", entry: str = "<title>T</title>") -> Article:
    reading = read(management, metadata, entry)
    (found,) = reading.found
    assert found.article is not None
    assert "atom-wenn" == reading.source
    return found.article


@pytest.mark.parametrize(
    ("content", "first", "body", "texts"),
    [
        ("", "First.", "  Two.\n\n  Three.", ["First.", "Two.", "Three."]),
        ("", "First.", "First.\n\nTwo.", ["First.", "Two."]),
        ("First...", "First.", "Two.", ["First.", "Two."]),
        ("First.\n\nTwo.\n\nThree.", "First.", "Two.", ["First.", "Two.", "Three."]),
        ("Another text.", "First.", "Two.", ["Another text.", "First.", "Two."]),
        ("First.\n\nTwo.", "", "", ["First.", "Two."]),
        ("Only.", "Only.", "", ["Only."]),
    ],
)
def test_a_body_in_two_places_is_one(content: str, first: str, body: str, texts: list[str]) -> None:
    """Nothing stands twice and nothing is lost."""
    metadata = f"<c:first_line>{first}</c:first_line><c:body>{body}</c:body>"
    found = article(metadata=metadata, entry=f'<title>T</title><content type="text">{content}</content>')

    assert texts == [block.text for block in found.body]


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("General Celebrity", "people"),
        ("Singer / Musician / DJ", "people"),
        ("Place", "places"),
        ("Website", "organisations"),
        ("Band", "organisations"),
        ("Song", "keywords"),
        ("", "keywords"),
    ],
)
def test_tags_by_the_words_of_their_type(kind: str, field: str) -> None:
    """What is neither a person nor a place nor a body is a keyword."""
    assert ("Quill",) == getattr(article(metadata=f'<c:tags><c:tag value="Quill" type_value="{kind}"/></c:tags>'), field)


def test_the_feeds_name_and_not_its_desk_is_the_publisher() -> None:
    """Who runs the feed wrote none of its stories."""
    found = article()

    assert ("WENN", ()) == (found.publisher, found.authors)


def test_the_whole_world_is_no_place() -> None:
    """`XX` is no country."""
    regions = '<c:region iso3166_alpha2="XX">Worldwide</c:region><c:region iso3166_alpha2="IM">Man</c:region>'

    assert ("Man",) == article(metadata=f"<c:regions>{regions}</c:regions>").places


@pytest.mark.parametrize(("word", "status"), [("Published", "usable"), ("Withdrawn", "canceled"), ("KILLED", "canceled")])
def test_the_status(word: str, status: str) -> None:
    """In any case."""
    assert status == article(f"<m:publishing_status>{word}</m:publishing_status>").status


def test_a_withdrawal_without_text_is_a_notice() -> None:
    """It names what it withdraws, over deliveries."""
    management = "<m:original_article_id>7</m:original_article_id><m:publishing_status>Deleted</m:publishing_status>"
    (found,) = read(management, entry="").found

    assert found.message is not None
    assert ("7", "canceled") == (found.message.identifiers["original_article_id"], found.message.status)


def test_other_atom_is_left_alone() -> None:
    """A feed that only links to WENN is none of its own."""
    data = b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>T</title><link href="http://wenn.com/"/></entry></feed>'

    assert bundled().sources["atom-wenn"].sniff(Document("feed.xml", data).sample()) is None
