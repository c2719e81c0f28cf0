"""`newsarchive explain --trace`: the document in a terminal and through a pipe, with what became of every character."""

import os
import pty
import re
import subprocess
from pathlib import Path

import pytest

from newsarchive.text import lines
from tests.cli.helpers import PROGRAM, TEXT, TRACED, document, plugin, run, traced_plugin

SEED = Path(__file__).parents[2] / "seeds" / "000_59bab54dac3cc7ef.txt"
_ROW = re.compile(r"^ *(?P<line>\d+):(?P<column>\d+) +(?P<labels>.*?) *│ (?P<text>.*)$", re.MULTILINE)


@pytest.fixture
def plugins(tmp_path: Path) -> Path:
    return traced_plugin(tmp_path / "plugins").parent


def traced(folder: Path, text: str, *options: str | Path) -> str:
    """What `explain --trace` prints through a pipe."""
    document(folder, "acme", text)
    done = run("explain", "--trace", "acme.own", "--plugins-dir", folder / "plugins", *options, cwd=folder)
    assert (0, "") == (done.returncode, done.stderr)
    return done.stdout


def on_a_terminal(*arguments: str | Path, **variables: str) -> str:
    """What a command prints on a terminal of 60 columns."""
    controller, terminal = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    environment |= {"COLUMNS": "60", "TERM": "xterm-256color"} | variables
    with subprocess.Popen([PROGRAM, *arguments], stdout=terminal, stderr=subprocess.DEVNULL, env=environment) as process:
        os.close(terminal)
        shown = b""
        try:
            while piece := os.read(controller, 1 << 16):
                shown += piece
        except OSError:  # the end of a terminal, on Linux
            pass
    os.close(controller)
    assert 0 == process.returncode
    return shown.decode().replace("\r\n", "\n")


def test_a_row_for_each_piece_and_a_legend(tmp_path: Path, plugins: Path) -> None:
    shown = [
        re.sub("sha256:.*", "…", line) for line in traced(tmp_path, TEXT.replace("of", "odd") + "#left out\n").splitlines()
    ]

    assert shown[0] == "acme.own: 34 bytes"
    assert shown[1].startswith("read by acme 7: ")
    assert shown[shown.index("encoding utf-8") :] == [
        "encoding utf-8",
        "9 characters unaccounted for",
        "",
        "1:1  furniture              │ ACME",
        "2:1  1. headline            │ Head",
        "3:1                         │ ",
        "4:1  1. body[0]             │ Body ",
        "4:6  1. body[0]; defect odd │ odd",
        "4:9  1. body[0]             │  it.",
        "5:1  unaccounted            │ #left out",
        "",
        "1. article …",
        '  headline         2:1  head           "Head"',
        '  body[0]          4:1  story          paragraph: "Body odd it."',
        '  authors[0]       –                   name "Ada"',
        "  authors[0].name  –    fixed, at /by",
        "defects",
        "  defect odd  4:6  an odd line",
        "",
    ]


def test_through_a_pipe_the_rows_are_the_document() -> None:
    """Every line of a seed, piece by piece, and no colour."""
    shown = run("explain", "--trace", SEED).stdout
    rows = [(int(row["line"]), row["text"]) for row in _ROW.finditer(shown)]
    joined = ["".join(text for number, text in rows if number == line) for line in range(1, rows[-1][0] + 1)]

    assert [line.text for line in lines(SEED.read_text())] == joined
    assert "\x1b" not in shown


def test_on_a_terminal_a_long_text_stays_in_its_column() -> None:
    """In colour, and no line is wider than the terminal."""
    shown = on_a_terminal("explain", "--trace", SEED)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    document_rows = [line for line in plain.splitlines() if "│" in line]

    assert plain != shown
    assert {line.index("│") for line in document_rows} == {document_rows[0].index("│")}
    assert max(map(len, document_rows)) <= 60
    assert "rebuild its sea wall The harbour board of" in " ".join(row.partition("│")[2].strip() for row in document_rows)


def test_no_color_is_honoured() -> None:
    assert "\x1b" not in on_a_terminal("explain", "--trace", SEED, NO_COLOR="1")


def test_what_is_unaccounted_for_is_white_on_red(tmp_path: Path, plugins: Path) -> None:
    path = document(tmp_path, "acme", TEXT + "#left \x1b[2J out\n")
    shown = on_a_terminal("explain", "--trace", path, "--plugins-dir", tmp_path / "plugins")

    assert "\x1b[37m\x1b[41m\x1b[1m#left \\x1b[2J out\x1b[0m" in shown
    assert "\x1b[2mACME\x1b[0m" in shown


def test_what_a_plugin_says_makes_no_row_of_its_own(tmp_path: Path) -> None:
    """A line end in a path, a rule or a reason is shown as such."""
    parse = TRACED.replace("story", "sto\\nry").replace('"odd", "an odd line"', '"o\\nd", "an\\nodd"')
    traced_plugin(tmp_path / "plugins", parse.replace("authors[0].name", "authors[0].a\\n1:1  unaccounted │ x"))
    shown = traced(tmp_path, TEXT.replace("of", "odd"))

    assert "4:6  1. body[0]; defect o\\nd │ odd\n" in shown
    assert "  authors[0].a\\n1:1  unaccounted │ x  –  " in shown
    assert "  defect o\\nd  4:6  an\\nodd\n" in shown
    assert "sto\\nry" in shown


def test_bytes_are_shown_as_such(tmp_path: Path) -> None:
    """By offset, in hexadecimal and ASCII, with the middle of what is long left out."""
    plugin(
        tmp_path / "plugins",
        "blob",
        parse="""yield Draft(
        headline="Head", evidence={"headline": Evidence("magic", (Span("byte", 2, 6),))}, furniture=[Span("byte", 0, 2)])""",
    )
    (tmp_path / "blob.own").write_bytes(b"\x7fBHead" + bytes(1000))
    shown = run("explain", "--trace", tmp_path / "blob.own", "--plugins-dir", tmp_path / "plugins").stdout.splitlines()

    assert "read as bytes, not as text" in shown
    assert "00000000  furniture   │ 7f 42                                            .B" in shown
    assert "00000002  1. headline │ 48 65 61 64                                      Head" in shown
    assert "…  53 rows more of the same" in shown
    assert '  headline  00000002  magic  "Head"' in shown


@pytest.mark.parametrize("form", ["--trace", "--html"])
def test_what_nothing_reads_is_said_and_not_shown(form: str) -> None:
    done = run("explain", form, SEED.parent / "notes.bin")

    assert 0 == done.returncode
    assert "no source reads it" in done.stdout
    assert "its text is not shown" in done.stdout
    assert "unaccounted for" not in re.sub(r"(?s)<head>.*?</ul>", "", done.stdout)


@pytest.mark.parametrize("form", ["--trace", "--html"])
def test_parts_follow(tmp_path: Path, plugins: Path, form: str) -> None:
    """Each with a heading of its own and its own trace."""
    plugin(plugins, "outer", parse=f"yield Part('acme.own', {TEXT.encode()!r} + b'#lost', span=Span('byte', 0, 8))")
    path = document(tmp_path, "outer", "anything")
    shown = run("explain", form, path, "--plugins-dir", plugins).stdout
    whole, found, part = shown.partition("part acme.own")

    assert found
    assert "in no field" in whole
    assert "#lost" in part


@pytest.mark.parametrize("form", ["--trace", "--html"])
def test_json_is_another_form(form: str) -> None:
    done = run("explain", form, "--json", SEED)

    assert 2 == done.returncode
    assert "`--json` excludes `--trace` and `--html`." in done.stderr
