"""`newsarchive parse`: what files hold, as records, without an archive."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
import orjson

from ..canonical import record_line
from ..identity import content_hash
from ..intake import Content, Deferral
from ..model import Span
from ..pipeline.frames import Request
from ..pipeline.requests import request
from ..pipeline.stretches import stretches
from ..pipeline.workers import Pool, Setting
from ..reading import Found, Reading, Reason
from ..rules import NONE, read_rules
from ..walk import Refusal
from . import output
from .options import cores, plugins_option, resolved
from .places import Places, places_of, read_file
from .ruled import match_file, rules_options

#: So many files are worth one more parser process.
_FILES_A_WORKER = 64


@click.command()
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=bytes))
@click.option("--source", metavar="NAME", help="Read everything with this source, without sniffing.")
@rules_options
@plugins_option
@click.option("--pretty", is_flag=True, help="Print indented JSON for a person instead of JSON Lines.")
def parse(
    files: tuple[bytes, ...],
    source: str | None,
    rules_file: Path | None,
    drop: Path,
    plugins_dirs: tuple[Path, ...],
    pretty: bool,
) -> None:
    """Print the articles of files as JSON Lines; write nothing.

    Each line is the record that `ingest` would make: its fields, `schema` and `content_hash`. What is wrong with a file
    is said on standard error, as `FILE:LINE: code: reason`. Exit code 3: something could not be read.
    """
    refused = False
    rules = read_rules(rules_file) if rules_file else NONE

    def jobs() -> Iterator[tuple[Content, Request, bytes]]:
        nonlocal refused
        for path in files:
            content = read_file(path)
            if isinstance(content, Content):
                match = match_file(rules, path, drop)
                for stretch in stretches(content, match, pool):
                    if isinstance(stretch, Content):
                        yield stretch, *request(stretch, match)
                    else:
                        refused = True
                        _refuse(stretch)
            else:
                refused = True
                _refuse(content)

    count = min(cores(), 1 + len(files) // _FILES_A_WORKER)
    with Pool(Setting(resolved(plugins_dirs), only=source, needed=rules.sources), count) as pool:
        for plugin in pool.hello.plugins:
            if plugin.error:
                output.say(f"plugin not loaded: {plugin.name} ({plugin.origin}): {plugin.error}")
        for content, reading in pool.read(jobs()):
            _print(reading, pretty)
            _complain(content, reading)
            refused = refused or any(found.kind == "quarantined" for found in reading.found)
    sys.exit(output.INCOMPLETE if refused else output.DONE)


def _refuse(refusal: Refusal | Deferral) -> None:
    code = refusal.code if isinstance(refusal, Refusal) else "changed"
    output.say(f"{refusal.name}: {code}: {refusal.reason}")


def _print(reading: Reading, pretty: bool) -> None:
    for found in reading.found:
        if found.article is not None:
            record = record_line(found.article, content_hash(found.article))
            if pretty:
                output.json_pretty(orjson.loads(record))
            else:
                output.data(record)
    sys.stdout.buffer.flush()


def _complain(content: Content, reading: Reading) -> None:
    """Everything of a document that is no article, on standard error, and where it stands."""
    known: dict[str, Places | None] = {}

    def line(span: Span) -> str:
        if content.data is None or content.stretch is not None:
            return ""
        if span.unit not in known:
            known[span.unit] = places_of(content.data, span.unit)
        places = known[span.unit]
        return f"{places.at(span.start)[0]}:" if places is not None and places.fits(span) else ""

    def say(reason: Reason) -> None:
        name = content.input.name
        # Spans of a member count in that part, and not in the file.
        place = f"{name}!/{reason.member}:" if reason.member else f"{name}:{line(reason.span[0]) if reason.span else ''}"
        output.say(f"{place} {reason.code}: {reason.reason}")

    for found in reading.found:
        if found.message is not None:
            say(Reason("notice", _notice(found), member=found.member))
        for reason in found.reasons:
            say(reason)
    for reason in reading.defects:
        say(reason)


def _notice(found: Found) -> str:
    assert found.message is not None
    names = ", ".join(f"{scheme} {value}" for scheme, value in sorted(found.message.identifiers.items()))
    return f"{found.message.status}: {names}" + (f" ({found.message.reason})" if found.message.reason else "")
