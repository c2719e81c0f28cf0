"""Factiva's answers in XML: one article."""

from collections.abc import Sequence
from copy import deepcopy
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from hypothesis import strategies as st

from newsarchive import Author, Block, Draft, PartialDate, Subject
from newsarchive.testing import Format, Renderer
from newsarchive.testing.strategies import headlines, paragraphs, xml_text

from .factiva import says

_NAMESPACE = "http://global.factiva.com/pps/2.0"
_TEXT = headlines | xml_text
_PARAGRAPHS = _TEXT | paragraphs.map(lambda several: several[0])
_SCHEMES = {
    "newsSubject": "factiva:subject",
    "industry": "factiva:industry",
    "company": "factiva:company",
    "region": "factiva:region",
}
_EXTRA = {"source_code": "sourceCode", "publisher_company": "publisherName", "column": "columnName", "contact": "contact"}
_DATES = st.builds(
    lambda moment, timed: PartialDate(
        moment.year, moment.month, moment.day, *((moment.hour, moment.minute, moment.second) if timed else ())
    ),
    st.datetimes(),
    st.booleans(),
)
_BLOCKS = st.builds(Block, st.sampled_from(["paragraph", "table_row", "caption"]), _PARAGRAPHS)
_SIGNED = st.sampled_from([None, ("By Ada Byrne", ["Ada Byrne"]), ("Von Åse Quill und C. d'Arcy", ["Åse Quill", "C. d'Arcy"])])
_NAMES = st.lists(_TEXT, max_size=2, unique=True)


def _completed(
    story: Draft, signed: tuple[str, list[str]] | None, named: dict[str, list[str]], codes: dict[str, list[str]]
) -> Draft:
    """With who signed, and what it is about."""
    if signed:
        story.byline, story.authors = signed[0], [Author(name) for name in signed[1]]
    about = {
        name: [(code, code.title()) for code in codes.get(name, [])]
        for name in ("company", "industry", "newsSubject", "region")
    }
    story.subjects = [Subject(_SCHEMES[name], code, text) for name, several in about.items() for code, text in several]
    story.organisations = [text for _, text in about["company"]] + named["company"]
    story.places = [text for _, text in about["region"]] + named["region"]
    blocks = [block for block in story.body if isinstance(block, Block)]
    story.body = sorted(blocks, key=lambda block: block.kind == "caption")
    return story


_STORIES = st.builds(
    _completed,
    st.builds(
        Draft,
        headline=_TEXT,
        summary=st.none() | _TEXT,
        body=st.lists(_BLOCKS, min_size=1, max_size=4),
        credit=st.none() | _TEXT,
        publisher=st.none() | _TEXT,
        section=st.none() | _TEXT,
        edition=st.none() | _TEXT,
        page=st.none() | _TEXT,
        copyright=st.none() | _TEXT,
        note=st.none() | _TEXT,
        language=st.sampled_from([None, "en", "de"]),
        published=st.none() | _DATES,
        modified=st.none() | _DATES,
        people=_NAMES,
        keywords=st.sampled_from([[], ["Harbours"], ["Harbours", "Sea walls"]]),
        identifiers=_TEXT.map(lambda text: {"factiva": text}),
        extra=st.fixed_dictionaries({}, optional={"word_count": st.integers(0, 99999), **dict.fromkeys(_EXTRA, _TEXT)}),
    ),
    _SIGNED,
    st.fixed_dictionaries({"company": _NAMES, "region": _NAMES}).filter(lambda named: "" not in named),
    st.fixed_dictionaries(
        {}, optional={name: st.lists(st.sampled_from(["gpol", "i79"]), max_size=2, unique=True) for name in _SCHEMES}
    ),
)


def _element(name: str, text: Any, attributes: str = "") -> str:
    return f"<{name}{attributes}>{escape(str(text))}</{name}>" if text not in (None, "") else ""


def _paragraphs(name: str, *texts: str | None) -> str:
    inside = "".join(_element("paragraph", text) for text in texts)
    return f"<{name}>{inside}</{name}>" if inside else ""


def _date(name: str, date: Any) -> str:
    day, _, time = str(date or "").partition("T")
    return f"<{name}>{_element('date', day)}{_element('time', time)}</{name}>" if date else ""


def _coded(story: Draft) -> str:
    names = {scheme: name for name, scheme in _SCHEMES.items()}
    known = {each.name for each in story.subjects}
    coded = []
    for each in story.subjects:
        name = names[each.scheme or ""]
        coded.append(f"<{name} code={quoteattr(each.code or '')}>{_element('name', each.name)}</{name}>")
    bare = {"company": story.organisations, "region": story.places, "person": story.people}
    coded += [
        f"<{name}>{_element('name', text)}</{name}>" for name, texts in bare.items() for text in texts if text not in known
    ]
    return "".join(coded)


def _write(story: Draft) -> str:
    blocks = [block for block in story.body if isinstance(block, Block)]
    text = [block for block in blocks if block.kind != "caption"]
    tail = "".join(
        _element("paragraph", block.text, ' display="Fixed"' if block.kind == "table_row" else ' display="Proportional"')
        for block in text
    )
    parts = [
        _element("accessionNo", story.identifiers["factiva"]),
        _element("baseLanguage", story.language and story.language.upper()),
        _element("byline", story.byline),
        _element("credit", story.credit),
        _element("copyright", story.copyright),
        _paragraphs("corrections", story.note),
        _element("edition", story.edition),
        _paragraphs("headline", story.headline, story.summary),
        f"<tailParagraphs>{tail}</tailParagraphs>",
        *(_paragraphs("artWork", block.text) for block in blocks if block.kind == "caption"),
        _element("page", story.page),
        _date("publicationDate", story.published),
        _date("modificationDate", story.modified),
        _element("sectionName", story.section),
        _element("sourceName", story.publisher),
        _element("wordCount", story.extra.get("word_count")),
        *(_element(name, story.extra.get(key)) for key, name in _EXTRA.items()),
        _coded(story),
        _element("descField", " | ".join(story.keywords), ' code="ipd"'),
    ]
    article = "".join(f"{part}\n" for part in parts if part)
    inside = f'<ppsarticleResultSet count="1"><ppsarticle><article>{article}</article></ppsarticle></ppsarticleResultSet>'
    return f'<PPSResponse><ppsArticleResponse xmlns="{_NAMESPACE}">{inside}</ppsArticleResponse></PPSResponse>\n'


def _joined(documents: Sequence[bytes]) -> bytes:
    """One answer with the articles of all."""
    from lxml import etree

    together = etree.Element(f"{{{_NAMESPACE}}}ppsarticleResultSet")
    for data in documents:
        for article in etree.fromstring(data).iter("{*}article"):
            etree.SubElement(together, f"{{{_NAMESPACE}}}ppsarticle").append(deepcopy(article))
    together.set("count", str(len(together)))
    return etree.tostring(together, encoding="utf-8")


FACTIVA_XML = Format(
    source="factiva-xml",
    samples=files("newsarchive_plugins") / "samples/factiva-xml",
    renderer=Renderer(_STORIES, _write),
    join=_joined,
    encodings=("utf-8", "utf-16"),
    line_ends=("\n", "\r\n"),
    byte_order_mark=True,
    says=says,
)
