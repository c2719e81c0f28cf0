"""How a document reads today, against what the ledger notes of it. Outcomes are those of its lines, as plain JSON."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal

import attrs

from ..canonical import encode
from ..entries import Gone
from .noted import Passage

Outcome = Mapping[str, Any]
Kind = Literal["better", "superseded", "new", "withdrawn", "notice", "ignored", "document"]
#: What says how a value was read; it is a difference only where nothing else is.
_HOW = frozenset({"evidence", "provenance.source_version", "source_version"})


@attrs.frozen
class Change:
    """One difference: each field with what it was and what it is, None for absent.

    - `better`: the record `accession` stays, its fields read otherwise;
    - `superseded`: what was `accession` is read as another text, the record `by`; `new`: `by` had no counterpart;
    - `withdrawn`: `accession` has none now;
    - `notice`, `ignored`, `document`: what is no record reads otherwise.
    """

    kind: Kind
    fields: dict[str, tuple[Any, Any]]
    accession: int | None = None
    by: int | None = None


@attrs.frozen
class Pairing:
    """The articles of two readings: those with the same text, the counterparts of those without, and the rest."""

    same: list[tuple[Outcome, Outcome]]
    moved: list[tuple[Outcome, Outcome]]
    removed: list[Outcome]
    added: list[Outcome]


def alike(passage: Passage, about: Mapping[str, Any], found: Sequence[Outcome]) -> bool:
    """Whether a reading says what the ledger has."""
    if passage.about != about or len(passage.found) != len(found):
        return False
    old, new = list(passage.found), list(found)
    if not passage.ordered:
        old.sort(key=_mark)
        new.sort(key=_mark)
    return all(
        _mark(was) == _mark(now) and _body(was, now, passage.again)[0] == _body(was, now, passage.again)[1]
        for was, now in zip(old, new, strict=True)
    )


def pair(old: Sequence[Outcome], new: Sequence[Outcome]) -> Pairing:
    """Match articles by their text, then, between those, by their position in the same part of the document."""
    before = [each for each in old if "accession" in each]
    after = [each for each in new if "accession" in each]
    waiting: dict[str, list[int]] = defaultdict(list)
    for number, was in enumerate(before):
        waiting[was["content_hash"]].append(number)
    partners: dict[int, int] = {}
    for number, now in enumerate(after):
        if waiting[now["content_hash"]]:
            partners[number] = waiting[now["content_hash"]].pop(0)
    left, right = _gaps(before, set(partners.values())), _gaps(after, set(partners))
    moved = [both for gap, olds in left.items() for both in zip(olds, right.get(gap, ()), strict=False)]
    return Pairing(
        [(before[was], after[now]) for now, was in partners.items()],
        moved,
        [each for gap, olds in left.items() for each in olds[len(right.get(gap, ())) :]],
        [each for gap, news in right.items() for each in news[len(left.get(gap, ())) :]],
    )


def gone(pairings: Sequence[Pairing], found: Sequence[Outcome]) -> tuple[Gone, ...]:
    """The records that a document does not hold any more."""
    held = {each.get("accession") for each in found}
    lost: dict[int, int | None] = {}
    for pairing in pairings:
        lost |= {was["accession"]: None for was in pairing.removed}
        lost |= {was["accession"]: now["accession"] for was, now in pairing.moved}
    return tuple(Gone(accession=each, by=by) for each, by in sorted(lost.items()) if each not in held)


def changes(
    passage: Passage, about: Mapping[str, Any], found: Sequence[Outcome], own_body: Callable[[int], Any]
) -> list[Change]:
    """Every difference, at least one. `own_body` gives the body in the bytes of a record."""
    what = list(_found_otherwise(passage, found, own_body))
    fields = _differing(passage.about, about)
    if what:
        fields.pop("source_version", None)
    elif not fields:
        fields = {"order": (_order(passage.found), _order(found))}
    return [*what, Change("document", fields)] if fields else what


def _found_otherwise(passage: Passage, found: Sequence[Outcome], own_body: Callable[[int], Any]) -> Iterator[Change]:
    pairing = pair(passage.found, found)
    for was, now in pairing.same:
        fields = _differing(_said(was), _said(now))
        old_body, new_body = _body(was, now, passage.again)
        if old_body != new_body:
            own = own_body(now["accession"])
            fields["body"] = (old_body or own, new_body or own)
        if fields:
            yield Change("better", _telling(fields), was["accession"])
    for was, now in pairing.moved:
        fields = _differing(_said(was, own_body), _said(now, own_body))
        yield Change("superseded", _telling(fields), was["accession"], now["accession"])
    for was in pairing.removed:
        yield Change("withdrawn", _differing(_said(was, own_body), {}), was["accession"])
    for now in pairing.added:
        yield Change("new", _differing({}, _said(now, own_body)), None, now["accession"])
    yield from _others(passage.found, found)


def _gaps(found: Sequence[Outcome], matched: set[int]) -> dict[tuple[str, int], list[Outcome]]:
    """What has no partner by its text, by its member and how many partnered ones stand before it."""
    gaps: dict[tuple[str, int], list[Outcome]] = defaultdict(list)
    before = 0
    for number, each in enumerate(found):
        if number in matched:
            before += 1
        else:
            gaps[each.get("member", ""), before].append(each)
    return gaps


def _others(old: Sequence[Outcome], new: Sequence[Outcome]) -> Iterator[Change]:
    """Notices and what is no article."""
    for kind in ("notice", "ignored"):
        was = {_mark(each): each for each in old if each["outcome"] == kind}
        now = {_mark(each): each for each in new if each["outcome"] == kind}
        olds = [each for mark, each in was.items() if mark not in now]
        news = [each for mark, each in now.items() if mark not in was]
        for number in range(max(len(olds), len(news))):
            before, after = olds[number : number + 1] or [{}], news[number : number + 1] or [{}]
            yield Change(kind, _differing(_plain(before[0]), _plain(after[0])))


def _order(found: Sequence[Outcome]) -> list[Any]:
    return [each.get("accession", each["outcome"]) for each in found]


def _plain(outcome: Outcome) -> dict[str, Any]:
    return {**outcome.get("message", {}), **{name: outcome[name] for name in ("reasons", "member") if name in outcome}}


def _mark(outcome: Outcome) -> bytes:
    """What an outcome says, but for its body and for what only the order of the ledger decided."""
    left_out = ("outcome", "accession", "follows", "article")
    kind = "article" if "accession" in outcome else outcome["outcome"]
    article = {name: value for name, value in outcome.get("article", {}).items() if name != "body"}
    return encode([kind, {name: value for name, value in outcome.items() if name not in left_out}, article])


def _body(was: Outcome, now: Outcome, again: bool) -> tuple[Any, Any]:
    """Both bodies where they are not the record's own. The ledger does not know that of a plain duplicate: it may be any."""
    old, new = was.get("article", {}).get("body"), now.get("article", {}).get("body")
    return (new, new) if was["outcome"] == "duplicate" and not again else (old, new)


def _said(outcome: Outcome, own_body: Callable[[int], Any] = lambda _: None) -> dict[str, Any]:
    """An article's fields, its provenance one by one; where it states no body, that of its record."""
    fields = dict(outcome["article"])
    fields |= {f"provenance.{name}": value for name, value in fields.pop("provenance").items()}
    body = fields.pop("body", None)
    own = own_body(outcome["accession"])
    return fields | {"body": body or own} if own else fields


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    names = sorted(old.keys() | new.keys())
    return {name: (old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)}


def _telling(fields: dict[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    """Without how it was read, unless that is all."""
    return {name: both for name, both in fields.items() if name not in _HOW} or fields
