"""Mail: what heads say in the encodings of theirs, forms of the text, attachments, and what is no mail."""

import base64
import email.policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive import Document, PartialDate
from newsarchive.pipeline.reader import Reader
from newsarchive.reading import Reading

from .support import body, bundled

HEAD = "From: Ada Byrne <ada@example.org>\nSubject: Wall\nMessage-ID: <1@example.org>\n"


def read(data: bytes | str) -> Reading:
    return Reader(bundled(), only="mail").read(Document("a.eml", data.encode() if isinstance(data, str) else data))


def article(data: bytes | str):  # type: ignore[no-untyped-def]  # a test's helper
    (found,) = read(data).found
    assert found.article is not None, found.reasons
    return found.article


def multipart(kind: str, *parts: str) -> str:
    return f"{HEAD}Content-Type: multipart/{kind}; boundary=b\n\n" + "".join(f"--b\n{part}\n" for part in parts) + "--b--\n"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("=?utf-8?Q?Caf=C3=A9_wall?=", "Café wall"),
        ("=?UTF-8?B?Q2Fmw6k=?=", "Café"),
        ("=?utf-8?Q?Caf=C3?= =?utf-8?Q?=A9?=", "Café"),
        ("=?iso-8859-1?Q?Caf=E9?=\n =?utf-8?B?IOKAkw==?= wall", "Café – wall"),
        ("=?iso-8859-1?Q?=93It_is=94?=", "“It is”"),
        ("=?iso-8859-1*fr?Q?Caf=E9?=", "Café"),
        ("=?x-unknown?Q?Caf=C3=A9?=", "Café"),
        ("=?utf-8?Q?Harbour’s_wall?=", "Harbour’s wall"),
        ("=?utf-8?X?none?= =?", "=?utf-8?X?none?= =?"),
        ("Café", "Café"),
    ],
)
def test_encoded_words(raw: str, said: str) -> None:
    """RFC 2047, and characters that are parted between words, charsets that lie, bytes that are not encoded."""
    assert said == article(f"From: a@example.org\nSubject: {raw}\nMessage-ID: <1@a>\n\nText.\n").headline


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=60))
def test_what_the_library_encodes_is_read(text: str) -> None:
    """A subject that Python's library wrote says what was written."""
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"], mail["Subject"], mail["Message-ID"] = "a@example.org", " ".join(text.split()), "<1@example.org>"
    mail.set_content("The wall.")

    assert " ".join(text.split()) == " ".join((article(mail.as_bytes()).headline or "").split())


@given(st.text(st.sampled_from("=?utf-8QBqb_ \tAé\n<>()\",;:'*/%0"), max_size=60))
def test_heads_are_read_whatever_they_say(text: str) -> None:
    """Any text in any field is read, and costs nothing else."""
    fields = ("From", "Subject", "Date", "Message-ID", "Keywords", "List-Id", "Content-Type", "Content-Disposition")
    folded = text.replace("\n", "\n ")
    reading = read("".join(f"{name}: {folded}\n" for name in fields) + "\nThe wall is to be rebuilt.\n")

    assert "parse-failed" not in {reason.code for found in reading.found for reason in found.reasons}


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Wed, 18 Feb 2015 22:18:43 -0800 (PST)", "2015-02-18T22:18:43-08:00"),
        ("18 Feb 2015 22:18 GMT", "2015-02-18T22:18+00:00"),
        ("Wed, 18 Feb 2015 22:18:43 -0000", "2015-02-18T22:18:43+00:00"),
        ("5 Apr 93 13:23:11 EST", "1993-04-05T13:23:11-05:00"),
        ("Monday, 05-Apr-93 13:23:11 GMT", "1993-04-05T13:23:11+00:00"),
        ("1 Jan 103 10:00:00 A", "2003-01-01T10:00:00"),
        ("1 Jan 03 10:00:00 MEST", "2003-01-01T10:00:00"),
        ("18 Feb 2015", "2015-02-18"),
        ("31 Feb 2015 10:00:00 GMT", None),
        ("Wed, 18 Feb 2015 22:18:43 +9999", None),
        ("yesterday", None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    """RFC 5322 with its obsolete forms; letters that name no zone for certain are none."""
    found = next(each.article for each in read(f"{HEAD}Date: {text}\n\nText.\n").found)

    assert found is not None
    assert (PartialDate.parse(date) if date else None) == found.published


@pytest.mark.parametrize(
    ("written", "byline", "authors"),
    [
        ("Ada Byrne <ada@example.org>", "Ada Byrne", ["Ada Byrne"]),
        ('"Byrne, Ada" <ada@example.org>', "Byrne, Ada", []),
        ('"Ada \\"Bo\\" Byrne" <ada@example.org>', 'Ada "Bo" Byrne', []),
        ("ada@example.org (Ada Byrne)", "Ada Byrne", ["Ada Byrne"]),
        (
            "Ada Byrne <ada@example.org>, J. R. Quill-Marsh <j@example.org>",
            "Ada Byrne, J. R. Quill-Marsh",
            ["Ada Byrne", "J. R. Quill-Marsh"],
        ),
        ("=?utf-8?Q?Ana_Ib=C3=A1=C3=B1ez?= <a@example.org>", "Ana Ibáñez", ["Ana Ibáñez"]),
        ("desk@example.org", None, []),
        ("<desk@example.org>", None, []),
        ("Ada Byrne <", None, []),
    ],
)
def test_who_it_is_from(written: str, byline: str | None, authors: list[str]) -> None:
    """Names as printed; an address is nobody's name."""
    found = article(f"From: {written}\nSubject: Wall\nMessage-ID: <1@a>\n\nText.\n")

    assert (byline, authors) == (found.byline, [author.name for author in found.authors])


@pytest.mark.parametrize(
    ("fields", "publisher"),
    [
        ("List-Id: Orsund harbour <h.example.org>\n", "Orsund harbour"),
        ("List-Unsubscribe: <https://example.org>\n", "Ada Byrne"),
        ("List-Unsubscribe: <https://example.org>\nList-Post: <mailto:h@example.org>\n", None),
        ("Sender: Island Press <desk@example.org>\n", "Island Press"),
        ("Sender: desk@example.org\n", None),
    ],
)
def test_who_sends_it(fields: str, publisher: str | None) -> None:
    """The list by its name, a newsletter by whom it is from, else the sender."""
    assert publisher == article(f"{HEAD}{fields}\nText.\n").publisher


def test_a_newsletter_is_nobody() -> None:
    """The name of a publication is in its byline, and no author, even if it looks like a person's."""
    found = article(f"{HEAD}List-Unsubscribe: <https://example.org>\n\nText.\n")

    assert ("Ada Byrne", ()) == (found.byline, found.authors)


def test_a_nul_does_not_end_a_page() -> None:
    """What stands behind it is read."""
    assert ["One.", "Two."] == [
        block.text for block in article(f"{HEAD}Content-Type: text/html\n\n<p>One.\0</p><p>Two.</p>").body
    ]


PLAIN = "Content-Type: text/plain\n\nThe harbour board voted on Tuesday."
HTML = "Content-Type: text/html\n\n<p>The harbour board <b>voted</b> on Tuesday.</p><p>So it is.</p>"
SHORT = "Content-Type: text/html\n\n<p>See.</p>"
PICTURE = "Content-Type: image/gif\nContent-ID: <w>\n\nx"


@pytest.mark.parametrize(
    ("kind", "parts", "texts"),
    [
        ("alternative", (PLAIN, HTML), ["The harbour board voted on Tuesday.", "So it is."]),
        ("alternative", (PLAIN, SHORT), ["The harbour board voted on Tuesday."]),
        ("alternative", (HTML, "Content-Type: text/calendar\n\nBEGIN"), ["The harbour board voted on Tuesday.", "So it is."]),
        ("mixed", (PLAIN, PICTURE, PLAIN), ["The harbour board voted on Tuesday."] * 2),
        ("signed", (PLAIN, "Content-Type: application/pgp-signature\n\nx"), ["The harbour board voted on Tuesday."]),
        ("x-unheard-of", (PLAIN,), ["The harbour board voted on Tuesday."]),
    ],
)
def test_the_best_form(kind: str, parts: tuple[str, ...], texts: list[str]) -> None:
    """RFC 2046, 5.1.4: the last alternative, unless it says much less; all parts of what is mixed."""
    found = next(each.article for each in read(multipart(kind, *parts)).found if each.article)

    assert texts == [block.text for block in found.body]


def test_attachments_are_documents() -> None:
    """Each under its name, with its type and its charset; the mail's own text is an article beside them."""
    attached = "Content-Type: text/plain; charset=cp1252\nContent-Disposition: attachment; filename*=utf-8''f%C3%A4rja.txt\n\n"
    data = multipart("mixed", PLAIN, f"{attached}Café closed\n\nThe café on the quay closed.").encode("cp1252")
    reading = Reader(bundled(), only="mail").read(Document("a.eml", data))

    assert [None, "färja.txt"] == [found.member for found in reading.found]
    assert ["Wall", "Café closed"] == [found.article.headline for found in reading.found if found.article]


def test_a_mail_without_text_gives_what_is_attached() -> None:
    """It is no article itself."""
    reading = read(multipart("mixed", "Content-Type: message/rfc822\n\n" + HEAD + "\nThe wall.\n"))

    assert ["ignored", "article"] == [found.kind for found in reading.found]


def test_a_mail_without_text_and_attachments_is_its_headline() -> None:
    """A subject says something."""
    assert ("Wall", ()) == (article(HEAD + "\n").headline, article(HEAD + "\n").body)


@pytest.mark.parametrize(
    ("label", "data", "text"),
    [
        ("iso-8859-1", b"\x93It is\x94", "“It is”"),
        ("utf-8", "Café".encode("cp1252"), "Café"),
        ("us-ascii", "Café".encode(), "Café"),
        ("x-unknown", "Café".encode(), "Café"),
        ("gb2312", "镕基".encode("gb18030"), "镕基"),
        ("koi8-r", "Дамба".encode("koi8-r"), "Дамба"),
        ("idna", "Café".encode(), "Café"),
        ("rot13", b"Cafe", "Cafe"),
    ],
)
@pytest.mark.parametrize("how", ["8bit", "base64"])
def test_charsets_that_lie(label: str, data: bytes, text: str, how: str) -> None:
    """A label is read as what those mean that write it, and passed over where it does not fit."""
    data += " stays open, as it was, and its owner asked for no help".encode("ascii")
    written = base64.encodebytes(data) if how == "base64" else data
    head = f"{HEAD}Content-Type: text/plain; charset={label}\nContent-Transfer-Encoding: {how}\n\n".encode()

    assert article(head + written).body[0].text.startswith(text + " stays")


def test_a_flowed_text() -> None:
    """RFC 3676: lines that end in a blank run on, at one depth of quotes; with DelSp that blank is none."""
    text = "One \ntwo.\n\n> Three \n> four.\n>> Five.\n From here \non.\n-- \nAda\n"
    found = article(f"{HEAD}Content-Type: text/plain; format=flowed\n\n{text}")

    assert [
        ("paragraph", "One two."),
        ("quote", "Three four."),
        ("quote", "Five."),
        ("paragraph", "From here on."),
        ("note", "Ada"),
    ] == body(found)
    joined = article(f"{HEAD}Content-Type: text/plain; format=flowed; delsp=yes\n\nwater \nmelon\n")
    assert ["watermelon"] == [block.text for block in joined.body]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (f"{HEAD}Content-Type: multipart/mixed\n\nThe wall.\n", "no-boundary"),
        (multipart("mixed", PLAIN).removesuffix("--b--\n"), "cut-off"),
        (f"{HEAD}Content-Type: multipart/mixed; boundary=b\n\nThe wall.\n", "cut-off"),
        (f"{HEAD}Content-Transfer-Encoding: x-own\n\nThe wall.\n", "unknown-encoding"),
        (f"{HEAD}Date: soon\n\nThe wall.\n", "no-date"),
        (multipart("mixed", *[PLAIN] * 1001), "too-many-parts"),
    ],
)
def test_what_is_broken_costs_itself(data: str, code: str) -> None:
    """A defect beside the article."""
    reading = read(data)

    assert [code] == [defect.code for defect in reading.defects]
    assert ["article"] == [found.kind for found in reading.found]
    assert all(found.article and found.article.body for found in reading.found)


def test_parts_nested_for_ever_are_left() -> None:
    """Deeper than twenty levels nothing is read, and nothing is slow."""
    deep = "".join(f"Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n" for level in range(500))
    reading = read(f"From: a@a\nSubject: Wall\nDate: 1 Jan 2024\n{deep}\nThe wall.\n")

    assert "too-deep" in {defect.code for defect in reading.defects}


def test_hidden_text_is_left_out_and_layout_is_no_table() -> None:
    """What follows the hidden stays; cells that hold paragraphs are none of a table."""
    page = (
        '<div style="display: none">Preview</div>After<table><tr><td><p>One.</p></td><td><p>Two.</p></td></tr></table>'
        "<table><tr><td>a</td><td>b</td></tr></table><img src='cid:w' alt='The wall'><img src='https://a/p.gif' width=1>"
    )
    found = article(multipart("related", f"Content-Type: text/html\n\n{page}", PICTURE))

    assert [("paragraph", "After"), ("paragraph", "One."), ("paragraph", "Two."), ("table_row", "a\tb")] == body(found)
    assert [("image", "cid:w", "The wall")] == [(each.kind, each.url, each.caption) for each in found.media]


def test_a_form_is_read_by_its_labels() -> None:
    """A story that a script mailed as JSON, with lists that are padded."""
    form = '{"Headline":["No illusions",""],"Body":["The wall.\\nThe quay."],"Dateline":["ORSUND",""],"Desk":["News"]}'
    found = article(f"{HEAD}\n{form}\n")

    assert ("No illusions", ["The wall.", "The quay."]) == (found.headline, [block.text for block in found.body])
    assert found.dateline is not None
    assert ("ORSUND", "News", "Wall") == (found.dateline.text, found.extra["mail"]["Desk"], found.extra["mail"]["Subject"])


def test_readers_are_not_named() -> None:
    """Whom a mail was sent to, and by which ways, is not kept."""
    found = article(f"Received: from x\nDelivered-To: me@example.net\nTo: me@example.net\nCc: you@example.net\n{HEAD}\nText.\n")

    assert {"From"} == set(found.extra["mail"])


def test_a_report_is_no_article() -> None:
    """What a mail server says of a mail that it could not deliver."""
    (found,) = read(multipart("report", PLAIN)).found

    assert "ignored" == found.kind


@pytest.mark.parametrize(
    "data",
    [
        b"From: the quay\n\nA text.",
        b"Headline: A\nByline: B\nDate: 1 Jan\nSubject: C\n\nText.",
        b"<p>From: a\nSubject: b\nDate: c\n",
        b'{"From": "a",\n"Subject": "b"}',
        b"",
    ],
)
def test_labels_alone_are_no_mail(data: bytes) -> None:
    """Texts of labels lack what every message has."""
    assert bundled().sources["mail"].sniff(Document("a.eml", data).sample()) is None


def test_a_mail_that_ends_as_a_signed_text_is_mail() -> None:
    """What stands at its end says less than its head."""
    reading = Reader(bundled()).read(Document("a.txt", f"{HEAD}\nThe wall is rebuilt.\n\nO.Byrne--IP\n".encode()))

    assert "mail" == reading.source
