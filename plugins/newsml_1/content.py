"""What a ContentItem holds: NITF, XHTML, text, escaped or encoded, or a picture, film or sound elsewhere."""

import base64
import binascii
import re
from functools import cached_property
from typing import Any

import attrs

from newsarchive import Block, Defect, Document, Sample, Unreadable
from newsarchive.text import html_blocks, markup_blocks

from .._markup import is_markup
from .._nitf import NITF_KINDS, Nitf
from .._prose import prose_blocks
from .._xml import read_xml, root_name
from .values import Parts, first, folded, parts_of, properties_of

# NewsML 1.2: ContentItem = Comment*, Catalog?, MediaType?, Format?, MimeType?, Notation?, Characteristics?,
#                           (Encoding | DataContent)?; Encoding = (Encoding | DataContent)?
_ENCODINGS = 4
#: Notations that change nothing.
_PLAIN = frozenset(("", "none", "identity", "xml", "7bit", "8bit", "utf8", "iso88591"))
_DECLARATION = re.compile(r"\A\s*+<\?xml[^>]*+>")
#: MediaType and MimeType, as `Media.kind`.
_MEDIA = {
    **dict.fromkeys(("photo", "picture", "image", "still"), "image"),
    **dict.fromkeys(("graphic", "animation", "audio", "video"), ""),
}
#: What a file is by its ending, where nothing else is said.
_ENDINGS = {
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "tif", "tiff", "webp"), "image"),
    **dict.fromkeys(("mp4", "mov", "wmv", "avi", "mpg", "mpeg", "webm"), "video"),
    **dict.fromkeys(("mp3", "wav", "m4a", "ogg"), "audio"),
}
_TEXTS = ("text/", "application/xhtml", "application/xml", "application/nitf", "application/vnd.iptc")
_UNREAD = ("css", "javascript", "rtf", "pdf", "msword")
#: Renditions that stand for a larger one.
_SMALL = frozenset(("thumbnail", "preview", "quicklook", "icon", "lowres", "viewimage"))
_DIGITS = 9


@attrs.define(eq=False)
class Picture:
    """A picture, film or sound: the largest of its renditions."""

    kind: str
    url: str | None
    size: tuple[bool, int, int]  #: whether it is no preview, its width, its bytes
    language: str | None
    caption: str | None = None
    credit: str | None = None


class Said:
    """What a text says: its blocks, the NITF that it is, if it is, and what of it cannot be read."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.nitf: Nitf | None = None
        self.defects: list[Defect] = []

    @property
    def text(self) -> str:
        """Its blocks, a line each."""
        return "\n".join(block.text for block in self.blocks)


class Content:
    """A ContentItem."""

    def __init__(self, element: Any) -> None:
        self.href = (element.get("Href") or "").strip()
        self.parts: Parts = parts_of(element)
        self.mime = first(self.parts, "mimetype").lower()
        self.format = first(self.parts, "format").lower()
        self.notations: list[str] = []
        self.data = self._data()

    def _data(self) -> Any:
        """The DataContent that says something, below its encodings."""
        parts = self.parts
        for _ in range(_ENCODINGS):
            if found := parts.get("datacontent"):
                return next((each for each in found if len(each) or (each.text or "").strip()), None)
            if not (encodings := parts.get("encoding")):
                break
            self.notations.append(encodings[0].get("Notation") or "")
            parts = parts_of(encodings[0])
        return None

    @cached_property
    def kind(self) -> str:
        """`text`, a kind of media, or nothing for what is neither: style sheets, and what is not there."""
        word = folded(first(self.parts, "mediatype"))
        main = self.mime.partition("/")[0]
        if main in ("image", "audio", "video"):
            return main
        if word in _MEDIA and not self._child("nitf"):
            return _MEDIA[word] or word
        if self.data is None:
            ending = _ENDINGS.get(self.href.rpartition(".")[2].lower(), "other")
            return ending if self.href and "css" not in self.mime else ""
        return "text" if not self.mime or self.mime.startswith(_TEXTS) or word in ("text", "complexdata") else "other"

    @property
    def rank(self) -> int:
        """How well it says what its equivalents say: NITF before markup before text."""
        if self._child("nitf") is not None or "nitf" in self.format or "nitf" in self.mime:
            return 0
        return 1 if len(self.data) or "html" in self.format or "html" in self.mime else 2

    def picture(self, role: str, language: str | None) -> Picture:
        """The picture, film or sound that it is."""
        characteristics = self.parts.get("characteristics", ())
        properties = {folded(name): values[0] for name, values in properties_of(characteristics).items()}
        full = not {role, folded(properties.get("imageuse", ""))} & _SMALL
        width = properties.get("pixelwidth") or properties.get("width") or ""
        size = first(parts_of(*characteristics), "sizeinbytes")
        return Picture(self.kind, self.href or None, (full, _number(width), _number(size)), language)

    @cached_property
    def said(self) -> Said:
        """What the text says."""
        found = Said()
        if unread := next((word for word in _UNREAD if word in self.mime or self.format.startswith(word)), None):
            if unread not in ("css", "javascript"):
                found.defects.append(Defect("unread-format", f"a DataContent of {self.mime or self.format} is not read"))
        elif set(map(folded, self.notations)) - _PLAIN:
            self._encoded(found)
        elif (nitf := self._child("nitf")) is not None:
            self._nitf(found, nitf)
        elif next(self.data.iterchildren("{*}*"), None) is not None:
            found.blocks = markup_blocks(self.data, NITF_KINDS)  # agencies leave out the nitf round its body
        else:
            self._text(found, (self.data.text or "") + "".join(each.tail or "" for each in self.data))
        return found

    def _child(self, name: str) -> Any:
        return next(self.data.iterchildren(f"{{*}}{name}"), None) if self.data is not None else None

    def _encoded(self, found: Said) -> None:
        """Base64 is what agencies write; other notations are named."""
        if set(map(folded, self.notations)) - _PLAIN != {"base64"}:
            found.defects.append(Defect("unread-encoding", f"the encoding {'/'.join(self.notations)!r:.60} is not read"))
            return
        try:
            data = base64.b64decode("".join((self.data.text or "").split()))
            if root_name(Sample("", len(data), data, b""))[0].lower() == "nitf":
                self._nitf(found, read_xml(data))
            else:
                self._text(found, Document("", data).text())
        except binascii.Error as error:
            found.defects.append(Defect("bad-encoding", f"a DataContent is no Base64: {error}"))
        except Unreadable as error:
            found.defects.append(Defect("bad-content", f"a DataContent in Base64 cannot be read: {error.message}"))

    def _text(self, found: Said, text: str) -> None:
        """Plain text, or markup as text: in CDATA, or with its signs as references."""
        text = _DECLARATION.sub("", text)
        data = text.encode(errors="replace") if "<" in text else b""
        if root_name(Sample("", len(data), data, b""))[0].lower() == "nitf":
            try:
                self._nitf(found, read_xml(data.strip()))
            except Unreadable as error:
                found.defects.append(Defect("bad-content", f"NITF within a DataContent is no XML: {error.message}"))
                found.blocks = html_blocks(text)
        else:
            found.blocks = html_blocks(text) if is_markup(text) else prose_blocks(text)

    def _nitf(self, found: Said, element: Any) -> None:
        found.nitf = Nitf(element)
        found.blocks = list(found.nitf.get("body") or ())


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= _DIGITS else 0
