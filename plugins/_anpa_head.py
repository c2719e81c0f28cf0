"""The caret lines at the head of a text of ANPA 1312: keyword, headline, photographs, notes, byline; and kills."""

import re
from collections.abc import Sequence

from newsarchive import Author, Notice
from newsarchive.text import Line

from ._names import signers
from ._wire import Story, bare, joined, part, said
from ._wire_dates import LONG, date_of

# line    = "^" text ( "<" / "=" ): "<" ends a group (quad left), "=" a line (quad centre); both also stand in texts
_MARK = re.compile(r"[<=]$")
# keyword = [ cycle "-" ] slug *( "," update ) "," words: "BC-AS--China-Daring Escape-ABRIDGED, 3rd Ld-Writethru,827"
_CYCLE = re.compile(r"^(?i:AM|PM|BC|AP)-")
_WORDS = re.compile(r", ?(\d{1,5})$")
_UPDATE = re.compile(
    r"(?P<number>\d{1,2})(?:st|nd|rd|th) ?-?(?P<what>Ld|Lead|Add|Sub|Take|Writethru)|(?P<what2>Take) (?P<number2>\d{1,2})",
    re.IGNORECASE,
)
_PHOTO = re.compile(r"(?:AP|Kyodo) (?:Photos?|Graphics?|Video)\b:? *", re.IGNORECASE)
_EDITORS = re.compile(r"(?P<open>\()?(?:Eds|Editors|Note to editors)\b[:.]? *", re.IGNORECASE)
_BYLINE = re.compile(r"(?:By|BY) +\S.*")
_ROLE = re.compile(r"\b(?:Writer|Editor|Correspondent|Reporter|Analyst|Critic|Columnist)\b", re.IGNORECASE)
_HOLD = re.compile(r"\b(?:HFR|Hold for release|For release)\b", re.IGNORECASE)
_KILL = re.compile(r"(?i:\bmandatory kill\b)|\bKILL\b|\bKill,|^Kill\b")
_NAMED = re.compile(r"\b([A-Za-z]\d{4})\b")


def unmarked(story: Story, line: Line) -> Line:
    """A line without the one mark that ends it."""
    match = _MARK.search(line.text)
    if match is None:
        return line
    story.mark(part(line, match.start()))
    return part(line, 0, match.start())


def inner(story: Story, group: Sequence[Line]) -> list[Line]:
    """The lines of a group without the marks at their beginning and end."""
    found = []
    for number, line in enumerate(group):
        row = bare(line)
        if number == 0 and row.text[:1] == "^":
            story.mark(part(row, 0, 1))
            row = part(row, 1)
        found.append(row)
    found[-1] = unmarked(story, found[-1])
    story.mark(*(row for row in found if not said(row.text).strip()))
    return [row for row in found if said(row.text).strip()]


def is_keyword(text: str) -> bool:
    """Whether a line is a keyword line: it begins with a cycle or ends with the words' count."""
    return len(text) <= 160 and (_CYCLE.match(text) is not None or (_WORDS.search(text) is not None and "--" in text))


def keyword(story: Story, line: Line) -> None:
    """The slug, with its topic as keywords, what the version is, and how many words were declared."""
    count = _WORDS.search(line.text)
    if count:
        story.mark(part(line, count.start(), count.start(1)))
        story.leave("keyword-words", part(line, *count.span(1)))
        line = part(line, 0, count.start())
    story.say("slugline", "keyword", line)
    text = said(line.text)
    topic = _CYCLE.sub("", text, count=1).partition(",")[0].rpartition("--")[2]
    story.set("keywords", [word for each in topic.split("-") if (word := each.strip())], "keyword", span=line.span)
    if match := _UPDATE.search(line.text):
        story.say("version", "keyword", part(line, *match.span("number" if match["number"] else "number2")))
        story.keep("update", said(line.text[match.start() :]).strip())


def read(story: Story, groups: Sequence[list[Line]], alone: bool) -> list[list[Line]]:
    """The caret lines of the head into fields; gives those that are of the body. With `alone` nothing else follows them."""
    left: list[list[Line]] = []
    signed = False
    for number, group in enumerate(groups):
        text = bare(group[0]).text.removeprefix("^").strip()
        if number == 0 and is_keyword(text.rstrip("< ")):
            keyword(story, *_first(inner(story, group), left))
        elif _PHOTO.match(text):
            found = inner(story, group)
            story.leave("photos", *found)
        elif _EDITORS.match(text) or _HOLD.match(text):
            _note(story, inner(story, group))
        elif _BYLINE.match(text) and "byline" not in story and len(text) <= 160:
            _byline(story, inner(story, group))
            signed = True
            continue
        elif signed and text.endswith("=") and "headline" in story and not text.isupper():
            _organisation(story, inner(story, group))
        elif "headline" not in story:
            found = inner(story, group)
            story.say("headline", "caret", *found)
        elif "summary" not in story and not alone and text.endswith("<") and not left and not signed:
            story.say("summary", "caret", *inner(story, group))
        else:
            left.append(group)
        signed = False
    return left


def _first(found: list[Line], left: list[list[Line]]) -> list[Line]:
    """The first line; others go on with it and are text."""
    if len(found) > 1:
        left.append(found[1:])
    return found[:1]


def _note(story: Story, found: list[Line]) -> None:
    match = _EDITORS.match(found[0].text)
    if match and match["open"] and found[-1].text.endswith(")"):
        story.mark(part(found[0], 0, 1), part(found[-1], len(found[-1].text) - 1))
        found[0] = part(found[0], 1, None if len(found) > 1 else len(found[0].text) - 1)
        found[-1] = found[-1] if len(found) == 1 else part(found[-1], 0, len(found[-1].text) - 1)
    story.note(*found)
    text = joined(found)
    if _HOLD.search(text):
        _hold(story, found)


def _hold(story: Story, found: Sequence[Line]) -> None:
    """A story that is held until a day that is stated whole, or else until somebody says so."""
    for line in found:
        match = LONG.search(line.text[:400])
        date = date_of(match) if match else None
        if match is not None and date is not None:
            story.state("embargoed", date, "hold", part(line, *match.span()))
            return
    story.set("status", "withheld", "hold", span=[line.span for line in found])


def _byline(story: Story, found: list[Line]) -> None:
    """Who signs. An agency that does so is the credit, and nobody's name."""
    story.say("byline", "caret", *found)
    text = joined(found)
    names = [name for name in signers(text) if not name.startswith("The ")]
    story.set("authors", [Author(name) for name in names], "byline", span=[line.span for line in found])
    match = re.match(r"(?:By|BY) +(?=The )", found[0].text)
    if not names and match and len(found) == 1:
        story.say("credit", "byline", part(found[0], match.end()))


def _organisation(story: Story, found: list[Line]) -> None:
    """The line below a byline: what those who sign are, or for whom they write."""
    text = joined(found)
    spans = [line.span for line in found]
    role = _ROLE.search(text) is not None
    stated = {"role" if role else "organisation": text}
    authors = [Author(each.name, **stated) for each in story.get("authors") or ()]
    if authors:
        story.values["authors"] = authors
        for number in range(len(authors)):
            story.evident(f"authors[{number}].{'role' if role else 'organisation'}", "caret", span=spans)
    if not role:
        story.say("credit", "caret", *found)
    elif not authors:
        story.leave("byline-title", *found)


def killed(story: Story) -> Notice | None:
    """Whether the message kills: then it is canceled itself, and so is the story that it names by its number and its day."""
    heads = [story.get("slugline") or "", story.get("headline") or "", *story.notes[0][:5]]
    if not any(_KILL.search(each[:400]) for each in heads):
        return None
    field = next((field for field in ("headline", "slugline") if field in story), None)
    story.set("status", "canceled", "kill", span=story.evidence[field].span if field else ())
    if "published" not in story:
        return None
    own = story.extra.get("message")
    for block in story.body[:10]:
        for match in _NAMED.finditer(block.text[:1000]):
            if match[1] != own:
                day = story.get("published").day_text
                return Notice({"anpa-1312": f"{day}/{match[1]}"}, "canceled", reason=block.text[:200], span=story.stretch)
    return None
