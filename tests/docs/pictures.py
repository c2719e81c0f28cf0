"""The pictures of docs/explanation, drawn from what is read: `python -m tests.docs.pictures` draws them anew."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

import attrs

from newsarchive import Document, Span
from newsarchive.testing.subject import Subject, articles
from newsarchive.text import lines

from . import support
from .support import DOCS, Page

FOLDER = DOCS / "explanation"
TUTORIAL = Page(DOCS / "tutorial" / "first-source-plugin.md")
_PLUGIN, _SAMPLE = "sources/weather.py", "sources/samples/boston.txt"

#: A character's width and a line's height, in pixels; `textLength` makes any monospaced font keep to them.
_CHARACTER, _LINE = 8.4, 22
_MARGIN, _LABELS = 16, 590
_WIDTH = 860
#: What a stretch may be, and how the legend calls it.
_KINDS = {"field": "evidence of a field", "furniture": "furniture", "lost": "unaccounted for"}
_STYLE = """
  text { font: 14px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #1f2328; white-space: pre }
  .page { fill: #ffffff; stroke: #d1d9e0 }
  .label { fill: #59636e; font-size: 12px; font-family: system-ui, "DejaVu Sans", sans-serif }
  .field { fill: #b6e3ff } .furniture { fill: #dfe3e8 } .lost { fill: #ffcecb; stroke: #cf222e; stroke-width: 1.5 }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc } .page { fill: #0d1117; stroke: #3d444d } .label { fill: #9198a1 }
    .field { fill: #0c4a80 } .furniture { fill: #3d444d } .lost { fill: #8e1519; stroke: #ff7b72 }
  }
"""


@attrs.frozen
class Stretch:
    """A stretch of a text, what it is, and the label at its line."""

    kind: str
    start: int
    end: int
    label: str = ""


def versions(page: Page, name: str) -> list[str]:
    """What a file holds after each of the fences that save or change it."""
    found: list[str] = []
    for fence in page.fences():
        if fence.name == name:
            found.append(support.changed(found[-1], fence.text) if fence.language == "diff" else fence.text)
    return found


def stretches(plugin: str, document: Document) -> Iterator[Stretch]:
    """What becomes of each stretch of a document when it is read by a plugin of one file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "weather.py"
        path.write_text(plugin, "utf-8")
        reading = Subject.of("weather", path).read(document)
    for article in articles(reading):
        for name, evidence in article.evidence.items():
            yield from (Stretch("field", span.start, span.end, name) for span in evidence.span)
    for kind, spans in (("furniture", reading.furniture), ("lost", reading.unaccounted)):
        yield from (Stretch(kind, span.start, span.end) for span in spans if isinstance(span, Span))


def coloured(text: str, found: Iterable[Stretch], title: str) -> str:
    """A text with its stretches coloured, a label at the line where each field begins, and a legend."""
    marks, labels = [], []
    several = sorted(found, key=lambda each: each.start)
    for number, line in enumerate(lines(text)):
        top = _MARGIN + number * _LINE
        for each in several:
            start, end = max(each.start, line.start), min(each.end, line.end)
            if start < end:
                marks.append(_box(each.kind, _MARGIN + (start - line.start) * _CHARACTER, top + 1, end - start))
        labels += _text(line.text, _MARGIN, top)
        named = [each.label for each in several if each.label and line.start <= _begin(text, each) < line.end]
        labels += _text(", ".join(named), _LABELS, top, "label")
    bottom = _MARGIN + (len(lines(text)) + 1) * _LINE
    place = float(_MARGIN)
    for kind in (kind for kind in _KINDS if any(each.kind == kind for each in several)):
        marks.append(_box(kind, place, bottom + 1, 2))
        labels += _text(_KINDS[kind], place + 24, bottom, "label")
        place += 190
    return _picture(title, bottom + _LINE + _MARGIN, [*marks, *labels])


def counted(text: str, word: str) -> str:
    r"""The same stretch counted in a text as it was decoded, and after `\r\n` has become `\n`."""
    start = text.index(word)
    drawn = []
    cell = 34
    for row, (name, shown) in enumerate((("decoded().text", text), ("text()", text.replace("\r\n", "\n")))):
        top = _MARGIN + row * 4 * _LINE
        said = shown[start : start + len(word)]
        drawn += _text(f"{name}[{start}:{start + len(word)}] is {said!r}", _MARGIN, top, "label")
        for number, character in enumerate(shown):
            left = _MARGIN + number * cell
            inside = start <= number < start + len(word)
            kind = ("field" if said == word else "lost") if inside else "page"
            drawn.append(f'<rect class="{kind}" x="{left}" y="{top + _LINE}" width="{cell - 2}" height="{_LINE + 4}" rx="3"/>')
            named = {"\r": r"\r", "\n": r"\n"}.get(character, character)
            drawn += _text(named, left + (cell - 2 - len(named) * _CHARACTER) / 2, top + _LINE + 2)
            drawn += _text(str(number), left + (cell - 2 - len(str(number)) * 7.5) / 2, top + 2 * _LINE + 3, "label")
    title = f"The word {word!r} in a text with line ends of two characters, counted before and after they are made one"
    return _picture(title, _MARGIN + 8 * _LINE, drawn)


def _begin(text: str, each: Stretch) -> int:
    """Where a stretch says something first."""
    return each.end - len(text[each.start : each.end].lstrip())


def _box(kind: str, left: float, top: float, characters: int) -> str:
    return f'<rect class="{kind}" x="{left:.1f}" y="{top}" width="{characters * _CHARACTER:.1f}" height="{_LINE - 2}" rx="2"/>'


def _text(text: str, left: float, top: float, kind: str = "") -> list[str]:
    if not text:
        return []
    exact = f' class="{kind}"' if kind else f' textLength="{len(text) * _CHARACTER:.1f}" lengthAdjust="spacingAndGlyphs"'
    return [f'<text x="{left:.1f}" y="{top + 16}"{exact}>{escape(text, quote=False)}</text>']


def _picture(title: str, height: int, drawn: Sequence[str]) -> str:
    size = f'viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">'
    page = f'<rect class="page" x="0.5" y="0.5" width="{_WIDTH - 1}" height="{height - 1}" rx="6"/>'
    return "\n".join([head, f"<title>{escape(title)}</title>", f"<style>{_STYLE}</style>", page, *drawn, "</svg>", ""])


def pictures() -> dict[str, str]:
    """Each picture by its file's name."""
    text = next(fence.text for fence in TUTORIAL.fences() if fence.name == _SAMPLE)
    document = Document("boston.txt", text.encode())
    _naive, leaky, *_, sound = versions(TUTORIAL, _PLUGIN)
    return {
        "spans-whole.svg": coloured(text, stretches(sound, document), "A bulletin of which every character is accounted for"),
        "spans-lost.svg": coloured(text, stretches(leaky, document), "The same bulletin, of which something is lost"),
        "code-points.svg": counted("Closed\r\nThe bridge", "The"),
    }


def main() -> None:
    """Draw them anew."""
    for name, picture in pictures().items():
        (FOLDER / name).write_text(picture, "utf-8")


if __name__ == "__main__":
    main()
