"""AAP's header lines behind ZCZC: a mark of punctuation at the beginning says what the line is, by the service."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from newsarchive import Dateline, Subject
from newsarchive.text import Line

from ._wire import Story, part, said

_MARKED = re.compile(r"[$:=^*&+@~#%](?![ \t])")
_LENGTH = 200
#: What each mark means, service by service. There is no standard: the tables are those of files that were seen.
DIALECTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "general": {
            "$": "category",
            ":": "keyword",
            "=": "take_key",
            "^": "headline",
            "*": "format",
            "&": "service",
            "+": "subject",
            "@": "place",
            "~": "genre",
            "#": "keyword",
            "%": "routing",
        },
        "radio": {
            "$": "headline",
            ":": "town",
            "*": "subject",
            "&": "author",
            "@": "place",
            "#": "keyword",
            "%": "category",
            "=": "take_key",
            "^": "headline",
            "+": "subject",
            "~": "genre",
        },
        "medianet": {
            "%": "routing",
            "$": "category",
            ":": "source",
            "*": "format",
            "@": "place",
            "^": "headline",
            "=": "take_key",
            "&": "service",
            "+": "subject",
            "~": "genre",
            "#": "keyword",
        },
        "racing": {"#": "venue", ":": "title"},
    }
)


def read(story: Story, lines: Sequence[Line]) -> int:
    """The header lines into fields; gives how many there are."""
    count = next((n for n, line in enumerate(lines) if len(line.text) > _LENGTH or not _MARKED.match(line.text)), len(lines))
    if not count:
        return 0
    found = [(line.text[0], part(line, 1)) for line in lines[:count]]
    story.mark(*(part(line, 0, 1) for line in lines[:count]))
    story.extra["marks"] = True
    dialect = DIALECTS[_dialect(found)]
    places: list[Line] = []
    for mark, line in found:
        if not said(line.text).strip():
            story.mark(line)
        elif dialect[mark] == "place":
            places.append(line)
        else:
            _take(story, dialect[mark], line)
    story.state("places", [said(line.text).strip() for line in places], "mark", *places)
    if "headline" not in story and "venue" in story.extra:
        story.set("headline", story.extra.pop("venue"), "mark", span=story.evidence["slugline"].span)
    story.extra.pop("venue", None)
    return count


def _dialect(found: Sequence[tuple[str, Line]]) -> str:
    """The service, by its set of marks: a `$` with words is a headline, with a letter a category."""
    values = {mark: line.text for mark, line in reversed(found)}
    if values.get("%", "").startswith(("MNET", "D:")):
        return "medianet"
    if "$" in values and len(values["$"]) > 2:
        return "radio"
    return "racing" if values.keys() <= {"#", ":"} else "general"


def _take(story: Story, what: str, line: Line) -> None:
    if what == "category" and "section" not in story:
        story.say("section", "mark", line)
    elif what in ("keyword", "venue") and "slugline" not in story:
        story.say("slugline", "mark", line)
        if what == "venue":
            story.keep("venue", story.get("slugline"))
    elif (what == "headline" and "headline" not in story) or (
        what == "title" and "headline" not in story and any(map(str.isalpha, line.text))
    ):
        story.say("headline", "mark", line)
    elif what == "subject" and re.fullmatch(r"\d{8}", line.text) and "subjects" not in story:
        story.state("subjects", [Subject("iptc-subject", code=line.text)], "mark", line)
    elif what == "source" and "credit" not in story:
        story.say("credit", "mark", line)
    elif what == "town" and "dateline" not in story and line.text.startswith("("):
        _town(story, line)
    elif what == "town" and "slugline" not in story:
        story.say("slugline", "mark", line)
    elif what == "author" and "\\" in line.text:
        cut = line.text.index("\\")
        story.leave("system", part(line, 0, cut))
        story.mark(part(line, cut, cut + 1))
        story.leave("author", part(line, cut + 1))
    else:
        story.leave("date" if what == "title" else what, line)


def _town(story: Story, line: Line) -> None:
    closed = len(line.text) - line.text.endswith(")")
    story.mark(part(line, 0, 1), part(line, closed))
    inner = part(line, 1, closed)
    if text := said(inner.text).strip():
        story.state("dateline", Dateline(text, place=text), "mark", inner)
    else:
        story.mark(inner)
