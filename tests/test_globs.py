"""Patterns of paths: what `*` and `**` stand for, and nothing else stands for anything."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.globs import Glob, GlobError

names = st.text("ab.*[?", min_size=1, max_size=4).filter(lambda name: name not in (".", ".."))
paths = st.lists(names, min_size=1, max_size=5).map("/".join)
parts = st.text("ab.*[?", min_size=1, max_size=4).filter(lambda part: part not in (".", "..") and "**" not in part)
patterns = st.lists(parts | st.just("**"), min_size=1, max_size=6).map("/".join)


def expression(pattern: str) -> str:
    """The pattern as a regular expression, part by part: slow where it is hostile, and plain to see."""
    *folders, last = pattern.split("/")
    before = "".join("(?:[^/]+/)*" if part == "**" else f"{piece(part)}/" for part in folders)
    return before + ("(?:[^/]+/)*[^/]+" if last == "**" else piece(last))


def piece(part: str) -> str:
    return "[^/]*".join(map(re.escape, part.split("*")))


@given(patterns, paths)
def test_it_matches_what_the_grammar_says(pattern: str, path: str) -> None:
    expected = re.fullmatch(expression(pattern), path) is not None

    assert expected == Glob.parse(pattern).matches(path)


@given(paths.filter(lambda path: "*" not in path))
def test_a_path_matches_itself(path: str) -> None:
    """Brackets and question marks are themselves."""
    assert Glob.parse(path).matches(path)


@given(paths, st.data())
def test_folders_may_be_left_open(path: str, data: st.DataObject) -> None:
    """Any folders of a path may be `**`, and any run within a name `*`."""
    pieces = [re.sub(r"\*+", "*", each) for each in path.split("/")]
    start = data.draw(st.integers(0, len(pieces) - 1))
    end = data.draw(st.integers(start, len(pieces) - 1))

    assert Glob.parse("/".join([*pieces[:start], "**", *pieces[end:]])).matches(path)


@pytest.mark.parametrize("text", ["", "/a", "a/", "a//b", "./a", "a/../b", "a**", "**.xml/b"])
def test_what_is_no_pattern_is_an_error(text: str) -> None:
    with pytest.raises(GlobError):
        Glob.parse(text)


def test_a_hostile_name_costs_no_time() -> None:
    """Each star looks at a name once."""
    pattern = Glob.parse("/".join(["**", "*a" * 100 + "*b", "**", "*a" * 100]))
    before = time.process_time()

    assert not pattern.matches("/".join(["a" * 250] * 16))
    assert time.process_time() - before < 1
