"""AP Media API: one item, bare or in an answer, its text put in as NITF or as HTML, or left out as the API does."""

import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape

import attrs
from hypothesis import strategies as st

from newsarchive import Author, Block, Dateline, Draft, Media, Subject
from newsarchive.testing import Format, Renderer
from newsarchive.testing.says import json_markup
from newsarchive.testing.strategies import headlines, names, paragraphs, partial_dates, xml_text

_TEXT = headlines | xml_text
_PERSONS = st.sampled_from(["MARY BYRNE", "O. Byrne", "J. R. Quill-Marsh", "AL-HADJI DE LA CRUZ", "Петр Орлов"])
_SCHEME = "http://cv.ap.org/id/"
_SUBJECTS = st.builds(Subject, scheme=st.just(_SCHEME), code=st.just("20dd2c28"), name=_TEXT) | st.just(
    Subject(scheme="ap-category", code="s")
)
#: The member that holds each list of names.
_NAMED = {"people": "person", "organisations": "organisation", "places": "place"}


@attrs.define(kw_only=True)
class Item(Draft):
    """A draft, and how it is written: what the text is in, and whether an answer is round it."""

    form: str | None = None
    answer: bool = False


def _named(several: Sequence[str]) -> list[dict[str, Any]]:
    return [{"name": name, "rels": ["direct"]} for name in several]


def _kept(item: Item) -> Item:
    """An item with what it keeps beside its fields."""
    extra: dict[str, Any] = {"type": "text", "signals": ["newscontent"]}
    extra |= {member: _named(getattr(item, field)) for field, member in _NAMED.items() if getattr(item, field)}
    if item.media:
        extra["associations"] = _associations(item)
    if isinstance(item.dateline, Dateline):
        extra["datelinelocation"] = {"city": item.dateline.place}
    return attrs.evolve(item, extra=extra, body=item.body if item.form else ())


def _associations(item: Item) -> dict[str, Any]:
    return {
        str(number): {"type": each.kind, "uri": each.url, "headline": each.caption}
        for number, each in enumerate(item.media, start=1)
    }


_ITEMS = st.builds(
    Item,
    form=st.sampled_from([None, "nitf", "body_html"]),
    answer=st.booleans(),
    headline=_TEXT,
    summary=st.none() | _TEXT,
    slugline=st.none() | _TEXT,
    body=paragraphs.map(lambda texts: [Block("paragraph", text) for text in texts]),
    published=st.none() | partial_dates(),
    modified=st.none() | partial_dates(),
    embargoed=st.none() | partial_dates(),
    language=st.sampled_from([None, "en", "es"]),
    url=st.none() | st.just("https://api.example/media/v/content/5ee9"),
    identifiers=st.fixed_dictionaries({"itemid": st.just("5ee9")}, optional={"etag": _TEXT, "memberentryid": _TEXT}),
    keywords=st.lists(_TEXT, max_size=2, unique=True),
    people=st.lists(names, max_size=2, unique=True),
    organisations=st.lists(_TEXT, max_size=2, unique=True),
    places=st.lists(_TEXT, max_size=2, unique=True),
    subjects=st.lists(_SUBJECTS, max_size=2, unique=True),
    urgency=st.none() | st.integers(1, 8),
    status=st.sampled_from(["usable", "withheld", "canceled"]),
    version=st.sampled_from(["0", "1", "12"]),
    note=st.none() | _TEXT,
    copyright=st.none() | _TEXT,
    usage_terms=st.none() | st.lists(_TEXT, min_size=1, max_size=2).map("\n".join),
    credit=st.none() | _TEXT,
    publisher=st.none() | _TEXT,
    dateline=st.none() | st.builds(Dateline, _TEXT, place=_TEXT),
    media=st.lists(
        st.builds(Media, st.just("picture"), st.just("https://api.example/media/v/content/b264"), _TEXT), max_size=2
    ),
).map(lambda item: _kept(attrs.evolve(item, modified=item.modified if item.published else None)))
_SIGNED = st.builds(
    lambda item, signers, role: attrs.evolve(
        item, byline=f"By {' and '.join(signers)}", authors=[Author(name, role=role) for name in signers]
    ),
    _ITEMS,
    st.lists(_PERSONS, min_size=1, max_size=3, unique=True),
    st.none() | st.just("AP Business Writer"),
)


def _write(item: Item) -> str:
    """The item as the API has it."""
    texts = [escape(block.text) for block in item.body if isinstance(block, Block)]
    markup = "".join(f"<p>{text}</p>" for text in texts)
    first, version = ("firstcreated", "versioncreated") if item.modified else ("versioncreated", "firstcreated")
    dateline = item.dateline if isinstance(item.dateline, Dateline) else None
    signed = [author for author in item.authors if isinstance(author, Author)]
    said: dict[str, Any] = {
        "uri": f"{item.url}?qt=HyIV&et=0a1a" if item.url else None,
        "altids": {name: value for name, value in item.identifiers.items() if name != "memberentryid"},
        "foreignkeys": [{"memberentryid": item.identifiers["memberentryid"]}] if "memberentryid" in item.identifiers else None,
        "version": int(item.version or 0),
        "urgency": item.urgency,
        first: str(item.published) if item.published else None,
        version: str(item.modified) if item.modified else None,
        "embargoed": str(item.embargoed) if item.embargoed else None,
        "pubstatus": item.status,
        "language": item.language,
        "headline": item.headline,
        "slugline": item.slugline,
        "description_summary": item.summary,
        "ednote": item.note,
        "bylines": [{"by": item.byline, "title": signed[0].role}] if signed else None,
        "located": dateline.text if dateline else None,
        "copyrightnotice": item.copyright,
        "usageterms": item.usage_terms.split("\n") if item.usage_terms else None,
        "keywords": item.keywords,
        "provider": item.publisher,
        "description_creditline": item.credit,
        "subject": [_subject(each) for each in item.subjects],
        **item.extra,
    }
    if item.form == "nitf":
        said["nitf"] = f"<nitf><body><body.content>{markup}</body.content></body></nitf>"
    elif item.form:
        said[item.form] = markup
    given: dict[str, Any] = {name: value for name, value in said.items() if value not in (None, "", [], {})}
    if item.answer:
        given = {"api_version": "2.1", "method": "/content.GET", "params": {}, "data": {"meta": {}, "item": given}}
    return json.dumps(given, ensure_ascii=False, indent=1) + "\n"


def _subject(each: Subject) -> dict[str, Any]:
    if each.scheme == _SCHEME:
        return {"code": each.code, "name": each.name, "rels": ["direct"], "scheme": each.scheme}
    return {"code": each.code, "name": each.code, "rels": ["category"]}


def _joined(documents: Sequence[bytes]) -> bytes:
    """A list of what the documents hold."""
    return json.dumps([json.loads(data) for data in documents], ensure_ascii=False).encode()


AP_MEDIA = Format(
    source="ap-media",
    samples=files("newsarchive_plugins") / "samples/ap-media",
    renderer=Renderer(_ITEMS | _SIGNED, _write),
    join=_joined,
    line_ends=("\n", "\r\n"),
    byte_order_mark=True,
    says=json_markup,
    derived={"byline", "credit", "status"},
)
