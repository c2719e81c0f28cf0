"""Reading one document: whatever a plugin does, every document ends in something found, with what was wrong beside it."""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive import (
    Block,
    Confidence,
    Defect,
    Document,
    Draft,
    Evidence,
    NotArticle,
    Notice,
    Part,
    Sample,
    Source,
    Span,
    Unreadable,
)
from newsarchive.canonical import decode, encode, plain
from newsarchive.pipeline.reader import MAX_DEPTH, Reader
from newsarchive.plugins import Plugin, Plugins
from newsarchive.reading import Found, Reading
from newsarchive.testing.strategies import broken, hostile

DATA = b"A headline\n\nA paragraph.\n"
Parse = Callable[[Document], Iterable[Any]]


class Sour(Exception):
    """An error that cannot even be printed."""

    def __str__(self) -> str:
        raise ValueError("no")


def reader(*sources: Source, only: str | None = None) -> Reader:
    """A reader of these sources and no others."""
    plugin = Plugin("tests", "tests", "1.0", sources)
    return Reader(Plugins((plugin,), {source.name: source for source in sources}), only=only)


def source(parse: Parse, name: str = "test", lossless: bool = False) -> Source:
    """A source that claims whatever is not claimed with more confidence."""
    return Source(name, sniff=lambda sample: Confidence.POSSIBLE, parse=parse, lossless=lossless, version="1")


def read(parse: Parse, data: bytes = DATA, lossless: bool = False, **given: Any) -> Reading:
    """What a `parse` makes of a document."""
    return reader(source(parse, lossless=lossless)).read(Document("a.txt", data), **given)


def yielding(*items: Any) -> Parse:
    return lambda document: iter(items)


def kinds(reading: Reading) -> list[str]:
    return [found.kind for found in reading.found]


def texts(found: Iterable[Found]) -> list[str]:
    """What the quarantined say, reason by reason."""
    return [f"{reason.code}: {reason.reason}" for each in found for reason in each.reasons]


def whole(document: Document) -> Iterable[Any]:
    """The document as one headline."""
    yield Draft(headline=document.text())


def onion(document: Document) -> Iterable[Any]:
    """A document whose first line says what it is: `part NAME`, with the rest inside, or an article."""
    first, _, rest = document.data.partition(b"\n")
    if first.startswith(b"part "):
        yield Part(first[5:].decode(), rest, span=Span("byte", 0, len(document.data)))
    else:
        yield Draft(
            headline=document.data.decode(), evidence={"headline": Evidence("all", span=(Span("byte", 0, len(document.data)),))}
        )


def peeled(levels: int) -> Reading:
    """A document with so many parts within parts."""
    data = b"".join(b"part p%d\n" % level for level in range(1, levels + 1)) + b"The core"
    return reader(source(onion, lossless=True)).read(Document("a.zip", data))


# --- what comes out of a document


def test_a_draft_becomes_an_article_with_its_provenance() -> None:
    """An article says which bytes it was read from, by which source in which version, and how they were decoded."""
    [found] = read(whole, DATA).found
    assert found.article is not None
    provenance = found.article.provenance

    assert "A headline\n\nA paragraph." == found.article.headline
    assert (hashlib.sha256(DATA).hexdigest(), "a.txt") == (provenance.original, provenance.name)
    assert ("test", "1", "utf-8") == (provenance.source, provenance.source_version, provenance.encoding)
    assert provenance.member is None


def test_the_detector_is_part_of_the_version() -> None:
    """Where a library decided the encoding, its name and version stand in the source's version."""
    [found] = read(whole, "Größe und Güte über alles, schöne Grüße".encode("cp1252")).found

    assert found.article is not None
    assert found.article.provenance.source_version.startswith("1; charset-normalizer ")


def test_what_is_found_comes_in_the_order_of_the_document() -> None:
    """Articles, notices, what is ignored and parts stand in the order in which they were yielded."""
    parse = yielding(
        Draft(headline="one"),
        NotArticle("a cover page"),
        Notice({"guid": "g"}, "canceled"),
        Draft(headline="two"),
        Defect("odd", "y"),
    )
    reading = read(parse)

    assert ["article", "ignored", "notice", "article"] == kinds(reading)
    assert ["odd"] == [defect.code for defect in reading.defects]


def test_a_document_that_is_no_article_is_ignored_with_the_reason() -> None:
    """`NotArticle` is an outcome of its own."""
    [found] = read(yielding(NotArticle("a table of contents", Span("byte", 0, 3)))).found

    assert "ignored" == found.kind
    assert ["not-an-article: not an article: a table of contents"] == texts([found])
    assert (Span("byte", 0, 3),) == found.reasons[0].span


def test_a_notice_is_a_message() -> None:
    """`Notice` gives what it names and which status it gives, and no article."""
    [found] = read(yielding(Notice({"guid": "urn:x"}, "canceled", publisher="AFP", reason="false"))).found

    assert ("notice", None) == (found.kind, found.article)
    assert found.message is not None
    assert ({"guid": "urn:x"}, "canceled", "AFP", "false") == (
        found.message.identifiers, found.message.status, found.message.publisher, found.message.reason
    )  # fmt: skip


def test_half_a_notice_is_quarantined() -> None:
    """A notice that does not fit is not obeyed by halves."""
    reading = read(yielding(Draft(headline="x"), Notice({"guid": "urn:x"}, "dead")))  # type: ignore[arg-type]

    assert ["article", "quarantined"] == kinds(reading)
    assert "$.status" in texts(reading.found)[0]


# --- the fence around `parse`


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (ValueError("odd"), "test: parse raised ValueError: odd"),
        (SystemExit("bye"), "test: parse raised SystemExit: bye"),
        (MemoryError(), "test: parse raised MemoryError: "),
        (Sour(), "test: parse raised Sour: (it cannot say what)"),
        (UnicodeError("\ud800"), "test: parse raised UnicodeError: \\ud800"),
    ],
    ids=repr,
)
def test_a_parser_that_raises_is_quarantined_by_name(error: BaseException, why: str) -> None:
    """What parse raises is the reason of one quarantined Found with the source's name; what it gave before stays."""

    def parse(document: Document) -> Iterable[Any]:
        yield Draft(headline="one")
        raise error

    article, failed = read(parse).found

    assert "article" == article.kind
    assert ("quarantined", "test") == (failed.kind, failed.source)
    assert ["parse-failed: " + why] == texts([failed])


def test_unreadable_gives_its_code_reason_and_place() -> None:
    """The one error that a parser may raise arrives as it was raised."""

    def parse(document: Document) -> Iterable[Any]:
        raise Unreadable("it is encrypted", code="encrypted", span=Span("byte", 4, 9))

    [found] = read(parse).found
    [reason] = found.reasons

    assert ("quarantined", "test") == (found.kind, found.source)
    assert ("encrypted", "it is encrypted", (Span("byte", 4, 9),), "test") == (
        reason.code,
        reason.reason,
        reason.span,
        reason.source,
    )


@pytest.mark.parametrize("span", ["rubbish", 5, Span, [Span("byte", 0, 1)], None])
def test_unreadable_with_a_rubbish_place_is_quarantined_all_the_same(span: Any) -> None:
    """A place that is none does not break the fence."""

    def parse(document: Document) -> Iterable[Any]:
        raise Unreadable("it is encrypted", code="encrypted", span=span)

    assert ["encrypted: it is encrypted"] == texts(read(parse).found)


def test_undecodable_text_is_quarantined() -> None:
    """A document that is no text in any encoding is refused, not replaced."""
    [found] = read(whole, b"\xff\xfe\x00").found

    assert ["undecodable"] == [reason.code for reason in found.reasons]


@pytest.mark.parametrize(
    "rubbish",
    [
        5,
        None,
        "text",
        {"headline": "x"},
        Draft,
        Draft(headline="x", evidence=5),  # type: ignore[arg-type]
        Draft(headline="x", evidence={"headline": 5}),  # type: ignore[dict-item]
        Draft(headline="x", furniture=[(0, 5)]),  # type: ignore[list-item]
        Draft(headline="x", span=(0, 5)),  # type: ignore[arg-type]
        Defect("code", "reason", span="here"),  # type: ignore[arg-type]
        NotArticle("reason", span=[5]),  # type: ignore[list-item]
        Part("a", "text"),  # type: ignore[arg-type]
        Part("", b"data"),
        Part(5, b"data"),  # type: ignore[arg-type]
        Part("a", b"data", hints=5),  # type: ignore[arg-type]
        Notice(5, "canceled"),  # type: ignore[arg-type]
    ],
    ids=lambda rubbish: repr(rubbish)[:40],
)  # fmt: skip
def test_a_parser_that_yields_rubbish_is_quarantined_by_name(rubbish: Any) -> None:
    """What is no Draft, Defect, Part, NotArticle or Notice, or a broken one, gives one quarantined Found; the rest stays."""
    reading = read(yielding(Draft(headline="one"), rubbish))
    failed = [found for found in reading.found if found.kind == "quarantined"]

    assert "one" == getattr(reading.found[0].article, "headline", None)
    assert ["test"] == [found.source for found in failed]
    assert texts(failed)[0].startswith("parse-failed: test: parse raised ")


@pytest.mark.parametrize("answer", [None, 5, object()])
def test_a_parser_that_returns_rubbish_is_quarantined_by_name(answer: Any) -> None:
    """A parse that forgets to yield is no crash."""
    [found] = read(lambda document: answer).found

    assert ("quarantined", "test") == (found.kind, found.source)
    assert texts([found])[0].startswith("parse-failed: test: parse raised TypeError: ")


def test_a_parser_that_yields_nothing_is_quarantined_by_name() -> None:
    """Nothing found is not silence."""
    [found] = read(yielding()).found

    assert ("quarantined", "test") == (found.kind, found.source)
    assert ["nothing-found: test found nothing in it"] == texts([found])


def test_a_draft_without_text_is_quarantined_with_its_reason() -> None:
    """Neither headline nor body: the defects are the reasons."""
    reading = read(yielding(Draft(byline="Joe", language="!!")))

    assert ["quarantined"] == kinds(reading)
    assert ["bad-value", "no-text"] == [reason.code for reason in reading.found[0].reasons]
    assert () == reading.defects


def test_an_empty_file_is_quarantined() -> None:
    """Zero bytes are asked of nobody."""

    def never(*_: Any) -> Any:
        raise AssertionError

    [found] = reader(Source("test", sniff=never, parse=never)).read(Document("a", b"")).found

    assert ["empty: the file is empty (0 bytes)"] == texts([found])


def test_a_failed_sniff_is_a_defect_beside_the_article() -> None:
    """Who failed to sniff might have known better: it is said beside what another source read."""

    def sniff(sample: Sample) -> Confidence:
        raise ValueError("odd")

    failing = Source("failing", sniff=sniff, parse=yielding())
    reading = reader(failing, source(whole)).read(Document("a.txt", DATA))

    assert ["article"] == kinds(reading)
    assert [("sniff-failed", "failing")] == [(defect.code, defect.source) for defect in reading.defects]


def test_defects_beside_a_quarantined_part_are_not_lost() -> None:
    """A container with a defect and a part that nobody can read reports both."""

    def parse(document: Document) -> Iterable[Any]:
        if document.name == "inner":
            raise Unreadable("no")
        yield Defect("count", "it says 2 and holds 1")
        yield Part("inner", b"data")

    reading = read(parse)

    assert ["quarantined"] == kinds(reading)
    assert {"count", "unreadable"} == {each.code for each in [*reading.defects, *reading.found[0].reasons]}


def test_a_missing_library_of_a_source_stops_nothing() -> None:
    """A source whose library is not installed fails where it uses it, and nowhere else."""
    needy = Source("needy", sniff=lambda sample: Confidence.LIKELY, parse=whole, libraries=("no-such-library",))
    [found] = reader(needy).read(Document("a.txt", DATA)).found

    assert found.article is not None
    assert "1.0; no-such-library (not installed)" == found.article.provenance.source_version


# --- values


def test_a_bad_value_costs_that_value_only() -> None:
    """An impossible language is a defect with source and place; the article stays."""
    evidence = {"language": Evidence("lang=", span=(Span("byte", 2, 4),))}
    reading = read(yielding(Draft(headline="x", language="!!", byline="Joe", evidence=evidence)))
    [found], [defect] = reading.found, reading.defects

    assert found.article is not None
    assert (None, "Joe") == (found.article.language, found.article.byline)
    assert ("bad-value", "test", (Span("byte", 2, 4),)) == (defect.code, defect.source, defect.span)
    assert defect.reason.startswith("$.language: ")
    assert defect.reason.endswith("it was '!!'")


@given(broken)
def test_half_of_a_surrogate_pair_is_quarantined_with_its_place(text: str) -> None:
    """An article that UTF-8 cannot hold is quarantined with the place, and the next one is archived."""
    reading = read(
        yielding(Draft(headline="x", body=[Block("paragraph", "a"), Block("paragraph", "." + text)]), Draft(headline="two"))
    )

    assert ["quarantined", "article"] == kinds(reading)
    assert texts(reading.found)[0].startswith("bad-value: $.body[1].text: U+D")
    assert "half of a surrogate pair" in texts(reading.found)[0]


@given(
    st.sampled_from(["headline", "byline", "keywords", "extra", "identifiers", "language", "authors", "published"]),
    broken | hostile | st.just("\0"),
    st.sampled_from([Defect, NotArticle, Part, Unreadable, ValueError, Draft, Notice]),
)
def test_whatever_a_plugin_says_can_be_written(field: str, text: str, kind: Any) -> None:
    """NUL and lone surrogates, in any field, reason, name or error: nothing crashes, and all that is found is UTF-8."""
    values: dict[str, Any] = {"keywords": [text], "extra": {text: text}, "identifiers": {text: text}, "authors": [text]}

    def parse(document: Document) -> Iterable[Any]:
        if document.name != "a.txt":
            yield Draft(headline="inner")
            return
        fields: dict[str, Any] = {"headline": "x", field: values.get(field, text)}
        yield Draft(**fields)
        if kind in (Unreadable, ValueError):
            raise kind(text)
        arguments = {Defect: (text, text), NotArticle: (text,), Part: (text, b"x"), Notice: ({text: text}, "canceled")}
        yield kind(*arguments.get(kind, ()))

    reading = read(parse, tracing=True)
    written = encode(plain(reading))

    assert reading.found
    assert written == encode(plain(decode(written, Reading)))


# --- conservation


def lossy(document: Document) -> Iterable[Any]:
    """Drops the second paragraph."""
    document.text()
    yield Draft(
        headline="One.",
        evidence={"headline": Evidence("first line", span=(Span("codepoint", 0, 4),))},
        furniture=[Span("codepoint", 12, 15)],
    )


def test_a_lossless_source_that_drops_a_paragraph_is_found_out() -> None:
    """What is in no field and no furniture is a defect with its span, and the article stays."""
    reading = read(lossy, b"One.\n\nTwo.\n\n***\n", lossless=True)
    [defect] = reading.defects

    assert ["article"] == kinds(reading)
    assert ("unaccounted", "test", (Span("codepoint", 6, 10),)) == (defect.code, defect.source, defect.span)
    assert "left 4 characters unaccounted for, the first of them 'Two.'" in defect.reason
    assert reading.lossless


def test_a_source_that_promises_nothing_is_not_held_to_it() -> None:
    """Without `lossless` nothing is reported; `explain` still sees what is missing."""
    reading = read(lossy, b"One.\n\nTwo.\n\n***\n", tracing=True)

    assert () == reading.defects
    assert ((Span("codepoint", 6, 10),), False) == (reading.unaccounted, reading.lossless)
    assert (Span("codepoint", 12, 15),) == reading.furniture


def test_evidence_beyond_the_end_does_not_account_for_anything() -> None:
    """A span that points outside of the document hides nothing."""
    draft = Draft(headline="x", evidence={"headline": Evidence("r", span=(Span("byte", 900, 950),))})
    reading = read(yielding(draft), b"One.", lossless=True)

    assert {"bad-evidence", "unaccounted"} == {defect.code for defect in reading.defects}


@pytest.mark.parametrize("item", [Defect, NotArticle])
def test_what_a_defect_points_at_is_accounted_for(item: Any) -> None:
    """A stretch that is reported as unreadable is not reported once more as missing."""
    arguments = ("code", "reason") if item is Defect else ("reason",)
    reading = read(
        yielding(NotArticle("x", Span("byte", 0, 2)), item(*arguments, span=[Span("byte", 2, 4)])), b"abcd", lossless=True
    )

    assert "unaccounted" not in {defect.code for defect in reading.defects}


# --- parts


@pytest.mark.parametrize("levels", range(MAX_DEPTH + 1))
def test_parts_are_read_to_eight_levels(levels: int) -> None:
    """A part of a part is sniffed and parsed like a document; its article names the file and the way to the part."""
    reading = peeled(levels)
    [found] = reading.found
    assert found.article is not None
    expected = "!/".join(f"p{level}" for level in range(1, levels + 1)) or None

    assert ("The core", "a.zip") == (found.article.headline, found.article.provenance.name)
    assert expected == found.member == found.article.provenance.member
    assert () == reading.defects


def test_a_ninth_level_is_refused() -> None:
    """Deeper parts are quarantined, by the way to them, and nothing recurses further."""
    for levels in (9, 12):
        [found] = peeled(levels).found

        assert "quarantined" == found.kind
        assert "!/".join(f"p{level}" for level in range(1, 10)) == found.member
        assert ["too-deep: parts are nested deeper than 8 levels"] == texts([found])


def test_a_part_that_fails_leaves_its_neighbours() -> None:
    """Of three parts the broken one is quarantined under its own name."""

    def parse(document: Document) -> Iterable[Any]:
        if document.name == "outer":
            yield Part("a", b"A")
            yield Part("b", b"")
            yield Part("c", b"boom")
            yield Part("d", b"D")
        elif document.data == b"boom":
            raise ValueError("boom")
        else:
            yield Draft(headline=document.text())

    reading = reader(source(parse)).read(Document("outer", b"data"))

    assert [
        ("article", "a"),
        ("quarantined", "b"),
        ("quarantined", "c"),
        ("article", "d"),
    ] == [(found.kind, found.member) for found in reading.found]
    assert ["b", "c"] == [reason.member for found in reading.found for reason in found.reasons]


def test_a_part_carries_its_hints_and_media_type() -> None:
    """What the container says of a part reaches its parser, and so does what rules say of the container."""
    seen: list[Any] = []

    def parse(document: Document) -> Iterable[Any]:
        seen.append(dict(document.hints))
        if document.name == "outer":
            yield Part("inner", b"\xe9", media_type="text/plain", hints={"encoding": "latin-1"})
        else:
            yield Draft(headline=document.text())

    [found] = reader(source(parse)).read(Document("outer", b"data", {"language": "fr"})).found

    assert [{"language": "fr"}, {"language": "fr", "encoding": "latin-1", "media_type": "text/plain"}] == seen
    assert found.article is not None
    assert ("é", "latin-1") == (found.article.headline, found.article.provenance.encoding)


# --- totality


@given(st.binary(max_size=60), st.booleans())
def test_any_bytes_end_in_something_found(data: bytes, tracing: bool) -> None:
    """Whatever a file holds, reading gives at least one outcome, the same each time."""
    readings = [reader(source(whole)).read(Document("a", data), tracing=tracing) for _ in range(2)]

    assert readings[0].found
    assert readings[0] == readings[1]
    encode(plain(readings[0]))


def test_only_reads_the_document_and_not_its_parts() -> None:
    """A source that was asked for by name reads what it was asked to read; what lies within is sniffed."""
    outer = source(lambda _: [Part("inner.txt", b"inner")], "outer")
    inner = source(lambda document: [Draft(headline=document.text())], "inner")
    closed = attrs.evolve(outer, sniff=lambda _: None)

    found = reader(closed, inner, only="outer").read(Document("outer.bin", b"outer")).found

    assert ["inner"] == [each.source for each in found]
