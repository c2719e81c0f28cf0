"""Crawls: WARC (ISO 28500:2017), as CC-NEWS and everyone's crawler write it; packed by gzip or Zstandard, or not.

Its records are read one after the other. A page is a part with its address, its charset, when it was captured and the
record's own identifier as hints; all else is counted by what it is.
"""

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from newsarchive import Bid, Confidence, Defect, Document, NotArticle, Part, Sample, Source, Unreadable, hookimpl

from ._capture import TEXT, Capture, Tally, is_page, page, resource
from ._container import Allowance, Excess
from ._http import answer, charset, media_type
from ._members import Tape, has_dictionary, head_of, tape
from ._warc import BEGINS, Record, records, whole_records

_BEGINS = re.compile(BEGINS)
#: Records whose blocks are read (5.5); of a revisit the head of the answer stands there.
_READ = ("response", "resource", "conversion", "revisit")
_NOT_READ = {
    "warcinfo": "warcinfo, what the crawler says of itself",
    "request": "requests",
    "metadata": "metadata",
    "continuation": "continuations of records in other files",
}
#: A record whose packed bytes are no more than this can be passed over to cut a file.
_CUT_ALLOWANCE = 256 << 20


def sniff(sample: Sample) -> Bid | None:
    """The first line of a record, also as gzip or Zstandard pack it."""
    if _BEGINS.match(head_of(sample.head)):
        return Bid(Confidence.CERTAIN, "its first record begins as those of WARC do")
    if has_dictionary(sample.head):
        return Bid(Confidence.LIKELY, "begins with a dictionary, as WARC packed by Zstandard does")
    return None


def parse(document: Document) -> Iterator[Part | Defect | NotArticle]:
    """The pages in their order; then what the other records were, by their number."""
    read = tape(document.data, BEGINS)
    tally = Tally()
    pages: set[str] = set()
    try:
        for item in records(read, _is_wanted):
            if isinstance(item, Defect):
                yield item
            else:
                tally.records += 1
                yield from _record(item, read.allowance, tally, pages)
    except Excess as error:
        yield Defect(error.code, error.reason)
    yield from tally.told()
    if not tally.records:
        raise Unreadable("it holds no record that can be read", code="no-record")


def _is_wanted(fields: Mapping[str, str]) -> bool:
    kind = fields.get("warc-type", "").strip().lower()
    if kind == "response":
        return _scheme(fields) != "dns"
    return kind in _READ


def _record(record: Record, allowance: Allowance, tally: Tally, pages: set[str]) -> Iterator[Part | Defect | NotArticle]:
    """What one record holds. `pages` are the records of pages so far: their text need not be read a second time."""
    kind = record.kind
    capture = _capture(record)
    if kind == "revisit":
        yield from _revisit(record, capture, tally)
        return
    if kind not in _READ:
        tally.add(_NOT_READ.get(kind, f"records of type {kind[:60]!r}"), record.span)
        return
    if _scheme(record.fields) == "dns":
        tally.add("answers of DNS", record.span)
        return
    if why := record.fields.get("warc-truncated"):
        yield Defect("truncated", f"{capture.url}: the crawler cut it off, for {why[:60]!r}", record.span)
    stated = record.fields.get("content-type", "")
    if media_type(stated) == "application/http" or (kind == "response" and answer(record.block)):
        found = page(capture, record.block, allowance, tally)
    elif kind != "conversion":
        found = resource(capture, record.block, media_type(stated), charset(stated), tally)
    elif record.fields.get("warc-refers-to", "") in pages:
        tally.add("texts of pages that it holds as well", record.span)
        return
    elif media_type(stated) == TEXT and record.block.strip():
        found = iter([capture.part(record.block, TEXT, charset(stated))])
    else:
        found = resource(capture, record.block, media_type(stated), charset(stated), tally)
    for each in found:
        if isinstance(each, Part):
            pages.add(record.fields.get("warc-record-id", ""))
        yield each


def _capture(record: Record) -> Capture:
    fields = record.fields
    hints = {"payload_digest": fields.get("warc-payload-digest", ""), "truncated": fields.get("warc-truncated", "")}
    return Capture(
        url=fields.get("warc-target-uri", "").strip("<>"),  # in brackets by the grammar of WARC 1.0, 4
        captured=fields.get("warc-date", ""),
        span=record.span,
        record=fields.get("warc-record-id", "").strip("<>"),
        hints=hints,
    )


def _revisit(record: Record, capture: Capture, tally: Tally) -> Iterator[NotArticle]:
    """A page that was the same as before (6.7): where it was seen, when, and which record holds it."""
    if not is_page(answer(record.block)):
        tally.add("revisits of what is no page", record.span)
        return
    fields = record.fields
    earlier = fields.get("warc-refers-to", "").strip("<>")
    where = fields.get("warc-refers-to-target-uri", "").strip("<>")
    when = fields.get("warc-refers-to-date", "")
    digest = fields.get("warc-payload-digest", "")
    refers = ", ".join(filter(None, [earlier and f"record {earlier}", where, when, digest])) or "an earlier record"
    yield NotArticle(f"{capture.url} was seen again, unchanged, on {capture.captured}; its text is in {refers}", record.span)


def _scheme(fields: Mapping[str, str]) -> str:
    return fields.get("warc-target-uri", "").strip("<> ").partition(":")[0].lower()


def cut(file: BinaryIO, most: int) -> int:
    """How many bytes of a file hold whole records that can be read without what came before; 0 where it cannot be cut."""
    head = file.read(4)
    file.seek(0)
    if has_dictionary(head):
        return 0
    try:
        return whole_records(Tape(file, Allowance(_CUT_ALLOWANCE), BEGINS), most)
    except Excess:
        return 0


@hookimpl
def newsarchive_sources() -> Source:
    """The source `warc`, which knows better than gzip and Zstandard what they pack."""
    return Source(
        "warc", title="Crawl (WARC)", sniff=sniff, parse=parse, refines=("gzip", "zstd"), libraries=("zstandard",), cut=cut
    )
