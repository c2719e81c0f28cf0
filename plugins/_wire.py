"""What the wires share: control characters, character sets, lines, and fields by the stretches that they stand in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import attrs

from newsarchive import Block, Defect, Document, Draft, NotArticle, Notice, Span
from newsarchive.text import WHITE_SPACE, Line, unwrap

from ._fields import Fields

# ISO/IEC 646, the code points that nations give to letters of their own, by the names that IANA registers for the variants.
_NATIONAL = "#$@[\\]^`{|}~"
_VARIANTS = {
    **dict.fromkeys(("iso646-de", "din_66003", "din66003"), "#$§ÄÖÜ^`äöüß"),
    **dict.fromkeys(("iso646-se", "iso646-fi", "sen_850200_b"), "#¤@ÄÖÅ^`äöå‾"),
    **dict.fromkeys(("iso646-no", "iso646-dk", "ns_4551-1"), "#$@ÆØÅ^`æøå‾"),
    **dict.fromkeys(("iso646-fr", "nf_z_62-010"), "£$à°ç§^µéùè¨"),
    **dict.fromkeys(("iso646-it", "it"), "£$§°çé^ùàòèì"),
    **dict.fromkeys(("iso646-es", "es"), "£$§¡Ñ¿^`°ñç~"),
    **dict.fromkeys(("iso646-gb", "bs_4730"), "£$@[\\]^`{|}‾"),
}
#: National variants as tables for `str.translate`.
VARIANTS: Mapping[str, Mapping[int, str]] = MappingProxyType(
    {name: MappingProxyType(dict(zip(map(ord, _NATIONAL), letters, strict=True))) for name, letters in _VARIANTS.items()}
)
# In Windows code pages these bytes are marks that stand within no word; in those of DOS they are letters: ü, é, ä, ö.
_LETTER_OF_DOS = re.compile(rb"(?<=[A-Za-z])[\x81-\x84\x86-\x89\x8b\x8d\x93\x94](?=[a-z])")
_LETTER_OF_WINDOWS = re.compile(rb"(?<=[A-Za-z])[\xc0-\xff](?=[a-z])")
_LINE = re.compile(r"([^\r\n]*+)(\r{0,2}+\n|\r|\Z)")
#: C0 and DEL, without tabs, line ends and form feeds.
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]+")
_FRAME = WHITE_SPACE.replace("\v", "").replace("\f", "") + "".join(
    map(chr, (*range(0x09), *range(0x0E, 0x18), *range(0x19, 0x20), 0x7F))
)
_SPECIAL = re.compile("[\x00-\x08\v\f\x0e-\x1f\x7f]")
# IPTC 7901: FF begins a typographic instruction and VT ends it; CAN kills the word before it.
_INSTRUCTION = re.compile("\f[^\v\f\r\n]{0,80}+\v")
_KILLED = re.compile(rf"[^\x18{WHITE_SPACE}]{{0,60}}[ \t]?\x18 ?")
# ANPA 1312: spaces of fixed width. 7901: US parts columns.
_FIXED_SPACE = re.compile("[\x10\x19\x1c-\x1e]+ ?")


def wire_text(document: Document) -> str:
    """The whole document as text. Without declaration and UTF-8 it is windows-1252, or cp850 where letters tell so.

    A declared national variant of ISO 646 changes the text, and no count of characters.
    """
    text = document.decoded(legacy=_legacy(document.data)).text
    variant = VARIANTS.get(document.hints.get("encoding", "").lower())
    return text.translate(variant) if variant else text


def _legacy(data: bytes) -> str | None:
    """One odd byte in a message decides nothing for a statistical detector, so the wires have a rule."""
    if data.isascii():
        return None
    if len(_LETTER_OF_DOS.findall(data)) > len(_LETTER_OF_WINDOWS.findall(data)):
        return "cp850"
    return "cp1252" if not re.search(rb"[\x81\x8d\x8f\x90\x9d]", data) else "latin-1"


def said(text: str) -> str:
    """What a stretch says: without typographic instructions, killed words and control characters."""
    if text.isprintable() or _SPECIAL.search(text) is None:
        return text
    text = _KILLED.sub("", _INSTRUCTION.sub("", text)) if "\x18" in text or "\f" in text else text
    return _SPECIAL.sub("", _FIXED_SPACE.sub(" ", text).replace("\x1f", "\t"))


def wire_lines(text: str, start: int, end: int) -> list[Line]:
    """The lines of a stretch without white space and control characters at their ends."""
    return [bare(line) for line in raw_lines(text, start, end)]


def raw_lines(text: str, start: int, end: int) -> list[Line]:
    """The lines of a stretch as they stand, ended by CR LF, CR CR LF, LF or CR."""
    found = [Line(match[1], *match.span(1)) for match in _LINE.finditer(text, start, end)]
    if found and not found[-1].text:
        found.pop()
    return found


def bare(line: Line) -> Line:
    """A line without white space and control characters at its ends."""
    inner = line.text.strip(_FRAME)
    if len(inner) == len(line.text):
        return line
    start = line.start + len(line.text) - len(line.text.lstrip(_FRAME)) if inner else line.start
    return Line(inner, start, start + len(inner))


def part(line: Line, start: int, end: int | None = None) -> Line:
    """A piece of a line, by its own counts, bare."""
    end = len(line.text) if end is None else end
    return bare(Line(line.text[start:end], line.start + start, line.start + max(start, end)))


class Story(Fields):
    """One message as it is read: where it stands, and what of it is said by which stretch."""

    def __init__(self, rule: str, text: str, start: int, end: int) -> None:
        super().__init__(rule)
        self.text, self.start, self.end = text, start, end
        self.body: list[Block] = []
        self.left: dict[str, tuple[list[str], list[Span]]] = {}
        self.notes: tuple[list[str], list[Span]] = ([], [])
        self.furniture = [Span("codepoint", *match.span()) for match in CONTROLS.finditer(text, start, end)]

    @property
    def stretch(self) -> Span:
        """Where the message stands."""
        return Span("codepoint", self.start, self.end)

    def mark(self, *found: Line) -> None:
        """What belongs to no field: labels, marks, rules."""
        self.furniture += [line.span for line in found if line.end > line.start]

    def say(self, field: str, rule: str, *found: Line) -> None:
        """A field by its lines, joined; what says nothing is furniture."""
        if value := joined(found):
            self.set(field, value, rule, span=[line.span for line in found])
        else:
            self.mark(*found)

    def state(self, field: str, value: object, rule: str, *found: Line) -> None:
        """A field whose value is not just what stands there; lines whose value says nothing are furniture."""
        self.set(field, value, rule, span=[line.span for line in found])
        if field not in self:
            self.mark(*found)

    def leave(self, name: str, *found: Line) -> None:
        """What has no field of its own, under the format's name for it: a list from the second on."""
        if not (value := joined(found)):
            self.mark(*found)
            return
        values, spans = self.left.setdefault(name, ([], []))
        values.append(value)
        spans += [line.span for line in found]
        self.extra[name] = value if len(values) == 1 else values

    def note(self, *found: Line) -> None:
        """A note for editors, a line for itself."""
        if value := joined(found):
            self.notes[0].append(value)
            self.notes[1].extend(line.span for line in found)
        else:
            self.mark(*found)

    def block(self, kind: Any, rule: str, *found: Line) -> None:
        """A piece of the body by its lines."""
        if value := joined(found):
            self.evident(f"body[{len(self.body)}]", rule, span=[line.span for line in found])
            self.body.append(Block(kind, value))
        else:
            self.mark(*found)

    def row(self, cells: Sequence[Line]) -> None:
        """A row of a table by its cells."""
        if cells:
            self.evident(f"body[{len(self.body)}]", "row", span=[cell.span for cell in cells])
            self.body.append(Block("table_row", "\t".join(joined([cell]) for cell in cells)))

    def ended(self, otherwise: str) -> Iterator[Draft | Notice | NotArticle | Defect]:
        """What the message is: an article, a notice if it only cancels, or none: `otherwise` says why."""
        if self.body:
            self.values["body"] = self.body
        self.set("note", "\n".join(self.notes[0]), "note", span=self.notes[1])
        for name, (_, spans) in self.left.items():
            self.evident(f"extra.{name}", "extra", span=spans)
        if (self.start, self.end) != (0, len(self.text)):
            self.span = self.stretch
        for item in self.found(otherwise):
            yield item if isinstance(item, Draft | Defect) else attrs.evolve(item, span=self.stretch)


def joined(found: Sequence[Line]) -> str:
    """What lines say, as one paragraph."""
    if len(found) == 1:
        return said(found[0].text).strip(WHITE_SPACE)
    return unwrap(Line(text, 0, 0) for line in found if (text := said(line.text).strip(WHITE_SPACE)))
