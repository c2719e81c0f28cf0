"""From draft to article: text loses its line ends' dress and nothing else, and a bad value costs only itself."""

import enum
from collections.abc import Mapping
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive import Author, Block, Dateline, Draft, Evidence, Media, Notice, PartialDate, Span
from newsarchive.canonical import encode, plain
from newsarchive.errors import RecordError
from newsarchive.model import Article, Provenance
from newsarchive.normalize import normalize, normalize_notice
from newsarchive.reading import Reason
from newsarchive.testing.strategies import everything, hostile
from newsarchive.text import WHITE_SPACE, universal_newlines

PROVENANCE = Provenance(original="0" * 64, name="a.txt", source="plain-text", source_version="newsarchive 1")
LENGTH = 2**60
#: What a careless plugin may put into any field.
RUBBISH: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), hostile, st.binary(max_size=5), st.just(object()), st.just(b"")
)
rubbish = st.recursive(
    RUBBISH,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(hostile | st.integers(), below, max_size=3),
    max_leaves=4,
)


def normalized(**fields: Any) -> tuple[Article, list[Reason]]:
    """The article of a draft, and its defects."""
    article, defects = normalize(Draft(**fields), PROVENANCE, LENGTH)
    assert article is not None
    return article, defects


def clean(text: str) -> str:
    """What becomes of a text."""
    return universal_newlines(text).strip(WHITE_SPACE)


def again(article: Article) -> Draft:
    """An article as the draft of itself."""
    fields = {field.name: getattr(article, field.name) for field in attrs.fields(Draft) if hasattr(article, field.name)}
    return Draft(**fields | {"extra": article.extra.get(article.provenance.source, {})})


@given(everything())
def test_normalizing_twice_changes_nothing(article: Article) -> None:
    """What came out of normalization comes out of it again as it is."""
    once, _ = normalize(again(article), article.provenance, LENGTH)
    if once is None:
        return
    twice, defects = normalize(again(once), article.provenance, LENGTH)

    assert (once, []) == (twice, defects)


@given(hostile, hostile)
def test_text_keeps_every_character_but_its_line_ends(headline: str, text: str) -> None:
    r"""Text is the document's own code points: `\r\n` and `\r` become `\n`, the ends are trimmed, nothing else changes."""
    article, defects = normalized(
        headline=headline or "x", body=[Block("paragraph", "." + text), Block("quote", "x")], byline=text
    )

    assert (clean(headline or "x") or None) == article.headline
    assert (clean(text) or None) == article.byline
    assert (clean("." + text), "x") == tuple(block.text for block in article.body)
    assert [] == defects


@given(st.lists(hostile, max_size=4).map("\n \n".join) | hostile)
def test_a_body_in_one_string_is_split_on_blank_lines(text: str) -> None:
    """No character but white space is lost, no paragraph is empty or holds a blank line."""
    article, defects = normalized(headline="x", body=text)
    paragraphs = [block.text for block in article.body]

    assert [] == defects
    assert [c for c in text if c not in WHITE_SPACE] == [c for each in paragraphs for c in each if c not in WHITE_SPACE]
    assert all(each and each == each.strip(WHITE_SPACE) for each in paragraphs)
    assert not [each for each in paragraphs if "" in (line.strip(WHITE_SPACE) for line in each.split("\n"))]


@given(
    st.sampled_from(
        [field.name for field in attrs.fields(Draft) if field.name not in ("headline", "evidence", "furniture", "span")]
    ),
    rubbish,
)
def test_rubbish_in_a_field_costs_that_field(name: str, value: Any) -> None:
    """Whatever a plugin puts into one field: the article stays, is writable, and all other fields are as they were."""
    article, defects = normalized(**{"headline": "x", name: value})
    untouched = {field.name for field in attrs.fields(Article)} - {name, "headline", "provenance", "evidence"}

    encode(plain(article))
    assert "x" == article.headline
    assert [] == [field for field in untouched if getattr(article, field) not in (None, (), {})]
    assert all(defect.code == "bad-value" and defect.reason.startswith(f"$.{name}") for defect in defects)


@pytest.mark.parametrize(
    ("fields", "kept", "reasons"),
    [
        ({"language": "!!"}, {}, ["$.language: "]),
        ({"published": "2024-02-30", "modified": "2024-03"}, {"modified": PartialDate(2024, 3)}, ["$.published: no such date"]),
        ({"urgency": "urgent", "page": "A1"}, {"page": "A1"}, ["$.urgency: "]),
        ({"authors": ["Joe", 5, Author("Ann"), "", "  "]}, {"authors": (Author("Joe"), Author("Ann"))}, ["$.authors[1]: "]),
        ({"keywords": ["a", None, " ", 5, "b"]}, {"keywords": ("a", "b")}, ["$.keywords[1]: "]),
        ({"identifiers": {"guid": "g", "docno": 5, "urn": " "}}, {"identifiers": {"guid": "g"}}, ["$.identifiers.docno: "]),
        ({"body": [Block("quote", "a"), "b"]}, {"body": (Block("quote", "a"),)}, ["$.body[1]: "]),
        ({"dateline": "PARIS (AFP)"}, {"dateline": Dateline("PARIS (AFP)")}, []),
        ({"media": [Media("photo", caption="a\r\nb ", credit="  ")]}, {"media": (Media("photo", caption="a\nb"),)}, []),
        ({"summary": "  ", "note": ""}, {}, []),
        ({"body": None, "keywords": ()}, {}, []),
        ({"extra": {"a": None, "b": 1.5, "c": [1, None]}}, {"extra": {"plain-text": {"b": "1.5", "c": (1,)}}}, []),
        ({"extra": {"a": 2**53}}, {"extra": {"plain-text": {"a": "9007199254740992"}}}, []),
    ],
)  # fmt: skip
def test_a_bad_value_costs_that_value_only(fields: dict[str, Any], kept: dict[str, Any], reasons: list[str]) -> None:
    """The rest of the list, of the mapping and of the article stays, and the defect says where and why."""
    article, defects = normalized(headline="x", **fields)
    expected = Article(headline="x", provenance=PROVENANCE, **kept)

    assert encode(plain(expected)) == encode(plain(article))
    assert len(reasons) == len(defects)
    assert [] == [
        (reason, defect.reason) for reason, defect in zip(reasons, defects, strict=True) if not defect.reason.startswith(reason)
    ]


def test_a_defect_says_where_the_value_stood() -> None:
    """The evidence of a field is the place of its defect."""
    span = Span("codepoint", 3, 5)
    _, defects = normalized(headline="x", language="!!", evidence={"language": Evidence("lang=", span=(span,))})

    assert [(span,)] == [defect.span for defect in defects]


def test_neither_headline_nor_body_is_no_article() -> None:
    """A draft that says nothing gives no article, and the reason."""
    article, defects = normalize(Draft(headline=" \n", body="\u3000", byline="Joe"), PROVENANCE, LENGTH)

    assert article is None
    assert ["no-text"] == [defect.code for defect in defects]


def test_evidence_follows_its_blocks() -> None:
    """Where an empty block falls away, the evidence of those behind it moves with them."""
    evidence = {f"body[{number}]": Evidence(f"rule {number}") for number in range(3)} | {"headline": Evidence("first line")}
    article, _ = normalized(
        headline="x", body=[Block("paragraph", "a"), Block("paragraph", " "), Block("paragraph", "c")], evidence=evidence
    )
    rules = {key: value.rule for key, value in article.evidence.items()}

    assert {"headline": "first line", "body[0]": "rule 0", "body[1]": "rule 2"} == rules


def test_evidence_outside_of_the_document_is_a_defect() -> None:
    """A span beyond the end, or that ends before it starts, is not believed."""
    evidence = {"headline": Evidence("r", span=(Span("byte", 5, 4),)), "byline": Evidence("r", span=(Span("byte", 0, 11),))}
    article, defects = normalize(Draft(headline="x", byline="y", evidence=evidence), PROVENANCE, 10)

    assert article is not None
    assert {} == article.evidence
    assert ["bad-evidence", "bad-evidence"] == [defect.code for defect in defects]


def test_special_strings_become_plain_ones() -> None:
    """lxml's strings and enumerations, as values and as keys, come out as strings that JSON can hold."""

    class Marked(str):
        __slots__ = ()

    class Scheme(str, enum.Enum):  # noqa: UP042  # not StrEnum: its str() says "Scheme.GUID"
        GUID = "guid"

    article, defects = normalized(
        headline=Marked("x"), identifiers={Scheme.GUID: Marked("y")}, extra={Marked("k"): Marked("v")}, keywords=[Marked("z")]
    )

    assert [] == defects
    assert {
        "headline": "x",
        "identifiers": {"guid": "y"},
        "keywords": ["z"],
        "extra": {"plain-text": {"k": "v"}},
    }.items() <= plain(article).items()
    encode(plain(article))


def test_a_notice_is_checked() -> None:
    """A notice is held to its types as a whole: half a kill is none."""
    identifiers: Mapping[str, str] = {"guid": "urn:x"}
    message = normalize_notice(Notice(identifiers, "canceled", embargoed="2024-12"))

    assert ({"guid": "urn:x"}, "canceled", PartialDate(2024, 12)) == (message.identifiers, message.status, message.embargoed)
    with pytest.raises(RecordError, match=r"\$\.status"):
        normalize_notice(Notice(identifiers, "dead"))  # type: ignore[arg-type]


def test_sets_have_one_order() -> None:
    """A set, whose order changes from run to run, comes out sorted."""
    words = {f"word {number}" for number in range(50)}
    article, defects = normalized(headline="x", keywords=words, authors=words, extra={"tags": words})

    assert [] == defects
    assert sorted(words) == list(article.keywords) == [author.name for author in article.authors]
    assert {"plain-text": {"tags": sorted(words)}} == plain(article)["extra"]
