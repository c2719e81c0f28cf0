"""The labels of LexisNexis: what a line `BYLINE: …` is about, in the languages that the interface has had."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from newsarchive.text import Line

# label = name ":" at the start of a line; `LENGTH: 355 words`, `HIGHLIGHT:` U+00A0 …, `Load-Date:` U+00A0 … in Nexis Uni.
# The names are a closed list: a colon alone makes no label, or "Boris: I quit" would be one.
# English, German, French, Dutch, Spanish and Italian, in this order; what only one of them has stands alone.
_NAMES = {
    "headline": "HEADLINE, TITLE, ÜBERSCHRIFT, TITEL, TITRE, KOP, TITULAR",
    "byline": "BYLINE, AUTHOR, ANCHORS, AUTOR, AUTOREN, AUTEUR, AUTEURS, SIGNATURE, AUTORE",
    "section": "SECTION, RUBRIK, RUBRIQUE, SECTIE, RUBRIEK, SECCIÓN, SECCION, SEZIONE",
    "length": "LENGTH, LÄNGE, LAENGE, LONGUEUR, LENGTE, LONGITUD, LUNGHEZZA",
    "highlight": "HIGHLIGHT, INSERT, CHAPEAU, ENCART, ABSTRACT, SAMENVATTING",
    "dateline": "DATELINE, ORT, LIEU",
    "series": "SERIES, SERIE, SÉRIE",
    "column": "COLUMN, KOLUMNE, COLONNE",
    "body": "BODY, TEXT, CORPS, TEXTE, TEKST",
    "graphic": "GRAPHIC, GRAFIK, GRAPHIQUE, GRAFIEK, GRÁFICO, GRAFICO",
    "load-date": "LOAD-DATE, UPDATE, DATE-CHARGEMENT, FECHA-CARGA, DATA-CARICAMENTO, LAADDATUM",
    "language": "LANGUAGE, SPRACHE, LANGUE, TAAL, IDIOMA, LINGUA",
    "publication-type": "PUBLICATION-TYPE, PUBLIKATIONSTYP, TYPE-PUBLICATION, PUBLICATIETYPE, TIPO-PUBLICACIÓN, TYPE",
    "document-type": "DOCUMENT-TYPE",
    "journal-code": "JOURNAL-CODE, JOURNAL CODE, ZEITUNGS-CODE, CODE-JOURNAL",
    "accession": "ACC-NO, ACCESSION-NUMBER",
    "subject": "SUBJECT, THEMA, SUJET, ONDERWERP, TEMA",
    "industry": "INDUSTRY, BRANCHE, SECTEUR-ACTIVITE, INDUSTRIE",
    "company": "COMPANY, FIRMA, UNTERNEHMEN, SOCIETE, SOCIÉTÉ, BEDRIJF, EMPRESA",
    "organisation": "ORGANIZATION, ORGANISATION, ORGANISATIE, ORGANIZACIÓN",
    "person": "PERSON, PERSONNE, PERSOON, PERSONA",
    "place": "GEOGRAPHIC, CITY, STATE, COUNTRY, GEOGRAPHISCH, LOCALISATION-GEO, GEOGRAFISCH, STADT, LAND, VILLE, PAYS",
    "ticker": "TICKER, BÖRSENKÜRZEL, SYMBOLE-BOURSIER",
    "terms": "NAMED-PERSONS, KEYWORDS, TERMS, MOTS-CLES",
    "url": "URL, LINK",
    "correction": "CORRECTION, CORRECTION-DATE, BERICHTIGUNG",
    "notes": "NOTES, NOTE, ANMERKUNG",
    "distribution": "DISTRIBUTION",
    "issn": "ISSN",
    "categories": "CATEGORIES",
}
#: What stands above the text; all others stand below it.
FRONT = frozenset(("headline", "byline", "section", "length", "highlight", "dateline", "series", "column", "body"))
_ROLES: Mapping[str, str] = MappingProxyType({name: role for role, names in _NAMES.items() for name in names.split(", ")})
_PATTERN = "|".join(re.escape(name) for name in sorted(_ROLES, key=len, reverse=True))
_CAPITALS = re.compile(rf"({_PATTERN})[ \xa0]?:(?=\s|\Z)")
_ANY_CASE = re.compile(rf"({_PATTERN})[ \xa0]?:(?=\s|\Z)", re.IGNORECASE)
_DATE_LENGTH = 60
#: The length without its label, as items of the web have it.
WORDS = re.compile(
    r"(?P<words>\d{1,3}(?:[.,]\d{3})+|\d{1,9})\s+(?:words?|Wörter|Wort|mots?|woorden|palabras|parole)", re.IGNORECASE
)


class Label(NamedTuple):
    """A label: what it is about, itself, and the rest of its line."""

    role: str
    mark: Line
    value: Line


def label_of(line: Line, capitals: bool = True) -> Label | None:
    """The label that a line begins with, or None; in exports as text and HTML labels are in capitals."""
    if ":" not in line.text:
        return None
    line = line.stripped()
    match = (_CAPITALS if capitals else _ANY_CASE).match(line.text)
    if match is None:
        return None
    label = Label(_ROLES[match[1].upper()], line.part(0, match.end()), line.part(match.end()).stripped())
    return None if _is_sentence(label, match[1].upper()) else label


def _is_sentence(label: Label, name: str) -> bool:
    """Whether a word that texts begin a paragraph with does so: `UPDATE: the council has resigned`."""
    if label.role == "load-date":
        return not any(map(str.isdecimal, label.value.text)) or len(label.value.text) > _DATE_LENGTH
    return label.role == "body" and name != "BODY" and label.value.text != ""
