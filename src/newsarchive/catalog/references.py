"""What a person may call a record: by its accession, its file, or its content hash."""

import re
from collections.abc import Sequence

from ..errors import NewsarchiveError
from .lookup import Catalog
from .removed import Tombstone, accessions, tombstones

#: A volume's records; `store.layout` numbers them so.
_VOLUME = 1000
_SHOWN = 5
_PLACE = re.compile(r"(?P<volume>[0-9]{3,12})/(?P<place>[0-9]{3})")
_FILE = re.compile(
    r"(?:(?:.*/)?(?P<volume>[0-9]{3,12})/|.*/)?(?P<place>[0-9]{3})_(?P<digits>[0-9a-f]{16})(?:\.json)?", re.DOTALL
)
_LINE = re.compile(r"(?:.*/)?(?P<volume>[0-9]{3,12})\.jsonl(?:\.zst)?:(?P<line>[0-9]{1,4})", re.DOTALL)
_HASH = re.compile(r"(?:sha256:)?(?P<digits>[0-9a-f]{6,64})")
_NUMBER = re.compile(r"[0-9]{1,15}")
_HELP = (
    "A record is named by its accession (4 or 000/004), by its file (000_b838b639b442adcf.json or 001.jsonl.zst:5), or by at "
    "least six hex digits of its content hash. `newsarchive search` finds it by its words."
)


class UnknownRecordError(NewsarchiveError):
    """A reference names no record of this archive, or several."""


class RemovedRecordError(UnknownRecordError):
    """A reference names a record that was removed."""


def label(accession: int) -> str:
    """An accession as people read it, and as the record's file is found: `000/004`."""
    volume, place = divmod(accession, _VOLUME)
    return f"{volume:03}/{place:03}"


def resolve(catalog: Catalog, reference: str) -> int:
    """The accession of the one record that a reference names. Raises UnknownRecordError.

    Digits alone may be an accession and the beginning of a content hash as well; where they are both, that is said.
    """
    text = reference.strip()
    found = _candidates(catalog, text)
    if len(found) == 1:
        return found[0]
    if not found and (gone := removed(catalog, reference)):
        words = "; ".join(f"record {label(each.accession)} was {each.words}" for each in gone[:_SHOWN])
        barred = any(each.readmitted is None for each in gone)
        raise RemovedRecordError(words, help="`newsarchive remove --undo` lets its text in again." if barred else "")
    if not found:
        raise UnknownRecordError(f"no record is named {reference!r}: {_holds(accessions(catalog))}", help=_HELP)
    names = [f"{label(each)} ({catalog.content_hash(each)})" for each in found[:_SHOWN]]
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    raise UnknownRecordError(
        f"{reference!r} names {len(found)} records: {', '.join(names)}{more}",
        help="Give more digits, or the accession as it is shown here.",
    )


def removed(catalog: Catalog, reference: str) -> list[Tombstone]:
    """The removed records that a reference names."""
    text = reference.strip().lower()
    file, place, digits = _FILE.fullmatch(text), _PLACE.fullmatch(text), _HASH.fullmatch(text)

    def named(each: Tombstone) -> bool:
        if file:
            return label(each.accession)[-3:] == file["place"] and each.content_hash[7:].startswith(file["digits"])
        if place:
            return label(each.accession) == text
        by_number = _NUMBER.fullmatch(text) is not None and each.accession == int(text)
        return by_number or (digits is not None and each.content_hash[7:].startswith(digits["digits"]))

    return [each for each in tombstones(catalog) if named(each)]


def _candidates(catalog: Catalog, text: str) -> Sequence[int]:
    text = text.lower() if not _FILE.fullmatch(text) else text
    if match := _FILE.fullmatch(text):
        alike = [each for each in catalog.by_prefix(match["digits"]) if each % _VOLUME == int(match["place"])]
        if match["volume"] is None:
            return alike
        # A file that was copied into a folder of digits still names its record.
        return [each for each in alike if each // _VOLUME == int(match["volume"])] or alike
    if match := _PLACE.fullmatch(text):
        return _known(catalog, int(match["volume"]) * _VOLUME + int(match["place"]))
    if (match := _LINE.fullmatch(text)) and 1 <= int(match["line"]) <= _VOLUME:
        return _known(catalog, int(match["volume"]) * _VOLUME + int(match["line"]) - 1)
    numbered = _known(catalog, int(text)) if _NUMBER.fullmatch(text) else []
    match = _HASH.fullmatch(text)
    return sorted({*numbered, *(catalog.by_prefix(match["digits"]) if match else ())})


def _known(catalog: Catalog, accession: int) -> list[int]:
    return [accession] if catalog.content_hash(accession) is not None else []


def _holds(count: int) -> str:
    return f"the archive holds {label(0)} to {label(count - 1)}" if count else "the archive holds no records"
