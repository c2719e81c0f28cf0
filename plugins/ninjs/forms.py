"""The forms in which ninjs gives one text: `body_html` and `body_text`, or `bodies`, each with its role and content type."""

from typing import Any

import attrs

from newsarchive import Block
from newsarchive.text import KINDS

from .._json_values import blocks_of, texts_of

#: Content types by the endings that 1.x gives to names.
_TYPES = {"xhtml+xml": "xhtml", "plain": "text"}
#: Elements of bodies; the last two are what `newsarchive export` writes for blocks that HTML has no element for.
_KINDS = {**KINDS, "div.credit": "credit", "div.note": "note"}


@attrs.frozen
class Form:
    """One form of a text: where it stands in its item, and in what it stands there."""

    pointer: str
    name: str
    value: str
    entry: Any = None

    def blocks(self) -> list[Block]:
        """What it says."""
        return blocks_of(self.value, _KINDS)

    def take(self, item: dict[str, Any]) -> None:
        """Take it out of its item."""
        rest = [each for each in item[self.name] if each is not self.entry] if self.entry is not None else []
        if rest:
            item[self.name] = rest
        else:
            del item[self.name]


def forms(item: dict[str, Any], prefix: str, several: str, order: tuple[str, ...]) -> list[Form]:
    """All forms of a text in an item, whose names are in small letters; the best first, by suffix, content type or role."""
    found = []
    for name in [name for name in item if name == prefix or name.startswith(f"{prefix}_")]:
        found += [(name[len(prefix) + 1 :], Form(name, name, text)) for text in texts_of(item[name])]
    listed = item.get(several)
    for number, entry in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(entry, dict):
            told = {name.lower(): value for name, value in entry.items()}
            kind = str(told.get("contenttype") or "").partition(";")[0].rpartition("/")[2]
            suffix = _TYPES.get(kind, kind) or str(told.get("role") or "")
            found += [(suffix, Form(f"{several}/{number}", several, text, entry)) for text in texts_of(told.get("value"))]
    found.sort(key=lambda each: order.index(each[0]) if each[0] in order else len(order))
    return [form for _, form in found]


def take(item: dict[str, Any], found: list[Form]) -> list[Block]:
    """The blocks of the best form, which is taken out of its item with all others that say the same."""
    if not found:
        return []
    blocks = found[0].blocks()
    said = _squeezed(blocks)
    for form in found:
        if form is found[0] or _squeezed(form.blocks()) == said:
            form.take(item)
    return blocks


def _squeezed(blocks: list[Block]) -> str:
    return "".join("".join(block.text.split()) for block in blocks)
