"""Conservation: what no span covers is found, exactly and whatever the spans are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive import Span
from newsarchive.conservation import unaccounted
from newsarchive.testing.strategies import hostile
from newsarchive.text import WHITE_SPACE

contents = hostile | st.binary(max_size=40) | st.text(WHITE_SPACE + "ab\x1c", max_size=40)


@st.composite
def covered(draw: st.DrawFn) -> tuple[str | bytes, list[Span]]:
    """A content and spans in its unit and in the other one, in any order, overlapping or beyond its end."""
    content = draw(contents)
    ends = st.integers(0, len(content) + 5)
    pairs = draw(st.lists(st.tuples(st.sampled_from(["codepoint", "byte"]), ends, ends), max_size=5))
    return content, [Span(unit, min(one, two), max(one, two)) for unit, one, two in pairs]  # type: ignore[arg-type]


def is_white(content: str | bytes, place: int) -> bool:
    """Whether one character is white space: of Unicode in text, of ASCII in bytes."""
    piece = content[place : place + 1]
    return piece in WHITE_SPACE if isinstance(piece, str) else not piece.strip()


@given(covered())
def test_each_character_is_covered_or_white_or_reported(case: tuple[str | bytes, list[Span]]) -> None:
    """Character by character: reported as missing is what is in no span, and not at the edge of white space."""
    content, spans = case
    unit = "codepoint" if isinstance(content, str) else "byte"
    places = {place for span in spans if span.unit == unit for place in range(span.start, span.end)}
    missed = unaccounted(content, spans)
    reported = {place for span in missed for place in range(span.start, span.end)}

    assert {place for place in range(len(content)) if place not in places and not is_white(content, place)} <= reported
    assert not reported & places
    assert not [span for span in missed if is_white(content, span.start) or is_white(content, span.end - 1)]
    assert missed == sorted(missed, key=lambda span: span.start)
    assert {unit} >= {span.unit for span in missed}


@given(covered())
def test_what_is_reported_completes_the_sum(case: tuple[str | bytes, list[Span]]) -> None:
    """With the reported stretches nothing more is missing, and the order of the spans does not matter."""
    content, spans = case
    missed = unaccounted(content, spans)

    assert [] == unaccounted(content, [*spans, *missed])
    assert missed == unaccounted(content, spans[::-1])


@pytest.mark.parametrize(
    ("content", "spans", "missed"),
    [
        ("", [], []),
        (" \n\u3000", [], []),
        ("one two", [], [(0, 7)]),
        ("one two three", [(0, 3), (8, 13)], [(4, 7)]),
        ("one two three", [(4, 7)], [(0, 3), (8, 13)]),
        ("one  \x1c  two", [(0, 3), (8, 11)], [(5, 6)]),
        ("one two", [(0, 100)], []),
        ("one two", [(100, 200)], [(0, 7)]),
        ("one two three", [(0, 13), (4, 7)], []),
        ("one two three", [(0, 7), (4, 5), (4, 7)], [(8, 13)]),
    ],
)
def test_gaps(content: str, spans: list[tuple[int, int]], missed: list[tuple[int, int]]) -> None:
    """Gaps are trimmed of white space, and what is only white space is none."""
    found = unaccounted(content, [Span("codepoint", *span) for span in spans])

    assert missed == [(span.start, span.end) for span in found]
