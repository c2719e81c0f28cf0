"""JSON Feed: versions, people, dates, bad items."""

import json
from typing import Any

import pytest

from newsarchive import Document
from newsarchive.pipeline.reader import Reader
from newsarchive.reading import Reading

from .support import bundled

_VERSION = "https://jsonfeed.org/version/1.1"


def read(*items: Any, **feed: Any) -> Reading:
    data = json.dumps({"version": _VERSION, **feed, "items": items}).encode()
    return Reader(bundled()).read(Document("feed.json", data))


def test_a_bad_item_costs_itself_only() -> None:
    """What is no object, and what has no text, stands beside the others."""
    reading = read("x", {"id": "1"}, {"id": "2", "title": "Two"})

    assert ["no-item"] == [defect.code for defect in reading.defects]
    assert ["ignored", "article"] == [found.kind for found in reading.found]


@pytest.mark.parametrize("stated", ["tomorrow", "05/06/2024"])
def test_what_is_no_date_is_a_defect(stated: str) -> None:
    """It stays in `extra`."""
    reading = read({"title": "T", "date_published": stated})
    (found,) = reading.found

    assert found.article is not None
    assert ["no-date"] == [defect.code for defect in reading.defects]
    assert stated == found.article.extra["json-feed"]["date_published"]


def test_the_feed_signs_items_that_nobody_signs() -> None:
    """1.1: authors of the feed hold for items that have none; 1.0 has one author."""
    reading = read({"title": "A"}, {"title": "B", "author": {"name": "Own"}}, authors=[{"name": "Feed"}])

    assert ["Feed", "Own"] == [found.article.byline for found in reading.found if found.article]


def test_values_of_other_types_are_kept() -> None:
    """An id may be a number; a title that is a list stays in `extra`."""
    (found,) = read({"id": 17, "title": ["x"], "content_text": "Text"}).found

    assert found.article is not None
    assert {"id": "17"} == found.article.identifiers
    assert ("x",) == found.article.extra["json-feed"]["title"]


@pytest.mark.parametrize("data", [b'{"version": "1.1", "items": []}', b'["https://jsonfeed.org/version/1"]', b"{}"])
def test_other_json_is_declined(data: bytes) -> None:
    """Only the address of the version tells."""
    assert bundled().sources["json-feed"].sniff(Document("feed.json", data).sample()) is None


def test_the_version_may_stand_last() -> None:
    """Where keys are sorted, the version stands behind all items."""
    items = [{"title": "T", "content_text": "x" * 100_000}]
    data = json.dumps({"items": items, "version": _VERSION}).encode()

    assert bundled().sources["json-feed"].sniff(Document("feed.json", data).sample()) is not None
