"""IPTC 7901: one message or many."""

from importlib.resources import files

from hypothesis import strategies as st

from newsarchive import Author, Block, Dateline, Draft, Notice, PartialDate, Subject
from newsarchive.testing import Format, Renderer

from .telex import Message, headlines, minutes, names, paragraphs, phrases, places, rows, says, wrapped

_ZONES = {None: [""], 0: ["GMT ", "UTC "], 60: ["MEZ ", "CET "], 120: ["MESZ "]}
_MONTHS = ("Jan", "Feb", "Mrz", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")
_BLOCKS = st.one_of(
    paragraphs,
    paragraphs.map(lambda block: Block("list_item", block.text)),
    phrases.map(lambda text: Block("crosshead", text)),
    rows,
)


@st.composite
def _stories(draw: st.DrawFn) -> Message:
    story = Message(body=[draw(paragraphs), *draw(st.lists(_BLOCKS, max_size=4))], headline=draw(headlines))
    extra = {"message": draw(st.sampled_from(["eca0124", "bdt380", "gfa"]))}
    story.urgency = draw(st.integers(1, 9))
    story.section = draw(st.sampled_from(["pl", "i", "spo", "S"]))
    story.subjects = [Subject("iptc7901-category", code=story.section)]
    story.keywords = draw(st.lists(st.sampled_from(["Hafen", "Ellery-ferry", "Fähre fällt aus", "UN"]), max_size=3))
    story.slugline = "/".join(story.keywords) or None
    story.published = draw(st.none() | minutes(list(_ZONES)))
    if story.published is not None:
        story.identifiers = {"iptc-7901": f"{story.published.day_text}/{extra['message']}"}
    if draw(st.booleans()):
        extra["item"] = f"ipb {draw(st.sampled_from(['1204', '241203-89-00065']))}"
        story.version = draw(st.sampled_from([None, "2"]))
        number = extra["item"][4:]
        if "-" in number:
            story.identifiers = {**story.identifiers, "ipb": number}
        elif story.published is not None:
            story.identifiers = {**story.identifiers, "ipb": f"{story.published.day_text}/{number}"}
    for name, values in (
        ("words", ["0", "164"]),
        ("format", ["ccccb", "vvvvb"]),
        ("signoff", ["nwa mq ar", "dpa bo yyzz a3 ab"]),
    ):
        if (value := draw(st.sampled_from([None, *values]))) is not None:
            extra[name] = value
    if draw(st.booleans()):
        extra["flags"] = draw(st.sampled_from(["EXTRA", "1ST LEAD", "Eil", "2. Zusammenfassung"]))
    if draw(st.booleans()):
        place = draw(places)
        agency = draw(st.sampled_from(["nwa", "dpa", "NWA/ipb"]))
        story.dateline, story.credit = Dateline(f"{place} ({agency})", place=place), agency
    if draw(st.booleans()):
        signers = draw(names)
        story.authors, story.byline = [Author(name) for name in signers], f"By {' and '.join(signers)}, nwa"
    if draw(st.booleans()):
        story.note = "\n".join(draw(st.lists(phrases.map("- {}".format), min_size=1, max_size=3)))
    embargo = draw(st.none() | minutes([None, 0]))
    if embargo is not None:
        story.embargoed, line = embargo, f"Sperrfrist: {_long(embargo)}"
        story.note = "\n".join(filter(None, [line, story.note]))
    story.extra = extra
    story.look = {
        "width": draw(st.integers(60, 72)),
        "zone": draw(st.sampled_from(_ZONES[story.published.zone if story.published else None])),
        "tail": draw(st.sampled_from(["behind", "within"])),
        "year": draw(st.booleans()),
        "empty": draw(st.sampled_from(["", "\n"])),
        "dash": draw(st.sampled_from([" - ", " -- ", " – "])),
        "mark": draw(st.sampled_from([" =", "="])),
        "bold": draw(st.booleans()),
        "end": draw(st.sampled_from(["\x7f\n\x7f\x04", "\x04", "", "\x04\x00\x16\n"])),
    }
    return story


def _long(date: PartialDate) -> str:
    zone = " GMT" if date.zone == 0 else ""
    return f"{date.day}. {_MONTHS[(date.month or 1) - 1]} {date.year:04}, {date.hour:02}.{date.minute:02} Uhr{zone}"


def _tail(story: Message) -> str:
    date = story.published
    if not isinstance(date, PartialDate):
        return ""
    year = f"{date.year:04}" if story.look["year"] else f"{date.year % 100:02}"
    return f"{date.day:02}{date.hour:02}{date.minute:02} {story.look['zone']}{_MONTHS[(date.month or 1) - 1]} {year}"


def _block(story: Message, number: int, block: Block) -> str:
    width, text = story.look["width"], block.text
    if block.kind == "crosshead":
        return f"# {text}"
    if block.kind == "list_item":
        return wrapped(f"- {text}", width, "  ")
    if block.kind == "table_row":
        return text
    if number == 0 and isinstance(story.dateline, Dateline):
        text = story.dateline.text + story.look["dash"] + text
    shown = wrapped(text, width)
    return f"\x0e{shown}\x0f" if story.look["bold"] else shown


def _write(story: Draft | Notice) -> str:
    """The message in its frame; a kill without text has nothing but its header and its keywords."""
    if isinstance(story, Notice):
        return "\x01bdt0381 1 pl 0 vvvvb IPB 241203-89-00066\nHafen/KILL/\n\x02\x03031455 MEZ Dez 24\n\x7f\x04"
    assert isinstance(story, Message)
    extra, look = story.extra, story.look
    info = [extra.get("format"), extra.get("item", "") + (f"#{story.version}" if story.version else "")]
    header = f"{extra['message']} {story.urgency} {story.section} {extra.get('words', '')}".rstrip()
    head = [extra.get("flags"), story.headline, story.byline]
    notes = (story.note or "").split("\n") if story.note else []
    embargo = notes.pop(0) if story.embargoed else None
    notebook = ["# Notebook", *notes] if notes else []
    tail = _tail(story)
    signed = " ".join(filter(None, [extra.get("signoff"), tail if look["tail"] == "within" else ""]))
    body = [_block(story, number, block) for number, block in enumerate(story.body)]
    above = f"\x01{header}{'  ' if any(info) else ''}{'   '.join(filter(None, info))}\n{look['empty']}"
    keywords = f"{story.slugline}/\n" if story.slugline else ""
    top = "\n".join(filter(None, [head[0], embargo, *head[1:]]))
    text = "\n\n".join([*body, "\n".join(notebook), signed])
    behind = tail if look["tail"] == "behind" else ""
    return f"{above}{keywords}\x02{top}{look['mark']}\n\n{text}\n\n\x03{behind}\n{look['end']}"


_KILLS = st.just(Notice({"ipb": "241203-89-00066"}, "canceled"))

IPTC_7901 = Format(
    source="iptc-7901",
    samples=files("newsarchive_plugins") / "samples/iptc-7901",
    renderer=Renderer(_stories() | _KILLS, _write),
    join=b"".join,
    encodings=("utf-8", "cp1252"),
    line_ends=("\n", "\r\n", "\r", "\r\r\n"),
    byte_order_mark=True,
    says=says,
    derived={"identifiers"},
)
