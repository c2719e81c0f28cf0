"""What a reader is told to type does what the page shows."""

from pathlib import Path

import pytest

from . import support
from .support import Page

#: The README is in `test_readme`: its console is that of make.
TYPED = [page for page in support.pages() if page.fences("console") and page.name != "README.md"]


@pytest.mark.parametrize("page", TYPED, ids=lambda page: page.name)
def test_pages_can_be_typed_along(page: Page, tmp_path: Path, demo: Path) -> None:
    """Each file saved and each command typed, in the order of the page, gives what the page shows."""
    folder = support.sandbox(tmp_path, demo)

    assert [] == list(support.follow(page, folder))


@pytest.mark.parametrize("page", support.pages(), ids=lambda page: page.name)
def test_readers_are_told_to_save_files(page: Page) -> None:
    """The name behind a fence's language cannot be seen: the page says it in words."""
    named = {fence.name for fence in page.fences() if fence.name}

    assert [] == sorted(name for name in named if f"`{name}`" not in page.prose)


@pytest.mark.parametrize(
    ("shown", "printed", "alike"),
    [
        ("", "", True),
        ("", "said\n", False),
        ("said\n", "", False),
        ("at … by me\n", "at 09:30 by me\n", True),
        ("at … by me\n", "at 09:30\nby me\n", False),
        ("first\n…\nlast\n", "first\nlast\n", True),
        ("first\n…\nlast\n", "first\n2\n3\nlast\n", True),
        ("first\nlast\n", "first\n2\nlast\n", False),
        ("read by x 0.1.0\n", "read by x 12.3.4\n", True),
        ("read by x 0.1.0\n", "read by x\n", False),
        ("3.1 (of 4)\n", "3x1 (of 4)\n", False),
    ],
)
def test_the_rule_of_comparison(shown: str, printed: str, alike: bool) -> None:
    """`…` is anything within a line, or any number of lines; a version is any version; all else is what it is."""
    assert alike == support.printed(shown, printed)


def test_what_is_wrong_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that shows something else, or hides a failure, does not pass."""
    monkeypatch.setattr(support, "ROOT", tmp_path)
    page = Page(tmp_path / "page.md")
    page.path.write_text("```console\n$ echo one\ntwo\n$ false\n$ echo three\nthree\n$ false\n```\n")

    first, second, third = support.follow(page, tmp_path)

    assert first == "page.md:2: $ echo one\n--- shown\ntwo\n--- printed\none\n"
    assert second == "page.md:5: the command before this one failed with 1, and nothing says so"
    assert third == "page.md: the last command failed with 1, and nothing says so"


def test_a_change_is_made_where_it_belongs() -> None:
    """Each change of a `diff` fence, in its one place; a place that is not there, or there twice, is an error."""
    text = "one\ntwo\nthree\n"

    assert support.changed(text, " one\n+and a half\n@@\n-three\n+four\n") == "one\nand a half\ntwo\nfour\n"
    with pytest.raises(AssertionError, match="stands there 0 times"):
        support.changed(text, "-five\n")
    with pytest.raises(AssertionError, match="stands there 2 times"):
        support.changed(text + text, "-two\n")
