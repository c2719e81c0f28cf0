"""dpa digitalwires: envelopes, datelines, notes, pictures, kills."""

import json
from typing import Any

import pytest

from newsarchive import Document
from newsarchive.model import Article
from newsarchive.pipeline.reader import Reader
from newsarchive.reading import Reading

from .support import bundled

ENTRY: dict[str, Any] = {
    "format": "digitalwires@0.9.1",
    "urn": "urn:newsml:dpa.com:20090101:241009-930-1",
    "version": 1,
    "version_created": "2024-10-09T10:37:24+02:00",
    "pubstatus": "usable",
    "headline": "Kaimauer",
    "article_html": '<section class="main"><p>Die Mauer.</p></section>',
    "notepad": None,
    "categories": [],
}


def read(value: Any) -> Reading:
    text = value if isinstance(value, str) else json.dumps(value)
    return Reader(bundled()).read(Document("story", text.encode()))


def article(**more: Any) -> Article:
    (found,) = read({**ENTRY, **more}).found
    assert found.article is not None
    return found.article


@pytest.mark.parametrize(
    "value",
    [
        [ENTRY, ENTRY],
        {"entries": [ENTRY, ENTRY]},
        json.dumps(ENTRY) + "\n" + json.dumps(ENTRY),
        [{**ENTRY, "format": None}, {**ENTRY, "format": None}],
    ],
)
def test_several_entries(value: Any) -> None:
    """Lists, pages and lines hold an entry each; without its name the format is known by its urn."""
    reading = read(value)

    assert "dpa-digitalwires" == reading.source
    assert ["article", "article"] == [found.kind for found in reading.found]


@pytest.mark.parametrize(
    ("dateline", "text", "place"),
    [
        ("Berlin (dpa) - ", "Berlin (dpa)", "Berlin"),
        ("Tel Aviv/Beirut (dpa) - ", "Tel Aviv/Beirut (dpa)", "Tel Aviv/Beirut"),
        ("MADRID, 21 Nov. 2024 (Agencia) -", "MADRID, 21 Nov. 2024 (Agencia)", "MADRID"),
        ("Washington, D.C. (dpa) – ", "Washington, D.C. (dpa)", "Washington, D.C."),
        ("(dpa) - ", "(dpa)", None),
    ],
)
def test_the_place_stands_before_the_date_and_the_agency(dateline: str, text: str, place: str | None) -> None:
    """The dash belongs to neither."""
    found = article(dateline=dateline).dateline

    assert found is not None
    assert (text, place) == (found.text, found.place)


def test_only_what_may_be_published_is_a_note() -> None:
    """Signatures and addresses stay in `extra`."""
    notes = [
        {"role": "dpaednoterole:editorialnote", "ednote": "Mit Bild.", "is_publishable": True},
        {"role": "dpaednoterole:closingline", "ednote": "dpa abc", "is_publishable": True},
        {"role": "dpaednoterole:editorialnote", "ednote": "intern", "is_publishable": False},
        {"role": None, "ednote": "Korrigiert.", "is_publishable": True},
    ]
    found = article(ednotes=notes, notepad={"public_html": "<p>Noch einmal</p>"})

    assert "Mit Bild.\nKorrigiert." == found.note
    assert "Noch einmal" == article(notepad={"public_html": "<p>Noch einmal</p>"}).note


def test_names_without_categories() -> None:
    """The copies of the categories stand in for them."""
    found = article(keyword_names=["Hafen"], geosubject_names=["Ellery"], poi_names=["Kai", None], desk_names=["wi"])

    assert (("Hafen",), ("Ellery", "Kai"), "wi") == (found.keywords, found.places, found.section)


def test_who_wrote_is_not_who_logged_in() -> None:
    """A creator is a login; authors are those of the byline, in which `dpa` is nobody."""
    login = [{"type": "dnltype:creator", "name": "est.anna", "qcode": None}]

    assert [] == [author.name for author in article(byline="Von dpa", categories=login).authors]
    assert ["Anna Est", "Jan Roe"] == [each.name for each in article(byline="Von Anna Est und Jan Roe, dpa").authors]


def test_a_picture_by_itself_has_its_caption() -> None:
    """Without an article the caption is the text."""
    descriptions = [
        {"role": "dpadrol:caption-extended", "description": "Lang."},
        {"role": "drol:caption", "description": "Kurz."},
    ]
    found = article(article_html=None, descriptions=descriptions)

    assert [("caption", "Kurz.")] == [(block.kind, block.text) for block in found.body]


def test_a_kill_without_text_is_a_notice() -> None:
    """It names what it kills."""
    (found,) = read({**ENTRY, "headline": None, "article_html": None, "pubstatus": "canceled"}).found

    assert found.message is not None
    assert ("canceled", ENTRY["urn"]) == (found.message.status, found.message.identifiers["urn"])


@pytest.mark.parametrize(
    "name", ["categories", "ednotes", "associations", "descriptions", "notepad", "keyword_names", "dateline"]
)
@pytest.mark.parametrize("value", ["text", 7, [None, "x", {"role": 1.5}], {"a": "b"}, True])
def test_a_member_of_any_type(name: str, value: Any) -> None:
    """The article stays, whatever a member is."""
    assert ["article"] == [found.kind for found in read({**ENTRY, name: value}).found]


def test_bad_values_are_defects() -> None:
    """They cost themselves."""
    reading = read({**ENTRY, "version_created": "gestern", "pubstatus": "vielleicht", "teaser": ["a", "b"]})

    assert {"no-date", "unknown-status", "bad-type"} == {defect.code for defect in reading.defects}
    assert ["article"] == [found.kind for found in reading.found]
