"""DOCX, ODT and RTF: one article a document, with every kind of block that they have."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from importlib.resources import files
from xml.sax.saxutils import escape, quoteattr

from hypothesis import strategies as st

from newsarchive import Block, Draft
from newsarchive.testing import Format, Renderer
from newsarchive.testing.strategies import headlines, paragraphs, xml_text

SAMPLES = files("newsarchive_plugins") / "samples"
_ROWS = st.builds("{}\t{}".format, xml_text, xml_text).map(lambda text: Block("table_row", text))
_BLOCKS = st.builds(
    Block, st.sampled_from(["paragraph", "crosshead", "quote", "list_item", "caption", "note"]), headlines | xml_text
)
# A word of a list of keywords holds none of the marks that part them.
_WORDS = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=9)
_LANGUAGES = st.sampled_from([None, "en", "de-AT"])


def articles(language: st.SearchStrategy[str | None] = _LANGUAGES) -> st.SearchStrategy[Draft]:
    """Articles as word processors hold them: a title, a subtitle, and blocks."""
    return st.builds(
        Draft,
        headline=headlines | xml_text,
        summary=st.none() | headlines | xml_text,
        body=paragraphs.map(lambda texts: [Block("paragraph", text) for text in texts])
        | st.lists(_BLOCKS | _ROWS, min_size=1, max_size=5),
        language=language,
        keywords=st.lists(_WORDS, max_size=2, unique=True),
        extra=st.just({}) | xml_text.map(lambda text: {"creator": text}),
    )


def blocks(story: Draft) -> Sequence[Block]:
    """The body."""
    return [block for block in story.body if isinstance(block, Block)]


def zipped(members: Mapping[str, str]) -> bytes:
    """A package, its first member stored."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number, (name, text) in enumerate(members.items()):
            archive.writestr(zipfile.ZipInfo(name), text.encode(), zipfile.ZIP_DEFLATED if number else zipfile.ZIP_STORED)
    return file.getvalue()


# WordprocessingML

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OF_WORD = {"paragraph": "Normal", "crosshead": "H2", "quote": "Quote", "list_item": "Bullet", "caption": "Caption"}
_WORD_STYLES = (
    *(("Normal", "Normal", ""), ("T", "Title", ""), ("S", "Subtitle", ""), ("Quote", "Quote", ""), ("Caption", "caption", "")),
    ("H2", "heading 2", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
    ("Bullet", "List Bullet", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'),
    ("Note", "footnote text", ""),
)


def _word_paragraph(text: str, style: str, then: str = "") -> str:
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}{then}</w:p>'


def _word_body(story: Draft) -> tuple[str, str]:
    """The body and its footnotes; a note that follows nothing is a paragraph."""
    found, notes = [_word_paragraph(str(story.headline), "T")], []
    if story.summary:
        found.append(_word_paragraph(story.summary, "S"))
    for number, block in enumerate(blocks(story)):
        if block.kind == "note" and number:
            notes.append(f'<w:footnote w:id="{number}">{_word_paragraph(block.text, "Note")}</w:footnote>')
            reference = f'<w:r><w:footnoteReference w:id="{number}"/></w:r></w:p>'
            head, _, tail = found[-1].rpartition("</w:p>")
            found[-1] = head + reference + tail
        elif block.kind == "table_row":
            cells = "".join(f"<w:tc>{_word_paragraph(cell, 'Normal')}</w:tc>" for cell in block.text.split("\t"))
            found.append(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")
        else:
            found.append(_word_paragraph(block.text, _OF_WORD.get(block.kind, "Note")))
    return "".join(found), "".join(notes)


def _docx(story: Draft) -> bytes:
    body, notes = _word_body(story)
    styles = "".join(
        f'<w:style w:styleId="{each}"><w:name w:val="{name}"/>{says}</w:style>' for each, name, says in _WORD_STYLES
    )
    core = {
        "dc:language": story.language,
        "cp:keywords": ", ".join(story.keywords) or None,
        "dc:creator": story.extra.get("creator"),
    }
    said = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in core.items() if text)
    related = "".join(
        f'<Relationship Id="r{kind}" Type="{_R}/{kind}" Target="{kind}.xml"/>' for kind in ("styles", "footnotes")
    )
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
            "word/footnotes.xml": f"<w:footnotes {_W}>{notes}</w:footnotes>",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>',
            "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/">{said}</cp:coreProperties>',
        }
    )


# OpenDocument

_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = " ".join(f'xmlns:{name}="{_ODF}:{name}:1.0"' for name in ("office", "text", "style", "table", "meta"))
_ODF_ROOT = f'{_SPACES} xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"'
_OF_ODF = {"paragraph": "Standard", "quote": "Quotations", "caption": "Figure", "note": "Footnote"}


def _odf_block(block: Block) -> str:
    if block.kind == "crosshead":
        return f'<text:h text:outline-level="2">{escape(block.text)}</text:h>'
    if block.kind == "list_item":
        return f"<text:list><text:list-item><text:p>{escape(block.text)}</text:p></text:list-item></text:list>"
    if block.kind == "table_row":
        cells = (f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>" for cell in block.text.split("\t"))
        return f"<table:table><table:table-row>{''.join(cells)}</table:table-row></table:table>"
    return f'<text:p text:style-name="{_OF_ODF[block.kind]}">{escape(block.text)}</text:p>'


def _odt(story: Draft) -> bytes:
    body = [f'<text:p text:style-name="Title">{escape(str(story.headline))}</text:p>']
    if story.summary:
        body.append(f'<text:p text:style-name="Subtitle">{escape(story.summary)}</text:p>')
    body += map(_odf_block, blocks(story))
    language = f"<dc:language>{story.language}</dc:language>" if story.language else ""
    keywords = "".join(f"<meta:keyword>{escape(each)}</meta:keyword>" for each in story.keywords)
    creator = story.extra.get("creator")
    author = f"<meta:initial-creator>{escape(creator)}</meta:initial-creator>" if creator else ""
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {_ODF_ROOT}><office:body><office:text>{''.join(body)}"
            "</office:text></office:body></office:document-content>",
            "meta.xml": f"<office:document-meta {_ODF_ROOT}><office:meta>{language}{keywords}{author}"
            "</office:meta></office:document-meta>",
            "META-INF/manifest.xml": f"<manifest xmlns={quoteattr(_ODF + ':manifest:1.0')}/>",
        }
    )


# RTF

_OF_RTF = {"paragraph": 0, "crosshead": 2, "quote": 3, "caption": 4, "note": 5, "list_item": 0}
_RTF_STYLES = ("Normal", "Title", "heading 2", "Quote", "caption", "footnote text", "Subtitle")


def _rtf_text(text: str) -> str:
    """ASCII as it is, everything else in UTF-16."""
    pieces = []
    for character in text:
        if character.isascii():
            pieces.append(f"\\{character}" if character in "\\{}" else character)
        else:
            units = character.encode("utf-16-le")
            halves = (units[at : at + 2] for at in range(0, len(units), 2))
            pieces += [f"\\u{int.from_bytes(half, 'little', signed=True)}?" for half in halves]
    return "".join(pieces)


def _rtf_paragraph(text: str, style: int, level: str = "", then: str = "") -> str:
    return f"\\pard\\plain\\s{style}{level} {_rtf_text(text)}{then}\\par\n"


def _rtf_block(block: Block) -> str:
    if block.kind == "table_row":
        cells = "".join(f"{_rtf_text(cell)}\\cell " for cell in block.text.split("\t"))
        return f"\\trowd\\cellx4000\\cellx8000\\pard\\plain\\intbl {cells}\\row\n"
    marker = "{\\listtext\\bullet\\tab}" if block.kind == "list_item" else ""
    level = "\\outlinelevel1" if block.kind == "crosshead" else ""
    return f"\\pard\\plain\\s{_OF_RTF[block.kind]}{level} {marker}{_rtf_text(block.text)}\\par\n"


def _rtf(story: Draft) -> bytes:
    styles = "".join(f"{{\\s{number} {name};}}" for number, name in enumerate(_RTF_STYLES))
    keywords = f"{{\\keywords {_rtf_text(', '.join(story.keywords))}}}" if story.keywords else ""
    author = f"{{\\author {_rtf_text(story.extra['author'])}}}" if "author" in story.extra else ""
    head = f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{{\\fonttbl{{\\f0\\fcharset0 Serif;}}}}{{\\stylesheet{styles}}}"
    body = [_rtf_paragraph(str(story.headline), 1), *([_rtf_paragraph(story.summary, 6)] if story.summary else [])]
    body += map(_rtf_block, blocks(story))
    return f"{head}{{\\info{keywords}{author}}}\n{''.join(body)}}}".encode("ascii")


def _written_by(story: Draft) -> Draft:
    story.extra = {"author": story.extra["creator"]} if story.extra else {}
    return story


DOCX = Format(source="docx", samples=SAMPLES / "docx", renderer=Renderer(articles(), _docx), says=None)
ODT = Format(source="odt", samples=SAMPLES / "odt", renderer=Renderer(articles(), _odt), says=None)
RTF = Format(source="rtf", samples=SAMPLES / "rtf", renderer=Renderer(articles(st.none()).map(_written_by), _rtf), says=None)
