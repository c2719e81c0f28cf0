r"""What a stretch of a document says to a reader, for `Format.says` and `Format.keeps`: markup and JSON without their signs.

All of them take damaged documents, and pieces that begin or end anywhere.
"""

import html
import json
import re
from collections.abc import Iterator

from .format import as_it_stands

#: A comment, a processing instruction, a declaration, a CDATA section or a tag; the last may be cut off by the end.
_MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|<!\[CDATA\[(?P<cdata>.*?)(?:\]\]>|\Z)|<![A-Za-z].*?(?:>|\Z)|(?P<tag></?[A-Za-z_:].*?(?:>|\Z))",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""=\s*(?:"([^"]*)(?:"|\Z)|'([^']*)(?:'|\Z)|([^\s"'>]+))""")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)("|\Z)', re.DOTALL)
_SCALAR = re.compile(r"-?\d[\d.eE+-]*|true|false")


def markup_text(piece: str | bytes) -> str:
    """The text of XML or HTML: a line end for each tag, no comments and attributes, references replaced."""
    return "".join(_text(as_it_stands(piece)))


def markup(piece: str | bytes) -> str:
    """The text of XML or HTML, and behind it the values of its attributes, a line each."""
    text = as_it_stands(piece)
    tags = (match["tag"] for match in _MARKUP.finditer(text) if match["tag"] is not None)
    return "\n".join([markup_text(text), *(html.unescape("".join(value)) for tag in tags for value in _ATTRIBUTE.findall(tag))])


def markup_within(piece: str | bytes) -> str:
    """What markup says, and behind it what that says where it is markup again, which was escaped."""
    said = markup(piece)
    return f"{said}\n{markup_text(said)}"


def json_markup(piece: str | bytes) -> str:
    """The strings of a JSON text, and behind them what those say that are markup."""
    strings = json_values(piece)
    return f"{strings}\n{markup_text(strings)}"


def json_values(piece: str | bytes) -> str:
    """The strings of a JSON text without quotes and escapes, its keys included, and its numbers, a line each."""
    text = as_it_stands(piece)
    said = []
    reached = 0
    for match in _STRING.finditer(text):
        said += _SCALAR.findall(text[reached : match.start()])
        said.append(_unescaped(match[1]))
        reached = match.end()
    return "\n".join([*said, *_SCALAR.findall(text[reached:])])


def _text(text: str) -> Iterator[str]:
    reached = 0
    for match in _MARKUP.finditer(text):
        yield html.unescape(text[reached : match.start()])
        reached = match.end()
        yield "\n" if match["tag"] is not None else match["cdata"] or ""
    yield html.unescape(text[reached:])


def _unescaped(inside: str) -> str:
    """What a string literal says; a broken one as it stands."""
    try:
        return str(json.loads(f'"{inside}"', strict=False))
    except ValueError:
        return inside
