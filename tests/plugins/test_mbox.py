"""Mailboxes: where messages begin, what was quoted, and what is counted."""

import pytest

from newsarchive import Document, Part, Unreadable

from .support import bundled

LINE = b"From ada@example.org Thu Oct 10 07:00:00 2024\n"
HEAD = b"From: ada@example.org\nSubject: Wall\n\n"


def parts(data: bytes) -> list[bytes]:
    return [part.data for part in bundled().sources["mbox"].parse(Document("a", data)) if isinstance(part, Part)]


def message(body: bytes) -> bytes:
    return LINE + HEAD + body + b"\n"


@pytest.mark.parametrize(
    "line",
    [
        b"From ada@example.org Thu Oct 10 07:00:00 2024\n",
        b"From ada@example.org  Thu Oct  1 07:00 CEST 2024\r\n",
        b"From - Thu Oct 10 07:00:00 2024 +0200\n",
        b"From MAILER-DAEMON Thu Oct 10 07:00:00 +0200 2024\n",
        b"From ada orsund Thu Oct 10 07:00:00 2024 remote from lune\n",
    ],
)
def test_beginnings(line: bytes) -> None:
    """RFC 4155 and what programs wrote before it."""
    data = (line + HEAD + b"One.\n\n") * 2

    assert [HEAD + b"One.\n"] * 2 == parts(data)


@pytest.mark.parametrize(
    "text",
    [
        b"From the quay to the mole.\n",
        b"\nFrom the quay on Thu Oct 10 07:00:00 2024\nnothing is left.\n",
        b"One.\nFrom ada@example.org Thu Oct 10 07:00:00 2024\nSubject: none\n",
    ],
)
def test_lines_that_only_begin_so(text: bytes) -> None:
    """A beginning has a date, an empty line above it and a field below it."""
    assert [HEAD + text] == parts(message(text))


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        (b"One.\n>From here.\nTwo.\n", b"One.\nFrom here.\nTwo.\n"),
        (b"\n>From here.\n\n", b"\nFrom here.\n\n"),
        (b"One.\n>From here.\n>From there.\n", b"One.\nFrom here.\nFrom there.\n"),
        (b">One.\n>>From here.\n>Two.\n", b">One.\n>From here.\n>Two.\n"),
        (b">One.\n>From here.\n>Two.\n", b">One.\n>From here.\n>Two.\n"),
        (b"One.\n>>From here.\nTwo.\n", b"One.\n>>From here.\nTwo.\n"),
        (b"One.\n>From here.\n>Two.\n", b"One.\n>From here.\n>Two.\n"),
    ],
)
def test_marks_of_the_mailbox_are_taken_back(stored: bytes, text: bytes) -> None:
    """Where they are one more than those of the lines round them; else they may be the author's."""
    assert [HEAD + text] == parts(message(stored))


def test_what_is_counted_is_not_searched() -> None:
    """A Content-Length that leads to a beginning, or to the end, is believed; another one is not."""
    body = b"One.\n\n" + LINE + b"Subject: none\n>From here.\n"
    head = b"Subject: a\nContent-Length: %d\n\n"
    counted = head % len(body)

    assert [counted + body, HEAD + b"Two.\n"] == parts(LINE + counted + body + b"\n" + message(b"Two.\n"))
    assert 3 == len(parts(LINE + head % 7 + body + b"\n" + message(b"Two.\n")))


def test_what_does_not_begin_so_is_refused() -> None:
    """A mail is no mailbox."""
    with pytest.raises(Unreadable):
        parts(HEAD + b"One.\n")
