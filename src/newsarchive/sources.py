"""What a plugin registers and what its functions see: Source, Sample and Bid, Document."""

import enum
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any, BinaryIO

import attrs

from .decoding import Decoded, decode
from .drafts import Yielded
from .errors import RecordError
from .fields import SourceName, Text, convert
from .text import universal_newlines

HEAD_BYTES = 64 * 1024
TAIL_BYTES = 4 * 1024


class Confidence(enum.IntEnum):
    """How sure a source is that a document is one of its own."""

    FALLBACK = 1  #: nobody else would read it; the bundled plain text only
    POSSIBLE = 2  #: the name or the general look fits
    LIKELY = 3  #: a mark of the format is there
    CERTAIN = 4  #: only this format begins so


@attrs.frozen
class Bid:
    """A confidence with its reason, for `newsarchive explain`."""

    confidence: Confidence
    reason: str = ""


@attrs.frozen
class Sample:
    """The ends of a document, for `sniff`: the first 64 KiB and the last 4 KiB of its bytes."""

    name: str
    size: int
    head: bytes
    tail: bytes
    hints: Mapping[str, str] = attrs.Factory(dict)

    @property
    def suffix(self) -> str:
        """The name's last ending in lower case, with its point: `.txt`, or empty."""
        return PurePosixPath(self.name).suffix.lower()

    @property
    def whole(self) -> bool:
        """Whether `head` is the whole document."""
        return self.size <= len(self.head)


@attrs.define
class Document:
    """One input as bytes, for `parse`. It has a name but no path; a parser opens nothing."""

    name: str
    data: bytes
    #: what drop-folder rules, containers or HTTP headers say: `encoding`, `language`, `media_type`, …
    hints: Mapping[str, str] = attrs.Factory(dict)
    _decoded: Decoded | None = attrs.field(default=None, init=False, repr=False, eq=False)

    @property
    def suffix(self) -> str:
        """The name's last ending in lower case, with its point: `.txt`, or empty."""
        return PurePosixPath(self.name).suffix.lower()

    def decoded(self, legacy: str | None = None) -> Decoded:
        """The document decoded strictly, line ends as they are: what spans count in. Raises UndecodableText.

        `legacy` is the encoding that the format has where nothing is declared and the bytes are no UTF-8; without it
        the encoding is guessed from the whole.
        """
        if self._decoded is None:
            self._decoded = decode(self.data, self.hints.get("encoding"), legacy)
        return self._decoded

    def text(self) -> str:
        r"""The same text with `\n` line ends, for parsers that give no spans. Raises UndecodableText."""
        return universal_newlines(self.decoded().text)

    @property
    def encoding(self) -> Decoded | None:
        """How the document was decoded, if the parser asked for text."""
        return self._decoded

    def sample(self) -> Sample:
        """What `sniff` sees of it."""
        return Sample(self.name, len(self.data), self.data[:HEAD_BYTES], self.data[-TAIL_BYTES:], self.hints)


def _held(kind: Any) -> Callable[[object, "attrs.Attribute[Any]", Any], None]:
    """A validator that says what a plugin's author got wrong, and in which argument."""

    def hold(_source: object, attribute: "attrs.Attribute[Any]", value: Any) -> None:
        try:
            convert(value, kind)
        except RecordError as error:
            raise RecordError(f"$.{attribute.name}{error.path[1:]}", f"{error.why}; it was {value!r:.80}") from None

    return hold


@attrs.frozen
class Source:
    """A named reader of one kind of document.

    `sniff` answers a Confidence, a Bid or None; `parse` yields what the document holds, in its order, and may
    raise `Unreadable`. A `lossless` source accounts for every character: its evidence and furniture cover the
    document, and the core checks the sum at each parse. At a tie a source wins over those it `refines`.
    `version` is the plugin's own; without it the version of the distribution that holds the plugin counts.
    `libraries` are distributions whose versions decide the text, for `provenance.source_version`.

    `cut(file, most)` is for containers of any size: how many bytes from the file's beginning are a document of their own,
    about `most` of them, so that what follows is one, too; 0 where it cannot be told. A file that is too large to be read
    whole is read in such stretches (docs/adr/0023).
    """

    name: str = attrs.field(validator=_held(SourceName))
    sniff: Callable[[Sample], Confidence | Bid | None] = attrs.field(kw_only=True, validator=attrs.validators.is_callable())
    parse: Callable[[Document], Iterable[Yielded]] = attrs.field(kw_only=True, validator=attrs.validators.is_callable())
    title: str = attrs.field(default="", kw_only=True, validator=_held(str))
    lossless: bool = attrs.field(default=False, kw_only=True, validator=_held(bool))
    refines: tuple[str, ...] = attrs.field(default=(), kw_only=True, validator=_held(tuple[str, ...]))
    version: str | None = attrs.field(default=None, kw_only=True, validator=_held(Text | None))
    libraries: tuple[str, ...] = attrs.field(default=(), kw_only=True, validator=_held(tuple[str, ...]))
    cut: Callable[[BinaryIO, int], int] | None = attrs.field(
        default=None, kw_only=True, validator=attrs.validators.optional(attrs.validators.is_callable())
    )
