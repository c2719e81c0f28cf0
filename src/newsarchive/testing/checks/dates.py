"""A date says no more than the text: no year, day, hour or zone that does not stand there."""

import re

from ...dates import PartialDate
from ...model import Article
from ...sources import Document
from ..format import Format
from ..subject import Subject, articles
from .evidence import at, content

_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")
#: `Z`, letters such as CET, an offset behind a time of day, "local time".
_ZONE = re.compile(r"\d\s?[Zz]\b|[A-Z]{2,}|(?::\d\d[\d.,]*|[Tt]\d{2,6})\s?[+\-−]\s?\d|[Tt]ime")
_HALF_DAY = re.compile(r"[AaPp]\.?\s?[Mm]|[Nn]oon|[Mm]idnight")
#: Seconds since 1970, and milliseconds: the whole date in one number.
_EPOCH = re.compile(r"(?<!\d)\d{10}(\d{3})?(?!\d)")
#: Years of two digits, and other calendars, are told from the number's end.
_CENTURY = 100


def precise(subject: Subject, format: Format, document: Document) -> None:
    """Every component of a date stands in the text at its evidence, or where there is none, in the document."""
    reading = subject.read(document)
    for article in articles(reading):
        for name, date in _dates(article):
            if name.partition(".")[0] in format.derived:
                continue
            evidence = article.evidence.get(name) or article.evidence.get(name.partition(".")[0])
            spans = evidence.span if evidence else ()
            text = content(document)
            said = at(format, text, spans) if spans else format.says(text) if format.says else None
            if said is None:
                continue
            if missing := unstated(date, said):
                raise subject.case(document).failure(
                    f"{subject.source.name}: {name} is more precise than the text",
                    why=f"It was read as {date}, and {said!r:.200} does not state its {missing}.",
                    where=spans,
                    advice="newsarchive.dates reads dates at the text's own precision and leaves out what it does not say",
                )


def unstated(date: PartialDate, text: str) -> str | None:
    """The first component of a date that a text does not state, or None."""
    if _EPOCH.search(text):
        return None
    runs = _NUMBER.findall(text)
    numbers = {int(run) for run in runs}
    digits = "".join(str(int(each)) if each.isdecimal() else each for each in text)
    joined = [re.sub(r"\D", "", run) for run in re.findall(r"[\d:]{3,}", digits)]

    def stands(value: int, width: int = 2) -> bool:
        padded = f"{value:0{width}}"
        return value in numbers or any(padded in run for run in joined)

    if not stands(date.year, 4) and not stands(date.year % _CENTURY):
        return "year"
    if date.month is not None and not stands(date.month) and not any(len(word) > 2 for word in _WORD.findall(text)):
        return "month"
    if date.day is not None and not stands(date.day):
        return "day"
    if date.hour is not None and not (stands(date.hour) or stands(date.hour % 12) or _HALF_DAY.search(text)):
        return "hour"
    if date.minute is not None and not (stands(date.minute) or (date.minute == 0 and _HALF_DAY.search(text))):
        return "minute"
    if date.second is not None and not stands(date.second):
        return "second"
    if date.zone is not None and not _ZONE.search(text):
        return "time zone"
    return None


def _dates(article: Article) -> list[tuple[str, PartialDate]]:
    found = [(name, getattr(article, name)) for name in ("published", "modified", "embargoed")]
    if article.dateline is not None:
        found.append(("dateline.date", article.dateline.date))
    return [(name, date) for name, date in found if date is not None]
