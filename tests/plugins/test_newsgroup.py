"""Articles of newsgroups: dialects of old, quotes and signatures, cancels, and who reads which."""

import pytest

from newsarchive import Document
from newsarchive.pipeline.reader import Reader
from newsarchive.reading import Reading

from .support import body, bundled

HEAD = "From: ada@example.org (Ada Byrne)\nNewsgroups: ip.news\nSubject: Wall\nMessage-ID: <1@example.org>\n"


def read(text: str, only: str | None = "newsgroup") -> Reading:
    return Reader(bundled(), only=only).read(Document("82757", text.encode()))


def said(text: str) -> list[tuple[str, str]]:
    (found,) = read(f"{HEAD}\n{text}").found
    assert found.article is not None
    return body(found.article)


@pytest.mark.parametrize("text", ["The wall.\n", "\nThe wall.\n", "\r\nThe wall.\r\n"])
def test_the_empty_line_may_be_missing(text: str) -> None:
    """A line that is no field ends the head, as corpora have it."""
    (found,) = read(HEAD + text).found

    assert found.article is not None
    assert [("paragraph", "The wall.")] == body(found.article)


@pytest.mark.parametrize("mark", ["> ", ">", "|> ", "AB> ", "> > ", ">>"])
def test_quotes(mark: str) -> None:
    """Marks of quotes are none of the text, whatever a reader's program put there."""
    assert [("quote", "The wall."), ("paragraph", "So it is.")] == said(f"{mark}The wall.\n{mark}\nSo it is.\n")


@pytest.mark.parametrize("line", ["In article <1@a> a@a (Ada) writes:", "On Friday, Ada wrote:", "Ada schrieb am Freitag:"])
def test_who_is_quoted_is_a_note(line: str) -> None:
    """The line above a quote, and only there."""
    assert [("note", line), ("quote", "The wall.")] == said(f"{line}\n> The wall.\n")
    assert [("paragraph", line), ("paragraph", "The wall.")] == said(f"{line}\n\nThe wall.\n")


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        ("-- \nAda Byrne\nIsland Press\n", [("note", "Ada Byrne\nIsland Press")]),
        ("--\nAda Byrne\n", [("note", "Ada Byrne")]),
        ("-- \n\n", []),
    ],
)
def test_signatures(below: str, expected: list[tuple[str, str]]) -> None:
    """RFC 3676, 4.3, also where the blank behind the dashes is lost."""
    assert [("paragraph", "The wall."), *expected] == said(f"The wall.\n{below}")


def test_two_dashes_in_a_long_text_part_it() -> None:
    """What stands below them is no signature if it is long."""
    assert "note" not in {kind for kind, _ in said("One.\n--\n" + "More of it.\n" * 20)}


@pytest.mark.parametrize(
    "field",
    ["Control: cancel <2@example.org>", "control: CANCEL 2@example.org", "Also-Control: cancel <2@example.org>"],
)
def test_a_cancel_is_a_notice(field: str) -> None:
    """RFC 5536, 3.2.3, and as older software wrote it."""
    (found,) = read(f"{HEAD}{field}\n\nCancelled.\n").found

    assert found.message is not None
    assert ({"message-id": "2@example.org"}, "canceled") == (found.message.identifiers, found.message.status)


def test_other_commands_are_no_articles() -> None:
    """To make a group says nothing to a reader."""
    (found,) = read(f"{HEAD}Control: newgroup ip.news.ports\n\nText.\n").found

    assert "ignored" == found.kind


def test_what_supersedes_another_withdraws_it() -> None:
    """RFC 5536, 3.2.12: an article, and a notice of the one whose place it takes."""
    article, notice = read(f"{HEAD}Supersedes: <0@example.org>\n\nText.\n").found

    assert article.article is not None
    assert notice.message is not None
    assert ({"message-id": "0@example.org"}, "canceled") == (notice.message.identifiers, notice.message.status)


@pytest.mark.parametrize(
    "fields",
    [
        "Content-Transfer-Encoding: quoted-printable\n",
        "Content-Type: text/plain; charset=iso-8859-2\n",
        "Content-Type: multipart/mixed; boundary=b\n",
        "Keywords: =?utf-8?q?a?=\n",
    ],
)
def test_what_is_encoded_is_read_by_mail(fields: str) -> None:
    """Articles with MIME: their fields say the same there."""
    reading = read(f"{HEAD}{fields}\nThe wall.\n", only=None)

    assert "mail" == reading.source
    assert ["ip.news"] == [found.article.section for found in reading.found if found.article]


def test_a_name_twice_is_kept_twice() -> None:
    """The first counts, and all are kept."""
    (found,) = read(f"{HEAD}X-A: 1\nX-A: 2\nSubject: Quay\n\nText.\n").found

    assert found.article is not None
    assert ("Wall", ["1", "2"], "Quay") == (
        found.article.headline,
        list(found.article.extra["newsgroup"]["X-A"]),
        found.article.extra["newsgroup"]["Subject"],
    )


@pytest.mark.parametrize("data", [b"Subject: a\nLines: 1\n\nx", b"From: a\nSubject: b\nByline: c\n\nx", b"Lines: 3\n"])
def test_labels_alone_are_no_article(data: bytes) -> None:
    """It has From, Subject, and a field that only news has."""
    assert bundled().sources["newsgroup"].sniff(Document("1", data).sample()) is None
