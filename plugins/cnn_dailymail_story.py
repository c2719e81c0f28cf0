"""Stories of CNN and the Daily Mail, as the corpus of Hermann et al. (2015) has them: text, then highlights."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from newsarchive import Bid, Confidence, Dateline, Defect, Document, Draft, NotArticle, Notice, Sample, Source, Span, hookimpl
from newsarchive.text import WHITE_SPACE, Line, unwrap

from ._names import signers
from ._printed_dates import AmbiguousDateError, printed_date
from ._prose import text_lines
from ._sample import text_ends
from ._text_fields import TextFields

# story     = *( paragraph blank ) *( "@highlight" blank highlight blank ), one article a file
# There is no headline: the first sentence is none.
_MARK = "@highlight"
_HIGHLIGHT = re.compile(rf"(?<![^\r\n\ufeff]){_MARK}[ \t]*[\r\n]\s{{0,200}}(?!{_MARK})\S")
# The Daily Mail's head, scraped with its layout: "By" "." name "." "PUBLISHED:" "." date "." "|" "." "UPDATED:" "." date "."
_SIGNS = frozenset((".", "|"))
_DATES = {"PUBLISHED:": "published", "UPDATED:": "modified"}
_BY = "By"
_LABELS = frozenset((_BY, *_DATES))
_HEAD_LINES = 60
#: Who signs and is nobody: `Daily Mail Reporter`.
_NOBODY = re.compile(r".*\b(?:Reporters?|Staff|Correspondents?|Press|Online|Agency)", re.IGNORECASE)
# dateline  = [ place ] "(CNN)" dash; it stays in the text
_DATELINE = re.compile(r"(?:(?P<place>[^\W\d_a-z][^()\n]{1,80}?)\s+)?\((?P<credit>CNN[\w .]{0,30})\)\s*(?:--|[-–—])")
_NOTE = re.compile(r"Editor[’']s note\s*:", re.IGNORECASE)
#: British summer time, as this paper prints it.
_BST = re.compile(r"\bBST\b")


def sniff(sample: Sample) -> Bid | None:
    """Highlights behind a mark that stands alone on its line."""
    ends = text_ends(sample)
    if ends is None or _MARK not in ends.head + ends.tail:
        return None
    count = len(_HIGHLIGHT.findall(ends.head if sample.whole else ends.head + "\n" + ends.tail))
    if not count:
        return None
    confidence = Confidence.CERTAIN if count > 1 else Confidence.LIKELY
    return Bid(confidence, f"it has {_MARK} alone on a line, and a highlight below")


def parse(document: Document) -> Iterator[Draft | Defect | NotArticle | Notice]:
    """The story, without a headline."""
    found, furniture = text_lines(document.decoded().text)
    story = _Story(found, furniture)
    order = document.hints.get("date_order")
    marks = [number for number, line in enumerate(found) if line.text.strip(WHITE_SPACE) == _MARK]
    body = list(found[: marks[0]] if marks else found)
    story.highlights(found, marks)
    body = story.head(body, order)
    story.text(body)
    yield from story.found("it has highlights, and no text")


class _Story(TextFields):
    def __init__(self, found: Sequence[Line], furniture: Sequence[Span]) -> None:
        super().__init__("cnn-dailymail", found, furniture)

    def highlights(self, found: Sequence[Line], marks: Sequence[int]) -> None:
        """The sentences below the marks: the summary, a line each."""
        several = []
        spans: list[Span] = []
        for start, end in pairwise([*marks, len(found)]):
            self.aside(found[start].stripped())
            said = [line.stripped() for line in found[start + 1 : end] if not line.blank]
            if said:
                several.append(unwrap(said))
                spans += [line.span for line in said]
        self.set("summary", "\n".join(several), "highlight", span=spans)
        self.keep("highlights", several)
        self.evident("extra.highlights", "highlight", span=spans)

    def head(self, body: Sequence[Line], order: str | None) -> list[Line]:
        """What the Daily Mail prints above its text; the lines behind it."""
        said = [number for number, line in enumerate(body) if not line.blank]
        label, read = "", 0
        for count, number in enumerate(said[:_HEAD_LINES], 1):
            line = body[number].stripped()
            if line.text in _LABELS and (label or count == 1 or read == count - 1):
                label = line.text
                by = line
            elif line.text in _SIGNS and read == count - 1 and read:
                pass
            elif label == _BY:
                self._signed(by, line)
                label = ""
            elif label in _DATES and self._dated(_DATES[label], line, order):
                label = ""
            else:
                break
            if line.text in _LABELS or line.text in _SIGNS:
                self.aside(line)
            read = count
        return list(body[said[read - 1] + 1 :] if read else body)

    def _signed(self, by: Line, name: Line) -> None:
        self.take("byline", "head", by, name)
        names = [each for each in signers(self.get("byline") or "") if not _NOBODY.fullmatch(each)]
        self.set("authors", names, "head", span=[name.span])

    def _dated(self, field: str, line: Line, order: str | None) -> bool:
        """`12:05 EST, 4 November 2012`; False if it is no date."""
        try:
            date = printed_date(_BST.sub("+01:00", line.text), order)
        except AmbiguousDateError as error:
            self.defect("ambiguous-date", f"{error}: set `date_order`", line.span)
            return True
        self.set(field, date, "head", span=line.span)
        return date is not None

    def text(self, body: list[Line]) -> None:
        """Paragraphs; a dateline stays in the first of them."""
        said = [line for line in body if not line.blank]
        if said and (match := _DATELINE.match(said[0].stripped().text)):
            first = said[0].stripped()
            credit = first.part(*match.span("credit"))
            self.set("credit", credit.text, "dateline", span=credit.span)
            if match["place"]:
                place = first.part(*match.span("place"))
                self.set("dateline", Dateline(place.text, place=place.text), "dateline", span=place.span)
        for number, line in enumerate(body):
            if "note" not in self and _NOTE.match(line.text.strip(WHITE_SPACE)):
                self.take("note", "note", line.stripped())
                body[number] = line.part(len(line.text))
        if said:
            self.prose(body)


@hookimpl
def newsarchive_sources() -> Source:
    """The source `cnn-dailymail-story`."""
    return Source("cnn-dailymail-story", title="CNN and Daily Mail, .story", sniff=sniff, parse=parse, lossless=True)
