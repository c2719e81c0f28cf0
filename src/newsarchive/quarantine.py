"""`quarantine/`: one JSON file for each original that could not be taken in, with every reason, for people to read.

It follows from the ledger and can be written again from it; the bytes themselves are kept with the other originals.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import attrs
import orjson

from .catalog import Catalog
from .errors import ArchiveError
from .ledger import Ledger


@attrs.frozen
class Case:
    """One thing in quarantine: where it came from and why it waits."""

    original: str
    name: str
    member: str | None
    drop: str
    size: int
    kept: dict[str, Any] | None
    reasons: list[dict[str, Any]]


def cases(catalog: Catalog, ledger: Ledger) -> list[Case]:
    """All that waits for `retry`, in the order in which it came."""
    found = []
    for original, member, place, number in catalog.quarantined():
        line = ledger.line(place)
        found.append(
            Case(
                original=original,
                name=line["name"],
                member=member or None,
                drop=catalog.drops(place.run)[line["drop"]],
                size=line["size"],
                kept=line.get("kept"),
                reasons=line["found"][number]["reasons"],
            )
        )
    return found


def files(catalog: Catalog, ledger: Ledger) -> dict[str, bytes]:
    """What the folder should hold, by name."""
    by_original: dict[str, list[Case]] = {}
    for case in cases(catalog, ledger):
        by_original.setdefault(case.original, []).append(case)
    return {f"{original}.json": content(original, group) for original, group in by_original.items()}


def update(folder: Path, catalog: Catalog, ledger: Ledger) -> None:
    """Make the folder say what waits, and nothing else. Raises ArchiveError."""
    try:
        _update(folder, catalog, ledger)
    except OSError as error:
        raise ArchiveError(
            f"{folder} cannot be written: {error.strerror}",
            help="It follows from the ledger, which is safe. Mend the cause (space, rights, disk); run the same command again.",
        ) from error


def _update(folder: Path, catalog: Catalog, ledger: Ledger) -> None:
    wanted = files(catalog, ledger)
    for path in folder.iterdir():
        if path.suffix == ".tmp" or (path.suffix == ".json" and path.name not in wanted):
            path.unlink()
    for name, data in wanted.items():
        path = folder / name
        if not path.exists() or path.read_bytes() != data:
            aside = path.with_name(path.name + ".tmp")
            aside.write_bytes(data)
            aside.rename(path)


def content(original: str, group: Iterable[Case]) -> bytes:
    """What the file of one original says."""
    inputs = [
        {"name": case.name, "drop": case.drop, "size": case.size, "kept": case.kept, "reasons": case.reasons}
        | ({"member": case.member} if case.member else {})
        for case in group
    ]
    return orjson.dumps({"original": original, "inputs": inputs}, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2) + b"\n"
