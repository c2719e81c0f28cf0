"""The trace: a document in stretches, each with what became of it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive import Author, Block, Evidence, Span
from newsarchive.cli.findings import fields
from newsarchive.cli.trace import ROW_BYTES, Label, Trace, named, stretches, trace
from newsarchive.model import Article, Provenance
from newsarchive.reading import Found, Reading
from newsarchive.testing.strategies import hostile
from newsarchive.text import WHITE_SPACE, lines

contents = hostile | st.binary(max_size=40) | st.text("ab \r\n\u2028", max_size=60)


@st.composite
def labelled(draw: st.DrawFn) -> tuple[str | bytes, list[Label]]:
    """A document and labels with spans of either unit: overlapping, nested, empty, beyond its end, several a label."""
    content = draw(contents)
    ends = st.integers(0, len(content) + 5)
    spans = st.builds(
        lambda unit, one, two: Span(unit, min(one, two), max(one, two)), st.sampled_from(["codepoint", "byte"]), ends, ends
    )
    kinds = st.sampled_from(["field", "furniture", "defect", "unaccounted"])
    groups = draw(st.lists(st.tuples(kinds, st.lists(spans, max_size=3)), max_size=6))
    return content, [Label(kind, f"label {n}", n, spans=tuple(found)) for n, (kind, found) in enumerate(groups, 1)]  # type: ignore[arg-type]  # sampled


def covered(content: str | bytes, label: Label) -> set[int]:
    """The places in a document that a label's spans name."""
    unit = "codepoint" if isinstance(content, str) else "byte"
    return {place for span in label.spans if span.unit == unit for place in range(span.start, min(span.end, len(content)))}


@given(labelled())
def test_the_stretches_are_the_document(case: tuple[str | bytes, list[Label]]) -> None:
    """Joined in their order they give it, to the character; none is empty."""
    content, labels = case
    found = list(stretches(content, labels))

    pieces: list[Any] = [content[each.start : each.end] for each in found]

    assert content == type(content)().join(pieces)
    assert all(each.start < each.end for each in found)


@given(labelled())
def test_a_label_stands_on_exactly_its_characters(case: tuple[str | bytes, list[Label]]) -> None:
    """Neither on more nor on fewer, whatever else is there."""
    content, labels = case
    found = list(stretches(content, labels))

    for label in labels:
        shown = {place for each in found if label in each.labels for place in range(each.start, each.end)}
        assert covered(content, label) == shown


@given(labelled())
def test_what_no_label_covers_is_white_space_or_said_to_be_in_no_field(case: tuple[str | bytes, list[Label]]) -> None:
    """Nothing that says something stands there without a label."""
    content, labels = case
    taken = set().union(*(covered(content, label) for label in labels))

    for each in stretches(content, labels):
        piece = content[each.start : each.end]
        white = not (piece.strip(WHITE_SPACE) if isinstance(piece, str) else piece.strip())
        if each.start not in taken:
            assert ["elsewhere"] * (not white) == [label.kind for label in each.labels]


@given(labelled())
def test_the_closest_label_is_the_last(case: tuple[str | bytes, list[Label]]) -> None:
    """Of the spans that cover a stretch, that of the last label is no longer than any other label's shortest."""
    content, labels = case
    unit = "codepoint" if isinstance(content, str) else "byte"
    size = len(content)

    for each in stretches(content, labels):
        lengths = [
            min(
                min(span.end, size) - span.start
                for span in label.spans
                if span.unit == unit and span.start <= each.start < span.end
            )
            for label in each.labels
            if label.spans
        ]
        assert lengths[-1:] == sorted(lengths)[:1]


@given(labelled())
def test_the_rows_of_a_text_are_its_lines(case: tuple[str | bytes, list[Label]]) -> None:
    """Each line by its number, in pieces that have the labels of the document there."""
    content, labels = case
    if isinstance(content, bytes):
        content = content.decode("latin-1")
    found = tuple(stretches(content, labels))
    rows = list(Trace(tuple(labels), content, found).rows())

    assert [(number, line.text) for number, line in enumerate(lines(content), 1)] == [
        (row.place, "".join(content[piece.start : piece.end] for piece in row.pieces)) for row in rows
    ]
    for piece in [piece for row in rows for piece in row.pieces if piece.start < piece.end]:
        assert [piece.labels] == [each.labels for each in found if each.start <= piece.start and piece.end <= each.end]


@given(st.integers(0, 3000), st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 3000)), max_size=4))
def test_rows_of_bytes_leave_out_only_what_lies_deep_within_a_stretch(size: int, pairs: list[tuple[int, int]]) -> None:
    """Rows that are shown and rows that are counted are the document; every edge of a stretch is shown."""
    content = bytes(range(256)) * 12
    content = content[:size]
    labels = (Label("field", "body[0]", 1, spans=tuple(Span("byte", min(pair), max(pair)) for pair in pairs)),)
    found = tuple(stretches(content, labels))
    rows = list(Trace(labels, content, found).rows())
    shown = {place for row in rows for piece in row.pieces for place in range(piece.start, piece.end)}

    assert size == len(shown) + ROW_BYTES * sum(row.left_out for row in rows)
    assert {place for each in found for place in (each.start, each.end - 1)} <= shown
    assert all(row.place == piece.start and piece.end - piece.start <= ROW_BYTES for row in rows for piece in row.pieces)


def test_labels_in_few_words() -> None:
    """By the thing found, each label once."""
    byline, author = Label("field", "byline", 1), Label("field", "authors[0].name", 1)

    assert "1. byline, authors[0].name; 2. headline; furniture" == named(
        [byline, author, byline, Label("field", "headline", 2), Label("furniture", "furniture")]
    )
    assert "" == named([])


def test_of_two_labels_of_one_span_the_more_alarming_is_shown() -> None:
    """A defect over the field in which it is, whichever was found first."""
    span = (Span("codepoint", 0, 4),)
    labels = [Label("defect", "defect odd", spans=span), Label("field", "headline", 1, spans=span)]

    for order in (labels, labels[::-1]):
        assert ["field", "defect"] == [label.kind for label in next(stretches("Head", order)).labels]


@pytest.mark.parametrize(
    "paths",
    [
        ["headline", "headline.x", "body[0]", "body[0].text", "body[1]", "body[10]", "authors[0].name"],
        ["body", "authors", "extra.own.x", "identifiers.guid", "identifiers.a[0]", "no-such.field", "", "body[0]x", "body[7]"],
    ],
)
def test_all_evidence_is_told_once_behind_what_it_belongs_to(paths: list[str]) -> None:
    """Also that of what is in no field."""
    article = Article(
        headline="Head",
        body=tuple(Block("paragraph", f"text {n}") for n in range(11)),
        authors=(Author("Ada"),),
        identifiers={"guid": "1"},
        evidence={path: Evidence("rule") for path in paths if path},
        provenance=Provenance(original="0" * 64, name="x", source="own", source_version="1"),
    )
    told = list(fields(article))
    places = {field.path: number for number, field in enumerate(told)}

    assert sorted(path for path in paths if path) == sorted(field.path for field in told if field.evidence)
    assert len(places) == len(told)
    assert ["headline", *(f"body[{n}]" for n in range(11)), "authors[0]", "identifiers"] == [
        field.path for field in told if field.value is not None
    ]
    for path in paths:
        owner = path.partition(".")[0]
        if owner in places and owner != path:
            assert places[owner] < places[path]


def test_a_document_whose_source_gives_paths_only_is_shown_as_it_is() -> None:
    """Markup that a library read is text without labels, and nothing of it is called unaccounted for."""
    data = b"<story><p>Text.</p></story>"
    provenance = Provenance(original="0" * 64, name="a.xml", source="x", source_version="1")
    article = Article(headline="Text.", evidence={"headline": Evidence("x/p", path="story/p")}, provenance=provenance)
    missed = (Span("byte", 0, len(data)),)
    traced = trace(Reading("x", "1", found=(Found("article", "x", article=article),), unaccounted=missed), data)

    assert data.decode() == traced.content
    assert ["field"] == [label.kind for label in traced.labels]
    assert [()] == [each.labels for each in traced.stretches]
