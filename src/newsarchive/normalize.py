"""From a draft to an article: text cleaned of line ends, values held to the record's types.

One bad value costs that value and becomes a defect; the article stays.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, get_type_hints

import attrs

from .drafts import Draft, Notice
from .errors import RecordError
from .model import Article, Author, Block, Dateline, Evidence, Provenance, Span, convert
from .reading import Message, Reason
from .text import WHITE_SPACE, universal_newlines

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_BODY_KEY = re.compile(r"body\[(\d+)\]")
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
        value = _clean(value)
        if value is None or value == () or value == {}:
            return
        try:
            fields[name] = convert(value, _TYPES[name])
        except RecordError as error:
            where = evidence[name].span if name in evidence else ()
            defects.append(Reason("bad-value", f"$.{name}{error.path[1:]}: {error.why}; it was {value!r:.200}", where))

    for name in _SHARED:
        keep(name, getattr(draft, name))
    keep("authors", tuple(_author(author) for author in _listed(draft.authors)))
    keep("dateline", {"text": draft.dateline} if isinstance(draft.dateline, str) else draft.dateline)
    if draft.extra:
        keep("extra", {provenance.source: _portable(draft.extra)})
    kept, body = _body(draft.body)
    keep("body", body)
    if "headline" not in fields and "body" not in fields:
        return None, [*defects, Reason("no-text", "there is neither a headline nor a body")]
    renumbered = {f"body[{old}]": f"body[{new}]" for new, old in enumerate(kept)}
    fields["evidence"] = {
        renumbered.get(key, key): value for key, value in evidence.items() if not _BODY_KEY.match(key) or key in renumbered
    }
    return Article(provenance=provenance, **fields), defects


def normalize_notice(notice: Notice) -> Message:
    """A notice, checked. Raises RecordError: half a kill is none."""
    return convert(
        {name: value for name, value in attrs.asdict(notice).items() if name != "span" and value is not None}, Message
    )


def _body(body: str | Sequence[Block]) -> tuple[list[int], tuple[Any, ...]]:
    """The blocks that say something, and their numbers in the draft."""
    if isinstance(body, str):
        texts = _BLANK_LINES.split(universal_newlines(body).strip(WHITE_SPACE))
        blocks: Sequence[Any] = [Block("paragraph", text.strip(WHITE_SPACE)) for text in texts if text.strip(WHITE_SPACE)]
    else:
        blocks = _listed(body)
    kept = [
        (number, block)
        for number, block in enumerate(blocks)
        if not isinstance(block, Block) or block.text.strip(WHITE_SPACE)
    ]
    return [number for number, _ in kept], tuple(block for _, block in kept)


def _listed(value: Any) -> Sequence[Any]:
    """A sequence as it is; anything else as the one element that fails the check of its type."""
    return value if isinstance(value, list | tuple) else tuple(value) if hasattr(value, "__iter__") else (value,)


def _author(author: Any) -> Any:
    return {"name": author} if isinstance(author, str) else author


def _clean(value: Any) -> Any:
    """Strings with `\\n` line ends and without white space at their ends; empty values as None or left out."""
    if isinstance(value, str):
        return universal_newlines(value).strip(WHITE_SPACE) or None
    if isinstance(value, Mapping):
        return {key: each for key, each in ((key, _clean(each)) for key, each in value.items()) if each is not None}
    if isinstance(value, list | tuple):
        return tuple(each for each in map(_clean, value) if each is not None)
    if isinstance(value, Block) and ("\r" in value.text or value.text != value.text.strip(WHITE_SPACE)):
        return attrs.evolve(value, text=_clean(value.text))
    if isinstance(value, Author | Dateline):
        return value
    return value


def _portable(value: Any) -> Any:
    """What a format says beside our fields, as JSON without nulls and floats."""
    if isinstance(value, Mapping):
        return {str(key): _portable(each) for key, each in value.items() if each is not None}
    if isinstance(value, list | tuple):
        return [_portable(each) for each in value if each is not None]
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int) and abs(value) < 2**53:
        return value
    return str(value)


def _evidence(evidence: Mapping[str, Evidence], length: int, defects: list[Reason]) -> dict[str, Evidence]:
    """The evidence whose spans lie within the document."""
    sound = {}
    for key, value in evidence.items():
        if all(isinstance(span, Span) and span.start <= span.end <= length for span in value.span):
            sound[key] = value
        else:
            defects.append(Reason("bad-evidence", f"the evidence of {key} points outside of the document: {value.span!r:.200}"))
    return sound
