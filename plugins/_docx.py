"""WordprocessingML (ECMA-376-1, 17), strict or transitional, in its package (ECMA-376-2), as far as its text goes.

Why not python-docx: docs/adr/0022-rtf.md.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from newsarchive import Defect, Unreadable
from newsarchive.text import one_line, said

from ._paragraphs import Paragraph, State, Stream
from ._xml import read_xml
from ._zip import Package

#: ECMA-376-1, 15.2 and ECMA-376-2, 10: where parts are that nothing points to, and what the types of relationships end in.
_MAIN, _MAIN_TYPE = "word/document.xml", "/officeDocument"
_NOTES = {"footnoteReference": "/footnotes", "endnoteReference": "/endnotes"}
#: What is not shown, or shown twice (ECMA-376-3, 10.2.2): its text is passed over.
_SILENT = frozenset(("Fallback", "del", "moveFrom", "delText", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange"))
#: 17.3.3: characters that are elements.
_CHARACTERS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "ptab": "\t"}
_OFF = frozenset(("0", "false", "off", "none"))
_HYPERLINK = re.compile(r'\s*HYPERLINK\s+(?:"([^"]*)"|([^\s"\\]+)|)\s*(?:\\l\s+"?([^"\s]*))?', re.IGNORECASE)
#: 17.9.1: the number of no list.
_NO_LIST = "0"
_DEEPEST_STYLE = 20


@attrs.frozen
class Docx:
    """What a DOCX holds: paragraphs in their order, core properties and custom ones by their names."""

    paragraphs: Sequence[Paragraph]
    info: Mapping[str, str]
    custom: Mapping[str, str]
    defects: Sequence[Defect]


@attrs.frozen
class _Style:
    name: str
    level: int = 0
    listed: bool = False


def read_docx(data: bytes) -> Docx:
    """All that is text in a DOCX, its headers and footers apart. Raises Unreadable if its main part cannot be read."""
    package = Package(data)
    relations = _relations(package, "")
    main = next((target for kind, target in relations.values() if kind.endswith(_MAIN_TYPE)), _MAIN)
    root = read_xml(package.read(main))
    reader = _Reader(package, main)
    found = reader.read(root)
    return Docx(found, _core(package, reader.defects), _custom(package, reader.defects), reader.defects)


def _attribute(element: Any, name: str = "val") -> str:
    """An attribute by its local name: strict and transitional documents have other namespaces."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Identifier → type and target of what a part points to (ECMA-376-2, 9.3). A target in the package is a part's name."""
    folder, _, name = part.rpartition("/")
    path = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    if path not in package:
        return {}
    found = {}
    for each in read_xml(package.read(path)):
        target = _attribute(each, "Target")
        if _attribute(each, "TargetMode") != "External":
            target = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/")
        found[_attribute(each, "Id")] = (_attribute(each, "Type"), target)
    return found


def _optional(package: Package, part: str, defects: list[Defect]) -> Any:
    """The root of a part that a document need not have; one that cannot be read is a defect."""
    if part not in package:
        return ()
    try:
        return read_xml(package.read(part))
    except Unreadable as error:
        defects.append(Defect(error.code, f"{part}: {error}"))
        return ()


def _core(package: Package, defects: list[Defect]) -> dict[str, str]:
    """ECMA-376-2, 11.1: core properties that say something."""
    found = {_local(each): said(each) for each in _optional(package, "docProps/core.xml", defects)}
    return {name: text for name, text in found.items() if name and text}


def _custom(package: Package, defects: list[Defect]) -> dict[str, str]:
    """ECMA-376-1, 22.3: custom properties."""
    found = {_attribute(each, "name"): said(each) for each in _optional(package, "docProps/custom.xml", defects)}
    return {name: text for name, text in found.items() if name and text}


class _Reader:
    """A walk through the main part. Streams are stacked: text boxes and notes stand within paragraphs."""

    def __init__(self, package: Package, main: str) -> None:
        self.package = package
        self.defects: list[Defect] = []
        self.relations = _relations(package, main)
        self.styles = self._styles()
        self.notes: dict[str, dict[str, list[Paragraph]]] = {}
        for element, kind in _NOTES.items():
            self.notes[element] = self._notes(kind)

    def read(self, root: Any, note: bool = False) -> list[Paragraph]:
        """The paragraphs below an element."""
        from lxml import etree

        walk = _Walk(self, Stream(note=note))
        silent = None
        for event, element in etree.iterwalk(root, events=("start", "end")):
            name = _local(element)
            if silent is not None:
                silent = None if event == "end" and element is silent else silent
            elif event == "start" and name in _SILENT:
                silent = element
            elif event == "start":
                walk.start(name, element)
            else:
                walk.end(name)
        return walk.state.sink.finish(walk.state)

    def _part(self, kind: str) -> Any:
        target = next((target for each, target in self.relations.values() if each.endswith(kind)), "")
        return _optional(self.package, target, self.defects)

    def _notes(self, kind: str) -> dict[str, list[Paragraph]]:
        """Notes by their identifiers, but for separators (17.11.15), which have a type."""
        return {
            _attribute(each, "id"): [paragraph for paragraph in self.read(each, note=True) if paragraph.text]
            for each in self._part(kind)
            if _attribute(each, "type") in ("", "normal")
        }

    def _styles(self) -> dict[str, _Style]:
        """17.7.4: styles by their identifiers; level and list come from those that they are based on."""
        elements = {_attribute(each, "styleId"): each for each in self._part("/styles") if _local(each) == "style"}
        found = {}
        for identifier, element in elements.items():
            level, listed, below = 0, False, element
            for _ in range(_DEEPEST_STYLE):
                said_of = {_local(each): each for each in below.iter("*")}
                level = level or (_level(said_of["outlineLvl"]) if "outlineLvl" in said_of else 0)
                listed = listed or "numPr" in said_of
                parent = elements.get(_attribute(said_of["basedOn"])) if "basedOn" in said_of else None
                if parent is None:
                    break
                below = parent
            name = next((_attribute(each) for each in element if _local(each) == "name"), identifier)
            found[identifier] = _Style(name, level, listed)
        return found


def _level(element: Any) -> int:
    """17.3.1.20: 0 to 8 are headings, 9 is text."""
    value = _attribute(element)
    return int(value) + 1 if value in tuple("012345678") else 0


def _built_in(identifier: str) -> _Style:
    """A style that the document uses and does not define: Word's own headings are `Heading1` to `Heading9`."""
    match = re.fullmatch("Heading([1-9])", identifier)
    return _Style(identifier, int(match[1]) if match else 0)


class _Walk:
    """The state of one stream of text."""

    def __init__(self, reader: _Reader, sink: Stream) -> None:
        self.reader = reader
        self.state = State(sink)
        self.above: list[State] = []
        self.styles: list[_Style] = []
        self.properties = 0  # within those of a paragraph, which also say what its mark looks like
        self.tables = 0
        self.section = False
        self.fields: list[list[str]] = []  # of a complex field, its instruction, while that is said

    def start(self, name: str, element: Any) -> None:
        state = self.state
        if name == "t":
            if element.text and not state.hidden:
                state.sink.add(element.text, state)
        elif name == "r":
            state.plain()
        elif name == "p":
            self.styles.append(_Style(""))
            state.listed = False
            state.level = 0
        elif name == "pPr":
            self.properties += 1
        elif name == "txbxContent":
            self.above.append(state)
            self.state = State(Stream())
        elif name in ("tbl", "hyperlink", "fldSimple", "bookmarkStart", "footnoteReference", "endnoteReference"):
            self._structure(name, element)
        elif name in ("fldChar", "instrText"):
            self._field(name, element)
        elif self.properties:
            self._of_paragraph(name, element)
        else:
            self._of_run(name, element)

    def _of_paragraph(self, name: str, element: Any) -> None:
        state = self.state
        if name == "pStyle":
            identifier = _attribute(element)
            self.styles[-1:] = [self.reader.styles.get(identifier) or _built_in(identifier)]
            state.listed = state.listed or self.styles[-1].listed
        elif name == "outlineLvl":
            state.level = _level(element)
        elif name == "numId":
            state.listed = _attribute(element) != _NO_LIST
        elif name == "pageBreakBefore" and _attribute(element) not in _OFF:
            state.sink.page += 1
        elif name == "sectPr":
            self.section = True

    def _of_run(self, name: str, element: Any) -> None:
        state = self.state
        if name in _CHARACTERS:
            if element.getparent() is not None and _local(element.getparent()) == "r" and not state.hidden:
                state.sink.add(_CHARACTERS[name], state)
        elif name == "br":
            if _attribute(element, "type") == "page":
                state.sink.page += 1
            state.sink.add("\n", state)
        elif name == "sym":
            code = _attribute(element, "char")
            if re.fullmatch("[0-9A-Fa-f]{4}", code):
                state.sink.add(chr(int(code, 16)), state)
        elif name in ("b", "i", "vanish"):
            setattr(state, {"b": "bold", "i": "italic", "vanish": "hidden"}[name], _attribute(element) not in _OFF)
        elif name == "sz" and _attribute(element).isdecimal():
            state.size = min(int(_attribute(element)[:5]), 9999)

    def _structure(self, name: str, element: Any) -> None:
        state = self.state
        if name == "tbl":
            self.tables += 1
            state.table = True
        elif name == "bookmarkStart":
            state.sink.bookmark(_attribute(element, "name"))
        elif name == "hyperlink":
            _, target = self.reader.relations.get(_attribute(element, "id"), ("", ""))
            anchor = _attribute(element, "anchor")
            state.link = [target + (f"#{anchor}" if anchor else "")]
        elif name == "fldSimple":
            state.link = _link(_attribute(element, "instr"))
        else:
            state.sink.footnotes(self.reader.notes[name].get(_attribute(element, "id"), []))

    def _field(self, name: str, element: Any) -> None:
        """17.16.18: a field begins, its instruction is said, its result follows, it ends."""
        kind = _attribute(element, "fldCharType")
        if name == "instrText":
            if self.fields:
                self.fields[-1].append(element.text or "")
        elif kind == "begin":
            self.fields.append([])
        elif kind == "separate" and self.fields:
            self.state.link = _link("".join(self.fields[-1]))
        elif kind == "end" and self.fields:
            self.fields.pop()
            self.state.link = None

    def end(self, name: str) -> None:
        state = self.state
        if name == "p" and self.styles:
            style = self.styles.pop()
            state.sink.end_paragraph(state, style.name, state.level or style.level)
            if self.section:
                self.section = False
                state.sink.section += 1
                state.sink.page += 1
        elif name == "pPr":
            self.properties -= 1
        elif name in ("hyperlink", "fldSimple"):
            state.link = None
        elif name == "tc" and self.tables == 1:
            state.sink.end_cell(state)
        elif name == "tr" and self.tables == 1:
            state.sink.end_row()
        elif name == "tbl":
            self.tables -= 1
            state.table = self.tables > 0
        elif name == "txbxContent" and self.above:
            found = state.sink.finish(state)
            self.state = self.above.pop()
            self.state.sink.found += [paragraph for paragraph in found if paragraph.text]


def _link(instruction: str) -> list[str] | None:
    link = _HYPERLINK.match(one_line(instruction))
    return [(link[1] or link[2] or "") + (f"#{link[3]}" if link[3] else "")] if link else None
