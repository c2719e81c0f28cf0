"""Bulletins of AsiaNet, the Bureau of Meteorology, AAP and News Bites, as text."""

import datetime
import textwrap
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from hypothesis import strategies as st

from newsarchive import Author, Block, Dateline, Draft, Media, PartialDate, Subject
from newsarchive.testing import Format, Renderer
from newsarchive.testing.strategies import names

# Whole sentences, without the marks of lists and credits: what a layout shows of these is the same in any width.
_TITLES = st.sampled_from(["Harbour Wall Rebuilt", "Ellery Ferries Reports a Strong Quarter", "Café du Port Opens Its Terrace"])
_SENTENCES = st.sampled_from(
    [
        "The harbour board voted on Tuesday to rebuild the sea wall, ending a dispute of three years.",
        "“It is time,” said Marta Quill, who chairs the board; nobody on the benches behind her disagreed.",
        "The café on the quay stays open, and its owner asked for no help.",
        "Work begins in May and is to last until the next winter at least, as the engineers told the board in a letter.",
    ]
)
_PARAGRAPHS = st.lists(_SENTENCES, min_size=1, max_size=3).map(" ".join).map(lambda text: Block("paragraph", text))
_BODY = st.lists(_PARAGRAPHS, min_size=1, max_size=4)
_COMPANIES = st.sampled_from(["Ellery Ferries Ltd", "Quill & Marsh Pty Ltd", "Überseehafen AG"])
_NUMBERS = st.integers(1, 99_999_999).map(str)
_DAYS = st.dates(datetime.date(1950, 1, 1), datetime.date(2090, 12, 31))


def _day(day: datetime.date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


def _wrapped(text: str) -> str:
    """Lines of 79 columns at most. Words stay whole: of "sea-" and "wall" on two lines nobody can tell what they had been."""
    return textwrap.fill(text, 79, break_long_words=False, break_on_hyphens=False)


def _blocks(draft: Draft) -> Sequence[Block]:
    return [block for block in draft.body if isinstance(block, Block)]


def _release(
    title: str,
    company: str,
    number: str,
    place: str,
    day: datetime.date,
    form: str,
    wire: str,
    media: list[Media],
    body: list[Block],
) -> Draft:
    spelled = form.format(month=f"{day:%B}", short=f"{day:%b}.", day=day.day, year=day.year)
    body = [*body, Block("note", "Media contact:"), Block("note", "Ada Byrne"), Block("credit", f"SOURCE: {company}")]
    return Draft(
        headline=title,
        credit=company,
        organisations=[company],
        identifiers={"asianet": f"PR{number}"},
        dateline=Dateline(f"{place}, {spelled} /{wire}/", place=place.split(",")[0], date=_day(day)),
        published=_day(day),
        publisher=wire,
        media=media,
        body=body,
    )


_RELEASES = st.builds(
    _release,
    _TITLES,
    _COMPANIES,
    _NUMBERS,
    st.sampled_from(["PORT ELLERY", "SEOUL, South Korea", "ÉVIAN, France"]),
    _DAYS,
    st.sampled_from(["{month} {day}, {year}", "{short} {day}, {year}", "{day} {month} {year}"]),
    st.sampled_from(["PRNewswire-AsiaNet", "Xinhua-AsiaNet", "BUSINESS WIRE", "Kyodo JBN-AsiaNet"]),
    st.lists(st.builds(Media, st.just("picture"), _NUMBERS.map("https://example.invalid/{}.jpg".format)), max_size=2),
    _BODY,
)


def _write_release(release: Draft) -> str:
    assert isinstance(release.dateline, Dateline)
    paragraphs = [_wrapped(block.text) for block in _blocks(release) if block.kind == "paragraph"]
    contact = "\n".join(block.text for block in _blocks(release) if block.kind == "note")
    pictures = [f"Photo - \n{each.url}" for each in release.media]
    front = f"Source: {release.credit}\nMEDIA RELEASE {release.identifiers['asianet']}\n{release.headline}"
    signer = _blocks(release)[-1].text
    return "\n\n".join([front, f"{release.dateline.text} --", *paragraphs, *pictures, contact, signer]) + "\n"


#: The zones of the Bureau, by their minutes from UTC.
_ZONES = {None: "", 480: " WST", 570: " CST", 600: " EST", 630: " CDT", 660: " EDT"}
_BULLETINS = st.builds(
    Draft,
    headline=_TITLES,
    slugline=st.from_regex(r"ID[NVQWSTDY][0-9]{5}", fullmatch=True),
    publisher=st.sampled_from(["Australian Government Bureau of Meteorology", "Bureau of Meteorology"]),
    places=st.sampled_from([[], ["Victoria"], ["New South Wales", "Australian Capital Territory"]]),
    note=st.none() | st.just("TOP PRIORITY FOR IMMEDIATE BROADCAST"),
    published=st.builds(
        lambda day, time, zone: PartialDate(day.year, day.month, day.day, time.hour, time.minute, zone=zone),
        _DAYS,
        st.times(),
        st.sampled_from(list(_ZONES)),
    ),
    body=_BODY,
)


def _write_bulletin(bulletin: Draft) -> str:
    issued = bulletin.published
    assert isinstance(issued, PartialDate)
    assert issued.month
    assert issued.day
    assert issued.hour is not None
    half = "pm" if issued.hour >= 12 else "am"
    weekday = f"{datetime.date(issued.year, issued.month, issued.day):%A %-d %B %Y}"
    time = f"{issued.hour % 12 or 12}:{issued.minute:02} {half}{_ZONES[issued.zone]}"
    front = "\n".join(filter(None, [bulletin.slugline, bulletin.publisher, *bulletin.places]))
    paragraphs = [_wrapped(block.text) for block in _blocks(bulletin)]
    title = [bulletin.note, bulletin.headline, f"Issued at {time} on {weekday}."]
    return "\n\n".join(filter(None, [front, *title, *paragraphs])) + "\n"


def _results(venue: str, race: str, flags: str, state: str, weekday: str, service: str, body: list[Block]) -> Draft:
    return Draft(
        headline=f"{venue} {race}",
        places=[venue, state],
        extra={"flags": flags, "weekday": weekday},
        credit=f"AAP {service}",
        publisher="AAP",
        section=service,
        body=body,
    )


_RESULTS = st.builds(
    _results,
    st.sampled_from(["PORT ELLERY", "QUILL PARK"]),
    st.from_regex(r"[1-9]-[1-9][0-9]?", fullmatch=True),
    st.sampled_from(["Y N", "N Y"]),
    st.sampled_from(["NSW", "VIC", "TAS"]),
    st.sampled_from(["Monday", "Saturday"]),
    st.sampled_from(["RESULTS", "FIELDS"]),
    _BODY,
)


def _write_results(results: Draft) -> str:
    venue, state = results.places
    race = (results.headline or "").removeprefix(f"{venue} ")
    header = "\x1f".join([venue, race, *results.extra["flags"].split(), state, results.extra["weekday"]])
    lines = [f"   {block.text}" for block in _blocks(results)]
    return "\n".join([f"\x01{header}", "", *lines, f"   {results.credit}"]) + "\n"


def _times(day: datetime.date, time: datetime.time | None) -> PartialDate:
    if time is None:
        return _day(day)
    return PartialDate(day.year, day.month, day.day, time.hour, time.minute, time.second)


def _signed(story: Draft, name: str | None) -> Draft:
    if name:
        story.byline, story.authors = name, [Author(name)]
    return story


_NEWS_BITES = st.builds(
    _signed,
    st.builds(
        Draft,
        headline=_TITLES,
        summary=st.none() | _SENTENCES,
        publisher=st.none() | st.just("News Bites"),
        identifiers=_NUMBERS.map(lambda number: {"accession": number}),
        published=st.builds(_times, _DAYS, st.none() | st.times()),
        keywords=st.lists(st.sampled_from(["ACNB", "Comnews", "ELF.AX"]), max_size=3),
        subjects=st.lists(st.sampled_from(["ELF.AX", "QMA.AX"]).map(lambda code: Subject("ASX", code)), max_size=2),
        extra=st.sampled_from([{}, {"SF": "*"}, {"SF": "*", "ZZ": "what nobody knows"}]),
        body=_BODY,
    ),
    st.none() | names.filter(lambda name: " " in name and name[0].isupper() and "・" not in name),
)


def _write_story(story: Draft) -> str:
    codes = [each.code or "" for each in story.subjects]
    tags: dict[str, Any] = {
        "AN": story.identifiers["accession"],
        "KN": story.publisher,
        "PD": _spelled(story.published),
        "CO": " ".join(codes),
        "SO": story.subjects[0].scheme if codes else None,
        "BY": story.byline,
        "KY": " ".join(story.keywords),
        **story.extra,
        "TI": story.headline,
        "AB": story.summary,
        "TX": "",
    }
    return (
        "\n".join(["zczc", *(f"{tag}#{value or ''}" for tag, value in tags.items()), *(b.text for b in _blocks(story))]) + "\n"
    )


def _spelled(date: PartialDate | str | None) -> str:
    assert isinstance(date, PartialDate)
    assert date.month
    month = datetime.date(2000, date.month, 1)
    time = "" if date.hour is None else f" {date.hour:02}:{date.minute:02}:{date.second:02}"
    return f"{date.day:02} {month:%B} {date.year}{time}"


def _format(source: str, renderer: Renderer, **others: Any) -> Format:
    return Format(
        source=source,
        samples=files("newsarchive_plugins") / "samples" / source,
        renderer=renderer,
        line_ends=("\n", "\r\n", "\r"),
        **others,
    )


ASIANET = _format(
    "asianet", Renderer(_RELEASES, _write_release), encodings=("utf-8", "utf-16"), byte_order_mark=True, derived={"media"}
)
BOM_TEXT = _format("bom-text", Renderer(_BULLETINS, _write_bulletin), encodings=("utf-8", "utf-16"), byte_order_mark=True)
AAP_RESULTS = _format("aap-results", Renderer(_RESULTS, _write_results))
NEWSBITES_TAGGED = _format(
    "newsbites-tagged",
    Renderer(_NEWS_BITES, _write_story),
    join=b"\n".join,
    encodings=("utf-8", "utf-16"),
    byte_order_mark=True,
)
