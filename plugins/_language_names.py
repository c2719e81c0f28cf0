"""Languages as databases name them, in their own words or in those of the reader: `German`, `Allemand`, `Deutsch`."""

import unicodedata
from functools import lru_cache

# BCP 47: names in English, German, French, Spanish and Italian, and the language's own, in small letters without marks.
_NAMES = """
ar: arabic|arabisch|arabe|arabo|العربية
bg: bulgarian|bulgarisch|bulgare|bulgaro|български
ca: catalan|katalanisch|catala|catalano
cs: czech|tschechisch|tcheque|checo|ceco|cestina
da: danish|danisch|danois|danes|danese|dansk
de: german|deutsch|allemand|aleman|tedesco
el: greek|griechisch|grec|griego|greco|ελληνικα
en: english|englisch|anglais|ingles|inglese
es: spanish|spanisch|espagnol|espanol|castellano|spagnolo
et: estonian|estnisch|estonien|estonio|estone|eesti
eu: basque|baskisch|vasco|euskera|euskara|basco
fi: finnish|finnisch|finnois|finlandais|fines|finlandes|finlandese|suomi
fr: french|franzosisch|francais|frances|francese
gl: galician|galicisch|galicien|gallego|galego
he: hebrew|hebraisch|hebreu|hebreo|ebraico|עברית
hi: hindi
hr: croatian|kroatisch|croate|croata|croato|hrvatski
hu: hungarian|ungarisch|hongrois|hungaro|ungherese|magyar
id: indonesian|indonesisch|indonesien|indonesio|indonesiano|bahasa indonesia
is: icelandic|islandisch|islandais|islandes|islandese|islenska
it: italian|italienisch|italien|italiano
ja: japanese|japanisch|japonais|japones|giapponese|日本語
ko: korean|koreanisch|coreen|coreano|한국어
lt: lithuanian|litauisch|lituanien|lituano|lietuviu
lv: latvian|lettisch|letton|lettone|latviesu
ms: malay|malaiisch|malais|malayo|malese|bahasa malaysia|bahasa melayu
nb: bokmal|norwegian bokmal
nl: dutch|niederlandisch|hollandisch|neerlandais|neerlandes|holandes|olandese|nederlands
nn: nynorsk|norwegian nynorsk
no: norwegian|norwegisch|norvegien|noruego|norvegese|norsk
pl: polish|polnisch|polonais|polaco|polacco|polski
pt: portuguese|portugiesisch|portugais|portugues|portoghese
ro: romanian|rumanisch|roumain|rumano|rumeno|romana
ru: russian|russisch|russe|ruso|russo|русскии
sk: slovak|slowakisch|slovaque|eslovaco|slovacco|slovencina
sl: slovenian|slovene|slowenisch|esloveno|sloveno|slovenscina
sr: serbian|serbisch|serbe|serbio|serbo|srpski|српски
sv: swedish|schwedisch|suedois|sueco|svedese|svenska
th: thai|thailandisch|thailandais|tailandes|ไทย
tr: turkish|turkisch|turc|turco|turkce
uk: ukrainian|ukrainisch|ukrainien|ucraniano|ucraino|українська
vi: vietnamese|vietnamesisch|vietnamien|vietnamita|tieng viet
zh: chinese|chinesisch|chinois|chino|cinese|中文
zh-Hans: chinese simplified|simplified chinese|chinois simplifie|chinesisch vereinfacht|chino simplificado|简体中文
zh-Hant: chinese traditional|traditional chinese|chinois traditionnel|chinesisch traditionell|chino tradicional|繁體中文
"""
_LONGEST = 40


def _folded(text: str) -> str:
    """Small letters without marks; what parts words is one space."""
    letters = "".join(each for each in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(each))
    words = "".join(each if each.isalpha() else " " for each in letters).split()
    return unicodedata.normalize("NFC", " ".join(words))


@lru_cache(maxsize=256)
def language_named(text: str) -> str | None:
    """The language that a name means, as BCP 47, or None: `Chinese (Simplified)` is `zh-Hans`."""
    return _LANGUAGES.get(_folded(text)) if len(text) <= _LONGEST else None


_LANGUAGES = {
    _folded(name): tag for tag, names in (line.split(": ") for line in _NAMES.strip().splitlines()) for name in names.split("|")
}
