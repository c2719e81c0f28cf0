"""Deciding what becomes of what was found: new, a version, a duplicate; and the records and ledger lines of that."""

from collections.abc import Iterable
from typing import Any

import attrs

from ..canonical import record_line
from ..catalog import Catalog
from ..catalog.keys import article_keys
from ..catalog.references import label
from ..catalog.removed import CODE, Tombstone, barred
from ..entries import Outcome
from ..identity import content_hash
from ..model import Article
from ..reading import Found, Reason
from ..store.layout import Layout
from ..store.records import NewRecord
from ..wire import fields as plain_fields


@attrs.define
class Judge:
    """Knows every article of the archive and of the batch that is being put together.

    Identity is decided on all 64 digits of the content hash, and on nothing else. Without a catalog (a dry run
    where there is no archive yet) nothing was known before.
    """

    layout: Layout
    catalog: Catalog | None
    accessions: int
    records: list[NewRecord] = attrs.Factory(list)
    _hashes: dict[str, int] = attrs.Factory(dict)
    _chains: dict[int, int] = attrs.Factory(dict)
    _keys: dict[str, set[int]] = attrs.Factory(dict)
    _barred: dict[str, Tombstone] = attrs.Factory(lambda self: barred(self.catalog) if self.catalog else {}, True)

    def judge(self, found: Found) -> Outcome:
        """The outcome of one thing found. A new article gets its accession and its record here."""
        if found.article is not None:
            return self._judge_article(found, found.article)
        outcome = found.kind if found.kind != "article" else "quarantined"
        return Outcome(outcome=outcome, message=found.message, reasons=found.reasons, source=found.source, member=found.member)

    def barred(self, reading: Iterable[Found]) -> list[Article]:
        """The articles whose text was removed and may not be kept."""
        articles = [found.article for found in reading if found.article is not None] if self._barred else []
        return [article for article in articles if content_hash(article) in self._barred]

    def settle(self, stored: bool) -> None:
        """Begin the next batch. If this one was stored, the catalog knows it now; in a dry run only the judge does."""
        self.accessions += len(self.records)
        self.records = []
        if stored:
            self._hashes, self._chains, self._keys = {}, {}, {}

    def _judge_article(self, found: Found, article: Article) -> Outcome:
        digest = content_hash(article)
        if digest in self._barred:
            return _refuse(found, self._barred[digest])
        fields = plain_fields(article)
        known = self._known(digest)
        keys = article_keys(fields)
        chains = self._linked(keys) if known is None and keys else set()
        follows = chains.pop() if len(chains) == 1 else None
        accession = self._accession(digest, fields) if known is None else known
        fields.pop("body", None)
        if keys:
            self._remember(accession, keys, follows if known is None else self._chain(known))
        elif known is None:
            self._chains[accession] = accession
        name = "duplicate" if known is not None else "version" if follows is not None else "new"
        return Outcome(
            outcome=name,  # type: ignore[arg-type]  # one of the three names above
            accession=accession,
            content_hash=digest,
            follows=follows,
            article=fields,
            source=found.source,
            member=found.member,
        )

    def _accession(self, digest: str, fields: dict[str, Any]) -> int:
        """The next number, and the record under it."""
        accession = self.accessions + len(self.records)
        self.records.append(NewRecord(accession, self.layout.record(accession, digest), record_line(fields, digest)))
        self._hashes[digest] = accession
        return accession

    def _known(self, digest: str) -> int | None:
        known = self._hashes.get(digest)
        return self.catalog.accession(digest) if known is None and self.catalog else known

    def _chain(self, accession: int) -> int:
        chain = self._chains.get(accession)
        return self.catalog.chain(accession) if chain is None and self.catalog else accession if chain is None else chain

    def _linked(self, keys: list[str]) -> set[int]:
        chains = self.catalog.chains(keys) if self.catalog else set()
        return chains.union(*(self._keys.get(key, set()) for key in keys))

    def _remember(self, accession: int, keys: list[str], chain: int | None) -> None:
        chain = accession if chain is None else chain
        self._chains[accession] = chain
        for key in keys:
            self._keys.setdefault(key, set()).add(chain)


def _refuse(found: Found, gone: Tombstone) -> Outcome:
    """The outcome of a text that was removed. It says nothing of the text but its hash."""
    words = f"record {label(gone.accession)} was {gone.words}; `newsarchive remove --undo {gone.accession}` lets it in again"
    reason = Reason(CODE, words, source=found.source, member=found.member)
    return Outcome(
        outcome="ignored", content_hash=gone.content_hash, reasons=(reason,), source=found.source, member=found.member
    )
