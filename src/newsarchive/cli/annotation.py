"""A traced document for a terminal: a row for each piece, with its place, what became of it, and its text."""

import shutil
import sys
from collections.abc import Sequence
from typing import Any

import click

from ..canonical import field_names
from ..model import Article
from ..reading import Reading
from ..text import terminal_safe
from . import output
from .findings import bid, encoding, heading, own, promise, read_by, unaccounted
from .trace import NOT_SHOWN, Label, Trace, named, trace

_NAMES = field_names(Article)
#: Of the sixteen colours that the user's theme decides on; red and yellow mean something else.
_COLOURS = ("cyan", "magenta", "blue", "green", "bright_magenta", "bright_cyan", "bright_blue", "bright_green")
_STYLES: dict[str, dict[str, Any]] = {
    "furniture": {"dim": True},
    "ignored": {"dim": True},
    "elsewhere": {"dim": True, "underline": True},
    "defect": {"fg": "black", "bg": "yellow"},
    "unaccounted": {"fg": "white", "bg": "red", "bold": True},
}
#: Columns that labels take at most before they push their text to the right, and that a text has at least.
_WIDEST_LABEL = 32
_NARROWEST_TEXT = 20


def show_trace(reading: Reading, data: bytes | None) -> None:
    """Print one document, then its parts."""
    traced = trace(reading, data)
    output.line(read_by(reading))
    for text in output.table([bid(offer) for offer in reading.offers if offer.error or offer.confidence]):
        output.line(f"  {text}")
    if traced.stretches:
        output.line(encoding(reading))
        output.line("; ".join(filter(None, [unaccounted(reading), promise(reading)])))
        output.line()
        _show_document(traced)
    else:
        output.line(NOT_SHOWN)
    if traced.labels:
        output.line()
        _show_legend(reading, traced)
    for part in reading.parts:
        output.line()
        output.line(f"part {part.member}")
        show_trace(part, None)


def _show_document(traced: Trace) -> None:
    colours = output.colours(sys.stdout)
    starts = [each.start for each in traced.stretches if each.labels]
    places = [traced.place(offset).partition(":") for offset in (0, *starts)]
    line_width = len(traced.place(traced.stretches[-1].end - 1).partition(":")[0])
    column_width = max(len(column) for _, _, column in places)
    label_width = min(max(len(named(stretch.labels)) for stretch in traced.stretches), _WIDEST_LABEL)
    for row in traced.rows():
        if row.left_out:
            output.line(f"…  {row.left_out:,} rows more of the same")
        for piece in row.pieces:
            if not piece.labels and row.pieces[1:]:
                continue  # white space beside fields
            line, colon, column = traced.place(piece.start).partition(":")
            label = terminal_safe(_on_one_line(named(piece.labels)))
            margin = f"{line:>{line_width}}{colon}{column:<{column_width}}  {label:<{label_width}}"
            for text in _broken(traced.text(piece.start, piece.end), len(margin)):
                painted = click.style(text, **_style(piece.labels)) if colours else text
                click.echo(f"{margin} │ {painted}")
                margin = " " * len(margin)


def _show_legend(reading: Reading, traced: Trace) -> None:
    """What was found, with the rule and the place of each field; then what was wrong."""
    labels = traced.by_number()
    for number, found in enumerate(own(reading), 1):
        output.line(heading(number, found))
        _show_labels(labels.get(number, []), traced)
    if defects := [label for label in labels.get(None, []) if label.kind == "defect"]:
        output.line("defects")
        _show_labels(defects, traced)


def _show_labels(labels: Sequence[Label], traced: Trace) -> None:
    colours = output.colours(sys.stdout)
    rows = []
    for label in labels:
        spans = traced.within(label)
        place = traced.place(spans[0].start) + (f" +{len(spans) - 1}" if spans[1:] else "") if spans else "–"
        value = traced.value(label) if label.kind == "field" else ""
        rows.append([_on_one_line(cell) for cell in (label.name, place, label.about, value)])
    for label, text in zip(labels, output.table(rows), strict=True):
        name = terminal_safe(_on_one_line(label.name))
        painted = click.style(name, **_style([label])) if colours else name
        click.echo("  " + painted + _cut(text, _columns() - 2).removeprefix(name))


def _broken(text: str, margin: int) -> Sequence[str]:
    """A text as lines that fit beside the margin of a terminal; as one line where nobody looks at columns."""
    safe = terminal_safe(text)
    if not sys.stdout.isatty():
        return [safe]
    from rich.cells import cell_len
    from rich.console import Console
    from rich.text import Text

    room = max(_columns() - margin - 3, _NARROWEST_TEXT)
    if "\t" not in safe and cell_len(safe) <= room:
        return [safe]
    return [line.plain for line in Text(safe).wrap(Console(), room, overflow="fold", tab_size=8)] or [""]


def _on_one_line(text: str) -> str:
    """What a plugin named or said: a row of ours does not end within it."""
    return text.replace("\r", "\\r").replace("\n", "\\n")


def _cut(text: str, room: int) -> str:
    """A line as it fits on a terminal; `explain` without `--trace` and a pipe have it whole."""
    if not sys.stdout.isatty():
        return text
    from rich.cells import cell_len, set_cell_size

    return text if cell_len(text) <= room else f"{set_cell_size(text, room - 1)}…"


def _columns() -> int:
    return shutil.get_terminal_size().columns


def _style(labels: Sequence[Label]) -> dict[str, Any]:
    """How the closest of the labels is shown; a field has the same colour in every document."""
    if not labels:
        return {}
    closest = labels[-1]
    if closest.kind != "field":
        return _STYLES[closest.kind]
    return {"fg": _COLOURS[_NAMES.index(closest.field) % len(_COLOURS) if closest.field in _NAMES else 0]}
