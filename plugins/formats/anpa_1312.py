"""ANPA 1312 in AP's form and in Kyodo's: one message or many."""

from importlib.resources import files

from hypothesis import strategies as st

from newsarchive import Author, Block, Dateline, Draft, Notice, PartialDate, Subject
from newsarchive.testing import Format, Renderer

from .telex import Message, headlines, minutes, names, paragraphs, phrases, places, says, wrapped

_URGENCY = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5, "w": 6, "z": 6, "a": 7, "s": 8}
_CELLS = st.lists(st.sampled_from(["Ellery", "New Skerrow", "23", ".639", "16{", "L-1", "_"]), min_size=2, max_size=5)
_BLOCKS = st.one_of(
    paragraphs,
    phrases.map(lambda text: Block("crosshead", text)),
    _CELLS.map(lambda cells: Block("table_row", "\t".join(cells))),
)


@st.composite
def _stories(draw: st.DrawFn) -> Message:
    story = Message(headline=draw(headlines), body=[draw(paragraphs), *draw(st.lists(_BLOCKS, max_size=4))])
    kyodo = draw(st.booleans())
    extra = {
        "message": draw(st.sampled_from(["W2417", "s0931", "K0117"])),
        "selector": draw(st.sampled_from(["asian", "-----"])),
    }
    extra |= {
        "priority": draw(st.sampled_from(sorted(_URGENCY))),
        "date": "12-03",
        "words": "0191",
        "slug": "BC-EL--Ellery-Ferry",
    }
    story.urgency = _URGENCY[extra["priority"]]
    story.section = draw(st.sampled_from("aisz"))
    story.subjects = [Subject("anpa-category", code=story.section)]
    story.keywords = draw(st.lists(st.sampled_from(["Ellery", "Ferry Suspended", "Fähre fällt aus"]), min_size=1, max_size=3))
    story.slugline = f"{draw(st.sampled_from(['BC', 'AM', 'PM']))}-EL--{'-'.join(story.keywords)}"
    if draw(st.booleans()):
        story.version, extra["update"] = "2", "2nd Ld-Writethru"
        story.slugline += ", 2nd Ld-Writethru"
    if draw(st.booleans()):
        extra["keyword-words"] = "166"
    # Zones that mean several things are left out of the date.
    story.published = draw(st.none() | minutes([540, 0, None] if kyodo else [0, None]))
    if story.published is not None:
        story.identifiers = {"anpa-1312": f"{story.published.day_text}/{extra['message']}"}
    place = draw(st.none() | places)
    if place is not None and kyodo:
        story.dateline, story.credit = Dateline(f"{place.upper()}, Dec. 3 Kyodo", place=place.upper()), "Kyodo"
    elif place is not None:
        region = draw(st.sampled_from(["", ", Northland"]))
        story.dateline, story.credit = Dateline(f"{place}{region} (AP)", place=place), "AP"
    story.extra = extra
    if kyodo:
        extra["service"] = "KYODO"
        story.body = [block for block in story.body if block.kind == "paragraph"]
        story.credit = "Kyodo"
    else:
        _fill(draw, story, extra)
    story.look = {
        "width": draw(st.integers(60, 72)),
        "syn": "\x16" * draw(st.integers(0, 4)),
        "font": draw(st.sampled_from(["\x13\x11", "\x14\x12"])),
        "wrap": draw(st.booleans()),
        "gap": draw(st.sampled_from(["", "\n ", "\n", " "])),
        "dash": draw(st.sampled_from([" _ ", " -- "])),
        "bracket": draw(st.booleans()),
        "end": draw(st.sampled_from(["\n\x0c\n\x04\n", "\x04", "\n"])),
    }
    return story


def _fill(draw: st.DrawFn, story: Message, extra: dict[str, str]) -> None:
    """What only AP's form has: photographs, notes, bylines, a summary, a circuit."""
    if story.published is not None:
        extra["circuit"] = "AP-WF"
    if draw(st.booleans()):
        extra["reference"] = "*9006"
    if draw(st.booleans()):
        extra["photos"] = "AP Photo ELL101, ELL104"
    story.summary = draw(st.none() | headlines)
    story.note = draw(st.none() | phrases.map("Eds: {}.".format))
    signers = draw(st.none() | names)
    if signers is None:
        return
    story.byline = f"By {' and '.join(signers)}"
    agency = draw(st.sampled_from([None, "Associated Press", "AP Sports Writer"]))
    if agency == "AP Sports Writer":
        story.authors = [Author(name, role=agency) for name in signers]
    else:
        story.authors = [Author(name, organisation=agency) for name in signers]
        story.credit = agency or story.credit


def _block(story: Message, number: int, block: Block) -> str:
    text = block.text
    if block.kind == "crosshead":
        return f"^{text}="
    if block.kind == "table_row":
        return "\b" + text.replace(" ", "\x10 ").replace("\t", ";") + "\x10 "
    if number == 0 and isinstance(story.dateline, Dateline):
        text = story.dateline.text + (" - " if "service" in story.extra else story.look["dash"]) + text
    if "service" in story.extra:
        return wrapped(text, story.look["width"]) + "\n"
    if story.look["wrap"]:
        text = wrapped(text, story.look["width"])
    return f"\t   {text}{story.look['gap']}"


def _trailer(story: Message) -> str:
    date = story.published
    if not isinstance(date, PartialDate):
        return ""
    year = f"{date.year % 100:02}"
    if "service" in story.extra:
        zone = {540: "JST", 0: "GMT", None: "EST"}[date.zone]
        return f"{zone}-{date.hour:02}:{date.minute:02}-{date.day:02}-{date.month:02}-{year}"
    zone = {0: "GMT", None: "EST"}[date.zone]
    return f"AP-WF-{date.month:02}-{date.day:02}-{year} {date.hour:02}{date.minute:02}{zone}<"


def _byline(story: Message) -> list[str]:
    if not story.byline:
        return []
    (author, *_) = story.authors
    below = author.role or author.organisation if isinstance(author, Author) else None
    return [f"^{story.byline}=", *([f"^{below}="] if below else [])]


def _write(story: Draft | Notice) -> str:
    """The message in its frame; a kill without text has nothing but its header and its keyword."""
    if isinstance(story, Notice):
        return (
            "\x16\x16\x01W2421\x1fasian\nb i\x13\x11 BC-EL--Ellery-KILL   12-03 0021\n"
            "\x02^BC-EL--Ellery-KILL<\n\x03AP-WF-12-03-24 1544GMT<\n\x0c\n\x04"
        )
    assert isinstance(story, Message)
    extra, look = story.extra, story.look
    kyodo = "service" in extra
    keyword = f"{story.slugline},{extra['keyword-words']}" if "keyword-words" in extra else f"{story.slugline}"
    note = f"({story.note})" if look["bracket"] else story.note
    head = [
        f"^{story.headline}<",
        f"^{story.summary}<" if story.summary else None,
        f"^{extra['photos']}<" if "photos" in extra else None,
        f"^{note}<" if story.note else None,
        *_byline(story),
    ]
    lines = [keyword, f"{story.headline}+"] if kyodo else [f"^{keyword}<", *filter(None, head)]
    reference = f"^{extra['reference']}< " if "reference" in extra else ""
    body = [_block(story, number, block) for number, block in enumerate(story.body)]
    closing = ["==Kyodo\n\x03"] if kyodo else ["\t   \x03"]
    return (
        f"{look['syn']}\x01{extra['message']}{extra.get('service', '')}\x1f{extra['selector']}\n"
        f"{extra['priority']} {story.section}{look['font']} {extra['slug']}   {extra['date']} {extra['words']}\n"
        + f"\x02{reference}"
        + "\n".join([*lines, *body, *closing])
        + f"{_trailer(story)}\n{look['end']}"
    )


ANPA_1312 = Format(
    source="anpa-1312",
    samples=files("newsarchive_plugins") / "samples/anpa-1312",
    renderer=Renderer(_stories() | st.just(Notice({"anpa-1312": "2024-12-03/W2421"}, "canceled")), _write),
    join=b"".join,
    encodings=("utf-8", "cp1252"),
    line_ends=("\n", "\r\n", "\r", "\r\r\n"),
    byte_order_mark=True,
    says=says,
    derived={"identifiers"},
)
