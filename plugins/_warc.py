"""The records of a WARC file: ISO 28500:2017 (WARC 1.1), 1.0 and the drafts before it.

A record is its length first: what a block holds is never searched for the next record, unless that does not begin where
the length says. Then the length lies, which costs a Defect and not the records behind it.
"""

import re
from collections.abc import Callable, Iterator, Mapping

import attrs

from newsarchive import Defect, Span

from ._members import Tape

#: ISO 28500, 4: `version = "WARC/1.1" CRLF`; line feeds alone occur.
BEGINS = rb"WARC/\d{1,2}\.\d{1,3}[ \t]*\r?\n"
_BEGINS = re.compile(BEGINS)
#: A record that stands where none is expected: the version, then a named field, at the beginning of a line.
_AMIDST = re.compile(rb"(?<=\n)WARC/\d{1,2}\.\d{1,3}[ \t]*\r?\n(?=[A-Za-z-]{1,60}:)")
_AMIDST_LENGTH = 128
#: The longest head, of a record or of HTTP.
HEAD_BYTES = 256 * 1024
_LENGTH = re.compile(r"\d{1,18}", re.ASCII)
#: Behind a block stand two line ends, and in some files one or three.
_BETWEEN = 16
#: How far a length may lie.
_ASTRAY = 1 << 20


@attrs.frozen
class Record:
    """A record: its fields by their names in lower case, and its block, if it was asked for. `span` counts the file's bytes."""

    fields: Mapping[str, str]
    block: bytes
    span: Span | tuple[()]

    @property
    def kind(self) -> str:
        """WARC-Type (5.5)."""
        return self.fields.get("warc-type", "").strip().lower()


def named_fields(head: bytes) -> dict[str, str]:
    """Fields by their names in lower case, the first of each name; UTF-8, else Latin-1. Lines may be folded (ISO 28500, 4)."""
    try:
        text = head.decode()
    except UnicodeDecodeError:
        text = head.decode("latin-1")
    found: dict[str, str] = {}
    last = ""
    for line in text.split("\n"):
        if line[:1] in (" ", "\t") and last:
            found[last] = f"{found[last]} {line.strip()}"
            continue
        name, colon, value = line.partition(":")
        last = name.strip().lower() if colon else ""
        if last and last not in found:
            found[last] = value.strip()
        elif last:
            last = ""
    return found


def head_end(data: bytes) -> int | None:
    """Where the empty line ends that closes a head, if it does."""
    places = [place + length for mark, length in ((b"\n\r\n", 3), (b"\n\n", 2)) if (place := data.find(mark)) >= 0]
    return min(places, default=None)


def records(tape: Tape, wanted: Callable[[Mapping[str, str]], bool]) -> Iterator[Record | Defect]:
    """Every record in its order, with its block where its fields are `wanted`. Raises Excess."""
    while True:
        tape.skip(len(tape.peek(_BETWEEN)) - len(tape.peek(_BETWEEN).lstrip(b"\r\n")))
        if not tape.fill(1):
            fault = tape.resume()
            if fault is None:
                return
            yield Defect(fault.code, fault.reason, Span("byte", fault.start, fault.end))
        elif tape.peek(2).strip(b"\r\n"):
            yield from _record(tape, wanted)


def _record(tape: Tape, wanted: Callable[[Mapping[str, str]], bool]) -> Iterator[Record | Defect]:
    start = tape.position
    head = tape.peek(4096)
    length = head_end(head) or head_end(head := tape.peek(HEAD_BYTES))
    if length is None or not _BEGINS.match(head):
        if tape.fault is None or tape.fill(HEAD_BYTES):
            count = _seek(tape)
            yield Defect("no-record", f"{count:,} bytes at byte {start:,} are no record", _span(tape, start))
        else:
            tape.take(len(head))  # of what is damaged, as the fault will say
        return
    fields = named_fields(head[:length])
    tape.skip(length)
    stated = fields.get("content-length", "")
    size = int(stated) if _LENGTH.fullmatch(stated) else None
    needed = size is not None and wanted(fields)
    if size is None:
        yield Defect("length", f"the record at byte {start:,} states its length as {stated!r:.40}", _span(tape, start))
        _seek(tape)
    elif size <= _ASTRAY or needed:
        yield from _block(tape, start, fields, size, needed)
    else:
        found = tape.skip(size)
        if found < size and tape.fault is None:
            yield _cut_off(start, found, size)
        else:
            yield Record(fields, b"", _span(tape, start))


def _block(tape: Tape, start: int, fields: Mapping[str, str], size: int, needed: bool) -> Iterator[Record | Defect]:
    """The block, as long as it says, or as it is."""
    if size > tape.allowance.most:
        tape.skip(size)
        reason = f"the record at byte {start:,} has {size:,} bytes, and at most {tape.allowance.most:,} are read"
        yield Defect("member-too-large", reason, _span(tape, start))
        return
    block = tape.take(size)
    if len(block) == size and _ends(tape):
        yield Record(fields, block if needed else b"", _span(tape, start))
        return
    if tape.fault is not None and not tape.fill(1):
        return  # it was damaged within, as the fault will say
    astray = block[-_ASTRAY:] + tape.peek(_AMIDST_LENGTH)
    if (another := _AMIDST.search(astray)) and another.start() < len(block[-_ASTRAY:]):
        behind = len(block[-_ASTRAY:]) - another.start()
        tape.give_back(block[-behind:])
        block = block[:-behind]
    elif len(block) < size and not (tape.is_packed or block.endswith((b"\r\n\r\n", b"\n\n"))):
        yield _cut_off(start, len(block), size)
        return
    elif len(block) == size:
        held = tape.peek(_ASTRAY)
        end = another_end.start() if (another_end := _AMIDST.search(held)) else len(held)
        block += tape.take(end)
        if not another_end:
            _seek(tape)
    block = re.sub(rb"\r?\n\r?\n\Z", b"", block)
    reason = f"the record at byte {start:,} states {size:,} bytes, and {len(block):,} were found"
    yield Record(fields, block if needed else b"", _span(tape, start))
    yield Defect("length", reason, _span(tape, start))


def _ends(tape: Tape) -> bool:
    """Whether a record may end here: with two line ends, or before the next record, or with the file."""
    ahead = tape.peek(_AMIDST_LENGTH)
    rest = ahead.lstrip(b"\r\n")
    return not rest or ahead.startswith((b"\r\n\r\n", b"\n\n")) or _BEGINS.match(rest) is not None


def _seek(tape: Tape) -> int:
    """Go to where the next record begins; how many bytes were passed over."""
    start = tape.position
    tape.skip(1)
    while True:
        held = tape.peek(_ASTRAY)
        another = _AMIDST.search(b"\n" + held if tape.position == start else held)
        if another or len(held) < _ASTRAY:
            tape.skip(another.start() if another else len(held))
            return tape.position - start
        tape.skip(_ASTRAY - _AMIDST_LENGTH)


def _span(tape: Tape, start: int) -> Span | tuple[()]:
    place = tape.packed(start, tape.position)
    return Span("byte", *place) if place is not None and place[0] < place[1] else ()


def _cut_off(start: int, found: int, size: int) -> Defect:
    return Defect("cut-off", f"the last record begins at byte {start:,}; of its {size:,} bytes {found:,} are there")


def whole_records(tape: Tape, most: int) -> int:
    """How many packed bytes hold whole records, at most so many, but one record at least. 0 where none ends. Raises Excess."""
    found = 0
    for _ in records(tape, lambda _: False):
        tape.skip(len(tape.peek(_BETWEEN)) - len(tape.peek(_BETWEEN).lstrip(b"\r\n")))
        place = tape.boundary()
        if place is None:
            continue
        if found and place > most:
            break
        found = place
        tape.allowance.total = 0
        if found >= most:
            break
    return found
