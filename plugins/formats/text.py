"""Plain, signed and dated text."""

from importlib.resources import files
from typing import NamedTuple

import attrs
from hypothesis import strategies as st

from newsarchive import Author, PartialDate
from newsarchive.testing import Format, Renderer
from newsarchive.testing.strategies import agencies, names, partial_dates

from .page import Page, pages, unambiguous, write


class _Signature(NamedTuple):
    by: str
    signers: list[str]
    joiner: str
    dash: str
    agency: str

    @property
    def line(self) -> str:
        return self.by + self.joiner.join(self.signers) + self.dash + self.agency


# Names as they are printed, and some of whatever letters have capitals.
_CAPITALIZED = st.builds(
    str.__add__, st.characters(categories=["Lu"]), st.text(st.characters(categories=["Ll"]), min_size=2, max_size=9)
)
_SIGNATURE = st.builds(
    _Signature,
    by=st.sampled_from(["", "By ", "BY "]),
    signers=st.lists(names | st.builds("{} {}".format, _CAPITALIZED, _CAPITALIZED), min_size=1, max_size=3),
    joiner=st.sampled_from([", ", " and ", "/", " & ", "; "]),
    dash=st.sampled_from(["--", "---", "–", "—", " -- ", " – ", " — "]),
    agency=agencies,
)


def _signed(page: Page, signatures: list[_Signature]) -> Page:
    """A page with signatures; where their agencies differ, each author has one of them."""
    several = len({signature.agency for signature in signatures}) > 1
    authors = [
        Author(name, organisation=signature.agency if several else None)
        for signature in signatures
        for name in signature.signers
    ]
    byline = "\n".join(signature.line for signature in signatures)
    return attrs.evolve(page, byline=byline, authors=authors, credit=signatures[-1].agency)


def _dated(page: Page, label: str, date: PartialDate, zulu: bool, point: str, gap: str) -> Page:
    """A page behind its date, in ISO 8601; `zulu` writes UTC as Z."""
    spelled = str(date).replace("+00:00", "Z") if zulu else str(date)
    return attrs.evolve(page, published=date, date=label + spelled + point + gap)


_SIGNED = st.builds(_signed, pages(), st.lists(_SIGNATURE, min_size=1, max_size=2))
_DATED = st.builds(
    _dated,
    pages() | _SIGNED,
    label=st.sampled_from(["date ", " date ", "Date: ", "DATE\t", "\n date:", "date : ", "date\xa0"]),
    date=partial_dates(),
    zulu=st.booleans(),
    point=st.sampled_from(["", ":", ",", ".", ";"]),
    gap=st.sampled_from([" ", "\n", "\n\n", " \n"]),
)


def _text(source: str, items: st.SearchStrategy[Page]) -> Format:
    """A text in encodings that are known by their first bytes. Legacy ones are guessed from the whole: a sample has one."""
    return Format(
        source=source,
        samples=files("newsarchive_plugins") / "samples" / source,
        renderer=Renderer(items.filter(unambiguous), write),
        encodings=("utf-8", "utf-16", "utf-32"),
        line_ends=("\n", "\r\n", "\r"),
        byte_order_mark=True,
    )


PLAIN_TEXT = _text("plain-text", pages())
SIGNED_TEXT = _text("signed-text", _SIGNED)
DATED_TEXT = _text("dated-text", _DATED)
