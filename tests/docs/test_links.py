"""What pages point at is there: other pages, headings, commands, options, chores; and Python that compiles."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

import click
import pytest

from newsarchive.cli import COMMANDS, cli

from . import reference, support
from .support import DOCS, ROOT, Page

PAGES = [*support.pages(), *(Page(ROOT / name) for name in ("CONTRIBUTING.md", "CHANGELOG.md", "benchmarks/README.md"))]
_LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_CODE = re.compile(r"`([^`]+)`", re.DOTALL)


def every_page() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def anchors(page: Page) -> set[str]:
    """What GitHub makes of a page's headings."""
    found: Counter[str] = Counter()
    names = set()
    for heading in re.findall(r"^#{1,6} (.+?)\s*$", page.prose, re.MULTILINE):
        kept = (char for char in heading.lower() if char in " -_" or unicodedata.category(char)[0] in "LN")
        slug = "".join(kept).replace(" ", "-")
        names.add(f"{slug}-{found[slug]}" if found[slug] else slug)
        found[slug] += 1
    return names


def links(page: Page) -> Iterator[str]:
    for match in _LINK.finditer(page.prose):
        if "://" not in match["target"]:
            yield match["target"]


def commands(page: Page) -> Iterator[list[str]]:
    """What stands behind `newsarchive` wherever a page names a command, as words."""
    codes = [" ".join(code.split()) for code in _CODE.findall(page.prose)]
    codes += [
        line.partition(" #")[0] for fence in page.fences() if fence.language != "python" for line in fence.text.splitlines()
    ]
    for code in codes:
        for match in re.finditer(r"(?:^|[\s(/|])newsarchive ((?:[^|;&`'\"<>]|'[^']*')+)", code):
            yield match[1].split()


@every_page()
def test_links_lead_somewhere(page: Page) -> None:
    """Pages, files and headings that are linked exist."""
    broken = []
    for target in links(page):
        name, _, anchor = target.partition("#")
        path = (page.path.parent / name).resolve() if name else page.path
        if not path.exists() or (anchor and anchor not in anchors(Page(path))):
            broken.append(target)

    assert [] == broken


def test_every_page_is_in_the_index() -> None:
    """Whoever begins at docs/README.md finds every page; decisions have an index of their own."""
    index = Page(DOCS / "README.md")
    linked = {(DOCS / target.partition("#")[0]).resolve() for target in links(index)}
    expected = {path for path in DOCS.rglob("*.md") if path.parent.name != "adr" and path != index.path}

    assert set() == expected - linked


def options(name: str) -> set[str]:
    assert isinstance(cli, click.Group)
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    return {option for each in command.params for option in each.opts} | {"--help", "-h"}


@every_page()
def test_commands_exist(page: Page) -> None:
    """Commands and options that are named can be typed."""
    wrong = []
    for words in commands(page):
        name = words[0].strip(".,:")
        if re.fullmatch(r"[a-z][a-z-]*", name) is None:
            continue  # an option of the group, COMMAND, a colon
        known = options(name) if name in COMMANDS else None
        if known is None or any(word.startswith("-") and word not in known and word != "-" for word in words[1:]):
            wrong.append(" ".join(words))

    assert [] == wrong


@every_page()
def test_options_exist(page: Page) -> None:
    """An option that is named by itself is one of some command."""
    if page.name.startswith("benchmarks/"):
        return  # it has a program of its own
    known = (
        set().union(*(options(name) for name in COMMANDS))
        | {"--version"}
        | {name.split()[0] for name in reference.pytest_options()}
    )
    named = {code for code in _CODE.findall(page.prose) if re.fullmatch(r"--[a-z-]+", code)}

    assert set() == named - known


@every_page()
def test_chores_exist(page: Page) -> None:
    """What is behind `make` is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {code.split()[1] for code in _CODE.findall(page.prose) if code.startswith("make ") and "=" not in code.split()[1]}

    assert set() == named - targets


@every_page()
def test_python_compiles(page: Page) -> None:
    """Code in a page is code."""
    for fence in page.fences("python"):
        compile(fence.text, f"{page.name}:{fence.line}", "exec", dont_inherit=True)


@every_page()
def test_paths_of_the_source_tree_exist(page: Page) -> None:
    """A file of the tree that is named in code is there, by its name or, as `docs/adr/0004`, by the beginning of it."""
    named = {code for code in _CODE.findall(page.prose) if re.fullmatch(r"(?:docs|tests|schemas|src|plugins)/[\w./-]+", code)}

    assert [] == sorted(name for name in named if not list(ROOT.glob(f"{name.rstrip('/')}*")))
