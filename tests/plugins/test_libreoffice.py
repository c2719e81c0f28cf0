"""What LibreOffice writes is read back whole: RTF, DOCX, ODT, EPUB and PDF made from articles that Hypothesis drew.

One process converts a batch, since each start takes seconds.
"""

import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from newsarchive import Block, Document, Draft
from newsarchive.model import Article
from newsarchive.pipeline.reader import Reader

from .support import bundled

SOFFICE = shutil.which("soffice")
#: Articles of a batch, and seconds that LibreOffice has for it.
BATCH, PATIENCE = 12, 240
FORMATS = ("docx", "rtf", "odt", "epub", "pdf")
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "style", "table", "meta")
)
_SPACES += ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
_STYLES = {"paragraph": "Standard", "quote": "Quotations"}

# Letters of several scripts, what RTF escapes, quotation marks, and a character that takes two units of UTF-16.
_words = st.text("abcdefghikmnoprstuvwyzäéßøłşжщאبαω日本{}\\&<>“”’—…😀", min_size=2, max_size=9)
_texts = st.lists(_words, min_size=2, max_size=30).map(" ".join)
_rows = st.builds("{}\t{}".format, _words, _words).map(lambda text: Block("table_row", text))
_blocks = st.builds(Block, st.sampled_from(["paragraph", "crosshead", "quote", "list_item", "note"]), _texts) | _rows
_articles = st.builds(
    Draft,
    headline=_texts,
    body=st.lists(_blocks, min_size=1, max_size=8).map(
        lambda blocks: [Block("paragraph", "first words of the story"), *blocks, Block("paragraph", "last words of it")]
    ),
)
#: What a PDF can be asked for: letters of one script, and paragraphs.
_plain = st.lists(st.text("abcdefghiklmnoprstuvwyzäéßø", min_size=2, max_size=9), min_size=3, max_size=60).map(" ".join)
_simple = st.builds(
    Draft,
    headline=_plain.map(lambda text: text[:60].strip()),
    body=st.lists(_plain.map(lambda text: Block("paragraph", f"{text}.")), min_size=1, max_size=6),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of articles in all formats, made in one go for each."""
    if SOFFICE is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    folder = tmp_path_factory.mktemp("libreoffice")
    for number, (rich, simple) in enumerate(zip(RICH, SIMPLE, strict=True)):
        (folder / f"rich{number}.fodt").write_text(written(rich), "utf-8")
        (folder / f"simple{number}.fodt").write_text(written(simple), "utf-8")
    command = [SOFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    for ending in FORMATS:
        kind = "simple" if ending == "pdf" else "rich"
        sources = [str(folder / f"{kind}{number}.fodt") for number in range(BATCH)]
        subprocess.run(
            [*command, "--convert-to", ending, "--outdir", str(folder), *sources],
            check=True,
            capture_output=True,
            timeout=PATIENCE,
        )
    return folder


def drawn(strategy: st.SearchStrategy[Draft]) -> list[Draft]:
    """The same few articles in each run."""
    found: list[Draft] = []

    @settings(
        max_examples=BATCH, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(strategy)
    def keep(story: Draft) -> None:
        found.append(story)

    keep()
    return (found * BATCH)[:BATCH]


RICH, SIMPLE = drawn(_articles), drawn(_simple)


def written(story: Draft) -> str:
    """Flat OpenDocument, with a title, headings, notes, lists, tables and quotations."""
    pieces = [f'<text:p text:style-name="Title">{escape(str(story.headline))}</text:p>']
    for block in story.body:
        assert isinstance(block, Block)
        pieces.append(_written(block, pieces))
    space = '<style:paragraph-properties fo:margin-bottom="0.2in"/>'
    names = ("Title", *_STYLES.values())
    styles = "".join(f'<style:style style:name="{name}" style:family="paragraph">{space}</style:style>' for name in names)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document {_SPACES} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:styles>{styles}</office:styles><office:body><office:text>{''.join(pieces)}</office:text></office:body>"
        "</office:document>"
    )


def _written(block: Block, before: list[str]) -> str:
    text = escape(block.text)
    if block.kind == "crosshead":
        return f'<text:h text:outline-level="2">{text}</text:h>'
    if block.kind == "list_item":
        return f"<text:list><text:list-item><text:p>{text}</text:p></text:list-item></text:list>"
    if block.kind == "table_row":
        cells = (f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in text.split("\t"))
        row = f'<table:table-column table:number-columns-repeated="2"/><table:table-row>{"".join(cells)}</table:table-row>'
        return f"<table:table>{row}</table:table>"
    if block.kind == "note":  # a paragraph of its own refers to it
        body = f'<text:note-body><text:p text:style-name="Footnote">{text}</text:p></text:note-body>'
        note = f'<text:note text:note-class="footnote"><text:note-citation>{len(before)}</text:note-citation>{body}</text:note>'
        return f'<text:p text:style-name="Standard">see below{note}</text:p>'
    return f'<text:p text:style-name="{_STYLES[block.kind]}">{text}</text:p>'


def expected(story: Draft) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for block in story.body:
        assert isinstance(block, Block)
        found += [("paragraph", "see below")] if block.kind == "note" else []
        found.append((block.kind, block.text))
    return found


def read(path: Path) -> Article:
    (found,) = Reader(bundled()).read(Document(path.name, path.read_bytes())).found
    assert found.article is not None, found.reasons
    return found.article


@pytest.mark.parametrize("ending", ["docx", "rtf", "odt"])
def test_a_document_of_word_processors_comes_back(folder: Path, ending: str) -> None:
    """Headline, blocks and their kinds are those that were written."""
    for number, story in enumerate(RICH):
        article = read(folder / f"rich{number}.{ending}")

        assert (story.headline, expected(story)) == (article.headline, [(block.kind, block.text) for block in article.body])


def test_an_epub_comes_back(folder: Path) -> None:
    """All that was written is read, in its order; notes stand at the end of their chapter. LibreOffice writes no headings."""
    for number, story in enumerate(RICH):
        article = read(folder / f"rich{number}.epub")
        texts = [block.text for block in article.body if block.kind != "note"]
        notes = [block.text for block in article.body if block.kind == "note"]

        assert [text for kind, text in expected(story) if kind == "note"] == notes
        assert [str(story.headline), *(text for kind, text in expected(story) if kind != "note")] == texts


def test_a_pdf_comes_back(folder: Path) -> None:
    """Every word, in its order, and every paragraph."""
    for number, story in enumerate(SIMPLE):
        article = read(folder / f"simple{number}.pdf")

        assert [str(story.headline), *(text for _, text in expected(story))] == [
            *([article.headline] if article.headline else []),
            *(block.text for block in article.body),
        ]
