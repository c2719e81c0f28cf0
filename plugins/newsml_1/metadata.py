"""What components say about their story: parties, rights, subjects, places, topics, properties; else what the envelope does."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from newsarchive import Author, Dateline, Subject
from newsarchive.text import said

from .._fields import Fields
from .._names import signers
from .components import Component
from .topics import Topics
from .values import Parts, date_of, first, folded, formal, parts_of, place_of, properties_of, several, single, town_of

#: Properties of DescriptiveMetadata and Metadata that are fields.
_LISTS = {
    **dict.fromkeys(("person", "people"), "people"),
    **dict.fromkeys(("organisation", "organization", "company"), "organisations"),
}
_PLACES = frozenset(("city", "country", "region", "state", "province", "countryarea"))
_SUBJECTS = ("subject", "subjectmatter", "subjectdetail")
#: The scheme of codes in a SubjectCode that name none (NewsML 1.2: IPTC Subject Codes), which have so many digits.
_IPTC, _IPTC_DIGITS = "iptc-subject", 8


class Metadata:
    """The metadata of a path of components, innermost first, as fields of their story."""

    def __init__(self, fields: Fields, topics: Topics, path: Sequence[Component], language: str | None) -> None:
        self.fields, self.topics, self.language = fields, topics, language
        self.lists: dict[str, tuple[dict[str, None], str]] = {}
        self.administrative = [parts_of(*each.parts.get("administrativemetadata", ())) for each in path]
        self.rights = [parts_of(*each.parts.get("rightsmetadata", ())) for each in path]
        #: From the outside in, as lists read.
        self.descriptive = [parts_of(*each.parts.get("descriptivemetadata", ())) for each in reversed(path)]
        #: TASS has its keywords in elements of its own.
        self.strays = [
            each for above in path for few in above.parts.get("item_keywords", ()) for each in few.iterchildren("{*}*")
        ]
        self.other = [metadata for each in reversed(path) for metadata in each.parts.get("metadata", ())]

    def read(self, envelope: Parts, bylines: Sequence[Any]) -> None:
        """All of it. `bylines` are the ByLines of the story, whose titles stand behind them."""
        self._parties(envelope)
        self._authors(bylines)
        self._copyright()
        self._subjects()
        self._places()
        self._properties()
        if "identifiers" not in self.fields:  # TASS
            guid = next((first(parts, "guid") for parts in self.descriptive if parts.get("guid")), None)
            self.fields.set("identifiers", {"guid": guid} if guid else None, "guid", "DescriptiveMetadata/guid")
        for field, (texts, rule) in self.lists.items():
            self.fields.set(field, list(texts), rule, f"DescriptiveMetadata/{rule}")
        for name in ("Genre", "OfInterestTo"):
            told = [formal(each) for parts in self.descriptive for each in parts.get(name.lower(), ())]
            self.fields.keep(name, list(dict.fromkeys(filter(None, told))))
        self.fields.keep("Priority", first(envelope, "priority"))
        for name in ("NewsService", "NewsProduct"):
            self.fields.keep(name, list(dict.fromkeys(filter(None, map(formal, envelope.get(name.lower(), ()))))))

    def _named(self, name: str, levels: Sequence[Parts] | None = None) -> list[str]:
        """The parties of a kind, nearest to the story."""
        for parts in self.administrative if levels is None else levels:
            found = [self._party(party) for each in parts.get(name, ()) for party in each.iterchildren("{*}Party")]
            if any(found):
                return [each for each in found if each]
        return []

    def _party(self, element: Any) -> str:
        topic = self.topics.pointed.get(element.get("Topic") or "")
        return (topic.name(self.language) if topic is not None else None) or formal(element)

    def _parties(self, envelope: Parts) -> None:
        for names, path in (
            (self._named("provider"), "AdministrativeMetadata/Provider"),
            (self._named("sentfrom", [envelope]), "NewsEnvelope/SentFrom"),
        ):
            if names:
                self.fields.set("publisher", names[0], "Provider", f"{path}/Party/@FormalName")
                break
        sources = self._named("source")
        if "credit" not in self.fields:
            self.fields.set("credit", next(iter(sources), None), "Source", "AdministrativeMetadata/Source/Party/@FormalName")
        self.fields.keep("Source", [each for each in sources if each != self.fields.get("credit")])
        self.fields.keep("FileName", next(filter(None, (first(parts, "filename") for parts in self.administrative)), None))

    def _authors(self, bylines: Sequence[Any]) -> None:
        """Persons of the ByLine, else a Creator that is a person by its name; agencies sign there, too."""
        agencies = {*self._named("provider"), *self._named("source"), self.fields.get("publisher"), self.fields.get("credit")}
        authors = []
        for line in bylines:
            title = line.getnext()
            role = said(title) or None if title is not None and str(title.tag).endswith("ByLineTitle") else None
            if (text := said(line)) not in agencies:
                authors += [Author(name, role=role) for name in signers(text, named=True)]
        creators = [each for each in self._named("creator") if each not in agencies]
        persons = [name for each in creators for name in signers(each, named=True)]
        if not authors:
            authors = [Author(name) for name in persons]
        for parts in self.administrative:
            for each in parts.get("contributor", ()):
                below = parts_of(each)
                names = [name for party in below.get("party", ()) for name in signers(self._party(party), named=True)]
                authors += [Author(name, role=first(below, "contribution") or None) for name in names if name not in agencies]
        self.fields.set("authors", list(dict.fromkeys(authors)), "ByLine", "NewsComponent/NewsLines/ByLine")
        known = {author.name for author in authors}
        for name, told in (("Creator", creators), ("Contributor", self._named("contributor"))):
            self.fields.keep(name, [each for each in told if each not in known])

    def _copyright(self) -> None:
        copyrights = next((found for parts in self.rights if (found := parts.get("copyright"))), ())
        if copyrights and "copyright" not in self.fields:
            parts = parts_of(copyrights[0])
            stated = " ".join(filter(None, [first(parts, "copyrightdate"), first(parts, "copyrightholder")]))
            self.fields.set("copyright", stated, "Copyright", "RightsMetadata/Copyright")
        usages = next((found for parts in self.rights if (found := parts.get("usagerights"))), ())
        if usages and "usage_terms" not in self.fields:
            terms = [said(each) for usage in usages for each in usage.iterchildren("{*}*")]
            self.fields.set("usage_terms", "\n".join(filter(None, terms)), "UsageRights", "RightsMetadata/UsageRights")

    def _subjects(self) -> None:
        found = []
        qualifiers = []
        for code in (each for parts in self.descriptive for each in parts.get("subjectcode", ())):
            for each in code.iterchildren("{*}*"):
                name, value = each.tag.rpartition("}")[2].lower(), formal(each)
                if name in _SUBJECTS and value:
                    found.append(self._subject(each, value))
                    if category := (each.get("cat") or "").strip():  # AFP's
                        found.append(Subject(scheme="cat", code=category))
                elif name == "subjectqualifier" and value:
                    qualifiers.append(value)
        for occurrence in (each for parts in self.descriptive for each in parts.get("topicoccurrence", ())):
            topic = self.topics.pointed.get(occurrence.get("Topic") or "")
            if topic is None:
                continue
            name = topic.name(self.language)
            if topic.field != "subjects":
                self._add(topic.field, [name or topic.code or ""], "TopicOccurrence")
            elif name or topic.code:
                found.append(Subject(scheme=topic.scheme, code=topic.code, name=name))
        self.fields.set("subjects", list(dict.fromkeys(found)), "SubjectCode", "DescriptiveMetadata/SubjectCode")
        self.fields.keep("SubjectQualifier", list(dict.fromkeys(qualifiers)))

    def _subject(self, element: Any, code: str) -> Subject:
        is_iptc = code.isdecimal() and len(code) == _IPTC_DIGITS
        scheme = element.get("Scheme") or element.get("Vocabulary") or (_IPTC if is_iptc else None)
        return Subject(scheme=scheme, code=code, name=self.topics.named(code, self.language))

    def _places(self) -> None:
        """Where it was written, and what it is about."""
        town, origins = "", []
        for location in (each for parts in self.descriptive for each in parts.get("location", ())):
            properties = properties_of([location])
            topic = self.topics.pointed.get(location.get("Topic") or "")
            place = place_of(properties) or (topic.name(self.language) if topic is not None else None) or said(location)
            if folded(location.get("HowPresent") or "") in ("origin", "from"):
                town = town_of(properties) or town
                origins.append({name: single(values) for name, values in properties.items()})
            elif place:
                self._add("places", [place], "Location")
        self.fields.keep("Location", [each for each in origins if each])
        dates = [said(each) for parts in self.descriptive for each in parts.get("datelinedate", ())]
        date = next(filter(None, map(date_of, dates)), None)
        text = self.fields.get("dateline") or town
        place = town or _place_in(text)
        self.fields.set(
            "dateline", Dateline(text, place=place or None, date=date) if text else None, "DateLine", "NewsLines/DateLine"
        )

    def _properties(self) -> None:
        """Keywords, people, organisations and places; the rest stays under its name."""
        rest: dict[str, Any] = dict(self.fields.extra.get("Property", {}))
        places = []
        for parts in (*self.administrative, *self.descriptive):
            properties = properties_of(parts.get("property", ()))
            if place := place_of({name: values for name, values in properties.items() if folded(name) in _PLACES}):
                places.append(place)
            rest |= {name: single(values) for name, values in self._rest(properties) if folded(name) not in _PLACES}
        self._add("places", places, "Property")
        self.fields.keep("Property", rest)
        self._add("keywords", map(said, self.strays), "item_keyword")
        named: dict[str, Any] = {}
        for metadata in self.other:
            parts = parts_of(metadata)
            kind = first(parts, "metadatatype") or "Metadata"
            named.setdefault(kind, {}).update({name: single(values) for name, values in self._rest(properties_of([metadata]))})
        self.fields.keep("Metadata", {kind: properties for kind, properties in named.items() if properties})

    def _rest(self, properties: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Sequence[str]]]:
        for name, values in properties.items():
            word = folded(name)
            if word.endswith(("keyword", "keywords")):
                self._add("keywords", several(values), "Property")
            elif word in _LISTS:
                self._add(_LISTS[word], values, "Property")
            else:
                yield name, values

    def _add(self, field: str, texts: Iterable[str], rule: str) -> None:
        """More of a list, each once."""
        known, _ = self.lists.setdefault(field, (dict.fromkeys(self.fields.get(field) or ()), rule))
        known.update(dict.fromkeys(filter(None, texts)))


def _place_in(text: str) -> str:
    """The town that a dateline begins with: `MUNICH, Germany (AP)`; nothing if it begins with a date."""
    town = text.partition(",")[0].partition("(")[0].strip(" -–—")
    return "" if any(map(str.isdigit, town)) else town
