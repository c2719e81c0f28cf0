"""Articles of newsgroups and mail. Mail is written by the library `email`, and what it keeps is told by that, too."""

import datetime
import email.policy
import html
import re
from email.headerregistry import Address
from email.message import EmailMessage
from importlib.resources import files
from typing import Any

import attrs
from hypothesis import strategies as st

from newsarchive import Author, Block, Draft, PartialDate
from newsarchive.testing import Format, Renderer
from newsarchive.testing.says import markup_text
from newsarchive.testing.strategies import headlines, paragraphs

_SAMPLES = files("newsarchive_plugins") / "samples"
_PERSONS = st.sampled_from(["Anne-Marie Byrne", "J. R. Quill-Marsh", "Ana de la Cruz", "Daniel S OBrien", "Петр Орлов"])
_ORGANISATIONS = st.sampled_from(["Island Press", "University of Orsund", "Östra Nyheter AB"])
_GROUPS = st.lists(
    st.sampled_from(["ip.news.ports", "comp.graphics", "soc.culture.orsund"]), min_size=1, max_size=3, unique=True
)
_WORDS = st.lists(st.sampled_from(["harbour", "sea wall", "дамба", "votes"]), max_size=3, unique=True)
_TIMES = st.builds(
    lambda time, seconds, zone: PartialDate(
        time.year, time.month, time.day, time.hour, time.minute, time.second if seconds else None, None, zone
    ),
    st.datetimes(),
    st.booleans(),
    st.none() | st.integers(-14 * 60, 14 * 60),
)
#: Times as that library writes them.
_STAMPS = st.builds(
    lambda time, zone: PartialDate(time.year, time.month, time.day, time.hour, time.minute, time.second, None, zone),
    st.datetimes(datetime.datetime(1900, 1, 1)),  # it reads a year of 99 as 1999 (RFC 5322, 4.3)
    st.integers(-14 * 60, 14 * 60),
)
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@attrs.define(kw_only=True)
class Message(Draft):
    """A draft, and how it is written."""

    form: int = 0  #: which of the forms of a mailbox
    how: str = "7bit"  #: the encoding of its text
    kind: str = "plain"  #: the form of its text: plain, HTML, or both
    attached: bool = False  #: whether a text is attached


def date_of(date: PartialDate) -> str:
    """RFC 5322, 3.3."""
    seconds = "" if date.second is None else f":{date.second:02}"
    zone = "" if date.zone is None else f" {'-' if date.zone < 0 else '+'}{abs(date.zone) // 60:02}{abs(date.zone) % 60:02}"
    return f"{date.day} {_MONTHS[(date.month or 1) - 1]} {date.year:04} {date.hour:02}:{date.minute:02}{seconds}{zone}"


def mailbox(name: str, form: int) -> str:
    """RFC 5322, 3.4, and RFC 1036, 2.1.1."""
    return (f"{name} <desk@example.org>", f'"{name}" <desk@example.org>', f"desk@example.org ({name})")[form]


def text_of(message: Message) -> str:
    """The body as it is typed."""
    pieces = []
    for block in message.body:
        assert isinstance(block, Block)
        mark = "> " if block.kind == "quote" else ""
        if block.kind == "note":
            pieces.append(f"-- \n{block.text}")
        else:
            pieces.append(mark + block.text)
    return "\n\n".join(pieces) + "\n"


_PARAGRAPHS = paragraphs.map(lambda texts: [Block("paragraph", text) for text in texts])
_QUOTES = paragraphs.map(lambda texts: [Block("quote", text) for text in texts])
_SIGNATURES: st.SearchStrategy[list[Block]] = st.just([]) | st.just([Block("note", "Ana de la Cruz\nIsland Press, Orsund")])
BODIES = st.builds(lambda *parts: [block for part in parts for block in part], st.just([]) | _QUOTES, _PARAGRAPHS, _SIGNATURES)


def _posted(draft: Message, name: str, organisation: str | None, groups: list[str], words: list[str]) -> Message:
    """An article by one person."""
    extra: dict[str, str] = {"From": mailbox(name, draft.form), "Newsgroups": ",".join(groups)}
    if organisation:
        extra["Organization"] = organisation
    return attrs.evolve(
        draft,
        byline=name,
        authors=[Author(name, organisation=organisation)],
        section=groups[0],
        keywords=words,
        extra=extra,
    )


_ARTICLES = st.builds(
    _posted,
    st.builds(
        Message,
        form=st.integers(0, 2),
        headline=headlines,
        summary=st.none() | headlines,
        note=st.none() | headlines,
        body=BODIES,
        published=st.none() | _TIMES,
        identifiers=st.just({}) | st.just({"message-id": "1993Apr5.1@example.org"}),
    ),
    _PERSONS,
    st.none() | _ORGANISATIONS,
    _GROUPS,
    _WORDS,
)


def _head(message: Message) -> dict[str, str | None]:
    """The fields of a message and what they say."""
    published = message.published
    return {
        **message.extra,
        "Subject": message.headline,
        "Date": date_of(published) if isinstance(published, PartialDate) else None,
        "Summary": message.summary,
        "Comments": message.note,
        "Keywords": ", ".join(message.keywords),
        "Message-ID": "".join(map("<{}>".format, message.identifiers.values())),
    }


def _write(message: Message) -> str:
    fields = "".join(f"{name}: {value}\n" for name, value in _head(message).items() if value)
    return f"{fields}\n{text_of(message)}"


NEWSGROUP = Format(
    source="newsgroup",
    samples=_SAMPLES / "newsgroup",
    renderer=Renderer(_ARTICLES, _write),
    line_ends=("\n", "\r\n"),
)


def _mailed(draft: Message, name: str, words: list[str]) -> Message:
    """A mail by one person. HTML has no signatures."""
    body = [block for block in draft.body if isinstance(block, Block) and (draft.kind == "plain" or block.kind != "note")]
    extra: dict[str, Any] = {"From": str(Address(name, addr_spec="desk@example.org"))}
    if draft.publisher:
        extra["List-Id"] = f"{draft.publisher} <news.example.org>"
    if draft.attached:
        extra["attachments"] = [{"name": "ferry.txt", "type": "text/plain"}]
    return attrs.evolve(draft, byline=name, authors=[Author(name)], keywords=words, extra=extra, body=body)


_MAILS = st.builds(
    _mailed,
    st.builds(
        Message,
        how=st.sampled_from(["quoted-printable", "base64", "8bit"]),
        kind=st.sampled_from(["plain", "html", "both"]),
        attached=st.booleans(),
        headline=headlines,
        summary=st.none() | headlines,
        note=st.none() | headlines,
        publisher=st.none() | _ORGANISATIONS,
        language=st.sampled_from([None, "en", "de-AT"]),
        body=BODIES,
        published=st.none() | _STAMPS,
        identifiers=st.just({}) | st.just({"message-id": "1@example.org"}),
    ),
    _PERSONS,
    _WORDS,
)


def _page(message: Message) -> str:
    tags = {"paragraph": "p", "quote": "blockquote"}
    blocks = [block for block in message.body if isinstance(block, Block)]
    said = "".join(f"<{tags[each.kind]}>{html.escape(each.text)}</{tags[each.kind]}>\n" for each in blocks)
    return f"<html><head><style>p {{ margin: 0 }}</style></head><body>\n{said}</body></html>\n"


def _write_mail(message: Message) -> bytes:
    mail = EmailMessage(policy=email.policy.SMTP)
    for name, value in _head(message).items():
        if value and name != "attachments":
            mail[name] = value
    if message.kind != "html":
        mail.set_content(text_of(message), cte=message.how)
    if message.kind == "html":
        mail.set_content(_page(message), subtype="html", cte=message.how)
    elif message.kind == "both":
        mail.add_alternative(_page(message), subtype="html", cte=message.how)
        mail.set_boundary("=_forms")  # the library's own is a random number
    if message.attached:
        mail.add_attachment("A ferry ran aground near Lune on Friday.", filename="ferry.txt")
        mail.set_boundary("=_parts")
    if message.language:
        mail["Content-Language"] = message.language
    return mail.as_bytes()


#: What HTML does not say to a reader.
_UNSAID = re.compile(r"<style>.*?</style>|<title>.*?</title>|<div style=.display:none.>.*?</div>", re.DOTALL)


def _keeps(piece: str | bytes) -> str:
    """The subject, and the text in its best form, as Python's library reads it."""
    data = piece if isinstance(piece, bytes) else piece.encode()
    mail: Any = email.message_from_bytes(data.lstrip(), policy=email.policy.default)
    body = mail.get_body(("html", "plain"))
    if body is None or mail["control"]:
        return ""
    text = str(body.get_content()).replace("\r\n", "\n")
    plain = body.get_content_type() == "text/plain"
    text = text.replace("\n-- \n", "\n") if plain else markup_text(_UNSAID.sub("", text))
    return f"{mail['subject'] or ''}\n{text}".replace("> ", " ")


MAIL = Format(
    source="mail",
    samples=_SAMPLES / "mail",
    renderer=Renderer(_MAILS, _write_mail),
    says=None,  # a stretch of it is encoded by what stands elsewhere
    keeps=_keeps,
)
