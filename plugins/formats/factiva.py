"""What Factiva's displays share: stories, and the rows that they make."""

from collections.abc import Sequence
from datetime import date

import attrs
from hypothesis import strategies as st

from newsarchive import Author, Block, Draft, PartialDate, Subject
from newsarchive.testing.says import markup
from newsarchive.testing.strategies import headlines, paragraphs

#: Rows by their codes; of the text each paragraph.
Rows = list[tuple[str, str | Sequence[str]]]
_INTERFACES = {
    "en": ("words", "English", "January February March April May June July August September October November December"),
    "de": ("Wörter", "Englisch", "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
    "fr": ("mots", "Anglais", "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
    "es": ("palabras", "Inglés", "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
}
_FIELDS = {"SE": "section", "HD": "headline", "BY": "byline", "CR": "credit"}
_EXTRA = {
    "NGC": "newspaper_group",
    "GC": "group_code",
    "VOL": "volume",
    "CLM": "column",
    "RF": "reference",
    "PUB": "publisher_company",
    "CT": "contact",
}
_SUBJECTS = {
    "IN": [Subject("factiva:industry", "i79", "Ports and Harbours")],
    "NS": [Subject("factiva:subject", "gpol", "Domestic Politics"), Subject("factiva:subject", "gcat", "Political News")],
    "RE": [Subject("factiva:region", "nordz", "The North"), Subject("factiva:region", name="Quill Island")],
    "CO": [Subject("factiva:company", "quillm", "Quill-Marsh Dredging plc")],
    "IPC": [Subject("factiva:provider", "GEN"), Subject("factiva:provider", "POL")],
}


@attrs.define(kw_only=True)
class Page(Draft):
    """A draft and its look: indexed, or without its codes; the words of its interface; which lists of codes it has."""

    indexed: bool = True
    interface: str = "en"
    schemes: tuple[str, ...] = ()


_PARAGRAPHS = paragraphs.map(lambda several: several[0])
_TEXT = headlines
_DAYS = st.builds(
    lambda moment, timed: PartialDate(moment.year, moment.month, moment.day, *((moment.hour, moment.minute) if timed else ())),
    st.datetimes(),
    st.booleans(),
)
_BODIES = st.lists(_PARAGRAPHS.map(lambda text: Block("paragraph", text)), min_size=1, max_size=4)
_SIGNED = st.sampled_from([None, ("By Ada Byrne", ["Ada Byrne"]), ("Von Åse Quill und C. d'Arcy", ["Åse Quill", "C. d'Arcy"])])
_PLAIN = {
    "headline": _TEXT,
    "publisher": st.sampled_from(["The Harbour Echo", "Der Küstenbote", "El Faro, Norte"]),
    "published": _DAYS,
    "language": st.just("en"),
    "section": st.sampled_from([None, "Local News", "Inland"]),
    "edition": st.sampled_from([None, "First Edition", "Abend"]),
    "page": st.sampled_from([None, "14", "A3", "1,4"]),
    "copyright": st.sampled_from([None, "(c) 2021 Harbour Press", "© Küste 2021 - All rights reserved."]),
    "body": _BODIES,
    "identifiers": st.dates(date(1960, 1, 1), date(2060, 1, 1)).map(lambda day: {"factiva": f"HARBEC00{day:%Y%m%d}eh1c0000b"}),
    "interface": st.sampled_from(sorted(_INTERFACES)),
}


def _completed(page: Page, signed: tuple[str, list[str]] | None, extra: dict[str, str]) -> Page:
    """With who signed, the lists of codes, and what has no field."""
    if signed:
        page.byline, page.authors = signed[0], [Author(name) for name in signed[1]]
    page.extra = {"word_count": 1342, "source_code": "HARBEC", **extra}
    subjects = {scheme: _SUBJECTS[scheme] for scheme in page.schemes}
    page.subjects = [each for several in subjects.values() for each in several]
    page.organisations = [each.name or "" for each in subjects.get("CO", [])]
    page.places = [each.name or "" for each in subjects.get("RE", [])]
    return page


_EXTRAS = st.fixed_dictionaries({}, optional={name: st.sampled_from(["Port", "No. 7", "HP-77"]) for name in _EXTRA.values()})
_INDEXED = st.builds(
    _completed,
    st.builds(
        Page,
        **_PLAIN,
        credit=st.sampled_from([None, "Harbour Press"]),
        note=st.none() | _TEXT,
        keywords=st.sampled_from([[], ["Harbours"], ["Harbours", "Sea walls"]]),
        schemes=st.permutations(sorted(_SUBJECTS)).flatmap(lambda several: st.integers(0, 5).map(lambda n: tuple(several[:n]))),
    ),
    _SIGNED,
    _EXTRAS,
)
_BARE = st.builds(
    _completed,
    st.builds(Page, **_PLAIN, indexed=st.just(False)),
    _SIGNED,
    st.sampled_from([{}, {"publisher_company": "Harbour Press Ltd"}]),
)
STORIES = _INDEXED | _BARE


def rows(page: Page) -> Rows:
    """The rows of a story in the order of a display with indexing, which is that of one without as far as it goes."""
    words, language, months = _INTERFACES[page.interface]
    day = page.published
    assert isinstance(day, PartialDate)
    assert day.month
    texts = [block.text for block in page.body if isinstance(block, Block)]
    lists = {
        code: " | ".join(
            f"{each.code} : {each.name}" if each.code and each.name else each.code or each.name or "" for each in several
        )
        for code, several in _SUBJECTS.items()
    }
    found: list[tuple[str, str | Sequence[str] | None]] = [
        *((code, getattr(page, field)) for code, field in _FIELDS.items()),
        ("WC", f"{page.extra['word_count']:,} {words}"),
        ("PD", f"{day.day} {months.split()[day.month - 1]} {day.year:04}"),
        ("ET", f"{day.hour:02}:{day.minute:02}" if day.hour is not None else None),
        ("SN", page.publisher),
        ("SC", "HARBEC"),
        *((code, page.extra.get(_EXTRA[code])) for code in ("NGC", "GC")),
        ("ED", page.edition),
        ("PG", page.page),
        *((code, page.extra.get(_EXTRA[code])) for code in ("VOL", "CLM")),
        ("LA", language),
        ("CY", page.copyright),
        ("LP", texts[:1]),
        ("TD", texts[1:]),
        ("CX", page.note),
        *((code, page.extra.get(_EXTRA[code])) for code in ("RF", "CT")),
        *((scheme, lists[scheme]) for scheme in page.schemes),
        ("IPD", " | ".join(page.keywords)),
        ("PUB", page.extra.get("publisher_company")),
        ("AN", f"Document {page.identifiers['factiva']}"),
    ]
    return [(code, value) for code, value in found if value]


def says(piece: str | bytes) -> str:
    """What markup says. Articles are read one by one, so what has no end before one (`<!--`, `<?`) does not swallow it."""
    text = (piece if isinstance(piece, str) else piece.decode(errors="replace")).replace("\0", "")
    return f"{markup(text)}\n{markup(text.replace('<!--', '').replace('<?', ''))}"
