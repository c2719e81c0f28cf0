"""What tests of single commands share: the real program, and plugins written into a folder."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

PROGRAM = Path(sys.executable).parent / "newsarchive"

#: A source that claims `NAME.own` for itself; `{parse}` is the body of its parser.
PLUGIN = """\
import os, signal, sys
from newsarchive import *

{top}

def sniff(sample):
    if sample.name.rpartition("/")[2] != {name!r} + ".own":
        return None
    {sniff}
    return Confidence.CERTAIN

def parse(document):
    {parse}

@hookimpl
def newsarchive_sources():
    return Source({name!r}, sniff=sniff, parse=parse)
"""
#: What a sound parser of these files does: the first line is the headline, the rest the story.
SOUND = """headline, _, body = document.text().partition("\\n")
    yield Draft(headline=headline, body=body)"""
#: A lossless parser with evidence: a mark, a headline, a body; a line `#…` is left to itself.
TRACED = """text = document.decoded().text
    mark, first, rest = text.index("ACME"), text.index("Head"), text.index("Body")
    def span(start, end): return Span("codepoint", start, end)
    end = text.find("#") if "#" in text else len(text)
    yield Draft(
        headline=text[first:first + 4],
        body=[Block("paragraph", text[rest:end])],
        authors=["Ada"],
        evidence={
            "headline": Evidence("head", (span(first, first + 4),)),
            "body[0]": Evidence("story", (span(rest, end),)),
            "authors[0].name": Evidence("fixed", path="/by"),
        },
        furniture=[span(mark, mark + 4)],
    )
    if "odd" in text:
        yield Defect("odd", "an odd line", span(text.index("odd"), text.index("odd") + 3))"""
#: A document for it.
TEXT = "ACME\nHead\n\nBody of it.\n"
#: The story of every document for these sources.
STORY = "The harbour of Port Ellery opened again on Monday after three days of storm, the port said.\n"


def run(*arguments: str | bytes | Path, cwd: Path | None = None, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run the console script, away from the user's own archive and plugins."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NEWSARCHIVE")} | variables
    return subprocess.run(
        [PROGRAM, *arguments],
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def rows(done: "subprocess.CompletedProcess[str]") -> list[Any]:
    """JSON Lines on standard output."""
    return [json.loads(line) for line in done.stdout.splitlines()]


def plugin(folder: Path, name: str, *, top: str = "", sniff: str = "pass", parse: str = SOUND) -> Path:
    """Write a plugin with one source of its own name."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name.replace('-', '_')}.py"
    path.write_text(PLUGIN.format(name=name, top=top, sniff=sniff, parse=parse), "utf-8")
    return path


def traced_plugin(folder: Path, parse: str = TRACED, top: str = "") -> Path:
    """Write the plugin `acme`, whose parser says where everything stood."""
    path = plugin(folder, "acme", parse=parse, top=top)
    path.write_text(path.read_text().replace("parse=parse)", "parse=parse, lossless=True, version='7')"))
    return path


def document(folder: Path, name: str, text: str | None = None) -> Path:
    """Write a document for the source `name`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.own"
    path.write_text(f"Headline of {name}\n{STORY}" if text is None else text, "utf-8")
    return path
