"""The text of a post: HTML with marks of the block editor, or text by lines, and shortcodes in both."""

import re
from collections.abc import Iterator

from newsarchive import Block
from newsarchive.text import html_blocks, universal_newlines

#: Marks of the block editor (Gutenberg): what has one is HTML. What has none is of the classic editor: text by lines.
_MARK = "<!-- wp:"
#: Shortcodes (WordPress, Shortcode API): a caption round a picture, in its own text or in an attribute.
_CAPTION = re.compile(r"\[caption\b(?P<attributes>[^\]\[]*+)\](?P<inside>(?:(?!\[/?caption\b).)*+)\[/caption\]", re.DOTALL)
_CAPTION_ATTRIBUTE = re.compile(r"""\bcaption\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""")
_PICTURE = re.compile(r"\s*+(?:<a\b[^<>]*+>\s*+)?<img\b[^<>]*+>\s*+(?:</a>)?")
_EMBED = re.compile(r"\[embed\b[^\]\[]*+\]([^\[\]]*+)\[/embed\]")
_GALLERY = re.compile(r"\[gallery\b(?P<attributes>[^\]\[]*+)\]")
_IDS = re.compile(r"""\b(?:ids|include)\s*+=\s*+["']?([\d,\s]++)""")
_ESCAPED = re.compile(r"\[(\[[A-Za-z/][^\[\]]*+\])\]")
# What keeps its lines, tags, and the ends of lines outside of both: `wpautop` of WordPress.
_KEPT = re.compile(
    r"(<(?P<name>pre|script|style|textarea)\b.*?(?:</(?P=name)\s*>|\Z)|<!--.*?(?:-->|\Z))", re.DOTALL | re.IGNORECASE
)
_LINES = re.compile(r"<[^<>]*+>|\n(?P<blank>\s*+)")


def markup_of(text: str) -> str:
    """A post as HTML: captions as figures, line ends as breaks where the editor meant them so."""
    text = universal_newlines(text)
    if "[" in text:
        text = _CAPTION.sub(_figure, text)
        text = _EMBED.sub(r"\1", text)
    return text if _MARK in text or "\n" not in text else _by_lines(text)


def post_blocks(markup: str) -> list[Block]:
    """The blocks of a post that `markup_of` made HTML. Galleries are media; shortcodes that nobody knows are text."""
    if "[" in markup:
        markup = _ESCAPED.sub(r"\1", _GALLERY.sub("", markup))
    return html_blocks(markup)


def gallery_of(markup: str) -> Iterator[str]:
    """The numbers of the pictures in galleries."""
    for match in _GALLERY.finditer(markup) if "[gallery" in markup else ():
        for numbers in _IDS.findall(match["attributes"]):
            yield from (number.strip() for number in numbers.split(",") if number.strip())


def _figure(match: "re.Match[str]") -> str:
    """A caption: in 3.4 and later it stands behind the picture, before that in an attribute."""
    inside = match["inside"]
    picture = _PICTURE.match(inside)
    end = picture.end() if picture else 0
    attribute = _CAPTION_ATTRIBUTE.search(match["attributes"])
    caption = inside[end:].strip() or (attribute[1] or attribute[2] or "" if attribute else "")
    return f"<figure>{inside[:end]}<figcaption>{caption}</figcaption></figure>"


def _by_lines(text: str) -> str:
    """The classic editor: a blank line parts paragraphs, any other line end is one."""
    pieces = []
    reached = 0
    for match in _KEPT.finditer(text):
        pieces += [_broken(text[reached : match.start()]), match[0]]
        reached = match.end()
    return "".join([*pieces, _broken(text[reached:])])


def _broken(text: str) -> str:
    """Ends of lines as breaks. White space before one is the author's slip: before a break it would be a wrapped line's."""
    text = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
    return _LINES.sub(lambda match: match[0] if match[0][0] == "<" else "<br><br>" if "\n" in match["blank"] else "<br>", text)
