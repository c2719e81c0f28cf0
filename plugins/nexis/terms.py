"""Values of LexisNexis: terms with their relevance, languages by their names, pages behind sections."""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from newsarchive.text import Line

# terms = term *( ";" term ); term = name [ "(" 1*3digit "%)" ]. Of several in a row behind a relevance the ";" may be missing.
_TERM = re.compile(r"(?P<name>[^;()]*+(?:\((?!\d{1,3}%\))[^;()]*+\)?[^;()]*+)*+)(?:\((?P<relevance>\d{1,3})%\))?+[;\s]*+")
_CODED = re.compile(r"(?P<scheme>NAICS|SIC)(?P<code>\d{2,8})\s+(?P<name>\S.*)")
# section = name *( ";" name ) [ ";" page ] [ "; Version:" number ]
_PAGE = re.compile(
    r"(?:;\s*|\A)(?:Pg|Pag|Pág|Page|Seite|Blz|S|P)\.?\s+(?P<page>[^;\s](?:[^;]*[^;\s])?)\s*(?=;|\Z)", re.IGNORECASE
)
_VERSION = re.compile(r"(?:;\s*|\A)Version:\s?(?P<version>[^;\s]{1,20})\s*(?=;|\Z)", re.IGNORECASE)
# Names in the languages of the interface, and their own.
_LANGUAGES = """
en: english englisch anglais engels ingles inglese
de: german deutsch allemand duits aleman tedesco
fr: french franzosisch francais frans frances francese
nl: dutch niederlandisch neerlandais nederlands holandes olandese
es: spanish spanisch espagnol spaans espanol castellano spagnolo
it: italian italienisch italien italiaans italiano
pt: portuguese portugiesisch portugais portugees portugues portoghese
da: danish danisch danois deens dansk
sv: swedish schwedisch suedois zweeds svenska
no: norwegian norwegisch norvegien noors norsk
fi: finnish finnisch finnois fins suomi
pl: polish polnisch polonais pools polski
cs: czech tschechisch tcheque cestina
hu: hungarian ungarisch hongrois magyar
ru: russian russisch russe русский
uk: ukrainian ukrainisch
tr: turkish turkisch turc turks turkce
ar: arabic arabisch arabe
he: hebrew hebraisch
el: greek griechisch grec
ro: romanian rumanisch roumain
bg: bulgarian bulgarisch
hr: croatian kroatisch
sr: serbian serbisch
sl: slovenian slowenisch
sk: slovak slowakisch
ca: catalan katalanisch catala
zh: chinese chinesisch chinois
ja: japanese japanisch japonais
ko: korean koreanisch
id: indonesian indonesisch
ms: malay
vi: vietnamese
th: thai
hi: hindi
af: afrikaans
et: estonian
lv: latvian
lt: lithuanian
"""
_TAGS: Mapping[str, str] = MappingProxyType(
    {name: line[:2] for line in _LANGUAGES.strip().splitlines() for name in line[4:].split()}
)


class Term(NamedTuple):
    """A term, its code and scheme if it is coded, and its relevance in percent."""

    name: str
    relevance: str | None = None
    scheme: str | None = None
    code: str | None = None


def terms(text: str) -> Iterator[Term]:
    """`ENERGY (90%); SIC4941 WATER SUPPLY (85%)`: a term each."""
    for match in _TERM.finditer(text):
        name = " ".join(match["name"].split())
        if name:
            coded = _CODED.fullmatch(name)
            if coded:
                yield Term(coded["name"], match["relevance"], coded["scheme"].lower(), coded["code"])
            else:
                yield Term(name, match["relevance"])


def language_of(text: str) -> str | None:
    """`SPANISH; ESPANOL` is `es`: the first name that is one."""
    import unicodedata

    for name in text.split(";")[:4]:
        letters = unicodedata.normalize("NFD", name.strip().casefold())
        tag = _TAGS.get("".join(letter for letter in letters if not unicodedata.combining(letter)))
        if tag is not None:
            return tag
    return None


class Said:
    """What several lines say, as one text, of which parts can be traced back to the lines."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = [line for line in lines if not line.blank]
        self.text = " ".join(line.text for line in self.lines)

    def part(self, start: int, end: int) -> list[Line]:
        """The lines, or parts of lines, that a stretch of the text is made of, without white space at their ends."""
        found = []
        reached = 0
        for line in self.lines:
            stretch = line.part(max(0, start - reached), max(0, end - reached)).stripped()
            if stretch.text:
                found.append(stretch)
            reached += len(line.text) + 1
        return found


class Section(NamedTuple):
    """A section with its page and version: stretches of what was said."""

    name: tuple[int, int]
    page: tuple[int, int] | None
    version: tuple[int, int] | None


def section_of(text: str) -> Section:
    """`NEWS; Foreign Desk; Pg. 12`: the last page that is named, and what stands before it."""
    page = next(iter([*_PAGE.finditer(text)][-1:]), None)
    version = _VERSION.search(text)
    end = min(match.start() for match in (page, version) if match) if page or version else len(text)
    return Section((0, end), page.span("page") if page else None, version.span("version") if version else None)
