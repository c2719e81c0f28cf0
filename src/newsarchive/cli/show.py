"""`newsarchive show`: a record, for a person or as JSON."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import click
import orjson

from ..export.flat import said
from ..holdings import Filled, Held, Holdings, open_holdings
from ..model import Record
from ..text import terminal_safe
from . import output
from .options import archive_option, json_option, today, while_running
from .reading import fields_for_people

FIELDS = tuple(sorted(field.name for field in attrs.fields(Record)))
#: What is shown in a place of its own, or only with `--json`.
_APART = frozenset({"schema", "content_hash", "headline", "body", "evidence", "provenance"})


@click.command()
@click.argument("references", metavar="REF…", nargs=-1, required=True)
@archive_option
@click.option(
    "--field", type=click.Choice(FIELDS), metavar="NAME", help="Print only this field, filled where a sighting knows it."
)
@click.option("--body", is_flag=True, help="Print only the text, a blank line between paragraphs.")
@click.option("--filled", is_flag=True, help="With --json: with the fields that only later sightings know.")
@json_option
def show(references: tuple[str, ...], archive: Path, field: str | None, body: bool, filled: bool, as_json: bool) -> None:
    """Print a record.

    REF is an accession (4 or 000/004), the record's file, or six or more digits of its content hash. `--json` prints
    the record's own bytes, one line.
    """
    if (field is not None) + body + as_json > 1:
        raise click.UsageError("`--field`, `--body` and `--json` exclude one another.")
    if filled and not as_json:
        raise click.UsageError("`--filled` needs `--json`; without it, what is filled is marked.")
    holdings = while_running(open_holdings(archive))
    for number, reference in enumerate(references):
        accession = holdings.resolve(reference)
        held = holdings.record(accession)
        if field is not None:
            _print_field(holdings, held, field)
        elif body:
            _data(
                ("\n" if number else "") + "\n\n".join(block["text"] for block in holdings.read(accession)[0].get("body", ()))
            )
        elif as_json and filled:
            answer = holdings.filled(accession)
            read_again = {"read_again": answer.again} if answer.again else {}
            output.json_line({"record": answer.fields, "filled_from": answer.origins} | read_again)
        elif as_json:
            output.data(held.data)
            sys.stdout.buffer.flush()
        else:
            if number:
                output.line()
            _show(holdings, held)


def _print_field(holdings: Holdings, held: Held, name: str) -> None:
    answer = holdings.filled(held.accession)
    if known := _known(answer, name):
        output.say(f"{held.label}: {name} is {known}")
    if name not in answer.fields:
        output.say(f"{held.label} has no {name}")
        return
    value = answer.fields[name]
    for each in value if isinstance(value, list) else [value]:
        plain = isinstance(each, str | int)
        _data(str(each) if plain else orjson.dumps(each, option=orjson.OPT_SORT_KEYS).decode())


def _data(text: str) -> None:
    """Text as it is; on a terminal without what it would execute."""
    if sys.stdout.isatty():
        output.line(text)
    else:
        sys.stdout.buffer.write(text.encode() + b"\n")
        sys.stdout.buffer.flush()


def _show(holdings: Holdings, held: Held) -> None:
    """Headline, fields with where each is from, the body, and where the record came from."""
    filled = holdings.filled(held.accession)
    fields = filled.fields
    standing = holdings.status(held.accession, today())
    strong, faint, plain = ("\x1b[1m", "\x1b[2m", "\x1b[0m") if output.colours(sys.stdout) else ("", "", "")
    click.echo(f"{strong}{terminal_safe(fields.get('headline', '(no headline)'))}{plain}")
    rows = [("status", standing.why)] if not standing.usable else []
    rows += [row for row in fields_for_people(_shown(filled.fields)) if row[0] != "status" or standing.usable]
    for name, text in rows:
        known = _known(filled, name)
        origin = f"{faint}  ({terminal_safe(known)}){plain}" if known else ""
        click.echo(f"{faint}{name}:{plain} {terminal_safe(text)}{origin}")
    output.line()
    for block in fields.get("body", ()):
        mark = "" if block["kind"] == "paragraph" else f"{faint}[{block['kind']}]{plain} "
        click.echo(mark + terminal_safe(block["text"]) + "\n")
    click.echo(faint, nl=False)
    for name, text in _origin(holdings, held, filled):
        output.line(f"{name}: {text}")
    click.echo(plain, nl=False)


def _known(filled: Filled, name: str) -> str:
    """From where a field is known, if it is not what the record's own bytes say."""
    if name in filled.origins:
        return f"known from {filled.origins[name]}"
    return f"known from {filled.again[name]}" if name in filled.again else ""


def _shown(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in _APART}


def _origin(holdings: Holdings, held: Held, filled: Filled) -> list[tuple[str, str]]:
    """Which record this is, which bytes it was read from and by what, and where to look further."""
    where = filled.fields["provenance"]
    member = f"!/{where['member']}" if "member" in where else ""
    encoding = f", {where['encoding']}" if "encoding" in where else ""
    rows = [
        ("record", f"{held.label}  {held.path}"),
        ("content hash", str(held.fields["content_hash"])),
        ("read from", f"{where['name']}{member} by {where['source']} {where['source_version']}{encoding}"),
        ("original", said(where["original"])),
    ]
    if filled.again:
        differing = sorted(name for name in filled.again if name not in ("evidence", "provenance"))
        rows.append(("read again", f"unlike the record's own bytes (`--json`): {', '.join(differing) or 'only the version'}"))
    seen = len(holdings.catalog.sightings(held.accession))
    if seen > 1:
        rows.append(("seen", f"{seen:,} times: `newsarchive copies {held.accession}` compares them"))
    chain = holdings.chain(held.accession)
    if len(chain.accessions) > 1 or chain.notices:
        place = f"{chain.accessions.index(held.accession) + 1} of {len(chain.accessions)}"
        notices = f", {len(chain.notices)} {'notice' if len(chain.notices) == 1 else 'notices'}" if chain.notices else ""
        rows.append(("version", f"{place}{notices}: `newsarchive versions {held.accession}` compares them"))
    return rows
