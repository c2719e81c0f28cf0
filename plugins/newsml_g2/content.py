"""The content of an item: its text in one of several renditions, and what lies elsewhere."""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Any

from newsarchive import Block, Media
from newsarchive.text import KINDS, Line, blocks, hard_wrapped, html_blocks, lines, markup_blocks, said, unwrap

from .._markup import is_markup
from .concepts import local

_KINDS = {**KINDS, "aside": "note", "footer": "note"}
#: Digits of a width: more are none.
_DIGITS = 9
#: Kinds of media by the first half of a content type.
_KIND = {"image": "picture"}
#: With one of these a text is markup, and no typescript.
_STRUCTURE = tuple(f"{{*}}{name}" for name in "br table ul ol h1 h2 h3 h4 div section article blockquote figure aside".split())  # noqa: SIM905
_INDENT = re.compile(r" {1,8}(?=\S)")
_MARK = re.compile(r"\s*[*•] +(?=\S)")
#: A gap of several columns that does not follow a sentence: a table's row.
_TABULAR = re.compile(r"\S\t|[^\s.!?:;\"'’”»)] {2,}\S")


def element_blocks(root: Any, headline: str | None) -> list[Block]:
    """The text of an `inlineXML` that holds XHTML or another markup.

    A header that repeats the headline, and a first heading that is the headline, are furniture.
    """
    body = next(root.iter("{*}body"), root)
    header = next(body.iter("{*}header"), None)
    if header is not None and headline and headline in said(header):
        _drop(header)
    found = (_typed(body) if local(body) == "body" else []) or markup_blocks(body, _KINDS)
    if found and found[0].kind == "crosshead" and found[0].text == headline:
        found.pop(0)
    return found


def _drop(element: Any) -> None:
    """Take an element out of its tree, and leave the text behind it."""
    above, before, tail = element.getparent(), element.getprevious(), element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    elif above is not None:
        above.text = (above.text or "") + tail
    if above is not None:
        above.remove(element)


def _typed(body: Any) -> list[Block]:
    """A text that was typed into one element with its lines, as Reuters and ANSA do; nothing if it is markup.

    Within markup white space says nothing. Here lines begin at the margin, and those that are indented, or stand behind a
    blank one, begin a paragraph.
    """
    elements = [each for each in body.iter("{*}p", "{*}pre") if len(each) or (each.text or "").strip()]
    if len(elements) > 1 or next(body.iter(*_STRUCTURE), None) is not None:
        return []
    text = "".join(body.itertext("*"))
    if text.count("\n") < 3:
        return []
    text = text.strip()  # its first line stands behind the indent of its element
    found = lines(text)
    if elements and local(elements[0]) == "pre":
        return typed_blocks(text) if hard_wrapped(blocks(found)) else []
    below = [line.text for line in found[1:] if not line.blank]
    at_margin = [text for text in below if not text[0].isspace()]
    return typed_blocks(text) if at_margin and any(map(_INDENT.match, below)) else []


def typed_blocks(text: str) -> list[Block]:
    """The paragraphs of a plain text, as far as it shows them: by blank lines, and by indents or a margin; else a line is one.

    Marks of lists stay, as they are printed.
    """
    runs = [run for each in blocks(lines(text)) for run in _runs(each)]
    wrap = hard_wrapped([run for _, run in runs])
    found: list[list[Line]] = []
    for number, (indented, run) in enumerate(runs):
        joined = indented and not any(_TABULAR.search(line.text.strip()) for line in run)
        runs_on = [True] * (len(run) - 1) if joined else wrap.runs_on[number] if wrap else [False] * (len(run) - 1)
        for line, same in zip(run, [False, *runs_on], strict=True):
            if same:
                found[-1].append(line)
            else:
                found.append([line])
    return [Block("paragraph", unwrap(paragraph)) for paragraph in found]


def _runs(block: list[Line]) -> Iterator[tuple[bool, list[Line]]]:
    """Lines between the indents or marks of new paragraphs, and whether there are such indents.

    Text that runs on, in lower case, stands at the margin where first lines are indented, and hangs below them where it is
    not. Where no line tells, at most half are first lines.
    """
    indents = [len(line.text) - len(line.text.lstrip()) for line in block]
    base = min(indents)
    indented = sum(indent > base for indent in indents)
    starts = zip(indents, (line.text.lstrip()[:1].islower() for line in block), strict=True)
    running_on = sum((1 if indent == base else -1) for indent, lower in starts if lower)
    firsts = indented > 0 and (running_on > 0 if running_on else 2 * indented < len(block) + (indents[0] > base))
    run: list[Line] = []
    for line, indent in zip(block, indents, strict=True):
        if run and ((firsts and indent > base) or _MARK.match(line.text)):
            yield firsts, run
            run = []
        run.append(line)
    yield firsts, run


def text_blocks(text: str, content_type: str) -> list[Block]:
    """The text of an `inlineData`, or of an `inlineXML` whose markup is escaped."""
    return html_blocks(text, _KINDS) if "html" in content_type or is_markup(text) else typed_blocks(text)


def paragraphs(element: Any) -> list[str]:
    """What a property says that may hold markup: a note, a description."""
    if len(element):
        return [block.text for block in markup_blocks(element)]
    return [text] if (text := said(element)) else []


def is_text(element: Any) -> bool:
    """Whether an `inlineData` is a text, and no picture or the like."""
    content_type = element.get("contenttype") or "text/plain"
    return content_type.startswith("text/") or "xml" in content_type or "html" in content_type


def inline_data(element: Any) -> str:
    """The text of an `inlineData`. Raises ValueError if its encoding is unknown or wrong."""
    text: str = element.text or ""
    encoding = (element.get("encoding") or element.get("encodinguri") or "").rpartition(":")[2].rpartition("/")[2].lower()
    if not encoding:
        return text
    if encoding != "base64":
        raise ValueError(f"its encoding is {encoding!r:.40}, which is not known")
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode("utf-8-sig")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise ValueError(f"it is no text in base64: {error}") from None


def pictures(body: Any) -> Iterator[Media]:
    """The pictures within a text: `img` with the caption of its figure, and dpa's `dnl-image`."""
    captioned = None
    for each in body.iter("{*}img", "{*}dnl-image"):
        figure = next(each.iterancestors("{*}figure"), None)
        caption = said(figure.find(".//{*}figcaption")) if figure is not None and figure is not captioned else ""
        captioned = figure
        if url := each.get("src") or each.get("ref"):
            yield Media(
                "picture", url, caption or each.get("caption") or each.get("alt") or None, each.get("creditline") or None
            )


def remote_media(elements: list[Any], kind: str | None, caption: str | None, credit: str | None) -> list[Media]:
    """What `remoteContent` names: renditions of one kind are one medium, the largest of them stands for it."""
    best: dict[str, Any] = {}
    for each in elements:
        major = (each.get("contenttype") or "").partition("/")[0]
        name = kind or _KIND.get(major, major) or "other"
        if name not in best or _size(each) > _size(best[name]):
            best[name] = each
    return [Media(name, each.get("href") or each.get("residref") or None, caption, credit) for name, each in best.items()]


def _size(element: Any) -> tuple[int, int]:
    """The width of a rendition, and how many bytes it has."""
    width, size = (element.get(name) or "" for name in ("width", "size"))
    return _number(width), _number(size)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= _DIGITS else 0
