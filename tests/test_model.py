"""The record's classes hold each value to its type, and say what is wrong and where."""

import enum
from typing import Any, get_type_hints

import attrs
import pytest
from hypothesis import given

from newsarchive import Author, Block, Dateline, Draft, Media, PartialDate, Span, Subject
from newsarchive.errors import RecordError
from newsarchive.fields import convert
from newsarchive.model import Article, Evidence, Provenance, Record
from newsarchive.testing.strategies import articles, everything

PROVENANCE = Provenance(original="0" * 64, name="a.txt", source="plain-text", source_version="newsarchive 1")
SOUND = {"kind": "paragraph", "text": "a"}


class Marked(str):
    """A kind of string such as lxml's, which JSON writers refuse."""

    __slots__ = ()


class Kind(str, enum.Enum):  # noqa: UP042  # not StrEnum: its str() says "Kind.PARAGRAPH"
    """An enumeration of strings."""

    PARAGRAPH = "paragraph"


@given(everything())
def test_an_article_with_every_field_leaves_none_out(article: Article) -> None:
    """The "everything" object has a value in each field, so that what is tested with it is tested for all."""
    empty = [field.name for field in attrs.fields(Article) if getattr(article, field.name) in (None, (), {})]

    assert [] == empty


@given(articles())
def test_an_article_is_made_again_from_its_fields(article: Article) -> None:
    """What a constructor accepted it accepts again: checking changes nothing."""
    again = Article(**{field.name: getattr(article, field.name) for field in attrs.fields(Article)})

    assert article == again


@pytest.mark.parametrize(
    ("fields", "path", "why"),
    [
        ({"headline": ""}, "$.headline", "length >= 1"),
        ({"headline": 5}, "$.headline", "got `int`"),
        ({"headline": None}, "$", "neither"),
        ({"body": [SOUND, SOUND, SOUND, {"kind": "paragraph", "text": ""}]}, "$.body[3].text", "length >= 1"),
        ({"body": [{"kind": "verse", "text": "a"}]}, "$.body[0].kind", "Invalid enum value 'verse'"),
        ({"authors": ["Joe"]}, "$.authors[0]", "got `str`"),
        ({"language": "!!"}, "$.language", "regex"),
        ({"published": "2024-13-01"}, "$.published", "no such date"),
        ({"published": "Tuesday"}, "$.published", "not an ISO 8601 date"),
        ({"dateline": {"text": "PARIS", "date": "2023-02-29"}}, "$.dateline.date", "no such date"),
        ({"urgency": 10}, "$.urgency", "<= 9"),
        ({"urgency": True}, "$.urgency", "got `bool`"),
        ({"status": "dead"}, "$.status", "Invalid enum value 'dead'"),
        ({"keywords": ("a", "")}, "$.keywords[1]", "length >= 1"),
        ({"identifiers": {"": "x"}}, "$.identifiers (a key)", "length >= 1"),
        ({"identifiers": {"guid": 5}}, "$.identifiers[...]", "got `int`"),
        ({"subjects": ({"scheme": "subj"},)}, "$.subjects[0]", "a code or a name"),
        ({"extra": {"a b": {}}}, "$.extra (a key)", "regex"),
        ({"extra": {"rss": {"a": [1, {"b": 1.5}]}}}, "$.extra.rss.a[1].b", "got 1.5"),
        ({"extra": {"rss": {"a": None}}}, "$.extra.rss.a", "got None"),
        ({"extra": {"rss": {"a": 2**53}}}, "$.extra.rss.a", "below 2^53"),
        ({"evidence": {"headline": {"rule": "first line", "span": [{"unit": "word", "start": 0, "end": 1}]}}},
         "$.evidence[...].span[0].unit", "Invalid enum value 'word'"),
        ({"provenance": {"original": "0", "name": "a", "source": "s", "source_version": "1"}}, "$.provenance.original", "reg"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_with_its_place(fields: dict[str, Any], path: str, why: str) -> None:
    """A validator says what is wrong and where."""
    headed: dict[str, Any] = {"headline": "A headline", "provenance": PROVENANCE}

    with pytest.raises(RecordError) as caught:
        Article(**headed | fields)

    assert path == caught.value.path
    assert why in caught.value.why
    assert str(caught.value) == f"{path}: {caught.value.why}"


@pytest.mark.parametrize("kind", ["it's - at `$.x`", "x`", " - at `", "a\nb - at `key` in `$.y`"])
def test_a_value_that_looks_like_a_message_does_not_move_the_place(kind: Any) -> None:
    """The place is read from the end of msgspec's message, not from a value quoted in it."""
    with pytest.raises(RecordError) as caught:
        Block(kind, "text")

    assert "$.kind" == caught.value.path


@pytest.mark.parametrize(
    ("make", "path"),
    [
        (lambda: Block("paragraph", ""), "$.text"),
        (lambda: Author(""), "$.name"),
        (lambda: Author("Joe", role=5), "$.role"),  # type: ignore[arg-type]
        (lambda: Dateline("PARIS", date="soon"), "$.date"),  # type: ignore[arg-type]
        (lambda: Subject(scheme="subj"), "$"),
        (lambda: Media("photo", url=""), "$.url"),
        (lambda: Span("codepoint", -1, 2), "$.start"),
        (lambda: Evidence("rule", span=(1, 2)), "$.span[0]"),  # type: ignore[arg-type]
        (lambda: convert({"name": None}, Author), "$.name"),
    ],
)
def test_the_parts_of_a_record_check_themselves(make: Any, path: str) -> None:
    """Each class holds its own fields, also where a plugin builds it."""
    with pytest.raises(RecordError) as caught:
        make()

    assert path == caught.value.path


def test_a_special_kind_of_string_becomes_a_plain_one() -> None:
    """lxml's strings and enumerations of strings are kept as the text that they hold."""
    block = Block(Kind.PARAGRAPH, Marked("text"))  # type: ignore[arg-type]

    assert Block("paragraph", "text") == block
    assert [str, str] == [type(block.kind), type(block.text)]


def test_dates_may_be_given_as_text() -> None:
    """A string in ISO 8601 is as good as a PartialDate."""
    article = Article(headline="x", published="2019-03", provenance=PROVENANCE)  # type: ignore[arg-type]

    assert PartialDate(2019, 3) == article.published


def test_a_record_is_an_article_with_schema_and_hash() -> None:
    """The two things that a record says beyond its article."""
    more = {field.name for field in attrs.fields(Record)} - {field.name for field in attrs.fields(Article)}

    assert {"schema", "content_hash"} == more


def test_a_draft_has_the_fields_of_an_article() -> None:
    """A parser can say whatever a record can hold: the two classes have the same fields."""
    article = set(get_type_hints(Article)) - {"provenance"}

    assert article | {"furniture", "span"} == set(get_type_hints(Draft))
