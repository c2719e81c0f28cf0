r"""RTF: the state of groups, destinations, characters. What control words do to it is in `_rtf_words`."""

import re

from newsarchive import Defect, PartialDate, Span
from newsarchive.text import one_line

from ._paragraphs import State, Stream
from ._rtf_codepages import DOCUMENT, decode

#: Groups deeper than this are read with the properties of the one around them.
DEEPEST = 10_000

#: "Information Group": what of it is text, and its times.
INFO = frozenset("title subject author manager company operator category keywords doccomm hlinkbase".split())  # noqa: SIM905
TIMES = frozenset(("creatim", "revtim", "printim"))
TIME = ("yr", "mo", "dy", "hr", "min")
#: Destinations whose text is a value, and those in which only further destinations say something.
GATHERED = INFO | {"style", "fldinst", "bkmkstart", "listtext"}
MUTE = TIMES | {"fonttbl", "stylesheet", "info", "shpinst", "upr"}
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
        self.times: dict[str, int] = {}
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
        self.state = self.state.copy()
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
        elif name in INFO and one_line(said):
            self.info.setdefault(name, one_line(said))
        elif name in TIMES and self.times.get("yr") and (when := self._time()):
            self.info.setdefault(name, when)

    def _time(self) -> str | None:
        """A time of the information group, to the day or the minute."""
        year, month, day, hour, minute = (self.times.get(part) for part in TIME)
        timed = hour is not None and minute is not None
        try:
            return str(PartialDate(year or 0, month, day, hour if timed else None, minute if timed else None))
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

    def end_text(self) -> None:
        """A paragraph or the document ends, and with it what was half said."""
        self.skip = 0
        self.flush()
        if self.high:
            self.emit("", *self.bytes_at)

    def emit(self, text: str, start: int, end: int) -> None:
        """Text, to where the state says."""
        if self.high:
            self.high = 0
            self.defect("undecodable", "one half of a surrogate pair has no other", start, end)
            text = "\ufffd" + text
        state = self.state
        if state.dest in GATHERED:
            self.texts.append(text)
        elif state.dest not in MUTE and not state.hidden:
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

    def paragraph(self) -> None:
        r"""`\par`: a paragraph ends, if it is one."""
        self.end_text()
        state = self.state
        if state.dest not in MUTE and state.dest not in GATHERED:
            state.sink.end_paragraph(state, *self.style_of())

    def style_of(self) -> tuple[str, int]:
        """The name of the paragraph's style, and its level as a heading."""
        state = self.state
        return self.styles.get(state.style, ""), state.level or self.levels.get(state.style, 0)
