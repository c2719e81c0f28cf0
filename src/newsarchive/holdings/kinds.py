"""What a reader gets: a record as it is held, its sightings, the notices about it, its chain."""

from collections.abc import Mapping
from typing import Any

import attrs

from ..catalog.references import label
from ..catalog.standing import Statement


@attrs.frozen
class Held:
    """A record as it lies in the archive: its path below the archive, its bytes, and what they say.

    In a packed volume the path is that of the volume's file, a colon, and the number of the line, counted from 1.
    """

    accession: int
    path: str
    data: bytes
    fields: Mapping[str, Any]

    @property
    def label(self) -> str:
        return label(self.accession)


@attrs.frozen
class Sighting:
    """One occurrence of a record in a document. `article` holds every field of it but the body."""

    accession: int
    run: str
    at: str
    drop: str
    name: str
    member: str | None
    outcome: str
    original: str
    article: Mapping[str, Any]
    order: tuple[int, ...]

    @property
    def title(self) -> str:
        """Its name, with the path among the document's parts."""
        return f"{self.name}!/{self.member}" if self.member else self.name


@attrs.frozen
class Word:
    """A notice about a story: a kill, a hold, a release."""

    run: str
    at: str
    name: str
    status: str
    reason: str | None
    statement: Statement


@attrs.frozen
class Filled:
    """A record's fields as its document is read now, with those that only a later sighting knows.

    `origins` has the title of the sighting that each of the latter came from; `again`, of each of the former that is not
    what the record's own bytes say, which reading says so.
    """

    fields: Mapping[str, Any]
    origins: Mapping[str, str]
    again: Mapping[str, str] = attrs.Factory(dict)


@attrs.frozen
class Chain:
    """A story: its versions, oldest first, and the notices about it as they came."""

    accessions: tuple[int, ...]
    notices: tuple[Word, ...]
    statements: Mapping[int, tuple[Statement, ...]]
    versions: Mapping[int, str | None]
