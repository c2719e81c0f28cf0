"""The same document in another dress, written and read back, and several in one: what it says stays the same."""

from collections.abc import Iterator, Sequence
from typing import Any

from ...decoding import decode
from ...drafts import Draft, Part
from ...errors import UndecodableText
from ...model import Provenance
from ...normalize import normalize
from ...reading import Reading
from ...sources import Document
from ...text import universal_newlines
from ..format import Format
from ..subject import Subject, differences, fields, outcome, own
from .claims import claimed

_MARK = "\ufeff"


def written(subject: Subject, item: Any, document: Document) -> None:
    """What was drawn and written is read back, whole and with nothing added."""
    expected, actual = _said(subject, item), _read(subject, document, item)
    if lines := differences(expected, actual):
        raise subject.case(document).failure(
            f"{subject.source.name}: what was written is not what is read",
            why="\n".join(lines),
            advice="where the document is right, mend the parser; where the format cannot say it, mend the Renderer",
        )


def dressed(format: Format, text: str) -> Iterator[tuple[str, bytes]]:
    """A text in every encoding, with every line end, with and without a byte order mark, as the format allows."""
    for line_end in format.line_ends:
        for encoding in format.encodings:
            try:
                data = text.replace("\n", line_end).encode(encoding)
            except UnicodeEncodeError:
                continue
            yield f"in {encoding} with {line_end!r}", data
    if format.byte_order_mark:
        yield "behind a byte order mark", (_MARK + text).encode()


def same(subject: Subject, format: Format, document: Document) -> None:
    """A sample says the same in every dress."""
    if format.line_ends == ("\n",) and format.encodings == ("utf-8",) and not format.byte_order_mark:
        return
    try:
        text = universal_newlines(decode(document.data).text)
    except UndecodableText:
        return
    expected = outcome(subject.read(document))
    for how, data in dressed(format, text):
        other = Document(document.name, data)
        claimed(subject, other)
        if lines := differences(expected, outcome(subject.read(other))):
            raise subject.case(other).failure(
                f"{subject.source.name}: a sample reads differently {how}",
                why="\n".join(lines),
                advice="`document.decoded()` knows encodings and byte order marks, `newsarchive.text.lines` knows line ends; "
                "a format that does not allow this says so in Format.encodings, line_ends and byte_order_mark",
            )


def joined(subject: Subject, format: Format, documents: Sequence[Document]) -> None:
    """A document of several has what each of them has, in their order, and no defect that they have not."""
    assert format.join is not None
    together = Document(documents[0].name, format.join([document.data for document in documents]))
    readings = [subject.read(document) for document in documents]
    expected = [found for reading in readings for found in _found(reading)]
    reading = subject.read(together)
    lines = differences(expected, _found(reading))
    if not lines and len(reading.defects) > sum(len(each.defects) for each in readings):
        lines = [f"defect {defect.code}: {defect.reason}" for defect in reading.defects]
    if lines:
        raise subject.case(together).failure(
            f"{subject.source.name}: {len(documents)} documents in one are not the {len(expected)} that they hold",
            why="\n".join(lines),
            advice="look at where one article ends and the next begins",
        )


def _found(reading: Reading) -> list[dict[str, Any]]:
    """What was found, also in parts, defects apart."""
    return [found for found in outcome(reading) if found["kind"] != "defect"]


def _said(subject: Subject, item: Any) -> Any:
    """What was drawn, as it has to be read."""
    if isinstance(item, Draft):
        provenance = Provenance(original="0" * 64, name="drawn", source=subject.source.name, source_version="0")
        article, defects = normalize(item, provenance, 0)
        wrong = [f"{defect.code}: {defect.reason}" for defect in defects if defect.code != "bad-evidence"]
        return {"found": [fields(article)] if article else [], "defects": wrong}
    if isinstance(item, Part):
        return [{"name": item.name, "data": item.data}]
    return [type(item).__name__]


def _read(subject: Subject, document: Document, item: Any) -> Any:
    if isinstance(item, Draft):
        reading = subject.read(document)
        found = [fields(each.article) if each.article else each.kind for each in own(reading)]
        reasons = [*reading.defects, *(reason for each in own(reading) if not each.article for reason in each.reasons)]
        return {"found": found, "defects": [f"{reason.code}: {reason.reason}" for reason in reasons]}
    yielded = subject.yielded(document)
    if isinstance(item, Part):
        return [{"name": each.name, "data": each.data} if isinstance(each, Part) else repr(each)[:200] for each in yielded]
    return [type(each).__name__ for each in yielded]
