"""What single elements of NITF say: dates, subjects, places, authors, datelines, pictures."""

from collections.abc import Iterator
from typing import Any

from newsarchive import Author, Dateline, Media, PartialDate, Subject
from newsarchive.text import said

from ._iptc import iso_date
from ._names import signers

#: NITF 3.x, `norm`: midnight without a zone is how a day is written that has no time.
NO_TIME = "T000000"


def date_of(text: str) -> PartialDate | None:
    """A `norm`, or None if it is no date of ISO 8601."""
    return iso_date(text.removesuffix(NO_TIME))


def subject_of(element: Any) -> Subject | None:
    """A `tobject.subject`: its code, and the narrowest of its names."""
    code = element.get("tobject.subject.refnum") or element.get("tobject.subject.code")
    words = ("tobject.subject.detail", "tobject.subject.matter", "tobject.subject.type")
    name = next(filter(None, map(element.get, words)), None)
    scheme = element.get("tobject.subject.ipr") or "iptc-subject"
    return Subject(scheme=scheme, code=code or None, name=name) if code or name else None


def classifier_of(element: Any) -> Subject | None:
    """A `classifier`: its value, or what it says."""
    code, name = element.get("value"), said(element)
    scheme = element.get("type") or element.get("idsrc")
    return Subject(scheme=scheme, code=code or None, name=name or None) if code or name else None


def place_of(element: Any) -> str:
    """An `evloc`, from the town to the country."""
    stated = map(element.get, ("city", "county-dist", "state-prov", "iso-cc"))
    return ", ".join(each for each in stated if each)


def distinct(texts: list[str]) -> list[str]:
    """Texts that say something, each once, in their order."""
    return list(dict.fromkeys(text.strip() for text in texts if text and text.strip()))


def authors_of(byline: Any) -> list[Author]:
    """The persons that a byline marks up, each with the title beside it, or those that its text names."""
    people = [text for each in descendants(byline, "person") if (text := said(each))]
    title = said(next(descendants(byline, "byttl"), None)) or None
    if people:
        return [Author(name, role=title) for name in people]
    text = said(byline).removesuffix(title or "").strip() if title else said(byline)
    return [Author(name, role=title) for name in signers(text)]


def dateline_of(element: Any) -> Dateline | None:
    """The place as it is printed. Its date stands in an attribute; the text may repeat it."""
    story = next(descendants(element, "story.date"), None)
    date = date_of(story.get("norm") or "") if story is not None else None
    text = said(element)
    if story is not None and said(story) == story.get("norm"):
        text = text.replace(said(story), "").strip()
    place = said(next(descendants(element, "location"), None)) or (text if date is None and "," not in text else None)
    return Dateline(text, place=place or None, date=date) if text else None


def media_of(element: Any) -> Media:
    """A `media` element."""
    reference = next(descendants(element, "media-reference"), None)
    captions = [text for each in descendants(element, "media-caption") if (text := said(each))]
    producer = said(next(descendants(element, "media-producer"), None))
    attributes = reference.attrib if reference is not None else {}
    return Media(
        element.get("media-type") or "other",
        url=attributes.get("source") or None,
        caption="\n".join(captions) or None,
        credit=producer or attributes.get("source-credit") or None,
    )


def descendants(element: Any, name: str) -> Iterator[Any]:
    """The elements of a local name below an element."""
    return iter(element.iter(f"{{*}}{name}"))
