"""Stored answers of HTTP: RFC 9112 (the message), RFC 9110 (what its fields say of the content).

Crawlers store answers as they came, or unpacked with the fields left as they were: each coding that is stated is tried,
and where the bytes are not in it, they are taken as they are.
"""

import io
import re
import zlib
from collections.abc import Iterator, Mapping

import attrs

from newsarchive import Defect

from ._container import Excess
from ._warc import HEAD_BYTES, head_end, named_fields

#: RFC 9112, 4: `HTTP-version SP status-code SP [ reason-phrase ]`; ICY is what Shoutcast says.
_STATUS = re.compile(rb"(?:HTTP/\d(?:\.\d)?|ICY)[ \t]+(\d{3})(?!\d)")
#: RFC 9112, 7.1: `chunk-size [ chunk-ext ] CRLF`.
_CHUNK = re.compile(rb"[ \t]{0,8}([0-9A-Fa-f]{1,15})[ \t]{0,8}(?:;[^\r\n]{0,4096})?\r?\n")
_CHARSET = re.compile(r"""charset\s{0,4}=\s{0,4}["']?([^\s"';,]{1,60})""", re.IGNORECASE)
_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,60}")
_GZIP = b"\x1f\x8b"
#: RFC 9659: the largest window of the coding `zstd`.
_ZSTD_WINDOW = 8 << 20


@attrs.frozen
class Answer:
    """An answer: its status, its fields by their names in lower case, and its content as it is stored."""

    status: int
    fields: Mapping[str, str]
    content: bytes

    @property
    def media_type(self) -> str:
        """`text/html`, in lower case; empty where none is stated."""
        return media_type(self.fields.get("content-type", ""))

    @property
    def charset(self) -> str | None:
        """As the Content-Type states it."""
        return charset(self.fields.get("content-type", ""))


def media_type(stated: str) -> str:
    """A Content-Type without its parameters, in lower case; empty where it is none."""
    match = _MEDIA_TYPE.match(stated.strip().lower())
    return match[0] if match else ""


def charset(stated: str) -> str | None:
    """The charset of a Content-Type."""
    match = _CHARSET.search(stated)
    return match[1] if match else None


def answer(block: bytes) -> Answer | None:
    """A stored answer, or None for what is none."""
    status = _STATUS.match(block)
    if status is None:
        return None
    end = head_end(block[:HEAD_BYTES])
    head = block[: len(block) if end is None else end]
    return Answer(int(status[1]), named_fields(head.partition(b"\n")[2]), block[len(head) :])


def content(stored: Answer, most: int) -> Iterator[bytes | Defect]:
    """An answer's content with its codings taken off, at most so many bytes; what cannot be, as Defect."""
    data = stored.content
    if "chunked" in stored.fields.get("transfer-encoding", "").lower():
        data, whole = _unchunked(data)
        if not whole:
            yield Defect("chunked", "its content is cut off within a chunk")
    stated = stored.fields.get("content-encoding", "").lower().split(",")
    for coding in reversed([each.strip() for each in stated if each.strip()]):
        try:
            data = _taken_off(coding, data, most)
        except Excess as error:
            yield Defect(error.code, error.reason)
            return
        except _Damaged as error:
            yield Defect("coding", f"its content cannot be unpacked, which states {coding!r:.40}: {error}")
            if not (data := error.read):
                return
    yield data


class _Damaged(Exception):  # noqa: N818  # it is caught above and made a Defect
    """A coding that begins as it should and does not end so. `read` is what was unpacked before."""

    def __init__(self, why: str, read: bytes = b"") -> None:
        super().__init__(why)
        self.read = read


def _unchunked(data: bytes) -> tuple[bytes, bool]:
    """The chunks' data, and whether all are there; the data itself where it is not chunked."""
    pieces: list[bytes] = []
    at = 0
    while match := _CHUNK.match(data, at):
        size = int(match[1], 16)
        if not size:
            return b"".join(pieces), True
        end = match.end() + size
        if not pieces and data[end : end + 1] not in (b"\r", b"\n", b""):
            return data, True  # the first line of a text that looks like a number
        pieces.append(data[match.end() : end])
        at = end + (2 if data[end : end + 2] == b"\r\n" else 1)
    return (b"".join(pieces), False) if pieces else (data, True)


def _taken_off(coding: str, data: bytes, most: int) -> bytes:
    """The data without one coding (RFC 9110, 8.4.1), or as it is where it is not in it. Raises Excess and _Damaged."""
    if coding in ("gzip", "x-gzip"):
        return _inflated(data, 31, most) if data.startswith(_GZIP) else data
    if coding == "deflate":  # zlib's format, and from some servers the bare one
        if data[:1] == b"\x78":
            return _inflated(data, 15, most)
        try:
            return _inflated(data, -15, most)
        except _Damaged:
            return data
    if coding == "br":
        return _unbrotlied(data, most)
    if coding == "zstd":
        return _unzstd(data, most) if data.startswith(b"\x28\xb5\x2f\xfd") else data
    return data


def _inflated(data: bytes, window: int, most: int) -> bytes:
    stream = zlib.decompressobj(window)
    try:
        found = stream.decompress(data, most + 1)
    except zlib.error as error:
        raise _Damaged(str(error)) from None
    if len(found) > most:
        raise Excess("member-too-large", f"its content unpacks to more than {most:,} bytes")
    if not stream.eof:
        raise _Damaged("it is cut off", found)
    return found


def _unbrotlied(data: bytes, most: int) -> bytes:
    """RFC 7932, which has no mark: what is text is not packed."""
    try:
        import brotli  # type: ignore[import-untyped, unused-ignore]  # it has no types, and need not be there
    except ImportError:
        if data.lstrip()[:1] == b"<":
            return data
        raise _Damaged("the package brotli is missing; `pip install 'newsarchive[warc]'`") from None
    stream = brotli.Decompressor()
    try:
        found: bytes = stream.process(data, output_buffer_limit=most + 1)
        while not stream.can_accept_more_data() and len(found) <= most:
            found += stream.process(b"", output_buffer_limit=most + 1 - len(found))
    except brotli.error:
        return data
    if len(found) > most:
        raise Excess("member-too-large", f"its content unpacks to more than {most:,} bytes")
    if not stream.is_finished():
        if data.lstrip()[:1] == b"<":
            return data
        raise _Damaged("it is cut off", found)
    return found


def _unzstd(data: bytes, most: int) -> bytes:
    import zstandard

    stream = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).stream_reader(io.BytesIO(data))
    try:
        found = stream.read(most + 1)
    except zstandard.ZstdError as error:
        raise _Damaged(str(error)) from None
    if len(found) > most:
        raise Excess("member-too-large", f"its content unpacks to more than {most:,} bytes")
    return found
