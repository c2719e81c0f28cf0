"""What the head of a message says: RFC 5322 for mail, RFC 1036 and 5536 for news, RFC 2369 and 2919 for lists."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from newsarchive import Author, NotArticle, Notice, Span
from newsarchive.text import WHITE_SPACE

from ._fields import Fields
from ._message import Head, HeadField
from ._message_date import message_date
from ._names import signers

# mailbox = [ display-name ] "<" address ">"           RFC 5322, 3.4; a name may stand in quotes
#         / address [ blanks ] "(" display-name ")"    RFC 1036, 2.1.1
#         / address
_BRACKETED = re.compile(r'(?:"(?P<quoted>(?:[^"\\]|\\.)*+)"\s*+|(?P<plain>[^<>"]*+))<(?P<address>[^<>]*+)>', re.DOTALL)
_COMMENTED = re.compile(r"[^\s()<>]++\s*+\((?P<name>[^()]*+)\)\s*", re.DOTALL)
_ESCAPED = re.compile(r"[^\\]+|\\(?P<kept>.?)", re.DOTALL)
_IDENTIFIER = re.compile(r"<([^<>\s]+)>")
# RFC 2919, 3: list-id-header = [ phrase ] "<" list-id ">"
_LIST_ID = re.compile(r'"?(?P<phrase>[^<>"]*+)"?\s*<(?P<id>[^<>]*+)>')
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_COMMAS = re.compile(r"[,;]")
# RFC 5536, 3.2.3 and 5.3; RFC 1036, 3.1, and the subject of older software
_CANCEL = re.compile(r"(?:cmsg\s+)?cancel\s+<?(?P<id>[^<>\s]+)>?\s*", re.IGNORECASE)
_SUBJECT_COMMAND = re.compile(r"cmsg\s", re.IGNORECASE)
#: Fields that say one text each.
_TEXTS = {
    "subject": "headline",
    "summary": "summary",
    "comments": "note",
    "slugword": "slugline",
}
#: Characters of a field in which names are looked for: more is no list of authors.
_NAMES_LENGTH = 2000


class MessageFields(Fields):
    """The fields of an article that a head states.

    `read` is what a field's text says: the encoded words in it, the encoding of its bytes. Where it says what stands there,
    `spans` gives the evidence.
    """

    def __init__(self, rule: str, head: Head, read: Callable[[str], str] = str, spans: bool = False) -> None:
        super().__init__(rule)
        self.head = head
        self.read = read
        self.spans = spans
        #: Fields of the head that a field of the article says whole: they are not said again in `extra`.
        self.said: set[HeadField] = set()
        for name, field in _TEXTS.items():
            self._text(field, name)
        self._people()
        self._identity()
        self._lists()

    def command(self) -> Iterator[Notice | NotArticle]:
        """What a control message says of others; nothing where the message is an article of its own."""
        for name in ("control", "also-control"):
            if command := self.read(self.head.get(name)).strip(WHITE_SPACE):
                yield self._command(command)
                return
        subject = self.read(self.head.get("subject"))
        if _SUBJECT_COMMAND.match(subject):
            yield self._command(subject)

    def superseded(self) -> Iterator[Notice]:
        """RFC 5536, 3.2.12: the article that this one takes the place of is withdrawn."""
        for identifier in _IDENTIFIER.findall(self.head.get("supersedes")):
            own = self.values.get("identifiers", {}).get("message-id", "another article")
            yield Notice({"message-id": identifier}, "canceled", reason=f"superseded by {own}")

    def keep_fields(self, several: Iterable[HeadField]) -> None:
        """Fields as they are written, under their own names; a list where a name stands several times."""
        named: dict[str, list[HeadField]] = {}
        for field in several:
            if field in self.said:
                continue
            named.setdefault(field.name, []).append(field)
        for name, fields in named.items():
            texts = [text for text in (self.read(field.text) for field in fields) if text]
            self.keep(name, texts if len(texts) > 1 else "".join(texts))
            spans = [span for field in fields for span in self._spans(field, 0, len(field.raw))]
            self.evident(f"extra.{name}", name.lower(), name, spans)

    def _command(self, command: str) -> Notice | NotArticle:
        match = _CANCEL.fullmatch(command)
        if match is None:
            return NotArticle(f"it is a control message: {command:.100}")
        return Notice({"message-id": match["id"]}, "canceled", reason=self.read(self.head.get("subject")) or None)

    def _spans(self, field: HeadField, start: int, end: int) -> list[Span]:
        """A stretch of a field's body, where evidence is wanted."""
        return [Span("codepoint", field.start + start, field.start + end)] if self.spans else []

    def _first(self, name: str) -> HeadField | None:
        return next(iter(self.head.all(name)), None)

    def _set(self, field: str, value: object, source: HeadField, start: int = 0, end: int | None = None) -> None:
        """A field from a stretch of a field's body."""
        end = len(source.raw) if end is None else end
        self.set(field, value, source.name.lower(), source.name, self._spans(source, start, end))

    def _set_whole(self, field: str, value: object, source: HeadField, start: int = 0, end: int | None = None) -> None:
        """The same where nothing is left to say of that field but the signs round the value."""
        self._set(field, value, source, start, end)
        if field in self:
            self.said.add(source)
            if end is not None:
                self.furniture += [*self._spans(source, 0, start), *self._spans(source, end, len(source.raw))]

    def _text(self, field: str, name: str) -> None:
        if (source := self._first(name)) is not None:
            self._set_whole(field, self.read(source.text), source)

    def _people(self) -> None:
        """Who wrote it, and for whom. An address is nobody's name."""
        source = self._first("from")
        organisation = self._first("organization") or self._first("organisation")
        if source is not None and (named := self._names(source)):
            names = [name for name, _ in named]
            self._set("byline", ", ".join(names), source)
            self.evident("byline", "from", source.name, [span for _, spans in named for span in spans])
            signed = [(name, spans) for name, spans in named if signers(name, named=True) == [name]]
            of = self.read(organisation.text) or None if organisation and len(signed) == 1 else None
            self.values["authors"] = [Author(name, organisation=of) for name, _ in signed]
            for number, (_, spans) in enumerate(signed):
                self.evident(f"authors[{number}].name", "from", source.name, spans)
                if of and organisation:
                    at = self._spans(organisation, 0, len(organisation.raw))
                    self.evident(f"authors[{number}].organisation", "organization", organisation.name, at)

    def _names(self, source: HeadField) -> list[tuple[str, list[Span]]]:
        """The names in a list of mailboxes, each with the stretches where it stands."""
        text = source.raw[:_NAMES_LENGTH]
        if match := _COMMENTED.fullmatch(text):
            stretches = [[match.span("name")]]
        else:
            stretches = []
            for match in _BRACKETED.finditer(text):
                if match["quoted"] is None:
                    stretches.append([match.span("plain")])
                else:
                    kept = _ESCAPED.finditer(text, *match.span("quoted"))
                    stretches.append([each.span("kept") if each["kept"] is not None else each.span() for each in kept])
        found = []
        for several in stretches:
            bare = _stripped(text, several)
            name = self.read(" ".join("".join(text[start:end] for start, end in bare).split()))
            spans = [span for start, end in bare for span in self._spans(source, start, end)]
            if name and "@" not in name:
                found.append((name, spans))
        return found

    def _identity(self) -> None:
        if (source := self._first("message-id")) is not None:
            match = _IDENTIFIER.search(source.raw)
            start, end = match.span(1) if match else (0, len(source.raw))
            if identifier := source.raw[start:end].strip(WHITE_SPACE):
                self._set_whole("identifiers", {"message-id": self.read(identifier)}, source, start, end)
        if (source := self._first("date")) is not None:
            if (date := message_date(source.text)) is None:
                at = self._spans(source, 0, len(source.raw))
                self.defect("no-date", f"Date is {source.text!r:.80}, which is no date of RFC 5322", at)
            else:
                self._set_whole("published", date, source)
        if (source := self._first("content-language")) is not None:
            first = source.text.split(",")[0].strip(WHITE_SPACE)
            self._set("language", first if _LANGUAGE.fullmatch(first) else None, source)
        if (source := self._first("archived-at")) is not None and (match := _IDENTIFIER.search(source.raw)) is not None:
            self._set("url", match[1], source, *match.span(1))

    def _lists(self) -> None:
        if (source := self._first("keywords")) is not None:
            words = [word.strip(WHITE_SPACE) for word in _COMMAS.split(self.read(source.text))]
            self._set_whole("keywords", list(dict.fromkeys(filter(None, words))), source)
        if (source := self._first("newsgroups")) is not None:
            first = source.text.split(",")[0].strip(WHITE_SPACE)
            self._set("section", first, source, 0, len(source.raw.split(",")[0].rstrip(WHITE_SPACE)))
        if (source := self._first("location")) is not None:
            self._set("places", [self.read(source.text)], source)

    def publisher(self) -> None:
        """Who sends: the list by its name, the sender by his; a newsletter is named by who it is from.

        A list that takes contributions says so (RFC 2369, 3.4: List-Post); what can only be unsubscribed from is a newsletter.
        """
        source = self._first("list-id")
        phrase = self.read(match["phrase"]).strip(WHITE_SPACE) if source and (match := _LIST_ID.match(source.text)) else ""
        if source is not None and phrase:
            self._set("publisher", phrase, source)
        elif "byline" in self and self._first("list-unsubscribe") and not self._first("list-post"):
            self.values["publisher"], self.evidence["publisher"] = self.values["byline"], self.evidence["byline"]
            for number, _ in enumerate(self.values.pop("authors", [])):  # a publication's name, whatever it looks like
                self.evidence.pop(f"authors[{number}].name", None)
                self.evidence.pop(f"authors[{number}].organisation", None)
        elif (source := self._first("sender")) is not None and (named := self._names(source)):
            self._set("publisher", named[0][0], source)


def _stripped(text: str, stretches: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches without white space and commas at the ends of the whole."""
    left = [list(each) for each in stretches]
    edge = WHITE_SPACE + ","
    while left and not text[slice(*left[0])].lstrip(edge):
        left.pop(0)
    while left and not text[slice(*left[-1])].rstrip(edge):
        left.pop()
    if left:
        left[0][0] = left[0][1] - len(text[slice(*left[0])].lstrip(edge))
        left[-1][1] = left[-1][0] + len(text[slice(*left[-1])].rstrip(edge))
    return [(start, end) for start, end in left]
