"""Office documents: what is no headline, layout tables, packages that lie, scans, periodicals."""

import io
import zipfile

from newsarchive import Document
from newsarchive.pipeline.reader import Reader
from newsarchive.reading import Reading

from .support import bundled

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(data: bytes, name: str = "story") -> Reading:
    return Reader(bundled()).read(Document(name, data))


def zipped(**members: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/"), text)
    return file.getvalue()


def docx(body: str) -> bytes:
    return zipped(**{"word__document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def said(data: bytes) -> tuple[str | None, list[tuple[str, str]]]:
    (found,) = read(data).found
    assert found.article is not None, found.reasons
    return found.article.headline, [(block.kind, block.text) for block in found.article.body]


def test_a_sentence_is_no_headline() -> None:
    """What ends as a sentence does is text."""
    assert said(docx(paragraph("It rains.") + paragraph("It rains for a week, and longer."))) == (
        None,
        [("paragraph", "It rains."), ("paragraph", "It rains for a week, and longer.")],
    )


def test_a_table_with_one_cell_is_a_frame() -> None:
    """Its paragraphs are those of the text."""
    cell = f"<w:tc>{paragraph('Rain stays')}{paragraph('It rains for a week, and longer.')}</w:tc>"

    assert said(docx(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>")) == (
        "Rain stays",
        [("paragraph", "It rains for a week, and longer.")],
    )


def test_what_is_shown_twice_is_read_once() -> None:
    """A text box and its fallback, a deletion, a drawing's offsets."""
    box = f"<w:txbxContent>{paragraph('Box.')}</w:txbxContent>"
    choices = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    twice = f"<mc:AlternateContent xmlns:mc='m'>{choices}</mc:AlternateContent>"
    run = f"<w:r><w:t>Rain </w:t></w:r><w:del><w:r><w:delText>not </w:delText></w:r></w:del><w:r>{twice}<w:t>stays.</w:t></w:r>"

    assert said(docx(f"<w:p>{run}</w:p>")) == (None, [("paragraph", "Box."), ("paragraph", "Rain stays.")])


def test_a_package_that_unpacks_without_end_is_refused() -> None:
    """A part has the bounds of a container's member."""
    (found,) = read(docx("<w:p/>" + " " * (80 << 20))).found

    assert ("quarantined", "member-too-large") == (found.kind, found.reasons[0].code)


def test_a_package_without_its_part_says_so() -> None:
    """An EPUB that names a page which is not there has the others."""
    opf = (
        '<package xmlns="o" xmlns:dc="d"><metadata><dc:title>Hill</dc:title></metadata><manifest>'
        '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/><item id="b" href="b.xhtml" '
        'media-type="application/xhtml+xml"/></manifest><spine><itemref idref="b"/><itemref idref="a"/></spine></package>'
    )
    container = '<container><rootfiles><rootfile full-path="c.opf"/></rootfiles></container>'
    members = {"META-INF__container.xml": container, "c.opf": opf, "a.xhtml": "<html><body><p>Snow.</p></body></html>"}
    reading = read(zipped(**members))

    assert ["no-part"] == [defect.code for defect in reading.defects]
    assert said(zipped(**members)) == ("Hill", [("paragraph", "Snow.")])


def test_each_page_of_a_periodical_is_a_part() -> None:
    """What calibre fetched is a collection of articles."""
    opf = (
        '<package xmlns="o" xmlns:dc="d"><metadata><dc:title>Hill</dc:title>'
        '<meta name="calibre:publication_type" content="periodical:unknown:Hill"/></metadata><manifest>'
        '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/></spine></package>'
    )
    container = '<container><rootfiles><rootfile full-path="c.opf"/></rootfiles></container>'
    members = {"META-INF__container.xml": container, "c.opf": opf, "a.xhtml": "<html><body><p>Snow.</p></body></html>"}

    assert ["a.xhtml"] == [found.member for found in read(zipped(**members)).found]


def test_pages_without_text_are_a_scan() -> None:
    """A PDF of pictures is no article."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    file = io.BytesIO()
    writer.write(file)
    (found,) = read(file.getvalue()).found

    assert ("ignored", "not an article: no text: a scan of one page") == (found.kind, found.reasons[0].reason)


def test_a_locked_pdf_says_so() -> None:
    """A password that nobody knows is a reason."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    (found,) = read(file.getvalue()).found

    assert ("quarantined", "encrypted") == (found.kind, found.reasons[0].code)
