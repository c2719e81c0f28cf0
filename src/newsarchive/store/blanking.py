"""Which bytes of a document hold an article, and a document without them.

Bytes are overwritten one for one with spaces (0x20), whatever the encoding, so that everything else stays where it is. A
blanked stretch may then be more or fewer code points than it was; a Cut says how many it had been, and spans go on counting
as if it were there.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from ..entries import Cut
from ..identity import normalize_line

_BLANK = b" "
_MARK = "\ufeff"
#: A shorter text may well stand in another article, too: it is blanked where it is known to stand, and not looked for.
_TELLING = 20


def blank(data: bytes, cuts: Iterable[Cut]) -> bytes:
    """The same bytes with spaces where the cuts are."""
    changed = bytearray(data)
    for cut in cuts:
        changed[cut.start : cut.end] = _BLANK * (cut.end - cut.start)
    return bytes(changed)


def whole(size: int) -> tuple[Cut, ...]:
    """The cut of all bytes; there is none of an empty document."""
    return (Cut(start=0, end=size),) if size else ()


def texts(fields: Mapping[str, Any]) -> list[str]:
    """What an article says: its headline and the blocks of its body."""
    return [*([fields["headline"]] if "headline" in fields else []), *(block["text"] for block in fields.get("body", ()))]


def cuts_of(
    data: bytes, before: Sequence[Cut], readings: Sequence[Mapping[str, Any]], said: Iterable[str]
) -> tuple[Cut, ...] | None:
    """Where a document holds an article, or None if that cannot be told apart from the rest of it.

    `data` are the bytes as they are now, with `before` blanked already; `readings` the article's fields, evidence and
    provenance, one for each time that it was read there; `said` its texts. It can be told
    apart if each reading gives spans for headline and body, and no text of it is left elsewhere in the document.
    """
    found: list[Cut] = []
    for reading in readings:
        where = reading["provenance"]
        if where.get("member") or not _located(reading):
            return None
        spans = [span for evidence in reading["evidence"].values() for span in evidence.get("span", ())]
        spans += [where["span"]] if "span" in where else []
        document = _Document.of(data, where.get("encoding"), before)
        cuts = [document.cut(span["unit"], span["start"], span["end"]) for span in spans] if document else [None]
        for cut in cuts:
            if cut is None:
                return None
            found.append(cut)
    encoding = next((reading["provenance"].get("encoding") for reading in readings), None)
    left = normalize_line(_left(data, merged([*before, *found]), encoding))
    needles = (normalize_line(line) for text in said for line in text.split("\n"))
    return None if any(len(needle) >= _TELLING and needle in left for needle in needles) else merged(found)


def merged(cuts: Iterable[Cut]) -> tuple[Cut, ...]:
    """The same stretches in order, those that overlap as one; what is empty is left out."""
    joined: list[Cut] = []
    for cut in sorted(cuts, key=lambda each: (each.start, -each.end)):
        if joined and cut.start < joined[-1].end:
            last = joined[-1]
            if cut.end > last.end:  # how many code points they have in common nobody counted
                joined[-1] = Cut(start=last.start, end=cut.end)
        elif cut.end > cut.start:
            joined.append(cut)
    return tuple(joined)


def _located(reading: Mapping[str, Any]) -> bool:
    """Whether headline and body have spans. The ledger has no body, but evidence of it."""
    spans = {key.partition("[")[0] for key, evidence in reading.get("evidence", {}).items() if evidence.get("span")}
    rules = {key.partition("[")[0] for key in reading.get("evidence", {})}
    return bool(spans) and ("headline" not in reading or "headline" in spans) and not {"headline", "body"} & rules - spans


def _left(data: bytes, cuts: Sequence[Cut], encoding: str | None) -> str:
    """What can be read beside the cuts."""
    pieces, position = [], 0
    for cut in (*cuts, Cut(start=len(data), end=len(data))):
        pieces.append(data[position : cut.start].decode(encoding or "utf-8", "replace"))
        position = cut.end
    return " ".join(pieces)


@attrs.frozen
class _Piece:
    """A stretch of a document: its first byte, its first code point, and its text, or the cut that it was."""

    byte: int
    character: int
    text: str
    cut: Cut | None = None

    @property
    def last(self) -> int:
        return self.character + (len(self.text) if self.cut is None else self.cut.characters or 0)


@attrs.frozen
class _Document:
    """A document in which code points can be found."""

    data: bytes
    encoding: str | None
    pieces: Sequence[_Piece]

    @classmethod
    def of(cls, data: bytes, encoding: str | None, before: Sequence[Cut]) -> "_Document | None":
        """Decode what is not blanked. None if that cannot be done."""
        if encoding is None:
            return cls(data, None, ())
        pieces: list[_Piece] = []
        mark = _MARK.encode(encoding)
        position, character = (len(mark) if data.startswith(mark) else 0), 0
        for cut in (*before, Cut(start=len(data), end=len(data), characters=0)):
            if cut.characters is None:
                return None
            try:
                text = data[position : cut.start].decode(encoding)
            except UnicodeDecodeError:
                return None
            pieces += (_Piece(position, character, text), _Piece(cut.start, character + len(text), "", cut))
            position, character = cut.end, character + len(text) + cut.characters
        return cls(data, encoding, pieces)

    def cut(self, unit: str, start: int, end: int) -> Cut | None:
        """The bytes of a span. None if the way back from its text to its bytes cannot be found."""
        if unit == "byte":
            return Cut(start=start, end=min(end, len(self.data)))
        if self.encoding is None:
            return None
        first, last = self._place(start, end=False), self._place(end, end=True)
        return None if first is None or last is None else Cut(start=first[0], end=last[0], characters=last[1] - first[1])

    def _place(self, character: int, end: bool) -> tuple[int, int] | None:
        """The byte and the code point at which a span begins or ends; one within a cut is moved outwards to that cut's."""
        for piece in self.pieces:
            if piece.character <= character and (character <= piece.last if end else character < piece.last):
                if piece.cut is not None:
                    return (piece.cut.end, piece.last) if end else (piece.cut.start, piece.character)
                try:
                    head = piece.text[: character - piece.character].encode(self.encoding or "")
                except UnicodeEncodeError:
                    return None
                # An encoding with several ways to write a character, or with states, is not walked through blindly.
                return (piece.byte + len(head), character) if self.data.startswith(head, piece.byte) else None
        return None
