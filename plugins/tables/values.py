"""What cells of a table say: texts, lists that were printed, dates, bodies, pictures."""

import ast
import re
from typing import Any

from newsarchive import Block, Media, NewsarchiveError, PartialDate
from newsarchive.text import blocks, hard_wrapped, html_blocks, lines, one_line, universal_newlines, unwrap

from .._feed_dates import feed_date
from .._feed_text import is_html
from .._json_values import names_of, texts_of, widest
from .._printed_dates import printed_date

#: What tools of Python, R and SQL write for nothing.
_NOTHING = frozenset(("", "None", "nan", "NaN", "NaT", "null", "NULL", "<NA>", "N/A", "\\N", "[]", "{}", "set()"))
#: A list of texts as Python or JSON prints it, or numpy, which leaves the commas out; longer ones stay texts.
_STRING = r"""'(?:[^'\\]|\\.)*+'|"(?:[^"\\]|\\.)*+\""""
_LIST = re.compile(rf"[\[{{(]\s*+(?:(?:{_STRING})\s*+,?\s*+)*+[\]}})]", re.DOTALL)
_ITEM = re.compile(_STRING, re.DOTALL)
_LONGEST_LIST = 100_000
_SEPARATORS = re.compile(r"[;|\n]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
#: English names of languages, as GDELT gives them, by BCP 47.
_LANGUAGES = {
    name: code
    for code, _, name in (
        each.partition(":")
        for each in """
        af:afrikaans sq:albanian ar:arabic hy:armenian az:azerbaijani bn:bengali bs:bosnian bg:bulgarian ca:catalan zh:chinese
        hr:croatian cs:czech da:danish nl:dutch en:english et:estonian fi:finnish fr:french gl:galician ka:georgian de:german
        el:greek gu:gujarati he:hebrew hi:hindi hu:hungarian is:icelandic id:indonesian it:italian ja:japanese kn:kannada
        kk:kazakh ko:korean lv:latvian lt:lithuanian mk:macedonian ms:malay ml:malayalam mr:marathi mn:mongolian ne:nepali
        no:norwegian fa:persian pl:polish pt:portuguese pa:punjabi ro:romanian ru:russian sr:serbian si:sinhalese sk:slovak
        sl:slovenian so:somali es:spanish sw:swahili sv:swedish ta:tamil te:telugu th:thai tr:turkish uk:ukrainian ur:urdu
        vi:vietnamese
        """.split()  # noqa: SIM905  # a list of words is read as one
    )
}
_LINE_ITEM = re.compile(r"[-*•] +(?=\S)")
_BLANK_LINES = re.compile(r"\n\n\s*")
#: Longer than any time that counts.
_SECONDS_MOST = 10**11


def says_nothing(value: Any) -> bool:
    """Whether a cell is empty, or holds what a tool writes for nothing."""
    return value is None or (value.strip() in _NOTHING if isinstance(value, str) else value in ([], {}, ()))


def text_of(value: Any) -> str | None:
    """One text: a text or a number, a list of one, an object that has a name; else None."""
    if isinstance(value, list):
        value = value[0] if len(value) == 1 else None
    found = names_of(value) if isinstance(value, dict) else texts_of(value)
    return found[0].strip() if len(found) == 1 else None


def listed(value: Any) -> list[str]:
    """A list of texts: one that is a list, one that was printed, one parted by `;`, `|` or line feeds; else the text itself."""
    if isinstance(value, str):
        text = value.strip()
        if text[:1] in ("[", "{", "(") and len(text) <= _LONGEST_LIST and _LIST.fullmatch(text):
            several = [_unquoted(item) for item in _ITEM.findall(text)]
        else:
            several = _SEPARATORS.split(text)
        return _each_once(several)
    return _each_once(names_of(value))


def _each_once(several: list[str]) -> list[str]:
    return list(dict.fromkeys(said for each in several if (said := one_line(each)) not in _NOTHING))


def _unquoted(literal: str) -> str:
    """What a string literal of Python or JSON says; as it stands where it is none."""
    try:
        return str(ast.literal_eval(literal))
    except (SyntaxError, ValueError):
        return literal[1:-1]


def date_of(value: Any, order: str | None) -> PartialDate | None:
    """A date of ISO 8601, also with a space for its T, of RFC 822, or as it is printed. Raises AmbiguousDateError.

    A number is a year, or a day in eight digits; seconds since 1970 are not told from other numbers.
    """
    text = text_of(value) or ""
    if text.isdecimal() and len(text) not in (4, 8, 14):
        return None
    return feed_date(text) or printed_date(text, order)


def moment(count: int, parts: int, zone: int | None) -> PartialDate | None:
    """`count` parts of a second since 1970 began, `parts` of which are a second; a fraction only where there is one."""
    import datetime

    seconds, fraction = divmod(count, parts)
    if abs(seconds) > _SECONDS_MOST:
        return None
    try:
        date = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)  # the zone is in the date
        digits = str(fraction).zfill(len(str(parts)) - 1).rstrip("0") or None
        return PartialDate(date.year, date.month, date.day, date.hour, date.minute, date.second, digits, zone)
    except (OverflowError, NewsarchiveError):
        return None


def language_of(value: Any) -> str | None:
    """A tag of BCP 47, or the tag of a language that is named in English."""
    text = text_of(value) or ""
    if _LANGUAGE.fullmatch(text):
        return text.replace("_", "-")
    return _LANGUAGES.get(text.lower())


def body_of(value: Any, items: bool = False) -> list[Block]:
    """A body: HTML, plain text, a list of such, or the sections of fundus.

    Plain text is parted by blank lines, by lines where there are none, and unwrapped where it was wrapped. With `items` a line
    that begins with a hyphen is one of a list.
    """
    if isinstance(value, dict):
        return _sections(value)
    if isinstance(value, list):
        return [block for each in value for block in body_of(each)]
    text = value if isinstance(value, str) else ""
    if is_html(text):
        return html_blocks(text)
    text = universal_newlines(text).strip()
    if "\n" not in text:
        return [_block(one_line(text), items)] if text else []
    pieces = _BLANK_LINES.split(text) if "\n\n" in text else []
    if pieces and not any("\n" in piece for piece in pieces):
        return [_block(one_line(piece), items) for piece in pieces]
    runs = blocks(lines(text))
    if len(runs) > 1 or hard_wrapped(runs):
        return [_block(unwrap(run), items) for run in runs]
    return [_block(one_line(line.text), items) for run in runs for line in run]


def _block(text: str, items: bool) -> Block:
    match = _LINE_ITEM.match(text) if items else None
    return Block("list_item", text[match.end() :]) if match else Block("paragraph", text)


def _sections(body: dict[str, Any]) -> list[Block]:
    """fundus, `ArticleBody`: sections with a headline, a list of lines, and paragraphs."""
    found: list[Block] = []
    sections = body.get("sections")
    for section in sections if isinstance(sections, list) else []:
        if isinstance(section, dict):
            found += [Block("crosshead", one_line(text)) for text in _texts(section.get("headline"))]
            found += [Block("paragraph", one_line(text)) for text in _texts(section.get("paragraphs"))]
    return found


def summary_of(value: Any) -> str | None:
    """A summary, its paragraphs on a line each."""
    return "\n".join(block.text for block in body_of(value)) or None


def _texts(value: Any) -> list[str]:
    several = value if isinstance(value, list) else [value]
    return [text for each in several for text in texts_of(each)]


def media_of(value: Any) -> list[Media]:
    """Pictures: an address, several of them, or objects as fundus has them."""
    if isinstance(value, str):
        return [Media("picture", url=each) for each in listed(value) if "://" in each[:12] or each.startswith("//")]
    found = []
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str):
            found += media_of(each)
        elif isinstance(each, dict):
            url = widest(each.get("versions"), "url") or next(iter(texts_of(each.get("url"))), None)
            caption = next((text for name in ("caption", "description") for text in texts_of(each.get(name))), None)
            if url or caption:
                found.append(Media("picture", url, caption, ", ".join(names_of(each.get("authors"))) or None))
    return found
