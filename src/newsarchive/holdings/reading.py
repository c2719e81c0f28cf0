"""Reading an archive."""

import datetime
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import orjson

from ..catalog import Catalog, read_catalog
from ..catalog.lookup import Row
from ..catalog.readings import first_line, reread, superseded
from ..catalog.references import resolve
from ..catalog.standing import Standing, Statement, numeric, of_a_superseded, order, stand
from ..dates import PartialDate
from ..errors import DamageError
from ..ledger import Ledger, Place
from ..store.layout import Layout, read_settings
from ..store.volumes import Volumes
from .kinds import Chain, Filled, Held, Sighting, Word

#: What a later sighting never fills: what the record's identity or its own reading is made of. An absent status says
#: "usable" and is no gap; `Holdings.status` weighs what the sightings say.
OWN = frozenset({"schema", "content_hash", "headline", "body", "evidence", "provenance", "status"})
#: Parsed ledger lines and chains that are remembered.
_LINES, _CHAINS = 64, 256


@attrs.define
class Holdings:
    """An archive that is open for reading. Made by `open_holdings`."""

    layout: Layout
    catalog: Catalog
    ledger: Ledger
    _volumes: Volumes = attrs.field(init=False)
    _lines: "OrderedDict[Place, dict[str, Any]]" = attrs.Factory(OrderedDict)
    _chains: "OrderedDict[int, Chain]" = attrs.Factory(OrderedDict)
    _noticed: set[int] | None = None

    def __attrs_post_init__(self) -> None:
        self._volumes = Volumes(self.layout)

    def __enter__(self) -> "Holdings":
        return self

    def __exit__(self, *_: object) -> None:
        self.catalog.close()

    def __len__(self) -> int:
        return self.catalog.count()

    def __iter__(self) -> Iterator[int]:
        """All accessions in order, in constant memory."""
        return (row.accession for row in self.catalog.rows())

    def resolve(self, reference: str) -> int:
        """The record that a person means. Raises UnknownRecordError."""
        return resolve(self.catalog, reference)

    def row(self, accession: int) -> Row:
        """What the catalog knows of a record. Raises KeyError."""
        row = self.catalog.row(accession)
        if row is None:
            raise KeyError(accession)
        return row

    def record(self, accession: int) -> Held:
        """A record. Raises DamageError if its file is not there or not that record."""
        digest = self.row(accession).content_hash
        stored = self._volumes.read(accession, digest)
        path = str(self.layout.root / stored.path)
        try:
            fields = orjson.loads(stored.data)
            said = fields["content_hash"]
        except (ValueError, KeyError, TypeError) as error:
            raise DamageError(path, f"{type(error).__name__}: {error}") from None
        if said != digest:
            raise DamageError(path, f"it says that its content hash is {said!r}, and the ledger says {digest}")
        return Held(accession, stored.path, stored.data, fields)

    def sightings(self, accession: int) -> list[Sighting]:
        """Where a record was seen, the first one first: that is the one that the record was made from."""
        return [self._sighting(accession, place, number) for place, number in self.catalog.sightings(accession)]

    def _sighting(self, accession: int, place: Place, number: int) -> Sighting:
        line = self._line(place)
        found = line["found"][number]
        return Sighting(
            accession=accession,
            run=place.run,
            at=self._at(place.run),
            drop=self.catalog.drops(place.run)[line["drop"]],
            name=line["name"],
            member=found.get("member"),
            outcome=found["outcome"],
            original=line["original"],
            article=found["article"],
            order=order(place, number, first_line(self.catalog, place)),
        )

    def filled(self, accession: int) -> Filled:
        """A record's fields as they are read now, filled from its sightings: the first one that knows a field counts."""
        fields, again = self.read(accession)
        origins: dict[str, str] = {}
        for place, number in self.catalog.sightings(accession)[1:]:
            sighting = self._sighting(accession, place, number)
            for name, value in sighting.article.items():
                if name not in fields and name not in OWN:
                    fields[name] = value
                    origins[name] = sighting.title
        return Filled(fields, origins, again)

    def read(self, accession: int) -> tuple[dict[str, Any], dict[str, str]]:
        """What a record's first sighting says as its document is read now; of each field that differs, who read it so.

        These are the fields in the record's file, unless `reparse` noted a better reading.
        """
        own = dict(self.record(accession).fields)
        if not reread(self.catalog, accession) or superseded(self.catalog, accession):
            return own, {}
        place, number = self.catalog.sightings(accession)[0]
        first = self._sighting(accession, place, number)
        fields = {name: own[name] for name in ("schema", "content_hash", "body") if name in own} | dict(first.article)
        told = fields["provenance"]
        origin = f"{first.title}, read by {told['source']} {told['source_version']} in run {first.run}"
        return fields, {name: origin for name in fields.keys() | own.keys() if fields.get(name) != own.get(name)}

    def chain(self, accession: int) -> Chain:
        """The story that a record belongs to.

        Its versions are in the order of the source's own version numbers, else of `modified`, else of `published`,
        wherever every version states one; else in the order in which they came.
        """
        number = self.row(accession).chain
        known = self._chains.get(number)
        if known is None:
            known = self._chains[number] = self._read_chain(number)
            if len(self._chains) > _CHAINS:
                self._chains.popitem(last=False)
        return known

    def _read_chain(self, chain: int) -> Chain:
        keys: dict[int, tuple[Any, ...]] = {}
        statements: dict[int, tuple[Statement, ...]] = {}
        versions: dict[int, str | None] = {}
        came: dict[int, tuple[int, ...]] = {}
        former: dict[int, int | None] = {}
        for accession in self.catalog.members_of_chain(chain):
            gone = superseded(self.catalog, accession)
            if gone is not None:
                former[accession], statements[accession], versions[accession] = gone.by, (), None
                continue
            sightings = self.sightings(accession)
            came[accession] = sightings[0].order
            fields: dict[str, Any] = {}
            for sighting in sightings:
                fields = {**sighting.article, **fields}
            dates = (PartialDate.parse(fields[name]) if name in fields else None for name in ("modified", "published"))
            versions[accession] = fields.get("version")
            keys[accession] = (numeric(versions[accession]), *dates)
            statements[accession] = tuple(map(_statement, sightings))
        usable = next((n for n in range(3) if all(key[n] is not None for key in keys.values())), None)
        accessions = sorted(keys, key=lambda each: (came[each],) if usable is None else (keys[each][usable], came[each]))
        for accession, by in former.items():  # each stands before what is read in its place
            accessions.insert(accessions.index(by) if by in accessions else 0, accession)
        notices = sorted(self._notices(chain), key=lambda each: each.statement.order)
        return Chain(tuple(accessions), tuple(notices), statements, versions)

    def _notices(self, chain: int) -> Iterator[Word]:
        for place, number in self.catalog.notices(chain):
            line = self._line(place)
            message = line["found"][number]["message"]
            statement = Statement(
                order(place, number, first_line(self.catalog, place)),
                line["name"],
                message["status"],
                message.get("embargoed"),
                message.get("publisher"),
                message.get("version"),
            )
            yield Word(place.run, self._at(place.run), line["name"], message["status"], message.get("reason"), statement)

    def status(self, accession: int, now: datetime.datetime) -> Standing:
        """Whether a record may be shown at `now` (with a zone): see `catalog.standing`."""
        row = self.row(accession)
        gone = superseded(self.catalog, accession)
        if gone is not None:
            return of_a_superseded(gone.by)
        if self._noticed is None:
            self._noticed = self.catalog.noticed_chains()
        if row.chain not in self._noticed and row.status is None and row.embargoed is None and self._alone(row):
            return Standing()
        chain = self.chain(accession)
        newer = chain.accessions[chain.accessions.index(accession) + 1 :]
        return stand(
            chain.statements[accession],
            [chain.statements[each] for each in newer],
            [notice.statement for notice in chain.notices],
            chain.versions[accession],
            now,
        )

    def _alone(self, row: Row) -> bool:
        """Whether nothing but the record itself can say anything of its standing: spares most records the ledger."""
        return len(self.catalog.members_of_chain(row.chain)) == 1 and len(self.catalog.sightings(row.accession)) == 1

    def _at(self, run: str) -> str:
        return str(self._line(Place(run, 0))["at"])

    def _line(self, place: Place) -> dict[str, Any]:
        known = self._lines.get(place)
        if known is None:
            try:
                known = self._lines[place] = self.ledger.line(place)
            except OSError as error:
                raise DamageError(str(self.ledger.path(place.run)), error.strerror or str(error)) from None
            if len(self._lines) > _LINES:
                self._lines.popitem(last=False)
        else:
            self._lines.move_to_end(place)
        return known


def open_holdings(root: Path) -> Holdings:
    """Open an archive for reading. Raises ArchiveError where there is none, FormatVersionError for a newer one."""
    layout = Layout(root)
    read_settings(layout)
    return Holdings(layout, read_catalog(layout.catalog), Ledger(layout.ledger))


def _statement(sighting: Sighting) -> Statement:
    said = sighting.article
    return Statement(
        sighting.order, sighting.title, said.get("status"), said.get("embargoed"), said.get("publisher"), said.get("version")
    )
