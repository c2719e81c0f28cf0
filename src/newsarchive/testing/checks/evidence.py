"""Evidence points at what it says, and nothing is in the article that is not in the document."""

import html
from collections.abc import Iterator
from typing import Any

from ...fields import Unit
from ...model import Article, Evidence, Span
from ...sources import Document
from ...text import WHITE_SPACE
from ..format import Format, as_it_stands
from ..subject import Subject, articles, fields

#: Fields that are words of the record's own, dates (a check of their own) or the format's business.
_NOT_TEXT = frozenset(("published", "modified", "embargoed", "language", "status", "urgency", "extra"))
_WORDS_OF_OURS = frozenset(("kind", "scheme", "code", "date"))


def evident(subject: Subject, format: Format, document: Document) -> None:
    """Each value stands where its evidence says, letter by letter, white space apart; without a span, somewhere."""
    reading = subject.read(document)
    for article in articles(reading):
        text = content(document)
        whole = _whole(format, text)
        for path, value in _values(article):
            if path.partition(".")[0].partition("[")[0] in format.derived:
                continue
            spans, exact = _spans(article, path)
            said = squeezed(at(format, text, spans)) if spans else whole
            stated = squeezed(value)
            if said is None or ((stated == said) if exact and spans else (stated in said)):
                continue
            if spans:
                raise subject.case(document).failure(
                    f"{subject.source.name}: evidence does not point at what it says",
                    why=f"{path} is {value!r:.300}\nand its evidence points at {at(format, text, spans)!r:.300}",
                    where=spans,
                    advice="spans count code points of `document.decoded().text`, whose line ends are those of the document, "
                    "and stand for just what the field says; a field that is worked out is named in Format.derived",
                )
            raise subject.case(document).failure(
                f"{subject.source.name}: {path.partition('[')[0]} does not stand in the document",
                why=f"{path} is {value!r:.300}",
                advice="keep text as it is printed; a field that is worked out is named in Format.derived, and a format with "
                "markup says in Format.says what its text is",
            )


def _whole(format: Format, text: str | bytes) -> str | None:
    """All that a document says, or None if nobody knows: bytes that a parser decoded by itself are known if they are UTF-8.

    Also what stands there to the letter: signs of broken markup are text to whoever reads on behind them.
    """
    if format.says is None:
        return None
    if isinstance(text, bytes):
        try:
            text = text.decode()
        except UnicodeDecodeError:
            return None
    return squeezed(format.says(text)) + squeezed(html.unescape(text))


def content(document: Document) -> str | bytes:
    """What spans count in: the decoded text if the parser asked for text, else the bytes."""
    return document.encoding.text if document.encoding else document.data


def at(format: Format, text: str | bytes, spans: tuple[Span, ...]) -> str:
    """What the document says at some spans, joined."""
    unit: Unit = "codepoint" if isinstance(text, str) else "byte"
    says = format.says or as_it_stands
    return "".join(says(text[span.start : span.end]) for span in spans if span.unit == unit)


def squeezed(text: str) -> str:
    """Without any white space: how a text was laid out is not what it says."""
    return "".join(character for character in text if character not in WHITE_SPACE)


def _values(article: Article) -> Iterator[tuple[str, str]]:
    """Each string of an article under its path: `headline`, `body[3]`, `authors[0].name`."""
    for name, value in fields(article).items():
        if name not in _NOT_TEXT:
            yield from _strings(name, value)


def _strings(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _strings(f"{path}[{number}]", each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key not in _WORDS_OF_OURS:
                yield from _strings(path if path.startswith("body[") else f"{path}.{key}", each)


def _spans(article: Article, path: str) -> tuple[tuple[Span, ...], bool]:
    """The spans of a value's evidence, and whether they are its own or those of what it is a part of."""
    if (own := article.evidence.get(path)) is not None:
        return own.span, True
    above = path
    while above := above[: max(above.rfind("."), above.rfind("["))] if max(above.rfind("."), above.rfind("[")) > 0 else "":
        evidence: Evidence | None = article.evidence.get(above)
        if evidence is not None:
            return evidence.span, False
    return (), False
