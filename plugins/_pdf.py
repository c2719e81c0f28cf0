"""The text of a PDF (ISO 32000-2) as paragraphs, by the layout of its lines. pypdf finds the lines.

A PDF knows glyphs and places. A line goes on with the next one unless there is a gap, an indent, another size, or
room left for another word. A line's end within a word is where its hyphen stands (`newsarchive.text.unwrap`).
"""

import logging
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from newsarchive import Defect, PartialDate, Unreadable
from newsarchive.text import Line, one_line, unwrap

from ._paragraphs import Paragraph

#: ISO 32000-2, 14.3.3: what the document information dictionary says, under the names of Dublin Core where it has them.
_NAMES = {
    "/Title": "title",
    "/Author": "creator",
    "/Subject": "subject",
    "/Keywords": "keywords",
    "/Creator": "generator",
    "/CreationDate": "created",
    "/ModDate": "modified",
}
# 7.9.4: D:YYYYMMDDHHmmSSOHH'mm
_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:(Z)|([+-])(\d\d)'?(\d\d))?")
#: What is a gap between lines, an indent, another size, a heading's size: so many times the size of the text.
_GAP, _INDENT, _SIZE, _HEADING = 1.3, 0.8, 0.08, 1.15
#: A line has no room for another word if it is so much as wide as the widest.
_ROOM = 0.8
#: Characters of a line in the narrowest of columns; below, each line is one by itself.
_NARROWEST = 20
_BULLET = re.compile(r"[•▪◦‣·●○■\uf0b7\uf095\uf0a7-][ \t]+(?=\S)")
_NUMBER = re.compile(r"\W*(?:page |seite |p\. ?)?\d{1,4}(?: ?(?:/|of|von) ?\d{1,4})?\W*", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_SENTENCE_ENDS = tuple('.!?…:”»")')


@attrs.frozen
class Pdf:
    """What a PDF holds: paragraphs in their order, and what it says of itself; `pages` are counted."""

    paragraphs: Sequence[Paragraph]
    info: Mapping[str, str]
    defects: Sequence[Defect]
    pages: int


@attrs.define
class _Row:
    """A line as it stands on a page: `x` and `y` of its beginning, in points, y upwards."""

    text: str
    x: float
    y: float
    size: float
    page: int

    @property
    def width(self) -> float:
        """About so wide: glyphs are half as wide as they are high."""
        return len(self.text) * self.size


def read_pdf(data: bytes) -> Pdf:
    """All that is text in a PDF. Raises Unreadable if it is encrypted, damaged, or if pypdf is missing."""
    try:
        import pypdf
    except ImportError:
        raise Unreadable("reading PDF takes pypdf: pip install 'newsarchive[office]'", code="missing-library") from None
    import io

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it warns of is a defect, or of no consequence
    defects: list[Defect] = []
    rows: list[_Row] = []
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
        pages = 0 if locked else len(reader.pages)
        info = {} if locked else _info(reader.metadata or {})
    except Exception as error:  # noqa: BLE001  # pypdf fails on damaged files by any error of Python's
        raise Unreadable(f"pypdf cannot read it: {_why(error)}", code="damaged") from None
    if locked:
        raise Unreadable("it is encrypted, and needs a password", code="encrypted")
    for number in range(pages):
        try:
            rows += _rows(reader.pages[number], number)
        except Exception as error:  # noqa: BLE001  # as above; the other pages may be whole
            defects.append(Defect("page", f"page {number + 1} of {pages} cannot be read: {_why(error)}"))
    return Pdf(_paragraphs(_without_running(rows, pages)), info, defects, pages)


def _why(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]


def _info(metadata: Mapping[Any, Any]) -> dict[str, str]:
    """What the information dictionary says; dates in ISO 8601."""
    found = {}
    for key, name in _NAMES.items():
        value = metadata.get(key)
        text = one_line(str(value)) if isinstance(value, str | bytes) else ""
        if name in ("created", "modified") and (match := _DATE.match(text)):
            text = _date(match) or text
        if text:
            found[name] = text
    return found


def _date(match: re.Match[str]) -> str | None:
    year, month, day, hour, minute, second, zulu, sign, hours, minutes = match.groups()
    zone = None if sign is None else (1 if sign == "+" else -1) * (int(hours) * 60 + int(minutes))
    try:
        if hour is None:
            return str(PartialDate(int(year), int(month), int(day)))
        seconds = int(second) if second else None
        return str(PartialDate(int(year), int(month), int(day), int(hour), int(minute), seconds, None, 0 if zulu else zone))
    except ValueError:
        return None


def _rows(page: Any, number: int) -> list[_Row]:
    """The lines of a page, in the order of its content."""
    rows: list[_Row] = []
    fresh = True

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], _font: object, size: float) -> None:
        nonlocal fresh
        for piece in re.split(r"(\n)", text):
            if piece == "\n":
                fresh = True
            elif piece:
                x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
                y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
                scale = abs(tm[3] * cm[3]) or abs(tm[0] * cm[0]) or 1.0
                points = max(abs(size) * scale, 1.0)
                if (fresh or not rows) and piece.strip():
                    rows.append(_Row(piece, x, y, points, number))
                    fresh = False
                elif not fresh:
                    row = rows[-1]
                    row.text += piece
                    row.size = max(row.size, points)

    page.extract_text(visitor_text=visit)
    return rows


def _without_running(rows: list[_Row], pages: int) -> list[_Row]:
    """Without what stands at the top or the bottom of most pages, numbers aside, but for the first time; and page numbers."""
    if pages < 2:
        return rows
    edges: dict[int, list[_Row]] = {}
    for row in rows:
        edges.setdefault(row.page, []).append(row)
    outer = [id(row) for found in edges.values() for row in (*found[:1], *found[-1:])]
    counts = Counter(_DIGITS.sub("0", row.text.strip()) for row in rows if id(row) in set(outer))
    kept, seen, edge = [], set(), set(outer)
    for row in rows:
        said = _DIGITS.sub("0", row.text.strip())
        running = id(row) in edge and counts[said] * 2 > pages
        if running and (_NUMBER.fullmatch(row.text.strip()) or said in seen):
            continue
        seen |= {said} if running else set()
        kept.append(row)
    return kept


def _paragraphs(rows: list[_Row]) -> list[Paragraph]:
    first = next((number for number, row in enumerate(rows) if abs(row.size - rows[0].size) > row.size * _SIZE), 0)
    sizes: Counter[float] = Counter()
    for row in rows[first:]:  # a headline may be longer than what stands below it
        sizes[round(row.size, 1)] += len(row.text)
    body = max(sizes, key=lambda size: (sizes[size], -size)) if sizes else 0.0
    widest = max((row.width for row in rows if abs(row.size - body) < body * _SIZE), default=0.0)
    found: list[Paragraph] = []
    run: list[_Row] = []
    for row in rows:
        if run and not _runs_on(run, row, widest):
            found.append(_paragraph(run, body))
            run = []
        run.append(row)
    return [*found, _paragraph(run, body)] if run else found


def _runs_on(run: Sequence[_Row], row: _Row, widest: float) -> bool:
    """Whether a line goes on with the next."""
    last = run[-1]
    if abs(last.size - row.size) > last.size * _SIZE or _BULLET.match(row.text.lstrip()):
        return False
    full = last.width >= widest * _ROOM and len(last.text) >= _NARROWEST
    ended = last.text.rstrip().endswith(_SENTENCE_ENDS)
    drop = last.y - row.y
    if row.page != last.page or drop <= 0:  # the next page or column
        return not ended and (full or row.text.lstrip()[:1].islower())
    if drop > _GAP * _leading(run):
        return False
    if row.x - last.x > row.size * _INDENT and len(run) > 1:
        return False
    return full or (not ended and row.text.lstrip()[:1].islower())


def _leading(run: Sequence[_Row]) -> float:
    """The distance between the lines of a paragraph; of one line, the most that is usual."""
    return run[-2].y - run[-1].y if len(run) > 1 and run[-2].y > run[-1].y else run[-1].size * _GAP


def _paragraph(run: Sequence[_Row], body: float) -> Paragraph:
    text = unwrap(Line(row.text, 0, len(row.text)) for row in run)
    marker = _BULLET.match(text)
    size = max(row.size for row in run)
    return Paragraph(
        text=one_line(text[marker.end() :] if marker else text),
        size=round(2 * size),
        level=1 if size > body * _HEADING else 0,
        page=run[0].page,
        marker=marker[0].strip() if marker else None,
    )
