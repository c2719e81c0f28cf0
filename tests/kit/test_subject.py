"""What the kit compares readings by."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.testing.subject import differences

values: st.SearchStrategy[Any] = st.recursive(
    st.booleans() | st.integers(0, 3) | st.sampled_from(["", "a", "b"]),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from("ab"), below, max_size=2),
    max_leaves=6,
)


@given(values, values)
def test_there_is_a_difference_where_two_are_not_equal(left: Any, right: Any) -> None:
    """And none where they are."""
    assert (left != right) == bool(differences(left, right))


@pytest.mark.parametrize(
    ("expected", "actual", "lines"),
    [
        ([1, 2, 3], [1, 9, 3], ["[1]: expected 2, got 9"]),
        ([1], [1, 2], ["[1]: expected nothing, got 2"]),
        ([{"body": ["a", "b"]}], [{"body": ["a"]}], ["[0].body[1]: expected 'b', got nothing"]),
        ({"a": "x"}, {"b": "x"}, ["a: expected 'x', got nothing", "b: expected nothing, got 'x'"]),
        ("x", ["x"], ["it: expected 'x', got ['x']"]),
    ],
)
def test_each_difference_is_named_by_its_place(expected: Any, actual: Any, lines: list[str]) -> None:
    assert lines == differences(expected, actual)
