"""What the ledger says went wrong beside what is in quarantine: defects beside articles, and what was refused."""

import attrs
import orjson

from ..catalog import Catalog
from ..entries import DocumentLine, RefusedLine
from ..ledger import Ledger, parse

_DEFECTS = b'{"defects":['  # keys are sorted, so that these come first in a document's line
_ORIGINAL = b'"original":"'


@attrs.frozen
class Refused:
    """An entry of a drop folder that could not be read when it was last looked at."""

    drop: str
    line: RefusedLine


@attrs.frozen
class Defective:
    """A document that was taken in, and what was wrong with it."""

    drop: str
    line: DocumentLine


def defective(catalog: Catalog, ledger: Ledger) -> list[Defective]:
    """Documents with defects, each as it was last read. Reads the whole ledger. Raises DamageError."""
    found: dict[tuple[str, str], Defective] = {}
    originals: set[str] = set()
    for place, line, _ in ledger.read():
        has_some = line.startswith(_DEFECTS)
        digest = original_of(line)
        if digest is None or not (has_some or digest in originals):
            continue
        fields = orjson.loads(line)
        drop = catalog.drops(place.run)[fields["drop"]]
        key = (f"{drop}/{fields['name']}", digest)
        if not fields.get("more"):
            found.pop(key, None)
        if has_some:
            originals.add(digest)
            entry = parse(line)
            assert isinstance(entry, DocumentLine)
            found[key] = Defective(drop, entry)
    return list(found.values())


def refused(catalog: Catalog, ledger: Ledger) -> list[Refused]:
    """What is refused as far as the catalog knows, with the ledger's reasons. Reads the whole ledger. Raises DamageError."""
    found: dict[str, Refused] = {}
    for place, line, _ in ledger.read():
        if b'"event":"refused"' in line:
            entry = parse(line)
            if isinstance(entry, RefusedLine):
                drop = catalog.drops(place.run)[entry.drop]
                found[f"{drop}/{entry.name}"] = Refused(drop, entry)
    return [each for path, each in found.items() if catalog.refused(path) == each.line.code]


def original_of(line: bytes) -> str | None:
    """A document line's digest, found without reading the line: its last key of that name is its own."""
    start = line.rfind(_ORIGINAL) + len(_ORIGINAL)
    if start < len(_ORIGINAL) or b'"event":"document"' not in line:
        return None
    return line[start : start + 64].decode("ascii", "replace")
