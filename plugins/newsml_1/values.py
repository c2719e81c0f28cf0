"""What single elements of NewsML say: formal names, languages, dates, places, parties."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from newsarchive import PartialDate
from newsarchive.text import said

from .._iptc import iso_date

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: BCP 47 whose first subtag is a language of ISO 639: `x-default` is none, and neither is a name (`English`).
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
#: NewsML 1.2, DateAndTime: midnight may be 240000 on the day that ends. A date as we have it knows no such hour.
_END_OF_DAY = re.compile(r"T24:?00(:?00)?([Zz]|[+-]\d\d:?\d\d)?$")
#: White space that agencies put before the time or the zone.
_GAP = re.compile(r"(?<=\d)\s{1,3}(?=[\dZz+-])")
#: NewsML 1.2, Location/Property/@FormalName, from small to large.
_PLACES = ("sublocation", "city", "province", "state", "region", "countryarea", "country", "countryname", "worldregion")
#: TASS misspells it.
_ALIASES = {"descriptivemetada": "descriptivemetadata"}

Parts = Mapping[str, Sequence[Any]]


def parts_of(*elements: Any) -> dict[str, list[Any]]:
    """The elements right below one or several, by their local names in small letters."""
    found: dict[str, list[Any]] = {}
    for element in elements:
        for child in element.iterchildren("{*}*"):
            name = child.tag.rpartition("}")[2].lower()
            found.setdefault(_ALIASES.get(name, name), []).append(child)
    return found


def formal(element: Any) -> str:
    """A FormalName; agencies write it as text, too."""
    if element is None:
        return ""
    return (element.get("FormalName") or "").strip() or said(element)


def first(parts: Parts, name: str) -> str:
    """The first formal name among elements of a name, or nothing."""
    return next(filter(None, map(formal, parts.get(name, ()))), "")


def folded(word: str) -> str:
    """A formal name as agencies agree on it: `Main Text` and `mainText` are one."""
    return "".join(filter(str.isalnum, word)).lower()


def language_of(text: str | None) -> str | None:
    """A language as BCP 47 writes it, or None if it is none."""
    tag = (text or "").strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else None


def date_of(text: str) -> PartialDate | None:
    """A date and time of ISO 8601, basic or extended, or None; midnight at the end of a day is the day."""
    text = _GAP.sub(lambda gap: "T" if text[gap.end()].isdecimal() else "", text.strip())
    return iso_date(_END_OF_DAY.sub("", text))


def properties_of(elements: Iterable[Any]) -> dict[str, list[str]]:
    """Values of properties by their names, those of nested ones, too; what has no value is left out."""
    found: dict[str, list[str]] = {}
    for element in elements:
        for each in element.iter("{*}Property"):
            value = (each.get("Value") or each.get("ValueRef") or "").strip()
            if value and (name := (each.get("FormalName") or "").strip()):
                found.setdefault(name, []).append(value)
    return found


def place_of(properties: Mapping[str, Sequence[str]]) -> str:
    """A place from the town to the country."""
    known = {folded(name): values[0] for name, values in properties.items()}
    return ", ".join(dict.fromkeys(known[name] for name in _PLACES if name in known))


def town_of(properties: Mapping[str, Sequence[str]]) -> str:
    """The town of a place, or nothing."""
    return next((values[0] for name, values in properties.items() if folded(name) == "city"), "")


def several(texts: Iterable[str], joined_by: str = ";") -> list[str]:
    """Texts that may hold several, each once."""
    pieces = (piece.strip() for text in texts for piece in text.split(joined_by))
    return list(dict.fromkeys(filter(None, pieces)))


def single(values: Sequence[str]) -> str | list[str]:
    """One value for itself, several as a list."""
    return values[0] if len(values) == 1 else list(values)
