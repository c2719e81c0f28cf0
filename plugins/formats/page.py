"""Stories of every script, and how they lie on a page of text."""

import textwrap
from collections.abc import Sequence
from itertools import chain, pairwise, repeat

import attrs
from hypothesis import strategies as st

from newsarchive import Block, Draft
from newsarchive.testing.strategies import agencies, headlines, names, paragraphs, plain


@attrs.define(kw_only=True)
class Page(Draft):
    """A draft and its look on the page, of which the reading says nothing.

    The look is drawn with the draft, and `write` chooses nothing by itself: so Hypothesis simplifies it as well, and
    shows it where a test fails.
    """

    body: Sequence[Block] = ()
    width: int | None = None  #: the columns that lines are broken at; None is one paragraph a line
    gap: str = "\n\n"  #: between two pieces
    dash: str = "-"  #: round a crosshead
    mark: str = "-"  #: before an item of a list
    date: str = ""  #: in front of everything
    end: str = "\n"  #: of the file


def write(page: Page) -> str:
    """The page as text."""
    above, line_end, date = page.date.rpartition("\n")
    pieces = [("headline", page.headline)] if page.headline else []
    pieces += [(block.kind, block.text) for block in page.body]
    fronts = chain([date], repeat(""))
    shown = [_shown(page, front, kind, text) for front, (kind, text) in zip(fronts, pieces, strict=False)]
    signatures = page.byline.split("\n") if page.byline else []
    return above + line_end + page.gap.join([*shown, *signatures]) + page.end


def _shown(page: Page, front: str, kind: str, text: str) -> str:
    if kind == "crosshead":
        text = f"{page.dash} {text} {page.dash}"
    elif kind == "list_item":
        text = f"{page.mark} {text}"
    if page.width is None or kind not in ("paragraph", "list_item"):
        return front + text
    hanging = "  " if kind == "list_item" else ""
    # Words stay whole: of "pre-" and "and post-war" on two lines nobody can tell what they had been.
    return textwrap.fill(
        front + text, page.width, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False, expand_tabs=False
    )


# A page of text has no marks, so only what its look tells for certain is drawn. One paragraph a line: a sentence begins
# with no small letter and ends with a full stop, since a first line without one is a headline, and lines that begin or
# stop anywhere are wrapped ones. Its first word and its last are letters only: "- " in front makes a list, "Source: " a
# credit, a dash before the last word a signature. Between them stands anything.
_WORD = st.text(st.characters(categories=["L"]), min_size=2, max_size=10)
_NOT_SMALL = st.characters(categories=["Lu", "Lt", "Lo", "Nd"], exclude_characters="ªº")  # ª and º are, for str.islower
_OPENING = st.builds(str.__add__, _NOT_SMALL, _WORD)
_SENTENCE = st.builds(
    "{} {} {}{}".format, _OPENING, plain, _WORD, st.sampled_from([".", ".”", '."', ".»", "。", "。」", "।", "۔"])
)
_PARAGRAPH = _SENTENCE | paragraphs.map(lambda several: several[0])
_HEADLINE = headlines | st.builds("{} {} {} {}{}".format, _OPENING, plain, _WORD, _WORD, st.sampled_from(["", "?", "!"]))

# Wrapped: words one column a letter, with spaces between them, none of which ends in a hyphen.
_WORDS = st.sampled_from(
    """
    the of and a in on to with harbour wall storm well-known café naïve Überseehafen Straße d’été l’horloge 3.1 crowns,
    said, (again) “never” "never" 2019–2024 AT&T U.S. Ellery Quill-Marsh гавань дамбу Петрова λιμάνι nächtliche ночью
    über förmlich ďaleko próximo år 40 percent quay's fishermen’s vote; meanwhile: example.invalid הנמל الميناء
    """.split()  # noqa: SIM905  # a list of words is read as one
)
_WRAPPED = st.lists(
    st.builds(
        lambda first, words, last: f"{first} {' '.join(words)} {last}.",
        st.sampled_from(["The", "Harbour", "Ночью", "Άνοιξη", "“Été", "Über", "12"]),
        st.lists(_WORDS, min_size=2, max_size=40),
        st.sampled_from(["wall", "дамбу", "λιμάνι", "2024"]),
    ),
    min_size=1,
    max_size=3,
).map(" ".join)


def unambiguous(page: Page) -> bool:
    """Whether the page shows that it is wrapped: two of three line ends within paragraphs stand before a small letter."""
    if page.width is None:
        return True
    lines = write(page).split("\n")
    ends = [(above[-1], below.lstrip()[0]) for above, below in pairwise(lines) if above.strip() and below.strip()]
    telling = [last for last, first in ends if (last.isalnum() or last in ",;") and first.islower()]
    return 3 * len(telling) >= 2 * len(ends)


def _chunks(paragraph: st.SearchStrategy[str]) -> st.SearchStrategy[list[Block]]:
    """What stands together in a body: one item is no list, and items may be shorter than a headline."""
    items = st.builds(Block, st.just("list_item"), paragraph | _OPENING.map("{}.".format))
    return st.one_of(
        paragraph.map(lambda text: [Block("paragraph", text)]),
        st.lists(items, min_size=2, max_size=4),
        _HEADLINE.map(lambda text: [Block("crosshead", text)]),
        (agencies | names).map(lambda who: [Block("credit", f"Source: {who}")]),
    )


@st.composite
def pages(draw: st.DrawFn) -> Page:
    """Pages without date and signature. Those that are wrapped may still be ambiguous."""
    width = draw(st.none() | st.integers(60, 80))
    chunks = _chunks(_WRAPPED if width else _PARAGRAPH)
    body = [block for chunk in draw(st.lists(chunks, min_size=1, max_size=5)) for block in chunk]
    headline = draw(st.none() | _HEADLINE)
    below = next((block for block in body if block.kind in ("paragraph", "list_item")), None)
    if headline and (below is None or (below.kind == "paragraph" and len(headline) >= len(below.text))):
        headline = None  # a first line is one if it is shorter than the text below it
    return Page(
        headline=headline,
        body=body,
        width=width,
        gap=draw(st.sampled_from(["\n\n", "\n\n\n", "\n \t\n", *([] if width else ["\n"])])),
        dash=draw(st.sampled_from(["-", "--", "–", "—"])),
        mark=draw(st.sampled_from("-*•")),
        end=draw(st.sampled_from(["\n", "", "\n\n \n", "\n\x1a"])),
    )
