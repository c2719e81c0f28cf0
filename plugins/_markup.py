"""Whether a text is markup: in formats whose texts may be either, whatever their names say."""

import re

#: A tag of a block, a break, or inline markup.
_TAG = re.compile(
    r"</?(?:p|div|br|h[1-6]|[uo]l|li|table|section|article|blockquote|pre|hl2|em|strong|b|i|a|span)\b[^<>]*>", re.I
)


def is_markup(text: str) -> bool:
    """Whether a tag of HTML stands in it."""
    return "<" in text and _TAG.search(text) is not None
