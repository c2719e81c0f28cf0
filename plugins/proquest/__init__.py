"""Exports of ProQuest: HTML, mail that holds it, RTF and text."""

import re
from collections.abc import Iterator, Sequence

from newsarchive import (
    Bid,
    Confidence,
    Defect,
    Document,
    Draft,
    NotArticle,
    Notice,
    Part,
    Sample,
    Source,
    Span,
    Unreadable,
    hookimpl,
)

from .._message import read_head
from .._mime import Entity
from .._prose import text_lines
from .._rtf import is_rtf, read_rtf
from .._sample import text_ends
from .export import documents, numbered
from .layout import read_layout
from .mail import forms, is_export
from .page import ANCHOR, pieces
from .record import Record
from .rtf import LINK, read_export, texts

Found = Draft | Defect | NotArticle | Notice
_NOTHING = "it has neither a headline nor a text"
#: So much of a document is looked at for the marks of an export, which begins with a cover.
_HEAD_LENGTH = 16_384
_MARKUP = re.compile(r"<(?:!doctype html|html|head|body|div|table|p|a|meta)\b", re.IGNORECASE)
_LINKED = re.compile(r"ProQuest document link|https?://[^\s<>\"]{1,200}/docview/\d")
_LABELLED = re.compile(r"(?:\A|[\r\n])[ \t]*(?:Publication ?info|Full ?text|Abstract)[ \t\xa0]*:")
_FIELD = re.compile(rb"\s{0,200}[!-9;-~]{1,80}[ \t]*:")
_COVER_LENGTH = 300


def sniff_html(sample: Sample) -> Bid | None:
    """An anchor of a document, or a link to one with the labels round it."""
    ends = text_ends(sample)
    if ends is None or not _MARKUP.search(ends.head[:_HEAD_LENGTH]) or _FIELD.match(sample.head[:1000]):
        return None
    if ANCHOR.search(ends.head[:_HEAD_LENGTH]):
        return Bid(Confidence.CERTAIN, "has an anchor of a document of ProQuest")
    head = ends.head[:_HEAD_LENGTH]
    if "ProQuest document link" in head and "/docview/" in head:
        return Bid(Confidence.CERTAIN, "links to a document of ProQuest")
    return None


def parse_html(document: Document) -> Iterator[Found]:
    """The documents of each piece; a cover is no article."""
    text = document.decoded("cp1252").text
    order = document.hints.get("date_order")
    found = 0
    for piece in pieces(text):
        for cover, layout in piece.documents:
            yield from _cover(cover, piece.span)
            record = Record(layout, order, placed=False)
            record.span = piece.span
            for each in record.found(_NOTHING):
                found += isinstance(each, Draft)
                yield each
        yield from _cover(piece.rest, piece.span)
    yield from _counted(len(ANCHOR.findall(text)) or None, found, "anchors")


def sniff_mail(sample: Sample) -> Bid | None:
    """The fields of a message that ProQuest sent, and a document in it."""
    if not _FIELD.match(sample.head[:1000]):
        return None
    head = read_head(sample.head.decode("latin-1"))
    return Bid(Confidence.CERTAIN, "is mail of ProQuest") if is_export(head) else None


def parse_mail(document: Document) -> Iterator[Part | Defect | NotArticle]:
    """The export in its best form, as a part."""
    text = document.data.decode("latin-1")
    head = read_head(text)
    if not head.fields:
        raise Unreadable("it does not begin with the fields of a message", code="no-head")
    parts = list(forms(Entity(text, head, len(text))))
    yield from parts
    if not any(isinstance(each, Part) for each in parts):
        yield NotArticle("it is mail of ProQuest and holds no documents")


def sniff_text(sample: Sample) -> Bid | None:
    """A link to a document, and labels at the beginnings of lines."""
    ends = text_ends(sample)
    head = ends.head[:_HEAD_LENGTH] if ends else ""
    if not _LINKED.search(head) or _MARKUP.match(head.lstrip()) or head.startswith("{\\rtf"):
        return None
    if len({match[0].strip()[:8].lower() for match in _LABELLED.finditer(head)}) < 2:
        return None
    return Bid(Confidence.CERTAIN, "links to a document of ProQuest, between its labels")


def parse_text(document: Document) -> Iterator[Found]:
    """The documents one behind the other."""
    found, furniture = text_lines(document.decoded("cp1252").text)
    within = documents(found)
    count = 0
    for each in within:
        said = [line for line in each.cover if not line.blank]
        yield from _cover(" ".join(line.text.strip() for line in said), [line.span for line in said])
        if not each.lines:
            continue
        record = Record(read_layout(each.lines), document.hints.get("date_order"), placed=True)
        record.furniture += furniture
        furniture = []
        if len(within) > 2:
            record.span = Span("codepoint", each.lines[0].start, each.lines[-1].end)
        for item in record.found(_NOTHING):
            count += isinstance(item, Draft)
            yield item
    if furniture:
        yield NotArticle("it is an export without documents", furniture)
    stated, there = numbered(found)
    if stated != there or count < there:
        reason = f"the export states {stated} documents, {there} of these numbers are there, and {count} articles were found"
        yield Defect("count", reason)


def sniff_rtf(sample: Sample) -> Bid | None:
    """RTF with the line that each document has, as it is written there."""
    if is_rtf(sample.head) and LINK.encode() in sample.head:
        return Bid(Confidence.CERTAIN, "links to a document of ProQuest, in RTF")
    return None


def parse_rtf(document: Document) -> Iterator[Found]:
    """The documents one behind the other; what is wrong with the RTF beside them."""
    if not is_rtf(document.data):
        raise Unreadable("it does not begin as RTF does", code="not-rtf")
    rtf = read_rtf(document.data)
    export = read_export(rtf)
    yield from rtf.defects
    yield from _cover(" / ".join(texts(export.cover)))
    count = 0
    for layout, span in export.documents:
        record = Record(layout, document.hints.get("date_order"), placed=False)
        record.span = span
        for each in record.found(_NOTHING):
            count += isinstance(each, Draft)
            yield each
    yield from _counted(export.listed, count, "entries in its table of contents")
    if not export.documents:
        yield NotArticle("it is an export without documents")


def _cover(text: str, span: Span | Sequence[Span] = ()) -> Iterator[NotArticle]:
    """What stands in no document: who sent the export, what may be done with it."""
    if text.strip():
        yield NotArticle(f"it is the cover of an export: {text:.{_COVER_LENGTH}}", span)


def _counted(stated: int | None, found: int, what: str) -> Iterator[Defect]:
    if stated is not None and stated != found:
        yield Defect("count", f"the export has {stated} {what}, and {found} articles were found")


@hookimpl
def newsarchive_sources() -> list[Source]:
    """The sources `proquest-html`, `proquest-eml`, `proquest-rtf` and `proquest-txt`."""
    return [
        Source("proquest-html", title="ProQuest (HTML)", sniff=sniff_html, parse=parse_html, libraries=("lxml",)),
        Source("proquest-eml", title="ProQuest (mail)", sniff=sniff_mail, parse=parse_mail, refines=("mail",)),
        Source("proquest-rtf", title="ProQuest (RTF)", sniff=sniff_rtf, parse=parse_rtf, refines=("rtf",)),
        Source("proquest-txt", title="ProQuest (text)", sniff=sniff_text, parse=parse_text, lossless=True),
    ]
