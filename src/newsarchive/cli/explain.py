"""`newsarchive explain`: how a file is read, and on what grounds."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import click

from ..canonical import field_names, plain
from ..identity import content_hash
from ..intake import Content
from ..model import SCHEMA, Article, Evidence, Span
from ..pipeline.requests import request
from ..pipeline.workers import Pool, Setting
from ..reading import Found, Offer, Reading
from ..store.layout import Layout, read_settings
from . import output
from .options import archive_option, json_option, plugins_option, resolved
from .places import Places, read_file, shortened

#: Fields whose evidence is that of each element.
_LISTED = ("body", "authors", "subjects", "media", "keywords", "places", "people", "organisations")
_APART = ("evidence", "provenance")


@click.command()
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=bytes))
@click.option("--source", metavar="NAME", help="Read everything with this source, without sniffing.")
@archive_option
@plugins_option
@json_option
def explain(files: tuple[bytes, ...], source: str | None, archive: Path, plugins_dirs: tuple[Path, ...], as_json: bool) -> None:
    """Say how a file is read: bids, evidence, what is unaccounted for.

    Nothing is written. If there is an archive, its settings decide ties as they would for `ingest`. `--json` prints one
    object a file and line. Exit code 3: a FILE could not be opened.
    """
    layout = Layout(archive)
    prefer = read_settings(layout).prefer if layout.settings.exists() else ()
    refused = False
    with Pool(Setting(resolved(plugins_dirs), prefer, source)) as pool:
        for path in files:
            content = read_file(path)
            if not isinstance(content, Content):
                refused = True
                output.say(f"{content.name}: {content.code}: {content.reason}")
                continue
            reading = pool.read_one(*request(content, tracing=True))
            if as_json:
                output.json_line({"name": content.input.name, "size": content.input.size, **_as_json(reading, content.data)})
            else:
                _show(content, reading)
    sys.exit(output.INCOMPLETE if refused else output.DONE)


def _show(content: Content, reading: Reading) -> None:
    output.line(f"{content.input.name}: {content.input.size:,} bytes")
    _show_reading(reading, content.data)
    output.line()


def _show_reading(reading: Reading, data: bytes | None) -> None:
    """One document, then its parts."""
    places = _places(reading, data)
    if reading.offers:
        output.line("bids")
        for text in output.table([_bid(offer) for offer in reading.offers]):
            output.line(f"  {text}")
    if reading.source is None:
        output.line("no source reads it")
    else:
        because = f": {reading.because}" if reading.because else ""
        output.line(f"read by {reading.source} {reading.source_version or ''}".rstrip() + because)
        output.line(f"encoding {reading.encoding}" if reading.encoding else "read as bytes, not as text")
    for number, found in enumerate(_own(reading), 1):
        _show_found(number, found, places)
    for span in reading.furniture:
        output.line(f"furniture  {_where(span, places)}")
    for defect in reading.defects:
        if defect.member == reading.member:
            output.line(f"defect {defect.code}: {defect.reason}")
            for span in defect.span:
                output.line(f"  {_where(span, places)}")
    if reading.source is not None:
        _show_unaccounted(reading, places)
    for part in reading.parts:
        output.line()
        output.line(f"part {part.member}")
        _show_reading(part, None)


def _show_found(number: int, found: Found, places: Places | None) -> None:
    if found.message is not None:
        output.line(f"{number}. notice: {found.message.status}")
        for name, value in plain(found.message).items():
            output.line(f"  {name}  {_value(value)}")
    for reason in found.reasons:
        output.line(f"{number}. {found.kind}: {reason.code}: {reason.reason}")
        for span in reason.span:
            output.line(f"  {_where(span, places)}")
    if found.article is None:
        return
    output.line(f"{number}. article {content_hash(found.article)}")
    evidence = dict(found.article.evidence)
    for key, value in _fields(plain(found.article)):
        output.line(f"  {key}  {_value(value)}")
        if key in evidence:
            _show_evidence(evidence.pop(key), places)
        for below in [path for path in evidence if path.startswith((f"{key}.", f"{key}["))]:
            output.line(f"  {below}")
            _show_evidence(evidence.pop(below), places)
    for key, rest in evidence.items():  # of a whole list
        output.line(f"  {key}")
        _show_evidence(rest, places)


def _show_evidence(evidence: Evidence, places: Places | None) -> None:
    output.line(f"    by rule {evidence.rule}" + (f", at {evidence.path}" if evidence.path else ""))
    for span in evidence.span:
        output.line(f"    {_where(span, places)}")


def _show_unaccounted(reading: Reading, places: Places | None) -> None:
    count = sum(span.end - span.start for span in reading.unaccounted)
    unit = "bytes" if count and reading.encoding is None else "characters"
    output.line(f"{count} {unit} unaccounted for")
    for span in reading.unaccounted:
        output.line(f"  {_where(span, places)}")
    if not reading.lossless:
        output.line(f"  {reading.source} does not promise to account for every character")


def _own(reading: Reading) -> list[Found]:
    """What was found in the document itself and not in its parts."""
    return [found for found in reading.found if found.member == reading.member]


def _places(reading: Reading, data: bytes | None) -> Places | None:
    if reading.text is not None:
        return Places(reading.text)
    return Places(data) if data is not None else None


def _bid(offer: Offer) -> list[str]:
    if offer.error:
        return [offer.source, "failed", offer.error]
    return [offer.source, offer.confidence or "no bid", offer.reason]


def _fields(article: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each value under the path that its evidence has, in the order of the record's definition."""
    for name in filter(article.__contains__, field_names(Article)):
        value = article[name]
        if name in _LISTED:
            for number, each in enumerate(value):
                yield f"{name}[{number}]", each
        elif name not in _APART:
            yield name, value


def _value(value: Any) -> str:
    if isinstance(value, dict) and value.keys() == {"kind", "text"}:
        return f"{value['kind']}: {_value(value['text'])}"
    if isinstance(value, dict):
        return ", ".join(f"{key} {_value(each)}" for key, each in value.items())
    if isinstance(value, list):
        return ", ".join(map(_value, value))
    return shortened(value) if isinstance(value, str) else str(value)


def _where(span: Span, places: Places | None) -> str:
    """`12:1, codepoints 340-352: "…"`."""
    stretch = f"{span.unit}s {span.start}-{span.end}"
    if places is None or not places.fits(span):
        return stretch
    line, column = places.at(span.start)
    return f"{line}:{column}, {stretch}: {shortened(places.text(span))}"


def _as_json(reading: Reading, data: bytes | None) -> dict[str, Any]:
    places = _places(reading, data)

    def spans(values: tuple[Span, ...]) -> list[dict[str, Any]]:
        return [_span_json(span, places) for span in values]

    articles = [
        plain(found.article)
        | {"schema": SCHEMA, "content_hash": content_hash(found.article)}
        | {"evidence": {key: plain(each) | {"span": spans(each.span)} for key, each in found.article.evidence.items()}}
        for found in _own(reading)
        if found.article is not None
    ]
    others = [
        {"kind": found.kind, "message": plain(found.message) if found.message else None, "reasons": plain(found.reasons)}
        for found in _own(reading)
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
        "parts": [{"member": part.member, **_as_json(part, None)} for part in reading.parts],
    }


def _span_json(span: Span, places: Places | None) -> dict[str, Any]:
    if places is None or not places.fits(span):
        return plain(span)  # type: ignore[no-any-return]  # an object
    line, column = places.at(span.start)
    return plain(span) | {"line": line, "column": column, "text": places.text(span)}  # type: ignore[no-any-return]
