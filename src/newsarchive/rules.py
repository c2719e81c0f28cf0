"""What the user says of documents that these do not say themselves: `[[source]]` entries, by the path of the file.

    [[source]]
    path = "afp/**/*.xml"
    publisher = "Agence France-Presse"
    time_zone = "Europe/Paris"

What all entries say that match a path becomes the document's hints, flat: `columns.headline` for `headline` below
`[source.columns]`, `languages` joined by spaces.
"""

import difflib
import hashlib
import re
import tomllib
import zoneinfo
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs

from .canonical import encode
from .decoding import is_charset
from .errors import NewsarchiveError, RecordError
from .fields import Language, SourceName, convert
from .globs import Glob, GlobError

#: How days, months and years stand in dates of digits.
DATE_ORDERS = ("DMY", "MDY", "YMD")
HELP = "Mend the file. docs/how-to/say-what-the-documents-do-not.md shows what an entry may say."
_HEADER = re.compile(r"(?m)^[ \t]*\[\[[ \t]*source[ \t]*\]\]")


@attrs.frozen
class Entry:
    """One `[[source]]`: its number from 1, its line in the file where that can be told, and the hints that it gives."""

    number: int
    line: int | None
    path: Glob
    hints: Mapping[str, str]

    @property
    def label(self) -> str:
        return _label(self.number, self.line)


@attrs.frozen
class Match:
    """What rules say of one file: by which entries, and, where two contradict each other, how."""

    entries: tuple[Entry, ...] = ()
    hints: dict[str, str] = attrs.Factory(dict)
    conflict: str | None = None


@attrs.frozen
class Rules:
    """The entries of one file. `origin` is its path, for messages."""

    origin: str = ""
    entries: tuple[Entry, ...] = ()

    def match(self, name: str) -> Match:
        """What the entries say of a file by its path below the drop folder, as `provenance.name` has it.

        Two entries may say the same; where they say two things, none of it holds.
        """
        entries = tuple(entry for entry in self.entries if entry.path.matches(name))
        said: dict[str, Entry] = {}
        for entry in entries:
            for key, value in entry.hints.items():
                other = said.setdefault(key, entry)
                if other.hints[key] != value:
                    both = f"{other.label} says {key} = {other.hints[key]!r} and {entry.label} {value!r}"
                    return Match(entries, {}, f"{self.origin}: of this file {both}; let one of them match it")
        return Match(entries, {key: entry.hints[key] for key, entry in said.items()})

    @property
    def sources(self) -> dict[str, str]:
        """The sources that entries name, each with the place of the first entry that does."""
        named = [(entry.hints["source"], f"{self.origin}: {entry.label}") for entry in self.entries if "source" in entry.hints]
        return dict(reversed(named))

    @property
    def digest(self) -> str:
        """Tells whether two files say the same."""
        return hashlib.sha256(encode([[entry.path.text, dict(entry.hints)] for entry in self.entries])).hexdigest()


#: No rules.
NONE = Rules()


def read_rules(path: Path) -> Rules:
    """The `[[source]]` entries of a TOML file. Raises NewsarchiveError with the file and the entry."""
    try:
        text = path.read_text("utf-8")
        entries = tomllib.loads(text).get("source", [])
    except OSError as error:
        raise NewsarchiveError(f"{path}: it cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise NewsarchiveError(f"{path}: {error}", help="Mend the file; it is TOML.") from None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise NewsarchiveError(
            f"{path}: `source` is no list of entries", help="Write `[[source]]`, in two brackets, above each."
        )
    starts = [text.count("\n", 0, match.start()) + 1 for match in _HEADER.finditer(text)]
    lines = starts if len(starts) == len(entries) else [None] * len(entries)
    found = []
    for number, (entry, line) in enumerate(zip(entries, lines, strict=True), 1):
        try:
            found.append(_entry(number, line, entry))
        except _EntryError as error:
            raise NewsarchiveError(f"{path}: {_label(number, line)}: {error.message}", help=error.help or HELP) from None
    return Rules(str(path), tuple(found))


class _EntryError(NewsarchiveError):
    """What is wrong with an entry, without where it is."""


def _label(number: int, line: int | None) -> str:
    return f"[[source]] entry {number}" + (f" (line {line})" if line else "")


def _entry(number: int, line: int | None, said: Mapping[str, Any]) -> Entry:
    if "path" not in said:
        raise _EntryError("it has no `path`, so it is about no file", help='Say which: `path = "afp/**/*.xml"`.')
    hints: dict[str, str] = {}
    for key, value in said.items():
        if key == "path":
            continue
        if key not in _READERS:
            near = difflib.get_close_matches(key, _READERS, 1)
            remedy = f"Did you mean `{near[0]}`?" if near else f"It may say {', '.join(sorted(_READERS))}."
            raise _EntryError(f"there is no `{key}`", help=remedy)
        hints |= _READERS[key](key, value)
    if not hints:
        raise _EntryError("it says nothing of the files that it matches")
    try:
        return Entry(number, line, Glob.parse(_text("path", said["path"])["path"]), hints)
    except GlobError as error:
        raise _EntryError(f"path: {error.message}") from None


def _text(key: str, value: Any) -> dict[str, str]:
    if not isinstance(value, str) or not value.strip() or value != value.strip():
        raise _EntryError(f"{key} = {value!r} is no text, or is blank at its ends")
    return {key: value}


def _typed(kind: Any, words: str) -> Callable[[str, Any], dict[str, str]]:
    def read(key: str, value: Any) -> dict[str, str]:
        try:
            return {key: convert(value, kind)}
        except RecordError:
            raise _EntryError(f"{key} = {value!r} is no {words}") from None

    return read


def _languages(key: str, value: Any) -> dict[str, str]:
    if not isinstance(value, list) or not value:
        raise _EntryError(f"{key} = {value!r} is no list of languages", help='Write it as `languages = ["de", "fr"]`.')
    return {key: " ".join(_language(key, each)[key] for each in value)}


def _time_zone(key: str, value: Any) -> dict[str, str]:
    try:
        zoneinfo.ZoneInfo(_text(key, value)[key])
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        remedy = "Names are those of the IANA: Europe/Paris, America/New_York, UTC."
        raise _EntryError(f"there is no time zone {value!r}", help=remedy) from None
    return {key: value}


def _date_order(key: str, value: Any) -> dict[str, str]:
    if value not in DATE_ORDERS:
        raise _EntryError(f"{key} = {value!r} is none of {', '.join(DATE_ORDERS)}")
    return {key: value}


def _encoding(key: str, value: Any) -> dict[str, str]:
    if not is_charset(_text(key, value)[key]):
        raise _EntryError(
            f"there is no encoding {value!r}", help="Names are those of the IANA: utf-8, windows-1252, shift_jis."
        )
    return {key: value}


def _columns(key: str, value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise _EntryError(f"{key} = {value!r} is no table", help='Write `[source.columns]`, and below it `headline = "title"`.')
    return {f"{key}.{field}": _text(f"{key}.{field}", column)[f"{key}.{field}"] for field, column in value.items()}


_language = _typed(Language, "language of BCP 47, such as `de` or `pt-BR`")
_READERS: Mapping[str, Callable[[str, Any], dict[str, str]]] = {
    "source": _typed(SourceName, "name of a source"),
    "publisher": _text,
    "language": _language,
    "languages": _languages,
    "time_zone": _time_zone,
    "date_order": _date_order,
    "encoding": _encoding,
    "columns": _columns,
}
