"""OpenDocument text (ODF 1.3, part 3), in its package or as one flat XML file, as far as its text goes."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from newsarchive import Defect, Unreadable
from newsarchive.text import said

from ._paragraphs import Paragraph, State, Stream
from ._xml import read_xml
from ._zip import Package

_META = "meta.xml"
#: What is not text of the document: revisions (5.5), comments (14.1), indexes (8), what is a field's form or a picture's data.
_SILENT = frozenset(
    """
    tracked-changes annotation annotation-end table-of-content illustration-index table-index object-index user-index
    alphabetical-index note-citation sequence-decls variable-decls user-field-decls forms binary-data desc title ruby-text
    event-listeners shapes table-header-columns
    """.split()  # noqa: SIM905  # a list of words is read as one
)
#: 6.1.2: within a paragraph white space is one space, and none at its beginning.
_SPACES = re.compile("[ \t\r\n]+")
#: Spaces that one element may stand for; ODF sets no bound.
_MOST_SPACES = 1000
#: Properties whose names are those of other formats.
_NAMES = {
    "keyword": "keywords",
    "date": "modified",
    "creation-date": "created",
    "initial-creator": "creator",
    "creator": "lastModifiedBy",
}
_DEEPEST_STYLE = 20


@attrs.frozen
class Odt:
    """What an ODT holds: paragraphs in their order, and what it says of itself."""

    paragraphs: Sequence[Paragraph]
    info: Mapping[str, str]
    defects: Sequence[Defect]


@attrs.frozen
class _Style:
    """A style, by the name that people see; automatic ones (16.2) have that of their parent."""

    name: str
    level: int = 0
    page: bool = False
    bold: bool | None = None
    italic: bool | None = None
    hidden: bool = False


def read_odt(data: bytes) -> Odt:
    """All that is text in an ODT, its headers and footers apart. Raises Unreadable if its content cannot be read."""
    defects: list[Defect] = []
    if not data.startswith(b"PK"):
        root = read_xml(data)
        return Odt(_read(root, [root]), _info(root), defects)
    package = Package(data)
    root = read_xml(package.read("content.xml"))
    others = {}
    for part in ("styles.xml", _META):
        try:
            others[part] = read_xml(package.read(part)) if part in package else None
        except Unreadable as error:
            defects.append(Defect(error.code, f"{part}: {error}"))
    styles = [each for each in (others.get("styles.xml"), root) if each is not None]
    return Odt(_read(root, styles), _info(others.get(_META)), defects)


def _attribute(element: Any, name: str) -> str:
    """An attribute by its local name."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _info(root: Any) -> dict[str, str]:
    """4.3: what the document says of itself; keywords are parted by commas."""
    found: dict[str, str] = {}
    meta = next(root.iter("{*}meta"), ()) if root is not None else ()
    for each in meta:
        name, text = _NAMES.get(_local(each), _local(each)), said(each)
        if name not in ("", "document-statistic", "user-defined", "template", "auto-reload") and text:
            found[name] = f"{found[name]}, {text}" if name in found and name == "keywords" else text
    return found


def _styles(roots: Sequence[Any]) -> dict[str, _Style]:
    """Styles by their names."""
    elements = {_attribute(each, "name"): each for root in roots for each in root.iter("{*}style")}
    found = {}
    for identifier, element in elements.items():
        name, level, page, bold, italic, hidden, below = "", 0, False, None, None, False, element
        for _ in range(_DEEPEST_STYLE):
            display = _attribute(below, "display-name") or _attribute(below, "name")
            automatic = below.getparent() is not None and _local(below.getparent()) == "automatic-styles"
            name = name or ("" if automatic else display)
            outline = _attribute(below, "default-outline-level")
            level = level or (int(outline) if outline in tuple("123456789") else 0)
            for properties in below:
                page = page or (below is element and _attribute(properties, "break-before") == "page")
                weight, slant = _attribute(properties, "font-weight"), _attribute(properties, "font-style")
                bold = (weight in ("bold", "600", "700", "800", "900")) if bold is None and weight else bold
                italic = (slant in ("italic", "oblique")) if italic is None and slant else italic
                hidden = hidden or _attribute(properties, "display") == "none"
            parent = elements.get(_attribute(below, "parent-style-name"))
            if parent is None:
                break
            below = parent
        found[identifier] = _Style(name, level, page, bold, italic, hidden)
    return found


def _read(root: Any, styles: Sequence[Any]) -> list[Paragraph]:
    """The paragraphs of the body."""
    from lxml import etree

    body = next(root.iter("{*}text"), None)
    if body is None:
        raise Unreadable("it has no office:text", code="no-text")
    walk = _Walk(_styles(styles))
    silent = None
    for event, element in etree.iterwalk(body, events=("start", "end", "comment", "pi")):
        name = _local(element)
        if silent is not None:
            if event != "end" or element is not silent:
                continue
            silent = None
        elif event == "start" and name in _SILENT and element is not body:
            silent = element
            continue
        elif event == "start":
            walk.start(name, element)
        elif event == "end":
            walk.end(name)
        if element.tail and event != "start":
            walk.text(element.tail)
    return walk.state.sink.finish(walk.state)


class _Walk:
    """The state of the stream that is read; text boxes and notes stand within paragraphs."""

    def __init__(self, styles: Mapping[str, _Style]) -> None:
        self.styles = styles
        self.state = State(Stream())
        self.above: list[State] = []
        self.paragraphs: list[tuple[_Style, int]] = []
        self.spans: list[tuple[bool, bool, bool]] = []
        self.spaced = True
        self.lists = 0
        self.tables = 0

    def text(self, text: str) -> None:
        """Text of a paragraph; what stands between elements elsewhere is none."""
        if self.paragraphs and not self.state.hidden and (text := _SPACES.sub(" ", text)):
            if self.spaced and text[0] == " ":
                text = text[1:]
            if text:
                self.spaced = text[-1] == " "
                self.state.sink.add(text, self.state)

    def _exactly(self, text: str) -> None:
        if self.paragraphs and not self.state.hidden:
            self.spaced = False
            self.state.sink.add(text, self.state)

    def start(self, name: str, element: Any) -> None:
        state = self.state
        if name in ("p", "h"):
            style = self.styles.get(_attribute(element, "style-name"), _Style(_attribute(element, "style-name")))
            outline = _attribute(element, "outline-level")
            level = (int(outline) if outline in tuple("123456789") else 1) if name == "h" else 0
            self.paragraphs.append((style, level))
            self.spaced = True
            state.bold, state.italic, state.hidden = style.bold is True, style.italic is True, style.hidden
            state.listed = self.lists > 0 and name == "p"
            state.sink.page += style.page
            self.text(element.text or "")
        elif name == "span":
            style = self.styles.get(_attribute(element, "style-name"), _Style(""))
            self.spans.append((state.bold, state.italic, state.hidden))
            state.bold = state.bold if style.bold is None else style.bold
            state.italic = state.italic if style.italic is None else style.italic
            state.hidden = state.hidden or style.hidden
            self.text(element.text or "")
        elif name == "s":
            count = _attribute(element, "c")
            self._exactly(
                " " * (min(int(count), _MOST_SPACES) if count.isascii() and count.isdecimal() and len(count) < 9 else 1)
            )
        elif name in ("tab", "line-break"):
            self._exactly("\t" if name == "tab" else "\n")
            self.spaced = name == "line-break"
        elif name == "a":
            state.link = [_attribute(element, "href")]
            self.text(element.text or "")
        elif name in ("bookmark", "bookmark-start"):
            state.sink.bookmark(_attribute(element, "name"))
        elif name in ("list", "table"):
            self.lists += name == "list"
            self.tables += name == "table"
            state.table = self.tables > 0
        elif name in ("note-body", "text-box"):
            self.above.append(state)
            self.state = State(Stream(note=name == "note-body"))
        else:
            self.text(element.text or "")

    def end(self, name: str) -> None:
        state = self.state
        if name in ("p", "h") and self.paragraphs:
            style, level = self.paragraphs.pop()
            state.sink.end_paragraph(state, style.name, level)
            self.spaced = False
        elif name == "span" and self.spans:
            state.bold, state.italic, state.hidden = self.spans.pop()
        elif name == "a":
            state.link = None
        elif name == "list":
            self.lists -= 1
        elif name == "table-cell" and self.tables == 1:
            state.sink.end_cell(state)
        elif name == "table-row" and self.tables == 1:
            state.sink.end_row()
        elif name == "table":
            self.tables -= 1
            state.table = self.tables > 0
        elif name in ("note-body", "text-box") and self.above:
            found = [each for each in state.sink.finish(state) if each.text]
            self.state = self.above.pop()
            if name == "note-body":
                self.state.sink.footnotes(found)
            else:
                self.state.sink.found += found
