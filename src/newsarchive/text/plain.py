"""Text as it lies in files: lines, paragraphs, hard wraps, and names and texts made safe to show."""

import re
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise

import msgspec

from ..model import Span

#: Unicode White_Space (PropList.txt 14.0). `str.split()` differs: it also takes U+001C to U+001F.
WHITE_SPACE = "\t\n\v\f\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
_SPACES = re.compile(f"[{WHITE_SPACE}]+")


def one_line(text: str) -> str:
    """The text with every run of white space as one space, and none at its ends."""
    # `str.split()` is several times as fast, and differs in U+001C to U+001F only.
    if "\x1c" in text or "\x1d" in text or "\x1e" in text or "\x1f" in text:
        return _SPACES.sub(" ", text).strip(" ")
    return " ".join(text.split())


class Line(msgspec.Struct, frozen=True, gc=False):
    """One line of a text without its line end; `start` and `end` in code points of the whole text."""

    text: str
    start: int
    end: int

    @property
    def blank(self) -> bool:
        return not self.text.strip(WHITE_SPACE)

    def stripped(self) -> "Line":
        """The line without white space at its ends."""
        bare = self.text.strip(WHITE_SPACE)
        if len(bare) == len(self.text):
            return self
        start = self.end - len(self.text.lstrip(WHITE_SPACE))
        return Line(bare, start, start + len(bare))

    def part(self, start: int, end: int | None = None) -> "Line":
        """A stretch of the line, as of its text: from `start` to `end`, or to its end."""
        text = self.text[start:end]
        return Line(text, self.start + start, self.start + start + len(text))

    @property
    def span(self) -> Span:
        return Span("codepoint", self.start, self.end)


def lines(text: str) -> list[Line]:
    r"""The lines of a text, ended by `\n`, `\r\n` or `\r`; a final line end starts no further line."""
    found = []
    start = 0
    returns = "\r" in text
    for piece in _LINE_END.split(text) if returns else text.split("\n"):
        end = start + len(piece)
        found.append(Line(piece, start, end))
        start = end + (2 if returns and text.startswith("\r\n", end) else 1)
    if not found[-1].text:
        found.pop()
    return found


_LINE_END = re.compile(r"\r\n|\n|\r")


def universal_newlines(text: str) -> str:
    r"""`\r\n` and `\r` as `\n`."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def blocks(found: Iterable[Line]) -> list[list[Line]]:
    """Runs of lines between blank ones."""
    runs: list[list[Line]] = []
    run: list[Line] = []
    for line in found:
        if not line.text.strip(WHITE_SPACE):
            run = []
            continue
        if not run:
            runs.append(run)
        run.append(line)
    return runs


# Scripts written without spaces between words: Thai, Lao, Myanmar, Khmer, Han, kana and full-width forms.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u312f\u3190-\u9fff\uf900-\ufaff\uff00-\uffef"
#: Two columns wide (Unicode's East_Asian_Width W and F, in the blocks of CJK).
_WIDE = re.compile("[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]")
_UNSPACED_PAIR = re.compile(f"[{_UNSPACED}]{{2}}")
#: What cannot be broken at a line's beginning: a word, or a few characters where words are not marked.
_WORD = re.compile(f"[^{WHITE_SPACE}{_UNSPACED}]+|[{_UNSPACED}]{{1,4}}")
_SENTENCE_ENDS = tuple(".!?:…。！？．։؟।۔")
_CLOSING = "\"'’”»)]」』"
#: A gap of several columns that does not follow a sentence: a table's row.
_TABULAR = re.compile(r"\S\t|[^\s.,!?:;\"'’”)»] {2,}\S")
#: Hyphens at a line's end, and words after which they hang ("pre- and post-war").
_HYPHENS = ("-", "‐", "\u00ad")
_HYPHENATED = re.compile(f"[^\\W\\d_][{''.join(_HYPHENS)}]$")
_HANGING = re.compile(r"(?:and|or|und|oder|bis|et|ou|y|o|e|en|of|og|och)\b|[\W\d_]", re.IGNORECASE)


class HardWrap(msgspec.Struct, frozen=True):
    """Text whose line ends were forced by a margin, in columns.

    `runs_on` says of each run, and each line end within it, whether a paragraph runs on over it: the line end was forced,
    or the text goes on in lower case.
    """

    margin: int
    runs_on: list[list[bool]]


def hard_wrapped(runs: Sequence[Sequence[Line]], margin: int | None = None) -> HardWrap | None:
    """The margin that line ends in these runs of lines were forced by; None if they mean something.

    `margin` is what the format breaks lines at, where it is known: it counts if the text, which may be short, does not tell.
    """
    told = _told_wrap(runs)
    if told is not None or margin is None:
        return told
    widths = [[_width(line.text) for line in run] for run in runs]
    found = [_breaks(run, columns) for run, columns in zip(runs, widths, strict=True)]
    return HardWrap(margin, [[not each.tabular and each.width <= margin < each.reach for each in within] for within in found])


def _told_wrap(runs: Sequence[Sequence[Line]]) -> HardWrap | None:
    """What the text itself tells of its margin.

    Only breaks within a sentence tell, not those of tables or after half a line. Text is wrapped if half of its breaks
    tell, four in five of them were forced by a margin of 40 to 132 columns (which one line in twenty may overrun), and
    lines begin in lower case, as text that runs on. Verse, lists, tickers, addresses and one paragraph a line are not.
    """
    widths = [[_width(line.text) for line in run] if len(run) > 1 else [] for run in runs]
    ordered = sorted(chain.from_iterable(widths))
    margin = ordered[-1 - (len(ordered) + 10) // 20] if ordered else 0
    if not 40 <= margin <= 132:
        return None
    found = [_breaks(run, columns) for run, columns in zip(runs, widths, strict=True)]
    breaks = [each for within in found for each in within if not each.tabular and each.width * 2 > margin]
    torn = [each for each in breaks if not each.ends_sentence]
    lower, upper = sum(each.start.islower() for each in torn), sum(each.start.isupper() for each in torn)
    if len(torn) * 2 < len(breaks) or len(torn) + lower < 2:
        return None
    several = (line.text for run in runs if len(run) > 1 for line in run)
    capitals = upper > 0 and not any(character.islower() for text in several for character in text)
    if (margin < 60) if capitals else (lower * 2 < upper):
        return None
    if sum(each.reach > margin for each in torn) < 0.8 * len(torn):
        return None
    return HardWrap(
        margin,
        [[not each.tabular and (each.reach > margin or each.start.islower()) for each in within] for within in found],
    )


class _Break(msgspec.Struct, gc=False):
    """A line end within a run: how wide the line is, and how wide it would be with the next word."""

    width: int
    reach: int
    start: str
    ends_sentence: bool
    tabular: bool


def _breaks(run: Sequence[Line], widths: Sequence[int]) -> list[_Break]:
    """The line ends within a run of lines, whose widths are known."""
    texts = [line.text.strip(WHITE_SPACE) for line in run]
    tabular = [_is_tabular(text) for text in texts]
    found = []
    for number, (text, then) in enumerate(pairwise(texts)):
        word = _WORD.match(then)
        reach = widths[number] + (not _unspaced(text, then)) + (_width(word[0]) if word else 0)
        ends_sentence = text.rstrip(_CLOSING).endswith(_SENTENCE_ENDS)
        found.append(_Break(widths[number], reach, then[:1], ends_sentence, tabular[number] or tabular[number + 1]))
    return found


def _unspaced(text: str, then: str) -> bool:
    """Whether no space belongs between two pieces of text."""
    pair = text[-1:] + then[:1]
    return not pair.isascii() and _UNSPACED_PAIR.match(pair) is not None


def _is_tabular(text: str) -> bool:
    return ("\t" in text or "  " in text) and _TABULAR.search(text) is not None


def _width(text: str) -> int:
    """Columns of a terminal, trailing white space left out."""
    text = text.rstrip(WHITE_SPACE)
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def unwrap(run: Iterable[Line]) -> str:
    """The lines of one paragraph as one: joined by a space, or by nothing after a hyphen and between unspaced scripts."""
    joined = ""
    for line in run:
        text = line.text.strip(WHITE_SPACE)
        hyphenated = joined.endswith(_HYPHENS) and _HYPHENATED.search(joined[-2:]) and not _HANGING.match(text)
        joined += text if not joined or hyphenated or _unspaced(joined, text) else " " + text
    return joined


def printable_name(name: bytes) -> str:
    r"""A file's name as text that can be turned back: undecodable bytes as `\xNN`, a backslash as `\\`."""
    return "\\\\".join(piece.decode(errors="backslashreplace") for piece in name.split(b"\\"))


def terminal_safe(text: str) -> str:
    r"""What a terminal would execute or reorder (C0, C1, bidirectional and invisible controls) as `\xNN`, `\uNNNN`."""
    return _EXECUTABLE.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


_EXECUTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
