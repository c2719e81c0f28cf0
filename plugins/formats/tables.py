"""Tables of articles in JSON, CSV and Parquet: one row a document, its columns under one or another of their names."""

import csv
import io
import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import attrs
from hypothesis import strategies as st

from newsarchive import Author, Block, Draft, Media, PartialDate
from newsarchive.testing import Format, Renderer
from newsarchive.testing.says import markup_text
from newsarchive.testing.strategies import paragraphs, partial_dates

from .table_forms import TEXT, says_json

_SAMPLES = files("newsarchive_plugins") / "samples"
#: A word or two that may stand in a list.
_WORDS = st.sampled_from(["sea wall", "Hafen", "дамба", "O'Byrne Quay", "x"])
_PERSONS = st.sampled_from(["Anne-Marie Byrne", "O. Byrne", "J. R. Quill-Marsh", "Ana de la Cruz", "Петр Орлов", "Reuters"])
#: Names of the column of each field.
_COLUMNS = {
    "headline": ("title", "headline", "Article Title"),
    "body": ("text", "maintext", "content", "body"),
    "summary": ("description", "summary", "excerpt"),
    "published": ("date_publish", "publishedAt", "Publication Date"),
    "modified": ("date_modify", "updated_at"),
    "language": ("language", "lang"),
    "url": ("url", "link"),
    "publisher": ("publisher", "sitename", "outlet"),
    "credit": ("credit", "agency"),
    "section": ("section", "category"),
    "edition": ("edition",),
    "page": ("page",),
    "copyright": ("copyright",),
    "usage_terms": ("license",),
    "authors": ("authors",),
    "keywords": ("keywords", "tags"),
    "people": ("people",),
    "places": ("places",),
    "organisations": ("organizations",),
    "media": ("image_url", "top_image"),
    "identifiers": ("guid",),
}


@attrs.define(kw_only=True)
class Row(Draft):
    """A draft, which of the names its columns have, how lists are printed, and how cells are parted."""

    name: int = 0
    printed: bool = False
    delimiter: str = ","
    quoted: bool = False


_LISTS = st.lists(_WORDS, max_size=2, unique=True)
_ROWS = st.builds(
    Row,
    name=st.integers(0, 3),
    printed=st.booleans(),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    quoted=st.booleans(),
    headline=TEXT,
    body=(paragraphs | st.lists(TEXT, min_size=1, max_size=3)).map(lambda texts: [Block("paragraph", text) for text in texts]),
    summary=st.none() | TEXT,
    published=st.none() | partial_dates(),
    modified=st.none() | partial_dates(),
    language=st.sampled_from([None, "en", "de-AT"]),
    url=st.none() | st.just("https://example.invalid/2024/wall?a=1"),
    publisher=st.none() | TEXT,
    credit=st.none() | TEXT,
    section=st.none() | TEXT,
    edition=st.none() | TEXT,
    page=st.none() | st.just("A4"),
    copyright=st.none() | TEXT,
    usage_terms=st.none() | TEXT,
    authors=st.lists(_PERSONS.map(Author), max_size=3, unique=True),
    keywords=_LISTS,
    people=_LISTS,
    places=_LISTS,
    organisations=_LISTS,
    media=st.sampled_from([[], [Media("picture", url="https://example.invalid/wall.jpg")]]),
    identifiers=st.sampled_from([{}, {"guid": "urn:x:17"}]),
    extra=st.sampled_from([{}, {"word_count": "112"}]),
)


def _cells(row: Row) -> dict[str, Any]:
    """The cells under their columns' names; lists as lists."""
    said: dict[str, Any] = {}
    for field, names in _COLUMNS.items():
        value = getattr(row, field)
        if field == "body":
            value = "\n\n".join(block.text for block in row.body if isinstance(block, Block))
        elif field == "authors":
            value = [author.name for author in row.authors if isinstance(author, Author)]
        elif field == "media":
            value = next((media.url for media in row.media), None)
        elif field == "identifiers":
            value = row.identifiers.get("guid")
        elif isinstance(value, PartialDate):
            value = str(value)
        if value:
            said[names[row.name % len(names)]] = value
    return {**said, **row.extra}


def _as_json(row: Row) -> str:
    return json.dumps(_cells(row), ensure_ascii=row.quoted, indent=1 if row.printed else None) + "\n"


def _as_csv(row: Row) -> str:
    cells = {name: _printed(value, row.printed) if isinstance(value, list) else value for name, value in _cells(row).items()}
    out = io.StringIO()
    writer = csv.writer(
        out, delimiter=row.delimiter, quoting=csv.QUOTE_ALL if row.quoted else csv.QUOTE_MINIMAL, lineterminator="\n"
    )
    writer.writerows([list(cells), list(cells.values())])
    return out.getvalue()


def _printed(several: list[str], as_python: bool) -> str:
    return repr(several) if as_python else "; ".join(several)


def _as_parquet(row: Row) -> bytes:
    import pyarrow
    from pyarrow import parquet

    out = io.BytesIO()
    cells = _cells(row)
    parquet.write_table(pyarrow.table({name: [value] for name, value in cells.items()}), out)
    return out.getvalue()


def _joined_json(documents: Sequence[bytes]) -> bytes:
    """A list of what the documents hold."""
    rows = [row for data in documents for row in _values(data.decode("utf-8-sig"))]
    return json.dumps(rows, ensure_ascii=False).encode()


def _values(text: str) -> list[Any]:
    """A document's value, those of its list, or those of its lines."""
    try:
        value = json.loads(text)
    except ValueError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    return value if isinstance(value, list) else [value]


def _says_csv(piece: str | bytes) -> str:
    """The text with its quotes as they are meant, and what of it is markup."""
    text = piece.decode(errors="replace") if isinstance(piece, bytes) else piece
    plain = text.replace('""', '"').replace("\\'", "'")
    return f"{text}\n{plain}\n{markup_text(plain)}"


JSON_TABLE = Format(
    source="json-table",
    samples=_SAMPLES / "json-table",
    renderer=Renderer(_ROWS, _as_json),
    join=_joined_json,
    encodings=("utf-8", "utf-16"),
    line_ends=("\n", "\r\n"),
    byte_order_mark=True,
    says=says_json,
)
CSV_TABLE = Format(
    source="csv-table",
    samples=_SAMPLES / "csv-table",
    renderer=Renderer(_ROWS, _as_csv),
    encodings=("utf-8", "utf-16"),
    line_ends=("\n", "\r\n", "\r"),
    byte_order_mark=True,
    says=_says_csv,
)
PARQUET_TABLE = Format(
    source="parquet-table",
    samples=_SAMPLES / "parquet-table",
    renderer=Renderer(_ROWS, _as_parquet),
    says=None,
)
