"""Canonical JSON: one way to write a record, which the standard library shares, and the way back."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive import PartialDate, Span
from newsarchive.canonical import decode, decode_record, encode, encode_briskly, plain, record_line
from newsarchive.errors import RecordError
from newsarchive.identity import content_hash
from newsarchive.model import SCHEMA, Article, Record
from newsarchive.reading import Found, Reading, Reason
from newsarchive.testing.strategies import articles, broken, everything, hostile, portable, records
from newsarchive.wire import fields, read_reading


def stdlib(value: Any) -> bytes:
    """What Python's own `json` makes of it."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def leaves(value: Any) -> list[Any]:
    """Everything that stands in a JSON value."""
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [value, *(leaf for each in below for leaf in leaves(each))]


@given(articles() | everything())
def test_the_standard_library_writes_the_same_bytes(article: Article) -> None:
    """A record's bytes are those of `json.dumps` with sorted keys and without spaces."""
    digest = content_hash(article)
    expected = stdlib({**plain(article), "schema": SCHEMA, "content_hash": digest}) + b"\n"

    assert expected == record_line(article, digest)


@given(articles() | everything())
def test_an_article_that_crossed_is_written_as_the_same_bytes(article: Article) -> None:
    """What is checked and encoded by msgspec on this side of the pipe is what orjson writes of the article itself."""
    digest = content_hash(article)
    crossed = read_reading(encode_briskly(Reading(found=(Found("article", article=article),)))).found[0].article
    assert crossed is not None

    assert record_line(article, digest) == record_line(fields(crossed), digest)
    assert content_hash(crossed) == digest


@given(portable)
def test_any_plain_data_is_written_as_the_standard_library_does(value: Any) -> None:
    """Whatever a format says beside our fields comes out the same."""
    assert stdlib(value) == encode(value)


@given(articles() | everything())
def test_decoding_gives_what_was_encoded(article: Article) -> None:
    """`decode(encode(x)) == x`."""
    assert article == decode(encode(plain(article)), Article)


@given(records())
def test_a_record_is_read_back(record: Record) -> None:
    """A record's line gives the record, and the record its line."""
    line = encode(plain(record)) + b"\n"

    assert record == decode_record(line)
    assert line == encode(plain(decode_record(line))) + b"\n"


@given(articles())
def test_a_record_is_one_line_without_nulls_floats_and_empty_fields(article: Article) -> None:
    """One line feed, at the end; an absent field is absent."""
    line = record_line(article, content_hash(article))
    record = json.loads(line)

    assert 1 == line.count(b"\n")
    assert not [leaf for leaf in leaves(record) if leaf is None or isinstance(leaf, float)]
    assert not [key for key, value in record.items() if value in ("", [], {})]


@given(st.binary(max_size=60) | hostile.map(str.encode))
def test_any_bytes_are_a_record_or_a_record_error(data: bytes) -> None:
    """Reading is total: a record, or RecordError and no other error."""
    with pytest.raises(RecordError) as caught:
        decode_record(data)

    assert caught.value.path.startswith("$")


@given(everything(), st.data())
def test_a_damaged_record_is_a_record_or_a_record_error(article: Article, data: st.DataObject) -> None:
    """One flipped bit gives another record, or RecordError and no other error."""
    line = bytearray(record_line(article, content_hash(article)))
    line[data.draw(st.integers(0, len(line) - 1))] ^= 1 << data.draw(st.integers(0, 7))

    with contextlib.suppress(RecordError):
        decode_record(bytes(line))


@given(broken)
def test_half_of_a_surrogate_pair_is_refused_with_its_place(text: str) -> None:
    """UTF-8 holds no lone surrogate: the error says where it stands, as value and as key."""
    with pytest.raises(RecordError, match=r"half of a surrogate pair") as value:
        encode({"body": [{"text": "sound"}, {"text": text}]})
    with pytest.raises(RecordError, match=r"half of a surrogate pair") as key:
        encode({"extra": {text: 1}})

    assert "$.body[1].text" == value.value.path
    assert "$.extra (a key)" == key.value.path


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"a": [1, object()]}, "$.a[1]"),
        ({"a": {"b": 2**64}}, "$.a.b"),
        ([-(2**63) - 1], "$[0]"),
    ],
)
def test_what_json_cannot_hold_is_refused_with_its_place(value: Any, path: str) -> None:
    """An object of another kind, or a number beyond 64 bits, is named with its place."""
    with pytest.raises(RecordError) as caught:
        encode(value)

    assert path == caught.value.path


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"published": "2024-13-01"}, "$.published"),
        ({"body": [{"kind": "paragraph", "text": "a"}, {"kind": "paragraph", "text": ""}]}, "$.body[1].text"),
        ({"schema": "newsarchive/article-2"}, "$.schema"),
        ({"content_hash": "sha256:" + "0" * 63}, "$.content_hash"),
        ({"headline": None, "body": []}, "$"),
        ({"extra": {"rss": {"a": 1.5}}}, "$.extra.rss.a"),
        ({"subjects": [{"code": "1"}, {"scheme": "subj"}]}, "$.subjects[1]"),
    ],
)
def test_a_record_that_is_not_one_is_refused_with_its_place(change: dict[str, Any], path: str) -> None:
    """Reading holds JSON to the same types and rules as the constructors."""
    provenance = {"original": "0" * 64, "name": "a", "source": "s", "source_version": "1"}
    sound = {"schema": SCHEMA, "content_hash": "sha256:" + "0" * 64, "headline": "x", "provenance": provenance}
    decode_record(json.dumps(sound).encode())

    with pytest.raises(RecordError) as caught:
        decode_record(json.dumps(sound | change).encode())

    assert path == caught.value.path


def test_of_what_is_false_only_the_empty_is_absent() -> None:
    """A required text may be empty, and False and 0 say something: they come back; None and empty lists are absent."""
    reason = Reason("", "", span=(Span("codepoint", 0, 0),))

    assert b'{"code":"","reason":"","span":[{"end":0,"start":0,"unit":"codepoint"}]}' == encode(plain(reason))
    assert reason == decode(encode(plain(reason)), Reason)


def test_a_deep_nest_is_refused() -> None:
    """JSON a hundred thousand brackets deep is an error like any other."""
    with pytest.raises(RecordError, match="nested too deeply"):
        decode(b"[" * 100_000, list[Any])


def test_a_date_is_written_as_it_prints() -> None:
    """A partial date is a string, at its own precision."""
    assert b'{"date":"2019-03"}' == encode({"date": plain(PartialDate(2019, 3))})
