"""NITF: one story a document."""

from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import attrs
from hypothesis import strategies as st

from newsarchive import Author, Block, Dateline, Draft, Media, PartialDate, Subject
from newsarchive.testing import Format, Renderer
from newsarchive.testing.says import markup
from newsarchive.testing.strategies import headlines, names, paragraphs, xml_text

_TEXT = headlines | xml_text
_DAYS = st.dates().map(lambda day: PartialDate(day.year, day.month, day.day))
_TIMES = st.builds(
    lambda time, zone: PartialDate(time.year, time.month, time.day, time.hour, time.minute, time.second, None, zone),
    st.datetimes(),
    st.none() | st.integers(-12 * 60, 12 * 60),
).filter(lambda time: time.zone is not None or (time.hour, time.minute, time.second) != (0, 0, 0))  # T000000 is no time
_TAGS = {"paragraph": "p", "crosshead": "hl2", "quote": "bq", "list_item": "li", "note": "note"}
_BLOCKS = st.builds(Block, st.sampled_from(sorted(_TAGS)), _TEXT)
_SUBJECTS = st.builds(Subject, scheme=st.just("iptc-subject") | xml_text, code=st.just("11006000"), name=st.none() | xml_text)
_NAMED = st.lists(xml_text, max_size=2, unique=True)
_STORIES = st.builds(
    Draft,
    headline=_TEXT,
    summary=st.none() | _TEXT,
    slugline=st.none() | xml_text,
    byline=st.none(),
    body=paragraphs.map(lambda texts: [Block("paragraph", text) for text in texts]) | st.lists(_BLOCKS, min_size=1, max_size=4),
    credit=st.none() | xml_text,
    publisher=st.none() | xml_text,
    dateline=st.none() | st.builds(lambda place: Dateline(place, place=place), xml_text),
    published=st.none() | _DAYS | _TIMES,
    modified=st.none() | _DAYS | _TIMES,
    url=st.none() | xml_text,
    section=st.none() | xml_text,
    edition=st.none() | xml_text,
    page=st.none() | xml_text,
    places=_NAMED,
    people=_NAMED,
    organisations=_NAMED,
    copyright=st.none() | xml_text,
    usage_terms=st.none() | xml_text,
    language=st.sampled_from([None, "en", "de-AT"]),
    identifiers=st.just({}) | xml_text.map(lambda text: {"doc-id": text}),
    keywords=st.lists(xml_text, max_size=2, unique=True),
    subjects=st.lists(_SUBJECTS, max_size=2),
    urgency=st.none() | st.integers(1, 9),
    status=st.sampled_from([None, "usable", "withheld", "canceled"]),
    version=st.none() | xml_text,
    note=st.none() | xml_text,
)
_SIGNED = st.builds(lambda story, name: _signed(story, name), _STORIES, names)
_TWO_DAYS = st.lists(_DAYS, min_size=2, max_size=2, unique=True)
_HELD = st.builds(lambda story, days: attrs.evolve(story, published=min(days), embargoed=max(days)), _STORIES, _TWO_DAYS)
_MEDIA = st.builds(Media, st.just("image"), xml_text, st.none() | xml_text, st.none() | xml_text)
_PICTURED = st.builds(lambda story, media: _pictured(story, media), _STORIES, st.lists(_MEDIA, min_size=1, max_size=2))


def _signed(story: Draft, name: str) -> Draft:
    """A story whose byline marks up a person."""
    story.byline, story.authors = f"By {name}", [Author(name)]
    return story


def _pictured(story: Draft, media: list[Media]) -> Draft:
    """A story with pictures behind its text, whose captions and producers are blocks of it, too."""
    said: list[Block] = []
    for each in media:
        said += [Block("caption", each.caption)] if each.caption else []
        said += [Block("credit", each.credit)] if each.credit else []
    return attrs.evolve(story, media=media, body=[*story.body, *said])


def _element(tag: str, text: str | None) -> str:
    return f"<{tag}>{escape(text)}</{tag}>" if text else ""


def _empty(tag: str, **attributes: Any) -> str:
    said = "".join(
        f" {name.replace('_', '.')}={quoteattr(str(value))}" for name, value in attributes.items() if value is not None
    )
    return f"<{tag}{said}/>" if said else ""


def _write(story: Draft) -> str:
    """A document with every field where NITF has it."""
    subjects = [
        _empty(
            "tobject.subject",
            tobject_subject_ipr=each.scheme,
            tobject_subject_refnum=each.code,
            tobject_subject_matter=each.name,
        )
        for each in story.subjects
    ]
    status = f" management-status={quoteattr(story.status)}" if story.status else ""
    docdata = [
        _empty("doc-id", **{"id-string": story.identifiers.get("doc-id")}),
        _empty("urgency", **{"ed-urg": story.urgency}),
        _empty("date.issue", norm=_norm(story.published)),
        _empty("date.release", norm=_norm(story.embargoed)),
        _empty("doc.copyright", holder=story.copyright),
        _empty("doc.rights", type=story.usage_terms),
        "<identified-content>",
        *(_element("person", name) for name in story.people),
        *(_element("org", name) for name in story.organisations),
        *(_element("location", name) for name in story.places),
        "</identified-content>",
        _empty("ed-msg", info=story.note),
        *("<key-list>", *(_empty("keyword", key=each) for each in story.keywords), "</key-list>"),
        _empty("du-key", key=story.slugline, version=story.version),
    ]
    signed = f"<byline>By <person>{escape(_name(story))}</person></byline>" if story.authors else ""
    head = [_element("hl1", story.headline), "</hedline>", signed, _element("distributor", story.credit)]
    abstract = f"<abstract><p>{escape(story.summary)}</p></abstract>" if story.summary else ""
    body = [_element(_TAGS[block.kind], block.text) for block in story.body if isinstance(block, Block) and block.kind in _TAGS]
    pubdata = _empty(
        "pubdata",
        name=story.publisher,
        edition_name=story.edition,
        position_section=story.section,
        position_sequence=story.page,
        **{"ex-ref": story.url},
    )
    history = _empty("revision-history", norm=_norm(story.modified))
    place = f"<dateline>{_element('location', story.dateline.text)}</dateline>" if isinstance(story.dateline, Dateline) else ""
    language = f' baselang="{story.language}"' if story.language else ""
    return "\n".join(
        [
            f"<nitf{language}>\n<head><tobject>{''.join(subjects)}</tobject>",
            f"<docdata{status}>{''.join(docdata)}</docdata>{pubdata}{history}</head>",
            f"<body><body.head><hedline>{''.join(head)}{place}{abstract}</body.head>",
            "<body.content>",
            *body,
            *map(_media, story.media),
            "</body.content></body>\n</nitf>\n",
        ]
    )


def _media(media: Media) -> str:
    reference = _empty("media-reference", source=media.url)
    said = _element("media-caption", media.caption) + _element("media-producer", media.credit)
    return f'<media media-type="image">{reference}{said}</media>'


def _name(story: Draft) -> str:
    (author,) = story.authors
    return author if isinstance(author, str) else author.name


def _norm(date: PartialDate | str | None) -> str | None:
    """ISO 8601 in basic format, as NITF recommends; a day as its midnight."""
    if date is None:
        return None
    basic = str(date)
    day, time, zone = basic[:10].replace("-", ""), basic[10:19].replace(":", ""), basic[19:].replace(":", "")
    return day + (time or "T000000") + zone


NITF = Format(
    source="nitf",
    samples=files("newsarchive_plugins") / "samples/nitf",
    renderer=Renderer(_STORIES | _SIGNED | _HELD | _PICTURED, _write),
    join=lambda several: b"\n".join(_declared(data) for data in several),
    encodings=("utf-8", "utf-16"),
    line_ends=("\n", "\r\n"),
    byte_order_mark=True,
    says=markup,
    derived={"copyright", "dateline", "places", "status"},
)


def _declared(data: bytes) -> bytes:
    """A document with the declaration that parts it from the one before."""
    return data if data.startswith(b"<?xml") else b'<?xml version="1.0"?>\n' + data
