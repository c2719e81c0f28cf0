"""Gigaword and AQUAINT-2: identifiers of all editions, what is no story, what is not tagged, and where a file is cut."""

import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsarchive import Dateline, PartialDate
from newsarchive.model import Article
from newsarchive.reading import Reading

from .support import body, bundled, read

STORY = "<TEXT>\n<P>\nIt rains.\n</P>\n</TEXT>"


def document(elements: str = STORY, number: str = "NYT_ENG_19990401.0001", kind: str = "story") -> str:
    return f'<DOC id="{number}" type="{kind}" >\n{elements}\n</DOC>\n'


def articles(reading: Reading) -> list[Article]:
    assert "gigaword" == reading.source
    return [each.article for each in reading.found if each.article is not None]


def article(elements: str = STORY, number: str = "NYT_ENG_19990401.0001", kind: str = "story") -> Article:
    reading = read(document(elements, number, kind))
    assert () == reading.defects
    (found,) = articles(reading)
    return found


@pytest.mark.parametrize(
    ("number", "publisher", "language"),
    [
        ("APW_ENG_19990401.0001", "Associated Press Worldstream", "en"),
        ("AFP_SPA_19990401.0001", "Agence France-Presse", "es"),
        ("AFP_ARB_19990401.0001", "Agence France-Presse", "ar"),
        ("ZBN_CMN_19990401.0001", "Lianhe Zaobao", "zh"),
        ("AFE19990401.0001", "Agence France-Presse", "en"),
        ("xie19990401.0001", "Xinhua News Agency", "en"),
        ("NYT19990401.0001", "New York Times Newswire Service", None),
        ("QPN_XXX_19990401.0001", None, None),
    ],
)
def test_an_identifier_says_who_when_and_in_which_language(number: str, publisher: str | None, language: str | None) -> None:
    """Of every edition; what the code of a source does not say is not there."""
    found = article(number=number)

    assert (publisher, language, PartialDate(1999, 4, 1)) == (found.publisher, found.language, found.published)
    assert {"ldc": number} == found.identifiers


@pytest.mark.parametrize("kind", ["story", "multi", "advis", "other", "STORY"])
def test_the_type_is_kept(kind: str) -> None:
    """Advisories are articles that can be told from stories."""
    assert {"type": kind} == article(kind=kind).extra["gigaword"]


def test_a_day_that_no_calendar_has_costs_itself() -> None:
    """The identifier is kept whole."""
    reading = read(document(number="NYT_ENG_19990231.0001"))
    (found,) = articles(reading)

    assert ["impossible-date"] == [defect.code for defect in reading.defects]
    assert (None, {"ldc": "NYT_ENG_19990231.0001"}) == (found.published, found.identifiers)


@pytest.mark.parametrize(
    ("text", "place", "date", "credit"),
    [
        ("PORT ELLERY, April 1 (AP)", "PORT ELLERY", "1999-04-01", "AP"),
        ("PORT ELLERY, Ohio, Apr. 1 (AP) --", "PORT ELLERY, Ohio", "1999-04-01", "AP"),
        ("PORT ELLERY, Ohio (AP) _", "PORT ELLERY, Ohio", None, "AP"),
        ("PORT ELLERY", "PORT ELLERY", None, None),
        ("Port-Ellery, 1er avril 1999 (AFP)", "Port-Ellery", "1999-04-01", "AFP"),
        ("Puerto Ellery, 1 de abril (EFE)", "Puerto Ellery", "1999-04-01", "EFE"),
        ("PORT ELLERY, March 31 (Xinhua)", "PORT ELLERY", None, "Xinhua"),
        ("PORT ELLERY, April 1, 1989 (AP)", "PORT ELLERY", None, "AP"),
        ("Ellery, Highway 61 (AP)", None, None, "AP"),
        ("(adds quotes) 0700 12:31 /ds", None, None, None),
    ],
)
def test_datelines(text: str, place: str | None, date: str | None, credit: str | None) -> None:
    """The year is that of the identifier, if the month is; noise is left whole."""
    found = article(f"<DATELINE>\n{text}\n</DATELINE>\n{STORY}")

    assert Dateline(text, place=place, date=PartialDate.parse(date) if date else None) == found.dateline
    assert credit == found.credit


def test_a_headline_of_several_lines_is_one() -> None:
    """Slugs stay in it, as they are printed."""
    assert "SEA WALL (UNDATED) REBUILT" == article(f"<HEADLINE>\nSEA WALL (UNDATED)\n  REBUILT\n\n</HEADLINE>{STORY}").headline


def test_who_signs_stands_in_front_of_the_text() -> None:
    """The byline and the copyright line, within P or not."""
    lines = "By ADA BYRNE\nc. 1999 The Ellery Gazette\n"
    tagged = article(f"<TEXT>\n<P>\n{lines}</P>\n<P>\nIt rains.\n</P>\n</TEXT>")
    plain = article(f"<TEXT>\n{lines}\n   It rains.\n</TEXT>", kind="other")

    for found in (tagged, plain):
        assert ("By ADA BYRNE", "c. 1999 The Ellery Gazette") == (found.byline, found.copyright)
        assert (["ADA BYRNE"], [("paragraph", "It rains.")]) == ([each.name for each in found.authors], body(found))


@pytest.mark.parametrize("text", ["By Tuesday Night\nit had rained.", "By Tuesday Night.", "It rains.\nBy ADA BYRNE"])
def test_what_begins_as_a_byline_does_may_be_text(text: str) -> None:
    """A sentence that runs on or ends, and what stands further below."""
    found = article(f"<TEXT>\n<P>\n{text}\n</P>\n</TEXT>")

    assert (None, [("paragraph", text.replace("\n", " "))]) == (found.byline, body(found))


def test_paragraphs_that_are_not_closed() -> None:
    """They end where the next one begins, or the text does."""
    found = article("<TEXT>\n<P>\nIt rains\nand pours.\n<P>\nStill.\n</TEXT>")

    assert [("paragraph", "It rains and pours."), ("paragraph", "Still.")] == body(found)


def test_text_beside_paragraphs_is_text() -> None:
    """In its place."""
    found = article("<TEXT>\nFirst.\n<P>\nSecond.\n</P>\nThird.\n</TEXT>")

    assert ["First.", "Second.", "Third."] == [text for _, text in body(found)]


def test_references_in_capitals_and_bare_signs() -> None:
    """A reference is resolved once; tags that nobody knows are text."""
    found = article("<TEXT>\n<P>\nQuill &AMP; Marsh &lt;Q&gt; &amp;lt; R&D <AP> if x < y.\n</P>\n</TEXT>")

    assert [("paragraph", "Quill & Marsh <Q> &lt; R&D <AP> if x < y.")] == body(found)


def test_references_in_a_byline() -> None:
    """They are resolved before it is read."""
    found = article("<TEXT>\n<P>\nBy ADA BYRNE &amp; TOMAS REEDE\n</P>\n<P>\nIt rains.\n</P>\n</TEXT>")

    assert ["ADA BYRNE", "TOMAS REEDE"] == [each.name for each in found.authors]


@pytest.mark.parametrize("space", ["&#32;", "&nbsp;", "&#32;  &#32;\n&#32;  &#32;"])
def test_references_of_white_space_are_no_paragraph(space: str) -> None:
    """Nor a row, a headline or a dateline."""
    blank = f"<HEADLINE>{space}</HEADLINE><DATELINE>{space}</DATELINE>"
    found = article(f"{blank}<TEXT>\n{space}\n<P>\n{space}\n</P>\n<P>\nIt rains.\n</P>\n</TEXT>")

    assert (None, None, [("paragraph", "It rains.")]) == (found.headline, found.dateline, body(found))


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("<DOCSTREAM>\n", "</DOCSTREAM>\n"),
        ('\ufeff<?xml version="1.0"?>\n<!DOCTYPE GW SYSTEM "a.dtd" [<!ENTITY x "y">]>\n<DOCSTREAM name="x">', "</DOCSTREAM>"),
        ("<root>\n", "</root>"),
        ("\n\n", "\x1a"),
    ],
)
def test_a_root_says_nothing(before: str, behind: str) -> None:
    """AQUAINT-2 has one; others put one round it."""
    reading = read(before + document() + document(number="NYT_ENG_19990401.0002") + behind)

    assert ((), 2) == (reading.defects, len(articles(reading)))


def test_text_outside_of_elements_is_a_defect() -> None:
    """It is told with its place and is no part of the article."""
    reading = read(document() + "lost\n" + document("lost, too" + STORY))

    assert ["untagged", "untagged"] == [defect.code for defect in reading.defects]
    assert [[("paragraph", "It rains.")]] * 2 == [body(found) for found in articles(reading)]


def test_a_document_without_a_text_is_no_article() -> None:
    """With a headline it is one."""
    reading = read(document("<TEXT>\n</TEXT>") + document("<HEADLINE>It rains</HEADLINE>"))

    assert ["It rains"] == [found.headline for found in articles(reading)]
    assert 2 == len(reading.found)


@pytest.mark.parametrize(
    "tag",
    ["<DOC id='NYT_ENG_19990401.0001' type='story'>", "<doc TYPE=story ID=NYT19990401.0001>", '<DOC id="A-1" type="other">'],
)
def test_tags_as_sgml_lets_them_be(tag: str) -> None:
    """In any case, with any quotes or none, in any order; of numbers of one's own the type tells."""
    assert "gigaword" == read(f"{tag}{STORY}</DOC>").source


@pytest.mark.parametrize(
    "tag", ["<DOC>", '<doc id="12" url="https://news.example/12" title="Rain">', '<DOC id="12" type="page">']
)
def test_what_is_another_format(tag: str) -> None:
    """Extracts of Wikipedia have an id, too, and TREC has DOC."""
    assert "gigaword" != read(f"{tag}{STORY}</DOC>").source


@pytest.mark.parametrize("language", ["FRE", "SPA"])
def test_early_editions_in_latin_1(language: str) -> None:
    """The id names a language of the west: then bytes that are no UTF-8 are not guessed."""
    reading = read(document("<HEADLINE>Señor Côté</HEADLINE>", f"AFP_{language}_19990401.0001").encode("latin-1"))

    assert ["Señor Côté"] == [found.headline for found in articles(reading)]


@given(
    sizes=st.lists(st.integers(0, 3_000) | st.just(150_000), min_size=1, max_size=20),
    most=st.integers(100, 6_000),
    root=st.booleans(),
)
@example(sizes=[150_000, 0], most=1_000, root=True)
def test_stretches_are_documents_of_their_own(sizes: list[int], most: int, root: bool) -> None:
    """Wherever a file is cut, its pieces hold its articles, each once and in order."""
    cut = bundled().sources["gigaword"].cut
    assert cut is not None
    stories = [document(f"<TEXT>\n{number}{' rain' * (size // 5)}\n</TEXT>") for number, size in enumerate(sizes)]
    data = ("<DOCSTREAM>\n" * root + "".join(stories) + "</DOCSTREAM>\n" * root).encode()

    found: list[str] = []
    at = 0
    while at < len(data):
        length = cut(io.BytesIO(data[at:]), most)
        assert length > 0
        found += [body(each)[0][1].partition(" ")[0] for each in articles(read(data[at : at + length]))]
        at += length

    assert [str(number) for number in range(len(sizes))] == found


def test_a_stretch_is_about_as_long_as_it_may_be() -> None:
    """It ends before the last document that begins within it."""
    cut = bundled().sources["gigaword"].cut
    assert cut is not None
    data = document().encode()

    assert 3 * len(data) == cut(io.BytesIO(data * 10), 3 * len(data) + 50)
    assert 10 * len(data) == cut(io.BytesIO(data * 10), 1_000_000)


def test_what_cannot_be_cut() -> None:
    """Code units of two bytes have no such tag."""
    cut = bundled().sources["gigaword"].cut
    assert cut is not None

    assert 0 == cut(io.BytesIO((document() * 10).encode("utf-16")), 100)
