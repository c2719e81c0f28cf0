"""Crawls: what is a page and what goes along with it, codings, damage, and where a file may be cut."""

import gzip
import io
import re
import zlib

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from newsarchive_plugins.formats.crawls import answer, chunks, record

from newsarchive import Defect, Document, NotArticle, Part, Span, Unreadable

from .support import bundled

PAGE = b"<html><p>The harbour board voted.</p></html>"
URL = "https://news.example/wall"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def found(data: bytes, source: str = "warc") -> list[object]:
    return list(bundled().sources[source].parse(Document("a", data)))


def pages(data: bytes, source: str = "warc") -> list[bytes]:
    return [each.data for each in found(data, source) if isinstance(each, Part)]


def codes(data: bytes, source: str = "warc") -> list[str]:
    return [each.code for each in found(data, source) if isinstance(each, Defect)]


def reasons(data: bytes, source: str = "warc") -> list[str]:
    return [each.reason for each in found(data, source) if isinstance(each, NotArticle)]


def page(number: int) -> bytes:
    return f"<html><p>Story {number}.</p></html>".encode()


def response(number: int = 0, **fields: str) -> bytes:
    written: bytes = record("response", f"{URL}/{number}", answer(page(number)), **fields)
    return written


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress])
def test_a_page_knows_where_it_came_from(pack: type[bytes]) -> None:
    """Its address, charset, media type, when it was captured and the record's identifier."""
    block = answer(PAGE, stated='text/html; charset="ISO-8859-1"')
    data = pack(record("response", URL, block, "1.0", WARC_Record_ID="<urn:uuid:1>"))
    (part,) = found(data)

    assert isinstance(part, Part)
    assert (URL, PAGE, "text/html") == (part.name, part.data, part.media_type)
    hints = {"url": URL, "encoding": "ISO-8859-1", "captured": "2024-10-10T07:00:00Z", "record": "urn:uuid:1"}
    assert hints == part.hints


@pytest.mark.parametrize(
    "content",
    [
        OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(PAGE),
        OK + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks(gzip.compress(PAGE)),
        OK + b"Content-Encoding: deflate\r\n\r\n" + zlib.compress(PAGE),
        OK + b"Content-Encoding: deflate\r\n\r\n" + zlib.compress(PAGE)[2:-4],
        OK + b"Content-Encoding: gzip, br\r\nTransfer-Encoding: chunked\r\n\r\n" + PAGE,
        OK + b"Content-Encoding: zstd\r\n\r\n" + PAGE,
        OK.replace(b"\r\n", b"\n") + b"\n" + PAGE,
        OK + b"X-Crawler-Content-Encoding: gzip\r\n\r\n" + PAGE,
        b"HTTP/1.0 200\r\n\r\n" + PAGE,
    ],
)
def test_codings_are_taken_off_where_they_are_there(content: bytes) -> None:
    """As RFC 9110 and 9112 have them; and taken off already, with the fields left as they were."""
    assert [PAGE] == pages(record("response", URL, content))


@pytest.mark.parametrize(
    ("kind", "url", "block", "what"),
    [
        ("warcinfo", "", b"software: x\r\n", "warcinfo, what the crawler says of itself"),
        ("request", URL, b"GET / HTTP/1.1\r\n\r\n", "requests"),
        ("metadata", URL, b"outlink: x\r\n", "metadata"),
        ("response", "dns:news.example", b"20241010\r\nnews.example. A 192.0.2.7", "answers of DNS"),
        ("response", "https://news.example/robots.txt", OK + b"\r\nUser-agent: *", "robots.txt"),
        ("response", URL, b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>Gone", "HTTP status 404"),
        ("response", URL, answer(b"\xff\xd8\xff\xe0", stated="image/jpeg"), "image/jpeg"),
        ("response", URL, answer(b"%PDF-1.4"), "application/pdf"),
        ("response", URL, answer(b" \n"), "pages without content"),
        ("strange", URL, b"x", "records of type 'strange'"),
    ],
)
def test_what_is_no_page_is_counted(kind: str, url: str, block: bytes, what: str) -> None:
    """One outcome for all of a kind."""
    data = record(kind, url, block) * 300 + response()

    assert [f"300 of 301 records: {what}"] == reasons(data)
    assert [page(0)] == pages(data)


def test_kinds_without_number_are_counted_together() -> None:
    """A crawl of anything does not write a line for each media type that it makes up."""
    data = b"".join(record("response", URL, answer(b"x", stated=f"x/{number}")) for number in range(500))

    assert 101 == len(reasons(data))
    assert reasons(data)[-1].endswith("other things")


def test_a_revisit_names_what_it_refers_to() -> None:
    """It is a sighting without a text."""
    earlier = {"WARC_Refers_To": "<urn:uuid:7>", "WARC_Refers_To_Date": "2024-10-09T07:00:00Z"}
    (said,) = reasons(record("revisit", URL, OK + b"\r\n", **earlier))

    assert all(word in said for word in (URL, "seen again", "record urn:uuid:7", "2024-10-09T07:00:00Z"))


def test_a_text_beside_its_page_is_not_read_twice() -> None:
    """WET alone is read."""
    text = {"Content_Type": "text/plain", "WARC_Refers_To": "<urn:uuid:1>"}
    wet = record("conversion", URL, b"The harbour board voted.", **text)

    assert [b"The harbour board voted."] == pages(wet)
    assert [page(0)] == pages(response(WARC_Record_ID="<urn:uuid:1>") + wet)


@pytest.mark.parametrize("by", [-7, -1, 5, 90])
def test_a_length_that_lies_costs_nothing(by: int) -> None:
    """All pages are there, and the length is a defect."""
    length = len(answer(page(0))) + by
    data = response(0, Content_Length=str(length)) + response(1)

    assert [page(0), page(1)] == pages(data)
    assert ["length"] == codes(data)


def test_a_block_may_hold_what_looks_like_a_record() -> None:
    """The length counts."""
    inner = b"<html>\n" + response(1) + b"</html>"

    assert [inner, page(2)] == pages(record("response", URL, answer(inner)) + response(2))


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress])
@given(cut=st.integers(1, 100))
def test_what_is_cut_off_costs_the_last_record(pack: type[bytes], cut: int) -> None:
    """Those before it are read; half a page is none."""
    data = pack(response(0)) + pack(response(1))
    read = pages(data[:-cut])

    assert page(0) == read[0]
    assert read[1:] in ([], [page(1)])
    assert codes(data[:-cut]) or read == [page(0), page(1)]


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.ZstdCompressor(write_checksum=True).compress])
@given(place=st.integers(20, 150), bit=st.integers(0, 7))
def test_a_damaged_member_costs_itself(pack: type[bytes], place: int, bit: int) -> None:
    """The pages before and behind it are there, and the damage is told with its place."""
    middle = bytearray(pack(response(1)))
    middle[place] ^= 1 << bit
    read = pages(pack(response(0)) + bytes(middle) + pack(response(2)))

    assert page(0) == read[0]
    assert page(2) == read[-1]


def test_rubbish_between_records_is_passed_over() -> None:
    """With its length and place."""
    data = response(0) + b"no record\nat all\n" + response(1)

    assert [page(0), page(1)] == pages(data)
    assert ["no-record"] == codes(data)


def test_a_dictionary_in_the_first_frame() -> None:
    """Zstandard for WARC, also with a dictionary that is compressed itself."""
    samples = [response(number) for number in range(400)]
    dictionary = zstandard.train_dictionary(2_000, [*samples])
    compressor = zstandard.ZstdCompressor(dict_data=dictionary)
    for stored in (dictionary.as_bytes(), zstandard.compress(dictionary.as_bytes())):
        head = b"\x5d\x2a\x4d\x18" + len(stored).to_bytes(4, "little") + stored
        data = head + b"".join(map(compressor.compress, samples[:3]))

        assert [page(0), page(1), page(2)] == pages(data)
        assert bundled().sources["warc"].sniff(Document("a", data).sample())


def test_a_bomb_is_left() -> None:
    """What a page unpacks to has the bounds of containers."""
    bomb = OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(bytes(100 << 20))

    assert ["member-too-large"] == codes(record("response", URL, bomb))


def test_without_a_record_it_is_unreadable() -> None:
    """A beginning alone is no crawl."""
    with pytest.raises(Unreadable):
        found(b"WARC/1.0\r\nnothing")


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress])
@given(sizes=st.lists(st.integers(0, 3_000), min_size=1, max_size=30), most=st.integers(1, 6_000))
def test_stretches_are_crawls_of_their_own(pack: type[bytes], sizes: list[int], most: int) -> None:
    """Wherever a file is cut, its pieces hold its pages, each once and in order."""
    source = bundled().sources["warc"]
    assert source.cut is not None
    blocks = [answer(b"<html>%d " % number + bytes(size)) for number, size in enumerate(sizes)]
    data = b"".join(pack(record("response", URL, block)) for block in blocks)

    read: list[bytes] = []
    at = 0
    while at < len(data):
        length = source.cut(io.BytesIO(data[at:]), most)
        assert length > 0
        read += pages(data[at : at + length])
        at += length

    assert pages(data) == read
    assert len(sizes) == len(read)


def test_what_cannot_be_cut() -> None:
    """A dictionary stands in the first stretch only; one member for all has no place to cut."""
    source = bundled().sources["warc"]
    assert source.cut is not None

    assert 0 == source.cut(io.BytesIO(b"\x5d\x2a\x4d\x18" + bytes(100)), 10)
    whole = gzip.compress(response(0) * 9)
    assert len(whole) == source.cut(io.BytesIO(whole), 10)


ARC = b"filedesc://a.arc 192.0.2.1 20001010070000 text/plain 10\n1 0 Lune\n\n\n"


@pytest.mark.parametrize(
    ("line", "url", "captured"),
    [
        (b"http://a.example/x y 192.0.2.7 20001010070000 text/html %d\n", "http://a.example/x y", "2000-10-10T07:00:00Z"),
        (b"http://a.example/ 192.0.2.7 200010100700 text/html; charset=x %d\n", "http://a.example/", "2000-10-10T07:00Z"),
        (b"http://a.example/ 192.0.2.7 00000000000000 text/html 200 - - 9 a.arc %d\n", "http://a.example/", None),
    ],
)
def test_lines_of_arc(line: bytes, url: str, captured: str | None) -> None:
    """Addresses with blanks, types with blanks, version 2, dates that are none."""
    (part,) = found(ARC + line % len(answer(PAGE)) + answer(PAGE) + b"\n", "arc")

    assert isinstance(part, Part)
    assert (PAGE, url, captured) == (part.data, part.hints["url"], part.hints.get("captured"))


def test_arc_that_is_damaged() -> None:
    """What stands between two records is passed over, what is cut off is left."""
    line = b"http://a.example/ 192.0.2.7 20001010070000 text/html %d\n" % len(PAGE)
    data = ARC + b"rubbish\n" + line + PAGE + b"\n" + line + PAGE[:9]

    assert [PAGE] == pages(data, "arc")
    assert ["no-record", "cut-off"] == codes(data, "arc")


def test_spans_are_places_in_the_file() -> None:
    """Packed or not: what stands there is the record."""
    for pack in (bytes, gzip.compress):
        records = [pack(response(number)) for number in range(3)]
        spans = [part.span for part in found(b"".join(records)) if isinstance(part, Part)]
        ends = [sum(map(len, records[: number + 1])) for number in range(3)]

        for span, end in zip(spans, ends, strict=True):
            assert isinstance(span, Span)
            assert abs(end - span.end) <= 4  # the line ends behind a record belong to none
            assert re.match(b"WARC|\x1f\x8b", b"".join(records)[span.start :])
