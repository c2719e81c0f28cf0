"""Fields from the members of a JSON object."""

from collections.abc import Mapping
from typing import Any

from newsarchive import PartialDate

from ._fields import NOTHING, Fields
from ._iptc import urgency_of
from ._json_values import date_of, listed, names_of, texts_of


class JsonFields(Fields):
    """What one story states in a JSON object. What becomes a field is taken out of `left`; what stays there is for `extra`.

    `path` is the object's JSON pointer, for the evidence.
    """

    def __init__(self, rule: str, given: Mapping[str, Any], path: str) -> None:
        super().__init__(rule)
        self.left = {name: value for name, value in given.items() if value not in NOTHING}
        self.path = path

    def pointer(self, name: str) -> str:
        """Where a member stands."""
        return f"{self.path}/{name}"

    def give(self, field: str, value: Any, name: str) -> None:
        """A field that was read from the member `name`."""
        self.set(field, value, name, self.pointer(name))

    def take(self, field: str, name: str) -> None:
        """A field that is one text. What is something else stays in `extra` and is a defect."""
        if name not in self.left:
            return
        found = texts_of(self.left[name])
        if len(found) == 1:
            self.give(field, found[0], name)
            self.left.pop(name)
        else:
            self.defect("bad-type", f"{self.pointer(name)} is {self.left[name]!r:.60}, where {self.rule} has a text")

    def take_names(self, field: str, name: str) -> None:
        """A field that is a list of names."""
        if found := names_of(self.left.get(name)):
            self.give(field, found, name)
            self.left.pop(name)

    def objects(self, name: str) -> list[dict[str, Any]]:
        """The objects of a list. A list that holds anything else stays in `extra`, too."""
        value = self.left.get(name)
        found = listed(value)
        if isinstance(value, dict | list) and len(found) == len(value):
            self.left.pop(name)
        return found

    def date(self, name: str) -> PartialDate | None:
        """A date, or None; what is none stays in `extra` and is a defect."""
        if name not in self.left:
            return None
        date = date_of(self.left[name])
        if date is None:
            self.defect("no-date", f"{self.pointer(name)} is {self.left[name]!r:.60}, which is no date of ISO 8601")
        else:
            del self.left[name]
        return date

    def urgency(self, name: str = "urgency") -> None:
        """An urgency of 1 to 9; anything else stays in `extra`."""
        if (number := urgency_of("".join(texts_of(self.left.get(name))))) is not None:
            self.give("urgency", number, name)
            self.left.pop(name)
