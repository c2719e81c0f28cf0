"""The published JSON Schemas are those of the classes, and take what the classes write and nothing else."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from newsarchive import schemas
from newsarchive.canonical import record_line
from newsarchive.identity import content_hash
from newsarchive.model import Article, Provenance
from newsarchive.testing.strategies import articles, everything

FOLDER = Path(__file__).parents[1] / "schemas"
VALIDATOR = jsonschema_rs.validator_for(schemas.article_schema())
PROVENANCE = Provenance(original="0" * 64, name="a.txt", source="plain-text", source_version="newsarchive 1")


def written(article: Article) -> dict[str, Any]:
    """A record as a reader of JSON sees it."""
    found: dict[str, Any] = json.loads(record_line(article, content_hash(article)))
    return found


def objects(schema: Any) -> list[dict[str, Any]]:
    """Every schema of an object within a schema."""
    below = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    own = [schema] if isinstance(schema, dict) and schema.get("type") == "object" else []
    return own + [found for each in below for found in objects(each)]


@pytest.mark.parametrize("name", schemas.documents())
def test_the_files_are_what_the_classes_give(name: str) -> None:
    """The files in schemas/ are generated: `python -m newsarchive.schemas schemas/` writes them anew."""
    expected = schemas.text(schemas.documents()[name])

    assert expected == (FOLDER / name).read_text("utf-8")


def test_the_command_writes_them(tmp_path: Path) -> None:
    """The command gives the same bytes as the test above."""
    result = CliRunner().invoke(schemas.main, [str(tmp_path / "new")])

    assert 0 == result.exit_code
    assert sorted(schemas.documents()) == sorted(path.name for path in (tmp_path / "new").iterdir())


@pytest.mark.parametrize("name", schemas.documents())
def test_schemas_are_closed_and_know_no_null(name: str) -> None:
    """Each object says what it may hold; nothing is null, and nothing has a default."""
    schema = schemas.documents()[name]
    text = schemas.text(schema)

    jsonschema_rs.meta.validate(schema)
    assert [] == [each for each in objects(schema) if "additionalProperties" not in each]
    assert '"null"' not in text
    assert '"default"' not in text


@given(articles() | everything())
def test_every_record_fits(article: Article) -> None:
    """What the archive writes validates."""
    assert [] == [error.message for error in VALIDATOR.iter_errors(written(article))]


@given(everything(), st.data())
def test_a_record_with_something_else_does_not_fit(article: Article, data: st.DataObject) -> None:
    """An unknown key, a null or an empty value in any field of a record is refused."""
    record = written(article)
    key = data.draw(st.sampled_from(sorted(record)))
    wrong = data.draw(st.sampled_from([None, "", [], {}, 1.5, [None], [""], {"a": None}]))

    assert not VALIDATOR.is_valid(record | {"unknown": "x"})
    assert not VALIDATOR.is_valid(record | {key: wrong})
    assert not VALIDATOR.is_valid(record | {"provenance": {**record["provenance"], "unknown": "x"}})


@pytest.mark.parametrize("absent", ["schema", "content_hash", "provenance"])
def test_what_is_always_there_must_be_there(absent: str) -> None:
    """Schema, hash and provenance are in every record."""
    record = written(Article(headline="x", provenance=PROVENANCE))

    assert VALIDATOR.is_valid(record)
    assert not VALIDATOR.is_valid({key: value for key, value in record.items() if key != absent})


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "newsarchive/article-2"},
        {"content_hash": "0" * 64},
        {"published": "2024-1-1"},
        {"urgency": 10},
        {"language": "!!"},
        {"subjects": [{"scheme": "subj"}]},
        {"extra": {"rss": {"a": [1.5]}}},
        {"extra": {"rss": {"a": [None]}}},
        {"extra": {"rss": {"a": 2**53}}},
        {"body": [{"kind": "verse", "text": "x"}]},
        {"body": [{"kind": "paragraph", "text": ""}]},
    ],
)
def test_values_out_of_bounds_do_not_fit(change: dict[str, Any]) -> None:
    """The bounds of the classes are in the schema."""
    record = written(Article(headline="x", provenance=PROVENANCE))

    assert not VALIDATOR.is_valid(record | change)


def test_a_record_says_something() -> None:
    """A record without headline and body is none."""
    record = written(Article(headline="x", provenance=PROVENANCE))
    del record["headline"]

    assert not VALIDATOR.is_valid(record)
