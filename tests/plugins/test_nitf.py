"""NITF: what its attributes say, kills, and agencies' habits."""

import pytest

from newsarchive import Dateline, Document, PartialDate
from newsarchive.pipeline.reader import Reader
from newsarchive.reading import Reading

from .support import bundled


def read(head: str = "", body: str = "", root: str = "<nitf>") -> Reading:
    data = f"{root}<head>{head}</head><body>{body}</body></nitf>".encode()
    return Reader(bundled()).read(Document("story.xml", data))


def story(head: str = "", body: str = "", content: str = "<p>Text.</p>") -> Reading:
    return read(head, f"<body.head>{body}</body.head><body.content>{content}</body.content>")


def test_a_kill_without_text_names_the_story_that_it_kills() -> None:
    """A document that only cancels another is a notice about that one."""
    docdata = '<docdata management-status="usable" management-doc-idref="A1" management-idref-status="canceled"/>'
    (found,) = read(docdata).found

    assert found.message is not None
    assert ({"doc-id": "A1"}, "canceled") == (found.message.identifiers, found.message.status)


def test_a_story_may_kill_another_one() -> None:
    """An article that replaces another one is an article and a notice."""
    docdata = '<docdata management-doc-idref="A1" management-idref-status="withheld"><doc-id id-string="A2"/></docdata>'

    assert ["article", "notice"] == [found.kind for found in story(docdata).found]


def test_what_has_no_text_is_no_article() -> None:
    """Neither headline nor body, and no status: it is ignored, with the reason."""
    (found,) = read("<title/>", "<body.content/>").found

    assert ("ignored", "not an article: it has neither a headline nor a body") == (found.kind, found.reasons[0].reason)


@pytest.mark.parametrize(
    ("norm", "published"),
    [
        ("20161003T152257+0100", "2016-10-03T15:22:57+01:00"),
        ("20241203T093000Z", "2024-12-03T09:30:00+00:00"),
        ("20150220T135142", "2015-02-20T13:51:42"),
        ("2021-05-16T09:00:04", "2021-05-16T09:00:04"),
        ("19870101T000000", "1987-01-01"),
        ("19870101", "1987-01-01"),
        ("20161003T000000+0100", "2016-10-03T00:00:00+01:00"),
    ],
)
def test_dates_as_agencies_write_them(norm: str, published: str) -> None:
    """Basic and extended format, with and without zone; midnight without a zone is a day."""
    (found,) = story(f'<docdata><date.issue norm="{norm}"/></docdata>').found

    assert found.article is not None
    assert PartialDate.parse(published) == found.article.published


def test_what_is_no_date_is_a_defect() -> None:
    """A date that cannot be read costs itself and not the story."""
    reading = story('<docdata><date.issue norm="yesterday"/></docdata>')

    assert ["no-date"] == [defect.code for defect in reading.defects]
    assert ["article"] == [found.kind for found in reading.found]


@pytest.mark.parametrize(
    ("status", "release", "expected"),
    [
        ("usable", None, ("usable", None)),
        ("canceled", None, ("canceled", None)),
        ("embargoed", None, ("withheld", None)),
        ("embargoed", "20241010T060000Z", ("usable", "2024-10-10T06:00:00+00:00")),
        ("usable", "20241009T060000Z", ("usable", None)),
    ],
)
def test_status_and_embargo(status: str, release: str | None, expected: tuple[str, str | None]) -> None:
    """A release after the issue is an embargo; an embargo without an end is a hold."""
    released = f'<date.release norm="{release}"/>' if release else ""
    docdata = f'<docdata management-status="{status}"><date.issue norm="20241009T060000Z"/>{released}</docdata>'
    (found,) = story(docdata).found

    assert found.article is not None
    embargoed = found.article.embargoed
    assert expected == (found.article.status, str(embargoed) if embargoed else None)


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("<byline>By Ian Jones, Island Press</byline>", ["Ian Jones"]),
        ("<byline>By A. Roe, B. Doe and C. d'Arcy</byline>", ["A. Roe", "B. Doe", "C. d'Arcy"]),
        ("<byline>By <person>Abby O’Byrne</person><byttl>Editor</byttl></byline>", ["Abby O’Byrne"]),
        ("<byline>NTB-AFP-DPA</byline>", []),
        ("<byline>gr/bp</byline>", []),
        ("<byline/>", []),
    ],
)
def test_who_signs(byline: str, authors: list[str]) -> None:
    """Persons are named by markup or behind "By"; agencies and initials are nobody's names."""
    (found,) = story(body=byline).found

    assert found.article is not None
    assert authors == [author.name for author in found.article.authors]


def test_the_dateline_is_a_place_and_a_date() -> None:
    """The text as printed, the place from `location`, the date from the attribute."""
    (found,) = story(
        body='<dateline><location>Port Ellery</location> (IP) <story.date norm="20241009">Wednesday</story.date></dateline>'
    ).found

    assert found.article is not None
    assert Dateline("Port Ellery (IP) Wednesday", place="Port Ellery", date=PartialDate(2024, 10, 9)) == found.article.dateline


@pytest.mark.parametrize(
    ("content", "blocks"),
    [
        ("<p>One of <br/>two.</p>", [("paragraph", "One of two.")]),
        ("<p>One<br/>two</p>", [("paragraph", "One\ntwo")]),
        ("Bare text<p>and more</p>tail", [("paragraph", "Bare text"), ("paragraph", "and more"), ("paragraph", "tail")]),
        ("<bq><block><p>Said.</p><credit>She</credit></block></bq>", [("quote", "Said."), ("credit", "She")]),
        ("<table><tr><td><p>a</p></td><td>b <em>c</em></td></tr></table>", [("table_row", "a\tb c")]),
        ("<pre>1. A   2\n2. B   3\n</pre>", [("paragraph", "1. A   2\n2. B   3")]),
        ("<p/><p> </p><hl2>Head</hl2><!-- no --><p>a<!-- no -->b</p>", [("crosshead", "Head"), ("paragraph", "ab")]),
        ('<block class="lead_paragraph"><p>A.</p></block><block class="full_text"><p>A.</p><p>B.</p></block>', "AB"),
    ],
)
def test_the_body(content: str, blocks: object) -> None:
    """Paragraphs, crossheads, quotes, rows and lines, as they are printed."""
    (found,) = story(content=content).found
    expected = [("paragraph", f"{letter}.") for letter in blocks] if isinstance(blocks, str) else blocks

    assert found.article is not None
    assert expected == [(block.kind, block.text) for block in found.article.body]


def test_several_documents_in_one_file() -> None:
    """Each is a story of its own."""
    one = '<?xml version="1.0"?><nitf><body><body.content><p>{}</p></body.content></body></nitf>'
    reading = Reader(bundled()).read(Document("several.xml", "\n".join(map(one.format, ["One.", "Two."])).encode()))

    assert ["One.", "Two."] == [found.article.body[0].text for found in reading.found if found.article]


def test_a_namesake_is_declined() -> None:
    """Satellite images are NITF, too."""
    assert bundled().sources["nitf"].sniff(Document("image.ntf", b"NITF02.10BF01I").sample()) is None


def test_an_urgency_of_five_thousand_digits_is_none() -> None:
    """It stays in `extra`; Python makes no integer of it."""
    (found,) = story(f'<docdata><urgency ed-urg="{"9" * 5000}"/></docdata>').found

    assert found.article is not None
    assert found.article.urgency is None
    assert "9" * 5000 == found.article.extra["nitf"]["urgency"]


def test_an_encoding_that_is_told_counts_more_than_a_declared_one() -> None:
    """A wire that declares UTF-8 and sends Latin-1 is read by what a rule or a header says."""
    declared = '<?xml version="1.0" encoding="UTF-8"?>'
    text = f"{declared}<nitf><body><body.head><hedline><hl1>Café</hl1></hedline></body.head></body></nitf>"
    document = Document("a.xml", text.encode("latin-1"), {"encoding": "latin-1"})
    (found,) = Reader(bundled()).read(document).found

    assert found.article is not None
    assert ("Café", "latin-1") == (found.article.headline, found.article.provenance.encoding)
