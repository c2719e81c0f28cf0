"""`newsarchive explain`: who would read a file, who does, and where each field stood."""

import json
from pathlib import Path

import pytest

from tests.cli.helpers import TEXT, document, plugin, run, traced_plugin


@pytest.fixture
def plugins(tmp_path: Path) -> Path:
    return traced_plugin(tmp_path / "plugins").parent


def explain(tmp_path: Path, *arguments: str | Path, text: str = TEXT, name: str = "acme") -> list[str]:
    """What `explain` prints of a document."""
    document(tmp_path, name, text)
    done = run("explain", f"{name}.own", "--plugins-dir", tmp_path / "plugins", *arguments, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_every_field_with_its_rule_and_place(tmp_path: Path, plugins: Path) -> None:
    lines = explain(tmp_path)
    start = next(number for number, line in enumerate(lines) if line.startswith("1. article sha256:"))

    assert lines[start + 1 : start + 12] == [
        '  headline  "Head"',
        "    by rule head",
        '    2:1, codepoints 5-9: "Head"',
        '  body[0]  paragraph: "Body of it."',
        "    by rule story",
        '    4:1, codepoints 11-23: "Body of it.\\n"',
        '  authors[0]  name "Ada"',
        "  authors[0].name",
        "    by rule fixed, at /by",
        'furniture  1:1, codepoints 0-4: "ACME"',
        "0 characters unaccounted for",
    ]
    assert lines[0] == "acme.own: 23 bytes"
    assert "encoding utf-8" in lines


def test_what_is_unaccounted_for_with_its_place(tmp_path: Path, plugins: Path) -> None:
    lines = explain(tmp_path, text=TEXT + "#left\r\n  #out\n")
    start = lines.index("13 characters unaccounted for")

    assert lines[start + 1] == '  5:1, codepoints 23-36: "#left\\r\\n  #out"'
    assert any(line.startswith("defect unaccounted: acme left 13 characters unaccounted for") for line in lines)


def test_a_defect_with_its_place(tmp_path: Path, plugins: Path) -> None:
    lines = explain(tmp_path, text=TEXT.replace("of", "odd"))

    assert lines[lines.index("defect odd: an odd line") + 1] == '  4:6, codepoints 16-19: "odd"'


def test_a_source_that_promises_nothing_says_so(tmp_path: Path, plugins: Path) -> None:
    path = plugins / "acme.py"
    path.write_text(path.read_text().replace("lossless=True", "lossless=False"))
    lines = explain(tmp_path)
    start = lines.index("0 characters unaccounted for")

    assert lines[start + 1] == "  acme does not promise to account for every character"


def test_every_bid_and_why_the_winner_won(tmp_path: Path, plugins: Path) -> None:
    plugin(plugins, "silent", sniff="return None")
    path = plugin(plugins, "failing")
    path.write_text(path.read_text().replace("if sample", "raise KeyError('x')\n    if sample"))
    path = plugin(plugins, "likely")
    path.write_text(
        path.read_text().replace("    if sample", "    return Bid(Confidence.LIKELY, 'it looks so')\n    if sample")
    )
    lines = [" ".join(line.split()) for line in explain(tmp_path)]

    assert lines[1] == "bids"
    assert "acme CERTAIN" in lines
    assert "likely LIKELY it looks so" in lines
    assert "none from the other installed sources" in lines
    assert "silent" not in " ".join(lines)
    assert "failing failed failing: sniff raised KeyError: 'x'" in lines
    assert "read by acme 7: it bids the highest" in lines


def test_why_a_tie_was_decided(tmp_path: Path, plugins: Path) -> None:
    claim = "    return Confidence.CERTAIN\n    if sample"
    for name in ("one", "two"):
        path = plugin(plugins, name)
        path.write_text(path.read_text().replace("    if sample", claim))
    document(tmp_path, "tie")
    (tmp_path / "archive").mkdir()
    settings = tmp_path / "archive" / "newsarchive.toml"

    def lines(*options: str | Path) -> list[str]:
        return run("explain", "tie.own", "--plugins-dir", plugins, *options, cwd=tmp_path).stdout.splitlines()

    assert any("one and two both claim it as CERTAIN; say which with" in line for line in lines())
    assert "no source reads it" in lines()
    assert not any("unaccounted" in line for line in lines())
    settings.write_text('[archive]\nformat = 1\n[sources]\nprefer = ["two"]\n')
    assert any(line.endswith(": it is the preferred one of one and two, which bid alike") for line in lines())
    settings.unlink()
    path.write_text(path.read_text().replace("parse=parse)", "parse=parse, refines=('one',))"))
    assert any(line.endswith(": it refines one, which bids as high") for line in lines())
    assert any(line.endswith(": it was asked for, and no other source was") for line in lines("--source", "one"))


def test_parts_are_explained_each_for_itself(tmp_path: Path, plugins: Path) -> None:
    plugin(plugins, "outer", parse=f"yield Part('acme.own', {TEXT.encode()!r} + b'#')\n    yield Part('x.bin', b'\\0')")
    lines = explain(tmp_path, name="outer", text="anything")
    part = lines[lines.index("part acme.own") :]

    assert "read by outer local" in " ".join(lines[: lines.index("part acme.own")])
    assert '    2:1, codepoints 5-9: "Head"' in part
    assert "1 characters unaccounted for" in part
    assert any("quarantined: unclaimed" in line for line in part[part.index("part x.bin") :])


def test_json_says_the_same(tmp_path: Path, plugins: Path) -> None:
    (line,) = explain(tmp_path, "--json", text=TEXT + "#left")
    told = json.loads(line)

    assert (told["name"], told["source"], told["lossless"]) == ("acme.own", "acme", True)
    assert {bid["source"]: bid["confidence"] for bid in told["bids"]}["acme"] == "CERTAIN"
    assert told["unaccounted"] == [
        {"unit": "codepoint", "start": 23, "end": 28, "line": 5, "column": 1, "text": "#left"},
    ]
    (article,) = told["articles"]
    (span,) = article["evidence"]["headline"]["span"]
    assert (span["line"], span["column"], span["text"]) == (2, 1, "Head")
    assert told["defects"][0]["code"] == "unaccounted"


def test_what_a_terminal_would_execute_is_escaped(tmp_path: Path, plugins: Path) -> None:
    text = "\n".join(explain(tmp_path, text="ACME\nHead\n\nBody \x1b[31m\u202e.\n"))

    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\\x1b[31m\\u202e" in text


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    done = run("explain", "missing", cwd=tmp_path)

    assert (done.returncode, done.stderr) == (3, "missing: missing: there is no such file\n")


def test_the_seeds_are_accounted_for(shared: Path) -> None:
    """Every character of both real seeds, by the bundled sources."""
    pytest.importorskip("newsarchive_plugins.signed_text")
    for path in sorted((shared / "seeds").iterdir()):
        done = run("explain", path)

        assert done.returncode == 0
        assert "\n0 characters unaccounted for\n" in done.stdout
