"""What a stretch of markup or JSON says to a reader."""

import html
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.testing.says import json_values, markup, markup_text
from newsarchive.testing.strategies import hostile, hostile_bytes


@given(text=hostile, value=hostile)
def test_markup_is_read_as_it_was_escaped(text: str, value: str) -> None:
    """Escaped text and attribute values come back, tags and comments do not."""
    document = f'<!-- no --><p class="{html.escape(value)}">{html.escape(text)}</p>'

    assert f"\n{html.unescape(html.escape(text))}\n\n{html.unescape(html.escape(value))}" == markup(document)
    assert f"\n{html.unescape(html.escape(text))}\n" == markup_text(document)


@pytest.mark.parametrize(
    ("document", "text"),
    [
        ("<![CDATA[a < b & c]]>", "a < b & c"),
        ("a <b", "a \n"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]>x", "]>x"),
        ("&amp;lt; &#233;", "&lt; é"),
        ("<!-- cut off", ""),
    ],
)
def test_markup_in_parts(document: str, text: str) -> None:
    """What is no tag is text, and what is cut off ends with the piece."""
    assert text == markup_text(document)


@given(
    value=st.recursive(hostile | st.integers(), lambda below: st.lists(below) | st.dictionaries(hostile, below), max_leaves=8)
)
def test_json_is_read_as_it_was_written(value: object) -> None:
    """Every string and number of a JSON text is said, in its order, whatever it holds."""

    def said(value: object) -> list[str]:
        if isinstance(value, dict):
            return [each for key, below in value.items() for each in [key, *said(below)]]
        return [each for below in value for each in said(below)] if isinstance(value, list) else [str(value)]

    assert "\n".join(said(value)) == json_values(json.dumps(value))


@pytest.mark.parametrize("says", [markup, markup_text, json_values])
@given(data=hostile_bytes)
def test_any_bytes_say_something(says: object, data: bytes) -> None:
    """Damaged documents are read as far as they go."""
    assert callable(says)
    assert isinstance(says(data), str)
    assert isinstance(says(data.decode(errors="replace")), str)
