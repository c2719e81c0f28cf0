"""The list at the head of a Mediargus export: of each article its headline, where and when it appeared, its first words."""

import re
from collections.abc import Sequence
from itertools import pairwise

import attrs

from newsarchive import NewsarchiveError, PartialDate
from newsarchive.text import Line

# list  = 1*( entry 2*blank )
# entry = number ". " headline line-end blank meta line-end blank [ teaser ]
# meta  = medium ", " weekday day month year [ ", p. " page ] [ ", " words "w" ] "."; a medium may have commas, too
NUMBER = re.compile(r"(?P<number>\d{1,6})\. ?(?=\S)")
_WEEKDAYS = "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
META = re.compile(
    rf"(?P<medium>.+), (?:{_WEEKDAYS}) (?P<date>(?P<day>\d\d?) (?P<month>[^\W\d_]{{3,9}}) (?P<year>\d{{4}}))"
    r"(?:, p\. ?(?P<page>\S.*?))?(?:, (?P<words>\d{1,7})w)?\.?"
)
META_LENGTH = 300
_DUTCH = "januari februari maart april mei juni juli augustus september oktober november december"
_FRENCH = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
_MONTHS = {name: number for names in (_DUTCH, _FRENCH) for number, name in enumerate(names.split(), 1)}
#: What stands for the headline of an article that has none.
UNTITLED = frozenset(("Artikel zonder titel", "Article sans titre"))


@attrs.define
class Entry:
    """One entry: the lines that it is made of, as far as they are there. `match` is that of META on `meta`."""

    lines: Sequence[Line]
    number: Line
    headline: Sequence[Line]
    meta: Line | None
    match: re.Match[str] | None
    teaser: Sequence[Line]

    def part(self, name: str) -> Line | None:
        """A part of the second line: `medium`, `date`, `page`, `words`."""
        if self.meta is None or self.match is None or self.match[name] is None:
            return None
        return self.meta.part(*self.match.span(name))

    @property
    def date(self) -> PartialDate | None:
        """When it appeared, or None where no calendar holds that."""
        month = _MONTHS.get(self.match["month"].lower()) if self.match else None
        if self.match is None or month is None:
            return None
        try:
            return PartialDate(int(self.match["year"]), month, int(self.match["day"]))
        except NewsarchiveError:
            return None

    def said(self, name: str) -> str:
        """What a part of the second line says, or nothing."""
        part = self.part(name)
        return part.text if part is not None else ""


def meta(line: Line) -> re.Match[str] | None:
    """The second line of an entry, or None if a line is none."""
    return META.fullmatch(line.text) if len(line.text) <= META_LENGTH else None


def entries(found: Sequence[Line]) -> list[Entry]:
    """The entries of a list, which are numbered one by one: a number out of its turn is of the text."""
    starts: list[int] = []
    for number, line in enumerate(found):
        match = NUMBER.match(line.text)
        if match and int(match["number"]) == len(starts) + 1 and all(each.blank for each in found[max(0, number - 2) : number]):
            starts.append(number)
    return [_entry(found[start:end]) for start, end in pairwise([*starts, len(found)])]


def _entry(found: Sequence[Line]) -> Entry:
    said = [line.stripped() for line in found if not line.blank]
    match = NUMBER.match(said[0].text)
    assert match is not None
    number, said[0] = said[0].part(0, match.end()), said[0].part(match.end())
    second = next((place for place, line in enumerate(said) if meta(line)), None)
    if second is None:
        return Entry(found, number, said[:1], None, None, said[1:])
    return Entry(found, number, said[:second], said[second], meta(said[second]), said[second + 1 :])
