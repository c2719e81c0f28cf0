"""What exports of databases share: stories with captions and signers, what a damaged page says, and text as RTF."""

import html
import re

import attrs
from hypothesis import strategies as st

from newsarchive import Author, Block, Draft, PartialDate
from newsarchive.testing.says import markup
from newsarchive.testing.strategies import paragraphs

#: Days, and times to the minute.
TIMES = st.builds(
    lambda time, whole: PartialDate(time.year, time.month, time.day, *([] if whole else [time.hour, time.minute])),
    st.datetimes(),
    st.booleans(),
)

#: What no page shows.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
#: A tag, whole or torn.
_TORN = re.compile(r"<[^<>]*>?|>")


def captioned(caption: str) -> st.SearchStrategy[list[Block]]:
    """Paragraphs, and perhaps a caption behind them."""
    return st.builds(
        lambda texts, captions: [*(Block("paragraph", text) for text in texts), *captions],
        paragraphs,
        st.just([]) | st.just([Block("caption", caption)]),
    )


def signed(draft: Draft, signature: tuple[str, list[str]] | None) -> Draft:
    """The draft with a byline and the names in it, if there is one."""
    if signature is None:
        return draft
    return attrs.evolve(draft, byline=signature[0], authors=[Author(name) for name in signature[1]])


def says_page(piece: str | bytes) -> str:
    """The text and the attributes of a page, the text between torn tags, and what lxml takes for text, which mends them."""
    text = piece if isinstance(piece, str) else piece.decode(errors="replace")
    shown = _CONTROLS.sub("", text)
    return "\n".join([markup(text), markup(shown), html.unescape(_TORN.sub("\n", text)), _as_lxml_sees_it(shown)])


def _as_lxml_sees_it(text: str) -> str:
    from lxml import etree

    parser = etree.HTMLParser(no_network=True, encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode(errors="replace"), parser)
    except etree.XMLSyntaxError:
        return ""
    if root is None:
        return ""
    texts = [str(text) for text in root.itertext()]
    etree.strip_elements(root, "title", "script", "style", with_tail=False)  # wherever they stand, a browser shows none of it
    return "\n".join([*texts, "".join(map(str, root.itertext()))])


def rtf_text(text: str) -> str:
    """A text as RTF writes it: what is not ASCII by its number."""
    units = text.encode("utf-16-le")
    codes = [int.from_bytes(units[at : at + 2], "little") for at in range(0, len(units), 2)]
    return "".join(_character(code) for code in codes)


def _character(code: int) -> str:
    if code > 0x7E:
        return f"\\u{code - 0x10000 if code > 0x7FFF else code}?"
    return f"\\{chr(code)}" if chr(code) in "\\{}" else chr(code)
