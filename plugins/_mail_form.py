"""Stories that a web form mails: one JSON object, whose keys are the labels of the form and whose values are lists.

Scripts behind forms pad the lists with empty strings: `{"Headline": ["A story", ""], "Body": ["…"]}`.
"""

import re
from typing import Any

from newsarchive import Block, Document, Unreadable

from ._fields import Fields
from ._json import read_json

#: Labels in small letters, and the fields that they are; a form of stories has a headline and a body.
_FIELDS = {"headline": "headline", "slugline": "slugline", "abstract": "summary", "byline": "byline", "category": "section"}
_NEEDED = frozenset(("headline", "body"))
_LINES = re.compile(r"\s*\n\s*")


def read_form(text: str, fields: Fields) -> bool:
    """Take what a form says, if this is one; what the head says of the same is kept in `extra`, if it is something else."""
    stated = _stated(text)
    if not {name.lower() for name in stated} >= _NEEDED:
        return False
    for name, values in stated.items():
        field = _FIELDS.get(name.lower())
        if name.lower() == "body":
            paragraphs = [piece for value in values for piece in _LINES.split(value.strip()) if piece]
            fields.set("body", [Block("paragraph", piece) for piece in paragraphs], f"form/{name}")
        elif name.lower() == "dateline":
            fields.set("dateline", " ".join(values), f"form/{name}")
        elif name.lower() == "place":
            fields.set("places", values, f"form/{name}")
        elif field is not None and values:
            if field in fields:
                fields.keep({"headline": "Subject"}.get(field, field), fields.get(field))
            fields.set(field, ", ".join(values), f"form/{name}")
        else:
            fields.keep(name, values if len(values) > 1 else "".join(values))
    return True


def _stated(text: str) -> dict[str, list[str]]:
    """The labels of a form and what is written under them."""
    bare = text.strip()
    if not (bare.startswith("{") and bare.endswith("}")):
        return {}
    try:
        value = read_json(Document("form", bare.encode(errors="replace")))
    except Unreadable:
        return {}
    return {name: _texts(each) for name, each in value.items()} if isinstance(value, dict) else {}


def _texts(value: Any) -> list[str]:
    several = value if isinstance(value, list) else [value]
    return [each.strip() for each in several if isinstance(each, str) and each.strip()]
