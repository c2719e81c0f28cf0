"""Reading the documentation's pages, and doing what they tell the reader to do.

What a page may hold, and what the tests make of it:

- a fence `text NAME` (or `python NAME`, …) is a file that the reader saves under NAME in the current folder;
- a fence `diff NAME` changes that file: lines behind `-` and space stand in it once, together, and become those behind `+` and
  space. Several such changes are parted by lines that begin with `@@`;
- a fence `console` holds commands, each behind `$ ` and gone on with behind `> `, and what they print. They are run by
  bash in a folder of the page's own, in the order of the page. A command that fails is followed by `$ echo $?`;
- a command that uses `jq` or `zstdcat`, which not every machine has, is passed over where there is none;
- `pip install` goes to a folder of the page's own. Where no package registry can be reached, the page ends there;
- what is printed is compared with what is shown. `…` stands for anything within a line, a line that is only `…` for any
  number of lines, and every version such as 0.1.0 for any other.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
#: A plugin of pytest: fewer documents than the kit draws by itself.
QUICK = """\
from hypothesis import settings
settings.register_profile("quick", max_examples=20)
settings.load_profile("quick")
"""
#: The programs of this environment, `newsarchive` among them.
PROGRAMS = Path(sys.executable).parent
_FENCE = re.compile(r"^(?P<mark>```+)(?P<info>[^\n`]*)\n(?P<text>.*?)^(?P=mark)[ ]*$", re.DOTALL | re.MULTILINE)
_VERSION = re.compile(r"\b\d+\.\d+\.\d+\b")
_OPTIONAL = re.compile(r"(?:^|\| )(jq|zstdcat) ", re.MULTILINE)
#: What pip says where it cannot get what builds a distribution.
_OUT_OF_REACH = "No matching distribution found for setuptools"
_ANYTHING = re.compile(rf"(…|{_VERSION.pattern})")


@attrs.frozen
class Fence:
    """A fenced block: its language, the name behind it, its text, and the line on which its text begins."""

    language: str
    name: str
    text: str
    line: int


@attrs.frozen
class Step:
    """A command and what the page shows of its output."""

    command: str
    shown: str
    line: int


@attrs.frozen
class Page:
    """A page of documentation."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def text(self) -> str:
        return self.path.read_text("utf-8")

    @property
    def prose(self) -> str:
        """The page without its fences, which keep their lines."""
        return _FENCE.sub(lambda match: "\n" * match[0].count("\n"), self.text)

    def fences(self, language: str | None = None) -> list[Fence]:
        """The fenced blocks, or those of one language."""
        found = []
        for match in _FENCE.finditer(self.text):
            kind, _, name = match["info"].strip().partition(" ")
            found.append(Fence(kind, name, match["text"], self.text.count("\n", 0, match.start("text")) + 1))
        return [fence for fence in found if language is None or fence.language == language]

    def table(self, heading: str) -> list[list[str]]:
        """The cells of the first table below a heading, without its head."""
        _, found, below = self.text.partition(f"\n{heading}\n")
        assert found, f"{self.name} has no heading {heading!r}"
        rows = [line for line in re.split(r"\n#+ ", below)[0].splitlines() if line.startswith("|")]
        return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows[2:]]


def pages() -> list[Page]:
    """The README and everything in `docs/`."""
    return [Page(ROOT / "README.md"), *(Page(path) for path in sorted(DOCS.rglob("*.md")))]


def steps(fence: Fence) -> list[Step]:
    """The commands of a console block, each with what is shown below it."""
    found: list[Step] = []
    for number, line in enumerate(fence.text.splitlines(), fence.line):
        if line.startswith("$ "):
            found.append(Step(line[2:], "", number))
        elif line.startswith("> ") and found and not found[-1].shown:
            found[-1] = attrs.evolve(found[-1], command=f"{found[-1].command}\n{line[2:]}")
        else:
            assert found, f"line {number}: a console block begins with a command"
            found[-1] = attrs.evolve(found[-1], shown=f"{found[-1].shown}{line}\n")
    return found


def printed(shown: str, actual: str) -> bool:
    """Whether a command printed what a page shows."""
    pattern = ""
    for line in shown.rstrip().splitlines():
        if line.strip() == "…":
            pattern += r"(?:[^\n]*\n)*"
            continue
        for piece in _ANYTHING.split(line.rstrip()):
            pattern += r"[^\n]*" if piece == "…" else _VERSION.pattern if _VERSION.fullmatch(piece) else re.escape(piece)
        pattern += r"[ ]*\n"
    return re.fullmatch(pattern, actual.rstrip() + "\n" if actual.strip() else "") is not None


def changed(text: str, diff: str) -> str:
    """A text after the changes that a `diff` fence shows."""
    for change in re.split(r"^@@.*\n", diff, flags=re.MULTILINE):
        lines = change.splitlines(keepends=True)
        before = "".join(line[1:] for line in lines if line[0] in " -")
        assert text.count(before) == 1, f"stands there {text.count(before)} times:\n{before}"
        text = text.replace(before, "".join(line[1:] for line in lines if line[0] in " +"))
    return text


def shell(command: str, folder: Path, before: int = 0) -> "subprocess.CompletedProcess[str]":
    """Run a command by bash as a reader would, with both its streams in one; `before` is what `$?` says."""
    environment = {
        "PATH": os.pathsep.join([str(folder / ".bin"), str(PROGRAMS), os.environ.get("PATH", os.defpath)]),
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join([str(folder / "site-packages"), str(folder / ".bin")]),
        "PYTEST_ADDOPTS": "-p quick",
        "PIP_RETRIES": "0",
        **{name: value for name, value in os.environ.items() if name.startswith("PIP_") or name.lower().endswith("_proxy")},
    }
    return subprocess.run(
        ["bash", "-c", f"(exit {before})\n{command}"],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )


def follow(page: Page, folder: Path) -> Iterator[str]:
    """Do everything that a page says, and tell where it says something else than what happens."""
    status = 0
    for fence in page.fences():
        if fence.name:
            path = folder / fence.name
            path.parent.mkdir(parents=True, exist_ok=True)
            text = changed(path.read_text("utf-8"), fence.text) if fence.language == "diff" else fence.text
            path.write_text(text, "utf-8")
        elif fence.language == "console":
            for step in steps(fence):
                if status and not step.command.startswith("echo $?"):
                    yield f"{page.name}:{step.line}: the command before this one failed with {status}, and nothing says so"
                if any(shutil.which(program) is None for program in _OPTIONAL.findall(step.command)):
                    continue
                done = shell(step.command, folder, status)
                if _OUT_OF_REACH in done.stdout:
                    return
                status = done.returncode
                if not printed(step.shown, done.stdout):
                    yield f"{page.name}:{step.line}: $ {step.command}\n--- shown\n{step.shown}--- printed\n{done.stdout}"
    if status:
        yield f"{page.name}: the last command failed with {status}, and nothing says so"


def sandbox(folder: Path, demo: Path) -> Path:
    """A reader's folder: the seeds, and the archive that `make demo` makes of them."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    shutil.copytree(demo, folder / "demo-archive")
    (folder / ".bin").mkdir()
    pip = folder / ".bin" / "pip"
    (folder / ".bin" / "quick.py").write_text(QUICK)
    pip.write_text(f'#!/bin/sh\nexec {PROGRAMS}/python -m pip "$@" --no-deps --target {folder}/site-packages\n')
    pip.chmod(0o755)
    return folder
