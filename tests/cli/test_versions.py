"""`newsarchive versions`, and the word diff that it shows."""

import random
import time
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from newsarchive.cli.worddiff import marked, word_diff

from .support import answer, answer_json

texts = st.lists(st.text(st.sampled_from("ab c.中国\n"), max_size=12), max_size=4)


def test_a_story_is_shown_as_what_changed(world: Path) -> None:
    shown = answer(world, "versions", "8")

    assert shown == answer(world, "versions", "0")
    assert shown.startswith("2 versions\n\n000/000  2024-12-02T09:30:00+01:00  Harbour closed\n")
    assert "  headline: Harbour [-closed-]{+open again+}\n" in shown
    assert "  modified: (none) → 2024-12-03T08:00:00+01:00\n" in shown
    assert "of Vellmar was [-closed-]{+opened again+} on [-Monday-]{+Tuesday+} after a crane" in shown
    assert "byline" not in shown


def test_json_has_fields_text_and_notices(world: Path) -> None:
    versions = answer_json(world, "versions", "0")

    assert [0, 8] == [version["accession"] for version in versions["versions"]]
    (change,) = versions["changes"]
    assert ["Harbour closed", "Harbour open again"] == change["fields"]["headline"]
    assert [["delete", "closed "], ["insert", "opened again "]] == change["text"][1:3]
    (notice,) = answer_json(world, "versions", "4")["notices"]
    assert ("canceled", "she has not") == (notice["status"], notice["reason"])


def test_a_story_of_one_version_says_so(world: Path) -> None:
    assert "1 version: nothing else has its identifiers" in answer(world, "versions", "2")
    assert "canceled  e-kill.fields" in answer(world, "versions", "4")


@given(texts, texts)
def test_a_diff_holds_both_texts(old: list[str], new: list[str]) -> None:
    """Without what was inserted it is the old text, without what was deleted the new one, but for white space."""
    diff = word_diff(old, new)

    assert _bare(old) == _bare([text for op, text in diff if op != "insert"])
    assert _bare(new) == _bare([text for op, text in diff if op != "delete"])


def _bare(texts: list[str]) -> str:
    return "".join("".join(texts).split())


@given(texts)
def test_a_text_does_not_differ_from_itself(text: list[str]) -> None:
    assert all(op == "equal" for op, _ in word_diff(text, text))


def test_marks_stand_around_what_changed_and_the_rest_is_left_out() -> None:
    old = ["one two three four five six seven eight nine ten eleven twelve old word thirteen"]
    new = ["one two three four five six seven eight nine ten eleven twelve new word thirteen"]

    assert ["… five six seven eight nine ten eleven twelve [-old-]{+new+} word thirteen"] == list(
        marked(word_diff(old, new), False)
    )
    assert "\x1b[31m[-old-]\x1b[0m" in "".join(marked(word_diff(old, new), True))
    assert ["中国[-经-]{+出+}口"] == list(marked(word_diff(["中国经口"], ["中国出口"]), False))


def test_long_texts_are_compared_in_bounded_time() -> None:
    """Half a million words each, without anything in common: whole paragraphs are replaced."""
    chance = random.Random(1)
    old, new = ([" ".join(str(chance.random()) for _ in range(50_000)) for _ in range(10)] for _ in range(2))
    start = time.perf_counter()

    diff = word_diff(old, new)

    assert ["delete", "insert"] == [op for op, _ in diff]
    assert time.perf_counter() - start < 10
