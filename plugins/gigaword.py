"""Gigaword, the newswire text of the Linguistic Data Consortium: English and its siblings, and AQUAINT-2, which has a root."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from newsarchive import (
    Bid,
    Confidence,
    Defect,
    Document,
    Draft,
    NewsarchiveError,
    NotArticle,
    Notice,
    PartialDate,
    Sample,
    Source,
    Span,
    hookimpl,
)
from newsarchive.text import WHITE_SPACE, Line, blocks

from ._names import signers
from ._prose import text_lines
from ._sample import text_ends
from ._sgml import SgmlFields, Stretch, attributes_of, cut_before, stretches, tag_of
from ._wire_body import is_row
from ._wire_dates import month_of

# file  = [ prolog ] 1*( "<DOC id=" id " type=" type ">" [ HEADLINE ] [ DATELINE ] TEXT "</DOC>" ) [ "</DOCSTREAM>" ]
# id    = source "_" language "_" date "." number; in the first editions source date "." number
# type  = "story" / "multi" / "advis" / "other"
# TEXT  = 1*( "<P>" lines "</P>" ), as stories have it / lines
_ROOTS = ("DOCSTREAM", "ROOT")
_TAG = tag_of(("DOC", *_ROOTS, "HEADLINE", "DATELINE", "TEXT", "P"))
_DOC_TAG = r"<DOC(?:[ \t\r\n][^<>]*)?>"
_DOC = re.compile(_DOC_TAG, re.IGNORECASE)
_DOC_BYTES = re.compile(_DOC_TAG.encode(), re.IGNORECASE)
_DECLARATION = re.compile(r"<\?xml\b[^<>]*>|<!DOCTYPE\b[^<>\[]*(?:\[[^\]]{0,4096}\][^<>]*)?>", re.IGNORECASE)
_PROLOG = re.compile(
    rf"(?:[{WHITE_SPACE}]*(?:{_DECLARATION.pattern}|<(?:{'|'.join(_ROOTS)})\b[^<>]*>))*+[{WHITE_SPACE}]*", re.IGNORECASE
)
_ID = re.compile(
    r"(?P<source>[A-Z]{3})(?:_(?P<language>[A-Z]{3})_)?(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)\.\d{3,6}", re.IGNORECASE
)
_TYPES = ("story", "multi", "advis", "other")
_HEAD_LENGTH = 8192
#: Sources of the first editions, by what later ones call them, with the language that the code implies.
_FIRST = {
    "AFA": ("AFP", "ARB"),
    "AFE": ("AFP", "ENG"),
    "ALH": ("HYT", "ARB"),
    "ANN": ("NHR", "ARB"),
    "CNE": ("CNA", "ENG"),
    "XIA": ("XIN", "ARB"),
    "XIE": ("XIN", "ENG"),
}
#: Who they are, by the readmes of the corpora.
_PUBLISHERS = {
    "AAW": "Asharq Al-Awsat",
    "AFP": "Agence France-Presse",
    "AHR": "Al-Ahram",
    "APW": "Associated Press Worldstream",
    "ASB": "Assabah",
    "CNA": "Central News Agency of Taiwan",
    "CNS": "China News Service",
    "GMW": "Guangming Daily",
    "HYT": "Al Hayat",
    "LTW": "Los Angeles Times/Washington Post Newswire Service",
    "NHR": "An Nahar",
    "NYT": "New York Times Newswire Service",
    "PDA": "People's Daily",
    "PLA": "People's Liberation Army Daily",
    "QDS": "Al-Quds Al-Arabi",
    "UMH": "Ummah Press",
    "WPB": "Washington Post/Bloomberg Newswire Service",
    "XIN": "Xinhua News Agency",
    "ZBN": "Lianhe Zaobao",
}
_LANGUAGES = {"ENG": "en", "SPA": "es", "FRE": "fr", "FRA": "fr", "ARB": "ar", "CMN": "zh"}
#: Languages whose early editions are in ISO 8859-1, which windows-1252 holds.
_LATIN = re.compile(rb"<DOC\s[^<>]*\b[A-Z]{3}_(?:ENG|SPA|FRE|FRA)_", re.IGNORECASE)
# dateline = place [ [ "," ] day ] [ "(" agency ")" ] [ dash ]
# day      = ( month number / number [ "de" ] month ) [ [ "," ] year ]
_DAY = (
    r"(?:(?P<month>[^\W\d_]{3,9})\.? (?P<day>\d\d?)|(?P<day2>\d\d?)(?:er|\.)? (?:de )?(?P<month2>[^\W\d_]{3,10})\.?)"
    r"(?:,? (?:de )?(?P<year>\d{4}))?"
)
_DATELINE = re.compile(
    rf"(?P<place>[^\W\d_][^()\d]{{0,100}}?)(?:,? (?P<date>{_DAY}))?"
    r",? ?(?:\((?P<credit>[^()]{1,40})\))?,? ?(?:--?|–|—|_|:)?"
)
_COPYRIGHT = re.compile(r"(?:\(c\)|c\.|©|copyright\b)[ \d(c)©,]*\b(?:19|20)\d\d\b.*", re.IGNORECASE)
#: What is longer is no byline and no copyright line; a dateline may have several places.
_LINE, _DATELINE_LENGTH = 80, 200


def sniff(sample: Sample) -> Bid | None:
    """A document with an identifier of the corpora, or with any and one of the four types."""
    ends = text_ends(sample)
    head = ends.head[:_HEAD_LENGTH] if ends else ""
    prolog = _PROLOG.match(head)
    match = _DOC.match(head, prolog.end() if prolog else 0)
    said = attributes_of(Line(match[0], *match.span())) if match else {}
    if "ID" in said and _ID.fullmatch(said["ID"].text):
        return Bid(Confidence.CERTAIN, "it begins with DOC, and an id of the Linguistic Data Consortium")
    if "ID" in said and "TYPE" in said and said["TYPE"].text.lower() in _TYPES:
        return Bid(Confidence.CERTAIN, "it begins with DOC, its id, and a type of Gigaword")
    return None


def parse(document: Document) -> Iterator[Draft | Defect | NotArticle | Notice]:
    """One article for each DOC."""
    text = document.decoded("windows-1252" if _LATIN.search(document.data, 0, _HEAD_LENGTH) else None).text
    found, furniture = text_lines(text)
    starts = [match.start() for match in _DOC.finditer(text)] or [0]
    prolog = _PROLOG.match(text, 0, starts[0])
    read = prolog.end() if prolog else 0
    furniture += [Span("codepoint", 0, read)] if read else []
    if text[read : starts[0]].strip(WHITE_SPACE):
        yield Defect("before-the-first", "what stands before the first DOC is not read", Span("codepoint", read, starts[0]))
    for number, (start, end) in enumerate(pairwise([*starts, found[-1].end])):
        story = _Document(text, start, end, [] if number else furniture)
        story.span = Span("codepoint", start, end)
        yield from story.found("it has neither a headline nor a text")


class _Document(SgmlFields):
    """One DOC."""

    def __init__(self, text: str, start: int, end: int, furniture: Sequence[Span]) -> None:
        super().__init__("gigaword", [Line(text[start:end], start, end)], furniture)
        elements: dict[str, list[Line]] = {}
        stated: list[Stretch] = []
        if match := _DOC.match(text, start, end):
            self._attributes(Line(match[0], *match.span()))
            start = match.end()
        for each in stretches(text, start, end, _TAG, holders=("TEXT",)):
            if not isinstance(each, Stretch):
                self.furniture.append(each)
            elif each.name in ("TEXT", "P"):
                stated.append(each)
            else:
                elements.setdefault(each.name, []).extend(each.lines)
        self.take("headline", "HEADLINE", *elements.pop("HEADLINE", []))
        self._dateline([line.stripped() for line in elements.pop("DATELINE", []) if not line.blank])
        self._head(stated)
        self.prose([line for each in stated if each.name == "TEXT" for line in [*each.lines, Line("", each.start, each.start)]])
        for each in stated:
            if each.name == "P":
                self._paragraph(each.lines)
        outside = [line.stripped() for several in elements.values() for line in several]
        # Declarations stand there in files that were put behind each other.
        self.aside(*(line for line in outside if _DECLARATION.fullmatch(line.text)))
        self.untagged([line for line in outside if not _DECLARATION.fullmatch(line.text)])

    def _attributes(self, tag: Line) -> None:
        """Who sent it, on which day, in which language: the id says it. Of which type it is, and what else is stated."""
        said = attributes_of(tag)
        self.label(tag, *said.values())
        for name, value in said.items():
            if name != "ID":
                self.keep(name.lower(), value.text)
                self.evident(f"extra.{name.lower()}", f"DOC/{name.lower()}", span=value.span)
        if number := said.get("ID"):
            self.set("identifiers", {"ldc": number.text}, "DOC/id", span=number.span)
            self._number(number)

    def _number(self, number: Line) -> None:
        """Source, language and day, as the identifier has them."""
        match = _ID.fullmatch(number.text)
        if match is None:
            return
        source, stated = number.part(*match.span("source")), match["language"]
        code = source.text.upper()
        code, language = (code, stated.upper()) if stated else _FIRST.get(code, (code, ""))
        self.set("publisher", _PUBLISHERS.get(code), "DOC/id", span=source.span)
        told = number.part(*match.span("language")) if stated else source
        self.set("language", _LANGUAGES.get(language), "DOC/id", span=told.span)
        digits = number.part(match.start("year"), match.end("day")).span
        try:
            date = PartialDate(int(match["year"]), int(match["month"]), int(match["day"]))
        except NewsarchiveError as error:
            self.defect("impossible-date", f"id is {number.text!r:.60}: {error.message}", digits)
        else:
            self.set("published", date, "DOC/id", span=digits)

    def _dateline(self, said: Sequence[Line]) -> None:
        """`PORT ELLERY, Jan. 3 (AP)`: the place, the day, and the agency as the credit. Many are noise, which is left whole."""
        text = self.said(said)
        if not text:
            self.aside(*said)
            return
        match = _DATELINE.fullmatch(text) if len(text) <= _DATELINE_LENGTH else None
        month = month_of(match["month"] or match["month2"]) if match and match["date"] else None
        place = match["place"].rstrip(" ,_-") if match and (month or not match["date"]) else None
        sent, day = self.get("published"), None
        if match and month and match["year"] in (None, sent and f"{sent.year:04}"):
            day = month, int(match["day"] or match["day2"])
        self.dated(text, place, day, said)
        self.set("credit", match["credit"] if match else None, "DATELINE")

    def _head(self, stated: Sequence[Stretch]) -> None:
        """Who signs and whose it is, in lines in front of the text; they are taken out of the stretches."""
        for each in stated:
            while gathered := blocks(each.lines):
                line, below = gathered[0][0].stripped(), [line.stripped().text for line in gathered[0][1:2]]
                if len(line.text) > _LINE or (below and below[0][0].islower() and not _COPYRIGHT.fullmatch(below[0])):
                    return
                names = signers(self.said([line])) if line.text[-1] not in ".,;:?!" else []
                if names and "byline" not in self:
                    self.take("byline", "byline", line)
                    self.set("authors", names, "byline", span=line.span)
                elif "copyright" not in self and _COPYRIGHT.fullmatch(line.text):
                    self.take("copyright", "copyright", line)
                else:
                    return
                each.lines = [other for other in each.lines if other.start > line.end]

    def _paragraph(self, found: Sequence[Line]) -> None:
        """What stands in P: a paragraph, or the rows of a table, if most of its lines have gaps."""
        for group in blocks(found):
            if len(group) > 1 and 2 * sum(map(is_row, group)) > len(group):
                for line in group:
                    self.say("table_row", "row", line.stripped())
            else:
                self.say("paragraph", "P", *(line.stripped() for line in group))


@hookimpl
def newsarchive_sources() -> Source:
    """The source `gigaword`."""
    return Source(
        "gigaword",
        title="Gigaword and AQUAINT-2, SGML of the LDC",
        sniff=sniff,
        parse=parse,
        lossless=True,
        cut=partial(cut_before, _DOC_BYTES),
    )
