"""Exports by mail: the form of the message that holds the most documents, as it was sent or as somebody forwarded it."""

import re
from collections.abc import Iterator

from newsarchive import Defect, Part
from newsarchive.text import universal_newlines

from .._message import Head
from .._mime import PARTS, Entity
from .page import ANCHOR

_SUBJECT = re.compile(r"\bProQuest\b", re.IGNORECASE)
_SERVER = re.compile(r"pqsvc|@proquest\.com", re.IGNORECASE)
_QUOTED = re.compile(r"^(?:> ?)+", re.MULTILINE)
_LINK = re.compile(r"ProQuest document link", re.IGNORECASE)
#: Of the documents that the best form has, so many at least, and HTML is read.
_ENOUGH = 0.5
_FORMS = {"text/html": "export.html", "text/plain": "export.txt"}


def is_export(head: Head) -> bool:
    """Whether the fields of a message say that ProQuest sent it, first or last."""
    sent = any(_SERVER.search(head.get(name)) for name in ("from", "message-id", "references", "in-reply-to", "return-path"))
    return sent and _SUBJECT.search(head.get("subject")) is not None


def forms(entity: Entity) -> Iterator[Part | Defect]:
    """The export, in its form with the most documents; HTML before text where they have as many. What is damaged first."""
    found: list[tuple[int, str, str]] = []
    count = 0
    waiting = [entity]
    while waiting and count < PARTS:
        each = waiting.pop(0)
        count += 1
        if each.media_type.startswith("multipart/"):
            for part in each.parts():
                if isinstance(part, Defect):
                    yield part
                else:
                    waiting.append(part)
        elif each.media_type in _FORMS:
            for text in each.decoded():
                if isinstance(text, Defect):
                    yield text
                    continue
                many = max(len(ANCHOR.findall(text)), len(_LINK.findall(text)))
                found.append((many, each.media_type, text))
    best = max((many for many, _, _ in found), default=0)
    if best:
        _, kind, text = max(
            (form for form in found if form[0] >= _ENOUGH * best), key=lambda form: (form[1] == "text/html", form[0])
        )
        said = text if kind == "text/html" else _QUOTED.sub("", universal_newlines(text))
        yield Part(_FORMS[kind], said.encode(errors="replace"), kind, {"encoding": "utf-8"})
