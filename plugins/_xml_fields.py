"""Fields from the elements and attributes of an XML document: paths of local names, in whatever namespace."""

from typing import Any

from newsarchive import PartialDate
from newsarchive.text import said

from ._fields import Fields
from ._iptc import iso_date


class XmlFields(Fields):
    """What one story states below `root`, an lxml element.

    Paths are local names parted by `/`; an empty step is any depth, and `*` at the end any element.
    """

    def __init__(self, rule: str, root: Any) -> None:
        super().__init__(rule)
        self.root = root
        self._at = _by_path(root)

    def one(self, path: str) -> Any:
        """The first element at a path, or None."""
        return next(iter(self.all(path)), None)

    def all(self, path: str) -> list[Any]:
        """The elements at a path, in the document's order."""
        if path.endswith("/*"):
            return [each for element in self.all(path[:-2]) for each in element.iterchildren("{*}*")]
        if "//" not in path:
            return self._at.get(path, [])
        above, _, below = path.rpartition("//")
        anywhere = ".//" + "/".join(f"{{*}}{name}" for name in below.split("/"))
        return [each for element in (self.all(above) if above else [self.root]) for each in element.findall(anywhere)]

    def text(self, path: str) -> str | None:
        """What the first element at a path says, or None."""
        return said(self.one(path)) or None

    def attribute(self, path: str, name: str) -> str | None:
        """An attribute of the first element at a path, or None if there is none or it is blank."""
        element = self.one(path)
        return (element.get(name) or "").strip() or None if element is not None else None

    def date_of(self, text: str) -> PartialDate | None:
        """A date as the format writes it, or None if it is none."""
        return iso_date(text)

    def take(self, field: str, path: str) -> None:
        """A field that an element says."""
        self.set(field, self.text(path), _last(path), path)

    def take_attribute(self, field: str, path: str, name: str) -> None:
        """A field that an attribute gives."""
        self.set(field, self.attribute(path, name), _last(path), f"{path}/@{name}")

    def date(self, field: str, path: str, name: str | None = None) -> None:
        """A date that an element says, or its attribute `name`; what is none is a defect."""
        where = path if name is None else f"{path}/@{name}"
        text = self.text(path) if name is None else self.attribute(path, name)
        if text is None:
            return
        if (date := self.date_of(text)) is None:
            self.defect("no-date", f"{where} is {text!r:.60}, which is no date of ISO 8601")
        self.set(field, date, _last(path), where)


def _by_path(root: Any) -> dict[str, list[Any]]:
    """All elements below one, by path: looked up many times, walked once."""
    found: dict[str, list[Any]] = {}
    paths = {root: ""}
    for element in root.iterdescendants("*"):
        parent = paths[element.getparent()]
        name = element.tag.rpartition("}")[2]
        path = f"{parent}/{name}" if parent else name
        paths[element] = path
        found.setdefault(path, []).append(element)
    return found


def _last(path: str) -> str:
    return path.rpartition("/")[2]
