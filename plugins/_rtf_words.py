r"""What the control words of RTF do: characters, properties, destinations, tables, fields. RTF 1.9.1."""

from collections.abc import Callable

from ._paragraphs import State, Stream
from ._rtf_codepages import DOCUMENT, of_charset, of_number
from ._rtf_reader import GATHERED, INFO, MUTE, TIME, TIMES, Interpreter

# "Special Characters".
_CHARACTERS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "softline": "\n", "emdash": "—", "endash": "–", "emspace": "\u2003",
    "enspace": "\u2002", "qmspace": "\u2005", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "zwbo": "\u200b", "zwnbo": "\u2060", "zwj": "\u200d", "zwnj": "\u200c", "ltrmark": "\u200e", "rtlmark": "\u200f",
    "nestcell": "\t", "nestrow": "\n",
}  # fmt: skip
# "Destinations" that are no text of the document. What is marked `\*` and is no word of this module is passed over, too.
_PASSED = frozenset(
    """
    annotation atnauthor atnid atndate atnref atnparent atrfend atrfstart atnicn background bkmkend blipuid colortbl
    colorschememapping comment datafield datastore do filetbl formfield ftncn ftnsep ftnsepc aftncn aftnsep aftnsepc generator
    latentstyles listtable listoverridetable mmathPr nonesttables nonshppict objdata objclass objname pgptbl
    pict pntxta pntxtb pnseclvl private revtbl rsidtbl shprslt sn sp sv tc tcn template themedata userprops wgrffmtfilter
    xe xmlnstbl
    """.split()  # noqa: SIM905  # a list of words is read as one
)
#: Characters that stand for one of Unicode: a byte or two of a code page.
_MOST_SKIPPED = 64
_MARGINS = ("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf")

Do = Callable[[Interpreter, int | None, int, int], None]


def _set(name: str, value: Callable[[int | None], object]) -> Do:
    """A property of the state."""

    def do(reader: Interpreter, number: int | None, _start: int, _end: int) -> None:
        reader.skip = 0
        reader.flush()
        setattr(reader.state, name, value(number))

    return do


def _dest(name: str, new: bool = False) -> Do:
    """A destination; `new` if its paragraphs are gathered apart."""

    def do(reader: Interpreter, _number: int | None, _start: int, _end: int) -> None:
        if not reader.above:
            return
        reader.flush()
        state = reader.state
        state.dest = name
        reader.texts.clear()
        if name in TIMES:
            reader.times = {}
        if new:
            state.sink = reader.margins if name == "margin" else Stream(note=name == "footnote")
            state.pard()
            state.plain()

    return do


def _character(text: str) -> Do:
    def do(reader: Interpreter, _number: int | None, start: int, end: int) -> None:
        reader.character(text, start, end)

    return do


def _time_part(name: str) -> Do:
    def do(reader: Interpreter, number: int | None, _start: int, _end: int) -> None:
        if reader.state.dest in TIMES and number is not None:
            reader.times[name] = number

    return do


def _document(codec: str) -> Do:
    def do(reader: Interpreter, _number: int | None, _start: int, _end: int) -> None:
        reader.codec = reader.state.codec = codec

    return do


def _rtf(reader: Interpreter, _number: int | None, _start: int, _end: int) -> None:
    """A document begins; some exports are several, one behind the other."""
    if len(reader.above) == 1:
        reader.flush()
        reader.state = State(reader.body, reader.codec)
        if reader.body.found:
            reader.body.section += 1


def _ansicpg(reader: Interpreter, number: int | None, start: int, end: int) -> None:
    codec = of_number(number or 0)
    if codec:
        reader.codec = reader.state.codec = codec
    elif number:
        reader.defect("code-page", f"code page {number} is not known, {reader.codec} is taken", start, end)


def _deff(reader: Interpreter, number: int | None, _start: int, _end: int) -> None:
    reader.default_font = number or 0


def _f(reader: Interpreter, number: int | None, _start: int, _end: int) -> None:
    if reader.state.dest == "fonttbl":
        reader.font = number or 0
    else:
        reader.skip = 0
        reader.state.codec = reader.fonts.get(number or 0, reader.codec)


def _fcharset(reader: Interpreter, number: int | None, _start: int, _end: int) -> None:
    if reader.state.dest == "fonttbl" and (codec := of_charset(number or 0)):
        reader.fonts.setdefault(reader.font, codec)


def _cpg(reader: Interpreter, number: int | None, _start: int, _end: int) -> None:
    if reader.state.dest == "fonttbl" and (codec := of_number(number or 0)):
        reader.fonts[reader.font] = codec


def _s(reader: Interpreter, number: int | None, _start: int, _end: int) -> None:
    if reader.state.dest == "style":
        reader.style = number or 0
    else:
        reader.state.style = number or 0


def _outlinelevel(reader: Interpreter, number: int | None, _start: int, _end: int) -> None:
    level = number + 1 if number is not None and 0 <= number <= 8 else 0
    if reader.state.dest == "style":
        reader.levels[reader.style] = level
    else:
        reader.state.level = level


def _u(reader: Interpreter, number: int | None, start: int, end: int) -> None:
    reader.unicode(number or 0, start, end)


def _uc(reader: Interpreter, number: int | None, _start: int, _end: int) -> None:
    reader.state.uc = min(max(number if number is not None else 1, 0), _MOST_SKIPPED)


def _plain(reader: Interpreter, _number: int | None, _start: int, _end: int) -> None:
    reader.skip = 0
    reader.flush()
    reader.state.plain()
    reader.state.codec = reader.fonts.get(reader.default_font, reader.codec)


def _pard(reader: Interpreter, _number: int | None, _start: int, _end: int) -> None:
    reader.skip = 0
    reader.flush()
    reader.state.pard()


def _par(reader: Interpreter, _number: int | None, _start: int, _end: int) -> None:
    reader.paragraph()


def _cell(reader: Interpreter, _number: int | None, _start: int, _end: int) -> None:
    reader.end_text()
    reader.state.sink.end_cell(reader.state, *reader.style_of())


def _row(reader: Interpreter, _number: int | None, _start: int, _end: int) -> None:
    reader.end_text()
    reader.state.sink.end_row()


def _break(section: bool) -> Do:
    def do(reader: Interpreter, _number: int | None, _start: int, _end: int) -> None:
        reader.end_text()
        reader.state.sink.end_page(reader.state, section, *reader.style_of())

    return do


def _pagebb(reader: Interpreter, number: int | None, _start: int, _end: int) -> None:
    if number != 0 and reader.state.dest not in MUTE and reader.state.dest not in GATHERED:
        reader.state.sink.page += 1


def _field(reader: Interpreter, _number: int | None, _start: int, _end: int) -> None:
    reader.flush()
    reader.state.link = []


def _fldrslt(reader: Interpreter, _number: int | None, _start: int, _end: int) -> None:
    """The field's text, which is the document's."""


def _ud(reader: Interpreter, _number: int | None, _start: int, _end: int) -> None:
    r"""`{\upr{…}{\*\ud{…}}}`: the same twice, the second time in Unicode."""
    if len(reader.above) > 1:
        reader.state.dest = reader.above[-2].dest


def _on(number: int | None) -> bool:
    return number != 0


WORDS: dict[bytes, Do] = {
    **{name.encode(): _character(text) for name, text in _CHARACTERS.items()},
    **{name.encode(): _document(codec) for name, codec in DOCUMENT.items()},
    **{name.encode(): _dest(name) for name in INFO | TIMES},
    **{name.encode(): _time_part(name) for name in TIME},
    **{name.encode(): _dest("margin", new=True) for name in _MARGINS},
    b"rtf": _rtf,
    b"ansicpg": _ansicpg,
    b"deff": _deff,
    b"f": _f,
    b"fcharset": _fcharset,
    b"cpg": _cpg,
    b"fonttbl": _dest("fonttbl"),
    b"stylesheet": _dest("stylesheet"),
    b"info": _dest("info"),
    b"s": _s,
    b"outlinelevel": _outlinelevel,
    b"u": _u,
    b"uc": _uc,
    b"b": _set("bold", _on),
    b"i": _set("italic", _on),
    b"fs": _set("size", lambda number: 24 if number is None else number),
    b"v": _set("hidden", _on),
    b"deleted": _set("hidden", _on),
    b"intbl": _set("table", _on),
    b"itap": _set("table", bool),
    b"ls": _set("listed", _on),
    b"plain": _plain,
    b"pard": _pard,
    b"par": _par,
    b"cell": _cell,
    b"row": _row,
    b"sect": _break(section=True),
    b"page": _break(section=False),
    b"pagebb": _pagebb,
    b"field": _field,
    b"fldinst": _dest("fldinst"),
    b"fldrslt": _fldrslt,
    b"nesttableprops": _fldrslt,
    b"bkmkstart": _dest("bkmkstart"),
    b"listtext": _dest("listtext"),
    b"pntext": _dest("listtext"),
    b"footnote": _dest("footnote", new=True),
    b"shpinst": _dest("shpinst"),
    b"shptxt": _dest("shptxt", new=True),
    b"upr": _dest("upr"),
    b"ud": _ud,
}
PASSED = frozenset(name.encode() for name in _PASSED)
