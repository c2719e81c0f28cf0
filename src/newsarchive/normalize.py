"""From a draft to an article: text cleaned of line ends, values held to the record's types.

One bad value costs that value and becomes a defect; the article stays.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, get_origin, get_type_hints

import attrs

from .drafts import Draft, Notice
from .errors import RecordError
from .fields import convert
from .model import Article, Block, Evidence, Provenance, Span
from .reading import Message, Reason
from .text import WHITE_SPACE, universal_newlines

_BLANK_LINES = re.compile(rf"\n[{WHITE_SPACE}]*\n[{WHITE_SPACE}]*")
_TYPES = get_type_hints(Article, include_extras=True)
#: Fields that a draft and an article share and that are copied after a check of their type.
_SHARED = tuple(
    field.name
    for field in attrs.fields(Draft)
    if field.name not in ("body", "authors", "dateline", "extra", "evidence", "furniture", "span")
)


def normalize(draft: Draft, provenance: Provenance, length: int) -> tuple[Article | None, list[Reason]]:
    """The article that a draft makes, or None if it has neither headline nor body, and what was wrong with it.

    `length` is the document's, in the unit that its spans count in.
    """
    defects: list[Reason] = []
    evidence = _evidence(draft.evidence, length, defects)
    fields: dict[str, Any] = {}

    def keep(name: str, value: Any) -> None:
        if value is None or value == () or value == {}:
            return
        if (value := _clean(value)) in (None, (), {}):
            return
        held, errors = _hold(value, _TYPES[name])
        if held not in (None, (), {}):
            fields[name] = held
        where = evidence[name].span if name in evidence else ()
        defects.extend(Reason("bad-value", f"$.{name}{path[1:]}: {why}", where) for path, why in errors)

    for name in _SHARED:
        if (value := getattr(draft, name)) is not None:
            keep(name, value)
    keep("authors", tuple(_author(author) for author in _listed(draft.authors) if _said(author)))
    keep("dateline", {"text": draft.dateline} if isinstance(draft.dateline, str) else draft.dateline)
    if draft.extra:
        keep("extra", {provenance.source: _portable(draft.extra)})
    kept, body = _body(draft.body, defects)
    if "headline" not in fields and not body:
        return None, [*defects, Reason("no-text", "there is neither a headline nor a body")]
    renumbered = {f"body[{old}]": f"body[{new}]" for new, old in enumerate(kept)}
    evidence = {
        renumbered.get(key, key): value for key, value in evidence.items() if key in renumbered or not key.startswith("body[")
    }
    return Article(provenance=provenance, body=body, evidence=evidence, **fields), defects


def normalize_notice(notice: Notice) -> Message:
    """A notice, checked. Raises RecordError: half a kill is none."""
    return convert(
        {name: value for name, value in attrs.asdict(notice).items() if name != "span" and value is not None}, Message
    )


def _hold(value: Any, kind: Any) -> tuple[Any, list[tuple[str, str]]]:
    """What of a value fits its type, and where and why the rest does not. In a list or a mapping each stands for itself."""
    try:
        return convert(value, kind), []
    except RecordError as error:
        shown = value[0] if isinstance(value, tuple) and len(value) == 1 else value
        wrong = [(error.path, f"{error.why}; it was {_told(shown)}")]
    if get_origin(kind) is tuple and isinstance(value, tuple) and len(value) > 1:
        pieces = [_hold((each,), kind) for each in value]
        wrong = [(path.replace("[0]", f"[{n}]", 1), why) for n, (_, bad) in enumerate(pieces) for path, why in bad]
        return tuple(each for held, _ in pieces for each in held or ()), wrong
    if get_origin(kind) is Mapping and isinstance(value, Mapping) and len(value) > 1:
        pairs = {key: _hold({key: each}, kind) for key, each in value.items()}
        wrong = [(path.replace("[...]", f".{key}", 1), why) for key, (_, bad) in pairs.items() for path, why in bad]
        return {key: held[key] for key, (held, _) in pairs.items() if held}, wrong
    return None, wrong


def _told(value: Any) -> str:
    """A value for a reason: as it is written, or by its type where that would tell an address in memory."""
    told = repr(value)
    return f"a {type(value).__name__}" if " at 0x" in told else told[:200]


def _body(body: str | Sequence[Block], defects: list[Reason]) -> tuple[list[int], tuple[Block, ...]]:
    """The blocks that say something, and their numbers in the draft."""
    if body is None:
        return [], ()
    if isinstance(body, str):
        texts = _BLANK_LINES.split(universal_newlines(body).strip(WHITE_SPACE))
        blocks: Sequence[Any] = [Block("paragraph", text.strip(WHITE_SPACE)) for text in texts if text.strip(WHITE_SPACE)]
    else:
        blocks = _listed(body)
    kept: dict[int, Block] = {}
    for number, block in enumerate(blocks):
        held = block
        if not isinstance(block, Block):
            held, errors = _hold(block, Block)
            defects.extend(Reason("bad-value", f"$.body[{number}]{path[1:]}: {why}") for path, why in errors)
            if held is None:
                continue
        said = held.text
        if text := (universal_newlines(said) if "\r" in said else said).strip(WHITE_SPACE):
            kept[number] = held if text == said else attrs.evolve(held, text=text)
    return list(kept), tuple(kept.values())


def _listed(value: Any) -> Sequence[Any]:
    """A sequence as it is; anything else as the one element that fails the check of its type."""
    value = _ordered(value)
    return value if isinstance(value, list | tuple) else tuple(value) if hasattr(value, "__iter__") else (value,)


def _said(value: Any) -> bool:
    return not isinstance(value, str) or value.strip(WHITE_SPACE) != ""


def _author(author: Any) -> Any:
    return {"name": author} if isinstance(author, str) else author


def _ordered(value: Any) -> Any:
    """A set in an order that is the same in every run."""
    return sorted(value, key=repr) if isinstance(value, set | frozenset) else value


def _clean(value: Any) -> Any:
    r"""Strings with `\n` line ends and without white space at their ends; empty values as None or left out."""
    if isinstance(value, str):
        return universal_newlines(value).strip(WHITE_SPACE) or None
    if isinstance(value, Mapping):
        cleaned = ((str.__str__(key) if isinstance(key, str) else key, _clean(each)) for key, each in value.items())
        return {key: each for key, each in cleaned if each is not None}
    if isinstance(value, list | tuple | set | frozenset):
        return tuple(each for each in map(_clean, _ordered(value)) if each is not None)
    if attrs.has(type(value)):
        return _clean(attrs.asdict(value, recurse=False))
    return value


def _portable(value: Any) -> Any:
    """What a format says beside our fields, as JSON without nulls and floats."""
    if isinstance(value, Mapping):
        return {str(key): _portable(each) for key, each in value.items() if each is not None}
    if isinstance(value, list | tuple | set | frozenset):
        return [_portable(each) for each in _ordered(value) if each is not None]
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int) and abs(value) < 2**53:
        return value
    text = str(value)
    return type(value).__name__ if " at 0x" in text else text  # an address in memory says nothing


def _evidence(evidence: Mapping[str, Evidence], length: int, defects: list[Reason]) -> dict[str, Evidence]:
    """The evidence whose spans lie within the document."""
    sound = {}
    for key, value in evidence.items():
        for span in value.span:
            if not isinstance(span, Span) or not span.start <= span.end <= length:
                why = f"the evidence of {key} points outside of the document: {value.span!r:.200}"
                defects.append(Reason("bad-evidence", why))
                break
        else:
            sound[key] = value
    return sound
