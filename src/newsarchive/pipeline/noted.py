"""Documents as the ledger notes them: for each path and original the lines that hold, and what these say was found."""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import attrs
import orjson

from ..catalog import Catalog
from ..catalog.removed import CODE
from ..entries import DocumentLine, LinePlace
from ..fields import convert
from ..ledger import Ledger, Place
from .complaints import original_of
from .history import Key

_TABLES = """
CREATE TABLE documents (number INTEGER PRIMARY KEY, path TEXT, original TEXT, UNIQUE (path, original));
CREATE TABLE lines (document INTEGER, run TEXT, offset INTEGER);
CREATE INDEX lines_document ON lines (document);
"""


@attrs.define
class Passage:
    """One reading of a document as a whole: by whom, and its outcomes but for what failed, as the ledger has them.

    `ordered` is false where `retry` added what had failed; `again` says that `reparse` noted it, and so every body that
    is not its record's own.
    """

    run: str
    again: bool
    ordered: bool = True
    about: dict[str, Any] = attrs.Factory(dict)
    found: list[dict[str, Any]] = attrs.Factory(list)


@attrs.frozen
class Noted:
    """A document: a line of it, its drop folder, the lines of it that hold and where its first one stood.

    `failing` counts what waits in quarantine by member; `dismissed` are the outcomes by which somebody let go of that.
    """

    line: DocumentLine
    drop: str
    first: LinePlace
    places: tuple[LinePlace, ...]
    passages: tuple[Passage, ...]
    failing: Counter[str]
    dismissed: tuple[dict[str, Any], ...]

    @property
    def path(self) -> str:
        return f"{self.drop}/{self.line.name}"

    @property
    def taken(self) -> bool:
        """Whether anything of it was taken in; if not, it is for `retry`."""
        return any(passage.found for passage in self.passages)

    @property
    def sources(self) -> set[str]:
        """Who read it and its parts."""
        found = {each.get("source") for passage in self.passages for each in (passage.about, *passage.found)}
        return {source for source in found if source is not None}


class Roll:
    """All documents of a ledger in the order of their first lines, gathered in a temporary file: memory stays constant.

    `only` limits it to documents by path and original. Raises DamageError.
    """

    def __init__(self, ledger: Ledger, catalog: Catalog, only: Collection[Key] | None = None) -> None:
        self._ledger, self._catalog = ledger, catalog
        self.drops: list[str] = []
        self._temporary = sqlite3.connect("")
        self._temporary.executescript(_TABLES)
        originals = None if only is None else {original for _, original in only}
        known: dict[str, None] = {}
        for place, data, _ in ledger.read():
            original = original_of(data)
            if original is None or (originals is not None and original not in originals):
                continue
            line = orjson.loads(data)
            drop = catalog.drops(place.run)[line["drop"]]
            key = (f"{drop}/{line['name']}", original)
            if only is None or key in only:
                known[drop] = None
                self._add(key, place, replaces="replaces" in line)
        self.drops = list(known)

    def __enter__(self) -> "Roll":
        return self

    def __exit__(self, *_: object) -> None:
        self._temporary.close()

    def __len__(self) -> int:
        return int(self._temporary.execute("SELECT count(*) FROM documents").fetchone()[0])

    def __iter__(self) -> Iterator[Noted]:
        for (number,) in self._temporary.execute("SELECT number FROM documents ORDER BY number"):
            places = self._temporary.execute("SELECT run, offset FROM lines WHERE document = ? ORDER BY rowid", (number,))
            yield self._noted([Place(run, offset) for run, offset in places])

    def _add(self, key: Key, place: Place, replaces: bool) -> None:
        run = self._temporary.execute
        run("INSERT OR IGNORE INTO documents (path, original) VALUES (?, ?)", key)
        (number,) = run("SELECT number FROM documents WHERE path = ? AND original = ?", key).fetchone()
        if replaces:
            run("DELETE FROM lines WHERE document = ?", (number,))
        run("INSERT INTO lines VALUES (?, ?, ?)", (number, place.run, place.offset))

    def _noted(self, places: list[Place]) -> Noted:
        passages: list[Passage] = []
        failing: Counter[str] = Counter()
        dismissed: list[dict[str, Any]] = []
        begins = True
        for place in places:
            line = self._ledger.line(place)
            command = self._catalog.command(place.run)
            if begins:
                failing.clear()  # what waits is said anew each time
                if command in ("ingest", "reparse") or not passages:
                    passages.append(Passage(place.run, command == "reparse"))
                else:
                    passages[-1].ordered = False
            passage = passages[-1]
            for found in line.get("found", ()):
                if found["outcome"] == "quarantined":
                    failing[found.get("member", "")] += 1
                elif any(reason["code"] == "dismissed" for reason in found.get("reasons", ())):
                    dismissed.append(found)
                elif not was_removed(found):
                    passage.found.append(found)
            begins = not line["more"]
            if begins and command != "dismiss":
                passage.about = about(line)
        first = line.get("document") or {"run": places[0].run, "offset": places[0].offset}
        return Noted(
            line=attrs.evolve(convert(line | {"found": [], "defects": []}, DocumentLine), replaces=(), gone=()),
            drop=self._catalog.drops(places[-1].run)[line["drop"]],
            first=LinePlace(**first),
            places=tuple(LinePlace(run=place.run, offset=place.offset) for place in places),
            passages=tuple(passages),
            failing=failing,
            dismissed=tuple(dismissed),
        )


def was_removed(outcome: Mapping[str, Any]) -> bool:
    """Whether a text was removed since it was noted, or refused because it was."""
    if "accession" in outcome:
        return not outcome.get("article")
    return any(reason["code"] == CODE for reason in outcome.get("reasons", ()))


def about(line: dict[str, Any]) -> dict[str, Any]:
    """What a document's line says of the document itself as it was read."""
    return {name: line[name] for name in ("source", "source_version", "encoding", "defects", "hints") if name in line}
