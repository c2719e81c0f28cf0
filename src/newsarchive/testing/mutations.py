"""Documents that are almost of a format: its samples cut, spliced, repeated, nested and damaged.

One mutator for the property tests and for the fuzzer: a mutation is a function of the document and of a `Choices`,
which Hypothesis draws or a random generator gives.
"""

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

from hypothesis import strategies as st

from ..sources import Document
from .format import Format

#: What markup, tables and line-based formats are made of, and what breaks programs that read them.
TOKENS = (
    *(b"\n", b"\r\n", b"\r", b"\n\n", b"\t", b" ", b"\f", b"\x1a", b"\x00", b"\xff", b"\x80", b"\xef\xbb\xbf", b"\xe2\x80\xa8"),
    *(
        b"<",
        b">",
        b"</",
        b"<p>",
        b"&",
        b"&#0;",
        b"]]>",
        b"<!--",
        b"{",
        b"}",
        b"[",
        b"]",
        b'"',
        b"\\",
        b"\\ud800",
        b",",
        b":",
        b"=",
    ),
    *(b"-", b"--", b"\xe2\x80\x94", b"By ", b"by ", b" and ", b"2019", b"2024-13-45", b"0", b"-1", b"9" * 30, b"NaN", b"null"),
    *("é".encode(), "北京".encode(), "\u202e".encode(), "e\u0301".encode(), "\U0001f469".encode(), "İ".encode(), b"%", b"'"),
)
_NUMBER = re.compile(rb"\d+")
_NUMBERS = (b"0", b"1", b"2", b"13", b"32", b"99", b"1999", b"4294967295")
#: How often a piece is repeated.
_TIMES = (2, 3, 10, 50)
_REPEATED = 10_000
#: Beginnings that go on for ever: expressions that backtrack show here.
_ALONE = (b"\n", b" ", b"<", b"<a ", b"<!--", b"-", b"\x00")
#: libxml2 and orjson refuse what is much deeper; what they let through breaks recursions of Python.
_DEEP = (600, _REPEATED)
_LARGE = 1 << 19
#: Pieces of a sample that are worth repeating: tags, brackets, lines, words and what stands between them.
_KINDS = tuple(map(re.compile, (rb"<\w[^<>]{0,60}>", rb"[\[\]{}()]", rb"[^\r\n]{0,80}\r?\n", rb"\w{1,30}", rb"\W{1,4}")))
_PIECES = re.compile(b"|".join(kind.pattern for kind in _KINDS))

_BRACKETS = {b"(": b")", b"[": b"]", b"{": b"}"}


class Choices(Protocol):
    """Where a mutation takes its decisions from."""

    def number(self, most: int) -> int:
        """From 0 to `most`, both included."""

    def pick(self, several: Sequence[bytes]) -> bytes:
        """One of several."""


Mutation = Callable[[bytes, Choices, Sequence[bytes]], bytes]


def truncate(data: bytes, choices: Choices, _others: Sequence[bytes]) -> bytes:
    """Its end is missing."""
    return data[: choices.number(len(data))]


def behead(data: bytes, choices: Choices, _others: Sequence[bytes]) -> bytes:
    """Its beginning is missing."""
    return data[choices.number(len(data)) :]


def cut(data: bytes, choices: Choices, _others: Sequence[bytes]) -> bytes:
    """Something within it is missing."""
    start, end = sorted((choices.number(len(data)), choices.number(len(data))))
    return data[:start] + data[end:]


def flip(data: bytes, choices: Choices, _others: Sequence[bytes]) -> bytes:
    """One bit is turned round."""
    if not data:
        return data
    place, bit = choices.number(len(data) - 1), choices.number(7)
    return data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :]


def insert(data: bytes, choices: Choices, _others: Sequence[bytes]) -> bytes:
    """Something foreign stands within it, at its beginning or at its end."""
    place = (0, len(data), choices.number(len(data)))[choices.number(2)]
    return data[:place] + choices.pick(TOKENS) + data[place:]


def splice(data: bytes, choices: Choices, others: Sequence[bytes]) -> bytes:
    """Its beginning, and the end of another document."""
    other = choices.pick(others)
    return data[: choices.number(len(data))] + other[choices.number(len(other)) :]


def repeat(data: bytes, choices: Choices, _others: Sequence[bytes]) -> bytes:
    """A piece of it stands there several times."""
    if not (pieces := _PIECES.findall(data)):
        return data
    piece = choices.pick(pieces)
    return data.replace(piece, piece * _TIMES[choices.number(len(_TIMES) - 1)], 1)


def miscount(data: bytes, choices: Choices, _others: Sequence[bytes]) -> bytes:
    """A number in it is another one: a count, a length, a date."""
    if not (numbers := list(_NUMBER.finditer(data))):
        return data
    number = numbers[choices.number(len(numbers) - 1)]
    return data[: number.start()] + choices.pick(_NUMBERS) + data[number.end() :]


def swap(data: bytes, choices: Choices, _others: Sequence[bytes]) -> bytes:
    """Two of its lines have changed places."""
    lines = data.splitlines(keepends=True)
    if len(lines) > 1:
        first, second = choices.number(len(lines) - 1), choices.number(len(lines) - 1)
        lines[first], lines[second] = lines[second], lines[first]
    return b"".join(lines)


MUTATIONS: tuple[Mutation, ...] = (truncate, behead, cut, flip, insert, splice, repeat, miscount, swap)


def mutated(samples: Sequence[bytes], choices: Choices, count: int) -> bytes:
    """One of the samples after `count` mutations."""
    data = choices.pick(samples)
    for _ in range(count):
        data = MUTATIONS[choices.number(len(MUTATIONS) - 1)](data, choices, samples)
    return data


class _Drawn:
    """Choices that Hypothesis draws."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def number(self, most: int) -> int:
        return self._draw(st.integers(0, most))

    def pick(self, several: Sequence[bytes]) -> bytes:
        return self._draw(st.sampled_from(several))


@st.composite
def mutated_documents(draw: st.DrawFn, samples: Mapping[str, bytes]) -> Document:
    """A sample with up to three mutations, under the name of a sample."""
    name = draw(st.sampled_from(sorted(samples)))
    return Document(name, mutated(list(samples.values()), _Drawn(draw), draw(st.integers(0, 3))))


def documents(format: Format, others: st.SearchStrategy[bytes]) -> st.SearchStrategy[Document]:
    """Documents of a format, written, damaged and arbitrary: `others` are bytes of any kind, under a sample's name."""
    samples = format.documents()
    return st.one_of(whole(format), mutated_documents(samples), st.builds(Document, st.sampled_from(sorted(samples)), others))


def whole(format: Format) -> st.SearchStrategy[Document]:
    """Documents of a format as they should be: written, where it has a renderer, else its samples."""
    samples = format.documents()
    if format.renderer is None:
        return st.sampled_from([Document(name, data) for name, data in samples.items()])
    written = st.builds(_as_bytes, st.builds(format.renderer.write, format.renderer.items))
    return st.builds(Document, st.sampled_from(sorted(samples)), written)


def _as_bytes(document: str | bytes) -> bytes:
    return document if isinstance(document, bytes) else document.encode()


def systematic(samples: Mapping[str, bytes]) -> Iterator[Document]:
    """The shortest sample with each of TOKENS at its ends, behind its first line and within its longest; and TOKENS alone."""
    name, data = min(samples.items(), key=lambda item: (len(item[1]), item[0]))
    lines = data.splitlines(keepends=True)
    if not lines:
        return
    longest = max(range(len(lines)), key=lambda number: len(lines[number]))
    within = sum(map(len, lines[:longest])) + len(lines[longest]) // 2
    for token in TOKENS:
        yield Document(name, token)
        for place in sorted({0, len(lines[0]), within, len(data)}):
            yield Document(name, data[:place] + token + data[place:])


def enlarged(samples: Mapping[str, bytes]) -> list[tuple[str, Document]]:
    """The shortest sample made long and deep, with how: what costs a parser more than its share shows here.

    Of each kind of piece that it has (tags, brackets, lines, words) the longest and the most frequent are repeated.
    """
    name, data = min(samples.items(), key=lambda item: (len(item[1]) or sys.maxsize, item[0]))
    if not data:
        return []
    large = [("the whole repeated", Document(name, data * (_LARGE // len(data) + 1)))]
    large += [(f"nothing but {token!r}", Document(name, token * (10 * _REPEATED))) for token in _ALONE]
    for kind in _KINDS:
        pieces = sorted(set(kind.findall(data)))
        for piece in sorted({max(pieces, key=len), max(pieces, key=data.count)} if pieces else ()):
            times = min(_REPEATED, _LARGE // len(piece))
            large.append((f"{piece!r} {times:,} times", Document(name, data.replace(piece, piece * times, 1))))
            for levels in _DEEP if (closing := _closing(piece)) else ():
                deep = piece + piece * levels + closing * levels + (b"," if piece in _BRACKETS else b"")
                large.append((f"{piece!r} {levels:,} levels deep", Document(name, data.replace(piece, deep, 1))))
    return large


def _closing(piece: bytes) -> bytes:
    """What closes a bracket or a tag."""
    if match := re.match(rb"<([A-Za-z][\w.:-]*)[^<>]*(?<!/)>", piece):
        return b"</" + match[1] + b">"
    return _BRACKETS.get(piece, b"")


def smallest(document: Document, fails: Callable[[Document], bool], tries: int = 400) -> Document:
    """The document with as much cut off and out as `fails` lets, halves first and single bytes last."""
    data, width = document.data, len(document.data)
    while width and tries:
        start = 0
        while start < len(data) and tries:
            tries -= 1
            shorter = data[:start] + data[start + width :]
            if shorter and fails(Document(document.name, shorter, document.hints)):
                data = shorter
            else:
                start += width
        width //= 2
    return Document(document.name, data, document.hints)
