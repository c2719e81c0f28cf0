"""LexisNexis as text, as HTML and from Nexis Uni as DOCX: one article in the labels of four languages."""

import datetime
import html
import io
import textwrap
import zipfile
from collections.abc import Sequence
from importlib.resources import files
from typing import NamedTuple

import attrs
from hypothesis import strategies as st

from newsarchive import Author, Block, Dateline, Draft, PartialDate, Subject
from newsarchive.testing import Format, Renderer
from newsarchive.testing.says import markup_text


class Interface(NamedTuple):
    """How an interface calls what it shows."""

    number: str
    months: str
    weekdays: str
    date: str
    labels: dict[str, str]


_ENGLISH = {
    "byline": "BYLINE",
    "section": "SECTION",
    "length": "LENGTH",
    "words": "words",
    "highlight": "HIGHLIGHT",
    "dateline": "DATELINE",
    "graphic": "GRAPHIC",
    "load-date": "LOAD-DATE",
    "language": "LANGUAGE",
    "publication-type": "PUBLICATION-TYPE",
    "journal-code": "JOURNAL-CODE",
    "subject": "SUBJECT",
    "person": "PERSON",
    "organisation": "ORGANIZATION",
    "place": "GEOGRAPHIC",
    "correction": "CORRECTION",
}
_INTERFACES = {
    "en": Interface(
        "{} of {} DOCUMENTS",
        "January February March April May June July August September October November December",
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "{month} {day}, {year} {weekday}",
        _ENGLISH,
    ),
    "de": Interface(
        "Dokument {} von {}",
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
        "{day}. {month} {year} {weekday}",
        _ENGLISH
        | {"byline": "AUTOR", "section": "RUBRIK", "length": "LÄNGE", "words": "Wörter", "graphic": "GRAFIK"}
        | {"load-date": "UPDATE", "language": "SPRACHE"},
    ),
    "fr": Interface(
        "Document {} de {}",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "{weekday} {day} {month} {year}",
        _ENGLISH
        | {"byline": "AUTEUR", "section": "RUBRIQUE", "length": "LONGUEUR", "words": "mots", "highlight": "ENCART"}
        | {"load-date": "DATE-CHARGEMENT", "language": "LANGUE", "publication-type": "TYPE-PUBLICATION", "subject": "SUJET"}
        | {"person": "PERSONNE", "organisation": "ORGANISATION", "place": "LOCALISATION-GEO"},
    ),
    "nl": Interface(
        "{} van {} DOCUMENTEN",
        "januari februari maart april mei juni juli augustus september oktober november december",
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        "{day} {month} {year} {weekday}",
        _ENGLISH | {"byline": "AUTEUR", "length": "LENGTE", "words": "woorden", "load-date": "UPDATE", "language": "TAAL"},
    ),
}
_LANGUAGES = {"en": "ENGLISH", "de": "GERMAN; DEUTSCH", "nl": "DUTCH; NEDERLANDS", "es": "SPANISH; ESPANOL"}


@attrs.define(kw_only=True)
class Page(Draft):
    """An article, the interface that shows it, and the column that its lines are broken at."""

    interface: str = "en"
    width: int = 78


_PARAGRAPHS = st.sampled_from(
    [
        "The harbour board of Port Ellery voted on Monday to rebuild the storm wall, after three years of quarrels over who "
        "pays for it and whose view of the sea it takes away.",
        "“It is time”, said the chairwoman, Marta Quill; nobody on the benches behind her spoke against it.",
        "Der Hafen bleibt bis zum Frühjahr geschlossen, und die Fähre legt solange in Süderhaven an: das sagte der Kapitän am "
        "Dienstag, ohne einen Grund zu nennen.",
        "Boris: I quit. That was all that the note on the door of the old café said, and the regulars went home early.",
    ]
)
_BYLINES = st.sampled_from(
    [
        (None, []),
        ("Ada Byrne", ["Ada Byrne"]),
        ("By Ada Byrne and Tomas Reede", ["Ada Byrne", "Tomas Reede"]),
        ("Ada Byrne in Port Ellery", ["Ada Byrne"]),
        ("Ada Byrne; Times Staff Writer", ["Ada Byrne"]),
        ("ab", []),
    ]
)
_RELEVANT = {
    "HARBOURS": 90,
    "STORMS & FLOODS": 88,
    "MARTA QUILL": 74,
    "ELLERY (PORT AUTHORITY)": 60,
    "PORT ELLERY, NORTHSHIRE": 93,
}


_EXTRA = st.fixed_dictionaries(
    {"words": st.sampled_from(["1", "355", "1,204"])},
    optional={
        "load-date": st.sampled_from(["January 11, 2010", "12 April 2013"]),
        "publication-type": st.sampled_from(["Newspaper", "Web Blog"]),
        "journal-code": st.just("ELT"),
    },
)
_BODIES = st.builds(
    lambda texts, caption: [Block("paragraph", text) for text in texts] + [Block("caption", text) for text in caption],
    st.lists(_PARAGRAPHS, min_size=1, max_size=4),
    st.lists(st.just("The storm wall of Port Ellery, ANNE QUAY"), max_size=1),
)


def _finished(page: Page, byline: tuple[str | None, list[str]], relevant: bool, dateline: str | None) -> Page:
    """An article with who wrote it, where, and terms or none."""
    page.byline, page.authors = byline[0], [Author(name) for name in byline[1]]
    page.dateline = Dateline(dateline, place=dateline) if dateline else None
    if relevant:
        page.subjects = [Subject("nexis:subject", None, name) for name in ("HARBOURS", "STORMS & FLOODS")]
        page.people, page.organisations = ["MARTA QUILL"], ["ELLERY (PORT AUTHORITY)"]
        page.places = ["PORT ELLERY, NORTHSHIRE"]
        page.extra = {**page.extra, "relevance": _RELEVANT}
    return page


def _pages(edition: bool, version: bool) -> st.SearchStrategy[Page]:
    """Articles, with an edition or a version if the export has them."""
    return st.builds(
        _finished,
        st.builds(
            Page,
            interface=st.sampled_from(sorted(_INTERFACES)),
            width=st.integers(72, 80),
            publisher=st.sampled_from(["The Ellery Times", "Kustbode (Zuid)", "De Kustbode, Weekblad voor Noord en Zuid"]),
            published=st.dates(datetime.date(1980, 1, 1)).map(lambda day: PartialDate(day.year, day.month, day.day)),
            edition=st.none() | st.just("Late Edition - Final") if edition else st.none(),
            headline=st.sampled_from(["Storm wall: board votes to rebuild", "'It is time'", "Fähre fährt nicht"]),
            summary=st.none() | st.just("Three years of quarrels end with a vote"),
            section=st.none() | st.sampled_from(["NEWS", "Section A; Foreign Desk"]),
            language=st.none() | st.sampled_from(sorted(_LANGUAGES)),
            copyright=st.none() | st.just("Copyright 2010 Ellery Newspapers Ltd. All Rights Reserved"),
            note=st.none() | st.just("An earlier version named another chairwoman."),
            extra=_EXTRA,
            body=_BODIES,
        ).map(lambda page: _paged(page, version)),
        _BYLINES,
        st.booleans(),
        st.none() | st.just("PORT ELLERY"),
    )


def _paged(page: Page, version: bool) -> Page:
    """A page, and a version, where there is a section."""
    if page.section is not None:
        page.page = {"NEWS": "A12"}.get(page.section)
        page.version = "28" if version and page.page is None else None
    return page


def _date(page: Page) -> str:
    look = _INTERFACES[page.interface]
    date = page.published
    assert isinstance(date, PartialDate)
    assert date.month
    assert date.day
    weekday = look.weekdays.split()[datetime.date(date.year, date.month, date.day).weekday()]
    return look.date.format(day=date.day, month=look.months.split()[date.month - 1], year=date.year, weekday=weekday)


def _section(page: Page) -> str | None:
    parts = [page.section, page.page and f"Pg. {page.page}", page.version and f"Version:{page.version}"]
    return "; ".join(filter(None, parts)) if page.section else None


def _listed(names: Sequence[str]) -> str:
    return "; ".join(f"{name} ({_RELEVANT[name]}%)" for name in names)


def _front(page: Page) -> dict[str, str | None]:
    words = _INTERFACES[page.interface].labels["words"]
    return {
        "byline": page.byline,
        "section": _section(page),
        "length": f"{page.extra['words']} {words}",
        "dateline": page.dateline.text if isinstance(page.dateline, Dateline) else None,
        "highlight": page.summary,
    }


def _back(page: Page) -> dict[str, str | None]:
    return {
        "subject": _listed([each.name for each in page.subjects if each.name]),
        "person": _listed(page.people),
        "organisation": _listed(page.organisations),
        "place": _listed(page.places),
        "load-date": page.extra.get("load-date"),
        "language": _LANGUAGES[page.language] if page.language else None,
        "correction": page.note,
        "publication-type": page.extra.get("publication-type"),
        "journal-code": page.extra.get("journal-code"),
    }


def _blocks(page: Page, kind: str) -> list[str]:
    return [block.text for block in page.body if isinstance(block, Block) and block.kind == kind]


def _text(page: Page) -> str:
    """As text: centred, labelled, broken at a column."""
    look = _INTERFACES[page.interface]

    def wrapped(text: str) -> str:
        return textwrap.fill(text, page.width, break_long_words=False, break_on_hyphens=False)

    def labelled(values: dict[str, str | None]) -> list[str]:
        return [wrapped(f"{look.labels[role]}: {value}") for role, value in values.items() if value]

    def centred(text: str) -> str:
        return f"{' ' * max(20, (80 - len(text)) // 2)}{text}"

    top = [centred(look.number.format(1, 1)), "", centred(page.publisher or "")]
    dated = "\n".join(centred(text) for text in (_date(page), page.edition) if text)
    captions = [wrapped(f"{look.labels['graphic']}: {text}") for text in _blocks(page, "caption")]
    texts = [wrapped(text) for text in _blocks(page, "paragraph")]
    rights = [centred(page.copyright)] if page.copyright else []
    pieces = [*top, dated, wrapped(page.headline or ""), *labelled(_front(page)), *texts, *captions]
    return "\n\n".join([*pieces, *labelled(_back(page)), *rights]) + "\n"


def _html(page: Page) -> str:
    """As a page of fields, whose classes mean what its style says."""
    look = _INTERFACES[page.interface]

    def field(text: str, centred: bool = False) -> str:
        name = "c0" if centred else "c5"
        return f'<br><div class="{name}"><p class="c6">{text}</p>\n</div>\n'

    def labelled(values: dict[str, str | None]) -> str:
        shown = ((look.labels[role], html.escape(value)) for role, value in values.items() if value)
        return "".join(field(f'<span class="c8">{label}: </span><span class="c2">{value}</span>') for label, value in shown)

    texts = "".join(f'<p class="c9"><span class="c2">{html.escape(text)}</span></p>\n' for text in _blocks(page, "paragraph"))
    captions = "".join(labelled({"graphic": text}) for text in _blocks(page, "caption"))
    return (
        "<html><head><style><!--\n.c0 { text-align: center; }\n.c5 { text-align: left; }\n--></style>\n"
        '<!-- LXNComment 12:34 -->\n<meta topic="null" documents="1" updated="12 March 2013  11:14:45 EST"></head><body>\n'
        '<a name="DOC_ID_0_0"></a><!-- Hide XML section from browser\n<DOC NUMBER=1>\n<DOCFULL> -->\n'
        + field(look.number.format(1, 1), centred=True)
        + field(html.escape(page.publisher or ""), centred=True)
        + field(_date(page), centred=True)
        + (field(html.escape(page.edition), centred=True) if page.edition else "")
        + field(html.escape(page.headline or ""))
        + labelled(_front(page))
        + f'<br><div class="c5">{texts}</div>\n{captions}'
        + labelled(_back(page))
        + (field(html.escape(page.copyright), centred=True) if page.copyright else "")
        + "<!-- Hide XML section from browser\n</DOCFULL>\n</DOC> -->\n</body></html>\n"
    )


#: What Nexis Uni writes in small letters.
_UNI = {
    "organisation": "Organization",
    "load-date": "Load-Date",
    "publication-type": "Publication-Type",
    "journal-code": "Journal Code",
}
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _uni(page: Page) -> bytes:
    """As a DOCX, with a cover, one article and the number of its delivery."""

    def labelled(values: dict[str, str | None]) -> list[str]:
        labels = _INTERFACES[page.interface].labels
        return [f"{_UNI.get(role, labels[role].title())}:\u00a0{value}" for role, value in values.items() if value]

    cover = [
        "Date and Time: 5 July 2019 09:31:00 CEST",
        "Job Number: 0000001",
        "Documents (1)",
        "Client/Matter: -None-",
    ]
    captions = _blocks(page, "caption")
    top = [page.headline, page.publisher, _date(page), page.copyright]
    text = ["Body", *_blocks(page, "paragraph"), *(["Graphic", *captions] if captions else [])]
    article = [*filter(None, top), *labelled(_front(page)), *text, "Classification", *labelled(_back(page)), "End of Document"]
    paragraphs = [*(_paragraph(each) for each in cover), "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>", *map(_paragraph, article)]
    body = f'<w:document xmlns:w="{_MAIN}"><w:body>{"".join(paragraphs)}</w:body></w:document>'
    properties = '<Properties><property pid="5" name="LADeliveryID"><lpwstr>1</lpwstr></property></Properties>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (("docProps/custom.xml", properties), ("word/document.xml", body)):
            archive.writestr(zipfile.ZipInfo(name), data)
    return file.getvalue()


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{html.escape(text)}</w:t></w:r></w:p>'


_SAMPLES = files("newsarchive_plugins") / "samples"
NEXIS_TXT = Format(
    source="nexis-txt",
    samples=_SAMPLES / "nexis-txt",
    renderer=Renderer(_pages(edition=True, version=False), _text),
    join=b"\n\n".join,
    encodings=("utf-8", "utf-16"),
    line_ends=("\n", "\r\n", "\r"),
    byte_order_mark=True,
)
LEXISNEXIS_HTML = Format(
    source="lexisnexis-html",
    samples=_SAMPLES / "lexisnexis-html",
    renderer=Renderer(_pages(edition=True, version=False), _html),
    line_ends=("\n", "\r\n"),
    byte_order_mark=True,
    says=lambda piece: markup_text(piece).replace("\0", ""),  # which would end a page, and is left out
    derived=frozenset(("summary", "note", "edition", "copyright")),  # put together from several fields
)
NEXIS_UNI = Format(
    source="nexis-uni",
    samples=_SAMPLES / "nexis-uni",
    renderer=Renderer(_pages(edition=False, version=True), _uni),
    says=None,
)
