"""The README tells the truth: the demo's output, the plugin of ten lines, the record."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from . import support
from .support import ROOT, Page, Step

README = Page(ROOT / "README.md")


def recipe() -> list[str]:
    """The commands of `make demo` that make shows as it runs them."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    found = re.search(r"^demo:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    assert found is not None
    lines = [line.removeprefix("\t").replace("$(BIN)", ".venv/bin").replace("$$", "$") for line in found[1].splitlines()]
    return [line for line in lines if not line.startswith("@")]


def demo_step() -> Step:
    (step,) = [step for fence in README.fences("console") for step in support.steps(fence)]
    return step


def test_the_demo_prints_what_is_shown(tmp_path: Path) -> None:
    """`make demo` echoes each command and then does it."""
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    output = ""
    for command in recipe():
        done = support.shell(command.replace(".venv/bin/", ""), tmp_path)
        assert done.returncode == 0, done.stdout
        output += f"{command}\n{done.stdout}"

    assert demo_step().command == "make demo"
    assert demo_step().shown.splitlines() == output.splitlines()


def test_the_plugin_reads_a_document(tmp_path: Path) -> None:
    """The ten lines, saved in a folder of their own and loaded by `--plugins-dir`, archive a file of their format."""
    (plugin,) = README.fences("python")
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "plain_wire.py").write_text(plugin.text, "utf-8")
    (tmp_path / "drop").mkdir()
    (tmp_path / "drop" / "crane.txt").write_text("Crane falls\n\nA crane fell into the basin.\n\nNobody was hurt.\n", "utf-8")

    (command,) = [line for fence in README.fences("sh") for line in fence.text.splitlines() if "--plugins-dir" in line]
    done = support.shell(command, tmp_path)

    assert done.returncode == 0, done.stdout
    (path,) = (tmp_path / "archive" / "records").glob("*/*.json")
    record = json.loads(path.read_bytes())
    assert record["provenance"]["source"] == "plain-wire"
    assert record["headline"] == "Crane falls"
    assert [block["text"] for block in record["body"]] == ["A crane fell into the basin.", "Nobody was hurt."]


def test_the_plugin_is_ten_lines_long() -> None:
    """Blank lines aside."""
    (plugin,) = README.fences("python")

    assert len([line for line in plugin.text.splitlines() if line.strip()]) <= 10


def test_the_record_is_a_real_one(demo: Path) -> None:
    """Every field that is shown is as it is in the demo's archive, and the ones left out are named."""
    (fence,) = README.fences("json")
    shown = json.loads(fence.text)
    (path,) = [path for path in demo.glob("records/*/*.json") if f"`demo-archive/{path.relative_to(demo)}`" in README.prose]
    record = json.loads(path.read_bytes())

    assert {name: record[name] for name in shown} == shown
    assert "The fields `body` and `evidence` are left out" in README.prose
    assert record.keys() - shown.keys() == {"body", "evidence"}


def test_the_counts_in_words_are_those_of_the_archive(demo: Path) -> None:
    """ "Twenty files, seventeen articles." """
    with closing(sqlite3.connect(demo / "catalog.sqlite")) as catalog:
        (articles,) = catalog.execute("SELECT count(*) FROM articles").fetchone()
    files = len(list((ROOT / "seeds").iterdir()))

    assert (files, articles) == (20, 17)
    assert "Twenty files, seventeen articles." in README.prose
