"""What a message holds beside its head: text in its best form, pictures, and documents that are attached."""

import re
from collections.abc import Iterator
from typing import Any

import attrs

from newsarchive import Block, Defect, Media, Part
from newsarchive.text import lines

from ._mail_html import read_html
from ._message_text import read_message_text, unflowed
from ._mime import PARTS, Entity

#: Types of text that are the message, where they are not attached.
_TEXTS = ("text/plain", "text/html")
#: RFC 2046, 5.2.1; RFC 6532, 3.7; RFC 1036 as software of its time named it
_MESSAGES = ("message/rfc822", "message/global", "message/news")
#: What programs add for programs (RFC 1847, 3156, 8551): named in `extra`, and nothing to read.
_SIGNATURES = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")
_PICTURES = ("image", "audio", "video")
#: Endings for documents without a name.
_ENDINGS = {"text/plain": ".txt", "text/html": ".html", "message/rfc822": ".eml", "message/global": ".eml"}
#: Of the HTML of an alternative, so much of its plain text at least, or the plain text is the better form.
_WORTH = 0.5
_SPACE = re.compile(r"\s+")


@attrs.define
class Content:
    """What was gathered from a message, in its order."""

    blocks: list[Block] = attrs.Factory(list)
    media: list[Media] = attrs.Factory(list)
    parts: list[Part] = attrs.Factory(list)
    defects: list[Defect] = attrs.Factory(list)
    attachments: list[dict[str, str]] = attrs.Factory(list)

    def add(self, other: "Content", text: bool = True) -> None:
        """What another holds; `text` says whether its text, too."""
        self.blocks += other.blocks if text else []
        self.media += other.media if text else []
        self.parts += other.parts
        self.defects += other.defects
        self.attachments += other.attachments

    @property
    def length(self) -> int:
        """How much text there is."""
        return sum(len(_SPACE.sub("", block.text)) for block in self.blocks)

    def pictures(self) -> list[Media]:
        """The media, those once that a page shows and that are sent with it: as the page tells them."""
        told: dict[Any, Media] = {}
        for number, each in enumerate(self.media):
            told.setdefault(each.url or number, each)
        return list(told.values())


class Gathering:
    """A walk through a message. No more than so many parts are read."""

    def __init__(self) -> None:
        self.count = 0

    def content(self, entity: Entity) -> Content:
        """What an entity holds."""
        found = Content()
        self.count += 1
        kind, _, sub = entity.media_type.partition("/")
        if self.count > PARTS:
            if self.count == PARTS + 1:
                found.defects.append(Defect("too-many-parts", f"it has more than {PARTS:,} parts; the rest is left"))
        elif kind == "multipart":
            self._multipart(entity, sub, found)
        elif entity.media_type in _TEXTS and not _is_attached(entity):
            _read_text(entity, found)
        elif kind in _PICTURES:
            url = f"cid:{entity.content_id}" if entity.content_id else None
            found.media.append(Media(kind, url))
            found.attachments.append(_told(entity))
        elif entity.media_type in _SIGNATURES:
            found.attachments.append(_told(entity))
        else:
            self._attach(entity, found)
        return found

    def _multipart(self, entity: Entity, sub: str, found: Content) -> None:
        several = []
        for part in entity.parts():
            if isinstance(part, Defect):
                found.defects.append(part)
            else:
                several.append((part.media_type, self.content(part)))
        if not several:  # a head that says more than there is
            _read_text(entity, found)
        elif sub == "alternative":
            best = _best([content for _, content in several])
            for _, content in several:
                found.add(content, text=content is best)
        else:
            for _, content in several:
                found.add(content)

    def _attach(self, entity: Entity, found: Content) -> None:
        """A document within the message, for whoever reads its kind."""
        name = entity.name or f"part-{self.count}{_ENDINGS.get(entity.media_type, '')}"
        found.attachments.append(_told(entity))
        charset = entity.parameter("content-type", "charset")
        for each in entity.octets():
            if isinstance(each, Defect):
                found.defects.append(each)
            elif each:
                hints = {"encoding": charset} if charset else {}
                found.parts.append(Part(name, each, entity.media_type, hints))


def _is_attached(entity: Entity) -> bool:
    return entity.disposition == "attachment" or (entity.name is not None and entity.disposition != "inline")


def _told(entity: Entity) -> dict[str, str]:
    said = {"name": entity.name, "type": entity.media_type}
    return {key: value for key, value in said.items() if value}


def _read_text(entity: Entity, found: Content) -> None:
    """The text of a message in one of its forms."""
    for each in entity.decoded():
        if isinstance(each, Defect):
            found.defects.append(each)
        elif entity.media_type == "text/html":
            blocks, media = read_html(each)
            found.blocks += blocks
            found.media += media
        else:
            found.blocks += _plain(entity, each)


def _plain(entity: Entity, text: str) -> Iterator[Block]:
    flowed = (entity.parameter("content-type", "format") or "").lower() == "flowed"
    delsp = (entity.parameter("content-type", "delsp") or "").lower() == "yes"
    passages, _ = read_message_text(unflowed(text, delsp) if flowed else lines(text))
    return (passage.block for passage in passages)


def _best(several: list[Content]) -> Content:
    """RFC 2046, 5.1.4: the last is the richest. One that says much less than another only points to it, or is broken."""
    most = max(content.length for content in several)
    return next(content for content in reversed(several) if content.length >= _WORTH * most)
