"""An article from a row: fields from its columns, what has none to `extra`."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from newsarchive import Author, Defect, Draft, NotArticle, Notice, Subject
from newsarchive.text import one_line

from .._feed_text import headline_of
from .._fields import Fields
from .._iptc import STATUS, urgency_of
from .._names import signers
from .._printed_dates import AmbiguousDateError
from .columns import ADDING, Plan
from .values import body_of, date_of, language_of, listed, media_of, says_nothing, summary_of, text_of

#: fundus, `ArticleBody`.
_SECTIONS = frozenset(("summary", "sections"))


def read_row(
    rule: str, given: Mapping[str, Any], plan: Plan, path: str, order: str | None = None, publisher: str | None = None
) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """What a row holds.

    `path` is where it stands (`row 12`, a JSON pointer), `order` that of printed dates in digits, `publisher` whose list it is
    in where its own columns do not say it.
    """
    yield from _Row(f"{rule}/{plan.tool}" if plan.tool else rule, given, plan, path, order).read(publisher)


class _Row(Fields):
    """One row. What becomes a field is taken out of `left`."""

    def __init__(self, rule: str, given: Mapping[str, Any], plan: Plan, path: str, order: str | None) -> None:
        super().__init__(rule)
        self.left = {name: value for name, value in given.items() if name not in plan.left_out and not says_nothing(value)}
        self.plan = plan
        self.path = path
        self.order = order

    def read(self, publisher: str | None) -> Iterator[Draft | Notice | NotArticle | Defect]:
        for field, column in self.plan.columns:
            value = self._value(column)
            if value is None or (field in self.values and field not in ADDING):
                continue
            if _READERS.get(field, _Row._text)(self, field, column, value):
                self.left.pop(column, None)
        if publisher and "publisher" not in self:
            self.set("publisher", publisher, "list", self.path.rpartition("/")[0])
        for name, value in self.left.items():
            self.keep(name or "column", value)
        yield from self.found(f"{self.path or 'the document'} has neither a headline nor a text")

    def _value(self, column: str) -> Any:
        """What a column says; `meta.title` is the member of an object."""
        if column in self.left or "." not in column:
            return self.left.get(column)
        value: Any = self.left
        for name in column.split("."):
            value = value.get(name) if isinstance(value, dict) else None
        return None if says_nothing(value) else value

    def _give(self, field: str, value: Any, column: str) -> bool:
        """A field from a column; whether it says anything."""
        escaped = column.replace("~", "~0").replace("/", "~1") if self.path[:1] in ("", "/") else column
        self.set(field, value, column, f"{self.path}/{escaped}")
        return field in self.values

    def _text(self, field: str, column: str, value: Any) -> bool:
        text = text_of(value)
        if text is None:
            self.defect("bad-type", f"{self.path}/{column} is {value!r:.60}, where a {field} is one text")
            return False
        if text[:2] in ("b'", 'b"') and text[-1:] == text[1]:  # news-please once printed bytes
            text = text[2:-1]
        return self._give(field, one_line(text), column) and _is_plain(value)

    def _headline(self, field: str, column: str, value: Any) -> bool:
        text = text_of(value)
        return self._give(field, headline_of(text), column) if text else self._text(field, column, value)

    def _body(self, field: str, column: str, value: Any) -> bool:
        if not self._give(field, body_of(value, items=self.plan.tool == "trafilatura"), column):
            return False
        if not isinstance(value, dict):
            return _is_plain(value)
        if lead := body_of(value.get("summary")):
            self._give("summary", "\n".join(block.text for block in lead), column)
        return value.keys() <= _SECTIONS

    def _summary(self, field: str, column: str, value: Any) -> bool:
        return self._give(field, summary_of(value), column)

    def _date(self, field: str, column: str, value: Any) -> bool:
        try:
            date = date_of(value, self.order)
        except AmbiguousDateError as error:
            self.defect("ambiguous-date", f"{self.path}/{column}: {error}: set `date_order`")
            return False
        if date is None and text_of(value) != "undateable":  # Media Cloud's word
            self.defect("no-date", f"{self.path}/{column} is {value!r:.60}, which is no date")
        return date is not None and self._give(field, date, column)

    def _byline(self, field: str, column: str, value: Any) -> bool:
        """A byline as printed. Several names parted by semicolons are a list that a tool made."""
        if isinstance(value, list | dict) or len(listed(value)) > 1:
            return self._authors("authors", column, value)
        text = one_line(next(iter(listed(value)), ""))
        if "authors" not in self:
            self._give("authors", [Author(name) for name in signers(text, named=field == "author")], column)
        return "byline" not in self and self._give("byline", text, column)

    def _authors(self, field: str, column: str, value: Any) -> bool:
        names = listed(value)
        return self._give(field, [Author(name) for name in names], column) and _is_plain(value)

    def _names(self, field: str, column: str, value: Any) -> bool:
        names = listed(value)
        if isinstance(value, str) and len(names) == 1 and "," in value:
            names = list(dict.fromkeys(filter(None, map(one_line, value.split(",")))))
        before = self.get(field) or []
        if names:
            self._give(field, list(dict.fromkeys([*before, *names])), column)
        return bool(names) and _is_plain(value)

    def _section(self, field: str, column: str, value: Any) -> bool:
        """One section; several are keywords."""
        return self._text(field, column, value) if len(listed(value)) == 1 else self._names("keywords", column, value)

    def _subjects(self, field: str, column: str, value: Any) -> bool:
        return self._give(field, [Subject(name=name) for name in listed(value)], column) and _is_plain(value)

    def _language(self, field: str, column: str, value: Any) -> bool:
        return self._give(field, language_of(value), column)

    def _media(self, field: str, column: str, value: Any) -> bool:
        several = [*(self.get(field) or []), *media_of(value)]
        self._give(field, list({(each.url, each.caption): each for each in several}.values()), column)
        return field in self and _is_plain(value)

    def _identifiers(self, field: str, column: str, value: Any) -> bool:
        """An identifier under its column's name; a bare `id` that is a small number only counts rows."""
        text = text_of(value) or ""
        text = text.removesuffix(".0") if text.removesuffix(".0").isdecimal() else text  # what pandas makes of a whole number
        scheme = self.plan.tool if self.plan.tool in ("mediacloud", "reuters21578") else column
        if not text or (column.lower() == "id" and text.isdecimal() and not self.plan.ruled):
            return False
        return self._give(field, {**(self.get(field) or {}), scheme: text}, column)

    def _urgency(self, field: str, column: str, value: Any) -> bool:
        return self._give(field, urgency_of(text_of(value) or ""), column)

    def _status(self, field: str, column: str, value: Any) -> bool:
        return self._give(field, STATUS.get((text_of(value) or "").lower()), column)


def _is_plain(value: Any) -> bool:
    """Whether it says nothing beside the texts that were taken from it."""
    if isinstance(value, dict):
        return all(name == "name" or says_nothing(each) for name, each in value.items())
    return not isinstance(value, list) or all(isinstance(each, str) for each in value)


_READERS: Mapping[str, Callable[[_Row, str, str, Any], bool]] = {
    "headline": _Row._headline,
    "body": _Row._body,
    **dict.fromkeys(("summary", "note"), _Row._summary),
    **dict.fromkeys(("published", "modified", "embargoed"), _Row._date),
    **dict.fromkeys(("byline", "author"), _Row._byline),
    "authors": _Row._authors,
    **dict.fromkeys(("keywords", "people", "places", "organisations"), _Row._names),
    "section": _Row._section,
    "subjects": _Row._subjects,
    "language": _Row._language,
    "media": _Row._media,
    "identifiers": _Row._identifiers,
    "urgency": _Row._urgency,
    "status": _Row._status,
}
