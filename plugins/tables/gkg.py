"""GDELT's Global Knowledge Graph 2.1: what was found in a page, a line each; the page's text is not in it.

Codebook V2.1: 27 columns parted by tabs, no header, no quotes.
"""

import html
import re
from collections.abc import Iterator

from newsarchive import (
    Author,
    Bid,
    Confidence,
    Defect,
    Document,
    Draft,
    Media,
    NotArticle,
    Notice,
    PartialDate,
    Sample,
    Subject,
)
from newsarchive.text import one_line

from .._fields import Fields
from .._iptc import iso_date
from .text import UNDECODABLE, is_damaged, table_text

_COLUMNS = (
    *("GKGRECORDID", "V2.1DATE", "V2SOURCECOLLECTIONIDENTIFIER", "V2SOURCECOMMONNAME", "V2DOCUMENTIDENTIFIER", "V1COUNTS"),
    *("V2.1COUNTS", "V1THEMES", "V2ENHANCEDTHEMES", "V1LOCATIONS", "V2ENHANCEDLOCATIONS", "V1PERSONS", "V2ENHANCEDPERSONS"),
    *("V1ORGANIZATIONS", "V2ENHANCEDORGANIZATIONS", "V1.5TONE", "V2.1ENHANCEDDATES", "V2GCAM", "V2.1SHARINGIMAGE"),
    *("V2.1RELATEDIMAGES", "V2.1SOCIALIMAGEEMBEDS", "V2.1SOCIALVIDEOEMBEDS", "V2.1QUOTATIONS", "V2.1ALLNAMES", "V2.1AMOUNTS"),
    *("V2.1TRANSLATIONINFO", "V2EXTRASXML"),
)
_FIRST = re.compile(rb"(\d{14})-T?\d{1,9}\t\1\t")
#: Of an identifier: `T` says that the page was translated.
_RECORD = re.compile(r"(\d{14})-T?\d{1,9}")
#: V2EXTRASXML is no document: elements one behind the other, in which only references are escaped.
_EXTRA = re.compile(r"<(PAGE_[A-Z_]{1,40})>(.*?)</\1>", re.DOTALL)
_LANGUAGE = re.compile(r"srclc:([a-z]{2,3})\b")
_SEVERAL = re.compile(r"[;\n]")


def sniff(sample: Sample) -> Bid | None:
    """A record's number, its date once more, and as many tabs as the codebook has."""
    line = sample.head.partition(b"\n")[0]
    if _FIRST.match(line) and line.count(b"\t") == len(_COLUMNS) - 1:
        return Bid(Confidence.CERTAIN, "its first line has the 27 columns of GKG 2.1")
    return None


def parse(document: Document) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """A page a line. Those whose title GDELT did not note are no articles."""
    text = table_text(document)
    start = number = 0
    while start < len(text):
        end = text.find("\n", start)
        line = text[start : len(text) if end < 0 else end]
        start += len(line) + 1
        number += 1
        if not line.strip():
            continue
        cells = line.split("\t", len(_COLUMNS))
        if len(cells) != len(_COLUMNS) or not _RECORD.fullmatch(cells[0]):
            yield Defect("bad-row", f"line {number}: {line.count(chr(9)) + 1} cells, where GKG 2.1 has {len(_COLUMNS)}")
        elif is_damaged(line):
            yield Defect("bad-row", f"line {number}: {UNDECODABLE}")
        else:
            yield from _Page(dict(zip(_COLUMNS, cells, strict=True)), f"line {number}").read()


class _Page(Fields):
    """One page."""

    def __init__(self, cells: dict[str, str], path: str) -> None:
        super().__init__("gdelt-gkg")
        self.cells = {name: value for name, value in cells.items() if value.strip()}
        self.path = path

    def read(self) -> Iterator[Draft | Notice | NotArticle | Defect]:
        address = self.cells.get("V2DOCUMENTIDENTIFIER", "")
        self._give("identifiers", {"gdelt": self.cells.pop("GKGRECORDID")}, "GKGRECORDID")
        self._give("publisher", one_line(self.cells.pop("V2SOURCECOMMONNAME", "")), "V2SOURCECOMMONNAME")
        if "://" in address[:12]:
            self._give("url", self.cells.pop("V2DOCUMENTIDENTIFIER"), "V2DOCUMENTIDENTIFIER")
        themes = self._several("V1THEMES")
        self._give("subjects", [Subject(scheme="gdelt:theme", code=theme) for theme in themes], "V1THEMES")
        self._give("people", self._several("V1PERSONS"), "V1PERSONS")
        self._give("organisations", self._several("V1ORGANIZATIONS"), "V1ORGANIZATIONS")
        # type#name#country#…
        places = [place.split("#")[1] for place in self._several("V1LOCATIONS", keep=True) if place.count("#") > 1]
        self._give("places", list(dict.fromkeys(place for place in places if place.strip())), "V1LOCATIONS")
        if picture := self.cells.pop("V2.1SHARINGIMAGE", "").strip():
            self._give("media", [Media("picture", url=picture)], "V2.1SHARINGIMAGE")
        if language := _LANGUAGE.search(self.cells.get("V2.1TRANSLATIONINFO", "")):
            self._give("language", language[1], "V2.1TRANSLATIONINFO")
        self._extras(self.cells.pop("V2EXTRASXML", ""))
        for name, value in self.cells.items():
            self.keep(name, value)
        yield from self.found(f"{self.path}: a page without its title: {address:.200}")

    def _give(self, field: str, value: object, column: str) -> None:
        self.set(field, value, column, f"{self.path}/{column}")

    def _several(self, column: str, keep: bool = False) -> list[str]:
        """Pieces parted by semicolons, each once."""
        text = self.cells.get(column, "") if keep else self.cells.pop(column, "")
        return list(dict.fromkeys(one_line(each) for each in _SEVERAL.split(text) if each.strip()))

    def _extras(self, text: str) -> None:
        """The page's title, who signs it and when it was published, where GDELT noted them."""
        said = {match[1]: html.unescape(match[2]) for match in _EXTRA.finditer(text)}
        self._give("headline", one_line(said.pop("PAGE_TITLE", "")), "V2EXTRASXML/PAGE_TITLE")
        names = [one_line(name) for name in said.pop("PAGE_AUTHORS", "").split(";") if name.strip()]
        self._give("authors", [Author(name) for name in dict.fromkeys(names)], "V2EXTRASXML/PAGE_AUTHORS")
        if stamp := said.pop("PAGE_PRECISEPUBTIMESTAMP", "").strip():
            date: PartialDate | None = iso_date(f"{stamp}Z") if len(stamp) == 14 else None
            if date is None:
                self.defect("no-date", f"{self.path}: PAGE_PRECISEPUBTIMESTAMP is {stamp!r:.60}, which is no date")
            self._give("published", date, "V2EXTRASXML/PAGE_PRECISEPUBTIMESTAMP")
        for name, value in said.items():
            self.keep(name, value)
        if text and not _EXTRA.search(text):
            self.keep("V2EXTRASXML", text)
