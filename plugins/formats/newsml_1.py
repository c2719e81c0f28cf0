"""NewsML 1: one item a document, its text as NITF, as XHTML, as either within a text, or as plain text."""

import base64
from collections.abc import Sequence
from importlib.resources import files
from xml.sax.saxutils import escape, quoteattr

import attrs
from hypothesis import strategies as st

from newsarchive import Author, Block, Dateline, Draft, Media, PartialDate, Subject
from newsarchive.testing import Format, Renderer
from newsarchive.testing.strategies import headlines, names, paragraphs, partial_dates, xml_text

from .encoded import encoded_markup

_TEXT = headlines | xml_text
_WORD = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9.-]{0,9}", fullmatch=True)
#: Names that a line holds and nothing else.
_PERSONS = st.sampled_from(["Anne-Marie Byrne", "O. Byrne", "J. R. Quill-Marsh", "Ana de la Cruz", "Петр Орлов"])
_NITF = {"paragraph": "p", "crosshead": "hl2", "quote": "bq", "list_item": "li", "note": "note"}
_XHTML = {"paragraph": "p", "crosshead": "h2", "quote": "blockquote", "list_item": "li"}


@attrs.define(kw_only=True)
class Item(Draft):
    """A draft, and how its text is put into its DataContent."""

    form: str = "nitf"


def _blocks(tags: dict[str, str]) -> st.SearchStrategy[list[Block]]:
    return st.lists(st.builds(Block, st.sampled_from(sorted(tags)), _TEXT), min_size=1, max_size=4)


def _item(form: str, bodies: st.SearchStrategy[list[Block]]) -> st.SearchStrategy[Item]:
    return st.builds(
        Item,
        form=st.just(form),
        extra=st.just({"NewsItemType": "News"}),
        headline=_TEXT,
        summary=st.none() | _TEXT,
        slugline=st.none() | _TEXT,
        body=bodies,
        credit=st.none() | _TEXT,
        publisher=_TEXT,
        published=partial_dates(),
        modified=st.none() | partial_dates(),
        language=st.sampled_from([None, "en", "de-AT"]),
        keywords=st.lists(xml_text.filter(lambda text: ";" not in text), max_size=2, unique=True),
        places=st.lists(_TEXT, max_size=2, unique=True),
        people=st.lists(names, max_size=2, unique=True),
        organisations=st.lists(_TEXT, max_size=2, unique=True),
        subjects=st.lists(_SUBJECTS, max_size=2, unique_by=lambda subject: subject.code),
        urgency=st.none() | st.integers(1, 9),
        status=st.sampled_from(["usable", "withheld", "canceled"]),
        note=st.none() | _TEXT,
        copyright=st.none() | _TEXT,
        usage_terms=st.none() | _TEXT,
        media=st.lists(
            st.builds(Media, st.just("image"), _TEXT, st.none() | _TEXT, st.none() | _TEXT),
            max_size=2,
            unique_by=lambda each: each.url,
        ),
    )


_SUBJECTS = st.builds(
    Subject,
    scheme=st.just("iptc-subject") | xml_text,
    code=st.sampled_from(["11006000", "04000000", "15054000"]),
    name=st.none() | xml_text,
)
_STORIES = (
    _item("nitf", _blocks(_NITF))
    | _item("xhtml", _blocks(_XHTML))
    | _item("escaped", _blocks(_XHTML))
    | _item("base64", _blocks(_NITF))
    | _item("text", paragraphs.map(lambda texts: [Block("paragraph", text) for text in texts]))
)


@st.composite
def _items(draw: st.DrawFn) -> Item:
    """An item with its identifiers, who signs it, where it was written, and until when it is held."""
    item = draw(_STORIES)
    item.version = str(draw(st.integers(1, 99)))
    urn = ":".join(["urn:newsml", draw(_WORD), draw(_WORD), draw(_WORD)])
    item.identifiers = {"newsml": urn, "PublicIdentifier": f"{urn}:{item.version}"}
    if signers := draw(st.lists(_PERSONS, max_size=2, unique=True)):
        item.byline, item.authors = " and ".join(signers), [Author(name) for name in signers]
    if town := draw(st.none() | xml_text):
        item.dateline = Dateline(draw(_TEXT), place=town, date=draw(st.none() | partial_dates()))
        item.extra = {**item.extra, "Location": [{"City": town}]}
    if item.status == "usable":
        item.embargoed = draw(st.none() | partial_dates())
    return item


def _element(tag: str, text: object) -> str:
    return f"<{tag}>{escape(str(text))}</{tag}>" if text else ""


def _formal(tag: str, name: object, *inside: str) -> str:
    return f"<{tag} FormalName={quoteattr(str(name))}>{''.join(inside)}</{tag}>" if name else ""


def _property(name: str, value: str) -> str:
    return f"<Property FormalName={quoteattr(name)} Value={quoteattr(value)}/>"


def _date(date: PartialDate | str | None) -> str:
    """ISO 8601 in basic format, as NewsML has it, where it has a day."""
    day, _, time = str(date or "").partition("T")
    return (
        str(date or "")
        if len(day) < len("2019-03-05")
        else day.replace("-", "") + (f"T{time.replace(':', '')}" if time else "")
    )


def _content(item: Item) -> str:
    """The DataContent of the text."""
    blocks = [block for block in item.body if isinstance(block, Block)]
    tags = _NITF if item.form in ("nitf", "base64") else _XHTML
    marked = "".join(_element(tags[block.kind], block.text) for block in blocks)
    nitf = f"<nitf><body><body.content>{marked}</body.content></body></nitf>"
    xhtml = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{marked}</body></html>'
    if item.form == "base64":
        encoded = base64.b64encode(nitf.encode()).decode()
        return f'<Encoding Notation="Base64"><DataContent>{encoded}</DataContent></Encoding>'
    text = escape("\n\n".join(block.text for block in blocks))
    within = {"nitf": nitf, "xhtml": xhtml, "escaped": escape(xhtml), "text": text}[item.form]
    return f"<DataContent>{within}</DataContent>"


def _picture(media: Media) -> str:
    """A picture with its caption."""
    said = f"<ContentItem><DataContent>{_element('p', media.caption)}</DataContent></ContentItem>" if media.caption else ""
    file = f'<ContentItem Href={quoteattr(media.url or "")}><MediaType FormalName="Photo"/></ContentItem>'
    parts = (
        '<Role FormalName="Photo"/>',
        f"<NewsLines>{_element('CreditLine', media.credit)}</NewsLines>",
        f"<NewsComponent>{file}</NewsComponent>",
        f'<NewsComponent><Role FormalName="Caption"/>{said}</NewsComponent>',
    )
    return f"<NewsComponent>{''.join(parts)}</NewsComponent>"


def _topics(item: Item) -> tuple[str, str]:
    """A TopicSet, and what refers to it."""
    told = [("Person", name) for name in item.people] + [("Company", name) for name in item.organisations]
    topics = [
        f'<Topic Duid="t{number}"><TopicType FormalName="{kind}"/>{_element("Description", name)}</Topic>'
        for number, (kind, name) in enumerate(told)
    ]
    topics += [
        f"<Topic>{_element('FormalName', subject.code)}{_element('Description', subject.name)}</Topic>"
        for subject in item.subjects
    ]
    return f"<TopicSet>{''.join(topics)}</TopicSet>", "".join(f'<TopicOccurrence Topic="#t{n}"/>' for n, _ in enumerate(told))


def _write(item: Item) -> str:
    """A document with every field where NewsML has it."""
    _, _, provider, date, name = item.identifiers["newsml"].split(":")
    identifier = [_element("ProviderId", provider), _element("DateId", date), _element("NewsItemId", name)]
    identifier.append(f'<RevisionId PreviousRevision="0" Update="N">{item.version}</RevisionId>')
    identifier.append(_element("PublicIdentifier", item.identifiers["PublicIdentifier"]))
    release = f'<FutureStatus FormalName="Usable"/>{_element("DateAndTime", _date(item.embargoed))}'
    management = [
        _formal("NewsItemType", "News"),
        _element("FirstCreated", _date(item.published)),
        _element("ThisRevisionCreated", _date(item.modified)),
        _formal("Status", "Embargoed" if item.embargoed else str(item.status).capitalize()),
        f"<StatusWillChange>{release}</StatusWillChange>" if item.embargoed else "",
        _formal("Urgency", item.urgency),
    ]
    dateline = item.dateline if isinstance(item.dateline, Dateline) else None
    lines = [
        _element("HeadLine", item.headline),
        _element("ByLine", item.byline),
        _element("DateLine", dateline.text if dateline else None),
        _element("CreditLine", item.credit),
        _element("CopyrightLine", item.copyright),
        _element("RightsLine", item.usage_terms),
        _element("SlugLine", item.slugline),
        _element("KeywordLine", ";".join(item.keywords)),
        f'<NewsLine><NewsLineType FormalName="Summary"/>{_element("NewsLineText", item.summary)}</NewsLine>',
        f'<NewsLine><NewsLineType FormalName="EditorialNote"/>{_element("NewsLineText", item.note)}</NewsLine>',
    ]
    topics, occurrences = _topics(item)
    schemes = [f"Scheme={quoteattr(each.scheme or '')}" if each.scheme != "iptc-subject" else "" for each in item.subjects]
    subjects = [f'<SubjectMatter FormalName="{each.code}" {how}/>' for each, how in zip(item.subjects, schemes, strict=True)]
    origin = _property("City", dateline.place or "") if dateline else ""
    described = [
        _formal("Language", item.language),
        f"<SubjectCode>{''.join(subjects)}</SubjectCode>",
        _element("DateLineDate", _date(dateline.date) if dateline else None),
        f'<Location HowPresent="Origin">{origin}</Location>',
        *(f'<Location HowPresent="Event">{_property("City", place)}</Location>' for place in item.places),
        occurrences,
    ]
    return "\n".join(
        [
            f'<NewsML Version="1.2">\n{topics}<NewsEnvelope>{_element("DateAndTime", "20241009T181502Z")}</NewsEnvelope>',
            f"<NewsItem>\n<Identification><NewsIdentifier>{''.join(identifier)}</NewsIdentifier></Identification>",
            f"<NewsManagement>{''.join(management)}</NewsManagement>",
            f"<NewsComponent>\n<NewsLines>{''.join(lines)}</NewsLines>",
            f"<AdministrativeMetadata><Provider>{_formal('Party', item.publisher)}</Provider></AdministrativeMetadata>",
            f"<DescriptiveMetadata>{''.join(described)}</DescriptiveMetadata>",
            f'<NewsComponent><Role FormalName="Main"/><ContentItem>{_content(item)}</ContentItem></NewsComponent>',
            *map(_picture, item.media),
            "</NewsComponent></NewsItem>\n</NewsML>\n",
        ]
    )


def _joined(several: Sequence[bytes]) -> bytes:
    """Documents behind each other, with the declarations that part them."""
    declared = (data if data.startswith(b"<?xml") else b'<?xml version="1.0"?>\n' + data for data in several)
    return b"\n".join(declared)


NEWSML_1 = Format(
    source="newsml-1",
    samples=files("newsarchive_plugins") / "samples/newsml-1",
    renderer=Renderer(_items(), _write),
    join=_joined,
    encodings=("utf-8", "utf-16"),
    line_ends=("\n", "\r\n"),
    byte_order_mark=True,
    says=encoded_markup,
    derived={"byline", "copyright", "identifiers", "note", "places", "usage_terms"},
)
