"""Traced documents as one page for a browser: nothing in it is executed or fetched, and all text is escaped."""

import html
from collections.abc import Iterator, Sequence
from importlib.resources import files

from ..canonical import field_names
from ..model import Article
from ..reading import Reading
from ..text import terminal_safe
from .findings import bid, encoding, gives_places, heading, own, promise, read_by, unaccounted
from .trace import NOT_SHOWN, Label, Stretch, Trace, named, trace

#: What the browser may do with the page: apply the style that stands in it.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_KEY = (
    ("furniture", "furniture: labels, rules, signatures"),
    ("ignored", "read, and no article"),
    ("elsewhere", "accounted for, but in no field"),
    ("defect", "defect"),
    ("unaccounted", "unaccounted for"),
)
_NAMES = field_names(Article)
#: Hues in degrees, kept apart from the red and yellow of what is wrong; the golden angle keeps neighbours apart.
_FIRST_HUE, _HUES, _GOLDEN = 80, 240, 0.382
#: Places of a field that the legend names.
_PLACES = 3
PAGE_FOOT = "</body>\n</html>\n"


def page_head(names: Sequence[str]) -> str:
    """The page down to its first section."""
    css = files("newsarchive").joinpath("templates/trace.css").read_text("utf-8")
    head = (
        '<meta charset="utf-8">\n'
        + f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        + '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        + '<meta name="color-scheme" content="light dark">\n'
        + _element("title", _text(f"newsarchive explain {' '.join(names)}"))
    )
    key = (_element("li", _element("span", _text(text), cls=f"piece {kind}")) for kind, text in _KEY)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n{head}\n<style>\n{css}</style>\n</head>\n<body>\n'
        + _element("h1", "newsarchive explain")
        + _element("ul", *key, cls="key")
        + "\n"
    )


def section(prefix: str, name: str, reading: Reading, data: bytes | None, size: int | None = None, level: int = 2) -> str:
    """One document and its parts; `prefix` tells its anchors from those of others."""
    traced = trace(reading, data)
    anchors: dict[int, str] = {}
    lines = "".join(_lines(traced, prefix, anchors))
    unit = "text" if isinstance(traced.content, str) else "bytes"
    shown = _element("pre", lines, cls=f"document {unit}") if lines else _element("p", _text(NOT_SHOWN))
    legend = _element("nav", "".join(_legend(reading, traced, anchors)), aria_label=f"What was found in {name}")
    parts = (
        section(f"{prefix}.{number}", f"part {part.member}", part, None, level=level + 1)
        for number, part in enumerate(reading.parts, 1)
    )
    told = [
        _element(f"h{min(level, 6)}", _text(name)),
        _summary(reading, traced, size),
        _element("div", shown, legend, cls="sides"),
    ]
    return _element("section", *told, *parts, id=prefix) + "\n"


def _summary(reading: Reading, traced: Trace, size: int | None) -> str:
    facts = [f"{size:,} bytes"] if size is not None else []
    facts.append(read_by(reading))
    items = [_element("li", _text(fact)) for fact in facts]
    if traced.stretches:
        items.append(_element("li", _text(encoding(reading))))
        missing = "; ".join(filter(None, [unaccounted(reading), promise(reading)]))
        red = "piece unaccounted" if reading.unaccounted and gives_places(reading) else None
        items.append(_element("li", _element("span", _text(missing), cls=red)))
    told = _element("ul", *items, cls="facts")
    if not reading.offers:
        return told
    rows = (_element("tr", *(_element("td", _text(cell)) for cell in bid(offer))) for offer in reading.offers)
    head = _element("tr", *(_element("th", title, scope="col") for title in ("source", "bid", "reason")))
    made = [f"{offer.source} {offer.confidence}" for offer in reading.offers if offer.confidence]
    summary = _element("summary", _text(f"bids: {', '.join(made) or 'none'}"))
    return told + _element("details", summary, _element("table", head, *rows))


def _lines(traced: Trace, prefix: str, anchors: dict[int, str]) -> Iterator[str]:
    """The document line by line, and into `anchors`, by `id`, where each label is first seen."""
    before: set[int] = set()
    for row in traced.rows():
        if row.left_out:
            yield _element("span", _text(f"… {row.left_out:,} rows more of the same\n"), cls="line left-out")
            continue
        pieces = []
        for piece in row.pieces:
            begun = [label for label in piece.labels if id(label) not in before]
            anchor = f"{prefix}-{piece.start}" if any(id(label) not in anchors for label in begun) else None
            anchors |= {id(label): anchor for label in begun if anchor and id(label) not in anchors}
            before = {id(label) for label in piece.labels}
            pieces.append(_piece(traced, piece, named(begun), anchor))
        place = traced.place(row.pieces[0].start).partition(":")[0]
        yield _element("span", *pieces, "\n", cls="line", data_place=place)


def _piece(traced: Trace, piece: Stretch, begun: str, anchor: str | None) -> str:
    text = _marked(traced.text(piece.start, piece.end))
    if not piece.labels:
        return text
    closest = piece.labels[-1]
    tag = begun if closest.kind != "furniture" else None
    title = "\n".join(_described(label, piece) for label in reversed(piece.labels))
    return _element(
        "span", text, id=anchor, cls=f"piece {closest.kind}", style=_hues(piece.labels), data_label=tag, title=title
    )


def _described(label: Label, piece: Stretch) -> str:
    """`1. byline: byline/signature, codepoints 1133-1144`."""
    span = next((span for span in label.spans if span.start <= piece.start < span.end), None)
    where = f"{span.unit}s {span.start}-{span.end}" if span else ""
    about = ", ".join(filter(None, [label.about, where]))
    return f"{named([label])}: {about}"


def _legend(reading: Reading, traced: Trace, anchors: dict[int, str]) -> Iterator[str]:
    """What was found, each field a link to where it stood; then what was wrong."""
    labels = traced.by_number()
    for number, found in enumerate(own(reading), 1):
        yield _element("h4", _text(heading(number, found))) + _listed(labels.get(number, []), traced, anchors)
    for kind, title in (("defect", "defects"), ("unaccounted", "unaccounted for")):
        if told := [label for label in labels.get(None, []) if label.kind == kind]:
            yield _element("h4", title) + _listed(told, traced, anchors)


def _listed(labels: Sequence[Label], traced: Trace, anchors: dict[int, str]) -> str:
    items = []
    for label in labels:
        spans = traced.within(label)
        name = _element("span", _text(label.name), cls=f"piece {label.kind}", style=_hues([label]))
        if anchor := anchors.get(id(label)):
            name = _element("a", name, href=f"#{anchor}")
        place = ", ".join(traced.place(span.start) for span in spans[:_PLACES]) + (" …" if spans[_PLACES:] else "")
        value = traced.value(label)
        about = _element("small", _text(" · ".join(filter(None, [place or "no place", label.about]))))
        items.append(_element("dt", name, " ", about) + (_element("dd", _text(value)) if value else ""))
    return _element("dl", *items) if items else ""


def _hues(labels: Sequence[Label]) -> str | None:
    """The colours of the closest field and of the one around it, which the style makes background and underline of."""
    fields = [label for label in labels if label.kind == "field"]
    if not fields:
        return None
    places = [_NAMES.index(each.field) if each.field in _NAMES else len(_NAMES) for each in fields[-2:]]
    hues = [_FIRST_HUE + int(place * _GOLDEN * _HUES) % _HUES for place in places]
    return f"--hue:{hues[-1]}" + (f";--outer:{hues[0]}" if len(hues) > 1 else "")


def _text(text: str) -> str:
    """Any text as HTML; what would be executed or reordered is shown escaped, as in a terminal."""
    return html.escape(terminal_safe(text))


def _marked(text: str) -> str:
    """As `_text`, and what is shown escaped can be told from the same characters in the document."""
    if terminal_safe(text) == text:
        return html.escape(text)
    return "".join(_text(each) if terminal_safe(each) == each else _element("i", _text(each)) for each in text)


def _element(tag: str, *inner: str, cls: str | None = None, **attributes: str | None) -> str:
    """An element around HTML; attributes are escaped here, and None leaves one out."""
    given = {"class": cls} | {name.replace("_", "-"): value for name, value in attributes.items()}
    said = "".join(f' {name}="{_text(value)}"' for name, value in given.items() if value)
    return f"<{tag}{said}>{''.join(inner)}</{tag}>"
