"""Reading one document: sniff, parse, normalize, check conservation, go into parts. Runs plugin code.

A function from bytes to a Reading: no path, clock, network or store.
"""

import codecs
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import attrs
import msgspec

from ..canonical import encode_briskly
from ..conservation import unaccounted
from ..drafts import Defect, Draft, NotArticle, Notice, Part, Spans, Yielded
from ..errors import PLUGIN_FAULTS, RecordError, Unreadable, told, writable
from ..fields import convert
from ..filling import fill, fill_notice
from ..model import Provenance, Span
from ..normalize import normalize, normalize_notice
from ..plugins import Plugins
from ..reading import Found, Reading, Reason
from ..sniff import Decision, decide
from ..sources import Document, Sample, Source
from .limits import most_found

#: Parts within parts: the outermost document is level 0.
MAX_DEPTH = 8
_TOO_MANY = "{} found more than {:,} articles and defects in it, which a document of this size cannot hold; the rest is left"
#: How much of an unaccounted stretch a report quotes.
_QUOTED = 60


@attrs.frozen
class Reader:
    """Reads documents with the sources that are installed.

    `only` names the source to read documents with, without sniffing, and so does the hint `source`; their parts are
    sniffed. The hints of a document are what rules say of it, and hold for its parts, too. `prefer` decides ties.
    `killers` are sources that are not asked because their `sniff` ended the process, and `note` is told whose code is
    about to run; `grant` hears how many bytes a part has, which gives it time of its own. With `encoded` each article is
    given as its JSON, for a reading that is to be sent.
    """

    plugins: Plugins
    prefer: Sequence[str] = ()
    only: str | None = None
    killers: Mapping[str, str] = MappingProxyType({})
    note: Callable[[str, str], None] = lambda _doing, _name: None
    grant: Callable[[int], None] = lambda _size: None
    encoded: bool = False

    def read(self, document: Document, original: str | None = None, tracing: bool = False) -> Reading:
        """Read a document with all its parts. `original` is the SHA-256 of its bytes; `tracing` fills what `explain` shows."""
        original = original or hashlib.sha256(document.data).hexdigest()
        rules = {name: value for name, value in document.hints.items() if name != "source"}
        return self._read(document, document.name, original, (), rules, tracing)

    def _read(
        self,
        document: Document,
        name: str,
        original: str,
        members: tuple[str, ...],
        rules: Mapping[str, str],
        tracing: bool,
    ) -> Reading:
        """Read a document, or a part of the one with this name and original, of which `rules` are said."""
        decision = self.decide(document.sample(), outermost=not members)
        member = "!/".join(members) or None
        offers = decision.offers if tracing else ()
        if decision.winner is None:
            found = Found("quarantined", member=member, reasons=_at(decision.reasons, member))
            return Reading(offers=offers, found=(found,), member=member if tracing else None)
        passage = _Passage(self, decision.winner, document, name, original, members, rules)
        passage.run(tracing)
        failed = tuple(
            Reason("sniff-failed", offer.error, source=offer.source, member=member) for offer in decision.offers if offer.error
        )
        reading = passage.reading(offers, failed)
        return passage.traced(reading, decision.because) if tracing else reading

    def decide(self, sample: Sample, outermost: bool = True) -> Decision:
        """Who reads a document, or a part of one."""
        if not sample.size:
            return Decision(None, (), (Reason("empty", "the file is empty (0 bytes)"),))
        asked = (self.only or sample.hints.get("source")) if outermost else None
        if asked is None:
            return decide(self.plugins.sources.values(), sample, self.prefer, self.killers, self.note)
        if asked not in self.plugins.sources:
            return Decision(None, (), (Reason("no-source", f"rules say that {asked} reads it, and it is not installed"),))
        because = "it was asked for, and no other source was" if self.only else "rules name it, and no other source was asked"
        return Decision(self.plugins.sources[asked], (), because=because)


@attrs.define
class _Passage:
    """One document on its way through one source's `parse`."""

    reader: Reader
    source: Source
    document: Document
    name: str
    original: str
    members: tuple[str, ...]
    rules: Mapping[str, str]
    found: list[Found] = attrs.Factory(list)
    defects: list[Reason] = attrs.Factory(list)
    failures: list[Reason] = attrs.Factory(list)
    spans: list[Span] = attrs.Factory(list)
    furniture: list[Span] = attrs.Factory(list)
    missed: list[Span] = attrs.Factory(list)
    parts: list[Reading] = attrs.Factory(list)
    version: str = ""

    @property
    def member(self) -> str | None:
        return "!/".join(self.members) or None

    def run(self, tracing: bool) -> None:
        self.version = self.reader.plugins.source_version(self.source.name)
        self.reader.note("parse", self.source.name)
        try:
            for item in self.source.parse(self.document):
                self._take(item, tracing)
        except Unreadable as error:
            span: Any = error.span if isinstance(error.span, Span) else None
            self.failures.append(self._reason(error.code, error.message, span))
        except PLUGIN_FAULTS as error:  # the fence around a plugin's code
            self.failures.append(self._reason("parse-failed", f"{self.source.name}: parse raised {told(error)}"))
        self._check_encoding()
        if (self.source.lossless and not self.failures) or tracing:
            self._check_conservation(report=self.source.lossless and not self.failures)

    def reading(self, offers: tuple[object, ...], failed: tuple[Reason, ...]) -> Reading:
        """What came of it. What failed, or gave nothing at all, is quarantined with every reason."""
        reasons, defects = list(self.failures), [*self.defects, *failed]
        if not self.found:
            reasons, defects = reasons + self.defects, []
            if not reasons:
                reasons = [self._reason("nothing-found", f"{self.source.name} found nothing in it")]
            reasons += failed
        if reasons:
            self.found.append(Found("quarantined", self.source.name, self.member, reasons=tuple(reasons)))
        return Reading(
            source=self.source.name,
            source_version=self.version,
            encoding=self.document.encoding.encoding if self.document.encoding else None,
            found=tuple(self.found),
            defects=tuple(defects),
            offers=offers,  # type: ignore[arg-type]  # Offers, as they came
            furniture=tuple(self.furniture),
            unaccounted=tuple(self.missed),
            lossless=self.source.lossless,
        )

    def traced(self, reading: Reading, because: str) -> Reading:
        """The reading with what only `explain` wants."""
        decoded = self.document.encoding
        text = decoded.text if decoded else None
        return attrs.evolve(reading, because=because, text=text, member=self.member, parts=tuple(self.parts))

    def _take(self, item: Yielded, tracing: bool) -> None:
        name = self.source.name
        if len(self.found) + len(self.defects) >= (most := most_found(len(self.document.data))):
            raise Unreadable(_TOO_MANY.format(name, most), code="too-many")
        if isinstance(item, Draft):
            self._take_draft(item)
            return
        span = _spans(getattr(item, "span", None))
        self.spans += span
        if isinstance(item, Defect):
            self.defects.append(self._reason(item.code, item.reason, item.span))
        elif isinstance(item, NotArticle):
            reason = self._reason("not-an-article", f"not an article: {item.reason}", item.span)
            self.found.append(Found("ignored", name, self.member, reasons=(reason,)))
        elif isinstance(item, Notice):
            message, defects = fill_notice(normalize_notice(item), self.rules)
            self._note(defects)
            encode_briskly(message)  # raises where UTF-8 cannot hold it
            self.found.append(Found("notice", name, self.member, message=message))
        elif isinstance(item, Part):
            self._descend(item, tracing)
        else:
            raise TypeError(f"it yielded {item!r:.80}, which is no Draft, Defect, Part, NotArticle or Notice")

    def _take_draft(self, draft: Draft) -> None:
        decoded = self.document.encoding
        version = "; ".join(filter(None, [self.version, decoded.detector if decoded else None]))
        provenance = Provenance(
            original=self.original,
            name=self.name,
            member=self.member,
            span=draft.span,
            source=self.source.name,
            source_version=version,
            encoding=decoded.encoding if decoded else None,
        )
        article, defects = normalize(draft, provenance, len(decoded.text) if decoded else len(self.document.data))
        self._note(defects)
        for evidence in draft.evidence.values():
            self.spans += evidence.span
        self.furniture += _spans(draft.furniture)
        if article is None:
            return
        if self.rules:
            article, defects = fill(article, self.rules)
            self._note(defects)
        try:
            data = encode_briskly(article)
        except RecordError as error:  # half a surrogate pair, in whichever field
            reasons = (self._reason("bad-value", error.message),)
            self.found.append(Found("quarantined", self.source.name, self.member, reasons=reasons))
        else:
            crossing: Any = msgspec.Raw(data) if self.reader.encoded else article
            self.found.append(Found("article", self.source.name, self.member, article=crossing))

    def _descend(self, part: Part, tracing: bool) -> None:
        """Read a part as a document of its own; its reading becomes a stretch of this one."""
        if not isinstance(part.name, str) or not part.name or not isinstance(part.data, bytes):
            raise TypeError(f"a part has a name and its data as bytes, not {part.name!r:.80} and {part.data!r:.80}")
        members = (*self.members, writable(part.name))
        if len(members) > MAX_DEPTH:
            why = f"parts are nested deeper than {MAX_DEPTH} levels"
            reason = Reason("too-deep", why, source=self.source.name, member="!/".join(members))
            self.found.append(Found("quarantined", self.source.name, "!/".join(members), reasons=(reason,)))
            return
        # What the part's own head states counts, but for the encoding: that is the user's to say.
        decided = {name: self.rules[name] for name in ("encoding",) if name in self.rules}
        stated = {**part.hints, **({"media_type": part.media_type} if part.media_type else {})}
        document = Document(members[-1], part.data, {**self.rules, **stated, **decided})
        self.reader.grant(len(part.data))
        below = self.reader._read(document, self.name, self.original, members, self.rules, tracing)
        self.reader.note("parse", self.source.name)
        if tracing:
            self.parts.append(below)
        self.found += below.found
        self.defects += below.defects

    def _check_encoding(self) -> None:
        """Say where a document's bytes are not what a rule says that they are."""
        asked, decoded = self.rules.get("encoding"), self.document.encoding
        if asked is not None and decoded is not None and codecs.lookup(asked).name != codecs.lookup(decoded.encoding).name:
            reason = f"rules say that it is {asked}, which its bytes are not; it was read as {decoded.encoding}"
            self.defects.append(self._reason("encoding", reason))

    def _note(self, defects: Iterable[Reason]) -> None:
        self.defects += [self._reason(defect.code, defect.reason, defect.span) for defect in defects]

    def _check_conservation(self, report: bool) -> None:
        decoded = self.document.encoding
        content = decoded.text if decoded else self.document.data
        self.missed = unaccounted(content, [*self.spans, *self.furniture])
        if not (report and self.missed):
            return
        count = sum(span.end - span.start for span in self.missed)
        first = content[self.missed[0].start : self.missed[0].end][:_QUOTED]
        unit = "characters" if decoded else "bytes"
        reason = f"{self.source.name} left {count} {unit} unaccounted for, the first of them {first!r}"
        self.defects.append(self._reason("unaccounted", reason, self.missed))

    def _reason(self, code: str, reason: str, span: Spans | None = None) -> Reason:
        return Reason(writable(str(code)), writable(str(reason)), tuple(_spans(span)), self.source.name, self.member)


def _spans(span: Spans | None) -> list[Span]:
    """One span, several or none, as a list. Raises RecordError for what is no span."""
    if span is None:
        return []
    return [span] if isinstance(span, Span) else [convert(each, Span) for each in span]


def _at(reasons: Iterable[Reason], member: str | None) -> tuple[Reason, ...]:
    return tuple(attrs.evolve(reason, member=member) for reason in reasons)
