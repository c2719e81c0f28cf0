"""What texts of feeds say: HTML or plain text, whichever it is, and the pictures within it."""

import html
import re
from collections.abc import Iterator
from urllib.parse import urljoin

from newsarchive import Block, Media
from newsarchive.text import WHITE_SPACE, html_blocks, one_line, universal_newlines

#: A tag of HTML; a `<` before anything else is a character.
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*+(?:\s[^<>]*+)?/?>|<!--")
_REFERENCE = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
#: Markup that was escaped once more than it should have been.
_ESCAPED_TAG = re.compile(
    r"&lt;/?(?:p|div|br|ul|ol|li|blockquote|h[1-6]|table|figure|img)\b[^<>&]*+(?:&quot;[^<>&]*+)*&gt;", re.I
)
_BLANK_LINES = re.compile(rf"\n[{WHITE_SPACE}]*\n[{WHITE_SPACE}]*")
_IMAGE = re.compile(r"<img\b(?P<attributes>[^<>]*+)>", re.I)
_ATTRIBUTE = re.compile(r"""([A-Za-z][\w:-]*+)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'<>]++))""")
#: What sites put below a text in their feeds. English WordPress says it so; others have their own sentence.
_FURNITURE = re.compile(
    r"The post .+ (?:appeared first on|first appeared on) .+|(?:Continue reading|Read more)\b.{0,200}", re.S
)


def is_html(text: str) -> bool:
    """Whether a text that may be either is HTML: it has a tag or a reference."""
    return ("<" in text and _TAG.search(text) is not None) or ("&" in text and _REFERENCE.search(text) is not None)


def headline_of(text: str) -> str:
    """A title on one line; the feed may have written it as HTML."""
    if not is_html(text):
        return one_line(text)
    return one_line(" ".join(block.text for block in html_blocks(text)))


def plain_blocks(text: str) -> list[Block]:
    """Plain text by its blank lines."""
    pieces = _BLANK_LINES.split(universal_newlines(text)) if "\n" in text or "\r" in text else [text]
    return [Block("paragraph", piece) for each in pieces if (piece := one_line(each))]


def blocks_of(text: str) -> list[Block]:
    """HTML, HTML that was escaped twice, or plain text. What a site says below each of its texts is a note."""
    if "&lt;" in text and "<" not in text and _ESCAPED_TAG.search(text):
        text = html.unescape(text)
    blocks = html_blocks(text) if is_html(text) else plain_blocks(text)
    if len(blocks) > 1 and blocks[-1].kind == "paragraph" and _FURNITURE.fullmatch(blocks[-1].text):
        blocks[-1] = Block("note", blocks[-1].text)
    return blocks


def pictures_of(text: str, base: str | None = None) -> Iterator[Media]:
    """The pictures of a piece of HTML, apart from those of one pixel, which count readers."""
    if "<" not in text:
        return
    for image in _IMAGE.finditer(text):
        said = {
            match[1].lower(): html.unescape(match[2] or match[3] or match[4] or "") for match in _ATTRIBUTE.finditer(image[1])
        }
        address = said.get("src", "").strip()
        if address and not address.startswith("data:") and not {said.get("width"), said.get("height")} & {"0", "1", "1px"}:
            yield Media("picture", url=absolute(address, base), caption=one_line(said.get("alt", "")) or None)


def absolute(address: str, *bases: str | None) -> str:
    """An address, resolved against the first base that is one; as it stands where there is none."""
    if ":" in address[:12]:
        return address
    base = next((each for each in bases if each and each.startswith(("http://", "https://"))), None)
    try:
        return urljoin(base, address) if base else address
    except ValueError:  # brackets that are no IPv6 address
        return address
