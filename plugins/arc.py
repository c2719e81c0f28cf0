"""Crawls as the Internet Archive wrote them before WARC: ARC, versions 1 and 2 ("Arc File Format", 1996), packed or not.

A record is a line (address, IP address, date, type, length) and what the server answered. Addresses may hold blanks, so
that the line is read from its end.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import attrs

from newsarchive import Bid, Confidence, Defect, Document, NotArticle, Part, Sample, Source, Span, hookimpl

from ._capture import Capture, Place, Tally, page, resource
from ._container import Excess
from ._http import answer, charset, media_type
from ._members import Tape, head_of, tape

#: The version block: its own record line, then `version reserved origin` and the names of the fields.
_BEGINS = rb"filedesc://[^\r\n]{1,2000} \d{12,14} [^\r\n]{1,200} \d{1,12}\r?\n"
_VERSION = re.compile(_BEGINS)
_SCHEME = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]{0,20}:")
#: `IP-address Archive-date`, which divide the address from the type.
_STAMP = re.compile(rb" (?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F:]{2,39}|-) (\d{12,14}) ")
_LENGTH = re.compile(rb"\d{1,12}")
#: Version 2: `Content-type Result-code Checksum Location Offset Filename Archive-length`.
_TWO = 7
_LINE_BYTES = 10_000
_BETWEEN = 16
_ASTRAY = 1 << 20
_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?")


def sniff(sample: Sample) -> Bid | None:
    """The version block, also as gzip packs it."""
    if not _VERSION.match(head_of(sample.head, 4096)):
        return None
    return Bid(Confidence.CERTAIN, "begins with the version block of ARC")


def parse(document: Document) -> Iterator[Part | Defect | NotArticle]:
    """The pages in their order; then what the other records were, by their number."""
    read = tape(document.data, _BEGINS.replace(b"filedesc", b"[A-Za-z][A-Za-z0-9+.-]{0,20}"))
    tally = Tally()
    try:
        for item in _records(read):
            if isinstance(item, Defect):
                yield item
                continue
            if not item.capture.url.startswith("filedesc:"):
                tally.records += 1
                yield from _record(item, read, tally)
    except Excess as error:
        yield Defect(error.code, error.reason)
    yield from tally.told()
    if not tally.records:
        yield NotArticle("it holds the version block and no record")


@attrs.frozen
class _Record:
    capture: Capture
    media_type: str
    block: bytes


def _records(read: Tape) -> Iterator[_Record | Defect]:
    """Every record; what stands between two of them is passed over with a Defect. Raises Excess."""
    while True:
        ahead = read.peek(_BETWEEN)
        read.skip(len(ahead) - len(ahead.lstrip(b"\r\n")))
        if not read.fill(1):
            fault = read.resume()
            if fault is None:
                return
            yield Defect(fault.code, fault.reason, Span("byte", fault.start, fault.end))
            continue
        start = read.position
        line = _line(read.peek(_LINE_BYTES))
        if line is None:
            count = _seek(read)
            yield Defect("no-record", f"{count:,} bytes at byte {start:,} are no record", _span(read, start))
            continue
        read.skip(line.end)
        size = line.size
        if size > read.allowance.most:
            read.skip(size)
            reason = f"the record at byte {start:,} has {size:,} bytes, and at most {read.allowance.most:,} are read"
            yield Defect("member-too-large", reason, _span(read, start))
            continue
        block = read.take(size)
        if len(block) < size and read.fault is None:
            yield Defect("cut-off", f"the last record begins at byte {start:,}; of its {size:,} bytes {len(block):,} are there")
        elif len(block) == size:
            yield _Record(Capture(line.url, line.captured, _span(read, start)), line.media_type, block)


class _Line(NamedTuple):
    url: str
    captured: str
    media_type: str
    size: int
    end: int


def _line(ahead: bytes) -> _Line | None:
    """A record's line, or None for what is none."""
    text, newline, _ = ahead.partition(b"\n")
    stamp = _STAMP.search(text)
    if stamp is None or not newline or not _SCHEME.match(text):
        return None
    *words, length = text[stamp.end() :].rstrip(b"\r").split(b" ")
    if not _LENGTH.fullmatch(length):
        return None
    stated = words[0] if len(words) == _TWO - 1 else b" ".join(words)
    url = text[: stamp.start()].decode("utf-8", "replace")
    return _Line(url, _captured(stamp[1].decode()), stated.decode("latin-1"), int(length), len(text) + 1)


def _seek(read: Tape) -> int:
    """Go to the next line that is a record's; how many bytes were passed over."""
    start = read.position
    while read.fill(1):
        line = read.peek(_LINE_BYTES)
        end = line.find(b"\n") + 1 or len(line)
        read.skip(end)
        if _line(read.peek(_LINE_BYTES)):
            break
    return read.position - start


def _record(record: _Record, read: Tape, tally: Tally) -> Iterator[Part | Defect]:
    capture = record.capture
    if capture.url.startswith("dns:"):
        tally.add("answers of DNS", capture.span)
    elif answer(record.block):
        yield from page(capture, record.block, read.allowance, tally)
    else:  # HTTP/0.9 has no head
        yield from resource(capture, record.block, media_type(record.media_type), charset(record.media_type), tally)


def _captured(stated: str) -> str:
    """The date in UTC, as ISO 8601 has it; empty where it is none."""
    match = _DATE.match(stated)
    if match is None or not ("01" <= match[2] <= "12" and "01" <= match[3] <= "31"):
        return ""
    year, month, day, hour, minute, second = match.groups()
    return f"{year}-{month}-{day}T{hour}:{minute}" + (f":{second}Z" if second else "Z")


def _span(read: Tape, start: int) -> Place:
    place = read.packed(start, read.position)
    return Span("byte", *place) if place is not None and place[0] < place[1] else ()


@hookimpl
def newsarchive_sources() -> Source:
    """The source `arc`, which knows better than gzip and Zstandard what they pack."""
    return Source("arc", title="Crawl (ARC)", sniff=sniff, parse=parse, refines=("gzip", "zstd"))
