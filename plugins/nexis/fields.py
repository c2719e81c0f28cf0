"""One article of LexisNexis, whatever the export is written in: what its labels state, and which field takes it."""

import re
from collections.abc import Callable, Sequence

from newsarchive import Block, Dateline, Evidence, PartialDate, Span, Subject
from newsarchive.text import Line, unwrap

from .._names import signers
from .._printed_dates import AmbiguousDateError, printed_date
from .._text_fields import TextFields
from .labels import WORDS, Label
from .terms import Said, language_of, section_of, terms

#: Lists of names, and the fields that take them; all others are subjects.
_LISTS = {"company": "organisations", "organisation": "organisations", "person": "people", "place": "places"}
_SUBJECTS = ("subject", "industry", "terms", "categories")
#: Labels that are stated once; what is stated again is kept beside it.
_ONCE = frozenset(("headline", "byline", "section", "length", "dateline", "language", "accession"))
#: Behind a name: from where, and what its bearer is. `Ada Byrne in Brussels`.
_WHERE = re.compile(r"(?P<name>\S.{0,80}?)\s(?:in|at|à|aus)\s\S.*")
#: What is no name although it is written as one: `Times Staff Writer`.
_TITLES = frozenset(
    """
    staff writer writers correspondent correspondents editor reporter reporters columnist desk bureau chief service agency
    agencies press news times post office special contributor redaktion redactie redacteur correspondant letters
    """.split()  # noqa: SIM905  # a list of words is read as one
)
_PARTICLES = frozenset("al ap bin d' da de del della den der di do dos du el la le of ten ter van von y zu".split())  # noqa: SIM905  # as above
_ZONE = re.compile(r"\s[A-Z]{2,5}\Z")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_PATH = re.compile(r"https?://[^/\s]+/\S+", re.IGNORECASE)
RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright\b|all rights reserved|alle rechte vorbehalten|tous droits r[ée]serv[ée]s|alle rechten voorbehouden|"
    r"todos los derechos reservados|tutti i diritti riservati)",
    re.IGNORECASE,
)


class NexisFields(TextFields):
    """What one article states. With `where` the lines are not the document's, and evidence is the path that it gives."""

    def __init__(
        self, lines: Sequence[Line], furniture: Sequence[Span] = (), where: Callable[[int], str] | None = None
    ) -> None:
        super().__init__("nexis", lines, furniture)
        self.where = where
        self.said: dict[str, list[Line]] = {}
        self.stated: set[str] = set()

    def evident(self, field: str, rule: str, path: str | None = None, span: Span | Sequence[Span] = ()) -> None:
        """Where a field stood: a stretch, or the path of the paragraph that holds its beginning."""
        spans = (span,) if isinstance(span, Span) else tuple(span)
        if self.where is None:
            super().evident(field, rule, path, spans)
        else:
            super().evident(field, rule, self.where(spans[0].start) if spans else path)

    def finish(self) -> None:
        """The body in its order; where lines are not the document's, their stretches go."""
        if self.where is None:
            return
        self.furniture = []
        self.pieces.sort(key=lambda piece: piece.start)
        for number, piece in enumerate(self.pieces):
            self.evidence[f"body[{number}]"] = Evidence(piece.rule, path=self.where(piece.start))
        self.values["body"] = [piece.block for piece in self.pieces]
        if not self.pieces:
            self.drop("body")
        self.pieces = []

    def add(self, field: str, rule: str, *stretches: Line) -> None:
        """A field that may be said in several places: what they say, one behind the other."""
        said = self.said.setdefault(field, [])
        new = [each for each in stretches if not each.blank]
        value = (" " if field == "edition" else "\n").join(filter(None, (self.get(field), unwrap(new))))
        said += new
        self.set(field, value, rule, span=[each.span for each in said])

    def date(self, line: Line, order: str | None) -> bool:
        """When it appeared, if a line says that and nothing else. What it says in two ways is a defect."""
        try:
            date = printed_date(line.text, order)
            if date is None and (zone := _ZONE.search(line.text)):
                # A zone that may be two, such as BST, is not read; as much as is sure of it stands in `extra`.
                date = printed_date(line.text[: zone.start()], order)
                if date is not None:
                    self.extra_of("date", line)
        except AmbiguousDateError as error:
            self.defect("ambiguous-date", f"{error}: set `date_order`", line.span)
            self.extra_of("date", line)
            return True
        if date is not None:
            self.published(date, line)
        return date is not None

    def published(self, date: PartialDate, *stretches: Line) -> None:
        """When it appeared."""
        self.set("published", date, "date", span=[each.span for each in stretches])

    def state(self, label: Label, value: Sequence[Line]) -> None:
        """What a label states: the rest of its line and the lines below it."""
        self.aside(label.mark)
        said = Said([label.value, *(line.stripped() for line in value)])
        if not said.text:
            return
        role = label.role
        if role in _ONCE and role in self.stated:
            self.extra_of(role, *said.lines)
            return
        self.stated.add(role)
        if role == "headline":
            self.headline(said.lines)
        elif role == "byline":
            self.byline(said.lines)
        elif role == "section":
            self._section(said)
        elif role == "length":
            self.words(said)
        elif role == "highlight":
            self.add("summary", role, *said.lines)
        elif role == "dateline":
            text = unwrap(said.lines)
            self.set("dateline", Dateline(text, place=text), role, span=[each.span for each in said.lines])
        elif role == "graphic":
            self.caption(said.lines)
        elif role == "language":
            self._language(said)
        elif role == "url":
            self.url(*said.lines)
        elif role == "accession":
            self.set("identifiers", {"accession": unwrap(said.lines)}, role, span=[each.span for each in said.lines])
        elif role in _LISTS or role in _SUBJECTS:
            self._terms(role, said)
        elif role == "correction":
            self.add("note", role, *said.lines)
        else:
            self.extra_of(role, *said.lines)

    def caption(self, lines: Sequence[Line]) -> None:
        """What stands below a picture."""
        self.block(Block("caption", unwrap(lines)), "graphic", *lines)

    def extra_of(self, name: str, *stretches: Line) -> None:
        """What has no field of its own, under the name that English has for it."""
        said = self.said.setdefault(f"extra.{name}", [])
        said += [each for each in stretches if not each.blank]
        self.keep(name, unwrap(said))
        self.evident(f"extra.{name}", name, span=[each.span for each in said])

    def headline(self, lines: Sequence[Line]) -> None:
        """The headline; what stands behind a semicolon at a line's end or before a letter is the line below it."""
        said = Said(lines)
        broken = re.search(r";(?=\S)", said.text)
        place = broken.start() if broken else None
        reached = 0
        for line in said.lines[:-1]:
            reached += len(line.text) + 1
            if line.text.endswith(";") and (place is None or reached - 2 < place):
                place = reached - 2
                break
        if not place:
            self.add("headline", "headline", *said.lines)
            return
        self.add("headline", "headline", *said.part(0, place))
        self.aside(*said.part(place, place + 1))
        self.add("summary", "subheadline", *said.part(place + 1, len(said.text)))

    def byline(self, lines: Sequence[Line]) -> None:
        """Who signs, as printed, and who of them is a person."""
        self.add("byline", "byline", *lines)
        names = [name for name in map(_person, signers(self.get("byline") or "", named=True)) if name]
        self.set("authors", names, "byline", span=[each.span for each in self.said["byline"]])

    def url(self, *stretches: Line) -> None:
        """An address; that of a site without a path is not the article's."""
        text = "".join(each.text for each in stretches)
        if _PATH.fullmatch(text) and "url" not in self:
            self.set("url", text, "url", span=[each.span for each in stretches])
        else:
            self.extra_of("url", *stretches)

    def words(self, said: Said) -> None:
        """`355 words`: as it stands, without the word."""
        match = WORDS.match(said.text)
        self.keep("words", match["words"] if match else said.text)
        self.evident("extra.words", "length", span=[each.span for each in said.lines])

    def _section(self, said: Said) -> None:
        found = section_of(said.text)
        taken = []
        for field, stretch in (("section", found.name), ("page", found.page), ("version", found.version)):
            lines = said.part(*stretch) if stretch else []
            if lines and field not in self:
                self.take(field, "section", *lines)
                taken += lines
        self.between(said.lines, taken)

    def between(self, lines: Sequence[Line], taken: Sequence[Line]) -> None:
        """What of some lines stands between the stretches that fields took says nothing."""
        for line in lines:
            inside = sorted((each for each in taken if line.start <= each.start <= line.end), key=lambda each: each.start)
            self.label(line, *inside)

    def _language(self, said: Said) -> None:
        tag = language_of(said.text)
        if tag is None:
            self.extra_of("language", *said.lines)
        else:
            self.set("language", tag, "language", span=[each.span for each in said.lines])

    def _terms(self, role: str, said: Said) -> None:
        """A list of terms; how relevant each is stands in `extra`."""
        found = list(terms(said.text))
        if not found:
            self.extra_of(role, *said.lines)
            return
        field = _LISTS.get(role, "subjects")
        spans = [each.span for each in self.said.setdefault(field, [])] + [each.span for each in said.lines]
        self.said[field] += said.lines
        if field == "subjects":
            new = [Subject(each.scheme or f"nexis:{role}", each.code, each.name) for each in found]
            self.set(field, [*(self.get(field) or ()), *new], role, span=spans)
        else:
            self.set(field, list(dict.fromkeys([*(self.get(field) or ()), *(each.name for each in found)])), role, span=spans)
        relevance = {each.name: int(each.relevance) for each in found if each.relevance}
        self.keep("relevance", self.extra.get("relevance", {}) | relevance)


def is_address(line: Line) -> bool:
    """Whether a line is an address of the web and nothing else."""
    return _ADDRESS.fullmatch(line.text) is not None


def _person(name: str) -> str | None:
    """A name without where its bearer is; None for what is no name."""
    match = _WHERE.fullmatch(name)
    name = match["name"] if match else name
    words = name.split()
    if len(words) < 2 or any(word.lower() in _TITLES for word in words):
        return None
    return name if all(not word[0].islower() or word in _PARTICLES for word in words) else None
