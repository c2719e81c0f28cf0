"""What the kit has to be told about a format: samples of it, how to write it, and what of its look may vary."""

import importlib.metadata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import attrs
from hypothesis.strategies import SearchStrategy

from ..errors import NewsarchiveError

#: The entry-point group under which a distribution registers the formats of its sources.
GROUP = "newsarchive.formats"
#: Beside a sample lies what has to be found in it: `story.txt` and `story.txt.golden.json`.
GOLDEN = ".golden.json"


def as_it_stands(piece: str | bytes) -> str:
    """What a stretch of plain text says: itself. Bytes are shown as UTF-8."""
    return piece if isinstance(piece, str) else piece.decode(errors="replace")


def _distinct(names: Iterable[str]) -> frozenset[str]:
    return frozenset(names)


@attrs.frozen
class Renderer:
    """The way back: from what a document says to the document.

    `items` draws what `parse` has to yield for one document with one article: a Draft, or a Part, a Notice or a
    NotArticle for formats that hold such. A Draft says every field that the reading has to have and no other, evidence,
    furniture and span left out. `write` gives the document: text, which the kit writes in each of the format's
    encodings and with each of its line ends, or bytes, which are taken as they are.

    What the kit checks: `read(write(item)) == item`.
    """

    items: SearchStrategy[Any]
    write: Callable[[Any], str | bytes]


@attrs.frozen(kw_only=True)
class Format:
    """A format, as the kit tests the source that reads it.

    `samples` is a folder of documents, two at least; a file's name is what `sniff` sees. `renderer` writes the format.
    `join` makes one document of several, where the format holds many articles. `encodings` are those in which
    documents come, `line_ends` those that mean the same, and `byte_order_mark` says whether one may stand in front.
    `says` gives what a stretch of the document says to a reader: for markup, the text without its tags and escapes;
    None if nobody knows, and then what rests on it is not checked. `keeps` gives what of a document has to be found again in
    what is read from it, word by word: the promise of a source that is not lossless, because its library gives no spans.
    (`newsarchive.testing.says` has both for markup and JSON.) `derived` names fields whose values are worked out from
    the document and do not stand in it letter by letter.
    """

    source: str
    samples: Traversable | Path
    renderer: Renderer | None = None
    join: Callable[[Sequence[bytes]], bytes] | None = None
    encodings: tuple[str, ...] = ("utf-8",)
    line_ends: tuple[str, ...] = ("\n",)
    byte_order_mark: bool = False
    says: Callable[[Any], str] | None = as_it_stands
    keeps: Callable[[Any], str] | None = None
    derived: frozenset[str] = attrs.field(default=frozenset(), converter=_distinct)

    def documents(self) -> dict[str, bytes]:
        """The samples by file name, in the order of their names."""
        if not self.samples.is_dir():
            return {}
        files = [file for file in self.samples.iterdir() if file.is_file() and not file.name.endswith(GOLDEN)]
        return {file.name: file.read_bytes() for file in sorted(files, key=lambda file: file.name) if file.name[0] != "."}


@cache
def formats() -> Mapping[str, Format]:
    """The formats of all installed distributions, by the name of the source. Raises NewsarchiveError for what is none."""
    found = {}
    for entry_point in sorted(importlib.metadata.entry_points(group=GROUP), key=lambda each: (each.name, each.value)):
        given = entry_point.load()
        if not isinstance(given, Format):
            raise NewsarchiveError(
                f"{entry_point.name} = {entry_point.value!r} of the group {GROUP} gives {given!r:.60}, which is no Format",
                help="Name a newsarchive.testing.Format there, or remove the entry point.",
            )
        found[given.source] = given
    return found
