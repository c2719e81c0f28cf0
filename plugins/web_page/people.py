"""Who wrote a page: people apart from the organisations that sign, however the page mixes them."""

import re
from collections.abc import Iterator
from typing import Any

import attrs

from newsarchive import Author

from .._names import signers
from .linked_data import LinkedData, text_of, types

#: Types of schema.org that are nobody.
_NOBODY = frozenset(("organization", "newsmediaorganization", "corporation", "ngo", "brand", "website"))
#: What stands in front of a name and is none of it.
_BY = re.compile(r"(?:written\s+by|by|von|par|por|di|door|av|af)(?:\s*+:\s*+|\s++)(?=\S)", re.IGNORECASE)
#: Addresses, and handles of social networks.
_NO_NAME = re.compile(r"https?:|www\.|@|\.(?:com|org|net|de|co)\b|\d{3}", re.IGNORECASE)
#: Words of names that are desks and not people.
_DESK = re.compile(
    r"\b(?:staff|desk|editors?|editorial|newsroom|news|agency|agencies|reporters?|correspondents?|redaktion|redacci[oó]n|rédaction|"
    r"redazione|redactie|redakcja|redakce|redaktionen|agentur(?:en)?|times|press|media|team|admin|administrator)\b",
    re.IGNORECASE,
)
_LONGEST = 120

#: Names of the page's site and publisher, folded: whoever is called so is no person.
Sites = frozenset[str]
#: Letters of `de la`, `von`, `auf`, which stand in names in small letters.
_PARTICLE = 3
#: Labels of buttons that stand beside names.
_NETWORK = re.compile(r"facebook|twitter|whatsapp|linkedin|telegram|pinterest|e-?mail|print|share|menu", re.IGNORECASE)


@attrs.define
class Signers:
    """The people, and the organisations that sign beside or instead of them."""

    people: list[Author] = attrs.Factory(list)
    organisations: list[str] = attrs.Factory(list)

    def __bool__(self) -> bool:
        return bool(self.people or self.organisations)

    def add(self, name: str, organisation: str | None = None, role: str | None = None) -> None:
        """A person, once."""
        if name not in (each.name for each in self.people):
            self.people.append(Author(name, role=role, organisation=organisation))

    def sign(self, name: str) -> None:
        """An organisation, once."""
        if name not in self.organisations:
            self.organisations.append(name)


def signed_by(values: list[Any], data: LinkedData, sites: Sites) -> Signers:
    """From the values of schema.org's `author` or `creator`."""
    found = Signers()
    for value in values:
        if isinstance(value, dict):
            kinds = types(value)
            for name in _names_in(value.get("name") or value.get("alternateName")):
                if kinds & _NOBODY:
                    found.sign(name)
                else:
                    _add(found, name, sites, text_of(value.get("jobTitle")), _works_for(value, data, sites))
        elif isinstance(value, str) and (text := text_of(value)):
            _add(found, text, sites)
    return found


def named_in(texts: list[str], sites: Sites) -> Signers:
    """From what `meta` and the page print: a name, or several joined by words or signs."""
    found = Signers()
    for text in texts:
        _add(found, text, sites)
    return found


def printed_names(text: str, sites: Sites) -> Signers:
    """From a line that the page prints as a byline, or in front of its text: names of two words and more, else nobody."""
    found = Signers()
    bare = _BY.sub("", text, count=1) if _BY.match(text) else text
    names = signers(bare, named=True)
    if any(len(word) > _PARTICLE and word[0].islower() for word in bare.split()) or _NETWORK.search(bare):
        return found
    if names and len(text) <= _LONGEST and not _NO_NAME.search(bare) and ":" not in bare and bare[-1] not in ".!?":
        for name in names:
            if not _DESK.search(name) and name.casefold() not in sites:
                found.add(name)
    return found


def _names_in(value: Any) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        if name := text_of(each):
            yield name


def _add(found: Signers, text: str, sites: Sites, role: str | None = None, organisation: str | None = None) -> None:
    """A name, several names in one text, or an organisation that passes for a person."""
    text = _BY.sub("", text, count=1) if _BY.match(text) else text
    if not text or len(text) > _LONGEST or _NO_NAME.search(text):
        if text.casefold() in sites:
            found.sign(text)
        return
    if text.casefold() in sites or _DESK.search(text.partition(",")[0]):
        found.sign(text)
        return
    several = _split(text)
    for name in several:
        if name.casefold() in sites:
            found.sign(name)
        else:
            found.add(name, organisation if len(several) == 1 else None, role if len(several) == 1 else None)


def _split(text: str) -> list[str]:
    """The names in a text that holds names; one that cannot be parted for certain is one name."""
    if not re.search(r"[,;/|&]|\s(?:and|und|et|y|e|og|och|en)\s", text):
        return [text]
    pieces = [piece.strip() for piece in re.split(r"\s*[;|,]\s*|\s+(?:and|und|og|och|&)\s+", text) if piece.strip()]
    if len(pieces) > 1 and all(
        2 <= len(piece.split()) <= 4 and piece[0].isupper() and not _DESK.search(piece) for piece in pieces
    ):
        return pieces
    return signers(text, named=True) or [text]


def _works_for(person: dict[str, Any], data: LinkedData, sites: Sites) -> str | None:
    """The organisation that a person is stated to write for, unless it is the page's publisher."""
    for value in data.resolved(person.get("worksFor") or person.get("affiliation")):
        name = text_of(value)
        if name and name.casefold() not in sites:
            return name
    return None
