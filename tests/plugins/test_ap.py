"""AP: answers of the Media API in their envelopes, what names an item, kills, texts that were put in; Atom with NITF."""

import json
from typing import Any

import pytest

from newsarchive import Author, Dateline, Document
from newsarchive.model import Article
from newsarchive.pipeline.reader import Reader
from newsarchive.reading import Reading

from .support import bundled

ITEM: dict[str, Any] = {
    "uri": "https://api.example/content/aa01?qt=secret&et=1",
    "altids": {"itemid": "aa01", "etag": "aa01_1", "referenceid": "Sea Wall", "transref": "s0005"},
    "type": "text",
    "versioncreated": "2024-10-09T12:05:12Z",
    "pubstatus": "usable",
    "headline": "Sea wall",
}
NITF = "<nitf><body><body.content><p>The wall.</p></body.content></body></nitf>"


def read(value: Any) -> Reading:
    text = value if isinstance(value, str) else json.dumps(value)
    return Reader(bundled()).read(Document("story", text.encode()))


def article(**more: Any) -> Article:
    (found,) = read({**ITEM, **more}).found
    assert found.article is not None
    return found.article


@pytest.mark.parametrize(
    "value",
    [
        ITEM,
        {"api_version": "1.1", "method": "/content.GET", "data": {"meta": {}, "item": ITEM}},
        {"api_version": "1.1", "data": {"current_item_count": 1, "items": [{"meta": {}, "item": ITEM}]}},
        [ITEM],
        json.dumps(ITEM) + "\n" + json.dumps({**ITEM, "headline": "Other"}),
    ],
)
def test_an_item_in_its_envelopes(value: Any) -> None:
    """Bare, alone in an answer, in a feed, in a list, one a line: the source is AP's, and not ninjs."""
    reading = read(value)

    assert "ap-media" == reading.source
    assert "aa01" == (reading.found[0].article and reading.found[0].article.identifiers["itemid"])


def test_ninjs_may_have_the_same_identifiers() -> None:
    """An item that says that it is ninjs is ninjs."""
    assert "ninjs" == read({**ITEM, "$standard": {"name": "ninjs", "version": "1.3"}}).source


def test_what_comes_back_tomorrow_names_no_story() -> None:
    """A slug and a number of the day's wire are no identifiers; the reader's token is no part of the address."""
    found = article()

    assert {"itemid": "aa01", "etag": "aa01_1"} == found.identifiers
    assert {"referenceid": "Sea Wall", "transref": "s0005"} == found.extra["ap-media"]["altids"]
    assert "https://api.example/content/aa01" == found.url


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://news.example/aa01", "https://news.example/aa01"),
        ("https://planner.example/DayBooks.aspx", "https://api.example/content/aa01"),
    ],
)
def test_a_canonical_link_is_the_items_own_if_it_names_it(link: str, url: str) -> None:
    """All daybooks share one link."""
    assert url == article(links=[{"rel": "canonical", "href": link}]).url


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"pubstatus": "embargoed"}, ("withheld", None)),
        ({"pubstatus": "embargoed", "embargoed": "2024-10-10T06:00:00Z"}, ("usable", "2024-10-10T06:00:00+00:00")),
        ({"pubstatus": "canceled"}, ("canceled", None)),
    ],
)
def test_status_and_embargo(more: dict[str, Any], expected: tuple[str, str | None]) -> None:
    """An embargo without an end is a hold."""
    found = article(**more)

    assert expected == (found.status, str(found.embargoed) if found.embargoed else None)


def test_a_kill_without_a_headline_is_a_notice() -> None:
    """It names what it kills, by the identifiers that all revisions share."""
    (found,) = read({**ITEM, "headline": None, "pubstatus": "canceled"}).found

    assert found.message is not None
    assert ("canceled", "aa01") == (found.message.status, found.message.identifiers["itemid"])


@pytest.mark.parametrize("value", [{"api_version": "1.1", "method": "/content/feed.GET", "data": {"items": []}}])
def test_an_answer_without_items(value: Any) -> None:
    """It is no article."""
    assert ["ignored"] == [found.kind for found in read(value).found]


@pytest.mark.parametrize(
    ("bylines", "authors"),
    [
        (
            [{"by": "By MARY BYRNE and AL-HADJI ROE", "title": "AP Writers"}],
            [("MARY BYRNE", "AP Writers", None), ("AL-HADJI ROE", "AP Writers", None)],
        ),
        ([{"by": "By MARY BYRNE", "title": "Associated Press"}], [("MARY BYRNE", None, "Associated Press")]),
        ([{"by": "MARY BYRNE"}], [("MARY BYRNE", None, None)]),
        ([{"by": "The Associated Press"}], []),
    ],
)
def test_who_signs(bylines: Any, authors: list[tuple[str, str | None, str | None]]) -> None:
    """With and without "By"; the agency is where they work, and nobody's name."""
    found = article(bylines=bylines)

    assert bylines[0]["by"] == found.byline
    assert [Author(*each) for each in authors] == list(found.authors)


def test_the_dateline_has_the_town() -> None:
    """The city of AP's location, or what stands before the state."""
    located = article(located="PORT ELLERY, Md.", datelinelocation={"city": "Port Ellery"})

    assert Dateline("PORT ELLERY, Md.", place="Port Ellery") == located.dateline
    assert Dateline("PORT ELLERY, Md.", place="PORT ELLERY") == article(located="PORT ELLERY, Md.").dateline


def test_what_something_is_a_part_of_is_not_what_the_story_is_about() -> None:
    """Ancestors stay in `extra` and among the subjects."""
    place = [{"name": "Ellery", "rels": ["direct"]}, {"name": "Europe", "rels": ["ancestor"]}]

    assert ("Ellery",) == article(place=place).places


@pytest.mark.parametrize(
    "more",
    [
        {"nitf": NITF},
        {"nitf": f'<?xml version="1.0" encoding="iso-8859-1"?>{NITF}'},
        {"nitf": {"body_html": "<p>The wall.</p>"}},
        {"body_text": "The wall."},
    ],
)
def test_a_text_that_was_put_in(more: dict[str, Any]) -> None:
    """NITF or HTML beside the metadata is the body, and is not kept twice."""
    found = article(**more)

    assert ["The wall."] == [block.text for block in found.body]
    assert not found.extra["ap-media"].keys() & more.keys()


def test_a_text_beside_the_item() -> None:
    """Who fetches the text may put it into the envelope."""
    (found,) = read({"api_version": "1", "method": "/content.GET", "data": {"item": ITEM, "nitf": NITF}}).found

    assert found.article is not None
    assert ["The wall."] == [block.text for block in found.article.body]


def test_a_broken_text_costs_itself() -> None:
    """NITF that is no XML is a defect and stays in `extra`."""
    reading = read({**ITEM, "nitf": "<nitf><body>"})
    (found,) = reading.found

    assert ["bad-nitf"] == [defect.code for defect in reading.defects]
    assert found.article is not None
    assert "<nitf><body>" == found.article.extra["ap-media"]["nitf"]


@pytest.mark.parametrize(
    "name", ["altids", "foreignkeys", "bylines", "subject", "associations", "renditions", "person", "links"]
)
@pytest.mark.parametrize("value", ["text", 7, [None, "x", {"a": [1.5]}], {"a": "b"}, True])
def test_a_member_of_any_type(name: str, value: Any) -> None:
    """The article stays, whatever a member is."""
    reading = read({"api_version": "2", "method": "/content", "data": {"item": {**ITEM, name: value}}})

    assert ["article"] == [found.kind for found in reading.found]


def entry(inside: str, root: str = "entry") -> Reading:
    text = (
        f'<{root} xmlns="http://www.w3.org/2005/Atom" xmlns:cm="http://ap.org/schemas/03/2005/apcm" '
        f'xmlns:nm="http://ap.org/schemas/03/2005/apnm">{inside}</{root}>'
    )
    return Reader(bundled()).read(Document("story.xml", text.encode()))


@pytest.mark.parametrize("nitf", [NITF, NITF.replace("<nitf>", '<nitf xmlns="">')])
def test_the_text_of_an_entry(nitf: str) -> None:
    """NITF in Atom's namespace, or in none."""
    reading = entry(f'<title>T</title><content type="text/xml">{nitf}</content>')

    assert "ap-atom" == reading.source
    assert [["The wall."]] == [[block.text for block in found.article.body] for found in reading.found if found.article]


@pytest.mark.parametrize(
    ("management", "kind", "status"),
    [
        (
            "<nm:ManagementType>Cancel</nm:ManagementType><nm:PublishingStatus>Usable</nm:PublishingStatus>",
            "notice",
            "canceled",
        ),
        ("<nm:PublishingStatus>Withheld</nm:PublishingStatus>", "notice", "withheld"),
        ("<nm:PublishingStatus>Embargoed</nm:PublishingStatus>", "notice", "withheld"),
    ],
)
def test_kills_and_holds_of_entries(management: str, kind: str, status: str) -> None:
    """An entry without text that cancels or withholds is a notice."""
    (found,) = entry(f"<id>urn:x:1</id><nm:NewsManagement>{management}</nm:NewsManagement>").found

    assert (kind, status) == (found.kind, found.message and found.message.status)


def test_a_feed_without_entries() -> None:
    """It is no article."""
    assert ["ignored"] == [found.kind for found in entry("<title>T</title>", root="feed").found]


def test_an_unknown_status_is_a_defect() -> None:
    """It costs itself."""
    reading = entry("<title>T</title><nm:NewsManagement><nm:PublishingStatus>odd</nm:PublishingStatus></nm:NewsManagement>")

    assert ["unknown-status"] == [defect.code for defect in reading.defects]
    assert ["article"] == [found.kind for found in reading.found]


def test_a_feed_holds_a_story_an_entry() -> None:
    """What the feed states for all is each entry's."""
    reading = entry("<rights>© AP</rights><entry><title>A</title></entry><entry><title>B</title></entry>", root="feed")

    assert [("A", "© AP"), ("B", "© AP")] == [
        (each.article.headline, each.article.copyright) for each in reading.found if each.article
    ]
