"""Exports of ProQuest with one document: as HTML, by mail, as RTF and as text."""

import email.policy
from collections.abc import Iterator
from email.message import EmailMessage
from html import escape
from importlib.resources import files

import attrs
from hypothesis import strategies as st

from newsarchive import Author, Block, Dateline, Draft, Part, PartialDate, Subject
from newsarchive.testing import Format, Renderer
from newsarchive.testing.strategies import headlines, paragraphs

from .exports import rtf_text, says_page

_SAMPLES = files("newsarchive_plugins") / "samples"
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_LANGUAGES = {"en": "English", "de": "German", "es": "Spanish"}
_WORDS = st.lists(st.sampled_from(["Sea walls", "Harbors & ports", "Votes -- Lune"]), max_size=2, unique=True)
_SPECIALS = st.sampled_from(
    [
        [],
        [Block("caption", "Photo: The sea wall in March.")],
        [Block("credit", "Credit: By Ada Byrne, Island Courier")],
        [Block("note", "CORRECTION: An earlier version named the wrong quay.")],
    ]
)
_BODIES = st.builds(
    lambda texts, special: [*(Block("paragraph", text) for text in texts), *special],
    paragraphs,
    _SPECIALS,
)
_SIGNED = st.sampled_from(
    [
        None,
        ("Byrne, Ada", ["Byrne, Ada"]),
        ("Byrne, Ada; Reede, Tomas", ["Byrne, Ada", "Reede, Tomas"]),
        ("D. Quill", ["D. Quill"]),
    ]
)


def _signed(draft: Draft, signed: tuple[str, list[str]] | None) -> Draft:
    if signed is None:
        return draft
    return attrs.evolve(draft, byline=signed[0], authors=[Author(name) for name in signed[1]])


def _linked(draft: Draft) -> Draft:
    number = draft.identifiers["proquest"]
    return attrs.evolve(draft, url=f"https://search.proquest.com/docview/{number}")


_STORIES = st.builds(
    _signed,
    st.builds(
        Draft,
        headline=headlines,
        edition=st.none() | st.just("Late Edition (East Coast)"),
        summary=st.none() | paragraphs.map(lambda texts: texts[0]),
        body=st.just([]) | _BODIES,
        publisher=st.sampled_from(["Island Courier", "The Lune Times"]),
        published=st.dates().map(lambda day: PartialDate(day.year, day.month, day.day)),
        page=st.none() | st.sampled_from(["A.2", "14"]),
        section=st.none() | st.just("Business; Part B"),
        language=st.sampled_from([None, *_LANGUAGES]),
        identifiers=st.integers(1, 10**9).map(lambda number: {"proquest": str(number)}),
        copyright=st.none() | st.just("(Copyright (c) 2019 Island Courier)"),
        dateline=st.none() | st.just(Dateline("PORT ELLERY", place="PORT ELLERY")),
        subjects=_WORDS.map(lambda words: [Subject("proquest", name=word) for word in words]),
        organisations=_WORDS,
        places=_WORDS,
        people=st.just([]) | st.just(["Quill, Marta"]),
        extra=st.fixed_dictionaries({"Database": st.just("Island Newsstream")}, optional={"Document type": st.just("News")}),
    ).map(_linked),
    _SIGNED,
)


def _above(story: Draft) -> Iterator[tuple[str, str]]:
    if story.byline:
        yield "Author", story.byline


def _below(story: Draft) -> Iterator[tuple[str, str]]:
    """The labels below the text."""
    date = story.published
    assert isinstance(date, PartialDate)
    subjects = "; ".join(each.name or "" for each in story.subjects)
    said = {
        "Subject": subjects,
        "Location": "; ".join(story.places),
        "People": "; ".join(story.people),
        "Company / organization": "; ".join(story.organisations),
        "Publication title": story.publisher,
        "Pages": story.page,
        "Publication date": f"{_MONTHS[(date.month or 1) - 1]} {date.day}, {date.year:04}",
        "Dateline": story.dateline.text if isinstance(story.dateline, Dateline) else None,
        "Section": story.section,
        "Language of publication": _LANGUAGES[story.language] if story.language else None,
        "Document type": story.extra.get("Document type"),
        "ProQuest document ID": story.identifiers["proquest"],
        "Copyright": story.copyright,
        "Database": story.extra["Database"],
    }
    return ((label, text) for label, text in said.items() if text)


def _headline(story: Draft) -> str:
    return f"{story.headline}: [{story.edition}]" if story.edition else str(story.headline)


def _texts(story: Draft) -> list[str]:
    blocks = [block for block in story.body if isinstance(block, Block)]
    return [f"Caption: {block.text}" if block.kind == "caption" else block.text for block in blocks]


def _html(story: Draft) -> str:
    def line(label: str, text: str) -> str:
        return f"<p><strong>{label}: </strong>{escape(text)}</p>\n"

    texts = "".join(f"<p>{escape(text)}</p>" for text in _texts(story))
    summary = f"<p><strong>Abstract:  </strong></p><p>{escape(story.summary)}</p>\n" if story.summary else ""
    return "".join(
        [
            f'<div style="margin:0"><a name="DocID_MSTAR_{story.identifiers["proquest"]}"></a>\n',
            f'<p style="font-weight:bold">{escape(_headline(story))}</p>\n',
            *(line(*entry) for entry in _above(story)),
            f'<p><a href="{story.url}?accountid=1">ProQuest document link</a></p>\n',
            summary,
            f'<p><strong>Full text: </strong><text htmlcontent="true">{texts}</text></p>\n',
            *(line(*entry) for entry in _below(story)),
            "</div>\n",
        ]
    )


def _text(story: Draft) -> str:
    """The same as text, between rules."""
    texts = _texts(story)
    summary = f"Abstract: {story.summary}" if story.summary else "Abstract: "
    lines = [
        "_" * 60,
        _headline(story),
        *(f"{label}: {text}" for label, text in _above(story)),
        f"{story.url}?accountid=1",
        summary,
        f"Full text: {texts[0] if texts else ''}",
        *texts[1:],
        *(f"{label}: {text}" for label, text in _below(story)),
        "_" * 60,
    ]
    return "\n\n".join(lines) + "\n"


def _rtf(story: Draft) -> bytes:
    """The same as RTF: no labels above the text, a table below it, and a picture in bytes, one of them a brace."""
    link = f'{{\\field{{\\*\\fldinst HYPERLINK "{story.url}?accountid=1"}}{{\\fldrslt ProQuest document link}}}}\\par'
    lines = [
        "{\\rtf1\\ansi\\ansicpg1252 {\\pict\\pngblip\\bin5 ab}{c}",
        f"\\pard{{\\b {rtf_text(_headline(story))}\\par}}",
        *(f"{rtf_text(text)}\\par" for _, text in _above(story)),
        link,
        *([f"ABSTRACT\\par {rtf_text(story.summary)}\\par"] if story.summary else []),
        "FULL TEXT\\par",
        *(f"{rtf_text(text)}\\par" for text in _texts(story)),
        "DETAILS\\par",
        *(f"\\trowd\\cellx3000\\cellx9000\\intbl {label}:\\cell {rtf_text(text)}\\cell\\row" for label, text in _below(story)),
        "}",
    ]
    return "\n".join(lines).encode("ascii")


def _mail(part: Part) -> bytes:
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"] = "<noreply@proquest.com>"
    mail["Subject"] = "Your ProQuest Research"
    mail["Date"] = "Sun, 5 Jul 2020 01:02:03 -0400"
    mail.set_content(part.data.decode(), subtype="html", cte="quoted-printable")
    mail.add_attachment(b"GIF89a", maintype="image", subtype="gif", filename="logo.gif")
    mail.set_boundary("=_parts")
    return mail.as_bytes()


PROQUEST_HTML = Format(
    source="proquest-html",
    samples=_SAMPLES / "proquest-html",
    renderer=Renderer(_STORIES, _html),
    join=b"\n".join,
    line_ends=("\n", "\r\n"),
    byte_order_mark=True,
    says=says_page,
)
PROQUEST_EML = Format(
    source="proquest-eml",
    samples=_SAMPLES / "proquest-eml",
    renderer=Renderer(
        _STORIES.map(lambda story: Part("export.html", _html(story).encode(), "text/html")),
        _mail,
    ),
    says=None,  # a stretch of it is encoded by what stands elsewhere
)
PROQUEST_RTF = Format(
    source="proquest-rtf",
    samples=_SAMPLES / "proquest-rtf",
    renderer=Renderer(_STORIES, _rtf),
    says=None,  # what a stretch says depends on the groups around it
)
PROQUEST_TXT = Format(
    source="proquest-txt",
    samples=_SAMPLES / "proquest-txt",
    renderer=Renderer(_STORIES, _text),
    join=b"\n".join,
    encodings=("utf-8", "utf-16"),
    line_ends=("\n", "\r\n", "\r"),
    byte_order_mark=True,
)
