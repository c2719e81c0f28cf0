"""EPUB: one article a publication, in as many pages as there are chapters."""

from xml.sax.saxutils import escape

from hypothesis import strategies as st

from newsarchive import Author, Block, Draft, PartialDate
from newsarchive.testing import Format, Renderer
from newsarchive.testing.strategies import headlines, names, paragraphs, xml_text

from .office import SAMPLES, blocks, zipped

_TAGS = {"paragraph": "p", "crosshead": "h2", "quote": "blockquote", "list_item": "li", "caption": "figcaption"}
_BLOCKS = st.builds(Block, st.sampled_from([*_TAGS, "note"]), headlines | xml_text)
_DAYS = st.dates().map(lambda day: PartialDate(day.year, day.month, day.day))
_STORIES = st.builds(
    Draft,
    headline=headlines | xml_text,
    summary=st.none() | headlines,
    authors=st.lists(names, max_size=2).map(lambda several: [Author(name) for name in several]),
    publisher=st.none() | xml_text,
    published=st.none() | _DAYS,
    language=st.sampled_from([None, "en", "de-AT"]),
    copyright=st.none() | xml_text,
    keywords=st.lists(xml_text, max_size=2, unique=True),
    identifiers=st.just({}) | st.uuids().map(lambda each: {"urn": f"urn:uuid:{each}"}),
    body=paragraphs.map(lambda texts: [Block("paragraph", text) for text in texts]) | st.lists(_BLOCKS, min_size=1, max_size=5),
).filter(lambda story: blocks(story)[0].text != story.headline)  # said twice, it is the headline once


def _page(block: Block) -> str:
    tag = _TAGS.get(block.kind)
    text = escape(block.text)
    said = f"<{tag}>{text}</{tag}>" if tag else f'<aside epub:type="footnote"><p>{text}</p></aside>'
    space = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
    return f"<html {space}><head><title>A page</title></head><body>{said}</body></html>"


def _write(story: Draft) -> bytes:
    pages = {f"page{number}.xhtml": _page(block) for number, block in enumerate(blocks(story))}
    said = [
        ("title", story.headline),
        ("description", story.summary),
        *(("creator", each.name) for each in story.authors if isinstance(each, Author)),
        ("publisher", story.publisher),
        ("date", str(story.published) if story.published else None),
        ("language", story.language),
        ("rights", story.copyright),
        *(("subject", each) for each in story.keywords),
        ("identifier", story.identifiers.get("urn")),
    ]
    metadata = "".join(f"<dc:{name}>{escape(text)}</dc:{name}>" for name, text in said if text)
    items = "".join(f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in pages)
    spine = "".join(f'<itemref idref="{name}"/>' for name in pages)
    container = '<rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/>'
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
            f"<rootfiles>{container}</rootfiles></container>",
            "OEBPS/content.opf": '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            f'version="3.0"><metadata>{metadata}</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>',
            **{f"OEBPS/{name}": page for name, page in pages.items()},
        }
    )


EPUB = Format(source="epub", samples=SAMPLES / "epub", renderer=Renderer(_STORIES, _write), says=None)
