"""Tables of articles that other tools made: JSON, JSON Lines, CSV, TSV, Parquet; a row each."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from newsarchive import Bid, Confidence, Defect, Document, Draft, NotArticle, Notice, Sample, Source, hookimpl
from newsarchive.text import universal_newlines

from .._json import json_head
from .._sample import text_ends
from . import gkg, post, trafilatura
from .columns import Plan, plan_of, rules_of, unknown
from .csv_rows import CsvRow, csv_rows, dialect_of, no_table
from .json_rows import JsonRow, json_rows
from .keys import objects_of
from .parquet import ParquetRow, parquet_rows
from .row import read_row
from .text import table_text

Found = Iterator[Draft | Notice | NotArticle | Defect]
#: Formats of others in JSON, whose names are those of columns, too: JSON Feed, JSON-LD, AP's, dpa's, ninjs, the Post's.
_OTHERS = re.compile(
    r'"https?:\\?/\\?/jsonfeed\.org|"@(?:context|type|graph)"\s*:|"api_version"\s*:|"digitalwires@|"(?:versioncreated|pubstatus)"\s*:'
    r'|"standard"\s*:\s*\{|"contents"\s*:\s*\[',
    re.IGNORECASE,
)
_MAGIC = b"PAR1"


def sniff_json(sample: Sample) -> Bid | None:
    """An object with the columns of a tool, or a headline, and a text or an address, near the beginning."""
    text = json_head(sample, len(sample.head))
    if not text or _OTHERS.search(text):
        return None
    rules = rules_of(sample.hints)
    for found in objects_of(text):
        plan = plan_of(found.names, rules)
        if plan.is_news and (found.in_list or plan.tool):
            return _bid(plan, Confidence.LIKELY if plan.tool or plan.ruled else Confidence.POSSIBLE)
    return None


def sniff_csv(sample: Sample) -> Bid | None:
    """A header with the columns of a tool, or a headline, and a text or an address."""
    ends = text_ends(sample)
    if ends is None or ends.head[:1] in ("<", "{", "["):
        return None
    dialect = dialect_of(universal_newlines(ends.head), rules_of(sample.hints))
    if dialect is None or not dialect.plan.is_news:
        return None
    return _bid(dialect.plan, Confidence.CERTAIN if dialect.plan.tool else Confidence.LIKELY)


def _bid(plan: Plan, confidence: Confidence) -> Bid:
    if plan.tool:
        return Bid(confidence, f"it has the columns of {plan.tool}")
    return Bid(confidence, f"its columns are {', '.join(sorted(plan.fields)[:5])}")


def sniff_parquet(sample: Sample) -> Bid | None:
    """The mark at both ends."""
    both = sample.head.startswith(_MAGIC) and sample.tail.endswith(_MAGIC)
    return Bid(Confidence.CERTAIN, "it begins and ends as Parquet does") if both else None


def parse_json(document: Document) -> Found:
    """An article a row; a bad one costs itself."""
    yield from _read("json-table", json_rows(table_text(document), rules_of(document.hints)), document.hints)


def parse_csv(document: Document) -> Found:
    """The same."""
    text = table_text(document)
    dialect = dialect_of(text, rules_of(document.hints))
    if dialect is None:
        raise no_table()
    yield from _read("csv-table", csv_rows(text, dialect), document.hints)


def parse_parquet(document: Document) -> Found:
    """The same."""
    yield from _read("parquet-table", parquet_rows(document), document.hints)


def _read(rule: str, rows: Iterable[JsonRow | CsvRow | ParquetRow | Defect], hints: Mapping[str, str]) -> Found:
    """The articles of rows. What rules say and no row can follow is a defect, once."""
    rules, order = rules_of(hints), hints.get("date_order")
    for field in unknown(hints):
        yield Defect("no-field", f"rules name a column for {field!r}, which is no field of an article")
    missing: set[str] = set()
    read = False
    for row in rows:
        read = True
        if isinstance(row, Defect):
            yield row
            continue
        publisher = row.publisher if isinstance(row, JsonRow) else None
        cells: Mapping[str, Any] = row.value if isinstance(row, JsonRow) else row.cells
        path = row.path if isinstance(row, JsonRow) else f"row {row.number}"
        plan = plan_of(tuple(cells), rules)
        for column in plan.missing:
            if column not in missing:
                missing.add(column)
                yield Defect("no-column", f"rules name the column {column!r}, which a row does not have")
        yield from read_row(rule, cells, plan, path, order, publisher)
    if not read:
        yield NotArticle("a table without rows")


@hookimpl
def newsarchive_sources() -> list[Source]:
    """The sources of tables by their form, and of what has a form of its own."""
    lxml = ("lxml",)
    texts = ("dated-text", "signed-text")
    return [
        Source("json-table", title="Table in JSON or JSON Lines", sniff=sniff_json, parse=parse_json, libraries=lxml),
        Source("csv-table", title="Table in CSV or TSV", sniff=sniff_csv, parse=parse_csv, refines=texts, libraries=lxml),
        Source(
            "parquet-table", title="Table in Parquet", sniff=sniff_parquet, parse=parse_parquet, libraries=("lxml", "pyarrow")
        ),
        Source("wapo-jsonl", title="TREC Washington Post Collection", sniff=post.sniff, parse=post.parse, libraries=lxml),
        Source("trafilatura-xml", title="trafilatura, XML", sniff=trafilatura.sniff, parse=trafilatura.parse, libraries=lxml),
        Source("gdelt-gkg", title="GDELT Global Knowledge Graph 2.1", sniff=gkg.sniff, parse=gkg.parse),
    ]
