"""The reference says what the code says: fields, signatures, commands, exit codes, ledger lines, reasons."""

import inspect
import re
from pathlib import Path
from typing import Any, get_args

import attrs
import pytest

from newsarchive import entries, model, reading, testing
from newsarchive.cli import output
from newsarchive.fields import BlockKind, Status

from . import pictures, reference
from .support import DOCS, ROOT, Page

RECORD = Page(DOCS / "record.md")
FORMAT = Page(DOCS / "archive-format.md")
RENEW = "`python -m tests.docs.reference` writes it anew"


def names(table: list[list[str]]) -> list[str]:
    """The first column, as code."""
    return [row[0].strip("`") for row in table]


def fields(kind: Any) -> list[str]:
    return [field.name for field in attrs.fields(kind)]


@pytest.mark.parametrize("heading", ["## Fields", "## In other standards"])
def test_every_field_of_the_record_is_in_both_tables(heading: str) -> None:
    """And no other, in the order of the classes, `schema` and `content_hash` last."""
    assert names(RECORD.table(heading)) == fields(model.Record)


@pytest.mark.parametrize(
    "kind",
    [model.Block, model.Author, model.Dateline, model.Subject, model.Media, model.Evidence, model.Span, model.Provenance],
    ids=lambda kind: kind.__name__,
)
def test_every_field_of_its_parts_is_described(kind: Any) -> None:
    assert sorted(names(RECORD.table(f"## {kind.__name__}"))) == sorted(fields(kind))


def test_the_mapping_names_every_standard_for_every_field() -> None:
    """Six columns, none of them empty."""
    rows = RECORD.table("## In other standards")

    assert {7} == {len(row) for row in rows}
    assert all(cell == "–" or "`" in cell for row in rows for cell in row)


def test_kinds_of_block_and_statuses_are_listed() -> None:
    assert [] == [word for word in (*get_args(BlockKind), *get_args(Status)) if f"`{word}`" not in RECORD.text]


@pytest.mark.parametrize("name", entries.LINES)
def test_every_ledger_line_is_described(name: str) -> None:
    """Each event with each of its fields; `prev` and `this` are the same in all of them."""
    assert names(FORMAT.table(f"### Event {name}")) == fields(entries.LINES[name])


@pytest.mark.parametrize(
    "kind",
    [
        *(entries.Kept, entries.Cut, entries.Outcome, entries.Manifest, entries.Volume, reading.Reason, reading.Message),
        *(entries.Removed, entries.BlankedOriginal, entries.BlankedLine),
    ],
    ids=lambda kind: kind.__name__,
)
def test_every_part_of_a_ledger_line_is_described(kind: Any) -> None:
    assert names(FORMAT.table(f"### {kind.__name__}")) == fields(kind)


def test_the_layout_is_complete(demo: Path) -> None:
    """What lies in an archive is on the page, and the caches that searching makes."""
    listed = {name.partition("/")[0] for name in names(FORMAT.table("## Layout"))}
    found = {path.name.removesuffix("-wal").removesuffix("-shm") for path in demo.iterdir()}

    assert listed == found | {"search.sqlite"}


def test_every_hook_and_class_is_documented_with_its_signature() -> None:
    """None is missing, none is left over, and each is written as it is."""
    page = reference.HOOKS.read_text("utf-8")
    documented = reference.documented(page)

    assert sorted(documented) == sorted(reference.signatures())
    assert page == reference.with_hooks(page), RENEW


def test_everything_of_the_kit_is_documented() -> None:
    """Each name that it exports and each attribute of its class; tests, options, strategies are as they are."""
    page = reference.TESTING.read_text("utf-8")
    attributes = inspect.get_annotations(testing.Conformance)
    names = {*testing.__all__, *attributes}

    assert sorted(reference.documented(page)) == sorted(reference.kit_signatures())
    assert page == reference.with_kit(page), RENEW
    assert set() == {name for name in names if f"`{name}`" not in page and f"\n{name}(" not in page}


def test_every_command_is_documented_with_its_options() -> None:
    """The stretch between the marks is what click knows now."""
    page = reference.COMMAND_LINE.read_text("utf-8")

    assert page == reference.with_commands(page), RENEW


def test_exit_codes_are_documented() -> None:
    """Each that the program has, and no other."""
    codes = {output.DONE, output.FATAL, output.USAGE, output.INCOMPLETE, output.INTERRUPTED}

    assert {str(code) for code in codes} == set(names(Page(reference.COMMAND_LINE).table("## Exit codes")))


def test_reasons_are_explained() -> None:
    """Each code that the core gives, and those of the bundled sources that leave a document in quarantine."""
    page = Page(DOCS / "how-to" / "find-out-why-a-file-was-not-taken.md").text
    calls = re.compile(
        r"(?:\bReason|_reason|_refused|Refusal\([^()]*|Unreadable\(.*code=|super\(\).__init__\(reason, code=)"
        r"\(?\s*\"([a-z]+(?:-[a-z]+)*)\""
    )
    sources = [path for folder in ("src/newsarchive", "plugins") for path in (ROOT / folder).rglob("*.py")]
    codes = {code for path in sources if "cli" not in path.parts for code in calls.findall(path.read_text("utf-8"))}

    assert {"unclaimed", "ambiguous", "parse-failed", "undecodable", "no-text", "unreadable"} <= codes
    assert set() == {code for code in codes if f"`{code}`" not in page}


@pytest.mark.parametrize("name", ["code-points.svg", "spans-lost.svg", "spans-whole.svg"])
def test_pictures_show_what_is_read(name: str) -> None:
    """They are drawn from readings of the tutorial's bulletin, and so they are as they would be drawn now."""
    assert pictures.pictures()[name] == (pictures.FOLDER / name).read_text("utf-8"), (
        "`python -m tests.docs.pictures` draws them"
    )
