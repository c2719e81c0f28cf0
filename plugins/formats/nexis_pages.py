"""Articles of LexisNexis, and how the interfaces of four languages call what they show."""

import datetime
from typing import NamedTuple

import attrs
from hypothesis import strategies as st

from newsarchive import Author, Block, Dateline, Draft, PartialDate, Subject


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
INTERFACES = {
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
LANGUAGES = {"en": "ENGLISH", "de": "GERMAN; DEUTSCH", "nl": "DUTCH; NEDERLANDS", "es": "SPANISH; ESPANOL"}


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
RELEVANT = {
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
        page.extra = {**page.extra, "relevance": RELEVANT}
    return page


def pages(edition: bool, version: bool) -> st.SearchStrategy[Page]:
    """Articles, with an edition or a version if the export has them."""
    return st.builds(
        _finished,
        st.builds(
            Page,
            interface=st.sampled_from(sorted(INTERFACES)),
            width=st.integers(72, 80),
            publisher=st.sampled_from(["The Ellery Times", "Kustbode (Zuid)", "De Kustbode, Weekblad voor Noord en Zuid"]),
            published=st.dates(datetime.date(1980, 1, 1)).map(lambda day: PartialDate(day.year, day.month, day.day)),
            edition=st.none() | st.just("Late Edition - Final") if edition else st.none(),
            headline=st.sampled_from(["Storm wall: board votes to rebuild", "'It is time'", "Fähre fährt nicht"]),
            summary=st.none() | st.just("Three years of quarrels end with a vote"),
            section=st.none() | st.sampled_from(["NEWS", "Section A; Foreign Desk"]),
            language=st.none() | st.sampled_from(sorted(LANGUAGES)),
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
