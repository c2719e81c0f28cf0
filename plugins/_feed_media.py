"""Media of feeds: enclosures, and Media RSS 1.5."""

from collections.abc import Iterator
from typing import Any

from newsarchive import Media

from ._feed_text import headline_of

#: The first half of a media type, and `media:content/@medium`.
_KINDS = {"image": "picture", "video": "video", "audio": "audio"}
_SUFFIXES = {
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "webp", "avif"), "picture"),
    **dict.fromkeys(("mp4", "m4v", "mov", "webm"), "video"),
    **dict.fromkeys(("mp3", "m4a", "ogg", "wav"), "audio"),
}


def kind_of(said: str | None, address: str | None) -> str:
    """A medium's kind by its media type, or by the ending of its address."""
    if said and (kind := _KINDS.get(said.partition("/")[0].lower())):
        return kind
    ending = (address or "").partition("?")[0].rpartition(".")[2].lower()
    return _SUFFIXES.get(ending, "other")


def enclosed(said: str | None, address: str) -> Media:
    """An enclosure: an address with a media type."""
    return Media(kind_of(said, address), url=address)


def media_rss(left: dict[str, list[Any]]) -> Iterator[Media]:
    """The media of Media RSS in an entry, whose elements are taken out. A group is one medium in several sizes.

    What stands beside the media holds for all of them that say nothing themselves (1.5, optional elements).
    """
    groups = left.pop("media:group", [])
    contents = left.pop("media:content", [])
    above = _Said.of([each for name in _OPTIONAL for each in left.get(f"media:{name}", ())])
    found = [_Said.of(list(group)).over(above).medium(list(group.iter("{*}content"))) for group in groups]
    found += [_Said.of(list(content)).over(above).medium([content]) for content in contents]
    if media := [each for each in found if each is not None]:
        for name in (*_OPTIONAL, "thumbnail"):
            left.pop(f"media:{name}", None)
        yield from media
        return
    for thumbnail in left.pop("media:thumbnail", []):
        if address := (thumbnail.get("url") or "").strip():
            yield Media("picture", url=address)


_OPTIONAL = ("title", "description", "credit")


class _Said:
    """What is said of a medium: its caption and who made it."""

    def __init__(self, caption: str | None, credit: str | None) -> None:
        self.caption = caption
        self.credit = credit

    @classmethod
    def of(cls, elements: list[Any]) -> "_Said":
        said: dict[str, list[str]] = {}
        for each in elements:
            if isinstance(each.tag, str) and (text := headline_of("".join(each.itertext()))):
                said.setdefault(each.tag.rpartition("}")[2], []).append(text)
        captions = said.get("description") or said.get("text") or said.get("title")
        return cls(captions[0] if captions else None, ", ".join(said.get("credit", ())) or None)

    def over(self, above: "_Said") -> "_Said":
        return _Said(self.caption or above.caption, self.credit or above.credit)

    def medium(self, contents: list[Any]) -> Media | None:
        """The largest of the sizes, or the default one."""
        sized = [each for each in contents if each.get("url")]
        if not sized:
            return None
        best = max(sized, key=lambda each: (each.get("isDefault") == "true", _number(each.get("width"))))
        address = best.get("url").strip()
        own = _Said.of(list(best)).over(self)
        return Media(kind_of(best.get("medium") or best.get("type"), address), address or None, own.caption, own.credit)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
