"""Tables of other tools: columns, damaged rows, rules, dates, and what is not claimed."""

import io
import json
import sys
import time
from collections.abc import Mapping
from typing import Any

import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from newsarchive import Document, Unreadable
from newsarchive.model import Article
from newsarchive.pipeline.reader import Reader
from newsarchive.reading import Reading
from newsarchive.testing.strategies import xml_text

from .support import body, bundled

_ROW = {"title": "Sea wall", "text": "It is rebuilt.", "url": "https://x.invalid/wall"}
SOURCES = ("json-table", "csv-table", "parquet-table", "wapo-jsonl", "trafilatura-xml", "gdelt-gkg")


def read(data: str | bytes, hints: Mapping[str, str] | None = None, only: str | None = None) -> Reading:
    data = data.encode() if isinstance(data, str) else data
    return Reader(bundled(), only=only).read(Document("table", data, hints or {}))


def articles(reading: Reading) -> list[Article]:
    return [found.article for found in reading.found if found.article]


def article(row: Mapping[str, Any], hints: Mapping[str, str] | None = None) -> Article:
    (found,) = articles(read(json.dumps(row), hints, only="json-table"))
    return found


def headlines(reading: Reading) -> list[str | None]:
    return [each.headline for each in articles(reading)]


def defects(reading: Reading) -> list[str]:
    return [defect.code for defect in reading.defects]


def in_parquet(columns: Mapping[str, Any]) -> bytes:
    out = io.BytesIO()
    parquet.write_table(pyarrow.table(dict(columns)), out)
    return out.getvalue()


def claimed(data: str | bytes, hints: Mapping[str, str] | None = None) -> list[str]:
    """Which sources of tables bid."""
    document = Document("x", data.encode() if isinstance(data, str) else data, hints or {})
    return [name for name in SOURCES if bundled().sources[name].sniff(document.sample()) is not None]


@pytest.mark.parametrize(
    ("data", "source"),
    [
        ("title,text\nA,B\n", "csv-table"),
        ("\ufeffHeadline;Publication Date;URL\nA;2020;https://x\n", "csv-table"),
        ("sep=;\ntitle;url\nA;https://x\n", "csv-table"),
        (",title,link\n0,A,https://x\n", "csv-table"),
        (json.dumps(_ROW), "json-table"),
        (json.dumps([_ROW]), "json-table"),
        (json.dumps({"text": "x" * 40_000, "title": "A"}), "json-table"),
        (json.dumps({"status": "ok", "articles": [_ROW]}), "json-table"),
        (json.dumps({"hits": {"hits": [{"_source": _ROW}]}}), "json-table"),
    ],
)
def test_tables_of_articles_are_claimed(data: str, source: str) -> None:
    """By a headline, and a text or an address, in whichever words and wrappers."""
    assert [source] == claimed(data)


@pytest.mark.parametrize(
    "data",
    [
        "",
        "name,age\nAda,17\n",
        "title,year\nAda,1917\n",
        "Title, text and more.\n\nThis is prose.\n",
        '{"name": "x", "version": "1"}',
        '{"name": "x", "links": [{"title": "a", "url": "b"}]}',
        '{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "A", "url": "b", "articleBody": "c"}',
        '{"version": "https://jsonfeed.org/version/1.1", "title": "A", "items": [{"title": "A", "url": "b"}]}',
        '{"uri": "urn:x", "versioncreated": "2020-01-01T00:00:00Z", "headline": "A", "body_text": "b", "url": "d"}',
        '{"title": "A", "summary": "b"}',
        '["title", "text"]',
        "<doc title='A'><main/></doc>",
        "<doc><docno>1</docno><main>x</main></doc>",
        "PAR1 is how Parquet begins.",
    ],
)
def test_others_are_left_alone(data: str) -> None:
    """Formats with names of their own, and data of other kinds."""
    assert [] == claimed(data)


def test_rules_name_columns() -> None:
    """A table in any words is read where rules say what its columns are, and claimed then."""
    hints = {"columns.headline": "Titel", "columns.body": "Inhalt", "columns.identifiers": "Nr", "date_order": "DMY"}
    data = "Nr;Titel;Inhalt;date\n7;Der Deich;Er wird gebaut.;03/04/2020\n"
    (found,) = articles(read(data, hints))

    assert ["csv-table"] == claimed(data, hints)
    assert ("Der Deich", [("paragraph", "Er wird gebaut.")]) == (found.headline, body(found))
    assert ({"Nr": "7"}, "2020-04-03") == (found.identifiers, str(found.published))
    assert "row 1/Titel" == found.evidence["headline"].path


def test_rules_reach_into_objects() -> None:
    """`meta.name` is the member of an object; the object is kept."""
    found = article({"meta": {"name": "Sea wall"}, "x": "Text"}, {"columns.headline": "meta.name", "columns.body": "x"})

    assert ("Sea wall", {"meta": {"name": "Sea wall"}}) == (found.headline, found.extra["json-table"])


def test_rules_that_fit_nothing_are_told_once() -> None:
    """A field that there is not, and a column that no row has."""
    rows = "".join(json.dumps({"title": title}) + "\n" for title in "AB")
    reading = read(rows, {"columns.colour": "title", "columns.body": "Inhalt"}, only="json-table")

    assert ["no-field", "no-column"] == defects(reading)
    assert ["A", "B"] == headlines(reading)


@pytest.mark.parametrize(
    "damaged",
    [
        '{"title": "A", "text": "x"}\n{"title": nonsense}\n{"title": "C", "text": "x"}\n',
        '{"title": "A", "text": "x"}\n{"title": "B", "text": "cut\n{"title": "C", "text": "x"}\n',
        '{"title": "A", "text": "x"}\n{"title": "B", "title": "twice"}\n{"title": "C", "text": "x"}\n',
        '{"title": "A", "text": "x"}\n17\n\n{"title": "C", "text": "x"}',
        '[{"title": "A", "text": "x"}, {"title": "B" "text": "x"}, {"title": "C", "text": "x"}]',
        '[{"title": "A", "text": "x"},\n{"title": "B", "text": "\\ud800"},\n{"title": "C", "text": "x"},\n]',
        '[{"title": "A", "text": "x"}, {"title": "C", "text": "x"}, {"title": "cut',
        '{"articles": [{"title": "A", "text": "x"}, {"title": B}, {"title": "C", "text": "x"}]}',
        '{"title": "A",\n"text": "x"}\n{"title": "B",\n"text": x}\n{"title": "C",\n"text": "x"}\n',
        '{"title": "A", "text": "x"}\n{"title": ' + "[" * 5000 + '}\n{"title": "C", "text": "x"}\n',
        '[{"title": "A", "text": "x"},{"title": ' + "[" * 500 + "]" * 500 + '},{"title": "C", "text": "x"}]',
        b'{"title": "A", "text": "gr\xc3\xbcn"}\n{"title": "B", "text": "gr\xfcn"}\n{"title": "C", "text": "\xc3\xa4"}\n',
        'title,text\nA,x\nB\nC,"x"\n',
        'title,text\nA,x\nB,"x" y\nC,"x"\n',
        'title,text\nA,x\nB,"x\nC,"x"\n',
        b"title,text\nA,gr\xc3\xbcn\nB,gr\xfcn\nC,\xc3\xa4\n",
    ],
)
def test_a_bad_row_costs_itself_only(damaged: str | bytes) -> None:
    """What is no JSON, cut off, doubled, too deep, undecodable or short of cells stands beside the others, with its line."""
    reading = read(damaged)

    assert ["A", "C"] == headlines(reading)
    assert ["bad-row"] == defects(reading)


def test_a_quote_that_nobody_closes_hides_no_rows() -> None:
    """What csv read as one cell to the end of the file is read again, line by line."""
    rows = [f"T{number},x\n" for number in range(100)]
    reading = read("title,text\n" + "".join(rows[:50]) + 'bad,"x\n' + "".join(rows[50:]))

    assert [f"T{number}" for number in range(100)] == headlines(reading)
    assert ["line 52: unexpected end of data"] == [defect.reason for defect in reading.defects]


def test_every_row_has_an_outcome() -> None:
    """Rows without a headline and a text are no articles, and a header that is repeated is told."""
    reading = read("title,text,url\nA,x,u\n,,u\ntitle,text,url\nB,,u\n")

    assert ["article", "ignored", "article"] == [found.kind for found in reading.found]
    assert ["header"] == defects(reading)


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (json.dumps({"_source": _ROW}), "/_source/title"),
        (json.dumps({"rows": [{"row_idx": 0, "row": _ROW, "truncated_cells": ["text"]}]}), "/rows/0/row/title"),
        ('{\n"title": "Sea wall",\n"text": "x"\n}\n{\n"text": "y"\n}\n', "/0/title"),
        (json.dumps(_ROW, indent=1), "/title"),
        (json.dumps(_ROW) + "\n\n" + json.dumps(_ROW), "/0/title"),
    ],
)
def test_evidence_is_a_pointer(data: str, path: str) -> None:
    """Into the document, or into the list that its lines are."""
    assert path == articles(read(data, only="json-table"))[0].evidence["headline"].path


def test_a_count_that_differs_is_a_defect() -> None:
    """It costs no article."""
    reading = read(json.dumps({"totalResults": 3, "articles": [_ROW]}))

    assert (["count"], ["Sea wall"]) == (defects(reading), headlines(reading))


@pytest.mark.parametrize(
    ("stated", "published"),
    [
        ("2017-07-17 17:03:00", "2017-07-17T17:03:00"),
        ("2024-05-01 10:00:00.123456+02:00", "2024-05-01T10:00:00.123456+02:00"),
        ("20240501", "2024-05-01"),
        ("Fri, 03 May 2024 10:00:00 GMT", "2024-05-03T10:00:00+00:00"),
        ("3. Mai 2024", "2024-05-03"),
        ("May 2024", "2024-05"),
        (2019, "2019"),
        ("None", None),
        ("NaT", None),
    ],
)
def test_dates_have_their_own_precision(stated: Any, published: str | None) -> None:
    """What tools write for no date is none."""
    found = article({**_ROW, "date": stated})

    assert published == (str(found.published) if found.published else None)
    assert "json-table" not in found.extra


@pytest.mark.parametrize(
    ("stated", "code"),
    [("03/04/2020", "ambiguous-date"), (1472713234000, "no-date"), ("soon", "no-date")],
)
def test_a_date_that_is_not_read_is_kept(stated: Any, code: str) -> None:
    """Numbers are no dates where nobody says what they count."""
    reading = read(json.dumps({**_ROW, "date": stated}))
    (found,) = articles(reading)

    assert [code] == defects(reading)
    assert {"date": stated} == found.extra["json-table"]


@pytest.mark.parametrize(
    ("stated", "authors", "byline"),
    [
        (["Ada Byrne", "IP"], ["Ada Byrne", "IP"], None),
        ("['Ada Byrne', \"Sean O'Byrne\"]", ["Ada Byrne", "Sean O'Byrne"], None),
        ("Ada Byrne; Tomas Reede", ["Ada Byrne", "Tomas Reede"], None),
        ("By Ada Byrne, Port Editor", ["Ada Byrne"], "By Ada Byrne, Port Editor"),
        ("IP", [], "IP"),
        ([], [], None),
    ],
)
def test_who_signs(stated: Any, authors: list[str], byline: str | None) -> None:
    """Lists are names; a text is a byline, unless it is a list that was printed."""
    found = article({**_ROW, "author": stated})

    assert (authors, byline) == ([author.name for author in found.authors], found.byline)


def test_the_same_name_means_what_its_tool_means() -> None:
    """trafilatura's `source` is an address, news-please's `text` the page's HTML, newspaper's `keywords` are worked out."""
    one = article({"title": "T", "text": "x", "source": "https://x", "source-hostname": "Gazette", "fingerprint": "0"})
    two = article({"title": "T", "maintext": "x", "text": "<html>", "source_domain": "b'x.invalid'"})
    three = article({"title": "T", "text": "x", "keywords": ["k"], "top_image": "", "meta_favicon": "", "canonical_link": ""})

    assert ("https://x", "Gazette") == (one.url, one.publisher)
    assert ([("paragraph", "x")], "x.invalid") == (body(two), two.publisher)
    assert ((), {"keywords": ("k",)}) == (three.keywords, three.extra["json-table"])


def test_a_small_number_identifies_nothing() -> None:
    """`id` 17 of one table is not `id` 17 of another; a digest is the same everywhere."""
    assert {} == article({**_ROW, "id": 17}).identifiers
    assert {"id": "0af3c1d2"} == article({**_ROW, "id": "0af3c1d2"}).identifiers


@given(cells=st.lists(st.tuples(xml_text, xml_text), min_size=1, max_size=5))
def test_what_csv_writes_is_read(cells: list[tuple[str, str]]) -> None:
    """Every row has one outcome, whatever stands in it."""
    import csv

    out = io.StringIO()
    csv.writer(out).writerows([("title", "text"), *cells])
    reading = read(out.getvalue(), only="csv-table")

    assert len(cells) == len(reading.found) + defects(reading).count("header")


def test_parquet_states_times() -> None:
    """A timestamp with a zone is an instant; one without is what a clock showed; a fraction only where there is one."""
    data = in_parquet(
        {
            "title": ["A", "B"],
            "url": ["u", "v"],
            "published": pyarrow.array([1_500_000_000_120, None], pyarrow.timestamp("ms", "Europe/Paris")),
            "modified": pyarrow.array([1_500_000_000, None], pyarrow.timestamp("s")),
        }
    )
    first, second = articles(read(data))

    assert ("2017-07-14T02:40:00.12+00:00", "2017-07-14T02:40:00") == (str(first.published), str(first.modified))
    assert (None, "row 2/title") == (second.published, second.evidence["headline"].path)


def test_damaged_parquet_is_refused() -> None:
    """With what pyarrow says of it."""
    data = in_parquet({"title": ["A"], "url": ["u"]})
    with pytest.raises(Unreadable, match="no Parquet that pyarrow reads"):
        list(bundled().sources["parquet-table"].parse(Document("x", b"PAR1" + b"\xff" * 40 + data[-8:])))


def test_without_pyarrow_parquet_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason says what to install."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(Unreadable, match=r"pip install 'newsarchive\[parquet\]'"):
        list(bundled().sources["parquet-table"].parse(Document("x", b"PAR1PAR1")))


@pytest.mark.parametrize("contents", [None, "x", [None, 17, {"type": "sanitized_html", "content": 5}]])
def test_damaged_contents_of_the_post_are_kept(contents: Any) -> None:
    """The article stands by its title."""
    row = {"id": "0", "article_url": "u", "title": "T", "published_date": "soon", "contents": contents}
    reading = read(json.dumps(row), only="wapo-jsonl")

    assert ["T"] == headlines(reading)
    assert "no-date" in defects(reading)


def test_trafilatura_without_a_text() -> None:
    """Its title is an article's; what is no date is kept, and told."""
    reading = read('<doc title="T" date="03/04/2020" hostname="x"><main/></doc>')
    (found,) = articles(reading)

    assert (["ambiguous-date"], "03/04/2020") == (defects(reading), found.extra["trafilatura-xml"]["date"])


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize(
    "unit",
    [
        '"',
        '"a\n',
        '{"title":',
        '{"title":"a","text":{"title":',
        '[{"title"',
        '{"title":"a"}\n',
        "title,text\n",
        "a,b\n",
        "\t",
        "\\",
        "[",
        "{",
    ],
)
def test_reading_is_linear(source: str, unit: str) -> None:
    """100,000 characters of anything take a second or so."""
    data = ("title,text\n" if source == "csv-table" else "") + unit * (100_000 // len(unit))
    began = time.process_time()
    claimed(data)
    read(data, only=source)

    assert time.process_time() - began < 10
