"""Displays without indexing: lines tell by themselves what they are, since any may be missing."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from .._language_names import language_named
from .._names import signers
from .._printed_dates import AmbiguousDateError, printed_date

# header = [ section ] headline [ byline ] [ credit ] words date [ time ] name code [ edition ] [ page ] language [ copyright ]
_UNITS = "words?|mots?|w[öo]rter|worte?|palabras?|parole|parola|palavras?|woorden|woord|слов(?:а|о)?|ord|słów|文字|字|語|語數"
WORDS = re.compile(rf"\d[\d.,'’ \xa0\u202f]{{0,11}}\s?(?:{_UNITS})", re.IGNORECASE)
_TIME = re.compile(r"\d{1,2}[:h]\d\d(?::\d\d)?(?:\s?[AaPp]\.?[Mm]\.?)?")
COPYRIGHT = re.compile(r"(?:\(c\)|©|&copy;|copyright\b).*", re.IGNORECASE)
_SOURCE = re.compile(r"[A-Z0-9_]{2,10}")
_PAGE = re.compile(r"(?:[A-Z]{0,3}[-/ ]?\d{1,4}[A-Z]?|[A-Z]\d{0,3})(?:\s?[,;/&-]\s?(?:[A-Z]{0,3}[-/ ]?\d{1,4}[A-Z]?))*")
_SHORT = 80
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


@lru_cache(maxsize=256)
def is_day(text: str) -> bool:
    """Whether a line is a date with its day, and nothing else."""
    if len(text) > _SHORT or not _YEAR.search(text):
        return False
    try:
        date = printed_date(text)
    except AmbiguousDateError:
        return True
    return date is not None and date.day is not None


def kinds(lines: Sequence[str], known: Mapping[int, str]) -> list[str]:
    """The code that each line of a header would have, or an empty one; `known` are those that the layout tells."""
    found = [known.get(number) or _told(line) for number, line in enumerate(lines)]
    headline = next((number for number, code in enumerate(found) if code == "HD"), 0)
    counted = next((number for number, code in enumerate(found) if code in ("WC", "PD")), len(lines))
    for number, line in enumerate(lines):
        if not found[number]:
            found[number] = _above(number, line, headline, found) if number < counted else _below(number, line, found)
    return found


def _told(line: str) -> str:
    """What a line says by itself."""
    if COPYRIGHT.fullmatch(line):
        return "CY"
    if len(line) > _SHORT:
        return ""
    if WORDS.fullmatch(line):
        return "WC"
    if _TIME.fullmatch(line):
        return "ET"
    if is_day(line):
        return "PD"
    return "LA" if language_named(line) else ""


def _above(number: int, line: str, headline: int, found: Sequence[str]) -> str:
    """Round the headline: a section before it, a byline and a credit behind it."""
    if number < headline:
        return "" if "SE" in found else "SE"
    if "BY" not in found and signers(line, named=True):
        return "BY"
    return "" if "CR" in found else "CR"


def _below(number: int, line: str, found: Sequence[str]) -> str:
    """Behind the date: the source first, its code right behind it; behind the language only the copyright."""
    before = found[:number]
    if "LA" in before:
        return "" if "CY" in found else "CY"
    if "SN" not in before:
        return "SN"
    if before[-1] == "SN" and _SOURCE.fullmatch(line):
        return "SC"
    if "PG" not in before and len(line) <= _SHORT and _PAGE.fullmatch(line):
        return "PG"
    return "" if "ED" in before else "ED"
