"""ninjs: one item a document, in the spelling of 1.x or of 3.x."""

import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import attrs
from hypothesis import strategies as st

from newsarchive import Author, Block, Dateline, Draft, Media, PartialDate, Subject
from newsarchive.testing import Format, Renderer
from newsarchive.testing.says import json_markup
from newsarchive.testing.strategies import headlines, names, paragraphs, partial_dates, xml_text

#: A text that is neither markup nor several paragraphs.
_TEXT = headlines | xml_text.filter(lambda text: "<" not in text and "&" not in text)
_PERSONS = st.sampled_from(["Anne-Marie Byrne", "O. Byrne", "J. R. Quill-Marsh", "Ana de la Cruz", "Петр Орлов"])


@attrs.define(kw_only=True)
class Item(Draft):
    """A draft, and the spelling in which it is written."""

    third: bool = False


def _body(texts: Sequence[str]) -> list[Block]:
    return [Block("paragraph", text) for text in texts]


_ITEMS = st.builds(
    Item,
    third=st.booleans(),
    extra=st.just({"type": "text"}),
    headline=_TEXT,
    summary=st.none() | _TEXT,
    slugline=st.none() | _TEXT,
    body=(paragraphs | st.lists(_TEXT, min_size=1, max_size=3)).map(_body),
    published=st.none() | partial_dates(),
    embargoed=st.none() | partial_dates(),
    credit=st.none() | _TEXT,
    section=st.none() | _TEXT,
    usage_terms=st.none() | _TEXT,
    organisations=st.lists(_TEXT, max_size=2, unique=True),
    places=st.lists(_TEXT, max_size=2, unique=True),
    keywords=st.lists(_TEXT, max_size=2, unique=True),
    media=st.lists(st.builds(Media, st.just("picture"), xml_text, st.none() | _TEXT, st.none() | _TEXT), max_size=2),
    language=st.sampled_from([None, "en", "de-AT"]),
    identifiers=st.just({"uri": "urn:ip:1"}) | _TEXT.map(lambda text: {"uri": f"urn:ip:{text}"}),
    people=st.lists(names, max_size=2, unique=True),
    subjects=st.lists(st.builds(Subject, scheme=st.just("subj"), code=st.just("11006000"), name=st.none() | _TEXT), max_size=2),
    urgency=st.none() | st.integers(1, 9),
    status=st.sampled_from(["usable", "withheld", "canceled"]),
    version=st.none() | _TEXT,
    note=st.none() | _TEXT,
    copyright=st.none() | _TEXT,
    dateline=st.none() | _TEXT.map(lambda text: Dateline(text, place=text)),
)
_SIGNED = st.builds(
    lambda item, signers: attrs.evolve(item, byline=" and ".join(signers), authors=[Author(name) for name in signers]),
    _ITEMS,
    st.lists(_PERSONS, min_size=1, max_size=3, unique=True),
)


_REVISED = st.builds(
    lambda item, first, last: attrs.evolve(item, published=first, modified=last), _ITEMS, partial_dates(), partial_dates()
)


def _write(item: Item) -> str:
    """Names of 1.x, or those of 3.x."""
    texts = [block.text for block in item.body if isinstance(block, Block)]
    markup = "".join(f"<p>{_escaped(text)}</p>" for text in texts)
    said: dict[str, Any] = {
        "uri": item.identifiers["uri"],
        "type": "text",
        "versioncreated": str(item.published) if isinstance(item.published, PartialDate) else None,
        "pubstatus": item.status,
        "language": item.language,
        "slugline": item.slugline,
        "version": item.version,
        "urgency": item.urgency,
        "ednote": item.note,
        "copyrightnotice": item.copyright,
        "located": item.dateline.text if isinstance(item.dateline, Dateline) else None,
        "subject": [{"scheme": each.scheme, "code": each.code, "name": each.name} for each in item.subjects],
        "person": [{"name": name} for name in item.people],
        "organisation": [{"name": name} for name in item.organisations],
        "place": [{"name": name} for name in item.places],
        "keywords": list(item.keywords),
        "embargoed": str(item.embargoed) if isinstance(item.embargoed, PartialDate) else None,
        "infosource": [{"name": item.credit}] if item.credit else None,
        "service": [{"name": item.section}] if item.section else None,
        "usageterms": item.usage_terms,
        "associations": {f"picture{number}": _picture(media) for number, media in enumerate(item.media)},
        "byline": item.byline,
        "headline": item.headline,
        "description_text": item.summary,
        "body_html": markup,
    }
    if item.modified:
        said["firstcreated"], said["versioncreated"] = str(item.published), str(item.modified)
    if item.third:
        said["headlines"] = [{"role": "main", "value": said.pop("headline")}]
        said["bodies"] = [{"contentType": "text/html", "value": said.pop("body_html")}]
        summary = said.pop("description_text")
        said["descriptions"] = [{"role": "summary", "value": summary}] if summary else None
        said["associations"] = list(said["associations"].values())
        third = {
            "versioncreated": "versionCreated",
            "firstcreated": "firstCreated",
            "infosource": "infoSources",
            "pubstatus": "pubStatus",
            "ednote": "edNote",
            "byline": "by",
        }
        third |= {"organisation": "organisations", "place": "places", "usageterms": "usageTerms"}
        third |= {"copyrightnotice": "copyrightNotice", "subject": "subjects", "person": "people"}
        said = {third.get(name, name): value for name, value in said.items()}
    return json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False, indent=1) + "\n"


def _picture(media: Media) -> dict[str, Any]:
    """An association with one rendition."""
    said = {"type": media.kind, "description_text": media.caption, "byline": media.credit}
    return {name: value for name, value in said.items() if value} | {"renditions": {"main": {"href": media.url}}}


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _joined(documents: Sequence[bytes]) -> bytes:
    """A list of what the documents hold."""
    values = [json.loads(data) for data in documents]
    several = [item for value in values for item in (value.get("item", [value]) if isinstance(value, dict) else value)]
    return json.dumps(several, ensure_ascii=False).encode()


NINJS = Format(
    source="ninjs",
    samples=files("newsarchive_plugins") / "samples/ninjs",
    renderer=Renderer(_ITEMS | _SIGNED | _REVISED, _write),
    join=_joined,
    line_ends=("\n", "\r\n"),
    byte_order_mark=True,
    says=json_markup,
    derived={"status"},
)
