"""ZCZC … NNNN: AAP's services with their marks, and plain telex messages."""

from importlib.resources import files

from hypothesis import strategies as st

from newsarchive import Block, Dateline, Draft, Notice, PartialDate, Subject
from newsarchive.testing import Format, Renderer

from .telex import Message, headlines, minutes, paragraphs, places, rows, says, wrapped

_BLOCKS = st.one_of(
    paragraphs, rows, st.lists(paragraphs, min_size=1, max_size=1).map(lambda one: Block("list_item", one[0].text))
)
_SUBJECTS = st.sampled_from(["15043000", "07000000"]).map(lambda code: [Subject("iptc-subject", code=code)])


@st.composite
def _stories(draw: st.DrawFn) -> Message:
    story = Message(headline=draw(headlines), body=[draw(paragraphs), *draw(st.lists(_BLOCKS, max_size=4))])
    service = draw(st.sampled_from(["general", "radio", "medianet", "racing", "telex"]))
    extra: dict[str, str] = {}
    story.look = {
        "service": service,
        "width": draw(st.none() | st.integers(60, 72)),
        "indent": draw(st.sampled_from(["", "   ", "\t"])),
        "quad": draw(st.sampled_from(["", "<!", "=!", " .=!", "\x0f", "\x19"])),
        "end": draw(st.sampled_from(["NNNN\n", "  NNNN\n\n", "", "nnnn\n"])),
        "before": draw(st.sampled_from(["", "   ", "\n"])),
    }
    if service in ("general", "radio", "medianet"):
        story.publisher = "AAP"
        story.section = draw(st.sampled_from("AJT"))
    if service == "medianet":
        _release(draw, story, extra)
    elif service == "telex":
        _telex(draw, story, extra)
    else:
        story.slugline = draw(st.sampled_from(["Ferry", "Ellery_BC1", "Fähre fällt aus"]))
        story.credit = draw(st.sampled_from(["AAP", "AAP RTV", "AAP RESULTS"]))
    if service == "general":
        story.subjects = draw(_SUBJECTS)
        story.places = draw(st.sampled_from([[], ["NSW"], ["QLD", "VIC"]]))
        extra |= {"take_key": "Ellery", "format": "X", "service": "A"}
        if (place := draw(st.none() | places)) is not None:
            story.dateline = Dateline(f"{place.upper()}, Dec 3 AAP", place=place.upper())
    if service == "radio":
        story.subjects = draw(_SUBJECTS)
        story.places = draw(st.sampled_from([[], ["NSW"]]))
        extra |= {"system": "AAPSYS", "author": "Quillm"}
        if (place := draw(st.none() | places)) is not None:
            story.dateline = Dateline(place, place=place)
    story.extra = extra
    return story


def _release(draw: st.DrawFn, story: Message, extra: dict[str, str]) -> None:
    extra |= {"routing": "MNETALL MFI", "format": "X"}
    story.credit = draw(st.sampled_from(["Ellery Harbour Board", "Tatt's Ferries"]))
    story.url = draw(st.sampled_from([None, "http://releases.example.com/details?id=841"]))
    if draw(st.booleans()):
        day = draw(st.dates())
        story.published = PartialDate(day.year, day.month, day.day)
    story.body = [*story.body, Block("credit", f"SOURCE: {story.credit}")]


def _telex(draw: st.DrawFn, story: Message, extra: dict[str, str]) -> None:
    extra["opening"] = draw(st.sampled_from(["ABC123", "FMG000", "QX 41"]))
    if draw(st.booleans()):
        extra["routing"] = draw(st.sampled_from(["PRI ESPL NAT", "HH TDCom"]))
    story.published = draw(st.none() | minutes([0, None]))
    if story.published is not None:
        story.identifiers = {"zczc": f"{story.published.day_text}/{extra['opening'].replace(' ', '')}"}
    if (place := draw(st.none() | places)) is not None:
        story.dateline = Dateline(f"{place}, Dec 3 (IPX)", place=place)
    story.credit = "IPX"
    extra["signoff"] = "MQ"


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _header(story: Message) -> list[str]:
    """The lines from ZCZC to the text."""
    extra = story.extra
    subject = next((each.code for each in story.subjects), "")
    states = [f"@{place}" for place in story.places]
    if story.look["service"] == "telex":
        return [f"ZCZC {extra['opening']}", *([extra["routing"]] if "routing" in extra else []), str(story.headline), ""]
    if story.look["service"] == "racing":
        return ["ZCZC", f"#{story.slugline}", f":{story.headline}"]
    if story.look["service"] == "medianet":
        lines = ["ZCZC AAP", "%MNETALL MFI", f"${story.section}", ":", f":{story.credit}", "*X", str(story.headline), ""]
        date = story.published
        return [
            *lines,
            *([f"{date.day} {_MONTHS[(date.month or 1) - 1]} {date.year:04}", ""] if isinstance(date, PartialDate) else []),
        ]
    if story.look["service"] == "radio":
        town = [f":({story.dateline.text})"] if isinstance(story.dateline, Dateline) else []
        marks = [f"%{story.section}", f"#{story.slugline}", f"${story.headline}", *town, "&AAPSYS\\Quillm", f"*{subject}"]
        return ["ZCZC AAP", *marks, *states]
    marks = [f"${story.section}", f":{story.slugline}", "=Ellery", f"^{story.headline}", "*X", "&A", f"+{subject}"]
    return ["ZCZC AAP", *marks, *states]


def _block(story: Message, number: int, block: Block) -> str:
    look, text = story.look, block.text
    if block.kind in ("table_row", "credit"):
        return text
    if number == 0 and isinstance(story.dateline, Dateline) and look["service"] == "general":
        text = f"{story.dateline.text} - {text}"
    elif number == 0 and isinstance(story.dateline, Dateline) and look["service"] == "telex":
        text = f"{story.dateline.text} {text}"
    if block.kind == "list_item":
        text = f"* {text}"
    indent = "" if block.kind == "list_item" else look["indent"]
    shown = wrapped(text, look["width"], "  " if block.kind == "list_item" else "", indent) if look["width"] else indent + text
    return f"{shown}{look['quad']}"


def _tail(story: Message) -> list[str]:
    """What stands below the text."""
    if story.look["service"] == "medianet":
        return []
    if story.look["service"] != "telex":
        return [str(story.credit)]
    date = story.published
    if not isinstance(date, PartialDate):
        return ["IPX MQ"]
    zone = "GMT " if date.zone == 0 else ""
    month = _MONTHS[(date.month or 1) - 1][:3].upper()
    return ["IPX MQ", f"{date.day:02}{date.hour:02}{date.minute:02} {zone}{month} {date.year % 100:02}"]


def _write(story: Draft | Notice) -> str:
    """The message in its frame; a kill without text has nothing but the number of what it kills."""
    if isinstance(story, Notice):
        return "ZCZC ABC124\nKILL ABC123\nNNNN\n"
    assert isinstance(story, Message)
    body = [_block(story, number, block) for number, block in enumerate(story.body)]
    if story.url:
        body.insert(len(body) - 1, story.url)
    text = "\n\n".join([*body, "\n".join(_tail(story))])
    header = "\n".join(_header(story))
    return f"{story.look['before']}{header}\n{text}\n{story.look['end']}"


ZCZC = Format(
    source="zczc",
    samples=files("newsarchive_plugins") / "samples/zczc",
    renderer=Renderer(_stories() | st.just(Notice({"zczc": "ABC123"}, "canceled")), _write),
    join=b"\n".join,
    encodings=("utf-8", "cp1252"),
    line_ends=("\n", "\r\n", "\r", "\r\r\n"),
    byte_order_mark=True,
    says=says,
    derived={"identifiers"},
)
