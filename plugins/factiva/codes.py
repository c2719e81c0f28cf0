"""The fields of Factiva by the codes of its displays with indexing: what each says, on a page and in a text alike."""

import re
from collections.abc import Iterable, Iterator, Sequence

import attrs

from newsarchive import Block, Span, Subject

from .._fields import Fields
from .._language_names import language_named
from .._names import signers
from .._printed_dates import AmbiguousDateError, printed_date

#: The text of an article: its first paragraphs, and the rest.
BODY = ("LP", "TD")
#: Captions, which stand with the text.
CAPTION = "ART"
_FIELDS = {
    "SE": "section",
    "HD": "headline",
    "CR": "credit",
    "SN": "publisher",
    "ED": "edition",
    "PG": "page",
    "CY": "copyright",
    "CX": "note",
}
# A source's code and a reference number are no identifiers: articles share them, and versions are linked by identifiers.
_KEPT = {
    "WC": "word_count",
    "SC": "source_code",
    "NGC": "newspaper_group",
    "GC": "group_code",
    "PUB": "publisher_company",
    "RF": "reference",
    "VOL": "volume",
    "CLM": "column",
    "CT": "contact",
}
#: Lists, `code : name | code : name`, and the schemes of their codes.
_SCHEMES = {
    "CO": "factiva:company",
    "IN": "factiva:industry",
    "NS": "factiva:subject",
    "RE": "factiva:region",
    "IPC": "factiva:provider",
}
_NAMED = {"CO": "organisations", "RE": "places"}
#: Every code: those above the text, those of the text, and those below it. `CX` and `ART` stand on either side.
HEAD = ("SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "NGC", "GC", "ED", "PG", "VOL", "CLM", "LA", "CY")
TAIL = ("CX", "ART", "RF", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "CT", "AN")
CODES = frozenset((*HEAD, *BODY, *TAIL))

_ENTRY = re.compile(r"(?P<code>[^\s:]{1,20}) : (?P<name>.+)")
_DESCRIPTORS = re.compile(r"\s*(?:\||--+|\s[-–]\s)\s*")
# accession = 8 source, filled up with noughts, 8DIGIT day 9 suffix; older ones are shorter or longer.
ACCESSION = r"[A-Za-z][A-Za-z0-9_]{2,15}(?:19|20)\d{6}[a-z0-9]{5,12}"
_WORD = "Document|Dokument|Documento|Документ|文書|文档|文件"
#: The line that ends an article: `Document SUDOS00020131120e9bj0001v`.
LAST_LINE = re.compile(rf"(?:{_WORD})\s{{1,4}}(?P<number>{ACCESSION})")
_NUMBERED = re.compile(rf"(?:(?:{_WORD})\s+)?(?P<number>\S+)")
#: What the summary of a search calls the number of its articles.
RESULTS = (
    "Results Found|Résultats trouvés|Gefundene Ergebnisse|Ergebnisse gefunden|Resultados encontrados|Risultati trovati"
    "|Gevonden resultaten"
)
_COUNT = re.compile(r"(?P<count>\d{1,3}(?:[,.'’ \xa0\u202f]\d{3})+|\d{1,9})(?!\d)")
#: What a newswire writes behind its last line: `(END) Dow Jones Newswires`, `11-19-13 1532ET`.
_SIGNED = re.compile(r"\((?:END|FIN|ENDE)\)\s.{1,80}")
_SENT = re.compile(r"\d\d-\d\d-\d\d\s+\d{4}\s?[A-Z]{2,4}")
#: Left in names by the systems of newspapers.
_JUNK = re.compile(r"&softReturn(?:;|\b)")


@attrs.frozen
class Row:
    """What stands behind one code, and where. `code` is empty for what nobody knows."""

    code: str
    text: str
    path: str | None = None
    spans: Sequence[Span] = ()


def count_of(text: str) -> int | None:
    """The number that a text begins with, with or without separators of thousands: `1,342`, `1 342 mots`."""
    match = _COUNT.match(text)
    return int(re.sub(r"\D", "", match["count"])) if match else None


def read_rows(story: Fields, rows: Iterable[Row], order: str | None) -> None:
    """All fields but the text. `order` is that of dates in nothing but digits."""
    when: dict[str, Row] = {}
    subjects: list[tuple[Row, list[Subject]]] = []
    for row in rows:
        field = _FIELDS.get(row.code)
        if field and field not in story:
            _set(story, field, row.text, row)
        elif row.code in ("PD", "ET") and row.code not in when:
            when[row.code] = row
        elif row.code == "BY" and "byline" not in story:
            _set(story, "byline", row.text, row)
            names = signers(_JUNK.sub(" ", row.text), named=True)
            _set(story, "authors", [name for name in names if name in row.text], row)
        elif row.code == "LA" and "language" not in story:
            _language(story, row)
        elif row.code == "AN" and "identifiers" not in story:
            match = _NUMBERED.fullmatch(row.text)
            _set(story, "identifiers", {"factiva": match["number"] if match else row.text}, row)
        elif row.code == "IPD" and "keywords" not in story:
            _set(story, "keywords", list(filter(None, _DESCRIPTORS.split(row.text))), row)
        elif row.code in _SCHEMES:
            subjects.append((row, list(_entries(story, row))))
        else:
            _keep(story, row)
    found = [subject for _, several in subjects for subject in several]
    spans = [span for row, several in subjects if several for span in row.spans]
    story.set("subjects", found, "codes", None, spans)
    _published(story, when, order)


def _set(story: Fields, field: str, value: object, row: Row) -> None:
    story.set(field, value, row.code, row.path, row.spans)


def _keep(story: Fields, row: Row) -> None:
    """What has no field, by a name that says more than its code; a second one by its code."""
    name = _KEPT.get(row.code, row.code) or "header"
    if name in story.extra:
        name = next(f"{name}-{number}" for number in range(2, len(story.extra) + 3) if f"{name}-{number}" not in story.extra)
    count = count_of(row.text) if row.code == "WC" else None
    story.keep(name, row.text if count is None else count)
    story.evident(f"extra.{name}", row.code or "header", row.path, row.spans)


def _language(story: Fields, row: Row) -> None:
    if (language := language_named(row.text)) is not None:
        _set(story, "language", language, row)
    else:
        story.defect("unknown-language", f"{row.text!r:.60} is no language that is known by this name", row.spans)
        _keep(story, row)


def _entries(story: Fields, row: Row) -> Iterator[Subject]:
    """The entries of a list. Places and organisations have fields of their own, too."""
    entries = [text.strip() for text in row.text.split("|") if text.strip()]
    matches = [_ENTRY.fullmatch(text) for text in entries]
    names = [match["name"].strip() if match else text for match, text in zip(matches, entries, strict=True)]
    if (field := _NAMED.get(row.code)) is not None:
        before = story.get(field) or []
        spans = story.evidence[field].span if before else ()
        story.set(field, list(dict.fromkeys([*before, *names])), row.code, row.path, [*spans, *row.spans])
    for match, name in zip(matches, names, strict=True):
        if match:
            yield Subject(_SCHEMES[row.code], match["code"], name)
        elif row.code == "IPC":
            yield Subject(_SCHEMES[row.code], name)
        elif row.code != "CO":
            yield Subject(_SCHEMES[row.code], name=name)


def _published(story: Fields, when: dict[str, Row], order: str | None) -> None:
    """The day, and the time if it is one. Its zone is nowhere stated."""
    day, hour = when.get("PD"), when.get("ET")
    used: list[Row] = []
    if day is not None:
        try:
            date = printed_date(f"{day.text} {hour.text}", order) if hour else None
            used = [day, hour] if date and date.hour is not None and hour else [day]
            date = date if len(used) > 1 else printed_date(day.text, order)
        except AmbiguousDateError as error:
            story.defect("ambiguous-date", f"{error}: set `date_order`", day.spans)
            date, used = None, []
        else:
            if date is None:
                story.defect("no-date", f"{day.text!r:.60} is no date", day.spans)
                used = []
        story.set(
            "published", date, ", ".join(row.code for row in used), day.path, [span for row in used for span in row.spans]
        )
    for row in (day, hour):
        if row is not None and row not in used:
            _keep(story, row)


def signature(block: Block) -> Block:
    """A paragraph that is the signature of a newswire is a credit; with the time when it was sent, too."""
    if block.kind == "paragraph" and (_SIGNED.fullmatch(block.text) or _SENT.fullmatch(block.text)):
        return Block("credit", block.text)
    return block
