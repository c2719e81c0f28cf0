"""NewsML-G2: one item a document, by itself or in a message, its text as XHTML, as NITF or as data."""

import base64
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import attrs
from hypothesis import strategies as st

from newsarchive import Author, Block, Dateline, Draft, Media, Subject
from newsarchive.testing import Format, Renderer
from newsarchive.testing.strategies import headlines, names, paragraphs, partial_dates, xml_text

from .encoded import encoded_markup

_TEXT = headlines | xml_text
#: What no reader takes for markup once it is unescaped.
_PLAIN = _TEXT.filter(lambda text: "<" not in text and "&" not in text)
_PERSONS = st.sampled_from(["Anne-Marie Byrne", "O. Byrne", "J. R. Quill-Marsh", "Ana de la Cruz", "Петр Орлов"])
_TOWNS = st.sampled_from(["Port Ellery", "São Nicolau", "Гавань", "Saint-Élie/Gannet"])
_SCHEME = "http://codes.islandpress.example/subjects/"
_XHTML = {
    "paragraph": "<p>{}</p>",
    "crosshead": "<h2>{}</h2>",
    "quote": "<blockquote><p>{}</p></blockquote>",
    "list_item": "<ul><li>{}</li></ul>",
    "table_row": "<table><tr><td>{}</td></tr></table>",
    "caption": "<figure><figcaption>{}</figcaption></figure>",
    "note": "<aside><p>{}</p></aside>",
}


@attrs.define(kw_only=True)
class Item(Draft):
    """A draft, and how it is written."""

    form: str = "xhtml"
    message: bool = False  #: within a `newsMessage`
    located: bool = False  #: the dateline's place as a concept, not as a line


def _body(texts: list[str]) -> list[Block]:
    return [Block("paragraph", text) for text in texts]


_SUBJECTS = st.builds(
    Subject,
    scheme=st.sampled_from(["medtop", _SCHEME]),
    code=st.sampled_from(["20000593", "sea-walls", "a:b"]),
    name=st.none() | xml_text,
)
_COMMON: dict[str, st.SearchStrategy[Any]] = {
    "message": st.booleans(),
    "headline": _TEXT,
    "summary": st.none() | _TEXT,
    "slugline": st.none() | xml_text,
    "publisher": st.none() | xml_text,
    "published": partial_dates(),
    "modified": st.none() | partial_dates(),
    "embargoed": st.none() | partial_dates(),
    "language": st.sampled_from([None, "en", "de-AT"]),
    "identifiers": xml_text.map(lambda text: {"guid": text}) | st.just({"guid": "urn:ip:1", "altid.ip:story": "W-1"}),
    "keywords": st.lists(xml_text, max_size=2, unique=True),
    "people": st.lists(names, max_size=2, unique=True),
    "organisations": st.lists(xml_text, max_size=2, unique=True),
    "places": st.lists(xml_text, max_size=2, unique=True),
    "subjects": st.lists(_SUBJECTS, max_size=2, unique=True),
    "urgency": st.none() | st.integers(1, 9),
    "status": st.sampled_from([None, "usable", "withheld", "canceled"]),
    "version": st.none() | xml_text,
    "note": st.none() | xml_text,
    "copyright": st.none() | xml_text,
    "usage_terms": st.none() | xml_text,
}
_TEXTS = st.builds(
    Item,
    **_COMMON,
    extra=st.just({"itemClass": "ninat:text"}),
    body=paragraphs.map(_body)
    | st.lists(st.builds(Block, st.sampled_from(sorted(_XHTML)), _TEXT), min_size=1, max_size=4).filter(
        lambda blocks: blocks[0].kind != "crosshead"  # the first heading may be the headline once more
    ),
)
_OTHER_FORMS = st.builds(
    Item,
    **_COMMON,
    form=st.sampled_from(["nitf", "html", "base64", "plain"]),
    extra=st.just({"itemClass": "ninat:text"}),
    body=(paragraphs | st.lists(_PLAIN, min_size=1, max_size=3)).map(_body),
)
_PICTURES = st.builds(
    lambda item, caption: attrs.evolve(item, body=[Block("caption", caption)], media=[Media("picture", "a.jpg", caption)]),
    st.builds(Item, **_COMMON, form=st.just("picture"), extra=st.just({"itemClass": "ninat:picture"})),
    _TEXT,
)
_SIGNED = st.builds(
    lambda item, signers, credit: attrs.evolve(
        item,
        byline=f"By {' and '.join(signers)}",
        authors=[Author(name) for name in signers],
        credit=credit,
        media=[Media("video", "b.mp4", credit=credit)],
    ),
    _TEXTS | _OTHER_FORMS,
    st.lists(_PERSONS, min_size=1, max_size=3, unique=True),
    xml_text,
)
_PLACED = st.builds(
    lambda item, town, located: attrs.evolve(
        item, located=located, dateline=Dateline(town if located else f"{town}, Coast (IP) –", place=town)
    ),
    _TEXTS,
    _TOWNS,
    st.booleans(),
)


def _element(tag: str, text: Any, **attributes: str) -> str:
    said = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    return f"<{tag}{said}>{escape(str(text))}</{tag}>" if text else ""


def _named(tag: str, name: str | None, **attributes: str) -> str:
    """A concept by its name."""
    said = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{tag}{said}>{_element('name', name)}</{tag}>"


def _concepts(item: Item) -> str:
    subjects = [
        _named("subject", each.name, qcode=f"{'ips' if each.scheme == _SCHEME else each.scheme}:{each.code}")
        for each in item.subjects
    ]
    kinds = (("person", item.people), ("organisation", item.organisations), ("geoArea", item.places))
    return "".join([*subjects, *(_named("subject", name, type=f"cpnat:{kind}") for kind, several in kinds for name in several)])


def _content(item: Item) -> str:
    blocks = [block for block in item.body if isinstance(block, Block)]
    xhtml = "".join(_XHTML[block.kind].format(escape(block.text)) for block in blocks)
    remote = "".join(
        _element("remoteContent", " ", href=each.url or "", contenttype={"video": "video/mp4"}.get(each.kind, "image/jpeg"))
        for each in item.media
    )
    if item.form == "picture":
        return remote
    if item.form == "xhtml":
        content = f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{xhtml}</body></html>'
        return f'<inlineXML contenttype="application/xhtml+xml">{content}</inlineXML>{remote}'
    if item.form == "nitf":
        content = f"<nitf><body><body.content>{xhtml}</body.content></body></nitf>"
        return f'<inlineXML contenttype="application/nitf+xml">{content}</inlineXML>{remote}'
    if item.form == "plain":
        return _element("inlineData", "\n\n".join(block.text for block in blocks), contenttype="text/plain") + remote
    if item.form == "html":
        return _element("inlineData", xhtml, contenttype="text/html") + remote
    packed = base64.b64encode(xhtml.encode()).decode()
    return _element("inlineData", packed, contenttype="text/html", encoding="encd:base64") + remote


def _write(item: Item) -> str:
    """A document with every field where NewsML-G2 has it."""
    attributes = {"guid": item.identifiers["guid"], "version": item.version, "xml:lang": item.language}
    stated = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items() if value)
    dates = (
        [("firstCreated", item.published), ("versionCreated", item.modified)]
        if item.modified
        else [("versionCreated", item.published)]
    )
    dateline = item.dateline if isinstance(item.dateline, Dateline) else None
    authors = [each for each in item.authors if isinstance(each, Author)]
    lines = [
        f"<catalog>{_element('scheme', ' ', alias='ips', uri=_SCHEME)}</catalog>",
        f"<rightsInfo>{_element('copyrightNotice', item.copyright)}{_element('usageTerms', item.usage_terms)}</rightsInfo>",
        f"<itemMeta><itemClass qcode={quoteattr(str(item.extra['itemClass']))}/>",
        _named("provider", item.publisher),
        *(_element(tag, date) for tag, date in dates),
        _element("embargoed", item.embargoed),
        _element("pubStatus", " ", qcode=f"stat:{item.status}") if item.status else "",
        f"{_element('edNote', item.note)}</itemMeta>",
        f"<contentMeta>{_element('urgency', item.urgency)}",
        _named("located", dateline.place) if dateline and item.located else "",
        *(_named("creator", each.name, type="cpnat:person") for each in authors),
        _element("altId", item.identifiers.get("altid.ip:story"), type="ip:story"),
        *(_element("keyword", each) for each in item.keywords),
        _concepts(item),
        _element("slugline", item.slugline),
        _element("headline", item.headline),
        _element("dateline", dateline.text if dateline and not item.located else None),
        _element("by", item.byline),
        _element("creditline", item.credit),
        _element("description", item.summary, role="drol:summary"),
        *(_element("description", each.caption, role="drol:caption") for each in item.media if each.caption),
        f"</contentMeta><contentSet>{_content(item)}</contentSet>",
    ]
    root = f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" standard="NewsML-G2"{stated}>'
    written = "\n".join(filter(None, [root, *lines, "</newsItem>"]))
    return (
        f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{written}</itemSet></newsMessage>\n'
        if item.message
        else f"{written}\n"
    )


NEWSML_G2 = Format(
    source="newsml-g2",
    samples=files("newsarchive_plugins") / "samples/newsml-g2",
    renderer=Renderer(_TEXTS | _OTHER_FORMS | _PICTURES | _SIGNED | _PLACED, _write),
    join=lambda several: b"\n".join(_declared(data) for data in several),
    encodings=("utf-8", "utf-16"),
    line_ends=("\n", "\r\n"),
    byte_order_mark=True,
    says=encoded_markup,
    derived={"note", "status"},
)


def _declared(data: bytes) -> bytes:
    """A document with the declaration that parts it from the one before."""
    return data if data.startswith(b"<?xml") else b'<?xml version="1.0"?>\n' + data
