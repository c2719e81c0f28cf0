"""A page as a tree: its charset, what saving programs wrote in front of it, libxml2's limits."""

import re
from typing import Any

import attrs

from newsarchive import Defect, Document, Unreadable

from .times import saved_at

# HTML, 4.2.5.4: the charset stands in the first 1024 bytes; pages put it later.
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*+=\s*+["']?\s*+([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_WINDOW = 4096
#: WHATWG Encoding, 4.2: labels that mean another encoding than their name says.
_LABELS = {
    **dict.fromkeys(("iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "us-ascii", "ascii"), "windows-1252"),
    **dict.fromkeys(("iso-8859-9", "latin5"), "windows-1254"),
    **dict.fromkeys(("gb2312", "gbk", "x-gbk"), "gb18030"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis"), "cp932"),
    **dict.fromkeys(("ks_c_5601-1987", "euc-kr", "korean"), "cp949"),
    "tis-620": "cp874",
}
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
#: What SingleFile writes in front of a page (since 2018), and what browsers do ("mark of the web").
_SINGLE_FILE = re.compile(
    rb"<!--[^>]{0,80}?SingleFile\s.{0,20}?\burl:\s*+(\S{1,2000}+)\s(?:.{0,40}?saved date:\s*+([^\r\n]{1,100}))?", re.DOTALL
)
_SAVED_FROM = re.compile(rb"<!--\s*+saved from url=\(\d{1,6}\)(\S{1,2000}+)")
#: Pictures within a page: megabytes of them say nothing.
_INLINE_DATA = re.compile(rb";base64,[A-Za-z0-9+/=%]{200,}+")
#: Of the characters beyond ASCII one in so many may be damaged for a page still to be UTF-8.
_DAMAGE = 10
#: libxml2 without `huge_tree` stops at 256.
_DEEPEST = 254


@attrs.frozen
class Page:
    """The tree (`html`), the page's address as far as it is known from outside of its markup, when it was saved or crawled."""

    root: Any
    url: str | None
    captured: str | None
    record: str | None  #: the WARC-Record-ID of the record that it was in
    defects: list[Defect]


def read_page(document: Document) -> Page:
    """Parse a document as browsers do. Raises Unreadable for what is no text, UndecodableText for what is in no charset."""
    from lxml import etree

    defects: list[Defect] = []
    data = _utf_8(document, defects)
    url, captured = _saved(data[:_WINDOW])
    if b";base64," in data:
        data = _INLINE_DATA.sub(b"", data)
    if b"\0" in data:
        data = data.replace(b"\0", b"")  # HTML, 13.2.6.4.7: it is passed over
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"it is no HTML: {error.msg}", code="bad-html") from None
    if root is None or root.tag != "html":
        raise Unreadable("it is no HTML: there is no element in it", code="bad-html")
    if _last_depth(root) >= _DEEPEST and (fault := parser.error_log.last_error) is not None:
        defects.append(Defect("too-deep", f"line {fault.line}: {fault.message}; what follows is not read"))
    for template in root.iter("template"):
        if template.get("shadowrootmode") is not None:  # declarative shadow DOM: what it holds is shown
            template.tag = "div"
    told = document.hints
    return Page(root, told.get("url") or url, told.get("captured") or captured, told.get("record"), defects)


def _last_depth(root: Any) -> int:
    """How deep the last element stands: libxml2 stops where it gets too deep for it."""
    depth = 0
    while len(root):
        root = root[-1]
        depth += 1
    return depth


def _utf_8(document: Document, defects: list[Defect]) -> bytes:
    """The page in UTF-8, without a byte order mark: by its mark, as UTF-8 if it is, by HTTP, by its `meta`, by the core.

    What is UTF-8 is taken for it whatever it declares: pages that browsers save keep the charset that they had.
    """
    data = document.data
    if data.startswith(_MARKS):
        decoded = document.decoded()
        return data.removeprefix(_MARKS[0]) if decoded.encoding == "utf-8" else decoded.text.encode()
    if data.isascii() or not _is_utf_8(data):
        declared = document.hints.get("encoding") or _declared(data) or "utf-8"
        if declared.lower().replace("_", "-") in ("utf-8", "utf8"):
            text = data.decode("utf-8", "replace")
            damaged = text.count("\ufffd")
            if damaged and damaged * _DAMAGE <= sum(map(data.count, _LEADS)):
                defects.append(Defect("damaged-text", f"{damaged} places are no UTF-8, of which the rest of the page is"))
                return text.encode()
        label = _LABELS.get(declared.lower(), declared)
        # ASCII in a charset of its own is one of escapes (ISO-2022-JP); any other is what the bytes are, as they are no UTF-8.
        decoded = Document("", data, {"encoding": label}).decoded() if data.isascii() else document.decoded(legacy=label)
        return data if decoded.encoding == "utf-8" else decoded.text.encode()
    return data


#: Bytes that begin a character of two to four bytes, the frequent ones of Latin, Cyrillic, Greek, Arabic and CJK texts.
_LEADS = tuple(bytes([byte]) for byte in (*range(0xC2, 0xDB), *range(0xE0, 0xF0)))


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _declared(data: bytes) -> str | None:
    match = _CHARSET.search(data[:_WINDOW])
    return match[1].decode().lower() if match else None


def _saved(head: bytes) -> tuple[str | None, str | None]:
    """The address and the time that the saving program noted."""
    if match := _SINGLE_FILE.search(head):
        return match[1].decode("utf-8", "replace"), saved_at(match[2].decode("utf-8", "replace").strip()) if match[2] else None
    if match := _SAVED_FROM.search(head):
        return match[1].decode("utf-8", "replace"), None
    return None, None
