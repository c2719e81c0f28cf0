"""Exports of ProQuest: nothing of them is lost, whatever is missing, and what merely looks like a label is none."""

import time

import pytest

from newsarchive import Document
from newsarchive.pipeline.reader import Reader
from newsarchive.reading import Reading

from .support import body, bundled

_ABOVE = (
    "<p><strong>Publication info: </strong>Courier ; Lune [Lune]0{0} May 2010: 3.</p>"
    '<p><a href="https://s.example/docview/{0}?a=1">ProQuest document link</a></p>'
)
_BELOW = "<p><strong>Publication title: </strong>Courier; Lune</p><p><strong>Database: </strong>X</p></div>"


def read(data: str | bytes, name: str = "export.html") -> Reading:
    return Reader(bundled()).read(Document(name, data.encode() if isinstance(data, str) else data))


def html(number: int, text: str = "<p>Text.</p>", anchor: str = '<a name="DocID_MSTAR_{0}"></a>') -> str:
    top = f"<div>{anchor.format(number)}<p>Headline {number}</p>{_ABOVE.format(number)}"
    return f"{top}<p><strong>Full text: </strong><text>{text}</text></p>{_BELOW}"


def headlines(reading: Reading) -> list[str | None]:
    return [found.article.headline for found in reading.found if found.article]


@pytest.mark.parametrize("torn", ["</body></html>", "</div></div></div>", "<p><strong>", "<!--", '<a href="', "</table></td>"])
def test_no_markup_in_a_text_ends_the_documents_behind_it(torn: str) -> None:
    """A page within a text, or a tag that is torn, costs its own document at most."""
    reading = read(html(1, f"<p>Text.</p>{torn}") + html(2) + html(3))

    assert ["Headline 1", "Headline 2", "Headline 3"] == headlines(reading)
    assert [] == list(reading.defects)


def test_a_document_without_its_anchor_is_found_and_counted() -> None:
    """A damaged anchor does not put two documents into one; that the counts differ is said."""
    reading = read(html(1) + html(2, anchor='<a na me="DocID_MSTAR_{0}"></a>') + html(3))

    assert ["Headline 1", "Headline 2", "Headline 3"] == headlines(reading)
    assert ["count"] == [defect.code for defect in reading.defects]


def test_labels_are_marked_as_labels() -> None:
    """A paragraph of the text that reads as a label is one of the text."""
    (found,) = read(html(1, "<p>Location: the quay.</p><p>Subject: to change</p>")).found

    assert found.article is not None
    assert [("paragraph", "Location: the quay."), ("paragraph", "Subject: to change")] == body(found.article)
    assert ((), ()) == (found.article.places, found.article.subjects)


@pytest.mark.parametrize(
    ("date", "published"),
    [("May 8, 2010", "2010-05-08"), ("Jan 11, 2 009", "2009-01-11"), ("Mar 2010", "2010-03"), ("1925", "1925")],
)
def test_dates_are_as_precise_as_they_are_printed(date: str, published: str) -> None:
    """Mail puts blanks into numbers; a month stays a month."""
    page = html(1).replace("<p><strong>Database", f"<p><strong>Publication date: </strong>{date}</p><p><strong>Database")
    (found,) = read(page).found

    assert found.article is not None
    assert published == str(found.article.published)


def test_what_may_be_two_days_is_none() -> None:
    """Which is which is for the user to say; the day that `Publication info` prints counts."""
    page = html(1).replace("<p><strong>Database", "<p><strong>Publication date: </strong>03/05/2010</p><p><strong>Database")
    reading = read(page)

    assert ["ambiguous-date"] == [defect.code for defect in reading.defects]
    assert ["2010-05-01"] == [str(found.article.published) for found in reading.found if found.article]


def _text(number: int, rule: str = "_" * 60, full: str = "Text.") -> str:
    link = f"https://s.example/docview/{number}"
    entries = [f"Publication info: Courier ; Lune [Lune]0{number} May 2010: 3.", link, f"Full text: {full}"]
    return "\n\n".join(
        [rule, f"Document {number} of 3", f"Press Release: {number}", *entries, "Publication title: Courier", ""]
    )


def test_rules_may_be_missing_and_stand_in_a_text() -> None:
    """A document begins where its headline stands, whatever is drawn above it."""
    reading = read(_text(1) + _text(2, rule="") + _text(3, full=f"One.\n\n{'_' * 60}\n\nTwo."), "export.txt")

    assert ["Press Release: 1", "Press Release: 2", "Press Release: 3"] == headlines(reading)
    assert [] == list(reading.defects)
    last = reading.found[-1].article
    assert last is not None
    assert [("paragraph", "One."), ("paragraph", "Two.")] == body(last)


def test_a_count_that_lies_costs_no_article() -> None:
    """Two documents of three: a defect beside the two."""
    reading = read(_text(1) + _text(3), "export.txt")

    assert 2 == len(headlines(reading))
    assert ["count"] == [defect.code for defect in reading.defects]


def test_who_writes_about_an_export_wrote_none() -> None:
    """The words of an export in prose are not its marks."""
    reading = read("I clicked on the ProQuest document link.\n\nAbstract: it was empty.\n", "note.txt")

    assert ["plain-text"] == [found.article.provenance.source for found in reading.found if found.article]


@pytest.mark.parametrize("payload", [b"}}}}", b"{{{{", b"\\par ", b"ProQuest document link"])
def test_pictures_do_not_end_the_reading_of_rtf(payload: bytes) -> None:
    """Whatever the bytes of a picture are, the documents around it are read."""
    picture = b"{\\pict\\pngblip\\bin%d %s}" % (len(payload), payload)
    one = b"\\pard{\\b Headline\\par}ProQuest document link\\par FULL TEXT\\par Text.\\par DETAILS\\par Database:\\tab X\\par "
    reading = read(b"{\\rtf1 " + (picture + one) * 3 + b"}", "export.rtf")

    assert ["Headline"] * 3 == headlines(reading)


@pytest.mark.parametrize(
    "unit", ["_" * 30 + "\n", "Author: a\n", "<>\n", "https://s.example/docview/1\n", "Abstract: \n", "a\n", "\n"]
)
def test_text_is_read_in_linear_time(unit: str) -> None:
    """Any line as often as it fits into 200 kB takes no time that shows."""
    data = (_text(1) + unit * (200_000 // len(unit))).encode()
    began = time.process_time()
    list(bundled().sources["proquest-txt"].parse(Document("x", data)))

    assert time.process_time() - began < 10
