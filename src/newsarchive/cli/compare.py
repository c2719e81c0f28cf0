"""`newsarchive copies` and `newsarchive versions`: the same text in many places, and one story in many texts."""

import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import attrs
import click

from ..catalog.references import label
from ..catalog.removed import tombstones
from ..export.flat import said
from ..holdings import Holdings, Sighting, Word, open_holdings
from ..text import terminal_safe
from . import output
from .options import archive_option, json_option, today, while_running
from .reading import fields_for_people
from .worddiff import marked, word_diff

#: What differs without saying anything about the article.
_APART = frozenset({"evidence", "provenance", "schema", "content_hash"})


@click.command()
@click.argument("reference", metavar="REF")
@archive_option
@json_option
def copies(reference: str, archive: Path, as_json: bool) -> None:
    """Show where a record was seen, and what differs.

    The texts are the same, else they would not be one record. What every copy says alike is shown once.
    """
    holdings = while_running(open_holdings(archive))
    accession = holdings.resolve(reference)
    sightings = holdings.sightings(accession)
    said_by = [_fields(sighting) for sighting in sightings]
    alike, differing = _compare(said_by)
    standing = holdings.status(accession, today())
    if as_json:
        described = [
            _described(sighting) | {"fields": {name: fields[name] for name in differing if name in fields}}
            for sighting, fields in zip(sightings, said_by, strict=True)
        ]
        output.json_line(
            {
                "accession": accession,
                "content_hash": holdings.row(accession).content_hash,
                "standing": standing.status,
                "alike": alike,
                "differing": differing,
                "sightings": described,
            }
        )
        return
    held = holdings.record(accession)
    output.line(f"{held.label}  {held.fields.get('headline', '(no headline)')}")
    output.line(f"seen {len(sightings):,} {'time' if len(sightings) == 1 else 'times'}, {_originals(sightings)}")
    if not standing.usable:
        output.line(standing.why)
    if alike:
        if len(sightings) > 1:
            output.line("\nalike in all:")
        for name, text in fields_for_people(alike):
            output.line(f"  {name}: {text}")
    first: dict[str, str] = {}
    for number, (sighting, fields) in enumerate(zip(sightings, said_by, strict=True), 1):
        output.line(
            f"\n{number}. {sighting.title}  ({sighting.outcome}, run {sighting.run}, {sighting.at}, from {sighting.drop})"
        )
        if sighting.original in first:
            output.line(f"  the same bytes as {first[sighting.original]}")
        first.setdefault(sighting.original, f"{number}. {sighting.title}")
        for name in differing:
            output.line(f"  {name}: {said(fields[name]) if name in fields else '(none)'}")


@click.command()
@click.argument("reference", metavar="REF")
@archive_option
@json_option
def versions(reference: str, archive: Path, as_json: bool) -> None:
    """Show the versions of a story, and what differs.

    Each version is compared with the one before it: the fields, and the text word by word, [-old-]{+new+}.
    """
    holdings = while_running(open_holdings(archive))
    accession = holdings.resolve(reference)
    chain = holdings.chain(accession)
    fields = {each: holdings.filled(each).fields for each in chain.accessions}
    steps = [_step(fields[old], fields[new]) for old, new in pairwise(chain.accessions)]
    gone = list(tombstones(holdings.catalog, holdings.row(accession).chain))
    now = today()
    if as_json:
        output.json_line(
            {
                "accession": accession,
                "versions": [
                    _version(holdings, each, fields[each], holdings.status(each, now).status) for each in chain.accessions
                ],
                "changes": [step | {"text": [[op, text] for op, text in step["text"]]} for step in steps],
                "notices": [_notice(each) for each in chain.notices],
                "removed": [attrs.asdict(each) for each in gone],
            }
        )
        return
    count = len(chain.accessions)
    output.line(f"{count:,} versions" if count > 1 else "1 version: nothing else has its identifiers")
    for number, each in enumerate(chain.accessions):
        standing = holdings.status(each, now)
        mark = "" if standing.usable else f"  [{standing.why}]"
        date = fields[each].get("modified") or fields[each].get("published") or "no date"
        output.line(f"\n{label(each)}  {date}  {fields[each].get('headline', '(no headline)')}{mark}")
        if number:
            _show_step(steps[number - 1])
    for tombstone in gone:
        output.line(f"\n{label(tombstone.accession)}  {tombstone.words}")
    if chain.notices:
        output.line("\nnotices:")
    for word in chain.notices:
        output.line(f"  {word.status}  {word.name}  (run {word.run}, {word.at})" + (f"  {word.reason}" if word.reason else ""))


def _fields(sighting: Sighting) -> dict[str, Any]:
    """What a sighting says, and which source read it in which encoding."""
    where = sighting.article["provenance"]
    read = {name: where[name] for name in ("source", "encoding") if name in where}
    return {name: value for name, value in sighting.article.items() if name not in _APART and name != "body"} | read


def _compare(said_by: Sequence[Mapping[str, Any]]) -> tuple[dict[str, Any], list[str]]:
    """The fields that all say alike, and the names of those that differ."""
    names = sorted({name for fields in said_by for name in fields})
    differing = [name for name in names if any(fields.get(name) != said_by[0].get(name) for fields in said_by)]
    return {name: said_by[0][name] for name in names if name not in differing}, differing


def _described(sighting: Sighting) -> dict[str, Any]:
    return {
        name: value
        for name, value in attrs.asdict(sighting, recurse=False).items()
        if name not in ("article", "accession", "order")
    }


def _originals(sightings: Sequence[Sighting]) -> str:
    count = len({sighting.original for sighting in sightings})
    return (
        "in the same bytes" if count == 1 < len(sightings) else f"in {count:,} different files" if count > 1 else "in one file"
    )


def _step(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """What differs from one version to the next."""
    names = sorted((old.keys() | new.keys()) - _APART - {"body"})
    differing = {name: [old.get(name), new.get(name)] for name in names if old.get(name) != new.get(name)}
    return {"fields": differing, "text": word_diff(_texts(old), _texts(new))}


def _texts(fields: Mapping[str, Any]) -> list[str]:
    return [block["text"] for block in fields.get("body", ())]


def _show_step(step: Mapping[str, Any]) -> None:
    for name, (old, new) in step["fields"].items():
        if name == "headline" and old and new:
            text = " ".join(marked(word_diff([old], [new]), False))
        else:
            text = f"{'(none)' if old is None else said(old)} → {'(none)' if new is None else said(new)}"
        output.line(f"  {name}: {text}")
    if all(op == "equal" for op, _ in step["text"]):
        output.line("  the text is the same")
        return
    safe = [(op, terminal_safe(text)) for op, text in step["text"]]
    for text in marked(safe, output.colours(sys.stdout)):
        click.echo(f"  {text}")


def _version(holdings: Holdings, accession: int, fields: Mapping[str, Any], status: str) -> dict[str, Any]:
    shown = ("headline", "version", "published", "modified", "publisher")
    return {
        "accession": accession,
        "label": label(accession),
        "content_hash": holdings.row(accession).content_hash,
        "standing": status,
    } | {name: fields.get(name) for name in shown}


def _notice(word: Word) -> dict[str, Any]:
    return {"run": word.run, "at": word.at, "name": word.name, "status": word.status, "reason": word.reason}
