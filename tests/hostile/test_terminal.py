"""What a terminal would execute or turn round is shown escaped by every command, wherever it stood."""

import json
import os
import pty
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from newsarchive.text import terminal_safe

from ..archive.support import PROGRAM, STORY, plugin_folder, run, write_fields
from .corpus import ESCAPES

#: A name may hold no slash and no NUL; everything else of it is hostile.
NAME = ESCAPES.replace("/", "_")
PLUGIN = f"""
from newsarchive import *
def sniff(sample):
    return Bid(Confidence.CERTAIN, {ESCAPES!r}) if sample.suffix == ".evil" else None
def parse(document):
    yield Defect({ESCAPES!r}, {ESCAPES!r})
    raise ValueError({ESCAPES!r})
@hookimpl
def newsarchive_sources():
    return Source("evil", title={ESCAPES!r}, sniff=sniff, parse=parse, version={ESCAPES!r})
"""
#: Arguments of each command; A is the archive, D the drop folder, F a file in it, P the plugins, W a folder to write to.
COMMANDS: dict[str, list[tuple[str, ...]]] = {
    "ingest": [("D", "-a", "A", "--plugins-dir", "P"), ("D", "-a", "A", "--source", ESCAPES), (f"no{NAME}", "-a", "A")],
    "parse": [("F", "--plugins-dir", "P"), (f"no{NAME}",), ("E", "--plugins-dir", "P")],
    "explain": [
        *[("F", "--plugins-dir", "P", *form) for form in ((), ("--trace",), ("--html",))],
        *[("E", "--plugins-dir", "P", *form) for form in ((), ("--trace",), ("--html",))],
        (f"no{NAME}",),
        (f"no{NAME}", "--html"),
    ],
    "show": [("0", "-a", "A"), (ESCAPES, "-a", "A"), ("0", "-a", NAME)],
    "search": [("harbour", "-a", "A"), (ESCAPES, "-a", "A"), ("x", "-a", "A", "--since", ESCAPES)],
    "copies": [("0", "-a", "A"), (ESCAPES, "-a", "A")],
    "versions": [("0", "-a", "A"), ("1", "-a", "A")],
    "stats": [("-a", "A"), ("-a", NAME)],
    "quarantine": [("-a", "A"), ("--defects", "-a", "A"), ("--refused", "-a", "A"), ("--dismiss", ESCAPES, "-a", "A")],
    "retry": [("-a", "A", "--plugins-dir", "P"), ("-a", NAME)],
    "verify": [("-a", "A"), ("-a", NAME), ("-a", "B")],
    "rebuild": [("-a", "A")],
    "export": [("-a", "A", "--format", ESCAPES), ("-a", NAME)],
    "plugins": [("--plugins-dir", "P"), ("--plugins-dir", NAME)],
    "new-plugin": [(ESCAPES,), ("fine", ESCAPES)],
    "completion": [(ESCAPES,)],
}


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An archive, its drop folder and its plugins, all of them hostile."""
    folder = tmp_path_factory.mktemp("terminal")
    plugins = plugin_folder(folder / "plugins", **{f"evil{NAME}": PLUGIN, f"broken{NAME}": f"raise ValueError({ESCAPES!r})"})
    item: dict[str, Any] = {
        "headline": f"Harbour {ESCAPES}",
        "body": f"{STORY}{ESCAPES}",
        "publisher": ESCAPES,
        "keywords": [ESCAPES],
    }
    item |= {"identifiers": {"guid": "urn:x:1"}, "byline": ESCAPES, "extra": {ESCAPES: ESCAPES}, "section": ESCAPES}
    drop = folder / "drop"
    first = write_fields(drop / f"one{NAME}.fields", item)
    write_fields(drop / "two.fields", item | {"headline": f"Later {ESCAPES}", "body": f"{STORY} More.{ESCAPES}"})
    write_fields(drop / "three.fields", item | {"byline": f"Other {ESCAPES}"}, {"defect": {"code": ESCAPES, "reason": ESCAPES}})
    evil = drop / f"{NAME}.evil"
    evil.write_text(ESCAPES)
    (drop / f"link{NAME}").symlink_to("nowhere")
    archive = folder / "archive"
    assert 3 == run("ingest", drop, "-a", archive, "--plugins-dir", plugins).returncode
    broken = folder / "other"
    assert 3 == run("ingest", drop, "-a", broken, "--plugins-dir", plugins).returncode
    (broken / "records" / f"rubbish{NAME}").write_text("x")
    return {"A": str(archive), "B": str(broken), "D": str(drop), "F": str(first), "E": str(evil), "P": str(plugins)}


def test_every_command_is_asked() -> None:
    """The list above is that of `newsarchive --help`, but for commands that are only in a later version of it."""
    listed = re.findall(r"^  ([a-z-]+)  ", run("--help").stdout.partition("Commands:")[2], re.MULTILINE)

    assert set(COMMANDS) <= set(listed)


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_that_a_terminal_executes_is_shown(places: dict[str, str], command: str, tmp_path: Path) -> None:
    """Neither in data nor in messages, neither of what is read nor of what was asked for; and no traceback."""
    for arguments in COMMANDS[command]:
        done = run(command, *(places.get(each, each) for each in arguments), cwd=tmp_path)
        shown = done.stdout if command != "parse" else ""  # JSON Lines, for programs; a terminal's is below
        for text in (shown, done.stderr):
            assert terminal_safe(text) == text, (arguments, text)
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "0", "-a", "A", "--json"),
        ("search", "harbour", "-a", "A", "--json"),
        ("parse", "F", "--plugins-dir", "P"),
        ("quarantine", "-a", "A", "--json"),
    ],
    ids=lambda each: each[0],
)
def test_json_on_a_terminal_is_escaped_and_still_json(places: dict[str, str], arguments: tuple[str, ...]) -> None:
    """A program that reads a pipe gets the characters; a terminal gets escapes that say the same."""
    asked = [places.get(each, each) for each in arguments]
    piped = run(*asked).stdout

    controller, terminal = pty.openpty()
    with subprocess.Popen([PROGRAM, *asked], stdout=terminal, stderr=subprocess.DEVNULL) as process:
        os.close(terminal)
        shown = b""
        try:
            while piece := os.read(controller, 1 << 16):
                shown += piece
        except OSError:  # the end of a terminal, on Linux
            pass
        process.wait()
    os.close(controller)
    text = shown.decode().replace("\r\n", "\n")  # as the terminal's driver makes it

    assert terminal_safe(text) == text
    assert values(piped) == values(text)
    assert terminal_safe(piped) != piped


def values(text: str) -> list[object]:
    """The JSON values of a text, a line each or indented."""
    found, decoder = [], json.JSONDecoder()
    while text := text.lstrip():
        value, end = decoder.raw_decode(text)
        found.append(value)
        text = text[end:]
    return found


def test_no_cell_of_a_csv_is_a_formula(tmp_path: Path) -> None:
    """What a spreadsheet would compute gets an apostrophe in front, in every column that text of the document reaches."""
    import csv
    import io

    formulas = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"]
    for number, formula in enumerate(formulas):
        fields = {"headline": formula, "body": f"{formula} {number} {STORY}", "publisher": formula, "keywords": [formula]}
        write_fields(tmp_path / "drop" / f"={number}.fields", fields | {"section": formula, "byline": formula})
    run("ingest", tmp_path / "drop", "-a", tmp_path / "A", "--plugins-dir", plugin_folder(tmp_path / "p"))

    done = run("export", "-a", tmp_path / "A", "--format", "csv")

    rows = list(csv.reader(io.StringIO(done.stdout, newline="")))
    assert len(formulas) + 1 == len(rows), done.stderr
    assert [] == [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))]
    assert any(cell.startswith("'=") for row in rows for cell in row)
