"""`newsarchive explain`: how a file is read, and on what grounds."""

import sys
from pathlib import Path
from typing import Any

import attrs
import click

from ..canonical import plain
from ..identity import content_hash
from ..intake import Content
from ..model import SCHEMA, Evidence, Span
from ..pipeline.requests import request
from ..pipeline.workers import Pool, Setting
from ..reading import Found, Reading
from ..rules import read_rules
from ..store.layout import Layout, read_settings
from ..text import printable_name
from . import output
from .annotation import show_trace
from .findings import bid, encoding, fields, gives_places, own, promise, read_by, said, unaccounted
from .options import archive_option, json_option, plugins_option, resolved
from .page import PAGE_FOOT, page_head, section
from .places import Places, read_file, shortened
from .ruled import archive_rules, match_file, rules_json, rules_options, words


@click.command()
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=bytes))
@click.option("--source", metavar="NAME", help="Read everything with this source, without sniffing.")
@archive_option
@rules_options
@plugins_option
@click.option("--trace", "tracing", is_flag=True, help="Print the document itself, with what became of every character.")
@click.option("--html", is_flag=True, help="Print the trace as one page for a browser.")
@json_option
def explain(
    files: tuple[bytes, ...],
    source: str | None,
    archive: Path,
    rules_file: Path | None,
    drop: Path,
    plugins_dirs: tuple[Path, ...],
    tracing: bool,
    html: bool,
    as_json: bool,
) -> None:
    """Say how a file is read: bids, evidence, what is unaccounted for.

    Nothing is written. If there is an archive, its settings decide ties as they would for `ingest`, and its rules hold,
    unless `--rules` names others; their paths are below `--drop`. `--json` prints one
    object a file and line. Exit code 3: a FILE could not be opened.

    `--trace` prints the document itself, a row for each piece: its line and column, what became of it, the text. On a
    terminal each field has its colour, furniture is grey, what is unaccounted for is white on red; through a pipe the
    rows say the same: `newsarchive explain --trace FILE | grep unaccounted`, or `| less -S` for a long document.
    `--html` writes the same as one page that needs nothing else: `newsarchive explain --html FILE > page.html`.
    """
    if as_json and (tracing or html):
        raise click.UsageError("`--json` excludes `--trace` and `--html`.")
    layout = Layout(archive)
    prefer = read_settings(layout).prefer if layout.settings.exists() else ()
    rules = read_rules(rules_file) if rules_file else archive_rules(layout)
    refused = False
    if html:
        output.data(page_head([printable_name(path) for path in files]).encode())
    with Pool(Setting(resolved(plugins_dirs), prefer, source, rules.sources)) as pool:
        for number, path in enumerate(files, 1):
            content = read_file(path)
            if not isinstance(content, Content):
                refused = True
                output.say(f"{content.name}: {content.code}: {content.reason}")
                continue
            match = match_file(rules, path, drop)
            reading = pool.read_one(*request(content, match, tracing=True))
            if as_json:
                about = {"name": content.input.name, "size": content.input.size, "rules": rules_json(match)}
                output.json_line(about | _reading_json(reading, content.data))
            elif html:
                output.data(section(f"f{number}", content.input.name, reading, content.data, content.input.size).encode())
            else:
                output.line(f"{content.input.name}: {content.input.size:,} bytes")
                for number, entry in enumerate(match.entries):
                    output.line(f"{' ' * 5 if number else 'rules'} {words(entry)}")
                (show_trace if tracing else _show_reading)(reading, content.data)
                output.line()
    if html:
        output.data(PAGE_FOOT.encode())
    sys.exit(output.INCOMPLETE if refused else output.DONE)


def _show_reading(reading: Reading, data: bytes | None) -> None:
    """One document, then its parts."""
    places = _places(reading, data)
    if reading.offers:
        made = [offer for offer in reading.offers if offer.confidence or offer.error]
        output.line("bids")
        for text in output.table([bid(offer) for offer in made]):
            output.line(f"  {text}")
        if len(made) < len(reading.offers):
            output.line("  none from the other installed sources")
    output.line(read_by(reading))
    if reading.source is not None:
        output.line(encoding(reading))
    for number, found in enumerate(own(reading), 1):
        _show_found(number, found, places)
    for span in reading.furniture:
        output.line(f"furniture  {_where(span, places)}")
    for defect in reading.defects:
        if defect.member == reading.member:
            output.line(f"defect {defect.code}: {defect.reason}")
            for span in defect.span:
                output.line(f"  {_where(span, places)}")
    if reading.source is not None:
        output.line(unaccounted(reading))
        for span in reading.unaccounted if gives_places(reading) else ():
            output.line(f"  {_where(span, places)}")
        if promised := promise(reading):
            output.line(f"  {promised}")
    for part in reading.parts:
        output.line()
        output.line(f"part {part.member}")
        _show_reading(part, None)


def _show_found(number: int, found: Found, places: Places | None) -> None:
    if found.message is not None:
        output.line(f"{number}. notice: {found.message.status}")
        for name, value in plain(found.message).items():
            output.line(f"  {name}  {said(value)}")
    for reason in found.reasons:
        output.line(f"{number}. {found.kind}: {reason.code}: {reason.reason}")
        for span in reason.span:
            output.line(f"  {_where(span, places)}")
    if found.article is None:
        return
    output.line(f"{number}. article {content_hash(found.article)}")
    for field in fields(found.article):
        output.line(f"  {field.path}" + (f"  {field.value}" if field.value is not None else ""))
        if field.evidence is not None:
            _show_evidence(field.evidence, places)


def _show_evidence(evidence: Evidence, places: Places | None) -> None:
    output.line(f"    by rule {evidence.rule}" + (f", at {evidence.path}" if evidence.path else ""))
    for span in evidence.span:
        output.line(f"    {_where(span, places)}")


def _places(reading: Reading, data: bytes | None) -> Places | None:
    if reading.text is not None:
        return Places(reading.text)
    return Places(data) if data is not None else None


def _where(span: Span, places: Places | None) -> str:
    """`12:1, codepoints 340-352: "…"`."""
    stretch = f"{span.unit}s {span.start}-{span.end}"
    if places is None or not places.fits(span):
        return stretch
    line, column = places.at(span.start)
    return f"{line}:{column}, {stretch}: {shortened(places.text(span))}"


def _reading_json(reading: Reading, data: bytes | None) -> dict[str, Any]:
    places = _places(reading, data)

    def spans(values: tuple[Span, ...]) -> list[dict[str, Any]]:
        return [_span_json(span, places) for span in values]

    articles = [
        plain(found.article)
        | {"schema": SCHEMA, "content_hash": content_hash(found.article)}
        | {"evidence": {key: plain(each) | {"span": spans(each.span)} for key, each in found.article.evidence.items()}}
        for found in own(reading)
        if found.article is not None
    ]
    others = [
        {"kind": found.kind, "message": plain(found.message) if found.message else None, "reasons": plain(found.reasons)}
        for found in own(reading)
        if found.article is None
    ]
    return {
        "source": reading.source,
        "source_version": reading.source_version,
        "because": reading.because,
        "encoding": reading.encoding,
        "lossless": reading.lossless,
        "bids": [attrs.asdict(offer) for offer in reading.offers],
        "articles": articles,
        "others": others,
        "furniture": spans(reading.furniture),
        "unaccounted": spans(reading.unaccounted),
        "defects": [
            plain(defect) | {"span": spans(defect.span)} for defect in reading.defects if defect.member == reading.member
        ],
        "parts": [{"member": part.member, **_reading_json(part, None)} for part in reading.parts],
    }


def _span_json(span: Span, places: Places | None) -> dict[str, Any]:
    if places is None or not places.fits(span):
        return plain(span)  # type: ignore[no-any-return]  # an object
    line, column = places.at(span.start)
    return plain(span) | {"line": line, "column": column, "text": places.text(span)}  # type: ignore[no-any-return]
