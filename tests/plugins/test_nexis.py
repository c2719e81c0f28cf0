"""LexisNexis as text and HTML, Nexis Uni as DOCX and RTF: articles that are many, damaged, quoted, unlabelled."""

import io
import textwrap
import zipfile

import pytest

from newsarchive.model import Article
from newsarchive.reading import Reading

from .support import body, read

COVER = "\n\nDownload Request: Selected Items: 1-{0}\nTime Of Request: Tuesday, March 02, 2010  16:51:31 EST\n\n\n"
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def centred(text: str) -> str:
    return f"{' ' * 25}{text}\n"


def article(
    number: str, headline: str = "Wall rises", text: str = "The board voted.", date: str = "March 2, 2010 Tuesday"
) -> str:
    top = [centred(number) if number else "", centred("The Ellery Times"), centred(date)]
    labels = ["LENGTH: 3 words\n", f"{text}\n", "LOAD-DATE: March 3, 2010\n", "LANGUAGE: ENGLISH\n"]
    return "\n".join(["", *top, f"{headline}\n", *labels, centred("Copyright 2010 Ellery Newspapers")])


def reading(data: bytes | str, source: str = "nexis-txt") -> Reading:
    found = read(data)
    assert source == found.source
    return found


def articles(found: Reading) -> list[Article]:
    return [each.article for each in found.found if each.article is not None]


def codes(found: Reading) -> list[str]:
    return [defect.code for defect in found.defects]


def docx(*paragraphs: str, name: str = "LADeliveryID") -> bytes:
    """A DOCX of these paragraphs; `|` breaks a line."""
    said = (text.replace("&", "&amp;").replace("|", "</w:t><w:br/><w:t>") for text in paragraphs)
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in said)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("docProps/custom.xml", f'<Properties><property name="{name}"/></Properties>')
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{MAIN}"><w:body>{body}</w:body></w:document>')
    return file.getvalue()


UNI = (
    "Wall rises",
    "The Ellery Times",
    "March 2, 2010 Tuesday",
    "Length:\xa03 words",
    "Body",
    "The board voted.",
    "End of Document",
)


@pytest.mark.parametrize("count", [1, 2, 30])
def test_each_number_is_an_article(count: int) -> None:
    """The first and the last are there, whatever stands around them."""
    found = reading(
        COVER.format(count) + "".join(article(f"{n} of {count} DOCUMENTS", f"Wall {n}") for n in range(1, count + 1))
    )

    assert [f"Wall {n}" for n in range(1, count + 1)] == [each.headline for each in articles(found)]
    assert [] == codes(found)


def test_a_count_that_does_not_hold_costs_no_article() -> None:
    """What the cover asked for is compared with what is there: 1 and 3 of 3."""
    found = reading(COVER.format(3) + article("1 of 3 DOCUMENTS") + article("3 of 3 DOCUMENTS", "Ferry stays"))

    assert ["Wall rises", "Ferry stays"] == [each.headline for each in articles(found)]
    (defect,) = found.defects
    assert ("count", "the document states 3 articles, and 2 are there") == (defect.code, defect.reason)


def test_files_that_were_joined() -> None:
    """Each download is counted for itself, also behind a byte order mark within the file."""
    one = COVER.format(2) + article("1 of 2 DOCUMENTS") + article("2 of 2 DOCUMENTS", "Ferry stays")
    found = reading(one + "\ufeff" + one + article("Dokument 1 von 1", "Fähre", date="8. März 2001 Donnerstag"))

    assert ["Wall rises", "Ferry stays", "Wall rises", "Ferry stays", "Fähre"] == [each.headline for each in articles(found)]
    assert [] == codes(found)


def test_a_single_article_has_no_number() -> None:
    """With its cover or without, the file is one article."""
    alone, covered = articles(reading(article("")))[0], articles(reading(COVER.format(1) + article("")))[0]

    assert ("Wall rises", "The Ellery Times", "2010-03-02") == (alone.headline, alone.publisher, str(alone.published))
    assert (alone.headline, alone.publisher) == (covered.headline, covered.publisher)


def test_what_a_text_quotes_is_text() -> None:
    """Numbers at the margin or out of their turn, words before a colon, `UPDATE:` before a sentence."""
    text = "7 of 9 DOCUMENTS\n\nBoris: I quit.\n\n" + centred("9 of 12 DOCUMENTS") + "\nUPDATE: the board has resigned."
    (found,) = articles(reading(article("1 of 1 DOCUMENTS", text=text)))

    said = ["7 of 9 DOCUMENTS", "Boris: I quit.", "9 of 12 DOCUMENTS", "UPDATE: the board has resigned."]
    assert said == [text for _, text in body(found)]


def test_an_article_without_a_text() -> None:
    """A picture is an article by its headline or its caption."""
    text = article("1 of 1 DOCUMENTS").replace("LENGTH: 3 words\n\nThe board voted.\n", "GRAPHIC: Gulls on the wall\n")
    (found,) = articles(reading(text))

    assert ("Wall rises", [("caption", "Gulls on the wall")]) == (found.headline, body(found))


@pytest.mark.parametrize(
    ("date", "hints", "code"),
    [("03/05/2010", {}, "ambiguous-date"), ("Winter 2009/2010", {}, "no-date"), ("May 2010", {}, None)],
)
def test_a_date_that_cannot_be_read_is_kept(date: str, hints: dict[str, str], code: str | None) -> None:
    """The article has none, and a defect says what stands there."""
    found = reading(article("1 of 1 DOCUMENTS", date=date))
    (read_article,) = articles(found)

    assert [code] * (code is not None) == codes(found)
    assert (date if code else None) == read_article.extra.get("nexis-txt", {}).get("date")
    assert (None if code else "2010-05") == (str(read_article.published) if read_article.published else None)


def test_the_top_of_an_article_on_the_web() -> None:
    """Who owns the paper, an address, a length without its label."""
    owner = "\n" + centred("De Persgroep") + "\n" + centred("De Kustbode") + "\n" + centred("https://kust.example/veer.html")
    text = article("1 of 1 DOCUMENTS").replace(centred("The Ellery Times"), owner).replace("LENGTH: 3 words", "3 words")
    (found,) = articles(reading(text))

    assert ("De Kustbode", "https://kust.example/veer.html") == (found.publisher, found.url)
    assert {"owner": "De Persgroep", "words": "3"} == {
        name: value for name, value in found.extra["nexis-txt"].items() if name in ("owner", "words")
    }


def test_an_error_of_the_vendor_is_one_defect() -> None:
    """It takes the place of an article, so that the count still holds."""
    error = f"\n{centred('2 of 2 DOCUMENTS')}\nAn error has occurred. The document cannot be displayed.\n"
    found = reading(COVER.format(2) + article("1 of 2 DOCUMENTS") + error)

    assert (1, ["vendor-error"]) == (len(articles(found)), codes(found))


def test_windows_1252_without_a_declaration() -> None:
    """Older downloads say nothing about their bytes."""
    (found,) = articles(reading(article("1 of 1 DOCUMENTS", "Fähre “fährt” nicht").encode("cp1252")))

    assert "Fähre “fährt” nicht" == found.headline


def test_a_page_without_anchors() -> None:
    """A page that lost them is told by its numbers."""
    fields = [
        f"<br><div>{text}</div>"
        for text in ("1 of 2 DOCUMENTS", "The Times", "March 2, 2010", "Wall", "LENGTH: 2 words", "It is.")
    ]
    page = "".join(fields) + "".join(fields).replace("1 of 2", "2 of 2").replace("Wall", "Ferry")
    found = read(f"<html><!-- LXNComment 1 --><!-- <DOC NUMBER=1> -->{page}</html>", only="lexisnexis-html")

    assert ["Wall", "Ferry"] == [each.headline for each in articles(found)]
    assert [] == codes(found)


def test_text_outside_of_fields_is_read() -> None:
    """What stands beside the fields of a page is of the article, too."""
    page = (
        '<a name="DOC_ID_0_0"></a><div>Times</div><div>March 2, 2010</div><div>Wall</div><div>LENGTH: 1</div>Loose <p>words</p>'
    )
    (found,) = articles(read(f"<html><body><!-- <DOC NUMBER=1> -->{page}</body></html>", only="lexisnexis-html"))

    assert ["Loose", "words"] == [text for _, text in body(found)]


def test_a_delivery_of_nexis_uni() -> None:
    """The cover ends before the first article, which is not taken for a part of it."""
    found = reading(docx("Job Number: 1", "Documents (2)", "1. Wall rises", "Client/Matter: -None-", *UNI, *UNI), "nexis-uni")

    assert [("Wall rises", "The Ellery Times")] * 2 == [(each.headline, each.publisher) for each in articles(found)]
    assert [] == codes(found)


def test_a_delivery_that_is_cut_off() -> None:
    """The last article has no end: it is read, and the difference is told."""
    found = reading(docx("Job Number: 1", "Documents (3)", "Client/Matter: -None-", *UNI, *UNI[:-1]), "nexis-uni")

    assert [[("paragraph", "The board voted.")]] * 2 == [body(each) for each in articles(found)]
    assert ["count", "no-end"] == codes(found)


def test_a_label_of_nexis_uni_has_a_space_that_does_not_break() -> None:
    """The last paragraph of a text may begin with a word and a colon."""
    (found,) = articles(reading(docx(*UNI[:-1], "Note: nobody spoke.", "Load-Date:\xa0March 3, 2010", UNI[-1]), "nexis-uni"))

    assert ["The board voted.", "Note: nobody spoke."] == [text for _, text in body(found)]


def test_a_docx_of_somebody_else_is_left_alone() -> None:
    """That a DOCX is a report of a meeting does not make it a delivery."""
    found = read(docx("Minutes", "Length: two hours", "End of Document", name="Author"))

    assert "nexis-uni" != found.source


def test_a_docx_that_unpacks_to_more_than_it_may() -> None:
    """It is refused before it is unpacked."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("docProps/custom.xml", '<p name="LADeliveryID"/>')
        archive.writestr("word/document.xml", b"\0" * (40 << 20))
    found = reading(file.getvalue(), "nexis-uni")

    assert ["member-too-large"] == [reason.code for each in found.found for reason in each.reasons]


@pytest.mark.parametrize("data", [rb"{\rtf1 \a\a}", rb"{\rtf1 \par\par}", docx(), docx("", "")])
def test_a_document_without_text_is_refused(data: bytes) -> None:
    """Nothing but what word processors say to each other is no article."""
    found = read(data, only="nexis-uni")

    assert ["no-text"] == [reason.code for each in found.found for reason in each.reasons]


def test_each_download_has_a_margin_of_its_own() -> None:
    """A file that was joined from a wide one and a narrow one has no paragraph torn in either."""
    words = "The harbour board of Port Ellery voted. It will be rebuilt after three years. Nobody spoke against it. All left."
    narrow, wide = (article("1 of 1 DOCUMENTS", text=textwrap.fill(words, width)) for width in (72, 81))

    assert [[("paragraph", words)]] * 4 == [body(each) for each in articles(reading(narrow + wide + narrow + wide))]
