"""ninjs: generations, dialects, and what is no article."""

import json
from typing import Any

import pytest

from newsarchive import Document, PartialDate
from newsarchive.model import Article
from newsarchive.pipeline.reader import Reader
from newsarchive.reading import Reading
from newsarchive.sniff import decide

from .support import bundled

ITEM = {"uri": "urn:x:1", "type": "text", "pubstatus": "usable", "headline": "Head"}


def read(value: Any, name: str = "item.json") -> Reading:
    data = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return Reader(bundled()).read(Document(name, data.encode()))


def article(**more: Any) -> Article:
    reading = read({**ITEM, **more})
    (found,) = reading.found
    assert reading.source == "ninjs"
    assert found.article is not None
    return found.article


@pytest.mark.parametrize(
    "more",
    [
        {"headline": None, "headline_main": "Head", "headline_seo": "Other"},
        {"headline": None, "headlines": [{"role": "seo", "value": "Other"}, {"role": "main", "value": "Head"}]},
        {"headline": None, "title": "Head"},
        {"headline": None, "slugline": "Head"},
    ],
)
def test_the_headline_of_each_generation(more: dict[str, Any]) -> None:
    """The main one counts; a title or a slugline stands in for it."""
    assert "Head" == article(**more).headline


@pytest.mark.parametrize(
    ("more", "texts"),
    [
        ({"body_text": "A.\n\nB c\nd."}, ["A.", "B c d."]),
        ({"body_text": "A.\nB."}, ["A.", "B."]),
        ({"body_html": "<p>A.</p><p>B.</p>", "body_text": "A. B."}, ["A.", "B."]),
        ({"body_main": "<div>A.<br>B.</div>"}, ["A.\nB."]),
        (
            {"bodies": [{"contentType": "text/plain", "value": "no"}, {"contentType": "text/html; x=y", "value": "<p>A.</p>"}]},
            ["A."],
        ),
        ({"body_html": "<!-- EMBED START Image -->x<!-- EMBED END --><script>no</script><p>A &amp; B</p>"}, ["x", "A & B"]),
        ({"type": "composite", "associations": {"a": {"type": "text", "body_text": "A."}}}, ["A."]),
    ],
)
def test_the_body_in_its_forms(more: dict[str, Any], texts: list[str]) -> None:
    """Markup before text, by content and not by name."""
    assert texts == [block.text for block in article(**more).body]


def test_a_form_that_says_the_same_is_not_kept_and_another_is() -> None:
    """What another form says more stays in `extra`."""
    same = article(body_html="<p>A.</p>", body_text="A.")
    other = article(body_html="<p>A.</p>", body_text="A. B.")

    assert "body_text" not in same.extra["ninjs"]
    assert "A. B." == other.extra["ninjs"]["body_text"]


def test_names_in_any_case() -> None:
    """3.x writes in camel case."""
    found = article(pubstatus=None, pubStatus="withheld", versionCreated="2024-12-03T09:30:00Z", edNote="Note.", by="Ada Byrne")

    assert ("withheld", "Note.", "Ada Byrne") == (found.status, found.note, found.byline)
    assert PartialDate.parse("2024-12-03T09:30:00+00:00") == found.published


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("2021-05-16T09:00:04+0000", "2021-05-16T09:00:04+00:00"),
        ("2018-05-30T15:14:24", "2018-05-30T15:14:24"),
        ("2018-05-30", "2018-05-30"),
    ],
)
def test_dates_have_the_precision_that_they_are_written_with(date: str, published: str) -> None:
    """No zone is added, no time is filled in."""
    assert published == str(article(versioncreated=date).published)


def test_a_picture_has_a_caption_and_its_widest_rendition() -> None:
    """The description of a picture is its caption."""
    renditions = {"a": {"href": "u:s", "width": "10"}, "b": {"href": "u:l", "width": 900}}
    found = article(type="picture", description_text="The wall.", renditions=renditions)

    assert [("caption", "The wall.")] == [(block.kind, block.text) for block in found.body]
    assert ["u:l"] == [media.url for media in found.media]


@pytest.mark.parametrize(("status", "kind"), [("canceled", "notice"), ("withheld", "notice"), ("usable", "ignored")])
def test_items_without_text(status: str, kind: str) -> None:
    """A kill or a hold is a notice, anything else no article."""
    assert [kind] == [found.kind for found in read({"uri": "u:1", "type": "text", "pubstatus": status}).found]


@pytest.mark.parametrize(
    "page",
    [
        [ITEM, ITEM],
        {"items": [ITEM, ITEM]},
        {"total": 2, "limit": 20, "offset": 0, "item": [ITEM, ITEM]},
        {"_items": [ITEM, ITEM], "_meta": {}},
        "\n".join([json.dumps(ITEM), json.dumps(ITEM)]),
    ],
)
def test_several_items(page: Any) -> None:
    """Lists, pages and lines hold an item each."""
    assert ["article", "article"] == [found.kind for found in read(page).found]


def test_a_value_of_another_type_costs_itself() -> None:
    """It is a defect and stays in `extra`."""
    reading = read({**ITEM, "ednote": ["a", "b"], "pubstatus": "maybe"})
    (found,) = reading.found

    assert {"bad-type", "unknown-status"} == {defect.code for defect in reading.defects}
    assert found.article is not None
    assert ["a", "b"] == list(found.article.extra["ninjs"]["ednote"])


@pytest.mark.parametrize(
    "other",
    [
        {"api_version": "1.1", "data": {"item": {"uri": "x", "headline": "H", "type": "text", "pubstatus": "usable"}}},
        {"@context": "https://schema.org", "headline": "H", "type": "text", "uri": "x"},
        {"version": "https://jsonfeed.org/version/1.1", "items": [{"uri": "x", "headline": "a", "type": "text"}]},
        {"uri": "x"},
        {"headline": "a", "type": "text", "pubstatus": "usable"},
    ],
)
def test_other_json_is_left_alone(other: dict[str, Any]) -> None:
    """Formats with similar names are not ninjs."""
    assert "ninjs" != read(other).source


def test_an_urgency_of_five_thousand_digits_is_none() -> None:
    """It stays in `extra`; Python makes no integer of it."""
    found = article(urgency="9" * 5000)

    assert found.urgency is None
    assert "9" * 5000 == found.extra["ninjs"]["urgency"]


@pytest.mark.parametrize(
    ("data", "bid"),
    [
        (b'{"uri": "a", "headline": "Head", "type": "text", "versioncreated": "2024-12-03"}', "LIKELY"),
        (b'{"$standard": {"name": "ninjs", "version": "1.4"}, "uri": "a"}', "CERTAIN"),
        (b'{"uri": "a", "person": []}', "POSSIBLE"),
        (b'{"uri": "a", "colour": "red"}', None),
        (b'{"name": "a", "uri": "b", "language": "en"}', None),
        ('{"uri": "a", "person": []}'.encode("utf-16"), "POSSIBLE"),
    ],
)
def test_an_item_is_known_by_the_names_of_its_properties(data: bytes, bid: str | None) -> None:
    """The more of ninjs' names it has, the surer; any JSON may have a uri."""
    (offer,) = [
        offer for offer in decide(bundled().sources.values(), Document("x", data).sample()).offers if offer.source == "ninjs"
    ]

    assert bid == offer.confidence
