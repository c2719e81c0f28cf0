"""Pictures whose elements no specification names: told by what their names and attributes end in."""

from typing import Any

from newsarchive import Media
from newsarchive.text import said

_ENDINGS = {
    "url": ("url", "uri", "href", "link", "path"),
    "caption": ("caption", "tekst", "description"),
    "credit": ("credit", "copyright", "photographer", "fotograf"),
}


def picture_of(element: Any, kind: str = "picture") -> Media | None:
    """What an element and those below it state of a picture, or None if that is nothing."""
    found: dict[str, str] = {}
    for each in element.iter():
        if isinstance(each.tag, str):
            stated = [*each.attrib.items(), *([(each.tag, said(each))] if len(each) == 0 else [])]
            for name, value in stated:
                ending = str(name).rpartition("}")[2].lower()
                field = next((field for field, endings in _ENDINGS.items() if ending.endswith(endings)), None)
                if field is not None and value.strip():
                    found.setdefault(field, value.strip())
    return Media(kind, **found) if found else None
