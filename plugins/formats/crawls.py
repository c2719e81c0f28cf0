"""Crawls: WARC, ARC and WACZ."""

import gzip
import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from importlib.resources import files

import attrs
import zstandard
from hypothesis import strategies as st

from newsarchive import Part
from newsarchive.testing import Format, Renderer

_SAMPLES = files("newsarchive_plugins") / "samples"
#: What begins like a page, whatever follows: bytes that no server packs.
_PAGES = st.binary(max_size=200).map(lambda data: b"<html>" + data)
_WORDS = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=8)
_URLS = st.builds("https://{}.example/{}".format, _WORDS, _WORDS)
_PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "gz": lambda data: gzip.compress(data, mtime=0),
    "zst": zstandard.ZstdCompressor(write_checksum=True).compress,
}


@attrs.frozen
class Page(Part):
    """A page, and how the crawler stored it: as which record, by which coding, in chunks, and how the record is packed."""

    kind: str = "response"
    coding: str = ""
    chunked: bool = False
    packing: str = ""
    version: str = "1.1"


def chunks(data: bytes) -> bytes:
    """RFC 9112, 7.1."""
    pieces = [data[start : start + 64] for start in range(0, len(data), 64)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def answer(data: bytes, coding: str = "", chunked: bool = False, stated: str = "text/html") -> bytes:
    """A stored answer of HTTP."""
    packed = {"": bytes, "gzip": _PACKERS["gz"], "deflate": zlib.compress, "zstd": _PACKERS["zst"]}[coding](data)
    head = ["HTTP/1.1 200 OK", f"Content-Type: {stated}"]
    head += [f"Content-Encoding: {coding}"] if coding else []
    head += ["Transfer-Encoding: chunked"] if chunked else []
    return "\r\n".join([*head, "", ""]).encode() + (chunks(packed) if chunked else packed)


def record(kind: str, url: str, block: bytes, version: str = "1.1", **fields: str) -> bytes:
    """A record of WARC; underscores in the names of fields are hyphens."""
    head = {
        "WARC-Type": kind,
        "WARC-Target-URI": f"<{url}>" if version == "1.0" else url,
        "WARC-Date": "2024-10-10T07:00:00Z",
        "WARC-Record-ID": f"<urn:uuid:{hashlib.md5(block, usedforsecurity=False).hexdigest()}>",
        "Content-Type": "application/http; msgtype=response" if kind == "response" else "text/html",
        "Content-Length": str(len(block)),
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    lines = [f"WARC/{version}", *(f"{name}: {value}" for name, value in head.items()), "", ""]
    return "\r\n".join(lines).encode() + block + b"\r\n\r\n"


def _write_warc(page: Page) -> bytes:
    block = answer(page.data, page.coding, page.chunked) if page.kind == "response" else page.data
    return _PACKERS[page.packing](record(page.kind, page.name, block, page.version))


def _warc_page(url: str, data: bytes, kind: str, **how: object) -> Page:
    return Page(url, data, "text/html", kind=kind, **how)  # type: ignore[arg-type]  # drawn below, by their names


_VERSION_BLOCK = b"1 0 Lune\nURL IP-address Archive-date Content-type Archive-length\n"


def _write_arc(page: Page) -> bytes:
    block = answer(page.data, page.coding)
    head = b"filedesc://lune.arc 192.0.2.1 20001010070000 text/plain %d\n%s" % (len(_VERSION_BLOCK), _VERSION_BLOCK)
    line = f"{page.name} 192.0.2.7 20001010070000 text/html {len(block)}\n".encode()
    return _PACKERS[page.packing](head + b"\n") + _PACKERS[page.packing](line + block + b"\n")


@attrs.frozen
class Package(Part):
    """A WARC file and how its zip packs it."""

    method: int = 0


def _write_wacz(part: Package) -> bytes:
    stated = {"path": part.name, "hash": f"sha256:{hashlib.sha256(part.data).hexdigest()}", "bytes": len(part.data)}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(zipfile.ZipInfo("pages/pages.jsonl"), b'{"format":"json-pages-1.0","id":"pages"}\n')
        archive.writestr(zipfile.ZipInfo(part.name), part.data, part.method)
        archive.writestr(zipfile.ZipInfo("datapackage.json"), json.dumps({"resources": [stated]}))
    return file.getvalue()


WARC = Format(
    source="warc",
    samples=_SAMPLES / "warc",
    renderer=Renderer(
        st.builds(
            _warc_page,
            _URLS,
            _PAGES,
            st.sampled_from(["response", "resource"]),
            coding=st.sampled_from(["", "gzip", "deflate", "zstd"]),
            chunked=st.booleans(),
            packing=st.sampled_from(sorted(_PACKERS)),
            version=st.sampled_from(["1.0", "1.1"]),
        ),
        _write_warc,
    ),
    says=None,  # and no `join`: what is no page is counted once for a whole file
)
ARC = Format(
    source="arc",
    samples=_SAMPLES / "arc",
    renderer=Renderer(
        st.builds(
            lambda url, data, coding, packing: Page(url, data, "text/html", coding=coding, packing=packing),
            _URLS,
            _PAGES,
            st.sampled_from(["", "gzip", "deflate"]),
            st.sampled_from(["", "gz"]),
        ),
        _write_arc,
    ),
    says=None,
)
WACZ = Format(
    source="wacz",
    samples=_SAMPLES / "wacz",
    renderer=Renderer(
        st.builds(
            Package,
            st.builds("archive/{}.warc.gz".format, _WORDS),
            st.binary(max_size=200),
            method=st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]),
        ),
        _write_wacz,
    ),
    says=None,
)
