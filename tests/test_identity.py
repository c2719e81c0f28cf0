"""The content hash: what it ignores, what it does not, and that anyone can compute it."""

import hashlib
import json
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsarchive import Block, PartialDate, identity
from newsarchive._unicode14 import UNASSIGNED
from newsarchive.identity import DASHES, DOUBLE_QUOTES, IGNORED, SINGLE_QUOTES, content_hash, identity_text, normalize_line
from newsarchive.model import Article, Provenance
from newsarchive.testing.strategies import NASTY, everything, hostile, kinds, partial_dates, provenances
from newsarchive.text import WHITE_SPACE

ROOT = Path(__file__).parents[1]
SCHEME = json.loads((ROOT / "schemas/content-hash-1.json").read_text("utf-8"))
VECTORS = SCHEME["vectors"]
TABLES = {
    "IGNORED": IGNORED,
    "SINGLE_QUOTES": SINGLE_QUOTES,
    "DOUBLE_QUOTES": DOUBLE_QUOTES,
    "DASHES": DASHES,
    "WHITE_SPACE": WHITE_SPACE,
}
PROVENANCE = Provenance(original="0" * 64, name="a.txt", source="plain-text", source_version="newsarchive 1")

# An article as tokens: how they are written (quotes, dashes, white space, invisible characters) must not matter.
letters = st.sampled_from("abcxyzABCXYZ0189éßæøłžαωбяشع中文日本語한국")
words = st.text(letters, min_size=1, max_size=8)
tokens = st.one_of(
    words,
    words.map(lambda word: f'"{word}"'),
    words.map(lambda word: f"{word}'s"),
    st.tuples(words, words).map("-".join),
    st.tuples(words, words).map(lambda pair: f"{pair[0]}, {pair[1]}."),
    st.just("-"),
)
headlines = st.lists(tokens, min_size=1, max_size=6)
unassigned = st.sampled_from(re.findall("(.)(?:-(.))?", UNASSIGNED)).flatmap(
    lambda ends: st.integers(ord(ends[0]), ord(ends[1] or ends[0])).map(chr)
)
stories = st.lists(tokens, min_size=12, max_size=24).filter(lambda story: len(" ".join(story)) >= identity.SHORT)


def article(headline: str | None, *body: str | Block, **fields: Any) -> Article:
    blocks = tuple(Block("paragraph", each) if isinstance(each, str) else each for each in body)
    return Article(**{"headline": headline, "body": blocks, "provenance": PROVENANCE} | fields)


def told(headline: list[str], story: list[str], **fields: Any) -> Article:
    return article(" ".join(headline), " ".join(story), **fields)


def dressed(draw: st.DrawFn, token: str) -> str:
    """The same token in another style: other quotes and dashes, decomposed, invisible characters in between."""
    styles = {
        "'": st.sampled_from("'" + SINGLE_QUOTES),
        '"': st.sampled_from(['"', "``", "''", *DOUBLE_QUOTES]),
        "-": st.text("-" + DASHES, min_size=1, max_size=3),
    }
    written = [draw(styles[character]) if character in styles else character for character in token]
    text = unicodedata.normalize(draw(st.sampled_from(["NFC", "NFD"])), "".join(written))
    return "".join(draw(st.sampled_from(["", "", "", *IGNORED[:20]])) + character for character in text)


@st.composite
def dressings(draw: st.DrawFn) -> tuple[list[str], list[str], Article]:
    """A headline and a story, and an article that says them in another dress and in other paragraphs."""
    headline, story = draw(headlines), draw(stories)
    runs = st.text(WHITE_SPACE, min_size=1, max_size=3)
    paragraphs = [dressed(draw, story[0])]
    for token in story[1:]:
        written = dressed(draw, token)
        if draw(st.integers(0, 4)) == 0:
            paragraphs.append(written)
        else:
            paragraphs[-1] += draw(runs) + written
    first = draw(runs).join(dressed(draw, token) for token in headline) + draw(st.just("") | runs)
    kind: st.SearchStrategy[Any] = st.sampled_from(["paragraph", "crosshead", "quote", "list_item", "table_row"])
    blocks: list[str | Block] = [Block(draw(kind), text) for text in paragraphs]
    for aside in draw(st.lists(st.sampled_from(sorted(identity.ASIDES)), max_size=2)):
        blocks.insert(draw(st.integers(0, len(blocks))), Block(aside, draw(words)))  # type: ignore[arg-type]
    return headline, story, article(first, *blocks)


@given(dressings())
def test_dress_does_not_matter(dressing: tuple[list[str], list[str], Article]) -> None:
    """White space between words and paragraphs, the style of quotes and dashes, captions, credits and notes are ignored."""
    headline, story, other = dressing

    assert content_hash(told(headline, story)) == content_hash(other)


@given(headlines, stories, everything())
def test_no_other_field_matters(headline: list[str], story: list[str], other: Article) -> None:
    """Byline, dates, publisher, provenance and every other field but headline and body are ignored."""
    one = told(headline, story)

    assert content_hash(one) == content_hash(attrs.evolve(other, headline=one.headline, body=one.body))


@given(st.text(letters, min_size=40, max_size=60), st.data())
def test_any_other_letter_matters(text: str, data: st.DataObject) -> None:
    """Another letter anywhere, in the headline or in the body, is another article; so is another case."""
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(letters.filter(lambda letter: letter != text[place]))
    changed = text[:place] + letter + text[place + 1 :]

    assert content_hash(article("A headline", text)) != content_hash(article("A headline", changed))
    assert content_hash(article(text, "The body.")) != content_hash(article(changed, "The body."))


@given(stories, st.data())
def test_words_and_their_order_matter(story: list[str], data: st.DataObject) -> None:
    """A word more, a word less, words in another order, or a space within a word make another article."""
    place = data.draw(st.integers(0, len(story) - 1))
    swapped = story[:place] + story[place + 1 :] + [story[place]]
    parted = [*story[:place], "x y", *story[place:]]
    joined = [*story[:place], "xy", *story[place:]]
    shorter = story[:place] + story[place + 1 :]
    hashes = {content_hash(article("x", " ".join(each))) for each in (story, parted, joined, shorter)}

    assert 4 == len(hashes)
    assert (swapped == story) == (content_hash(article("x", " ".join(swapped))) == content_hash(article("x", " ".join(story))))


@given(headlines, stories)
def test_the_headline_is_not_the_body(headline: list[str], story: list[str]) -> None:
    """The same words divided otherwise between headline and body are another article."""
    whole = content_hash(told(headline, story))

    assert whole != content_hash(article(None, " ".join(headline + story)))
    assert whole != content_hash(told([*headline, story[0]], story[1:]))


@given(hostile | st.text(NASTY, max_size=60))
@example("\u2057\u2057")
@example("'\u200b'\u1fef\u1fef")
@example("a\u00a8 \u00a8")
@example("\u0149\u0149 '\u02bc\u0149")
def test_normalizing_twice_is_normalizing_once(text: str) -> None:
    """A normalized line is its own normalization."""
    once = normalize_line(text)

    assert once == normalize_line(once)


@given(hostile | st.text(NASTY, max_size=60))
def test_a_normalized_line_is_one_line_without_variants(text: str) -> None:
    """Nothing is left that a step removes or maps, and white space is single spaces inside the line."""
    line = normalize_line(text)

    assert not set(line) & set(IGNORED + SINGLE_QUOTES + DOUBLE_QUOTES + DASHES.replace("-", ""))
    assert not [double for double in ("--", "''", "``", "  ") if double in line]
    assert not set(line) & (set(WHITE_SPACE) - {" "})
    assert line.strip(" ") == line


# --- A second implementation, from the words of design section 4 alone; it shares only the tables of code points.


def reference(headline: str | None, body: list[tuple[str, str]], day: str | None) -> str:
    """The identity text, as slowly and plainly as it can be said."""

    def nfkc(text: str) -> str:
        return "".join(
            unicodedata.normalize("NFKC", piece) if number % 2 == 0 else piece
            for number, piece in enumerate(re.split(f"([{UNASSIGNED}]+)", text))
        )

    def remove(text: str) -> str:
        return "".join(character for character in text if character not in IGNORED)

    def unify(text: str) -> str:
        quotes = {**{ord(each): "'" for each in SINGLE_QUOTES}, **{ord(each): '"' for each in DOUBLE_QUOTES}}
        text = text.translate(quotes).replace("``", '"').replace("''", '"')
        return re.sub("[" + re.escape(DASHES) + "]+", "-", text)

    def line(text: str) -> str:
        text = nfkc(unify(remove(text)))
        text = nfkc(remove(unify(text)))
        return re.sub("[" + WHITE_SPACE + "]+", " ", text).strip(" ")

    told = [text for kind, text in body if kind not in ("caption", "credit", "note")] or [text for _, text in body]
    found = [line(headline or ""), line(" ".join(told))]
    if len(found[1]) < 40 and day is not None:
        found.append(day)
    return "\n".join(found)


# --- End of the second implementation.


@given(
    st.none() | hostile,
    st.lists(st.tuples(kinds, hostile | st.text(NASTY, max_size=60)), max_size=3),
    st.none() | partial_dates(),
)
def test_two_implementations_agree(headline: str | None, body: list[tuple[Any, str]], date: PartialDate | None) -> None:
    """The scheme as the design words it gives the same identity text for any text at all."""
    day = date.day_text if date else None
    blocks = [Block(kind, text) for kind, text in body if text]

    assert reference(headline, [(block.kind, block.text) for block in blocks], day) == identity_text(headline, blocks, day)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_vectors(vector: dict[str, Any]) -> None:
    """Each published vector has the identity text and the hash that it states, by both implementations."""
    published = vector.get("published")
    fields = {"published": PartialDate.parse(published)} if published else {}
    found = article(vector["headline"] or None, *(Block(**block) for block in vector["body"]), **fields)
    day = found.published.day_text if found.published else None

    assert vector["identity_text"] == identity_text(found.headline, found.body, day)
    assert vector["identity_text"] == reference(
        vector["headline"], [(block["kind"], block["text"]) for block in vector["body"]], published and published[:10]
    )
    assert vector["content_hash"] == content_hash(found)
    assert vector["content_hash"] == "sha256:" + hashlib.sha256(vector["identity_text"].encode()).hexdigest()


def test_there_are_vectors_enough() -> None:
    """At least 45, each under a name of its own, and each table of the scheme appears in one."""
    names = [vector["name"] for vector in VECTORS]
    written = "".join(text for vector in VECTORS for text in [vector["headline"], *(block["text"] for block in vector["body"])])

    assert len(names) >= 45
    assert len(set(names)) == len(names)
    assert "" == "".join(character for character in SINGLE_QUOTES + DOUBLE_QUOTES + DASHES if character not in written)
    assert "" == "".join(character for character in WHITE_SPACE + IGNORED[:23] if character not in written)


def test_two_articles_share_the_beginning_of_their_hashes(shared: Path) -> None:
    """The pair of the design: identity texts and hashes as stated, the first 16 digits alike, and not the same."""
    path = shared / "collision.json"
    if not path.exists():
        pytest.skip("collision.json is not in ../shared")
    pair = json.loads(path.read_text("utf-8"))["articles"]
    hashes = [content_hash(article(each["headline"], each["body"])) for each in pair]
    texts = [identity_text(each["headline"], [Block("paragraph", each["body"])]) for each in pair]

    assert [each["identity_text"] for each in pair] == texts
    assert [each["content_hash"] for each in pair] == hashes
    assert 1 == len({digest[:23] for digest in hashes})
    assert 2 == len(set(hashes))


def test_unassigned_code_points_are_those_of_unicode_14() -> None:
    """The table is the general category Cn of Unicode 14.0, which Python 3.11 has."""
    if unicodedata.unidata_version != "14.0.0":
        pytest.skip(f"this Python has the data of Unicode {unicodedata.unidata_version}, not of 14.0.0")
    pattern = re.compile(f"[{UNASSIGNED}]")
    everything = map(chr, range(sys.maxunicode + 1))
    wrong = [
        f"U+{ord(each):04X}" for each in everything if (pattern.match(each) is not None) != (unicodedata.category(each) == "Cn")
    ]

    assert [] == wrong


@given(st.lists(unassigned, min_size=1, max_size=6).map("".join))
def test_unassigned_code_points_are_left_alone(text: str) -> None:
    """What Unicode 14.0 did not know is not normalized, also where a newer Python knows it."""
    assert text == normalize_line(text)


@given(unassigned, st.sampled_from(["\u0301", "\u0327", "\u11a8"]))
def test_an_unassigned_code_point_parts_what_it_stands_between(character: str, mark: str) -> None:
    """A letter and a mark with something unassigned between them do not compose."""
    assert f"a{character}{mark}" == normalize_line(f"a{character}{mark}")


@given(stories, partial_dates(), partial_dates())
def test_a_long_item_has_no_day(story: list[str], one: PartialDate, other: PartialDate) -> None:
    """From 40 characters on the date of publication does not count."""
    assert content_hash(told(["x"], story, published=one)) == content_hash(told(["x"], story, published=other))


@given(st.text("abc ", max_size=39), partial_dates(), partial_dates())
def test_a_short_item_has_its_day(text: str, one: PartialDate, other: PartialDate) -> None:
    """Below 40 characters the day counts as far as it is known, and the time of day does not."""
    body = [text] if text else []
    first, second = (article("Morning briefing", *body, published=date) for date in (one, other))

    assert (one.day_text == other.day_text) == (content_hash(first) == content_hash(second))
    assert content_hash(first) != content_hash(article("Morning briefing", *body))


@pytest.mark.parametrize(("length", "lines"), [(39, 3), (40, 2)])
def test_where_short_ends(length: int, lines: int) -> None:
    """Thirty-nine characters are short and forty are not, counted in code points after normalization."""
    text = identity_text("x", [Block("paragraph", " " + "\U0001f600" * length + "\u200b\n")], "2024-12-03")

    assert lines == len(text.split("\n"))


@given(st.sampled_from(["caption", "credit", "note"]), words)
def test_asides_count_where_nothing_else_remains(kind: Any, text: str) -> None:
    """An article of captions is told from another by its captions."""
    alone = article("x", Block(kind, text))

    assert content_hash(article("x", text)) == content_hash(alone)
    assert content_hash(article("x", Block(kind, text + "z"))) != content_hash(alone)
    assert content_hash(article("x", "body")) == content_hash(article("x", Block(kind, text), "body"))


@given(provenances, stories)
def test_a_hash_looks_like_one(provenance: Provenance, story: list[str]) -> None:
    """`sha256:` and 64 hex digits of the identity text's UTF-8 bytes."""
    found = told(["x"], story, provenance=provenance)
    expected = "sha256:" + hashlib.sha256(identity_text(found.headline, found.body).encode()).hexdigest()

    assert expected == content_hash(found)


# --- docs/content-hash.md shows the tables.

PAGE = ROOT / "docs/content-hash.md"


def rows(table: str) -> list[tuple[int, int, str]]:
    """The code points (first, last, name) of one table of the page."""
    _, _, below = PAGE.read_text("utf-8").partition(f"\n### `{table}`\n")
    section = below.partition("\n#")[0]
    pattern = r"^\| U\+([0-9A-F]{4,6})(?:–U\+([0-9A-F]{4,6}))? \| (.+) \|$"
    found = re.findall(pattern, section, re.MULTILINE)
    return [(int(first, 16), int(last or first, 16), name) for first, last, name in found]


@pytest.mark.parametrize("table", TABLES)
def test_the_page_shows_the_tables_of_the_code(table: str) -> None:
    """docs/content-hash.md lists each code point of each table with its name, and no other."""
    shown = rows(table)
    control = {
        "\t": "TAB",
        "\n": "LINE FEED",
        "\v": "LINE TABULATION",
        "\f": "FORM FEED",
        "\r": "CARRIAGE RETURN",
        "\x85": "NEXT LINE",
    }
    names = [
        f"{control[chr(first)]} (a control)" if chr(first) in control else unicodedata.name(chr(first)) for first, _, _ in shown
    ]
    lasts = ["" if first == last else f" – {unicodedata.name(chr(last))}" for first, last, _ in shown]

    assert sorted(map(ord, TABLES[table])) == sorted(point for first, last, _ in shown for point in range(first, last + 1))
    assert [name + last for name, last in zip(names, lasts, strict=True)] == [name for _, _, name in shown]


@pytest.mark.parametrize("table", TABLES)
def test_the_file_of_vectors_holds_the_tables_of_the_code(table: str) -> None:
    """schemas/content-hash-1.json has the same code points as data, as `U+XXXX` or `U+XXXX..U+XXXX`."""
    bounds = [[int(end[2:], 16) for end in entry.split("..")] for entry in SCHEME["tables"][table]]

    assert sorted(map(ord, TABLES[table])) == sorted(point for ends in bounds for point in range(ends[0], ends[-1] + 1))


def test_nothing_is_in_two_tables() -> None:
    """The tables are disjoint and hold no character twice."""
    joined = "".join(TABLES.values())

    assert len(joined) == len(set(joined))
