"""AP WebFeeds: an entry with AP's management and metadata, its text in NITF."""

from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import attrs
from hypothesis import strategies as st

from newsarchive import Author, Block, Dateline, Draft, PartialDate, Subject
from newsarchive.testing import Format, Renderer
from newsarchive.testing.says import markup_within
from newsarchive.testing.strategies import headlines, names, paragraphs, xml_text

from .atom import joined

_TEXT = headlines | xml_text
_TIMES = st.datetimes().map(
    lambda time: PartialDate(time.year, time.month, time.day, time.hour, time.minute, time.second, None, 0)
)
_NAMESPACES = (
    'xmlns="http://www.w3.org/2005/Atom" xmlns:apcm="http://ap.org/schemas/03/2005/apcm" '
    'xmlns:apnm="http://ap.org/schemas/03/2005/apnm"'
)
#: The authority of each list of names.
_AUTHORITIES = {"people": "AP Party", "organisations": "AP Company", "places": "AP Geography"}


def _located(story: Draft) -> Draft:
    """A story with what is kept of its dateline."""
    if isinstance(story.dateline, Dateline):
        story.extra = {"DateLineLocation": {"City": story.dateline.place}}
    return story


_ENTRIES = st.builds(
    Draft,
    headline=_TEXT,
    summary=st.none() | _TEXT,
    slugline=st.none() | _TEXT,
    byline=st.none(),
    body=paragraphs.map(lambda texts: [Block("paragraph", text) for text in texts]),
    credit=st.none() | _TEXT,
    publisher=st.none() | _TEXT,
    published=_TIMES,
    modified=st.none() | _TIMES,
    language=st.sampled_from([None, "en-us", "es"]),
    url=st.none() | st.just("https://feeds.example/5ee9"),
    identifiers=st.fixed_dictionaries({"id": st.just("urn:publicid:ap.org:5ee9")}, optional={"ManagementId": xml_text}),
    keywords=st.lists(_TEXT, max_size=2, unique=True),
    people=st.lists(names, max_size=2, unique=True),
    organisations=st.lists(_TEXT, max_size=2, unique=True),
    places=st.lists(_TEXT, max_size=2, unique=True),
    subjects=st.lists(
        st.builds(Subject, scheme=st.just("AP Subject"), code=st.just("20dd"), name=_TEXT), max_size=2, unique=True
    ),
    urgency=st.none() | st.integers(1, 8),
    status=st.sampled_from([None, "usable", "withheld", "canceled"]),
    version=st.none() | st.sampled_from(["0", "7"]),
    note=st.none() | _TEXT,
    copyright=st.none() | _TEXT,
    dateline=st.none() | st.builds(Dateline, _TEXT, place=_TEXT),
).map(_located)
_SIGNED = st.builds(
    lambda story, name: attrs.evolve(story, byline=f"By {name}", authors=[Author(name, role="AP Writer")]),
    _ENTRIES,
    st.sampled_from(["MARY BYRNE", "O. Byrne", "J. R. Quill-Marsh"]),
)


def _element(name: str, text: Any, **attributes: Any) -> str:
    """An element that says something."""
    stated = "".join(f" {key}={quoteattr(str(value))}" for key, value in attributes.items() if value is not None)
    return f"<{name}{stated}>{escape(str(text or ''))}</{name}>" if text or stated else ""


def _write(story: Draft) -> str:
    dateline = story.dateline if isinstance(story.dateline, Dateline) else None
    texts = [block.text for block in story.body if isinstance(block, Block)]
    nitf = "".join(_element("p", text) for text in texts)
    lines = [
        f"<entry {_NAMESPACES}{f' xml:lang={quoteattr(story.language)}' if story.language else ''}>",
        _element("id", story.identifiers["id"]),
        "<title>BC-Elsewhere</title>",
        _element("published", story.published),
        _element("updated", story.modified),
        _element("link", "", rel="alternate", href=story.url) if story.url else "",
        _element("summary", story.summary),
        "<apnm:NewsManagement>",
        _element("apnm:ManagementId", story.identifiers.get("ManagementId")),
        _element("apnm:ManagementSequenceNumber", story.version),
        _element("apnm:PublishingStatus", (story.status or "").capitalize()),
        _element("apnm:Instruction", story.note),
        "</apnm:NewsManagement>",
        "<apcm:ContentMetadata>",
        _element("apcm:ByLine", story.byline, Title="AP Writer" if story.byline else None),
        _element("apcm:DateLine", dateline and dateline.text),
        f"<apcm:DateLineLocation>{_element('apcm:City', dateline.place)}</apcm:DateLineLocation>" if dateline else "",
        _element("apcm:HeadLine", story.headline),
        _element("apcm:SlugLine", story.slugline),
        _element("apcm:CopyrightLine", story.copyright),
        _element("apcm:CreditLine", story.credit),
        _element("apcm:Provider", story.publisher),
        _element("apcm:Priority", "", Numeric=story.urgency),
        *(_element("apcm:Keywords", each) for each in story.keywords),
        *(
            _element("apcm:SubjectClassification", "", Authority=each.scheme, Id=each.code, Value=each.name)
            for each in story.subjects
        ),
        *(
            _element("apcm:EntityClassification", "", Authority=authority, Value=name)
            for field, authority in _AUTHORITIES.items()
            for name in getattr(story, field)
        ),
        "</apcm:ContentMetadata>",
        f'<content type="text/xml"><nitf><body><body.content>{nitf}</body.content></body></nitf></content>',
        "</entry>",
    ]
    return "\n".join(filter(None, lines)) + "\n"


AP_ATOM = Format(
    source="ap-atom",
    samples=files("newsarchive_plugins") / "samples/ap-atom",
    renderer=Renderer(_ENTRIES | _SIGNED, _write),
    join=joined,
    encodings=("utf-8", "utf-16"),
    line_ends=("\n", "\r\n"),
    byte_order_mark=True,
    says=markup_within,
    derived={"byline", "note", "status"},
)
