"""`newsarchive search`: full text."""

import sys
from pathlib import Path
from typing import Any

import click

from ..catalog.filters import Filters
from ..catalog.query import MATCH_BEGINS, MATCH_ENDS, terms
from ..catalog.references import label
from ..catalog.search import find, snippets
from ..catalog.standing import Standing
from ..dates import PartialDate
from ..errors import DamageError
from ..holdings import Holdings, open_holdings
from ..text import terminal_safe
from . import output
from .options import archive_option, json_option, today, while_running
from .reading import filter_options, say_left_out

INDEX = "search.sqlite"
#: From so many records on, a person is told that they are being indexed.
_WORTH_SAYING = 500


@click.command()
@click.argument("query", nargs=-1, required=True)
@archive_option
@filter_options
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Show so many at most.")
@click.option("--all", "everything", is_flag=True, help="Also what is canceled, withheld, under embargo or superseded.")
@json_option
def search(
    query: tuple[str, ...],
    archive: Path,
    since: PartialDate | None,
    until: PartialDate | None,
    publisher: str | None,
    language: str | None,
    source: str | None,
    limit: int,
    everything: bool,
    as_json: bool,
) -> None:
    """Search headlines and texts.

    All words must occur, in any order: `strike minister`. A phrase stands in quotes that the shell leaves alone:
    `'"southern line"'`, and 'minist*' finds words that begin so. Accents and capitals make no difference.
    """
    filters = Filters(since, until, publisher, language, source)
    wanted = terms(" ".join(query))
    holdings = while_running(open_holdings(archive))
    index = holdings.layout.root / INDEX
    found = find(index, holdings.catalog, lambda accession: _text(holdings, accession), wanted, _tell(index))
    matches = [each for each in found if filters.match(holdings.row(each))] if filters else found
    shown: list[tuple[int, Standing]] = []
    left_out = looked_at = 0
    now = today()
    for accession in matches:
        if len(shown) == limit:
            break
        looked_at += 1
        standing = holdings.status(accession, now)
        if standing.usable or everything:
            shown.append((accession, standing))
        else:
            left_out += 1
    hits = [_hit(holdings, accession, standing) for accession, standing in shown]
    cuts = list(snippets((hit.pop("text") for hit in hits), wanted))
    if as_json:
        for hit, cut in zip(hits, cuts, strict=True):
            output.json_line(hit | {"snippet": cut.replace(MATCH_BEGINS, "").replace(MATCH_ENDS, "")})
    else:
        for hit, cut in zip(hits, cuts, strict=True):
            _show(hit, cut)
        if not hits and not left_out:
            output.say(f"nothing matches in {len(holdings):,} records")
    more = len(matches) - looked_at
    if more:
        output.say(f"{len(hits):,} of {len(matches):,} matches shown; `--limit` shows more")
    say_left_out(left_out, filters if hits else None)


def _text(holdings: Holdings, accession: int) -> tuple[str, str, str] | None:
    """What is indexed of a record."""
    try:
        fields, _ = holdings.read(accession)
    except DamageError as error:
        output.say(f"not searched: {error.message}")
        return None
    body = "\n".join(block["text"] for block in fields.get("body", ()))
    return fields.get("headline", ""), fields.get("byline", ""), body


def _tell(index: Path) -> Any:
    def tell(count: int, kept: bool) -> None:
        if not kept:
            output.say(f"{index} cannot be written: the index of {count:,} records is built for this search only")
        elif count >= _WORTH_SAYING:
            output.say(f"indexing {count:,} records in {index}; the next search is quick")

    return tell


def _hit(holdings: Holdings, accession: int, standing: Standing) -> dict[str, Any]:
    """A match, as JSON gives it; `text` is for the snippet."""
    held, row = holdings.record(accession), holdings.row(accession)
    fields, _ = holdings.read(accession)
    hit = {
        "accession": accession,
        "label": label(accession),
        "content_hash": row.content_hash,
        "headline": fields.get("headline"),
        "published": row.published,
        "publisher": row.publisher,
        "credit": fields.get("credit"),
        "language": row.language,
        "source": row.source,
        "standing": standing.status,
    }
    texts = [block["text"] for block in fields.get("body", ())]
    return hit | {"path": held.path, "text": " ".join(texts) or fields.get("headline", "")}


def _show(hit: dict[str, Any], cut: str) -> None:
    """Two lines a match: what it is, and the words around what was looked for."""
    colours = output.colours(sys.stdout)
    strong = ("\x1b[1m", "\x1b[0m") if colours else ("", "")
    origin = hit["publisher"] or hit["credit"]
    facts = [hit["label"], hit["published"] or "no date", *([origin] if origin else [])]
    standing = "" if hit["standing"] == "usable" else f" [{hit['standing']}]"
    headline = terminal_safe(hit["headline"] or "(no headline)")
    click.echo(f"{terminal_safe('  '.join(facts))}{standing}  {strong[0]}{headline}{strong[1]}")
    safe = terminal_safe(cut.replace(MATCH_BEGINS, "\ue000").replace(MATCH_ENDS, "\ue001"))
    marks = strong if colours else ("[", "]")
    click.echo("    " + safe.replace("\ue000", marks[0]).replace("\ue001", marks[1]))
