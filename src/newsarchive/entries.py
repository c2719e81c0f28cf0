"""The ledger's lines: what came in, when, and what became of it. `schemas/ledger-1.schema.json` is generated from these.

Every line also carries `prev` and `this`, which `ledger` adds.
"""

from typing import Annotated, Any, Literal, get_args

import attrs
from msgspec import Meta

from .fields import ContentHash, Digest
from .reading import Message, Reason

Count = Annotated[int, Meta(ge=0)]
Accession = Annotated[int, Meta(ge=0, description="volume × 1000 + place in the volume")]
Instant = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$", description="UTC")]
OutcomeName = Literal["new", "version", "duplicate", "notice", "quarantined", "ignored"]


@attrs.frozen(kw_only=True)
class RunLine:
    """The first line of a run: who runs, over what. `drops` are absolute paths, printable."""

    event: Literal["run"] = "run"
    run: str
    at: Instant
    command: str
    newsarchive: str
    drops: tuple[str, ...] = ()
    sources: dict[str, str] = attrs.Factory(dict)
    plugin_errors: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Cut:
    """A stretch of bytes that was overwritten with spaces; `characters` is how many code points of text it had been."""

    start: Count
    end: Count
    characters: Count | None = None


@attrs.frozen(kw_only=True)
class Kept:
    """Where an original lies: `offset` of its first byte in a tar below `originals/`.

    Where it held a text that had been removed, `cuts` were blanked before it was kept, and `sha256` is that of what was.
    """

    tar: str
    offset: Count
    cuts: tuple[Cut, ...] = ()
    sha256: Digest | None = None


@attrs.frozen(kw_only=True)
class Outcome:
    """What became of one article (or notice, or part that could not be read) found in a document.

    `article` holds every field of this sighting but the body. `follows` is the accession of the first record of
    the chain that a version joins.
    """

    outcome: OutcomeName
    accession: Accession | None = None
    content_hash: ContentHash | None = None
    follows: Accession | None = None
    article: dict[str, Any] = attrs.Factory(dict)
    message: Message | None = None
    reasons: tuple[Reason, ...] = ()
    source: str | None = None
    member: str | None = None


@attrs.frozen(kw_only=True)
class LinePlace:
    """Where a line of the ledger begins: its run, and the byte in that run's file."""

    run: str
    offset: Count


@attrs.frozen(kw_only=True)
class Gone:
    """A record that a document held as it was read before, and does not hold as it is read now; `by` is its counterpart."""

    accession: Accession
    by: Accession | None = None


@attrs.frozen(kw_only=True)
class Stretch:
    """Which bytes of a large file a document is: from `start` on. `file` is the digest of the whole file, `size` its bytes."""

    file: Digest
    size: Count
    start: Count


@attrs.frozen(kw_only=True)
class DocumentLine:
    """One input that was read. A document with many articles takes several lines, all but the last with `more`.

    `hints` are what the rules in force said of it: it is read again under the same ones.

    One that was read again by `reparse` says so by `document`, where its first line stands. Its `replaces` are all
    lines of it that hold no longer, in the first of its lines; what is `gone` stands in the last.

    A file that was too large to be read whole is several documents, one after the other, each a `stretch` of it.
    """

    event: Literal["document"] = "document"
    drop: Count
    name: str
    size: Count
    mtime_ns: int
    inode: Count
    original: Digest
    kept: Kept | None = None
    stretch: Stretch | None = None
    hints: dict[str, str] = attrs.Factory(dict)
    source: str | None = None
    source_version: str | None = None
    encoding: str | None = None
    found: tuple[Outcome, ...] = ()
    defects: tuple[Reason, ...] = ()
    more: bool = False
    document: LinePlace | None = None
    replaces: tuple[LinePlace, ...] = ()
    gone: tuple[Gone, ...] = ()

    @property
    def completes(self) -> bool:
        """Whether its file is read to the end with it."""
        at = self.stretch
        return not self.more and (at is None or at.start + self.size == at.size)


@attrs.frozen(kw_only=True)
class RefusedLine:
    """An entry of the drop folder that is not read at all: a FIFO, a device, a link, no rights."""

    event: Literal["refused"] = "refused"
    drop: Count
    name: str
    code: str
    reason: str


@attrs.frozen(kw_only=True)
class DeferredLine:
    """A file that changed while it was read: left for the next run."""

    event: Literal["deferred"] = "deferred"
    drop: Count
    name: str
    reason: str


@attrs.frozen(kw_only=True)
class Manifest:
    """A manifest as it stands after a batch."""

    length: Count
    sha256: Digest


@attrs.frozen(kw_only=True)
class Volume:
    """The file of a packed volume as it stands after a batch."""

    length: Count
    sha256: Digest


@attrs.frozen(kw_only=True)
class BatchLine:
    """The moment at which a batch exists: what is on disk now, and is never less after a recovery.

    `records` are the files that the batch added, with their digests; `tars` (lengths), `manifests` and `volumes` those
    that it touched and the open ones; `accessions` how many records the archive holds. `records` and `manifests` are
    those of loose volumes, `volumes` the files of packed ones, whose manifests follow from them.
    """

    event: Literal["batch"] = "batch"
    accessions: Count
    records: dict[str, Digest] = attrs.Factory(dict)
    tars: dict[str, Count] = attrs.Factory(dict)
    manifests: dict[str, Manifest] = attrs.Factory(dict)
    volumes: dict[str, Volume] = attrs.Factory(dict)


@attrs.frozen(kw_only=True)
class EndLine:
    """The last line of a run that ended in order."""

    event: Literal["end"] = "end"
    at: Instant
    counts: dict[str, Count] = attrs.Factory(dict)
    interrupted: bool = False


@attrs.frozen(kw_only=True)
class Removed:
    """What is left of a record that was removed. `documents` are the originals in which it was seen, kept or not."""

    accession: Accession
    content_hash: ContentHash
    record: str
    documents: tuple[Digest, ...] = ()


@attrs.frozen(kw_only=True)
class BlankedOriginal:
    """A kept original of which `cuts` are blanked; `sha256` is that of its bytes afterwards."""

    original: Digest
    tar: str
    offset: Count
    size: Count
    cuts: tuple[Cut, ...]
    sha256: Digest


@attrs.frozen(kw_only=True)
class BlankedLine:
    """A line of the ledger of which `cuts` are blanked.

    `was` is its digest in the chain, which it still states; `sha256` is that of the line afterwards, without its line feed.
    """

    run: str
    offset: Count
    cuts: tuple[Cut, ...]
    sha256: Digest
    was: Digest


@attrs.frozen(kw_only=True)
class RemovalLine:
    """The moment at which a removal is decided. What it says is done by the next `batch` line, if need be after a crash.

    `manifests` are those of loose volumes without the records, `volumes` the files of packed ones with a line that says
    `removed` in the place of each.
    """

    event: Literal["removal"] = "removal"
    at: Instant
    reason: str
    removed: tuple[Removed, ...]
    originals: tuple[BlankedOriginal, ...] = ()
    lines: tuple[BlankedLine, ...] = ()
    manifests: dict[str, Manifest] = attrs.Factory(dict)
    volumes: dict[str, Volume] = attrs.Factory(dict)


@attrs.frozen(kw_only=True)
class ReadmissionLine:
    """Removed texts that may be taken in again."""

    event: Literal["readmission"] = "readmission"
    at: Instant
    reason: str
    content_hashes: tuple[ContentHash, ...]


Entry = RunLine | DocumentLine | RefusedLine | DeferredLine | BatchLine | EndLine | RemovalLine | ReadmissionLine
LINES: dict[str, type[Entry]] = {str(attrs.fields_dict(kind)["event"].default): kind for kind in get_args(Entry)}
