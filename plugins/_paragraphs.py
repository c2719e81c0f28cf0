"""Paragraphs as word processors have them, and the streams of text that they are built in: RTF, DOCX, ODT."""

from collections.abc import Sequence

import attrs

from newsarchive.text import WHITE_SPACE


@attrs.frozen
class Link:
    """A hyperlink's text and target; one into the document itself is `#` and its bookmark."""

    text: str
    url: str


@attrs.frozen(kw_only=True)
class Paragraph:
    r"""One paragraph, or one row of a table.

    `text` keeps line breaks (`\line`) as line feeds; a row's is that of its cells, parted by tabs. `start` and `end` are where
    it stood in bytes, in a format that is bytes. `bold` and `italic` say that all of it is. `size` is that of most of it, in
    half-points. `level` is 1 to 9 for a heading. `section` and `page` count the breaks before it. `cells` are the paragraphs in
    each cell of a row. `note` says that it is a footnote or endnote: it follows the paragraph that refers to it.
    """

    text: str
    start: int = 0
    end: int = 0
    bold: bool = False
    italic: bool = False
    size: int = 0
    style: str = ""
    level: int = 0
    section: int = 0
    page: int = 0
    marker: str | None = None  #: of a list's item, as printed: a bullet, `1.`; empty where none is printed
    note: bool = False
    bookmarks: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    cells: tuple[tuple["Paragraph", ...], ...] = ()


class State:
    """What a group changes and its end puts back. `sink` is where text goes, `dest` the destination that it is in."""

    def __init__(self, sink: "Stream", codec: str = "") -> None:
        self.sink = sink
        self.codec = codec
        self.dest = ""
        self.link: list[str] | None = None
        self.uc = 1
        self.plain()
        self.pard()

    def plain(self) -> None:
        r"""`\plain`: the characters' properties are the document's."""
        self.bold = self.italic = self.hidden = False
        self.size = 24

    def pard(self) -> None:
        r"""`\pard`: the paragraph's are."""
        self.style = self.level = 0
        self.table = self.listed = False

    def copy(self) -> "State":
        """The same for a group within: many documents are groups more than they are text."""
        made = State.__new__(State)
        made.__dict__.update(self.__dict__)
        return made


class _Runs:
    """The paragraph that is being read, run by run."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.start = self.end = 0
        self.weights = [0, 0, 0]  # characters: of all, bold, italic
        self.sizes: dict[int, int] = {}
        self.links: list[tuple[list[str], list[str]]] = []
        self.bookmarks: list[str] = []
        self.marker: list[str] | None = None

    def add(self, text: str, state: State, start: int = 0, end: int = 0) -> None:
        if not self.texts:
            self.start = start
        self.texts.append(text)
        self.end = end
        if weight := len(text.strip(WHITE_SPACE)):
            self.weights[0] += weight
            self.weights[1] += weight * state.bold
            self.weights[2] += weight * state.italic
            self.sizes[state.size] = self.sizes.get(state.size, 0) + weight
        if state.link is not None:
            if not self.links or self.links[-1][1] is not state.link:
                self.links.append(([], state.link))
            self.links[-1][0].append(text)


class Stream:
    """A run of paragraphs: the document's own, a header's, a footnote's."""

    def __init__(self, note: bool = False) -> None:
        self.note = note
        self.found: list[Paragraph] = []
        self.section = self.page = 0
        self._runs = _Runs()
        self._cell: list[Paragraph] = []
        self._row: list[tuple[Paragraph, ...]] = []
        self._notes: list[Paragraph] = []

    def add(self, text: str, state: State, start: int = 0, end: int = 0) -> None:
        """A run of text."""
        self._runs.add(text, state, start, end)

    def mark(self, text: str) -> None:
        """What is printed before a list's item."""
        self._runs.marker = [*(self._runs.marker or ()), text]

    def bookmark(self, name: str) -> None:
        self._runs.bookmarks.append(name)

    def footnotes(self, found: Sequence[Paragraph]) -> None:
        """Footnotes that the paragraph refers to."""
        self._notes += found

    def end_paragraph(self, state: State, style: str = "", level: int = 0) -> None:
        """The paragraph ends; within a table it is part of a cell."""
        paragraph = self._taken(state, style, level)
        if state.table:
            self._cell += [paragraph] if paragraph.text else []
        else:
            self.end_row()
            self.found.append(paragraph)
            self._end_notes()

    def _taken(self, state: State, style: str, level: int) -> Paragraph:
        runs, self._runs = self._runs, _Runs()
        weight, bold, italic = runs.weights
        marker = "".join(runs.marker).strip(WHITE_SPACE) if runs.marker else "" if state.listed else None
        return Paragraph(
            text="".join(runs.texts).strip(WHITE_SPACE),
            start=runs.start,
            end=runs.end,
            bold=0 < weight == bold,
            italic=0 < weight == italic,
            size=max(runs.sizes, key=lambda size: runs.sizes[size]) if runs.sizes else 0,
            style=style,
            level=level,
            section=self.section,
            page=self.page,
            marker=marker,
            note=self.note,
            bookmarks=tuple(runs.bookmarks),
            links=tuple(Link("".join(texts), url[0]) for texts, url in runs.links if url),
        )

    def end_cell(self, state: State, style: str = "", level: int = 0) -> None:
        paragraph = self._taken(state, style, level)
        self._cell += [paragraph] if paragraph.text else []
        self._row.append(tuple(self._cell))
        self._cell = []

    def end_row(self) -> None:
        """The row ends, or the table does within one."""
        if self._cell:
            self._row.append(tuple(self._cell))
            self._cell = []
        if self._row:
            row, self._row = tuple(self._row), []
            within = [paragraph for cell in row for paragraph in cell]
            if within:
                text = "\t".join(" ".join(paragraph.text for paragraph in cell) for cell in row)
                bold, italic = all(each.bold for each in within), all(each.italic for each in within)
                links = tuple(link for each in within for link in each.links)
                marks = tuple(name for each in within for name in each.bookmarks)
                self.found.append(
                    Paragraph(
                        text=text, start=within[0].start, end=within[-1].end, bold=bold, italic=italic,
                        size=within[0].size, section=self.section, page=self.page, note=self.note,
                        bookmarks=marks, links=links, cells=row,
                    )
                )  # fmt: skip
            self._end_notes()

    def _end_notes(self) -> None:
        if self._notes:
            self.found += self._notes
            self._notes = []

    def end_page(self, state: State, section: bool, style: str = "", level: int = 0) -> None:
        """A page ends, or a section does; what stands before it is a paragraph, also if nothing else ends it."""
        if self._runs.texts:
            self.end_paragraph(state, style, level)
        if not state.table:
            self.end_row()
        self.section += section
        self.page += 1

    def finish(self, state: State) -> list[Paragraph]:
        """All of it, the paragraph at its end with it."""
        if self._runs.texts:
            self.end_paragraph(state)
        self.end_row()
        self._end_notes()
        return self.found
