r"""What the control words of RTF mean: the state of groups, destinations, characters, tables, fields. RTF 1.9.1."""

import datetime
import re
from collections.abc import Callable
from copy import copy

from newsarchive import Defect, Span
from newsarchive.text import one_line

from ._rtf_codepages import DOCUMENT, decode, of_charset, of_number
from ._rtf_lines import State, Stream

#: Groups deeper than this are read with the properties of the one around them.
DEEPEST = 10_000

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
#: "Information Group": what of it is text, and its times.
_INFO = frozenset("title subject author manager company operator category keywords doccomm hlinkbase".split())  # noqa: SIM905
_TIMES = frozenset(("creatim", "revtim", "printim"))
_TIME = ("yr", "mo", "dy", "hr", "min")
_MARGINS = ("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf")
#: Destinations whose text is a value, and those in which only further destinations say something.
_GATHERED = _INFO | {"style", "fldinst", "bkmkstart", "listtext"}
_MUTE = _TIMES | {"fonttbl", "stylesheet", "info", "shpinst", "upr"}
#: "Fields": the target of a hyperlink, and (`\l`) a bookmark in it.
_HYPERLINK = re.compile(r'\s*HYPERLINK\s+(?:"([^"]*)"|([^\s"\\]+)|)\s*(?:\\+l\s+"?([^"\s]*))?', re.IGNORECASE)


class Interpreter:
    """What tokens do. `state` is that of the open group, `above` are those around it."""

    def __init__(self, raw: str | None) -> None:
        self.raw = raw
        self.codec = DOCUMENT["ansi"]
        self.fonts: dict[int, str] = {}
        self.styles: dict[int, str] = {}
        self.levels: dict[int, int] = {}
        self.body, self.margins = Stream(), Stream()
        self.info: dict[str, str] = {}
        self.defects: dict[str, Defect] = {}
        self.state = State(self.body, self.codec)
        self.above: list[State] = []
        self.opened: list[int] = []
        self.deeper = 0
        self.texts: list[str] = []  # of a destination whose text is a value
        self.font = self.default_font = self.style = 0
        self.time: dict[str, int] = {}
        self.skip = 0  # characters that stand for the `\u` before them
        self.high = 0  # half of a surrogate pair
        self.torn = 0  # destinations that do not end
        self.bytes = bytearray()
        self.bytes_codec = self.codec
        self.bytes_at = (0, 0)

    def defect(self, code: str, reason: str, start: int, end: int) -> None:
        """The first of its kind."""
        self.defects.setdefault(code, Defect(code, reason, Span("byte", start, end)))

    # Groups

    def open(self, at: int) -> None:
        """`{`"""
        self.skip = 0
        if len(self.above) == DEEPEST:
            self.deeper += 1
            return
        self.above.append(self.state)
        self.opened.append(at)
        self.state = copy(self.state)
        if self.state.dest == "stylesheet":
            self.state.dest, self.style = "style", 0

    def close(self, at: int) -> None:
        """`}`"""
        self.skip = 0
        self.flush()
        if self.deeper:
            self.deeper -= 1
        elif not self.above:
            self.defect("unbalanced", "a brace closes a group that was never opened", at, at + 1)
        else:
            ended, self.state = self.state, self.above.pop()
            self.opened.pop()
            if ended.dest != self.state.dest or ended.sink is not self.state.sink:
                self._leave(ended)

    def _leave(self, ended: State) -> None:
        """A destination ends."""
        name, sink = ended.dest, self.state.sink
        said = "".join(self.texts)
        self.texts.clear()
        if ended.sink is not sink:
            found = [paragraph for paragraph in ended.sink.finish(ended) if paragraph.text]
            if name == "footnote":
                sink.footnotes(found)
            elif name == "shptxt":
                sink.found += found
        elif name == "fonttbl":
            if set(self.fonts.values()) == {DOCUMENT["ansi"]} != {self.codec}:
                self.fonts.clear()  # a writer that knows no charsets: `\ansicpg` is what it says
            self.state.codec = self.fonts.get(self.default_font, self.codec)
        elif name == "style":
            self.styles.setdefault(self.style, one_line(said).rstrip(";"))
        elif name == "fldinst" and self.state.link is not None and (link := _HYPERLINK.match(said)):
            self.state.link += [(link[1] or link[2] or "") + (f"#{link[3]}" if link[3] else "")]
        elif name == "bkmkstart":
            sink.bookmark(one_line(said))
        elif name == "listtext":
            sink.mark(said)
        elif name in _INFO and one_line(said):
            self.info.setdefault(name, one_line(said))
        elif name in _TIMES and (time := self._time()):
            self.info.setdefault(name, time)

    def _time(self) -> str | None:
        """A time of the information group, to the day or the minute."""
        year, month, day, hour, minute = (self.time.get(part) for part in _TIME)
        try:
            date = datetime.date(year or 0, month or 0, day or 0)
            if hour is None or minute is None:
                return date.isoformat()
            return datetime.datetime.combine(date, datetime.time(hour, minute)).isoformat(timespec="minutes")
        except ValueError:  # `\yr0` where it is not known
            return None

    # Text

    def characters(self, data: bytes, start: int, end: int, escaped: bool = False) -> None:
        r"""Bytes of text, or one that was `escaped` (`\'xx`). A character of several may be both."""
        if self.skip:
            count = min(self.skip, len(data))
            self.skip -= count
            data = data[count:]
        if not data:
            return
        if not escaped and not self.bytes and data.isascii():
            self.emit(data.decode("ascii"), start, end)
            return
        codec = self.raw if self.raw and not escaped and not data.isascii() else self.state.codec
        if codec != self.bytes_codec:
            self.flush()
        if not self.bytes:
            self.bytes_codec, self.bytes_at = codec, (start, end)
        self.bytes += data
        self.bytes_at = (self.bytes_at[0], end)

    def flush(self) -> None:
        """Bytes gathered so far are characters."""
        if self.bytes:
            data = bytes(self.bytes)
            self.bytes.clear()
            text, faults = decode(data, self.bytes_codec)
            if faults:
                self.defect("undecodable", f"bytes that are no character in {self.bytes_codec}", *self.bytes_at)
            self.emit(text, *self.bytes_at)
        elif self.high:
            self.emit("", *self.bytes_at)

    def emit(self, text: str, start: int, end: int) -> None:
        """Text, to where the state says."""
        if self.high:
            self.high = 0
            self.defect("undecodable", "one half of a surrogate pair has no other", start, end)
            text = "\ufffd" + text
        state = self.state
        if state.dest in _GATHERED:
            self.texts.append(text)
        elif state.dest not in _MUTE and not state.hidden:
            state.sink.add(text, state, start, end)

    def character(self, text: str, start: int, end: int) -> None:
        """One character that a control word or symbol stands for."""
        if self.skip:
            self.skip -= 1
            return
        self.flush()
        self.emit(text, start, end)

    def unicode(self, number: int, start: int, end: int) -> None:
        r"""`\uN`: UTF-16, as a signed number. It is followed by `\uc` characters for readers that know no Unicode."""
        self.skip = self.state.uc
        number += 0x10000 if number < 0 else 0
        if self.high and 0xDC00 <= number < 0xE000:
            number += 0x10000 + ((self.high - 0xD800) << 10) - 0xDC00
            self.high = 0
        self.flush()
        if 0xD800 <= number < 0xE000:
            self.high = number
            return
        if 0 < number <= 0x10FFFF:
            self.emit("\n" if number == 13 else chr(number), start, end)

    # Control words

    def word(self, name: bytes, number: int | None, start: int, end: int) -> bool:
        """A control word; False if it is none of those that say something here."""
        do = _WORDS.get(name)
        if do is None:
            return False
        do(self, number, start, end)
        return True

    def paragraph(self) -> None:
        self.skip = 0
        self.flush()
        state = self.state
        if state.dest not in _MUTE and state.dest not in _GATHERED:
            state.sink.end_paragraph(state, *self._style())

    def _style(self) -> tuple[str, int]:
        state = self.state
        return self.styles.get(state.style, ""), state.level or self.levels.get(state.style, 0)


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
        if name in _TIMES:
            reader.time = {}
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
        if reader.state.dest in _TIMES and number is not None:
            reader.time[name] = number

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
    reader.skip = 0
    reader.flush()
    reader.state.sink.end_cell(reader.state, *reader._style())


def _row(reader: Interpreter, _number: int | None, _start: int, _end: int) -> None:
    reader.skip = 0
    reader.flush()
    reader.state.sink.end_row()


def _break(section: bool) -> Do:
    def do(reader: Interpreter, _number: int | None, _start: int, _end: int) -> None:
        reader.skip = 0
        reader.flush()
        reader.state.sink.end_page(reader.state, section, *reader._style())

    return do


def _pagebb(reader: Interpreter, number: int | None, _start: int, _end: int) -> None:
    if number != 0 and reader.state.dest not in _MUTE and reader.state.dest not in _GATHERED:
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


_WORDS: dict[bytes, Do] = {
    **{name.encode(): _character(text) for name, text in _CHARACTERS.items()},
    **{name.encode(): _document(codec) for name, codec in DOCUMENT.items()},
    **{name.encode(): _dest(name) for name in _INFO | _TIMES},
    **{name.encode(): _time_part(name) for name in _TIME},
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
    b"uc": _set("uc", lambda number: min(max(number if number is not None else 1, 0), 64)),
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
