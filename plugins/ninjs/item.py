"""ninjs 1.x to 3.x (IPTC) and what agencies make of it: one item. Names are read in any case: 3.x writes them in camel case."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from newsarchive import Author, Block, Dateline, Defect, Draft, NotArticle, Notice

from .._fields import NOTHING
from .._iptc import STATUS
from .._json_fields import JsonFields
from .._json_values import names_of, texts_of
from .._names import signers
from .forms import forms, take
from .values import media_of, subjects_of

#: `pubstatus`, and what agencies write there.
_STATUS = {
    **STATUS,
    **dict.fromkeys(("recalled", "retracted"), "canceled"),
}
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}([-_][A-Za-z0-9]{1,8})*")
#: Markup before text: several bodies are one body in several forms.
_FORMS = ("html", "xhtml", "richtext", "html5", "main", "text")
_DESCRIPTIONS = ("description", "descriptions", ("summary", "text", "main", ""))
#: Names of 2.x and 3.x for those of 1.x.
_FIRST = {"by": "byline", "embargoeduntil": "embargoed"}
#: Lists of names that are fields.
_LISTS = frozenset(
    (
        "people",
        "person",
        "organisation",
        "organisations",
        "place",
        "places",
        "keywords",
        "authors",
        "service",
        "infosource",
        "infosources",
    )
)
#: What `newsarchive export --format ninjs` calls the structure of its items: `docs/formats/ninjs.md`.
_EXPORTED = "newsarchive/article-1"
_PICTURES = ("picture", "graphic", "video", "audio")


def read_item(given: Mapping[str, Any], path: str) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """What an item holds. `path` is its JSON pointer, for the evidence."""
    yield from _Item(given, path).read()


class _Item(JsonFields):
    """One item."""

    def __init__(self, given: Mapping[str, Any], path: str) -> None:
        super().__init__("ninjs", {name.lower(): value for name, value in given.items() if value not in NOTHING}, path)
        self.names = {name.lower(): name for name in given}
        self.exported = self.left.get("profile") == _EXPORTED
        for new, old in _FIRST.items():
            if new in self.left:
                self.left.setdefault(old, self.left.pop(new))
                self.names[old] = self.names[new]

    def read(self) -> Iterator[Draft | Notice | NotArticle | Defect]:
        kind = self.left.get("type")
        self._identity()
        self._dates()
        self._words(kind)
        self._people()
        self._rights()
        self._status()
        self.extra |= self._rest()
        yield from self.found(f"a ninjs item of type {kind!r:.40} with neither a headline nor a body")

    def _identity(self) -> None:
        identifiers: dict[str, str] = {}
        for name in ("uri", "guid", "id"):
            if found := texts_of(self.left.get(name)):
                identifiers[name] = found[0]
                self.left.pop(name)
        other = self.left.get("altids")
        if isinstance(other, list):  # 2.x and 3.x
            named = [each for each in other if isinstance(each, dict)]
            other = {str(each.get("role", number)): each.get("value") for number, each in enumerate(named)}
        uri = identifiers.get("uri", "")
        if self.exported:  # the schemes are the record's, and the uri only names the item
            identifiers = {}
        if isinstance(other, dict):
            prefix = "" if self.exported else "altid."
            identifiers |= {f"{prefix}{name}": found[0] for name, value in other.items() if (found := texts_of(value))}
            self.left.pop("altids")
        self.give("identifiers", identifiers, "altids" if self.exported else "uri")
        if uri.startswith(("http://", "https://")):
            self.give("url", uri, "uri")
        elif self.exported and uri not in identifiers.values():
            self.extra["uri"] = uri
        self.take("version", "version")
        self.take("slugline", "slugline")
        if isinstance(language := self.left.get("language"), str) and _LANGUAGE.fullmatch(language):
            self.give("language", self.left.pop("language").replace("_", "-"), "language")

    def _dates(self) -> None:
        first, version = self.date("firstcreated"), self.date("versioncreated")
        several = first is not None or self.exported
        self.give("published", first if several else version, "firstcreated" if several else "versioncreated")
        self.give("modified", version if several else None, "versioncreated")
        if "published" not in self and not self.exported:
            self.give("published", self.date("contentcreated"), "contentcreated")
        self.give("embargoed", self.date("embargoed"), "embargoed")

    def _words(self, kind: Any) -> None:
        self._form("headline", lambda blocks: " ".join(block.text for block in blocks), "headline", "headlines", ("main", ""))
        for name in ("title", "slugline") if not self.exported else ():
            if "headline" not in self:
                source = texts_of(self.left.get(name)) or texts_of(self.get(name))
                self.give("headline", source[0] if source else None, name)
        caption = kind in _PICTURES
        if caption:
            self._form("body", lambda blocks: [Block("caption", block.text) for block in blocks], *_DESCRIPTIONS)
        else:
            self._form("summary", lambda blocks: "\n".join(block.text for block in blocks), *_DESCRIPTIONS)
            self._form("body", list, "body", "bodies", _FORMS)
        associations = self._associations()
        for number, each in enumerate(associations):
            if "body" not in self and each.get("type") == "text" and (found := forms(each, "body", "bodies", _FORMS)):
                self.give("body", found[0].blocks(), f"associations/{number}/{found[0].pointer}")
        media = [media_of(each) for each in associations if each.get("type") != "text"]
        if caption:
            media.insert(0, media_of({**self.left, "type": kind}))
        self.give("media", [each for each in media if each], "associations")

    def _associations(self) -> list[dict[str, Any]]:
        found = self.left.pop("associations", {})
        several = list(found.values()) if isinstance(found, dict) else found if isinstance(found, list) else []
        return [{name.lower(): value for name, value in each.items()} for each in several if isinstance(each, dict)]

    def _form(self, field: str, make: Callable[[list[Block]], Any], prefix: str, several: str, order: tuple[str, ...]) -> None:
        """A field from the best form of a text."""
        if found := forms(self.left, prefix, several, order):
            self.give(field, make(take(self.left, found)), found[0].pointer)

    def _people(self) -> None:
        self.take("byline", "byline")
        given = self.left.get("authors")
        named = [each for each in given if isinstance(each, dict) and names_of(each)] if isinstance(given, list) else []
        authors = [Author(names_of(each)[0], role=next(iter(texts_of(each.get("role"))), None)) for each in named]
        if not authors and "byline" in self:
            authors = [Author(name) for name in signers(self.values["byline"], named=True)]
            self.give("authors", authors, "byline")
        else:
            self.give("authors", authors, "authors")
        for field, names in (
            ("people", ("person", "people")),
            ("organisations", ("organisation", "organisations")),
            ("places", ("place", "places")),
            ("keywords", ("keywords",)),
        ):
            for name in names:
                if found := names_of(self.left.get(name)):
                    self.give(field, found, name)
        for name in ("subject", "subjects"):
            if found_subjects := subjects_of(self.left.get(name)):
                self.give("subjects", found_subjects, name)
                self.left.pop(name)
        for name in ("infosource", "infosources", "source"):
            if self._sources(name):
                break
        if located := texts_of(self.left.get("located")):
            self.give("dateline", Dateline(located[0], place=located[0]), "located")
            self.left.pop("located")
        if service := names_of(self.left.get("service")):
            self.give("section", service[0], "service")

    def _sources(self, name: str) -> bool:
        """Who signs, and who publishes where a role says so; whether anybody is named."""
        given = self.left.get(name)
        several = given if isinstance(given, list) else [given]
        publishers = [each for each in several if isinstance(each, dict) and each.get("role") == "publisher"]
        credit = names_of([each for each in several if each not in publishers])
        self.give("credit", ", ".join(credit), name)
        self.give("publisher", next(iter(names_of(publishers)), None), name)
        if publishers and all(each.keys() <= {"name", "role"} for each in publishers):
            self.left[name] = [each for each in several if each not in publishers]
            if not self.left[name]:
                del self.left[name]
        return bool(credit or publishers)

    def _rights(self) -> None:
        self.take("copyright", "copyrightnotice")
        if "copyright" not in self:
            self.take("copyright", "copyrightholder")
        self.take("usage_terms", "usageterms")
        self.take("note", "ednote")
        self.urgency()

    def _status(self) -> None:
        name = "pubstatus" if "pubstatus" in self.left else "state"
        word = self.left.get(name)
        status = _STATUS.get(word.lower()) if isinstance(word, str) else None
        if status is not None:
            self.give("status", status, name)
            self.left.pop(name)
        elif word is not None and name == "pubstatus":
            self.defect("unknown-status", f"{self.pointer(name)} is {word!r:.60}, which is none of ninjs'")

    def pointer(self, name: str) -> str:
        return super().pointer(self.names.get(name, name))

    def _rest(self) -> dict[str, Any]:
        """What has no field, and lists that say more than the names that were taken from them."""
        return {self.names.get(name, name): value for name, value in self.left.items() if not _is_taken(name, value)}


def _is_taken(name: str, value: Any) -> bool:
    """Whether a list says nothing but the names that are in a field."""
    several = value if isinstance(value, list) else [value]
    return name in _LISTS and all(
        isinstance(each, str) or (isinstance(each, dict) and each.keys() <= {"name"}) for each in several
    )
