"""What wire messages are made of: words, hard-wrapped paragraphs, days and minutes, for the formats of the wires."""

import re
import textwrap
from collections.abc import Sequence
from typing import Any

import attrs
from hypothesis import strategies as st

from newsarchive import Block, Draft, PartialDate


@attrs.define(kw_only=True)
class Message(Draft):
    """A draft and its look on the wire, of which the reading says nothing: `write` chooses nothing by itself."""

    body: Sequence[Block] = ()
    look: dict[str, Any] = attrs.Factory(dict)


_WORDS = st.sampled_from(
    """
    the of and a in to with harbour wall storm well-known naïve Überseehafen Straße 3.1 crowns, said, “never” "never" AT&T
    Ellery Quill-Marsh über förmlich próximo 40 percent quay's fishermen’s vote; meanwhile: <wall> x=y {half} up_ гавань
    """.split()  # noqa: SIM905  # a list of words is read as one
)
#: A sentence: begins with a capital, ends with a full stop, and has single spaces.
sentences = st.builds(
    lambda first, words, last: f"{first} {' '.join(words)} {last}.",
    st.sampled_from(["The", "Harbour", "Über", "Ночью", "12", "“No"]),
    st.lists(_WORDS, min_size=2, max_size=40),
    st.sampled_from(["wall", "дамбу", "2024", "fünf"]),
)
#: A headline: no full stop, no mark of a wire at its end.
headlines = st.builds(
    lambda words, last: f"Ellery {' '.join(words)} {last}",
    st.lists(_WORDS, min_size=1, max_size=8),
    st.sampled_from(["wall", "дамбу", "2024", "“never”"]),
)
#: A few words.
phrases = st.sampled_from(["Repairs in May", "With Photos", "Fähre fällt aus", "Adds quotes", "Дамбу восстановят"])
names = st.lists(
    st.sampled_from(["Marta Quill", "C. D'Arcy", "O. Byrne", "Jörg van den Berg", "И. Петрова"]),
    min_size=1,
    max_size=2,
    unique=True,
)
places = st.sampled_from(["Port Ellery", "ELLERHAFEN", "Skerrow", "NEW HOLM"])
paragraphs = sentences.map(lambda text: Block("paragraph", text))
rows = st.builds(
    lambda name, gap, fare: Block("table_row", f"{name}{' ' * gap}{fare}"),
    st.sampled_from(["Ellery", "New Skerrow", "Höfn"]),
    st.integers(4, 12),
    st.sampled_from(["12.50", "9.00", "no sailing"]),
)


def minutes(zones: Sequence[int | None], years: tuple[int, int] = (1970, 2069)) -> st.SearchStrategy[PartialDate]:
    """Dates with hour and minute, in one of some zones; two digits of a year mean 1970 to 2069."""
    return st.builds(
        PartialDate,
        st.integers(*years),
        st.integers(1, 12),
        st.integers(1, 28),
        st.integers(0, 23),
        st.integers(0, 59),
        zone=st.sampled_from(zones),
    )


def says(piece: str | bytes) -> str:
    """What a stretch of a message says: no instructions from FF to VT, no word that CAN kills, no control characters."""
    text = piece if isinstance(piece, str) else piece.decode(errors="replace")
    text = re.sub("\f[^\v\f\r\n]{0,80}\v", "", text)
    text = re.sub(r"[^\s\x18]{0,60}[ \t]?\x18", "", text)
    return re.sub(r"[\x00-\x08\x0e-\x1f\x7f]", "", text)


def wrapped(text: str, width: int, hanging: str = "", first: str = "") -> str:
    """A paragraph at a width; words stay whole."""
    return textwrap.fill(
        text,
        width,
        initial_indent=first,
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
        expand_tabs=False,
    )
