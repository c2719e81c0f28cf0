"""One document of an export of ProQuest: its labels and what they say, as fields."""

import re
from collections.abc import Iterator, Sequence

import attrs

from newsarchive import Author, Block, Dateline, Defect, Draft, NotArticle, Notice, PartialDate, Subject
from newsarchive.text import Line, unwrap

from .._languages import language_of
from .._names import signers
from .._printed_dates import AmbiguousDateError, printed_date
from .._text_fields import TextFields
from .labels import ABSTRACT, FULL_TEXT, LINKS, TITLE
from .layout import NONE, Layout

_EDITION = re.compile(r"(?P<headline>.*\S)\s*:\s*\[(?P<edition>[^\[\]]{0,80}\bEdition\b[^\[\]]{0,40})\]", re.IGNORECASE)
# Publication info = publication " ; " place "[" place "]" day month year ": " page "."
APPEARED = re.compile(r"(?P<date>(?:\d{1,2} )?[^\W\d_]{3,12}\.? \d{4})(?:\s*:\s*(?P<page>[^\s:][^:]{0,40}?)\.?)?\s*\Z")
_INFO_END = 120
_NOBODY = frozenset(("anonymous", "none", "unknown", "na", "n/a"))
_URL = re.compile(r"https?://[^\s<>\"?]{1,300}/docview/(?P<number>\d{1,20})[^\s<>\"?]{0,300}")
#: A text of a page of names and codes: `Name: A Bank; NAICS: 522110, 551111`.
_COMPANY = re.compile(r"(?P<key>Name|NAICS|DUNS|SIC|Ticker)\s*:\s*(?P<value>[^;]+)")
_CODED = re.compile(r"(?P<code>\d{4})\s*:\s*(?P<name>.+)")
_SPLIT_NUMBER = re.compile(r"(?<=\d) (?=\d)")
_SCALARS = {"Section": "section", "Copyright": "copyright", "Edition": "edition"}
_KEYWORDS = ("Identifier / keyword", "Identifier")


class Record(TextFields):
    """What one document states. `layout` says which of its lines are what; `placed` whether they count in the document."""

    def __init__(self, layout: Layout, order: str | None, placed: bool) -> None:
        super().__init__("proquest", layout.lines)
        self.order = order
        self.placed = placed
        self.said: dict[str, list[Line]] = {name: list(lines) for name, lines in layout.entries.items()}
        self.aside(*layout.aside)
        self._headline(layout.headline)
        self._signed()
        self._appeared()
        self._text(layout)
        self._indexed()
        self._identified(layout.links)
        self._rest()

    def found(self, otherwise: str) -> Iterator[Draft | Notice | NotArticle | Defect]:
        """The article. Lines that were made of markup stand nowhere in the document."""
        for each in super().found(otherwise):
            if isinstance(each, Draft) and not self.placed:
                each.evidence = {path: attrs.evolve(evidence, span=()) for path, evidence in each.evidence.items()}
                each.furniture = ()
            yield attrs.evolve(each, span=self.span or ()) if isinstance(each, NotArticle) and not self.placed else each

    def _take_label(self, field: str, name: str) -> None:
        """A field that a label says whole."""
        if field not in self and (lines := self.said.pop(name, None)):
            self.take(field, name, *lines)

    def _headline(self, lines: Sequence[Line]) -> None:
        """The headline; the edition behind it apart, where the last line names it."""
        if not lines:
            return
        *above, last = lines
        if match := _EDITION.fullmatch(last.text):
            headline, edition = last.part(*match.span("headline")), last.part(*match.span("edition"))
            self.take("edition", "headline", edition)
            self.label(last, headline, edition)
            last = headline
        self.take("headline", "headline", *above, last)

    def _signed(self) -> None:
        lines = self.said.get("Author", [])
        text = unwrap(lines)
        if text.lower().rstrip(".") in _NOBODY or not text:
            return
        self._take_label("byline", "Author")
        self.set("authors", [Author(name) for name in authors(text)], "Author", span=[line.span for line in lines])

    def _appeared(self) -> None:
        """Where and when: what is below the text says it best, `Publication info` if nothing else does."""
        info = self.said.get("Publication info", [])
        for name in (TITLE, "Publication info"):
            lines = self.said.get(name, [])
            if lines and "publisher" not in self:
                title = lines[0].part(0, re.search(r"[;\[]|\Z", lines[0].text).start()).stripped()  # type: ignore[union-attr]  # it ends
                self.take("publisher", name, title)
                if name == TITLE and len(lines) == 1 and title.text == lines[0].text:
                    self.said.pop(name)
        self._take_label("page", "Pages")
        self._take_label("page", "Page")
        self._take_label("page", "First page")
        last = info[-1] if info else Line("", 0, 0)
        tail = last.part(max(0, len(last.text) - _INFO_END))
        match = APPEARED.search(tail.text)
        if match and match["page"] and "page" not in self:
            self.take("page", "Publication info", tail.part(*match.span("page")))
        self._date("Publication date", self.said.get("Publication date", []))
        if match and "published" not in self:
            self._date("Publication info", [tail.part(*match.span("date"))])
        if "published" not in self:
            self._date("Publication year", self.said.get("Publication year", []) or self.said.get("Year", []))

    def _date(self, name: str, lines: Sequence[Line]) -> None:
        text = unwrap(lines)
        if not text:
            return
        spans = [line.span for line in lines]
        try:
            date = printed_date(text, self.order) or printed_date(_SPLIT_NUMBER.sub("", text), self.order) or _year(text)
        except AmbiguousDateError as error:
            self.defect("ambiguous-date", f"{name}: {error}: set `date_order`", spans if self.placed else ())
            return
        if date is None:
            self.defect("no-date", f"{name} is {text!r:.60}, which is no date", spans if self.placed else ())
        elif name == "Publication date":
            self.said.pop(name)
        self.set("published", date, name, span=spans)

    def _text(self, layout: Layout) -> None:
        """Summary and body; what says that there is none is kept."""
        if not NONE.fullmatch(unwrap(self.said.get(ABSTRACT, [])).strip()):
            self._take_label("summary", ABSTRACT)
        for kind, lines in layout.blocks:
            self.block(Block(kind, unwrap(lines)), FULL_TEXT, *lines)
        if layout.prose:
            self.prose(layout.prose)
        for name, field in _SCALARS.items():
            self._take_label(field, name)
        if dateline := self.said.pop("Dateline", None):
            text = unwrap(dateline)
            self.set("dateline", Dateline(text, place=text), "Dateline", span=[line.span for line in dateline])

    def _indexed(self) -> None:
        """Subjects, people, places and companies."""
        subjects = [Subject("proquest", name=each) for each in self._several("Subject")]
        subjects += [Subject("proquest", name=each) for each in self._several("Business indexing term")]
        for each in self._several("Classification"):
            match = _CODED.fullmatch(each)
            code, name = (match["code"], match["name"]) if match else (None, each)
            subjects.append(Subject("proquest-classification", code, name))
        organisations: list[str] = []
        for name in ("Company / organization", "Company", "Organization"):
            lines = self.said.get(name, [])
            pairs = [(match["key"], match["value"].strip()) for match in _COMPANY.finditer(unwrap(lines))]
            organisations += [value for key, value in pairs if key == "Name"] if pairs else self._several(name)
            codes = [code.strip() for key, value in pairs if key == "NAICS" for code in value.split(",")]
            subjects += [Subject("naics", code) for code in dict.fromkeys(codes)]
        self._list(
            "subjects", subjects, "Subject", "Business indexing term", "Classification", "Company / organization", "Company"
        )
        self._list("organisations", organisations, "Company / organization", "Company", "Organization")
        self._list("places", self._several("Location"), "Location")
        self._list("people", self._several("People"), "People")
        self._list("keywords", [each for name in _KEYWORDS for each in self._several(name)], *_KEYWORDS)
        kept = {
            name: lines for name, lines in self.said.items() if name.startswith("Company") and _COMPANY.search(unwrap(lines))
        }
        indexed = ("Subject", "Business indexing term", "Classification", "Company / organization", "Company", "Organization")
        for name in (*indexed, "Location", "People", *_KEYWORDS):
            if name not in kept:
                self.said.pop(name, None)

    def _several(self, name: str) -> list[str]:
        """The entries of a label, parted by semicolons."""
        return [each.strip() for each in unwrap(self.said.get(name, [])).split(";") if each.strip()]

    def _list(self, field: str, values: Sequence[object], *names: str) -> None:
        self.set(field, values, names[0], span=[line.span for name in names for line in self.said.get(name, [])])

    def _identified(self, links: Sequence[Line]) -> None:
        """Address and number. The reader's account in the address is left out."""
        number = self.said.pop("ProQuest document ID", None)
        for line in [*links, *self.said.pop("Document URL", [])]:
            match = _URL.search(line.text)
            if match is None or "url" in self:
                self.aside(line)
                continue
            self.take("url", "link", address := line.part(*match.span()))
            self.label(line, address)
            number = number or [line.part(*match.span("number"))]
        if number:
            self.set("identifiers", {"proquest": unwrap(number)}, "id", span=[line.span for line in number])
        if language := self.said.get("Language of publication"):
            self.set("language", language_of(unwrap(language)), "language", span=[line.span for line in language])
            if "language" in self:
                self.said.pop("Language of publication")

    def _rest(self) -> None:
        """What has no field is kept by its label. Links to the reader's library are not."""
        self.aside(*self.said.pop(LINKS, []))
        for name, lines in self.said.items():
            self.keep(name, unwrap(lines))
            self.evident(f"extra.{name}", name, span=[line.span for line in lines])


def authors(text: str) -> list[str]:
    """The names of a byline as printed: parted by semicolons, `Last, First` each; or by commas, where all are whole names."""
    found = []
    for piece in text.split(";"):
        parts = [part.strip() for part in piece.split(",")]
        if len(parts) > 2 and all(" " in part for part in parts):
            found += parts
        elif piece.strip():
            found += signers(piece.strip()) or [piece.strip()]
    return found


def _year(text: str) -> PartialDate | None:
    return PartialDate(int(text)) if re.fullmatch(r"[12]\d{3}", text) else None
