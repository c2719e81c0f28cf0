"""The fields of one article as a parser gathers them, each with where it stood and by which rule it was read."""

from collections.abc import Iterator, Sequence
from typing import Any

from newsarchive import Defect, Draft, Evidence, NotArticle, Notice, Span

#: What says nothing: a field with such a value is absent.
NOTHING: tuple[Any, ...] = (None, "", [], {}, ())


class Fields:
    """What one story states. `rule` begins every rule of its evidence: `nitf` for `nitf/hl1`."""

    def __init__(self, rule: str) -> None:
        self.rule = rule
        self.values: dict[str, Any] = {}
        self.extra: dict[str, Any] = {}
        self.evidence: dict[str, Evidence] = {}
        self.defects: list[Defect] = []
        self.furniture: list[Span] = []
        self.span: Span | None = None  #: the stretch that the story takes up, where a document holds several

    def __contains__(self, field: str) -> bool:
        return field in self.values

    def get(self, field: str) -> Any:
        """What was stated, or None."""
        return self.values.get(field)

    def set(self, field: str, value: Any, rule: str, path: str | None = None, span: Span | Sequence[Span] = ()) -> None:
        """A field, unless its value says nothing. The last value stands."""
        if value not in NOTHING:
            self.values[field] = value
            self.evident(field, rule, path, span)

    def evident(self, field: str, rule: str, path: str | None = None, span: Span | Sequence[Span] = ()) -> None:
        """Where a field stood, or one of `extra` (`extra.profile`)."""
        self.evidence[field] = Evidence(
            f"{self.rule}/{rule}", path=path, span=(span,) if isinstance(span, Span) else tuple(span)
        )

    def fill(self, other: "Fields") -> None:
        """What another states and this one does not: an envelope and the story within it. Defects are those of both."""
        for field in other.values.keys() - self.values.keys():
            self.values[field] = other.values[field]
            if field in other.evidence:
                self.evidence[field] = other.evidence[field]
        for name, value in other.extra.items():
            self.extra.setdefault(name, value)
        self.defects += other.defects

    def drop(self, field: str) -> None:
        """Take a field back."""
        self.values.pop(field, None)
        self.evidence.pop(field, None)

    def keep(self, name: str, value: Any) -> None:
        """What has no field of its own, under the source's name for it."""
        if value not in NOTHING:
            self.extra[name] = value

    def defect(self, code: str, reason: str, span: Span | Sequence[Span] = ()) -> None:
        """A part that cannot be read."""
        self.defects.append(Defect(code, reason, span))

    def found(self, otherwise: str) -> Iterator[Draft | Notice | NotArticle | Defect]:
        """What cannot be read, then the article; without headline and body a notice, or no article: `otherwise` says why."""
        yield from self.defects
        status = self.get("status")
        if "headline" in self or "body" in self:
            yield Draft(**self.values, extra=self.extra, evidence=self.evidence, furniture=self.furniture, span=self.span)
        elif status in ("canceled", "withheld") and "identifiers" in self:
            stated = {name: self.get(name) for name in ("identifiers", "status", "publisher", "version")}
            yield Notice(**stated, reason=self.get("note"), span=self.span or ())
        else:
            yield NotArticle(otherwise, self.span or ())
