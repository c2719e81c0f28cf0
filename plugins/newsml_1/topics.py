"""TopicSets: what codes and pointers of a document stand for."""

from typing import Any

import attrs

from newsarchive.text import said

from .values import XML_LANG, first, folded, formal, parts_of

#: TopicType/@FormalName, as a field; any other is a subject.
_FIELDS = {
    **dict.fromkeys(("person", "people", "personality"), "people"),
    **dict.fromkeys(("organisation", "organization", "company", "institution", "party", "team"), "organisations"),
    **dict.fromkeys(("location", "place", "country", "city", "region", "geography", "geographicalarea"), "places"),
}


@attrs.frozen
class Topic:
    """A thing with its code, and its names by language."""

    field: str
    scheme: str | None
    code: str | None
    names: dict[str, str]

    def name(self, language: str | None) -> str | None:
        """Its name in a language, else the first that it has."""
        return self.names.get((language or "").lower().partition("-")[0]) or next(iter(self.names.values()), None)


class Topics:
    """The Topics of a document by the pointers `#Duid`, and by their codes."""

    def __init__(self, root: Any) -> None:
        self.pointed: dict[str, Topic] = {}
        self.coded: dict[str, Topic] = {}
        for element in root.iter("{*}Topic"):
            topic = _topic(element)
            if duid := element.get("Duid"):
                self.pointed.setdefault(f"#{duid}", topic)
            if topic.code:
                self.coded.setdefault(topic.code, topic)

    def named(self, code: str, language: str | None) -> str | None:
        """What a code is called, or None."""
        topic = self.coded.get(code)
        return topic.name(language) if topic is not None else None


def _topic(element: Any) -> Topic:
    """NewsML 1.2: Topic = Comment*, Catalog?, TopicType+, FormalName*, Description*, Property*."""
    parts = parts_of(element)
    codes = parts.get("formalname", [])
    names: dict[str, str] = {}
    described = parts.get("description", [])
    for each in [each for each in described if folded(each.get("Variant") or "name") == "name"] or described:
        if text := said(each):
            names.setdefault((each.get(XML_LANG) or "").lower().partition("-")[0], text)
    return Topic(
        _FIELDS.get(folded(first(parts, "topictype")), "subjects"),
        (codes[0].get("Scheme") or None) if codes else None,
        formal(codes[0]) or None if codes else None,
        names,
    )
