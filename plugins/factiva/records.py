"""Articles in Factiva's text: where each begins and ends, and which line has which code. The text may have been RTF."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import attrs

from newsarchive.text import Line

from .codes import BODY, CODES, LAST_LINE, RESULTS, TAIL
from .header import COPYRIGHT, WORDS, is_day

# coded = 1*( code ( TAB / 2SP / line-end ) value ), or *code* value where bold letters became asterisks; labels are padded
# to four columns, so that behind three letters one blank may be all
_CODE = re.compile(
    r"[\s\ufeff]{0,8}"
    r"(?:\*{1,2}(?P<star>[A-Z]{2,3})\*{1,2}|(?P<code>[A-Z]{2,3})(?=\t|[ \xa0]{2}|[ \xa0]?\Z)|(?P<long>[A-Z]{3})(?=[ \xa0]))"
    r"[ \t\xa0]*"
)
_LABEL_LENGTH = 40
_NUMBERED = re.compile(r"(?:[^\W\d]{2,10}\s{1,4})?[\w.-]{6,40}\s*|\s*")
_LISTS = frozenset(("CO", "IN", "NS", "RE"))
_ENTRY = re.compile(r"[^\s:]{1,20} : ")
#: What tells that a record begins, besides its headline, within so many lines of it.
_WITNESSES = frozenset(("WC", "PD", "SN"))
_NEAR = 16
_LAST_LENGTH = 120
#: Lines of a header without codes, above the number of words and below it.
_ABOVE, BELOW = 4, 12
_SUMMARY = re.compile(
    r"(?:Search Summary|Résumé de la recherche|Zusammenfassung der Suche|Suchzusammenfassung|Resumen de (?:la )?búsqueda)",
    re.IGNORECASE,
)
_STATED = re.compile(rf"\s{{0,8}}(?:{RESULTS})\s{{0,20}}:?\s{{0,20}}(?P<count>\d[\d.,' \xa0]{{0,12}})?", re.IGNORECASE)


@attrs.frozen
class Field:
    """One code, the label in front of its value, and the lines of it, blank ones too."""

    code: str
    label: Line
    lines: list[Line]


@attrs.frozen
class Record:
    """The lines of one article, or of what is none: `start` is the first of its header, or None."""

    first: int
    last: int
    start: int | None
    coded: bool


def coded(line: Line) -> tuple[str, int] | None:
    """The code that a line begins with, and where its value starts."""
    match = _CODE.match(line.text, 0, _LABEL_LENGTH)
    code = (match["star"] or match["code"] or match["long"]) if match else None
    if match is None or code not in CODES or (code == "AN" and not _NUMBERED.fullmatch(line.text, match.end())):
        return None
    return code, match.end()


def records(found: Sequence[Line]) -> list[Record]:
    """The document in stretches: each ends with an accession number, or before a headline that follows a text without one."""
    codes = {number: label[0] for number, line in enumerate(found) if (label := coded(line))}
    ends = sorted({end for number in range(len(found)) if (end := _end(found, number, codes.get(number))) is not None})
    stretches = []
    for before, end in pairwise([-1, *ends]):
        stretches += list(_parted(found, before + 1, end, codes))
    rest = (ends[-1] if ends else -1) + 1
    summary = next((number for number in range(rest, len(found)) if _SUMMARY.fullmatch(found[number].text.strip())), len(found))
    if any(not line.blank for line in found[rest:summary]):
        stretches += list(_parted(found, rest, summary - 1, codes))
    if summary < len(found):
        stretches.append(Record(summary, len(found) - 1, None, coded=False))
    return stretches


def _end(found: Sequence[Line], number: int, code: str | None) -> int | None:
    """The line of the accession number, if this is one or has its code."""
    line = found[number]
    if code == "AN":
        alone = len(line.text.strip(" \t\xa0*")) == len(code)
        return next((below for below in range(number + 1, len(found)) if not found[below].blank), number) if alone else number
    return number if len(line.text) <= _LAST_LENGTH and LAST_LINE.fullmatch(line.stripped().text) else None


def _parted(found: Sequence[Line], first: int, last: int, codes: dict[int, str]) -> Iterator[Record]:
    """What stands up to an accession number: one article, and those before it that lost theirs."""
    starts = []
    for number in range(first, last + 1):
        if codes.get(number) == "HD" and any(
            codes.get(each) in _WITNESSES for each in range(number, min(number + _NEAR, last + 1))
        ):
            starts.append(_first_code(number, first, codes))
    if starts:
        for number, (start, end) in enumerate(pairwise([*starts, last + 1])):
            yield Record(start if number else first, end - 1, start, coded=True)
        return
    yield Record(first, last, _bare_start(found, first, last), coded=False)


def _first_code(headline: int, first: int, codes: dict[int, str]) -> int:
    """Codes right above a headline are of its record: a section, a byline."""
    start = headline
    for number in range(headline - 1, max(headline - _ABOVE, first) - 1, -1):
        if codes.get(number) in ("SE", "BY", "CR"):
            start = number
        elif number in codes:
            break
    return start


def _bare_start(found: Sequence[Line], first: int, last: int) -> int | None:
    """Where a header without codes begins: a few lines above the number of words, which a date follows."""
    counted = counted_line(found, first, last)
    if counted is None:
        return None
    above = [number for number in range(first, counted) if not found[number].blank]
    if len(above) <= _ABOVE:
        return above[0] if above else counted
    near = above[-_ABOVE:]
    run = (
        [number for number in near if not any(line.blank for line in found[number:counted])]
        if counted - near[0] < _NEAR
        else []
    )
    return (run or above[-2:])[0]


def counted_line(found: Sequence[Line], first: int, last: int) -> int | None:
    """The number of words, with a date right below it."""
    said = [number for number in range(first, last + 1) if not found[number].blank]
    for number, then in pairwise(said):
        text = found[number].text.strip()
        if len(text) <= _LABEL_LENGTH and WORDS.fullmatch(text) and is_day(found[then].text.strip()):
            return number
    return None


def fields(lines: Sequence[Line]) -> Iterator[Field]:
    """A coded record by its codes. A line of the text that looks like one is none: each stands once, and in its place."""
    seen: set[str] = set()
    current: Field | None = None
    for number, line in enumerate(lines):
        label = coded(line)
        if label and _is_field(label[0], line, lines[number + 1 : number + 4], seen, current):
            if current is not None:
                yield current
            code, start = label
            seen.add(code)
            current = Field(code, line.part(0, start), [line.part(start)])
        elif current is not None:
            current.lines.append(_dedented(line, len(current.label.text)))
    if current is not None:
        yield current


def _is_field(code: str, line: Line, below: Sequence[Line], seen: set[str], current: Field | None) -> bool:
    if code in seen:
        return False
    if current is None or current.code not in BODY or "*" in line.text[:4]:
        return True
    if code in _LISTS:
        return any(_ENTRY.search(each.text) or "|" in each.text for each in (line, *below))
    if len(code) > 2 and line.text.lstrip()[3:5].strip():
        return any(map(coded, below[:1]))
    return code in BODY or code in TAIL


def _dedented(line: Line, width: int) -> Line:
    """A line without the indent that stands below a label."""
    indent = len(line.text) - len(line.text.lstrip(" \t\xa0"))
    return line.part(min(indent, width)) if indent else line


def header_end(found: Sequence[Line], numbers: Sequence[int], codes: Sequence[str]) -> int:
    """How many lines of a header without codes are of it: up to the copyright, else the language, else the source.

    A copyright without its sign stands right below the language, and nothing right below it.
    """
    if "LA" in codes:
        language = codes.index("LA")
        below = numbers[language : language + 2]
        if len(below) < 2 or codes[language + 1] != "CY":
            return language + 1
        signed = COPYRIGHT.fullmatch(found[below[1]].text.strip()) is not None
        apart = below[1] + 1 >= len(found) or found[below[1] + 1].blank
        return language + 1 + (signed or (below[1] == below[0] + 1 and apart))
    for code in ("CY", "PG", "ED", "SC", "SN"):
        if code in codes:
            return codes.index(code) + 1
    return codes.index("PD") + 1 if "PD" in codes else 0


def stated_count(found: Sequence[Line]) -> tuple[str, Line] | None:
    """How many articles the summary of a search says that there are, and where."""
    for number, line in enumerate(found):
        match = _STATED.fullmatch(line.text) if len(line.text) <= _LAST_LENGTH else None
        if match and match["count"]:
            return match["count"], line
        if match:
            below = next((each for each in found[number + 1 :] if not each.blank), None)
            if below is not None and below.text.strip()[:1].isdecimal():
                return below.text.strip(), below
    return None
