"""Mediargus as text: a list of one article, and the article."""

from importlib.resources import files

from hypothesis import strategies as st

from newsarchive import Author, Block, Draft, PartialDate
from newsarchive.testing import Format, Renderer

_MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
_SENTENCES = st.sampled_from(
    [
        "Het havenbestuur stemde gisteren voor de herbouw van de zeewering, na drie jaar van ruzie.",
        "Het café op de kade blijft open. De eigenaar vroeg geen hulp.",
        "“Het is tijd”, zei voorzitster Marta Quill; niemand op de banken achter haar sprak haar tegen.",
    ]
)
_PARAGRAPH = _SENTENCES.map(lambda text: Block("paragraph", text))
_CROSSHEAD = st.just([Block("crosshead", "Hogere kade")])
_BODIES = st.builds(lambda first, crosshead, last: [first, *crosshead, last], _PARAGRAPH, st.just([]) | _CROSSHEAD, _PARAGRAPH)
_SIGNED = st.sampled_from([("Ada Byrne", ["Ada Byrne"]), ("Ada Byrne;Tomas Reede", ["Ada Byrne", "Tomas Reede"]), ("ab", [])])


def _signed(story: Draft, signed: tuple[str, list[str]] | None) -> Draft:
    """A story with its authors; then no edition is named."""
    if signed is not None:
        story.byline, story.authors = signed[0], [Author(name) for name in signed[1]]
        story.edition = None
    return story


_STORIES = st.builds(
    _signed,
    st.builds(
        Draft,
        headline=st.sampled_from(["Havenbestuur herbouwt de zeewering", "'Nu is het tijd'", "Komt er een veer?"]),
        publisher=st.sampled_from(["De Kustbode", "Het Eiland, Zuid en Noord"]),
        published=st.dates().map(lambda day: PartialDate(day.year, day.month, day.day)),
        page=st.sampled_from(["1", "23", "A4", "1, 4"]),
        edition=st.none() | st.just("Oost, Noord, Zuid"),
        summary=st.none() | st.just("Bestuur stemt na drie jaar"),
        copyright=st.none() | st.just("© Eilandpers"),
        extra=st.sampled_from([{}, {"words": "88"}, {"words": "412", "teaser": "Het havenbestuur van Port ..."}]).map(
            lambda extra: {"list-number": "1", **extra}
        ),
        body=_BODIES,
    ),
    st.none() | _SIGNED,
)


def _write(story: Draft) -> str:
    date = story.published
    assert isinstance(date, PartialDate)
    assert date.month
    assert date.day
    words = f", {story.extra['words']}w" if "words" in story.extra else ""
    when = f"woensdag {date.day} {_MONTHS[date.month - 1]} {date.year:04}"
    entry = [f"1. {story.headline}", f"{story.publisher}, {when}, p. {story.page}{words}.", story.extra.get("teaser", "")]
    top = f"{date.day:02}-{date.month:02}-{date.year:04}, p.{story.page}"
    if story.byline:
        top = f"{top}\n{story.byline}\n{story.headline}"
    blocks = [block.text for block in story.body if isinstance(block, Block)]
    above, below = (story.summary, None) if story.byline else (story.edition, story.summary)
    pieces = filter(None, [top, above, story.headline, below, *blocks, story.copyright])
    return "\n\n".join(entry) + "\n" * 7 + "\n\n".join(pieces) + "\n"


MEDIARGUS_TXT = Format(
    source="mediargus-txt",
    samples=files("newsarchive_plugins") / "samples/mediargus-txt",
    renderer=Renderer(_STORIES, _write),
    encodings=("utf-8", "utf-16"),
    line_ends=("\n", "\r\n", "\r"),
    byte_order_mark=True,
)
